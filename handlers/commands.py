"""What may be decided on: a mail that came, one that did not reach somebody, an order, time that passed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handlers.entries import EntryCommand
from handlers.newsletters import IssueCommand
from handlers.orders import HeadsToAsk, Order
from handlers.rounds import RoundCommand
from handlers.subscriptions import OptedIn, OptedOut
from handlers.types import Understanding

if TYPE_CHECKING:
    from handlers.types import Inbound, Judged, Kind, Language, Screened


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageReceived:
    """A mail that the screen accepted."""

    inbound: Inbound
    kind: Kind
    understanding: Understanding = field(default_factory=Understanding)
    released_by: str = ""  #: a person let a held mail go on


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageStopped:
    """A mail that ends at the screen: kept, and told to staff where they should know."""

    inbound: Inbound | None  #: None where even parsing was refused
    inbox_id: str
    screened: Screened
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """An address that a mail did not reach, and what a server said of it."""

    address: str
    hard: bool  #: the address fails for good, whatever the mail
    words: str = ""
    delayed: bool = False  #: a warning alone: the mail is still on its way


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """A mail of ours in the outbox, as far as a decision about its delivery needs it."""

    id: str
    subject: str
    to: tuple[str, ...]  #: all its recipients
    conversation: str = ""
    to_staff: bool = False
    bulk: bool = False  #: of a newsletter: staff hear of its run as a whole, not of each mail


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounced:
    """A mail of ours did not reach somebody, or was complained of: a report says so, or the server itself when it was handed over."""

    failed: tuple[Failure, ...]
    mail: Owed | None = None  #: the mail of ours that it is about; a report that names none proves nothing (T11)
    message_id: str = ""  #: of the report
    complaint: bool = False
    wish: bool = False  #: of a complaint: it says no more than that somebody wants no further mail
    at_once: bool = False  #: the server refused it, no report came
    given_up: bool = False  #: nobody refused it for good, and its lifetime is over


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonLeft:
    """Somebody has left, as staff say or another system knows: whatever post they hold is to be handed over."""

    address: str  #: lower case
    sign: str = "staff"  #: or `slack`
    words: str = ""
    successor: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerRefusedUs:
    """The mail server takes nothing from us, whomever it is for: its settings or ours are to be mended."""

    mail: Owed
    words: str
    held: bool = False  #: its lifetime is over, and it waits for a person


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenBack:
    """A person gives a conversation back to Liaison; `inbound` is the newest mail in it."""

    inbound: Inbound
    who: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonAnswered:
    """Somebody of the office answered by hand: a copy lies in the mailbox's folder of sent mail."""

    inbound: Inbound  #: the copy; its sender is the office


@dataclass(frozen=True, kw_only=True, slots=True)
class TimePassed:
    """See what is due in a conversation by now; `inbound` is the newest mail in it, which a reminder answers, where there is one."""

    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneTaken:
    """Somebody of the office has a partner on the phone: open an application for that address, or go on with the snapshot's own."""

    inbound: Inbound  #: empty but for its sender, the partner
    who: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PathwayCorrected:
    """Somebody of the office says which pathway a mail belongs to, whatever was made of it."""

    inbound: Inbound  #: the mail
    mail: str  #: its id in the inbox
    pathway: str
    who: str
    language: Language = "en"  #: of the mail
    answered: bool = False  #: something of ours about it has reached the partner already


Command = (
    MessageReceived
    | MessageStopped
    | PersonAnswered
    | Bounced
    | ServerRefusedUs
    | PersonLeft
    | GivenBack
    | Order
    | TimePassed
    | PathwayCorrected
    | PhoneTaken
    | HeadsToAsk
    | RoundCommand
    | EntryCommand
    | IssueCommand
    | OptedOut
    | OptedIn
)
