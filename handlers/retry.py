"""When to try a mail again, and when to give up."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Delay(StrEnum):
    """Why a mail could not be delivered just now."""

    BUSY = "busy"  #: the server has taken it up and said later: greylisting, a full mailbox, a broken line
    CLOSED = "closed"  #: the server ended the connection, whatever the mail (421)
    AWAY = "away"  #: there is no server to talk to: that says nothing of the mail and counts as no attempt
    REFUSES_US = "refuses_us"  #: it takes nothing from us until somebody mends its settings or ours


#: Waits after the first, second … temporary failure; the last one repeats. Greylisting wants minutes, an outage hours.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))

#: No wait is longer than this where the mail itself is not to blame: it should leave soon after the cause is gone.
LONGEST: Mapping[Delay, timedelta] = {
    Delay.BUSY: timedelta(hours=3),
    Delay.CLOSED: timedelta(minutes=15),
    Delay.AWAY: timedelta(minutes=1),
    Delay.REFUSES_US: timedelta(minutes=15),
}

#: How long an answer is worth sending (threats.md, lifetimes).
LIFETIME = timedelta(days=5)


def retry_at(attempts: int, created_at: datetime, now: datetime, delay: Delay = Delay.BUSY) -> datetime | None:
    """Return the instant of the next try after `attempts` failed ones, or None where the mail's lifetime ends before it."""
    at = now + min(WAITS[min(max(attempts, 1), len(WAITS)) - 1], LONGEST[delay])
    return at if at <= created_at + LIFETIME else None
