"""What one of the office writes to a partner through Liaison: a mail in the thread, in their own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import copies, letters
from handlers.own_answer import TAKEN
from handlers.types import Outbound, Record

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.playbook import Playbook
    from handlers.types import Conversation, Inbound

#: The mail that has only a person's words in it.
TEMPLATE = "written"

#: Why it waits: nobody has seen it as it will go out.
PREVIEW = "preview"


def draft(playbook: Playbook, talk: Conversation, text: str, who: str, inbound: Inbound | None, *, key: str) -> Outbound:
    """Write it in the thread of the newest mail; it waits until its author has seen it."""
    subject = inbound.subject if inbound else ""
    return Outbound(
        key=f"{TEMPLATE}/{talk.id}/{key}",
        lane=talk.id,
        to=(talk.party,),
        cc=copies.of(talk, talk.party),
        template=TEMPLATE,
        context=letters.filled_in(playbook, talk, {"text": text, "subject": _answering(subject)}),
        language=talk.language,
        conversation=talk.id,
        in_reply_to=inbound.message_id if inbound else "",
        references=(*inbound.references, inbound.message_id) if inbound and inbound.message_id else (),
        hold=PREVIEW,
        written_by=who,
    )


def taken_over(talk: Conversation, who: str, message_id: str, now: datetime) -> tuple[Conversation, Record]:
    """After a person has written the talk is theirs, until it is given back (handlers/own_answer.py)."""
    record = Record(kind=TAKEN, subject=talk.id, who=who, message_id=message_id, data={"at": now.isoformat()})
    return replace(talk, with_person=True, updated_at=now), record


def _answering(subject: str) -> str:
    return subject if not subject or subject[:3].casefold() == "re:" else f"Re: {subject}"
