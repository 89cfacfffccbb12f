"""Which support area, school and plan goal a partner belongs to, by the district's own names for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handlers.audience import fold
from handlers.report.figures import NONE, SEVERAL, Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from handlers.playbook import Playbook
    from handlers.report.known import Enrolled

DIMENSIONS = ("support_area", "school", "plan_goal")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where one partner stands along each dimension."""

    of: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)

    def along(self, dimension: str) -> tuple[Group, ...]:
        return self.of.get(dimension, ())

    def part(self, dimension: str) -> Group:
        """The one part that a partner's figures count in: nobody knows how those of several schools are shared among them."""
        groups = self.along(dimension)
        if len(groups) == 1:
            return groups[0]
        key = SEVERAL if groups else NONE
        return Group(dimension=dimension, key=key, label="")


NOWHERE = Place()


class Names:
    """The names along one dimension: those of the district in its order, then others as they were written, in the order of their names."""

    def __init__(self, dimension: str, named: Iterable[tuple[Group, Iterable[str]]]) -> None:
        self._dimension = dimension
        self._district = []
        self._by_word: dict[str, Group] = {}
        self._others: dict[str, Group] = {}
        for group, words in named:
            self._district.append(group)
            for word in (group.key, group.label, *words):
                self._by_word.setdefault(fold(word), group)

    def group(self, written: str) -> Group:
        """The group that a name means; one that the district does not have is kept as it is written."""
        key = fold(written)
        known = self._by_word.get(key)
        return known or self._others.setdefault(key, Group(dimension=self._dimension, key=key, label=" ".join(written.split())))

    def known(self, written: str) -> Group | None:
        return self._by_word.get(fold(written))

    @property
    def district(self) -> tuple[Group, ...]:
        return tuple(self._district)

    @property
    def all(self) -> tuple[Group, ...]:
        return (*self._district, *(self._others[key] for key in sorted(self._others)))


class Sorter:
    """Finds a partner's place by what is on record of it."""

    def __init__(self, playbook: Playbook, schools: Mapping[str, tuple[str, ...]]) -> None:
        self.areas = Names("support_area", _choices(playbook, "support_area"))
        self.goals = Names("plan_goal", _choices(playbook, "plan_goal"))
        each = ((Group(dimension="school", key=fold(name), label=name), words) for name, words in schools.items())
        self.schools = Names("school", sorted(each, key=lambda one: one[0].key))

    def place(self, one: Enrolled) -> Place:
        details = one.party.details
        schools = one.at.schools if one.at and one.at.schools else _parted(details.get("schools", ""), ";")
        goals = [group for tag in _parted(details.get("tags", ""), ";,") if (group := self.goals.known(tag))]
        goals += [self.goals.group(word) for word in _parted(details.get("plan_goal", ""), ";")]
        found = {
            "support_area": [self.areas.group(word) for word in _areas(self.areas, details.get("support_area", ""))],
            "school": [self.schools.group(name) for name in schools],
            "plan_goal": goals,
        }
        return Place(of={dimension: tuple(dict.fromkeys(groups)) for dimension, groups in found.items()})

    def order(self, dimension: str) -> tuple[Group, ...]:
        """Every group of a dimension that a report may show, the district's first, then those that stand for several and for none."""
        names = {"support_area": self.areas, "school": self.schools, "plan_goal": self.goals}[dimension]
        return (*names.all, *(Group(dimension=dimension, key=key, label="") for key in (SEVERAL, NONE)))


def _areas(names: Names, written: str) -> Sequence[str]:
    """An area's own name may hold a comma, as *Social, civic and family life* does."""
    return (written,) if names.known(written) else _parted(written, ";,")


def _choices(playbook: Playbook, question: str) -> Iterable[tuple[Group, Iterable[str]]]:
    form = playbook.application
    asked = form.question(question) if form else None
    for number, choice in enumerate(asked.choices if asked else (), start=1):
        # The goals of a plan are known by their number, too: `2 Instructional Excellence`.
        more = (f"{number} {choice.label.en}", f"goal {number}") if question == "plan_goal" else ()
        yield Group(dimension=question, key=choice.id, label=choice.label.en), (*choice.words.all, choice.label.es, *more)


def _parted(text: str, marks: str) -> tuple[str, ...]:
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return tuple(part.strip() for part in text.split(marks[0]) if part.strip())
