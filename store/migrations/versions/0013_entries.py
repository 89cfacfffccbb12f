"""What people write down of calls, visits and sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("strikes", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["strikes"], ["entries.id"], name="entries_strikes_fk"),
        sa.PrimaryKeyConstraint("id", name="entries_pk"),
        sa.UniqueConstraint("strikes", name="entries_strikes_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("entries_kind_on", "entries", ["kind", "on"])
    op.create_table(
        "entry_about",
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="entry_about_entry_fk"),
        sa.PrimaryKeyConstraint("entry", "subject", name="entry_about_pk"),
    )
    op.create_index("entry_about_subject", "entry_about", ["subject"])
