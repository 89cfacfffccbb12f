"""What the mails of a check-in say: the questions with last month's figures, what was recorded with its words, what is still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from handlers import letters
from handlers.letters import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from handlers.dues import Due, Need, Round
    from handlers.playbook import Form, Playbook, Question
    from handlers.turn import Turn
    from handlers.types import Answer, Conversation, Language, Outbound, Party

#: Of a partner's own words a mail says so much back.
SAID_BACK = 160

#: Open requests that one prompt names; the others stand in `/partners need`.
NAMED = 3

_COUNTS = frozenset({"integer", "decimal"})


def month_of(period: str, language: str) -> str:
    """Such as *October*; the year is said where it is not the one that everybody thinks of."""
    return format_date(date.fromisoformat(f"{period}-01"), "LLLL", locale="es" if language == "es" else "en")


def day(at: date | datetime, language: str) -> str:
    return format_date(at, "d 'de' MMMM" if language == "es" else "MMMM d", locale="es" if language == "es" else "en")


def greeted(party: Party | None) -> str:
    words = party.contact_name.split() if party else []
    return next((word for word in words if word.strip(".").casefold() not in TITLES), "")


def language_of(party: Party, earlier: Conversation | None) -> Language:
    spoken = earlier.language if earlier else party.details.get("language", "")
    return "es" if spoken == "es" else "en"


def asked(form: Form, language: str, earlier: Conversation | None, month: str) -> list[dict[str, Any]]:
    """The questions with their numbers, and beside a figure what it was last time."""
    return [
        {"n": n, "prompt": question.prompt.in_language(language), "last": _figure(question, earlier), "month": month}
        for n, question in enumerate(form.questions, 1)
    ]


def _figure(question: Question, earlier: Conversation | None) -> str:
    answer = earlier.answers.get(question.id) if earlier else None
    if answer is None or question.type not in _COUNTS or question.maximum == 5:  # noqa: PLR2004  a rating is no figure to beat
        return ""
    return letters.shown(question, answer, "en", "US")


def recorded(playbook: Playbook, form: Form, conversation: Conversation) -> list[dict[str, Any]]:
    """Say back every question with its number: what was recorded, the words it came from, and what is not sure."""
    return [_said(playbook, question, n, conversation) for n, question in enumerate(form.questions, 1)]


def _said(playbook: Playbook, question: Question, number: int, conversation: Conversation) -> dict[str, Any]:
    answer = conversation.answers.get(question.id)
    language = conversation.language
    value = letters.shown(question, answer, language, playbook.office.country) if answer else ""
    return {
        "n": number,
        "label": question.label.in_language(language),
        "value": shortened(value),
        "words": shortened(answer.words) if answer and _tells_more(value, answer) else "",
        "note": answer.reason if answer else "",
        "required": question.required,
        "told": answer is not None,
    }


def _tells_more(value: str, answer: Answer) -> bool:
    return answer.words.strip().strip(".").casefold() != value.casefold() and isinstance(answer.value, int | float)


def shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SAID_BACK else plain[: SAID_BACK - 1].rstrip() + "…"


def open_needs(needs: Sequence[Need], language: str) -> list[dict[str, str]]:
    return [{"words": shortened(need.words), "day": day(need.opened_at, language)} for need in needs if need.kind == "asked"][:NAMED]


def about(known: Round, due: Due, language: str) -> dict[str, Any]:
    """What every mail of a check-in says of whom and which month it is about."""
    party = known.parties.get(due.partner)
    _, liaison = known.liaison(due.partner)
    return {
        "first_name": greeted(party),
        "organization": party.organization if party else "",
        "month": month_of(due.period, language),
        "liaison": liaison,
    }


def answer(turn: Turn, template: str, conversation: Conversation, context: Mapping[str, Any], *, questions: Sequence[str] = ()) -> Outbound:
    """Answer whoever replied, as freely as the reply policy allows."""
    known, due = turn.snapshot.round, due_of(turn)
    said = about(known, due, turn.language) if known and due else {"organization": "", "month": "", "liaison": ""}
    mail = letters.to_partner(turn, template, {**said, **context}, conversation=conversation, questions=questions)
    is_theirs = turn.sender == conversation.party
    return mail if is_theirs else replace(mail, context={**mail.context, "first_name": ""})


def due_of(turn: Turn) -> Due | None:
    known = turn.snapshot.round
    return known.dues[0] if known and known.dues else None
