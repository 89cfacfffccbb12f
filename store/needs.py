"""What partners asked for, until somebody of the office closes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from handlers.dues import Need
from store.errors import StaleVersion
from store.ids import number, shown
from store.schema import needs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from handlers.types import Party
    from store.engine import Late


class Needs:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, need: Need) -> Need:
        """Keeps it and returns it with its version counted up; version 0 is new, and one of that id that was there stays as it is."""
        row = {name: getattr(need, name) for name in _FIELDS} | {"version": need.version + 1}
        if need.version == 0:
            new = row | {"id": need.id, "partner": number("p", need.partner)}
            self._late.execute(self._late.insert(needs).values(new).on_conflict_do_nothing())
            return self.get(need.id) or need
        same = update(needs).where(needs.c.id == need.id, needs.c.version == need.version)
        if self._late.execute(same.values(row)).rowcount != 1:
            raise StaleVersion(f"need {need.id} was saved by somebody else: load it again and decide again")
        return replace(need, version=need.version + 1)

    def get(self, need: str) -> Need | None:
        row = self._late.execute(select(needs).where(needs.c.id == need)).first()
        return None if row is None else _to_need(row)

    def of(self, conversation: str) -> tuple[Need, ...]:
        """All that stands in one conversation, closed ones too, oldest first."""
        return self._read(select(needs).where(needs.c.conversation == conversation).order_by(needs.c.opened_at, needs.c.id))

    def open_of(self, parties: Sequence[Party]) -> Mapping[str, tuple[Need, ...]]:
        """What is open, oldest first, by the partner's id."""
        ids = [number("p", party.id) for party in parties]
        found: dict[str, tuple[Need, ...]] = {}
        for need in self._read(
            select(needs).where(needs.c.partner.in_(ids), needs.c.closed_at.is_(None)).order_by(needs.c.opened_at, needs.c.id)
        ):
            found[need.partner] = (*found.get(need.partner, ()), need)
        return found

    def items(self, *, open_only: bool = True, limit: int = 100) -> tuple[Need, ...]:
        """Needs, the longest open first."""
        found = select(needs).order_by(needs.c.opened_at, needs.c.id).limit(limit)
        return self._read(found.where(needs.c.closed_at.is_(None)) if open_only else found)

    def _read(self, wanted: Any) -> tuple[Need, ...]:
        return tuple(_to_need(row) for row in self._late.execute(wanted))


_FIELDS = ("conversation", "period", "kind", "words", "message_id", "opened_at", "closed_at", "closed_by", "outcome")


def _to_need(row: Row[Any]) -> Need:
    names = {name: getattr(row, name) for name in _FIELDS}
    return Need(**names, id=row.id, version=row.version, partner=shown("p", row.partner))
