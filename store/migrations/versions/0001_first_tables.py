"""The first tables: mail heard and owed, talks, partners, records, playbooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _blobs()
    _conversations()
    _partners()
    _people()
    _playbooks()
    _records()
    _schools()
    _inbox()
    _messages()
    _outbox()
    _tokens()
    _content_keys()
    _records_stay_as_they_are()


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="blobs_pk"),
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("pathway", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("playbook", sa.Text(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("with_person", sa.Boolean(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="conversations_pk"),
    )
    op.create_index("conversations_kind_status", "conversations", ["kind", "status"])
    op.create_index("conversations_party", "conversations", ["party"])


def _partners() -> None:
    op.create_table(
        "partners",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("organization_folded", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="partners_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index("partners_contact_email", "partners", ["contact_email"])
    op.create_index("partners_organization_contact_key", "partners", ["organization_folded", "contact_email"], unique=True)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("email", name="people_pk"),
    )


def _playbooks() -> None:
    op.create_table(
        "playbooks",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="playbooks_pk"),
    )


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("inbox_id", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="records_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index("records_at", "records", ["at"])
    op.create_index("records_subject_id", "records", ["subject", "id"])


def _schools() -> None:
    op.create_table(
        "schools",
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name_folded", name="schools_pk"),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("raw_sha256", sa.Text(), nullable=False),
        sa.Column("heard_at", INSTANT, nullable=False),
        sa.Column("envelope_from", sa.Text(), nullable=True),
        sa.Column("envelope_to", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("disposition", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sensitive", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("content_key", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("discarded_by", sa.Text(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["raw_sha256"], ["blobs.sha256"], name="inbox_raw_sha256_fk"),
        sa.PrimaryKeyConstraint("id", name="inbox_pk"),
        sa.UniqueConstraint("source_key", name="inbox_source_key_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_conversation", "inbox", ["conversation"])
    op.create_index("inbox_message_id", "inbox", ["message_id"])
    op.create_index("inbox_status_id", "inbox", ["status", "id"])


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="messages_conversation_fk", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("message_id", name="messages_pk"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("to", sa.JSON(), nullable=False),
        sa.Column("cc", sa.JSON(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("raw_sha256", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("to_staff", sa.Boolean(), nullable=False),
        sa.Column("first_answer", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=False),
        sa.Column("discarded_by", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["raw_sha256"], ["blobs.sha256"], name="outbox_raw_sha256_fk"),
        sa.PrimaryKeyConstraint("id", name="outbox_pk"),
        sa.UniqueConstraint("key", name="outbox_key_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_created_at", "outbox", ["created_at"])
    op.create_index("outbox_lane_id", "outbox", ["lane", "id"])
    op.create_index("outbox_message_id", "outbox", ["message_id"])
    op.create_index("outbox_next_attempt_at_id", "outbox", ["next_attempt_at", "id"])
    op.create_index("outbox_status_id", "outbox", ["status", "id"])


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="tokens_conversation_fk", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("hash", name="tokens_pk"),
    )
    op.create_index("tokens_conversation", "tokens", ["conversation"])


def _content_keys() -> None:
    op.create_table(
        "content_keys",
        sa.Column("content_key", sa.Text(), nullable=False),
        sa.Column("inbox_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="content_keys_inbox_id_fk"),
        sa.PrimaryKeyConstraint("content_key", name="content_keys_pk"),
    )


#: Nobody rewrites what happened (T51): not a later programmer in haste, nor a statement typed into the database's own shell.
_SQLITE = """
CREATE TRIGGER records_no_{lower} BEFORE {verb} ON records
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END
"""
_POSTGRESQL = (
    """
    CREATE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'records are append-only'; END $$
    """,
    """
    CREATE TRIGGER records_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON records
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()
    """,
)


def _records_stay_as_they_are() -> None:
    if op.get_bind().dialect.name == "sqlite":
        statements = tuple(_SQLITE.format(lower=verb.lower(), verb=verb) for verb in ("UPDATE", "DELETE"))
    else:
        statements = _POSTGRESQL
    for statement in statements:
        op.execute(statement)
