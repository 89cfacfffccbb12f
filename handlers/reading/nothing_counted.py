"""Zeros told in words: *nobody came*, *no students this month*, *zero across the board*. Where the zero is implied it is a guess."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.reading.lines import fold, sentences
from handlers.reading.nouns import COUNTED_PAST, NOUNS, family
from handlers.reading.readings import Heard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.playbook import Question

_NONE = r"(?:no|zero|not (?:a single|one|any)|none of (?:our|the)|cero|ningun[oa]?|ni un[oa]? sol[oa]|ni un[oa]?|sin)"
#: The denial is of the whole count where its clause ends there or goes on with how they would have been counted.
_GOES_ON = (
    r"(?=\s*(?:$|[.,;!)/]|and\b|or\b|y\b|ni\b|but\b|pero\b|so\b|because\b|since\b|as\b|came\b|showed\b|attended\b|turned up\b|"
    r"participated\b|served\b|this\b|"
    r"(?:were |was )?(?:held|served|reached|given|logged|recorded)\b|in (?:january|february|march|april|may|june|july|august|september|"
    r"october|november|"
    r"december)|all month|at all|to report|yet|took place|happened|vin\w+|asist\w+|lleg\w+|este mes|en (?:enero|febrero|marzo|abril|"
    r"mayo|junio|julio|"
    r"agosto|septiembre|octubre|noviembre|diciembre)))"
)
_NOBODY = re.compile(
    r"\b(?:nobody|no one|no-one|not a soul|none of them|nadie)\s(?:ever\s|really\s|at all\s)?(?:came|showed|attended|turned|joined|"
    r"participated|made it|"
    r"was there|vino|llego|asistio|participo|se presento|fue)\b"
)
_ALL = re.compile(
    r"\b(?:zero(?:e?s)? (?:across the board|for (?:everything|all|every one)|all (?:around|round|the way down))|all zero(?:e?s)?|"
    r"zero (?:and|&|,) zero|"
    r"nothing but zero(?:e?s)?|"
    r"cero(?:s)? (?:todo|en todo|para todo|de todo|en todas?)|todo (?:en )?ceros?|puros ceros)\b"
)


def zeros(text: str, questions: Iterable[Question]) -> dict[str, Heard]:
    """The counts that a text denies."""
    counts = [question for question in questions if question.id in COUNTED_PAST]
    found: dict[str, Heard] = {}
    for span in sentences(text):
        folded = fold(span.text)
        if folded.endswith("?"):
            continue
        if _ALL.search(folded):
            found |= {question.id: Heard(value=0, words=span.text) for question in counts if question.id not in found}
        for question in counts:
            nouns = _pattern(family(question))
            denied = re.search(rf"\b{_NONE}\s(?:[a-z-]+\s){{0,2}}?(?:{nouns}){_GOES_ON}", folded)
            if denied or (family(question) == "students" and _NOBODY.search(folded)):
                found.setdefault(question.id, Heard(value=0, words=span.text, reason="" if _is_figure(denied) else "guess"))
    return found


def _pattern(name: str) -> str:
    # *No time*, *no dates* deny no session.
    return NOUNS[name].replace("|dates|", "|").replace("|times|veces", "") if name == "sessions" else NOUNS[name]


def _is_figure(match: re.Match[str] | None) -> bool:
    return match is not None and match[0].startswith(("zero", "cero"))
