"""What staff said belongs where: texts that routing learns from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "examples",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("inbox_id", sa.BigInteger(), nullable=True),
        sa.Column("pathway", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="examples_inbox_id_fk", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="examples_pk"),
        sa.UniqueConstraint("source", name="examples_source_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("examples_inbox_id", "examples", ["inbox_id"])
