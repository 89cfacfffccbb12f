"""Markdown to text as a person would have typed it, and to safe html: the same words in both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nh3
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "br", "hr", "img"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
_SCHEMES = {"https", "http", "mailto", "tel", "cid"}

#: A subject is the mail's first heading; headings in it begin one below.
_LOWER = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


def tokens_of(markdown: str) -> list[Token]:
    return _MARKDOWN.parse(markdown)


def html(markdown: str, pictures: Mapping[str, str]) -> str:
    """Safe html; `pictures` says where a file's picture is found within the mail."""
    tokens = tokens_of(markdown)
    for token in _all(tokens):
        token.tag = _LOWER.get(token.tag, token.tag)
        if token.type == "image":
            token.attrSet("src", pictures.get(str(token.attrGet("src")), str(token.attrGet("src"))))
    rendered: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(rendered, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


def text(markdown: str) -> str:
    """What the html says, in lines: headings underlined, links with their address behind them."""
    return _Typed().typed(tokens_of(markdown))


def links(markdown: str) -> tuple[str, ...]:
    return tuple(str(token.attrGet("href") or "") for token in _all(tokens_of(markdown)) if token.type == "link_open")


def images(markdown: str) -> tuple[tuple[str, str], ...]:
    """Each picture's address and its alternative text."""
    return tuple((str(token.attrGet("src") or ""), token.content) for token in _all(tokens_of(markdown)) if token.type == "image")


def _all(tokens: Sequence[Token]) -> list[Token]:
    return [each for token in tokens for each in (token, *_all(token.children or ()))]


class _Typed:
    """Walks block tokens and keeps the marks that stand before a line."""

    def __init__(self) -> None:
        self._paragraphs: list[str] = []
        self._marks: list[str] = []  #: of the items and quotes that we are in, one each
        self._numbers: list[int | None] = []
        self._fresh = False  #: the next paragraph begins an item
        self._tight = False

    def typed(self, tokens: Sequence[Token]) -> str:
        for number, token in enumerate(tokens):
            self._take(token, tokens[number - 1] if number else None)
        return "\n\n".join(self._paragraphs).strip()

    def _take(self, token: Token, before: Token | None) -> None:
        match token.type:
            case "bullet_list_open":
                self._numbers.append(None)
            case "ordered_list_open":
                self._numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                self._open_item()
            case "list_item_close" | "blockquote_close":
                self._marks.pop()
            case "blockquote_open":
                self._marks.append("> ")
            case "inline":
                self._line(_inline(token.children or ()), tag=before.tag if before else "p", tight=bool(before and before.hidden))
            case "code_block" | "fence":
                self._line(token.content.rstrip("\n"), tag="pre", tight=False)
            case "hr":
                self._line("-" * 20, tag="hr", tight=False)

    def _open_item(self) -> None:
        number = self._numbers[-1]
        if number is None:
            self._marks.append("- ")
        else:
            self._marks.append(f"{number}. ")
            self._numbers[-1] = number + 1
        self._fresh = True

    def _line(self, words: str, *, tag: str, tight: bool) -> None:
        first = "".join(self._marks) if self._fresh else "".join(map(_indent, self._marks))
        if self._fresh and len(self._marks) > 1:
            first = "".join(map(_indent, self._marks[:-1])) + self._marks[-1]
        rest = "".join(map(_indent, self._marks))
        rows = words.split("\n")
        shown = "\n".join(f"{first if number == 0 else rest}{row}".rstrip() for number, row in enumerate(rows))
        if tag in _LOWER:
            shown += "\n" + ("=" if tag == "h1" else "-") * min(60, max(map(len, rows)))
        # The items of a tight list stand close together.
        if tight and self._tight and self._paragraphs and self._fresh:
            self._paragraphs[-1] += f"\n{shown}"
        else:
            self._paragraphs.append(shown)
        self._tight, self._fresh = tight, False


def _indent(mark: str) -> str:
    return mark if mark.startswith(">") else " " * len(mark)


def _inline(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    hrefs: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                out.append(token.content)
            case "softbreak":
                out.append(" ")
            case "hardbreak":
                out.append("\n")
            case "image":
                out.append(f"[{token.content}]")
            case "link_open":
                hrefs.append((str(token.attrGet("href") or ""), len(out)))
            case "link_close":
                href, begin = hrefs.pop()
                words = "".join(out[begin:])
                shown = href.removeprefix("mailto:").removeprefix("tel:")
                out[begin:] = [words if words in {href, shown} else f"{words}: {shown}" if words else shown]
    return "".join(out)


def in_line(render: Callable[[str], str], words: str) -> str:
    """Render words that stand on one line, such as a title, without the paragraph around them."""
    return render(words).removeprefix("<p>").removesuffix("</p>").strip()
