"""Finds what the clock says is due, and has it decided: each in a transaction of its own, so that one cannot hold up another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot import agreement_dues, proof_dues, rounds, ruling_mails
from bot.decided import FellDue
from handlers import handover
from handlers.types import ConversationKind
from store.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App
    from bot.post_room import Queued

log = structlog.get_logger()

#: Candidates in one look; the next look goes on behind them.
AT_ONCE = 200

#: What a mail that fell due is called in `tick --json`; any other template is its own kind.
KINDS = {
    "ruling_asked": "ruling",
    "application_reminder": "reminder",
    "application_closed": "closing",
    "agreement_renewal": "renewal",
    "proof_reminder": "proof",
}


def tick(app: App) -> Iterator[FellDue]:
    """Do what is due, once. A second tick at the same moment finds nothing left."""
    yield from _applications_left(app)
    _liaisons_missing(app)
    yield from map(_due, agreement_dues.due(app))
    yield from map(_due, proof_dues.due(app))
    for decided in ruling_mails.due(app):
        yield from map(_due, decided.queued)
    yield from rounds.due(app)


def _liaisons_missing(app: App) -> None:
    """Open a task, once, for each partnership that runs without a liaison."""
    with app.store.view() as unit:
        found = unit.partnerships.without_a_liaison(handover.NOBODY)
    if found:
        with app.store.unit() as unit:
            for at in found:
                unit.tasks.open(handover.missing_liaison(at, app.clock.now()))


def _applications_left(app: App) -> Iterator[FellDue]:
    """Applications that wait for their partner for longer than the shortest reminder takes."""
    form = app.loaded.playbook.application
    if form is None:
        return
    after = ""
    while True:
        with app.store.view() as unit:
            ids = unit.conversations.waiting_for_them(ConversationKind.APPLICATION, after=after, limit=AT_ONCE)
        for conversation_id in ids:
            try:
                decided = app.service.pass_time(conversation_id)
            except StaleVersion:
                # The partner has just answered: then nothing is due.
                log.info("tick_overtaken", conversation=conversation_id)
                continue
            yield from map(_due, decided.queued if decided else ())
        if len(ids) < AT_ONCE:
            return
        after = ids[-1]


def _due(queued: Queued) -> FellDue:
    return FellDue(kind=KINDS.get(queued.template, queued.template), partner=queued.to[0], held=queued.status == "held")
