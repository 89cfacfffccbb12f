"""Who an issue is for: an expression read into a value, and the pure rule that says who must, and must not, receive it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from handlers.types import PartyStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What an expression may name beside `status`, `list` and `not_sent`: columns of `import partners`.
FACETS = ("tag", "school", "support_area", "language", "organization_type", "large_scale", "liaison")

KEYS = ("status", *FACETS, "list", "not_sent")

#: Where a facet stands in a partner's details, if not under its own name, and what parts several values.
_COLUMNS: Mapping[str, str] = {"tag": "tags", "school": "schools"}
_PARTED = {"tag": re.compile("[;,]"), "school": re.compile(";"), "support_area": re.compile("[;,]")}

#: One kept text of all facets is searched by SQL: a value holds no bar.
BAR = "|"

_TERM = re.compile(r"(?P<key>[a-z_]+)(?P<sign>!?=)(?P<value>(?:\"[^\"]*\"|[^\s\"])+)")

Why = Literal["not_addressed", "same_address", "complained", "unsubscribed", "bounced", "paused", "already_received"]

#: Reasons of which staff are told how many they keep back; the first that applies is named. Who is not addressed was never meant.
EXCLUSIONS: tuple[Why, ...] = ("complained", "unsubscribed", "bounced", "paused", "already_received")


#: What keeps an address from all bulk mail (handlers/subscriptions.py), as a reason.
SUPPRESSED: Mapping[str, Why] = {"complained": "complained", "unsubscribed": "unsubscribed", "bounced": "bounced"}


class AudienceError(ValueError):
    """An expression that nobody could be found by: what is wrong with it, and what may stand there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One facet: any of the values, or, where `no`, none of them."""

    facet: str
    values: tuple[str, ...]  #: folded
    no: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """All terms must hold. With no status named it is active partners, and paused ones are told as excluded."""

    statuses: tuple[PartyStatus, ...] = ()
    terms: tuple[Term, ...] = ()
    list: str = ""  #: only those who stand on this list
    not_sent: str = ""  #: id of an issue: who has received that is excluded

    @property
    def addressed(self) -> tuple[PartyStatus, ...]:
        return self.statuses or (PartyStatus.ACTIVE, PartyStatus.PAUSED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """A partner's contact as far as an audience may know it."""

    address: str
    status: PartyStatus
    facets: str  #: as `facets_of` writes them
    lists: frozenset[str] = frozenset()  #: that the address stands on
    suppressed: str = ""  #: complained, unsubscribed, bounced or nothing
    received: frozenset[str] = frozenset()  #: ids of issues that went there


def fold(text: str) -> str:
    """A value without case, accents, repeated blanks and bars, as it is kept and compared."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.replace(BAR, " ").replace("\0", " ").encode("utf-8", "replace").decode().split())


def facets_of(details: Mapping[str, str]) -> str:
    """One text of all that a partner can be chosen by, such as `|tag:steam|language:es|`; the language of one that tells none is `en`."""
    found = [(facet, fold(value)) for facet in FACETS for value in _values(facet, details)]
    return BAR + "".join(f"{facet}:{value}{BAR}" for facet, value in dict.fromkeys(found) if value)


def language_in(facets: str) -> str:
    return "es" if mark("language", "es") in facets else "en"


def mark(facet: str, value: str) -> str:
    """What stands in the kept text where a partner has this value."""
    return f"{BAR}{facet}:{value}{BAR}"


def _values(facet: str, details: Mapping[str, str]) -> tuple[str, ...]:
    kept = details.get(_COLUMNS.get(facet, facet), "")
    if facet == "language":
        return ("es" if fold(kept).startswith(("es", "sp")) else "en",)
    if facet == "large_scale":
        return ("yes" if fold(kept) in {"yes", "true"} else "no",)
    return tuple(_PARTED[facet].split(kept)) if facet in _PARTED else (kept,)


def parse(expression: str) -> Audience:
    """Read `status=active tag=steam,arts school="Lincoln Middle" language!=es list=council not_sent=i-3`; a comma means *or*."""
    text = expression.strip()
    left = _TERM.sub("", text).strip()
    if left:
        raise AudienceError(f'{left.split()[0]!r} is no term: write key=value, such as status=active or school="Lincoln Middle"')
    statuses: list[PartyStatus] = []
    terms: list[Term] = []
    named: dict[str, str] = {}
    for match in _TERM.finditer(text):
        key, no = match["key"], match["sign"] == "!="
        values = _split(match["value"])
        if key not in KEYS:
            raise AudienceError(f"{key} is nothing to choose partners by; there is {', '.join(KEYS)}")
        if not values:
            raise AudienceError(f"{key}= needs a value")
        if key == "status":
            statuses += _statuses(values, no=no)
        elif key in FACETS:
            terms.append(Term(facet=key, values=tuple(map(fold, values)), no=no))
        elif no or len(values) > 1 or key in named:
            raise AudienceError(f"{key}= takes one value, once, and no !=")
        else:
            named[key] = values[0].lower()
    return Audience(
        statuses=tuple(dict.fromkeys(statuses)), terms=tuple(terms), list=named.get("list", ""), not_sent=named.get("not_sent", "")
    )


def _split(value: str) -> list[str]:
    pieces = re.findall(r"\"([^\"]*)\"|([^,\"]+)", value)
    return [text for quoted, bare in pieces if (text := (quoted or bare).strip())]


def _statuses(values: list[str], *, no: bool) -> list[PartyStatus]:
    known = {each.value for each in PartyStatus}
    wrong = [each for each in values if each.casefold() not in known]
    if wrong:
        raise AudienceError(f"status={wrong[0]}: a partner is {', '.join(sorted(known))}")
    meant = {each.casefold() for each in values}
    return [each for each in PartyStatus if (each.value in meant) is not no]


def excluded(audience: Audience, recipient: Recipient) -> Why | None:
    """Why this recipient does not get it, or None. `same_address` needs the others and is the store's (one row an address)."""
    if not _is_addressed(audience, recipient):
        return "not_addressed"
    if recipient.suppressed:
        return SUPPRESSED[recipient.suppressed]
    if recipient.status is PartyStatus.PAUSED and PartyStatus.PAUSED not in audience.statuses:
        return "paused"
    return "already_received" if audience.not_sent and audience.not_sent in recipient.received else None


def _is_addressed(audience: Audience, recipient: Recipient) -> bool:
    if recipient.status not in audience.addressed or (audience.list and audience.list not in recipient.lists):
        return False
    return all(holds(term, recipient.facets) for term in audience.terms)


def holds(term: Term, facets: str) -> bool:
    return any(mark(term.facet, value) in facets for value in term.values) is not term.no
