"""Has what is due asked, once a partner and period, page by page, and takes the steps that follow silence."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot import looks, meeting_rounds, survey_rounds
from bot.decided import FellDue, without_a_mail
from bot.gathered import round_of_parties
from bot.looks import Look
from bot.saving import decide
from bot.snapshots import fresh_id
from handlers import cadences
from handlers.checkins import form_of, step_at, wants_none
from handlers.dues import DueStatus, Round
from handlers.partnership import Standing
from handlers.progress import local_day
from handlers.rounds import CheckinDue, StepDue
from handlers.types import PartyStatus, Snapshot
from store.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from bot.app import App
    from bot.decided import Decided
    from bot.post_room import Queued
    from handlers.cadences import Occasion
    from handlers.dues import Due
    from handlers.partnership import Partnership
    from handlers.rounds import RoundCommand
    from handlers.types import Party

log = structlog.get_logger()

#: Partners in one transaction: others wait for it no longer than a quarter of a second.
AT_ONCE = 50

#: Statuses of partners that a cadence may ask; which of them it does, handlers/cadences.py says.
ASKED = (PartyStatus.ACTIVE.value, PartyStatus.APPLICANT.value)


def due(app: App) -> Iterator[FellDue]:
    """Ask what has fallen due, then take the steps that follow silence. A second look at the same moment finds none left."""
    _let_go(app)
    yield from meeting_rounds.sessions(app)
    yield from looks.taken(app, (*_looks(app), *survey_rounds.looks(app), *meeting_rounds.looks(app)))
    yield from _steps(app)


def _looks(app: App) -> Iterator[Look]:
    playbook, now = app.loaded.playbook, app.clock.now()
    with app.store.view() as unit:
        calendar = unit.calendar.all()
        first = {cadence.id: unit.dues.first_period(cadence.id) for cadence in playbook.cadences}
    for cadence in playbook.cadences:
        if cadence.kind != "checkin":
            continue
        rests_on = cadences.rests_on(cadence, calendar, local_day(playbook, now))
        for place, comes in enumerate(cadences.fallen_due(cadence, now, playbook.office.time_zone, calendar)):
            # The newest is looked at always; older ones only if this desk was at work then and may have missed some.
            if (place and not first[cadence.id]) or comes.period < first[cadence.id]:
                break
            ask = partial(_ask_all, app, comes, is_newest=not place)
            yield Look(cadence=cadence.id, period=comes.period, rests_on=rests_on, at=ask)


def _ask_all(app: App, comes: Occasion, among: Sequence[str], *, is_newest: bool) -> Generator[FellDue, None, bool]:
    after, complete = "", True
    while True:
        with app.store.view() as unit:
            page = unit.dues.not_yet(comes.cadence.id, comes.period, ASKED, among=among, after=after, limit=AT_ONCE)
            if not page:
                return complete
            known = round_of_parties(unit, page, comes, local_day(app.loaded.playbook, app.clock.now()))
        try:
            yield from _ask_page(app, comes, page, known, is_newest=is_newest)
        except StaleVersion:
            # Another process asks at the same time: whoever is left over is found a minute later.
            log.info("tick_overtaken", cadence=comes.cadence.id, period=comes.period)
            complete = False
        after = page[-1].id


def _ask_page(app: App, comes: Occasion, page: Sequence[Party], known: Round, *, is_newest: bool) -> Iterator[FellDue]:
    now = app.clock.now()
    zone = app.loaded.playbook.office.time_zone
    snapshot = Snapshot(playbook=app.loaded.playbook, staff=app.desk.addresses, policy=app.desk.policy, round=known)
    wanted = [
        party
        for party in page
        if not wants_none(party.details)
        and not cadences.why_not(comes, party, known.partnerships.get(party.id), known.calendar, zone)
        and (is_newest or _was_there(known.partnerships.get(party.id), comes))
    ]
    outcomes = [(party, decide(CheckinDue(partner=party.id, comes=comes, fresh_id=fresh_id()), snapshot, now)) for party in wanted]
    if not outcomes:
        return
    fallen = []
    with app.store.unit() as unit:
        for party, outcome in outcomes:
            _, queued = app.service.saving.save(unit, outcome, None, "", now)
            fallen.append(FellDue(kind="checkin", partner=party.organization, period=comes.period, held=_is_held(queued)))
    yield from fallen


def _was_there(at: Partnership | None, comes: Occasion) -> bool:
    """Whether this desk knew a partner when an occasion that it may have missed fell due."""
    return at is not None and at.standing is Standing.ACTIVE and (at.active_since or at.opened_at) <= comes.due


def _is_held(queued: Sequence[Queued]) -> bool:
    return any(each.status == "held" for each in queued)


def _let_go(app: App) -> None:
    """Prompts that a person has released are asked from now on, so that their ladder begins."""
    now, playbook = app.clock.now(), app.loaded.playbook
    with app.store.view() as unit:
        released = unit.dues.released()
        calendar = unit.calendar.all()
    if not released:
        return
    known = Round(calendar=calendar)
    with app.store.unit() as unit:
        for each in released:
            at = step_at(playbook, known, form_of(playbook, each), now, each.steps)
            unit.dues.save(replace(each, status=DueStatus.ASKED, asked_at=now, next_at=at))


def _steps(app: App) -> Iterator[FellDue]:
    after: Due | None = None
    while True:
        with app.store.view() as unit:
            page = unit.dues.next_steps(app.clock.now(), after=after, limit=AT_ONCE)
        for each in page:
            try:
                yield from _step(app, each)
            except StaleVersion:
                # The partner has just answered: then nothing is due.
                log.info("tick_overtaken", due=each.id)
        if len(page) < AT_ONCE:
            return
        after = page[-1]


def _step(app: App, each: Due) -> Iterator[FellDue]:
    decided = settle(app, each.conversation, StepDue())
    if decided is None or decided.reason == "nothing_due":
        return
    with app.store.view() as unit:
        party = unit.partners.get(each.partner)
    name = party.organization if party else each.partner
    for queued in decided.queued:
        if queued.template in {"checkin_reminder", "survey_reminder"}:
            yield FellDue(kind=queued.template, partner=name, period=each.period, held=queued.status == "held")
    if any(queued.template == "staff_checkin" for queued in decided.queued):
        yield FellDue(kind=f"{each.kind}_task", partner=name, period=each.period)


def settle(app: App, conversation: str, command: RoundCommand) -> Decided | None:
    """Decide on what happens in one check-in beside mail; None without such a talk. StaleVersion where its partner was just heard."""
    now = app.clock.now()
    with app.store.view() as unit:
        talk = unit.conversations.get(conversation)
        if talk is None:
            return None
        snapshot = app.service.snapshots.of_talk(unit, talk)
    outcome = decide(command, snapshot, now)
    with app.store.unit() as unit:
        saved, queued = app.service.saving.save(unit, outcome, None, "", now)
    return without_a_mail(outcome, saved, queued)
