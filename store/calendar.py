"""The district's calendar, and the figures that others have published: what an office brings in beside its lists of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from handlers.dues import Published
from handlers.school_year import Calendar, Span
from store.schema import calendar, published

if TYPE_CHECKING:
    from store.engine import Late


class Days:
    def __init__(self, late: Late) -> None:
        self._late = late
        self._known: Calendar | None = None

    def save(self, span: Span) -> None:
        """Keeps days under their kind and first day; the same ones again are laid over."""
        row = {name: getattr(span, name) for name in ("kind", "first", "last", "name")}
        new = self._late.insert(calendar).values(row)
        self._late.execute(new.on_conflict_do_update(index_elements=["kind", "first"], set_={"last": span.last, "name": span.name}))
        self._known = None

    def all(self) -> Calendar:
        """The whole calendar; looked up once in a unit."""
        if self._known is None:
            rows = self._late.execute(select(calendar).order_by(calendar.c.first, calendar.c.id))
            self._known = Calendar(spans=tuple(Span(kind=row.kind, first=row.first, last=row.last, name=row.name) for row in rows))
        return self._known


class PublishedFigures:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, figure: Published) -> None:
        """Keeps a figure under what it measures, its period and its source; the same one again is laid over."""
        state = {"value": figure.value, "unit": figure.unit, "of": figure.of, "url": figure.url}
        key = {"figure": figure.figure, "period": figure.period, "source": figure.source}
        new = self._late.insert(published).values(key | {"state": state, "published_on": figure.published_on})
        self._late.execute(
            new.on_conflict_do_update(
                index_elements=["figure", "period", "source"], set_={"state": state, "published_on": figure.published_on}
            )
        )

    def all(self) -> tuple[Published, ...]:
        """All figures, by what they measure and period."""
        rows = self._late.execute(select(published).order_by(published.c.figure, published.c.period, published.c.id))
        return tuple(
            Published(figure=row.figure, period=row.period, source=row.source, published_on=row.published_on, **row.state) for row in rows
        )
