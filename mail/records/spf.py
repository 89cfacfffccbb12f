"""SPF (RFC 7208): which servers may send for a domain, and whether ours is among them."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mail.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mail.records.zone import Records

#: Terms that ask further (4.6.4): one more and every receiver gives up with an error.
MOST_LOOKUPS = 10
_ASKS = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})

_MECHANISM = re.compile(r"(?P<sign>[+?~-]?)(?P<name>[a-z][a-z0-9]*)(?P<value>[:/].*)?", re.IGNORECASE)
_MODIFIER = re.compile(r"(?P<name>[a-z][a-z0-9_.-]*)=(?P<value>.*)", re.IGNORECASE)
_NAMES = frozenset({"all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"})


class Relay(NamedTuple):
    """A relay that many use: where it is reached, and what a domain includes for it, as its own documentation says."""

    host: str  #: or an end of it, with a dot before
    company: str
    include: str
    own_envelope: bool  #: it writes an address of its own into the envelope, unless told otherwise: SPF is then asked of that one


RELAYS = (
    Relay("smtp.office365.com", "Microsoft 365", "spf.protection.outlook.com", own_envelope=False),
    Relay(".mail.protection.outlook.com", "Microsoft 365", "spf.protection.outlook.com", own_envelope=False),
    Relay("smtp.gmail.com", "Google", "_spf.google.com", own_envelope=False),
    Relay("smtp-relay.gmail.com", "Google", "_spf.google.com", own_envelope=False),
    Relay(".mailgun.org", "Mailgun", "mailgun.org", own_envelope=False),
    Relay(".amazonaws.com", "Amazon SES", "amazonses.com", own_envelope=True),
    Relay("smtp.sendgrid.net", "SendGrid", "sendgrid.net", own_envelope=True),
    Relay("smtp.postmarkapp.com", "Postmark", "spf.mtasv.net", own_envelope=True),
    Relay(".mailjet.com", "Mailjet", "spf.mailjet.com", own_envelope=True),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    sign: str  #: empty, +, ?, ~ or -
    name: str
    value: str = ""


class SpfError(ValueError):
    """A record that receivers refuse as a whole."""


def relay_of(host: str) -> Relay | None:
    return next((each for each in RELAYS if host == each.host or (each.host.startswith(".") and host.endswith(each.host))), None)


def judged(records: Records, domain: str, host: str) -> tuple[Finding, ...]:
    """What the record of the envelope's domain says of mail that leaves by a relay; an empty host is none."""
    found = _record(records, domain)
    if isinstance(found, Finding):
        return (found,)
    try:
        terms = parse(found)
        count = _Count(records)
        lookups = count.of(domain, terms)
    except SpfError as error:
        return (Finding(name="SPF", ok=False, says=f"the record of {domain} is refused as a whole: {error}"),)
    wrong = [*_too_open(terms), *_too_many(lookups, count)]
    told = [*_weak(terms), *_of_lookups(lookups, count)]
    ours, says = _covers(count, host)
    (told if ours else wrong).append(says)
    return (Finding(name="SPF", ok=not wrong, says=f"{domain}: {'; '.join([*wrong, *told])}"),)


def parse(record: str) -> tuple[Term, ...]:
    """The terms of a record, or SpfError."""
    return tuple(_term(each) for each in record.split()[1:])


def is_spf(text: str) -> bool:
    return text.casefold() == "v=spf1" or text.casefold().startswith("v=spf1 ")


def _record(records: Records, domain: str) -> str | Finding:
    texts = records.texts(domain)
    found = [each for each in texts or () if is_spf(each)]
    if len(found) > 1:
        says = f"{domain} has {len(found)} SPF records, and receivers refuse them all: put them together into one"
        return Finding(name="SPF", ok=False, says=says)
    if found:
        return found[0]
    near = "; one text begins almost so: it must be `v=spf1 `" if any("spf1" in each.casefold() for each in texts or ()) else ""
    says = f"no SPF record for {domain} is {records.where}{near}; it is a TXT record such as `v=spf1 include:YOUR-RELAY -all`"
    return Finding(name="SPF", ok=False, says=says)


def _term(text: str) -> Term:
    modifier = _MODIFIER.fullmatch(text)
    if modifier:
        return Term(sign="", name=modifier["name"].casefold(), value=modifier["value"].casefold().rstrip("."))
    match = _MECHANISM.fullmatch(text)
    name = match["name"].casefold() if match else ""
    if match is None or name not in _NAMES:
        raise SpfError(f"`{text}` is no term of SPF")
    value = (match["value"] or "").removeprefix(":").casefold().rstrip(".")
    if name in {"include", "exists", "ip4", "ip6"} and not value:
        raise SpfError(f"`{text}` names nothing")
    if name in {"ip4", "ip6"}:
        _check_network(text, value, 4 if name == "ip4" else 6)
    return Term(sign=match["sign"], name=name, value=value)


