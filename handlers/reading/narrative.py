"""What a check-in tells in sentences: what went well, what was hard, what is needed, and that there was nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.reading.lines import clauses, fold, sentences
from handlers.reading.readings import Heard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handlers.playbook import Question

#: Words by which a sentence tells which question it answers; where two fit, the one that stands first.
_CUES = {
    "highlights": re.compile(
        r"\b(?:best (?:moment|part|thing|news|day|bit)|high(?:light|lights| point)|went (?:really |very |so )?well|proud\w*|lo mejor|"
        r"lo bueno|lo mas (?:bonito|lindo|bello)|logros?|(?:big|huge|major|small|real|nice) wins?|wins?(?=:)|wins? (?:was|were|this|"
        r"is)|success(?:es)?|"
        r"celebrat\w+|excited|favorite|we loved|great news|good news|breakthrough|shout-?out|nos encanto|orgullos\w+|"
        r"salio (?:muy )?bien|me emociono|momento destacado|exito|bonito fue|happy (?:moment|to report)|learned (?:how )?to)\b"
    ),
    "challenges": re.compile(
        r"\b(?:challeng\w+|hard(?:est)?(?: part| thing)?|difficult\w*|struggl\w+|problems?|issues?|obstacles?|troubl\w+|locked out|"
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

#: Clauses that say there is nothing of it.
_NOTHING = {
    "challenges": re.compile(
        r"\b(?:no|not any|without|sin|ningun\w*|zero|cero)\s(?:real |major |big |new |grandes? |hubo )?(?:challenges?|problems?|"
        r"issues?|complaints?|retos?|problemas?|dificultad\w*|desafios?|quejas)\b|\bnothing (?:was )?hard\b|"
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
    r"\bno (?:activity|activities|programming|sessions?|classes|club|meetings?)(?: this month| held| at all)?\b|\b(?:did not|didn't|"
    r"couldn't|could not) meet\b|\bnothing (?:happened )?this month\b|\bno hubo (?:clases?|actividad\w*|sesion\w*|reunion\w*)\b|"
    r"\bsin (?:actividad\w*|sesiones|clases)\b|\bno nos reunimos\b|\bcancel\w+ (?:everything|all (?:our )?sessions|todo)\b|"
    r"\bwe were (?:closed|on break) all month\b|\bno tuvimos (?:clases|sesiones|actividad\w*)\b"
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
    r"report is)\b|^\W*\d"
)
COUNTS = ("students_served", "sessions_held", "volunteer_hours")


def narrated(text: str, questions: Iterable[Question]) -> dict[str, Heard]:
    """Give each telling sentence to the question it answers; several sentences for one stand together."""
    open_ids = {question.id for question in questions if question.type == "long_text" and question.id in _CUES}
    told: dict[str, list[str]] = {}
    nothing: dict[str, str] = {}
    for span in sentences(text) if open_ids else ():
        denied = _denied(span.text, open_ids)
        nothing |= {key: words for key, words in denied.items() if key not in nothing}
        answered = _answered(span.text, open_ids, denied)
        if answered:
            told.setdefault(answered, []).append(span.text)
    found = {key: Heard(value=" ".join(each), words=" ".join(each)) for key, each in told.items()}
    return found | {key: Heard(value="", words=words) for key, words in nothing.items() if key not in found}


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
        for key, pattern in _NOTHING.items():
            if key in open_ids and pattern.search(fold(clause.text)):
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
    asks = "support_needed" in open_ids and "support_needed" not in denied and sentence.endswith("?") and len(sentence.split()) > 3  # noqa: PLR2004  `OK?` asks for nothing
    if asks:
        return "support_needed"
    return min(hits)[1] if hits and len(re.findall(r"[a-z]{2,}", folded)) > 2 else ""  # noqa: PLR2004  a cue alone tells nothing
