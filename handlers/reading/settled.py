"""A reply in which the writer takes a figure back, read as it stands in the end: *I said 45, it was 54*, *6 sessions (scratch that, 7)*."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from handlers.reading.dates import days
from handlers.reading.lines import fold, sentences
from handlers.reading.not_counts import blanked
from handlers.reading.nouns import ADJECTIVES, NOUNS
from handlers.reading.numbers import quantities
from handlers.reading.retracted import taken_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.reading.numbers import Quantity
    from handlers.reading.readings import Reader

_LONGEST = 4_000
#: *They were supposed to be 6 but only 4 took place*: the figure before the word that says what became of it.
_PLANNED = re.compile(
    r"\b(?:supposed to|meant to|planned(?: for| on)?|had planned|scheduled(?: for)?|hoped for|intended|ibamos a|debian ser|planeamos|"
    r"teniamos (?:planead|programad)[oa]s|estaban programad[oa]s)\s(?:[a-z]+\s){0,3}$"
)
_HELD = re.compile(r"\b(?:but|only|just|instead|pero|solo|solamente|al final|ended up)\b")
_NEAR = 80


@dataclass(frozen=True, slots=True)
class Settled:
    """The text as it stands in the end, and for each figure put in the words in which it was said."""

    text: str
    said: tuple[tuple[str, str], ...] = ()  #: sentence of the settled text to the writer's own words

    def own_words(self, words: str) -> str:
        """What the writer really wrote where a sentence was settled."""
        return next((own for settled, own in self.said if words and (words in settled or settled in words)), words)


def settled(text: str, reader: Reader) -> Settled:
    """Put the newer figure in the place of the older one, and take the correction out; a text without one comes back as it is."""
    if len(text) > _LONGEST:
        return Settled(text)
    found = quantities(text)
    edits = [
        edit
        for old, new in taken_back(blanked(fold(text)), found)
        for edit in _edits(text, found, _by_the_same_noun(fold(text), found, old, new), new)
    ]
    for planned, held in _only_planned(text):
        edits += [(planned.start, planned.end, text[held.start : held.end]), (held.start, held.end, " ")]
    edits += [(old.start, old.end, text[new.start : new.end]) for old, new in taken_back(fold(text), days(text, reader))]
    if not edits:
        return Settled(text)
    result, upto = text, len(text)
    for start, end, put in sorted(edits, reverse=True):
        if end > upto:
            continue
        result = result[:start] + put + result[end:]
        upto = start
    before, after = ({span.text: None for span in sentences(each)} for each in (text, result))
    own = " ".join(span for span in before if span not in after)
    return Settled(result, tuple((each, own) for each in after if each not in before))


def _by_the_same_noun(folded: str, found: Sequence[Quantity], old: Quantity, new: Quantity) -> Quantity:
    """*4 sessions, 10 hours. PS make that 5 sessions*: of the figures before it the one with the newer one's noun."""
    noun = _noun(folded, new)
    if not noun or _noun(folded, old) in {"", noun}:
        return old
    return next((each for each in reversed(found) if each.end <= old.start and _noun(folded, each) == noun), old)


def _noun(folded: str, each: Quantity) -> str:
    """What kind of thing the noun right behind a number is."""
    after = folded[each.end : each.end + 60]
    return next((name for name, nouns in NOUNS.items() if re.match(rf"\s{ADJECTIVES}(?:{nouns})\b", after)), "")


def _edits(text: str, found: Sequence[Quantity], old: Quantity, new: Quantity) -> list[tuple[int, int, str]]:
    """The older figure becomes the newer one; a correction that stands by itself falls out with its words."""
    figure = text[new.start : new.end]
    first = next((each for each in found if each.value == old.value and each.end <= old.start), old)
    if first is old:
        # *29 kids, not 92*: what is denied falls out; *6 sessions, no, 7*: the newer figure moves to the noun.
        start, end = min(old.start, new.start), max(old.end, new.end)
        near, far = (new, old) if new.start < old.start else (old, new)
        keep_far = (
            bool(re.match(r"\s?[a-z]", fold(text)[far.end : far.end + 2]))
            and far is new
            and not re.match(r"\s?[a-z]{3}", fold(text)[near.end : near.end + 4])
        )
        if near is new:
            return [(new.end, end, _kept(text[new.end : old.start]))]
        return [(start, new.start, "")] if keep_far else [(old.start, old.end, figure), (_cut_from(text, old, new), end, "")]
    sentence = next((span.start for span in sentences(text) if span.start <= old.start < span.end), old.start)
    return [(first.start, first.end, figure), (max(sentence, first.end, _last_stop(text, old.start)), new.end, "")]


def _kept(between: str) -> str:
    """The noun between *29* and *not 92* stays."""
    match = re.search(r",?\s?\(?\b(?:not|instead of|rather than|no|en vez de|en lugar de)\s[\w ]*$", fold(between))
    return between[: match.start()] if match else between


def _cut_from(text: str, old: Quantity, new: Quantity) -> int:
    """Where the words of the correction begin, behind the noun that both figures share."""
    match = re.search(r"[,;(.…]|\s-\s|\b(?:sorry|oops|i mean|digo|perdon|no|but|should|it|pero)\b", fold(text)[old.end : new.start])
    return old.end + match.start() if match else new.start


def _last_stop(text: str, before: int) -> int:
    return max((match.end() for match in re.finditer(r"[,;(.…]+\s", text[:before])), default=0)


def _only_planned(text: str) -> list[tuple[Quantity, Quantity]]:
    folded, found = fold(text), quantities(text)
    return [
        (each, after)
        for each, after in pairwise(found)
        if _PLANNED.search(folded[max(0, each.start - 40) : each.start])
        and after.start - each.end < _NEAR
        and _HELD.search(folded[each.end : after.start])
    ]
