"""What has been heard so far while a reply is read, by which evidence, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from handlers.reading import evidence, retracted, tallies
from handlers.reading.context import Context
from handlers.reading.evidence import Kind
from handlers.reading.lines import sentences
from handlers.reading.numbers import whole
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
            for span in sentences(rest):
                right = retracted.put_right(span.text, heard.value, tallies.positions(question, span.text))
                if right:
                    reason = "" if right[1] else "two_candidates"
                    self.heard[question.id] = Heard(value=whole(right[0]), words=span.text, reason=reason, by=evidence.Evidence.CHANGED)
