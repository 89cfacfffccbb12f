"""What would go to whom, and when, over a span of time: the real rules of handlers/cadences.py, without a store and without a clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.cadences import between, ladder, respondents, why_not
from handlers.checkins import day_at, respondent_of, wants_none
from handlers.dues import Round
from handlers.office_hours import next_free

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from handlers.cadences import Occasion
    from handlers.partnership import Partnership
    from handlers.playbook import Playbook
    from handlers.school_year import Calendar
    from handlers.types import Party

#: A partner, and its newest partnership where it has one.
Listed = tuple["Party", "Partnership | None"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """One mail or task that would fall due. `kind` is the cadence's, then `…_reminder` and `…_task` where nobody answers."""

    at: datetime  #: UTC
    kind: str
    to: str  #: mail address; of a task, the liaison's or empty
    partner: str
    period: str
    cadence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rehearsal:
    """What a walk needs to know.

    With `reminders`, nobody is thought to answer, so that the load by day is the heaviest there can be; without, everybody does at once.
    """

    playbook: Playbook
    calendar: Calendar
    listed: Sequence[Listed]
    since: datetime
    until: datetime
    schools: Mapping[str, str] = field(default_factory=dict)  #: each school's respondent to a survey, by its name
    reminders: bool = True


def planned(walk: Rehearsal) -> Iterator[Planned]:
    """Walk all cadences from `since` to `until`, in the order of time."""
    taken: dict[str, set[date]] = {}
    for each in sorted(_falls_due(walk), key=_in_time):
        if each.kind.endswith("_task"):
            yield each
            continue
        days = taken.setdefault(each.to, set())
        at, day = next_free(each.at, walk.playbook.office.time_zone, walk.calendar.is_open, days)
        days.add(day)
        yield replace(each, at=at)


def _in_time(each: Planned) -> tuple[datetime, str, str, str, str]:
    return each.at, each.to, each.partner, each.cadence, each.kind


def _falls_due(walk: Rehearsal) -> Iterator[Planned]:
    zone = walk.playbook.office.time_zone
    for cadence in walk.playbook.cadences:
        surveyed: set[tuple[str, str]] = set()
        for comes in between(cadence, walk.since, walk.until, zone, walk.calendar) if cadence.kind != "look" else ():
            for party, at in walk.listed:
                if why_not(comes, party, at, walk.calendar, zone) or (cadence.kind == "checkin" and wants_none(party.details)):
                    continue
                whom = {respondent_of(party): ""} if cadence.kind == "checkin" else respondents(cadence, party, at, walk.schools)
                for to in whom:
                    # One mail a person for all their partners.
                    if cadence.kind == "survey" and (comes.period, to) in surveyed:
                        continue
                    surveyed.add((comes.period, to))
                    yield from _steps(walk, comes, party, to)


def _steps(walk: Rehearsal, comes: Occasion, party: Party, to: str) -> Iterator[Planned]:
    cadence, liaison = comes.cadence, party.details.get("liaison", "")

    def step(at: datetime, kind: str, whom: str) -> Planned:
        return Planned(at=at, kind=kind, to=whom, partner=party.id, period=comes.period, cadence=cadence.id)

    if cadence.kind in {"meeting", "session"}:
        # The office sets day and hour: what falls due by itself is its task to do so.
        yield step(comes.due, f"{cadence.kind}_task", liaison)
        return
    yield step(comes.due, cadence.kind, to)
    form = walk.playbook.forms.get(cadence.form)
    at, days = comes.due, 0
    for day, kind in ladder(form) if form and walk.reminders else ():
        # Days run from when the step before was taken, as they do in handlers/checkins.py.
        at, days = day_at(walk.playbook, Round(calendar=walk.calendar), at, max(day - days, 1)), day
        if kind != "close" and at <= walk.until:
            yield step(at, f"{cadence.kind}_{kind}", to if kind == "reminder" else liaison)


def local_days(planned_ones: Sequence[Planned], time_zone: str) -> Mapping[date, int]:
    """How many mails would leave on each day by the district's clock."""
    counted: dict[date, int] = {}
    for each in planned_ones:
        if not each.kind.endswith("_task"):
            day = each.at.astimezone(ZoneInfo(time_zone)).date()
            counted[day] = counted.get(day, 0) + 1
    return counted
