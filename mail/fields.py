"""A block of header lines to fields and parameters: one pass, no parser of the standard library, nothing that raises."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from mail.charsets import decode_text

#: Lower-case name and unfolded value; encoded words are left as they came, for addresses are read before they are decoded.
Field = tuple[str, str]

#: Header lines as the standard library's parser sees them: the first line that is none of these ends the block.
BLOCK = re.compile(rb"(?:(?:From |[\x21-\x39\x3b-\x7e]*+:|[\t ])[^\r\n]*+(?:\r\n|\r|\n|\Z))*+")

_FIELD = re.compile(r"^([\x21-\x39\x3b-\x7e]++):([^\n]*+(?:\n[\t ][^\n]*+)*+)", re.MULTILINE)
_PARAMETER = re.compile(r';\s*+([^\s=;"]{1,80}+)\s*+=\s*+("(?:[^"\\]|\\.)*+"?|[^;]*+)', re.DOTALL)
_SECTION = re.compile(r"(.+?)\*(?:(\d{1,2})(\*?))?", re.DOTALL)
_MEDIA_TYPE = re.compile(r"\s*+([a-z0-9!#$&^_.+-]++/[a-z0-9!#$&^_.+-]++)", re.IGNORECASE | re.ASCII)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def read_fields(block: bytes) -> tuple[Field, ...]:
    """The fields of a header block in their order."""
    text = decode_text(block.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    return tuple((match[1].lower(), match[2].replace("\n", "").strip()) for match in _FIELD.finditer(text))


def first(fields: tuple[Field, ...], name: str) -> str:
    """The first value of a field, or an empty string."""
    return next((value for key, value in fields if key == name), "")


def media_type(value: str, default: str) -> str:
    """The lower-case type of a Content-Type; what cannot be read is plain text (RFC 2045, 5.2)."""
    if not value:
        return default
    match = _MEDIA_TYPE.match(value)
    return match[1].lower() if match else "text/plain"


def parameters(value: str) -> dict[str, str]:
    """Parameters of Content-Type or Content-Disposition, those of RFC 2231 decoded and joined."""
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _PARAMETER.finditer(value):
        key, text = match[1].lower(), _unquoted(match[2])
        section = _SECTION.fullmatch(key)
        if section is None:
            plain.setdefault(key, text)
        else:
            encoded = section[2] is None or section[3] == "*"
            sections.setdefault(section[1], {}).setdefault(int(section[2] or 0), (encoded, text))
    return plain | {key: _joined(parts) for key, parts in sections.items()}


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        return _ESCAPED.sub(r"\1", text[1:].removesuffix('"'))
    return text.strip()


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    charset, data = "", b""
    for number in sorted(parts):
        encoded, text = parts[number]
        if encoded and number == min(parts) and text.count("'") >= 2:  # noqa: PLR2004  charset'language'text
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf_8", "replace")
    return decode_text(data, charset)
