"""Opt out, opt in, bounces and complaints: what each does to the newsletters of one address, and to nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from handlers.types import Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.commands import Bounced, Failure
    from handlers.types import Snapshot

#: A hard bounce says that nobody is reached there, a soft one that it did not work this once; at most one a day counts.
HARD, SOFT = 1.0, 0.5

#: From this score on an address gets no newsletters until somebody lifts it.
LIMIT = 1.0

#: A score as old as this says nothing any more.
STALE = timedelta(days=90)

#: A refusal for policy or spam is about the mail or about us, never about the address (threats.md, T11).
ABOUT_THE_MAIL = re.compile(r"(?<![\d.])[45]\.7\.\d{1,3}(?![\d.])")

Reason = Literal["", "unsubscribed", "bounced", "complained"]

#: How an opt-out reached us.
Way = Literal["one_click", "page", "mail", "reply", "staff", "report"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suppression:
    """What is known against writing newsletters to an address; an empty reason means that only a score is kept."""

    address: str
    version: int = 0
    reason: Reason = ""
    source: str = ""  #: where from: a way, or the id of the mail that came back
    score: float = 0.0
    scored_on: date | None = None
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class OptedOut:
    """Somebody wants no more newsletters at this address."""

    address: str
    way: Way
    who: str = ""  #: an address or staff id; empty where a link was used, which proves no more than that it was mailed there
    message_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OptedIn:
    """Somebody wants them again, whatever stood against it."""

    address: str
    way: Way
    who: str = ""
    message_id: str = ""


def opted_out(command: OptedOut, snapshot: Snapshot, now: datetime) -> Outcome:
    """Effective with the transaction that saves it. A second time changes nothing."""
    known = _known(command.address, snapshot, now)
    record = Record(
        kind="newsletter.unsubscribed",
        subject=known.address,
        who=command.who or known.address,
        message_id=command.message_id,
        data={"way": command.way},
    )
    if known.reason in {"unsubscribed", "complained"}:
        return Outcome(reason="unsubscribed", changes=(known,))
    return Outcome(reason="unsubscribed", changes=(replace(known, reason="unsubscribed", source=command.way, at=now),), records=(record,))


def opted_in(command: OptedIn, snapshot: Snapshot, now: datetime) -> Outcome:
    """A person's own wish lifts an opt-out, a bounce and a complaint."""
    known = _known(command.address, snapshot, now)
    if not known.version:
        return Outcome(reason="subscribed")
    record = Record(
        kind="newsletter.subscribed",
        subject=known.address,
        who=command.who or known.address,
        message_id=command.message_id,
        data={"way": command.way, "was": known.reason},
    )
    return Outcome(
        reason="subscribed", changes=(replace(known, reason="", source=command.way, score=0.0, scored_on=None, at=now),), records=(record,)
    )


def after(command: Bounced, snapshot: Snapshot, now: datetime) -> tuple[Suppression, ...]:
    """What a report on a mail of ours means for newsletters. One that names no mail of ours proves nothing (T11)."""
    if command.mail is None:
        return ()
    ours = {address.lower() for address in command.mail.to}
    theirs = [each for each in command.failed if each.address.lower() in ours]
    if command.complaint:
        # A complaint often hides whom it is from; the mail that it names was to one person.
        addresses = [each.address.lower() for each in theirs] or list(ours if len(ours) == 1 else ())
        return tuple(_complained(_known(address, snapshot, now), command, command.mail.id, now) for address in addresses)
    return tuple(_changed(_scored(_known(each.address.lower(), snapshot, now), each, command.mail.id, now) for each in theirs))


def _complained(known: Suppression, command: Bounced, mail: str, now: datetime) -> Suppression:
    """A complaint weighs as much as a hard bounce, on any day; who only wants to leave is let go without a score."""
    if known.reason == "complained" or (command.wish and known.reason == "unsubscribed"):
        return known
    if command.wish:
        return replace(known, reason="unsubscribed", source="report", at=now)
    return replace(known, reason="complained", source=mail, score=known.score + HARD, scored_on=now.date(), at=now)


def _scored(known: Suppression, failure: Failure, mail: str, now: datetime) -> Suppression | None:
    if failure.delayed or known.scored_on == now.date() or (not failure.hard and ABOUT_THE_MAIL.search(failure.words)):
        return None
    stale = known.scored_on is None or now.date() - known.scored_on > STALE
    score = (0.0 if stale else known.score) + (HARD if failure.hard else SOFT)
    scored = replace(known, score=score, scored_on=now.date(), at=now)
    return replace(scored, reason="bounced", source=mail) if score >= LIMIT and not known.reason else scored


def _changed(found: Iterable[Suppression | None]) -> tuple[Suppression, ...]:
    return tuple(each for each in found if each is not None)


def _known(address: str, snapshot: Snapshot, now: datetime) -> Suppression:
    return snapshot.suppressions.get(address.lower()) or Suppression(address=address.lower(), at=now)
