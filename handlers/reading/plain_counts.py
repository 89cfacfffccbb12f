"""Whether a count is told plainly: by its own noun in a clause without condition, doubt or denial, and no number beside it that rivals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.reading import tallies
from handlers.reading.context import TAKES_BACK
from handlers.reading.doubts import doubt
from handlers.reading.lines import clauses, fold, sentences
from handlers.reading.nouns import ADJECTIVES, NOUNS, counts_other, ends_clause, family, is_rate, pattern
from handlers.reading.numbers import Quantity, quantities
from handlers.reading.retracted import corrected
from handlers.reading.rivals import was, weight
from handlers.reading.sums import TOTAL, is_factor, parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.playbook import Question
    from handlers.reading.context import Context
    from handlers.reading.readings import Heard

#: How likely the model must find that a number is this count, and how unlikely that another one is.
_AGREES, _RIVAL_BY_NOUN, _RIVAL_BARE = 0.5, 0.2, 0.35
#: How likely in a list, where the noun alone says nearly all, and the words of such a clause.
_LISTED, _LISTED_WORDS = 0.1, 4
_CORE = {
    "students": r"students?|kids?|children|youths?|teens?|participants?|attended|estudiantes?|alumn[oa]s?|nin[oa]s|jovenes|participantes",
    "sessions": r"sessions?|meetings?|classes|workshops?|rehearsals?|practices?|sesion(?:es)?|clases|reuniones|taller(?:es)?|ensayos",
    "hours": r"hours?|hrs?|horas?",
}
_FEW_WORDS, _A_PIECE = 8, 14
_GIVERS = r"(?:(?:vol\.?|volunteers?'?|mentors?'?|tutors?'?|adult|staff|parents?'?|student) ){0,2}"
_NUMBER_SIGN = re.compile(r"\bno\. ?(?:of )?(?=[a-z])")

#: Beside a count: a condition, a denial, a plan, another time, a part, somebody else's word.
_UNPLAIN = re.compile(
    r"\b(?:would|could|should|might|may|must|can|can't|cannot|hop(?:e|ed|ing)|expect\w*|plan(?:s|ned|ning)?|goal|target|aim\w*|want\w*|"
    r"need\w*|wish\w*|supposed|scheduled|invited|capacity|seats?|"
    r"maybe|perhaps|probably|think\w*|thought|guess\w*|believe\w*|estimat\w*|somewhere|almost|nearly|"
    r"no|not|never|nobody|without|none|zero of|\w+n't|wont|didnt|dont|"
    r"if|unless|whether|either|or|see|ask|same|"
    r"last|next|usually|normally|typically|since|until|so far|years?|semester|to date|ago|previous\w*|before|used to|originally|tomorrow|"
    r"each|every|per|apiece|a pop|half|quarter of|third of|most of|sign\w*|regist\w+|enrol\w*|rosters?|wait\w*|dropp\w+|left|quit|lost|"
    r"miss\w*|cancel\w*|another|more|extra|other|added|average\w*|"
    r"says|said|told|claims?|reckons?|elsewhere|county|statewide|nationwide|"
    r"debi\w+|podri\w+|quisi\w+|esper\w+|meta|cupo|quiza\w*|creo|supongo|sin|nunca|nadie|ningun\w*|si|o|pasad[oa]s?|proxim\w+|normalmente|"
    r"desde|hasta|antes|cada|mitad|inscri\w+|falt\w+|cancel\w+|otr[oa]s?|mas|dice[ns]?|dijo|promedio|ano)\b|~|\?|%"
)
#: One day's count where there may be other days.
_ONE_DAY = re.compile(
    r"\b(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:first|second|third|fourth|1st|2nd|3rd|4th) "
    r"(?:time|day|week|session|group|class)\b|"
    r"\b(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?)\b|\b(?:primer|segund|tercer)[oa]? (?:dia|vez|semana|sesion|grupo)\b|"
    r"\bweek (?:one|two|three|\d)\b"
)
#: Whose hours they are.
_GIVEN = re.compile(
    rf"\b(?:{NOUNS['volunteers']}|volunt\w+|donat\w+|gave|giv\w+|put in|contribut\w+|clocked|logged|pitched in|helpers?|neighbou?rs?|"
    r"helped|ayud\w+|dieron|dimos|aport\w+|regal\w+|pusieron|pusimos|vecin[oa]s?)\b"
)
_AND_MORE = re.compile(r"\b(?:another|other|others|different|additional|plus|further|otr[oa]s|mas)\s$")
#: *Priya stayed 3 hours and Joe 2*.
_AND_SOMEBODY = re.compile(r"\b(?:and|y|,)\s[A-ZÁÉÍÓÚÑ][\w'’-]+\s$")
#: What relates the clauses of a sentence to each other.
_TIES = re.compile(
    r"\b(?:if|unless|whoever|otherwise|instead|except|counting|signed up|sign up|registered|enrolled|rather than|not counting|depending|"
    r"si|excepto|salvo|contando|en vez|inscrit\w+)\b|\?"
)
_A_HALF = re.compile(r"\b(?:and[\s-]a|y)[\s-](?:half|quarter|medi[ao])\b")
#: *150 total visits*: each child's, not the sessions.
_ATTENDANCES = re.compile(r"^\s(?:total|student|child|kid|individual)\s(?:visits?|attendances?|contacts?)\b|^\svisits? by\b")
#: A part behind a whole number, and a few that are taken out of more.
_A_PART = re.compile(r"^.{0,24}?\b(?:and (?:a|one) (?:half|quarter|third)|y medi[ao]|y un cuarto|and change)\b|^\s?½")
_OUT_OF = re.compile(r"^\s(?:or so\s)?(?:[a-z]+\s)?(?:of|de)\s(?:the|our|my|your|these|those|them|us|el|los|las|nuestr\w+|ell[oa]s)\b")


_MONTH = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b"
)


def count(question: Question, heard: Heard, context: Context) -> bool:
    """A number by the question's own noun, and none in the reply that may be meant instead."""
    if heard.value == 0 and context.is_meant:
        return len(context.text.split()) <= _FEW_WORDS
    if not context.is_meant:
        if heard.by == "place" and _BARE.fullmatch(heard.words):
            return not _is_put_right(question, heard, context)
        return not objection(question, heard, context)
    return _meant_count(question, heard, context.text) and not _is_put_right(question, heard, context)


