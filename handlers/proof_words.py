"""What staff type after `/partners proof`: which proof, whose, and what they make of it; a day as people write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from handlers.reading.dates import days
from handlers.reading.readings import Reader
from handlers.rosters import names_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.orders import Look
    from handlers.process import ProofKind

_GRACE = re.compile(r"^(?P<what>.*?)\bgrace\s+(?:until|till|to)?\s*(?P<until>.*)$", re.IGNORECASE | re.DOTALL)
_UNTIL = re.compile(r"^(?P<what>.*)\b(?:until|till)\s+(?P<until>.*)$", re.IGNORECASE | re.DOTALL)
_REJECT = re.compile(r"^(?P<what>.*?)\breject(?:ed)?\b[\s:,]*(?P<why>.*)$", re.IGNORECASE | re.DOTALL)
_ENDLESS = re.compile(r"^(?:never|no end|forever)\W*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """Words that were understood. `day` is what stands for a day; empty where none is needed, or where there is no end."""

    look: Look
    kind: str = ""
    people: tuple[str, ...] = ()
    day: str = ""
    endless: bool = False
    why: str = ""


def read(words: str, kinds: Mapping[str, ProofKind]) -> Said | None:
    """Read `kind [for NAME; NAME] until DATE`, `… grace until DATE` or `… reject REASON`; None where none of them is said."""
    grace, until, reject = _GRACE.match(words), _UNTIL.match(words), _REJECT.match(words)
    # Grace is a given name as well: *clearance for Grace until …*.
    if grace and until and _is_cut_short(grace["what"]):
        grace = None
    if grace:
        kind, people = _what(grace["what"], kinds)
        return Said(look="grace", kind=kind, people=people, day=grace["until"].strip())
    if reject and (not until or reject.start("why") < until.end("what")):
        kind, people = _what(reject["what"], kinds)
        return Said(look="reject", kind=kind, people=people, why=reject["why"].strip())
    if until is None:
        return None
    kind, people = _what(until["what"], kinds)
    said = until["until"].strip()
    return Said(look="check", kind=kind, people=people, day="" if _ENDLESS.match(said) else said, endless=bool(_ENDLESS.match(said)))


def day(words: str, today: date, time_zone: str, country: str) -> date | None:
    """A whole day with its year: 2027-06-30, 6/30/2027, June 30, 2027; None for anything less plain."""
    text = words.strip(" .")
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    found = days(text, Reader(now=datetime.combine(today, time(12), tzinfo=UTC), time_zone=time_zone, country=country))
    has_year = re.search(r"20\d\d|[/.-]\d\d$", text)
    return found[0].value if len(found) == 1 and has_year and found[0].reason != "two_candidates" else None


def _is_cut_short(what: str) -> bool:
    """Whether a name is missing where the words end: they end with *for*, or with a separator."""
    return bool(re.search(r"(?:\bfor|[;,])\s*$", what, re.IGNORECASE))


def _what(words: str, kinds: Mapping[str, ProofKind]) -> tuple[str, tuple[str, ...]]:
    """The kind, by its id or its title, and the names behind it. An unknown kind is given back as it was written."""
    text = " ".join(words.split())
    called = {name.replace("_", " "): name for name in kinds} | {kind.title.en.casefold(): name for name, kind in kinds.items()}
    for title, name in sorted(called.items(), key=lambda each: -len(each[0])):
        if re.match(rf"{re.escape(title)}\b", text.replace("_", " ").replace("-", " "), re.IGNORECASE):
            return name, _names(text[len(title) :])
    if re.match(r"for\b", text, re.IGNORECASE):
        return "", _names(text)
    first, _, rest = text.partition(" ")
    return first.casefold(), _names(rest)


def _names(text: str) -> tuple[str, ...]:
    return names_in(re.sub(r"^\s*for\b", "", text, flags=re.IGNORECASE))
