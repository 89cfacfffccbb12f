"""What a check-in tells in sentences: what went well, what was hard, what is needed, and that there was nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from handlers.reading import turns
from handlers.reading.contacts import person
from handlers.reading.lines import Span, clauses, fold, sentences
from handlers.reading.numbers import quantities
from handlers.reading.readings import Heard
from handlers.reading.weighing import Opinions, best

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from handlers.playbook import Question

#: Words by which a sentence tells which question it answers; where two fit, the one that stands first.
_CUES = {
    "highlights": re.compile(
        r"\b(?:best (?:moment|part|thing|news|day|bit)|high(?:light|lights| point)|went (?:really |very |so )?well|proud\w*|lo mejor|"
        r"lo bueno|lo mas (?:bonito|lindo|bello)|logros?|(?:big|huge|major|small|real|nice) wins?|wins?(?=:)|wins? (?:was|were|this|"
        r"is)|success(?:es)?|"
        r"celebrat\w+|excited|(?<!least )favou?rite|we loved|great news|good news|breakthrough|shout-?out|nos encanto|orgullos\w+|"
        r"salio (?:muy )?bien|me emociono|momento destacado|exito|bonito fue|happy (?:moment|to report(?! in\b))|(?:moment|thing|"
        r"day) i(?:'ll| will)(?: always)? remember|(?:will never|won't) forget|learned (?:how )?to)\b"
    ),
    "challenges": re.compile(
        r"\b(?:challeng\w+|wasn't (?:all |always )?easy|(?:less|not so|not as) (?:fun|good|great)|the not[- ]so[- ](?:good|great)|"
        r"(?:drives?|drove|driving) (?:us|me) (?:up the wall|crazy|nuts|mad)|nos preocupa|"
        r"hard(?:est)?(?: part| thing)?|difficult\w*|struggl\w+|worst(?: part| thing)?|least favou?rite|problems?|"
        r"issues?|obstacles?|troubl\w+|locked out|"
        r"frustrat\w+|lo malo|lo dificil|lo mas dificil|(?:se (?:nos |me )?)?complic\w+|dificultad\w*|retos?|"
        r"batall\w+|problemas?|unfortunately|low point|tough\w*|desafios?|the bad|downside|lamentablemente|nos c(?:ost|uest)\w+|"
        r"costo trabajo|"
        r"obstaculos?|no (?:space|room) for)\b"
    ),
    "support_needed": re.compile(
        r"(?:\b(?:could (?:you|someone|somebody|the office|y'all|anybody|we get)|can (?:you|someone|somebody|we get)|would (?:love|"
        r"appreciate|like|be (?:amazing|great|helpful|wonderful))|we (?:could use|need|do need|really need)|i need|"
        r"please (?:help|send|remind|ask|let)|help (?:us )?(?:with|find|get)|if (?:you|someone|somebody|anyone) (?:could|can|has)|"
        r"do (?:you|y'all) (?:still )?have|looking for|grateful if|in need of|need from you|"
        r"podri(?:a|an)|pueden|puede alguien|nos? (?:urge|hace falta|hacen falta|falta|faltan)|necesit(?:amos|o|aria\w*)|ayud(?:a|en|"
        r"arnos|enos) (?:con|a|para)|nos ayud\w+|quisieramos pedir|apoyo (?:con|para)|ojala (?:puedan|nos))\b)"
    ),
}

#: *No challenges or needs*, *sin retos ni peticiones*: one word of denial for several.
_NONE_OF = re.compile(
    r"(?:^|[\s,;.])(?:no|not any|nothing(?: further| else| more| new)? (?:under|for|on|by way of)|without|sin|ningun\w*|zero|"
    r"cero)\s(?:(?:real|major|big|new|grandes?|hubo|serious|particular)\s)?"
    r"(?P<named>[a-z]+(?:(?:,\s|\s(?:or|nor|and|ni|y|o)\s)(?:no\s|any\s|sin\s)?[a-z]+){0,3})\b(?!\s(?:for|from|with|de|para|con)\b)"
)
_NAMED = {
    "challenges": re.compile(
        r"\b(?:challenges?|problems?|issues?|complaints?|troubles?|difficult\w+|obstacles?|hiccups?|hitches|hurdles?|concerns?|"
        r"worries|snags?|setbacks?|retos?|problemas?|dificultad\w*|desafios?|quejas|contratiempos?|inconvenientes?|obstaculos?)\b"
    ),
    "support_needed": re.compile(
        r"\b(?:needs?|support|help|requests?|asks?|assistance|necesidad(?:es)?|peticion(?:es)?|apoyos?|solicitud(?:es)?|ayuda)\b"
    ),
    "highlights": re.compile(r"\b(?:highlights?|wins|logros?|novedad(?:es)?)\b"),
}

#: Clauses that say there is nothing of it.
_NOTHING = {
    "challenges": re.compile(
        r"\b(?:no|not any|without|sin|ningun\w*|zero|cero)\s(?:real |major |big |new |grandes? |hubo )?(?:challenges?|problems?|"
        r"issues?|complaints?|retos?|problemas?|dificultad\w*|desafios?|quejas)\b|^\W*todo (?:tranquilo|en orden|normal)\b|"
        r"\bnothing (?:was )?hard\b|"
        r"\bnada (?:fue )?dificil\b"
    ),
    "support_needed": re.compile(
        r"\bnothing (?:else )?(?:is )?(?:needed|to ask)\b|\bno (?:support|help|needs?|requests?|asks?)\b(?! from the)|\b(?:not|nothing|"
        r"aren't) ask(?:ing)? (?:for )?(?:anything|you for anything)?|\b(?:don't|do not) need (?:anything|any help|a thing)\b|"
        r"\bneed nothing\b|\bno (?:necesitamos|necesito|nos falta|ocupamos) (?:nada|de nada)\b|\bnada (?:de|que) (?:apoyo|pedir|"
        r"necesit\w+)\b|\bestamos bien(?: de apoyo)?\b|\bsin (?:necesidades|peticiones)\b|\ball set\b|\bwe're (?:good|fine)\b|"
        r"\bno (?:ocupamos|hace falta) nada\b"
    ),
    "highlights": re.compile(r"\b(?:no|sin|ningun\w*)\s(?:real |major |big )?(?:highlights?|news|wins|logros?|novedad(?:es)?)\b"),
}

_IDLE = re.compile(
    r"\bno (?:activity|activities|programming|sessions?|classes|club|meetings?)(?: this month| held| at all)?\b(?! (?:(?:were|was|got|"
    r"had to be) )?(?:cancel|missed|lost|skipped|postponed|cut))|\b(?:did not|didn't|"
    r"couldn't|could not) meet\b|\bnothing (?:happened )?this month\b|\bno hubo (?:clases?|actividad\w*|sesion\w*|reunion\w*)\b|"
    r"\bsin (?:actividad\w*|sesiones|clases)\b|\bno nos reunimos\b|\bcancel\w+ (?:everything|all (?:our )?sessions|todo)\b|"
    r"\bwe were (?:closed|on break) all month\b|\b(?:program(?:me)?|club|class|group) (?:did not|didn't|was not|wasn't) (?:run|meet|held|"
    r"running)\b|\bno se (?:realizo|llevo a cabo|dio)\b|\bno tuvimos (?:clases|sesiones|actividad\w*)\b"
)
#: What idleness says nothing of, a single session that fell out: `no club on the 21st`.
_ONE_DAY = re.compile(
    r"\d\s?[/-]|\bon (?:the |mon|tue|wed|thu|fri|sat)|\bel (?:dia )?\d|\b(?:one|that|last) (?:week|day)\b|\b(?:una|esa) semana\b"
)
_A_STORY = 6
_NO_STORY = re.compile(
    r"\?$|^\W*(?:hi|hello|hey|dear|hola|buen\w*|good (?:morning|afternoon|evening)|thanks?|gracias|sorry|disculp\w+|perdon)\b|"
    r"\b(?:sorry|apolog\w+|attach\w*|see (?:below|attached)|ignore|hopefully|let me know|will send|here (?:is|are)|"
    r"my numbers|quick one|bear with me|adjunt\w*|aqui (?:van|esta)|no overlap|homemade|pasted|column|i'll|from my phone|check-?in|"
    r"report is)\b|^\W*\d|\bsame\b[\w ]*\b(?:as|last|before)\b|\bigual que\b"
)
#: How likely the model must find what it says. Measured over held-back examples: at 0.8 nine of ten are right, at 0.9 19 of 20.
_CERTAIN, _LIKELY, _DENIES = 0.93, 0.6, 0.6
_CONTRADICTS, _NO_CONTRADICTION = 0.7, 0.1
_CUED = 0.8
#: What a cue's question has of the likelihood, and how much a sentence that tells a figure tells beside it.
_BY_CUE, _BY_FIGURE = 0.95, 0.2
_A_TELLING, _SHORT = 3, 9
#: What the model must make of a sentence at least, for it to be guessed at all; in a report that gives figures most sentences answer.
_SUPPORTED, _IN_A_REPORT = 0.65, 0.1
_A_WISH, _MAYBE_A_WISH = 0.6, 0.15  #: *Fence?* asks for one
NO_OPINIONS = Opinions()
#: Questions that ask for nothing.
_RHETORIC = re.compile(
    r"\b(?:would you believe|can you believe|guess what|who knew|remember|did you know|right\?|you know what|how about that|isn't that|"
    r"sabian? que|adivinen?|"
    r"lo puede[ns]? creer)|\bdo(?:es)? (?:you want|that count|[\w ]{1,30} count)\b|\bbefore i (?:fill|answer|send)\b|\b(?:cuentan?|"
    r"quieren?) (?:como|los|las|el|la)\b"
)
#: What is asked about the check-in itself: *which month is this for?*
_ABOUT_THE_FORM = re.compile(
    r"\b(?:check-?ins?|surveys?|which (?:month|one|program)|what month|for (?:october|november|december|this month)\?|deadline|due|"
    r"(?:do|does|should|can) (?:those|these|they|it|i|we|my|our|the|paid|staff|that)[\w' ]{0,40}\bcount\b|cuentan?\b|"
    r"(?:how long|limit)[\w' ]{0,40}\bhighlights|what counts)"
)
_IN_TURN = ("highlights", "challenges", "support_needed")
_SAYS_NOTHING = {"nothing_good": "highlights", "nothing_hard": "challenges", "nothing_needed": "support_needed"}
_A_DENIAL = re.compile(
    r"\b(?:no|nope|nothing|none|not|never|zero|without|can't|cannot|don't|doesn't|didn't|sin|nada|ningun\w*|cero|tampoco)\b"
)
COUNTS = ("students_served", "sessions_held", "volunteer_hours")


def narrated(text: str, questions: Iterable[Question], opinions: Opinions = NO_OPINIONS, claimed: Collection[str] = ()) -> dict[str, Heard]:
    """Give each telling sentence to the question it answers; several sentences for one stand together.

    What cues and model agree on is sure, and so is what the model is sure of; what either doubts is a guess. `claimed` are
    sentences that tell a figure: they tell a story only with a cue.
    """
    open_ids = {question.id for question in questions if question.type == "long_text" and question.id in _CUES}
    nothing: dict[str, str] = {}
    told: list[_Telling] = []
    for span in _tellings(text, open_ids) if open_ids else ():
        denied = _denied(span.text, open_ids) or _denied_by(opinions, span.text, open_ids)
        nothing |= {key: words for key, words in denied.items() if key not in nothing}
        told.append(_telling(span.text, _answered(span.text, open_ids, denied), denied, opinions, is_claimed=span.text in claimed))
        if span.text in claimed and not told[-1].cued:
            told += [_telling(words, "", {}, opinions, is_claimed=False) for words in _beside_figures(span.text)]
    order = [key for key in _IN_TURN if key in open_ids]
    told = told if opinions else _by_number(told, [key for key in order if key not in nothing])
    chosen = turns.in_turn([each.shares for each in told], order)
    parts: dict[str, list[tuple[str, float]]] = {}
    least = _IN_A_REPORT if claimed else _SUPPORTED
    for each, key in zip(told, chosen, strict=True):
        if key and (key not in nothing or each.cued == key) and (each.cued == key or not opinions or each.shares.get(key, 0.0) >= least):
            parts.setdefault(key, []).append((each.words, each.certainty(key)))
    found = {key: _together(each) for key, each in parts.items()}
    return found | {key: Heard(value="", words=words) for key, words in nothing.items() if key not in found}


def _beside_figures(sentence: str) -> list[str]:
    """The clauses without a figure of a sentence that lists figures: *52 students, ten sessions, the robot won regionals*."""
    parts = clauses(sentence)
    figures = [each for each in parts if quantities(each.text)]
    told = [each.text.strip(" ,;.") for each in parts if each not in figures and len(each.text.split()) >= _A_TELLING]
    return [words for words in told if not _A_DENIAL.search(fold(words))] if len(figures) > 1 else []


def _by_number(told: list[_Telling], order: Sequence[str]) -> list[_Telling]:
    """Without a model: as many sentences left as questions left, each answers the next one."""
    missing = [key for key in order if all(each.cued != key for each in told)]
    left = [at for at, each in enumerate(told) if not each.cued and not each.is_closed]
    if len(left) != len(missing) or (len(told) == len(left) == 1):
        return told
    keys = dict(zip(left, missing, strict=True))
    return [replace(each, shares={keys[at]: _LIKELY}) if at in keys else each for at, each in enumerate(told)]


@dataclass(frozen=True, slots=True)
class _Telling:
    """A sentence, and how likely it answers each question; the rest of its likelihood is that it answers none."""

    words: str
    cued: str
    shares: Mapping[str, float]
    sure: float = 0.0
    is_closed: bool = False  #: a greeting, a denial, a bare figure: it tells of nothing

    def certainty(self, key: str) -> float:
        return self.sure if key == self.cued else self.shares.get(key, 0.0)


def _telling(sentence: str, cued: str, denied: Mapping[str, str], opinions: Opinions, *, is_claimed: bool) -> _Telling:
    scores = opinions.of_sentence(sentence)
    if cued:
        certainty = best(scores)[1]
        sure = 1.0 if not scores or scores.get(cued, 0.0) >= _NO_CONTRADICTION or certainty < _CONTRADICTS else _CUED
        if cued == "support_needed" and sentence.endswith("?") and not _CUES[cued].search(fold(sentence)):
            sure = 1.0 if not scores or scores.get(cued, 0.0) >= _LIKELY else _CUED
        return _Telling(sentence, cued, {**{key: scores.get(key, 0.0) * (1 - _BY_CUE) for key in _IN_TURN}, cued: _BY_CUE}, sure)
    is_wish = (
        sentence.endswith("?")
        and not _ABOUT_THE_FORM.search(fold(sentence))
        and len(sentence.split()) <= _A_TELLING
        and not _RHETORIC.search(fold(sentence))
    )
    if is_wish and scores.get("support_needed", 0.0) >= _MAYBE_A_WISH:
        return _Telling(sentence, "", {"support_needed": _A_WISH, turns.NOTHING: 1 - _A_WISH})
    is_closed = is_closing(sentence) or bool(denied) or (len(sentence.split()) < _A_TELLING and is_claimed)
    if is_closed or not scores:
        return _Telling(sentence, "", {turns.NOTHING: 1.0}, is_closed=is_closed or is_claimed)
    weight = _BY_FIGURE if is_claimed else 1.0
    shares = {key: scores.get(key, 0.0) * weight for key in _IN_TURN}
    return _Telling(sentence, "", {**shares, turns.NOTHING: 1.0 - sum(shares.values())})


def _tellings(text: str, open_ids: set[str]) -> list[Span]:
    """The sentences; one whose clauses tell of different questions in turn is cut: *the good part the puppets, the hard part the heat*."""
    found: list[Span] = []
    for span in sentences(text):
        parts = [each for each in clauses(span.text) if each.text.strip(" ,;.")]
        cued = [_answered(each.text.rstrip(",; "), open_ids, _denied(each.text, open_ids)) for each in parts]
        keys = [key for key in cued if key]
        if len(set(keys)) < 2 or len(keys) != len(set(keys)) or span.text.endswith("?"):  # noqa: PLR2004  one question keeps its sentence whole
            found.append(span)
            continue
        starts = [0, *(part.start for part, key in zip(parts, cued, strict=True) if key and part.start > 0), len(span.text)]
        for start, end in pairwise(dict.fromkeys(starts)):
            piece = span.text[start:end].strip(" ,;")
            found.append(Span(span.start + start, span.start + end, piece))
    return [span for span in found if span.text]


def is_closing(sentence: str) -> bool:
    """A greeting, thanks, or a figure with hardly a word: nothing that tells of the month."""
    folded = fold(sentence)
    return (
        bool(_NO_STORY.search(folded))
        or folded.rstrip().endswith(":")
        or bool(person(sentence))
        or not re.search(r"[a-z]{3,}", folded)
        or any(each.start == 0 and each.end >= len(folded.rstrip(" .!")) for each in quantities(sentence))
    )


def _together(parts: Sequence[tuple[str, float]]) -> Heard:
    """Several sentences as one answer; what is only a guess goes along where it is likely, else it is left over."""
    certain = any(certainty >= _CERTAIN for _, certainty in parts)
    words = " ".join(text for text, certainty in parts if certainty >= (_LIKELY if certain else 0.0))
    return Heard(value=words, words=words, reason="" if certain else "guess")


def _denied_by(opinions: Opinions, sentence: str, open_ids: set[str]) -> dict[str, str]:
    """A short sentence by which the model hears that there is nothing to tell."""
    likely, certainty = best(opinions.of_sentence(sentence))
    key = _SAYS_NOTHING.get(likely, "")
    is_denial = key in open_ids and certainty >= _DENIES and len(sentence.split()) <= _SHORT and bool(_A_DENIAL.search(fold(sentence)))
    return {key: sentence} if is_denial else {}


def idle(text: str, questions: Iterable[Question]) -> dict[str, Heard]:
    """*No activity this month* implies zeros without saying them: recorded as a guess."""
    for span in sentences(text):
        if _IDLE.search(fold(span.text)) and not _ONE_DAY.search(fold(span.text)):
            return {question.id: Heard(value=0, words=span.text, reason="guess") for question in questions if question.id in COUNTS}
    return {}


def stories(text: str, questions: Iterable[Question], opinions: Opinions = NO_OPINIONS) -> dict[str, Heard]:
    """Sentences of a report that no question claimed, and that the model does not take for something else: its highlight, as a guess."""
    spans = [
        span.text
        for span in sentences(text)
        if len(span.text.split()) >= _A_STORY
        and not _NO_STORY.search(fold(span.text))
        and (not opinions or opinions.of_sentence(span.text).get("highlights", 0.0) >= _SUPPORTED)
    ]
    words = " ".join(spans)
    return {question.id: Heard(value=words, words=words, reason="guess") for question in questions if question.id == "highlights" and words}


def _denied(sentence: str, open_ids: set[str]) -> dict[str, str]:
    """Questions of which a clause says that there is nothing."""
    found = {}
    for clause in clauses(sentence):
        named = " ".join(match["named"] for match in _NONE_OF.finditer(fold(clause.text)))
        for key, pattern in _NOTHING.items():
            if key in open_ids and (pattern.search(fold(clause.text)) or _NAMED[key].search(named)):
                found[key] = clause.text.strip(" ,;.")
    return found


def _answered(sentence: str, open_ids: set[str], denied: dict[str, str]) -> str:
    """The question whose cue stands first in a sentence that is more than a denial."""
    folded = fold(sentence)
    for words in denied.values():
        at = folded.find(fold(words))
        folded = folded[:at] + " " * len(words) + folded[at + len(words) :]
    hits = [
        (match.start(), key)
        for key, pattern in _CUES.items()
        if key in open_ids and key not in denied and (match := pattern.search(folded))
    ]
    asks = (
        "support_needed" in open_ids
        and not _RHETORIC.search(folded)
        and not _ABOUT_THE_FORM.search(folded)
        and "support_needed" not in denied
        and sentence.endswith("?")
        and len(sentence.split()) >= _A_TELLING + 1
    )
    if asks:
        return "support_needed"
    return min(hits)[1] if hits and len(re.findall(r"[a-z]{2,}", folded)) > 2 else ""  # noqa: PLR2004  a cue alone tells nothing
