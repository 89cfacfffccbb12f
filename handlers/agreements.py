"""What an agreement says and whom it binds: its parties, the data that its text is written from, and what an amendment changes."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

from babel.dates import format_date, get_month_names

from handlers import letters, review

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.partnership import Acceptance, Agreement, Dossier
    from handlers.playbook import Form, Playbook
    from handlers.process import AgreementRules, Cadence
    from handlers.types import Conversation, Language
    from handlers.wording import Citation

ORGANIZATION, OFFICE = "organization", "office"

#: Answers that are said where there are any, in this order; what nobody has said yet of the others is left blank in plain sight.
DETAILS = (
    "program_name",
    "program_description",
    "support_area",
    "needs",
    "plan_goal",
    "grade_levels",
    "meeting_times",
    "students_expected",
    "people_count",
    "commitment",
    "charges_fee",
    "background_check",
)

#: People compare these few digits of a SHA-256: in the mail, and at the foot of each page.
DIGITS = 12

_MARKS = "#- "
_MONTHS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One party: its id in the agreement, how it is named, and the addresses that may accept for it; the first is written to."""

    id: str
    title: Mapping[str, str]  #: by language
    kind: Literal["organization", "office", "school", "person"]
    addresses: tuple[str, ...] = ()


def sides(playbook: Playbook, dossier: Dossier, conversation: Conversation | None) -> tuple[Side, ...]:
    """Whom the playbook names as parties, each school for itself."""
    rules = playbook.agreement
    if rules is None:
        return ()
    return tuple(side for named in rules.parties for side in _named(playbook, dossier, conversation, named))


def _named(playbook: Playbook, dossier: Dossier, conversation: Conversation | None, named: str) -> tuple[Side, ...]:
    at = dossier.partnership
    if named == ORGANIZATION:
        contact = conversation.party if conversation else at.contact
        return (Side(id=named, title={"en": at.organization, "es": at.organization}, kind="organization", addresses=(contact,)),)
    authority = playbook.authorities.get(named)
    if authority is None or authority.kind == "office":
        name = f"{playbook.office.name}, {playbook.office.district}"
        return (Side(id=OFFICE, title={"en": name, "es": name}, kind="office"),)
    words = {"en": authority.title.en, "es": authority.title.es}
    if authority.kind == "person":
        person = playbook.people.get(authority.person)
        addresses = (person.email.casefold(),) if person and person.email else ()
        return (Side(id=named, title=words, kind="person", addresses=addresses),)
    schools = review.standing_schools(dossier) or ("",)
    return tuple(
        Side(
            id=school or named,
            title={language: f"{said}: {school}" if school else said for language, said in words.items()},
            kind="school",
            addresses=dossier.heads.get(school, ()),
        )
        for school in schools
    )


def languages(conversation: Conversation | None) -> tuple[Language, ...]:
    """The languages of the one text that all accept: that of the partner, and English, which the district's people read."""
    return ("es", "en") if conversation is not None and conversation.language == "es" else ("en",)


def draft(playbook: Playbook, dossier: Dossier, conversation: Conversation | None) -> dict[str, Any]:
    """What the text is written from, by language: plain data, the same as long as nothing that it says has changed."""
    return {language: _in(language, playbook, dossier, conversation) for language in languages(conversation)}


def _in(language: Language, playbook: Playbook, dossier: Dossier, conversation: Conversation | None) -> dict[str, Any]:
    rules = _rules(playbook)
    form = playbook.application
    said = _said(playbook, form, conversation, language)
    begins, ends = term_of(rules, conversation)
    cites = [*rules.cites, *(cite for term in rules.terms for cite in term.cites)]
    return {
        "title": rules.title.in_language(language),
        "blank": rules.blank.in_language(language),
        "organization": dossier.partnership.organization,
        "office": playbook.office.name,
        "district": playbook.office.district,
        "parties": [side.title[language] for side in sides(playbook, dossier, conversation)],
        "schools": list(review.standing_schools(dossier)),
        "rows": [{"label": _label(form, key, language), "value": said[key]} for key in DETAILS if key in said],
        "begins": _day(begins, language),
        "ends": _day(ends, language),
        "outcomes": said.get("outcomes", ""),
        "deliverables": said.get("deliverables", ""),
        "review": [_round(cadence, language) for cadence in playbook.cadences if cadence.id in rules.review],
        "terms": {of: [term.says.in_language(language) for term in rules.terms if term.of == of] for of in _OF},
        "ending": rules.ending.in_language(language) if rules.ending else "",
        "sources": letters.sources(playbook, _once(cites), language),
    }


