"""Hands out what the store keeps: a record a line, as CSV, JSON or a spreadsheet."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from bot import partnerships_out, rounds_out
from handlers import interview

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from handlers.playbook import Playbook
    from store.unit import Unit

#: A cell that begins so would be run as a formula by a spreadsheet (T47); full-width forms too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def records(kind: str, unit: Unit, playbook: Playbook, now: datetime | None = None) -> Iterator[dict[str, Any]]:
    """Plain records of one kind, in the order of their making; of check-ins and surveys by period and partner.

    Of partnerships it tells what is missing at `now`, without which there is none.
    """
    if kind == "partnerships" and now is not None:
        yield from partnerships_out.records(unit, playbook, now)
        return
    if kind in {"checkins", "surveys"}:
        yield from rounds_out.reported(unit, kind)
        return
    if kind == "figures":
        yield from rounds_out.published(unit)
        return
    for row in unit.export.rows(kind):
        conversation = row.pop("conversation", None) if kind == "applications" else None
        if conversation is not None:
            form = playbook.application
            row |= {"missing": list(interview.missing(form, conversation)) if form else []}
        yield {name: _plain(value) for name, value in row.items()}


def write_json(rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_csv(rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write a table with every column that occurs, in order of first occurrence."""
    kept = list(rows)
    columns = list(dict.fromkeys(name for row in kept for name in row))
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row.get(name)) for name in columns] for row in kept)


def write_xlsx(rows: Iterable[Mapping[str, Any]], out: BinaryIO) -> None:
    """Write a spreadsheet whose cells are all text, so that nothing in it is run."""
    import xlsxwriter  # noqa: PLC0415  only this format needs it

    kept = list(rows)
    columns = list(dict.fromkeys(name for row in kept for name in row))
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([dict(zip(columns, columns, strict=True)), *kept]):
            for place, name in enumerate(columns):
                sheet.write_string(number, place, text_of(row.get(name)))


def safe_cell(value: Any) -> str:
    text = text_of(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def text_of(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
