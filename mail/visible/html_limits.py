"""Makes html harmless for a parser whose time grows with the square of the nesting: a linear pass before it."""

from __future__ import annotations

import re
from collections import Counter

from mail.visible.lines import MAX_CHARS

#: lexbor took 459 s for 1 MB of <div>. A thread quoted twenty times nests about eighty deep.
DEEPEST = 90
#: What lies beyond so many tags is kept as text, with the quoted.
MOST_TAGS = 20_000
#: A tag so long with so many blanks has too many attributes: they are compared each with each. Pictures in a tag have none.
LONG_TAG = 10_000
MOST_BLANKS = 1_000

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
#: Tags that hold nothing, or that close by themselves: they do not nest.
FLAT = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "param", "source", "track", "embed"}
    | {"p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "html", "head", "body", "o:p"}
)


def within_limits(html: str) -> tuple[str, str]:
    """Html that parses in linear time, and what had to be left out of it."""
    beyond = html[MAX_CHARS:]
    html = html[:MAX_CHARS]
    html = _shorter_tags(html)
    if html.count("<") <= DEEPEST:
        return html, beyond
    html, cut = _fewer_tags(html)
    return _flatter(html), cut + beyond


def stripped(html: str) -> str:
    """The words of html that is not parsed."""
    return ANY_TAG.sub(" ", html)


def _shorter_tags(html: str) -> str:
    pieces = html.split(">", MOST_TAGS * 2)
    bloated = [
        place
        for place, piece in enumerate(pieces)
        if len(piece) > LONG_TAG and "<" in piece and len(piece.split(None, MOST_BLANKS)) > MOST_BLANKS
    ]
    for place in bloated:
        words, tag = pieces[place].split("<", 1)
        if tag[:1].isalpha():
            pieces[place] = f"{words}<br"
    return ">".join(pieces) if bloated else html


def _fewer_tags(html: str) -> tuple[str, str]:
    if html.count("<") <= MOST_TAGS:
        return html, ""
    for number, tag in enumerate(TAG.finditer(html)):
        if number == MOST_TAGS:
            return html[: tag.start()], html[tag.start() :]
    return html, ""


def _flatter(html: str) -> str:
    """The same html with tags that open deeper than `DEEPEST` taken out, and their ends with them."""
    opened: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    depth = 0
    pieces: list[str] = []
    place = 0
    for tag in TAG.finditer(html):
        name = tag[2].lower()
        if name in FLAT:
            continue
        if not tag[1]:
            if depth < DEEPEST:
                opened[name] += 1
                depth += 1
                continue
            dropped[name] += 1
        elif dropped[name]:
            dropped[name] -= 1
        else:
            if opened[name]:
                opened[name] -= 1
                depth -= 1
            continue
        pieces.append(html[place : tag.start()])
        pieces.append("<br x" if not tag[1] else "</x-")
        place = tag.end()
    pieces.append(html[place:])
    return "".join(pieces)
