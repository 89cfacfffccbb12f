"""Which worker has a mail in hand, and until when: several processes on one store must not try the same mail at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("worker", sa.Text(), nullable=True))
    op.add_column("inbox", sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True))
