"""What a report is made of: numbers that each carry what they were counted from, so that none stands alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from handlers.dues import Published
    from handlers.measures import Measure
    from handlers.report.periods import Span

#: Groups for partners that stand in more than one group, or in none: so that the parts of a total add up to it.
SEVERAL, NONE = "several", "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """One part of a total: `dimension` is `support_area`, `school`, `plan_goal`, `month`, `side`, `kind` or `capacity`."""

    dimension: str
    key: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One number with its denominator, what is approximate and missing in it, its day, and the rows behind it.

    `value` is None where nothing was recorded that could be counted: that is not the same as 0.
    """

    id: str  #: such as `sessions`
    value: float | None
    unit: str  #: what is counted, such as `students`
    of: int | None = None  #: so many it was counted from: those who answered, those who were asked
    of_what: str = ""  #: what the denominator counts, such as `schools_that_answered`
    asked: int | None = None  #: where not all answered, so many were asked
    approximate: tuple[str, ...] = ()  #: those of `rows` whose value the partner gave as *about*
    missing: tuple[str, ...] = ()  #: rows that were asked for a value and have none that can be counted
    rows: tuple[str, ...] = ()  #: ids of what was counted: check-ins `q-…`, partners `p-…`, needs `n-…`, entries `e-…`
    group: Group | None = None
    month: str = ""  #: of a peak, `YYYY-MM`
    as_of: date

    @property
    def key(self) -> str:
        """Of its group; empty for a total."""
        return self.group.key if self.group else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """Which support area has a partner at which school; what has none is a hole."""

    areas: tuple[Group, ...]
    schools: tuple[Group, ...]
    partners: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  #: (area, school) to ids of active partners

    def at(self, area: Group, school: Group) -> tuple[str, ...]:
        return self.partners.get((area.key, school.key), ())

    def holes(self, school: Group) -> tuple[Group, ...]:
        return tuple(area for area in self.areas if not self.at(area, school))


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A number that a source names, with the figures that others have published on it: never one of ours."""

    measure: Measure | None  #: None: published without being named in the playbook
    published: tuple[Published, ...] = ()  #: newest first


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What the office knows of a span of months, as of a day."""

    span: Span
    as_of: date
    figures: tuple[Figure, ...]
    coverage: Coverage
    named: tuple[Named, ...] = ()

    def total(self, figure: str) -> Figure:
        """A figure as a whole; KeyError for one that a report has not."""
        for each in self.figures:
            if each.id == figure and each.group is None:
                return each
        raise KeyError(figure)

    def parts(self, figure: str, dimension: str) -> tuple[Figure, ...]:
        """The parts of a figure along one dimension, in the order of the report."""
        return tuple(each for each in self.figures if each.id == figure and each.group and each.group.dimension == dimension)
