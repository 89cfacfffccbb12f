"""A first mail from somebody who has an application with us already: its status by any mail, and one and the same is not asked twice.

Who writes is known by the address alone, which proves nothing: what is told goes to that very address, and nothing is changed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import acts, by_mail, staff_notices
from handlers.joining import INTO
from handlers.reading import word_that_acts
from handlers.reading.lines import fold
from handlers.types import ConversationKind, ConversationStatus, Outcome, Record

if TYPE_CHECKING:
    from handlers.turn import Turn
    from handlers.types import Conversation

#: In the facts of a second application: the id of the first one of the same address, which a reply may name as the same.
SAME_AS = "same_as"

#: Applications whose status one mail is told; nobody who asks has more than a few.
MOST = 3

#: Where an application stands, asked in prose: of one's own, never of how it goes in general.
_STATUS = re.compile(
    r"\b(?:where|how)\b[^.?!]{0,30}\b(?:my|our|the) application\b[^.?!]{0,20}\b(?:stands?|is|at|going|coming)\b|"
    r"\b(?:status|state|update|news|progress)\b[^.?!]{0,20}\b(?:of|on|about|with|regarding)\b[^.?!]{0,12}\b(?:my|our|the) application\b|"
    r"\bwhere (?:are we|do we stand)\b[^.?!]{0,30}\bapplication\b|"
    r"\b(?:estado|novedades|noticias)\b[^.?!]{0,20}\b(?:de|sobre)\b[^.?!]{0,8}\b(?:mi|nuestra|la) solicitud\b|"
    r"\b(?:como|en que) (?:va|esta|etapa|estado)\b[^.?!]{0,20}\b(?:mi|nuestra|la) solicitud\b"
)
#: Whoever says more than this asks more than where it stands.
_SHORT = 400

_SAME = frozenset({"same", "the same", "the same one", "same one", "la misma", "misma", "es la misma"})


def asks_for_status(turn: Turn) -> bool:
    text = turn.inbound.visible
    return word_that_acts(text) == "status" or (len(text) <= _SHORT and bool(_STATUS.search(fold(text))))


def applications(turn: Turn) -> tuple[Conversation, ...]:
    """Those of the sender that are open or handed in and that no person has taken over, the newest first."""
    theirs = (each for each in turn.snapshot.talks if each.kind is ConversationKind.APPLICATION and each.party == turn.sender)
    return tuple(sorted((each for each in theirs if not each.with_person), key=lambda each: each.updated_at, reverse=True))


def status(turn: Turn) -> Outcome | None:
    """Say where each application of the sender stands, to its own address; None where that is not what the mail asks, or there is none."""
    found = applications(turn)[:MOST] if asks_for_status(turn) else ()
    mails = []
    for talk in found:
        dossier = next((each for each in turn.snapshot.theirs if each.partnership.id == talk.id), None)
        said = acts.status(replace(turn, snapshot=replace(turn.snapshot, conversation=talk, dossier=dossier)), talk)
        # It counts among the first answers of the day, so that a forged sender cannot have somebody written to without end.
        mails += [
            replace(mail, key=f"{mail.key}/{talk.id}", cc=(), context={**mail.context, "first": True, "first_name": ""})
            for mail in said.outbound
        ]
    if not mails:
        return None
    record = Record(kind="status.told", subject=found[0].id, who=turn.sender, message_id=turn.inbound.message_id)
    return Outcome(reason="status", changes=found[:1], outbound=tuple(mails), records=(record,))


def asked_to_rule(turn: Turn) -> Outcome | None:
    """A mail of its own by somebody whom we have asked to rule: an address alone decides nothing, so a person reads it."""
    asked = next((each for each in turn.snapshot.talks if by_mail.concerns(each) and each.party == turn.sender), None)
    if asked is None:
        return None
    data = {"why": "not written in reply to the mail that asks"}
    record = Record(kind="ruling.refused", subject=asked.id, who=turn.sender, message_id=turn.inbound.message_id, data=data)
    kept = replace(asked, updated_at=turn.now)
    return Outcome(reason="not_a_reply", changes=(kept,), outbound=staff_notices.look(turn, asked, "ruling_unclear"), records=(record,))


def earlier(turn: Turn) -> str:
    """The id of the application that a new one of the same address may be one and the same with; empty where there is none."""
    own = turn.snapshot.conversation.id if turn.snapshot.conversation else turn.snapshot.fresh_id
    return next((each.id for each in applications(turn) if each.status in _GOES_ON and each.id != own and SAME_AS not in each.facts), "")


_GOES_ON = frozenset({ConversationStatus.ASKING, ConversationStatus.CONFIRMING, ConversationStatus.SUBMITTED})


def says_same(turn: Turn, talk: Conversation) -> bool:
    """Whether a reply takes up our offer to go on with the application before."""
    line = next((line for line in turn.inbound.visible.splitlines() if line.strip()), "")
    return bool(talk.facts.get(SAME_AS)) and fold(line).strip(" .!\"'") in _SAME


def joined(turn: Turn, talk: Conversation) -> Outcome | None:
    """Close the second one and go on with the first, told by its status; what the second said beyond it is for a person to look at."""
    first = next((each for each in applications(turn) if each.id == talk.facts[SAME_AS]), None)
    if first is None:
        return None
    closed = replace(
        talk,
        status=ConversationStatus.CLOSED,
        facts={**talk.facts, INTO: first.id},
        asked=(),
        updated_at=turn.now,
    )
    dossier = next((each for each in turn.snapshot.theirs if each.partnership.id == first.id), None)
    known = replace(first, known=True)
    said = acts.status(replace(turn, snapshot=replace(turn.snapshot, conversation=known, dossier=dossier)), known)
    record = acts.record("application.joined", closed, turn, {"into": first.id})
    look = staff_notices.look(turn, first, "joined_by_partner")
    return replace(said, reason="joined", changes=(closed, *said.changes), outbound=(*said.outbound, *look), records=(record,))
