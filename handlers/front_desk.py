"""The front desk: what becomes of one message that the screen let through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from handlers import (
    acts,
    agreement_replies,
    applications,
    by_mail,
    chasing,
    checkin_replies,
    copies,
    interview,
    known_sender,
    letters,
    newsletter_replies,
    own_answer,
    paper_mail,
    questions,
    sensitive,
    staff_notices,
    survey_replies,
    turnover,
    unprompted,
)
from handlers.commands import MessageReceived
from handlers.partnership import Proof
from handlers.reading.lines import squash
from handlers.turn import Turn
from handlers.types import Conversation, ConversationKind, ConversationStatus, Disposition, Kind, Outcome, Record, Understanding

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.commands import GivenBack, MessageStopped
    from handlers.types import Inbound, Snapshot

#: Answers of ours without progress within a day; after that, a person (threats.md, T10).
STALLS = 3
STALLS_WITHIN = timedelta(hours=24)

#: A mail in another language than ours is written to by a person; a short reply proves no language.
LONG_ENOUGH = 80


def receive(command: MessageReceived, snapshot: Snapshot, now: datetime) -> Outcome:
    """Decide on one mail; see beside it who gives up a post, whether it answers a newsletter, and which reminders it overtakes."""
    outcome = turnover.beside(command.inbound, snapshot, _received(command, snapshot, now), now)
    sender = command.inbound.sender.email if command.inbound.sender else ""
    talk = snapshot.conversation
    if talk is not None and sender == talk.party and not outcome.withdraws:
        outcome = replace(outcome, overtakes=talk.id)
    return newsletter_replies.on_record(outcome, snapshot, sender, command.inbound.message_id)


def _received(command: MessageReceived, snapshot: Snapshot, now: datetime) -> Outcome:
    """The first of these checks that fits ends it."""
    turn = _turn(command, snapshot, now)
    conversation = snapshot.conversation
    found = (
        None if command.released_by else sensitive.find(its_own_words(turn.inbound, snapshot.answered_text), command.understanding.judged)
    )
    if found is not None:
        if conversation is not None and conversation.kind is ConversationKind.CHECKIN:
            return checkin_replies.sensitive(turn, conversation, found)
        return _sensitive(turn, conversation, found)
    if conversation is not None and agreement_replies.concerns(turn, conversation):
        # Before all that asks who writes: a party may be on the staff list, and whose yes counts is decided there.
        return agreement_replies.heard(turn, conversation)
    # A principal may be on the staff list; what was asked of them as a school is answered all the same.
    is_survey = conversation is not None and conversation.kind is ConversationKind.SURVEY
    if turn.sender in snapshot.staff and not is_survey:
        return _hold(turn, "from_staff")
    if command.understanding.language == "other" and not command.released_by and len(turn.inbound.visible) > LONG_ENOUGH:
        return _hold(turn, "language")
    about_newsletters = newsletter_replies.wanted(turn) if conversation is None else ""
    if about_newsletters:
        return newsletter_replies.heard(turn, about_newsletters)
    if conversation is None and snapshot.answered is not None:
        return own_answer.already_answered(turn, snapshot.answered)
    if conversation is None:
        if _over_a_cap(snapshot) and not command.released_by:
            return _hold(turn, "answer_cap")
        return known_sender.asked_to_rule(turn) or known_sender.status(turn) or questions.first(turn)
    return _reply(turn, conversation)


def stop(command: MessageStopped, snapshot: Snapshot, now: datetime) -> Outcome:
    """End a mail that the screen stopped: it is kept, and staff hear of what waits for them."""
    if command.screened.disposition is not Disposition.HELD:
        ended = Outcome(disposition=command.screened.disposition, reason=command.screened.reason)
        by_robot = command.screened.kind is Kind.AUTO_REPLY and command.inbound is not None
        return turnover.beside(command.inbound, snapshot, ended, now, automatic=True) if by_robot and command.inbound else ended
    text = its_own_words(command.inbound, "") if command.inbound else ""
    found = sensitive.find(text, command.judged)
    kind = found.kind if found else None
    return Outcome(
        disposition=Disposition.HELD,
        reason=command.screened.reason,
        sensitive=kind,
        outbound=staff_notices.held(snapshot, command.inbound, command.screened.reason, now, sensitive=kind),
    )


def given_back(command: GivenBack, snapshot: Snapshot, now: datetime) -> Outcome:
    """Let Liaison speak again. Where a person had to decide whether it may be a partnership at all, the application opens."""
    conversation = snapshot.conversation
    if conversation is None:
        return Outcome(reason="no_conversation")
    status = ConversationStatus.ASKING if conversation.status is ConversationStatus.HELD else conversation.status
    facts = {key: value for key, value in conversation.facts.items() if key != "person_decides"}
    back = replace(conversation, status=status, with_person=False, stalls=(), facts=facts, updated_at=now)
    record = Record(kind="conversation.given_back", subject=back.id, who=command.who)
    if "person_decides" not in conversation.facts:
        return Outcome(changes=(back,), records=(record,))
    received = MessageReceived(inbound=command.inbound, kind=Kind.REPLY, understanding=Understanding(language=back.language))
    opened = applications.begin(_turn(received, snapshot, now), interview.nothing(replace(back, pathway="partnership")))
    return replace(opened, records=(record, *opened.records))


def _turn(command: MessageReceived, snapshot: Snapshot, now: datetime) -> Turn:
    heard = command.understanding.language
    conversation = snapshot.conversation
    spoken = conversation.language if conversation and (heard == "other" or len(command.inbound.visible) < LONG_ENOUGH) else heard
    return Turn(
        inbound=command.inbound,
        snapshot=snapshot,
        understanding=command.understanding,
        released=bool(command.released_by),
        language="es" if spoken == "es" else "en",
        now=now,
    )


def its_own_words(inbound: Inbound, ours: str) -> str:
    """Return all that a mail says, quotes too, but not our own words coming back, wrapped anew by whatever program quoted them."""
    own = squash(ours)
    quoted = [line for line in inbound.quoted.splitlines() if squash(line) not in own]
    typed = [pair.typed for pair in inbound.pairs]
    return "\n".join([inbound.subject, inbound.visible, *typed, inbound.signature, *quoted])


def _over_a_cap(snapshot: Snapshot) -> bool:
    policy = snapshot.policy
    caps = (policy.per_address, policy.per_domain, policy.in_all)
    return any(cap and seen >= cap for cap, seen in zip(caps, snapshot.answered_today, strict=True))


def _hold(turn: Turn, reason: str) -> Outcome:
    notice = staff_notices.held(turn.snapshot, turn.inbound, reason, turn.now)
    return Outcome(disposition=Disposition.HELD, reason=reason, outbound=notice)


def _sensitive(turn: Turn, conversation: Conversation | None, found: sensitive.Found) -> Outcome:
    """No robot answers this. In a conversation Liaison keeps silent from here on, until a person gives it back."""
    changes: tuple[Conversation, ...] = ()
    records: tuple[Record, ...] = ()
    if conversation is not None:
        changes = (replace(conversation, with_person=True, updated_at=turn.now),)
        records = (Record(kind="conversation.handed_over", subject=conversation.id, who="liaison", data={"why": found.kind.value}),)
    notice = staff_notices.held(turn.snapshot, turn.inbound, "sensitive", turn.now, sensitive=found.kind)
    return Outcome(
        disposition=Disposition.HELD, reason="sensitive", sensitive=found.kind, changes=changes, records=records, outbound=notice
    )


def _reply(turn: Turn, conversation: Conversation) -> Outcome:
    """Hear a reply in its conversation; a second address that answers is noted, and the first one told."""
    left = copies.without(turn, conversation)
    if left is not None:
        return acts.say(turn, "copy_ended", {}, left, records=(acts.record("copy.left", left, turn, {}),))
    outcome = _unless_stalled(turn, conversation, _heard(turn, chasing.answered(replace(conversation, known=True))))
    outcome = copies.taken(turn, conversation, outcome)
    if turn.sender in {conversation.party, *conversation.also, *conversation.copied} or by_mail.concerns(conversation):
        # Whoever answers for somebody asked to rule has decided nothing there, and is told so by by_mail alone.
        return outcome
    changes = tuple(_with_also(change, conversation.id, turn.sender) for change in outcome.changes)
    record = Record(kind="conversation.other_address", subject=conversation.id, who=turn.sender, message_id=turn.inbound.message_id)
    outcome = replace(outcome, changes=changes, records=(*outcome.records, record))
    if conversation.with_person:
        return outcome  # Staff hear of the mail and its sender; to the partner a person speaks.
    told = letters.to_partner(turn, "other_address", {"address": turn.sender}, conversation=conversation, to=conversation.party)
    return replace(outcome, outbound=(*outcome.outbound, replace(told, cc=())))


def _unless_stalled(turn: Turn, before: Conversation, outcome: Outcome) -> Outcome:
    """Count answers of ours that led nowhere: two robots must not talk for ever, and a person stuck with one needs a person."""
    after = next((change for change in outcome.changes if isinstance(change, Conversation)), None)
    if any(isinstance(change, Proof) for change in outcome.changes):
        return outcome  # A paper came, which is progress.
    if after is None or after.with_person or not any(mail.to == (turn.sender,) for mail in outcome.outbound):
        return outcome
    if (after.answers, after.status, after.pathway) != (before.answers, before.status, before.pathway):
        return outcome
    stalled = replace(after, stalls=(*(at for at in before.stalls if turn.now - at < STALLS_WITHIN), turn.now))
    if len(stalled.stalls) > STALLS:
        return acts.person(turn, stalled, outcome.records, "no_progress")
    return replace(outcome, changes=tuple(stalled if change is after else change for change in outcome.changes))


def _with_also(change: Any, conversation_id: str, address: str) -> Any:
    if isinstance(change, Conversation) and change.id == conversation_id:
        return replace(change, also=(*change.also, address)[-5:])
    return change


def _heard(turn: Turn, conversation: Conversation) -> Outcome:
    if by_mail.concerns(conversation):
        return by_mail.heard(turn, conversation)
    if conversation.kind is ConversationKind.CHECKIN:
        return paper_mail.beside_figures(turn, conversation, checkin_replies.heard(turn, conversation))
    if conversation.kind is ConversationKind.SURVEY:
        return survey_replies.heard(turn, conversation)
    if conversation.with_person and paper_mail.concerns(turn, conversation):
        return paper_mail.heard(turn, conversation)
    if conversation.with_person:
        kept = replace(conversation, updated_at=turn.now)
        return Outcome(reason="with_person", changes=(kept,), outbound=staff_notices.look(turn, kept, "with_a_person"))
    if conversation.kind is ConversationKind.APPLICATION and conversation.status in {
        ConversationStatus.ASKING,
        ConversationStatus.CONFIRMING,
    }:
        joined = known_sender.joined(turn, conversation) if known_sender.says_same(turn, conversation) else None
        return joined or paper_mail.with_papers(turn, conversation, applications.reply(turn, conversation))
    if unprompted.concerns(conversation):
        return unprompted.settled(turn, conversation)
    if conversation.status is ConversationStatus.ASKING:
        return questions.settle(turn, conversation)
    if paper_mail.concerns(turn, conversation) and not acts.wanted(turn):
        return paper_mail.heard(turn, conversation)
    return paper_mail.with_papers(turn, conversation, questions.after_the_answer(turn, conversation))
