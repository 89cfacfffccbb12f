"""A district's playbook as data: pydantic models that refuse what they do not know, and pure look-ups."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from handlers.entry_kinds import EntryKind
from handlers.measures import ReportRules
from handlers.newsletter_rules import NewsletterRules
from handlers.process import AgreementRules, Authority, Cadence, Criterion, ProofKind, Stage
from handlers.wording import Citation, Id, Named, Strict, Text, Wording, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

PATHWAYS = (
    "checkin_or_data",
    "documents",
    "existing_partner_support",
    "flyer",
    "facility_use",
    "donation_funding",
    "internship_host",
    "volunteer",
    "pta",
    "vendor",
    "before_after_school",
    "partnership",
    "out_of_scope",
)
"""In the order of interface.md: the first row that the mail's main request matches wins."""

Fact = Literal["fee", "wants", "who", "when", "where", "payer"]
FACTS: tuple[Fact, ...] = get_args(Fact)
"""What Liaison may ask for when one fact decides."""

QuestionType = Literal[
    "text", "long_text", "integer", "decimal", "yes_no", "choice", "choices", "date", "email", "phone", "url", "list", "document"
]


Replies = Literal["draft", "sure", "all"]


class Person(Strict):
    name: Text
    role: Text
    email: str = ""
    phone: str = ""
    as_of: date
    source: str = ""  #: id of a source


class Link(Strict):
    """A place to go. Where the source gives no address, `url` is empty and its own words are shown."""

    words: Text  #: how the source names it
    url: str = ""
    as_of: date
    source: str = ""


class Source(Strict):
    """A document that the playbook rests on."""

    document: Text
    as_of: date
    url: str = ""
    text_file: str = ""  #: a file beside the playbook with the source's own text, for exact quotations


class Office(Strict):
    name: Text
    short_name: Text  #: of the district, as partners call it
    district: Text
    unit: Named = Wording(en="the partnerships desk", es="el equipo de alianzas")  #: as mails are signed
    answers_within: Named | None = None  #: a promise of the office's own, such as "three working days"; none is made for it
    time_zone: Text
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "US"  #: for phone numbers
    phone: str = ""
    postal_address: str = ""
    website: str = ""
    domains: tuple[Text, ...] = ()  #: mail domains of the district's own people
    readers: tuple[Text, ...] = ()  #: first names of those who read the mailbox
    gaps_until: date | None = None  #: until then a partner that was imported as active may lack what its stages ask for
    closed: tuple[date, ...] = ()  #: days on which the office sends nothing unasked, beside those of `import calendar`


class Variant(Strict):
    """Another answer for where facts are settled; what it leaves out stays as the pathway has it."""

    given: dict[Fact, Text] = Field(min_length=1)  #: such as { fee = "yes" }; all of them must be so
    answer: Wording
    silent: bool | None = None


class Pathway(Strict):
    """What the office answers to one kind of request."""

    title: Wording
    answer: Wording  #: the first sentences of the mail; `{link:ID}` and `{person:ID}` are filled in
    when: tuple[Variant, ...] = ()  #: the first one whose facts are given answers instead
    next_steps: tuple[Wording, ...] = ()
    correction: Wording | None = None  #: how to say that we misread; names the words to reply with
    correction_words: Words = Words()  #: a reply that begins so moves the talk to `correction_to`
    correction_to: str = ""
    applies: bool = False  #: this pathway opens the application
    reads_files: bool = False  #: what comes attached belongs to it
    cites: tuple[Citation, ...] = ()
    replies: Replies | None = None  #: how freely Liaison answers here, where it is not what the office has set for all
    silent: bool = False  #: the source says nothing of it: the answer says so and a person looks
    tell_staff: bool = False

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.cites and not self.silent:
            msg = "cites nothing: add [[…cites]] with source, section and says, or set silent = true if the source says nothing of it"
            raise ValueError(msg)
        if not self.cites and any(each.silent is False for each in self.when):
            msg = "cites nothing: only with [[…cites]] may an answer under `when` set silent = false"
            raise ValueError(msg)
        return self

    def given(self, facts: Mapping[str, str]) -> Pathway:
        """Return the pathway as it answers where these facts are settled."""
        fits = next((each for each in self.when if all(facts.get(fact) == value for fact, value in each.given.items())), None)
        if fits is None:
            return self
        return self.model_copy(update={"answer": fits.answer, "silent": self.silent if fits.silent is None else fits.silent})


