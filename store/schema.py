"""The tables: uniqueness is a constraint, never a look-up before an insert."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

#: The newest migration; a test holds it to the folder's own head, so that a start need not import Alembic to know.
HEAD = "0007"

#: PostgreSQL refuses index entries of more than 2,704 bytes, and strangers write Message-IDs as long as they like.
KEY_BYTES = 1000


class Words(TypeDecorator[str]):
    """Text of any origin: PostgreSQL keeps no NUL and no lone surrogate, so they become U+FFFD in both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        _ = dialect
        return None if value is None else storable(value)


class Key(TypeDecorator[str]):
    """Text that is looked up: a very long one is kept as its beginning and its digest, equal texts still being equal."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        _ = dialect
        return None if value is None else short_key(value)


class Instant(TypeDecorator[datetime]):
    """An aware instant, in UTC in and out; SQLite keeps it as text of one width, which sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        _ = dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        _ = dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def short_key(text: str) -> str:
    kept = storable(text)
    data = kept.encode()
    return kept if len(data) <= KEY_BYTES else f"{kept[:100]}…sha256:{hashlib.sha256(data).hexdigest()}"


def _id() -> Column[int]:
    # SQLite numbers rows by itself only in a column that is exactly INTEGER.
    return Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True)


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False, default="")


def _key(name: str, *, unique: bool = False) -> Column[str]:
    return Column(name, Key, nullable=False, default="", unique=unique)


def _json(name: str, empty: Any) -> Column[Any]:
    return Column(name, JSON, nullable=False, default=empty)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0)


metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
    }
)

#: Raw mail and documents, compressed; the key is the SHA-256 of what went in.
blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Key, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

#: Every mail that we heard, once for each source key.
inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("source_key", Key, nullable=False, unique=True),
    Column("raw_sha256", Key, ForeignKey("blobs.sha256"), nullable=False),
    Column("heard_at", Instant, nullable=False),
    Column("envelope_from", Words),
    _json("envelope_to", list),
    Column("size", Integer, nullable=False),
    _key("status"),
    _count("attempts"),
    _key("kind"),
    _key("disposition"),
    _text("reason"),
    _key("sensitive"),
    _key("message_id"),
    _key("content_key"),
    _key("sender"),
    _text("subject"),
    _key("conversation"),
    _text("error"),
    _text("released_by"),
    _text("discarded_by"),
    Column("decided_at", Instant),
    _json("decision", dict),
    Column("worker", Key),
    Column("leased_until", Instant),
    Index(None, "status", "id"),
    Index(None, "message_id"),
    Index(None, "conversation"),
    sqlite_autoincrement=True,
)

#: Who was first with a content: two deliveries of one mail meet in this primary key (G2).
content_keys = Table(
    "content_keys",
    metadata,
    Column("content_key", Key, primary_key=True),
    Column("inbox_id", ForeignKey("inbox.id"), nullable=False),
)

#: Every mail that we owe. Only what is on its way has `next_attempt_at`, which a claim moves to the end of its lease: so one short index
#: finds what is due, however much was sent before.
outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("key", Key, nullable=False, unique=True),
    _key("channel"),
    _key("lane"),
    _json("to", list),
    _json("cc", list),
    _key("recipient"),
    _key("domain"),
    _text("subject"),
    _text("text"),
    _key("template"),
    _key("status"),
    _key("message_id"),
    Column("raw_sha256", Key, ForeignKey("blobs.sha256"), nullable=False),
    _json("questions", list),
    _count("attempts"),
    _count("epoch"),
    _text("worker"),
    Column("next_attempt_at", Instant),
    _text("reason"),
    _key("conversation"),
    _flag("to_staff"),
    _flag("first_answer"),
    _key("language"),
    _text("released_by"),
    _text("discarded_by"),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("remaining", JSON),
    Column("released_at", Instant),
    Index(None, "next_attempt_at", "id"),
    Index(None, "status", "id"),
    Index(None, "lane", "id"),
    Index(None, "message_id"),
    Index(None, "created_at"),
    sqlite_autoincrement=True,
)

