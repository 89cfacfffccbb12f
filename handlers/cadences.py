"""When something comes round and for whom, by the district's own clock and calendar: derived from dates, never from a clock in memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from handlers.office_hours import OPENS, at_local, is_late
from handlers.types import PartyStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.partnership import Partnership
    from handlers.playbook import Form
    from handlers.process import Cadence
    from handlers.school_year import Calendar
    from handlers.types import Party

#: So many months back a desk that was down looks for what it has missed.
LOOKS_BACK = 12

#: What a ladder's step is: a mail to whoever has not answered, a task for the liaison, the end of the period.
Step = Literal["reminder", "task", "close"]

#: The period of what comes once.
ONCE = "once"

#: Months between two of a kind.
STEPS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}

_FIRST_OF_QUARTER = frozenset({1, 4, 7, 10})
_DECEMBER = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """One time that a cadence comes round: `due` is an instant in UTC."""

    cadence: Cadence
    period: str
    due: datetime

    @property
    def first_day(self) -> date:
        return date.fromisoformat(f"{self.period}-01")

    @property
    def last_day(self) -> date:
        return month_after(self.first_day) - timedelta(days=1)


def month_after(first: date) -> date:
    return date(first.year + 1, 1, 1) if first.month == _DECEMBER else date(first.year, first.month + 1, 1)


def month_before(first: date) -> date:
    return date(first.year - 1, _DECEMBER, 1) if first.month == 1 else date(first.year, first.month - 1, 1)


def occasion(cadence: Cadence, first: date, time_zone: str, calendar: Calendar) -> Occasion | None:
    """Return how a cadence comes round for the month that begins at `first`; None where it does not.

    A check-in is due at 09:00 on the first weekday of the month after the one reported on (interface.md); all else on the first one of
    its own month. A day on which the calendar has schools or the office closed is no such weekday.
    """
    if not comes_in(cadence, first.month):
        return None
    begins = month_after(first) if cadence.kind == "checkin" else first
    day = calendar.first_open(begins)
    return Occasion(cadence=cadence, period=f"{first:%Y-%m}", due=at_local(day, OPENS, time_zone).astimezone(UTC))


def comes_in(cadence: Cadence, month: int) -> bool:
    """Whether a cadence has an occasion for a month; what comes once has none of its own, it follows the partnership."""
    if cadence.every == "once" or (cadence.months and month not in cadence.months):
        return False
    if cadence.every == "quarter":
        return month in _FIRST_OF_QUARTER
    return cadence.every == "month" or month == cadence.month


def between(cadence: Cadence, since: datetime, until: datetime, time_zone: str, calendar: Calendar) -> tuple[Occasion, ...]:
    """Return the occasions that fall due after `since` and not after `until`, oldest first."""
    zone = ZoneInfo(time_zone)
    first = month_before(month_before(since.astimezone(zone).date().replace(day=1)))
    last = until.astimezone(zone).date().replace(day=1)
    found = []
    while first <= last:
        comes = occasion(cadence, first, time_zone, calendar)
        if comes is not None and since < comes.due <= until:
            found.append(comes)
        first = month_after(first)
    return tuple(found)


def fallen_due(cadence: Cadence, now: datetime, time_zone: str, calendar: Calendar) -> tuple[Occasion, ...]:
    """Return what has fallen due by now, the newest first, as far back as a desk that was down may have missed something."""
    return tuple(reversed(between(cadence, now - timedelta(days=31 * LOOKS_BACK), now, time_zone, calendar)))


def rests_on(cadence: Cadence, calendar: Calendar, today: date) -> str:
    """A digest of all beside the partners that decides whom an occasion concerns.

    The day is part of it: once a day everybody is looked at, so that what no rule foresaw is found the next morning.
    """
    parts = (cadence.model_dump_json(), repr(calendar), today.isoformat())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def why_not(comes: Occasion, party: Party, at: Partnership | None, calendar: Calendar, time_zone: str) -> str:
    """Say why a partner is not asked this time, in one word; empty where it is.

    A check-in is asked only for months in which the programme runs: between its first and last day, on school days unless it is one of
    the summer or of the whole year, and not before the partnership was active.
    """
    if not in_audience(comes.cadence, party, at):
        return "not_in_audience"
    if comes.cadence.kind != "checkin":
        return ""
    begins, ends = day_of(party, "start_date"), day_of(party, "end_date")
    if begins and begins > comes.last_day:
        return "not_begun"
    if ends and ends < comes.first_day:
        return "has_ended"
    since = at.active_since.astimezone(ZoneInfo(time_zone)).date() if at and at.active_since else None
    if since and since > comes.last_day:
        return "not_active_then"
    first, last = max(comes.first_day, begins or comes.first_day), min(comes.last_day, ends or comes.last_day)
    if party.details.get("season") not in {"summer", "year_round", "event"} and not calendar.school_days(first, last):
        return "no_school"
    return ""


def in_audience(cadence: Cadence, party: Party, at: Partnership | None) -> bool:
    """Whether `status=active large_scale=yes stage=on_board` and the like fit a partner; words without `=` describe nobody we write to."""
    conditions = [word.partition("=") for word in cadence.audience.split()]
    named = {name for name, _, _ in conditions}
    if party.status is not PartyStatus.ACTIVE and not (party.status is PartyStatus.APPLICANT and "stage" in named):
        return False
    return bool(conditions) and all(sign and _fits(name, wanted, party, at) for name, sign, wanted in conditions)


def _fits(name: str, wanted: str, party: Party, at: Partnership | None) -> bool:
    if name == "status":
        return party.status.value == wanted
    if name == "stage":
        return (at.stage if at else party.details.get("stage", "")) == wanted
    given = party.details.get(name, "").casefold()
    return given in YES if wanted == "yes" else given == wanted.casefold()


YES = frozenset({"yes", "true", "1"})


def day_of(party: Party, name: str) -> date | None:
    try:
        return date.fromisoformat(party.details.get(name, ""))
    except ValueError:
        return None


def ladder(form: Form) -> tuple[tuple[int, Step], ...]:
    """What follows a question that nobody answers: days since it was asked, and what happens then."""
    steps: list[tuple[int, Step]] = [(day, "reminder") for day in form.remind_after_days]
    if form.task_after_days is not None:
        steps.append((form.task_after_days, "task"))
    return (*sorted(steps), (form.close_after_days, "close"))


def respondents(cadence: Cadence, party: Party, at: Partnership | None, schools: Mapping[str, str]) -> Mapping[str, str]:
    """Who is expected to answer: mail address to side, which is empty for the partner and else the school.

    `schools` gives the address of each school that has one; a school without is left out, and staff are told elsewhere.
    """
    if cadence.side == "partner":
        return {party.contact_email: ""}
    return {schools[name]: name for name in schools_of(party, at) if schools.get(name)}


def schools_of(party: Party, at: Partnership | None) -> tuple[str, ...]:
    """The schools of a partner, as its partnership names them, else the office's list."""
    listed = tuple(name.strip() for name in party.details.get("schools", "").split(";") if name.strip())
    return at.schools if at and at.schools else listed


def is_held(comes: Occasion, now: datetime) -> bool:
    """What is more than two days late waits for a person."""
    return is_late(comes.due, now)


def period_shown(period: str) -> date | None:
    """The first day of a period's month, to be written out in a language; None for `once`."""
    return None if period == ONCE else date.fromisoformat(f"{period}-01")
