"""Search without case and accents, alike in both databases: what is searched is kept folded."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import and_

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement

#: What one row is found by; the rest of a very long text is not searched.
SEARCHED = 8_000


def fold(text: str) -> str:
    """The text without case, accents and repeated blanks: `  Niños  UNIDOS` and `ninos unidos` are the same."""
    # Twice, since folding case makes new letters with accents, and taking letters apart makes new capitals.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.split())


def searchable(*texts: str) -> str:
    return fold(" ".join(texts))[:SEARCHED]


def has_all(column: Column[str], words: str) -> ColumnElement[bool] | None:
    """Each of the words stands somewhere in the column; None where there is no word. `%` and `_` mean themselves (T48)."""
    parts = fold(words).split()[:20]
    return and_(*(column.contains(part, autoescape=True) for part in parts)) if parts else None
