"""Who does not have a mail yet, where others of its recipients do; and from when a released mail's lifetime counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("remaining", sa.JSON(), nullable=True))
    op.add_column("outbox", sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
