"""A grade between one and five that a reply gives in passing: *4 out of 5*, *póngame un 4*, *we're a happy 5*, a bare closing figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.reading.lines import clauses, fold, sentences
from handlers.reading.readings import Heard

if TYPE_CHECKING:
    from handlers.playbook import Question

_RATING = re.compile(
    r"\b(?P<out>[1-5](?:\.\d)?|one|two|three|four|five|un[oa]?|dos|tres|cuatro|cinco)\s?(?:[a-z]+\s)?(?:out of|outta|of|/|de|"
    r"sobre)\s?(?:5|five|"
    r"cinco)\b|"
    r"\b(?:rating|satisfaction|score|overall|satisfaccion|calificacion|in general|en general)\b[^.;!?\n\d]{0,40}?\b(?P<rated>[1-5]|one|"
    r"two|three|four|five|uno|dos|tres|cuatro|cinco)\b(?!\s?(?:-\s?5|to 5|a 5|al 5|kids|students|sessions|hours|:|/|\d|ninos|alumnos|"
    r"sesiones|horas|%))|"
    r"\b(?:(?:it's been|it has been|been|it's|its|it is|it was|i'd (?:say|give it|rate it)|i would (?:say|give it)|a solid|solid|"
    r"call it|give (?:it|us|"
    r"this(?: month)?|you(?: all)?)|we(?:'d| would)? (?:give it|rate it)|going)(?: maybe| like)?|(?:le|les|nos|me|lo|la) (?:pongo|doy|"
    r"damos|ponemos|califico con)|pongo|doy|damos|un buen)"
    r"\s(?:an?\s|un\s|una\s|solid\s|strong\s)?(?P<given>[1-5]|one|two|three|four|five|uno|dos|tres|cuatro|cinco)(?:\sstars?|"
    r"\sestrellas)?(?=\W*(?:$|\n|[.,;!]\s|this month|overall|from us|for|este mes|en general|de 5|because|porque|but|pero))"
)
_RATINGS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5}
_FIGURE = r"(?P<figure>[1-5]|one|two|three|four|five|uno|dos|tres|cuatro|cinco)"
_FLOURISH = (
    r"(?:stars?|estrellas|gladly|easily|proudly|honestly|happily|points?|puntos|of course|easily|naturally|as always|again|for sure|"
    r"definitely|no question|from (?:me|us|all of us|the [a-z]+)|overall|"
    r"this (?:month|time)|for now|right now|at the moment|por ahora|thanks?|thank you|please|claro|por supuesto|como siempre|"
    r"sin duda|este mes|de nuestra parte|gracias)"
)
#: A clause that is a figure and nothing but feeling: *5 of course!*, *a happy 5*, *un 4 bien merecido*.
_BARE = re.compile(
    rf"^\W*(?:(?:and|so(?=[\s,]+an?\b)|y|pues|well|great|good|fine|happy|satisfied|bien|content[oa]s?|overall|with|we're(?: at)?|"
    rf"we are(?: at)?|"
    rf"i'm(?: at)?|i am(?: at)?|more(?: like)?|rather|mas bien|estamos|soy|somos)"
    rf"[\s,:]+){{0,3}}(?:(?:an?|un|una)\s(?:(?!\d)[a-z]+\s){{0,2}})?{_FIGURE}(?P<mark>[\s,!.]+{_FLOURISH}){{0,2}}[\s!.:;)(]*$"
)
#: Words by which a figure is given as a grade, at most a few words before it.
_GIVEN = re.compile(
    r"\b(?:rate[sd]?|rating|score|give(?! or take)|giving|put (?:(?:me|us|it) )?down|mark|stars?|satisf\w+|pong\w+|califi\w+|doy|"
    r"damos|le dan?|"
    r"mereces?|"
    r"merecen|say|diria\w*)\b(?P<way>(?:\s(?!\d)[a-z']+){0,5}?)\s"
    rf"{_FIGURE}(?=\W*(?:$|\n|[.,;!)]|(?:this|for|out|because|since|on|overall|today|porque|por|este|en)\b))"
)
_NEXT_RATE = re.compile(r"\b(?:maybe|or|o|quizas?|between|entre|about|around|almost|casi|i think|creo)\b[^.;\n]{0,10}$|[-–]$")


#: *Please change our rating from a 3 to a 4*.
_CHANGED = re.compile(
    rf"\b(?:rating|satisfaction|score|grade|stars?|calificacion|satisfaccion|nota)\b[^.;!?\n\d]{{0,24}}\b(?:from|de)\s(?:an?\s|un\s|una\s)?"
    rf"(?:[1-5]|{'|'.join(_RATINGS)})\s(?:up |down )?(?:to|a)\s(?:an?\s|un\s|una\s)?(?P<new>[1-5]|{'|'.join(_RATINGS)})\b"
)


def rating(question: Question, text: str) -> Heard:
    """A grade between one and five that a sentence gives; a bare closing figure is one, too."""
    folded = fold(text)
    folded = _ANOTHER_MONTH.sub(lambda past: " " * len(past[0]), folded)
    changed = _CHANGED.search(folded)
    if changed:
        return Heard(value=_RATINGS.get(changed["new"]) or int(changed["new"]), words=changed[0])
    match = _RATING.search(_UNREAL.sub(lambda unreal: " " * len(unreal[0]), folded))
    if match is None:
        return _alone(folded) if question.maximum == 5 else Heard()  # noqa: PLR2004  of five
    every = {other["out"] or other["rated"] or other["given"] for other in _RATING.finditer(folded)}
    if len({_RATINGS.get(each) or each for each in every}) > 1 and not match["out"]:
        value = _RATINGS.get(match["rated"] or match["given"]) or float(match["rated"] or match["given"])
        return Heard(value=int(value), words=match[0], reason="two_candidates")
    said = match["out"] or match["rated"] or match["given"]
    if "." in said:
        return Heard()
    value = _RATINGS.get(said) or int(said)
    after = folded[match.end() : match.end() + 8]
    candidates = _NEXT_RATE.search(folded[: match.start(match.lastgroup or 0)][-24:]) or re.match(r"\s?(?:or|o|-|to|a)\s?[1-5]\b", after)
    hedged = candidates or re.match(r"\s?(?:ish|\+|-(?:\s|$))", after)
    return Heard(value=value, words=match[0], reason="hedge" if hedged else "")


def _alone(folded: str) -> Heard:
    """A figure given as a grade, or one that is a clause of its own; several of them are candidates."""
    folded = _UNREAL.sub(lambda match: " " * len(match[0]), folded)
    given = [(match["figure"], match[0]) for match in _GIVEN.finditer(folded) if not _COUNTS.search(match["way"])]
    found = given or [(match["figure"], match[0]) for piece in _closing(folded) if (match := _BARE.match(piece))]
    if not found:
        return Heard()
    values = {_RATINGS.get(said) or int(said) for said, _ in found}
    said, words = found[-1]
    value = _RATINGS.get(said) or int(said)
    return Heard(value=value, words=words.strip(" .,;\n"), reason="" if len(values) == 1 else "two_candidates")


#: A grade that is wished, denied, or of another month.
_UNREAL = re.compile(
    r"\b(?:wish|would be|would have been|could be|if only|not (?:quite )?an?|not (?:give|rate|call|say|go|put) (?:it |us |"
    r"this )?(?:as )?an?|isn't an?|last (?:month|time)|used to be|almost|nearly|"
    r"quisiera|seria|no es un|el mes pasado)\b[^.;!?,\n\d]{0,30}(?:[1-5]|one|two|three|four|five|uno|dos|tres|cuatro|cinco)\b"
)
_ANOTHER_MONTH = re.compile(
    r"\b(?:[1-5]|one|two|three|four|five|uno|dos|tres|cuatro|cinco)\b(?=(?:\s[a-z]+){0,2}?\s(?:last (?:month|time|year|spring|fall)|"
    r"the month before|before that|"
    r"previously|in (?:january|february|march|april|may|june|july|august|september)|el mes pasado|la vez pasada|en septiembre))"
)
_COUNTS = re.compile(r"\b(?:about|served|met|had|kids|students|hours|sessions|ninos|alumnos|horas|sesiones)\b")
_SOME_WORDS = 3


def _closing(folded: str) -> list[str]:
    """Sentences that may be nothing but a figure, and the last clause of a sentence; a figure alone in a mail says too little."""
    spans = sentences(folded)
    if len(re.findall(r"[a-z]{2,}", folded)) < _SOME_WORDS and not re.search(rf"\b{_FLOURISH}\b", folded):
        return []
    ending = re.search(
        r"(?:\b(?:hrs?|hours?|horas?|etc|mins?|kids|students|sessions|mtgs|meetings)\b\.?|[.!?;,\n)])\s+([1-5])\s*[.!]*\s*$", folded
    )
    last = [ending[1]] if ending else []
    last += [pieces[-1].text for span in spans if len(pieces := clauses(span.text)) > 1]
    return [span.text for span in spans] + last
