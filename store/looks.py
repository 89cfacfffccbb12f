"""Whom the clock has looked at: occasions for which everybody was, and partners that have changed since, who alone are looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, literal, select, tuple_

from store.ids import number, shown
from store.look_tables import changed_partners, walks
from store.schema import partners

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from store.engine import Late


class Looks:
    def __init__(self, late: Late) -> None:
        self._late = late

    def walked(self) -> Mapping[tuple[str, str], str]:
        """By cadence and period, what the look at everybody rested on."""
        return {(row.cadence, row.period): row.rests_on for row in self._late.execute(select(walks))}

    def walk_done(self, cadence: str, period: str, rests_on: str) -> None:
        """Note that everybody was looked at; whoever has changed meanwhile is among `changed`."""
        new = self._late.insert(walks).values(cadence=cadence, period=period, rests_on=rests_on)
        self._late.execute(new.on_conflict_do_update(index_elements=["cadence", "period"], set_={"rests_on": rests_on}))

    def changed(self, *, after: str = "", limit: int = 200) -> Mapping[str, int]:
        """Partners that have changed, by id behind `after`, with how many times."""
        found = select(changed_partners).where(changed_partners.c.partner > max(0, number("p", after)))
        rows = self._late.execute(found.order_by(changed_partners.c.partner).limit(limit))
        return {shown("p", row.partner): row.times for row in rows}

    def seen(self, changed: Mapping[str, int]) -> None:
        """Those that were looked at are done with, except where one has changed again since."""
        pairs = [(number("p", partner), times) for partner, times in changed.items()]
        self._late.execute(delete(changed_partners).where(tuple_(changed_partners.c.partner, changed_partners.c.times).in_(pairs)))


def note_partner(late: Late, partner: int) -> None:
    """A partner has changed, in the very transaction that changes it."""
    _note(late, partners.c.id == partner)


def note_partners_of(late: Late, contact: str, organization_folded: str) -> None:
    """What is known of a partner's partnership has changed: same organisation and contact."""
    _note(late, and_(partners.c.contact_email == contact, partners.c.organization_folded == organization_folded))


def _note(late: Late, whom: ColumnElement[bool]) -> None:
    found = select(partners.c.id, literal(1)).where(whom)
    new = late.insert(changed_partners).from_select(["partner", "times"], found)
    late.execute(new.on_conflict_do_update(index_elements=["partner"], set_={"times": changed_partners.c.times + 1}))
