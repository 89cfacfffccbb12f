"""People in copy: whom a partner puts there in a reply to us stays there, five at most; those of a first mail count for nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reading import word_that_acts
from handlers.types import Conversation, ConversationKind, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handlers.turn import Turn
    from handlers.types import Address, Outcome, Snapshot

#: So many people are in copy at most; whoever is named later is left out and stands on record.
MOST = 5

#: These talks have people in copy; whoever is asked to rule, to report or to sign answers for themselves.
KINDS = frozenset({ConversationKind.QUESTION, ConversationKind.APPLICATION})

#: Words by which somebody in copy takes leave of it.
LEAVES = frozenset({"stop", "unsubscribe"})

#: Programs that read no mail.
_NOBODY = re.compile(r"^(?:no|do-?not|not?)[-_.]?reply|^(?:mailer-daemon|postmaster|bounces?)\b")


def of(talk: Conversation, to: str) -> tuple[str, ...]:
    """Who gets a copy of a mail in a talk: all the others, where it goes to one of them; nobody else's answer is shown around."""
    theirs = (talk.party, *talk.copied)
    return tuple(each for each in theirs if each != to) if talk.kind in KINDS and talk.copied and to in theirs else ()


def without(turn: Turn, talk: Conversation) -> Conversation | None:
    """The talk without whoever is in copy there and wants no more of it; None where the sender wants nothing of the kind."""
    if turn.sender not in talk.copied or word_that_acts(turn.inbound.visible) not in LEAVES:
        return None
    return replace(talk, copied=tuple(each for each in talk.copied if each != turn.sender))


def taken(turn: Turn, before: Conversation, outcome: Outcome) -> Outcome:
    """Keep whom a reply of the partner puts in copy, and let the answers to it reach them already."""
    talk = next((change for change in outcome.changes if isinstance(change, Conversation) and change.id == before.id), None)
    if talk is None or talk.kind not in KINDS or turn.sender not in {talk.party, *talk.copied}:
        return outcome
    new = tuple(each for each in _named(turn) if each not in {talk.party, turn.sender, *talk.copied})
    if not new:
        return outcome
    copied = (*talk.copied, *new)[:MOST]
    added = copied[len(talk.copied) :]
    data = {"added": list(added), "left_out": list(new[len(added) :])}
    record = Record(kind="copy.added", subject=talk.id, who=turn.sender, message_id=turn.inbound.message_id, data=data)
    kept = replace(talk, copied=copied)
    mails = tuple(
        replace(mail, cc=of(kept, mail.to[0])) if mail.conversation == talk.id and not mail.to_staff and mail.channel == "mail" else mail
        for mail in outcome.outbound
    )
    changes = tuple(kept if change is talk else change for change in outcome.changes)
    return replace(outcome, changes=changes, outbound=mails, records=(*outcome.records, record))


def _named(turn: Turn) -> Iterator[str]:
    """Whom a mail was written to besides us, in its order; staff hear of things by notices of their own."""
    seen: dict[str, None] = dict.fromkeys(each.email for each in _people((*turn.inbound.to, *turn.inbound.cc), turn.snapshot))
    yield from seen


def _people(addresses: Iterable[Address], snapshot: Snapshot) -> Iterator[Address]:
    for address in addresses:
        if address.email not in snapshot.staff and not _is_us(address.email, snapshot.intake) and not _NOBODY.match(address.email):
            yield address


def _is_us(email: str, intake: str) -> bool:
    """The intake address and each form of it that carries a token."""
    local, _, domain = email.rpartition("@")
    ours, _, our_domain = intake.rpartition("@")
    return domain == our_domain and local.partition("+")[0] == ours
