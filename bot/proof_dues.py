"""What proofs ask for as time goes by: a reminder before they end, a notice once they have, and to go on where the last one is there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.agreement_dues import AT_ONCE, LIAISON
from bot.dossiers import dossier_of
from handlers import proof_dues, review
from handlers.orders import ProofsDue, SomethingArrived
from handlers.partnership import Standing
from handlers.progress import local_day
from store.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.app import App
    from bot.decided import Decided
    from bot.post_room import Queued
    from handlers.orders import Order

log = structlog.get_logger()

#: More partnerships than any district has under review at once; a bound all the same.
MOST = 10_000


def due(app: App) -> Iterator[Queued]:
    """Take each step that is due, once; a second look at the same moment finds none left."""
    playbook = app.loaded.playbook
    if not playbook.proofs:
        return
    yield from _going_on(app)
    day = local_day(playbook, app.clock.now()) + timedelta(days=proof_dues.first_step(playbook) + 1)
    watched = [each.value for each in proof_dues.WATCHED]
    after = ""
    while True:
        with app.store.view() as unit:
            ids = unit.proofs.coming_to_an_end(day, watched, proof_dues.last_step(playbook), after=after, limit=AT_ONCE)
        yield from _ordered(app, ids, ProofsDue(actor=LIAISON))
        if len(ids) < AT_ONCE:
            return
        after = ids[-1]


def _going_on(app: App) -> Iterator[Queued]:
    """Partnerships whose last missing paper came by a list that was brought in, which itself sends no mail."""
    now, today = app.clock.now(), local_day(app.loaded.playbook, app.clock.now())
    with app.store.view() as unit:
        ready = []
        for at in unit.partnerships.items([Standing.UNDER_REVIEW], limit=MOST):
            playbook = app.service.snapshots.playbook_of(unit, unit.conversations.get(at.id))
            if review.moved_on(playbook, dossier_of(unit, at), now, today)[0] != at:
                ready.append(at.id)
    yield from _ordered(app, ready, SomethingArrived(actor=LIAISON))


def _ordered(app: App, ids: Sequence[str], order: Order) -> Iterator[Queued]:
    for partnership in ids:
        try:
            decided: Decided | None = app.service.order(partnership, order)
        except StaleVersion:
            # Somebody was faster again and again: the next minute sees what is left to do.
            log.info("tick_overtaken", partnership=partnership)
            continue
        yield from decided.queued if decided else ()