def _check_network(text: str, value: str, version: int) -> None:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise SpfError(f"`{text}` holds no network") from None
    if network.version != version:
        raise SpfError(f"`{text}` holds an address of the other kind")


class _Count:
    """Walks what a record includes; remembers what is not known."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.unknown: list[str] = []
        self.includes: set[str] = set()
        self.networks: list[str] = []
        self._depth = 0

    def of(self, domain: str, terms: tuple[Term, ...]) -> int:
        if self._depth > MOST_LOOKUPS:
            raise SpfError(f"{domain} includes itself, or goes too deep")
        many = 0
        for each in _that_count(terms):
            many += each.name in _ASKS
            if each.name in {"ip4", "ip6"} and each.sign in {"", "+"}:
                self.networks.append(each.value)
            if each.name in {"include", "redirect"}:
                self.includes.add(each.value)
                many += self._inside(each.value)
        return many

    def _inside(self, domain: str) -> int:
        if "%" in domain:  # a macro, which only a mail at hand can fill
            self.unknown.append(domain)
            return 0
        texts = self._records.texts(domain)
        if texts is None:
            self.unknown.append(domain)
            return 0
        found = [each for each in texts if is_spf(each)]
        if len(found) != 1:
            raise SpfError(f"it includes {domain}, which has {len(found) or 'no'} SPF records")
        self._depth += 1
        many = self.of(domain, parse(found[0]))
        self._depth -= 1
        return many


def _that_count(terms: tuple[Term, ...]) -> Iterator[Term]:
    """Whatever stands behind `all` is never looked at, `redirect` only without it."""
    for each in terms:
        if each.name == "redirect" and any(other.name == "all" for other in terms):
            continue
        yield each
        if each.name == "all":
            return


def _too_open(terms: tuple[Term, ...]) -> Iterator[str]:
    if any(each.name == "all" and each.sign in {"", "+"} for each in terms):
        yield "`+all` lets the whole world send in your name: end it with `~all` or `-all`"


def _too_many(lookups: int, count: _Count) -> Iterator[str]:
    if lookups > MOST_LOOKUPS:
        at_least = "at least " if count.unknown else ""
        yield f"it takes {at_least}{lookups} lookups, and receivers give up beyond {MOST_LOOKUPS}: take out what no longer sends for you"


def _weak(terms: tuple[Term, ...]) -> Iterator[str]:
    end = next((each for each in terms if each.name == "all"), None)
    if end is None and not any(each.name == "redirect" for each in terms):
        yield "it has no `all` at its end, so that it says nothing of any other server: end it with `~all` or `-all`"
    elif end is not None and end.sign == "?":
        yield "`?all` says nothing of any other server: `~all` or `-all` would"
    if end is not None and terms[-1] is not end and any(each.name in _NAMES for each in terms[terms.index(end) + 1 :]):
        yield "what stands behind `all` is never looked at"
    if any(each.name == "ptr" for each in terms):
        yield "`ptr` is slow and should not be used (RFC 7208, 5.5)"


def _of_lookups(lookups: int, count: _Count) -> Iterator[str]:
    if count.unknown:
        yield f"{lookups} lookups or more: what {', '.join(count.unknown)} says is not known here"
    elif lookups <= MOST_LOOKUPS:
        yield f"{lookups} of {MOST_LOOKUPS} lookups"


def _covers(count: _Count, host: str) -> tuple[bool, str]:
    """Whether the relay may send by this record, and in words."""
    if not host:
        return True, "mail is kept in a folder, so that no relay is asked about"
    known = relay_of(host)
    if known is None:
        return _covers_address(count, host)
    if known.include in count.includes:
        return True, f"{known.company} may send"
    if known.own_envelope:
        return True, f"{known.company} puts an address of its own into the envelope, so that all rests on DKIM"
    rest = f" (unless {', '.join(count.unknown)} does)" if count.unknown else ""
    return bool(rest), f"{known.company}, by which mail leaves, is not in it{rest}: add `include:{known.include}`"


def _covers_address(count: _Count, host: str) -> tuple[bool, str]:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if address is None or not address.is_global:
        return True, f"from which addresses {host} sends is not known here: whoever runs it tells what to include"
    if any(address in ipaddress.ip_network(each, strict=False) for each in count.networks if ":" in each or address.version == 4):  # noqa: PLR2004  a kind of address
        return True, f"{host} may send"
    return bool(count.unknown), f"no network in it holds {host}, by which mail leaves"