def _is_put_right(question: Question, heard: Heard, context: Context) -> bool:
    """Whether a sentence elsewhere takes something back and has another number by the same noun."""
    taken_back = (span.text for span in sentences(context.whole) if TAKES_BACK.search(fold(span.text)))
    return any(each.value != heard.value for words in taken_back for each in tallies.positions(question, words))


#: A figure at its place in the order asked.
_BARE = re.compile(r"\W*\d{1,6}(?:[.,]\d{1,2})?\W*")
_ASIDE = re.compile(r"\([^()]{1,120}\)")
_RESTATES = re.compile(r"\b(?:or|if|total|counting|including|actually|really|maybe|o|si|contando)\b|[=?x]")


def _meant_count(question: Question, heard: Heard, text: str) -> bool:
    """A figure with hardly more than its noun behind the question's label or number; what stands in brackets may add up to it."""
    change = corrected(text)
    if change and change[1].value == heard.value and len(text.split()) <= _A_PIECE:
        return True
    text = _ASIDE.sub(lambda aside: aside[0] if _RESTATES.search(fold(aside[0])) else " " * len(aside[0]), text)
    folded, found = fold(text), quantities(text)
    own = [each for each in found if each.value == heard.value]
    others = [each for each in found if each.value != heard.value and not was(folded, each) and not counts_other(question, text, each)]
    if not own or (others and sum(each.value for each in others) != heard.value) or any(is_factor(folded, each) for each in found):
        return False
    first = next((span for span in sentences(text) if span.start <= own[0].start < span.end), None)
    around = fold(first.text) if first else folded
    around = _A_HALF.sub(" ", around) if isinstance(heard.value, float) else around
    return not _UNPLAIN.search(around.replace("no.", "")) and len(around.split()) <= _A_PIECE and not _A_PART.match(folded[own[0].end :])


def objection(question: Question, heard: Heard, context: Context) -> str:
    """What speaks against a number of a sentence, in a word; empty where nothing does."""
    text, every = context.text, sentences(context.text)
    span = next((each for each in every if each.text == heard.words), None)
    span = span or next((each for each in every if heard.words and heard.words in each.text), None)
    if span is None:
        return "elsewhere"
    found = quantities(text)
    inside = [each for each in found if span.start <= each.start < span.end]
    own = [each for each in inside if each.value == heard.value and _stands_by(question, text, each, span.start)]
    if not own and len(context.counts) == 1 and re.fullmatch(r"\W*\d{1,4}\W*", span.text):
        return ""
    if len(own) != 1:
        return "noun"
    chosen = own[0]
    clause = next((each.text for each in clauses(span.text) if each.start <= chosen.start - span.start < each.end), span.text)
    if _MONTH.search(fold(clause)) and len({each[:3] for each in _MONTH.findall(fold(text))}) > 1:
        return "month"
    said = _by_words(question, heard, fold(clause), fold(span.text)) or _by_part(question, text, found, chosen)
    if said:
        return said
    is_listing, nouns = _is_listing(question, clause), _Nouns.of(question, context)
    is_whose = is_listing or any(each.start in nouns.others for each in inside)
    if family(question) == "hours" and not is_whose and not _GIVEN.search(fold(span.text)):
        return "whose"
    needed = _LISTED if is_listing else _AGREES
    if context.opinions and weight(question, text, chosen, context.opinions) < needed:
        return "model"
    parts = {each.start for each in parts_of(question, text, found, chosen)} | {chosen.start}
    others = [each for each in found if each.start not in parts and not was(fold(text), each)]
    return "rival" if any(_is_rival(question, each, context, nouns, is_near=each in inside) for each in others) else ""


