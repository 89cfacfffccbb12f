"""What was learnt from the shipped examples, kept from one start to the next: reading it takes milliseconds, learning it seconds."""

from __future__ import annotations

import contextlib
import hashlib
import uuid
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.encoders import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Fits:
    """Keeps named arrays in a folder, each set under a key of all that it was made of. Without a folder it keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def _key(self, code: Sequence[str], made_of: Iterable[str]) -> str:
        """A key of the examples, of the code (modules' `__file__`) and of the encoders: where one of them changes, it is learnt anew."""
        digest = hashlib.sha256(b"".join(Path(each).read_bytes() for each in code))
        digest.update(versions().encode())
        for each in made_of:
            digest.update(b"\0" + each.encode())
        return digest.hexdigest()

    def kept(self, name: str, code: Sequence[str], made_of: Iterable[str], learn: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """The arrays that were learnt before from the same, else what `learn` gives, which is kept for the next start."""
        key = self._key(code, made_of)
        known = self._recall(name, key)
        if known is not None:
            return known
        learnt = learn()
        self._keep(name, key, learnt)
        return learnt

    def _recall(self, name: str, key: str) -> dict[str, Any] | None:
        """The arrays that were kept under this very key; a damaged file counts as none."""
        import numpy as np  # noqa: PLC0415  only a process that loads the model needs it

        if self._folder is None:
            return None
        try:
            with (self._folder / f"{name}.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
                arrays = {each: kept[each] for each in kept.files}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            return None
        if str(arrays.pop("key", "")) != key or not all(np.isfinite(each).all() for each in arrays.values()):
            return None
        return arrays

    def _keep(self, name: str, key: str, arrays: Mapping[str, Any]) -> None:
        """Written beside and moved into place, so that a reader never sees half a file. A full disk costs only time at the next start."""
        import numpy as np  # noqa: PLC0415  as in recall

        if self._folder is None:
            return
        part = self._folder / f"{name}.{uuid.uuid4().hex}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as stream:
                np.savez(stream, key=np.array(key), **arrays)
            part.replace(self._folder / f"{name}.npz")
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
