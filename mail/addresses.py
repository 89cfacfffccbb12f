"""Mailboxes read by a strict grammar of our own, and the signed reply addresses that lead a mail to its conversation: pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

from handlers.types import Address
from mail.charsets import decode_words

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ADDRESSES = 1_000
_LONGEST_MAILBOX = 4_000
_LONGEST_NAME = 200
_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, and erratum 1690

_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+ *")
#: Controls, lone surrogates, and characters that show nothing but change direction or hide (T04).
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]++"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDR_SPEC = re.compile(rf"(?P<local>{_ATOM}(?:\.{_ATOM})*+)@(?P<domain>{_LABEL}(?:\.{_LABEL})*+)", re.IGNORECASE | re.ASCII)

#: The alternatives begin with different characters and give nothing back, so that no input makes this backtrack.
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_COMMENT = r'\([^()<>@"\\]*+\)'
_PHRASE = rf'(?:{_QUOTED}|{_COMMENT}|[^<>,;:"()\\])*+'
_NAME_ADDR = re.compile(rf"(?P<name>{_PHRASE})<\s*+(?P<addr>[^<>\s]++)\s*+>\s*+(?:{_COMMENT})?\s*+", re.DOTALL)
_BARE_ADDR = re.compile(rf"(?P<addr>[^<>\s(),;:\"\\]++)\s*+(?P<name>{_COMMENT})?\s*+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_STOPS = re.compile(r'\\.|["(),;<>]', re.DOTALL)

_TOKEN = re.compile(r"[a-z2-7]{26}")

#: Names that RFC 2606 and RFC 6761 reserve, which tests and closed networks use. The validator refuses them.
_RESERVED = ("localhost", "test", "example", "invalid", "local")


def clean(text: str) -> str:
    """One line without control, direction and zero-width characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _HIDDEN.sub("", _BREAKS.sub(" ", text)).strip()


def parse_mailbox(value: str) -> Address | None:
    """The one mailbox of an address header as it came, or None.

    Stricter than RFC 5322 (T03, CVE-2023-27043): no group, no route, no quoted local part, no domain literal, comments only where they
    cannot pass for an address. The name's encoded words are decoded after the structure is read, so that they cannot hide an address.
    """
    value = value.strip(" \t\r\n")
    if len(value) > _LONGEST_MAILBOX or "\x00" in value:
        return None
    match = _NAME_ADDR.fullmatch(value) or _BARE_ADDR.fullmatch(value)
    if match is None or not _is_addr_spec(match["addr"]):
        return None
    name = _display_name(match["name"] or "")
    email = match["addr"].lower()
    # An address as display name is honest only if it is the same one.
    if "@" in _without_quoted(match["name"] or "") and name.lower() != email:
        return None
    return Address(email=email, name="" if name.lower() == email else name)


def _is_addr_spec(text: str) -> bool:
    match = _ADDR_SPEC.fullmatch(text)
    return match is not None and len(match["local"]) <= 64 and len(match["domain"]) <= 253  # noqa: PLR2004  RFC 5321, 4.5.3.1


def _without_quoted(phrase: str) -> str:
    return re.sub(_QUOTED, "", phrase)


def _display_name(phrase: str) -> str:
    text = phrase.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    text = re.sub(_QUOTED, lambda quoted: _ESCAPED.sub(r"\1", quoted[0][1:-1]), text)
    return clean(decode_words(text))[:_LONGEST_NAME].strip(" '")


def parse_mailboxes(value: str) -> tuple[Address, ...]:
    """The valid mailboxes of a list, groups opened, at most 1,000."""
    found: list[Address] = []
    for piece in _split(value):
        address = parse_mailbox(piece)
        if address is not None:
            found.append(address)
        if len(found) == MAX_ADDRESSES:
            break
    return tuple(found)


def _split(value: str) -> Iterator[str]:
    """Pieces between commas and semicolons that stand outside quotes, comments and angle brackets; one pass."""
    begin, quoted, depth, angle = 0, False, 0, False
    for stop in _STOPS.finditer(value):
        char = stop[0]
        if char == '"' and not depth:
            quoted = not quoted
        elif quoted or len(char) > 1:
            continue
        elif char in "()":
            depth = max(0, depth + (1 if char == "(" else -1))
        elif depth:
            continue
        elif char in "<>":
            angle = char == "<"
        elif not angle:
            yield _without_group(value[begin : stop.start()])
            begin = stop.end()
    yield _without_group(value[begin:])


def _without_group(piece: str) -> str:
    name, colon, rest = piece.partition(":")
    return rest if colon and not any(char in name for char in '"<(@') else piece


def is_sendable(email: str) -> bool:
    """Whether this may stand in an SMTP envelope: plain ASCII, no quotes, no controls, a domain that can exist."""
    return _is_addr_spec(email) and len(email) <= _LONGEST_ADDRESS and _can_exist(email.rpartition("@")[2].lower())


@lru_cache(maxsize=4_096)
def _can_exist(domain: str) -> bool:
    """Whether the validator takes a domain: many people share one, and it is nearly all of what an address costs to check."""
    if domain.rpartition(".")[2] in _RESERVED:
        return True
    try:
        validate_email(f"a@{domain}", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    return True


def reply_address(intake: Address, token: str) -> str:
    local, _, domain = intake.email.rpartition("@")
    return f"{local}+{token}@{domain}"


def token_in(email: str, intake: Address) -> str | None:
    """The token, lower case, where this is a token form of the intake address; programs fold case, so case says nothing (T06)."""
    local, _, domain = intake.email.lower().rpartition("@")
    theirs, _, their_domain = email.strip().lower().rpartition("@")
    token = theirs.removeprefix(f"{local}+")
    if their_domain != domain or token == theirs or not _TOKEN.fullmatch(token):
        return None
    return token


def is_intake_family(email: str, intake: Address) -> bool:
    """Whether an address is the intake address with anything after a plus: nobody else owns those."""
    local, _, domain = email.lower().rpartition("@")
    own_local, _, own_domain = intake.email.rpartition("@")
    return domain == own_domain and (local == own_local or local.startswith(f"{own_local}+"))


def is_intake(email: str, intake: Address) -> bool:
    """The intake address itself or a token form of it."""
    return email.strip().lower() == intake.email.lower() or token_in(email, intake) is not None


def make_token(secret: bytes, conversation: str, contact: str, epoch: int) -> str:
    """128 bits of HMAC-SHA256 over what the token leads to, in 26 letters and digits without case."""
    told = "\x00".join((conversation, contact.lower(), str(epoch))).encode()
    digest = hmac.new(secret, told, hashlib.sha256).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def hash_token(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.lower().encode()).hexdigest()


def message_id_for(secret: bytes, key: str, domain: str) -> str:
    """The Message-ID, without brackets, of an outbound key: the same key gives the same one on every attempt.

    Keys can be guessed; the secret keeps a stranger from naming a mail of ours in a report that was never made (T11).
    """
    return f"liaison.{hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[:40]}@{domain}"
