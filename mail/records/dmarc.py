"""DMARC (RFC 7489): what receivers do with mail that neither SPF nor DKIM vouches for in the name of its From domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mail.records import dkim, spf
from mail.records.finding import Finding
from mail.records.tags import tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mail.records.zone import Records

POLICIES = frozenset({"none", "quarantine", "reject"})


def judged(records: Records, domain: str, host: str) -> tuple[Finding, ...]:
    """SPF, DKIM and DMARC of mail from a domain, one after another; RecordsError where nobody answers."""
    domains = above(domain)
    of_spf = spf.judged(records, domain, host)
    return (*of_spf, *dkim.judged(records, domains), *_of_dmarc(records, domains, host, spf_ok=all(each.ok for each in of_spf)))


def above(domain: str) -> tuple[str, ...]:
    """A domain and those above it, but for the last label; which of them an organisation owns is known only by its records."""
    labels = domain.lower().split(".")
    return tuple(".".join(labels[at:]) for at in range(max(1, len(labels) - 1)))


def _of_dmarc(records: Records, domains: tuple[str, ...], host: str, *, spf_ok: bool) -> Iterator[Finding]:
    owner, texts = next(((each, found) for each in domains if (found := _texts(records, each))), (domains[0], ()))
    if not texts:
        nowhere = f"no DMARC record is {records.where} at _dmarc.{domains[0]}{_or_above(domains)}"
        says = f"{nowhere}: large receivers ask for one, `v=DMARC1; p=none` at least"
        yield Finding(name="DMARC", ok=False, says=says)
        return
    if len(texts) > 1:
        yield Finding(name="DMARC", ok=False, says=f"_dmarc.{owner} has {len(texts)} records, and receivers pass over them all: keep one")
        return
    tags = tags_of(texts[0])
    wrong = _wrong(tags)
    if wrong:
        yield Finding(name="DMARC", ok=False, says=f"_dmarc.{owner}: {wrong}")
        return
    aligned, says = _aligned(records, domains, tags, host, spf_ok=spf_ok)
    told = [says, *_of_policy(tags, inherited=owner != domains[0]), *_of_reports(records, tags, owner)]
    yield Finding(name="DMARC", ok=aligned, says=f"_dmarc.{owner}: {'; '.join(told)}")


def _texts(records: Records, domain: str) -> tuple[str, ...]:
    return tuple(each for each in records.texts(f"_dmarc.{domain}") or () if each.casefold().startswith("v=dmarc1"))


def _or_above(domains: tuple[str, ...]) -> str:
    return f", nor above it ({', '.join(domains[1:])})" if domains[1:] else ""


def _wrong(tags: Mapping[str, str]) -> str:
    if tags.get("v") != "DMARC1":
        return "a record begins with exactly `v=DMARC1;`"
    for name in ("p", "sp"):
        if (name == "p" or name in tags) and tags.get(name, "").casefold() not in POLICIES:
            return f"{name}= is none, quarantine or reject, not {tags.get(name, '') or 'left out'}"
    for name in ("adkim", "aspf"):
        if tags.get(name, "r") not in {"r", "s"}:
            return f"{name}= is r or s"
    return ""


def _aligned(records: Records, domains: tuple[str, ...], tags: Mapping[str, str], host: str, *, spf_ok: bool) -> tuple[bool, str]:
    """Whether mail of ours passes. Our envelope has the From domain, so that SPF is aligned wherever the relay leaves it as it is."""
    relay = spf.relay_of(host)
    by_spf = spf_ok and not (relay is not None and relay.own_envelope)
    may_sign = domains[:1] if tags.get("adkim", "r") == "s" else domains
    by_dkim, is_known = dkim.signs_as(records, may_sign)
    signed = f"DKIM (d={by_dkim}{'' if is_known else ', if its key is good'})"
    vouching = [*(["SPF"] if by_spf else []), *([signed] if by_dkim else [])]
    if len(vouching) > 1:
        return True, f"mail from {domains[0]} passes by {' and by '.join(vouching)}"
    if vouching:
        other = "DKIM, which a forwarded mail needs" if by_spf else "SPF"
        return True, f"mail from {domains[0]} passes by {vouching[0]} alone; set up {other}"
    strict = "; adkim=s asks for a key of this very domain" if tags.get("adkim") == "s" and dkim.signs_as(records, domains)[0] else ""
    return False, f"mail from {domains[0]} does not pass: neither SPF nor DKIM vouches for that domain{strict}"


def _of_policy(tags: Mapping[str, str], *, inherited: bool) -> Iterator[str]:
    policy = tags.get("sp", tags["p"]) if inherited else tags["p"]
    policy = policy.casefold()
    if policy == "none":
        yield "p=none asks for reports and keeps no forged mail out: once reports show that none of yours fails, `quarantine`"
    else:
        yield f"forged mail meets {policy}"
    if tags.get("pct", "100") != "100":
        yield f"pct={tags['pct']}: only so many of a hundred"


def _of_reports(records: Records, tags: Mapping[str, str], owner: str) -> Iterator[str]:
    if not tags.get("rua"):
        yield "without rua= nobody sends you reports of what fails"
        return
    for each in tags["rua"].split(","):
        there = each.strip().partition("!")[0].rpartition("@")[2].lower()
        if not each.strip().startswith("mailto:"):
            yield f"rua= holds {each.strip()}, which is no mailto:"
        elif (
            there not in {owner, *above(owner)} and not there.endswith(f".{owner}") and not records.texts(f"{owner}._report._dmarc.{there}")
        ):
            yield f"reports go to {there}, which must agree by a record {owner}._report._dmarc.{there}; none is {records.where}"
