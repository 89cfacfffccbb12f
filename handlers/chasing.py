"""Applications that somebody began and left: reminded twice, then closed kindly; a reply opens them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers import interview, letters
from handlers.office_hours import is_late, next_open
from handlers.types import ConversationKind, ConversationStatus, Outcome, Record

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.playbook import Form
    from handlers.turn import Turn
    from handlers.types import Conversation

#: Mails that bring to mind what waits; one that waits for office hours itself is overtaken by an answer.
REMINDERS = frozenset({"application_reminder", "application_closed", "ruling_asked", "agreement", "agreement_renewal"})

#: The one question of a summary, which a reminder asks again.
CONFIRM = "confirm"

#: In these an application waits for its partner.
WAITS_FOR_THEM = frozenset({ConversationStatus.ASKING, ConversationStatus.CONFIRMING})


def step_due(form: Form, conversation: Conversation) -> datetime | None:
    """When the next reminder, or the closing after the last, is due; None where nothing waits for the partner."""
    if conversation.kind is not ConversationKind.APPLICATION or conversation.status not in WAITS_FOR_THEM or conversation.with_person:
        return None
    days = (*form.remind_after_days, form.close_after_days)
    done = len(conversation.chased)
    if done >= len(days):
        return None
    if not done:
        return conversation.updated_at + timedelta(days=days[0])
    # Counted from the last reminder: a desk that did not run for weeks sends them one by one all the same.
    return conversation.chased[-1] + timedelta(days=days[done] - days[done - 1])


def chase(turn: Turn, conversation: Conversation) -> Outcome:
    """Take the next step, if it is due; what is far too late, since nobody ran Liaison, waits for a person."""
    form = turn.needed_form
    due = step_due(form, conversation)
    if due is None or due > turn.now:
        return Outcome(reason="nothing_due")
    chased = replace(conversation, chased=(*conversation.chased, turn.now))
    closes = len(chased.chased) > len(form.remind_after_days)
    if closes:
        chased = replace(chased, status=ConversationStatus.CLOSED, asked=())
    group = () if closes else interview.next_group(form, chased)
    context = {
        "noted": len(conversation.answers),
        "confirming": conversation.status is ConversationStatus.CONFIRMING,
        "questions": letters.asked(interview.numbered(group, {}), turn.language),
        "last": len(chased.chased) == len(form.remind_after_days),
        "reference": conversation.id,
    }
    ids = [CONFIRM] if context["confirming"] and not closes else [each.id for each in group]
    template = "application_closed" if closes else "application_reminder"
    mail = letters.to_partner(turn, template, context, conversation=chased, questions=ids, to=conversation.party)
    late = is_late(due, turn.now)
    mail = replace(
        mail,
        key=f"chase/{conversation.id}/{conversation.updated_at:%Y%m%dT%H%M%S}/{len(chased.chased)}",
        hold="late" if late else mail.hold,
        not_before=next_open(turn.now, turn.playbook.office.time_zone),
        unasked=True,
    )
    record = Record(kind="application.closed" if closes else "application.reminded", subject=conversation.id, who="liaison")
    return Outcome(reason="late" if late else "due", changes=(chased,), outbound=(mail,), records=(record,))


def answered(conversation: Conversation) -> Conversation:
    """Take a reply: nothing is overdue any more, and what was closed since nobody answered is open again."""
    if conversation.kind is not ConversationKind.APPLICATION:
        return conversation
    closed_by_us = bool(conversation.chased) and conversation.status is ConversationStatus.CLOSED
    return replace(conversation, status=ConversationStatus.ASKING if closed_by_us else conversation.status, chased=())
