"""What reports on a newsletter mean for its run: bounces and complaints that come by mail stop it as refusals at the door do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.saving import decide
from handlers.issue_orders import too_many
from handlers.newsletters import IssueStatus, IssueStopped
from handlers.types import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.commands import Bounced
    from handlers.types import Snapshot
    from store.unit import Unit


def stop_where_too_many(unit: Unit, command: Bounced, snapshot: Snapshot, now: datetime) -> Outcome:
    """Stop the run that a report is about, in the report's own transaction, where it is one too many."""
    item = unit.deliveries.get(command.mail.id) if command.mail is not None and command.mail.bulk else None
    issue = unit.issues.get(item.issue) if item is not None else None
    if issue is None or issue.status is not IssueStatus.SENDING:
        return Outcome()
    counts = unit.deliveries.counts(issue.id)
    why = too_many(issue, counts, snapshot.playbook.newsletters)
    return decide(IssueStopped(why=why, counts=counts), replace(snapshot, issue=issue), now) if why else Outcome()
