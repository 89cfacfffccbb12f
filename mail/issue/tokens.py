"""Addresses and ids that name one delivery and prove that we made them: nothing of them is kept, a million rows need no table of tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

#: Of 16 bytes the first six are the row, the others prove it: 80 bits in an address, 112 in a Message-ID.
_ROW = 6
_LONGEST_ROW = 2 ** (8 * _ROW) - 1

_MESSAGE_ID = re.compile(r"liaison\.(?P<row>[0-9a-f]{12})(?P<proof>[0-9a-f]{28})@(?P<domain>[^\s<>@]{1,255})")
_TOKEN = re.compile(r"[a-z2-7]{26}")


def _proof(secret: bytes, what: bytes, row: bytes) -> bytes:
    return hmac.digest(secret, what + row, hashlib.sha256)


def token_of(secret: bytes, row: int) -> str:
    """The token of a reply address and of an unsubscribe link: 26 letters and digits without case, as all our tokens are."""
    number = row.to_bytes(_ROW, "big")
    return base64.b32encode(number + _proof(secret, b"delivery-token/", number)[:10]).decode().rstrip("=").lower()


def row_of_token(secret: bytes, token: str) -> int | None:
    """The delivery that a token was made for; None for any other text."""
    token = token.strip().lower()
    if not _TOKEN.fullmatch(token):
        return None
    raw = base64.b32decode(token.upper() + "=" * 6)
    return int.from_bytes(raw[:_ROW], "big") if hmac.compare_digest(token_of(secret, int.from_bytes(raw[:_ROW], "big")), token) else None


def message_id_of(secret: bytes, row: int, domain: str) -> str:
    """A Message-ID of the form that all ours have (mail/addresses.py)."""
    number = row.to_bytes(_ROW, "big")
    return f"liaison.{number.hex()}{_proof(secret, b'delivery-id/', number).hex()[:28]}@{domain}"


def row_of_message_id(secret: bytes, message_id: str) -> int | None:
    match = _MESSAGE_ID.fullmatch(message_id.strip().strip("<>").lower())
    if match is None:
        return None
    row = int(match["row"], 16)
    return row if hmac.compare_digest(message_id_of(secret, row, match["domain"]), match[0]) else None
