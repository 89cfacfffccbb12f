"""Facts that routing rests on, read from a text: who pays whom, what is wanted, who writes, when and where."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from handlers.routing import fact_words, fee_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Longer texts are read only so far: a request stands near the top, and every pattern must stay cheap.
LONGEST = 6_000
_SHOWN = 80
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fee:
    """Whether anybody pays the writer: `fee` is yes, no, or empty where the text does not say; `words` are those that show it."""

    fee: str = ""
    words: str = ""
    payer: str = ""  #: school, family, pta, public, nobody, grant, not_school; empty where not said


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """Words that speak for a pathway."""

    pathway: str
    points: float
    says: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What a text says of itself. `values` are settled facts by name, `words` what showed each, `shown` the signs for pathways."""

    fee: Fee = Fee()
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[Shown, ...] = ()


def fold(text: str) -> str:
    """Lower case without accents, character for character, so that a place in it is the same place in the text."""
    return text.translate(_FOLDING)


def fee_of(text: str) -> Fee:
    """Who would ever pay for what the writer offers. A fee named anywhere outweighs every "free" beside it.

    "No cost to the school" alone settles nothing: families may pay. It comes back as an empty `fee` with `not_school`.
    """
    found = list(_fee_signs(_of_money(text[:LONGEST])))
    for verdict in ("yes", "no"):
        told = [each for each in found if each.fee == verdict and each.payer != "not_school"]
        if told:
            return next((each for each in told if each.payer in {"family", "school", "pta"}), told[0])
    half = next((each for each in found if each.payer in {"not_school", "public"}), None)
    return Fee() if half is None else Fee(words=half.words, payer=half.payer)


def facts_of(text: str) -> Facts:
    """Every fact that the tables know, with the words that show it."""
    text = text[:LONGEST]
    plain = fold(text)
    fee = fee_of(text)
    values: dict[str, str] = {}
    words: dict[str, str] = {}
    for about in fact_words.ABOUT:
        match = _compiled(about.pattern).search(plain)
        if match and about.fact not in values:
            values[about.fact], words[about.fact] = about.value, _words(text, match)
    if sharing := _compiled(fact_words.ONLY_SHARING).search(plain):
        values["wants"], words["wants"] = "sharing", _words(text, sharing)
    if fee.fee:
        values["fee"], words["fee"] = fee.fee, fee.words
    if fee.payer:
        values["payer"], words["payer"] = fee.payer, fee.words
    return Facts(fee=fee, values=MappingProxyType(values), words=MappingProxyType(words), shown=tuple(_signs(text, plain)))


def _signs(text: str, plain: str) -> Iterator[Shown]:
    for sign in fact_words.SIGNS:
        match = _compiled(sign.pattern).search(plain)
        if match:
            yield Shown(pathway=sign.pathway, points=sign.points, says=sign.says, words=_words(text, match))


def _fee_signs(text: str) -> Iterator[Fee]:
    """Each row's matches; what one row has matched is blanked out for the rows beneath it."""
    plain = fold(text)
    for sign in fee_words.FEE_SIGNS:
        pattern = _compiled(sign.pattern)
        found = False
        for match in pattern.finditer(plain):
            if match.group().strip():
                found = True
                yield Fee(fee=sign.fee, words=_words(text, match), payer=sign.payer)
        if found:
            plain = pattern.sub(lambda match: "\x00" * len(match[0]) if match[0].strip() else match[0], plain)


def _of_money(text: str) -> str:
    """The sentences that speak of money, in their order: most sentences of a letter do not, and every row is looked for in these."""
    padded = f" {fold(text)} ".replace("\n", " ")
    speaks = _compiled(fee_words.MONEY_WORDS)
    ends = [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return "".join(text[start:end] for start, end in pairwise([0, *ends]) if speaks.search(padded, start, end + 2))


def _words(text: str, match: re.Match[str]) -> str:
    return " ".join(text[match.start() : match.end()].split())[:_SHOWN]


class _Folding(dict[int, str]):
    """Each character to one without case and accent, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = "'" if letter in "’‘`´" else unicodedata.normalize("NFD", letter)[0].lower()
        self[code] = base if len(base) == 1 else letter
        return self[code]


_FOLDING = _Folding()


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
