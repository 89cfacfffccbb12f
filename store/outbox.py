"""Every mail we owe: kept once for each key, claimed by one worker at a time, paid to one end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, case, exists, func, literal, select, update

from store.blobs import Blobs, unpack
from store.columns import short_key
from store.ids import number, shown
from store.schema import blobs, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Row

    from handlers.types import Outbound
    from store.engine import Late

Status = Literal["ready", "claimed", "held", "sent", "failed", "cancelled"]

#: A first answer counts against the caps once nothing but the server can stop it: a draft or a refused one does not.
_COUNTS = ("ready", "claimed", "sent", "failed")

#: Templates of what only keeps a card in Slack true, and bothers nobody.
_ON_CARDS = ("card", "draft", "thread_mail")

#: Of a hostile list of references only so many are looked up.
_LOOK_UPS = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class OutboxItem:
    """A mail that we owe or have paid. Its `id` is `o-<n>`, in the order of owing."""

    id: str
    key: str
    channel: str
    lane: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    text: str  #: the text body, for a person to read
    template: str
    status: Status
    message_id: str
    raw_sha256: str  #: blob of the finished bytes
    questions: tuple[str, ...]
    attempts: int
    next_attempt_at: datetime | None  #: None unless ready or claimed; of a claimed one, when its lease ends
    reason: str
    conversation: str
    to_staff: bool
    language: str
    released_by: str
    discarded_by: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A mail that one worker may deliver until its lease ends. `attempts` counts this one."""

    id: str
    epoch: int
    channel: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    remaining: tuple[str, ...]  #: those who do not have it yet, where others of `to` and `cc` do
    subject: str
    conversation: str
    to_staff: bool
    message_id: str
    raw: bytes
    attempts: int
    since: datetime  #: when its lifetime began: it was owed, or a person released it

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.remaining or (*self.to, *self.cc)


