"""What an office has answered and told today is found by an index: counting it must not walk all that a month's round queued."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_index("outbox_first_answer_created_at", "outbox", ["first_answer", "created_at"])
    op.create_index("outbox_to_staff_created_at", "outbox", ["to_staff", "created_at"])
