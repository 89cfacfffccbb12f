"""A program of its own that reads a PDF from standard input and writes its text, under limits that it sets itself before it looks."""

from __future__ import annotations

import logging
import re
import resource
import sys
from contextlib import suppress
from io import BytesIO

MAX_PAGES = 5
MAX_TEXT = 20_000
CPU_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024


def limit() -> None:
    """Bound what a hostile file can cost. macOS refuses the limit on memory; the processor's holds there."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def read(data: bytes) -> str:
    """The text of the first pages; of a file whose index is broken, what its uncompressed streams show."""
    try:
        return by_pages(data)
    except Exception:  # noqa: BLE001  a library of many errors; whatever it met, the plain text may still be there
        return shown(data)


def shown(data: bytes) -> str:
    """Strings that a content stream shows (ISO 32000-1, 9.4.3), where nothing is packed."""
    strings = re.findall(rb"\(((?:[^()\\]|\\.){1,2000})\)\s*(?:Tj|')", data[: 4 * 1024 * 1024])
    return "\n".join(re.sub(rb"\\(.)", rb"\1", each).decode("latin_1") for each in strings)[:MAX_TEXT]


def by_pages(data: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415  after the limits

    logging.disable(logging.CRITICAL)
    pages = PdfReader(BytesIO(data)).pages
    said: list[str] = []
    for number in range(min(MAX_PAGES, len(pages))):
        said.append(pages[number].extract_text())
        if sum(map(len, said)) >= MAX_TEXT:
            break
    return "\n".join(said)[:MAX_TEXT]


if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(read(sys.stdin.buffer.read()).encode("utf_8", "replace"))
