"""Totals and what they are made of: products, sums of strands, and numbers that the writer has added up."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from handlers.reading.lines import fold, sentences
from handlers.reading.nouns import ADJECTIVES, EACH, NOUNS, PER, RATE, counts_other, family
from handlers.reading.numbers import Quantity, quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.playbook import Question

_TIMES = re.compile(r"^\s?(?:[a-z'-]+\s){0,3}(?:x|\*|@|times|multiplied by|por)\s?$")


_GROUP = r"(?:groups?|class(?:es)?|cohorts?|teams?|sections?|schools?|classrooms?|sites?|grupos?|clases?|equipos?|salon(?:es)?|escuelas?)"


_PER_GROUP = re.compile(
    rf"^\s(?:[a-z'-]+\s){{0,2}}?(?:per|in each|in every|each|a|por|en cada|cada)\s{_GROUP}\W{{1,3}}(?:[a-z]+\s){{0,2}}$"
)


_GROUPS = re.compile(rf"^\s(?:[a-z'-]+\s){{0,2}}?{_GROUP}\s?(?:of|de|with|con|at|x)\s(?:about |around |unos |unas )?$")


_WORKED = re.compile(
    r"^\s(?:[a-z'-]+\s?){0,3}?(?:at|for|a|with|con|de|doing|did|gave|worked|each (?:did|gave|worked)|,|por|dieron|hicieron)\s?"
    r"(?:about |around |unas )?$"
)


TOTAL = re.compile(
    r"\b(?:total(?:s|ed|ing)?|in all|all told|altogether|all together|overall|combined|sum(?:a|amos|an|aron)?|en total|juntos|juntas)\b"
)


_SMALL = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|ten|twelve|un[oa]?|dos|tres|cuatro|cinco|seis|ocho|diez)"


_WEEKLY = re.compile(
    rf"\b(?P<often>{_SMALL})\s(?:(?:{NOUNS['sessions']})\s)?(?:a|per|each|every|por|a la|cada)\s(?:week|semana)\b[^.;\n]{{0,24}}?"
    rf"\b(?P<weeks>{_SMALL})\s(?:weeks|semanas)\b"
)


#: *We are back on January 12 with two groups of 15*.
_TO_COME = re.compile(
    r"\b(?:volvemos|regresamos|back (?:on|in|with|january)|resume|return\w*|next (?:month|term|semester|year)|restart\w*|will|"
    r"proximo mes)\b[^.!?\n]*$"
)


#: *Twelve at each of the three schools*.
_AT_EACH = re.compile(r"^\s(?:[a-z]+\s){0,2}?(?:at|in|for|from|en) (?:each|every|cada un[oa]) (?:of|de) (?:the|our|your|those|las?|los)\s$")


def product(question: Question, text: str, found: Sequence[Quantity]) -> Quantity | None:
    """*12 volunteers x 2 hours*, *3 groups of 8*: multiplied, and never sure."""
    folded = fold(text)
    for first, second in pairwise(found):
        between, after = folded[first.end : second.start], folded[second.end : second.end + 60]
        if "\n" in between or _TO_COME.search(folded[max(0, first.start - 60) : first.start]):
            continue
        hours = bool(re.match(rf"^\s?-?(?:{NOUNS['hours']})\b", after))
        if family(question) == "hours":
            held = re.match(rf"^\s(?:{NOUNS['sessions']})\b", between)
            fits = hours and not held and bool(_TIMES.match(between) or (_WORKED.match(between) and EACH.match(after)))
        else:
            hours = hours or bool(re.match(rf"^\s?(?:{NOUNS['hours']})\b", between))
            at_each = _AT_EACH.match(between) and re.match(rf"^\s{_GROUP}\b", after)
            groups = at_each or _GROUPS.match(between) or (_PER_GROUP.match(between) and re.match(rf"^\s{_GROUP}\b", after))
            in_sessions = re.match(rf"^\s(?:[a-z]+\s)?(?:{NOUNS['sessions']})\b", after)
            fits = not hours and bool(groups or (_TIMES.match(between) and not in_sessions))
        if fits and family(question) != "sessions" and not (hours and re.search(rf"\b{PER}", between)):
            times = _times_held(folded, found, after)
            return None if times is None else Quantity(first.value * second.value * times, first.start, second.end, "arithmetic")
    return None


#: *8 sessions at Jefferson plus 3 at Madison*.
_ELSEWHERE = re.compile(r"^[^.;!?\d\n]{0,40}\b(?:plus|and another|and then|mas|y otr[oa]s)\s(?:another\s|otr[oa]s\s)?$")


_AT = re.compile(r"^\s(?:more\s|mas\s)?(?:at|in|on|with|over at|en|con)\s")


def more_elsewhere(text: str, found: Sequence[Quantity], own: Sequence[Quantity]) -> Quantity | None:
    """The sum of what was held here and there, where the noun is not said twice; never sure."""
    folded = fold(text)
    for first, second in pairwise(found):
        between = folded[first.end : second.start]
        if len(own) == 1 and first.start == own[0].start and _ELSEWHERE.match(between) and _AT.match(folded[second.end : second.end + 16]):
            return Quantity(first.value + second.value, first.start, second.end, "arithmetic")
    return None


def weekly(question: Question, text: str) -> Quantity | None:
    """*2 sessions a week for 4 weeks*: multiplied, and never sure."""
    match = _WEEKLY.search(fold(text)) if family(question) == "sessions" else None
    if match is None:
        return None
    often, weeks = (next((each.value for each in quantities(match[name])), 0.0) for name in ("often", "weeks"))
    return Quantity(often * weeks, match.start(), match.end(), "arithmetic") if often and weeks else None


def _times_held(folded: str, found: Sequence[Quantity], after: str) -> float | None:
    """How often a rate was given: once unless it says *each Saturday*, then the sessions the text names, if it does."""
    if not RATE.match(after):
        return 1
    weekly = _WEEKLY.search(folded)
    if weekly:
        factors = [next((each.value for each in quantities(weekly[name])), 0.0) for name in ("often", "weeks")]
        return factors[0] * factors[1] or None
    held = [each for each in found if re.match(rf"^\s{ADJECTIVES}(?:{NOUNS['sessions']})\b", folded[each.end : each.end + 50])]
    return held[0].value if len(held) == 1 and not held[0].reason else None


#: What a writer has added up himself: *so 27*, *= 24 hours*, *o sea 36*.
SUMS_UP = re.compile(
    r"(?:=|\b(?:so|that's|that is|which is|which makes|that makes|makes|making|comes to|came to|adds? up to|leaves|which leaves|leaving|"
    r"o sea|es decir|"
    r"son|suman?|resultan|quedaron))\s(?:just |about |exactly |a total of |un total de )?$"
)


#: One factor of a product is no total: *13 days x 8 hrs*.
_FACTOR_BEFORE = re.compile(r"(?:\bx|[*@]|\btimes|\bmultiplied by|\bpor)\s?$")


_FACTOR_BEHIND = re.compile(r"^\s?(?:[a-z'-]+\s){0,3}(?:x|\*|@|times|multiplied by)\s?\d")


_MOST_PARTS = 5


def is_total(folded: str, each: Quantity) -> bool:
    """Whether its clause calls a number a total, or the writer has just added it up."""
    if is_factor(folded, each):
        return False
    return bool(TOTAL.search(sentence_around(folded, each)) or SUMS_UP.search(folded[max(0, each.start - 30) : each.start]))


def is_factor(folded: str, each: Quantity) -> bool:
    """Whether a number stands beside a sign of multiplication."""
    return bool(
        _FACTOR_BEFORE.search(folded[max(0, each.start - 16) : each.start]) or _FACTOR_BEHIND.match(folded[each.end : each.end + 40])
    )


def holds(question: Question, text: str, found: Sequence[Quantity], each: Quantity, part: Quantity) -> bool:
    """Whether a number of the same sentence is called a total and the part is one of those that add up to it."""
    if counts_other(question, text, each) or not is_total(fold(text), each):
        return False
    return any(part.start == other.start for other in parts_of(question, text, found, each))


def parts_of(question: Question, text: str, found: Sequence[Quantity], each: Quantity) -> Sequence[Quantity]:
    """The numbers right before or behind it in the same sentence, of no other kind, that add up to this one: *16 and 11, 27 total*."""
    span = next((span for span in sentences(text) if span.start <= each.start < span.end), None)
    if span is None or each.value <= 1:
        return ()
    near = [other for other in found if span.start <= other.start < span.end]
    at = next((place for place, other in enumerate(near) if other.start == each.start), 0)
    ahead, behind = near[max(0, at - _MOST_PARTS) : at][::-1], near[at + 1 : at + 1 + _MOST_PARTS]
    sums = (parts[:most] for parts in (ahead, behind) for most in range(2, len(parts) + 1))
    return next(
        (
            parts
            for parts in sums
            if sum(part.value for part in parts) == each.value and not any(counts_other(question, text, part) for part in parts)
        ),
        (),
    )


def sentence_around(folded: str, each: Quantity) -> str:
    start = max(folded.rfind(stop, 0, each.start) for stop in (". ", "\n", "! ", "? ", "; ", ", ")) + 1
    ends = [at for stop in (". ", "\n", "; ", ", ") if (at := folded.find(stop, each.end)) >= 0]
    return folded[start : min(ends, default=len(folded))]
