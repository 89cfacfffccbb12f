"""What happens to check-ins, surveys and needs beside mail: they fall due, their next step does, or somebody of the office settles one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.cadences import Occasion
    from handlers.dues import Due, Need
    from handlers.process import Cadence


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckinDue:
    """A check-in of one partner has fallen due; `fresh_id` is for its conversation."""

    partner: str
    comes: Occasion
    fresh_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepDue:
    """The next step is due in what a conversation asks: a reminder, a task for the liaison, the end of the period."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerSettled:
    """Somebody of the office says what an answer of a check-in is: as it was read, or another value."""

    question: str
    who: str
    words: str = ""  #: of another value; empty: as it was read


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedClosed:
    """What a partner had asked for has come to an end, in words that the partner reads."""

    need: Need
    outcome: str
    who: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SurveyDue:
    """A survey has fallen due for one person; `expected` names each partner's id and the side, empty for the partner itself."""

    comes: Occasion
    to: str  #: mail address, lower case; empty where a side has none
    expected: tuple[tuple[str, str], ...]
    fresh_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingDue:
    """A meeting with one partner is due: staff are to set its day."""

    cadence: Cadence
    partner: str
    period: str
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingSet:
    """Somebody of the office has set day and place of a meeting or session, for one of those who come."""

    cadence: Cadence
    partner: str
    period: str
    row: Due | None  #: the one that was due; None for a session that this partner is told of first
    starts: datetime
    minutes: int
    place: str
    who: str


RoundCommand = MeetingDue | MeetingSet | CheckinDue | SurveyDue | StepDue | AnswerSettled | NeedClosed
