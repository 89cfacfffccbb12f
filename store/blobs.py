"""Raw mail and documents as compressed rows, so that two machines, a backup and an erasure see the same."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from store.schema import blobs

if TYPE_CHECKING:
    from store.engine import Late

#: The largest mail that we take whole is 25 MiB; a carrier's own header lines come on top.
MAX_BYTES = 26 * 2**20

#: Attachments are base64, which no level makes much smaller; above this size speed counts, since others wait.
_LARGE = 2**20


class Blobs:
    def __init__(self, late: Late) -> None:
        self._late = late

    def put(self, data: bytes) -> str:
        """Keeps the bytes and returns their SHA-256; the same bytes twice are one row. ValueError above MAX_BYTES."""
        if len(data) > MAX_BYTES:
            raise ValueError(f"{len(data)} bytes are more than the {MAX_BYTES} that one blob may have")
        digest = hashlib.sha256(data).hexdigest()
        packed = zlib.compress(data, level=1 if len(data) > _LARGE else 6)
        row = {"sha256": digest, "size": len(data), "data": packed}
        self._late.execute(self._late.insert(blobs).values(row).on_conflict_do_nothing())
        return digest

    def get(self, sha256: str) -> bytes | None:
        packed = self._late.execute(select(blobs.c.data).where(blobs.c.sha256 == sha256)).scalar()
        return None if packed is None else unpack(packed)


def unpack(packed: bytes) -> bytes:
    """The bytes that a row of `blobs` was made from."""
    return zlib.decompress(packed)
