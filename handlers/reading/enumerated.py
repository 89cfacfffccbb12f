"""Answers numbered within a line: *Q1 17 Q2 4*, *First: 42. Second: 8.*, *7: 4. 6: A charger.*, each put on a line of its own."""

from __future__ import annotations

import re
from itertools import pairwise

from handlers.reading.lines import fold

_ORDINALS = {
    word: place
    for place, words in enumerate(
        (
            "first|firstly|primero|primera|first one|la primera|number one|one|uno",
            "second|secondly|segundo|segunda|la segunda|number two|two|dos",
            "third|thirdly|tercero|tercera|la tercera|number three|three|tres", "fourth|cuarto|cuarta|la cuarta|number four|four|cuatro",
            "fifth|quinto|quinta|la quinta|number five|five|cinco", "sixth|sexto|sexta|la sexta|number six|six|seis",
            "seventh|septimo|septima|la septima|number seven|seven|siete",
        ),
        start=1,
    )
    for word in words.split("|")
}  # fmt: skip
_WORDS = "|".join(sorted(_ORDINALS, key=len, reverse=True))
#: The ways of numbering, each used throughout a reply or not at all.
_STYLES = (
    re.compile(
        r"(?:(?<=\s)|^|(?<=[,;/|]))(?:q|p|a|r|question|pregunta|answer|respuesta)\s?\.?\s?#?(?P<number>\d{1,2})(?:\s?[.):=-]+|(?=\s))\s*"
    ),
    re.compile(r"(?:^|(?<=[.!?;,]\s)|(?<=\n))(?P<number>\d{1,2})\s?[:=]\s+"),
    re.compile(rf"(?:^|(?<=[.!?;]\s)|(?<=\n)|(?<=,\s))(?P<word>{_WORDS})\s?[:,-]\s+"),
    re.compile(r"(?:(?<=\s)|^)\((?P<number>\d{1,2})\)\s*"),
)
_FEWEST = 3
_LONGEST = 4_000


def on_lines(text: str, count: int) -> str:
    """The text with each numbered answer on a line, as `1. …`, where at least three of `count` are numbered in one way; else as it is."""
    if len(text) > _LONGEST:
        return text
    folded = fold(text)
    for style in _STYLES:
        marks = [(match, _number(match)) for match in style.finditer(folded)]
        numbers = [number for _, number in marks]
        rising = numbers == sorted(numbers) or numbers == sorted(numbers, reverse=True)
        if (
            len(set(numbers)) < _FEWEST
            or len(set(numbers)) != len(numbers)
            or not all(1 <= number <= count for number in numbers)
            or not rising
        ):
            continue
        if all("\n" in text[one.end() : other.start()] for (one, _), (other, _) in pairwise(marks)):
            continue
        return _cut(text, marks)
    return text


def _number(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return _ORDINALS[groups["word"]] if groups.get("word") else int(groups["number"])


def _cut(text: str, marks: list[tuple[re.Match[str], int]]) -> str:
    parts = [text[: marks[0][0].start()].rstrip()]
    ends = [match.start() for match, _ in marks[1:]] + [len(text)]
    parts += [f"{number}. {text[match.end() : end].strip(' ,;/|')}" for (match, number), end in zip(marks, ends, strict=True)]
    return "\n".join(filter(None, parts))
