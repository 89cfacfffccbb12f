"""Records as text, the way a zone file and `dig` write them, or as the domain name system tells them just now."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import dns.exception
import dns.rdatatype
import dns.resolver
import dns.zonefile

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A name, perhaps how long it is kept and its class, its kind, and what it says.
_LINE = re.compile(r"(?P<before>\S+(?:\s+\d+)?(?:\s+IN)?\s+(?:TXT|SPF))\s+(?P<says>\S.*)", re.IGNORECASE)

#: Aliases that are followed, one after another.
_ALIASES = 8


class RecordsError(ValueError):
    """Records that cannot be read: where, and what is wrong."""


class Records(Protocol):
    """Where records are looked up."""

    @property
    def where(self) -> str:
        """*given* in a file, or *in DNS*."""
        ...

    def texts(self, name: str) -> tuple[str, ...] | None:
        """What a name says of itself; None where that is not known, nothing where it says nothing, RecordsError without an answer."""
        ...

    def selectors(self, domain: str) -> tuple[str, ...]:
        """Names of DKIM keys below a domain, as far as they are known."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """Records that somebody has written into a file."""

    found: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str] = field(default_factory=dict)
    where: str = "given"

    def texts(self, name: str) -> tuple[str, ...] | None:
        for _ in range(_ALIASES):
            if name not in self.aliases:
                break
            name = self.aliases[name]
        return self.found.get(name)

    def selectors(self, domain: str) -> tuple[str, ...]:
        end = f"._domainkey.{domain}"
        return tuple(name.removesuffix(end) for name in sorted({*self.found, *self.aliases}) if name.endswith(end))


@dataclass(frozen=True, kw_only=True, slots=True)
class InDns:
    """Records as a resolver finds them; a DKIM key is found only by a selector that one knows."""

    resolver: dns.resolver.Resolver
    known: tuple[str, ...] = ()
    where: str = "in DNS"

    def texts(self, name: str) -> tuple[str, ...] | None:
        try:
            answer = self.resolver.resolve(f"{name}.", "TXT", lifetime=5)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except dns.exception.DNSException as error:
            raise RecordsError(f"nobody answers for {name}: {error}") from error
        return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in answer)

    def selectors(self, domain: str) -> tuple[str, ...]:
        return tuple(each for each in self.known if self.texts(f"{each}._domainkey.{domain}"))


def read(text: str) -> Given:
    """Records from text: a line each, `NAME TXT "…"` or `NAME CNAME OTHER`; quotes may be left out, other kinds are passed over."""
    found: dict[str, tuple[str, ...]] = {}
    aliases: dict[str, str] = {}
    try:
        sets = dns.zonefile.read_rrsets(
            "".join(f"{_quoted(line)}\n" for line in text.splitlines()), rdclass=None, default_ttl=0, origin="."
        )
    except (dns.exception.DNSException, ValueError) as error:
        raise RecordsError(f'{_said(error)}; write a line each, such as: district.example TXT "v=spf1 -all"') from error
    for each in sets:
        name = each.name.to_text(omit_final_dot=True).lower()
        if each.rdtype == dns.rdatatype.TXT:
            found[name] = (*found.get(name, ()), *(b"".join(one.strings).decode("utf-8", "replace") for one in each))
        elif each.rdtype == dns.rdatatype.CNAME:
            aliases[name] = each[0].target.to_text(omit_final_dot=True).lower()
    if not found and not aliases:
        raise RecordsError('it holds no record; write a line each, such as: district.example TXT "v=spf1 -all"')
    return Given(found=found, aliases=aliases)


def _said(error: Exception) -> str:
    return str(error).replace("<input>:", "near line ").removesuffix(".")


def _quoted(line: str) -> str:
    """A text without quotes, which a zone file would cut at its first semicolon; how long a record is kept says nothing here."""
    bare = line.strip()
    match = _LINE.fullmatch(bare)
    if match is None:
        return bare
    name = match["before"].split()[0]
    says = match["says"]
    if not says.startswith(('"', "(")):
        says = '"{}"'.format('" "'.join(says[at : at + 250].replace("\\", "\\\\").replace('"', '\\"') for at in range(0, len(says), 250)))
    return f"{name} {match['before'].split()[-1]} {says}"
