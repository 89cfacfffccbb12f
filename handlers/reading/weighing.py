"""What a model beside the grammars is asked of a reply, and how its opinions are looked up again; without them all is as before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from handlers.reading import dictation
from handlers.reading.earlier import newly_said
from handlers.reading.lines import Span, body_and_tail, clauses, fold, sentences, squash, worth_reading
from handlers.reading.numbers import quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from handlers.types import Inbound, Told

#: What is asked of one mail at most: a long letter costs no more than this.
_MOST_SENTENCES, _MOST_NUMBERS = 40, 24
_FEWEST_LETTERS, _FEWEST_BY_A_NUMBER = 5, 2
_SOME_WORDS = 1
_LONGEST = 240

#: The number in question is read as this one, so that its size says nothing; examples have `#` for it.
MASK = "12"

SENTENCE, NUMBER = "sentences", "numbers"


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the model made of sentences and of numbers, looked up by their words; empty without a model."""

    by_words: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Iterable[Told]) -> Opinions:
        return cls(MappingProxyType({(each.kind, squash(each.words)): each.scores for each in told}))

    def __bool__(self) -> bool:
        return bool(self.by_words)

    def of_sentence(self, words: str) -> Mapping[str, float]:
        """Question ids and their like to probabilities; empty where it was not asked."""
        return self.by_words.get((SENTENCE, squash(words)), {})

    def of_number(self, text: str, start: int, end: int) -> Mapping[str, float]:
        """What the number that stands there counts."""
        return self.by_words.get((NUMBER, squash(masked(text, start, end))), {})


def best(scores: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest, and how likely it is; nothing where there is no opinion."""
    return max(scores.items(), key=lambda each: (each[1], each[0]), default=("", 0.0))


def to_weigh(inbound: Inbound) -> list[tuple[str, str]]:
    """The sentences of a reply, and its numbers each within its clause: what a model may be asked about it."""
    body, _ = body_and_tail(dictation.in_lines(newly_said(inbound.visible, doubtful=inbound.doubtful)))
    text = worth_reading(body)
    spans = [span.text for span in sentences(text) if _says_something(span.text)]
    found = quantities(text)
    # Of a sentence that lists several figures also the clauses without one, which may tell what went well.
    spans += [
        words
        for span in sentences(text)
        if len(quantities(span.text)) > 1
        for part in clauses(span.text)
        if not quantities(part.text) and _says_something(words := part.text.strip(" ,;."))
    ]
    numbers = [words for each in found if _says_something(words := masked(text, each.start, each.end), _FEWEST_BY_A_NUMBER)]
    asked = [(SENTENCE, words[:_LONGEST]) for words in dict.fromkeys(spans)][:_MOST_SENTENCES]
    return asked + [(NUMBER, words) for words in dict.fromkeys(numbers)][:_MOST_NUMBERS]


def masked(text: str, start: int, end: int) -> str:
    """What of the clause around a number speaks of it, with the number's size hidden."""
    sentence = next((span for span in sentences(text) if span.start <= start < span.end), None)
    if sentence is None:
        return ""
    at, upto = start - sentence.start, min(end, sentence.end) - sentence.start
    clause = next((span for span in clauses(sentence.text) if span.start <= at < span.end), None)
    if clause is not None and len(re.findall(r"[a-z]{2,}", fold(clause.text))) < _SOME_WORDS and len(sentence.text) <= _LONGEST:
        clause = Span(0, len(sentence.text), sentence.text)
    if clause is None or len(clause.text) > _LONGEST:
        return ""
    left, right = _own_part(sentence.text, clause, at, upto)
    return f"{sentence.text[left:at]}{MASK}{sentence.text[max(upto, left) : right]}".strip(" ,;(/|")


_JOINS = re.compile(
    r"\s(?:and|over|in|on|across|through|with|for|during|from|at|by|to|into|plus|but|versus|of whom|including|who|while|y|en|con|"
    r"durante|para|"
    r"pero|de|a|que|mientras)\s|\s?[(/|+&]"
)


#: Behind a number that ends its words: *students 19 / sessions 11*.
_CLOSED = re.compile(r"\s?(?:[/|,;&+=]|(?:and|y)\b)")


def _own_part(text: str, clause: Span, start: int, end: int) -> tuple[int, int]:
    """Of a clause with several numbers the words of this one: up to what joins the next one to it."""
    inside = [each for each in quantities(text) if clause.start <= each.start < clause.end]
    earlier = [each for each in inside if each.end <= start]
    later = [each for each in inside if each.start >= end]
    left, right = clause.start, clause.end
    if (
        inside
        and _CLOSED.match(fold(text[inside[0].end : inside[0].end + 8]))
        and re.search(r"[a-z]", fold(text[clause.start : inside[0].start]))
    ):
        return (earlier[-1].end if earlier else left), (end if later else right)
    if earlier:
        left = _between(text, earlier[-1].end, start)
    if later:
        right = _between(text, end, later[0].start)
    return left, right


def _between(text: str, end: int, start: int) -> int:
    """Where what joins two numbers begins, behind a word of the first; without one the second number begins there."""
    joins = [match for match in _JOINS.finditer(fold(text[end:start])) if re.search(r"[a-z]", fold(text[end : end + match.start()]))]
    return end + joins[0].start() if joins else start


def _says_something(words: str, fewest: int = _FEWEST_LETTERS) -> bool:
    return len(re.findall(r"[a-z]", fold(words))) >= fewest
