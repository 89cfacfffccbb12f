"""Kernel ridge regression over likeness of meaning and shared words: the arithmetic behind bot/meaning.py, which alone loads the model."""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

#: The shape of the likeness (docs/reading.md has the measurements): exp(2 (cos - 1)) of the encoder's vectors, plus a little
#: for shared words and shared parts of words, which help with names and with typing errors.
_STEEPNESS = 2.0
_WORDS, _PARTS = 0.3, 0.2
_SMOOTHING = 0.3
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


def regression(texts: Sequence[str], labels: Any, vectors: Floats) -> dict[str, Any]:
    """Fit one against the rest, and return the arrays that the fit consists of; they depend on nothing else.

    The values of left-out examples, which a ridge regression knows in closed form, set the sharpness.
    """
    import numpy as np  # noqa: PLC0415  only a process that loads the model needs it, and only when it loads

    kernel = vectors @ vectors.T
    kernel -= 1
    kernel *= _STEEPNESS
    np.exp(kernel, out=kernel)
    sparse = [_sparse(texts, parts=parts) for parts in (False, True)]
    for weight, each in zip((_WORDS, _PARTS), sparse, strict=True):
        _add_products(kernel, each, weight)
    kernel[np.diag_indices_from(kernel)] += _SMOOTHING
    _invert(kernel)
    classes = int(labels.max()) + 1
    targets = np.eye(classes, dtype=np.float32)[labels] - 1 / classes
    weights = (kernel @ targets).astype(np.float32)
    held_back = targets - weights / np.diag(kernel)[:, None]
    words, parts = (_folded(each, weight * weights) for weight, each in zip((_WORDS, _PARTS), sparse, strict=True))
    return {
        "vectors": vectors,
        "weights": weights,
        "rarity_of_words": words.rarity,
        "words": words.weights,
        "rarity_of_parts": parts.rarity,
        "parts": parts.weights,
        "sharpness": np.array(_sharpness(held_back, labels)),
    }


def _sparse(texts: Sequence[str], *, parts: bool) -> _Sparse:
    """What `hashed` gives, without its zeros: of thousands of examples they would be most of a process's memory."""
    import numpy as np  # noqa: PLC0415  as in regression

    found = [np.unique([_bucket(each) for each in (_parts(text) if parts else _words(text))], return_counts=True) for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(buckets) for buckets, _ in found])
    buckets = np.concatenate([buckets for buckets, _ in found]).astype(np.int64)
    values = np.log1p(np.concatenate([counts for _, counts in found]).astype(np.float32))
    rarity = np.log((1 + len(texts)) / (1 + np.bincount(buckets, minlength=_BUCKETS))).astype(np.float32)
    values *= rarity[buckets]
    lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(texts))).astype(np.float32)
    values /= np.maximum(lengths, 1e-6)[rows]
    return _Sparse(rarity, rows, buckets, values)


def _add_products(kernel: Floats, sparse: _Sparse, weight: float) -> None:
    """Add each row's product with each other, a block of rows at a time."""
    starts = range(0, len(kernel), _BLOCK)
    for first in starts:
        block = weight * _dense(sparse, first)
        for second in starts:
            kernel[first : first + _BLOCK, second : second + _BLOCK] += (block @ _dense(sparse, second).T)[
                : len(kernel) - first, : len(kernel) - second
            ]


def _dense(sparse: _Sparse, first: int) -> Floats:
    import numpy as np  # noqa: PLC0415  as in regression

    start, end = sparse.rows.searchsorted([first, first + _BLOCK])
    block = np.zeros((_BLOCK, _BUCKETS), dtype=np.float32)
    block[sparse.rows[start:end] - first, sparse.buckets[start:end]] = sparse.values[start:end]
    return block


def _invert(matrix: Floats) -> None:
    """Invert a symmetric positive matrix in its own place, block after block (the sweep operator); LAPACK would need three more of it."""
    import numpy as np  # noqa: PLC0415  as in regression

    for first in range(0, len(matrix), _BLOCK):
        mine = slice(first, first + _BLOCK)
        # In double precision: what is left of a block after the others is small beside what was taken away.
        pivot = np.linalg.inv(matrix[mine, mine].astype(np.float64))
        row = matrix[mine].astype(np.float64)
        column = row.T @ pivot
        for start in range(0, len(matrix), _BLOCK):
            matrix[start : start + _BLOCK] -= column[start : start + _BLOCK] @ row
        matrix[:, mine] = column
        matrix[mine] = column.T
        matrix[mine, mine] = -pivot
    np.negative(matrix, out=matrix)


def _folded(sparse: _Sparse, weights: Floats) -> Folded:
    """Sum over the examples, once, what a text's words would otherwise be compared with one by one."""
    import numpy as np  # noqa: PLC0415  as in regression

    folded = np.zeros((_BUCKETS, weights.shape[1]), dtype=np.float32)
    for name, weight in enumerate(weights.T):
        folded[:, name] = np.bincount(sparse.buckets, weights=sparse.values * weight[sparse.rows], minlength=_BUCKETS)
    return Folded(sparse.rarity, folded)


def _sharpness(held_back: Floats, labels: Any) -> float:
    """The factor that makes the softmax of the held-back values most truthful as probabilities (the highest likelihood)."""
    import numpy as np  # noqa: PLC0415  as in regression

    rows = np.arange(len(labels))

    def surprise(factor: float) -> float:
        return -float(np.log(softmax(held_back * factor)[rows, labels] + 1e-9).mean())

    return min((float(each) for each in range(2, 40)), key=surprise)


def values_of(near: Floats, text: str, weights: Floats, shared: tuple[Folded, Folded]) -> Floats:
    """What the regression says of a text, by its cosines to the examples and by its words."""
    import numpy as np  # noqa: PLC0415  as in regression

    values = np.exp(_STEEPNESS * (near - 1)) @ weights
    for parts, each in zip((False, True), shared, strict=True):
        values += hashed((text,), parts=parts, rarity=each.rarity).rows[0] @ each.weights
    return values  # type: ignore[no-any-return]  # numpy's stubs give Any for in-place sums


def softmax(values: Floats) -> Floats:
    import numpy as np  # noqa: PLC0415  as in regression

    grown = np.exp(values - values.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]  # as in values_of


def hashed(texts: Sequence[str], *, parts: bool = False, rarity: Floats | None = None) -> Hashed:
    """Counts of words and pairs of words, or of parts of words, rare ones weighing more; crc32 names the bucket."""
    import numpy as np  # noqa: PLC0415  as in regression

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
