"""A figure or a day that a text takes back, and the one that stands instead: *I said 45, it was 54*."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from handlers.reading.dates import Day
from handlers.reading.lines import fold
from handlers.reading.not_counts import blanked
from handlers.reading.numbers import Quantity, quantities

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NEAR = 60  #: characters; farther apart two figures do not belong together
Place = TypeVar("Place", Quantity, Day)


_SAID = re.compile(
    r"\b(?:said|say|wrote|put|typed|sent|told you|reported|entered|gave you|dije|puse|escribi|mande|anote|reporte)\W(?:[a-z]+\s){0,2}$"
)


_WAS = re.compile(
    r"\b(?:it was|was|it's|it is|should|meant|mean|is|actually|really|make|era|eran|es|son|fueron|debe|debio|quise decir|"
    r"queria decir|correct\w*)\b"
)


_NOT_BEFORE = re.compile(r"\b(?:not|no(?: son| seran| eran| es| sera| fueron| era| el)?)\s$")


_BUT = re.compile(
    r"^(?:\s[a-z]+){0,2}\s?[,;.]?\s?(?:\b(?:but|it's|it was|it is|it will be|rather|sino|son|seran|eran|es|sera|era|fueron)\b)\s?"
    r"(?:actually |the |el )?$|^\s?[,;.]?\s?(?:actually )?$"
)


_NOT_BETWEEN = re.compile(
    r"^(?:\s[a-z]+){0,2},?\s?\(?\b(?:not|instead of|rather than|no|en vez de|en lugar de)\s(?:on |the |el |del |las? |los )?$"
)


_CHANGE = re.compile(r"\b(?:change|correct|update|fix|cambi\w+|corrij\w+|corregir)\s(?:[a-z]+\s){0,3}$")


_TO = re.compile(r"^\s(?:[a-z]+\s){0,2}?(?:to|por|a)\s$")


_OOPS = re.compile(
    r"\b(?:sorry|oops|scratch that|strike that|no wait|wait|hang on|hold on|i mean|i meant|make (?:that|it)|correction|my mistake|"
    r"(?<!there )should (?:be|have been|read|say)|perdon|digo|"
    r"mejor dicho|corrijo|deberia? (?:ser|decir)|quise decir)\b"
)


#: *Please strike the 88 hours I reported. The correct figure is 68.*
_CORRECT_ONE = re.compile(
    r"\b(?:correct|right|real|actual|true|correct[oa]|verdader[oa])\s?(?:figure|number|count|total|one|answer|cifra|numero|dato)?\s?"
    r"(?:is|was|should be|es|era|son)?\s?:?\s?$"
)


def put_right(text: str, figure: float, own: Sequence[Quantity]) -> tuple[float, bool] | None:
    """The figure that a sentence puts in the place of one given before, and whether it names that one, too; `own` are those by its noun."""
    taken = corrected(text)
    if taken and own and taken[0].value == figure:
        return taken[1].value, True
    others = {each.value for each in own} - {figure}
    return (others.pop(), False) if len(others) == 1 and _OOPS.search(fold(text)) else None


def corrected(text: str) -> tuple[Quantity, Quantity] | None:
    """A figure taken back, and the one that stands instead: *I said 45, it was 54*."""
    return next(taken_back(blanked(fold(text)), quantities(text)), None)


def taken_back(folded: str, found: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Every figure or day that a text takes back, with the one that stands instead."""
    last: Place | None = None
    for first, second in pairwise(found):
        before, between = folded[max(0, first.start - 30) : first.start], folded[first.end : second.start]
        # Farther apart they do not belong together; behind *I said* stands what is taken back with the figure after it.
        if len(between) > _NEAR or first.value == second.value or first is last or _SAID.search(between):
            continue
        if _NOT_BETWEEN.match(between):
            last = second
            yield second, first
        elif (
            (_SAID.search(before) and _WAS.search(between))
            or (_NOT_BEFORE.search(before) and _BUT.match(between))
            or (_CHANGE.search(before) and _TO.match(between))
            or _OOPS.search(between)
            or _CORRECT_ONE.search(between)
        ):
            last = second
            yield first, second
