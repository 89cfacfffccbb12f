"""Which question a sentence of a reply answers, and what a number in it counts, by likeness to examples: proposes, handlers decide.

Kernel ridge regression over the sentence encoder's vectors, one against the rest. As in bot/alarm.py only operators of the arrays that
the encoder returns are used, so that bot/meaning.py stays the only importer of the model and of numpy.
"""

from __future__ import annotations

import math
import tomllib
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from handlers.reading.weighing import MASK, NUMBER, SENTENCE
from handlers.types import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bot.fits import Fits

    #: Texts to an array of one row of length one each.
    Encode = Callable[[Sequence[str]], Any]
    #: Such an array to one that needs less memory.
    Pack = Callable[[Any], Any]

_RIDGE = 0.3
_STEPS = 60  #: of conjugate gradients; the residual is far below what matters
#: What makes the softmax of left-out examples most truthful, measured over the shipped ones.
_SHARPNESS = {SENTENCE: 10.0, NUMBER: 7.0}


class Answers:
    """Weighs clauses against `FOLDER/sentences` and `FOLDER/numbers`: one TOML file a class, with lists `en` and `es`."""

    def __init__(
        self, folder: Path, encode: Encode, learn: Encode | None = None, *, fits: Fits | None = None, pack: Pack = lambda rows: rows
    ) -> None:
        self._folder = folder
        self._encode = encode
        self._learn = learn or encode  #: of the examples, whose vectors may be kept
        self._fits = fits
        self._pack = pack
        self._fitted: dict[str, tuple[tuple[str, ...], Any, Any]] = {}

    def load(self) -> None:
        """Read and encode the examples and fit; a second call returns at once."""
        if self._fitted:
            return
        kinds = {kind: _examples(self._folder / kind) for kind in (SENTENCE, NUMBER)}
        names = {kind: tuple(dict.fromkeys(name for name, _ in examples)) for kind, examples in kinds.items()}
        made_of = (f"{kind} {name} {text}" for kind in kinds for name, text in kinds[kind])
        learn = partial(self._learnt, kinds)
        known = learn() if self._fits is None else self._fits.kept("answers-fit", [__file__], made_of, learn)
        self._fitted = {kind: (names[kind], self._pack(known[f"{kind}_vectors"]), known[f"{kind}_weights"]) for kind in kinds}

    def _learnt(self, kinds: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, Any]:
        vectors, at = self._learn([text for examples in kinds.values() for _, text in examples]), 0
        found: dict[str, Any] = {}
        for kind, examples in kinds.items():
            own = vectors[at : at + len(examples)]
            found |= {f"{kind}_vectors": own, f"{kind}_weights": _fit([name for name, _ in examples], own)}
            at += len(examples)
        return found

    def weigh(self, asked: Sequence[tuple[str, str]]) -> tuple[Told, ...]:
        """An opinion of each sentence and of each number, given with its kind; none before `load` is done."""
        if not self._fitted or not asked:
            return ()
        vectors = self._encode([words for _, words in asked])
        told = []
        for (kind, words), vector in zip(asked, vectors, strict=True):
            names, support, weights = self._fitted[kind]
            values = [float(each) for each in weights @ _likeness(support, vector)]
            told.append(Told(kind, words, MappingProxyType(dict(zip(names, _softmax(values, _SHARPNESS[kind]), strict=True)))))
        return tuple(told)


def _fit(labels: Sequence[str], vectors: Any) -> Any:
    """A row of weights for each class, in the order in which they first stand among the labels."""
    names = tuple(dict.fromkeys(labels))
    kernel = _likeness(vectors, vectors.T)
    column, rows = kernel[0] * 0.0, []
    for name in names:
        target = column + [float(label == name) - 1 / len(names) for label in labels]
        rows.append(_solve(lambda x: kernel @ x + _RIDGE * x, target))
    weights = kernel[: len(names)] * 0.0
    for place, row in enumerate(rows):
        weights[place] = row
    return weights


def _likeness(one: Any, other: Any) -> Any:
    """exp(-|a - b|^2) for vectors of length one."""
    return math.e ** (2.0 * (one @ other) - 2.0)


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


def _softmax(values: Sequence[float], sharpness: float) -> list[float]:
    grown = [math.exp(sharpness * (value - max(values))) for value in values]
    return [each / sum(grown) for each in grown]


def _examples(folder: Path) -> list[tuple[str, str]]:
    """Examples in a fixed order; a file that cannot be read stops the load with its name."""
    found: list[tuple[str, str]] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            data: Mapping[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{file}: {error}") from error
        if not set(data) <= {"en", "es"}:
            raise ValueError(f"{file}: examples stand in the lists en and es")
        found += [(file.stem, text.replace("#", MASK)) for language in ("en", "es") for text in data.get(language, [])]
    return found