#: Talks. What is searched and filtered has a column; the rest stands in `state` (conversations.py).
conversations = Table(
    "conversations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    _key("kind"),
    _key("status"),
    _key("pathway"),
    _key("party"),
    _key("language"),
    _key("playbook"),
    _flag("known"),
    _flag("with_person"),
    _json("state", dict),
    _text("words"),
    Column("opened_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "kind", "status"),
    Index(None, "party"),
)


def _conversation(*, index: bool) -> Column[str]:
    # Deferred, so that a unit may write a token or a message before the conversation that it leads to.
    link = ForeignKey("conversations.id", deferrable=True, initially="DEFERRED")
    return Column("conversation", Key, link, nullable=False, index=index)


#: Reply tokens, hashed: what a thief of the file finds opens no conversation.
tokens = Table(
    "tokens",
    metadata,
    Column("hash", Key, primary_key=True),
    _conversation(index=True),
    _key("contact"),
    Column("epoch", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

#: Which conversation a Message-ID belongs to, ours and theirs; the first one to name it wins.
messages = Table("messages", metadata, Column("message_id", Key, primary_key=True), _conversation(index=False))

#: Organisations with one contact each.
partners = Table(
    "partners",
    metadata,
    _id(),
    Column("version", Integer, nullable=False),
    _text("organization"),
    _key("organization_folded"),
    _text("contact_name"),
    _key("contact_email"),
    _key("status"),
    _json("details", dict),
    _text("words"),
    Index("partners_organization_contact_key", "organization_folded", "contact_email", unique=True),
    Index(None, "contact_email"),
    sqlite_autoincrement=True,
)

schools = Table("schools", metadata, Column("name_folded", Key, primary_key=True), _text("name"), _json("details", dict))

people = Table("people", metadata, Column("email", Key, primary_key=True), _json("details", dict))

#: What happened. Triggers of the migration refuse every change and removal.
records = Table(
    "records",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    _key("kind"),
    _key("subject"),
    _text("who"),
    _key("message_id"),
    _key("inbox_id"),
    _json("data", dict),
    Index(None, "subject", "id"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

#: Every playbook version that a conversation began with.
playbooks = Table("playbooks", metadata, Column("hash", Key, primary_key=True), _key("district"), _text("text"))

#: Where each watched mailbox stood when it was first seen: what lay in it then is not answered (IMAP_SINCE).
mailboxes = Table(
    "mailboxes",
    metadata,
    Column("account", Key, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uidnext", BigInteger, nullable=False),
    Column("newest", Instant),
    Column("seen_at", Instant, nullable=False),
)

#: Parts that are away just now (handlers/outages.py), one row each.
outages = Table(
    "outages",
    metadata,
    Column("part", Key, primary_key=True),
    _key("kind"),
    _text("words"),
    _text("server"),
    Column("since", Instant, nullable=False),
    _json("told", list),
    Column("told_at", Instant),
)

#: The certificate that each server showed last, and how near to its end staff heard of it.
certificates = Table(
    "certificates",
    metadata,
    Column("part", Key, primary_key=True),
    _text("server"),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("told", Integer),
)

#: Partnerships from the day that an application is handed in, or an active partner imported.
partnerships = Table(
    "partnerships",
    metadata,
    Column("id", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    _text("organization"),
    _key("organization_folded"),
    _key("contact"),
    _key("standing"),
    _key("stage"),
    _key("liaison"),
    _json("state", dict),
    Column("active_since", Instant),
    Column("opened_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "standing", "stage"),
    Index(None, "contact"),
    Index(None, "organization_folded"),
    Index(None, "liaison"),
)

#: Papers that hold a stage back while they are missing, with the day on which they end.
proofs = Table(
    "proofs",
    metadata,
    _id(),
    Column("version", Integer, nullable=False),
    _key("partnership"),
    _key("kind"),
    _key("person"),
    _text("name"),
    _key("sha256"),
    _key("status"),
    Column("valid_until", Date),
    Column("grace_until", Date),
    _text("checked_by"),
    _key("message_id"),
    Column("received_at", Instant, nullable=False),
    Index(None, "partnership"),
    Index(None, "valid_until"),
    sqlite_autoincrement=True,
)

#: Every version of an agreement, with who has accepted its exact text.
agreements = Table(
    "agreements",
    metadata,
    _id(),
    Column("version", Integer, nullable=False),
    _key("partnership"),
    Column("number", Integer, nullable=False),
    _text("title"),
    _text("text"),
    _key("text_sha256"),
    _json("parties", list),
    _json("acceptances", list),
    Column("ends", Date),
    Column("made_at", Instant, nullable=False),
    Index("agreements_partnership_number_key", "partnership", "number", unique=True),
    Index(None, "ends"),
    sqlite_autoincrement=True,
)

#: What a person of the office has to do.
tasks = Table(
    "tasks",
    metadata,
    Column("key", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    _key("subject"),
    _text("title"),
    Column("due", Date),
    _key("assigned_to"),
    _text("done_by"),
    Column("opened_at", Instant, nullable=False),
    Column("done_at", Instant),
    Index(None, "subject"),
    Index(None, "done_at", "due"),
)

#: What staff said belongs where: texts that routing learns from. `source` is the mail's id, or the digest of a text that was imported; with
#: its mail an example goes, too.
examples = Table(
    "examples",
    metadata,
    _id(),
    _key("source", unique=True),
    Column("inbox_id", BigInteger, ForeignKey("inbox.id", ondelete="CASCADE"), index=True),
    _key("pathway"),
    _text("text"),
    _key("language"),
    _text("who"),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
