"""Turns html into lines, keeping what its structure says: what is quoted, what signs, which cells and numbers belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from mail.visible.html_limits import stripped, within_limits
from mail.visible.html_marks import (
    BLOCKS,
    BOLD,
    HEAVY,
    HIDDEN,
    LEFT_BORDER,
    MARKING,
    MARKS,
    NO_BORDER,
    SKIPPED,
    SPACED,
    TOP_BORDER,
    color_in,
    is_highlighted,
    is_strong,
)
from mail.visible.lines import MAX_LINES, NEWLINES, SPACES, Kind, Line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

CELL = " | "
MOST_MARKS = 12
LONG_CELL = 600
LONG_LINK = 300
SHORT_ALT = 4
COLLAPSED = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class State:
    """What holds for everything within an element."""

    depth: int = 0
    kind: Kind = Kind.PLAIN
    hued: bool = False
    bold: bool = False
    pre: bool = False
    cell: bool = False
    item: str = ""


class Page:
    """Collects text into lines; a line takes its nature from the first text in it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pending: Kind | None = None
        self._parts: list[str] = []
        self._hues: list[bool] = []
        self._bolds: list[bool] = []
        self._state: State | None = None
        self._lead = ""

    def add(self, text: str, state: State) -> None:
        if not text:
            return
        if self._state is None:
            if not text.strip() and not state.pre:
                return
            self._state = state
        elif (state.depth, state.kind) != (self._state.depth, self._state.kind) and text.strip():
            self.end()
            self._state = state
        self._parts.append(text)
        self._hues.append(state.hued)
        self._bolds.append(state.bold)

    def lead(self, text: str) -> None:
        """What an item begins with: its number or a dash."""
        self.end()
        self._lead = text

    def end(self) -> None:
        """End the line, if one has begun."""
        if self._state is None:
            return
        state, kind = self._state, self._state.kind
        text = "".join(self._parts)
        text = text.rstrip() if state.pre else COLLAPSED.sub(" ", text).strip()
        if text:
            lead, self._lead = self._lead, ""
            if self.pending is not None and kind in {Kind.PLAIN, Kind.TYPED}:
                kind, self.pending = self.pending, None
            hued, bold = self._from(self._hues, len(lead)), self._from(self._bolds, len(lead))
            self.lines.append(_line(lead + text, state.depth, kind, hued, bold))
        self._parts, self._hues, self._bolds, self._state = [], [], [], None

    @property
    def begun(self) -> bool:
        return self._state is not None

    def end_row(self) -> None:
        """One row, one line; empty cells keep their place, an empty row leaves nothing."""
        cells = "".join(self._parts).split(CELL)[:-1]
        self._parts = [CELL.join(cell.strip() for cell in cells)] if any(cell.strip() for cell in cells) else []
        self._hues = self._bolds = [False] * len(self._parts)
        self.end()

    def space(self, depth: int) -> None:
        """End the line and leave one blank one."""
        self.end()
        if self.lines and self.lines[-1].text:
            self.lines.append(_line("", min(depth, self.lines[-1].depth), Kind.PLAIN))

    def _from(self, told: list[bool], lead: int) -> int:
        """Where the coloured or bold end of the line begins, counted in characters of its text."""
        first = len(self._parts)
        while first and (told[first - 1] or not self._parts[first - 1].strip()):
            first -= 1
        if not any(told[first:]):
            return -1
        before = COLLAPSED.sub(" ", "".join(self._parts[:first])).strip()
        return lead + len(before) if before else 0


def _line(text: str, depth: int, kind: Kind, hued: int = -1, bold: int = -1) -> Line:
    return Line(text, "> " * min(depth, MOST_MARKS) + text, depth, kind, hued, bold)


def html_lines(html: str) -> tuple[list[Line], str]:
    """The lines of an html body, and the words that lie beyond the limits."""
    html, beyond = within_limits(NEWLINES.sub("\n", html.replace("\x00", "")))
    page = Page()
    root = LexborHTMLParser(html).root
    if root is not None:
        _walk(root, page)
    page.end()
    lines = page.lines
    if len(lines) > MAX_LINES:
        beyond = "\n".join(line.raw for line in lines[MAX_LINES:]) + "\n" + beyond
        lines = lines[:MAX_LINES]
    return lines, stripped(beyond)


def _walk(root: LexborNode, page: Page) -> None:
    """Depth first without recursion: an entry is a node to enter, or the tag and state of an element to leave."""
    todo: list[tuple[LexborNode | str, State, str]] = [(root, State(), "")]
    while todo:
        node, state, link = todo.pop()
        if isinstance(node, str):
            _leave(node, state, link, page)
        elif node.is_text_node:
            page.add(_text(node, state), state)
        elif node.is_element_node:
            _enter(node, state, page, todo)


def _text(node: LexborNode, state: State) -> str:
    text = (node.text_content or "").translate(SPACES)
    return text if state.pre and not state.cell else COLLAPSED.sub(" ", text)


def _enter(node: LexborNode, state: State, page: Page, todo: list[tuple[LexborNode | str, State, str]]) -> None:
    tag = node.tag or ""
    if tag in SKIPPED:
        return
    if tag == "br":
        _break(page, state)
        return
    attributes = node.attributes
    if tag == "img":
        page.add(_picture(attributes), state)
        return
    inner = _inner(node, tag, attributes, _lettered(tag, attributes, state), page)
    _open(tag, state, inner, page)
    children: list[LexborNode] = []
    child = node.first_child
    while child is not None:
        children.append(child)
        child = child.next
    todo.append((tag, replace(inner, depth=state.depth) if tag == "blockquote" else inner, _target(tag, attributes, node)))
    items = _items(tag, attributes, children)
    todo.extend(
        (child, replace(inner, item=items.get(index, "")) if items else inner, "") for index, child in reversed(list(enumerate(children)))
    )


