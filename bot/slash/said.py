"""What every staff command shares: its answer, its refusal, and how long a list may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: A list longer than this says how many more there are and how to see them.
PAGE = 25


class Refused(Exception):  # noqa: N818  it is told to a person as it stands
    """Nothing was done: why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Said:
    """The whole answer to a staff command, and whether it was carried out."""

    text: str
    ok: bool = True


def each(words: tuple[str, ...], settle: Callable[[str], str]) -> str:
    """Settle one after another; where one of them could not be, the whole answer says so."""
    lines, refused = [], False
    for word in words:
        try:
            lines.append(settle(word))
        except Refused as no:
            lines.append(str(no))
            refused = True
    if refused:
        raise Refused("\n".join(lines))
    return "\n".join(lines)


def paged(lines: list[str]) -> str:
    shown = lines[:PAGE]
    return "\n".join([*shown, *(["… and more; narrow it with `/partners find`."] if len(lines) > PAGE else [])])
