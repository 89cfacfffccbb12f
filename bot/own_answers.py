"""What the store knows of a person's own answer: which talk it stands in, whom it answered, and what it takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.chasing import REMINDERS
from handlers.own_answer import ANSWERED, TAKEN
from handlers.types import Record
from mail.addresses import hash_token

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.types import Inbound, Outcome
    from store.unit import Unit


def answered_in(unit: Unit, copy: Inbound) -> str:
    """Find the conversation that a copy of the office's own answer stands in; the folder is ours, so its headers are believed."""
    by_token = (unit.conversations.by_token(hash_token(token)) for token in copy.tokens)
    found = next((each[0] for each in by_token if each is not None), None)
    return found or unit.conversations.by_message_ids((*copy.in_reply_to, *reversed(copy.references))) or ""


def answered_before(unit: Unit, inbound: Inbound) -> Record | None:
    """Say who of the office answered this mail, or the mail that it replies to, before there was a conversation (T06: and whom)."""
    found = unit.records.newest(ANSWERED, (inbound.message_id, *inbound.in_reply_to, *reversed(inbound.references)))
    theirs = found is not None and inbound.sender is not None and inbound.sender.email in found.data["to"]
    return found if theirs else None


def join(unit: Unit, outcome: Outcome) -> None:
    """Let the next mail of a talk that a person took over be found by their answer alone."""
    for record in outcome.records:
        if record.kind == TAKEN:
            unit.conversations.add_message(record.message_id, record.subject)


def withdrawn(unit: Unit, outcome: Outcome, inbound: Inbound | None, now: datetime) -> tuple[Record, ...]:
    """Take back what a decision withdraws, and note each mail."""
    if outcome.overtakes:
        return _overtaken(unit, outcome.overtakes, now)
    if not outcome.withdraws:
        return ()
    who = inbound.sender.email if inbound is not None and inbound.sender else "the office"
    ended = unit.outbox.withdraw(outcome.withdraws, who)
    return tuple(Record(kind="withdrawn", subject=each, who=who, data={"conversation": outcome.withdraws}) for each in ended)


def _overtaken(unit: Unit, conversation: str, now: datetime) -> tuple[Record, ...]:
    """Take back reminders that waited for office hours: what they ask for was just answered."""
    ended = unit.outbox.overtake(conversation, sorted(REMINDERS), now)
    return tuple(Record(kind="reminder.overtaken", subject=each, who="liaison", data={"conversation": conversation}) for each in ended)
