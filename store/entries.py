"""What people wrote down of calls, visits and sessions: added, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from handlers.entries import Entry
from store.errors import StaleVersion
from store.ids import number, shown
from store.schema import entries, entry_about

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Row, Select

    from store.engine import Late

_FIELDS = ("kind", "subject", "name", "on", "note", "who", "at")


class Entries:
    def __init__(self, late: Late) -> None:
        self._late = late

    def add(self, entry: Entry) -> str:
        """Keeps it and returns its id, such as `e-3`. StaleVersion where somebody has struck the same entry first."""
        row = {name: getattr(entry, name) for name in _FIELDS} | {"fields": {key: _plain(value) for key, value in entry.fields.items()}}
        strikes = number("e", entry.strikes) if entry.strikes else None
        added = self._late.insert(entries).values(row | {"strikes": strikes}).on_conflict_do_nothing().returning(entries.c.id)
        new = self._late.execute(added).scalar()
        if new is None:
            raise StaleVersion(f"{entry.strikes} was struck by somebody else")
        for subject in entry.about:
            self._late.execute(self._late.insert(entry_about).values(entry=new, subject=subject))
        return shown("e", new)

    def get(self, entry: str) -> Entry | None:
        row = self._late.execute(select(entries).where(entries.c.id == number("e", entry))).first()
        return None if row is None else to_entry(row)

    def kept(self, at: datetime, who: str) -> Entry | None:
        """The one that somebody wrote at that instant."""
        theirs = select(entries).where(entries.c.at == at, entries.c.who == who).order_by(entries.c.id.desc()).limit(1)
        row = self._late.execute(theirs).first()
        return None if row is None else to_entry(row)

    def is_struck(self, entry: str) -> bool:
        return self._late.execute(select(entries.c.id).where(entries.c.strikes == number("e", entry))).first() is not None

    def between(self, first: date, last: date, kind: str = "") -> tuple[Entry, ...]:
        """What counts of two days and those between them, of one kind or of all, by day: neither what was struck nor the strikes."""
        found = _counting().where(entries.c.on >= first, entries.c.on <= last).order_by(entries.c.on, entries.c.id)
        return tuple(to_entry(row) for row in self._late.execute(found.where(entries.c.kind == kind) if kind else found))

    def of(self, subject: str, limit: int = 100) -> tuple[Entry, ...]:
        """What counts of one partnership, partner or school, newest first: also where it is one of several."""
        theirs = select(entry_about.c.entry).where(entry_about.c.subject == subject)
        found = _counting().where(entries.c.id.in_(theirs)).order_by(entries.c.on.desc(), entries.c.id.desc())
        return tuple(to_entry(row) for row in self._late.execute(found.limit(limit)))

    def newest(self, kind: str = "", limit: int = 100) -> tuple[Entry, ...]:
        found = _counting().order_by(entries.c.on.desc(), entries.c.id.desc()).limit(limit)
        return tuple(to_entry(row) for row in self._late.execute(found.where(entries.c.kind == kind) if kind else found))


def _counting() -> Select[Any]:
    struck = select(entries.c.strikes).where(entries.c.strikes.is_not(None))
    return select(entries).where(entries.c.strikes.is_(None), entries.c.id.not_in(struck))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def to_entry(row: Row[Any]) -> Entry:
    names = {name: row._mapping[name] for name in _FIELDS}  # noqa: SLF001  SQLAlchemy's documented name for a row as a mapping
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in row.fields.items()}
    return Entry(**names, id=shown("e", row.id), fields=fields, strikes=shown("e", row.strikes) if row.strikes else "")
