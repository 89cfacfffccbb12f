"""What each mail is filled with: plain data out of a playbook and a conversation; the words themselves are in templates/."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import phonenumbers
from babel.dates import format_date

from handlers import cards, copies
from handlers.types import Conversation, Outbound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.interview import Asked
    from handlers.playbook import Pathway, Playbook, Question
    from handlers.turn import Turn
    from handlers.types import Address, Answer, Snapshot
    from handlers.wording import Citation

REFERENCE = re.compile(r"\{(link|person):([a-z][a-z0-9_]*)\}")

#: A greeting wants a first name; these are none.
TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "mx", "rev", "deacon", "pastor", "prof", "lic", "ing", "sr", "sra", "srta", "dra", "don", "doña"}
)

#: Their label names what is counted: *18 students*.
COUNTED = frozenset({"integer", "decimal"})

#: A longer value is not said twice in one sentence; it stands in the list beneath.
LONGEST_CHANGE = 60

YES_NO = {"en": ("yes", "no"), "es": ("sí", "no")}


def to_partner(
    turn: Turn,
    template: str,
    context: Mapping[str, Any],
    *,
    conversation: Conversation,
    questions: Sequence[str] = (),
    sure: bool = True,
    to: str = "",
) -> Outbound:
    """Answer in the thread, to the sender and whom the partner has put in copy, as freely as the reply policy allows."""
    policy = turn.snapshot.policy
    mode = turn.playbook.replies_of(template, conversation.pathway) or policy.mode
    hold = {"draft": "draft", "sure": "" if sure else "unsure", "all": ""}[mode]
    return Outbound(
        key=f"{template}/{turn.snapshot.inbox_id}" + (f"/{to}" if to else ""),
        lane=conversation.id,
        to=(to or turn.sender,),
        cc=copies.of(conversation, to or turn.sender),
        template=template,
        context=filled_in(turn.playbook, conversation, context),
        language=turn.language,
        conversation=conversation.id,
        questions=tuple(questions),
        in_reply_to=turn.inbound.message_id,
        references=(*turn.inbound.references, turn.inbound.message_id) if turn.inbound.message_id else (),
        hold=hold,
        not_before=turn.now + timedelta(seconds=policy.delay_s) if policy.delay_s else None,
        sure=sure,
    )


def to_staff(snapshot: Snapshot, template: str, context: Mapping[str, Any], *, key: str, conversation: str = "") -> tuple[Outbound, ...]:
    """Tell those who are to hear of it: by one card where there is Slack, else in one mail each; nobody configured means nobody is told."""
    channel = cards.channel_of(snapshot.staff)
    if channel:
        return (cards.notice(channel, template, filled_in(snapshot.playbook, None, context), key=key, conversation=conversation),)
    return tuple(
        Outbound(
            key=f"{key}/{address}",
            lane=f"staff/{address}",
            to=(address,),
            template=template,
            context=filled_in(snapshot.playbook, None, context),
            conversation=conversation,
            to_staff=True,
        )
        for address in snapshot.staff
    )


def filled_in(playbook: Playbook, conversation: Conversation | None, context: Mapping[str, Any]) -> dict[str, Any]:
    """Complete a context with what every mail says: who writes, and to whom."""
    language = conversation.language if conversation else "en"
    return {
        **of_office(playbook, language),
        "first_name": first_name(conversation),
        "first": conversation is not None and not conversation.known,
        **context,
    }


def of_office(playbook: Playbook, language: str) -> dict[str, Any]:
    """Who writes, in the reader's language."""
    office = playbook.office
    unit = office.unit.in_language(language)
    return {
        "office": {
            "name": office.name,
            "unit": unit,
            "district": office.district,
            "short_name": office.short_name,
            "phone": office.phone,
            "readers": list_of(office.readers, language),
            "postal_address": office.postal_address,
            "answers_within": office.answers_within.in_language(language) if office.answers_within else "",
        },
        "signed": unit,
    }


def first_name(conversation: Conversation | None) -> str:
    """Return the name to greet with, once the party has replied with our token; before that, none (T12)."""
    if conversation is None or not conversation.known or "contact_name" not in conversation.answers:
        return ""
    words = str(conversation.answers["contact_name"].value).split()
    return next((word for word in words if word.strip(".").casefold() not in TITLES), "")


def list_of(items: Sequence[str], language: str) -> str:
    """Join as people do: a, b and c."""
    if len(items) < 2:  # noqa: PLR2004  one item needs no joining
        return "".join(items)
    return f"{', '.join(items[:-1])} {'y' if language == 'es' else 'and'} {items[-1]}"


