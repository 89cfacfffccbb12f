"""What is due from whom for which period, needs, the district's calendar, published figures, and the day of an unasked mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("unasked_on", sa.Date(), nullable=True))
    op.create_index("outbox_recipient_unasked_on_key", "outbox", ["recipient", "unasked_on"], unique=True)
    _dues()
    _needs()
    _calendar()
    _published()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _key(table: str) -> list[sa.Column[int] | sa.PrimaryKeyConstraint]:
    return [sa.Column("id", ID, autoincrement=True, nullable=False), sa.PrimaryKeyConstraint("id", name=f"{table}_pk")]


def _partner(table: str) -> list[sa.Column[int] | sa.ForeignKeyConstraint]:
    link = sa.ForeignKeyConstraint(["partner"], ["partners.id"], name=f"{table}_partner_fk")
    return [sa.Column("partner", sa.BigInteger(), nullable=False), link]


def _dues() -> None:
    op.create_table(
        "dues",
        *_key("dues"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("kind", "cadence"),
        *_partner("dues"),
        *_text("period", "side", "respondent", "conversation", "question", "status"),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("dues_partner_cadence_period_side_key", "dues", ["partner", "cadence", "period", "side"], unique=True)
    op.create_index("dues_kind_period", "dues", ["kind", "period"])
    for name in ("conversation", "next_at"):
        op.create_index(f"dues_{name}", "dues", [name])


def _needs() -> None:
    op.create_table(
        "needs",
        *_text("id"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_partner("needs"),
        *_text("conversation", "period", "kind", "words", "message_id"),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        *_text("closed_by", "outcome"),
        sa.PrimaryKeyConstraint("id", name="needs_pk"),
    )
    op.create_index("needs_partner_closed_at", "needs", ["partner", "closed_at"])
    op.create_index("needs_conversation", "needs", ["conversation"])


def _calendar() -> None:
    op.create_table(
        "calendar",
        *_key("calendar"),
        *_text("kind"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        *_text("name"),
        sqlite_autoincrement=True,
    )
    op.create_index("calendar_kind_first_key", "calendar", ["kind", "first"], unique=True)


def _published() -> None:
    op.create_table(
        "published",
        *_key("published"),
        *_text("figure", "period", "source"),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("published_figure_period_source_key", "published", ["figure", "period", "source"], unique=True)
