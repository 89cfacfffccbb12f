"""Numbers as people write them: digits, words, dozens, ranges and hedges, in English and Spanish."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from handlers.reading.fractions import decades, of_hours, part_behind
from handlers.reading.lines import fold
from handlers.reading.not_counts import blanked

_ENGLISH_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_ENGLISH = _ENGLISH_WORDS.split()
_SPANISH_WORDS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve "
    "veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"
)
_SPANISH = _SPANISH_WORDS.split()
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90,
}  # fmt: skip
_HUNDREDS = {"cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300}
_SCALES = {"hundred": 100, "dozen": 12, "dozens": 12, "docena": 12, "docenas": 12, "decena": 10, "score": 20}
#: Words that stand for a figure and, as people use them, for about as many.
_LOOSE = {"couple": 2, "par": 2, "veintena": 20, "treintena": 30, "centenar": 100, "quincena": 15}
_ONES = {word: n for n, word in enumerate(_ENGLISH)} | {word: n for n, word in enumerate(_SPANISH)} | {"veintiun": 21, "veintiuna": 21}
_ARTICLES = {"a": 1, "an": 1, "un": 1, "una": 1, "half": 0.5, "media": 0.5, "medio": 0.5}
_HALVES = frozenset({"half", "media", "medio"})
#: Words whose half is half of as many: *a dozen and a half*.
_BUNDLES = {"dozen": 12, "dozens": 12, "docena": 12, "docenas": 12, "decena": 10, "hundred": 100, "centenar": 100, "score": 20}
_VALUES = _ONES | _TENS | _HUNDREDS | _SCALES | _LOOSE

_WORD = "|".join(sorted(_VALUES | {"half": 0, "media": 0}, key=len, reverse=True))
_WORDS = re.compile(
    rf"\b(?:(?:a|an|un|una)\s)?(?:half\s(?:a\s)?|medi[ao]\s)?(?:{_WORD})\b(?:(?:-|\s(?:and\s|"
    rf"y\s)?)(?:{_WORD})\b){{0,4}}(?:(?<=ta) y una?\b)?(?:[\s-](?:and[\s-]a[\s-]half|y medi[ao]))?"
)
_DIGITS = re.compile(
    r"(?<![\w.,/])(?:\d{1,3}(?:[,.]\d{3}){1,3}(?!\d)(?:\.\d{1,3})?|\d{1,9}(?:[.,]\d{1,2}(?!\d))?)(?:\s?½|\s1/2|\s(?:and a half|"
    r"y medi[ao])\b)?(?!\d|'?s\b)"
)
_HALF = re.compile(r"½|1/2|and[\s-]a[\s-]half|y medi[ao]")

_BEFORE = (
    r"about|around|roughly|approx(?:imately)?\.?|some|maybe|perhaps|probably|possibly|almost|nearly|close to|over|more than|at least|"
    r"up to|as many as|less than|fewer than|under|i think|i believe|i guess|i want to say|like|say|somewhere (?:around|near)|"
    r"an estimated|estimated?|upwards of|north of|unos|unas|como|cerca de|aproximadamente|alrededor de|mas o menos|casi|mas de|"
    r"menos de|al menos|por lo menos|hasta|quizas?|tal vez|creo que(?: (?:fueron|son|eran))?|yo creo que|a lo mejor|probablemente|"
    r"minimo|maximo"
)
_HEDGE_BEFORE = re.compile(
    rf"(?:(?:\b(?:{_BEFORE}|about the same,?|mas o menos igual,?)|~)\s?"
    rf"(?:it was |they were |we had |we served |hubo |eran |fueron |the |los |las |a |un )?|[~±]\s?)$"
)
_HEDGE_AFTER = re.compile(
    r"^(?:\s?-?ish\b|-some\b|[- ](?:odd|plus)\b(?=\s[a-z])|\s?\+|\s?[~±?]|\s?(?:or so|or thereabouts|give or take|something|"
    r"more or less|approx(?:imately)?|roughly|mas o menos|"
    r"aproximadamente|y pico|y tantos|aprox|y algo)\b)"
)
_HEDGE_LATER = re.compile(
    r"^[^\d.;\n]{0,40}?[,(]?\s?\b(?:i think|i believe|i guess|or so|give or take|more or less|mas o menos|creo|y pico|"
    r"not sure|no estoy segur[oa]|if i remember|at a guess|probably|aproximadamente|approximately|tops|can't be sure|"
    r"have to (?:look|check))\b"
)
_TO = re.compile(r"^\s?(?:-|to|and|a|y|or|o|u|/)\s?(?:maybe |quizas? |about |around |tal vez )?$|^\s?,?\s?(?:or|o) (?:maybe |quizas? )?$")
_EITHER = re.compile(r"\b(?:or|o|u)\b|/")
_SETTLED = re.compile(
    r"\b(?:let's (?:just )?(?:say|go with|call it)|lets say|call it|put (?:down )?|make it|pongamos|digamos|pon(?:ga)?le?)\s?$"
)


#: The unit stands between a number and its part.
_UNIT_FIRST = re.compile(r"\s?(?:h|hours?|hrs?|horas?)\b|\s?h\d")

#: Numbers of one text; no report has more.
_MOST = 300


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: where it stands and, if it is not exact, why."""

    value: float
    start: int
    end: int
    reason: str = ""


