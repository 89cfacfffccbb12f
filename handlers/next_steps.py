"""The next step of what a conversation asks, whichever kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import checkins, surveys
from handlers.types import ConversationKind

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.rounds import StepDue
    from handlers.types import Outcome, Snapshot


def step(command: StepDue, snapshot: Snapshot, now: datetime) -> Outcome:
    talk = snapshot.conversation
    if talk is not None and talk.kind is ConversationKind.SURVEY:
        return surveys.step(snapshot, now)
    return checkins.step(command, snapshot, now)
