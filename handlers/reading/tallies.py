"""Counts of students, sessions and hours: which number of a text answers which question, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from handlers.reading.dates import Day
from handlers.reading.doubts import doubt, is_list_only
from handlers.reading.lines import fold, sentences
from handlers.reading.not_counts import blanked
from handlers.reading.numbers import Quantity, quantities, whole
from handlers.reading.readings import Heard
from handlers.reading.weighing import Opinions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.playbook import Question

Place = TypeVar("Place", Quantity, Day)

#: The nouns that stand beside a count, in folded text.
NOUNS = {
    "students": (
        r"students?|kids?|kiddos?|children|child|youths?|teens?|teenagers?|scholars?|pupils?|participants?|learners?|attendees?|boys|girls|"
        r"juniors|seniors|freshmen|sophomores|graders|preschoolers|schoolers|mentees|young (?:people|men|women|ladies)|estudiantes?|"
        r"alumn[oa]s?|nin[oa]s?|jovenes|muchach[oa]s?|chic[oa]s?|chamac[oa]s?|chav[oa]s?|chiquill[oa]s?|participantes?|adult[oa]?s|"
        r"adolescentes?|pequen[oa]s|escolares|asistentes|youngsters?|heads|little ones|tots|toddlers|campers|enrollees|tweens|"
        r"kindergart[ne]+ers|pequenit[oa]s|menores|integrantes|cabezas|minors"
    ),
    "sessions": (
        r"sessions?|meetings?|classes|visits?|workshops?|rehearsals?|practices?|lessons?|gatherings?|meet-?ups?|"
        r"(?:work|club|session|program|tutoring|site|lab|field|practice|separate|different) days?|occasions?|outings?|get-?togethers?|"
        r"ocasiones|dates|rounds|afternoons|evenings|mornings|tardes|mananas|saturdays|sundays|mondays|tuesdays|wednesdays|thursdays|fridays|"
        r"sesion(?:es)?|clases?|taller(?:es)?|reunion(?:es)?|visitas?|ensayos?|encuentros?|juntas?|practicas?|sabados|jornadas?|times|veces"
    ),
    "hours": r"hours?|hrs?|horas?|horitas|hs|volunteer time|tiempo voluntario",
    "volunteers": (
        r"volunteers?|vols?|mentors?|tutors?|adults?|people|members?|staff|coaches|readers|parents|handlers?|teachers?|voluntari[oa]s?|"
        r"mentor[ea]s|"
        r"tutor[ea]s|personas?|maestr[oa]s|padres|mamas|papas|of us"
    ),
}

_FAMILY_OF = {"students_served": "students", "students_expected": "students", "sessions_held": "sessions", "volunteer_hours": "hours"}

_GLUE = (
    r"(?:of|in|for|at|from|by|to|on|per|with|and|or|but|were|was|is|are|who|that|the|our|a|de|en|para|por|con|y|o|que|fueron|del|al|"
    r"the|los|las|nuestr[oa]s|came|got|had|x|each|every|cada)"
)
_ANY_NOUN = "|".join(NOUNS.values())
_ADJECTIVES = rf"(?:(?!(?:{_GLUE}|{_ANY_NOUN}|across|over|during|durante|more|mas|additional|extra|another)\b)[a-z'-]+ ){{0,3}}?"
_GIVERS = r"(?:vol\.?|volunteers?'?|mentors?'?|tutors?'?|adult|staff|parent|handler|student) "
_PER = (
    r"(?:(?:per|each|every|cada)\s(?!one\b|of\b|un[oa]\b|person|volunteer|mentor|tutor)[a-z]+|(?:each|every|per|an?|por|cada|al?)\s(?:session|meeting|week|month|day|time|visit|class|saturday|sunday|monday|tuesday|wednesday|"
    r"thursday|friday|evening|night|afternoon|sesion|semana|mes|dia|vez|visita|clase|sabado|tarde|noche|ensayo|rehearsal|workshop|taller))\b"
)
_RATE = re.compile(rf"^[^,.;\d]{{0,30}}?\b{_PER}|^\S*\s?(?:weekly|daily|semanales|diari[oa]s)\b")
_MORE = re.compile(r"\b(?:add|plus|another|extra|suma|sume|agrega\w*|anad\w*|otr[oa]s)\s(?:the\s|an?\s|los\s|las\s)?$")
_MORE_BEHIND = re.compile(r"^ (?:[a-z]+ ){0,2}?(?:more|additional|extra|mas|adicionales)\b(?! or less| o menos)")
_EACH = re.compile(
    r"^.{0,24}?\b(?:each|apiece|per (?:person|volunteer|mentor|tutor)|cada un[oa]|por (?:persona|voluntari[oa])|por cabeza)\b"
)
_TIMES = re.compile(r"^\s?(?:[a-z'-]+\s){0,3}(?:x|\*|@|times|multiplied by|por)\s?$")
_GROUP = r"(?:groups?|class(?:es)?|cohorts?|teams?|sections?|schools?|classrooms?|sites?|grupos?|clases?|equipos?|salon(?:es)?|escuelas?)"
_PER_GROUP = re.compile(
    rf"^\s(?:[a-z'-]+\s){{0,2}}?(?:per|in each|in every|each|a|por|en cada|cada)\s{_GROUP}\W{{1,3}}(?:[a-z]+\s){{0,2}}$"
)
_GROUPS = re.compile(rf"^\s(?:[a-z'-]+\s){{0,2}}?{_GROUP}\s?(?:of|de|with|con|at|x)\s(?:about |around |unos |unas )?$")
_WORKED = re.compile(
    r"^\s(?:[a-z'-]+\s?){0,3}?(?:at|for|a|with|con|de|doing|did|gave|worked|each (?:did|gave|worked)|,|por|dieron|hicieron)\s?"
    r"(?:about |around |unas )?$"
)
_TOTAL = re.compile(
    r"\b(?:total(?:s|ed|ing)?|in all|all told|altogether|all together|overall|combined|sum(?:a|amos|an|aron)?|en total|juntos|juntas)\b"
)
_UNLIKE = re.compile(
    r"\b(?:or|if|including|counting|contando|incluyendo|instead|last (?:month|year|time)|used to|expected|vs|versus|compared|usually|"
    r"normally|"
    r"up from|down from|otherwise|el mes pasado|antes|si|o|maybe|though|but|pero|aunque|with the|con los|con las)\b"
)
_STRAND = re.compile(r"^\s?(?:on|at|in|for|with|from|en|con|del|de la|para|a la|al)\s")
_SAID = re.compile(
    r"\b(?:said|say|wrote|put|typed|sent|told you|reported|entered|gave you|dije|puse|escribi|mande|anote|reporte)\W(?:[a-z]+\s){0,2}$"
)
_WAS = re.compile(
    r"\b(?:it was|was|it's|it is|should|meant|mean|is|actually|really|make|era|eran|es|son|fueron|debe|debio|quise decir|"
    r"queria decir|correct\w*)\b"
)
_NOT_BEFORE = re.compile(r"\b(?:not|no(?: son| seran| eran| es| sera| fueron| era| el)?)\s$")
_BUT = re.compile(
    r"^(?:\s[a-z]+){0,2}\s?[,;.]?\s?(?:\b(?:but|it's|it was|it is|it will be|rather|sino|son|seran|eran|es|sera|era|fueron)\b)\s?"
    r"(?:actually |the |el )?$|^\s?[,;.]?\s?(?:actually )?$"
)
_NOT_BETWEEN = re.compile(
    r"^(?:\s[a-z]+){0,2},?\s?\(?\b(?:not|instead of|rather than|no|en vez de|en lugar de)\s(?:on |the |el |del |las? |los )?$"
)
_CHANGE = re.compile(r"\b(?:change|correct|update|fix|cambi\w+|corrij\w+|corregir)\s(?:[a-z]+\s){0,3}$")
_TO = re.compile(r"^\s(?:[a-z]+\s){0,2}?(?:to|por|a)\s$")
_OOPS = re.compile(
    r"\b(?:sorry|oops|scratch that|strike that|no wait|wait|i mean|i meant|make (?:that|it)|correction|my mistake|"
    r"should (?:be|have been|read|say)|perdon|digo|"
    r"mejor dicho|corrijo|deberia? (?:ser|decir)|quise decir)\b"
)
_SMALL = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|ten|twelve|un[oa]?|dos|tres|cuatro|cinco|seis|ocho|diez)"
_WEEKLY = re.compile(
    rf"\b(?P<often>{_SMALL})\s(?:{NOUNS['sessions']})\s(?:a|per|each|every|por|a la|cada)\s(?:week|semana)\b[^.;\n]{{0,24}}?"
    rf"\b(?P<weeks>{_SMALL})\s(?:weeks|semanas)\b"
)
#: *Served 30*, *attendance is down to 12*: a verb or a word for the number itself, where no noun follows.
_HEADS_AHEAD = (
    r"\b(?:we served|served|serving|reached|atendimos|servimos|vinieron|asistieron|llegaron|attendance|enrol?lment|head ?count|"
    r"asistencia|matricula)(?: (?:is|was|were|held at|came to|stood at|stayed at|"
    r"(?:is |was )?(?:up|down) to|of|fue(?: de)?|de|around|about|a total of|total)){0,2}\s?[:=]?\s$"
)
_MET = re.compile(
    r"\b(?:met|gathered|visited|got together|came|juntamos|reunimos|vimos|fuimos)\s(?P<times>once|twice|thrice|una vez|dos veces|"
    r"tres veces)\b"
    r"(?! (?:a|per|each|every|a la|por|cada) )"
)
#: What it was another time: *12, down from 19 last month*.
_ANOTHER_TIME = re.compile(
    r"\((?:it |they )?(?:was|were|antes(?: eran)?|eran|vs\.?|last month:?|from)\s(?:at )?$|\b(?:(?:up|down|rose|fell|grew|"
    r"dropped)[\w ]{0,12} from|compared (?:to|with)|versus|vs\.?|instead of the(?: usual)?|subio de|"
    r"bajo de)\s$"
)
_THEN = re.compile(
    r"^\s?(?:[a-z]+\s){0,2}?(?:in (?:the )?)?(?:last (?:month|year|time|spring|fall)|the month before|el mes pasado|el ano pasado)\b"
)
_FROM = re.compile(r"\b(?:from|de)\s$")
_NO_VOLUNTEERS = re.compile(
    r"\b(?:no|zero|without(?: any)?|sin|ningun\w*|cero|didn't have(?: any)?|no tuvimos|no hubo)\s(?:volunteers?(?! hours from)|"
    r"volunteer (?:hours|help)|"
    r"voluntari[oa]s?|horas de voluntari\w+)\b|\bnobody volunteered\b|\b(?:volunteers?|voluntari[oa]s?)\s?[:=-]?\s?(?:none|zero|0|"
    r"ningun[oa]?)\b|\b(?:all|only) paid (?:staff|instructors|coaches|people)\b"
)
#: *8 sessions each*: of several groups, so that the sum may be meant.
_EACH_GROUP = re.compile(r"^\s(?:[a-z]+\s)?(?:each|apiece|per group|for each|cada un[oa]|por grupo)\b")
#: *14 children over 6 meetings*: in the course of, not more than.
_ACROSS = re.compile(r"\bover\s$")
_NEAR = 60
#: What is counted once it has been; of what is planned, *we expect 40* is the answer.
COUNTED_PAST = frozenset({"students_served", "sessions_held", "volunteer_hours"})
#: How likely the model must find that a number is the count, or that another counts nothing that was asked.
_LIKELY = 0.6
_GRADES = 10  #: a question with no greater maximum is a grade
_AS_COUNTED = {"students_expected": "students_served"}
NO_OPINIONS = Opinions()
_PAREN = re.compile(r"\([^()]{0,300}\)")
_RATING = re.compile(r"(?<![\d.,])(\d{1,2})\s?(?:out of|of|/|de|sobre)\s?(?:a possible\s)?(\d{1,2})\b")


def corrected(text: str) -> tuple[Quantity, Quantity] | None:
    """A figure taken back, and the one that stands instead: *I said 45, it was 54*."""
    return next(taken_back(blanked(fold(text)), quantities(text)), None)


def taken_back(folded: str, found: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Every figure or day that a text takes back, with the one that stands instead."""
    last: Place | None = None
    for first, second in pairwise(found):
        before, between = folded[max(0, first.start - 30) : first.start], folded[first.end : second.start]
        # Farther apart they do not belong together; behind *I said* stands what is taken back with the figure after it.
        if len(between) > _NEAR or first.value == second.value or first is last or _SAID.search(between):
            continue
        if _NOT_BETWEEN.match(between):
            last = second
            yield second, first
        elif (
            (_SAID.search(before) and _WAS.search(between))
            or (_NOT_BEFORE.search(before) and _BUT.match(between))
            or (_CHANGE.search(before) and _TO.match(between))
            or _OOPS.search(between)
        ):
            last = second
            yield first, second


