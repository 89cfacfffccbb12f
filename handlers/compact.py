"""Answers written as close as they go: *1 5, 2 4, 3 no*, laid out one to a line so that the one reader reads them."""

from __future__ import annotations

import re

#: A number of ours, then what is said to it; between two of them a comma, a semicolon, a new line or a slash.
_ITEM = re.compile(r"^(?P<number>\d{1,3})(?:\s*[:.)=]\s*|\s*[-–]\s+|\s+)(?P<said>\S.*)$")
_CUT = re.compile(r"\s*(?:[,;/]|\n|\by\b|\band\b)\s*(?=\d{1,3}(?:\s*[:.)=]|\s+[-–]|\s)\s*\S)")


def laid_out(text: str, questions: int) -> str:
    """One line for each answer where the first paragraph is nothing but numbered ones; else the text as it is."""
    first, gap, rest = text.strip().partition("\n\n")
    parts = [part.strip() for part in _CUT.split(first) if part.strip()]
    items = [_ITEM.match(part) for part in parts]
    numbers = [int(item["number"]) for item in items if item]
    if not items or not all(items) or len(set(numbers)) != len(numbers) or not all(1 <= number <= questions for number in numbers):
        return text
    return "\n".join(f"{item['number']}: {item['said']}" for item in items if item) + gap + rest


def said_to(text: str) -> dict[int, str]:
    """What was said to each number, where the text is laid out so."""
    found = (_ITEM.match(line.strip()) for line in text.partition("\n\n")[0].splitlines())
    return {int(item["number"]): item["said"].strip() for item in found if item}
