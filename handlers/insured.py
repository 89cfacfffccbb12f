"""Whose paper it is that somebody sent whom nobody knows, such as a broker: organisations whose name stands in the mail or the paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.reading.lines import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Words that a name may end with on one paper and not on another.
_LEGAL = re.compile(r"(?:[\s,]+(?:inc|incorporated|llc|l\.l\.c|ltd|corp|corporation|co|company|nonprofit|a\.?c|s\.?a)\.?)+$")
_SHORTEST = 4


def candidates(organizations: Iterable[tuple[str, str]], texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Ids and names of organisations that one of the texts names whole, the longest name first. A proposal: nothing is attached by it."""
    said = " ".join(_plain(text) for text in texts)
    found = [(id_, name) for id_, name in organizations if _is_named(_plain(name), said)]
    return tuple(sorted(found, key=lambda each: (-len(each[1]), each[0])))


def same(one: str, other: str) -> bool:
    """Whether two names are the same but for case, accents, signs, a leading *the* and the legal form."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def _is_named(name: str, said: str) -> bool:
    return len(name) >= _SHORTEST and f" {name} " in f" {said} "


def _plain(text: str) -> str:
    """Words alone, without case, accents, signs, a leading *the* and the legal form."""
    folded = _LEGAL.sub("", fold(text).strip(" .,"))
    return re.sub(r"^the ", "", " ".join(re.findall(r"[\w']+", folded)))