def count(question: Question, text: str) -> Heard:
    """Read a piece of text that answers this question alone."""
    words = text.strip()
    if re.fullmatch(r"[\s.,;:!()*_\"'-]{0,3}\d{1,9}[\s.,;:!()*_\"']{0,3}", words):
        return _checked(question, Quantity(float(re.sub(r"\D", "", words)), 0, len(words)), words)
    rating = _RATING.search(fold(words))
    if rating and question.maximum is not None and float(rating[2]) == question.maximum:
        return _checked(question, Quantity(float(rating[1]), rating.start(), rating.end()), words)
    change = corrected(words)
    if change:
        return _checked(question, change[1], words)
    outside = _PAREN.sub(lambda match: " " * len(match[0]), words)
    for piece in dict.fromkeys((outside, words)):
        chosen = _chosen(question, piece, quantities(piece))
        if chosen:
            reason = chosen.reason or doubt(fold(words), chosen.start, chosen.end, family(question), told=False)
            return _checked(question, replace(chosen, reason=reason), words)
    return Heard(words=words, problem="not_a_number")


def counted(question: Question, text: str, opinions: Opinions = NO_OPINIONS) -> Heard:
    """Read from prose the number that stands by this question's nouns; where none does, the one a model takes for it, as a guess."""
    found = quantities(text)
    own = _undoubted(question, text, _preferred(question, text, _beside(question, text, found), opinions))
    if family(question) == "sessions":
        own = [replace(each, reason="") if _ACROSS.search(fold(text)[max(0, each.start - 6) : each.start]) else each for each in own]
        own = [replace(each, reason="two_candidates") if _EACH_GROUP.match(fold(text)[each.end : each.end + 40]) else each for each in own]
    if family(question) == "sessions":
        named = [
            each for each in own if re.match(r"\s(?:[a-z-]+\s){0,2}?(?:sessions?|sesion(?:es)?)\b", fold(text)[each.end : each.end + 40])
        ]
        own = named or own
    stated = [each for each in own if re.search(r"=\s?$", fold(text)[: each.start][-3:])]
    chosen = (
        (stated[0] if len(stated) == 1 else None)
        or _more_elsewhere(question, text, found, own)
        or _product(question, text, found)
        or _weekly(question, text)
        or (_among(text, own) if own else None)
        or _met(question, text)
        or _nobody(question, text)
    )
    if chosen is None:
        chosen = _likely(question, text, found, opinions)
    if chosen is None:
        return Heard()
    chosen = _contested(question, text, found, _stated(text, found, chosen), opinions)
    start = text.rfind("\n", 0, chosen.start) + 1
    sentence = next((each for each in sentences(text[start:]) if start + each.end >= chosen.end), None)
    if family(question) == "hours" and not chosen.reason and _fewer_than_givers(text, found, chosen):
        chosen = replace(chosen, reason="two_candidates")
    heard = _checked(question, chosen, sentence.text if sentence else text[chosen.start : chosen.end])
    return heard if heard.is_read else Heard()


