"""What a playbook says of reports: the numbers that its sources name, and how a memo to the board is laid out."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from handlers.wording import Citation, Id, Strict, Text, Wording


class Measure(Strict):
    """A number that a source names. A target is looked for in figures of ours or of others; a baseline is a fact of its day."""

    id: Id
    title: Wording
    kind: Literal["target", "baseline"]
    value: float | None = None  #: none: the source names the measure and no number
    unit: Literal["percent", "count"]
    approximate: bool = False  #: the source says *approximately*
    figure: Literal["", "schools_satisfied", "formal_partnerships", "capacity_building", "internships"] = ""  #: which of ours it is about
    published: tuple[Text, ...] = ()  #: words by which a figure that others publish is known as this one
    as_of: date
    cites: tuple[Citation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_ours_or_theirs(self) -> Self:
        if self.figure and self.published:
            msg = f"measure {self.id}: what others publish is never computed here: name `figure` or `published`"
            raise ValueError(msg)
        if self.kind == "baseline" and self.value is None:
            msg = f"measure {self.id}: a baseline is a number"
            raise ValueError(msg)
        return self


class MemoRules(Strict):
    """The layout of a memo to the board. What nobody has given stays blank on the paper, to be filled in by hand."""

    agenda_item: Wording | None = None
    category: str = ""
    plan_goals: tuple[Text, ...] = ()
    policy: str = ""
    funding: str = ""
    attachments: tuple[Text, ...] = ()
    recommendation: Wording | None = None
    recommended_by: str = ""  #: id in `people`
    signed_by: tuple[Id, ...] = ()  #: ids in `people`
    cites: tuple[Citation, ...] = ()


class CapacityRules(Strict):
    """Which entries are activities, and which of their fields says what each builds."""

    entry: Id
    field: Id
    things: tuple[Id, ...] = Field(min_length=1)  #: the field's choices that count


class SupplyRules(Strict):
    """Which entries say how many places are needed and offered, and the fields that do."""

    entry: Id
    needed: Id
    offered: Id
    school: str = ""  #: the field with the school that the numbers are of


class ReportRules(Strict):
    satisfied_from: float = Field(default=4, ge=1, le=5)  #: a school is content whose ratings come to so much in the middle
    measures: tuple[Measure, ...] = ()
    capacity: CapacityRules | None = None
    supply: SupplyRules | None = None
    memo: MemoRules = MemoRules()
