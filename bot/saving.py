"""Keeps what a decision comes to: what changed, what is owed, what is recorded, and the orders that it leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dossiers import dossier_of, keep
from bot.own_answers import join, withdrawn
from bot.slack.board import Came
from handlers.dispatch import handle
from handlers.types import Conversation
from mail.parse import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.desk import Desk
    from bot.playbooks import Loaded
    from bot.post_room import PostRoom, Queued
    from bot.snapshots import Snapshots
    from handlers.commands import Command
    from handlers.types import Directed, Inbound, Outbound, Outcome, Snapshot
    from store.unit import Unit

#: Commands that one command may lead to, one after another, in the same transaction.
DEPTH = 3


def decide(command: Command, snapshot: Snapshot, now: datetime) -> Outcome:
    """Decide on a command and on those that it leads to. Pure."""
    outcome = handle(command, snapshot, now)
    for _ in range(DEPTH):
        if not outcome.then:
            return outcome
        following, *others = outcome.then
        more = handle(following, snapshot, now)
        outcome = replace(
            outcome,
            changes=(*outcome.changes, *more.changes),
            outbound=(*outcome.outbound, *more.outbound),
            records=(*outcome.records, *more.records),
            withdraws=outcome.withdraws or more.withdraws,
            then=(*others, *more.then),
        )
    msg = f"commands lead to commands more than {DEPTH} deep"
    raise RuntimeError(msg)


@dataclass(frozen=True, kw_only=True, slots=True)
class Saving:
    """Keeps outcomes in the unit that it is given, which only the caller commits."""

    post_room: PostRoom
    loaded: Loaded
    desk: Desk
    snapshots: Snapshots

    def save(
        self, unit: Unit, outcome: Outcome, inbound: Inbound | None, inbox_id: str, now: datetime
    ) -> tuple[Conversation | None, tuple[Queued, ...]]:
        saved: Conversation | None = None
        for change in outcome.changes:
            if not isinstance(change, Conversation):
                keep(unit, change)
                continue
            if not change.version:
                unit.playbooks.keep(self.loaded.hash, self.loaded.playbook.id, self.loaded.source_text)
                change = replace(change, playbook=self.loaded.hash)  # noqa: PLW2901  the version it begins with
            saved = unit.conversations.save(change)
            if inbound is not None and inbound.message_id:
                unit.conversations.add_message(inbound.message_id, saved.id)
        join(unit, outcome)
        # First what goes out no more: what is owed by this very decision takes its place.
        ended = withdrawn(unit, outcome, inbound, now)
        queued = self.owe(unit, outcome.outbound, now)
        for record in (*outcome.records, *ended):
            unit.records.add(record, at=now, inbox_id=inbox_id)
        for directed in outcome.orders:
            queued += self._carry_out(unit, directed, now)
        if self.post_room.board is not None:
            self.post_room.board.follow(unit, outcome, Came(mail=inbox_id, inbound=inbound, talk=saved), now)
        return saved, queued

    def _carry_out(self, unit: Unit, directed: Directed, now: datetime) -> tuple[Queued, ...]:
        """Decide on an order that a mail about something else has led to, in that mail's own transaction."""
        partnership = unit.partnerships.get(directed.partnership)
        if partnership is None:
            return ()
        raws = [unit.blobs.get(digest) for digest in unit.inbox.attachments_of(partnership.id)[-1:]]
        inbound = next((parse(raw, intake=self.desk.intake, received_at=now) for raw in raws if raw is not None), None)
        outcome = decide(replace(directed.order, inbound=inbound), self.snapshots.of_partnership(unit, dossier_of(unit, partnership)), now)
        return self.save(unit, outcome, None, "", now)[1]

    def owe(self, unit: Unit, outbound: Sequence[Outbound], now: datetime) -> tuple[Queued, ...]:
        queued = [self.post_room.owe(unit, each, now) for each in outbound]
        return tuple(each for each in queued if each is not None)