def _undoubted(question: Question, text: str, own: list[Quantity]) -> list[Quantity]:
    """Those that are plainly the count; where every one is in doubt, all with their reason."""
    folded = fold(text)
    name = family(question) if question.id in COUNTED_PAST else question.id
    doubted = [replace(each, reason=each.reason or doubt(folded, each.start, each.end, name, told=True)) for each in own]
    plain = [each for each in doubted if each.reason != "guess"]
    return plain or doubted


def _preferred(question: Question, text: str, own: list[Quantity], opinions: Opinions) -> list[Quantity]:
    """Of several numbers by the right noun the one that the model takes for the count: not *three kids placed at the state meet*."""
    if len({each.value for each in own}) < 2 or not opinions:  # noqa: PLR2004  one needs no choice
        return own
    meant = [each for each in own if weight(question, text, each, opinions) >= _LIKELY]
    others = [each for each in own if each not in meant and opinions.of_number(text, each.start, each.end).get("none", 0.0) >= _LIKELY]
    if len(meant) != 1 or len(others) != len(own) - 1:
        return own
    # Strands of one sentence are added up or are candidates, whatever the model makes of each.
    home = next((span for span in sentences(text) if span.start <= meant[0].start < span.end), None)
    return own if home is None or any(home.start <= each.start < home.end for each in others) else meant


