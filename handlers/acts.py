"""What a word such as *status* or *person* does, in any conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handlers import interview, letters, newsletter_replies, progress, staff_notices, steps
from handlers.case import Case
from handlers.partnership import Actor, Standing
from handlers.reading import intent, word_that_acts
from handlers.roles import Role
from handlers.types import ConversationKind, ConversationStatus, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from handlers.partnership import Dossier
    from handlers.playbook import Question
    from handlers.turn import Turn
    from handlers.types import Conversation


#: What was handed in or ended stays so, whoever takes the talk over.
ENDED = frozenset({ConversationStatus.SUBMITTED, ConversationStatus.WITHDRAWN, ConversationStatus.CLOSED})


def wanted(turn: Turn) -> str:
    """Return the word that acts: said alone in the first line, or asked for in prose; empty where there is none."""
    word = word_that_acts(turn.inbound.visible)
    if word in ACTS:
        return word
    asked = intent(turn.inbound.visible)
    return asked if asked in IN_PROSE else ""


def act(turn: Turn, conversation: Conversation, word: str, records: tuple[Record, ...] = ()) -> Outcome:
    """Do what a word asks for; `records` are of what was learnt beside it."""
    return ACTS[word](turn, conversation, records)


def status(turn: Turn, conversation: Conversation, records: tuple[Record, ...] = ()) -> Outcome:
    """Say where it stands, and ask what is open again so that one reply goes on."""
    group = _still_asked(turn, conversation)
    dossier = turn.snapshot.dossier
    stands = progress.where_it_stands(turn.playbook, dossier, turn.now, turn.language) if dossier else {"standing": ""}
    context = {
        "state": conversation.status.value,
        "noted": len(conversation.answers),
        "questions": letters.asked(interview.numbered(group, {}), turn.language),
        "reference": conversation.id,
        **stands,
    }
    ids = (
        [question.id for question in group]
        if group or conversation.status is not ConversationStatus.CONFIRMING
        else list(conversation.asked)
    )
    return say(
        turn, "application_status", context, interview.asking(conversation, group) if group else conversation, records=records, ids=ids
    )


def help_(turn: Turn, conversation: Conversation, records: tuple[Record, ...]) -> Outcome:
    group = _still_asked(turn, conversation)
    context = {"questions": letters.asked(interview.numbered(group, {}), turn.language)}
    return say(turn, "help", context, interview.asking(conversation, group), records=records, ids=[question.id for question in group])


def withdraw(turn: Turn, conversation: Conversation, records: tuple[Record, ...]) -> Outcome:
    """End an application, and its review where it was handed in; a partnership that runs is ended by a person.

    Somebody who is only in copy ends nothing: a person asks the partner.
    """
    if turn.sender in conversation.copied:
        return person(turn, conversation, records, "withdrawn_in_copy")
    dossier = turn.snapshot.dossier
    if dossier is not None and dossier.partnership.standing in {Standing.ACTIVE, Standing.PAUSED}:
        return person(turn, conversation, records, "wants_to_end")
    if dossier is not None and dossier.partnership.standing is Standing.UNDER_REVIEW:
        return _withdraw_from_review(turn, conversation, records, dossier)
    return _end(turn, conversation, records, end=ConversationStatus.WITHDRAWN, template="withdrawn", context={"reference": conversation.id})


def _withdraw_from_review(turn: Turn, conversation: Conversation, records: tuple[Record, ...], dossier: Dossier) -> Outcome:
    by = Actor(who=turn.sender, role=Role.NOBODY)
    ended = steps.withdrawn(Case(snapshot=turn.snapshot, dossier=dossier, actor=by, now=turn.now), None)
    outcome = _end(
        turn,
        replace(conversation, reopened=()),
        (*records, *ended.records),
        end=ConversationStatus.WITHDRAWN,
        template="withdrawn",
        context={"reference": conversation.id},
    )
    told = staff_notices.look(turn, conversation, "withdrawn_by_partner")
    return replace(outcome, changes=(*outcome.changes, *ended.changes), outbound=(*outcome.outbound, *told))


def stop(turn: Turn, conversation: Conversation, records: tuple[Record, ...]) -> Outcome:
    return _end(turn, conversation, records, end=ConversationStatus.CLOSED, template="stopped", context={})


def unsubscribe(turn: Turn, conversation: Conversation, records: tuple[Record, ...]) -> Outcome:
    return newsletter_replies.stopped_too(turn, stop(turn, conversation, records))


def later(turn: Turn, conversation: Conversation, records: tuple[Record, ...]) -> Outcome:
    """The thread keeps its place: what was asked last stays asked."""
    return say(turn, "later", {}, conversation, records=records)


def person(turn: Turn, conversation: Conversation, records: tuple[Record, ...], why: str = "asked_for_a_person") -> Outcome:
    """Hand over: the partner is told that somebody will answer, staff are told why, and Liaison keeps silent here."""
    status_now = conversation.status if conversation.status in ENDED else ConversationStatus.HELD
    held = replace(conversation, status=status_now, with_person=True, asked=())
    outcome = say(turn, "person", {}, held, records=(*records, record("conversation.handed_over", held, turn, {"why": why})))
    return replace(outcome, outbound=(*outcome.outbound, *staff_notices.look(turn, held, why)))


ACTS: Mapping[str, Callable[[Turn, Conversation, tuple[Record, ...]], Outcome]] = {
    "help": help_,
    "status": status,
    "withdraw": withdraw,
    "stop": stop,
    "unsubscribe": unsubscribe,
    "person": person,
    "later": later,
}

#: What prose may ask for as well as a word alone.
IN_PROSE = frozenset({"withdraw", "person"})


def _end(
    turn: Turn,
    conversation: Conversation,
    records: Sequence[Record],
    *,
    end: ConversationStatus,
    template: str,
    context: Mapping[str, Any],
) -> Outcome:
    ended = replace(conversation, status=end, asked=())
    ended_record = record(f"conversation.{end.value}", ended, turn, {"from": conversation.status.value})
    return say(turn, template, context, ended, records=(*records, ended_record))


def say(
    turn: Turn,
    template: str,
    context: Mapping[str, Any],
    conversation: Conversation,
    *,
    records: Sequence[Record] = (),
    ids: Sequence[str] = (),
) -> Outcome:
    mail = letters.to_partner(turn, template, context, conversation=conversation, questions=ids)
    return Outcome(changes=(replace(conversation, updated_at=turn.now),), outbound=(mail,), records=tuple(records))


def record(kind: str, conversation: Conversation, turn: Turn, data: Mapping[str, Any]) -> Record:
    return Record(kind=kind, subject=conversation.id, who=turn.sender, message_id=turn.inbound.message_id, data=data)


def _still_asked(turn: Turn, conversation: Conversation) -> tuple[Question, ...]:
    if conversation.kind is not ConversationKind.APPLICATION or conversation.status is not ConversationStatus.ASKING:
        return ()
    return interview.next_group(turn.needed_form, conversation)
