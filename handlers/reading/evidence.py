"""What makes a value sure: a table of the kinds of evidence by the kinds of value, and what is asked once for want of it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from handlers.reading import plain, plain_counts
from handlers.reading.fees import FEE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handlers.playbook import Question
    from handlers.reading.context import Context
    from handlers.reading.readings import Heard


class Evidence(StrEnum):
    """How a value was found."""

    CELL = "cell"  #: of a table, by its row or column
    NUMBER = "number"  #: beneath the question's number, or beneath the quoted question
    LABEL = "label"  #: behind a name of the question
    PLACE = "place"  #: as many lines or pieces as questions, in their order
    ALONE = "alone"  #: the whole reply to a single question
    RUN = "run"  #: *41/9/33*
    SHAPE = "shape"  #: a short sentence of the shape of an answer
    TOLD = "told"  #: the question's own noun, verb or cue in a sentence
    UNASKED = "unasked"  #: the same, of what nobody asked
    CHANGED = "changed"  #: what was held is put right
    CARD = "card"  #: of a signature
    PAPER = "paper"  #: attached
    BLANK = "blank"  #: the writer says that there is nothing
    LEFT = "left"  #: what is left of the text


class Kind(StrEnum):
    """Values that are judged in one way."""

    COUNT = "count"
    GRADE = "grade"
    TEXT = "text"  #: what was, what is, in the writer's sentences
    NAME = "name"
    YES_NO = "yes_no"
    FEE = "fee"
    DATE = "date"
    TIMES = "times"
    LIST = "list"
    CHOICE = "choice"
    REACH = "reach"  #: telephone, mail address, site
    OTHER = "other"


class End(StrEnum):
    """Sure as it is; sure where it is told plainly; said back and asked once."""

    SURE = "sure"
    PLAIN = "plain"
    ASK = "ask"


#: Measured when each set was first read: docs/reading.md. What is not named here is as PLAIN as its kind asks.
POLICY: Mapping[tuple[Evidence, Kind], End] = {
    **{(evidence, kind): End.SURE for evidence in (Evidence.PAPER, Evidence.CHANGED) for kind in Kind},
    (Evidence.RUN, Kind.COUNT): End.SURE,
    (Evidence.PLACE, Kind.GRADE): End.SURE,
    (Evidence.RUN, Kind.GRADE): End.ASK,  # the last of the figures may be anything
    (Evidence.SHAPE, Kind.NAME): End.ASK,
    (Evidence.UNASKED, Kind.FEE): End.SURE,  # where it was held that nobody pays
    (Evidence.LEFT, Kind.TEXT): End.ASK,
}

_GRADES = 10
_KINDS = {FEE: Kind.FEE, "meeting_times": Kind.TIMES, "grade_levels": Kind.TIMES}
_BY_TYPE = {
    "integer": Kind.COUNT, "decimal": Kind.COUNT, "long_text": Kind.TEXT, "text": Kind.NAME, "yes_no": Kind.YES_NO, "date": Kind.DATE,
    "list": Kind.LIST, "choice": Kind.CHOICE, "phone": Kind.REACH, "email": Kind.REACH, "url": Kind.REACH,
}  # fmt: skip
_PLAINLY: Mapping[Kind, Callable[[Question, Heard, Context], bool]] = {
    Kind.COUNT: plain_counts.count,
    Kind.GRADE: plain.grade,
    Kind.TEXT: plain.text,
    Kind.NAME: plain.name,
    Kind.YES_NO: plain.yes_or_no,
    Kind.FEE: plain.fee,
    Kind.DATE: plain.day,
    Kind.TIMES: plain.times,
    Kind.LIST: plain.names,
    Kind.CHOICE: plain.choice,
    Kind.REACH: plain.reach,
    Kind.OTHER: lambda _, __, ___: True,
}


def kind(question: Question) -> Kind:
    """In which way a question's values are judged."""
    if question.id in _KINDS:
        return _KINDS[question.id]
    if question.type == "integer" and question.maximum is not None and question.maximum <= _GRADES:
        return Kind.GRADE
    return _BY_TYPE.get(question.type, Kind.OTHER)


def weighed(question: Question, heard: Heard, context: Context) -> Heard:
    """The value as it is where its evidence makes it sure; else a guess, which is said back and asked once."""
    if heard.reason or not heard.by:
        return heard
    end = POLICY.get((Evidence(heard.by), kind(question)), End.PLAIN)
    if end is End.SURE or (end is End.PLAIN and _PLAINLY[kind(question)](question, heard, context)):
        return heard
    return replace(heard, reason="guess")
