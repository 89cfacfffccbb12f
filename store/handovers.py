"""Posts that somebody may be leaving, and what became of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from handlers.partnership import HandOver, Post
from store.errors import StaleVersion
from store.ids import number, shown
from store.schema import handovers

if TYPE_CHECKING:
    from sqlalchemy import Row

    from store.engine import Late

_NAMES = ("partnership", "post", "leaves", "successor", "sign", "words", "message_id", "outcome", "closed_by", "opened_at", "closed_at")


class HandOvers:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, handover: HandOver) -> HandOver:
        """Keeps it and returns it with its id, such as `h-3`. StaleVersion where somebody saved first, or one is open already."""
        row = {name: getattr(handover, name) for name in _NAMES} | {"version": handover.version + 1}
        if handover.version == 0:
            new = self._late.execute(self._late.insert(handovers).values(row).on_conflict_do_nothing().returning(handovers.c.id)).scalar()
            if new is None:
                raise StaleVersion(f"a hand-over of {handover.partnership} was opened by somebody else")
            return replace(handover, id=shown("h", new), version=1)
        same = (handovers.c.id == number("h", handover.id), handovers.c.version == handover.version)
        if self._late.execute(update(handovers).where(*same).values(row)).rowcount != 1:
            raise StaleVersion(f"hand-over {handover.id} was saved by somebody else: load it again and decide again")
        return replace(handover, version=handover.version + 1)

    def open_of(self, partnership: str) -> tuple[HandOver, ...]:
        """Those of a partnership that nobody has settled yet, the oldest first."""
        return self._open(handovers.c.partnership == partnership)

    def open_from(self, leaves: str) -> tuple[HandOver, ...]:
        """Those of a person, in whatever partnership."""
        return self._open(handovers.c.leaves == leaves.lower())

    def of(self, partnership: str) -> tuple[HandOver, ...]:
        """All of a partnership, the oldest first."""
        found = select(handovers).where(handovers.c.partnership == partnership).order_by(handovers.c.id)
        return tuple(_to_handover(row) for row in self._late.execute(found))

    def _open(self, whose: Any) -> tuple[HandOver, ...]:
        found = select(handovers).where(whose, handovers.c.closed_at.is_(None)).order_by(handovers.c.id)
        return tuple(_to_handover(row) for row in self._late.execute(found))


def _to_handover(row: Row[Any]) -> HandOver:
    names = {name: row._mapping[name] for name in _NAMES}  # noqa: SLF001  SQLAlchemy's documented name for a row as a mapping
    return HandOver(**names | {"id": shown("h", row.id), "version": row.version, "post": Post(row.post)})
