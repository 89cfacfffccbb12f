"""What came from Slack, once each, and the cards in its channel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "slack_heard",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("heard_at", INSTANT, nullable=False),
        sa.Column("leased_until", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="slack_heard_pk"),
        sa.UniqueConstraint("key", name="slack_heard_key_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("slack_heard_ended_at_leased_until", "slack_heard", ["ended_at", "leased_until"])
    op.create_table(
        "cards",
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("owed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("lane", name="cards_pk"),
    )
    op.create_index("cards_about", "cards", ["about"])
    op.create_index("cards_conversation", "cards", ["conversation"])
    op.create_index("cards_ts", "cards", ["ts"])
