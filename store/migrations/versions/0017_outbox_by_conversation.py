"""What waits in one conversation is found by an index: a reply ends its reminders without a walk over all that a round queued."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_index("outbox_conversation_status", "outbox", ["conversation", "status"])
