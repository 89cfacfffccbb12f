"""Papers that people sign or read in print: plain text with headings to PDF, the same bytes every time; the only importer of typst."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mail import markdown
from mail.render import FILTERS, RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Kind = Literal["title", "heading", "item", "paragraph"]

#: How a paper looks. What it says comes beside it as data, so that nothing a partner wrote is ever taken for markup.
LAYOUT = Path(__file__).resolve().parents[1] / "templates" / "papers" / "layout.typ"

#: What papers say: one `<name>.txt` each, and `<name>.es.txt`.
WORDS = LAYOUT.parent

_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_BLANK = re.compile(r"\n\s*\n")


def words(name: str, context: Mapping[str, Any], *, language: str = "en") -> str:
    """Write the text of a paper from plain data, the same each time; RenderError where its template or the data is broken."""
    file = f"{name}{'.es' if language == 'es' else ''}.txt"
    try:
        written = _environment().get_template(file).render(context)
    except (jinja2.TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise RenderError(name, f"{error}" or type(error).__name__, file=f"papers/{file}", line=getattr(error, "lineno", 0) or 0) from error
    lines = "\n".join(line.rstrip() for line in written.splitlines())
    return _MANY_BLANK_LINES.sub("\n\n", lines).strip() + "\n"


@cache
def _environment() -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(WORDS), undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(FILTERS, cell=markdown.cell)
    return environment


def pdf(text: str, *, language: str = "en", footer: str = "") -> bytes:
    """A tagged PDF of a text: `# ` begins its title, `## ` a heading, `- ` an item; a blank line ends a paragraph. Takes some 10 ms."""
    return _pdf([{"kind": kind, "text": words} for kind, words in _blocks(text)], language, footer)


def rich_pdf(text: str, *, language: str = "en", footer: str = "") -> bytes:
    """A tagged PDF of a text with tables, bars and fields (mail/markdown.py), whose foreign words went through its `cell`."""
    return _pdf(list(markdown.blocks(text)), language, footer)


def _pdf(blocks: Sequence[Mapping[str, Any]], language: str, footer: str) -> bytes:
    import typst  # noqa: PLC0415  ten megabytes that only a paper needs

    title = next((each["text"] for each in blocks if each["kind"] == "title"), "")
    data = json.dumps({"title": title, "language": language, "footer": footer, "blocks": blocks})
    made = typst.compile(LAYOUT.read_bytes(), sys_inputs={"data": data}, ignore_system_fonts=True, format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("typst made no single PDF")
    return made


def _blocks(text: str) -> Iterator[tuple[Kind, str]]:
    for part in _BLANK.split(text.strip()):
        paragraph: list[str] = []
        for line in (each.strip() for each in part.splitlines()):
            kind = _kind(line)
            if kind == "paragraph":
                paragraph.append(line)
                continue
            if paragraph:
                yield "paragraph", " ".join(paragraph)
                paragraph = []
            yield kind, line.lstrip("#-").strip()
        if paragraph:
            yield "paragraph", " ".join(paragraph)


def _kind(line: str) -> Kind:
    marks: dict[str, Kind] = {"# ": "title", "## ": "heading", "- ": "item"}
    return next((kind for mark, kind in marks.items() if line.startswith(mark)), "paragraph")
