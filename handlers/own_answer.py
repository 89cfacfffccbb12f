"""A person of the office has answered by hand: the thread is theirs, and Liaison keeps silent in it until it is given back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import staff_notices
from handlers.questions import REQUEST
from handlers.types import Conversation, ConversationStatus, Disposition, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from handlers.commands import PersonAnswered
    from handlers.turn import Turn
    from handlers.types import Inbound, Snapshot

#: What both ends of it are told by: the reason of the mail, and of every mail that comes in such a thread first.
REASON = "answered_by_a_person"

#: Who took over a conversation, and by which mail of theirs, which the partner's next one may name alone.
TAKEN = "conversation.answered_by_a_person"

#: A mail that was answered before it led to a conversation is known by this record, whose subject is a Message-ID of the thread.
ANSWERED = "message.answered_by_a_person"


def person_answered(command: PersonAnswered, snapshot: Snapshot, now: datetime) -> Outcome:
    """Leave the thread to whoever answered. A copy that went to colleagues alone answers nobody."""
    copy, conversation = command.inbound, snapshot.conversation
    if not _went_to_the_partner(copy, snapshot):
        return Outcome(disposition=Disposition.DISCARDED, reason="not_to_the_partner")
    if conversation is None:
        return Outcome(reason=REASON, records=tuple(_for_later(copy)))
    taken = replace(conversation, with_person=True, updated_at=now)
    record = Record(
        kind=TAKEN,
        subject=taken.id,
        who=_who(copy),
        message_id=copy.message_id,
        data={"at": (copy.sent_at or now).isoformat()},
    )
    return Outcome(reason=REASON, changes=(taken,), records=(record,), withdraws=taken.id)


def already_answered(turn: Turn, answered: Record) -> Outcome:
    """Take up a thread in which a person was faster than Liaison: kept as a conversation of theirs, answered by nobody else."""
    theirs = Conversation(
        id=turn.snapshot.fresh_id,
        status=ConversationStatus.CLOSED,
        party=turn.sender,
        language=turn.language,
        request=f"{turn.inbound.subject}\n{turn.inbound.visible}"[:REQUEST],
        with_person=True,
        opened_at=turn.now,
        updated_at=turn.now,
    )
    record = Record(kind=TAKEN, subject=theirs.id, who=answered.who, message_id=answered.message_id)
    # Who answered knows the mail that they answered, and not what came after it.
    told = staff_notices.look(turn, theirs, "with_a_person") if turn.inbound.in_reply_to else ()
    return Outcome(reason=REASON, changes=(theirs,), records=(record,), outbound=told)


def _went_to_the_partner(copy: Inbound, snapshot: Snapshot) -> bool:
    """Whether somebody outside the office has it: the partner, or whoever else is of no domain of ours."""
    there = {address.email for address in (*copy.to, *copy.cc)}
    conversation = snapshot.conversation
    if conversation is not None and not there.isdisjoint({conversation.party, *conversation.also}):
        return True
    ours = {*snapshot.playbook.office.domains, *([copy.sender.domain] if copy.sender else [])}
    return any(address.domain not in ours and address.email not in snapshot.staff for address in (*copy.to, *copy.cc))


def _for_later(copy: Inbound) -> Iterator[Record]:
    """Note for each mail of the thread, and for the answer itself, who answered whom: what comes next is then found by any of them."""
    data = {"to": [address.email for address in (*copy.to, *copy.cc)]}
    for subject in dict.fromkeys((*copy.in_reply_to, *copy.references, copy.message_id)):
        if subject:
            yield Record(kind=ANSWERED, subject=subject, who=_who(copy), message_id=copy.message_id, data=data)


def _who(copy: Inbound) -> str:
    return copy.sender.email if copy.sender else "the office"
