"""Gathers from the store what a decision on a partnership may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import by_mail
from handlers.partnership import OVER, Agreement, Dossier, Partnership, Proof, Task
from handlers.progress import answers_of
from handlers.types import Conversation, Example, Party

if TYPE_CHECKING:
    from store.unit import Unit


def dossier_of(unit: Unit, partnership: Partnership) -> Dossier:
    conversation = unit.conversations.get(partnership.id)
    agreements = unit.agreements.of(partnership.id)
    return Dossier(
        partnership=partnership,
        proofs=unit.proofs.of(partnership.id),
        agreement=agreements[-1] if agreements else None,
        in_force=next((each for each in reversed(agreements) if each.accepted), None),
        answers=answers_of(conversation) if conversation else {},
        heads=unit.partners.heads(partnership.schools),
    )


def waiting_in(unit: Unit, talk: Conversation) -> dict[str, Dossier]:
    """What a mail asked somebody to rule on, by its number there; nothing for any other talk."""
    if not by_mail.concerns(talk):
        return {}
    found = {number: unit.partnerships.get(asked.partnership) for number, asked in by_mail.asked_in(talk).items()}
    return {number: dossier_of(unit, each) for number, each in found.items() if each is not None}


def others_of(unit: Unit, contact: str, organization: str, this: str) -> tuple[Partnership, ...]:
    """Further partnerships of a contact or of an organisation of the same name that are not over."""
    found = unit.partnerships.of(contact, organization)
    return tuple(each for each in found if each.id != this and each.standing not in OVER)


def keep(unit: Unit, change: Party | Partnership | Proof | Agreement | Task | Example) -> None:
    """Save what a decision has changed, in the place of its kind."""
    match change:
        case Party():
            unit.partners.save(change)
        case Partnership():
            unit.partnerships.save(change)
        case Example():
            unit.examples.save(change)
        case Proof():
            unit.proofs.save(change)
        case Agreement():
            unit.agreements.save(change)
        case Task(version=0):
            unit.tasks.open(change)
        case Task():
            unit.tasks.save(change)


def said(conversation: Conversation, question: str) -> str:
    answer = conversation.answers.get(question)
    return str(answer.value) if answer else ""
