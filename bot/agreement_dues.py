"""What agreements that come to their end ask for: a question, a reminder, the next text, a task; each in a transaction of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import agreements
from handlers.orders import AgreementDue, AgreementUnanswered, StandingChanged
from handlers.partnership import Actor, Standing
from handlers.progress import local_day
from handlers.roles import Role
from store.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App
    from bot.decided import Decided
    from bot.post_room import Queued
    from handlers.process import AgreementRules

log = structlog.get_logger()

#: Candidates in one look; the next look goes on behind them.
AT_ONCE = 200

#: Only what runs, or is to run again, is renewed.
RUNS = (Standing.ACTIVE.value, Standing.PAUSED.value)

#: Who acts where the clock does.
LIAISON = Actor(who="liaison", role=Role.STAFF)


def due(app: App) -> Iterator[Queued]:
    """Take each step that is due, once; a second look at the same moment finds none left."""
    rules = app.loaded.playbook.agreement
    if rules is None:
        return
    yield from _unanswered(app, rules)
    day = local_day(app.loaded.playbook, app.clock.now()) + timedelta(days=rules.ask_days_before + 1)
    after = ""
    while True:
        with app.store.view() as unit:
            ids = unit.agreements.coming_to_an_end(day, RUNS, after=after, limit=AT_ONCE)
        for partnership in ids:
            try:
                yield from _steps(app, partnership)
            except StaleVersion:
                # Somebody was faster again and again: the next minute sees what is left to do.
                log.info("tick_overtaken", partnership=partnership)
        if len(ids) < AT_ONCE:
            return
        after = ids[-1]


def _unanswered(app: App, rules: AgreementRules) -> Iterator[Queued]:
    """Texts that were sent out, and that somebody has not answered for days."""
    before, after = app.clock.now() - timedelta(days=rules.answer_days[0]), ""
    while True:
        with app.store.view() as unit:
            ids = unit.agreements.unanswered(before, len(rules.answer_days), after=after, limit=AT_ONCE)
        for partnership in ids:
            try:
                decided = app.service.order(partnership, AgreementUnanswered(actor=LIAISON))
            except StaleVersion:
                log.info("tick_overtaken", partnership=partnership)
                continue
            yield from decided.queued if decided else ()
        if len(ids) < AT_ONCE:
            return
        after = ids[-1]


def _steps(app: App, partnership: str) -> Iterator[Queued]:
    decided = app.service.order(partnership, AgreementDue(actor=LIAISON))
    if decided is None:
        return
    yield from decided.queued
    if decided.reason == "text_due":
        yield from _made(app, partnership)
    pauses = app.loaded.playbook.agreement is not None and app.loaded.playbook.agreement.when_ended == "pause"
    if decided.reason == "ended" and pauses:
        paused = app.service.order(partnership, StandingChanged(actor=LIAISON, change="pause"))
        yield from paused.queued if paused else ()


def _made(app: App, partnership: str) -> Iterator[Queued]:
    made: Decided | None = agreements.make(app, partnership, LIAISON)
    if made is not None and made.outcome.refused:
        log.warning("renewal_refused", partnership=partnership, why=made.reason)
    yield from made.queued if made else ()
