"""An application that one of the office fills in for somebody on the phone: the very same interview as by mail, one question at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import acts, applications, interview
from handlers.turn import Turn
from handlers.types import Conversation, ConversationKind, ConversationStatus, Outcome, Record, Understanding

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.commands import PhoneTaken
    from handlers.playbook import Playbook
    from handlers.types import Outbound, Snapshot

#: In a conversation's facts: who of the office has the partner on the phone.
PHONE = "phone"

#: The partner hears by mail that it was handed in, as after an application by mail; every other letter is read out instead.
STILL_BY_MAIL = frozenset({"application_submitted"})

#: These can be gone on with on the phone.
OPEN = frozenset({ConversationStatus.ASKING, ConversationStatus.CONFIRMING})


def taken(command: PhoneTaken, snapshot: Snapshot, now: datetime) -> Outcome:
    """Ask the first open question."""
    turn = Turn(inbound=command.inbound, snapshot=snapshot, understanding=Understanding(), language="en", now=now)
    talk = snapshot.conversation
    if talk is not None:
        return acts.act(turn, replace(talk, facts={**talk.facts, PHONE: command.who}, with_person=False), "status")
    opened = Conversation(
        id=snapshot.fresh_id,
        kind=ConversationKind.APPLICATION,
        pathway="partnership",
        party=turn.sender,
        facts={PHONE: command.who},
        opened_at=now,
        updated_at=now,
    )
    return applications.begin(turn, interview.nothing(opened))


def one_at_a_time(playbook: Playbook) -> Playbook:
    """The same questions, of which the engine asks one and then the next."""
    form = playbook.application
    if form is None:
        return playbook
    return playbook.model_copy(update={"forms": {**playbook.forms, "application": form.model_copy(update={"per_mail": 1})}})


def read_out(outcome: Outcome, before: Conversation | None, who: str, said: str) -> tuple[Outcome, Outbound | None]:
    """What is kept of a turn on the phone, and the letter that is read out instead of being sent.

    The records name who typed it; that an address answered by phone proves nothing of its mailbox (T12).
    """
    letters = [each for each in outcome.outbound if not each.to_staff]
    changes = tuple(
        replace(each, known=before.known if before else False) if isinstance(each, Conversation) else each for each in outcome.changes
    )
    talk = next((each for each in changes if isinstance(each, Conversation)), before)
    heard = Record(kind="application.by_phone", subject=talk.id if talk else "", who=who, data={"said": said})
    kept = replace(
        outcome,
        changes=changes,
        outbound=tuple(each for each in outcome.outbound if each.to_staff or each.template in STILL_BY_MAIL),
        records=(heard, *(replace(each, who=who) for each in outcome.records)),
    )
    return kept, letters[0] if letters else None


def put_down(talk: Conversation, now: datetime) -> Conversation:
    """Nobody is on the phone any more; the talk stays as it is."""
    return replace(talk, facts={key: value for key, value in talk.facts.items() if key != PHONE}, updated_at=now)
