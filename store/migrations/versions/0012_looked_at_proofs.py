"""What a person makes of a proof and when, what its text seems to say, and how far its reminders have come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("proofs", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("proofs", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("proofs", sa.Column("proposed_until", sa.Date(), nullable=True))
    op.add_column("proofs", sa.Column("reminded", sa.Integer(), nullable=True))