class Choice(Strict):
    id: Id
    label: Wording
    words: Words = Words()  #: what people write instead of the label


class Question(Strict):
    """One thing to ask. `words` are the labels and nouns near which its answer stands in prose."""

    id: Id
    type: QuestionType
    prompt: Wording
    label: Wording  #: for the summary: two or three words
    example: Wording | None = None
    group: Id  #: questions of one group are asked together
    required: bool = True
    ask: bool = True  #: False: taken when said, never asked
    words: Words = Words()
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()  #: of a check-in: asked only for these months; none named: for all
    choices: tuple[Choice, ...] = ()
    each: bool = False  #: in a survey: asked about each partner that its reader is to judge
    minimum: float | None = None
    maximum: float | None = None

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        if (self.type in {"choice", "choices"}) != bool(self.choices):
            msg = f"question {self.id}: type {self.type} and its choices do not fit together"
            raise ValueError(msg)
        return self


class Form(Strict):
    """Questions in the order of asking: an application, a check-in, a survey."""

    title: Wording
    intro: Wording | None = None
    per_mail: int = Field(default=6, ge=1, le=12)
    remind_after_days: tuple[int, ...] = (7, 14)  #: of an application days since the partner's last mail, of all else since it was asked
    task_after_days: int | None = None  #: of a check-in or survey: nobody has answered by then, a task for the liaison
    close_after_days: int = 30  #: an application is closed; of a check-in or survey the period is, and nothing is edited any more
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [question.id for question in self.questions]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            msg = f"question ids stand twice: {', '.join(twice)}"
            raise ValueError(msg)
        return self

    def question(self, question_id: str) -> Question | None:
        return next((each for each in self.questions if each.id == question_id), None)

    def in_period(self, period: str) -> Form:
        """The form as it is asked about a period: without questions that are for other months."""
        month = int(period[5:7]) if period[4:5] == "-" else 0
        asked = tuple(each for each in self.questions if not each.months or month in each.months)
        return self if len(asked) == len(self.questions) else self.model_copy(update={"questions": asked})

    @property
    def required(self) -> tuple[Question, ...]:
        return tuple(each for each in self.questions if each.required)


