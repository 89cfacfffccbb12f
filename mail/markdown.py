"""The little of Markdown that papers are written in: headings, items, fields, tables and paragraphs, read into blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mail.render import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BLANK = re.compile(r"\n\s*\n")
_MARKS: Mapping[str, str] = {"# ": "title", "## ": "heading", "### ": "subheading", "- ": "item"}

#: `**Label:** value`, with a run of low lines where a person fills something in.
_FIELD = re.compile(r"\*\*(?P<label>[^*]+:)\*\*\s*(?P<blank>_{5,})?\s*(?P<text>.*)")
_TO_FILL_IN = re.compile(r"_{5,}")

#: Above a table: which of its columns (1 is the first) has bars, and what they show, for whoever reads the Markdown.
_BARS = re.compile(r"<!-- bars (?P<column>\d+): .+ -->")

#: Above a table: cells with this word are shaded.
_SHADED = re.compile(r"<!-- shaded (?P<word>\w+) -->")
_BAR_BETWEEN = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?[\s:|-]+\|?")
_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|#])")


def cell(words: object) -> str:
    """Words on one line that nobody takes for Markdown: for what partners wrote."""
    return _SIGNS.sub(r"\\\1", line(words))


def blocks(text: str) -> Iterator[dict[str, Any]]:
    """Read a text: each block has its `kind` and `text`; a field also `label` and `blank`, a table what `_table` says."""
    for part in _BLANK.split(text.strip()):
        lines = [each.strip() for each in part.splitlines()]
        yield from [_table(lines)] if any(each.startswith("|") for each in lines) else _plain(lines)


def _plain(lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    paragraph: list[str] = []
    for each in [*lines, ""]:
        mark = next((mark for mark in _MARKS if each.startswith(mark)), "")
        field = _FIELD.fullmatch(each)
        if each and not mark and not field:
            paragraph.append(each)
            continue
        if paragraph:
            joined = " ".join(paragraph)
            yield {"kind": "blank" if _TO_FILL_IN.fullmatch(joined) else "paragraph", "text": _words(joined)}
            paragraph = []
        if mark:
            yield {"kind": _MARKS[mark], "text": _words(each.lstrip("#-").strip())}
        elif field:
            yield {"kind": "field", "label": _words(field["label"]), "blank": bool(field["blank"]), "text": _words(field["text"])}


def _table(lines: Sequence[str]) -> dict[str, Any]:
    """`right` says which columns are set to the right, `bars` which one has bars of the lengths `shares`, `shaded` which word is."""
    bars = next((found for each in lines if (found := _BARS.fullmatch(each))), None)
    shaded = next((found["word"] for each in lines if (found := _SHADED.fullmatch(each))), None)
    rows = [_cells(each) for each in lines if each.startswith("|") and not _RULE.fullmatch(each)]
    rule = next((_cells(each) for each in lines if each.startswith("|") and _RULE.fullmatch(each)), [])
    return {
        "kind": "table",
        "text": "",
        "head": rows[0] if rows else [],
        "rows": [[*row, *[""] * (len(rows[0]) - len(row))][: len(rows[0])] for row in rows[1:]],
        "right": [each.endswith(":") for each in rule],
        "bars": int(bars["column"]) - 1 if bars else None,
        "shaded": shaded,
        "shares": _shares([row[int(bars["column"]) - 1] for row in rows[1:]]) if bars else [],
    }


def _shares(cells: Sequence[str]) -> list[float]:
    """How long each bar is, 0 to 1 of the longest; what is no number has none."""
    values = [_number(each) for each in cells]
    longest = max(values, default=0)
    return [round(value / longest, 4) if longest else 0 for value in values]


def _number(text: str) -> float:
    try:
        return max(0.0, float(text.replace(",", "")))
    except ValueError:
        return 0.0


def _cells(row: str) -> list[str]:
    return [_words(each.strip()) for each in _BAR_BETWEEN.split(row.strip().removeprefix("|").removesuffix("|"))]


def _words(text: str) -> str:
    """Words as a reader sees them: without the signs of Markdown and what kept them from being signs."""
    return _ESCAPED.sub(r"\1", text)
