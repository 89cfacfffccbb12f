"""Somebody of the office says which pathway was right: the mail becomes an example of it, and its talk moves there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import acts, interview, questions
from handlers.partnership import Standing
from handlers.playbook import PATHWAYS
from handlers.turn import Turn
from handlers.types import ConversationKind, ConversationStatus, Example, Outcome, Record, Understanding

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.commands import PathwayCorrected
    from handlers.types import Conversation, Outbound, Snapshot

#: What was handed in or ended is not moved by a word about where it belonged.
PAST = frozenset({ConversationStatus.SUBMITTED, ConversationStatus.WITHDRAWN, ConversationStatus.CLOSED})

#: Why nothing was moved, though something was learnt.
IN_REVIEW = "in_review"

#: Talks that routing has begun; a check-in or a ruling is none.
ROUTED = frozenset({ConversationKind.QUESTION, ConversationKind.APPLICATION})

#: What a person had to decide, or was asked of the partner, is settled by who says where it belongs.
SETTLED = frozenset({"person_decides", "asked"})


def rerouted(command: PathwayCorrected, snapshot: Snapshot, now: datetime) -> Outcome:
    """Learn from the mail, and give its talk the right answer, or the application, as a draft that staff release.

    Naming another pathway later undoes it: the newest word counts.
    """
    before = snapshot.conversation
    in_review = snapshot.dossier is not None and snapshot.dossier.partnership.standing is Standing.UNDER_REVIEW
    refusal = _refusal(command, before, in_review=in_review)
    if refusal:
        return Outcome(refused=refusal)
    turn = Turn(
        inbound=command.inbound,
        snapshot=snapshot,
        understanding=Understanding(language=command.language),
        language="es" if (before.language if before else command.language) == "es" else "en",
        now=now,
    )
    text = f"{command.inbound.subject}\n{command.inbound.visible}".strip()[: questions.REQUEST]
    example = Example(pathway=command.pathway, text=text, language=command.language, mail=command.mail, who=command.who, at=now)
    # An application that is under review is ruled on: what is learnt is where the next mail like its first one belongs.
    moved = Outcome(reason=IN_REVIEW) if in_review else _moved(turn, command, before)
    record = Record(
        kind="pathway.corrected",
        subject=before.id if before else snapshot.fresh_id,
        who=command.who,
        message_id=command.inbound.message_id,
        data={"from": before.pathway if before else "", "to": command.pathway, "mail": command.mail},
    )
    return replace(
        moved,
        changes=(example, *moved.changes),
        outbound=tuple(_as_draft(mail, command) for mail in moved.outbound),
        records=(record, *moved.records),
        withdraws=before.id if before and moved.changes else "",
    )


def _refusal(command: PathwayCorrected, before: Conversation | None, *, in_review: bool) -> str:
    if command.pathway not in PATHWAYS:
        return f"There is no pathway “{command.pathway}”. It is one of: {', '.join(PATHWAYS)}."
    if before is not None and before.kind not in ROUTED:
        return f"{before.id} is no question that was routed, so nothing was changed."
    if before is not None and before.status in PAST and not in_review:
        return f"{before.id} is {before.status.value}, so nothing was changed. Rule on it, or write to the partner."
    return ""


def _moved(turn: Turn, command: PathwayCorrected, before: Conversation | None) -> Outcome:
    if before is not None and _is_there(before, command.pathway):
        return Outcome(reason="already_there")
    taken = questions.opened(turn) if before is None else interview.nothing(before)
    talk = replace(
        taken.conversation,
        kind=ConversationKind.QUESTION,
        status=ConversationStatus.ASKING,
        pathway=command.pathway,
        facts={name: value for name, value in taken.conversation.facts.items() if name not in SETTLED},
        asked=(),
        with_person=False,
    )
    taken = replace(taken, conversation=talk)
    if command.pathway == "out_of_scope":
        # No page answers this: somebody does.
        return acts.person(turn, talk, taken.records, "nothing_fits")
    return questions.opened_or_answered(turn, taken, moved="staff" if command.answered else "")


def _is_there(before: Conversation, pathway: str) -> bool:
    return before.pathway == pathway and not before.with_person and (before.kind is ConversationKind.APPLICATION or not before.asked)


def _as_draft(mail: Outbound, command: PathwayCorrected) -> Outbound:
    """The partner's mail waits for a person; one whose first answer has left says that it was not the right one."""
    if mail.to_staff:
        return mail
    return replace(mail, hold="draft", sure=False, context={**mail.context, "moved": "staff" if command.answered else ""})