_OF = ("organization", "school", "office", "all")


def term_of(rules: AgreementRules, conversation: Conversation | None) -> tuple[date | None, date | None]:
    """From when until when: as the application says, else as many months as the playbook gives; None where neither says."""
    begins, ends = answered_day(conversation, "start_date"), answered_day(conversation, "end_date")
    if ends is None and begins is not None and rules.months is not None:
        ends = later(begins, rules.months)
    return begins, ends


def answered_day(conversation: Conversation | None, question: str) -> date | None:
    answer = conversation.sure.get(question) if conversation else None
    return date.fromisoformat(str(answer.value)) if answer and answer.value else None


def later(day: date, months: int) -> date:
    """The same day so many months on; at the end of a shorter month its last day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def short(agreement: Agreement) -> str:
    return agreement.text_sha256[:DIGITS]


def changes(before: str, after: str) -> list[dict[str, str]]:
    """What an amendment changes, paragraph by paragraph: what stood there (`was`), what stands there (`now`); empty is nothing."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[dict[str, str]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [{"was": was, "now": now} for was, now in zip_longest(old[i1:i2], new[j1:j2], fillvalue="")]
    return found


def still_to_accept(agreement: Agreement) -> tuple[str, ...]:
    said = {each.party for each in agreement.acceptances if each.text_sha256 == agreement.text_sha256}
    return tuple(party for party in agreement.parties if party not in said)


def acceptance_of(agreement: Agreement, party: str) -> Acceptance | None:
    return next((each for each in agreement.acceptances if each.party == party and each.text_sha256 == agreement.text_sha256), None)


def titles(parties: Sequence[str], known: Sequence[Side], language: str) -> list[str]:
    """Name parties as people do; one that the playbook names no more keeps its id."""
    named = {side.id: side.title["es" if language == "es" else "en"] for side in known}
    return [named.get(party, party) for party in parties]


def footer(agreement: Agreement) -> str:
    return f"{agreement.title} · {agreement.partnership} · version {agreement.number} · {short(agreement)}"


def _rules(playbook: Playbook) -> AgreementRules:
    if playbook.agreement is None:
        raise LookupError("the playbook has no [agreement]")
    return playbook.agreement


def _said(playbook: Playbook, form: Form | None, conversation: Conversation | None, language: str) -> dict[str, str]:
    if form is None or conversation is None:
        return {}
    return {
        question.id: letters.shown(question, conversation.sure[question.id], language, playbook.office.country)
        for question in form.questions
        if question.id in conversation.sure
    }


def _label(form: Form | None, question: str, language: str) -> str:
    found = form.question(question) if form else None
    return found.label.in_language(language) if found else question


def _day(day: date | None, language: str) -> str:
    return format_date(day, "long", locale=language) if day else ""


def _round(cadence: Cadence, language: str) -> dict[str, str]:
    month = get_month_names("wide", locale=language)[cadence.month] if cadence.month else ""
    return {"title": cadence.title.in_language(language), "every": cadence.every, "month": month}


def _once(cites: Sequence[Citation]) -> list[Citation]:
    """Each place of a source once, however many terms rest on it."""
    return list({(cite.source, cite.section): cite for cite in cites}.values())


def _paragraphs(text: str) -> list[str]:
    return [line.lstrip(_MARKS).strip() for line in text.splitlines() if line.strip(_MARKS)]
