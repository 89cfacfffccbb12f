"""Counts of students, sessions and hours: which number of a text answers which question, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reading.doubts import doubt, is_list_only
from handlers.reading.lines import fold, sentences
from handlers.reading.nouns import ADJECTIVES, OCCASIONS, counts_other, ends_clause, family, is_rate, others, pattern, rivals
from handlers.reading.numbers import Quantity, quantities, whole
from handlers.reading.readings import Heard
from handlers.reading.retracted import corrected
from handlers.reading.rivals import NO_OPINIONS, contested, fewer_than_givers, likely, preferred, undoubted, was
from handlers.reading.sums import TOTAL, is_total, more_elsewhere, product, sentence_around, weekly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.playbook import Question
    from handlers.reading.weighing import Opinions

_GIVERS = r"(?:vol\.?|volunteers?'?|mentors?'?|tutors?'?|adult|staff|parent|handler|student) "


_MORE = re.compile(r"\b(?:add|plus|another|extra|suma|sume|agrega\w*|anad\w*|otr[oa]s)\s(?:the\s|an?\s|los\s|las\s)?$")


_MORE_BEHIND = re.compile(r"^ (?:[a-z]+ ){0,2}?(?:more|additional|extra|mas|adicionales)\b(?! or less| o menos)")


_UNLIKE = re.compile(
    r"\b(?:or|if|including|counting|contando|incluyendo|instead|last (?:month|year|time)|used to|expected|vs|versus|compared|usually|"
    r"normally|"
    r"up from|down from|otherwise|el mes pasado|antes|si|o|maybe|though|but|pero|aunque|with the|con los|con las)\b"
)


_STRAND = re.compile(r"^\s?(?:on|at|in|for|with|from|en|con|del|de la|para|a la|al)\s")


#: *Served 30*, *attendance is down to 12*: a verb or a word for the number itself, where no noun follows.
_HEADS_AHEAD = (
    r"\b(?:we served|served|serving|reached|atendimos|servimos|vinieron|asistieron|llegaron|attendance|enrol?lment|head ?count|"
    r"asistencia|matricula)(?: (?:is|was|were|held at|came to|stood at|stayed at|"
    r"(?:is |was )?(?:up|down) to|of|fue(?: de)?|de|around|about|a total of|total)){0,2}(?:\s?[:=]?\s|\s?\()$"
)


#: *Had 30 last year and expect 22 this time*.
_EXPECTED_AHEAD = re.compile(r"\b(?:expect|expecting|esperamos|anticipate|planning on)\s$")


_MET = re.compile(
    r"\b(?:met|gathered|visited|got together|came|went|go|meet|juntamos|reunimos|vimos|fuimos|ir|reunirnos|juntarnos|vernos|trabajamos|"
    r"abrimos)\s(?P<times>once|twice|thrice|una vez|dos veces|"
    r"tres veces)\b"
    r"(?! (?:a|per|each|every|a la|por|cada) )"
)


_NO_VOLUNTEERS = re.compile(
    r"\b(?:no|zero|without(?: any)?|sin|ningun\w*|cero|didn't have(?: any)?|no tuvimos|no hubo)\s(?:volunteers?(?! hours from)|"
    r"volunteer (?:hours|help)|"
    r"voluntari[oa]s?|horas de voluntari\w+)\b|\bnobody volunteered\b|\b(?:volunteers?|voluntari[oa]s?)\s?[:=-]?\s?(?:none|zero|0|"
    r"ningun[oa]?)\b|\b(?:all|only) paid (?:staff|instructors|coaches|people)\b"
)


#: *8 sessions each*: of several groups, so that the sum may be meant.
_EACH_GROUP = re.compile(r"^\s(?:[a-z]+\s)?(?:each|apiece|per group|for each|cada un[oa]|por grupo)\b")


#: *I count each visit as one session*.
_COUNTED_AS = re.compile(r"\b(?:as|como)\s$")


#: *14 children over 6 meetings*: in the course of, not more than.
_ACROSS = re.compile(r"\bover\s$")


_NEAR = 60
_ONE = frozenset({"one", "uno", "una", "un"})


_PAREN = re.compile(r"\([^()]{0,300}\)")


_RATING = re.compile(r"(?<![\d.,])(\d{1,2})\s?(?:out of|of|/|de|sobre)\s?(?:a possible\s)?(\d{1,2})\b")


#: Of what is planned a bound or a wish beside another figure: *20 students max, but the first session would be 8*.
_CEILING = re.compile(r"\b(?:max\w*|at most|up to|cap\w*|limit|hope|hoping|would (?:be|like)|ideally|could|maximo|tope|hasta|ojala|fine)\b")


def _around_number(folded: str, each: Quantity) -> str:
    return folded[max(0, each.start - 40) : each.end + 60]


def count(question: Question, text: str) -> Heard:
    """Read a piece of text that answers this question alone."""
    words = text.strip()
    if re.fullmatch(r"[\s.,;:!()*_\"'-]{0,3}\d{1,9}[\s.,;:!()*_\"']{0,3}", words):
        return _checked(question, Quantity(float(re.sub(r"\D", "", words)), 0, len(words)), words)
    rating = _RATING.search(fold(words))
    if rating and question.maximum is not None and float(rating[2]) == question.maximum:
        return _checked(question, Quantity(float(rating[1]), rating.start(), rating.end()), words)
    part = re.match(r"\W*(\d{1,4})\s(?:out )?of (?:the |our |a possible |los |las )?(\d{1,4})\b(?!\s?%)", fold(words))
    if part and question.maximum is None and float(part[1]) <= float(part[2]):
        return _checked(question, Quantity(float(part[1]), part.start(1), part.end(1)), words)
    change = corrected(words)
    if change:
        return _checked(question, change[1], words)
    outside = _PAREN.sub(lambda match: " " * len(match[0]), words)
    for piece in dict.fromkeys((outside, words)):
        chosen = _chosen(question, piece, quantities(piece))
        if chosen:
            reason = chosen.reason or doubt(fold(words), chosen.start, chosen.end, family(question), told=False)
            if (
                question.id == "students_expected"
                and not reason
                and len({each.value for each in quantities(piece)}) > 1
                and _CEILING.search(fold(piece))
            ):
                reason = "two_candidates"
            return _checked(question, replace(chosen, reason=reason), words)
    return Heard(words=words, problem="not_a_number")


def counted(question: Question, text: str, opinions: Opinions = NO_OPINIONS) -> Heard:
    """Read from prose the number that stands by this question's nouns; where none does, the one a model takes for it, as a guess."""
    found = quantities(text)
    own = undoubted(question, text, preferred(question, text, _beside(question, text, found), opinions))
    if family(question) == "sessions":
        own = [replace(each, reason="") if _ACROSS.search(fold(text)[max(0, each.start - 6) : each.start]) else each for each in own]
        own = [replace(each, reason="two_candidates") if _EACH_GROUP.match(fold(text)[each.end : each.end + 40]) else each for each in own]
    own = [each for each in own if not _COUNTED_AS.search(fold(text)[max(0, each.start - 6) : each.start])]
    if family(question) == "sessions":
        named = [
            each for each in own if re.match(r"\s(?:[a-z-]+\s){0,2}?(?:sessions?|sesion(?:es)?)\b", fold(text)[each.end : each.end + 40])
        ]
        plain = [each for each in named if fold(text)[each.start : each.end] not in _ONE]
        own = plain or ([each for each in own if each not in named] or named) or own
    several = [each for each in own if fold(text)[each.start : each.end] not in _ONE]
    own = several if len(several) < len(own) and several else own
    stated = [each for each in own if re.search(r"=\s?$", fold(text)[: each.start][-3:])]
    chosen = (
        (stated[0] if len(stated) == 1 else None)
        or more_elsewhere(text, found, own)
        or product(question, text, found)
        or weekly(question, text)
        or (_among(text, own) if own else None)
        or _met(question, text)
        or _nobody(question, text)
        or _occasions(question, text, found)
    )
    if chosen is None:
        chosen = likely(question, text, found, opinions)
    if chosen is None:
        return Heard()
    chosen = contested(question, text, found, _stated(text, found, chosen), opinions)
    start = text.rfind("\n", 0, chosen.start) + 1
    sentence = next((each for each in sentences(text[start:]) if start + each.end >= chosen.end), None)
    if family(question) == "hours" and not chosen.reason and fewer_than_givers(text, found, chosen):
        chosen = replace(chosen, reason="two_candidates")
    if (
        question.id == "students_expected"
        and not chosen.reason
        and _CEILING.search(_around_number(fold(text), chosen))
        and len({each.value for each in found}) > 1
    ):
        chosen = replace(chosen, reason="two_candidates")
    heard = _checked(question, chosen, sentence.text if sentence else text[chosen.start : chosen.end])
    return heard if heard.is_read else Heard()