class Playbook(Strict):
    """One district's rules, questions, cadences, contacts and sources."""

    id: Id
    version: Text
    office: Office
    sources: dict[Id, Source]
    people: dict[Id, Person] = {}
    links: dict[Id, Link] = {}
    pathways: dict[Id, Pathway]
    facts: dict[Id, Wording]  #: how to ask for the one fact that decides
    forms: dict[Id, Form] = {}
    criteria: tuple[Criterion, ...] = ()
    authorities: dict[Id, Authority] = {}
    proofs: dict[Id, ProofKind] = {}
    entries: dict[Id, EntryKind] = {}  #: what staff write down of calls, visits and sessions, beside the `log` that every office has
    stages: tuple[Stage, ...] = ()
    agreement: AgreementRules | None = None
    newsletters: NewsletterRules = NewsletterRules()
    cadences: tuple[Cadence, ...] = ()
    replies: dict[Id, Replies] = {}  #: how freely a kind of mail goes out, by its template's name
    report: ReportRules = ReportRules()
    tags: dict[Id, tuple[Text, ...]] = {}  #: lists such as the goals of the strategic plan

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        problems = [f"pathways.{name}: missing" for name in PATHWAYS if name not in self.pathways]
        problems += [
            f"pathways.{name}: no such pathway; it is one of {', '.join(PATHWAYS)}" for name in self.pathways if name not in PATHWAYS
        ]
        problems += [f"facts.{name}: missing" for name in FACTS if name not in self.facts]
        cited = [(f"pathways.{name}", cite) for name, pathway in self.pathways.items() for cite in pathway.cites]
        cited += [(f"stages.{stage.id}", cite) for stage in self.stages for cite in stage.cites]
        cited += [(f"criteria.{each.id}", cite) for each in self.criteria for cite in each.cites]
        cited += [(f"cadences.{each.id}", cite) for each in self.cadences for cite in each.cites]
        cited += [(f"proofs.{name}", cite) for name, kind in self.proofs.items() for cite in kind.cites]
        cited += [(f"entries.{name}", cite) for name, kind in self.entries.items() for cite in kind.cites]
        cited += [(f"report.measures.{each.id}", cite) for each in self.report.measures for cite in each.cites]
        cited += [("report.memo", cite) for cite in self.report.memo.cites]
        if self.agreement is not None:
            cited += [("agreement", cite) for cite in self.agreement.cites]
            cited += [("agreement.terms", cite) for term in self.agreement.terms for cite in term.cites]
        problems += [f"{where}.cites: no source is called {cite.source}" for where, cite in cited if cite.source not in self.sources]
        if any(pathway.applies for pathway in self.pathways.values()) and "application" not in self.forms:
            problems.append("forms.application: missing, though a pathway applies")
        counted = [("capacity", self.report.capacity), ("supply", self.report.supply)]
        problems += [
            f"report.{name}.entry: no entry is called {rules.entry}" for name, rules in counted if rules and rules.entry not in self.entries
        ]
        people = (self.report.memo.recommended_by, *self.report.memo.signed_by)
        problems += [f"report.memo: nobody in people is called {each}" for each in people if each and each not in self.people]
        problems += [*self._problems_with_stages(), *self._problems_with_agreement()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _problems_with_stages(self) -> list[str]:
        gates = [(stage, gate) for stage in self.stages for gate in stage.all_gates]
        problems = []
        for ids in ([each.id for each in self.stages], [gate.id for _, gate in gates]):
            problems += [f"stages: the id {each} stands twice" for each in sorted({each for each in ids if ids.count(each) > 1})]
        tasks = {gate.id for _, gate in gates if gate.kind == "task"}
        problems += [
            f"entries.{name}.done: no gate of kind task is called {kind.done}"
            for name, kind in self.entries.items()
            if kind.done and kind.done not in tasks
        ]
        for stage, gate in gates:
            where = f"stages.{stage.id}.gates.{gate.id}"
            if gate.by and gate.by not in self.authorities:
                problems.append(f"{where}.by: no authority is called {gate.by}")
            if gate.proof and gate.proof not in self.proofs:
                problems.append(f"{where}.proof: no proof is called {gate.proof}")
            form = self.application
            for key in gate.only_if:
                # Free text would let a gate be talked away.
                question = form.question(key) if form else None
                if question is None or question.type not in {"choice", "yes_no"}:
                    problems.append(f"{where}.only_if: {key} is no question of the application with choices or yes and no")
        return problems

    def _problems_with_agreement(self) -> list[str]:
        if self.agreement is None:
            return []
        known = {"organization", "office", *self.authorities}
        cadences = {each.id for each in self.cadences}
        return [
            *(
                f"agreement.parties: {each} is neither organization nor office nor an authority"
                for each in self.agreement.parties
                if each not in known
            ),
            *(f"agreement.review: no cadence is called {each}" for each in self.agreement.review if each not in cadences),
        ]

    def stage(self, stage_id: str) -> Stage | None:
        return next((each for each in self.stages if each.id == stage_id), None)

    @property
    def application(self) -> Form | None:
        return self.forms.get("application")

    def replies_of(self, template: str, pathway: str) -> Replies | None:
        """How freely a mail goes out, if the playbook says so: for its kind first, then for its pathway."""
        of_pathway = self.pathways[pathway].replies if pathway in self.pathways else None
        return self.replies.get(template) or of_pathway

    def with_questions_of(self, earlier: Playbook | None) -> Playbook:
        """Today's contacts, links and wording with the questions and stages of the version that a conversation began with."""
        return (
            self
            if earlier is None
            else self.model_copy(
                update={"forms": earlier.forms, "stages": earlier.stages, "authorities": earlier.authorities, "proofs": earlier.proofs}
            )
        )
