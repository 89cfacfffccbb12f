"""What one partner, or one side of a partnership, is due for one period: the row that makes *at most once* a constraint."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from handlers.types import Answer, Party


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

    id: str  #: such as `n-4`; empty until it is kept
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
