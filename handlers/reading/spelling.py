"""Slips of the keyboard in the words that reading goes by: *stduents*, *sesions*, *volunter hours*; any other word stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from handlers.reading.lines import fold

_KEY_WORDS = """
    students student sessions session volunteer volunteers highlight highlights challenge challenges support needed
    satisfaction organization program description background insurance
    estudiantes alumnos sesiones voluntarios voluntarias voluntariado logros dificultades satisfaccion calificacion organizacion programa
    descripcion antecedentes
    """
_WORDS = frozenset(_KEY_WORDS.split())
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with its key words spelt right, and how each was written."""

    text: str
    written: tuple[tuple[str, str], ...] = ()

    def as_written(self, words: str) -> str:
        for right, wrong in self.written:
            words = words.replace(right, wrong)
        return words


def mended(text: str) -> Mended:
    """Only a word one slip away from a key word is taken for it, and only where the text does not also spell it right."""
    plain = fold(text)
    written: dict[str, str] = {}
    for match in re.finditer(r"[a-z]{6,16}", plain):
        right = _meant(match[0])
        if right and not re.search(rf"\b{right}\b", plain):
            written.setdefault(text[match.start() : match.end()], right)
    result = text
    for wrong, right in written.items():
        result = re.sub(rf"\b{re.escape(wrong)}\b", right, result)
    return Mended(result, tuple((right, wrong) for wrong, right in written.items()))


@lru_cache(maxsize=1_024)
def _meant(word: str) -> str:
    if word in _WORDS or word.rstrip("s") in _WORDS or f"{word}s" in _WORDS:
        return ""
    return next((each for each in sorted(_WORDS) if each[0] == word[0] and len(each) >= _SHORTEST and _one_slip(word, each)), "")


def _one_slip(word: str, right: str) -> bool:
    """One letter too few, too many, another, or two changed about; never the last letter, by which other words differ."""
    if abs(len(word) - len(right)) > 1 or word[-1] != right[-1]:
        return False
    start = 0
    while start < min(len(word), len(right)) and word[start] == right[start]:
        start += 1
    rest, wanted = word[start:], right[start:]
    return rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:] or (rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:])