class Outbox:
    def __init__(self, late: Late) -> None:
        self._late = late

    def add(
        self, outbound: Outbound, *, message_id: str, raw: bytes, subject: str, text: str, now: datetime, unasked_on: date | None = None
    ) -> str | None:
        """Owes a mail and returns its id; None if its key was owed before, whatever became of that one.

        `unasked_on` is the day, by the district's clock, of a mail that nobody waits for: at most one a person.
        """
        recipient = outbound.to[0].lower() if outbound.to else ""
        held = bool(outbound.hold)
        row = {
            "key": outbound.key,
            "channel": outbound.channel,
            "lane": outbound.lane,
            "to": list(outbound.to),
            "cc": list(outbound.cc),
            "recipient": recipient,
            "domain": recipient.rpartition("@")[2],
            "subject": subject,
            "text": text,
            "template": outbound.template,
            "status": "held" if held else "ready",
            "message_id": message_id,
            "raw_sha256": Blobs(self._late).put(raw),
            "questions": list(outbound.questions),
            "next_attempt_at": None if held else outbound.not_before or now,
            "reason": outbound.hold,
            "conversation": outbound.conversation,
            "to_staff": outbound.to_staff,
            "first_answer": outbound.context.get("first") is True and not outbound.to_staff,
            "language": outbound.language,
            "created_at": now,
            "unasked_on": unasked_on,
        }
        statement = self._late.insert(outbox).values(row).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id)
        new = self._late.execute(statement).scalar()
        return None if new is None else shown("o", new)

    def unasked_days(self, recipient: str, since: date) -> frozenset[date]:
        """The days from one on that hold a mail to somebody who did not ask for it."""
        theirs = select(outbox.c.unasked_on).where(outbox.c.recipient == recipient.lower(), outbox.c.unasked_on >= since)
        return frozenset(self._late.execute(theirs).scalars())

    def claim(self, now: datetime, *, limit: int, lease_s: float, worker: str, channel: str = "mail") -> tuple[Claimed, ...]:
        """Takes what is due, the longest due first, until `lease_s` from now; at most one of each lane, its earliest unsent."""
        due = select(outbox.c.id).where(outbox.c.next_attempt_at <= now, outbox.c.channel == channel, _is_first_of_lane())
        due = due.order_by(outbox.c.next_attempt_at, outbox.c.id).limit(limit).with_for_update(skip_locked=True, of=outbox)
        ids = self._late.execute(due).scalars().all()
        if not ids:
            return ()
        taken = {
            "status": "claimed",
            "epoch": outbox.c.epoch + 1,
            "attempts": outbox.c.attempts + 1,
            "worker": worker,
            "next_attempt_at": now + timedelta(seconds=lease_s),
        }
        self._late.execute(update(outbox).where(outbox.c.id.in_(ids)).values(taken))
        rows = self._late.execute(_CLAIMED.where(outbox.c.id.in_(ids)))
        return tuple(sorted((_claimed(row) for row in rows), key=lambda each: ids.index(number("o", each.id))))

    def claimants(self) -> frozenset[str]:
        """Workers that hold a claim just now."""
        holding = select(outbox.c.worker).where(outbox.c.status == "claimed").distinct()
        return frozenset(self._late.execute(holding).scalars())

    def reclaim(self, worker: str, now: datetime) -> int:
        """Makes due at once what a worker held that is no more; returns how many."""
        held = update(outbox).where(outbox.c.status == "claimed", outbox.c.worker == worker)
        return self._late.execute(held.values(next_attempt_at=now)).rowcount

    def sent(self, item: str, epoch: int, at: datetime) -> bool:
        """The server took it. False, here and in the next four, for an epoch that is no longer the newest."""
        return self._end(item, epoch, status="sent", sent_at=at, next_attempt_at=None, reason="", remaining=[])

    def retry(self, item: str, epoch: int, at: datetime, reason: str, *, remaining: Sequence[str] = (), counted: bool = True) -> bool:
        """Due again then; for those alone who `remaining` names, where others have it. What was no attempt of its own is not counted."""
        uncounted = {} if counted else {"attempts": outbox.c.attempts - 1}
        again = {"status": _unless_withdrawn("ready"), "next_attempt_at": _unless_withdrawn(at, None)}
        return self._end(item, epoch, **again, reason=reason, **_left(remaining), **uncounted)

    def failed(self, item: str, epoch: int, reason: str, *, remaining: Sequence[str] = ()) -> bool:
        return self._end(item, epoch, status="failed", next_attempt_at=None, reason=reason, **_left(remaining))

    def hold(self, item: str, epoch: int, reason: str, *, remaining: Sequence[str] = ()) -> bool:
        return self._end(item, epoch, status=_unless_withdrawn("held"), next_attempt_at=None, reason=reason, **_left(remaining))

    def renew(self, item: str, epoch: int, until: datetime) -> bool:
        """Keeps a claim that is still in hand."""
        return self._end(item, epoch, next_attempt_at=until)

    def postpone(self, now: datetime, until: datetime, channel: str = "mail") -> int:
        """Lets all that is due wait until then: there is no server to take it. Returns how many."""
        due = update(outbox).where(outbox.c.status == "ready", outbox.c.next_attempt_at <= now, outbox.c.channel == channel)
        return self._late.execute(due.values(next_attempt_at=until)).rowcount

    def came_back(self, item: str, reason: str) -> bool:
        """The server took it and could not deliver it: it has failed, and a person may release it again."""
        return self._settle(item, ("sent",), status="failed", reason=reason)

    def release(self, item: str, by: str, now: datetime) -> bool:
        """Lets a held or failed mail go, with all its attempts and its whole lifetime before it."""
        anew = {"attempts": 0, "next_attempt_at": now, "reason": "", "discarded_by": ""}
        return self._settle(item, ("held", "failed"), status="ready", released_by=by, released_at=now, **anew)

    def hasten(self, item: str, by: str, now: datetime) -> bool:
        """Lets a mail to a partner go now that was to leave later and was never tried."""
        waits = update(outbox).where(outbox.c.id == number("o", item), outbox.c.status == "ready", outbox.c.next_attempt_at > now)
        never_tried = waits.where(outbox.c.attempts == 0, ~outbox.c.to_staff, outbox.c.channel == "mail")
        return self._late.execute(never_tried.values(next_attempt_at=now, released_by=by, released_at=now)).rowcount == 1

    def discard(self, item: str, by: str) -> bool:
        """Ends a mail that no worker has in hand."""
        return self._settle(item, ("ready", "held", "failed"), status="cancelled", next_attempt_at=None, discarded_by=by)

    def withdraw(self, conversation: str, by: str) -> tuple[str, ...]:
        """Ends what waits for the partner in a conversation, since a person has answered, and returns its ids.

        What a person released goes out all the same. What a worker has in hand may have left already: it is not tried a second time.
        """
        theirs = update(outbox).where(
            outbox.c.conversation == conversation, ~outbox.c.to_staff, outbox.c.released_by == "", outbox.c.channel == "mail"
        )
        waiting = theirs.where(outbox.c.status.in_(("ready", "held")))
        ended = waiting.values(status="cancelled", next_attempt_at=None, discarded_by=by).returning(outbox.c.id)
        ids = sorted(self._late.execute(ended).scalars())
        self._late.execute(theirs.where(outbox.c.status == "claimed").values(discarded_by=by))
        return tuple(shown("o", each) for each in ids)

    def overtake(self, conversation: str, templates: Sequence[str], now: datetime) -> tuple[str, ...]:
        """Ends mails of these kinds in a conversation that are to leave later than now, and returns their ids."""
        waits = update(outbox).where(
            outbox.c.conversation == conversation,
            outbox.c.template.in_(templates),
            outbox.c.status == "ready",
            outbox.c.next_attempt_at > now,
        )
        ended = waits.values(status="cancelled", next_attempt_at=None, discarded_by="answered").returning(outbox.c.id)
        return tuple(shown("o", each) for each in sorted(self._late.execute(ended).scalars()))

    def newest_of(self, conversation: str, template: str) -> OutboxItem | None:
        """The newest mail of one kind in a conversation."""
        theirs = select(outbox).where(outbox.c.conversation == conversation, outbox.c.template == template)
        row = self._late.execute(theirs.order_by(outbox.c.id.desc()).limit(1)).first()
        return None if row is None else _item(row)

    def get(self, item: str) -> OutboxItem | None:
        row = self._late.execute(select(outbox).where(outbox.c.id == number("o", item))).first()
        return None if row is None else _item(row)

    def tries(self, key: str) -> int:
        """How often a worker has taken what was owed by this key in hand, just now too."""
        return int(self._late.execute(select(outbox.c.epoch).where(outbox.c.key == key)).scalar() or 0)

    def items(self, statuses: Sequence[str] = (), limit: int = 100, offset: int = 0) -> tuple[OutboxItem, ...]:
        """Mails with one of the statuses (with none given: all), in the order of owing."""
        wanted = select(outbox).order_by(outbox.c.id).limit(limit).offset(offset)
        if statuses:
            wanted = wanted.where(outbox.c.status.in_(statuses))
        return tuple(_item(row) for row in self._late.execute(wanted))

    def of(self, conversation: str, limit: int = 200) -> tuple[OutboxItem, ...]:
        """Mails of ours in one conversation, oldest first."""
        theirs = select(outbox).where(outbox.c.conversation == conversation).order_by(outbox.c.id).limit(limit)
        return tuple(_item(row) for row in self._late.execute(theirs))

    def by_message_ids(self, ids: Sequence[str]) -> tuple[OutboxItem, ...]:
        """Our mails with one of the Message-IDs (without brackets), in the order of the ids; looks at the first 500."""
        named = [short_key(each) for each in dict.fromkeys(ids) if each][:_LOOK_UPS]
        if not named:
            return ()
        ours = (_item(row) for row in self._late.execute(select(outbox).where(outbox.c.message_id.in_(named))))
        return tuple(sorted(ours, key=lambda item: named.index(item.message_id)))

    def first_answers_since(self, since: datetime, address: str, domain: str) -> tuple[int, int, int]:
        """First answers since then: to this address, to this domain, in all."""
        counted = select(
            func.count(case((outbox.c.recipient == address.lower(), 1))).label("to_address"),
            func.count(case((outbox.c.domain == domain.lower(), 1))).label("to_domain"),
            func.count().label("in_all"),
        ).where(outbox.c.created_at >= since, outbox.c.first_answer, outbox.c.status.in_(_COUNTS))
        row = self._late.execute(counted).one()
        return row.to_address, row.to_domain, row.in_all

    def notices_since(self, since: datetime) -> int:
        """Notices to staff that were owed since then; what keeps a card in Slack true is none."""
        notices = select(func.count()).select_from(outbox).where(outbox.c.created_at >= since, outbox.c.to_staff)
        notices = notices.where(outbox.c.template.not_in(_ON_CARDS))
        return int(self._late.execute(notices).scalar_one())

    def sent_since(self, since: datetime) -> int:
        """How many mails the server has taken since then."""
        taken = select(func.count()).select_from(outbox).where(outbox.c.sent_at >= since, outbox.c.channel == "mail")
        count: int = self._late.execute(taken).scalar_one()
        return count

    def in_hand(self, now: datetime) -> int:
        """How many mails workers are delivering just now."""
        held = select(func.count()).select_from(outbox).where(outbox.c.status == "claimed", outbox.c.next_attempt_at > now)
        held = held.where(outbox.c.channel == "mail")
        return int(self._late.execute(held).scalar_one())

    def counts(self) -> dict[str, int]:
        """How many messages have which status."""
        counted = select(outbox.c.status, func.count().label("messages")).group_by(outbox.c.status)
        return {row.status: row.messages for row in self._late.execute(counted)}

    def next_due(self, now: datetime, channel: str = "mail") -> datetime | None:
        """When something can next be claimed, `now` if at once; None where nothing is on its way."""
        waiting = select(outbox.c.next_attempt_at).where(
            outbox.c.next_attempt_at.is_not(None), outbox.c.channel == channel, _is_first_of_lane()
        )
        soonest: datetime | None = self._late.execute(waiting.order_by(outbox.c.next_attempt_at).limit(1)).scalar()
        return None if soonest is None else max(soonest, now)

    def _end(self, item: str, epoch: int, **values: object) -> bool:
        mine = update(outbox).where(outbox.c.id == number("o", item), outbox.c.status == "claimed", outbox.c.epoch == epoch)
        return self._late.execute(mine.values(values)).rowcount == 1

    def _settle(self, item: str, statuses: Sequence[str], **values: object) -> bool:
        waits = update(outbox).where(outbox.c.id == number("o", item), outbox.c.status.in_(statuses))
        return self._late.execute(waits.values(values)).rowcount == 1