def filled(playbook: Playbook, text: str) -> str:
    """Put links and people where a wording names them. A link whose source gives no address keeps an empty one."""

    def put(match: re.Match[str]) -> str:
        kind, name = match.groups()
        if kind == "link":
            link = playbook.links[name]
            return f"[{link.words}]({link.url})"
        person = playbook.people[name]
        return f"{person.name}, {person.role}"

    return REFERENCE.sub(put, text)


def sources(playbook: Playbook, cites: Sequence[Citation], language: str) -> list[dict[str, str]]:
    return [
        {
            "document": playbook.sources[cite.source].document,
            "section": cite.section,
            "says": cite.says.in_language(language),
            "as_of": month(playbook.sources[cite.source].as_of, language),
        }
        for cite in cites
    ]


def month(day: date, language: str) -> str:
    return format_date(day, "MMMM y" if language != "es" else "MMMM 'de' y", locale=language if language == "es" else "en")


def answer(playbook: Playbook, pathway: Pathway, language: str, *, moved: str = "") -> dict[str, Any]:
    """Context of the mail `answer`: what a pathway says, and what that rests on."""
    correction = pathway.correction.in_language(language) if pathway.correction else ""
    return {
        "paragraphs": paragraphs(playbook, pathway, language),
        "next_steps": [filled(playbook, step.in_language(language)) for step in pathway.next_steps],
        "correction": filled(playbook, correction),
        "sources": sources(playbook, pathway.cites, language),
        "silent": pathway.silent,
        "moved": moved,
    }


def paragraphs(playbook: Playbook, pathway: Pathway, language: str) -> list[str]:
    text = filled(playbook, pathway.answer.in_language(language))
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def asked(questions: Sequence[Asked], language: str) -> list[dict[str, Any]]:
    return [
        {
            "n": each.number,
            "prompt": each.question.prompt.in_language(language),
            "example": each.question.example.in_language(language) if each.question.example else "",
            "problem": each.problem,
        }
        for each in questions
    ]


def rows(playbook: Playbook, questions: Sequence[Question], conversation: Conversation) -> list[dict[str, str]]:
    """Say back what is known: a label, the value as people write it, and why it is not sure."""
    language = conversation.language
    return [
        {
            "label": question.label.in_language(language),
            "value": shown(question, conversation.answers[question.id], language, playbook.office.country),
            "note": conversation.answers[question.id].reason,
        }
        for question in questions
        if question.id in conversation.answers
    ]


def changes(
    playbook: Playbook, questions: Sequence[Question], before: Mapping[str, Answer], conversation: Conversation
) -> list[dict[str, str]]:
    """Say what a correction changed, as people do: *18 students instead of 24*. A long text is only named."""
    language, country = conversation.language, playbook.office.country
    found = []
    for question in questions:
        label, now = question.label.in_language(language), shown(question, conversation.answers[question.id], language, country)
        was = shown(question, before[question.id], language, country) if question.id in before else ""
        if max(len(now), len(was)) > LONGEST_CHANGE:
            found.append({"now": label, "was": ""})
        else:
            found.append({"now": f"{now} {label}" if question.type in COUNTED else f"{label}: {now}", "was": was})
    return found


def shown(question: Question, given: Answer, language: str, country: str) -> str:
    """Write a value as people read it: a date in words, a choice by its label, a phone number as it is dialled here."""
    value = given.value
    if isinstance(value, bool):
        return YES_NO["es" if language == "es" else "en"][0 if value else 1]
    if isinstance(value, tuple):
        return ", ".join(_label(question, item, language) for item in value)
    if isinstance(value, dict):
        return str(value.get("name", ""))
    if question.type == "date":
        return format_date(date.fromisoformat(str(value)), "long", locale="es" if language == "es" else "en")
    if question.type == "phone":
        number = phonenumbers.parse(str(value), country)
        at_home = phonenumbers.region_code_for_number(number) == country
        form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(number, form)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _label(question, str(value), language)


def _label(question: Question, value: str, language: str) -> str:
    return next((choice.label.in_language(language) for choice in question.choices if choice.id == value), value)


def labels(questions: Sequence[Question], ids: Sequence[str], language: str) -> list[str]:
    return [question.label.in_language(language) for question in questions if question.id in ids]


def name_and_address(address: Address | None) -> str:
    """Address first, name second: a display name proves nothing (T04)."""
    if address is None:
        return "no single sender"
    return f"{address.email} ({address.name})" if address.name else address.email


def held_for(outbound: Outbound, reason: str) -> Outbound:
    return replace(outbound, hold=reason)