@dataclass(frozen=True, slots=True)
class _Nouns:
    """Where the numbers stand that have this question's noun, and those with the noun of another question that asks for a count."""

    own: frozenset[int]
    others: frozenset[int]

    @classmethod
    def of(cls, question: Question, context: Context) -> _Nouns:
        others = [other for other in context.counts if family(other) != family(question)]
        starts = [each.start for other in others for each in tallies.positions(other, context.text)]
        return cls(frozenset(each.start for each in tallies.positions(question, context.text)), frozenset(starts))


def _by_words(question: Question, heard: Heard, clause: str, sentence: str) -> str:
    """A doubt in the folded words around a number."""
    around = _A_HALF.sub(" ", clause) if isinstance(heard.value, float) else clause
    if _UNPLAIN.search(_NUMBER_SIGN.sub("", around)):
        return "words"
    return "ties" if _TIES.search(sentence) or (family(question) == "students" and _ONE_DAY.search(clause)) else ""


def _by_part(question: Question, text: str, found: Sequence[Quantity], chosen: Quantity) -> str:
    """A number that is part of another, a factor or a rate, or counts how often somebody came."""
    folded = fold(text)
    nearest = min((each.start for each in found if each.start >= chosen.end), default=len(text))
    own, behind = folded[chosen.end : min(nearest, chosen.end + 50)], folded[chosen.end : chosen.end + 50]
    if family(question) == "sessions" and _ATTENDANCES.match(behind):
        return "attendances"
    is_part = _A_PART.match(own) or _OUT_OF.match(behind) or is_factor(folded, chosen) or is_rate(question, behind)
    return "part" if is_part else ""


def _is_listing(question: Question, clause: str) -> bool:
    """A clause that is the number, its noun and hardly a word more: *21 estudiantes*, *hours, 9*."""
    return len(re.findall(r"[a-z]{2,}", fold(clause))) <= _LISTED_WORDS and bool(
        re.search(rf"\b(?:{_CORE.get(family(question)) or pattern(question)})\b", fold(clause))
    )


def _stands_by(question: Question, text: str, each: Quantity, start: int) -> bool:
    """The noun right behind the number, or right before it as a label or with a verb between."""
    folded = fold(text)
    givers = _GIVERS if family(question) == "hours" else ""
    behind = rf"^[ -]{{1,2}}{ADJECTIVES}{givers}(?:{pattern(question)})\b"
    if re.match(behind, folded[each.end : each.end + 60]):
        return True
    before = folded[max(start, each.start - 40) : each.start]
    ahead = (
        rf"\b(?:{pattern(question)})\b\)?(?:(?: [a-z]+){{0,3}}\s?(?:[:=,]|-+)|(?: held| served| met| total| count)?"
        r"(?: (?:was|were|is|are|came to|fue|fueron|son|eran))?)\s?(?:a total of |just )?$"
    )
    is_headed = family(question) == "students" and re.search(
        r"\b(?:served|attendance|headcount|head count|atendimos|asistencia)(?: was| is|:|,)? (?:a )?$", before
    )
    return ends_clause(folded[each.end : each.end + 60]) and bool(re.search(ahead, before) or is_headed)


def _is_rival(question: Question, each: Quantity, context: Context, nouns: _Nouns, *, is_near: bool) -> bool:
    """Whether another number may be the count: it stands by the same noun, or in the same sentence and is nobody else's."""
    text, folded = context.text, fold(context.text)
    likely = weight(question, text, each, context.opinions) if context.opinions else 0.0
    is_unreal = not is_near and doubt(folded, each.start, each.end, family(question), told=True) == "guess"
    if each.start in nouns.own:
        return is_near or (not is_unreal and (not context.opinions or likely >= _RIVAL_BY_NOUN))
    if each.start in nouns.others or counts_other(question, text, each):
        return False
    if _AND_MORE.search(folded[max(0, each.start - 20) : each.start]):
        return True
    if is_near and _AND_SOMEBODY.search(text[max(0, each.start - 24) : each.start]):
        return True
    if not is_near:
        return likely >= _RIVAL_BARE and not is_unreal and not _is_another(question, each, context)
    if _THINGS.match(folded[each.end : each.end + 30]) and context.opinions and likely < _RIVAL_BY_NOUN:
        return False
    return not _is_another(question, each, context) or bool(TOTAL.search(folded[each.end : each.end + 24]))


#: A noun of its own right behind a number: *3 sites*.
_THINGS = re.compile(
    r"^\s(?!(?:in|on|at|of|for|from|with|and|or|but|were|was|are|is|came|come|had|who|that|the|per|each|total|times|more|new|plus|to|by|"
    r"en|de|del|para|con|y|o|pero|eran|son|fueron|que|los|las|el|la|cada|mas|nuev[oa]s)\b)[a-z]{3,}\b"
)


def _is_another(question: Question, each: Quantity, context: Context) -> bool:
    return any(
        key != question.id and heard.value == each.value for key, heard in context.heard.items() if not isinstance(heard.value, bool)
    )
