"""What a text means, by likeness to examples: the only user of the sentence encoders. It proposes scores, handlers decide."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import threading
import tomllib
from dataclasses import dataclass
from textwrap import shorten
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot import likeness, packed
from bot.alarm import Alarm, Thorough
from bot.encoders import WIDTH, Encoders, condensed, remembered
from bot.fits import Fits
from bot.likeness import Regression, by_first, by_others, hashed, likeness_of, softmax
from bot.packed import Packed
from bot.told import Answers
from handlers.language import language_of
from handlers.sensitive import sentences
from handlers.types import Example, Judged, Told, Understanding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

#: What a mail wants often stands in one part of it, among much else. From so many characters on it is read in parts as well, of about
#: PART characters each. The logarithms are added, so much of the whole's to all of the parts' mean, in which a part counts by how
#: certain it is: a mean of the shares themselves would be certain of no long mail (docs/reading.md).
SPLIT_FROM, PART, MOST_PARTS, WHOLE = 200, 120, 8, 0.8
SHOWN = 160  #: characters of an example that is named to people


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Everything that `understand` needs, made once by `load` and never changed."""

    encoders: Encoders
    names: tuple[str, ...]
    shown: tuple[str, ...]  #: how each example is named to people
    labels: Any  #: (n,) index into names
    vectors: Packed  #: (n, 1280), of both encoders
    whole: Regression  #: by both encoders
    parts: Regression  #: by the quick one
    learnt: tuple[Example, ...]  #: what staff had told when it was made


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
            encoders = self._fitted.encoders if self._fitted else Encoders()
            fitted = _fit(encoders, _examples(self._examples_folder), told, self._cache_folder, self._encoding)
            if self._fitted is None:
                # The quick encoder reads its weights with the first text: now, and not when somebody waits for an answer.
                encoders.quick(["Hello"])
                self._alarm = self._learnt_alarm(encoders)
                self._answers = self._learnt_answers(encoders)
            self._fitted = fitted
        _give_back()

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
        parts = parts_of(short)
        with self._encoding:  # the encoders keep buffers, and one text at a time keeps memory and threads bounded
            rows, thorough = fitted.encoders.read(short, parts)
            cosines = fitted.vectors[:, :WIDTH] @ rows.T
            like = by_first(cosines)
            of_each = fitted.parts.logs(like[:, 1:], parts) if parts else None
            row = thorough()
        whole = like[:, :1] if row is None else like[:, :1] + by_others(fitted.vectors, row)
        logs = fitted.whole.logs(whole, [short])[0]
        if of_each is not None:
            certain = softmax(of_each.max(axis=1))
            logs = WHOLE * logs + certain @ of_each
        scores = softmax(logs)
        near = cosines[:, 0]  # people find what the quick encoder finds nearest more like
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

    def _learnt_answers(self, encoders: Encoders) -> Answers | None:
        if self._answers_folder is None:
            return None
        learn = lambda texts: remembered(encoders.quick, texts, self._cache_folder, "answers")  # noqa: E731  it is given away at once
        answers = Answers(self._answers_folder, encoders.quick, learn, fits=Fits(self._cache_folder), pack=Packed.of)
        answers.load()
        return answers

    def _learnt_alarm(self, encoders: Encoders) -> Alarm | None:
        if self._alarms_folder is None:
            return None
        fits = Fits(self._cache_folder)
        learn = lambda texts: remembered(encoders.quick, texts, self._cache_folder, "alarms")  # noqa: E731  it is given away at once
        kept = lambda texts: remembered(encoders.both, texts, self._cache_folder, "alarms-both")  # noqa: E731  as above
        thorough = Thorough(encode=encoders.both, learn=kept, likeness=likeness_of, begins=WIDTH) if encoders.thorough else None
        alarm = Alarm(self._alarms_folder, encoders.quick, learn, hashed, fits=fits, pack=Packed.of, thorough=thorough)
        alarm.load()
        return alarm


def _give_back() -> None:
    """Return what loading needed for a while to the system, some 20 MB; only glibc can, and would keep it.

    What stays is not looked through again by the collector, which would stop an answer for some 30 ms.
    """
    gc.collect()
    gc.freeze()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def parts_of(text: str) -> list[str]:
    """A longer text in parts of some sentences, at most MOST_PARTS; a short one has none."""
    if len(text) < SPLIT_FROM:
        return []
    parts = [""]
    for sentence in sentences(text):
        if parts[-1] and len(parts[-1]) + len(sentence) >= PART:
            parts.append("")
        parts[-1] = f"{parts[-1]} {sentence}".strip()
    return parts[:MOST_PARTS]


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


def _fit(
    encoders: Encoders, shipped: Mapping[str, Sequence[str]], told: tuple[Example, ...], cache_folder: Path | None, encoding: threading.Lock
) -> _Fitted:
    """Kernel ridge regression on one-against-the-rest targets.

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

    def learnt() -> dict[str, Any]:
        with encoding:
            vectors = remembered(encoders.both, [text for _, text in known], cache_folder, "examples")
            if told:
                vectors = np.concatenate([vectors, encoders.both([each.text for each in told])]).astype(np.float32)
        whole, parts = Regression.of(texts, labels, vectors), Regression.of(texts, labels, vectors[:, :WIDTH])
        small = Packed.of(vectors)
        return {"vectors": small.numbers, "worth": small.worth, **whole.arrays("whole"), **parts.arrays("parts")}

    code, made_of = [likeness.__file__, packed.__file__], (f"{name} {text}" for name, text in known)
    kept = fits.kept("examples-fit", code, made_of, learnt)
    shown = (
        *(shorten(text, SHOWN, placeholder=" …") for _, text in known),
        *(f"what staff said of {each.mail or 'a text'}" for each in told),
    )
    whole, parts = (Regression.from_arrays(each, kept) for each in ("whole", "parts"))
    return _Fitted(encoders, names, shown, labels, Packed(kept["vectors"], kept["worth"]), whole, parts, told)
