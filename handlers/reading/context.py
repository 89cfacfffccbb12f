"""Where a value was found, by which it is judged whether it is told plainly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.playbook import Question
    from handlers.reading.readings import Heard, Reader
    from handlers.reading.weighing import Opinions

#: The writer takes something back.
TAKES_BACK = re.compile(
    r"\b(?:sorry|oops|scratch that|strike that|no wait|wait|hang on|hold on|i mean|i meant|make (?:that|it)|correction|my mistake|"
    r"mistyped|typo|actually|"
    r"should (?:be|have been|read|say)|wrong|perdon|digo|mejor dicho|corrijo|correccion|deberia? (?:ser|decir)|quise decir|equivoqu\w+)\b"
)


@dataclass(frozen=True, slots=True)
class Context:
    """The text in which a value was found, whether all of that is meant for its question, and what else was heard."""

    text: str
    whole: str  #: all that was written
    is_meant: bool
    heard: Mapping[str, Heard]
    counts: tuple[Question, ...]  #: every question that asks for a count
    opinions: Opinions
    reader: Reader
