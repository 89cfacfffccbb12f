"""How fast newsletters may go: limits an hour and a domain, and when a domain, or the server, asks for a pause."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

#: Results of one domain that are looked at, and from how many on they say something.
WINDOW, LEAST = 20, 5

#: Pauses after the first, second … time that a domain puts us off; the last one repeats.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))

#: Waits before a mail that was put off is tried again; the last one repeats.
WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))

#: News is worth sending for so long (threats.md, lifetimes: 24 hours for bulk).
LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How many newsletters may go out; 0 is no limit of ours. A minute and a day are counted together with all other mail."""

    per_minute: int = 0
    per_hour: int = 0
    per_domain: int = 0  #: an hour, to one domain
    per_day: int = 0

    def left(self, sent: Mapping[timedelta, int], batch: int) -> int:
        """How many may go now, at most a batch; `sent` counts the last minute, hour and day."""
        limits = ((timedelta(minutes=1), self.per_minute), (timedelta(hours=1), self.per_hour), (timedelta(days=1), self.per_day))
        return max(0, min([batch, *(limit - sent.get(window, 0) for window, limit in limits if limit)]))

    @property
    def windows(self) -> tuple[timedelta, ...]:
        """What must be counted before anything may go."""
        limits = ((timedelta(minutes=1), self.per_minute), (timedelta(hours=1), self.per_hour), (timedelta(days=1), self.per_day))
        return tuple(window for window, limit in limits if limit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """What one domain has answered lately, and until when it is left alone."""

    results: deque[bool] = field(default_factory=lambda: deque(maxlen=WINDOW))  #: True where it took the mail
    pauses: int = 0
    until: datetime | None = None

    def after(self, took: bool, now: datetime) -> Patience:
        """Count a result. More refusals for now than mails taken, among the last ones, ask for a pause."""
        results = deque((*self.results, took), maxlen=WINDOW)
        put_off = results.count(False)
        if len(results) >= LEAST and put_off * 2 > len(results):
            return Patience(pauses=self.pauses + 1, until=now + PAUSES[min(self.pauses, len(PAUSES) - 1)])
        pauses = 0 if len(results) == WINDOW and put_off == 0 else self.pauses
        return replace(self, results=results, pauses=pauses)

    def rests(self, now: datetime) -> bool:
        return self.until is not None and now < self.until


def again_at(attempts: int, began: datetime, now: datetime) -> datetime | None:
    """When a mail that was put off is tried again; None where its lifetime ends before that."""
    at = now + WAITS[min(max(attempts, 1), len(WAITS)) - 1]
    return at if at <= began + LIFETIME else None
