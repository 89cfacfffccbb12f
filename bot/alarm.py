"""How alarming a mail's sentences are, and in which class, by examples: proposes, while handlers/sensitive decides.

Kernel ridge regression, one output for each class and one for all of them together, over the sentence encoder's vectors and over
words. The examples are whole mails or the few sentences that matter; of a long one the window counts that an earlier fit found worst.
Each alarming example is learnt twice, the second time between sentences of ordinary mail, for that is where it stands in life. Where
there is a thorough encoder, which costs ten times as much, the windows that alarm most are judged once more with it. Only operators of
the arrays that the encoders return are used, so that bot/meaning.py and what stands behind it stay the only importers of numpy.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from handlers.sensitive import sentences, windows
from handlers.types import Judged, Sensitive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bot.fits import Fits

    #: Texts to an array of one row of length one each.
    Encode = Callable[[Sequence[str]], Any]
    #: Such an array to one that needs less memory.
    Pack = Callable[[Any], Any]
    #: How like each row is to each column.
    Likeness = Callable[[Any, Any], Any]
    #: Texts to their counted words, as rows of length one; given a rarity of words it weighs by that. Has `rows` and `rarity`.
    Count = Callable[..., Any]

ORDINARY = "ordinary"
KINDS = tuple(Sensitive)
_ROUNDS = 2
_RIDGE = 0.6
_WORDS = 0.4  #: how much shared words count beside likeness of meaning, whose largest value is 1
_STEPS = 80  #: of conjugate gradients; the residual is far below what matters
_MOST = 32  #: windows that the encoder reads of one mail
_AGAIN = 2  #: windows that the thorough encoder reads of one mail
_FILLER = 160  #: characters of an ordinary sentence that may stand around an alarming one
_MIXED = 200  #: ordinary mails made of sentences of several

#: What stands around any mail.
_FRAMES = (
    "Re: October check-in", "Hola", "Thanks!", "Saludos, Rosa", "Hi,", "Question", "Best, Tom Hale", "Re: Re: numbers",
    "Una pregunta", "Good morning,", "5/5", "Gracias, Lucía",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fitted:
    vectors: Any  #: (n, 512), of the windows learnt from
    weights: Any  #: (n, 1 + classes)
    words: Any = None  #: (buckets, 1 + classes); the words' part needs no examples any more
    rarity: Any = None
    likeness: Likeness


@dataclass(frozen=True, kw_only=True, slots=True)
class Thorough:
    """A second encoder, whose rows begin with what the first one gives, and the likeness that goes with it."""

    encode: Encode
    learn: Encode  #: of the examples, whose vectors may be kept
    likeness: Likeness
    begins: int  #: numbers of a row that are the first encoder's


class Alarm:
    """Judges texts against the examples in a folder: one TOML file a class, and `ordinary.toml`, with lists `en` and `es`."""

    def __init__(
        self,
        folder: Path,
        encode: Encode,
        learn: Encode | None = None,
        count: Count | None = None,
        *,
        fits: Fits | None = None,
        pack: Pack = lambda rows: rows,
        thorough: Thorough | None = None,
    ) -> None:
        self._folder = folder
        self._encode = encode
        self._learn = learn or encode  #: of the examples, whose vectors may be kept
        self._count = count
        self._fits = fits
        self._pack = pack
        self._thorough = thorough
        self._fitted: _Fitted | None = None
        self._again: _Fitted | None = None  #: by the thorough encoder

    @property
    def ready(self) -> bool:
        return self._fitted is not None

    def load(self) -> None:
        """Read and encode the examples and fit; a second call returns at once."""
        if self.ready:
            return
        mails = [(kind, windows(text)) for kind, text in among_ordinary(_examples(self._folder))]
        made_of = (f"{kind} {part}" for kind, parts in mails for part in parts)
        learn = partial(self._learnt, mails)
        self._recall(learn() if self._fits is None else self._fits.kept("alarms-fit", [__file__], made_of, learn))

    def _recall(self, known: Mapping[str, Any]) -> None:
        vectors = self._pack(known["vectors"])
        if self._thorough is not None:
            self._again = _Fitted(
                vectors=vectors,
                weights=known["again_weights"],
                words=known.get("again_words"),
                rarity=known.get("rarity"),
                likeness=self._thorough.likeness,
            )
        width = self._thorough.begins if self._thorough else None
        self._fitted = _Fitted(
            vectors=vectors[:, :width],
            weights=known["weights"],
            words=known.get("words"),
            rarity=known.get("rarity"),
            likeness=_kernel,
        )

    def _learnt(self, mails: Sequence[tuple[Sensitive | None, Sequence[str]]]) -> dict[str, Any]:
        """All that is learnt; the thorough encoder's rows begin with the quick one's, which are therefore kept once."""
        self._learn_from(mails)
        assert self._fitted is not None
        again, quick = self._again, self._fitted
        found = {"weights": quick.weights, "words": quick.words, "rarity": quick.rarity, "vectors": quick.vectors}
        if again is not None:
            found |= {"vectors": again.vectors, "again_weights": again.weights, "again_words": again.words}
        return {name: each for name, each in found.items() if each is not None}

    def _learn_from(self, mails: Sequence[tuple[Sensitive | None, Sequence[str]]]) -> None:
        texts = list(dict.fromkeys(window for _, parts in mails for window in parts))
        row = {text: at for at, text in enumerate(texts)}
        vectors = self._learn(texts)
        counted = self._count(texts) if self._count else None
        ordinary = list(dict.fromkeys(row[part] for kind, parts in mails if kind is None for part in parts))
        alarming = [(kind, [row[part] for part in parts]) for kind, parts in mails if kind is not None and parts]
        chosen = [parts[int((vectors[parts] @ vectors[parts].mean(axis=0)).argmin())] for _, parts in alarming]
        kinds = [kind for kind, _ in alarming]
        for last in range(1, _ROUNDS + 1):
            self._fitted = _fit(vectors[chosen + ordinary], counted, chosen + ordinary, kinds, _kernel)
            if last < _ROUNDS:
                chosen = self._worst(vectors, counted, [parts for _, parts in alarming], chosen)
        if self._thorough is not None:
            learnt = self._thorough.learn([texts[at] for at in chosen + ordinary])
            self._again = _fit(learnt, counted, chosen + ordinary, kinds, self._thorough.likeness)

    def judge(self, text: str) -> tuple[Judged, ...]:
        """An opinion of each window of a text; none before `load` is done."""
        parts = windows(text)
        if self._fitted is None or not parts:
            return ()
        fitted = self._fitted
        words = self._count(parts, rarity=fitted.rarity).rows if self._count else None
        if len(parts) > _MOST:
            # The encoder costs two milliseconds a window, the words next to nothing: they tell which windows are worth it.
            first = [float(-value) for value in (words @ fitted.words)[:, 0]] if words is not None else [0.0] * len(parts)
            kept = sorted(sorted(range(len(parts)), key=first.__getitem__)[:_MOST])
            parts, words = tuple(parts[at] for at in kept), None if words is None else words[kept]
        judged = _opinions(fitted, parts, self._encode(parts), words)
        if self._again is None or self._thorough is None:
            return judged
        # An opinion of the rest would only repeat what the first encoder was wrong about.
        worst = sorted(range(len(parts)), key=lambda at: -judged[at].alarm)[:_AGAIN]
        return _opinions(
            self._again,
            [parts[at] for at in worst],
            self._thorough.encode([parts[at] for at in worst]),
            words if words is None else words[worst],
        )

    def _worst(self, vectors: Any, counted: Any, mails: list[list[int]], chosen: list[int]) -> list[int]:
        """Of each mail the window that now looks most alarming."""
        assert self._fitted is not None
        several = sorted({row for rows in mails if len(rows) > 1 for row in rows})
        if not several:
            return chosen
        found = _scores(self._fitted, vectors[several], counted.rows[several] if counted else None)[:, 0]
        alarm = dict(zip(several, map(float, found), strict=True))
        return [max(rows, key=alarm.__getitem__) if len(rows) > 1 else rows[0] for rows in mails]


def among_ordinary(examples: Sequence[tuple[Sensitive | None, str]]) -> list[tuple[Sensitive | None, str]]:
    """The examples, each alarming one once more between ordinary sentences, and ordinary mails of such sentences."""
    calm = [each for kind, text in examples if kind is None for each in sentences(text) if len(each) < _FILLER]
    around = [
        each for at, sentence in enumerate(calm) for each in ((sentence, _FRAMES[at // 8 % len(_FRAMES)]) if at % 8 == 0 else (sentence,))
    ]
    if not around:
        return list(examples)
    more: list[tuple[Sensitive | None, str]] = []
    # Steps that share no divisor with most counts, so that neighbours in a file do not meet again and again.
    for at, (kind, text) in enumerate(each for each in examples if each[0] is not None):
        before, after = around[(at * 61) % len(around)], around[(at * 97 + 13) % len(around)]
        more.append((kind, f"{before}\n{text}\n{after}"))
    mixed = ("\n".join(around[(at * step + step) % len(around)] for step in (43, 71, 101)) for at in range(_MIXED))
    return [*examples, *more, *((None, text) for text in mixed)]


def _opinions(fitted: _Fitted, parts: Sequence[str], vectors: Any, words: Any) -> tuple[Judged, ...]:
    scores = _scores(fitted, vectors, words)
    return tuple(_judged(part, [float(value) for value in row]) for part, row in zip(parts, scores, strict=True))


def _fit(support: Any, counted: Any, rows: list[int], kinds: list[Sensitive], likeness: Likeness) -> _Fitted:
    """Targets are 1 and -1; both sides weigh the same in sum, however many windows either has. `rows` are those of the words."""
    kernel = likeness(support, support.T)
    if counted is not None:
        words = counted.rows[rows]
        kernel += _WORDS * (words @ words.T)
    ordinary = len(rows) - len(kinds)
    lift = max(1, ordinary) / max(1, len(kinds))
    zero, number = support[:, :1] * 0.0, support.dtype  # what is added to a list of numbers comes out twice as wide
    ridge = (zero[:, 0] + ([_RIDGE / lift] * len(kinds) + [_RIDGE] * ordinary)).astype(number)
    yes = [[1.0, *(1.0 if kind is each else -1.0 for each in KINDS)] for kind in kinds]
    targets = (zero + (yes + [[-1.0] * (1 + len(KINDS))] * ordinary)).astype(number)
    weights = _solve(lambda x: kernel @ x + ridge[:, None] * x, targets)
    if counted is None:
        return _Fitted(vectors=support, weights=weights, likeness=likeness)
    return _Fitted(vectors=support, weights=weights, likeness=likeness, words=_WORDS * (words.T @ weights), rarity=counted.rarity)


def _scores(fitted: _Fitted, vectors: Any, words: Any) -> Any:
    """A row for each vector: how alarming, then how much of each class, about 1 for yes and -1 for no."""
    found = fitted.likeness(fitted.vectors, vectors.T).T @ fitted.weights
    return found if words is None or fitted.words is None else found + words @ fitted.words


def _judged(words: str, scores: list[float]) -> Judged:
    """What resembles some class and alarming mail as such alarms most."""
    alarm, *by_kind = scores
    best = max(range(len(KINDS)), key=by_kind.__getitem__)
    return Judged(words, (alarm + by_kind[best]) / 2, KINDS[best])


def _kernel(one: Any, other: Any) -> Any:
    """exp(-|a - b|^2) for rows and columns of length one."""
    likeness = one @ other
    likeness *= 2.0
    likeness -= 2.0
    return math.e**likeness


def _solve(times: Callable[[Any], Any], target: Any) -> Any:
    """Conjugate gradients: x with times(x) = target, for a symmetric positive map and each column of target by itself."""
    x = target * 0.0
    rest = target - times(x)
    direction, size = rest, (rest * rest).sum(axis=0)
    for _ in range(_STEPS):
        moved = times(direction)
        step = size / ((direction * moved).sum(axis=0) + 1e-12)
        x, rest = x + step * direction, rest - step * moved
        before, size = size, (rest * rest).sum(axis=0)
        if float(size.max()) < 1e-8:  # noqa: PLR2004  # nothing left to solve
            break
        direction = rest + (size / (before + 1e-12)) * direction
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
