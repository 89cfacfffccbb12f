"""Every mail we heard, what became of it, and which one of two deliveries was the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, or_, select, update

from store.columns import short_key
from store.errors import StaleVersion
from store.ids import number, shown
from store.schema import content_keys, conversations, inbox, partners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row

    from store.engine import Late

Status = Literal["heard", "done", "held", "shunted", "discarded", "duplicate"]

_WAITS_FOR_A_PERSON = ("held", "shunted")

#: Of a hostile list of references only so many are looked up.
_LOOK_UPS = 500

#: A mail that is being decided is this long one worker's; longer than a decision takes, shorter than anybody's patience.
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxItem:
    """A mail that we heard. Its `id` is `m-<n>`, in the order of hearing."""

    id: str
    source_key: str
    raw_sha256: str
    heard_at: datetime
    envelope_from: str | None = None  #: "" is the null return path; None is unknown
    envelope_to: tuple[str, ...] = ()
    size: int
    status: Status = "heard"
    attempts: int = 0
    kind: str = ""
    disposition: str = ""
    reason: str = ""
    sensitive: str = ""
    message_id: str = ""
    content_key: str = ""
    sender: str = ""
    subject: str = ""
    conversation: str = ""
    error: str = ""  #: why it was shunted
    released_by: str = ""
    discarded_by: str = ""
    decided_at: datetime | None = None
    decision: Mapping[str, Any] = field(default_factory=dict)


_FIELDS = tuple(InboxItem.__dataclass_fields__)


class Inbox:
    def __init__(self, late: Late) -> None:
        self._late = late

    def add(
        self,
        source_key: str,
        raw_sha256: str,
        *,
        heard_at: datetime,
        envelope_from: str | None = None,
        envelope_to: Sequence[str] = (),
        size: int,
    ) -> str | None:
        """Hears a mail and returns its id; None if that source key was heard before. The blob must be put first."""
        row = {
            "source_key": source_key,
            "raw_sha256": raw_sha256,
            "heard_at": heard_at,
            "envelope_from": envelope_from,
            "envelope_to": list(envelope_to),
            "size": size,
            "status": "heard",
        }
        statement = self._late.insert(inbox).values(row).on_conflict_do_nothing(index_elements=["source_key"]).returning(inbox.c.id)
        new = self._late.execute(statement).scalar()
        return None if new is None else shown("m", new)

    def attempt(self, item: str, worker: str, now: datetime) -> int:
        """Takes it in hand, counts one more attempt to decide it, and returns how many that makes.

        0 where it no longer waits for a decision, or another worker has it in hand.
        """
        taken = {"attempts": inbox.c.attempts + 1, "worker": worker, "leased_until": now + LEASE}
        counted = self._heard(item).where(_is_free(worker, now)).values(taken).returning(inbox.c.attempts)
        return self._late.execute(counted).scalar() or 0

    def excuse(self, item: str) -> None:
        """Takes an attempt back that ended for a reason of ours, such as a full disk: the mail is not to blame."""
        back = {"attempts": inbox.c.attempts - 1, "leased_until": None}
        self._late.execute(self._heard(item).where(inbox.c.attempts > 0).values(back))

    def workers(self) -> frozenset[str]:
        """Those that have a mail in hand."""
        holding = select(inbox.c.worker).where(inbox.c.status == "heard", inbox.c.leased_until.is_not(None)).distinct()
        return frozenset(self._late.execute(holding).scalars())

    def let_go(self, worker: str) -> int:
        """Frees what a worker had in hand that is no more; the attempt stays counted. Returns how many."""
        held = update(inbox).where(inbox.c.status == "heard", inbox.c.worker == worker, inbox.c.leased_until.is_not(None))
        return self._late.execute(held.values(leased_until=None)).rowcount

    def claim(self, item: str, content_key: str, message_id: str) -> str | None:
        """Takes a content for this mail: None where it is ours, else the id of the earlier mail with that content.

        StaleVersion where somebody else has decided this mail in the meantime.
        """
        if self._late.execute(self._heard(item).values(content_key=content_key, message_id=message_id)).rowcount != 1:
            raise StaleVersion(f"{item} waits no longer: somebody else has decided it")
        ours = number("m", item)
        taken = self._late.insert(content_keys).values(content_key=content_key, inbox_id=ours).on_conflict_do_nothing()
        self._late.execute(taken)
        first = self._late.execute(select(content_keys.c.inbox_id).where(content_keys.c.content_key == content_key)).scalar_one()
        return None if first == ours else shown("m", first)

    def knows(self, message_ids: Sequence[str]) -> bool:
        """Whether one of these Message-IDs was heard, whatever became of it; looks at the first 500."""
        named = [short_key(each) for each in message_ids if each][:_LOOK_UPS]
        found = select(inbox.c.id).where(inbox.c.message_id.in_(named), inbox.c.kind != "own").limit(1)
        return bool(named) and self._late.execute(found).first() is not None

    def has_conflict(self, message_id: str, content_key: str) -> bool:
        """Whether this Message-ID was heard with another content: one of the two may be a forgery (T08)."""
        if not message_id:
            return False
        other = select(inbox.c.id).where(inbox.c.message_id == message_id, inbox.c.content_key.not_in(["", content_key]))
        return self._late.execute(other.limit(1)).first() is not None

    def finish(
        self,
        item: str,
        *,
        status: Status,
        decided_at: datetime,
        kind: str = "",
        disposition: str = "",
        reason: str = "",
        sensitive: str = "",
        sender: str = "",
        subject: str = "",
        conversation: str = "",
        decision: Mapping[str, Any] | None = None,
    ) -> None:
        """Says what became of it, once: StaleVersion, and with it nothing of the unit, where somebody else was faster (G2)."""
        said = {
            "status": status,
            "kind": kind,
            "disposition": disposition,
            "reason": reason,
            "sensitive": sensitive,
            "sender": sender,
            "subject": subject,
            "conversation": conversation,
            "decision": dict(decision or {}),
            "decided_at": decided_at,
        }
        if self._late.execute(self._heard(item).values(said)).rowcount != 1:
            raise StaleVersion(f"{item} waits no longer: somebody else has decided it")

    def shunt(self, item: str, error: str, at: datetime) -> bool:
        """Sets aside what failed again and again; a person sees it and may release it."""
        return self._late.execute(self._heard(item).values(status="shunted", error=error, decided_at=at)).rowcount == 1

    def release(self, item: str, by: str) -> bool:
        """Lets a held or shunted mail be decided anew."""
        return self._settle(item, status="heard", attempts=0, leased_until=None, released_by=by)

    def discard(self, item: str, by: str, at: datetime) -> bool:
        """Ends a held or shunted mail; its bytes stay."""
        return self._settle(item, status="discarded", disposition="discarded", discarded_by=by, decided_at=at)

    def move(self, item: str, conversation: str, by: str) -> bool:
        """A held mail has been given its place by a person: it is accepted, and belongs to that conversation."""
        return self._settle(item, status="done", disposition="accepted", conversation=conversation, released_by=by)

    def get(self, item: str) -> InboxItem | None:
        row = self._late.execute(select(inbox).where(inbox.c.id == number("m", item))).first()
        return None if row is None else _item(row)

    def waiting(self, worker: str, now: datetime, limit: int = 100) -> tuple[str, ...]:
        """Ids of what waits for a decision and no other worker has in hand, in the order of hearing."""
        heard = select(inbox.c.id).where(inbox.c.status == "heard", _is_free(worker, now)).order_by(inbox.c.id).limit(limit)
        return tuple(shown("m", each) for each in self._late.execute(heard).scalars())

    def items(self, statuses: Sequence[str] = (), limit: int = 100, offset: int = 0) -> tuple[InboxItem, ...]:
        """Mails with one of the statuses (with none given: all), in the order of hearing."""
        wanted = select(inbox).order_by(inbox.c.id).limit(limit).offset(offset)
        if statuses:
            wanted = wanted.where(inbox.c.status.in_(statuses))
        return tuple(_item(row) for row in self._late.execute(wanted))

    def of(self, conversation: str, limit: int = 100) -> tuple[InboxItem, ...]:
        """Mails of one conversation, oldest first."""
        theirs = select(inbox).where(inbox.c.conversation == conversation).order_by(inbox.c.id).limit(limit)
        return tuple(_item(row) for row in self._late.execute(theirs))

    def of_partners(self, *, since: datetime | None = None, only: str = "", limit: int = 1) -> tuple[InboxItem, ...]:
        """Ordinary mails of active partners' contacts that were answered or filed, the newest first: none that answers our questions.

        Nothing that was held, or that no robot may answer, is among them.
        """
        talks = select(conversations.c.id).where(conversations.c.kind != "question")
        contacts = select(partners.c.contact_email).where(partners.c.status == "active")
        theirs = select(inbox).where(
            inbox.c.status == "done",
            inbox.c.disposition == "accepted",
            inbox.c.kind.in_(("normal", "reply")),
            inbox.c.sensitive == "",
            inbox.c.sender.in_(contacts),
            inbox.c.conversation.not_in(talks),
        )
        if since is not None:
            theirs = theirs.where(inbox.c.heard_at >= since)
        if only:
            theirs = theirs.where(inbox.c.id == number("m", only))
        return tuple(_item(row) for row in self._late.execute(theirs.order_by(inbox.c.id.desc()).limit(limit)))

    def attachments_of(self, conversation: str) -> tuple[str, ...]:
        """Blobs of the raw mails that came in a conversation, oldest first: what came attached is inside them. Our own are not theirs."""
        theirs = select(inbox.c.raw_sha256).where(inbox.c.conversation == conversation, inbox.c.kind != "own").order_by(inbox.c.id)
        return tuple(self._late.execute(theirs).scalars())

    def count(self, status: str) -> int:
        counted = select(func.count()).select_from(inbox).where(inbox.c.status == status)
        return int(self._late.execute(counted).scalar_one())

    def counts(self) -> dict[str, int]:
        """How many mails have which status."""
        counted = select(inbox.c.status, func.count().label("messages")).group_by(inbox.c.status)
        return {row.status: row.messages for row in self._late.execute(counted)}

    def waits_since(self) -> datetime | None:
        """When the oldest mail was heard that nobody has decided on; None where all are."""
        oldest = select(inbox.c.heard_at).where(inbox.c.status == "heard").order_by(inbox.c.id).limit(1)
        heard_at: datetime | None = self._late.execute(oldest).scalar()
        return heard_at

    def _heard(self, item: str) -> Any:
        return update(inbox).where(inbox.c.id == number("m", item), inbox.c.status == "heard")

    def _settle(self, item: str, **values: object) -> bool:
        waits = update(inbox).where(inbox.c.id == number("m", item), inbox.c.status.in_(_WAITS_FOR_A_PERSON))
        return self._late.execute(waits.values(**values)).rowcount == 1


def _is_free(worker: str, now: datetime) -> ColumnElement[bool]:
    return or_(inbox.c.leased_until.is_(None), inbox.c.leased_until <= now, inbox.c.worker == worker)


def _item(row: Row[Any]) -> InboxItem:
    fields = {name: row._mapping[name] for name in _FIELDS}  # noqa: SLF001  SQLAlchemy's documented name for a row as a mapping
    fields["id"] = shown("m", fields["id"])
    fields["envelope_to"] = tuple(fields["envelope_to"])
    return InboxItem(**fields)
