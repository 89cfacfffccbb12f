"""Who receives which issue: rows claimed by one worker at a time, marked in batches, each brought to one end (threats.md, G5 to G7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text, and_, bindparam, case, delete, exists, func, literal, select, update

from handlers.newsletters import Addressee, Counts
from store.audience import LONG_AGO
from store.ids import NOWHERE, number, shown
from store.newsletter_tables import deliveries, issues, subscribers, suppressions
from store.schema import partners

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row

    from handlers.newsletters import DeliveryStatus
    from store.engine import Late

#: What a person may decide about a mail of which nobody knows whether it went.
DOUBTFUL = "doubtful: Liaison was stopped while this mail was on its way"


#: The number of the lock under which limits are counted; nothing else of ours takes such a lock.
COUNTING = 8_000_001

#: Why a mail that arrived is looked at again.
COMPLAINED = "its recipient has called it spam"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimedDelivery:
    """A mail that one worker may send until its lease ends. `attempts` counts this one."""

    epoch: int
    attempts: int
    domain: str
    to: Addressee

    @property
    def id(self) -> int:
        return self.to.id


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryItem:
    """One row for a person to read. Its `id` is `d-<n>`."""

    id: str
    issue: str
    subject: str
    partner: str
    address: str
    organization: str
    status: DeliveryStatus
    reason: str
    sent_at: datetime | None
    attempts: int
    to: Addressee


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """What became of one mail."""

    id: int
    epoch: int
    status: DeliveryStatus
    reason: str = ""
    again_at: datetime | None = None  #: for `ready`


class Deliveries:
    def __init__(self, late: Late) -> None:
        self._late = late

    def count_alone(self) -> None:
        """Until this unit ends no other process counts what may go, so that two of them keep one limit. SQLite has one writer anyway."""
        if not self._late.is_sqlite:
            self._late.execute(select(func.pg_advisory_xact_lock(COUNTING)))

    def claim(
        self,
        issue: str,
        now: datetime,
        *,
        limit: int,
        lease_s: float,
        worker: str,
        allowed: Sequence[str],
        not_to: Sequence[str] = (),
        on_list: str = "",
        not_sent: str = "",
    ) -> tuple[ClaimedDelivery, ...]:
        """Takes what is due, until `lease_s` from now, after looking again at who must not have it; `allowed` are a partner's states.

        Domains in `not_to` wait for their turn. Who no longer stands on the list, or has received `not_sent` by now, is excluded as well.
        Whoever was excluded in between is suppressed with the reason, and not returned.
        """
        due = select(deliveries.c.id).where(
            deliveries.c.issue_id == number("i", issue), deliveries.c.next_attempt_at <= now, deliveries.c.status.in_(("ready", "claimed"))
        )
        if not_to:
            due = due.where(deliveries.c.domain.not_in(not_to))
        due = due.order_by(deliveries.c.next_attempt_at, deliveries.c.id).limit(limit).with_for_update(skip_locked=True, of=deliveries)
        ids = self._late.execute(due).scalars().all()
        if not ids:
            return ()
        named = {"on_list": on_list, "not_sent": number("i", not_sent) if not_sent else NOWHERE}
        self._late.execute(_EXCLUDE, {"ids": ids, "allowed": allowed, **named})
        leased = {"ids": ids, "by": worker, "until": now + timedelta(seconds=lease_s)}
        return tuple(sorted(map(_claimed, self._late.execute(_CLAIM, leased)), key=lambda each: each.id))

    def take_off(self, claimed: Iterable[ClaimedDelivery], until: datetime) -> frozenset[int]:
        """Puts mails in flight, committed before a byte of them goes out; returns the ids that still may."""
        gone: set[int] = set()
        for epoch, ids in _by_epoch(claimed).items():
            gone.update(self._late.execute(_TAKE_OFF, {"ids": ids, "of_epoch": epoch, "until": until}).scalars())
        return frozenset(gone)

    def mark(self, marks: Sequence[Marked], at: datetime) -> int:
        """Writes what became of mails in flight, one statement for all that were sent; returns how many rows were still ours."""
        sent = [each for each in marks if each.status == "sent"]
        done = 0
        for epoch, ids in _by_epoch(sent).items():
            done += self._late.execute(_SENT, {"ids": ids, "of_epoch": epoch, "at": at}).rowcount
        for each in marks:
            if each.status != "sent":
                done += self._mark_one(each)
        return done

    def give_back(self, claimed: Iterable[ClaimedDelivery]) -> int:
        """Lets go of claims of which nothing was sent; no attempt is counted."""
        done = 0
        for epoch, ids in _by_epoch(claimed).items():
            mine = update(deliveries).where(deliveries.c.id.in_(ids), deliveries.c.epoch == epoch, deliveries.c.status == "claimed")
            done += self._late.execute(mine.values(status="ready", attempts=deliveries.c.attempts - 1, next_attempt_at=LONG_AGO)).rowcount
        return done

    def workers(self) -> frozenset[str]:
        """Workers that have something in hand just now."""
        return frozenset(self._late.execute(select(deliveries.c.worker).where(_IN_HAND).distinct()).scalars())

    def reclaim(self, worker: str) -> tuple[int, int]:
        """What a worker held that is no more: its claims are ready again, what it had in flight is doubtful. Returns both counts."""
        theirs = update(deliveries).where(_IN_HAND, deliveries.c.worker == worker)
        doubtful = theirs.where(deliveries.c.status == "in_flight").values(status="held", reason=DOUBTFUL, next_attempt_at=None)
        again = theirs.where(deliveries.c.status == "claimed").values(
            status="ready", attempts=deliveries.c.attempts - 1, next_attempt_at=LONG_AGO
        )
        held = self._late.execute(doubtful).rowcount
        return self._late.execute(again).rowcount, held

    def expire(self, now: datetime) -> int:
        """Holds what is in flight for longer than its lease: whoever had it says no more. Returns how many."""
        late = update(deliveries).where(_IN_HAND, deliveries.c.status == "in_flight", deliveries.c.next_attempt_at <= now)
        return self._late.execute(late.values(status="held", reason=DOUBTFUL, next_attempt_at=None)).rowcount

    def cancel(self, issue: str) -> int:
        """Ends all that has not left yet; what is in flight has. Returns how many."""
        waiting = update(deliveries).where(
            deliveries.c.issue_id == number("i", issue), deliveries.c.status.in_(("ready", "claimed", "held"))
        )
        return self._late.execute(waiting.values(status="cancelled", next_attempt_at=None)).rowcount

    def forget(self, issue: str) -> int:
        """Takes away the rows of an issue of which nothing has left: it is a draft again."""
        return self._late.execute(
            delete(deliveries).where(deliveries.c.issue_id == number("i", issue), deliveries.c.attempts == 0)
        ).rowcount

    def suppress(self, address: str, reason: str) -> int:
        """Keeps back everything for an address that has not left yet. Returns how many."""
        waiting = update(deliveries).where(deliveries.c.address == address.lower(), deliveries.c.status.in_(("ready", "claimed")))
        return self._late.execute(waiting.values(status="suppressed", reason=reason, next_attempt_at=None)).rowcount

    def settle_doubt(self, issue: str, *, again: bool, by: str) -> int:
        """A person decides about what is doubtful: send it once more, or take it for sent. Returns how many."""
        doubtful = update(deliveries).where(deliveries.c.issue_id == number("i", issue), deliveries.c.status == "held")
        if again:
            return self._late.execute(doubtful.values(status="ready", reason="", next_attempt_at=LONG_AGO)).rowcount
        return self._late.execute(doubtful.values(status="sent", reason=f"taken for sent by {by}", next_attempt_at=None)).rowcount

    def came_back(self, delivery: str, reason: str) -> bool:
        """The server took it and could not deliver it."""
        mine = update(deliveries).where(deliveries.c.id == number("d", delivery), deliveries.c.status == "sent")
        return self._late.execute(mine.values(status="failed", reason=reason)).rowcount == 1

    def complained(self, delivery: str) -> bool:
        """It arrived, and its recipient has called it spam."""
        mine = update(deliveries).where(deliveries.c.id == number("d", delivery), deliveries.c.status == "sent")
        return self._late.execute(mine.values(reason=COMPLAINED)).rowcount == 1

    def counts(self, issue: str) -> Counts:
        complained = func.count().filter(deliveries.c.reason == COMPLAINED).label("complained")
        counted = select(deliveries.c.status, func.count().label("many"), complained).where(deliveries.c.issue_id == number("i", issue))
        rows = self._late.execute(counted.group_by(deliveries.c.status)).all()
        return Counts(**{row.status: int(row.many) for row in rows}, complained=sum(row.complained for row in rows if row.status == "sent"))

    def excluded(self, issue: str) -> Mapping[str, int]:
        """Why some do not get it, and how many each."""
        counted = select(deliveries.c.reason, func.count().label("many")).where(
            deliveries.c.issue_id == number("i", issue), deliveries.c.status == "suppressed"
        )
        return {
            row.reason: int(row.many) for row in self._late.execute(counted.group_by(deliveries.c.reason).order_by(deliveries.c.reason))
        }

    def sent_since(self, since: datetime) -> int:
        return int(self._late.execute(select(func.count()).select_from(deliveries).where(deliveries.c.sent_at >= since)).scalar_one())

    def sent_by_domain(self, since: datetime) -> Mapping[str, int]:
        counted = select(deliveries.c.domain, func.count().label("many")).where(deliveries.c.sent_at >= since)
        return {row.domain: int(row.many) for row in self._late.execute(counted.group_by(deliveries.c.domain))}

    def in_hand_by_domain(self) -> Mapping[str, int]:
        """What any worker has claimed or in flight just now."""
        counted = select(deliveries.c.domain, func.count().label("many")).where(_IN_HAND).group_by(deliveries.c.domain)
        return {row.domain: int(row.many) for row in self._late.execute(counted)}

    def waiting(self, issue: str) -> bool:
        """Whether any row may still go, now or later."""
        some = select(deliveries.c.id).where(deliveries.c.issue_id == number("i", issue), deliveries.c.next_attempt_at.is_not(None))
        return self._late.execute(some.limit(1)).first() is not None

    def next_due(self, issue: str) -> datetime | None:
        """When the next row can be claimed; None where none waits."""
        soonest = select(deliveries.c.next_attempt_at).where(
            deliveries.c.issue_id == number("i", issue),
            deliveries.c.next_attempt_at.is_not(None),
            deliveries.c.status.in_(("ready", "claimed")),
        )
        found: datetime | None = self._late.execute(soonest.order_by(deliveries.c.next_attempt_at).limit(1)).scalar()
        return found

    def get(self, delivery: str) -> DeliveryItem | None:
        row = self._late.execute(_ITEMS.where(deliveries.c.id == number("d", delivery))).first()
        return None if row is None else _item(row)

    def to_address(self, address: str, limit: int = 100) -> tuple[DeliveryItem, ...]:
        """What went, goes or does not go to an address, the newest first."""
        theirs = _ITEMS.where(deliveries.c.address == address.lower()).order_by(deliveries.c.id.desc()).limit(limit)
        return tuple(_item(row) for row in self._late.execute(theirs))

    def of(self, issue: str, statuses: Sequence[str] = (), limit: int = 100) -> tuple[DeliveryItem, ...]:
        """Rows of one issue with one of the statuses (with none given: all), in their order."""
        wanted = _ITEMS.where(deliveries.c.issue_id == number("i", issue)).order_by(deliveries.c.id).limit(limit)
        if statuses:
            wanted = wanted.where(deliveries.c.status.in_(statuses))
        return tuple(_item(row) for row in self._late.execute(wanted))

    def _mark_one(self, mark: Marked) -> int:
        mine = update(deliveries).where(deliveries.c.id == mark.id, deliveries.c.epoch == mark.epoch, deliveries.c.status == "in_flight")
        at = mark.again_at if mark.status == "ready" else None
        return self._late.execute(mine.values(status=mark.status, reason=mark.reason, next_attempt_at=at)).rowcount


#: Both have `next_attempt_at`, so that the index of what waits finds them, however much was sent before.
_IN_HAND = and_(deliveries.c.next_attempt_at > LONG_AGO, deliveries.c.status.in_(("claimed", "in_flight")))

_ITEMS = select(deliveries, issues.c.subject).join(issues, issues.c.id == deliveries.c.issue_id)


def _reason_now() -> ColumnElement[str]:
    """Why a row must not go any more, or an empty text: what was said since approval counts."""
    suppressed = select(suppressions.c.reason).where(suppressions.c.address == deliveries.c.address).scalar_subquery()
    status = func.coalesce(select(partners.c.status).where(partners.c.id == deliveries.c.partner_id).scalar_subquery(), "gone")
    on_list, other = bindparam("on_list", type_=Text), deliveries.alias()
    listed = exists(select(subscribers.c.address).where(subscribers.c.list == on_list, subscribers.c.address == deliveries.c.address))
    earlier = (other.c.issue_id == bindparam("not_sent", type_=BigInteger), other.c.address == deliveries.c.address)
    received = exists(select(other.c.id).where(*earlier, other.c.status.in_(("sent", "in_flight"))))
    return case(
        (func.coalesce(suppressed, "") != "", suppressed),
        (and_(deliveries.c.partner_id.is_not(None), status.not_in(bindparam("allowed", expanding=True))), status),
        (and_(on_list != "", ~listed), "no longer on the list"),
        (received, "already_received"),
        else_=literal(""),
    )


#: What a run asks again and again is put together once: that costs more than the database takes over it.
_THESE = deliveries.c.id.in_(bindparam("ids", expanding=True))
_OURS = and_(_THESE, deliveries.c.epoch == bindparam("of_epoch"))
_EXCLUDE = update(deliveries).where(_THESE, _reason_now() != "").values(status="suppressed", reason=_reason_now(), next_attempt_at=None)
_CLAIM = (
    update(deliveries)
    .where(_THESE, deliveries.c.status.in_(("ready", "claimed")))
    .values(
        status="claimed",
        epoch=deliveries.c.epoch + 1,
        attempts=deliveries.c.attempts + 1,
        worker=bindparam("by"),
        next_attempt_at=bindparam("until"),
    )
    .returning(
        deliveries.c.id,
        deliveries.c.epoch,
        deliveries.c.attempts,
        deliveries.c.domain,
        deliveries.c.address,
        deliveries.c.name,
        deliveries.c.organization,
        deliveries.c.language,
        deliveries.c.facets,
        deliveries.c.data,
    )
)
_TAKE_OFF = (
    update(deliveries)
    .where(_OURS, deliveries.c.status == "claimed")
    .values(status="in_flight", next_attempt_at=bindparam("until"))
    .returning(deliveries.c.id)
)
_SENT = (
    update(deliveries)
    .where(_OURS, deliveries.c.status == "in_flight")
    .values(status="sent", sent_at=bindparam("at"), next_attempt_at=None, reason="")
)


def _by_epoch(each_of: Iterable[ClaimedDelivery] | Iterable[Marked]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for each in each_of:
        found.setdefault(each.epoch, []).append(each.id)
    return found


def _addressee(row: Row[Any]) -> Addressee:
    return Addressee(
        id=row.id,
        address=row.address,
        name=row.name,
        organization=row.organization,
        language=row.language,
        facets=row.facets,
        data=row.data or {},
    )


def _claimed(row: Row[Any]) -> ClaimedDelivery:
    return ClaimedDelivery(epoch=row.epoch, attempts=row.attempts, domain=row.domain, to=_addressee(row))


def _item(row: Row[Any]) -> DeliveryItem:
    return DeliveryItem(
        id=shown("d", row.id),
        issue=shown("i", row.issue_id),
        subject=row.subject,
        partner=shown("p", row.partner_id) if row.partner_id else "",
        address=row.address,
        organization=row.organization,
        status=row.status,
        reason=row.reason,
        sent_at=row.sent_at,
        attempts=row.attempts,
        to=_addressee(row),
    )
