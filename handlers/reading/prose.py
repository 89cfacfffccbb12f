"""Answers told in sentences: what a reply says without naming the question it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers.reading import choices, contacts, dates, fees, tallies, values
from handlers.reading.identity import name_said, organization_said, program_said
from handlers.reading.lines import clauses, fold, sentences, squash
from handlers.reading.places import grades_in, is_school, schools_asked, schools_in, times_in
from handlers.reading.ratings import rating
from handlers.reading.readings import Heard
from handlers.reading.weighing import Opinions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from handlers.playbook import Question
    from handlers.reading.readings import Reader

_START = re.compile(
    r"\b(?:start\w*|begin\w*|from|kick\w*(?: \w+)? off|kickoff|launch\w*|first (?:day|session|meeting|class|lesson|workshop|visit|"
    r"night|one|time|practice)|desde|a partir del?|"
    r"empez\w+|empiez\w+|comenz\w+|comienz\w+|inici\w+|del|arranc\w+)\b[^.;\d]{0,25}$"
)
_END = re.compile(
    r"(?:\b(?:end\w*|until|till|til|through|thru|to|finish\w*|wrap\w*(?: \w+)? up|wrap(?:s|ping)? (?:by|on|in)|wrapping up|"
    r"last (?:day|session|meeting|class|lesson|workshop|visit|night|one|time|practice)|hasta|"
    r"al?|termin\w+|acab\w+|conclu\w+|finaliz\w+)\b[^.;\d]{0,15}|-\s?)$"
)
#: The last of several cues before a date is the one that counts: *from 10 to noon, from January 9*.
_LAST_START, _LAST_END = (re.compile(rf"^[\s\S]*(?P<cue>{cue.pattern})") for cue in (_START, _END))
#: Before a whole range in a mail that nobody asked: *we run 1/9/2027 - 6/5/2027*.
_RUNS = re.compile(
    r"\b(?:runs?|running|meets?|meeting|goes|go|held|lasts?|operates?|offer\w*|program\w*|club|dates?|between|"
    r"nos reunimos|sera|corre|ofrec\w+|fechas?|entre)\b[^.;\d]{0,40}$|^\W*$"
)
_NOT_OURS = re.compile(
    r"\b(?:registration|register|deadline|due|rsvp|application|apply|inscripci\w+|fecha limite|opens|closes|flooded|founded|"
    r"since|expires?|vence|insurance|born|last (?:year|fall|spring)|info session)\b"
)
#: How long a paper holds.
_OF_A_PAPER = re.compile(r"\b(?:certificate|coi|insurance|policy|coverage|clearances?|seguro|poliza|certificado)\b")
_PAST = re.compile(
    r"\b(?:served|last year|last (?:fall|spring|summer|month)|since|so far|already|worked with|have (?:served|reached|helped)|reached|"
    r"graduated|to date|previous(?:ly)?|atendimos|servimos|el ano pasado|hemos|desde hace|"
    r"other districts?|another district|across the (?:country|state|region)|nationwide|each year we|annually|registered)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:(?:other|another|different|neighboring|otro) (?:district|distrito)|my (?:son|daughter|kids?)|used to|graduated|attend(?:s|ed)?|"
    r"lives? near|mi (?:hij[oa]|niet[oa])|vivo cerca)\b"
)
_WE_ARE = re.compile(
    r"\b(?:we are|we're|it's an?|i'm with|i am with|i run|is an?|as an?|are an?|our|somos|es una?|soy de|una?|nuestr[oa]|i represent|"
    r"represento|local|registered|private)\b[^.;]{0,60}$|^\W*$|[(,]\s?(?:an?\s|local\s|una?\s)?$"
)
_OOPS = re.compile(
    r"^\W*(?:oh |oops|no\b|wait|actually|sorry|correction|scratch that|i mean|perdon|digo|corrijo|mejor dicho|correccion|disculpe)"
)
_NOT_SELF = re.compile(
    r"\b(?:with|for|other|to|partner\w* with|para|otras?|con)\s(?:(?:local|other|area|a|an|the|many|several|una?|otr[oa]s|las?|"
    r"los)\s){0,2}$"
)
#: A group's name typed without capitals, where it was asked for.
_GROUP_IN_SMALL = re.compile(
    r"\b(?:we're|we are|it's|this is|i'm with|somos|es)\s(?:the |called |los |las |el |la )?(?P<name>(?!(?:an?|una?|not|just|the|your|"
    r"no|solo)\b)(?:[\w'&-]+\s){1,4}"
    r"(?:club|group|society|league|project|garden|gardens|choir|band|collective|academy|foundation|association|center|ministry|studio|"
    r"crew|network|"
    r"partners|mentors|tutors|readers|scouts|grupo|coro|taller|asociacion|fundacion|colectivo))\b"
)
_NAMED_IN_SMALL = re.compile(
    r"(?:\b(?:nos llamamos|se llama|(?:we|they) (?:call ourselves|go by)|(?:we're|we are) called|our name is|"
    r"name is)\s(?P<called>[a-z][\w'&-]*(?:\s[\w'&-]+){0,5}?)|"
    r"^(?P<first>[a-z][\w'&-]*(?:\s[a-z][\w'&-]*){1,4})(?=,\s(?:[\w.-]+\.[a-z]{2,}\b|we're\b|we are\b|somos\b)))(?=[,.;!\n]|$)"
)
#: Interns at the writer's own place are not the students of a programme.
#: *Write to noor@…, not to the old info@…*
_NO_LONGER = re.compile(r"\b(?:not?|old|instead of|rather than|don't use|antigu[oa]|viej[oa]|en vez de)\b[^@.;]{0,16}$")
_HOSTED = re.compile(r"\b(?:interns?|internships?|job[- ]shadow\w*|pasantes?|pasantias?|practicantes?)\b")


def told(text: str, questions: Iterable[Question], reader: Reader, *, strictly: bool, sender: str = "") -> dict[str, Heard]:
    """Read from sentences what they say in answer to these questions.

    `strictly` is for first mails and for what nobody asked: only what is plainly said of the writer's own plan.
    """
    found: dict[str, Heard] = {}
    opinions = Opinions.of(reader.told)
    spans = list(dict.fromkeys(span.text for span in sentences(text)))
    for question in questions:
        heard = _by_sentence(question, spans, reader, strictly=strictly, sender=sender)
        if not heard.is_read and question.type in {"integer", "decimal"}:
            heard = _counted(question, text, opinions, strictly=strictly)
        if not heard.is_read and question.id == fees.FEE:
            heard = _fee(text, strictly=strictly)
        if heard.is_read:
            found[question.id] = heard
    return found


def _fee(text: str, *, strictly: bool) -> Heard:
    """Whether anybody pays. In a first mail a price alone is no answer: it must be said who pays it."""
    fee = fees.who_pays(values.without_questions(text)[0])
    if fee.fee not in {"yes", "no"} or (strictly and fee.fee == "yes" and fee.payer in {"", "public"}):
        return Heard()
    said = next((span.text for span in sentences(text) if fee.words and fee.words in span.text), fee.words)
    return Heard(value=fee.fee == "yes", words=fee.words, reason=fees.fee_doubt(said, text, paid=fee.fee == "yes"))


#: Grades as a school counts them: *K-3* rather than *kindergarten*, *3rd to 5th* rather than *high schoolers*.
_GRADES_TOLD = re.compile(r"\d|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b|\bgrados?\b")


def _by_sentence(question: Question, spans: list[str], reader: Reader, *, strictly: bool, sender: str) -> Heard:
    recognise = RECOGNISED.get(question.id)
    if recognise is None:
        return Heard()
    if question.choices:
        any_choice = choices.names_any(question)
        spans = [span for span in spans if any_choice.search(fold(span))]
    found = [(span, heard) for span in spans if (heard := recognise(question, span, _Where(reader, strictly, sender))).is_read]
    if not found:
        return Heard()
    values = {str(heard.value) for _, heard in found}
    span, first = found[0]
    if question.id == "grade_levels" and len(values) > 1:
        span, first = next(((each, heard) for each, heard in found if _GRADES_TOLD.search(fold(str(heard.value)))), found[0])
        first = replace(first, reason=first.reason or "two_candidates")
    settles = len(values) == 1 or question.type in {"text", "list"} or question.id == "background_check"
    if question.type == "list":
        every = tuple(dict.fromkeys(each for _, heard in found if isinstance(heard.value, tuple) for each in heard.value))
        return Heard(value=every, words=span, reason=first.reason)
    right = _put_right(question, found) if not settles else Heard()
    if right.is_read:
        return right
    if not settles and strictly and question.type in {"phone", "url"}:
        return Heard()
    return Heard(value=first.value, words=span, reason=first.reason or ("" if settles else "two_candidates"))


@dataclass(frozen=True, slots=True)
class _Where:
    """How a sentence is read."""

    reader: Reader
    strictly: bool
    sender: str


def _counted(question: Question, text: str, opinions: Opinions, *, strictly: bool) -> Heard:
    if question.id == "satisfaction":
        return rating(question, text)
    heard = tallies.counted(question, text, opinions)
    if strictly and question.id == "students_expected" and _HOSTED.search(fold(heard.words)):
        return Heard()
    if strictly and heard.is_read and (_PAST.search(fold(heard.words)) or heard.reason == "arithmetic" or heard.words.endswith("?")):
        return Heard()
    return heard


def _date(question: Question, span: str, where: _Where) -> Heard:
    """A date with the word for its part before it: *starting*, *until*; two ends of a range in one go."""
    is_end = question.id.startswith("end")
    again = dates.RECONSIDERED.search(fold(span))
    if again and not where.strictly and dates.days(span[again.end() :], where.reader):
        heard = _date(question, span[again.end() :], where)
        return replace(heard, words=span, reason=heard.reason or "two_candidates") if heard.is_read else heard
    found = dates.days(span, where.reader)
    folded = fold(span)
    if not found or _OF_A_PAPER.search(folded) or (_NOT_OURS.search(folded) and where.strictly):
        return Heard()
    in_doubt = any(dates.is_tentative(_clause_around(span, each)) for each in found)
    hedged = "hedge" if in_doubt and not where.strictly else ""
    between = dates.is_between(span, found)
    is_range = between or (len(found) >= 2 and bool(_END.search(folded[found[0].end : found[1].start])))  # noqa: PLR2004  two ends
    ahead = folded[: found[0].start]
    if is_range and (not where.strictly or _START.search(ahead) or _RUNS.search(ahead)):
        chosen = found[1] if is_end else found[0]
        return Heard(value=chosen.value.isoformat(), words=span, reason=chosen.reason or hedged)
    last_end = 0
    for place, each in enumerate(found):
        before = folded[max(last_end, each.start - 45) : each.start]
        last_end = each.end
        start, end = _LAST_START.match(before), _LAST_END.match(before)
        is_nearer = not (start and end and start.start("cue") > end.start("cue"))
        ends = bool(end) and is_nearer and (place > 0 or not re.search(r"(?:\bto|\ba|\bal|-)\s*(?:\w+\s)?$", before))
        starts = bool(start) and not ends
        if (is_end and ends) or (not is_end and starts):
            bound = "hedge" if dates.is_bound(folded, each) and not where.strictly else ""
            return Heard(value=each.value.isoformat(), words=span, reason=each.reason or hedged or bound)
    return Heard()


def _clause_around(span: str, day: dates.Day) -> str:
    """What stands between commas around a date; *about 20 kids, starting Feb 2* doubts no day."""
    start = max(span.rfind(",", 0, day.start), span.rfind(";", 0, day.start)) + 1
    end = min((at for at in (span.find(",", day.end), span.find(";", day.end)) if at >= 0), default=len(span))
    return span[start:end]


def _phone(_: Question, span: str, where: _Where) -> Heard:
    found = contacts.phones(span, where.reader)
    if not found and not where.strictly and (maybe := contacts.phone(span, where.reader)).is_read:
        return replace(maybe, words=span)
    if not found or (
        where.strictly
        and re.search(
            r"\b(?:school|principal|office|escuela|their|his|her)'?s?\b[^.]{0,30}$", fold(span).split(next(iter(found.values())))[0]
        )
    ):
        return Heard()
    meant = [number for number, said in found.items() if not _NOT_ANSWERED.search(_clause_of(span, said))] or list(found)
    return Heard(value=meant[0], words=span, reason="two_candidates" if len(found) > 1 else "")


def _clause_of(span: str, said: str) -> str:
    """The part of a sentence up to the next comma or *but* in which some words stand, folded."""
    return next((fold(each.text) for each in clauses(span) if said in each.text), fold(span))


#: *The main line is …, but nobody picks up.*
_NOT_ANSWERED = re.compile(
    r"\b(?:main (?:line|number)|front desk|old|fax|not|nobody|no one|never|don't|home|landline|viejo|ya no|no (?:use|llame))\b"
)


def _put_right(question: Question, found: list[tuple[str, Heard]]) -> Heard:
    """Of two readings the one behind *sorry, no:*."""
    if question.type not in {"phone", "email", "url", "date"} or len(found) != 2:  # noqa: PLR2004  one and its correction
        return Heard()
    (_, first), (span, second) = found
    is_correction = _OOPS.match(fold(span)) and not first.reason and not second.reason
    return Heard(value=second.value, words=span) if is_correction else Heard()


def _email(_: Question, span: str, where: _Where) -> Heard:
    found = [each for each in contacts.emails(span) if each != where.sender]
    if len(found) > 1 and not where.strictly:
        found = [each for each in found if not _NO_LONGER.search(fold(span.lower().partition(each)[0]))]
    mine = re.search(r"\b(?:my|our|best|mi|nuestro|reach (?:me|us)|correo|e-?mail)\b", fold(span))
    return Heard(value=found[0], words=span) if len(found) == 1 and (mine or not where.strictly) else Heard()


def _site(_: Question, span: str, where: _Where) -> Heard:
    found = contacts.sites(span, where.sender)
    return Heard(value=next(iter(found)), words=span, reason="two_candidates" if len(found) > 1 else "") if found else Heard()


def _kind(question: Question, span: str, where: _Where) -> Heard:
    """What the writers say they are; a church they only work with is another's."""
    found = choices.named(question, span)
    if not found:
        return Heard()
    exact = _clause_choice(question, span)
    if exact.is_read and not where.strictly:
        return exact
    folded = fold(span)
    places = sorted((at, each) for each in found for at in choices.places(question, each, span))
    for at, each in sorted(places, key=lambda pair: pair[1] != "faith_based"):
        before = folded[max(0, at - 70) : at]
        if at >= 0 and _WE_ARE.search(before) and not _NOT_SELF.search(before) and each != "other":
            return Heard(value=each, words=span)
    return Heard()


