"""The book that a newsletter's run keeps: what it may take, what is in flight, what became of it; every step one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.commands import Bounced, Failure, Owed
from handlers.newsletters import IssueStatus
from handlers.pace import Pace, Patience
from handlers.types import PartyStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.newsletters import Newsletters
    from handlers.audience import Audience
    from handlers.newsletters import Issue
    from mail.delivered import Delivered
    from store.deliveries import ClaimedDelivery, Marked
    from store.unit import Store, Unit

#: Rows in one claim, and how long it is good (threats.md, G7).
CLAIM = 200
LEASE_S = 60

#: A mail in flight is waited for: a server may take ten minutes over the end of a message (RFC 5321, 4.5.3.2.6).
FLIGHT_S = 900


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """One mail and what became of it; `delivered` is None where it could not be printed."""

    item: ClaimedDelivery
    mark: Marked
    delivered: Delivered | None = None


@dataclass(slots=True, kw_only=True)
class Ledger:
    """One worker's book. Its methods are synchronous and run in a thread."""

    store: Store
    clock: Clock
    newsletters: Newsletters
    worker: str
    pace: Pace
    note: Callable[[Unit, Bounced], None]
    patience: dict[str, Patience] = field(default_factory=dict)  #: by domain

    def take_over(self, gone: Iterable[str]) -> tuple[int, int]:
        """What killed workers claimed is ready again, what they had in flight is doubtful."""
        with self.store.unit() as unit:
            counts = [unit.deliveries.reclaim(worker) for worker in gone]
            late = unit.deliveries.expire(self.clock.now())
        return sum(each for each, _ in counts), sum(each for _, each in counts) + late

    def workers(self) -> frozenset[str]:
        with self.store.view() as unit:
            return unit.deliveries.workers()

    def claim(self, issue: Issue, sharing: int = 1) -> tuple[ClaimedDelivery, ...] | None:
        """Take what may go now; None where the issue is not being sent any more, nothing where all of it waits.

        Where there are limits, of what is left each of the issues that share it takes its part alone.
        """
        now = self.clock.now()
        with self.store.unit() as unit:
            current = unit.issues.get(issue.id)
            if current is None or current.status is not IssueStatus.SENDING:
                return None
            limited = bool(self.pace.windows or self.pace.per_domain)
            if limited:
                unit.deliveries.count_alone()
            in_hand = unit.deliveries.in_hand_by_domain() if limited else {}
            left = self.pace.left(self._sent(unit, now, sum(in_hand.values())), CLAIM)
            if not left:
                return ()
            full = {domain: _part(room, sharing) for domain, room in self._full(unit, now, in_hand).items()}
            audience = self.newsletters.studio.audience(current.audience)
            claimed = unit.deliveries.claim(
                issue.id,
                now,
                limit=_part(left, sharing) if limited else left,
                lease_s=LEASE_S,
                worker=self.worker,
                allowed=self._allowed(audience),
                on_list=audience.list,
                not_sent=audience.not_sent,
                not_to=[domain for domain, room in full.items() if room <= 0],
            )
            over = self._over(claimed, full, sharing)
            unit.deliveries.give_back(over)
            back = {each.id for each in over}
            return tuple(each for each in claimed if each.id not in back)

    def turn(
        self, issue: Issue, results: Sequence[Result], taken: Sequence[ClaimedDelivery], stale: Sequence[ClaimedDelivery] = ()
    ) -> frozenset[int] | None:
        """Write what came of some, put others in flight, and let go of claims that are too old; returns the ids of those that may go.

        None where somebody has paused, stopped or cancelled the issue: nothing more is put in flight.
        """
        now = self.clock.now()
        with self.store.unit() as unit:
            unit.deliveries.mark([each.mark for each in results], now)
            for each in results:
                self._tell(unit, issue, each)
            goes_on = unit.issues.status(issue.id) is IssueStatus.SENDING
            unit.deliveries.give_back(stale if goes_on else (*stale, *taken))
            if not goes_on:
                return None
            return unit.deliveries.take_off(taken, now + timedelta(seconds=FLIGHT_S))

    def give_back(self, claimed: Sequence[ClaimedDelivery]) -> int:
        with self.store.unit() as unit:
            return unit.deliveries.give_back(claimed)

    def is_dry(self, issue: Issue) -> bool:
        with self.store.view() as unit:
            return not unit.deliveries.waiting(issue.id)

    def others_wait(self) -> bool:
        """Whether mail to one person waits to go out: it goes ahead of any newsletter."""
        now = self.clock.now()
        with self.store.view() as unit:
            due = unit.outbox.next_due(now)
        return due is not None and due <= now

    def next_due(self) -> datetime | None:
        """When something of a newsletter may go next; None where nothing waits."""
        with self.store.view() as unit:
            found = [unit.issues.next_due(), *(unit.deliveries.next_due(each.id) for each in unit.issues.items((IssueStatus.SENDING,)))]
        return min((each for each in found if each is not None), default=None)

    def heard_of(self, domain: str, *, took: bool) -> None:
        """Count how a domain answers, so that one that puts us off is left alone for a while."""
        self.patience[domain] = self.patience.get(domain, Patience()).after(took, self.clock.now())

    def _sent(self, unit: Unit, now: datetime, in_hand: int) -> dict[timedelta, int]:
        return {
            window: in_hand
            + unit.deliveries.sent_since(now - window)
            + (0 if window == timedelta(hours=1) else unit.outbox.sent_since(now - window))
            for window in self.pace.windows
        }

    def _full(self, unit: Unit, now: datetime, in_hand: Mapping[str, int]) -> dict[str, int]:
        """How many more may go to each domain that has had some, none to those that rest."""
        sent = unit.deliveries.sent_by_domain(now - timedelta(hours=1)) if self.pace.per_domain else {}
        had = Counter(sent) + Counter(in_hand if self.pace.per_domain else {})
        room = {domain: self.pace.per_domain - many for domain, many in had.items()}
        return room | {domain: 0 for domain, patience in self.patience.items() if patience.rests(now)}

    def _over(self, claimed: Sequence[ClaimedDelivery], room: dict[str, int], sharing: int) -> list[ClaimedDelivery]:
        """Of those just taken, what is more than a domain may have."""
        if not self.pace.per_domain:
            return []
        counted: Counter[str] = Counter()
        over = []
        for each in claimed:
            counted[each.domain] += 1
            if counted[each.domain] > room.get(each.domain, _part(self.pace.per_domain, sharing)):
                over.append(each)
        return over

    def _allowed(self, audience: Audience) -> tuple[str, ...]:
        """A partner's states at which it may still receive; somebody may have been paused since approval."""
        return tuple(each.value for each in audience.statuses or (PartyStatus.ACTIVE,))

    def _tell(self, unit: Unit, issue: Issue, result: Result) -> None:
        """A refusal at the door is the same fact as a bounce that comes back by mail."""
        refused = result.delivered.refused if result.delivered and result.mark.status == "failed" else ()
        if refused:
            failed = tuple(
                Failure(address=each.recipient, hard=each.blame == "address", words=f"{each.code} {each.message}".strip())
                for each in refused
            )
            mail = Owed(id=f"d-{result.item.id}", subject=issue.subject, to=(result.item.to.address,), bulk=True)
            self.note(unit, Bounced(failed=failed, mail=mail, at_once=True))


def _part(many: int, sharing: int) -> int:
    """One of several parts, rounded up: whoever comes first leaves something, and the last one is not left for ever."""
    return -(-many // max(1, sharing))
