"""What reading is given and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.types import Answer, Attachment, Told, Value


@dataclass(frozen=True, slots=True)
class Reader:
    """What one needs to know to read: the instant, the place, and the district's schools with their other names."""

    now: datetime
    time_zone: str
    country: str
    schools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: tuple[Told, ...] = ()  #: what a model makes of the mail's sentences and numbers, empty without one


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail says in answer to a form."""

    answers: Mapping[str, Answer]
    problems: Mapping[str, str]  #: question id to why what was said could not be taken, as a short code
    leftover: str  #: text that no question claimed
    question: str  #: something the writer asks us, else ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one piece of text says in answer to one question: a value, a problem, or neither where it is left open."""

    value: Value | None = None
    words: str = ""
    reason: str = ""
    problem: str = ""
    asks: str = ""  #: a question to us that stands in the piece
    by: str = ""  #: the kind of evidence, one of `handlers.reading.evidence.Evidence`

    @property
    def is_read(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Papers:
    """What came attached: with this mail, and with earlier ones."""

    here: tuple[Attachment, ...] = ()
    earlier: tuple[Attachment, ...] = ()
