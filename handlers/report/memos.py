"""A memo's way to the board: a draft until somebody recommends one exact text of it, and signed once all who sign have (B17)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.types import Record

RECOMMENDED, SIGNED = "memo.recommended", "memo.signed"

#: What the list of all memos is on record under.
ALL = "memos"

#: So many characters of a text's SHA-256 name a memo.
_SHORT = 8


class MemoStatus(StrEnum):
    DRAFT = "draft"
    RECOMMENDED = "recommended"
    SIGNED = "signed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Somebody's recommendation or signature: the name as it was given, the day, and who of the office wrote it down."""

    name: str
    on: str  #: ISO day by the district's clock
    who: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Memo:
    """One text that was recommended: it never changes, whatever is corrected afterwards."""

    id: str
    sha256: str  #: of what the text is written from
    recommended: Mark
    signatures: tuple[Mark, ...] = ()
    expected: int = 1  #: so many signatures the layout has

    @property
    def status(self) -> MemoStatus:
        return MemoStatus.SIGNED if len(self.signatures) >= self.expected else MemoStatus.RECOMMENDED


def id_of(sha256: str) -> str:
    return f"memo-{sha256[:_SHORT]}"


def of(memo: str, records: Iterable[Record], expected: int) -> Memo | None:
    """Derive a memo from what is on record of it, oldest first; None where nobody has recommended it."""
    found: Memo | None = None
    for record in records:
        mark = Mark(name=str(record.data.get("name", "")), on=str(record.data.get("on", "")), who=record.who)
        if record.kind == RECOMMENDED and found is None:
            found = Memo(id=memo, sha256=str(record.data["sha256"]), recommended=mark, expected=max(1, expected))
        elif record.kind == SIGNED and found is not None:
            found = replace(found, signatures=(*found.signatures, mark))
    return found


def why_not_recommend(known: Memo | None, name: str) -> str:
    if not name:
        return "Say who recommends it: `/partners memo recommend 2026-27 NAME`."
    return f"{known.id} is this very text; {known.recommended.name} recommended it on {known.recommended.on}." if known else ""


def why_not_sign(memo: str, known: Memo | None, name: str) -> str:
    if known is None:
        return f"{memo} was never recommended. `/partners memo` lists those that were."
    if not name:
        return f"Say who has signed it: `/partners memo sign {memo} NAME`."
    if known.status is MemoStatus.SIGNED:
        return f"{memo} is signed already, by {' and '.join(each.name for each in known.signatures)}."
    again = next((each for each in known.signatures if each.name.casefold() == name.casefold()), None)
    return f"{again.name} has signed {memo} on {again.on}." if again else ""
