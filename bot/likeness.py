"""Kernel ridge regression over likeness of meaning and shared words: the arithmetic behind bot/meaning.py, which alone loads the model."""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from bot.packed import Packed

    Floats = np.ndarray[Any, np.dtype[np.float32]]

#: The shape of the likeness (docs/reading.md has the measurements): a sum of exp(steepness (cos - 1)) of the encoders' vectors, which
#: stand side by side in a row as long as the second encoder is there, plus a little for shared words and shared parts of words, which
#: help with names and with typing errors. Of each: where it begins and ends in a row, its steepness and its weight.
_VECTORS = ((0, 512, 2.0, 0.7), (512, 896, 7.0, 0.7), (896, 1280, 5.0, 0.7))
_WORDS, _PARTS = 0.3, 0.2
_SMOOTHING = 0.3
#: The factor that makes the softmax of the values most truthful as probabilities, measured on examples of writers left out.
SHARPNESS = 13.0
_LEAST = 1e-6  #: no share is less: one part that fits badly must not decide alone
_STEPS = 100  #: of conjugate gradients, at most
_SETTLED = 1e-3  #: of the length of a target; what remains moves no value by more
_BUCKETS = 4_096
_BLOCK = 256  #: rows that are worked on at a time, which bounds the memory of the fit


@dataclass(frozen=True, slots=True)
class Hashed:
    """Texts as hashed counts of words or of parts of words, each row of length one."""

    rows: Floats
    rarity: Floats


@dataclass(frozen=True, slots=True)
class _Sparse:
    """The same without zeros: one entry a bucket that a row has, rows in order."""

    rarity: Floats  #: (buckets,)
    rows: Any
    buckets: Any
    values: Floats


@dataclass(frozen=True, slots=True)
class Folded:
    """Shared words count in proportion, so that what all examples say of a word is one row for each bucket."""

    rarity: Floats  #: (buckets,)
    weights: Floats  #: (buckets, pathways)


@dataclass(frozen=True, slots=True)
class Regression:
    """One against the rest: what each example says of each pathway, and of words what all of them say."""

    weights: Floats  #: (n, pathways)
    words: Folded
    parts: Folded

    @classmethod
    def of(cls, texts: Sequence[str], labels: Any, vectors: Floats) -> Regression:
        """Fit; it depends on nothing else.

        The likeness of all to all is held in half precision, far more than the smoothing leaves to tell: it is most of the memory.
        """
        import numpy as np  # noqa: PLC0415  only a process that loads the model needs it, and only when it loads

        sparse = [_sparse(texts, parts=parts) for parts in (False, True)]
        kernel = np.empty((len(texts), len(texts)), dtype=np.float16)
        for first in range(0, len(texts), _BLOCK):
            block = likeness_of(vectors, vectors[first : first + _BLOCK].T).T
            for weight, each in zip((_WORDS, _PARTS), sparse, strict=True):
                block += weight * _products(each, first, len(texts))
            kernel[first : first + _BLOCK] = block
        classes = int(labels.max()) + 1
        weights = _solved(kernel, np.eye(classes, dtype=np.float32)[labels] - np.float32(1 / classes))
        words, parts = (_folded(each, weight * weights) for weight, each in zip((_WORDS, _PARTS), sparse, strict=True))
        return cls(weights, words, parts)

    def logs(self, likeness: Floats, texts: Sequence[str]) -> Floats:
        """The logarithm of each pathway's probability, a row for each of some texts, by their words and their `likeness` to the examples.

        The likeness has a row for each example and a column for each text.
        """
        import numpy as np  # noqa: PLC0415  as in of

        values: Floats = likeness.T @ self.weights
        for parts, each in zip((False, True), (self.words, self.parts), strict=True):
            values += hashed(texts, parts=parts, rarity=each.rarity).rows @ each.weights
        return np.log(np.maximum(softmax(values * SHARPNESS), _LEAST))

    def arrays(self, name: str) -> dict[str, Any]:
        """All that it consists of, to be kept under `name`."""
        found = {"weights": self.weights}
        for each, folded in (("words", self.words), ("parts", self.parts)):
            found |= {f"{each}_rarity": folded.rarity, each: folded.weights}
        return {f"{name}_{each}": array for each, array in found.items()}

    @classmethod
    def from_arrays(cls, name: str, kept: Mapping[str, Any]) -> Regression:
        words, parts = (Folded(kept[f"{name}_{each}_rarity"], kept[f"{name}_{each}"]) for each in ("words", "parts"))
        return cls(kept[f"{name}_weights"], words, parts)


def likeness_of(vectors: Floats | Packed, other: Floats) -> Floats:
    """How like each row is to another row, or to each of several columns."""
    import numpy as np  # noqa: PLC0415  as in Regression

    likeness = np.zeros((len(vectors), *other.shape[1:]), dtype=np.float32)
    for start, end, steepness, weight in _VECTORS:
        if start < vectors.shape[1]:
            likeness += weight * np.exp(steepness * (vectors[:, start:end] @ other[start:end] - 1))
    return likeness


def by_first(cosines: Floats) -> Floats:
    """How like examples are to texts, by the first encoder's vectors alone, whose products are given."""
    import numpy as np  # noqa: PLC0415  as in Regression

    _, _, steepness, weight = _VECTORS[0]
    return weight * np.exp(steepness * (cosines - 1))  # type: ignore[no-any-return]  # numpy's stubs give Any


