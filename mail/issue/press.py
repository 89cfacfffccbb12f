"""Prints a design for one recipient after another: all that is alike is encoded once, the rest is filled in, the same bytes every time."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from markupsafe import escape

from handlers.audience import Term, holds
from handlers.types import Address
from mail import build
from mail.addresses import reply_address
from mail.build import BuildError
from mail.issue.design import EACH, EACH_END, ENDIF, FIELD, FIELD_END, IF, IF_END, ITEM, LANGUAGES, NEXT, A, B
from mail.issue.tokens import message_id_of, token_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from handlers.newsletters import Addressee
    from mail.issue.design import Design

_MARK = re.compile(f"{FIELD}(\\d+){FIELD_END}|({ITEM})")
_CONDITION = re.compile(f"\\s*{IF}(\\d+){IF_END}\\s*")
_REPEAT = re.compile(f"\\s*{EACH}([a-z]+){EACH_END}\\s*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

#: A paper of a partner's own is told of this long before it ends.
PROOFS_WITHIN = timedelta(days=60)

LONGEST_FIELD = 300


class FillError(ValueError):
    """A recipient whose data cannot stand in a mail: that one mail is not sent, and staff read why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is known when an issue is approved or begins, beside its design."""

    titles: Mapping[str, Mapping[str, str]]  #: of proofs, by kind and language
    checkins: tuple[str, ...] = ()  #: ISO days of those to come, the next one first


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who writes, and how one gets out."""

    intake: Address
    name: str
    secret: bytes
    public_url: str = ""  #: https address of our web application, without a slash at its end; empty where there is none


