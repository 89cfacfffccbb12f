"""The span of months that a report is about, and how people name one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.cadences import month_after

#: A school year is counted from July to June, as interface.md's own year is.
_YEAR_BEGINS = 7
_DECEMBER = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Days from `first` to `last`, both among them; what is counted by the month counts where its month touches them."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a span ends on {self.last}, before it begins on {self.first}")

    @property
    def periods(self) -> tuple[str, str]:
        """The first and the last month, `YYYY-MM`."""
        return f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"

    @property
    def months(self) -> tuple[str, ...]:
        found, first = [], self.first.replace(day=1)
        while first <= self.last:
            found.append(f"{first:%Y-%m}")
            first = month_after(first)
        return tuple(found)

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


def school_year(day: date) -> Span:
    """The school year that a day lies in, July to June."""
    begins = day.year if day.month >= _YEAR_BEGINS else day.year - 1
    return Span(first=date(begins, _YEAR_BEGINS, 1), last=date(begins + 1, _YEAR_BEGINS, 1) - timedelta(days=1))


def named(words: str) -> Span | None:
    """Read `2026-10` (a month), `2026` (a calendar year), `2026-27` or `2026/27` (a school year); None for anything else.

    `2011-12` is a month; the school year is `2011/12`.
    """
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", words)
    if month:
        first = date(int(month[1]), int(month[2]), 1)
        return Span(first=first, last=month_after(first) - timedelta(days=1))
    year = re.fullmatch(r"[12]\d{3}", words)
    if year:
        return Span(first=date(int(words), 1, 1), last=date(int(words), _DECEMBER, 31))
    school = re.fullmatch(r"([12]\d{3})[-/](\d{2})", words)
    if school and int(school[2]) == (int(school[1]) + 1) % 100:
        return school_year(date(int(school[1]), _YEAR_BEGINS, 1))
    return None


def name_of(span: Span) -> str:
    """How `named` knows a span; empty for one that it has no name for."""
    first = span.first
    names = (f"{first:%Y-%m}", f"{first:%Y}", f"{first:%Y}/{(first.year + 1) % 100:02}")
    return next((name for name in names if named(name) == span), "")