def by_others(packed: Packed, row: Floats) -> Floats:
    """The same by what the other encoder gives for one text: a column."""
    import numpy as np  # noqa: PLC0415  as in Regression

    begins, likeness = _VECTORS[0][1], np.zeros((len(packed), 1), dtype=np.float32)
    for start, end, steepness, weight in _VECTORS[1:]:
        cosines = packed[:, start:end] @ row[start - begins : end - begins, None]
        likeness += weight * np.exp(steepness * (cosines - 1))
    return likeness


def _solved(kernel: Any, targets: Floats) -> Floats:
    """Conjugate gradients for (kernel + smoothing) x = target, each column by itself."""
    import numpy as np  # noqa: PLC0415  as in Regression

    def times(x: Floats) -> Floats:
        starts = range(0, len(kernel), _BLOCK)
        products: Floats = np.concatenate([kernel[first : first + _BLOCK].astype(np.float32) @ x for first in starts])
        return products + np.float32(_SMOOTHING) * x

    x = np.zeros_like(targets)
    rest, direction, size = targets, targets, (targets**2).sum(axis=0)
    enough = size * _SETTLED**2
    for _ in range(_STEPS):
        moved = times(direction)
        step = size / np.maximum((direction * moved).sum(axis=0), 1e-12)
        x, rest = x + step * direction, rest - step * moved
        before, size = size, (rest**2).sum(axis=0)
        if (size < enough).all():
            break
        direction = rest + size / np.maximum(before, 1e-12) * direction
    return x


def _sparse(texts: Sequence[str], *, parts: bool) -> _Sparse:
    """What `hashed` gives, without its zeros: of thousands of examples they would be most of a process's memory."""
    import numpy as np  # noqa: PLC0415  as in Regression

    found = [np.unique([_bucket(each) for each in (_parts(text) if parts else _words(text))], return_counts=True) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(buckets) for buckets, _ in found])
    buckets = np.concatenate([buckets for buckets, _ in found]).astype(np.int64)
    values = np.log1p(np.concatenate([counts for _, counts in found]).astype(np.float32))
    rarity = np.log((1 + len(texts)) / (1 + np.bincount(buckets, minlength=_BUCKETS))).astype(np.float32)
    values *= rarity[buckets]
    lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(texts))).astype(np.float32)
    values /= np.maximum(lengths, 1e-6)[rows]
    return _Sparse(rarity, rows, buckets, values)


def _products(sparse: _Sparse, first: int, count: int) -> Floats:
    """The products of a block of rows with all rows, a block of these at a time."""
    import numpy as np  # noqa: PLC0415  as in Regression

    block = _dense(sparse, first)[: count - first]
    return np.concatenate([block @ _dense(sparse, second).T for second in range(0, count, _BLOCK)], axis=1)[:, :count]


def _dense(sparse: _Sparse, first: int) -> Floats:
    import numpy as np  # noqa: PLC0415  as in Regression

    start, end = sparse.rows.searchsorted([first, first + _BLOCK])
    block = np.zeros((_BLOCK, _BUCKETS), dtype=np.float32)
    block[sparse.rows[start:end] - first, sparse.buckets[start:end]] = sparse.values[start:end]
    return block


def _folded(sparse: _Sparse, weights: Floats) -> Folded:
    """Sum over the examples, once, what a text's words would otherwise be compared with one by one."""
    import numpy as np  # noqa: PLC0415  as in Regression

    folded = np.zeros((_BUCKETS, weights.shape[1]), dtype=np.float32)
    for name, weight in enumerate(weights.T):
        folded[:, name] = np.bincount(sparse.buckets, weights=sparse.values * weight[sparse.rows], minlength=_BUCKETS)
    return Folded(sparse.rarity, folded)


def softmax(values: Floats) -> Floats:
    """Values to shares that add up to one, along the last axis."""
    import numpy as np  # noqa: PLC0415  as in Regression

    grown = np.exp(values - values.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]  # numpy's stubs give Any


def hashed(texts: Sequence[str], *, parts: bool = False, rarity: Floats | None = None) -> Hashed:
    """Counts of words and pairs of words, or of parts of words, rare ones weighing more; crc32 names the bucket."""
    import numpy as np  # noqa: PLC0415  as in Regression

    rows = np.zeros((len(texts), _BUCKETS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for each in _parts(text) if parts else _words(text):
            row[_bucket(each)] += 1
    np.log1p(rows, out=rows)
    if rarity is None:
        rarity = np.log((1 + len(texts)) / (1 + (rows > 0).sum(axis=0))).astype(np.float32)
    rows *= rarity
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return Hashed(rows, rarity)


def _bucket(word: str) -> int:
    return zlib.crc32(word.encode()) % _BUCKETS


def _tokens(text: str) -> list[str]:
    plain = "".join(each for each in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(each))
    return re.findall(r"[^\W_]+|\$", plain)


def _words(text: str) -> list[str]:
    tokens = _tokens(text)
    return [*tokens, *(f"{first} {second}" for first, second in itertools.pairwise(tokens))]


def _parts(text: str) -> list[str]:
    framed = [f"<{each}>" for each in _tokens(text)]
    return [each[start : start + size] for each in framed for size in (3, 4, 5) for start in range(len(each) - size + 1)]