def _likely(question: Question, text: str, found: Sequence[Quantity], opinions: Opinions) -> Quantity | None:
    """The one number that the model takes for this count though none of its nouns stands there: never sure."""
    folded = fold(text)
    likely = [
        each
        for each in found
        if weight(question, text, each, opinions) >= _LIKELY
        and not counts_other(question, text, each)
        and not is_rate(question, folded[each.end : each.end + 50])
    ]
    return replace(likely[0], reason=likely[0].reason or "guess") if len({each.value for each in likely}) == 1 else None


#: A number that may be meant instead, and by how much the model must find it likelier than one in doubt.
_RIVAL, _BETTER = 0.5, 0.3
_DOUBTED, _CALLED_TOTAL = 0.3, 1.4
_MOST_PLAIN = re.compile(
    r"\b(?:different|distinct|unique|unduplicated|individual|total|in all|all told|altogether|distint[oa]s|diferentes|unic[oa]s|en total)\b"
)


def _fewer_than_givers(text: str, found: Sequence[Quantity], hours: Quantity) -> bool:
    """*16 volunteers worked 3 hours*: each of them, most likely."""
    folded = fold(text)
    givers = [
        each
        for each in found
        if each.end <= hours.start and re.match(rf"\s{_ADJECTIVES}(?:{NOUNS['volunteers']})\b", folded[each.end : each.end + 50])
    ]
    near = [each for each in givers if not re.search(r"[.!?;\n]", text[each.end : hours.start])]
    return bool(near) and 1 < hours.value + 1 and hours.value < near[-1].value


def likelihood(question: Question, text: str, each: Quantity, opinions: Opinions) -> float:
    """What the model makes of a number, less where a noun of another kind, its size, a rate or a doubt speaks against it."""
    folded = fold(text)
    value = whole(each.value)
    if question.type == "integer" and not isinstance(value, int):
        return 0.0
    if (question.minimum is not None and value < question.minimum) or (question.maximum is not None and value > question.maximum):
        return 0.0
    likely = weight(question, text, each, opinions)
    said = folded[each.start : each.end]
    if said in _ONE and not re.match(rf"\s(?:{_pattern(question)})\b", folded[each.end : each.end + 24]):
        return 0.0
    if question.maximum is not None and question.maximum <= _GRADES:
        return likely
    if (
        counts_other(question, text, each)
        or is_rate(question, folded[each.end : each.end + 50])
        or is_factor(folded, each)
        or _was(folded, each)
        or _totals_other(question, text, each)
    ):
        return 0.0
    name = family(question) if question.id in COUNTED_PAST else question.id
    doubted = doubt(folded, each.start, each.end, name, told=True) == "guess" or is_list_only(folded, each.end)
    return likely * (_DOUBTED if doubted else 1.0) * (_CALLED_TOTAL if is_total(folded, each) else 1.0)


