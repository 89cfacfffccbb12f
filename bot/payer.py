"""Pays what the outbox owes: claim, deliver, and mark what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.workers import gone
from handlers.retry import retry_at
from mail.delivery import Delivered

if TYPE_CHECKING:
    from datetime import datetime

    from bot.clock import Clock
    from handlers.types import Address
    from mail.delivery import Delivery
    from store.outbox import Claimed
    from store.unit import Store, Unit

log = structlog.get_logger()

#: A claim is this long ours; another worker may take it over after that (threats.md, G7: at most 60 seconds old).
LEASE_S = 60

#: Mails in one claim.
BATCH = 20

#: Where a limit is reached, look again after this long.
LIMITED_S = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How many mails may go out; 0 is no limit of ours."""

    per_minute: int = 0
    per_day: int = 0

    def left(self, unit: Unit, now: datetime) -> int:
        """How many may go out now, counted over the last minute and the last 24 hours."""
        windows = ((self.per_minute, timedelta(minutes=1)), (self.per_day, timedelta(days=1)))
        return min([BATCH, *(limit - unit.outbox.sent_since(now - window) for limit, window in windows if limit)])


@dataclass(frozen=True, kw_only=True, slots=True)
class Paid:
    """What one round came to."""

    sent: int = 0
    retried: int = 0
    held: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        return self.sent + self.retried + self.held + self.failed

    def __add__(self, other: Paid) -> Paid:
        return Paid(
            sent=self.sent + other.sent,
            retried=self.retried + other.retried,
            held=self.held + other.held,
            failed=self.failed + other.failed,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Payer:
    store: Store
    delivery: Delivery
    clock: Clock
    sender: Address
    worker: str
    limits: Limits = field(default_factory=Limits)

    def take_over(self) -> int:
        """Make due what workers of this machine held that run no more; returns how many mails."""
        with self.store.unit() as unit:
            return sum(unit.outbox.reclaim(worker, self.clock.now()) for worker in gone(unit.outbox.claimants(), self.worker))

    async def pay_all(self) -> Paid:
        """Deliver all that is due now, once each."""
        paid = Paid()
        while (once := await self.pay()).total:
            paid += once
        return paid

    async def pay(self) -> Paid:
        """Deliver one batch of what is due."""
        claimed = await asyncio.to_thread(self._claim)
        paid = Paid()
        for item in claimed:
            # A delivery that has begun is carried to its end, so that no stop leaves a mail in doubt.
            paid += await asyncio.shield(self._pay_one(item))
        return paid

    async def next_due(self) -> float:
        """Seconds until something is due; an hour where nothing waits."""
        return await asyncio.to_thread(self._next_due)

    def _next_due(self) -> float:
        now = self.clock.now()
        with self.store.view() as unit:
            due = unit.outbox.next_due(now)
            if due is None:
                return 3600.0
            waits = max(0.0, (due - now) / timedelta(seconds=1))
            return waits if self.limits.left(unit, now) > 0 else max(LIMITED_S, waits)

    def _claim(self) -> tuple[Claimed, ...]:
        now = self.clock.now()
        with self.store.unit() as unit:
            left = self.limits.left(unit, now)
            return unit.outbox.claim(now, limit=left, lease_s=LEASE_S, worker=self.worker) if left > 0 else ()

    async def _pay_one(self, item: Claimed) -> Paid:
        delivered = await self._deliver(item)
        paid = await asyncio.to_thread(self._mark, item, delivered)
        log.info("delivered", outbox=item.id, status=delivered.status, code=delivered.code, attempt=item.attempts)
        return paid

    async def _deliver(self, item: Claimed) -> Delivered:
        try:
            return await self.delivery.deliver(item.raw, self.sender.email, (*item.to, *item.cc))
        except Exception as error:
            log.exception("delivery_broke", outbox=item.id)
            return Delivered(status="temporary", code=0, message=f"{type(error).__name__}: {error}")

    def _mark(self, item: Claimed, delivered: Delivered) -> Paid:
        now = self.clock.now()
        with self.store.unit() as unit:
            match delivered.status:
                case "sent":
                    unit.outbox.sent(item.id, item.epoch, now)
                    return Paid(sent=1)
                case "permanent":
                    unit.outbox.failed(item.id, item.epoch, delivered.message)
                    return Paid(failed=1)
                case "temporary":
                    at = retry_at(item.attempts, item.created_at, now)
                    if at is None:
                        unit.outbox.failed(item.id, item.epoch, f"given up after 5 days: {delivered.message}")
                        return Paid(failed=1)
                    unit.outbox.retry(item.id, item.epoch, at, delivered.message)
                    return Paid(retried=1)
