"""What falls due as time goes by, told by what is known of a talk or a partnership, never by a clock in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import by_mail, chasing
from handlers.turn import Turn
from handlers.types import Outcome, Understanding

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.commands import TimePassed
    from handlers.types import Snapshot


def passed(command: TimePassed, snapshot: Snapshot, now: datetime) -> Outcome:
    """Take the one step that is due, if any; asked again at the same moment, there is none left."""
    conversation = snapshot.conversation
    if conversation is not None and by_mail.concerns(conversation):
        return by_mail.remind(snapshot, conversation, now)
    if conversation is None or command.inbound is None:
        return Outcome(reason="nothing_due")
    turn = Turn(
        inbound=command.inbound,
        snapshot=snapshot,
        understanding=Understanding(language=conversation.language),
        language="es" if conversation.language == "es" else "en",
        now=now,
    )
    return chasing.chase(turn, conversation)
