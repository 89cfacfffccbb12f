"""Issues, their deliveries, what keeps an address from them, and lists; partners can be found by what they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from handlers.audience import facets_of

revision = "0009"
down_revision = "0008"

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _facets()
    _issues()
    _deliveries()
    _suppressions()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _facets() -> None:
    op.add_column("partners", sa.Column("facets", sa.Text(), nullable=False, server_default=""))
    partners = sa.table("partners", sa.column("id", sa.BigInteger()), sa.column("details", sa.JSON()), sa.column("facets", sa.Text()))
    connection = op.get_bind()
    for row in connection.execute(sa.select(partners.c.id, partners.c.details)).all():
        connection.execute(sa.update(partners).where(partners.c.id == row.id).values(facets=facets_of(row.details)))


def _issues() -> None:
    op.create_table(
        "issues",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("status", "subject", "hash"),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="issues_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index("issues_status_not_before", "issues", ["status", "not_before"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("issue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("partner_id", sa.BigInteger(), nullable=True),
        *_text("address", "domain", "name", "organization", "language", "facets"),
        sa.Column("data", sa.JSON(), nullable=False),
        *_text("status", "reason"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        *_text("worker"),
        sa.Column("next_attempt_at", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issues.id"], name="deliveries_issue_id_fk"),
        sa.PrimaryKeyConstraint("id", name="deliveries_pk"),
        sqlite_autoincrement=True,
    )
    op.create_index("deliveries_issue_address_key", "deliveries", ["issue_id", "address"], unique=True)
    op.create_index("deliveries_issue_id_next_attempt_at_id", "deliveries", ["issue_id", "next_attempt_at", "id"])
    for name in ("address", "sent_at"):
        op.create_index(f"deliveries_{name}", "deliveries", [name])


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        *_text("address"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("reason", "source"),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("address", name="suppressions_pk"),
    )
    op.create_table(
        "subscribers",
        *_text("list", "address", "added_by"),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("list", "address", name="subscribers_pk"),
    )
    op.create_index("subscribers_address", "subscribers", ["address"])
