"""When mail that nobody asked for may go out: on weekdays between 9 and 4, by the district's clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

OPENS, CLOSES = time(9), time(16)
_WEEKEND = 5

#: Days that one looks ahead for a day that is open and free; a calendar that closes more is wrong.
_LONGEST_WAIT = 500

#: What is due and was not done for so long, since Liaison did not run, waits for a person instead of going out late.
LATE = timedelta(hours=48)


def next_open(at: datetime, time_zone: str) -> datetime:
    """The first instant from `at` on that lies in office hours, in UTC terms of `at`'s own zone."""
    zone = ZoneInfo(time_zone)
    local = at.astimezone(zone)
    if local.weekday() < _WEEKEND and OPENS <= local.time() < CLOSES:
        return at
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while day.weekday() >= _WEEKEND:
        day += timedelta(days=1)
    return at_local(day, OPENS, time_zone).astimezone(at.tzinfo)


def next_free(at: datetime, time_zone: str, is_open: Callable[[date], bool], taken: Collection[date]) -> tuple[datetime, date]:
    """The first instant from `at` on in office hours of an open day that is not taken yet, and that day by the district's clock."""
    zone = ZoneInfo(time_zone)
    for _ in range(_LONGEST_WAIT):
        at = next_open(at, time_zone)
        day = at.astimezone(zone).date()
        if is_open(day) and day not in taken:
            return at, day
        at = at_local(day + timedelta(days=1), OPENS, time_zone).astimezone(at.tzinfo)
    raise LookupError(f"no open day within {_LONGEST_WAIT} days")


def at_local(day: date, clock: time, time_zone: str) -> datetime:
    """An instant by the district's clock; where the clocks are put forward over it, the hour after it."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(time_zone))


def is_late(due: datetime, now: datetime) -> bool:
    return now - due > LATE