@lru_cache(maxsize=64)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Find each number that may count something, in order; a range is one quantity, with its lower end."""
    folded = blanked(fold(text))
    found = [_digits(match) for match in _DIGITS.finditer(folded)]
    found += [each for match in _WORDS.finditer(folded) for each in _words(match)]
    found += [Quantity(*each) for each in of_hours(folded)] + [Quantity(*each, "hedge") for each in decades(folded)]
    found.sort(key=lambda each: (each.start, -each.end))
    return tuple(_hedged(folded, each) for each in _joined(folded, _with_parts(fold(text), found[:_MOST])))


def _with_parts(folded: str, found: list[Quantity]) -> list[Quantity]:
    """*Eleven and a quarter* and *2 hrs 30 min* are one number; so is a decade."""
    kept: list[Quantity] = []
    upto = 0
    for each in found:
        if each.start < upto:
            continue
        part, end = part_behind(folded, each.end) if each.value == int(each.value) else (0.0, each.end)
        kept.append(replace(each, value=each.value + part, end=each.end if _UNIT_FIRST.match(folded, each.end) else end))
        upto = max(end, each.end)
    return kept


def whole(value: float) -> float | int:
    """A number without decimals as an integer."""
    return int(value) if value == int(value) else value


def _digits(match: re.Match[str]) -> Quantity:
    text = match[0]
    half = _HALF.search(text)
    figure = (text[: half.start()] if half else text).strip()
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+(?:\.\d+)?", figure):
        head, _, tail = figure.partition(".") if "," in figure else (figure.replace(".", ""), "", "")
        number = float(head.replace(",", "") + ("." + tail if tail else ""))
    else:
        number = float(figure.replace(",", "."))
    return Quantity(number + (0.5 if half else 0), match.start(), match.end())


def _words(match: re.Match[str]) -> list[Quantity]:
    """Add up number words that stand together; what does not combine (`three four`) is two numbers."""
    found: list[Quantity] = []
    tokens = list(re.finditer(r"[a-z]+", match[0]))
    total, begun, loose, factor = 0.0, -1, False, 1.0
    last, bundle = 0, 1
    for token in tokens:
        word, start, end = token[0], match.start() + token.start(), match.start() + token.end()
        if word in {"un", "una"} and begun >= 0 and total % 100 in _TENS.values():
            total, last = total + 1, end  # treinta y un alumnos
            continue
        if word in _ARTICLES:
            factor = _ARTICLES[word] if word in _HALVES and begun < 0 else factor
            total += 0.5 * bundle if word in _HALVES and begun >= 0 else 0
            last = end
            continue
        value = _VALUES.get(word)
        if value is None:
            continue
        combined = _combined(total if begun >= 0 else None, value, word)
        if combined is None:
            found.append(Quantity(total * factor, begun, last, "hedge" if loose else ""))
            begun, factor, combined = -1, 1.0, float(value)
        begun = start if begun < 0 else begun
        total, loose, last, bundle = combined, loose or word in _LOOSE, end, _BUNDLES.get(word, 1)
    if begun >= 0:
        found.append(Quantity(total * factor, min(begun, match.start()) if not found else begun, last, "hedge" if loose else ""))
    return found


def _combined(total: float | None, value: float, word: str) -> float | None:
    """What a total becomes with one more number word, or None if the word begins another number."""
    if total is None:
        return float(value)
    if word in _SCALES:
        return total * value
    if total >= 100 and total % 100 == 0 and value < 100:  # noqa: PLR2004  a hundred and something
        return total + value
    if total % 100 in _TENS.values() and 0 < value < 10:  # noqa: PLR2004  tens and ones
        return total + value
    return None


def _joined(folded: str, found: list[Quantity]) -> list[Quantity]:
    """Make one quantity of two ends of a range or two alternatives."""
    joined: list[Quantity] = []
    for each in found:
        before = joined[-1] if joined else None
        if before is not None and before.reason in {"", "hedge"}:
            between = folded[before.end : each.start]
            if _TO.match(between) and _is_range(folded, between, before, each):
                reason = "two_candidates" if _EITHER.search(between) else "range"
                joined[-1] = Quantity(min(before.value, each.value), before.start, each.end, reason)
                continue
        joined.append(each)
    return joined


def _is_range(folded: str, between: str, low: Quantity, high: Quantity) -> bool:
    """`and` and `y` join the ends only behind *between*; otherwise the second number is the greater."""
    if re.search(r"\b(?:and|y)\b", between):
        return bool(re.search(r"\b(?:between|entre)\s(?:unos\s|about\s)?$", folded[max(0, low.start - 16) : low.start]))
    return high.value > low.value or bool(_EITHER.search(between))


def _hedged(folded: str, each: Quantity) -> Quantity:
    if each.reason in {"range", "two_candidates"}:
        return each
    before, after = folded[max(0, each.start - 40) : each.start], folded[each.end : each.end + 60]
    if _SETTLED.search(before):
        return replace(each, reason="")
    if _HEDGE_AFTER.match(after) or _HEDGE_BEFORE.search(before) or _HEDGE_LATER.match(after):
        return replace(each, reason="hedge")
    return each
