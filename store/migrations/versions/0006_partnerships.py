"""Partnerships with their proofs, agreements and tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _partnerships()
    _proofs()
    _agreements()
    _tasks()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _partnerships() -> None:
    op.create_table(
        "partnerships",
        *_text("id"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("organization", "organization_folded", "contact", "standing", "stage", "liaison"),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("active_since", INSTANT, nullable=True),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="partnerships_pk"),
    )
    op.create_index("partnerships_standing_stage", "partnerships", ["standing", "stage"])
    for name in ("contact", "organization_folded", "liaison"):
        op.create_index(f"partnerships_{name}", "partnerships", [name])


def _proofs() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("partnership", "kind", "person", "name", "sha256", "status"),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("grace_until", sa.Date(), nullable=True),
        *_text("checked_by", "message_id"),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="proofs_pk"),
        sqlite_autoincrement=True,
    )
    for name in ("partnership", "valid_until"):
        op.create_index(f"proofs_{name}", "proofs", [name])


def _agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("partnership"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_text("title", "text", "text_sha256"),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("acceptances", sa.JSON(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="agreements_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index("agreements_partnership_number_key", "agreements", ["partnership", "number"], unique=True)
    op.create_index("agreements_ends", "agreements", ["ends"])


def _tasks() -> None:
    op.create_table(
        "tasks",
        *_text("key"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("subject", "title"),
        sa.Column("due", sa.Date(), nullable=True),
        *_text("assigned_to", "done_by"),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="tasks_pk"),
    )
    op.create_index("tasks_subject", "tasks", ["subject"])
    op.create_index("tasks_done_at_due", "tasks", ["done_at", "due"])
