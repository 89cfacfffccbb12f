"""When to try a mail again, and when to give up."""

from __future__ import annotations

from datetime import datetime, timedelta

#: Waits after the first, second … temporary failure; the last one repeats. Greylisting wants minutes, an outage hours.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))

#: How long an answer is worth sending (threats.md, lifetimes).
LIFETIME = timedelta(days=5)


def retry_at(attempts: int, created_at: datetime, now: datetime) -> datetime | None:
    """Return the instant of the next try after `attempts` failed ones, or None where the mail's lifetime ends before it."""
    at = now + WAITS[min(max(attempts, 1), len(WAITS)) - 1]
    return at if at <= created_at + LIFETIME else None
