"""Which language a text is in, as far as its small words tell: English, Spanish, or plainly neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.types import Language

#: Small words that each language cannot do without and the other does not have.
_ENGLISH = re.compile(
    r"the|of|and|to|in|is|for|we|our|you|your|are|with|that|have|this|would|like|can|how|do|what|who|where|i|it|be|on|at|my|or"
    r"|from|when|was|were|an|as|us|they|will|if|not|there|need|want|could|any|which|does|did|has|about|please|thanks|hello|hi|by"
)
_SPANISH = re.compile(
    r"de|la|el|que|los|las|para|una|un|con|por|en|del|se|su|al|es|lo|como|nuestra|nuestro|nos|les|mi|si|qué|cómo|quién|dónde"
    r"|cuánto|más|está|somos|tenemos|queremos|quiero|gracias|hola|buenos|buenas|días|tardes|escuela|niños|hay|son|pero|muy|ya|sin"
    r"|y|cuando|quisiera"
)
#: English words that its neighbours (Dutch, German, Scots) spell otherwise.
_ONLY_ENGLISH = frozenset({"the", "and", "to", "for", "with", "our", "you", "your", "would", "this", "from", "they", "how", "who"})
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]+")

#: Shorter texts have too few small words to say more than English or Spanish (words, letters).
_ENOUGH_WORDS, _ENOUGH_LETTERS = 6, 8
#: From this share of small words on, a language is certain; below the other, the text is hardly English or Spanish.
_CLEAR, _FAINT = 0.3, 0.2
#: English is certain from the lower share on, where so many of all words are its own alone.
_OWN = 0.06
_LONGEST = 3_000


@dataclass(frozen=True, slots=True)
class Told:
    """The likeliest language, whether that is certain, and whether next to nothing speaks for it."""

    language: Language
    sure: bool
    faint: bool


def told_by_small_words(text: str) -> Told:
    """Short texts count as English unless a word or a mark speaks for Spanish; another script is `other` at once."""
    words = re.findall(r"[^\W\d_]+", text[:_LONGEST].lower())
    english = sum(_ENGLISH.fullmatch(each) is not None for each in words)
    spanish = sum(_SPANISH.fullmatch(each) is not None for each in words) + len(re.findall(r"[¿¡ñ]", text[:_LONGEST].lower()))
    strange = sum(_LATIN.fullmatch(each) is None for each in words)
    if 2 * strange > len(words) and sum(map(len, words)) >= _ENOUGH_LETTERS:
        return Told("other", sure=True, faint=True)
    share = max(english, spanish) / max(len(words), 1)
    likeliest: Language = "es" if spanish > english else "en"
    plainly_english = share >= _FAINT and english > 3 * spanish and sum(each in _ONLY_ENGLISH for each in words) >= _OWN * len(words)
    return Told(likeliest, sure=len(words) < _ENOUGH_WORDS or share >= _CLEAR or plainly_english, faint=share < _FAINT)
