"""The nouns of a newsletter: an issue, its state, and the delivery that one recipient is owed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.partnership import Actor
    from handlers.playbook import Playbook


class IssueStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"  #: waits for its time, or for the minutes in which it may be taken back
    SENDING = "sending"
    PAUSED = "paused"
    HELD = "held"  #: a person must look: it is late, it stopped by itself, or some of its mails are in doubt
    SENT = "sent"
    CANCELLED = "cancelled"


#: Nothing leaves these.
OVER = frozenset({IssueStatus.SENT, IssueStatus.CANCELLED})

Every = Literal["", "week", "month"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """One newsletter. Its `id` is `i-<n>`; what goes out is what `hash` names, whatever becomes of its source or the templates."""

    id: str = ""
    version: int = 0
    status: IssueStatus = IssueStatus.DRAFT
    subject: str  #: as it stands in the source: merge fields are not filled in
    source: str  #: the Markdown that somebody wrote
    audience: str  #: the expression (handlers/audience.py)
    author: str
    pictures: Mapping[str, str] = field(default_factory=dict)  #: file name in the source to the blob that holds it
    hash: str = ""  #: of the frozen issue and its audience, as it was last previewed; it is what is approved
    frozen: str = ""  #: blob of the frozen issue, set at approval
    commercial: bool = False
    needs_second: bool = False  #: a second person must approve
    asked_at: datetime | None = None  #: when the second person was asked
    approved_by: str = ""
    approved_at: datetime | None = None
    not_before: datetime | None = None  #: when it may begin; of an approval alone, when it can no longer be taken back
    scheduled_for: datetime | None = None
    every: Every = ""
    starts_at: datetime | None = None  #: when sending began: the Date of all its mails
    reason: str = ""  #: why it is held or was cancelled
    recipients: int = 0  #: rows at approval, excluded ones too
    seen_sent: int = 0  #: what a person knew who let a stopped run go on: what has come since then counts toward the next stop
    seen_failed: int = 0
    seen_complained: int = 0
    created_at: datetime
    updated_at: datetime

    def undo_until(self, playbook: Playbook) -> datetime | None:
        """Until when an approval by one person alone waits to be taken back; None where a second one has approved, or none has yet."""
        if self.approved_at is None or self.needs_second:
            return None
        return self.approved_at + timedelta(minutes=playbook.newsletters.undo_minutes)


DeliveryStatus = Literal["ready", "claimed", "in_flight", "sent", "failed", "suppressed", "held", "cancelled"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Addressee:
    """One recipient with all that is frozen for it: rendering needs no more than this and the frozen issue."""

    id: int  #: of the delivery row
    address: str
    name: str = ""
    organization: str = ""
    language: str = "en"
    facets: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)  #: such as open requests and proofs that end soon


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """Which newsletter a mail answers, and whom it went to: our token in its address, or our Message-ID in its header, says so."""

    delivery: str  #: `d-<n>`
    issue: str
    partner: str  #: id; empty for one who is none
    address: str  #: that it was sent to, whoever answers
    language: str = "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many recipients of an issue stand where; `held` are those in doubt, `waiting` all that may still go."""

    ready: int = 0
    claimed: int = 0
    in_flight: int = 0
    sent: int = 0
    failed: int = 0
    suppressed: int = 0
    held: int = 0
    cancelled: int = 0
    complained: int = 0  #: of those sent: whose recipient has called it spam

    @property
    def total(self) -> int:
        return self.waiting + self.sent + self.failed + self.suppressed + self.held + self.cancelled

    @property
    def waiting(self) -> int:
        return self.ready + self.claimed + self.in_flight

    @property
    def receiving(self) -> int:
        """Those to whom it goes or went."""
        return self.total - self.suppressed


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueWritten:
    """A draft, new or changed."""

    actor: Actor
    subject: str
    source: str
    audience: str
    hash: str
    commercial: bool
    recipients: int  #: who would receive it now
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueAsked:
    """A draft waits for its second person."""

    recipients: int


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueApproved:
    """Somebody approves exactly what they have previewed."""

    actor: Actor
    hash: str  #: of what the actor saw
    now_hash: str  #: of what there is
    frozen: str  #: blob of the frozen issue
    recipients: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueScheduled:
    actor: Actor
    at: datetime
    every: Every = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueChanged:
    """Somebody pauses, resumes, cancels, or takes an approval back."""

    actor: Actor
    change: Literal["pause", "resume", "cancel", "undo"]
    counts: Counts = field(default_factory=Counts)  #: as they are now


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueDue:
    """Its time may have come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueStopped:
    """The run stops by itself, and why."""

    why: str
    counts: Counts


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueRanDry:
    """No row of it waits any more."""

    counts: Counts


IssueCommand = IssueWritten | IssueAsked | IssueApproved | IssueScheduled | IssueChanged | IssueDue | IssueStopped | IssueRanDry