_ONE = frozenset({"one", "uno", "una", "un", "a one"})


def _totals_other(question: Question, text: str, each: Quantity) -> bool:
    """*16 hours each, 32 in total*: a bare total is of what was counted right before it."""
    folded = fold(text)
    if not _TOTAL.match(folded[each.end : each.end + 24].lstrip()) and not re.match(
        r"\s(?:in|en) (?:all|total)\b", folded[each.end : each.end + 12]
    ):
        return False
    span = next((span for span in sentences(text) if span.start <= each.start < span.end), None)
    before = [other for other in quantities(text) if span and span.start <= other.start < each.start]
    return bool(before) and counts_other(question, text, before[-1])


#: *We served 40 kids. Or 44 if you count the siblings.*
_OR_ELSE = re.compile(r"^[^.!?\n]{0,40}[.!?]\s(?:or|o|well,?|actually,?|maybe)\s(?:maybe |about |more like |son |actually )?\d")


def _among_signed_up(question: Question, text: str, found: Sequence[Quantity], chosen: Quantity) -> Quantity:
    """*30 signed up and 26 stuck with it*: the smaller number of the same sentence, or a guess."""
    span = next((span for span in sentences(text) if span.start <= chosen.start < span.end), None)
    later = [each for each in found if span and chosen.end <= each.start < span.end and not counts_other(question, text, each)]
    came = [each for each in later if 0 < each.value <= chosen.value and not is_factor(fold(text), each)]
    return replace(came[0] if came else chosen, reason="two_candidates" if came else chosen.reason or "guess")


def _contested(question: Question, text: str, found: Sequence[Quantity], chosen: Quantity, opinions: Opinions) -> Quantity:
    """What another number of the same text does to the choice: it makes it unsure, or it is taken for one that was in doubt anyway."""
    if chosen.reason in {"hedge", "range"}:
        return chosen
    if question.id in COUNTED_PAST and is_list_only(fold(text), chosen.end):
        chosen = _among_signed_up(question, text, found, chosen)
    if _OR_ELSE.match(fold(text)[chosen.end : chosen.end + 90]):
        return replace(chosen, reason=chosen.reason or "two_candidates")
    larger = [each for each in found if each.value > chosen.value and _holds(question, text, found, each, chosen)]
    if len(larger) == 1:
        return replace(larger[0], reason="two_candidates")
    own = likelihood(question, text, chosen, opinions)
    rivals = [
        (score, -each.start, each)
        for each in found
        if not chosen.start <= each.start < chosen.end
        and each.value != chosen.value
        and (score := likelihood(question, text, each, opinions)) >= _RIVAL
    ]
    if not rivals or _MOST_PLAIN.search(_sentence_around(fold(text), chosen)) or sum_of_parts(question, text, found, chosen):
        return chosen
    whole_ones = [each for _, _, each in rivals if sum_of_parts(question, text, found, each)]
    if len(whole_ones) == 1:
        return replace(whole_ones[0], reason=whole_ones[0].reason or "two_candidates")
    score, _, best = max(rivals)
    if score >= own + _BETTER:
        return replace(best, reason=best.reason or "two_candidates")
    return replace(chosen, reason=chosen.reason or "two_candidates") if score > own - _BETTER else chosen


def weight(question: Question, text: str, each: Quantity, opinions: Opinions) -> float:
    """How likely the model finds that a number is this question's count; 0 without a model."""
    return opinions.of_number(text, each.start, each.end).get(_AS_COUNTED.get(question.id, question.id), 0.0)


def added(question: Question, text: str) -> float | None:
    """How many are to be added to what was said before: *add 7 kids and one more session*."""
    folded = fold(text)
    for each in quantities(text):
        before, after = folded[max(0, each.start - 16) : each.start], folded[each.end : each.end + 60]
        more = _MORE.search(before) or _MORE_BEHIND.match(after)
        if more and re.match(rf"^ (?:[a-z]+ ){{0,2}}?(?:{_pattern(question)})\b", after):
            return each.value
    return None


def counts_other(question: Question, text: str, each: Quantity) -> bool:
    """Whether a noun of another kind stands behind the number, or right before one that ends its clause: *6 volunteers* are no students."""
    folded = fold(text)
    if re.match(rf"^\s{_ADJECTIVES}(?:{_others(question)})\b", folded[each.end : each.end + 50]):
        return True
    ahead = re.search(rf"\b(?:{_others(question)})\s?[:=]?\s?$", folded[max(0, each.start - 24) : each.start])
    return bool(ahead) and _ends_clause(folded[each.end : each.end + 60])


def positions(question: Question, text: str) -> list[Quantity]:
    """The numbers of a text that stand by this question's nouns."""
    return _beside(question, text, quantities(text))


def family(question: Question) -> str:
    """The nouns a question counts, or its own id where its words are all we know."""
    return _FAMILY_OF.get(question.id, question.id)


