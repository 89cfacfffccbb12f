"""What a reply to a newsletter does by itself: out, in again, and a line on the partner's record; all else is mail as any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers import letters
from handlers.reading import word_that_acts
from handlers.subscriptions import OptedIn, OptedOut, opted_in, opted_out
from handlers.types import Outbound, Outcome, Record

if TYPE_CHECKING:
    from handlers.turn import Turn
    from handlers.types import Language, Snapshot

#: What a mail program writes into the subject of a mail that leaves a list (RFC 2369).
_SUBJECTS = frozenset({"unsubscribe", "re: unsubscribe"})


def wanted(turn: Turn) -> str:
    """Return *unsubscribe* or *subscribe* where a mail says so and it is about newsletters; empty for any other.

    Out of the blue *subscribe* may mean anything, unless newsletters are stopped for that address.
    """
    word = word_that_acts(turn.inbound.visible)
    received = turn.snapshot.newsletter
    if received is not None and not turn.inbound.visible.strip() and turn.inbound.subject.strip().casefold() in _SUBJECTS:
        return "unsubscribe"
    if word == "subscribe":
        known = turn.snapshot.suppressions.get(_address(turn))
        return word if received is not None or (known is not None and known.reason) else ""
    return word if word == "unsubscribe" else ""


def heard(turn: Turn, word: str) -> Outcome:
    """Take the address that was written to off the newsletters, or on again, and say so to that address."""
    address = _address(turn)
    message_id = turn.inbound.message_id
    if word == "subscribe":
        outcome = opted_in(OptedIn(address=address, way="reply", who=turn.sender, message_id=message_id), turn.snapshot, turn.now)
        return replace(outcome, outbound=(_said(turn, "newsletter_in", address),))
    outcome = opted_out(OptedOut(address=address, way="reply", who=turn.sender, message_id=message_id), turn.snapshot, turn.now)
    return replace(outcome, outbound=(_said(turn, "newsletter_out", address),))


def stopped_too(turn: Turn, outcome: Outcome) -> Outcome:
    """Who leaves a talk by *unsubscribe* wants no newsletters either."""
    out = opted_out(
        OptedOut(address=turn.sender, way="reply", who=turn.sender, message_id=turn.inbound.message_id), turn.snapshot, turn.now
    )
    return replace(outcome, changes=(*outcome.changes, *out.changes), records=(*outcome.records, *out.records))


def on_record(outcome: Outcome, snapshot: Snapshot, sender: str, message_id: str) -> Outcome:
    """A reply to a newsletter stands on the partner's record, whatever else becomes of it."""
    received = snapshot.newsletter
    if received is None:
        return outcome
    record = Record(
        kind="newsletter.replied",
        subject=received.partner or received.address,
        who=sender,
        message_id=message_id,
        data={"issue": received.issue, "delivery": received.delivery},
    )
    return replace(outcome, records=(*outcome.records, record))


def _address(turn: Turn) -> str:
    return turn.snapshot.newsletter.address if turn.snapshot.newsletter else turn.sender


def _said(turn: Turn, template: str, address: str) -> Outbound:
    policy = turn.snapshot.policy
    mode = turn.playbook.replies_of(template, "") or policy.mode
    received = turn.snapshot.newsletter
    language: Language = "es" if turn.language == "es" or (received is not None and received.language == "es") else "en"
    return Outbound(
        key=f"{template}/{turn.snapshot.inbox_id}",
        to=(address,),
        template=template,
        context={**letters.of_office(turn.playbook, language), "first_name": "", "first": False, "address": address},
        language=language,
        in_reply_to=turn.inbound.message_id if address == turn.sender else "",
        hold="draft" if mode == "draft" else "",
        not_before=turn.now + timedelta(seconds=policy.delay_s) if policy.delay_s else None,
    )
