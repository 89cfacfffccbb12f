"""What staff and the liaison hear of check-ins: who asked for what, what fell, who is silent, and what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers import checkin_letters, letters
from handlers.types import Outbound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.dues import Due, Need, Round
    from handlers.playbook import Form
    from handlers.types import Conversation, Snapshot

#: What a notice can be about, in one word each; templates/email/staff_checkin has a sentence for every one.
WHATS = (
    "silent",
    "asked",
    "falling",
    "rating",
    "unsure",
    "question_in_reply",
    "unread",
    "grief",
    "anger",
    "with_a_person",
    "after_close",
    "stopped",
    "respondent",
    "apart",
    "survey_silent",
    "no_address",
    "not_known",
    "meeting",
)


def tell(
    snapshot: Snapshot,
    known: Round,
    due: Due,
    what: str,
    *,
    words: str = "",
    sender: str = "",
    command: str = "",
    key: str = "",
    rows: Sequence[dict[str, str]] = (),
) -> tuple[Outbound, ...]:
    """Tell everybody on the staff list and the partner's liaison, each in a mail of their own.

    `what` says in one word what it is (templates/email/staff_checkin); `command` acts on it.
    """
    party = known.parties.get(due.partner)
    email, name = known.liaison(due.partner)
    context: dict[str, Any] = {
        "what": what,
        "organization": party.organization if party else "",
        "partner": due.partner,
        "contact": due.respondent,
        "month": checkin_letters.month_of(due.period, "en") if due.period != "once" else "",
        "period": due.period,
        "liaison": name or email,
        "words": words,
        "sender": sender,
        "rows": list(rows),
        "to_liaison": False,
        "reference": due.conversation,
        "command": command or f"/partners show {due.conversation or due.partner}",
    }
    key = f"staff_checkin/{due.partner}/{due.cadence}/{due.period}/{due.side}/{what}" + (f"/{key}" if key else "")
    notices = letters.to_staff(snapshot, "staff_checkin", context, key=key, conversation=due.conversation)
    if not email or email in snapshot.staff:
        return notices
    to_liaison = Outbound(
        key=f"{key}/{email}",
        lane=f"staff/{email}",
        to=(email,),
        template="staff_checkin",
        context=letters.filled_in(snapshot.playbook, None, {**context, "to_liaison": True}),
        to_staff=True,
    )
    return (*notices, to_liaison)


def of_need(snapshot: Snapshot, known: Round, due: Due, need: Need, sender: str) -> tuple[Outbound, ...]:
    """A card for what somebody has to take up: with the partner's words, and the command that closes it."""
    return tell(
        snapshot,
        known,
        due,
        need.kind,
        words=need.words,
        sender=sender,
        command=f"/partners need {need.id} close WHAT CAME OF IT",
        key=need.id,
    )


def unsure(snapshot: Snapshot, known: Round, due: Due, *, talk: Conversation, form: Form, questions: Sequence[str]) -> tuple[Outbound, ...]:
    """Values that stay in doubt after they were asked once more: confirm or correct each."""
    rows = []
    for question in form.questions:
        if question.id in questions:
            given = talk.answers[question.id]
            value = letters.shown(question, given, "en", snapshot.playbook.office.country)
            rows.append({"label": question.label.en, "value": value, "words": given.words, "question": question.id, "reason": given.reason})
    return tell(snapshot, known, due, "unsure", rows=rows, key="+".join(questions), command=f"/partners confirm {talk.id} {questions[0]}")