def _checked(question: Question, quantity: Quantity, words: str) -> Heard:
    value = whole(quantity.value)
    if question.type == "integer" and not isinstance(value, int):
        return Heard(words=words, problem="not_a_number")
    low = question.minimum if question.minimum is not None else 0
    if value < low or (question.maximum is not None and value > question.maximum):
        return Heard(words=words, problem="out_of_range")
    return Heard(value=value, words=words, reason=quantity.reason)


@lru_cache(maxsize=256)
def _nouns(name: str, extra: tuple[str, ...]) -> str:
    """The nouns of a family with the playbook's own words for it; a phrase of several words counts by its last."""
    own = [re.escape(fold(each)) for each in extra if len(each) > 2 and " " not in each.strip()]  # noqa: PLR2004  `de` is no noun
    return "|".join(filter(None, [NOUNS.get(name, ""), *own])) or r"(?!)"


def _pattern(question: Question) -> str:
    return _nouns(family(question), question.words.all)


def _others(question: Question) -> str:
    return "|".join(pattern for name, pattern in NOUNS.items() if name != family(question))


def _rivals(question: Question) -> str:
    """Nouns that break the tie between a noun and a later number; volunteers give hours, so they do not break that one."""
    own = {family(question)} | ({"volunteers"} if family(question) == "hours" else set())
    return "|".join(pattern for name, pattern in NOUNS.items() if name not in own)


