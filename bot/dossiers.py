"""Gathers from the store what a decision on a partnership may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers import by_mail
from handlers.dues import Due, Need
from handlers.entries import Entry
from handlers.newsletters import Issue
from handlers.partnership import OVER, Agreement, Dossier, HandOver, HeldPost, Partnership, Post, Proof, Standing, Task
from handlers.progress import answers_of
from handlers.subscriptions import Suppression
from handlers.types import Conversation, Example, Party

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from handlers.types import Inbound
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
        handovers=unit.handovers.open_of(partnership.id),
        heads=unit.partners.heads(partnership.schools),
    )


def waiting_in(unit: Unit, talk: Conversation) -> dict[str, Dossier]:
    """What a mail asked somebody to rule on, by its number there; nothing for any other talk."""
    if not by_mail.concerns(talk):
        return {}
    found = {number: unit.partnerships.get(asked.partnership) for number, asked in by_mail.asked_in(talk).items()}
    return {number: dossier_of(unit, each) for number, each in found.items() if each is not None}


def posts_of(unit: Unit, addresses: Iterable[str]) -> tuple[HeldPost, ...]:
    """The posts that these addresses hold where nothing is over, and those of the liaisons of whoever is a contact among them."""
    found: dict[tuple[str, Post], Partnership] = {}
    for address in addresses:
        found |= {(each.id, Post.LIAISON): each for each in unit.partnerships.of_liaison(address)}
        theirs = unit.partnerships.of(address)
        found |= {(each.id, post): each for each in theirs for post in Post if post is Post.CONTACT or each.liaison}
    return tuple(_held(unit, at, post) for (_, post), at in found.items() if at.standing not in OVER)


def _held(unit: Unit, at: Partnership, post: Post) -> HeldPost:
    return HeldPost(
        partnership=at.id,
        organization=at.organization,
        post=post,
        holder=at.liaison if post is Post.LIAISON else at.contact,
        is_open=any(each.post is post for each in unit.handovers.open_of(at.id)),
    )


def others_of(unit: Unit, contact: str, organization: str, this: str) -> tuple[Partnership, ...]:
    """Further partnerships of a contact or of an organisation of the same name that are not over."""
    found = unit.partnerships.of(contact, organization)
    return tuple(each for each in found if each.id != this and each.standing not in OVER)


def _keep_task(unit: Unit, task: Task) -> None:
    if task.version:
        unit.tasks.save(task)
    else:
        unit.tasks.open(task)


def _keep_suppression(unit: Unit, suppression: Suppression) -> None:
    # What waits for the address stops in the same transaction (threats.md, G7).
    if unit.suppressions.save(suppression).reason:
        unit.deliveries.suppress(suppression.address, suppression.reason)


#: Each noun and where it is kept.
KEEPERS: Mapping[type, Callable[[Unit, Any], object]] = {
    Party: lambda unit, party: unit.partners.save(party),
    Partnership: lambda unit, partnership: unit.partnerships.save(partnership),
    Proof: lambda unit, proof: unit.proofs.save(proof),
    Agreement: lambda unit, agreement: unit.agreements.save(agreement),
    HandOver: lambda unit, handover: unit.handovers.save(handover),
    Entry: lambda unit, entry: unit.entries.add(entry),
    Example: lambda unit, example: unit.examples.save(example),
    Issue: lambda unit, issue: unit.issues.save(issue),
    Suppression: _keep_suppression,
    Task: _keep_task,
    Due: lambda unit, due: unit.dues.save(due),
    Need: lambda unit, need: unit.needs.save(need),
}


def of_a_sender(unit: Unit, inbound: Inbound) -> dict[str, Any]:
    """What a first mail that brings files may be about: what runs with its sender, and the names of all that runs."""
    theirs = unit.partnerships.of(inbound.sender.email) if inbound.sender else ()
    running = [each.value for each in Standing if each not in OVER]
    return {
        "theirs": tuple(dossier_of(unit, each) for each in theirs if each.standing not in OVER),
        "organizations": unit.partnerships.names(running),
    }


def applied_before(unit: Unit, sender: str) -> dict[str, Any]:
    """Open talks with whoever writes a first mail, and the reviews that those have led to."""
    talks = unit.conversations.open_with(sender)
    found = [unit.partnerships.get(each.id) for each in talks]
    return {"talks": talks, "theirs": tuple(dossier_of(unit, at) for at in found if at is not None and at.standing not in OVER)}


def keep(unit: Unit, change: object) -> None:
    """Save what a decision has changed, in the place of its kind."""
    KEEPERS[type(change)](unit, change)


def said(conversation: Conversation, question: str) -> str:
    answer = conversation.answers.get(question)
    return str(answer.value) if answer else ""
