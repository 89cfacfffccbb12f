"""What a reply wants of us instead of answering: to be asked later, no more, to see what is recorded, or to let somebody else answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers import acts, checkin_letters, checkin_notices
from handlers.checkins import NONE_WANTED, day_at
from handlers.dues import DueStatus
from handlers.reading import word_that_acts
from handlers.reading.lines import fold
from handlers.snooze import asked_for
from handlers.types import ConversationStatus, Outcome

if TYPE_CHECKING:
    from handlers.dues import Due, Round
    from handlers.playbook import Form
    from handlers.turn import Turn
    from handlers.types import Conversation

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_OTHERS = re.compile(
    r"\b(?:someone else|somebody else|another (?:person|colleague)|my colleague|no longer (?:the|your) contact|(?:please )?(?:ask|write to|"
    r"contact|reach out to|send (?:this|these|it) to)|answers? for us|will answer|handles (?:this|these)|otra persona|mi colega|"
    r"(?:pregunt|escrib|contact)\w+ a|responde por nosotros|ya no soy)\b"
)

#: A reply that is longer says more than whom to ask.
_SHORT = 60


def wish(turn: Turn, conversation: Conversation, known: Round, due: Due, form: Form) -> Outcome | None:
    """Do what the reply asks of us; None where it asks for nothing of the kind."""
    word = word_that_acts(turn.inbound.visible)
    if word in {"stop", "unsubscribe", "withdraw"}:
        return _stop(turn, conversation, known, due)
    if word in {"help", "status"}:
        return _say_back(turn, conversation, form)
    zone = ZoneInfo(turn.playbook.office.time_zone)
    today = turn.now.astimezone(zone).date()
    later = asked_for(turn.inbound.visible, today)
    if later is not None:
        return _snooze(turn, conversation, known, due, (later - today).days)
    other = _other(turn, conversation)
    return _pass_on(turn, conversation, known, due, other) if other is not None else None


def _stop(turn: Turn, conversation: Conversation, known: Round, due: Due) -> Outcome:
    """No more check-ins for this partner: what was recorded stays, staff hear of it and may ask them again."""
    party = known.parties.get(due.partner)
    stopped = replace(due, status=DueStatus.ANSWERED if due.answered_at else DueStatus.STOPPED, next_at=None)
    ended = replace(conversation, status=conversation.status if conversation.answers else ConversationStatus.CLOSED, updated_at=turn.now)
    parties = (replace(party, details={**party.details, NONE_WANTED: "stopped"}),) if party else ()
    command = f"/partners respondent {due.partner} again"
    told = checkin_notices.tell(turn.snapshot, known, due, "stopped", sender=turn.sender, command=command, key=turn.snapshot.inbox_id)
    letter = checkin_letters.answer(turn, "checkin_stopped", ended, {})
    record = acts.record("checkin.stopped", ended, turn, {"partner": due.partner})
    return Outcome(reason="stopped", changes=(ended, stopped, *parties), outbound=(letter, *told), records=(record,))


def _say_back(turn: Turn, conversation: Conversation, form: Form) -> Outcome:
    ids = [question.id for question in form.questions]
    kept = replace(conversation, updated_at=turn.now)
    if conversation.answers:
        context = {
            "rows": checkin_letters.recorded(turn.playbook, form, conversation),
            "changed": False,
            "answered": [],
            "question_for_a_person": False,
            "needs": False,
        }
        return Outcome(changes=(kept,), outbound=(checkin_letters.answer(turn, "checkin_receipt", kept, context, questions=ids),))
    context = {
        "questions": checkin_letters.asked(form, turn.language, None, ""),
        "answered": [],
        "question_for_a_person": False,
        "recorded": False,
    }
    return Outcome(changes=(kept,), outbound=(checkin_letters.answer(turn, "checkin_unread", kept, context, questions=ids),))


def _snooze(turn: Turn, conversation: Conversation, known: Round, due: Due, days: int) -> Outcome:
    """Come back on the day that was asked for; what was asked stays asked."""
    again = day_at(turn.playbook, known, turn.now, max(days, 1))
    moved = replace(due, next_at=again) if due.status is DueStatus.ASKED else due
    kept = replace(conversation, updated_at=turn.now)
    on = checkin_letters.day(again.astimezone(ZoneInfo(turn.playbook.office.time_zone)), turn.language)
    letter = checkin_letters.answer(turn, "checkin_later", kept, {"day": on, "recorded": bool(conversation.answers)})
    record = acts.record("checkin.snoozed", kept, turn, {"until": f"{again:%Y-%m-%d}"})
    return Outcome(reason="later", changes=(kept, moved), outbound=(letter,), records=(record,))


def _other(turn: Turn, conversation: Conversation) -> str | None:
    """Whom a short reply names instead of its writer: an address, or an empty text where it names none; None where it names nobody."""
    text = turn.inbound.visible
    if len(text.split()) > _SHORT or not _OTHERS.search(fold(text)) or re.search(r"(?<![\w@.-])\d+(?![\w@.-])", text):
        return None
    ours = {conversation.party, turn.sender}
    return next((found.casefold() for found in _ADDRESS.findall(text) if found.casefold() not in ours), "")


def _pass_on(turn: Turn, conversation: Conversation, known: Round, due: Due, other: str) -> Outcome:
    """Whoever is named may answer by forwarding; that we write to them from now on is for a person to say."""
    command = f"/partners respondent {due.partner} {other or 'ADDRESS'}"
    words = checkin_letters.shortened(turn.inbound.visible)
    told = checkin_notices.tell(
        turn.snapshot, known, due, "respondent", words=words, sender=turn.sender, command=command, key=turn.snapshot.inbox_id
    )
    kept = replace(conversation, updated_at=turn.now)
    letter = checkin_letters.answer(turn, "checkin_other", kept, {})
    record = acts.record("checkin.passed_on", kept, turn, {"to": other})
    moved = replace(due, next_at=max(due.next_at, day_at(turn.playbook, known, turn.now, timedelta(days=4).days))) if due.next_at else due
    return Outcome(reason="passed_on", changes=(kept, moved), outbound=(letter, *told), records=(record,))