def added(question: Question, text: str) -> float | None:
    """How many are to be added to what was said before: *add 7 kids and one more session*."""
    folded = fold(text)
    for each in quantities(text):
        before, after = folded[max(0, each.start - 16) : each.start], folded[each.end : each.end + 60]
        more = _MORE.search(before) or _MORE_BEHIND.match(after)
        if more and re.match(rf"^ (?:[a-z]+ ){{0,2}}?(?:{pattern(question)})\b", after):
            return each.value
    return None


def positions(question: Question, text: str) -> list[Quantity]:
    """The numbers of a text that stand by this question's nouns."""
    return _beside(question, text, quantities(text))


def _checked(question: Question, quantity: Quantity, words: str) -> Heard:
    value = whole(quantity.value)
    if question.type == "integer" and not isinstance(value, int):
        return Heard(words=words, problem="not_a_number")
    low = question.minimum if question.minimum is not None else 0
    if value < low or (question.maximum is not None and value > question.maximum):
        return Heard(words=words, problem="out_of_range")
    return Heard(value=value, words=words, reason=quantity.reason)


def _beside(question: Question, text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Numbers with one of the nouns behind them or, failing any noun behind, before them."""
    folded = fold(text)
    own, foreigners = pattern(question), others(question)
    of_planned, of_ours = r"(?:(?:out )?(?:of|de) (?:the |our |las )?\d{1,2} )?", r"(?:de |of (?:our |the )?)?"
    behind = re.compile(rf"^(?: ?\+|-?ish| or so| something)?[ -]{{1,2}}{of_planned}{of_ours}{ADJECTIVES}(?:{own})\b|^(?:{own})\b")
    foreign = re.compile(rf"^(?: ?\+|-?ish| or so)?[ -]{{1,2}}{ADJECTIVES}(?:{foreigners})\b")
    ahead = re.compile(
        rf"\b(?:{own})\s?[(,]\s?$|\b(?:{own})\b(?![^\n]*\b(?:{rivals(question)})\b)(?:[^.;!?\n]{{0,45}}?(?:[:=-]|\b(?:it's|it was|that's|"
        rf"was|were|is|are|"
        rf"at|total\w*|came to|together|"
        rf"combined|fue|fueron|son|eran|sumaron|served|held)\b)[^\d.;!?\n]{{0,25}}| (?:[a-z]+ )?)$"
    )
    if family(question) == "students":
        ahead = re.compile(rf"{ahead.pattern}|{_HEADS_AHEAD}")
    if family(question) == "hours":
        behind = re.compile(rf"{behind.pattern}|^ (?:(?!(?:of|and|for|in|with|to)\b)[a-z]+ )?(?:{_GIVERS}){{1,3}}(?:{own})\b")
    kept: list[Quantity] = []
    last_end = 0
    found = [each for each in found if not was(folded, each)]
    for each in found:
        after, before = folded[each.end : each.end + 60], folded[max(last_end, each.start - 90) : each.start]
        if _MORE.search(folded[max(0, each.start - 16) : each.start]) or _MORE_BEHIND.match(after):
            last_end = each.end
            continue
        pronoun = folded[each.start : each.end] in {"one", "uno", "una"} and not re.search(r"[:=-]\s*$", before)
        is_told = not pronoun and not foreign.match(after) and ends_clause(after) and ahead.search(before)
        expects = question.id == "students_expected" and not foreign.match(after) and _EXPECTED_AHEAD.search(before)
        is_own = behind.match(after) or is_told or expects
        inherits = not is_own and not foreign.match(after) and kept and kept[-1].end == last_end and _inherits(folded, kept[-1], each)
        if is_own or inherits:
            kept.append(each)
        last_end = each.end
    return [each for each in kept if family(question) == "students" or not is_rate(question, folded[each.end : each.end + 50])]


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


def _met(question: Question, text: str) -> Quantity | None:
    """*We met twice*."""
    match = _MET.search(fold(text)) if family(question) == "sessions" else None
    times = {"once": 1.0, "una vez": 1.0, "twice": 2.0, "dos veces": 2.0, "thrice": 3.0, "tres veces": 3.0}
    return Quantity(times[match["times"]], match.start("times"), match.end("times")) if match else None


#: *Five distributions, count those as sessions*.
_AS_SESSIONS = re.compile(
    r"\s[a-z]+s,?\s\(?(?:please\s|we\s|which we\s|you can\s)?(?:count(?:ed)?|call(?:ed)?) (?:those|them|these|it|"
    r"each)?\s?(?:as )?sessions?\b"
)


def _occasions(question: Question, text: str, found: Sequence[Quantity]) -> Quantity | None:
    """*One assembly*, *two trips*, where no plainer noun says how often: a guess."""
    if family(question) != "sessions":
        return None
    folded = fold(text)
    own = [
        each
        for each in found
        if re.match(rf"\s{ADJECTIVES}{OCCASIONS}\b", folded[each.end : each.end + 50])
        or _AS_SESSIONS.match(folded[each.end : each.end + 80])
    ]
    return replace(own[0], reason=own[0].reason or "guess") if len(own) == 1 else None


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
        after[0] if after and (TOTAL.search(sentence_around(folded, after[0])) or re.search(r"=\s?$", folded[: after[0].start])) else chosen
    )


#: *We had 5 volunteers but I didn't collect hours*.
_NOT_KEPT = re.compile(
    r"\b(?:didn't|did not|don't|do not|haven't|never) (?:collect|keep|track|count|write|record|log|have)\w*|"
    r"\bno (?:llev\w+|cont\w+|apunt\w+|teng\w+|tenemos|anot\w+)\b"
)
#: Of those who signed up.
_CAME = re.compile(r"\b(?:came|attend\w*|showed|turned up|actually|stuck|vinieron|asistieron|llegaron)\b")


def _chosen(question: Question, text: str, found: Sequence[Quantity]) -> Quantity | None:
    """The number of a piece that answers this question alone."""
    multiplied = product(question, text, found) or weekly(question, text)
    if multiplied:
        return multiplied
    if _has_rate(question, text, found):
        return None
    own = _beside(question, text, found) or [each for each in found if not counts_other(question, text, each)]
    if family(question) == "sessions":
        own = [
            replace(each, reason=each.reason or "guess") if is_rate(question, fold(text)[each.end : each.end + 50]) else each
            for each in own
        ]
    came = [each for each in own if not is_list_only(fold(text), each.end)] if _CAME.search(fold(text)) else []
    if own:
        return _among(text, came or own)
    if _NOT_KEPT.search(fold(text)):
        return None
    # *6 wonderful volunteers*, where their hours were asked for.
    among = _among(text, list(found)) if found else None
    return replace(among, reason=among.reason or "guess") if among else None


def _has_rate(question: Question, text: str, found: Sequence[Quantity]) -> bool:
    """The one number there is a rate, *2 hours each Saturday*, so that the total is not said."""
    return (
        family(question) == "hours" and bool(found) and all(is_rate(question, fold(text)[each.end : each.end + 50]) for each in found[-1:])
    )


#: *Nobody attends both*: what groups have each may be added up.
_NOBODY_TWICE = re.compile(
    r"\bno (?:overlap|duplicates)\b|\b(?:no (?:one|student|kid|child)|no[- ]?body)\s(?:is|was|comes|came|goes|attends|attended)\s(?:in |"
    r"to )?"
    r"(?:both|two|twice)\b|\b(?:all|they're|are all) different\b|\bson (?:nin[oa]s |alumn[oa]s |estudiantes |grupos )?(?:distint|"
    r"diferent)[oae]s\b|"
    r"\bno se repiten?\b|\bningun[oa]? (?:va|esta) en (?:los|las) dos\b"
)


def _among(text: str, own: list[Quantity]) -> Quantity | None:
    """One of several numbers for the same thing: the total, the sum of strands or of groups that share nobody, or the first of them."""
    first = own[0]
    if len({each.value for each in own}) == 1:
        told_twice = replace(first, reason=first.reason or "two_candidates") if _at_sites(text, own) else first
        return next((each for each in own if each.reason), told_twice)
    folded = fold(text)
    totals = [each for each in own if is_total(folded, each)]
    if len(totals) == 1:
        return totals[0]
    between = folded[first.start : own[-1].end + 40]
    if _NOBODY_TWICE.search(folded) and not _UNLIKE.search(between):
        return Quantity(sum(each.value for each in own), first.start, own[-1].end, "arithmetic")
    strands = not _UNLIKE.search(between) and all(_parallel(folded, each) for each in own)
    if strands and not re.search(r"[.!?]\s|\n", folded[first.end : own[-1].start]):
        return Quantity(sum(each.value for each in own), first.start, own[-1].end, "arithmetic")
    return replace(first, reason="two_candidates")


_A_SITE = re.compile(r"\b(?:sites?|group|class|section|campus|team|cohort|sede|grupo|equipo|salon)\b|\bst\.?\s")


def _at_sites(text: str, own: Sequence[Quantity]) -> bool:
    """*Site A: 3 sessions. Site B: 3 sessions.*: the same number twice is not one number."""
    homes = [span.text for span in sentences(text) if any(span.start <= each.start < span.end for each in own)]
    return len(homes) > 1 and all(_A_SITE.search(fold(home)) for home in homes)


def _parallel(folded: str, each: Quantity) -> bool:
    """A strand is told by where it was: *at Carver*, *on the mural*, or before the number *the crew at Ridgeview had*."""
    near = folded[max(0, each.start - 40) : each.start] + " | " + folded[each.end : each.end + 40]
    return bool(re.search(r"\b(?:at|on|in|for|from|en|con|del|had|tuvo|plus|and|mas)\b", near))
