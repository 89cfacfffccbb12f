"""Sends newsletters: claims rows, prints and delivers them over the connections there are, and leaves at most a window of them in doubt."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.bulk_ledger import LEASE_S, Result
from bot.payer import Paid
from bot.workers import gone
from handlers.issue_orders import why_stop
from handlers.pace import PAUSES, again_at
from mail.build import BuildError
from mail.delivered import Delivered
from mail.delivery import CLOSING
from mail.issue.press import FillError
from store.audience import LONG_AGO
from store.deliveries import Marked
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.bulk_ledger import Ledger
    from bot.clock import Clock
    from bot.newsletters import Newsletters
    from handlers.newsletters import Issue
    from handlers.types import Address
    from mail.delivery import Delivery
    from mail.issue.press import Press
    from store.deliveries import ClaimedDelivery

log = structlog.get_logger()

T = TypeVar("T")

#: Mails of all issues that may be in flight or unmarked at once, whatever happens to us (threats.md), and how many are marked in one
#: transaction.
WINDOW, CHUNK = 50, 25

#: Connections where the office has set no number.
CONNECTIONS = 10

#: A claim that is nearly over is given back, so that who must not receive is asked for again.
FRESH_S = LEASE_S * 0.8

#: Waits for a store in trouble before the run gives up; the mails in flight are then doubtful.
MARK_WAITS_S = (0.2, 0.5, 1.0, 2.0, *(5.0,) * 120)

#: Where nothing may go just now, look again after this long.
IDLE_S = 15.0

#: While some issues are being sent, others are looked for so often.
LOOK_S = 2.0


@dataclass(slots=True, kw_only=True)
class BulkSender:
    ledger: Ledger
    newsletters: Newsletters
    delivery: Delivery
    clock: Clock
    sender: Address
    connections: int = 0
    stop_percent: int = 10
    pay: Callable[[], Awaitable[Paid]]  #: delivers what is due to one person alone
    so_far: int = 0  #: mails sent by this process
    beside: Paid = field(default_factory=Paid)  #: what `pay` has come to
    stopping: Callable[[], bool] = lambda: False
    away_until: datetime | None = None
    absences: int = 0
    runs: int = 0  #: issues that are being sent just now
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONNECTIONS))
    way: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send_due(self) -> Paid:
        """Send all of every due issue that may go now, side by side; one that becomes due, or is resumed, meanwhile joins them."""
        await asyncio.to_thread(self._take_over)
        self.beside, self.way = Paid(), asyncio.Lock()
        self.slots = asyncio.Semaphore(self.connections or CONNECTIONS)
        sides = Sides(sender=self)
        while await sides.join():
            await sides.wait()
        if sides.broken is not None:
            raise sides.broken
        return sides.total + self.beside

    async def next_due(self) -> float:
        """Seconds until something of a newsletter may go; a quarter of a minute at most where something waits."""
        due = await asyncio.to_thread(self.ledger.next_due)
        if due is None:
            return 3600.0
        waits = (due - self.clock.now()) / timedelta(seconds=1)
        return IDLE_S if waits <= 0 else min(waits, 3600.0)

    def _take_over(self) -> None:
        again, doubtful = self.ledger.take_over(gone(self.ledger.workers(), self.ledger.worker))
        if again or doubtful:
            log.warning("newsletter_taken_over", again=again, doubtful=doubtful)

    def rests(self) -> bool:
        return self.away_until is not None and self.clock.now() < self.away_until

    @property
    def window(self) -> int:
        """What one issue may have in flight or unmarked."""
        return max(2, WINDOW // max(1, self.runs))

    async def send(self, issue: Issue) -> Paid:
        """Send what of an issue may go just now, and end it where nothing of it is left."""
        press = await asyncio.to_thread(self.newsletters.studio.opened, issue)
        counts = (await asyncio.to_thread(self.newsletters.standing, issue.id)).counts
        run = Run(sender=self, issue=issue, press=press, sent=counts.sent - issue.seen_sent, failed=counts.failed - issue.seen_failed)
        await run.send()
        if run.why_stop:
            await asyncio.to_thread(self.newsletters.stop, issue.id, run.why_stop)
        elif await asyncio.to_thread(self.ledger.is_dry, issue):
            await asyncio.to_thread(self.newsletters.finish, issue.id)
        log.info("newsletter_sent", issue=issue.id, sent=run.total.sent, failed=run.total.failed, held=run.total.held, stopped=run.why_stop)
        return run.total

    async def give_way(self) -> None:
        """Let mail to one person go first, until none of it is due or none of it moves."""
        async with self.way:
            while not self.stopping() and await asyncio.to_thread(self.ledger.others_wait):
                paid = await self.pay()
                self.beside += paid
                if not paid.total:
                    return

    def found_away(self) -> None:
        """There is no server, or it closes the door: all newsletters wait a while, longer each time."""
        if self.rests():
            return  # What was on its way together found the same.
        self.away_until = self.clock.now() + PAUSES[min(self.absences, len(PAUSES) - 1)]
        self.absences += 1

    def found_there(self) -> None:
        self.away_until, self.absences = None, 0


@dataclass(slots=True, kw_only=True)
class Sides:
    """The issues that are sent side by side: none waits for another, and what breaks one stops no other."""

    sender: BulkSender
    total: Paid = field(default_factory=Paid)
    broken: Exception | None = None  #: the first of what went wrong
    running: dict[str, asyncio.Task[Paid]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)  #: of each issue as it was when it was begun here
    ended: dict[str, float] = field(default_factory=dict)  #: when it had nothing more that may go

    async def join(self) -> bool:
        """Begin what is due and not being sent; False where nothing is being sent any more."""
        try:
            due = () if self._is_over else await asyncio.to_thread(self.sender.newsletters.begin_due)
        except Exception as error:  # noqa: BLE001  what is on its way is brought to its end first
            self.broken, due = self.broken or error, ()
        for issue in due:
            if issue.id not in self.running and self._is_new(issue):
                self.versions[issue.id] = issue.version
                self.running[issue.id] = asyncio.create_task(self.sender.send(issue))
        self.sender.runs = len(self.running)
        return bool(self.running)

    async def wait(self) -> None:
        await asyncio.wait(self.running.values(), timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
        for issue in [each for each, task in self.running.items() if task.done()]:
            self.ended[issue] = asyncio.get_running_loop().time()
            try:
                self.total += self.running.pop(issue).result()
            except Exception as error:  # noqa: BLE001  it is raised as soon as the others have come to their end
                log.error("newsletter_run_broke", issue=issue, reason=f"{type(error).__name__}: {error}")  # noqa: TRY400  as above
                self.broken = self.broken or error

    @property
    def _is_over(self) -> bool:
        return self.broken is not None or self.sender.stopping() or self.sender.rests()

    def _is_new(self, issue: Issue) -> bool:
        """Not sent here yet, changed by somebody since, or long enough idle that some of it may go again."""
        idle_s = asyncio.get_running_loop().time() - self.ended.get(issue.id, 0)
        return self.versions.get(issue.id) != issue.version or idle_s > IDLE_S


@dataclass(slots=True, kw_only=True)
class Run:
    """One issue on its way: claimed rows wait, a window of them is in flight, results are marked by the chunk."""

    sender: BulkSender
    issue: Issue
    press: Press
    sent: int
    failed: int
    total: Paid = field(default_factory=Paid)
    why_stop: str = ""
    waiting: deque[tuple[datetime, ClaimedDelivery]] = field(default_factory=deque)  #: with until when each claim is fresh
    flying: deque[ClaimedDelivery] = field(default_factory=deque)
    results: list[Result] = field(default_factory=list)
    out: int = 0  #: put in flight and not marked yet
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    fuel: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    dry: bool = False  #: nothing more can be claimed just now
    halted: bool = False  #: somebody has paused or cancelled it
    ended: bool = False

    async def send(self) -> None:
        """Claim and send, until nothing may go just now. What has not left by then waits again; what is in flight is brought to its end."""
        lines = [asyncio.create_task(self._line()) for _ in range(self.sender.connections or CONNECTIONS)]
        try:
            while not self.dry or self.waiting or self.out:
                self.changed.clear()
                if self._is_over:
                    await self._call_back()
                elif not self.dry and len(self.waiting) < CHUNK:
                    await self._claim()
                if self._has_work:
                    await self._turn()
                elif self.out:
                    await self.changed.wait()
        finally:
            self.ended = True
            for _ in lines:
                self.fuel.release()
            await asyncio.gather(*lines)

    @property
    def _is_over(self) -> bool:
        return bool(self.why_stop) or self.halted or self.sender.stopping() or self.sender.rests()

    async def _claim(self) -> None:
        await self.sender.give_way()
        try:
            claimed = await asyncio.to_thread(self.sender.ledger.claim, self.issue, self.sender.runs)
        except StoreTrouble as trouble:
            # What is in flight is marked all the same; a later run claims the rest.
            log.warning("newsletter_not_claimed", issue=self.issue.id, reason=str(trouble))
            claimed = ()
        until = self.sender.clock.now() + timedelta(seconds=FRESH_S)
        self.dry = not claimed
        self.waiting.extend((until, each) for each in claimed or ())

    async def _call_back(self) -> None:
        """What has not left is not in flight: it waits again."""
        self.dry = True
        back = [item for _, item in self.waiting]
        self.waiting.clear()
        if back:
            await self._surely(lambda: self.sender.ledger.give_back(back))
        while self.flying:
            item = self.flying.popleft()
            self.results.append(Result(item=item, mark=Marked(id=item.id, epoch=item.epoch, status="ready", again_at=LONG_AGO)))

    @property
    def _chunk(self) -> int:
        return min(CHUNK, self.sender.window // 2)

    @property
    def _room(self) -> int:
        """How many may be put in flight: what is marked in the same transaction makes room."""
        return min(len(self.waiting), self._chunk, self.sender.window - self.out + len(self.results))

    @property
    def _has_work(self) -> bool:
        """Marks are written, and mails put in flight, by the chunk; where the lines stand idle, as many as there are."""
        if len(self.results) >= self._chunk or self._room >= self._chunk:
            return True
        return not self.flying and (self._room > 0 or len(self.results) == self.out > 0)

    async def _turn(self) -> None:
        room = self._room
        results, self.results = self.results, []
        now = self.sender.clock.now()
        taken = [self.waiting.popleft() for _ in range(max(0, room))]
        fresh, stale = [item for until, item in taken if now <= until], [item for until, item in taken if now > until]
        may_go = await self._surely(lambda: self.sender.ledger.turn(self.issue, results, fresh, stale))
        self.halted = may_go is None
        allowed = may_go or frozenset()
        self.out += len(allowed) - len(results)
        self.flying.extend(each for each in fresh if each.id in allowed)
        for _ in allowed:
            self.fuel.release()
        self._count(results)

    async def _surely(self, work: Callable[[], T]) -> T:
        """What has left and is not marked is in doubt: a store in trouble is waited for."""
        for wait_s in MARK_WAITS_S:
            try:
                return await asyncio.to_thread(work)
            except StoreTrouble as trouble:
                log.warning("newsletter_not_marked", issue=self.issue.id, reason=str(trouble), again_in_s=wait_s)
                await asyncio.sleep(wait_s)
        return await asyncio.to_thread(work)

    async def _line(self) -> None:
        """One connection: one mail after another, as they are put in flight."""
        while True:
            await self.fuel.acquire()
            if self.ended:
                return
            if not self.flying:
                continue
            item = self.flying.popleft()
            # The list is another one after each turn: it is looked up when the mail is through, not before.
            result = await self._deliver(item)
            self.results.append(result)
            if len(self.results) >= self._chunk or not self.flying:
                self.changed.set()  # before that there is nothing to do that would be worth a transaction

    async def _deliver(self, item: ClaimedDelivery) -> Result:
        try:
            raw = self.press.print(item.to).raw
        except (FillError, BuildError) as error:
            return Result(item=item, mark=Marked(id=item.id, epoch=item.epoch, status="failed", reason=f"not printed: {error}"))
        try:
            async with self.sender.slots:  # the connections are shared with the other issues
                delivered = await self.sender.delivery.deliver(raw, self.sender.sender.email, (item.to.address,))
        except Exception as error:
            log.exception("newsletter_delivery_broke", delivery=item.id)
            delivered = Delivered(status="temporary", code=0, message=f"{type(error).__name__}: {error}", unsure=True)
        return Result(item=item, mark=self._judged(item, delivered), delivered=delivered)

    def _judged(self, item: ClaimedDelivery, delivered: Delivered) -> Marked:
        """What becomes of a row. Nothing that may have arrived is sent again without a person."""
        words = f"{delivered.code or ''} {delivered.message}".strip()
        if delivered.status == "sent":
            self.sender.found_there()
            self.sender.ledger.heard_of(item.domain, took=True)
            return Marked(id=item.id, epoch=item.epoch, status="sent")
        if delivered.unsure:
            return Marked(
                id=item.id, epoch=item.epoch, status="held", reason=f"doubtful: the connection broke at the end of the mail ({words})"
            )
        if delivered.status == "permanent":
            return Marked(id=item.id, epoch=item.epoch, status="failed", reason=words)
        now = self.sender.clock.now()
        if delivered.away or delivered.code == CLOSING or not delivered.code:
            self.sender.found_away()
        elif delivered.ours:
            self.why_stop = self.why_stop or f"the mail server refuses us: {words}"
        else:
            self.sender.ledger.heard_of(item.domain, took=False)
        at = again_at(item.attempts, self.issue.starts_at or now, now)
        if at is None and not delivered.away:
            return Marked(id=item.id, epoch=item.epoch, status="failed", reason=f"given up after 24 hours: {words}")
        return Marked(id=item.id, epoch=item.epoch, status="ready", reason=words, again_at=LONG_AGO if delivered.away or at is None else at)

    def _count(self, results: list[Result]) -> None:
        for each in results:
            if each.mark.again_at == LONG_AGO and each.delivered is None:
                continue
            status = each.mark.status
            self.total += Paid(sent=status == "sent", retried=status == "ready", held=status == "held", failed=status == "failed")
            self.sent += status == "sent"
            self.sender.so_far += status == "sent"
            self.failed += status == "failed"
        self.why_stop = self.why_stop or why_stop(self.sent, self.failed, percent=self.sender.stop_percent)
