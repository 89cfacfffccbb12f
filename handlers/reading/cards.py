"""What a signature answers where nothing above it did: *it should all be in my signature*, a name with how to be reached beneath it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reading import choices, identity
from handlers.reading.contacts import emails, person, phones, sites
from handlers.reading.lines import fold
from handlers.reading.readings import Heard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.playbook import Question
    from handlers.reading.readings import Reader

_POINTS_THERE = re.compile(
    r"\b(?:signature|sig|below|beneath|footer|all (?:of )?(?:it|that|this)|here (?:you go|it is|they are|is|are)|my (?:info|details|"
    r"card)|same as (?:my|the) sig\w*|"
    r"firma|abajo|mis datos|nuestros datos|aqui (?:va|van|esta|estan|tiene))\b"
)
_ASIDE = re.compile(r"\s*\([^()]{0,60}\)")
_MOST_LINES = 10


def read(card: str, body: str, still: Sequence[Question], reader: Reader) -> dict[str, Heard]:
    """Answers to the questions still open from the lines of a signature; sure only where the writer sends us there."""
    lines = [line.strip() for line in card.split("\n") if line.strip()][:_MOST_LINES]
    if not lines:
        return {}
    found = {question.id: heard for question in still if (heard := _one(question, lines, reader)).is_read}
    reason = "" if _POINTS_THERE.search(fold(body)) else "guess"
    return {key: replace(heard, words=heard.words or card, reason=heard.reason or reason) for key, heard in found.items()}


def within(body: str) -> str:
    """The last paragraph of a text where that is a card: a person's name, and short lines beneath it."""
    last = body.rstrip().rpartition("\n\n")[2] if "\n\n" in body.rstrip() else ""
    lines = [line for line in last.split("\n") if line.strip()]
    return last if len(lines) > 1 and person(lines[0]) else ""


def _one(question: Question, lines: Sequence[str], reader: Reader) -> Heard:
    found: Mapping[str, object] = {}
    text = "\n".join(lines)
    if question.type == "phone":
        found = phones(text, reader)
    elif question.type == "email":
        found = dict.fromkeys(emails(text))
    elif question.type == "url":
        found = sites(text)
    elif question.id == "contact_name":
        found = dict.fromkeys(filter(None, map(person, lines[:2])))
    elif question.id == "organization_name":
        found = dict.fromkeys(filter(None, [_organization(lines)]))
    elif question.id == "organization_type":
        found = choices.named(question, text)
    if not found:
        return Heard()
    return Heard(value=next(iter(found)), reason="two_candidates" if len(found) > 1 else "")


def _organization(lines: Sequence[str]) -> str:
    contact = next(filter(None, map(person, lines[:2])), "")
    return identity.organization("", _ASIDE.sub("", "\n".join(lines)), contact)
