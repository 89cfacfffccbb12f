"""Hand-overs of a post, and how often the parties were reminded of an agreement that waits for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("agreements", sa.Column("accepted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("agreements", sa.Column("reminded", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("agreements", sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("agreements_accepted_made_at", "agreements", ["accepted", "made_at"])
    _note_what_was_accepted()
    _hand_overs()


def _note_what_was_accepted() -> None:
    table = sa.table("agreements", *map(sa.column, ("id", "accepted", "text_sha256", "parties", "acceptances")))
    table.c.parties.type = table.c.acceptances.type = sa.JSON()
    there = op.get_bind()
    for row in there.execute(sa.select(table)).all():
        said = {each["party"] for each in row.acceptances if each["text_sha256"] == row.text_sha256}
        if row.parties and set(row.parties) <= said:
            there.execute(sa.update(table).where(table.c.id == row.id).values(accepted=True))


def _hand_overs() -> None:
    texts = ("partnership", "post", "leaves", "successor", "sign", "words", "message_id", "outcome", "closed_by")
    op.create_table(
        "handovers",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="handovers_pk"),
        sqlite_autoincrement=True,
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "handovers_open_key",
        "handovers",
        ["partnership", "post", "leaves"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("handovers_leaves", "handovers", ["leaves"])
