"""The district's calendar as the office gave it: when schools are closed, and when a school year begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

#: `holiday` and `break`: no school; `closed`: the office itself is closed; the others bound a school year.
DayKind = Literal["holiday", "break", "closed", "first_day", "last_day"]
DAY_KINDS: tuple[DayKind, ...] = ("holiday", "break", "closed", "first_day", "last_day")

_WEEKEND = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A day, or the days from `first` to `last`, both among them."""

    kind: DayKind
    first: date
    last: date
    name: str = ""

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """What an office knows of its year. Without any span, every weekday is a day of school and office."""

    spans: tuple[Span, ...] = ()

    def is_open(self, day: date) -> bool:
        """Whether mail that nobody asked for may go out: on weekdays that are no holiday, no break and no closing."""
        return day.weekday() < _WEEKEND and not any(span.has(day) for span in self.spans if span.kind in {"holiday", "break", "closed"})

    def has_school(self, day: date) -> bool:
        """Whether children are at school, as far as the calendar tells: an unknown year counts as school all along."""
        if day.weekday() >= _WEEKEND or any(span.has(day) for span in self.spans if span.kind in {"holiday", "break"}):
            return False
        return self._is_within_a_year(day)

    def first_open(self, day: date) -> date:
        """`day` itself or the first open one after it; a calendar that closes a whole year closes nothing."""
        return next((each for each in (day + timedelta(days=n) for n in range(366)) if self.is_open(each)), day)

    def school_days(self, first: date, last: date) -> int:
        return sum(self.has_school(first + timedelta(days=n)) for n in range((last - first).days + 1))

    def _is_within_a_year(self, day: date) -> bool:
        """The newest bound before a day decides: after a last day there is no school until the next first day."""
        bounds = sorted((span.first, span.kind) for span in self.spans if span.kind in {"first_day", "last_day"})
        before = [kind for at, kind in bounds if at < day or (at == day and kind == "first_day")]
        if before:
            return before[-1] == "first_day"
        return not bounds or bounds[0][1] == "last_day"
