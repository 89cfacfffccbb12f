"""Whether another number of a reply may be meant instead of the chosen one: what the model makes of each, and doubts beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reading.doubts import doubt, is_list_only
from handlers.reading.lines import fold, sentences
from handlers.reading.nouns import ADJECTIVES, COUNTED_PAST, NOUNS, counts_other, family, is_rate, pattern
from handlers.reading.numbers import Quantity, quantities, whole
from handlers.reading.sums import SUMS_UP, TOTAL, holds, is_factor, is_total, parts_of, sentence_around
from handlers.reading.weighing import Opinions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.playbook import Question

#: What it was another time: *12, down from 19 last month*.
_ANOTHER_TIME = re.compile(
    r"\((?:goal|target|plan(?:ned)?|expected|meta|prior|previous|last \w+)[:\s]+(?:of |was |were )?$|"
    r"\((?:it |they )?(?:was|were|antes(?: eran)?|eran|vs\.?|last month:?|from)\s(?:at )?$|\b(?:(?:up|down|rose|fell|grew|"
    r"dropped)[\w ]{0,12} from|compared (?:to|with)|versus|vs\.?|instead of the(?: usual)?|subio de|"
    r"bajo de)\s$"
)


_THEN = re.compile(
    r"^\s?(?:[a-z]+\s){0,2}?(?:in (?:the )?)?(?:last (?:month|year|time|spring|fall)|the month before|el mes pasado|el ano pasado)\b"
)


_FROM = re.compile(r"\b(?:from|de)\s$")


#: How likely the model must find that a number is the count, or that another counts nothing that was asked.
_LIKELY = 0.6


_GRADES = 10  #: a question with no greater maximum is a grade


_AS_COUNTED = {"students_expected": "students_served"}


NO_OPINIONS = Opinions()


def undoubted(question: Question, text: str, own: list[Quantity]) -> list[Quantity]:
    """Those that are plainly the count; where every one is in doubt, all with their reason."""
    folded = fold(text)
    name = family(question) if question.id in COUNTED_PAST else question.id
    doubted = [replace(each, reason=each.reason or doubt(folded, each.start, each.end, name, told=True)) for each in own]
    plain = [each for each in doubted if each.reason != "guess"]
    return plain or doubted


def preferred(question: Question, text: str, own: list[Quantity], opinions: Opinions) -> list[Quantity]:
    """Of several numbers by the right noun the one that the model takes for the count: not *three kids placed at the state meet*."""
    if len({each.value for each in own}) < 2 or not opinions:  # noqa: PLR2004  one needs no choice
        return own
    meant = [each for each in own if weight(question, text, each, opinions) >= _LIKELY]
    others = [each for each in own if each not in meant and opinions.of_number(text, each.start, each.end).get("none", 0.0) >= _LIKELY]
    if len(meant) != 1 or len(others) != len(own) - 1:
        return own
    # Strands of one sentence are added up or are candidates, whatever the model makes of each.
    home = next((span for span in sentences(text) if span.start <= meant[0].start < span.end), None)
    return own if home is None or any(home.start <= each.start < home.end for each in others) else meant


def likely(question: Question, text: str, found: Sequence[Quantity], opinions: Opinions) -> Quantity | None:
    """The one number that the model takes for this count though none of its nouns stands there: never sure."""
    folded = fold(text)
    likely = [
        each
        for each in found
        if weight(question, text, each, opinions) >= _LIKELY
        and not counts_other(question, text, each)
        and not is_rate(question, folded[each.end : each.end + 50])
        and folded[each.start : each.end] not in _ONE  # *one of them moves the paper ship along*
    ]
    return replace(likely[0], reason=likely[0].reason or "guess") if len({each.value for each in likely}) == 1 else None


#: A number that may be meant instead, and by how much the model must find it likelier than one in doubt.
_RIVAL, _BETTER = 0.5, 0.3


_DOUBTED, _CALLED_TOTAL = 0.3, 1.4


_MOST_PLAIN = re.compile(
    r"\b(?:different|distinct|unique|unduplicated|individual|total|in all|all told|altogether|distint[oa]s|diferentes|unic[oa]s|en total)\b"
)


def fewer_than_givers(text: str, found: Sequence[Quantity], hours: Quantity) -> bool:
    """*16 volunteers worked 3 hours*: each of them, most likely."""
    folded = fold(text)
    givers = [
        each
        for each in found
        if each.end <= hours.start and re.match(rf"\s{ADJECTIVES}(?:{NOUNS['volunteers']})\b", folded[each.end : each.end + 50])
    ]
    near = [each for each in givers if not re.search(r"[.!?;\n]", text[each.end : hours.start])]
    return bool(near) and 0 < hours.value < near[-1].value


def likelihood(question: Question, text: str, each: Quantity, opinions: Opinions) -> float:
    """What the model makes of a number, less where a noun of another kind, its size, a rate or a doubt speaks against it."""
    folded = fold(text)
    value = whole(each.value)
    if question.type == "integer" and not isinstance(value, int):
        return 0.0
    if (question.minimum is not None and value < question.minimum) or (question.maximum is not None and value > question.maximum):
        return 0.0
    likely = weight(question, text, each, opinions)
    said = folded[each.start : each.end]
    if said in _ONE and not re.match(rf"\s(?:{pattern(question)})\b", folded[each.end : each.end + 24]):
        return 0.0
    if question.maximum is not None and question.maximum <= _GRADES:
        return likely
    if (
        counts_other(question, text, each)
        or is_rate(question, folded[each.end : each.end + 50])
        or is_factor(folded, each)
        or was(folded, each)
        or _totals_other(question, text, each)
    ):
        return 0.0
    name = family(question) if question.id in COUNTED_PAST else question.id
    if re.match(r"\s(?:of them|of those|de ell[oa]s)\b", folded[each.end : each.end + 12]):
        likely *= _DOUBTED
    doubted = doubt(folded, each.start, each.end, name, told=True) == "guess" or is_list_only(folded, each.end)
    return likely * (_DOUBTED if doubted else 1.0) * (_CALLED_TOTAL if is_total(folded, each) else 1.0)


_AND_OTHERS = re.compile(r"\b(?:a different|another|the other|other|otr[oa]s|l[oa]s otr[oa]s)\s$")
_BEST = 5  #: a bare figure at the very end that may be a grade
_INCLUDED = re.compile(r"\b(?:includ\w+|counting|of which|of them|incluy\w+|contando|de las cuales)\s(?:the\s|los\s|las\s)?$")
_IN_BRACKETS = re.compile(r"\([a-z ]{1,20}:?\s$")
_NO_UNIT = re.compile(r"^\s?(?:$|[,;.!)]|(?:and|y|at|on|in|for|from|with|en|por|con)\b)")
_A_GRADE = re.compile(r"\b(?:an?|un|rat(?:e|ed|ing)|satisf\w*|calific\w*|stars?|grade|score|overall|happy|nota|over|de)\s$|[(/]$")


def _summed_up(question: Question, text: str, found: Sequence[Quantity], chosen: Quantity) -> Quantity | None:
    """*I served 9 and so did Ana, so eighteen*; *15 here and a different 15 there*; *I did 10 hours, Jim 5*: a sum, never sure."""
    folded = fold(text)
    span = next((span for span in sentences(text) if span.start <= chosen.start < span.end), None)
    later = [each for each in found if span and chosen.end <= each.start < span.end and not counts_other(question, text, each)]
    closing = found[-1] if found and found[-1].value <= _BEST and not folded[found[-1].end :].strip(" .!") else None
    later = [each for each in later if doubt(folded, each.start, each.end, family(question), told=True) != "guess"]
    later = [each for each in later if not _INCLUDED.search(folded[max(0, each.start - 24) : each.start])]
    later = [each for each in later if each is not closing and not _IN_BRACKETS.search(folded[max(0, each.start - 24) : each.start])]
    later = [each for each in later if not is_factor(folded, each) and not was(folded, each) and not _totals_other(question, text, each)]
    totals = [each for each in later if each.value > chosen.value and SUMS_UP.search(folded[max(0, each.start - 30) : each.start])]
    if len(totals) == 1 and _NO_UNIT.match(folded[totals[0].end : totals[0].end + 12]):
        return replace(totals[0], reason="two_candidates")
    parts = [each for each in later if _AND_OTHERS.search(folded[max(0, each.start - 24) : each.start])]
    if not parts and family(question) == "hours" and chosen.reason == "":
        parts = [
            each
            for each in later
            if _NO_UNIT.match(folded[each.end : each.end + 12]) and not _A_GRADE.search(folded[max(0, each.start - 14) : each.start])
        ]
    return Quantity(chosen.value + sum(each.value for each in parts), chosen.start, parts[-1].end, "arithmetic") if parts else None


_IS_SESSION = re.compile(r"\s(?:[a-z-]+\s){0,2}?(?:sessions?|sesion(?:es)?)\b")
_ONE = frozenset({"one", "uno", "una", "un", "a one"})


def _totals_other(question: Question, text: str, each: Quantity) -> bool:
    """*16 hours each, 32 in total*: a bare total is of what was counted right before it."""
    folded = fold(text)
    if not TOTAL.match(folded[each.end : each.end + 24].lstrip()) and not re.match(
        r"\s(?:in|en) (?:all|total)\b", folded[each.end : each.end + 12]
    ):
        return False
    span = next((span for span in sentences(text) if span.start <= each.start < span.end), None)
    before = [other for other in quantities(text) if span and span.start <= other.start < each.start]
    return bool(before) and counts_other(question, text, before[-1])


#: *We served 40 kids. Or 44 if you count the siblings.*
_OR_ELSE = re.compile(r"^[^.!?\n]{0,40}[.!?]\s(?:or|o|well,?|actually,?|maybe)\s(?:maybe |about |more like |son |actually )?\d")


def _among_signed_up(question: Question, text: str, found: Sequence[Quantity], chosen: Quantity) -> Quantity:
    """*30 signed up and 26 stuck with it*: the smaller number of the same sentence, or a guess."""
    span = next((span for span in sentences(text) if span.start <= chosen.start < span.end), None)
    later = [each for each in found if span and chosen.end <= each.start < span.end and not counts_other(question, text, each)]
    came = [each for each in later if 0 < each.value <= chosen.value and not is_factor(fold(text), each)]
    return replace(came[0] if came else chosen, reason="two_candidates" if came else chosen.reason or "guess")


def contested(question: Question, text: str, found: Sequence[Quantity], chosen: Quantity, opinions: Opinions) -> Quantity:
    """What another number of the same text does to the choice: it makes it unsure, or it is taken for one that was in doubt anyway."""
    if chosen.reason in {"hedge", "range"}:
        return chosen
    if question.id in COUNTED_PAST and is_list_only(fold(text), chosen.end):
        chosen = _among_signed_up(question, text, found, chosen)
    if _OR_ELSE.match(fold(text)[chosen.end : chosen.end + 90]):
        return replace(chosen, reason=chosen.reason or "two_candidates")
    summed = _summed_up(question, text, found, chosen)
    if summed:
        return summed
    larger = [each for each in found if each.value > chosen.value and holds(question, text, found, each, chosen)]
    if len(larger) == 1:
        return replace(larger[0], reason="two_candidates")
    own = likelihood(question, text, chosen, opinions)
    is_primary = family(question) == "sessions" and _IS_SESSION.match(fold(text)[chosen.end : chosen.end + 40])
    rivals = [
        (score, -each.start, each)
        for each in found
        if not chosen.start <= each.start < chosen.end
        and each.value != chosen.value
        and not (is_primary and not _IS_SESSION.match(fold(text)[each.end : each.end + 40]))
        and (score := likelihood(question, text, each, opinions)) >= _RIVAL
    ]
    if not rivals or _MOST_PLAIN.search(sentence_around(fold(text), chosen)) or parts_of(question, text, found, chosen):
        return chosen
    whole_ones = [each for _, _, each in rivals if parts_of(question, text, found, each)]
    if len(whole_ones) == 1:
        return replace(whole_ones[0], reason=whole_ones[0].reason or "two_candidates")
    score, _, best = max(rivals)
    if score >= own + _BETTER:
        return replace(best, reason=best.reason or "two_candidates")
    return replace(chosen, reason=chosen.reason or "two_candidates") if score > own - _BETTER else chosen


def weight(question: Question, text: str, each: Quantity, opinions: Opinions) -> float:
    """How likely the model finds that a number is this question's count; 0 without a model."""
    return opinions.of_number(text, each.start, each.end).get(_AS_COUNTED.get(question.id, question.id), 0.0)


def was(folded: str, each: Quantity) -> bool:
    """A number of another month, told to compare."""
    before, after = folded[max(0, each.start - 40) : each.start], folded[each.end : each.end + 40]
    return bool(_ANOTHER_TIME.search(before) or (_FROM.search(before) and _THEN.match(after)))
