"""Parts of a number that stand behind it or behind its noun, hours told in parts, and decades: *80 hours and a half*, *mid-30s*."""

from __future__ import annotations

import re

_HOURS = r"(?:hours?|hrs?|horas?)\b\.?"
_VALUES = {
    "half": 0.5, "media": 0.5, "medio": 0.5, "quarter": 0.25, "cuarto": 0.25, "three quarters": 0.75, "tres cuartos": 0.75,
    "point five": 0.5, "punto cinco": 0.5, "point two five": 0.25, "punto veinticinco": 0.25, "point seven five": 0.75, "point zero": 0.0,
}  # fmt: skip
_PART = re.compile(
    rf"^-?(?:\s?{_HOURS})?\s?(?:(?:\s|-)(?:and|y|&|con)(?:\s|-)(?:an?[\s-]|one\s|un\s|una\s)?"
    r"(?P<part>half|media|medio|quarter|cuarto|three[- ]quarters|tres cuartos)|"
    r"\s(?P<point>point five|punto cinco|point two five|punto veinticinco|point seven five|point zero))\b"
    r"(?! (?:dozen|docena|hour|hora))"
)
#: *2 hrs 30 min*, *1h30*.
_MINUTES = re.compile(
    rf"^\s?(?:{_HOURS},?\s?(?:and\s|y\s|con\s)?(?P<long>[0-5]?\d)\s?(?:mins?|minutes?|minutos?)|h\s?(?P<short>[0-5]\d)(?:\s?m(?:in)?)?)\b"
)
_OF_HOUR = re.compile(
    r"\b(?:(?:an |una |one )?(?P<more>hour and a half|hora y media)|(?<!and )(?<!y )(?P<part>half an|media|a quarter of an|"
    r"three[- ]quarters "
    r"of an|tres cuartos de)(?= (?:hour|hora)\b))"
)
_OF_HOUR_VALUES = {
    "hour and a half": 1.5, "hora y media": 1.5, "half an": 0.5, "media": 0.5, "a quarter of an": 0.25, "three quarters of an": 0.75,
    "tres cuartos de": 0.75,
}  # fmt: skip
_TENS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "veintitantos": 20, "treintaitantos": 30, "cuarentaitantos": 40}
_WITHIN = {"low": 2, "early": 2, "mid": 5, "upper": 7, "high": 8}
_DECADE = re.compile(
    rf"\b(?:(?P<where>{'|'.join(_WITHIN)})[- ])?(?:(?P<figures>[2-9]0)'?s|(?P<word>{'|'.join(_TENS)}))\b(?!\s(?:music|songs|style|dance|"
    rf"rock))"
)


def part_behind(folded: str, end: int) -> tuple[float, int]:
    """What stands behind a number that is part of it, and where that ends; a unit between them stays outside of the number."""
    behind = folded[end : end + 40]
    part = _PART.match(behind)
    if part:
        said = (part["part"] or part["point"]).replace("-", " ")
        return _VALUES[said], end + part.end()
    minutes = _MINUTES.match(behind)
    return (int(minutes["long"] or minutes["short"]) / 60, end + minutes.end()) if minutes else (0.0, end)


def of_hours(folded: str) -> list[tuple[float, int, int]]:
    """*An hour and a half*, *half an hour*: how many hours, and where the words for it stand, the unit among them or right behind."""
    found = []
    for match in _OF_HOUR.finditer(folded):
        start, end = (match.start("more"),) * 2 if match["more"] else match.span()
        found.append((_OF_HOUR_VALUES[(match["more"] or match["part"]).replace("-", " ")], start, end))
    return found


def decades(folded: str) -> list[tuple[float, int, int]]:
    """*Mid-30s*, *in the forties*, *treintaitantos*: about how many, and where that stands."""
    return [
        (float(match["figures"] or _TENS[match["word"]]) + _WITHIN.get(match["where"] or "", 0), match.start(), match.end())
        for match in _DECADE.finditer(folded)
    ]
