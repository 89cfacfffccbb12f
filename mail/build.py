"""Headers and two bodies to the finished bytes of a mail, refused where anything could become another header (T14)."""

from __future__ import annotations

import base64
import email
import hashlib
import quopri
import re
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.utils import format_datetime
from typing import TYPE_CHECKING

from mail.addresses import is_sendable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from handlers.types import Address

#: RFC 5322, 2.1.1: a line must not be longer, and should not be longer than that.
LONGEST_LINE = 998
FOLD_AT = 78

#: RFC 2047, 2: an encoded word has at most 75 characters, of which `=?utf-8?b?` and `?=` take twelve.
_ENCODED_BYTES = (75 - 12) // 4 * 3

#: References are bounded so that a long thread cannot make a long header: the first, which names the thread, and the newest.
NEWEST_REFERENCES = 20

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,250}")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; (?:charset|method)=[A-Za-z0-9-]+)*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")


class BuildError(ValueError):
    """A mail that would not say what it was meant to say; it is never sent."""


@dataclass(frozen=True, slots=True)
class Header:
    """One header, its value as it goes out: ASCII on one line, words apart by single spaces."""

    name: str
    value: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise BuildError(f"no header can be called {self.name!r}")
        if _FORBIDDEN.search(self.value) or not self.value.isascii():
            raise BuildError(f"{self.name}: a header holds no control characters and nothing but ASCII: {self.value[:80]!r}")

    def lines(self) -> str:
        """Fold at spaces, which unfolding gives back (RFC 5322, 2.2.3)."""
        rows, row = [], f"{self.name}:"
        for number, word in enumerate(self.value.split(" ")):
            if number and len(row) + len(word) + 1 > FOLD_AT:
                rows.append(row)
                row = ""
            row += " " + word
        return "\r\n".join((*rows, row))


def text(name: str, value: str) -> Header:
    """A header that people read. What is not plain ASCII, or could pass for an encoded word, goes out encoded (RFC 2047)."""
    if _FORBIDDEN.search(value):
        raise BuildError(f"{name}: control characters in {value[:80]!r}")
    return Header(name, value if _is_plain(value) else _encoded_words(value))


def _is_plain(value: str) -> bool:
    long_word = max(map(len, value.split(" ")), default=0) > LONGEST_LINE // 2
    return value.isascii() and "=?" not in value and not long_word and value == " ".join(value.split())


def _encoded_words(value: str) -> str:
    pieces, piece = [], b""
    for character in value:
        raw = character.encode()
        if len(piece) + len(raw) > _ENCODED_BYTES:
            pieces.append(piece)
            piece = b""
        piece += raw
    return " ".join(f"=?utf-8?b?{base64.b64encode(each).decode()}?=" for each in (*pieces, piece))


def mailboxes(name: str, addresses: Iterable[str]) -> Header:
    """Bare addresses: a name that a stranger chose is never put beside one."""
    found = tuple(addresses)
    wrong = next((each for each in found if not is_sendable(each)), None)
    if wrong is not None or not found:
        raise BuildError(f"{name}: not an address that mail can be sent to: {wrong!r}" if found else f"{name}: nobody to write to")
    return Header(name, ", ".join(found))


def mailbox(name: str, address: Address) -> Header:
    """One address of ours, with its name."""
    if not is_sendable(address.email):
        raise BuildError(f"{name}: not an address that mail can be sent from: {address.email!r}")
    if not address.name:
        return Header(name, address.email)
    return Header(name, f"{_phrase(name, address.name)} <{address.email}>")


def _phrase(name: str, words: str) -> str:
    if _FORBIDDEN.search(words):
        raise BuildError(f"{name}: control characters in {words[:80]!r}")
    if not _is_plain(words):
        return _encoded_words(words)
    if _ATOMS.fullmatch(words):
        return words
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def message_ids(name: str, ids: Iterable[str]) -> Header | None:
    """Message-IDs of other people's mail: those that are none are left out."""
    # One with an encoded word in it is for a reader's decoder, not for threading: it could decode to a line break.
    known = [f"<{each}>" for each in dict.fromkeys(ids) if _MESSAGE_ID.fullmatch(each) and "=?" not in each]
    if len(known) > NEWEST_REFERENCES + 1:
        known = [known[0], *known[-NEWEST_REFERENCES:]]
    return Header(name, " ".join(known)) if known else None


def own_message_id(value: str) -> Header:
    if not _MESSAGE_ID.fullmatch(value) or "@" not in value:
        raise BuildError(f"Message-ID: not one that can be sent: {value[:80]!r}")
    return Header("Message-ID", f"<{value}>")


def dated(instant: datetime) -> Header:
    if instant.tzinfo is None:
        raise BuildError("Date: an instant without time zone")
    return Header("Date", format_datetime(instant))


@dataclass(frozen=True, kw_only=True, slots=True)
class Enclosed:
    """A file that travels with a mail."""

    name: str
    media_type: str
    data: bytes

    def __post_init__(self) -> None:
        if not _FILE_NAME.fullmatch(self.name) or not _MEDIA_TYPE.fullmatch(self.media_type):
            raise BuildError(f"no file can be called {self.name!r}, of the type {self.media_type!r}")


