"""What has been heard so far while a reply is read, by which evidence, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from handlers.reading import evidence, retracted, tallies
from handlers.reading.context import TAKES_BACK, Context
from handlers.reading.evidence import Kind
from handlers.reading.lines import fold, sentences
from handlers.reading.numbers import quantities, whole
from handlers.reading.readings import Heard
from handlers.reading.weighing import Opinions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from handlers.playbook import Form, Question
    from handlers.reading.evidence import Evidence
    from handlers.reading.readings import Reader

_COUNTS = frozenset({"integer", "decimal"})


@dataclass(slots=True)
class Notes:
    """What has been heard so far, while a reply is read."""

    heard: dict[str, Heard] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    asks: list[str] = field(default_factory=list)
    pieces: dict[str, str] = field(default_factory=dict)  #: question id to all of the text that was meant for it

    def take(self, question: Question, heard: Heard, by: Evidence, text: str) -> None:
        """Note a piece that was meant for a question; the first reading of a question stands."""
        if heard.asks:
            self.asks.append(heard.asks)
        if heard.is_read:
            if question.id not in self.heard:
                self.heard[question.id], self.pieces[question.id] = replace(heard, by=by), text
            self.problems.pop(question.id, None)
        elif heard.problem and question.id not in self.heard:
            self.problems[question.id] = heard.problem

    def add(self, found: Mapping[str, Heard], by: Evidence) -> None:
        for key, heard in found.items():
            self.heard.setdefault(key, heard if heard.by else replace(heard, by=by))
            self.problems.pop(key, None)

    def weigh(self, keys: Iterable[str], text: str, asked: Sequence[Question], form: Form, reader: Reader) -> None:
        """Leave sure what its evidence makes sure, in the text in which it was found."""
        opinions, heard = Opinions.of(reader.told), dict(self.heard)
        counts = tuple(question for question in asked if evidence.kind(question) is Kind.COUNT)
        for key in keys:
            question = form.question(key)
            if question is not None:
                context = Context(self.pieces.get(key, text), text, key in self.pieces, heard, counts, opinions, reader)
                self.heard[key] = evidence.weighed(question, heard[key], context)

    def put_right(self, rest: str, asked: Sequence[Question]) -> None:
        """What stands beneath labels or numbers and takes one of their figures back: *perdón, las horas son 16, no 15*."""
        for question in asked:
            heard = self.heard.get(question.id)
            if question.type not in _COUNTS or question.id not in self.pieces or heard is None or not isinstance(heard.value, int | float):
                continue
            for words in _with_announced(rest):
                right = retracted.put_right(words, heard.value, tallies.positions(question, words))
                if right:
                    reason = "" if right[1] else "two_candidates"
                    self.heard[question.id] = Heard(value=whole(right[0]), words=words, reason=reason, by=evidence.Evidence.CHANGED)


def _with_announced(text: str) -> list[str]:
    """The sentences, and each that takes back without a figure together with the next: *Hang on, that counts parents. 46 students.*."""
    spans = [span.text for span in sentences(text)]
    announced = [f"{first} {second}" for first, second in pairwise(spans) if TAKES_BACK.search(fold(first)) and not quantities(first)]
    return [*spans, *announced]
