"""What a playbook says of the way from an application to its renewal: authorities, stages, gates, proofs, cadences, the agreement."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handlers.wording import Citation, Id, Strict, Text, Wording


class Authority(Strict):
    """Who may rule: staff of the office, the head of each school concerned or a delegate, or one person named in `people`."""

    title: Wording
    kind: Literal["office", "school_head", "person"]
    person: str = ""  #: id in `people`, for kind person; where the source gives no name, the office adds them in office.toml


class Gate(Strict):
    """One thing that must be there before a stage is passed."""

    id: Id
    title: Wording  #: how it is named where it is still missing
    kind: Literal["ruling", "proof", "agreement", "task", "liaison"]
    by: str = ""  #: ruling: id of an authority; none named means staff of the office
    people: int = Field(default=1, ge=1, le=5)  #: ruling: so many different persons must approve
    proof: str = ""  #: proof: id in `proofs`
    only_if: dict[Id, tuple[Text, ...]] = {}  #: holds only where the application answers one of these
    cites: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> Self:
        if (self.by and self.kind != "ruling") or (self.kind == "proof") != bool(self.proof):
            msg = f"gate {self.id}: only a ruling may name `by`, and a proof names `proof`"
            raise ValueError(msg)
        return self


class ProofKind(Strict):
    """A paper that a district asks for, how its end is announced, and what an expired one does."""

    title: Wording
    question: str = ""  #: the application's question that it may come in answer to
    each_person: bool = False  #: each of the organisation's people needs one
    reminders: tuple[int, ...] = (60, 30, 14, 7, -1)  #: days before it ends; -1 is the day after
    when_expired: Literal["ask_staff", "pause"] = "ask_staff"
    grace: bool = True  #: staff may let one that has ended count a while longer; false where the source asks for it before all else
    cites: tuple[Citation, ...] = ()


class Stage(Strict):
    id: Id
    title: Wording
    who_rules: Text
    gates: tuple[Gate, ...] | None = None  #: none given: a ruling of the office; [] means that nothing holds it back
    active: bool = False  #: a partnership that comes here is active; where no stage says so, it is once all are passed
    letter: Wording | None = None  #: what the partner hears when it comes here; none: no mail
    task: Wording | None = None  #: what staff have to do when it comes here
    cites: tuple[Citation, ...] = ()

    @property
    def all_gates(self) -> tuple[Gate, ...]:
        if self.gates is None:
            return (Gate(id=f"{self.id}_ruling", title=self.title, kind="ruling"),)
        return self.gates


class Criterion(Strict):
    id: Id
    says: Wording
    cites: tuple[Citation, ...] = ()


class Cadence(Strict):
    """Something that comes round: who is due what, how often."""

    id: Id
    title: Wording
    every: Literal["month", "quarter", "year", "once"]
    kind: Literal["checkin", "survey", "meeting", "session", "look"] = "look"  #: look: nothing goes out, the office looks at it itself
    month: int | None = Field(default=None, ge=1, le=12)
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()  #: of a check-in those reported on; none named: all
    audience: Text  #: such as `status=active large_scale=yes`; words without `=` describe people whom Liaison does not write to
    side: Literal["partner", "school"] = "partner"  #: who answers: the partner, or each of its schools
    form: str = ""
    cites: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _asks_with_a_form(self) -> Self:
        if (self.kind in {"checkin", "survey"}) != bool(self.form):
            msg = f"cadence {self.id}: kind {self.kind} and form do not fit together; a check-in and a survey have a form, nothing else has"
            raise ValueError(msg)
        if (self.every == "year") != (self.month is not None) and self.kind != "look":
            msg = f"cadence {self.id}: what comes once a year needs its month, and nothing else has one"
            raise ValueError(msg)
        return self


class Term(Strict):
    """One responsibility in an agreement, and whose it is."""

    of: Literal["organization", "school", "office", "all"]
    says: Wording
    cites: tuple[Citation, ...] = ()


class AgreementRules(Strict):
    """What an agreement is called here, who must accept it, what it says beside the application's answers, and when it is renewed."""

    title: Wording
    parties: tuple[Id, ...] = Field(min_length=1)  #: `organization`, `office`, or the id of an authority
    months: int | None = Field(default=None, ge=1, le=120)  #: how long it lasts where the application names no end
    blank: Wording = Wording(en="to be set together", es="por definir juntos")  #: stands where nobody has said anything yet
    review: tuple[Id, ...] = ()  #: ids of cadences: the review timeline
    terms: tuple[Term, ...] = ()
    ending: Wording | None = None  #: how it is ended early; only where the source says so
    ask_days_before: int = Field(default=60, ge=2, le=365)  #: days before its end: has anything changed?
    remind_after_days: tuple[int, ...] = (7, 14)  #: days since a text was sent out: those who have not answered it are reminded
    unanswered_after_days: int = Field(default=21, ge=1)  #: nobody has answered by then: a task for staff
    remind_days_before: tuple[int, ...] = (45, 30)
    task_days_before: int = Field(default=14, ge=0)  #: nobody has answered by then: a task for staff
    when_ended: Literal["ask_staff", "pause"] = "ask_staff"
    cites: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _days_run_down(self) -> Self:
        days = self.renewal_days
        if list(days) != sorted(set(days), reverse=True):
            msg = "agreement: ask_days_before, remind_days_before and task_days_before must run down, such as 60, [45, 30], 14"
            raise ValueError(msg)
        days = self.answer_days
        if list(days) != sorted(set(days)):
            msg = "agreement: remind_after_days and unanswered_after_days must run up, such as [7, 14], 21"
            raise ValueError(msg)
        return self

    @property
    def answer_days(self) -> tuple[int, ...]:
        """Days since a text was sent out: the reminders, and the task for staff."""
        return (*self.remind_after_days, self.unanswered_after_days)

    @property
    def renewal_days(self) -> tuple[int, ...]:
        """Days before the end: the question, its reminders, and the task for staff."""
        return (self.ask_days_before, *self.remind_days_before, self.task_days_before)
