"""Who is a partner, with a formal agreement or without, and where there is none: the coverage map with its holes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.cadences import day_of
from handlers.report.figures import Coverage, Figure, Group
from handlers.report.groups import DIMENSIONS
from handlers.types import PartyStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from handlers.report.groups import Place, Sorter
    from handlers.report.known import Enrolled, Known


class Standings:
    """Takes partners one by one; what it tells is as of the report's day, since a partnership keeps no history of its standing."""

    def __init__(self, known: Known, sorter: Sorter) -> None:
        self._known = known
        self._sorter = sorter
        self._active: dict[Group | None, list[str]] = defaultdict(list)
        self._formal: dict[Group | None, list[str]] = defaultdict(list)
        self._without_liaison: list[str] = []
        self._at: dict[tuple[str, str], list[str]] = defaultdict(list)

    def take(self, one: Enrolled, place: Place) -> None:
        if not self._is_active(one):
            return
        formal = is_formal(one, min(self._known.as_of, self._known.span.last))
        for group in (None, *(place.part(dimension) for dimension in DIMENSIONS)):
            self._active[group].append(one.party.id)
            if formal:
                self._formal[group].append(one.party.id)
        if not (one.at and one.at.liaison) and not one.party.details.get("liaison"):
            self._without_liaison.append(one.party.id)
        for area in place.along("support_area"):
            for school in place.along("school"):
                self._at[area.key, school.key].append(one.party.id)

    def _is_active(self, one: Enrolled) -> bool:
        if one.party.status is not PartyStatus.ACTIVE:
            return False
        since = one.at.active_since if one.at else None
        zone = ZoneInfo(self._known.playbook.office.time_zone)
        return since is None or since.astimezone(zone).date() <= self._known.span.last

    def figures(self) -> Iterator[Figure]:
        as_of = self._known.as_of
        for group in (None, *(group for dimension in DIMENSIONS for group in self._sorter.order(dimension))):
            active = self._active.get(group, [])
            if group is None or active:
                yield _formal(active, self._formal.get(group, []), as_of, group)
        active = self._active.get(None, [])
        lacking = tuple(self._without_liaison)
        yield Figure(
            id="partners_without_liaison",
            value=len(lacking),
            unit="partners",
            of=len(active),
            of_what="active_partners",
            rows=lacking,
            as_of=as_of,
        )
        yield from _uncovered(self.coverage(), self._sorter.schools.district, as_of)

    def coverage(self) -> Coverage:
        cells = {cell: tuple(ids) for cell, ids in self._at.items()}
        return Coverage(areas=self._sorter.areas.all, schools=self._sorter.schools.all, partners=cells)


def is_formal(one: Enrolled, day: date) -> bool:
    """Whether an agreement that all have accepted, or that the office's list names as signed, is in force on a day."""
    signed = one.signed_on or day_of(one.party, "agreement_signed")
    ends = one.ends if one.signed_on else day_of(one.party, "agreement_ends")
    return signed is not None and signed <= day and (ends is None or ends >= day)


def _formal(active: list[str], formal: list[str], as_of: date, group: Group | None) -> Figure:
    having = set(formal)
    return Figure(
        id="formal_partnerships",
        value=len(formal),
        unit="partners",
        of=len(active),
        of_what="active_partners",
        missing=tuple(each for each in active if each not in having),
        rows=tuple(formal),
        group=group,
        as_of=as_of,
    )


def _uncovered(coverage: Coverage, schools: tuple[Group, ...], as_of: date) -> Iterator[Figure]:
    """What has no partner at all, as far as the office's own list of schools goes."""
    served = {school for _, school in coverage.partners}
    bare = tuple(school.label for school in schools if school.key not in served)
    holes = sum(len(coverage.holes(school)) for school in coverage.schools)
    yield Figure(
        id="schools_without_partner",
        value=len(bare) if schools else None,
        unit="schools",
        of=len(schools),
        of_what="schools_listed",
        rows=bare,
        as_of=as_of,
    )
    cells = len(coverage.areas) * len(coverage.schools)
    yield Figure(id="coverage_holes", value=holes if cells else None, unit="cells", of=cells, of_what="area_and_school", as_of=as_of)
