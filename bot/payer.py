"""Pays what the outbox owes: claim, deliver, and mark what came of it."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.workers import gone
from handlers.commands import Bounced, Failure, Owed, ServerRefusedUs
from handlers.retry import LONGEST, WAITS, Delay, retry_at
from mail.delivered import Delivered
from mail.delivery import CLOSING
from mail.refusals import KEPT
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from handlers.types import Address
    from mail.delivered import Refused
    from mail.delivery import Delivery
    from store.outbox import Claimed
    from store.unit import Store, Unit

log = structlog.get_logger()

#: A claim is this long ours; another worker may take it over after that (threats.md, G7: at most 60 seconds old).
LEASE_S = 60

#: Mails in one claim.
BATCH = 20

#: Waits for a store in trouble before the outcome of a delivery is left unmarked: ten minutes in all.
MARK_WAITS_S = (0.2, 0.5, 1.0, 2.0, *(5.0,) * 120)

#: Where a limit is reached, look again after this long.
LIMITED_S = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How many mails may go out, and over how many connections at a time; 0 is no limit of ours."""

    per_minute: int = 0
    per_day: int = 0
    connections: int = 0

    def left(self, unit: Unit, now: datetime) -> int:
        """How many may go out now, counted over the last minute and the last 24 hours, with what any worker has in hand."""
        windows = [
            (limit, window) for limit, window in ((self.per_minute, timedelta(minutes=1)), (self.per_day, timedelta(days=1))) if limit
        ]
        in_hand = unit.outbox.in_hand(now) if windows else 0
        return min([BATCH, *(limit - in_hand - unit.outbox.sent_since(now - window) for limit, window in windows)])


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
    note: Callable[[Unit, Bounced | ServerRefusedUs], None]  #: decides on what a server made of a mail, in the unit that marks it
    limits: Limits = field(default_factory=Limits)
    channel: str = "mail"

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
        """Deliver one batch of what is due, over as many connections as the limits allow."""
        claimed = await asyncio.to_thread(self._claim)
        # A delivery that has begun is carried to its end, so that no stop leaves a mail in doubt.
        return await asyncio.shield(self._pay_batch(claimed)) if claimed else Paid()

    async def next_due(self) -> float:
        """Seconds until something is due; an hour where nothing waits."""
        return await asyncio.to_thread(self._next_due)

    def _next_due(self) -> float:
        now = self.clock.now()
        with self.store.view() as unit:
            due = unit.outbox.next_due(now, self.channel)
            if due is None:
                return 3600.0
            waits = max(0.0, (due - now) / timedelta(seconds=1))
            return waits if self.limits.left(unit, now) > 0 else max(LIMITED_S, waits)

    def _claim(self) -> tuple[Claimed, ...]:
        now = self.clock.now()
        with self.store.unit() as unit:
            left = self.limits.left(unit, now)
            return unit.outbox.claim(now, limit=left, lease_s=LEASE_S, worker=self.worker, channel=self.channel) if left > 0 else ()

    async def _pay_batch(self, claimed: tuple[Claimed, ...]) -> Paid:
        batch = _Batch(waiting=deque(claimed))
        renewing = asyncio.create_task(self._renew(batch))
        lines = min(len(claimed), self.limits.connections or BATCH)
        try:
            ends = await asyncio.gather(*(self._pay_from(batch) for _ in range(lines)), return_exceptions=True)
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
        broken = [each for each in ends if isinstance(each, BaseException)]
        if broken:
            raise broken[0]
        paid = sum((each for each in ends if isinstance(each, Paid)), Paid())
        return paid + await asyncio.to_thread(self._give_back, batch) if batch.away else paid

    async def _pay_from(self, batch: _Batch) -> Paid:
        """One after another, until none waits or there is no server to take them."""
        paid = Paid()
        while batch.waiting and batch.away is None:
            item = batch.waiting.popleft()
            batch.in_hand[item.id] = item
            try:
                delivered = await self._deliver(item)
                if delivered.away:
                    batch.away = delivered
                paid += await self._mark_surely(item, delivered)
            finally:
                del batch.in_hand[item.id]
            log.info("delivered", outbox=item.id, status=delivered.status, code=delivered.code, attempt=item.attempts)
        return paid

    async def _renew(self, batch: _Batch) -> None:
        """Keep the claims while a slow server makes us wait; what another worker has taken over since is left to it."""
        while True:
            await asyncio.sleep(LEASE_S / 3)
            with suppress(StoreTrouble):
                lost = await asyncio.to_thread(self._renewed, (*batch.waiting, *batch.in_hand.values()))
                batch.waiting = deque(item for item in batch.waiting if item.id not in lost)

    def _renewed(self, items: tuple[Claimed, ...]) -> frozenset[str]:
        """Ids of those that are no longer ours."""
        until = self.clock.now() + timedelta(seconds=LEASE_S)
        with self.store.unit() as unit:
            return frozenset(item.id for item in items if not unit.outbox.renew(item.id, item.epoch, until))

    async def _deliver(self, item: Claimed) -> Delivered:
        try:
            return await self.delivery.deliver(item.raw, self.sender.email, item.recipients)
        except Exception as error:
            log.exception("delivery_broke", outbox=item.id)
            return Delivered(status="temporary", code=0, message=f"{type(error).__name__}: {error}")

    async def _mark_surely(self, item: Claimed, delivered: Delivered) -> Paid:
        """What went out and is not marked would go out again: a store in trouble is waited for."""
        for wait_s in MARK_WAITS_S:
            try:
                return await asyncio.to_thread(self._mark, item, delivered)
            except StoreTrouble as trouble:
                log.warning("not_marked", outbox=item.id, status=delivered.status, reason=str(trouble), again_in_s=wait_s)
                await asyncio.sleep(wait_s)
        return await asyncio.to_thread(self._mark, item, delivered)

    def _mark(self, item: Claimed, delivered: Delivered) -> Paid:
        with self.store.unit() as unit:
            match delivered.status:
                case "sent":
                    return self._sent(unit, item, delivered)
                case "permanent":
                    unit.outbox.failed(item.id, item.epoch, _words(delivered))
                    self._tell(unit, item, delivered.refused)
                    return Paid(failed=1)
                case "temporary":
                    return self._again(unit, item, delivered)

    def _sent(self, unit: Unit, item: Claimed, delivered: Delivered) -> Paid:
        """Somebody has it. Who was refused for good is told of; who was put off is tried again, alone."""
        self._tell(unit, item, [each for each in delivered.refused if each.blame not in KEPT])
        put_off = [each for each in delivered.refused if each.blame in KEPT]
        if put_off:
            words = f"{put_off[0].code} {put_off[0].message}".strip()
            rest = replace(delivered, status="temporary", message=words, code=0, ours=any(each.blame == "us" for each in put_off))
            return self._again(unit, item, rest, remaining=[each.recipient for each in put_off])
        unit.outbox.sent(item.id, item.epoch, self.clock.now())
        return Paid(sent=1)

    def _again(self, unit: Unit, item: Claimed, delivered: Delivered, remaining: Sequence[str] = ()) -> Paid:
        """Later, or never where its lifetime is over: then a person hears of it, and may release it."""
        now, words = self.clock.now(), _words(delivered)
        # Where no server was there, nothing was tried: the wait is the same for all.
        attempts = len(WAITS) if delivered.away else item.attempts
        at = retry_at(attempts, item.since, now, _delay(delivered))
        if at is not None and delivered.again_in_s:
            at = now + timedelta(seconds=delivered.again_in_s)
        if delivered.ours and not delivered.away:
            log.error("server_refuses_us", outbox=item.id, code=delivered.code, again_at=at and at.isoformat())
            self.note(unit, ServerRefusedUs(mail=_owed(item), words=words, held=at is None))
        if at is not None:
            unit.outbox.retry(item.id, item.epoch, at, words, remaining=remaining, counted=not delivered.away)
            return Paid(retried=1)
        if delivered.ours:
            unit.outbox.hold(item.id, item.epoch, f"the mail server refuses us: {words}", remaining=remaining)
            return Paid(held=1)
        unit.outbox.failed(item.id, item.epoch, f"given up after 5 days: {words}", remaining=remaining)
        lost = tuple(Failure(address=each, hard=False, words=words) for each in remaining or item.recipients)
        self.note(unit, Bounced(failed=lost, mail=_owed(item), at_once=True, given_up=True))
        return Paid(failed=1)

    def _tell(self, unit: Unit, item: Claimed, refused: Sequence[Refused]) -> None:
        """The same fact as a bounce that comes back by mail."""
        if refused:
            lost = tuple(
                Failure(address=each.recipient, hard=each.blame == "address", words=f"{each.code} {each.message}".strip())
                for each in refused
            )
            self.note(unit, Bounced(failed=lost, mail=_owed(item), at_once=True))

    def _give_back(self, batch: _Batch) -> Paid:
        """No server is there: what was claimed and not tried, and all else that is due, waits without an attempt being counted."""
        assert batch.away is not None
        now, words = self.clock.now(), _words(batch.away)
        until = now + (timedelta(seconds=batch.away.again_in_s) if batch.away.again_in_s else LONGEST[_delay(batch.away)])
        with self.store.unit() as unit:
            for item in batch.waiting:
                unit.outbox.retry(item.id, item.epoch, until, words, counted=False)
            unit.outbox.postpone(now, until, self.channel)
        return Paid(retried=len(batch.waiting))


@dataclass(slots=True)
class _Batch:
    """What was claimed together: what waits for its turn, what is on the line, and why the rest is not tried."""

    waiting: deque[Claimed]
    in_hand: dict[str, Claimed] = field(default_factory=dict)
    away: Delivered | None = None


def _delay(delivered: Delivered) -> Delay:
    if delivered.ours:
        return Delay.REFUSES_US
    if delivered.away:
        return Delay.AWAY
    return Delay.CLOSED if delivered.code == CLOSING else Delay.BUSY


def _words(delivered: Delivered) -> str:
    return f"{delivered.code or ''} {delivered.message}".strip()


def _owed(item: Claimed) -> Owed:
    return Owed(id=item.id, subject=item.subject, to=(*item.to, *item.cc), conversation=item.conversation, to_staff=item.to_staff)