def _beside(question: Question, text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Numbers with one of the nouns behind them or, failing any noun behind, before them."""
    folded = fold(text)
    own, others = _pattern(question), _others(question)
    behind = re.compile(rf"^(?: ?\+|-?ish| or so| something)?[ -]{{1,2}}(?:de |of (?:our |the )?)?{_ADJECTIVES}(?:{own})\b|^(?:{own})\b")
    foreign = re.compile(rf"^(?: ?\+|-?ish| or so)?[ -]{{1,2}}{_ADJECTIVES}(?:{others})\b")
    ahead = re.compile(
        rf"\b(?:{own})\s?\($|\b(?:{own})\b(?![^\n]*\b(?:{_rivals(question)})\b)(?:[^.;!?\n]{{0,45}}?(?:[:=-]|\b(?:it's|it was|that's|"
        rf"was|were|is|are|"
        rf"at|total\w*|came to|together|"
        rf"combined|fue|fueron|son|eran|sumaron|served|held)\b)[^\d.;!?\n]{{0,25}}| (?:[a-z]+ )?)$"
    )
    if family(question) == "students":
        ahead = re.compile(rf"{ahead.pattern}|{_HEADS_AHEAD}")
    if family(question) == "hours":
        behind = re.compile(rf"{behind.pattern}|^ (?:total )?(?:{_GIVERS}){{1,3}}(?:{own})\b")
    kept: list[Quantity] = []
    last_end = 0
    found = [each for each in found if not _was(folded, each)]
    for each in found:
        after, before = folded[each.end : each.end + 60], folded[max(last_end, each.start - 90) : each.start]
        if _MORE.search(folded[max(0, each.start - 16) : each.start]) or _MORE_BEHIND.match(after):
            last_end = each.end
            continue
        pronoun = folded[each.start : each.end] in {"one", "uno", "una"} and not re.search(r"[:=-]\s*$", before)
        is_own = behind.match(after) or (not pronoun and not foreign.match(after) and _ends_clause(after) and ahead.search(before))
        inherits = not is_own and not foreign.match(after) and kept and kept[-1].end == last_end and _inherits(folded, kept[-1], each)
        if is_own or inherits:
            kept.append(each)
        last_end = each.end
    return [each for each in kept if family(question) == "students" or not is_rate(question, folded[each.end : each.end + 50])]


def _was(folded: str, each: Quantity) -> bool:
    """A number of another month, told to compare."""
    before, after = folded[max(0, each.start - 40) : each.start], folded[each.end : each.end + 40]
    return bool(_ANOTHER_TIME.search(before) or (_FROM.search(before) and _THEN.match(after)))


def is_rate(question: Question, after: str) -> bool:
    """*2 sessions a week*, *2 hours each*: no total."""
    return bool(_RATE.match(after)) or (family(question) == "hours" and bool(_EACH.match(after)))


def _ends_clause(after: str) -> bool:
    """Nothing but a hedge, a bracket or punctuation stands behind: no noun of another kind."""
    return bool(
        re.match(
            r"^\s?(?:ish|\+|or so|something|in all|total|in total|en total|y pico)?\s*(?:$|[.,;:!?()\n/|-]|(?:and|y|but|pero|from)\b)",
            after,
        )
    )


def _inherits(folded: str, before: Quantity, each: Quantity) -> bool:
    """*22 hours on the music side, 15.5 on the mural*, *21 kids signed up but only 17 came*: the noun is not said twice."""
    between = folded[before.end : each.start]
    if re.search(r"\b(?:only|just|solo|solamente)\s$", between) and len(between) < _NEAR:
        return True
    return (
        bool(_STRAND.match(folded[each.end : each.end + 12]))
        and not re.search(r"[.!?\n]", between)
        and bool(re.search(r"[,;]|and|y", between))
    )


def _product(question: Question, text: str, found: Sequence[Quantity]) -> Quantity | None:
    """*12 volunteers x 2 hours*, *3 groups of 8*: multiplied, and never sure."""
    folded = fold(text)
    for first, second in pairwise(found):
        between, after = folded[first.end : second.start], folded[second.end : second.end + 60]
        hours = bool(re.match(rf"^\s?-?(?:{NOUNS['hours']})\b", after))
        if family(question) == "hours":
            held = re.match(rf"^\s(?:{NOUNS['sessions']})\b", between)
            fits = hours and not held and bool(_TIMES.match(between) or (_WORKED.match(between) and _EACH.match(after)))
        else:
            groups = _GROUPS.match(between) or (_PER_GROUP.match(between) and re.match(rf"^\s{_GROUP}\b", after))
            in_sessions = re.match(rf"^\s(?:[a-z]+\s)?(?:{NOUNS['sessions']})\b", after)
            fits = not hours and bool(groups or (_TIMES.match(between) and not in_sessions))
        if fits and family(question) != "sessions" and not (hours and re.search(rf"\b{_PER}", between)):
            times = _times_held(folded, found, after)
            return None if times is None else Quantity(first.value * second.value * times, first.start, second.end, "arithmetic")
    return None


#: *8 sessions at Jefferson plus 3 at Madison*.
_ELSEWHERE = re.compile(r"^[^.;!?\d\n]{0,40}\b(?:plus|and another|and then|mas|y otr[oa]s)\s(?:another\s|otr[oa]s\s)?$")
_AT = re.compile(r"^\s(?:more\s|mas\s)?(?:at|in|on|with|over at|en|con)\s")


def _more_elsewhere(question: Question, text: str, found: Sequence[Quantity], own: Sequence[Quantity]) -> Quantity | None:
    """The sum of what was held here and there, where the noun is not said twice; never sure."""
    folded = fold(text)
    for first, second in pairwise(found):
        between = folded[first.end : second.start]
        if len(own) == 1 and first.start == own[0].start and _ELSEWHERE.match(between) and _AT.match(folded[second.end : second.end + 16]):
            return Quantity(first.value + second.value, first.start, second.end, "arithmetic")
    return None


def _weekly(question: Question, text: str) -> Quantity | None:
    """*2 sessions a week for 4 weeks*: multiplied, and never sure."""
    match = _WEEKLY.search(fold(text)) if family(question) == "sessions" else None
    if match is None:
        return None
    often, weeks = (next((each.value for each in quantities(match[name])), 0.0) for name in ("often", "weeks"))
    return Quantity(often * weeks, match.start(), match.end(), "arithmetic") if often and weeks else None


def _met(question: Question, text: str) -> Quantity | None:
    """*We met twice*."""
    match = _MET.search(fold(text)) if family(question) == "sessions" else None
    times = {"once": 1.0, "una vez": 1.0, "twice": 2.0, "dos veces": 2.0, "thrice": 3.0, "tres veces": 3.0}
    return Quantity(times[match["times"]], match.start("times"), match.end("times")) if match else None


def _nobody(question: Question, text: str) -> Quantity | None:
    """*No volunteers this time* implies no hours without saying so."""
    match = _NO_VOLUNTEERS.search(fold(text)) if family(question) == "hours" else None
    return Quantity(0.0, match.start(), match.end(), "guess") if match else None


def _stated(text: str, found: Sequence[Quantity], chosen: Quantity) -> Quantity:
    """A sum that the text itself states in front of its parts: *37 members (29 boys, 8 girls)*."""
    if chosen.reason != "arithmetic":
        return chosen
    ahead = [
        each
        for each in found
        if each.end <= chosen.start and each.value == chosen.value and not re.search(r"[.!?]\s|\n", text[each.end : chosen.start])
    ]
    if ahead and chosen.start - ahead[-1].end < _NEAR and re.search(r"[(:,-]", text[ahead[-1].end : chosen.start]):
        return ahead[-1]
    after = [each for each in found if chosen.end <= each.start < chosen.end + _NEAR and each.value == chosen.value]
    folded = fold(text)
    return (
        after[0]
        if after and (_TOTAL.search(_sentence_around(folded, after[0])) or re.search(r"=\s?$", folded[: after[0].start]))
        else chosen
    )


def _times_held(folded: str, found: Sequence[Quantity], after: str) -> float | None:
    """How often a rate was given: once unless it says *each Saturday*, then the sessions the text names, if it does."""
    if not _RATE.match(after):
        return 1
    weekly = _WEEKLY.search(folded)
    if weekly:
        factors = [next((each.value for each in quantities(weekly[name])), 0.0) for name in ("often", "weeks")]
        return factors[0] * factors[1] or None
    held = [each for each in found if re.match(rf"^\s{_ADJECTIVES}(?:{NOUNS['sessions']})\b", folded[each.end : each.end + 50])]
    return held[0].value if len(held) == 1 and not held[0].reason else None


def _chosen(question: Question, text: str, found: Sequence[Quantity]) -> Quantity | None:
    """The number of a piece that answers this question alone."""
    product = _product(question, text, found)
    if product:
        return product
    if _has_rate(question, text, found):
        return None
    own = _beside(question, text, found) or [each for each in found if not counts_other(question, text, each)] or list(found)
    return _among(text, own) if own else None


def _has_rate(question: Question, text: str, found: Sequence[Quantity]) -> bool:
    """The one number there is a rate, *2 hours each Saturday*, so that the total is not said."""
    return (
        family(question) == "hours" and bool(found) and all(is_rate(question, fold(text)[each.end : each.end + 50]) for each in found[-1:])
    )


def _among(text: str, own: list[Quantity]) -> Quantity | None:
    """One of several numbers for the same thing: the total, the sum of strands, or the first of two candidates."""
    first = own[0]
    if len({each.value for each in own}) == 1:
        return next((each for each in own if each.reason), first)
    folded = fold(text)
    totals = [each for each in own if is_total(folded, each)]
    if len(totals) == 1:
        return totals[0]
    between = folded[first.start : own[-1].end + 40]
    strands = not _UNLIKE.search(between) and all(_parallel(folded, each) for each in own)
    if strands and not re.search(r"[.!?]\s|\n", folded[first.end : own[-1].start]):
        return Quantity(sum(each.value for each in own), first.start, own[-1].end, "arithmetic")
    return replace(first, reason="two_candidates")


def _parallel(folded: str, each: Quantity) -> bool:
    """A strand is told by where it was: *at Carver*, *on the mural*, or before the number *the crew at Ridgeview had*."""
    near = folded[max(0, each.start - 40) : each.start] + " | " + folded[each.end : each.end + 40]
    return bool(re.search(r"\b(?:at|on|in|from|en|con|del|had|tuvo|plus|and|mas)\b", near))


#: What a writer has added up himself: *so 27*, *= 24 hours*, *o sea 36*.
_SUMS_UP = re.compile(
    r"(?:=|\b(?:so|that's|that is|which is|which makes|that makes|makes|making|comes to|came to|adds? up to|leaves|which leaves|leaving|"
    r"o sea|es decir|"
    r"son|suman?|resultan|quedaron))\s(?:just |about |exactly |a total of |un total de )?$"
)
#: One factor of a product is no total: *13 days x 8 hrs*.
_FACTOR_BEFORE = re.compile(r"(?:\bx|[*@]|\btimes|\bmultiplied by|\bpor)\s?$")
_FACTOR_BEHIND = re.compile(r"^\s?(?:[a-z'-]+\s){0,3}(?:x|\*|@|times|multiplied by)\s?\d")
_MOST_PARTS = 5


def is_total(folded: str, each: Quantity) -> bool:
    """Whether its clause calls a number a total, or the writer has just added it up."""
    if is_factor(folded, each):
        return False
    return bool(_TOTAL.search(_sentence_around(folded, each)) or _SUMS_UP.search(folded[max(0, each.start - 30) : each.start]))


def is_factor(folded: str, each: Quantity) -> bool:
    """Whether a number stands beside a sign of multiplication."""
    return bool(
        _FACTOR_BEFORE.search(folded[max(0, each.start - 16) : each.start]) or _FACTOR_BEHIND.match(folded[each.end : each.end + 40])
    )


def _holds(question: Question, text: str, found: Sequence[Quantity], each: Quantity, part: Quantity) -> bool:
    """Whether a number of the same sentence is called a total and the part is one of those that add up to it."""
    between = text[min(each.end, part.end) : max(each.start, part.start)]
    return not re.search(r"[.!?\n]", between) and is_total(fold(text), each) and sum_of_parts(question, text, found, each)


def sum_of_parts(question: Question, text: str, found: Sequence[Quantity], each: Quantity) -> bool:
    """Whether the numbers right before or behind it, in the same sentence and of no other kind, add up to this one: *16 and 11, 27 total*."""
    span = next((span for span in sentences(text) if span.start <= each.start < span.end), None)
    if span is None or each.value <= 1:
        return False
    near = [other for other in found if span.start <= other.start < span.end]
    at = next((place for place, other in enumerate(near) if other.start == each.start), 0)
    ahead, behind = near[max(0, at - _MOST_PARTS) : at][::-1], near[at + 1 : at + 1 + _MOST_PARTS]
    return any(
        sum(part.value for part in parts[:most]) == each.value and not any(counts_other(question, text, part) for part in parts[:most])
        for parts in (ahead, behind)
        for most in range(2, len(parts) + 1)
    )


def _sentence_around(folded: str, each: Quantity) -> str:
    start = max(folded.rfind(stop, 0, each.start) for stop in (". ", "\n", "! ", "? ", "; ", ", ")) + 1
    ends = [at for stop in (". ", "\n", "; ", ", ") if (at := folded.find(stop, each.end)) >= 0]
    return folded[start : min(ends, default=len(folded))]