def build(headers: Sequence[Header], *, plain: str, html: str, seed: str, files: Sequence[Enclosed] = ()) -> bytes:
    """Put together a mail of two bodies, and files with it; the same bytes for the same input. It is read again before anybody sends it."""
    names = [header.name.lower() for header in headers]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BuildError(f"headers stand twice: {', '.join(twice)}")
    boundary = f"=_liaison_{hashlib.sha256(seed.encode()).hexdigest()[:32]}"
    bodies = _parts([_part("plain", plain, boundary), _part("html", html, boundary)], boundary)
    kind = f'multipart/alternative; boundary="{boundary}"'
    if files:
        inner, boundary = bodies, f"{boundary}_files"
        bodies = _parts([f"Content-Type: {kind}\r\n\r\n".encode() + inner, *map(_file, files)], boundary)
        kind = f'multipart/mixed; boundary="{boundary}"'
    top = (*headers, Header("MIME-Version", "1.0"), Header("Content-Type", kind))
    raw = "\r\n".join(header.lines() for header in top).encode("ascii") + b"\r\n\r\n" + bodies
    _verify(raw, top, (plain, html), files)
    return raw


def _parts(parts: Sequence[bytes], boundary: str) -> bytes:
    mark = b"--" + boundary.encode()
    return b"\r\n".join((*(mark + b"\r\n" + part for part in parts), mark + b"--", b""))


def _file(file: Enclosed) -> bytes:
    head = (
        f'Content-Type: {file.media_type}; name="{file.name}"\r\n'
        f'Content-Disposition: attachment; filename="{file.name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head.encode() + base64.encodebytes(file.data).replace(b"\n", b"\r\n")


def _part(kind: str, body: str, boundary: str) -> bytes:
    encoding, encoded = _transfer(body, boundary)
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + encoded


def _transfer(body: str, boundary: str) -> tuple[str, bytes]:
    """Leave plain ASCII as it is, so that a kept mail can be read, and quote the rest; quoted text has no `=`, hence no boundary."""
    lines = body.split("\n")
    if body.isascii() and max(map(len, lines)) <= LONGEST_LINE and boundary not in body and "\r" not in body:
        return "7bit", "\r\n".join(lines).encode("ascii")
    return "quoted-printable", quopri.encodestring(body.encode()).replace(b"\n", b"\r\n")


def _verify(raw: bytes, headers: Sequence[Header], bodies: Sequence[str], files: Sequence[Enclosed]) -> None:
    """Parse what was built and compare: the same headers in the same order, two parts, the same words, the same files (T14)."""
    if max(map(len, raw.split(b"\r\n"))) > LONGEST_LINE or b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        raise BuildError("a line is too long, or ends otherwise than CRLF")
    message = email.message_from_bytes(raw)
    meant = [(header.name, header.value) for header in headers]
    found = [(name, str(value).replace("\r\n", "")) for name, value in message.items()]
    if found != meant:
        raise BuildError(f"the built mail has other headers than it was given: {_first_difference(found, meant)}")
    parts = message.get_payload()
    if files and isinstance(parts, list):
        alternative, *enclosed = (part for part in parts if isinstance(part, Message))
        if [(each.get_filename(), each.get_payload(decode=True)) for each in enclosed] != [(file.name, file.data) for file in files]:
            raise BuildError("the built mail does not hold the files that it was given")
        parts = alternative.get_payload()
    if not isinstance(parts, list) or [_words(part) for part in parts] != [_comparable(body) for body in bodies]:
        raise BuildError("the built mail does not hold the two bodies that it was given")


def _words(part: object) -> str:
    payload = part.get_payload(decode=True) if isinstance(part, Message) else None
    return _comparable(payload.decode()) if isinstance(payload, bytes) else ""


def _comparable(body: str) -> str:
    return body.replace("\r\n", "\n").rstrip("\n")


def _first_difference(found: Sequence[tuple[str, str]], meant: Sequence[tuple[str, str]]) -> str:
    return next((f"{a[0]} instead of {b[0]}" for a, b in zip(found, meant, strict=False) if a != b), "one is missing or too many")


#: What has broken serializers: bare and folded line ends, NUL, encoded words that decode to a line end (CVE-2024-6923, CVE-2026-1299).
CANARIES = (
    "Hello\r\nBcc: canary@example.org",
    "Hello\nBcc: canary@example.org",
    "Hello\rBcc: canary@example.org",
    "Hello\r\n\r\nBcc: canary@example.org",
    "Hello\x00\x0bBcc: canary@example.org",
    "=?utf-8?q?Hello=0D=0ABcc:_canary=40example.org?=",
    "=?utf-8?b?SGVsbG8KQmNjOiBjYW5hcnlAZXhhbXBsZS5vcmc=?=",
)


def check_serializer() -> None:
    """Refuse to start where a subject could become a header: each canary is either refused or comes back as it went in."""
    for canary in CANARIES:
        try:
            raw = build([text("Subject", canary)], plain="Hello.", html="<p>Hello.</p>", seed="canary")
        except BuildError:
            continue
        message = email.message_from_bytes(raw)
        if message["Bcc"] is not None or subject_of(message) != canary:
            raise BuildError(f"this Python writes headers that were never given to it: {canary!r}")


def subject_of(message: Message) -> str:
    """Decode a subject of ours."""
    pieces = decode_header(str(message["Subject"]).replace("\r\n", ""))
    return "".join(piece.decode(charset or "ascii") if isinstance(piece, bytes) else piece for piece, charset in pieces)
