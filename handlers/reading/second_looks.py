"""Second looks at what was read: a count of which only one part was heard, the girls without the boys, is added up and asked again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reading.lines import fold
from handlers.reading.numbers import quantities, whole

if TYPE_CHECKING:
    from handlers.reading.numbers import Quantity
    from handlers.reading.readings import Heard

#: Two halves of one group.
_HALVES = (
    (r"girls|ninas|chicas|muchachas|mujeres|alumnas|jovencitas|females?|young (?:ladies|women)",
     r"boys|ninos|chicos|muchachos|hombres|varones|alumnos|jovencitos|males?|young men"),
    (r"\d(?:th|st|nd|rd)[ -]graders|freshmen|sophomores|juniors|seniors|middle schoolers|elementary (?:kids|students)",
     r"\d(?:th|st|nd|rd)[ -]graders|freshmen|sophomores|juniors|seniors|high schoolers"),
)  # fmt: skip
_FEWEST = 2


def whole_group(heard: Heard, text: str) -> Heard:
    """The number of all where the one heard is that of the girls, the boys or one class only; never sure."""
    folded = fold(text)
    for halves in _HALVES:
        parts = {number.start: number.value for half in halves for number in _beside(folded, text, half)}
        total = sum(parts.values())
        if len(parts) >= _FEWEST and heard.value in parts.values() and heard.value != total and not _is_told(text, total):
            return replace(heard, value=whole(total), reason="arithmetic")
    return heard


def _beside(folded: str, text: str, nouns: str) -> list[Quantity]:
    return [
        each
        for each in quantities(text)
        if re.search(rf"\b(?:{nouns})\s?[:=-]\s?$", folded[max(0, each.start - 30) : each.start])
        or (re.match(rf"\s(?:{nouns})\b", folded[each.end : each.end + 30]) and not re.search(r"\bof\s$", folded[: each.start][-4:]))
    ]


def _is_told(text: str, total: float) -> bool:
    return any(each.value == total for each in quantities(text))
