"""How alarming a mail's sentences are, by likeness to examples: proposes, while handlers/sensitive.py decides.

Kernel ridge regression over the sentence encoder's vectors. The examples are whole mails, of which one window is the alarming one:
each round of fitting picks, in every alarming mail, the window that the round before found worst. Only operators of the arrays that
the encoder returns are used, so that bot/meaning.py stays the only importer of the model and of numpy.
"""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, Any

from handlers.sensitive import windows
from handlers.types import Judged, Sensitive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    #: Texts to an array of one row of length one each.
    Encode = Callable[[Sequence[str]], Any]

ORDINARY = "ordinary"
_ROUNDS = 6
_RIDGE = 0.3
_STEPS = 60  #: of conjugate gradients; the residual is far below what matters


class Alarm:
    """Judges texts against the examples in a folder: one TOML file a class, and `ordinary.toml`, with lists `en` and `es`."""

    def __init__(self, folder: Path, encode: Encode, learn: Encode | None = None) -> None:
        self._folder = folder
        self._encode = encode
        self._learn = learn or encode  #: of the examples, whose vectors may be kept
        self._support: Any = None
        self._weights: Any = None
        self._mean = 0.0
        self._kinds: tuple[Sensitive | None, ...] = ()

    @property
    def ready(self) -> bool:
        return self._support is not None

    def load(self) -> None:
        """Read and encode the examples and fit; a second call returns at once."""
        if self.ready:
            return
        mails = [(kind, windows(text)) for kind, text in _examples(self._folder)]
        vectors = self._learn([window for _, parts in mails for window in parts])
        starts, at = [], 0
        for _, parts in mails:
            starts.append((at, at + len(parts)))
            at += len(parts)
        alarming = [(start, end, kind) for (start, end), (kind, _) in zip(starts, mails, strict=True) if kind is not None]
        ordinary = [row for (start, end), (kind, _) in zip(starts, mails, strict=True) if kind is None for row in range(start, end)]
        chosen: list[int] = []
        for _ in range(_ROUNDS):
            before, chosen = chosen, [self._worst(vectors, start, end) for start, end, _ in alarming]
            if chosen == before:
                break
            self._fit(vectors[chosen + ordinary], len(chosen))
        self._kinds = tuple(kind for _, _, kind in alarming)

    def judge(self, text: str) -> tuple[Judged, ...]:
        """An opinion of each window of a text; none before `load` is done."""
        parts = windows(text)
        if not self.ready or not parts:
            return ()
        likeness = _kernel(self._encode(parts), self._support)
        alarms = likeness @ self._weights + self._mean
        return tuple(Judged(words, float(alarm), self._nearest(row)) for words, alarm, row in zip(parts, alarms, likeness, strict=True))

    def _nearest(self, likeness: Any) -> Sensitive:
        """The class whose examples are most like it: each class counts by its three nearest."""
        by_kind: dict[Sensitive, list[float]] = {}
        for kind, value in zip(self._kinds, likeness, strict=False):
            if kind is not None:
                by_kind.setdefault(kind, []).append(float(value))
        return max(by_kind, key=lambda kind: sum(sorted(by_kind[kind])[-3:]))

    def _worst(self, vectors: Any, start: int, end: int) -> int:
        """The row of the window that now looks most alarming; in the first round the one least like the mail's others."""
        rows = vectors[start:end]
        if not self.ready:
            return start + int((rows @ rows.mean(axis=0)).argmin())
        return start + int((_kernel(rows, self._support) @ self._weights).argmax())

    def _fit(self, support: Any, alarming: int) -> None:
        """Targets are 1 and -1; both sides weigh the same in sum, though there are many more ordinary windows."""
        ordinary = len(support) - alarming
        lift = ordinary / alarming
        targets = [1.0] * alarming + [-1.0] * ordinary
        ridge = [_RIDGE / lift] * alarming + [_RIDGE] * ordinary
        kernel = _kernel(support, support)
        column = kernel[0] * 0.0
        self._mean = 0.0
        target, extra = column + targets, column + ridge
        self._weights = _solve(lambda x: kernel @ x + extra * x, target - self._mean)
        self._support = support


def _kernel(one: Any, other: Any) -> Any:
    """exp(-|a - b|^2) for vectors of length one."""
    return math.e ** (2.0 * (one @ other.T) - 2.0)


def _solve(times: Callable[[Any], Any], target: Any) -> Any:
    """Conjugate gradients: x with times(x) = target, for a symmetric positive map."""
    x = target * 0.0
    rest = target - times(x)
    direction, size = rest, rest @ rest
    for _ in range(_STEPS):
        moved = times(direction)
        step = size / (direction @ moved)
        x, rest = x + step * direction, rest - step * moved
        before, size = size, rest @ rest
        if size < 1e-10:  # noqa: PLR2004  # nothing left to solve
            break
        direction = rest + (size / before) * direction
    return x


def _examples(folder: Path) -> list[tuple[Sensitive | None, str]]:
    """Examples in a fixed order; a file that cannot be read or names no class stops the load with its name."""
    found: list[tuple[Sensitive | None, str]] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            data: Mapping[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
            kind = None if file.stem == ORDINARY else Sensitive(file.stem)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
            raise ValueError(f"{file}: {error}") from error
        if not set(data) <= {"en", "es"}:
            raise ValueError(f"{file}: examples stand in the lists en and es")
        found += [(kind, text) for language in ("en", "es") for text in data.get(language, [])]
    return found
