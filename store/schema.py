"""The tables: uniqueness is a constraint, never a look-up before an insert."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, false
from sqlalchemy import text as sql

from store.columns import Instant, Key, Words, count, flag, id_, json_, key, text

#: The newest migration; a test holds it to the folder's own head, so that a start need not import Alembic to know.
HEAD = "0017"

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
    id_(),
    Column("source_key", Key, nullable=False, unique=True),
    Column("raw_sha256", Key, ForeignKey("blobs.sha256"), nullable=False),
    Column("heard_at", Instant, nullable=False),
    Column("envelope_from", Words),
    json_("envelope_to", list),
    Column("size", Integer, nullable=False),
    key("status"),
    count("attempts"),
    key("kind"),
    key("disposition"),
    text("reason"),
    key("sensitive"),
    key("message_id"),
    key("content_key"),
    key("sender"),
    text("subject"),
    key("conversation"),
    text("error"),
    text("released_by"),
    text("discarded_by"),
    Column("decided_at", Instant),
    json_("decision", dict),
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
    id_(),
    Column("key", Key, nullable=False, unique=True),
    key("channel"),
    key("lane"),
    json_("to", list),
    json_("cc", list),
    key("recipient"),
    key("domain"),
    text("subject"),
    text("text"),
    key("template"),
    key("status"),
    key("message_id"),
    Column("raw_sha256", Key, ForeignKey("blobs.sha256"), nullable=False),
    json_("questions", list),
    count("attempts"),
    count("epoch"),
    text("worker"),
    Column("next_attempt_at", Instant),
    text("reason"),
    key("conversation"),
    flag("to_staff"),
    flag("first_answer"),
    key("language"),
    text("released_by"),
    text("discarded_by"),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("remaining", JSON),
    Column("released_at", Instant),
    Column("unasked_on", Date),
    Index(None, "next_attempt_at", "id"),
    Index(None, "status", "id"),
    Index(None, "lane", "id"),
    Index(None, "message_id"),
    Index(None, "created_at"),
    Index(None, "conversation", "status"),
    # How many were answered, and how many notices staff had, since an instant: a round of check-ins queues far more than these.
    Index(None, "first_answer", "created_at"),
    Index(None, "to_staff", "created_at"),
    # At most one mail a day that a person did not ask for.
    Index("outbox_recipient_unasked_on_key", "recipient", "unasked_on", unique=True),
    sqlite_autoincrement=True,
)

#: Talks. What is searched and filtered has a column; the rest stands in `state` (conversations.py).
conversations = Table(
    "conversations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    key("kind"),
    key("status"),
    key("pathway"),
    key("party"),
    key("language"),
    key("playbook"),
    flag("known"),
    flag("with_person"),
    json_("state", dict),
    text("words"),
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
    key("contact"),
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
    id_(),
    Column("version", Integer, nullable=False),
    text("organization"),
    key("organization_folded"),
    text("contact_name"),
    key("contact_email"),
    key("status"),
    json_("details", dict),
    text("words"),
    Column("facets", Words, nullable=False, server_default=""),
    Index("partners_organization_contact_key", "organization_folded", "contact_email", unique=True),
    Index(None, "contact_email"),
    sqlite_autoincrement=True,
)

schools = Table("schools", metadata, Column("name_folded", Key, primary_key=True), text("name"), json_("details", dict))

people = Table("people", metadata, Column("email", Key, primary_key=True), json_("details", dict))

#: What happened. Triggers of the migration refuse every change and removal.
records = Table(
    "records",
    metadata,
    id_(),
    Column("at", Instant, nullable=False),
    key("kind"),
    key("subject"),
    text("who"),
    key("message_id"),
    key("inbox_id"),
    json_("data", dict),
    Index(None, "subject", "id"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

#: Every playbook version that a conversation began with.
playbooks = Table("playbooks", metadata, Column("hash", Key, primary_key=True), key("district"), text("text"))

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
    key("kind"),
    text("words"),
    text("server"),
    Column("since", Instant, nullable=False),
    json_("told", list),
    Column("told_at", Instant),
)

#: The certificate that each server showed last, and how near to its end staff heard of it.
certificates = Table(
    "certificates",
    metadata,
    Column("part", Key, primary_key=True),
    text("server"),
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
    text("organization"),
    key("organization_folded"),
    key("contact"),
    key("standing"),
    key("stage"),
    key("liaison"),
    json_("state", dict),
    Column("active_since", Instant),
    Column("opened_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "standing", "stage"),
    Index(None, "standing", "liaison", "id"),
    Index(None, "contact"),
    Index(None, "organization_folded"),
    Index(None, "liaison"),
)

#: Papers that hold a stage back while they are missing, with the day on which they end.
proofs = Table(
    "proofs",
    metadata,
    id_(),
    Column("version", Integer, nullable=False),
    key("partnership"),
    key("kind"),
    key("person"),
    text("name"),
    key("sha256"),
    key("status"),
    Column("valid_until", Date),
    Column("grace_until", Date),
    text("checked_by"),
    Column("decided_at", Instant),
    Column("note", Words, nullable=False, default="", server_default=""),
    Column("proposed_until", Date),
    Column("reminded", Integer),
    key("message_id"),
    Column("received_at", Instant, nullable=False),
    Index(None, "partnership"),
    Index(None, "valid_until"),
    sqlite_autoincrement=True,
)

#: Every version of an agreement, with who has accepted its exact text.
agreements = Table(
    "agreements",
    metadata,
    id_(),
    Column("version", Integer, nullable=False),
    key("partnership"),
    Column("number", Integer, nullable=False),
    text("title"),
    text("text"),
    key("text_sha256"),
    json_("parties", list),
    json_("acceptances", list),
    Column("accepted", Boolean, nullable=False, server_default=false()),
    Column("reminded", JSON, nullable=False, server_default="[]"),
    Column("reminders", Integer, nullable=False, server_default="0"),
    Column("ends", Date),
    Column("made_at", Instant, nullable=False),
    Index("agreements_partnership_number_key", "partnership", "number", unique=True),
    Index(None, "ends"),
    Index("agreements_accepted_made_at", "accepted", "made_at"),
    sqlite_autoincrement=True,
)

#: Posts that somebody may be leaving: at most one is open for each post and person.
handovers = Table(
    "handovers",
    metadata,
    id_(),
    Column("version", Integer, nullable=False),
    key("partnership"),
    key("post"),
    key("leaves"),
    key("successor"),
    key("sign"),
    text("words"),
    key("message_id"),
    key("outcome"),
    text("closed_by"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index(
        "handovers_open_key",
        "partnership",
        "post",
        "leaves",
        unique=True,
        sqlite_where=sql("closed_at IS NULL"),
        postgresql_where=sql("closed_at IS NULL"),
    ),
    Index(None, "leaves"),
    sqlite_autoincrement=True,
)

#: What a person of the office has to do.
tasks = Table(
    "tasks",
    metadata,
    Column("key", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    key("subject"),
    text("title"),
    Column("due", Date),
    key("assigned_to"),
    text("done_by"),
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
    id_(),
    key("source", unique=True),
    Column("inbox_id", BigInteger, ForeignKey("inbox.id", ondelete="CASCADE"), index=True),
    key("pathway"),
    text("text"),
    key("language"),
    text("who"),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

#: What is due from whom for which period (handlers/dues.py): that it is asked once is the constraint, not a look-up before.
dues = Table(
    "dues",
    metadata,
    id_(),
    Column("version", Integer, nullable=False),
    key("kind"),
    key("cadence"),
    Column("partner", BigInteger, ForeignKey("partners.id"), nullable=False),
    key("period"),
    key("side"),
    key("respondent"),
    key("conversation"),
    key("question"),
    key("status"),
    Column("due_at", Instant, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("next_at", Instant),
    count("steps"),
    Column("answered_at", Instant),
    Index("dues_partner_cadence_period_side_key", "partner", "cadence", "period", "side", unique=True),
    Index(None, "kind", "period"),
    Index(None, "conversation"),
    Index(None, "cadence", "period"),
    Index(None, "next_at", "id"),
    Index("dues_held", "id", sqlite_where=sql("status = 'held'"), postgresql_where=sql("status = 'held'")),
    sqlite_autoincrement=True,
)

#: What partners asked for in a check-in, and what calls for help, until somebody of the office closes it.
needs = Table(
    "needs",
    metadata,
    Column("id", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("partner", BigInteger, ForeignKey("partners.id"), nullable=False),
    key("conversation"),
    key("period"),
    key("kind"),
    text("words"),
    key("message_id"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    text("closed_by"),
    text("outcome"),
    Index(None, "partner", "closed_at"),
    Index(None, "conversation"),
)

#: The district's calendar: days without school or office, and the bounds of school years (handlers/school_year.py).
calendar = Table(
    "calendar",
    metadata,
    id_(),
    key("kind"),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    text("name"),
    Index("calendar_kind_first_key", "kind", "first", unique=True),
    sqlite_autoincrement=True,
)

#: Figures that others have published, with source and date.
published = Table(
    "published",
    metadata,
    id_(),
    key("figure"),
    key("period"),
    key("source"),
    json_("state", dict),
    Column("published_on", Date, nullable=False),
    Index("published_figure_period_source_key", "figure", "period", "source", unique=True),
    sqlite_autoincrement=True,
)

#: What people wrote down of calls, visits and sessions (handlers/entries.py). An entry is struck by another one, once.
entries = Table(
    "entries",
    metadata,
    id_(),
    key("kind"),
    key("subject"),
    text("name"),
    Column("on", Date, nullable=False),
    json_("fields", dict),
    text("note"),
    text("who"),
    Column("at", Instant, nullable=False),
    Column("strikes", BigInteger, ForeignKey("entries.id"), unique=True),
    Index(None, "kind", "on"),
    sqlite_autoincrement=True,
)

#: On whose pages an entry is shown: a session is one entry about many partners.
entry_about = Table(
    "entry_about",
    metadata,
    Column("entry", BigInteger, ForeignKey("entries.id"), primary_key=True),
    Column("subject", Key, primary_key=True),
    Index(None, "subject"),
)
