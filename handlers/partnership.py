"""The nouns of what comes after *submitted*: partnership, ruling, proof, agreement and task."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from handlers.roles import Role


class Verdict(StrEnum):
    """What somebody with the authority says of an application."""

    APPROVE = "approve"
    DECLINE = "decline"
    ASK = "ask"  #: opens the named questions again, the rest stands
    HOLD = "hold"


class Standing(StrEnum):
    """Where a partnership stands as a whole; its stage tells how far it has come."""

    UNDER_REVIEW = "under_review"
    ACTIVE = "active"
    PAUSED = "paused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    JOINED = "joined"  #: to another application of the same organisation, whose review goes on


#: From these nothing leads back; the organisation may apply anew.
OVER = frozenset({Standing.DECLINED, Standing.WITHDRAWN, Standing.ENDED, Standing.JOINED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who acts: `who` is a mail address, lower case, or a staff id."""

    who: str
    role: Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """A verdict with who, when and why. `school` is set where a stage is ruled school by school."""

    gate: str
    verdict: Verdict
    who: str
    at: datetime
    why: str = ""
    school: str = ""
    message_id: str = ""  #: of the mail that it was given in


@dataclass(frozen=True, kw_only=True, slots=True)
class Partnership:
    """The way of one application from submitted to active, and on. `id` is the application's own.

    What it has passed is never kept as a mark: handlers/review.py derives it from rulings, proofs, agreement and ticks.
    """

    id: str
    version: int = 0
    organization: str
    contact: str  #: mail address, lower case
    standing: Standing = Standing.UNDER_REVIEW
    stage: str  #: id of the stage it waits at, or the last one once it is active
    schools: tuple[str, ...] = ()  #: as the application names them; a school whose head said no is still among them
    rulings: tuple[Ruling, ...] = ()
    ticks: Mapping[str, str] = field(default_factory=dict)  #: gates of kind `task` that staff have done: gate id to who
    liaison: str = ""  #: mail address of the point-person at the school or department
    on_hold: str = ""  #: why a person has put it on hold; empty where it is not
    roster: tuple[str, ...] = ()  #: the organisation's people who work with students, by name
    roster_complete: str = ""  #: who has said that these are all of them; empty where nobody has
    gaps_until: date | None = None  #: imported as active: what is missing may be missing until then
    active_since: datetime | None = None
    opened_at: datetime
    updated_at: datetime


class ProofStatus(StrEnum):
    AWAITED = "awaited"  #: nothing came yet; staff have said until when that may be so
    RECEIVED = "received"  #: it came; nobody has looked at it
    CHECKED = "checked"  #: a person has looked at it and found it good until a day
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """A paper, or a fact on record, that holds a stage back while it is missing: `kind` is one of the playbook's proofs."""

    id: str
    version: int = 0
    partnership: str
    kind: str
    person: str = ""  #: whose clearance it is, where each person needs one
    name: str = ""  #: of the file
    sha256: str = ""  #: of the file; empty where staff have it already
    status: ProofStatus = ProofStatus.RECEIVED
    valid_until: date | None = None
    grace_until: date | None = None  #: staff have said that it may be missing until then
    checked_by: str = ""  #: who has checked or rejected it
    decided_at: datetime | None = None  #: when they did
    note: str = ""  #: why it was rejected
    proposed_until: date | None = None  #: what the paper's own text seems to say; for a person to look at, never taken as checked
    reminded: int | None = None  #: the newest step of its ladder that was told, in days before its end; None is none
    message_id: str = ""
    received_at: datetime

    @property
    def ends(self) -> date | None:
        """The last day on which it counts, with a grace beyond that; None for one without an end, and for one that never counted."""
        if self.status is ProofStatus.CHECKED and self.valid_until is None:
            return None
        days = (self.valid_until if self.status is ProofStatus.CHECKED else None, self.grace_until)
        return max((day for day in days if day is not None), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Acceptance:
    """One party's yes to the exact text of an agreement."""

    party: str  #: such as `organization`, `office`, or a school
    who: str
    at: datetime
    text_sha256: str
    message_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """One version of an agreement: its exact text, who must accept it, and who has."""

    id: str
    version: int = 0
    partnership: str
    number: int  #: 1 for the first, counted up by each amendment and renewal
    title: str  #: as the district calls it
    text: str
    text_sha256: str
    parties: tuple[str, ...]
    acceptances: tuple[Acceptance, ...] = ()
    reminded: tuple[datetime, ...] = ()  #: when those who have not answered were reminded, and last when a person took it up
    ends: date | None = None
    made_at: datetime

    @property
    def accepted(self) -> bool:
        """Whether every party has accepted this very text."""
        said = {each.party for each in self.acceptances if each.text_sha256 == self.text_sha256}
        return bool(self.parties) and set(self.parties) <= said


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """Something that a person of the office has to do, until it is ticked."""

    key: str  #: unique for ever, such as `c-abc/introduction`
    version: int = 0
    subject: str  #: id of the partnership or partner it is about
    title: str
    due: date | None = None
    assigned_to: str = ""
    done_by: str = ""
    opened_at: datetime
    done_at: datetime | None = None


class Post(StrEnum):
    """What somebody is to a partnership, and may hand over."""

    LIAISON = "liaison"  #: the point-person at the school or department
    CONTACT = "contact"  #: the partner's own


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """Somebody may be leaving a post: a sign was seen, a successor may be proposed, and a person of the office says what is so."""

    id: str = ""
    version: int = 0
    partnership: str
    post: Post
    leaves: str  #: mail address, lower case
    successor: str = ""  #: the address that the sign names, which proves nothing
    sign: str  #: `bounce`, `left`, `out_of_office`, `slack` or `staff`
    words: str = ""  #: in which it was seen
    message_id: str = ""
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str = ""
    outcome: str = ""  #: `handed_over` or `stays`


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldPost:
    """A post that an address holds in a partnership that is not over, as far as a sign of leaving needs it."""

    partnership: str
    organization: str
    post: Post
    holder: str
    is_open: bool = False  #: a hand-over of it waits for the office already


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """All that the review of one partnership may know."""

    partnership: Partnership
    proofs: tuple[Proof, ...] = ()
    agreement: Agreement | None = None  #: the newest one
    in_force: Agreement | None = None  #: the newest one that all parties have accepted, which may be an earlier one
    answers: Mapping[str, object] = field(default_factory=dict)  #: of the application: question id to value
    handovers: tuple[HandOver, ...] = ()  #: those that nobody has settled yet
    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: school to addresses that may rule for it
