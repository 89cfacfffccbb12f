"""What staff wrote down of meetings and activities: how many there were, what activities build, and places offered beside places needed."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from handlers.audience import fold
from handlers.report.activity import plain
from handlers.report.figures import Figure, Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from handlers.entries import Entry
    from handlers.measures import CapacityRules, SupplyRules
    from handlers.report.known import Known


def figures(known: Known) -> Iterator[Figure]:
    """Entries by kind, and what the playbook has counted from them; an office that has written nothing down has nothing recorded."""
    rules = known.playbook.report
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in known.entries:
        by_kind[entry.kind].append(entry)
    yield Figure(id="entries", value=len(known.entries), unit="entries", rows=_ids(known.entries), as_of=known.as_of)
    for kind in sorted(by_kind):
        named = known.playbook.entries.get(kind)
        group = Group(dimension="kind", key=kind, label=named.title if named else kind)
        yield Figure(id="entries", value=len(by_kind[kind]), unit="entries", rows=_ids(by_kind[kind]), group=group, as_of=known.as_of)
    if rules.capacity:
        yield from _capacity(rules.capacity, by_kind[rules.capacity.entry], known.as_of)
    if rules.supply:
        yield from _supply(rules.supply, by_kind[rules.supply.entry], known.as_of)


def _capacity(rules: CapacityRules, activities: Sequence[Entry], as_of: date) -> Iterator[Figure]:
    """Activities that build something, of all that were written down; and those that build each thing, and all of them."""

    def figure(name: str, those: Sequence[Entry], group: Group | None = None) -> Figure:
        value = len(those) if activities else None
        return Figure(
            id=name,
            value=value,
            unit="activities",
            of=len(activities),
            of_what="activities_written_down",
            rows=_ids(those),
            group=group,
            as_of=as_of,
        )

    built = {each.id: _several(each, rules.field) for each in activities}
    yield figure("capacity_building", [each for each in activities if built[each.id]])
    for thing in rules.things:
        group = Group(dimension="capacity", key=thing, label=thing.replace("_", " "))
        yield figure("capacity_building", [each for each in activities if thing in built[each.id]], group)
    yield figure("capacity_building_in_all", [each for each in activities if set(rules.things) <= set(built[each.id])])


def _supply(rules: SupplyRules, entries: Sequence[Entry], as_of: date) -> Iterator[Figure]:
    """Places needed and offered: of each school the newest word counts, since a later count takes the place of an earlier one."""
    for name, field in (("internships_needed", rules.needed), ("internships", rules.offered)):
        newest: dict[str, Entry] = {}
        for each in sorted(entries, key=lambda entry: (entry.on, entry.at, entry.id)):
            if isinstance(each.fields.get(field), int | float):
                newest[fold(str(each.fields.get(rules.school, "")))] = each
        kept = tuple(newest[key] for key in sorted(newest))
        total = sum((Decimal(str(each.fields[field])) for each in kept), Decimal(0))
        yield Figure(id=name, value=plain(total) if kept else None, unit="places", rows=_ids(kept), as_of=as_of)


def _several(entry: Entry, field: str) -> tuple[str, ...]:
    held = entry.fields.get(field)
    return held if isinstance(held, tuple) else ()


def _ids(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(each.id for each in entries)
