"""What partners did, as they said in check-ins: sessions, hours, and students, who are never added up over months."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from handlers.dues import DueStatus
from handlers.report.figures import Figure, Group
from handlers.report.groups import DIMENSIONS, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from handlers.dues import Reported
    from handlers.playbook import Form
    from handlers.report.groups import Place, Sorter
    from handlers.types import Answer

#: The questions that are counted, by the ids that interface.md gives them.
STUDENTS, SESSIONS, HOURS, YEAR = "students_served", "sessions_held", "volunteer_hours", "students_year"

#: Which question a figure is counted from.
QUESTIONS: Mapping[str, str] = {
    "sessions": SESSIONS,
    "volunteer_hours": HOURS,
    "students_peak_month": STUDENTS,
    "student_months": STUDENTS,
    "students_year": YEAR,
}

#: A hedged figure, *about 45*, is counted as approximate; any other doubt is no number until it is settled.
HEDGE = "hedge"


@dataclass(slots=True)
class Tally:
    """A sum with the rows that it is made of."""

    total: Decimal = Decimal(0)
    rows: list[str] = field(default_factory=list)
    approximate: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def take(self, row: str, answer: Answer | None) -> None:
        value = number(answer)
        if value is None or answer is None:
            self.missing.append(row)
            return
        self.total += value
        self.rows.append(row)
        if not answer.sure:
            self.approximate.append(row)

    def figure(self, name: str, unit: str, as_of: date, group: Group | None = None, month: str = "") -> Figure:
        return Figure(
            id=name,
            value=plain(self.total) if self.rows else None,
            unit=unit,
            of=len(self.rows) + len(self.missing),
            of_what="checkins_asked",
            approximate=tuple(self.approximate),
            missing=tuple(self.missing),
            rows=tuple(self.rows),
            group=group,
            month=month,
            as_of=as_of,
        )


def number(answer: Answer | None) -> Decimal | None:
    """What an answer counts as; None where there is none, or one that is in doubt in any other way than *about*."""
    if answer is None or answer.reason not in {"", HEDGE} or isinstance(answer.value, bool) or not isinstance(answer.value, int | float):
        return None
    return Decimal(str(answer.value))


def plain(total: Decimal) -> float:
    return int(total) if total == total.to_integral_value() else float(total)


class Activity:
    """Takes check-ins one by one, by period, and tells what they come to: in all, and along each dimension."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, Group | None], Tally] = defaultdict(Tally)
        self._students: dict[tuple[Group | None, str], Tally] = defaultdict(Tally)

    def take(self, each: Reported, place: Place = NOWHERE) -> None:
        if each.due.status is DueStatus.HELD:
            # Nobody has been asked yet: nothing is missing from this partner.
            return
        for group in (None, *(place.part(dimension) for dimension in DIMENSIONS)):
            for question in (SESSIONS, HOURS):
                self._sums[question, group].take(each.due.id, each.answers.get(question))
            self._students[group, each.due.period].take(each.due.id, each.answers.get(STUDENTS))

    def figures(self, sorter: Sorter, as_of: date) -> Iterator[Figure]:
        for group in (None, *(group for dimension in DIMENSIONS for group in sorter.order(dimension))):
            months = {month: tally for (of, month), tally in self._students.items() if of == group}
            if group is not None and not months:
                continue
            yield self._sums[SESSIONS, group].figure("sessions", "sessions", as_of, group)
            yield self._sums[HOURS, group].figure("volunteer_hours", "hours", as_of, group)
            yield _peak(months, as_of, group)
            yield _student_months(months, as_of, group)
        for month in sorted({month for of, month in self._students if of is None}):
            one = Group(dimension="month", key=month, label=month)
            yield self._students[None, month].figure("students_in_month", "students", as_of, one, month)


def _peak(months: Mapping[str, Tally], as_of: date, group: Group | None) -> Figure:
    """The month with the most students; of several alike the earliest. Its students are of that month alone."""
    counted = sorted(month for month, tally in months.items() if tally.rows)
    month = max(counted, key=lambda each: months[each].total, default="")
    return months.get(month, Tally()).figure("students_peak_month", "students", as_of, group, month)


def _student_months(months: Mapping[str, Tally], as_of: date, group: Group | None) -> Figure:
    """Students of each month added up, which are months of students and no students: one who comes all year is twelve."""
    together = Tally()
    for month in sorted(months):
        tally = months[month]
        together.total += tally.total
        together.rows += tally.rows
        together.approximate += tally.approximate
        together.missing += tally.missing
    return together.figure("student_months", "student_months", as_of, group)


class StudentsOfTheYear:
    """The different students of a year, as each partner says once where the playbook asks for them: the newest word counts."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = forms  #: by cadence
        self._newest: dict[str, Reported] = {}

    def take(self, each: Reported) -> None:
        form = self._forms.get(each.due.cadence)
        if form is None or each.due.side or each.due.status is DueStatus.HELD or not asks(form, each.due.period):
            return
        before = self._newest.get(each.due.partner)
        if before is None or number(each.answers.get(YEAR)) is not None or number(before.answers.get(YEAR)) is None:
            self._newest[each.due.partner] = each

    def figure(self, as_of: date) -> Figure:
        tally = Tally()
        for each in self._newest.values():
            tally.take(each.due.id, each.answers.get(YEAR))
        return tally.figure("students_year", "students", as_of)


def asks(form: Form, period: str) -> bool:
    """Whether a form asks for the year's different students in a period."""
    return form.in_period(period).question(YEAR) is not None
