"""What a check-in tells in sentences: what went well, what was hard, what is needed, and that there was nothing."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from handlers.reading.contacts import person
from handlers.reading.lines import Span, clauses, fold, sentences
from handlers.reading.numbers import quantities
from handlers.reading.readings import Heard
from handlers.reading.weighing import Opinions, best

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from handlers.playbook import Question

#: Words by which a sentence tells which question it answers; where two fit, the one that stands first.
_CUES = {
    "highlights": re.compile(
        r"\b(?:best (?:moment|part|thing|news|day|bit)|high(?:light|lights| point)|went (?:really |very |so )?well|proud\w*|lo mejor|"
        r"lo bueno|lo mas (?:bonito|lindo|bello)|logros?|(?:big|huge|major|small|real|nice) wins?|wins?(?=:)|wins? (?:was|were|this|"
        r"is)|success(?:es)?|"
        r"celebrat\w+|excited|(?<!least )favou?rite|we loved|great news|good news|breakthrough|shout-?out|nos encanto|orgullos\w+|"
        r"salio (?:muy )?bien|me emociono|momento destacado|exito|bonito fue|happy (?:moment|to report)|learned (?:how )?to)\b"
    ),
    "challenges": re.compile(
        r"\b(?:challeng\w+|hard(?:est)?(?: part| thing)?|difficult\w*|struggl\w+|worst(?: part| thing)?|least favou?rite|problems?|"
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
    r"(?:^|[\s,;.])(?:no|not any|without|sin|ningun\w*|zero|cero)\s(?:(?:real|major|big|new|grandes?|hubo|serious|particular)\s)?"
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
    r"\bno (?:activity|activities|programming|sessions?|classes|club|meetings?)(?: this month| held| at all)?\b(?! (?:(?:were|was|got|had to be) )?(?:cancel|missed|lost|skipped|postponed|cut))|\b(?:did not|didn't|"
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
_CERTAIN, _LIKELY, _PLAUSIBLE, _DENIES = 0.93, 0.6, 0.45, 0.6
_CONTRADICTS, _NO_CONTRADICTION = 0.7, 0.1
_DOUBTED, _CUED = 0.75, 0.8
_MAYBE, _HALF_PLAUSIBLE, _SAYS_OTHER = 0.12, 0.3, 0.5
_A_TELLING, _SHORT = 3, 9
NO_OPINIONS = Opinions()
#: Questions that ask for nothing.
_RHETORIC = re.compile(
    r"\b(?:would you believe|can you believe|guess what|who knew|remember|did you know|right\?|you know what|how about that|isn't that|sabian? que|adivinen?|"
    r"lo puede[ns]? creer)|\bdo(?:es)? (?:you want|that count|[\w ]{1,30} count)\b|\bbefore i (?:fill|answer|send)\b|\b(?:cuentan?|quieren?) (?:como|los|las|el|la)\b"
)
_IN_TURN = ("highlights", "challenges", "support_needed")
_SAYS_NOTHING = {"nothing_good": "highlights", "nothing_hard": "challenges", "nothing_needed": "support_needed"}
_A_DENIAL = re.compile(
    r"\b(?:no|nope|nothing|none|not|never|zero|without|can't|cannot|don't|doesn't|didn't|sin|nada|ningun\w*|cero|tampoco)\b"
)
COUNTS = ("students_served", "sessions_held", "volunteer_hours")


def narrated(text: str, questions: Iterable[Question], opinions: Opinions = NO_OPINIONS, claimed: Container[str] = ()) -> dict[str, Heard]:
    """Give each telling sentence to the question it answers; several sentences for one stand together.

    What cues and model agree on is sure, and so is what the model is sure of; what either doubts is a guess. `claimed` are
    sentences that tell a figure: they tell a story only with a cue.
    """
    open_ids = {question.id for question in questions if question.type == "long_text" and question.id in _CUES}
    told: dict[str, list[tuple[str, float]]] = {}
    nothing: dict[str, str] = {}
    left: list[tuple[str, bool]] = []
    for span in _tellings(text, open_ids) if open_ids else ():
        denied = _denied(span.text, open_ids) or _denied_by(opinions, span.text, open_ids)
        nothing |= {key: words for key, words in denied.items() if key not in nothing}
        answered = _answered(span.text, open_ids, denied)
        key, certainty = _placed(span.text, answered, open_ids - set(denied), opinions, is_claimed=span.text in claimed)
        if key:
            told.setdefault(key, []).append((span.text, certainty))
        if not key and not denied and not is_closing(span.text):
            left.append((span.text, span.text in claimed))
    _in_turn(told, [key for key in _IN_TURN if key in open_ids and key not in nothing], left, opinions)
    _share_out(told, open_ids - set(nothing), opinions)
    _put_in_turn(told, text)
    found = {key: _together(each) for key, each in told.items()}
    return found | {key: Heard(value="", words=words) for key, words in nothing.items() if key not in found}


def _placed(sentence: str, cued: str, open_ids: set[str], opinions: Opinions, *, is_claimed: bool) -> tuple[str, float]:
    """The question that a sentence answers, and how sure that is: a cue counts as certain unless the model contradicts it."""
    scores = opinions.of_sentence(sentence)
    likely, certainty = best(scores)
    if cued == "support_needed" and sentence.endswith("?") and not _CUES[cued].search(fold(sentence)):
        return cued, 1.0 if scores.get(cued, 0.0) >= _LIKELY else _CUED
    if cued:
        return cued, 1.0 if not scores or scores.get(cued, 0.0) >= _NO_CONTRADICTION or certainty < _CONTRADICTS else _CUED
    if likely not in open_ids or certainty < _PLAUSIBLE or is_claimed or len(sentence.split()) < _A_TELLING:
        return "", 0.0
    return likely, certainty


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


def _put_in_turn(told: dict[str, list[tuple[str, float]]], text: str) -> None:
    """Single guesses that stand in another order than the questions were asked change places: most people answer in turn."""
    guessed = [key for key in _IN_TURN if key in told and len(told[key]) == 1 and told[key][0][1] < _DOUBTED]
    parts = sorted((told[key][0] for key in guessed), key=lambda part: text.find(part[0]))
    told.update({key: [part] for key, part in zip(guessed, parts, strict=True)})


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


def _in_turn(
    told: dict[str, list[tuple[str, float]]], open_ids: Sequence[str], left: Sequence[tuple[str, bool]], opinions: Opinions
) -> None:
    """As many sentences left as questions left: each answers the next one, as a guess; else what the model finds less unlikely."""
    missing = [key for key in open_ids if key not in told]
    plain = [text for text, is_claimed in left if not is_claimed and opinions.of_sentence(text).get("other", 0.0) < _SAYS_OTHER]
    if missing and len(plain) == len(missing) and (told or len(missing) > 1):
        told.update({key: [(text, _PLAUSIBLE)] for key, text in zip(missing, plain, strict=True)})
        return
    for key in missing:
        scored = [(opinions.of_sentence(text).get(key, 0.0), text) for text, _ in left]
        likelihood, text = max(scored, default=(0.0, ""))
        if likelihood >= _HALF_PLAUSIBLE:
            told[key] = [(text, likelihood)]


def _share_out(told: dict[str, list[tuple[str, float]]], open_ids: set[str], opinions: Opinions) -> None:
    """A report tells of each question in turn: one of several sentences for one question may be the missing answer to another."""
    for key in _IN_TURN:
        if key not in open_ids or key in told:
            continue
        spare = [
            (opinions.of_sentence(text).get(key, 0.0), other, text, certainty)
            for other, parts in told.items()
            if len(parts) > 1
            for text, certainty in parts
            if certainty < _CERTAIN and certainty != _CUED
        ]
        likelihood, other, text, certainty = max(spare, default=(0.0, "", "", 0.0))
        if likelihood >= _MAYBE:
            told[other].remove((text, certainty))
            told[key] = [(text, min(likelihood, _PLAUSIBLE))]


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


def stories(text: str, questions: Iterable[Question]) -> dict[str, Heard]:
    """Sentences of a report that no question claimed tell what happened: kept as its highlight, as a guess."""
    spans = [span.text for span in sentences(text) if len(span.text.split()) >= _A_STORY and not _NO_STORY.search(fold(span.text))]
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
    asks = "support_needed" in open_ids and not _RHETORIC.search(folded) and "support_needed" not in denied and sentence.endswith("?") and len(sentence.split()) > 3  # noqa: PLR2004  `OK?` asks for nothing
    if asks:
        return "support_needed"
    return min(hits)[1] if hits and len(re.findall(r"[a-z]{2,}", folded)) > 2 else ""  # noqa: PLR2004  a cue alone tells nothing