def _break(page: Page, state: State) -> None:
    if state.cell:
        page.add(" ", state)
    elif not page.begun:
        page.space(state.depth)
    else:
        page.end()


def _picture(attributes: dict[str, str | None]) -> str:
    alt = attributes.get("alt") or ""
    return alt if len(alt) <= SHORT_ALT and not alt.isascii() else ""  # an emoji drawn as a picture


def _target(tag: str, attributes: dict[str, str | None], node: LexborNode) -> str:
    """Where a link leads, unless its words say so already."""
    href = (attributes.get("href") or "").strip() if tag == "a" else ""
    if not href.lower().startswith(("http://", "https://")) or len(href) > LONG_LINK:
        return ""
    words = (node.text() or "").strip()
    bare = re.sub(r"^https?://(?:www\.)?|/$", "", href)
    return "" if not words or bare in words or re.sub(r"^https?://(?:www\.)?|/$", "", words) in href else f" <{href}>"


def _items(tag: str, attributes: dict[str, str | None], children: list[LexborNode]) -> dict[int, str]:
    """What the items of a list begin with: numbers, as its start and values say, or a dash."""
    if tag not in {"ol", "ul"}:
        return {}
    leads: dict[int, str] = {}
    number = _number(attributes.get("start"), 1)
    for index, child in enumerate(children):
        if child.tag != "li":
            continue
        number = _number(child.attributes.get("value"), number)
        leads[index] = f"{number}. " if tag == "ol" else "- "
        number += 1
    return leads


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value is not None and re.fullmatch(r"\d{1,6}", value) else otherwise


def _open(tag: str, state: State, inner: State, page: Page) -> None:
    if tag in {"td", "th"}:
        if not state.cell and not inner.cell:
            page.end()
    elif tag in BLOCKS and not inner.cell:
        page.end()
        if tag in SPACED and not state.item:
            page.space(inner.depth)
        if tag == "li" and state.item:
            page.lead(state.item)
    elif tag in BLOCKS:
        page.add(" ", inner)


def _leave(tag: str, state: State, link: str, page: Page) -> None:
    if link:
        page.add(link, state)
    if tag in {"td", "th"} and state.cell:
        page.add(CELL, state)
    elif tag == "tr" and state.cell:
        page.end_row()
    elif tag in SPACED and not state.cell:
        page.space(state.depth)
    elif tag in BLOCKS and not state.cell:
        page.end()
    elif tag in BLOCKS:
        page.add(" ", state)
    if tag == "table" and state.cell:
        page.space(state.depth)


def _inner(node: LexborNode, tag: str, attributes: dict[str, str | None], state: State, page: Page) -> State:
    """What holds within the element."""
    if not attributes and tag not in {"blockquote", "table", "pre", "mark"}:
        return state
    style = attributes.get("style") or ""
    if attributes:
        state = _marked(attributes, state, page)
        if style and HIDDEN.search(style):
            return replace(state, kind=Kind.HIDDEN)
        color = color_in(style) or (tag == "font" and attributes.get("color")) or ""
        if color:
            state = replace(state, hued=tag != "a" and (is_strong(color) or is_highlighted(tag, style)))
        if style and tag == "div" and TOP_BORDER.search(style):
            page.end()
            page.pending = page.pending or Kind.BORDER
        if style and tag == "div" and LEFT_BORDER.search(style) and "padding" in style.lower():
            state = replace(state, depth=state.depth + 1)
    if tag == "blockquote" and not _is_indent(attributes, style):
        return replace(state, depth=state.depth + 1)
    if tag == "pre":
        return replace(state, pre=True)
    return replace(state, cell=_is_data(node)) if tag == "table" and not state.cell else state


def _lettered(tag: str, attributes: dict[str, str | None], state: State) -> State:
    """What an element says of its letters alone: bold, or marked as with a pen."""
    style = attributes.get("style") or ""
    if tag in BOLD or (style and HEAVY.search(style)):
        state = replace(state, bold=True)
    return replace(state, hued=True) if is_highlighted(tag, style) else state


def _is_indent(attributes: dict[str, str | None], style: str) -> bool:
    """Gmail and Apple indent what is typed with a blockquote that has no border."""
    if (attributes.get("type") or "").lower() == "cite" or attributes.get("cite") or "quote" in (attributes.get("class") or "").lower():
        return False
    return bool(NO_BORDER.search(style)) or "indent" in (attributes.get("class") or "").lower()


def _marked(attributes: dict[str, str | None], state: State, page: Page) -> State:
    for name in MARKING:
        value = attributes.get(name)
        if not value:
            continue
        says = next((says for pattern, says in MARKS if pattern.search(value[:400])), "")
        if says == "header":
            page.end()
            page.pending = Kind.HEADER
        elif says == "quote":
            page.end()
            return replace(state, depth=state.depth + 1)
        elif says and state.kind in {Kind.PLAIN, Kind.TYPED}:
            page.end()
            return replace(state, kind=Kind(says))
    return state


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data: rows of two cells or more, none of them long, no table within. Others only lay out."""
    if table.css_first("td table, th table") is not None:
        return False
    wide = 0
    for row in table.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
        wide = max(wide, sum(bool((cell.text() or "").strip()) for cell in cells))
        if any(len(cell.text() or "") > LONG_CELL or cell.css_first("blockquote") is not None for cell in cells):
            return False
    return wide > 1
