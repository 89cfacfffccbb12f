"""What became of one delivery, as values: who took the mail, who did not, and whose the refusal is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mail.addresses import is_sendable
from mail.refusals import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handlers.outages import Kind
    from mail.refusals import Blame

Status = Literal["sent", "temporary", "permanent"]

NO_SERVER = 0  #: stands for a code where no server gave one


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A recipient that was not taken, and whose the refusal is (refusals.py)."""

    recipient: str
    code: int
    message: str
    blame: Blame


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """What became of one delivery.

    `sent` with `refused` means that the others took it: sending to all again would give them a second copy. A `permanent` one names in
    `refused` everybody who does not get it. `unsure` is set where the connection broke after the message may have been taken (G6): it may
    be sent again with the same Message-ID, or shown to a person. `ours` means that the server refuses us and says nothing of the mail;
    `away`, that there is no server to talk to just now, for this mail or any other.
    """

    status: Status
    code: int
    message: str
    refused: tuple[Refused, ...] = ()
    unsure: bool = False
    ours: bool = False
    away: bool = False
    kind: Kind | None = None  #: of an absence: what lies behind it
    again_in_s: float = 0  #: when to come again, where the server says so


def sendable(sender: str, recipients: Iterable[str]) -> tuple[tuple[str, ...], tuple[Refused, ...]]:
    """Recipients that may stand in an envelope, and those that may not: no command is ever smuggled in by an address (T15)."""
    if sender and not is_sendable(sender):
        return (), tuple(Refused(recipient=each, code=553, message="the sender is no address", blame="us") for each in recipients)
    several = tuple(recipients)
    good = tuple(each for each in several if is_sendable(each))
    return good, tuple(
        Refused(recipient=each, code=553, message="this is no address", blame="address") for each in several if each not in good
    )


def none_took(refused: Sequence[Refused]) -> Delivered:
    """Nobody got it; while one of them may take it later, it is worth another try."""
    if not refused:
        return Delivered(status="permanent", code=554, message="the mail has no recipient")
    first = next((each for each in refused if each.blame in KEPT), refused[0])
    status: Status = "temporary" if first.blame in KEPT else "permanent"
    ours = any(each.blame == "us" for each in refused)
    return Delivered(status=status, code=first.code, message=first.message, refused=tuple(refused), ours=ours)
