"""What stands in a spreadsheet that came attached, as lines of *label: value*; bounded, since strangers send it."""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: A form that a partner fills in is far smaller; what is larger is for a person.
MOST_BYTES, MOST_PARTS, MOST_UNPACKED = 2_000_000, 200, 4_000_000
SHEETS, ROWS, COLUMNS = 3, 60, 20
LONGEST_CELL = 2_000

#: A document type could make a small file grow without end; no spreadsheet program writes one.
_DTD = (b"<!DOCTYPE", b"<!ENTITY")


def sheet_text(data: bytes) -> str:
    """The cells of the first sheets as lines of text; empty for what is too large, broken, or no spreadsheet."""
    if not _is_harmless(data):
        return ""
    import openpyxl  # noqa: PLC0415  only a spreadsheet needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            lines = [line for sheet in book.worksheets[:SHEETS] for line in _lines(_rows(sheet))]
    except Exception:  # noqa: BLE001  a library meets a file of any make: whatever it raises, the file cannot be read
        return ""
    return "\n".join(lines)


def _is_harmless(data: bytes) -> bool:
    if len(data) > MOST_BYTES:
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                return False
            if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
                return False
            # What a part says of its size may be a lie: no more is unpacked than it says.
            return all(not any(mark in archive.open(part).read(MOST_UNPACKED) for mark in _DTD) for part in parts)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError):
        return False


def _rows(sheet: Any) -> list[list[str]]:
    found = []
    for row in sheet.iter_rows(min_row=1, max_row=ROWS, max_col=COLUMNS, values_only=True):
        cells = [_shown(cell) for cell in row]
        if any(cells):
            found.append(cells)
    return found


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell)[:LONGEST_CELL].split())


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Labels beside values, or above them where one row of values follows one row of labels; any other row with bars between."""
    if len(rows) == 2 and sum(map(bool, rows[0])) > 2 and not any(cell.replace(".", "").isdigit() for cell in rows[0]):  # noqa: PLR2004  a head and its row
        yield from (f"{label}: {value}" for label, value in zip(rows[0], rows[1], strict=False) if label and value)
        return
    for row in rows:
        cells = [cell for cell in row if cell]
        yield f"{cells[0].rstrip(':')}: {cells[1]}" if len(cells) == 2 else " | ".join(cells)  # noqa: PLR2004  a label and a value
