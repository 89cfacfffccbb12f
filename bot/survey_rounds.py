"""Has a survey that has fallen due asked: who is expected to answer is worked out for all partners, then each person gets one mail."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.decided import FellDue
from bot.gathered import round_of_survey
from bot.looks import Look
from bot.saving import decide
from bot.snapshots import fresh_id
from handlers import cadences
from handlers.progress import local_day
from handlers.rounds import SurveyDue
from handlers.types import PartyStatus, Snapshot
from store.errors import StaleVersion
from store.words import fold

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from bot.app import App
    from handlers.cadences import Occasion
    from handlers.partnership import Partnership
    from handlers.types import Party

log = structlog.get_logger()

#: People in one transaction, and partners in one look.
PEOPLE, PARTNERS = 20, 500


def looks(app: App) -> Iterator[Look]:
    """The newest survey of each kind that has fallen due; everybody who was not asked yet is."""
    playbook, now = app.loaded.playbook, app.clock.now()
    with app.store.view() as unit:
        calendar = unit.calendar.all()
    for cadence in playbook.cadences:
        if cadence.kind != "survey":
            continue
        fallen = cadences.fallen_due(cadence, now, playbook.office.time_zone, calendar)
        # One that is closed by now is over: an office that begins in the fall is not asked about last spring.
        open_for = timedelta(days=playbook.forms[cadence.form].close_after_days)
        if fallen and now - fallen[0].due < open_for:
            rests_on = cadences.rests_on(cadence, calendar, local_day(playbook, now))
            yield Look(cadence=cadence.id, period=fallen[0].period, rests_on=rests_on, at=partial(_ask_all, app, fallen[0]))


def _ask_all(app: App, comes: Occasion, among: Sequence[str]) -> Generator[FellDue, None, bool]:
    expected, complete = sorted(_expected(app, comes, among).items()), True
    for start in range(0, len(expected), PEOPLE):
        try:
            yield from _ask_page(app, comes, expected[start : start + PEOPLE])
        except StaleVersion:
            # Another process asks at the same time: whoever is left over is found a minute later.
            log.info("tick_overtaken", cadence=comes.cadence.id, period=comes.period)
            complete = False
    return complete


def _expected(app: App, comes: Occasion, among: Sequence[str]) -> Mapping[str, list[tuple[str, str]]]:
    """For each person the partners, and sides, that are theirs to judge; under no name those that nobody can be asked about."""
    found: dict[str, list[tuple[str, str]]] = {}
    after = ""
    while True:
        with app.store.view() as unit:
            page = unit.dues.not_yet(comes.cadence.id, comes.period, [PartyStatus.ACTIVE.value], among=among, after=after, limit=PARTNERS)
            known = unit.dues.partnerships_of(page) if page else {}
            schools = unit.partners.respondents() if page else {}
        for party in page:
            at = known.get(party.id)
            if cadences.in_audience(comes.cadence, party, at):
                for to, side in _sides(comes, party, at, schools):
                    found.setdefault(to, []).append((party.id, side))
        if len(page) < PARTNERS:
            return found
        after = page[-1].id


def _sides(comes: Occasion, party: Party, at: Partnership | None, schools: Mapping[str, str]) -> list[tuple[str, str]]:
    if comes.cadence.side == "partner":
        return [(party.contact_email, "")]
    return [(schools.get(fold(name), ""), name) for name in cadences.schools_of(party, at)]


def _ask_page(app: App, comes: Occasion, page: Sequence[tuple[str, list[tuple[str, str]]]]) -> Iterator[FellDue]:
    now = app.clock.now()
    with app.store.view() as unit:
        known = round_of_survey(unit, [partner for _, theirs in page for partner, _ in theirs])
    snapshot = Snapshot(playbook=app.loaded.playbook, staff=app.desk.addresses, policy=app.desk.policy, round=known)
    asked = [
        (to, theirs, decide(SurveyDue(comes=comes, to=to, expected=tuple(theirs), fresh_id=fresh_id()), snapshot, now))
        for to, theirs in page
    ]
    fallen = []
    with app.store.unit() as unit:
        for to, theirs, outcome in asked:
            _, queued = app.service.saving.save(unit, outcome, None, "", now)
            held = not to or any(each.status == "held" for each in queued)
            fallen += [
                FellDue(kind="survey", partner=known.parties[partner].organization, period=comes.period, held=held) for partner, _ in theirs
            ]
    yield from fallen