def _clause_choice(question: Question, span: str) -> Heard:
    """A clause that is nothing but the name of a choice."""
    for clause in clauses(span):
        plain = re.sub(r"^(?:we are|we're|it's|it is|somos|es)\s(?:an?\s|una?\s)?", "", squash(clause.text).replace("we re", "we're"))
        found = [each.id for each in question.choices if choices.is_name(each, plain, by_words=question.id != "support_area")]
        if len(found) == 1:
            return Heard(value=found[0], words=span)
    return Heard()


def _schools(_: Question, span: str, where: _Where) -> Heard:
    found = schools_in(span, where.reader)
    unlisted = [] if found or where.strictly else schools_asked(span)
    if unlisted:
        return Heard(value=tuple(unlisted), words=span, reason="guess")
    elsewhere = where.strictly and bool(_ELSEWHERE.search(fold(span)))
    either = "guess" if not where.strictly and re.search(r"\b(?:or|o|either|whichever|whatever|cualquiera)\b", fold(span)) else ""
    return Heard(value=tuple(found), words=span, reason=either) if found and not elsewhere else Heard()


def _grades(_: Question, span: str, where: _Where) -> Heard:
    grades = grades_in(span)
    return Heard(value=grades, words=span) if grades and not (where.strictly and _PAST.search(fold(span))) else Heard()