@dataclass(frozen=True, slots=True)
class Printed:
    raw: bytes
    message_id: str
    subject: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with places: texts, numbers of fields, and -1 for the item."""

    parts: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _If:
    number: int
    inner: tuple[_Piece, ...]


@dataclass(frozen=True, slots=True)
class _Each:
    what: str
    lines: tuple[_Line, ...]


_Piece = bytes | _Line | _If | _Each


@dataclass(frozen=True, slots=True)
class _Half:
    """One language of an issue."""

    head: bytes
    subject: _Line
    text: tuple[_Piece, ...]
    between: bytes
    html: tuple[_Piece, ...]
    tail: bytes


class Press:
    """Made once for an issue; `print` is pure and takes some tens of microseconds."""

    def __init__(self, design: Design, facts: Facts, sender: Sender, *, at: datetime, pictures: Mapping[str, bytes] | None = None) -> None:
        self.design = design
        self.facts = facts
        self.sender = sender
        self._today = at.date()
        self._terms = [_terms(each) for each in design.conditions]
        boundary = f"=_liaison_{hashlib.sha256(design.dump().encode()).hexdigest()[:32]}"
        self._halves = {language: self._half(language, at, boundary, _files(design, pictures or {}, language)) for language in LANGUAGES}

    def print(self, to: Addressee) -> Printed:
        """The finished mail, or FillError."""
        half = self._halves[to.language if to.language in self._halves else "en"]
        token = token_of(self.sender.secret, to.id)
        values = self._values(to, token)
        items = {kind: self._items(kind, to) for kind in self._kinds}
        subject = _filled(half.subject, values, "", str)
        message_id = message_id_of(self.sender.secret, to.id, self.sender.intake.domain)
        head = self._own_headers(to, token, message_id, subject)
        text = b"".join(self._pieces(half.text, values, items, to, str))
        html = b"".join(self._pieces(half.html, values, items, to, _escaped))
        return Printed(b"".join((head, half.head, text, half.between, html, half.tail)), message_id, subject)

    def words(self, to: Addressee) -> tuple[str, str, str]:
        """Subject, text and html for one recipient, as they are read: what a preview shows."""
        language = to.language if to.language in self._halves else "en"
        values = self._values(to, token_of(self.sender.secret, to.id))
        items = {kind: self._items(kind, to) for kind in self._kinds}
        subject = _filled(_line(self.design.subject[language]), values, "", str)
        text = "\n".join(self._read(_pieces(self.design.text[language], None), values, items, to, str))
        html = "\n".join(self._read(_pieces(self.design.html[language], None), values, items, to, _escaped))
        return subject, text, html

    @property
    def _kinds(self) -> tuple[str, ...]:
        return tuple(each["mine"] for each in self.design.conditions if "mine" in each)

    def _half(self, language: str, at: datetime, boundary: str, files: Sequence[bytes]) -> _Half:
        mark = f"--{boundary}".encode()
        kind = f'multipart/alternative; boundary="{boundary}"'
        part = "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        start = mark + b"\r\n" + part.format("plain").encode()
        between = b"\r\n" + mark + b"\r\n" + part.format("html").encode()
        tail = b"\r\n" + mark + b"--"
        if files:
            outer = f"{boundary}_files"
            inner = b"".join((f"--{outer}\r\nContent-Type: {kind}\r\n\r\n".encode(), start))
            kind, start = f'multipart/mixed; boundary="{outer}"', inner
            tail += b"".join(f"\r\n--{outer}\r\n".encode() + each for each in files) + f"\r\n--{outer}--".encode()
        shared = [
            build.mailbox("From", Address(email=self.sender.intake.email, name=self.sender.name)),
            build.dated(at),
            build.Header("Auto-Submitted", "auto-generated"),
            build.Header("X-Auto-Response-Suppress", "All"),
            build.Header("Content-Language", language),
            build.Header("List-Id", f"<{self.design.list}.{self.sender.intake.email.replace('@', '.')}>"),
            build.Header("MIME-Version", "1.0"),
            build.Header("Content-Type", kind),
        ]
        head = "\r\n".join(each.lines() for each in shared).encode("ascii") + b"\r\n\r\n" + start
        pieces = _pieces(self.design.text[language], _encoded), _pieces(self.design.html[language], _encoded)
        return _Half(head, _line(self.design.subject[language]), pieces[0], between, pieces[1], tail + b"\r\n")

    def _own_headers(self, to: Addressee, token: str, message_id: str, subject: str) -> bytes:
        reply = reply_address(self.sender.intake, token)
        out = f"<mailto:{reply}?subject=unsubscribe>"
        headers = [
            build.mailbox("To", Address(email=to.address, name=_named(to.name))),
            build.Header("Reply-To", reply),
            build.text("Subject", subject),
            build.own_message_id(message_id),
        ]
        if self.design.one_click and self.sender.public_url:
            out = f"<{self.sender.public_url}/u/{token}>, {out}"
            headers.append(build.Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
        headers.append(build.Header("List-Unsubscribe", out))
        return "".join(each.lines() + "\r\n" for each in headers).encode("ascii")

    def _values(self, to: Addressee, token: str) -> list[str]:
        return [self._value(name, default, to, token) for name, default in self.design.fields]

    def _value(self, name: str, default: str | None, to: Addressee, token: str) -> str:
        match name:
            case "unsubscribe":
                return f"{self.sender.public_url}/u/{token}"
            case "first_name":
                value = first_name(to.name)
            case "name":
                value = to.name
            case "organization":
                value = to.organization
            case _:
                value = to.address
        value = _named(value)
        if value:
            return value
        if default is None:
            raise FillError(f"{name} is empty here and has no default: write {{{{ {name} | … }}}}")
        return default

    def _items(self, kind: str, to: Addressee) -> list[str]:
        pattern = self.design.patterns[to.language if to.language in LANGUAGES else "en"][kind]
        return [pattern.replace(A, what).replace(B, _day(day, to.language)) for what, day in self._of_their_own(kind, to)]

    def _of_their_own(self, kind: str, to: Addressee) -> Iterator[tuple[str, str]]:
        if kind == "checkin":
            # What comes round, or was approved long ago, tells of the one that is next when it goes out.
            yield from (("", day) for day in [each for each in self.facts.checkins if each >= str(self._today)][:1])
        elif kind == "requests":
            for each in to.data.get("requests") or ():
                yield _one_line(str(each["words"])), str(each["asked"])
        elif kind == "proofs":
            last = str(self._today + PROOFS_WITHIN)
            for each in to.data.get("proofs") or ():
                if str(self._today) <= str(each["until"]) <= last:
                    yield self.facts.titles.get(each["kind"], {}).get(to.language, str(each["kind"])), str(each["until"])

    def _holds(self, number: int, items: Mapping[str, list[str]], to: Addressee) -> bool:
        condition = self.design.conditions[number]
        return bool(items[condition["mine"]]) if "mine" in condition else all(holds(term, to.facets) for term in self._terms[number])

    def _pieces(
        self, pieces: Sequence[_Piece], values: list[str], items: Mapping[str, list[str]], to: Addressee, escaped: Callable[[str], str]
    ) -> Iterator[bytes]:
        for piece in pieces:
            if isinstance(piece, bytes):
                yield piece
            elif isinstance(piece, _Line):
                yield _encoded(_filled(piece, values, "", escaped))
            elif isinstance(piece, _Each):
                for item in items[piece.what]:
                    yield from (_encoded(_filled(line, values, item, escaped)) for line in piece.lines)
            elif self._holds(piece.number, items, to):
                yield from self._pieces(piece.inner, values, items, to, escaped)

    def _read(
        self, pieces: Sequence[_Piece], values: list[str], items: Mapping[str, list[str]], to: Addressee, escaped: Callable[[str], str]
    ) -> Iterator[str]:
        for piece in pieces:
            if isinstance(piece, _Line):
                yield _filled(piece, values, "", escaped)
            elif isinstance(piece, _Each):
                for item in items[piece.what]:
                    yield from (_filled(line, values, item, escaped) for line in piece.lines)
            elif isinstance(piece, _If) and self._holds(piece.number, items, to):
                yield from self._read(piece.inner, values, items, to, escaped)


def first_name(name: str) -> str:
    words = name.split()
    return next((word for word in words if word.strip(".").casefold() not in TITLES), "")


#: A greeting wants a first name; these are none.
TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "mx", "rev", "deacon", "pastor", "prof", "lic", "ing", "sr", "sra", "srta", "dra", "don", "doña"}
)


def _named(value: str) -> str:
    """A value that may stand in a mail and its headers: a line break in a name is an attempt at a header, or an accident (T14)."""
    if _CONTROL.search(value):
        raise FillError(f"a line break or another control character stands in {value[:40]!r}")
    return value.strip()[:LONGEST_FIELD]


def _one_line(words: str) -> str:
    return " ".join(_CONTROL.sub(" ", words).split())[:LONGEST_FIELD]


def _escaped(value: str) -> str:
    return str(escape(value))


@lru_cache(maxsize=1024)
def _day(day: str, language: str) -> str:
    return str(format_date(date.fromisoformat(day), "long", locale="es" if language == "es" else "en"))


def _terms(condition: Mapping[str, Any]) -> tuple[Term, ...]:
    return tuple(Term(facet=facet, values=tuple(values), no=no) for facet, values, no in condition.get("for", ()))


def _filled(line: _Line, values: list[str], item: str, escaped: Callable[[str], str]) -> str:
    return "".join(part if isinstance(part, str) else escaped(item) if part < 0 else escaped(values[part]) for part in line.parts)


def _line(marked: str) -> _Line:
    parts: list[str | int] = []
    begin = 0
    for match in _MARK.finditer(marked):
        parts += [marked[begin : match.start()], -1 if match[2] else int(match[1])]
        begin = match.end()
    return _Line(tuple(each for each in (*parts, marked[begin:]) if each != ""))


def _encoded(line: str) -> bytes:
    """One line, quoted-printable; its own length, blanks at its end and a dot alone are taken care of."""
    return binascii.b2a_qp(f"{line}\r\n".encode(), quotetabs=False, istext=True)


def _pieces(marked: str, encode: Callable[[str], bytes] | None) -> tuple[_Piece, ...]:
    """Marked lines as pieces; with `encode`, lines without places that stand together are one."""
    lines = iter(marked.removesuffix("\n").split("\n"))
    return _until(lines, encode, "")


def _until(lines: Iterator[str], encode: Callable[[str], bytes] | None, end: str) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    for line in lines:
        condition, repeat = _CONDITION.fullmatch(line), _REPEAT.fullmatch(line)
        if end and line.strip() == end:
            return tuple(found)
        if condition:
            found.append(_If(int(condition[1]), _until(lines, encode, ENDIF)))
        elif repeat:
            found.append(_Each(repeat[1], tuple(each for each in _until(lines, None, NEXT) if isinstance(each, _Line))))
        elif encode and not _MARK.search(line):
            encoded = encode(line)
            if found and isinstance(found[-1], bytes):
                encoded = found.pop() + encoded  # type: ignore[operator]  # it is bytes, as was just asked
            found.append(encoded)
        else:
            found.append(_line(line))
    if end:
        raise BuildError("a design whose sections do not end")
    return tuple(found)


def _files(design: Design, pictures: Mapping[str, bytes], language: str) -> tuple[bytes, ...]:
    found = []
    for number, calendar in enumerate(design.calendars[language], 1):
        head = f'Content-Type: text/calendar; charset=utf-8; method=PUBLISH; name="event-{number}.ics"\r\n'
        head += f'Content-Disposition: attachment; filename="event-{number}.ics"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        found.append(head.encode() + _base64(calendar.encode()))
    for name, digest in design.pictures.items():
        data = pictures[name]
        kind = picture_type(data)
        head = f'Content-Type: image/{kind}; name="{digest[:12]}.{kind}"\r\nContent-ID: <{digest[:20]}@liaison>\r\n'
        head += f'Content-Disposition: inline; filename="{digest[:12]}.{kind}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        found.append(head.encode() + _base64(data))
    return tuple(found)


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n").removesuffix(b"\r\n")


def picture_type(data: bytes) -> str:
    """png, jpeg or gif by its first bytes; BuildError for anything else."""
    for start, kind in ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif")):
        if data.startswith(start):
            return kind
    raise BuildError("a picture is PNG, JPEG or GIF")
