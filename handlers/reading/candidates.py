"""Which number is which count, decided for all of a reply together: what the model makes of each, and no number twice. Never sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.reading.lines import sentences
from handlers.reading.numbers import Quantity, quantities, whole
from handlers.reading.readings import Heard
from handlers.reading.rivals import likelihood
from handlers.reading.sums import holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.playbook import Question
    from handlers.reading.weighing import Opinions

_COUNTS = frozenset({"integer", "decimal"})
#: Below this nobody would take the number for that count.
_POSSIBLE = 0.4


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    question: Question
    number: Quantity


def allotted(text: str, still: Sequence[Question], heard: Mapping[str, Heard], opinions: Opinions) -> dict[str, Heard]:
    """The best number for each count that nothing was read for, the surest pair first; a number that is taken answers nothing else."""
    counts = [question for question in still if question.type in _COUNTS and question.id not in heard]
    if not counts or not opinions:
        return {}
    found = quantities(text)
    taken = {each.start for each in found if any(_told_by(text, each, said) for said in heard.values())}
    pairs = [
        _Pair(score, question, each)
        for question in counts
        for each in found
        if each.start not in taken and (score := likelihood(question, text, each, opinions)) >= _POSSIBLE
    ]
    chosen: dict[str, Heard] = {}
    for pair in sorted(pairs, key=lambda each: (-each.score, each.number.start)):
        if pair.question.id in chosen or pair.number.start in taken:
            continue
        total = next((each for each in found if holds(pair.question, text, found, each, pair.number)), pair.number)
        taken |= {pair.number.start, total.start}
        chosen[pair.question.id] = Heard(value=whole(total.value), words=_sentence(text, total), reason=total.reason or "guess")
    return chosen


def _told_by(text: str, each: Quantity, said: Heard) -> bool:
    """Whether an answer was read from this number: it has its value and stands in its words."""
    is_number = isinstance(said.value, int | float) and not isinstance(said.value, bool)
    return is_number and said.value == each.value and said.words != "" and _sentence(text, each) in {said.words, *_lines(said.words)}


def _lines(words: str) -> list[str]:
    return [span.text for span in sentences(words)]


def _sentence(text: str, each: Quantity) -> str:
    span = next((span for span in sentences(text) if span.start <= each.start < span.end), None)
    return span.text if span else text[each.start : each.end]
