"""The shape of a mail, found in one bounded walk over its raw bytes, before any parser may see it (T17)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mail import fields
from mail.charsets import decode_words

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 25 * 1024 * 1024
MAX_HEADER_BYTES = 256 * 1024
MAX_PART_HEADER_BYTES = 64 * 1024
MAX_FIELDS = 2_000
MAX_FIELD = 64 * 1024
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_PARAMETERS = 100
MAX_ADDRESSES = 1_000
MAX_COMMENTS = 50
MAX_REPORT_BLOCKS = 1_000

#: Lines that begin like a boundary and are none: so many make the walk slow, and no program writes them.
_MAX_FALSE_BOUNDARIES = 10_000

#: Fields that are short in any honest mail, and dear to a parser that takes them seriously. Lengths in characters.
_LONGEST = {
    "subject": 20_000,
    "from": 16_000,
    "sender": 16_000,
    "reply-to": 32_000,
    "message-id": 4_000,
    "date": 1_000,
    "content-type": 16_000,
    "content-disposition": 16_000,
    "content-transfer-encoding": 1_000,
    "mime-version": 1_000,
}

_ADDRESS_FIELDS = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc", "delivered-to", "resent-from", "resent-to", "resent-cc"})
_PARAMETER_FIELDS = frozenset({"content-type", "content-disposition"})

_LEADING = re.compile(rb"[\r\n]*+")
_BLANK = re.compile(rb"\r\n|\r|\n")
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*+(?:\r\n|\n|\Z)")
_CONTAINER = re.compile(rb"[\r\n]content-type:[ \t\r\n]*+(?:multipart|message)/", re.IGNORECASE)


class Hostile(Exception):  # noqa: N818  the word of the contract: it is the mail that is wrong, not the program
    """A mail that could hurt a parser. `reason` is a short code such as `too_many_parts`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Part:
    """One node of a mail: a message, a multipart, or a leaf whose body is `raw[start:end]`."""

    fields: tuple[fields.Field, ...]
    media_type: str
    parameters: dict[str, str]
    start: int
    end: int
    children: tuple[Part, ...] = ()

    @property
    def disposition(self) -> str:
        return fields.first(self.fields, "content-disposition").partition(";")[0].strip().lower()

    @property
    def name(self) -> str:
        """The file name that the sender gave; many programs write encoded words where RFC 2231 stands."""
        disposition = fields.parameters(fields.first(self.fields, "content-disposition"))
        return decode_words(disposition.get("filename") or self.parameters.get("name", ""))

    @property
    def encoding(self) -> str:
        return fields.first(self.fields, "content-transfer-encoding").strip().lower()


def prescan(raw: bytes) -> None:
    """Refuse, with `Hostile`, what no parser should be given; linear in the size of the mail."""
    shape(raw)


def shape(raw: bytes) -> Part:
    """The tree of a mail's parts within the limits of this module, or `Hostile`."""
    if len(raw) > MAX_BYTES:
        raise Hostile("too_big")
    root = _Walk(raw).message(header_start(raw), len(raw), 0, MAX_HEADER_BYTES)
    _guard_other_parsers(raw)
    return root


def _guard_other_parsers(raw: bytes) -> None:
    """Bound what the standard library's parser could see and this walk does not: lone CR as line end, boundaries of other kinds."""
    if raw.count(b"\r--") > MAX_PARTS:
        raise Hostile("too_many_parts")
    if raw.lower().count(b"content-type:") > MAX_PARTS and len(_CONTAINER.findall(raw)) > MAX_PARTS:
        raise Hostile("too_many_parts")


def header_start(raw: bytes) -> int:
    """Where the header begins: some programs leave blank lines before it."""
    blank = _LEADING.match(raw)
    return blank.end() if blank else 0


def header_block(raw: bytes, start: int, end: int, limit: int) -> tuple[bytes, int]:
    """The header lines from `start`, cut at `limit`, and where the body begins."""
    match = fields.BLOCK.match(raw, start, min(end, start + limit + 1))
    stop = match.end() if match else start
    blank = _BLANK.match(raw, stop, end)
    return raw[start:stop], blank.end() if blank else stop


