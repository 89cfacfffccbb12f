"""Who was asked and who answered, and which schools are content, of those that said so, of those that were asked."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from handlers.audience import fold
from handlers.dues import DueStatus
from handlers.report.activity import number
from handlers.report.figures import Figure, Group

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from handlers.dues import Due, Reported

#: The question of a check-in or survey that is a rating, 1 to 5.
RATING = "satisfaction"


class Responses:
    """Counts who answered: `name` is the figure's, `dimension` what it is parted by."""

    def __init__(self, name: str, unit: str, dimension: str) -> None:
        self._name, self._unit, self._dimension = name, unit, dimension
        self._answered: dict[str, list[str]] = defaultdict(list)
        self._silent: dict[str, list[str]] = defaultdict(list)
        self._held: list[str] = []

    def take(self, each: Reported, key: str) -> None:
        if each.due.status is DueStatus.HELD:
            self._held.append(each.due.id)
            return
        kept = self._silent if each.due.answered_at is None else self._answered
        kept[key].append(each.due.id)

    def figures(self, as_of: date) -> Iterator[Figure]:
        keys = sorted({*self._answered, *self._silent})
        everyone = [row for key in keys for row in self._answered[key]]
        nobody = [row for key in keys for row in self._silent[key]]
        yield self._figure(everyone, nobody, as_of, None)
        for key in keys:
            yield self._figure(self._answered[key], self._silent[key], as_of, Group(dimension=self._dimension, key=key, label=key))
        if self._held:
            held = tuple(self._held)
            yield Figure(id=f"{self._name}_held", value=len(held), unit=self._unit, rows=held, as_of=as_of)

    def _figure(self, answered: list[str], silent: list[str], as_of: date, group: Group | None) -> Figure:
        asked = len(answered) + len(silent)
        return Figure(
            id=self._name,
            value=len(answered) if asked else None,
            unit=self._unit,
            of=asked,
            of_what="asked",
            missing=tuple(silent),
            rows=tuple(answered),
            group=group,
            as_of=as_of,
        )


def rating_of(due: Due) -> str:
    """The id of the rating that is about a row alone: `satisfaction`, or `satisfaction_2` where one person answers for several partners."""
    number = due.question.rpartition("_")[2]
    return f"{RATING}_{number}" if number else RATING


class Contentment:
    """Schools that are satisfied with their partnerships: the school is what is counted, however many partners it has."""

    def __init__(self, satisfied_from: float) -> None:
        self._from = satisfied_from
        self._asked: dict[str, list[str]] = defaultdict(list)
        self._ratings: dict[str, list[tuple[str, Decimal, bool]]] = defaultdict(list)

    def take(self, each: Reported) -> None:
        """A survey's row; of one that a person answers for several partners, the rating is the row's own question."""
        if not each.due.side or each.due.status is DueStatus.HELD:
            return
        school = fold(each.due.side)
        self._asked[school].append(each.due.id)
        answer = each.answers.get(rating_of(each.due))
        value = number(answer)
        if answer is not None and value is not None:
            self._ratings[school].append((each.due.id, value, answer.sure))

    def figure(self, as_of: date) -> Figure:
        """Of a school's ratings the one in the middle counts, so that one unhappy partnership of many does not speak for all."""
        ratings = [each for school in self._ratings.values() for each in school]
        content = [school for school in self._ratings.values() if median(value for _, value, _ in school) >= self._from]
        return Figure(
            id="schools_satisfied",
            value=len(content) if self._ratings else None,
            unit="schools",
            of=len(self._ratings),
            of_what="schools_that_answered",
            asked=len(self._asked),
            approximate=tuple(row for row, _, sure in ratings if not sure),
            missing=tuple(row for school, rows in self._asked.items() if school not in self._ratings for row in rows),
            rows=tuple(row for row, _, _ in ratings),
            as_of=as_of,
        )
