"""What becomes of a mail of ours that somebody did not get, or that our server does not take from us at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import staff_notices, turnover
from handlers.subscriptions import after
from handlers.types import Outcome, Record

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.commands import Bounced, Failure, Owed, ServerRefusedUs
    from handlers.types import Outbound, Snapshot


def bounced(command: Bounced, snapshot: Snapshot, now: datetime) -> Outcome:
    """Keep what a server or a report says of each address, in the conversation too, and tell staff of what is lost.

    A report that names no mail of ours proves nothing (T11): it is kept, and nobody is told.
    """
    mail = command.mail
    failed = _once(command.failed)
    records = [_of_address(command, each) for each in failed]
    lost = tuple(each for each in failed if not each.delayed)
    known = after(command, snapshot, now)
    if mail is None or command.complaint or not lost or mail.bulk:
        return Outcome(reason="complaint" if command.complaint else "bounce", changes=known, records=tuple(records))
    if mail.conversation:
        records += [_of_conversation(mail.conversation, command, each) for each in lost]
    outcome = Outcome(reason="bounce", changes=known, records=tuple(records), outbound=_notice(mail, lost, command, snapshot, now))
    return turnover.returned(command, lost, snapshot, outcome, now)


def server_refused_us(command: ServerRefusedUs, snapshot: Snapshot, now: datetime) -> Outcome:
    """Nothing is said of the recipient: the mail stays, and whoever keeps the mail server is to hear what it says."""
    mail = command.mail
    record = Record(kind="delivery.server_refused_us", subject=mail.id, who="liaison", data={"words": command.words, "held": command.held})
    return Outcome(records=(record,), outbound=staff_notices.server_refused_us(snapshot, mail, command.words, now, held=command.held))


def _once(failed: tuple[Failure, ...]) -> tuple[Failure, ...]:
    return tuple({each.address: each for each in reversed(failed)}.values())[::-1]


def _of_address(command: Bounced, failure: Failure) -> Record:
    kind = "complaint" if command.complaint else f"bounce.{'hard' if failure.hard else 'soft'}"
    mail = command.mail
    # A report may name anybody: it counts against an address only where we wrote to it.
    ours = mail is not None and failure.address.lower() in {address.lower() for address in mail.to}
    data = {"ours": ours, "mail": mail.id if mail else "", "words": failure.words, "delayed": failure.delayed}
    return Record(kind=kind, subject=failure.address, who="liaison", message_id=command.message_id, data=data)


def _of_conversation(conversation: str, command: Bounced, failure: Failure) -> Record:
    mail = command.mail.id if command.mail else ""
    data = {"mail": mail, "address": failure.address, "hard": failure.hard, "words": failure.words}
    return Record(kind="conversation.bounced", subject=conversation, who="liaison", message_id=command.message_id, data=data)


def _notice(mail: Owed, lost: tuple[Failure, ...], command: Bounced, snapshot: Snapshot, now: datetime) -> tuple[Outbound, ...]:
    """Who did not get a notice is not told so by another one; the others hear of it once a day."""
    if not mail.to_staff:
        return staff_notices.undelivered(snapshot, mail, lost, now, command)
    others = tuple(address for address in snapshot.staff if address not in {each.address for each in lost} | set(mail.to))
    once_a_day = f"{','.join(sorted(mail.to))}/{now:%Y-%m-%d}"
    return staff_notices.undelivered(replace(snapshot, staff=others), mail, lost, now, command, key=once_a_day)
