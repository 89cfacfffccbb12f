"""Until when a paper seems to be good, read from its own text: proposed to a person, never taken as checked."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice, pairwise

from handlers.reading.lines import fold

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SPANISH = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]

#: Days as forms print them; 3/4/27 is month first, as such forms of this country are.
_DAY = re.compile(
    r"(?<![\d/.-])(?:(?P<iso>20\d\d-\d\d-\d\d)|(?P<month>\d{1,2})[/-](?P<day>\d{1,2})[/-](?P<year>20\d\d|\d\d)|"
    rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?P<named>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<of>20\d\d)|"
    rf"(?P<numero>\d{{1,2}})\s+(?:de\s+)?(?P<mes>{'|'.join(_SPANISH)})[a-z]*\.?\s+(?:del?\s+)?(?P<ano>20\d\d))(?![\d/])"
)

#: Words before the day on which something ends; at most so many characters lie between.
_ENDS = re.compile(
    r"\b(?:exp(?:ir(?:es|y|ation|ing))?\.?(?: date)?|valid (?:until|through|to|thru)|good (?:until|through)|through|until|"
    r"vence(?:n|s)?|vencimiento|valid[oa] hasta|vigente hasta|hasta)\b[^\d\n]{0,30}$"
)
_BEFORE = 60

#: Two days of a term stand side by side: *07/01/2026 07/01/2027*, *from … to …*.
_BESIDE = re.compile(r"^[\s,;|-]*(?:to|through|until|al?|hasta)?[\s,;|-]*$")
_SHORTEST_TERM, _LONGEST_TERM = 25, 800

#: No form has more days that matter.
_MOST = 200


def newest(text: str) -> date | None:
    """The latest day that a text names at all; None where it names none."""
    return max((day for day, _, _ in _days(fold(text))), default=None)


def is_over(text: str, today: date) -> bool:
    """Whether a paper surely is of the past: it names an end, and no day in it lies ahead."""
    last = newest(text)
    return last is not None and last < today and bool(_candidates(fold(text)))


def proposed(text: str, today: date) -> date | None:
    """The earliest end ahead that the text names; None where it names none that can be told from other days."""
    return min((day for day in _candidates(fold(text)) if day >= today), default=None)


def _candidates(folded: str) -> set[date]:
    days = _days(folded)
    told = {day for day, start, _ in days if _ENDS.search(folded[max(0, start - _BEFORE) : start])}
    terms = {
        last
        for (first, _, end), (last, start, _) in pairwise(days)
        if _SHORTEST_TERM <= (last - first).days <= _LONGEST_TERM and _BESIDE.match(folded[end:start])
    }
    return told | terms


def _days(folded: str) -> list[tuple[date, int, int]]:
    found = ((_day(match), match.start(), match.end()) for match in islice(_DAY.finditer(folded), _MOST))
    return [(day, start, end) for day, start, end in found if day is not None]


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    try:
        if parts["iso"]:
            return date.fromisoformat(parts["iso"])
        if parts["month"]:
            year = int(parts["year"])
            return date(year + 2000 if year < 100 else year, int(parts["month"]), int(parts["day"]))  # noqa: PLR2004  two digits of a year
        if parts["name"]:
            return date(int(parts["of"]), _MONTHS.index(parts["name"]) + 1, int(parts["named"]))
        return date(int(parts["ano"]), _SPANISH.index(parts["mes"]) + 1, int(parts["numero"]))
    except ValueError:
        return None
