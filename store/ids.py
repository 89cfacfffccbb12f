"""Row numbers as people see them: `m-12` is a mail heard, `o-12` one owed, `p-12` a partner."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"([a-z])-([1-9][0-9]{0,17})")

#: No row has this number: what is no id finds nothing.
NOWHERE = -1


def shown(letter: str, number: int) -> str:
    return f"{letter}-{number}"


def number(letter: str, text: str) -> int:
    """The row number in an id; NOWHERE for what is no id of that letter, since staff and partners type ids."""
    match = _SHAPE.fullmatch(text)
    return int(match.group(2)) if match and match.group(1) == letter else NOWHERE
