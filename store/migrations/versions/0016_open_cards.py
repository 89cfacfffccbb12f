"""A card that still asks for something is found by an index, and what was heard from Slack names the process that has it in hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("cards", sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_index("cards_is_open_owed_at", "cards", ["is_open", "owed_at"])
    op.add_column("slack_heard", sa.Column("worker", sa.Text(), nullable=True))
