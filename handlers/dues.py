"""What one partner, or one side of a partnership, is due for one period: the row that makes *at most once* a constraint."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from handlers.partnership import Partnership
    from handlers.playbook import Playbook
    from handlers.school_year import Calendar
    from handlers.types import Answer, Conversation, Party


class DueKind(StrEnum):
    """What comes round (handlers/playbook.py, `Cadence.kind`)."""

    CHECKIN = "checkin"
    SURVEY = "survey"
    MEETING = "meeting"
    SESSION = "session"


class DueStatus(StrEnum):
    HELD = "held"  #: its prompt waits for a person, such as one that would be late
    ASKED = "asked"  #: the prompt went out; nobody has answered yet
    ANSWERED = "answered"  #: recorded; may still be edited until the period closes
    STOPPED = "stopped"  #: whoever is asked wants no more mail about it
    CLOSED = "closed"  #: the period is over; only staff change it now


#: In these a reminder may come.
WAITS = frozenset({DueStatus.ASKED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """One expected answer. (cadence, partner, period, side) is unique for ever.

    `period` is `YYYY-MM`: of a check-in the month reported on, of all else the month in which it is asked or held; `once` for what
    comes once. `side` is empty for the partner itself, else the school. A check-in has a conversation of its own, `Conversation.kind`
    checkin; a person who answers a survey for several partners has one for all of them, in which `question` is this row's own.
    """

    id: str  #: such as `q-12`; empty until it is kept
    version: int = 0
    kind: DueKind
    cadence: str  #: id in the playbook
    partner: str  #: id, such as `p-3`
    period: str
    side: str = ""
    respondent: str  #: mail address, lower case
    conversation: str = ""
    question: str = ""  #: id of the question in that conversation which is about this row alone; empty: all of it is
    status: DueStatus = DueStatus.ASKED
    due_at: datetime
    asked_at: datetime
    next_at: datetime | None = None  #: when the next step of the ladder is due: a reminder, a task, the closing
    steps: int = 0  #: of the ladder that were taken
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reported:
    """A due row with whom it is about and what was answered: what exports and reports read."""

    due: Due
    party: Party
    status: str  #: of the conversation, such as `asking` or `submitted`
    answers: Mapping[str, Answer] = field(default_factory=dict)  #: question id to answer, sure and unsure ones


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """What a partner asked for, or what calls for help: open until somebody of the office closes it."""

    id: str  #: such as `n-k7q2m4`, made of what it is about, so that the same words in the same talk are one need
    version: int = 0
    partner: str
    conversation: str = ""
    period: str = ""
    kind: str  #: `asked`, `falling`, `rating`, `apart`
    words: str  #: the partner's own, or the figures that fell
    message_id: str = ""
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str = ""
    outcome: str = ""  #: what became of it, in the words that the partner reads


def need_id(*about: str) -> str:
    """A short name that people can type: 40 bits of the digest of what a need is about, in base32."""
    return "n-" + base64.b32encode(hashlib.sha256("\n".join(about).encode()).digest()[:5]).decode().lower()


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """All that one round of asking may know of those it asks; every mapping is by the partner's id."""

    calendar: Calendar
    dues: tuple[Due, ...] = ()  #: that the conversation at hand answers, in the order of its questions
    parties: Mapping[str, Party] = field(default_factory=dict)
    partnerships: Mapping[str, Partnership] = field(default_factory=dict)  #: the newest of each
    before: Mapping[str, Conversation] = field(default_factory=dict)  #: what was answered for the newest earlier period
    needs: Mapping[str, tuple[Need, ...]] = field(default_factory=dict)  #: open ones
    ending: Mapping[str, tuple[tuple[str, date], ...]] = field(default_factory=dict)  #: what expires soon: name and day
    liaisons: Mapping[str, str] = field(default_factory=dict)  #: mail address to name, of the district's people
    also: tuple[Reported, ...] = ()  #: rows of the same partners and period that others answer: the other side of a survey

    def liaison(self, partner: str) -> tuple[str, str]:
        """Mail address and name of a partner's point-person, as far as they are known."""
        at = self.partnerships.get(partner)
        party = self.parties.get(partner)
        listed = party.details.get("liaison", "") if party else ""
        email = (at.liaison if at else "") or (listed.casefold() if "@" in listed else "")
        return email, self.liaisons.get(email, "") or ("" if "@" in listed else listed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """A check-in of the sender's that a mail without our token may be about."""

    talk: Conversation
    round: Round
    began_with: Playbook | None = None  #: the version that the talk keeps its questions of

    @property
    def period(self) -> str:
        return self.round.dues[0].period

    @property
    def organization(self) -> str:
        party = self.round.parties.get(self.round.dues[0].partner)
        return party.organization if party else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A figure that somebody else has published, such as the result of a survey of families: never computed from our own data."""

    figure: str  #: what it measures, in the publisher's words
    value: float
    unit: str  #: `percent`, `count` and the like
    of: int | None = None  #: how many answered, where it is said
    period: str  #: such as `2025-26`
    source: str
    published_on: date
    url: str = ""