_CLAIMED = select(
    outbox.c.id,
    outbox.c.epoch,
    outbox.c.channel,
    outbox.c.to,
    outbox.c.cc,
    outbox.c.remaining,
    outbox.c.subject,
    outbox.c.conversation,
    outbox.c.to_staff,
    outbox.c.message_id,
    blobs.c.data,
    outbox.c.attempts,
    func.coalesce(outbox.c.released_at, outbox.c.created_at, type_=outbox.c.created_at.type).label("since"),
).join_from(outbox, blobs, outbox.c.raw_sha256 == blobs.c.sha256)


def _left(remaining: Sequence[str]) -> dict[str, object]:
    """Nobody named leaves it as it was: all of them, or those of an earlier try."""
    return {"remaining": list(remaining)} if remaining else {}


def _unless_withdrawn(value: object, otherwise: object = "cancelled") -> ColumnElement[Any]:
    """What a column becomes, unless a person has answered while a worker had the mail in hand."""
    kind = outbox.c.next_attempt_at.type if otherwise is None else outbox.c.status.type
    return case((outbox.c.discarded_by == "", literal(value, kind)), else_=literal(otherwise, kind))


def _is_first_of_lane() -> ColumnElement[bool]:
    """Nothing owed earlier in its lane is still on its way. What waits for a person is not: a forgotten draft must not silence the rest."""
    earlier = outbox.alias("earlier")
    ahead = and_(earlier.c.lane == outbox.c.lane, earlier.c.id < outbox.c.id, earlier.c.next_attempt_at.is_not(None))
    return (outbox.c.lane == "") | ~exists(select(earlier.c.id).where(ahead))


def _claimed(row: Row[Any]) -> Claimed:
    return Claimed(
        id=shown("o", row.id),
        epoch=row.epoch,
        channel=row.channel,
        to=tuple(row.to),
        cc=tuple(row.cc),
        remaining=tuple(row.remaining or ()),
        subject=row.subject,
        conversation=row.conversation,
        to_staff=row.to_staff,
        message_id=row.message_id,
        raw=unpack(row.data),
        attempts=row.attempts,
        since=row.since,
    )


_FIELDS = tuple(OutboxItem.__dataclass_fields__)


def _item(row: Row[Any]) -> OutboxItem:
    fields = {name: row._mapping[name] for name in _FIELDS}  # noqa: SLF001  SQLAlchemy's documented name for a row as a mapping
    for name in ("to", "cc", "questions"):
        fields[name] = tuple(fields[name])
    return OutboxItem(**fields | {"id": shown("o", fields["id"])})