class _Walk:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.parts = 0
        self.false_boundaries = 0

    def message(self, start: int, end: int, depth: int, limit: int, default: str = "text/plain") -> Part:
        """The part whose header lines begin at `start`; `default` is its type where it names none."""
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise Hostile("too_many_parts")
        block, body = header_block(self.raw, start, end, limit)
        if len(block) > limit:
            raise Hostile("header_block")
        found = fields.read_fields(block)
        check_fields(found)
        content_type = fields.first(found, "content-type")
        kind = fields.media_type(content_type, default)
        named = fields.parameters(content_type)
        children = self._children(kind, named.get("boundary", ""), body, end, depth)
        return Part(found, kind, named, body, end, children)

    def _children(self, kind: str, boundary: str, start: int, end: int, depth: int) -> tuple[Part, ...]:
        container = kind.partition("/")[0]
        if container not in {"multipart", "message"}:
            return ()
        if depth >= MAX_DEPTH:
            raise Hostile("too_deep")
        if kind == "message/delivery-status":
            self._count_report_blocks(start, end)
            return ()
        if container == "message":
            return (self.message(start, end, depth + 1, MAX_HEADER_BYTES),)
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        return tuple(
            self.message(begin, stop, depth + 1, MAX_PART_HEADER_BYTES, default) for begin, stop in self._between(boundary, start, end)
        )

    def _count_report_blocks(self, start: int, end: int) -> None:
        if self.raw.count(b"\n\n", start, end) + self.raw.count(b"\n\r\n", start, end) > MAX_REPORT_BLOCKS:
            raise Hostile("too_many_parts")

    def _between(self, boundary: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Beginnings and ends of the parts of a multipart. The line end before a boundary belongs to it (RFC 2046, 5.1.1)."""
        begin = -1
        for line, after, closing in self._boundaries(boundary, start, end):
            if begin >= 0:
                stop = line - (2 if self.raw[line - 2 : line] == b"\r\n" else 1)
                yield begin, max(begin, stop)
            begin = -1 if closing else after
            if closing:
                return
        if begin >= 0:
            yield begin, end

    def _boundaries(self, boundary: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        needle = b"--" + boundary.strip().encode("utf_8", "replace")
        at = start if self.raw.startswith(needle, start, end) else self._next_line(needle, start, end)
        while boundary and at >= 0:
            tail = _AFTER_BOUNDARY.match(self.raw, at + len(needle), end)
            if tail:
                yield at, tail.end(), tail[1] is not None
            else:
                self.false_boundaries += 1
            if self.false_boundaries > _MAX_FALSE_BOUNDARIES:
                raise Hostile("odd_boundaries")
            at = self._next_line(needle, at + 1, end)

    def _next_line(self, needle: bytes, start: int, end: int) -> int:
        found = self.raw.find(b"\n" + needle, start, end)
        return found + 1 if found >= 0 else -1


def check_fields(found: tuple[fields.Field, ...]) -> None:
    """Refuse a header block that is dear to read."""
    if len(found) > MAX_FIELDS:
        raise Hostile("too_many_fields")
    addresses = 0
    for name, value in found:
        if len(value) > MAX_FIELD:
            raise Hostile("long_line")
        if len(value) > _LONGEST.get(name, MAX_FIELD):
            raise Hostile("long_field")
        if name in _PARAMETER_FIELDS and value.count(";") > MAX_PARAMETERS:
            raise Hostile("too_many_parameters")
        if name in _ADDRESS_FIELDS:
            addresses += max(value.count("@"), value.count(","))
            if value.count("(") > MAX_COMMENTS and "((" in value.replace(" ", ""):
                raise Hostile("nested_comments")
    if addresses > MAX_ADDRESSES:
        raise Hostile("too_many_addresses")
