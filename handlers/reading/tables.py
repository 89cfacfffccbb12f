"""Answers in a table, pasted or typed: which column holds the questions, and which the answers."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.reading.dates import month_of
from handlers.reading.labels import in_order, meant, prompt_of
from handlers.reading.lines import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.playbook import Form, Question

_MOST_ROWS = 100
_MOST_CELLS = 12
_CELLS = re.compile(r"\t+|\s*\|\s*|\s{2,}")
_ANSWER_HEAD = re.compile(r"\b(?:answer|response|this month|your answer|value|total this|respuesta|este mes|current|actual)\b")
_OTHER_HEAD = re.compile(r"\b(?:ytd|year to date|last|previous|prior|goal|target|acumulado|anterior|meta|total year|annual)\b")
_ONE_WANTED = re.compile(
    r"\b([a-z]+) (?:column|one|is the one|numbers)\b|\bcolumna (?:de )?([a-z]+)\b|\b(?:the|only|use|solo|la de) ([a-z]+) (?:column|one)\b"
)
_LAST_WANTED = re.compile(r"\blast column\b|\bultima columna\b|\bignore the first (?:two|three|one|2|3)?\b")


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of a table; `sure` is False where the column had to be guessed."""

    question: Question
    text: str
    sure: bool


def table(text: str, asked: Sequence[Question], form: Form, now: datetime) -> tuple[list[Cell], str]:
    """Read the rows that have three cells or more; rows of two are labels with a value, which are read elsewhere."""
    lines = text.split("\n")
    rows = {at: cells for at, line in enumerate(lines[:_MOST_ROWS]) if 2 < len(cells := _split(line)) <= _MOST_CELLS}  # noqa: PLR2004  two cells are label and value
    questions = in_order(asked, form)
    found: dict[int, tuple[int, Question]] = {}
    for at, cells in rows.items():
        hits = [
            (place, question) for place, cell in enumerate(cells) if re.search(r"[^\W\d_]", cell) and (question := _asked(cell, questions))
        ]
        if hits and sum(bool(re.search(r"\d|^-+$", cell)) for cell in cells) > 0:
            found[at] = hits[0]
    if len(found) < 2:  # noqa: PLR2004  one row is no table
        return _beneath(lines, questions)
    head = next((rows[at] for at in sorted(rows) if at < min(found) and at not in found), _two_cell_head(lines, min(found)))
    answers = []
    for at, (place, question) in found.items():
        chosen, sure = _column(rows[at], place, head, text, now)
        if chosen is not None:
            answers.append(Cell(question, rows[at][chosen], sure))
    used = set(found) | {at for at in range(max(0, min(found) - 1), min(found)) if _split(lines[at]) == head}
    return answers, "\n".join(line for at, line in enumerate(lines) if at not in used).strip()


def _beneath(lines: list[str], questions: Sequence[Question]) -> tuple[list[Cell], str]:
    """A row of questions with one row of as many answers beneath it."""
    full = [at for at, line in enumerate(lines[:_MOST_ROWS]) if line.strip() and not re.fullmatch(r"[\s|:+-]+", line)]
    for at, beneath in itertools.pairwise(full):
        heads, cells = _split(lines[at]), _split(lines[beneath])
        asked = [_asked(cell, questions) for cell in heads]
        if 2 < len(heads) <= _MOST_CELLS and len(cells) == len(heads) and all(asked) and len(set(map(id, asked))) == len(asked):  # noqa: PLR2004  as above
            rest = [line for place, line in enumerate(lines) if not at <= place <= beneath]
            return [Cell(question, cell, sure=True) for question, cell in zip(asked, cells, strict=True) if question], "\n".join(
                rest
            ).strip()
    return _by_site(lines, questions)


def _by_site(lines: list[str], questions: Sequence[Question]) -> tuple[list[Cell], str]:
    """A head of questions beside what the rows are of, a school or a week: the row of totals, the only row, or nothing that is sure."""
    full = [at for at, line in enumerate(lines[:_MOST_ROWS]) if line.strip() and not re.fullmatch(r"[\s|:+-]+", line)]
    for order, at in enumerate(full):
        heads = _split(lines[at])
        asked = {place: question for place, cell in enumerate(heads) if (question := _asked(cell, questions))}
        rows = _rows_of(len(heads), [(below, _split(lines[below])) for below in full[order + 1 :]])
        if len(asked) < 2 or len(heads) < 3 or not rows or len({question.id for question in asked.values()}) < len(asked):  # noqa: PLR2004  a label and two columns
            continue
        if not all(re.search(r"\d", cells[place]) for _, cells in rows for place in asked):
            continue
        total = next(
            (cells for _, cells in rows if any(_TOTAL_ROW.match(fold(cell)) for cell in cells)), rows[0][1] if len(rows) == 1 else None
        )
        kept = "\n".join(line for place, line in enumerate(lines) if not at <= place <= rows[-1][0]).strip()
        cells = total or [_added([cells[place] for _, cells in rows]) for place in range(len(heads))]
        return [Cell(question, cells[place], sure=total is not None) for place, question in asked.items()], kept
    return [], "\n".join(lines)


def _rows_of(width: int, rows: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    return list(itertools.takewhile(lambda row: len(row[1]) == width, rows))


_TOTAL_ROW = re.compile(r"\W*(?:grand )?(?:totals?|sum|all|overall|both|combined|total general|suma|todos?)\b")


def _added(cells: Sequence[str]) -> str:
    """The sum of a column, where every cell is a figure."""
    figures = [re.fullmatch(r"\d+(?:\.\d+)?", cell) for cell in cells]
    return f"{sum(float(figure[0]) for figure in figures if figure):g}" if all(figures) else cells[0]


def _split(line: str) -> list[str]:
    return [cell.strip(" *_") for cell in _CELLS.split(line.strip(" |"), _MOST_CELLS + 1) if cell.strip()] if line.strip() else []


def _asked(cell: str, questions: Sequence[Question]) -> Question | None:
    return meant(cell.rstrip("?:. "), questions) or prompt_of(cell, questions)


def _two_cell_head(lines: list[str], first: int) -> list[str]:
    """The line above the rows: column names stand there with the corner left empty."""
    above = [line for line in lines[:first] if line.strip()]
    return _split(above[-1]) if above else []


def _column(row: list[str], label: int, head: list[str], text: str, now: datetime) -> tuple[int | None, bool]:
    """The column of the answers: named by the text, by its head, by the month just past; else the last."""
    columns = [place for place in range(len(row)) if place != label]
    shift = len(row) - len(head) if len(head) == len(row) - 1 else 0
    names = {place: fold(head[place - shift]) for place in columns if 0 <= place - shift < len(head)}
    folded = fold(text)
    wanted = {word for match in _ONE_WANTED.finditer(folded) for word in match.groups() if word and month_of(word)}
    past = (now.month - 2) % 12 + 1
    months = {place: month_of(name) for place, name in names.items()}
    ways = (
        [place for place, month in months.items() if month and month in {month_of(word) for word in wanted}],
        [place for place, name in names.items() if _ANSWER_HEAD.search(name)],
        [place for place, month in months.items() if month == past],
    )
    for hits in ways:
        if len(hits) == 1:
            return hits[0], True
    if _LAST_WANTED.search(folded):
        return columns[-1], True
    left = [place for place in columns if not _OTHER_HEAD.search(names.get(place, ""))]
    return (left[-1], len(left) == 1) if left else (None, False)
