"""Who gets no newsletters, and who stands on which list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from handlers.subscriptions import Suppression
from store.errors import StaleVersion
from store.newsletter_tables import subscribers, suppressions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from store.engine import Late


class Suppressions:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, suppression: Suppression) -> Suppression:
        """Keeps it and returns it with its version; StaleVersion where somebody else saved first."""
        row = {name: getattr(suppression, name) for name in ("reason", "source", "score", "scored_on", "at")}
        if suppression.version:
            same = update(suppressions).where(suppressions.c.address == suppression.address, suppressions.c.version == suppression.version)
            saved = self._late.execute(same.values(version=suppression.version + 1, **row).returning(suppressions.c.address)).first()
        else:
            new = self._late.insert(suppressions).values(address=suppression.address, version=1, **row)
            first = new.on_conflict_do_nothing(index_elements=["address"]).returning(suppressions.c.address)
            saved = self._late.execute(first).first()
        if saved is None:
            raise StaleVersion("a suppression was saved by somebody else: load it again and decide again")
        return replace(suppression, version=suppression.version + 1)

    def of(self, addresses: Sequence[str]) -> Mapping[str, Suppression]:
        """What is known of some addresses, by address in lower case."""
        wanted = select(suppressions).where(suppressions.c.address.in_([each.lower() for each in addresses]))
        return {row.address: _suppression(row) for row in self._late.execute(wanted)}

    def items(self, limit: int = 1000) -> tuple[Suppression, ...]:
        """Addresses that get no newsletters, the newest first."""
        wanted = select(suppressions).where(suppressions.c.reason != "").order_by(suppressions.c.at.desc()).limit(limit)
        return tuple(_suppression(row) for row in self._late.execute(wanted))

    def subscribe(self, name: str, address: str, by: str, now: datetime) -> bool:
        """Puts an address on a list; False where it stood there."""
        row = {"list": name.lower(), "address": address.lower(), "added_by": by, "at": now}
        new = self._late.insert(subscribers).values(row).on_conflict_do_nothing(index_elements=["list", "address"])
        return self._late.execute(new.returning(subscribers.c.address)).first() is not None

    def take_off(self, name: str, address: str) -> bool:
        gone = delete(subscribers).where(subscribers.c.list == name.lower(), subscribers.c.address == address.lower())
        return self._late.execute(gone).rowcount == 1

    def lists(self) -> Mapping[str, int]:
        """Each list and how many addresses stand on it."""
        counted = select(subscribers.c.list, func.count().label("many")).group_by(subscribers.c.list).order_by(subscribers.c.list)
        return {row.list: row.many for row in self._late.execute(counted)}


def _suppression(row: Row[Any]) -> Suppression:
    return Suppression(**{name: getattr(row, name) for name in Suppression.__dataclass_fields__})
