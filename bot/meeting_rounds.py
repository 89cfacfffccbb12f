"""Has staff told of meetings and sessions that are due, and sends everybody the day that staff have set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.decided import FellDue
from bot.gathered import round_of_survey
from bot.looks import Look
from bot.saving import decide
from handlers import cadences, meetings
from handlers.dues import DueKind
from handlers.partnership import Standing
from handlers.progress import local_day
from handlers.rounds import MeetingDue, MeetingSet
from handlers.types import PartyStatus, Snapshot
from store.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from datetime import datetime

    from bot.app import App
    from bot.post_room import Queued
    from handlers.cadences import Occasion
    from handlers.dues import Due, Round
    from handlers.partnership import Partnership
    from handlers.process import Cadence
    from handlers.types import Party

log = structlog.get_logger()

#: Partners in one look.
PARTNERS = 200

STATUSES = (PartyStatus.ACTIVE.value, PartyStatus.APPLICANT.value)


def sessions(app: App) -> Iterator[FellDue]:
    """A task for each session that has fallen due, once a period: it is one for all who come."""
    for cadence in app.loaded.playbook.cadences:
        newest = _newest(app, cadence) if cadence.kind == "session" else None
        if newest is not None:
            yield from _session(app, cadence, newest.period)


def looks(app: App) -> Iterator[Look]:
    """The newest meeting of each kind that has fallen due: a task for each partner that it is with, once a period."""
    playbook, now = app.loaded.playbook, app.clock.now()
    with app.store.view() as unit:
        calendar = unit.calendar.all()
    for cadence in playbook.cadences:
        if cadence.kind != "meeting":
            continue
        newest = _newest(app, cadence)
        once = cadence.every == "once"
        if once or newest is not None:
            period, at = (newest.period, newest.due) if newest is not None and not once else (cadences.ONCE, now)
            rests_on = cadences.rests_on(cadence, calendar, local_day(playbook, now))
            yield Look(cadence=cadence.id, period=period, rests_on=rests_on, at=partial(_meetings, app, cadence, period, at))


def _newest(app: App, cadence: Cadence) -> Occasion | None:
    with app.store.view() as unit:
        calendar = unit.calendar.all()
    return next(iter(cadences.fallen_due(cadence, app.clock.now(), app.loaded.playbook.office.time_zone, calendar)), None)


def _session(app: App, cadence: Cadence, period: str) -> Iterator[FellDue]:
    task = meetings.session_task(cadence, period, app.clock.now())
    with app.store.view() as unit:
        known = unit.tasks.get(task.key)
    if known is None:
        with app.store.unit() as unit:
            unit.tasks.open(task)
        yield FellDue(kind="session", partner=cadence.id, period=period)


def _meetings(app: App, cadence: Cadence, period: str, at: datetime, among: Sequence[str]) -> Generator[FellDue, None, bool]:
    after, complete = "", True
    while True:
        with app.store.view() as unit:
            page = unit.dues.not_yet(cadence.id, period, STATUSES, after=after, limit=PARTNERS, marked=_marks(cadence), among=among)
            theirs = unit.dues.partnerships_of(page) if page else {}
            wanted = [
                party
                for party in page
                if cadences.in_audience(cadence, party, theirs.get(party.id)) and _begins(cadence, theirs.get(party.id))
            ]
            known = round_of_survey(unit, [party.id for party in wanted])
        for party in wanted:
            due = MeetingDue(cadence=cadence, partner=party.id, period=period, due=at)
            complete = (yield from _meeting(app, due, known)) and complete
        if len(page) < PARTNERS:
            return complete
        after = page[-1].id


def _meeting(app: App, command: MeetingDue, known: Round) -> Generator[FellDue, None, bool]:
    outcome = decide(command, Snapshot(playbook=app.loaded.playbook, staff=app.desk.addresses, round=known), app.clock.now())
    try:
        with app.store.unit() as unit:
            app.service.saving.save(unit, outcome, None, "", app.clock.now())
    except StaleVersion:
        # Another process was faster.
        log.info("tick_overtaken", cadence=command.cadence.id, period=command.period)
        return False
    yield FellDue(kind="meeting", partner=known.parties[command.partner].organization, period=command.period)
    return True


def _marks(cadence: Cadence) -> tuple[str, ...]:
    """Columns of the office's list that must say yes: looked for in the store, since most partners have no such mark."""
    return tuple(name for name, _, wanted in (word.partition("=") for word in cadence.audience.split()) if wanted == "yes")


def _begins(cadence: Cadence, at: Partnership | None) -> bool:
    """What comes once at the beginning is for those whose beginning Liaison has seen."""
    return cadence.every != "once" or (at is not None and at.standing is Standing.ACTIVE and at.active_since is not None)


def settle(app: App, named: str, starts: datetime, *, minutes: int, place: str, who: str) -> tuple[Queued, ...]:
    """Set the day of the newest meeting that is due with a partner, or of a session for all whom its cadence names.

    LookupError where nothing of that name is due.
    """
    cadence = next((each for each in app.loaded.playbook.cadences if each.id == named and each.kind == "session"), None)
    found = _of_session(app, cadence) if cadence else _of_partner(app, named)
    queued: tuple[Queued, ...] = ()
    for party, of, period, row in found:
        with app.store.view() as unit:
            known = round_of_survey(unit, [party.id])
        command = MeetingSet(cadence=of, partner=party.id, period=period, row=row, starts=starts, minutes=minutes, place=place, who=who)
        outcome = decide(command, Snapshot(playbook=app.loaded.playbook, staff=app.desk.addresses, round=known), app.clock.now())
        with app.store.unit() as unit:
            queued += app.service.saving.save(unit, outcome, None, "", app.clock.now())[1]
    return queued


def _of_partner(app: App, named: str) -> Sequence[tuple[Party, Cadence, str, Due | None]]:
    with app.store.view() as unit:
        party = unit.partners.get(named)
        dues = unit.dues.of_partner(named, DueKind.MEETING) if party else ()
    of = {cadence.id: cadence for cadence in app.loaded.playbook.cadences}
    newest = max((due for due in dues if due.cadence in of), key=lambda due: (due.answered_at is None, due.asked_at), default=None)
    if party is None or newest is None:
        raise LookupError(f"{named}: no meeting is due with a partner of this id, and no session is called so")
    return [(party, of[newest.cadence], newest.period, newest)]


def _of_session(app: App, cadence: Cadence) -> Sequence[tuple[Party, Cadence, str, Due | None]]:
    with app.store.view() as unit:
        calendar = unit.calendar.all()
    fallen = cadences.fallen_due(cadence, app.clock.now(), app.loaded.playbook.office.time_zone, calendar)
    period = fallen[0].period if fallen else f"{app.clock.now():%Y-%m}"
    found: list[tuple[Party, Cadence, str, Due | None]] = []
    after = ""
    while True:
        with app.store.view() as unit:
            page = unit.partners.after(after, STATUSES, PARTNERS)
            known = unit.dues.partnerships_of(page) if page else {}
            for party in page:
                if cadences.in_audience(cadence, party, known.get(party.id)):
                    mine = [
                        due for due in unit.dues.of_partner(party.id, DueKind.SESSION) if (due.cadence, due.period) == (cadence.id, period)
                    ]
                    found.append((party, cadence, period, mine[0] if mine else None))
        if len(page) < PARTNERS:
            return found
        after = page[-1].id
