"""Newsletters: each issue, replaced by its next version, never merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from handlers.newsletters import Issue, IssueStatus
from store.errors import StaleVersion
from store.ids import number, shown
from store.newsletter_tables import issues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from store.engine import Late

#: Fields with a column of their own; the rest stands in `state`.
_COLUMNS = ("version", "status", "subject", "hash", "not_before", "created_at", "updated_at")
_INSTANTS = ("asked_at", "approved_at", "scheduled_for", "starts_at")
_STATE = tuple(name for name in Issue.__dataclass_fields__ if name not in {"id", *_COLUMNS})


class Issues:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, issue: Issue) -> Issue:
        """Keeps it and returns it with its id and version; StaleVersion where somebody else saved first."""
        row = _row(issue)
        if not issue.version:
            new = self._late.insert(issues).values(version=1, **row).returning(issues.c.id)
            return replace(issue, id=shown("i", self._late.execute(new).scalar_one()), version=1)
        same = update(issues).where(issues.c.id == number("i", issue.id), issues.c.version == issue.version)
        if self._late.execute(same.values(version=issue.version + 1, **row)).rowcount != 1:
            raise StaleVersion(f"issue {issue.id} was saved by somebody else: load it again and decide again")
        return replace(issue, version=issue.version + 1)

    def get(self, issue: str) -> Issue | None:
        row = self._late.execute(select(issues).where(issues.c.id == number("i", issue))).first()
        return None if row is None else _issue(row)

    def status(self, issue: str) -> IssueStatus | None:
        found = self._late.execute(select(issues.c.status).where(issues.c.id == number("i", issue))).scalar()
        return None if found is None else IssueStatus(found)

    def items(self, statuses: Sequence[IssueStatus] = (), limit: int = 100) -> tuple[Issue, ...]:
        """Issues with one of the statuses (with none given: all), the newest first."""
        wanted = select(issues).order_by(issues.c.id.desc()).limit(limit)
        if statuses:
            wanted = wanted.where(issues.c.status.in_(statuses))
        return tuple(_issue(row) for row in self._late.execute(wanted))

    def due(self, now: datetime) -> tuple[Issue, ...]:
        """Approved issues whose time has come, and those that are being sent; the longest due first."""
        waits = (issues.c.status == IssueStatus.APPROVED) & (issues.c.not_before <= now)
        wanted = select(issues).where(waits | (issues.c.status == IssueStatus.SENDING)).order_by(issues.c.not_before, issues.c.id)
        return tuple(_issue(row) for row in self._late.execute(wanted))

    def next_due(self) -> datetime | None:
        """When the next approved issue may begin; None where none waits."""
        soonest = select(issues.c.not_before).where(issues.c.status == IssueStatus.APPROVED).order_by(issues.c.not_before).limit(1)
        found: datetime | None = self._late.execute(soonest).scalar()
        return found


def _row(issue: Issue) -> dict[str, Any]:
    state = {name: getattr(issue, name) for name in _STATE}
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in state.items()}
    return {name: getattr(issue, name) for name in _COLUMNS if name != "version"} | {"state": plain}


def _issue(row: Row[Any]) -> Issue:
    state = dict(row.state)
    for name in _INSTANTS:
        state[name] = datetime.fromisoformat(state[name]) if state.get(name) else None
    known = {name: value for name, value in state.items() if name in _STATE}
    return Issue(
        id=shown("i", row.id),
        status=IssueStatus(row.status),
        **{name: getattr(row, name) for name in _COLUMNS if name != "status"},
        **known,
    )