def _times(_: Question, span: str, where: _Where) -> Heard:
    times = times_in(span)
    return Heard(value=times, words=span) if times and not (where.strictly and _PAST.search(fold(span))) else Heard()


def _checked(_: Question, span: str, __: _Where) -> Heard:
    parts = [span, *(each.text for each in (() if choices.has_exception(span) else clauses(span)))]
    said = next((said for part in parts if (said := choices.mentions_done(fold(part))).is_read), Heard())
    return Heard(value=True, words=span) if said.is_read else Heard()


def _organization(_: Question, span: str, where: _Where) -> Heard:
    name = organization_said(span)
    if not name and not where.strictly and (plain := _GROUP_IN_SMALL.search(span.lower())):
        return Heard(value=span[plain.start("name") : plain.end("name")], words=span, reason="guess")
    if not name and not where.strictly and (small := _NAMED_IN_SMALL.search(span)):
        return Heard(value=small["called"] or small["first"], words=span, reason="guess")
    return Heard(value=name, words=span) if name and not is_school(name, where.reader) else Heard()


def _person(_: Question, span: str, where: _Where) -> Heard:
    name = name_said(span, asked=not where.strictly)
    return Heard(value=name, words=span) if name else Heard()


def _program(_: Question, span: str, where: _Where) -> Heard:
    name = program_said(span, asked=not where.strictly)
    return Heard(value=name, words=span) if name else Heard()


_PRICE = re.compile(r"[$€£]\s?\d|\b\d[\d.,]*\s?(?:dollars|bucks|dolares|dólares|pesos|cents)\b")

RECOGNISED: Mapping[str, Callable[[Question, str, _Where], Heard]] = {
    "organization_type": _kind,
    "support_area": lambda question, span, where: Heard() if where.strictly else _clause_choice(question, span),
    "schools": _schools,
    "grade_levels": _grades,
    "meeting_times": _times,
    "start_date": _date,
    "end_date": _date,
    "background_check": _checked,
    "contact_name": _person,
    "organization_name": _organization,
    "program_name": _program,
    "contact_phone": _phone,
    "fee_detail": lambda _, span, where: Heard(value=span, words=span) if not where.strictly and _PRICE.search(span) else Heard(),
    "contact_email": _email,
    "website": _site,
}
