"""What a reply to the mail of an agreement means: a yes to that very text, a wish to change it, or nothing that counts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import acts, agreement_letters, agreement_orders, agreements, by_mail, letters, renewals, review
from handlers.case import Case
from handlers.orders import RulingGiven
from handlers.partnership import OVER, Actor, Standing, Verdict
from handlers.reading import word_that_acts
from handlers.reading.lines import fold
from handlers.roles import Role
from handlers.types import ConversationKind, ConversationStatus, Directed, Outcome, Record

if TYPE_CHECKING:
    from handlers.agreements import Side
    from handlers.partnership import Agreement, Dossier
    from handlers.turn import Turn
    from handlers.types import Conversation

#: A reply that consists of these words alone, with one of the second list among them, is a yes. All else is read by a person.
_WORDS = (
    "1 i we do it this the that agreement memorandum of text to as is stands please thanks thank you ok okay de estoy estamos lo el este "
    "texto con gracias muchas"
)
_YESES = "yes yep yeah accept accepted agree agreed approve approved si acepto aceptamos aceptado acuerdo apruebo aprobado"
_YES = frozenset(_YESES.split())
_VOCABULARY = _YES | frozenset(_WORDS.split())

#: A yes below which more stands than a greeting and a name may hold a condition.
_COURTESY = 12
_CONDITION = re.compile(
    r"\?|\b(?:but|except|however|although|if|once|when|after|unless|until|change\w*|wrong|instead|only|not|no|don't|pero|excepto|salvo|cuando|"
    r"despues|hasta|solo|cambi\w+|corrij\w+|corregir|siempre que|a condicion)\b"
)


def says_yes(text: str) -> bool:
    """Whether a reply is a plain yes and nothing else; a doubt is none."""
    lines = [line for line in fold(text).splitlines() if line.strip()]
    if not lines:
        return False
    words = re.findall(r"[\w']+", lines[0])
    first = set(words) <= _VOCABULARY and bool(set(words) & _YES)
    if "?" in lines[0]:
        return False
    rest = " ".join(lines[1:])
    return (first or word_that_acts(text) == "yes") and len(rest.split()) <= _COURTESY and not _CONDITION.search(rest)


def concerns(turn: Turn, conversation: Conversation) -> bool:
    """Whether a mail answers one of ours about an agreement."""
    if turn.snapshot.dossier is None:
        return False
    if _is_outside(conversation):
        return True
    if renewals.concerns(turn, conversation):
        return True
    template, yes = turn.snapshot.answered_template, says_yes(turn.inbound.visible)
    asked = template in agreement_letters.ASKS_TO_ACCEPT or (
        not template and conversation.asked == (agreement_letters.ACCEPT,) and conversation.status is ConversationStatus.SUBMITTED
    )
    if not asked or turn.snapshot.dossier.agreement is None:
        return False
    # A word that acts does here what it does anywhere, and so does anything but a yes from somebody else, or while a person has taken over.
    return yes or (not acts.wanted(turn) and turn.sender == conversation.party and not conversation.with_person)


def heard(turn: Turn, conversation: Conversation) -> Outcome:
    """Take the yes of a party, or say why it does not count; nothing else is ever accepted."""
    dossier = turn.snapshot.dossier
    if not _is_outside(conversation) and renewals.concerns(turn, conversation):
        return renewals.answered(turn, conversation)
    newest = dossier.agreement if dossier else None
    if dossier is None or newest is None:
        return acts.person(turn, conversation, (), "reply_after_the_answer")
    case = _case(turn, dossier, conversation)
    side = _side(case, conversation)
    yes = says_yes(turn.inbound.visible)
    if side is None or turn.sender not in _may_accept(side, conversation):
        return _refuse(case, turn, conversation, newest, "wrong_person")
    if _is_outside(conversation) and acts.wanted(turn) == "person":
        return acts.person(turn, conversation, ())
    if case.at.standing in OVER:
        return _refuse(case, turn, conversation, newest, "over")
    no = _ruled_out(case, turn, conversation, side)
    if no is not None:
        return _no(case, turn, conversation, newest, no)
    if not yes:
        return _words(case, turn, conversation, newest)
    if not _answers_the_newest(turn, conversation, newest):
        return _older(case, turn, conversation, newest, side)
    if agreements.acceptance_of(newest, side.id) is not None:
        return _say(case, turn, conversation, newest, "twice", _record(case, turn, newest, "accepted_before"))
    return _taken(case, turn, conversation, newest, side)


def _taken(case: Case, turn: Turn, conversation: Conversation, newest: Agreement, side: Side) -> Outcome:
    outcome = agreement_orders.accepted(case, newest, side.id, turn.inbound.message_id)
    kept = replace(conversation, known=True, updated_at=turn.now)
    after = next(change for change in outcome.changes if isinstance(change, type(newest)))
    if after.accepted:
        return replace(outcome, reason="agreement_complete", changes=(*outcome.changes, *_unless_there(kept, outcome)))
    said = _say(case, turn, conversation, after, "accepted")
    return replace(
        outcome, reason="agreement_accepted", changes=(*outcome.changes, *said.changes), outbound=(*said.outbound, *outcome.outbound)
    )


def _unless_there(kept: Conversation, outcome: Outcome) -> tuple[Conversation, ...]:
    there = any(getattr(change, "id", "") == kept.id and isinstance(change, type(kept)) for change in outcome.changes)
    return () if there else (kept,)


def _ruled_out(case: Case, turn: Turn, conversation: Conversation, side: Side) -> RulingGiven | None:
    """A plain no of somebody whom the text asked in place of a ruling is that ruling; anything else is for a person to read."""
    why = by_mail.plain_no(turn.inbound.visible) if _is_outside(conversation) else ""
    stage = case.stage
    if not why or stage is None or case.at.standing is not Standing.UNDER_REVIEW:
        return None
    school = side.id if side.kind == "school" and side.id in case.at.schools else ""
    gates = [each for each in review.asked_by_the_text(case.playbook, stage, case.dossier, case.actor) if each.school == school]
    return (
        RulingGiven(
            actor=case.actor,
            verdict=Verdict.DECLINE,
            why=why,
            gate=gates[0].gate.id,
            school=school,
            message_id=turn.inbound.message_id,
            hold="draft",
        )
        if gates
        else None
    )


def _no(case: Case, turn: Turn, conversation: Conversation, newest: Agreement, no: RulingGiven) -> Outcome:
    """The partner hears of it from a draft that staff send, and never in the words of whoever said no."""
    outcome = _say(case, turn, conversation, newest, "no")
    notice = agreement_letters.told(case, "no", newest, key=turn.snapshot.inbox_id, words=turn.inbound.visible[:2000], sender=turn.sender)
    return replace(outcome, outbound=(*outcome.outbound, *notice), orders=(Directed(partnership=case.at.id, order=no),))


def _words(case: Case, turn: Turn, conversation: Conversation, newest: Agreement) -> Outcome:
    """Staff get what they wrote; the party hears that nothing was accepted."""
    said = turn.inbound.visible[:2000]
    record = Record(
        kind="agreement.words",
        subject=case.at.id,
        who=turn.sender,
        message_id=turn.inbound.message_id,
        data={"number": newest.number, "words": said},
    )
    outcome = _say(case, turn, conversation, newest, "words", record)
    notice = agreement_letters.told(case, "words", newest, key=turn.snapshot.inbox_id, words=said, sender=turn.sender)
    return replace(outcome, outbound=(*outcome.outbound, *notice))


def _older(case: Case, turn: Turn, conversation: Conversation, newest: Agreement, side: Side) -> Outcome:
    """They answered an earlier text: nothing is accepted, and the newest goes out again."""
    newest_talk = agreement_letters.talk_with(case, newest.number, side) if _is_outside(conversation) else conversation
    mail = agreement_letters.please_accept(case, newest, side, newest_talk, state="older")
    mail = replace(mail, key=f"agreement/{turn.snapshot.inbox_id}", to=(turn.sender,))
    kept = replace(conversation, known=True, updated_at=turn.now)
    return Outcome(reason="older_text", changes=(kept,), outbound=(mail,), records=(_record(case, turn, newest, "older_text"),))


def _refuse(case: Case, turn: Turn, conversation: Conversation, newest: Agreement, why: str) -> Outcome:
    """Change nothing, tell whoever wrote, keep the attempt on record, and let staff know of a stranger."""
    outcome = _say(case, turn, conversation, newest, why, _record(case, turn, newest, why))
    said = turn.inbound.visible[:2000]
    notice = agreement_letters.told(case, why, newest, key=turn.snapshot.inbox_id, words=said, sender=turn.sender)
    return replace(outcome, outbound=(*outcome.outbound, *notice))


def _say(case: Case, turn: Turn, conversation: Conversation, newest: Agreement, what: str, *records: Record) -> Outcome:
    known = agreements.sides(case.playbook, case.dossier, case.snapshot.conversation)
    waits = agreements.still_to_accept(newest)
    asks = what == "words"
    context = {
        "heard": what,
        "waits": agreements.titles(waits, known, turn.language),
        "rows": [],
        "questions": [{"n": 1}] if asks else [],
        **agreement_letters.named(case, newest, turn.language),
    }
    ids = (agreement_letters.ACCEPT,) if asks else ()
    is_party = what != "wrong_person"
    # A stranger is not greeted by the name of somebody else.
    mail = letters.to_partner(
        turn, "agreement_heard", context, conversation=replace(conversation, known=conversation.known and is_party), questions=ids
    )
    kept = replace(conversation, known=conversation.known or is_party, updated_at=turn.now)
    return Outcome(reason=what, changes=(kept,), outbound=(mail,), records=records)


def _record(case: Case, turn: Turn, newest: Agreement, why: str) -> Record:
    data = {"why": why, "number": newest.number, "words": turn.inbound.visible[:200]}
    return Record(kind="agreement.refused", subject=case.at.id, who=turn.sender, message_id=turn.inbound.message_id, data=data)


def _case(turn: Turn, dossier: Dossier, conversation: Conversation) -> Case:
    """The partnership's own talk stands in the case, whoever writes: letters to the partner go there."""
    outside = _is_outside(conversation)
    snapshot = replace(turn.snapshot, conversation=turn.snapshot.application) if outside else turn.snapshot
    actor = Actor(who=turn.sender, role=Role.NOBODY)
    return Case(snapshot=snapshot, dossier=dossier, actor=actor, now=turn.now, inbound=None if outside else turn.inbound)


def _side(case: Case, conversation: Conversation) -> Side | None:
    wanted = conversation.facts.get("party", "") if _is_outside(conversation) else agreements.ORGANIZATION
    known = agreements.sides(case.playbook, case.dossier, case.snapshot.conversation)
    return next((side for side in known if side.id == wanted), None)


def _may_accept(side: Side, conversation: Conversation) -> frozenset[str]:
    """The organization's contact alone; a school's head or delegates; the person whom the playbook names."""
    return frozenset({conversation.party}) if side.kind == "organization" else frozenset(side.addresses)


def _answers_the_newest(turn: Turn, conversation: Conversation, newest: Agreement) -> bool:
    """An outside party has a talk for each version; for the organization the mail that it answers names the text by its digits."""
    if _is_outside(conversation):
        return conversation.facts.get("agreement") == str(newest.number)
    seen = turn.snapshot.answered_text or turn.inbound.quoted
    return agreements.short(newest) in seen if seen else newest.number == 1


def _is_outside(conversation: Conversation) -> bool:
    return conversation.kind is ConversationKind.RULING and "agreement" in conversation.facts
