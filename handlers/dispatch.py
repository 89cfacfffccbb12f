"""One way in: a command, what may be known, the time; out comes an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import front_desk
from handlers.types import Bounced, GivenBack, MessageReceived, MessageStopped

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.types import Command, Outcome, Snapshot


def handle(command: Command, snapshot: Snapshot, now: datetime) -> Outcome:
    """Decide. Pure: the same three values give the same outcome."""
    match command:
        case MessageReceived():
            return front_desk.receive(command, snapshot, now)
        case MessageStopped():
            return front_desk.stop(command, snapshot, now)
        case Bounced():
            return front_desk.bounced(command, snapshot, now)
        case GivenBack():
            return front_desk.given_back(command, snapshot, now)
