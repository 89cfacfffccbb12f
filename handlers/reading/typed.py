"""Words that are kept or shown stand as their writer typed them, whichever rule found them in a folded text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reading.lines import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.types import Answer


def as_typed(answer: Answer, texts: Sequence[str]) -> Answer:
    """Give the words of an answer their capitals and accents back from the first text in which they stand; a value that is they, too."""
    words = answer.words
    if not words or any(words in text for text in texts):
        return answer
    typed = next(filter(None, (_in(text, words) for text in texts)), "")
    if not typed:
        return answer
    return replace(answer, words=typed, value=typed if answer.value == words else answer.value)


def _in(text: str, words: str) -> str:
    at = fold(text).find(fold(words))
    return text[at : at + len(words)] if at >= 0 else ""
