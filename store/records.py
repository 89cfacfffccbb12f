"""What happened, by whom, from which message: written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from handlers.types import Record
from store.columns import short_key
from store.schema import records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select

    from store.engine import Late

#: Of a hostile list of references only so many are looked up.
_LOOK_UPS = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """A record in its place: `number` counts up, with gaps where a unit was rolled back."""

    number: int
    at: datetime
    inbox_id: str
    record: Record


class Records:
    def __init__(self, late: Late) -> None:
        self._late = late

    def add(self, record: Record, *, at: datetime, inbox_id: str = "") -> None:
        row = {name: getattr(record, name) for name in ("kind", "subject", "who", "message_id")}
        self._late.execute(self._late.insert(records).values(row | {"data": dict(record.data), "at": at, "inbox_id": inbox_id}))

    def of(self, subject: str) -> tuple[Recorded, ...]:
        """All records about one noun, oldest first."""
        return self._read(select(records).where(records.c.subject == subject))

    def newest(self, kind: str, subjects: Sequence[str]) -> Record | None:
        """The newest record of a kind about one of several nouns; looks at the first 500."""
        named = [short_key(each) for each in subjects if each][:_LOOK_UPS]
        if not named:
            return None
        wanted = select(records).where(records.c.subject.in_(named), records.c.kind == kind).order_by(records.c.id.desc()).limit(1)
        row = self._late.execute(wanted).first()
        return None if row is None else _recorded(row).record

    def items(self, since: datetime | None = None, limit: int = 100, offset: int = 0) -> tuple[Recorded, ...]:
        """Records from an instant on (with none given: all), oldest first."""
        wanted = select(records).limit(limit).offset(offset)
        return self._read(wanted if since is None else wanted.where(records.c.at >= since))

    def _read(self, wanted: Select[Any]) -> tuple[Recorded, ...]:
        return tuple(_recorded(row) for row in self._late.execute(wanted.order_by(records.c.id)))


def _recorded(row: Row[Any]) -> Recorded:
    record = Record(kind=row.kind, subject=row.subject, who=row.who, message_id=row.message_id, data=row.data)
    return Recorded(number=row.id, at=row.at, inbox_id=row.inbox_id, record=record)
