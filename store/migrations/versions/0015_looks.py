"""Which occasions everybody was looked at for, and which partners have changed since: an idle tick walks nobody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "walks",
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("rests_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cadence", "period", name="walks_pk"),
    )
    op.create_table(
        "changed_partners",
        sa.Column("partner", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("partner", name="changed_partners_pk"),
    )
    held = sa.text("status = 'held'")
    op.create_index("dues_held", "dues", ["id"], sqlite_where=held, postgresql_where=held)
    op.create_index("dues_cadence_period", "dues", ["cadence", "period"])
    op.drop_index("dues_next_at", "dues")
    op.create_index("dues_next_at_id", "dues", ["next_at", "id"])
    op.create_index("partnerships_standing_liaison_id", "partnerships", ["standing", "liaison", "id"])
