"""Every mail that Liaison writes, filled with answers that nobody gave: what `liaison check` renders and tests keep a picture of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from bot.agreement_samples import agreement_cases, agreement_notices
from bot.checkin_samples import checkin_cases, checkin_notices
from bot.newsletter_samples import newsletter_mails, newsletter_notices
from bot.outage_samples import outage_cases
from bot.people_samples import people_cases, people_notices
from bot.proof_samples import proof_cases, proof_notices
from bot.ruling_samples import ruling_cases
from handlers import letters
from handlers.interview import Asked, numbered
from handlers.playbook import FACTS, Form, Playbook, Question
from handlers.types import Address, Outbound
from handlers.wording import Wording
from mail.render import Envelope

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Speaks = Literal["en", "es"]
LANGUAGES: tuple[Speaks, ...] = ("en", "es")

#: What is shown for a value of each type, where no choice of the question's own is.
VALUES: Mapping[str, tuple[str, str]] = {
    "text": ("Reading Buddies", "Amigos Lectores"),
    "long_text": ("Adults read with second graders, one to one.", "Adultos leen con niños de segundo grado, uno a uno."),
    "integer": ("25", "25"),
    "decimal": ("24.5", "24.5"),
    "yes_no": ("no", "no"),
    "date": ("February 3, 2027", "3 de febrero de 2027"),
    "email": ("luz@harborreading.example", "luz@harborreading.example"),
    "phone": ("(703) 555-0142", "(703) 555-0142"),
    "url": ("https://harborreading.example", "https://harborreading.example"),
    "list": ("Carver Elementary, Jefferson High", "Carver Elementary, Jefferson High"),
    "document": ("insurance.pdf", "seguro.pdf"),
}

NOTES = ("hedge", "range", "arithmetic", "two_candidates", "guess")

PROBLEMS = (
    "not_a_number",
    "not_a_date",
    "not_a_phone",
    "not_an_email",
    "not_a_url",
    "not_a_choice",
    "not_yes_or_no",
    "wrong_document",
    "no_document",
    "link",
    "out_of_range",
    "unclear",
    "range",
    "two_candidates",
)

#: An office's own promise of time; a shipped playbook makes none.
PROMISE = Wording(en="three working days", es="tres días hábiles")

STATES = ("asking", "confirming", "submitted", "routed", "held", "withdrawn", "closed")

REFERENCE = "K7Q2M"


def samples(playbook: Playbook) -> Iterator[Outbound]:
    """Each mail in each case that changes its words. The key is template and case; partner mails come in both languages."""
    for language in LANGUAGES:
        yield from _answers(playbook, language)
        yield from _words_that_act(playbook, language)
        if playbook.application is not None:
            yield from _application(playbook, playbook.application, language)
        for template, case, context in newsletter_mails():
            yield _partner_mail(playbook, template, case, language, context, first=True)
        for template, case, context, questions in agreement_cases(playbook, language):
            yield _partner_mail(playbook, template, case, language, context, questions=questions)
        yield _written(playbook, language)
        for template, case, context, questions in checkin_cases(playbook, language):
            yield _partner_mail(playbook, template, case, language, context, questions=questions)
        for template, case, context, questions in (*ruling_cases(playbook, language), *people_cases(language)):
            yield _partner_mail(playbook, template, case, language, context, questions=questions)
        for template, case, context in proof_cases(language):
            yield _partner_mail(playbook, template, case, language, context)
    yield from _to_staff(playbook)


def envelope(outbound: Outbound) -> Envelope:
    """Where a sample comes from and when: always the same."""
    return Envelope(
        sender=Address(email="partners@district.example", name="Partnerships desk"),
        reply_to="partners+mfrggzdfmztwq2lknnwg23tpoa@district.example",
        message_id=f"sample.{outbound.key.replace('/', '.')}.{outbound.language}@district.example",
        date=datetime(2026, 11, 20, 15, 30, tzinfo=UTC),
        auto_submitted="" if outbound.written_by else "auto-generated" if outbound.to_staff else "auto-replied",
    )


def _partner_mail(
    playbook: Playbook,
    template: str,
    case: str,
    language: Speaks,
    context: Mapping[str, Any],
    *,
    first: bool = False,
    questions: tuple[str, ...] = (),
) -> Outbound:
    return Outbound(
        key=f"{template}/{case}",
        to=("luz@harborreading.example",),
        template=template,
        context={**letters.of_office(playbook, language), "first_name": "" if first else "Luz", "first": first, **context},
        language=language,
        questions=questions,
        in_reply_to="theirs@harborreading.example",
        references=("first@harborreading.example", "theirs@harborreading.example"),
    )


def _written(playbook: Playbook, language: Speaks) -> Outbound:
    """Words of one of the office, which no template of ours has."""
    text = "Hola, Luz:\n\nEl salón 12 está libre los martes.\nAna" if language == "es" else "Hi Luz,\n\nRoom 12 is free on Tuesdays.\nAna"
    mail = _partner_mail(playbook, "written", "plain", language, {"text": text, "subject": "Re: Reading club"})
    return replace(mail, written_by="ana@district.example")


def _answers(playbook: Playbook, language: Speaks) -> Iterator[Outbound]:
    for name, pathway in playbook.pathways.items():
        yield _partner_mail(playbook, "answer", name, language, letters.answer(playbook, pathway, language), first=True)
        for variant in pathway.when:
            case = "_".join([name, *(f"{fact}_{value}" for fact, value in variant.given.items())])
            given = letters.answer(playbook, pathway.given({str(fact): value for fact, value in variant.given.items()}), language)
            yield _partner_mail(playbook, "answer", case, language, given, first=True)
    for moved in ("fee", "corrected"):
        context = letters.answer(playbook, playbook.pathways["vendor"], language, moved=moved)
        yield _partner_mail(playbook, "answer", f"moved_{moved}", language, context)
    for fact in FACTS:
        context = {"question": playbook.facts[fact].in_language(language), "fact": fact, "why": ""}
        yield _partner_mail(playbook, "ask_fact", fact, language, context, first=fact != "payer", questions=(fact,))


def _words_that_act(playbook: Playbook, language: Speaks) -> Iterator[Outbound]:
    promising = playbook.model_copy(update={"office": playbook.office.model_copy(update={"answers_within": PROMISE})})
    yield _partner_mail(promising, "person", "promised", language, {})
    for template in ("person", "stopped", "later", "application_ready", "copy_ended"):
        yield _partner_mail(playbook, template, "plain", language, {})
    yield _partner_mail(playbook, "withdrawn", "plain", language, {"reference": REFERENCE})
    yield replace(_partner_mail(playbook, "later", "with_copies", language, {}), cc=("max@harborreading.example",))
    yield _partner_mail(playbook, "help", "nothing_open", language, {"questions": []})
    yield _partner_mail(playbook, "other_address", "plain", language, {"address": "sam@harborreading.example"})
    for state in STATES:
        context = {"state": state, "noted": 4, "questions": [], "reference": REFERENCE, "standing": ""}
        yield _partner_mail(playbook, "application_status", state, language, context)


def _application(playbook: Playbook, form: Form, language: Speaks) -> Iterator[Outbound]:
    asked = tuple(question for question in form.questions if question.ask)
    group = asked[: form.per_mail]
    ids = tuple(question.id for question in group)
    pathway = next(each for each in playbook.pathways.values() if each.applies)
    cited = letters.sources(playbook, pathway.cites[:1], language)
    steps = [letters.filled(playbook, step.in_language(language)) for step in pathway.next_steps]
    labels = [question.label.in_language(language) for question in asked]
    rows = [_row(question, language) for question in asked]
    blank = [question.label.in_language(language) for question in asked if not question.required]
    questions = letters.asked(numbered(group, {}), language)
    begun = {"intro": form.intro.in_language(language) if form.intro else "", "noted": labels[-2:], "sources": cited}
    calm: dict[str, Any] = {"answered": [], "question_for_a_person": False, "changed": [], "questions": questions, "left": 12}
    yield _partner_mail(playbook, "application_questions", "first", language, {**calm, **begun}, first=True, questions=ids)
    yield _partner_mail(
        playbook, "application_questions", "again_here", language, {**calm, **begun, "earlier": REFERENCE}, first=True, questions=ids
    )
    again = {
        "intro": "",
        "noted": labels[:1],
        "sources": [],
        "answered": letters.paragraphs(playbook, playbook.pathways["documents"], language),
        "question_for_a_person": True,
        "changed": [{**rows[n % len(rows)], "note": note} for n, note in enumerate(NOTES)],
        "left": 1,
    }
    yield _partner_mail(playbook, "application_questions", "again", language, {**calm, **again}, questions=ids)
    troubled = tuple(Asked(number=n, question=asked[n % len(asked)], problem=code) for n, code in enumerate(PROBLEMS, 1))
    every_problem = {**calm, "intro": "", "noted": [], "sources": [], "questions": letters.asked(troubled, language), "left": 0}
    ids_again = tuple(each.question.id for each in troubled)
    yield _partner_mail(playbook, "application_questions", "every_problem", language, every_problem, questions=ids_again)
    summary = {"rows": rows, "blank": blank, "changed": [], "answered": [], "question_for_a_person": False}
    yield _partner_mail(playbook, "application_summary", "plain", language, summary, questions=("confirm",))
    put_right = {**summary, "blank": [], "changed": _put_right(form, language)}
    yield _partner_mail(playbook, "application_summary", "put_right", language, put_right, questions=("confirm",))
    yield _partner_mail(playbook, "confirm_again", "plain", language, {"rows": rows}, questions=("confirm",))
    about = VALUES["text"][language == "es"]
    submitted = {"reference": REFERENCE, "about": about, "next_steps": steps, "sources": cited, "again": False}
    yield _partner_mail(playbook, "application_submitted", "plain", language, submitted)
    yield _partner_mail(playbook, "application_submitted", "no_steps", language, {**submitted, "next_steps": [], "sources": []})
    yield _partner_mail(playbook, "application_submitted", "again", language, {**submitted, "again": True})
    status = {"state": "asking", "noted": 1, "questions": questions, "reference": REFERENCE, "standing": ""}
    yield _partner_mail(playbook, "application_status", "asking_with_questions", language, status, questions=ids)
    yield _partner_mail(playbook, "help", "questions_open", language, {"questions": questions}, questions=ids)
    left = {"noted": 4, "confirming": False, "questions": questions, "last": False, "reference": REFERENCE}
    yield _partner_mail(playbook, "application_reminder", "asking", language, left, questions=ids)
    waiting = {**left, "noted": 18, "confirming": True, "questions": [], "last": True}
    yield _partner_mail(playbook, "application_reminder", "confirming", language, waiting, questions=("confirm",))
    yield _partner_mail(playbook, "application_closed", "plain", language, {**left, "questions": []})


def _put_right(form: Form, language: Speaks) -> list[dict[str, str]]:
    """A count and a day, as a correction says them back."""
    labels = {question.type: question.label.in_language(language) for question in reversed(form.questions)}
    day, later = (("February 3, 2027", "March 3, 2027"), ("3 de febrero de 2027", "3 de marzo de 2027"))[language == "es"]
    return [{"now": f"18 {labels['integer']}", "was": "24"}, {"now": f"{labels['date']}: {later}", "was": day}]


def _row(question: Question, language: Speaks) -> dict[str, str]:
    """Answer a question by its own example, else by one of its type."""
    kind = VALUES[question.type][language == "es"] if question.type in VALUES else question.choices[0].label.in_language(language)
    value = question.example.in_language(language) if question.example and question.type not in {"document", "yes_no"} else kind
    return {"label": question.label.in_language(language), "value": value, "note": "hedge" if question.type == "integer" else ""}


def _to_staff(playbook: Playbook) -> Iterator[Outbound]:
    form = playbook.application
    rows = [_row(question, "en") for question in (form.questions if form else ())]
    mail = {"reference": REFERENCE, "sender": "luz@harborreading.example (Luz Ortega)", "subject": "Reading with second graders"}
    show, release = f"/partners show {REFERENCE}", f"/partners release {REFERENCE}"
    submitted = {"reference": REFERENCE, "organization": "Harbor Reading Project", "contact": "luz@harborreading.example", "rows": rows}
    calm: dict[str, Any] = {"again": False, "others": [], "rules": True, "proofs": ["insurance"]}
    other = {"id": "c-k7q2m", "organization": "Harbor Reading Project", "standing": "under_review"}
    held = {**mail, "reason": "answer_cap", "urgent": False, "command": release}
    lost = {"address": "luz@harborreading.example", "words": "550 5.1.1 No such user here", "hard": True}
    draft = {"reference": "o-12", "subject": "Re: Reading with second graders", "command": "/partners release o-12"}
    how = {"others_have_it": False, "at_once": True, "given_up": False, "to_staff": False}
    undelivered = {**draft, "lost": [lost], **how, "show": show}
    refuses = {**draft, "to": lost["address"], "words": "554 5.7.1 Relay access denied", "held": False}
    cases: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("staff_submitted", "plain", {**submitted, **calm, "documents": ["insurance.pdf"]}),
        ("staff_submitted", "no_documents", {**submitted, **calm, "documents": [], "rules": False}),
        ("staff_submitted", "again", {**submitted, **calm, "documents": [], "again": True, "others": [other]}),
        ("staff_held", "plain", held),
        ("staff_held", "urgent", {**held, "reason": "safety", "urgent": True, "subject": ""}),
        ("staff_shunted", "plain", {**mail, "error": "the playbook has no pathway of that name", "command": release}),
        ("staff_look", "plain", {**mail, "why": "source_is_silent", "pathway": "facility_use", "command": show}),
        ("staff_look", "no_pathway", {**mail, "why": "asked_for_a_person", "pathway": "", "command": show}),
        ("staff_more", "plain", {"count": 20}),
        ("staff_slack_refuses", "plain", {"words": "Slack says not_in_channel"}),
        ("staff_undelivered", "at_once", undelivered),
        ("staff_undelivered", "policy", {**undelivered, "lost": [{**lost, "words": "554 5.7.1 No", "hard": False}], "at_once": False}),
        ("staff_undelivered", "in_copy", {**undelivered, "others_have_it": True, "show": ""}),
        ("staff_undelivered", "given_up", {**undelivered, "lost": [{**lost, "words": "", "hard": False}], "given_up": True}),
        ("staff_undelivered", "to_staff", {**undelivered, "to_staff": True, "show": ""}),
        ("staff_server_refuses", "kept", refuses),
        ("staff_server_refuses", "held", {**refuses, "held": True}),
    )
    notices = (*outage_cases(), *newsletter_notices(), *agreement_notices(), *people_notices(), *proof_notices(), *checkin_notices())
    for template, case, context in (*cases, *notices):
        yield Outbound(
            key=f"{template}/{case}",
            to=("ana@district.example",),
            template=template,
            context={**letters.of_office(playbook, "en"), "first_name": "", **context},
            to_staff=True,
        )
