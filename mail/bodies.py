"""The bodies of a mail: transfer encodings undone, flowed text joined, and the text and html that its reader would see chosen."""

from __future__ import annotations

import binascii
import html as entities
import re
from collections import Counter
from typing import TYPE_CHECKING

from mail.charsets import decode_base64, decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mail.prescan import Part

#: More than anybody writes or quotes; what follows is kept in the raw mail alone.
MAX_TEXT = 200_000
MAX_HTML = 1_000_000
MAX_NESTING = 1_000
_MAX_TEXT_BYTES = 4 * MAX_HTML

#: Text that a reader sees as the mail itself. Other text (calendar, csv, vcard) is a document.
_READABLE = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
#: A second form of the same page that only some programs show.
_SILENT = frozenset({"text/x-amp-html", "text/watch-html"})
MESSAGES = frozenset({"message/rfc822", "message/global"})

_TAG = re.compile(r"<(/?+)([a-z][a-z0-9]*+)", re.IGNORECASE)
#: Elements without end tag, and those that the next of their kind closes: they do not nest.
_FLAT = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "option", "html", "head", "body"}
)

_FLOWED_LINE = re.compile(r"(>*+) ?+(.*)", re.DOTALL)

#: One piece of what the reader sees, as text, as html, or as both.
Piece = tuple[str | None, str | None]


def payload(raw: bytes, part: Part) -> bytes:
    """A part's bytes without their transfer encoding; damage costs what is damaged and raises nothing."""
    data = raw[part.start : part.end]
    if part.encoding == "base64":
        return decode_base64(data)
    if part.encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    return data


def is_paper(part: Part, *, root: bool = False) -> bool:
    """Whether a part is a document of its own rather than the mail's text."""
    if part.media_type.startswith("multipart/") or part.media_type in _SILENT:
        return False
    if part.media_type not in _READABLE or part.disposition == "attachment":
        return True
    return bool(part.name) and not root


def papers(part: Part, *, root: bool = True) -> Iterator[Part]:
    """The documents of a mail, those of forwarded mails after the mail that brought them; not those of a returned mail."""
    if is_paper(part, root=root):
        yield part
    if part.media_type == "multipart/report":
        yield from (child for child in part.children if is_paper(child))
        return
    nested = part.media_type in MESSAGES
    if nested or part.media_type.startswith("multipart/"):
        for child in part.children:
            yield from papers(child, root=nested)


def texts(part: Part, *, root: bool = True) -> Iterator[Part]:
    """The leaves that are the mail's own text, in all their forms."""
    if part.media_type.startswith("multipart/") and part.children:
        for child in part.children:
            yield from texts(child, root=False)
    elif not is_paper(part, root=root):
        yield part


def body_of(raw: bytes, part: Part) -> Piece:
    """The text and the html of a mail, each None where there is none.

    Where nothing else speaks, a text that has a name but was not declared an attachment does: some servers write so.
    """
    return _merge(_pieces(raw, part, root=True) or _pieces(raw, part, root=True, named=True))


def _pieces(raw: bytes, part: Part, *, root: bool = False, named: bool = False) -> list[Piece]:
    if is_paper(part, root=root or (named and not part.disposition)) or part.media_type in _SILENT:
        return []
    children = [piece for child in part.children for piece in _pieces(raw, child, named=named)]
    if part.media_type == "multipart/alternative" and children:
        return [_best(children)]
    return children if part.children else [_leaf(raw, part)]


def _leaf(raw: bytes, part: Part) -> Piece:
    text = decode_text(payload(raw, part)[:_MAX_TEXT_BYTES], part.parameters.get("charset", ""))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.media_type == "text/html":
        return None, text[:MAX_HTML]
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text[: 2 * MAX_TEXT], delsp=part.parameters.get("delsp", "").lower() == "yes")
    return text[:MAX_TEXT], None


def _best(pieces: list[Piece]) -> Piece:
    """The forms of one thing: the first text that says anything, the last html."""
    said = [text for text, _ in pieces if text is not None]
    html = [page for _, page in pieces if page is not None]
    return next((text for text in said if text.strip()), said[0] if said else None), html[-1] if html else None


def _merge(pieces: list[Piece]) -> Piece:
    """Several pieces that stand below one another, such as a text, a picture, more text, and a list's footer."""
    said = [piece for piece in pieces if any(form and form.strip() for form in piece)] or pieces[:1]
    if not said:
        return None, None
    texts = [text for text, _ in said if text is not None]
    # A text footer below an html mail is not the mail: the text form must be whole or absent.
    text = "\n".join(texts)[:MAX_TEXT] if len(texts) == len(said) else None
    if all(page is None for _, page in said):
        return text, None
    pages = (page if page is not None else _as_html(text or "") for text, page in said)
    return text, shallow("\n".join(pages)[:MAX_HTML])


def _as_html(text: str) -> str:
    return f"<div>{entities.escape(text).replace(chr(10), '<br>')}</div>"


def shallow(html: str) -> str:
    """Html cut before it nests a thousand deep: a parser that follows the standard looks through all open elements for each new one.

    Measured with selectolax 1.0: 20,000 open `<div>` take 0.9 seconds, 180,000 take minutes.
    """
    if html.count("<") <= MAX_NESTING:
        return html
    still_open: Counter[str] = Counter()
    depth = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _FLAT or (tag[1] and not still_open[name]):
            continue
        step = -1 if tag[1] else 1
        still_open[name] += step
        depth += step
        if depth > MAX_NESTING:
            return html[: tag.start()]
    return html


def unflow(text: str, *, delsp: bool = False) -> str:
    """Text as it was before its lines were wrapped (RFC 3676); quoted lines are joined with lines of the same depth alone."""
    paragraphs: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        match = _FLOWED_LINE.fullmatch(line)
        quote, words = (match[1], match[2]) if match else ("", line)
        signature = words == "-- "
        flows = words.endswith(" ") and not signature
        if flows and delsp:
            words = words[:-1]
        if open_depth == len(quote) and not signature:
            paragraphs[-1].append(words)
        else:
            paragraphs.append([f"{quote} " if quote else "", words])
        open_depth = len(quote) if flows else -1
    return "\n".join(map("".join, paragraphs))
