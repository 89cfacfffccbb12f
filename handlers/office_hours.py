"""When mail that nobody asked for may go out: on weekdays between 9 and 4, by the district's clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date

OPENS, CLOSES = time(9), time(16)
_WEEKEND = 5

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


def at_local(day: date, clock: time, time_zone: str) -> datetime:
    """An instant by the district's clock; where the clocks are put forward over it, the hour after it."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(time_zone))


def is_late(due: datetime, now: datetime) -> bool:
    return now - due > LATE
