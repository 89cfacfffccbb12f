"""Dates as people write them, in English and Spanish; a year that is not said is the next one that fits."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import dateparser

from handlers.reading.lines import fold
from handlers.reading.readings import Heard

if TYPE_CHECKING:
    from handlers.reading.readings import Reader

_NAMES = (
    "january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo", "june jun junio",
    "july jul julio", "august aug agosto ago", "september sept sep septiembre setiembre", "october oct octubre", "november nov noviembre",
    "december dec diciembre dic",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_DAYS = ("mon lun", "tue mar", "wed mie", "thu jue", "fri vie", "sat sab", "sun dom")
_M = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = (
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun|lun|mar|mie|jue|vie|sab|dom)"
    r"(?:day|sday|s|nesday|rsday|r|urday|es|tes|rcoles|ves|rnes|ado|ingo)?s?\.?,?\s(?:the\s|el\s)?)?"
)
_YEAR = r"(?:,?\s(?:de\s|del\s|of\s)?'?(?P<year>20\d{2})\b)?"
#: Days of a month in words, such as *the third of February*.
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
_DAYS_SAID = {"primero": 1, **{word: number for number, word in enumerate(_ORDINALS.split(), 1)}}
_SAID_DAY = rf"(?:{'|'.join(_ORDINALS.split()[::-1])})(?=\s(?:day\s)?of\s)"
_ORD = r"(?:st|nd|rd|th|ro|o|er)?"

#: Shapes of one whole day, the most telling first.
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<year>20\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b",
        rf"\b{_WEEKDAY}(?P<name>{_M})\b(?:(?:(?<=\b[a-z]{{3}})|(?<=\b[a-z]{{4}}))\.)?\s(?:the\s)?(?P<day>\d{{1,2}}){_ORD}\b(?!:\d|\s?[ap]\.?m){_YEAR}",
        rf"\b{_WEEKDAY}(?:the\s|el\s)?(?P<day>\d{{1,2}}|primero|{_SAID_DAY}){_ORD}\s(?:day\s)?(?:of\s|de\s)?(?P<name>{_M})\b\.?{_YEAR}",
        r"(?<![\d/.$-])(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>20\d{2}|\d{2})(?![\d/])",
        r"(?<![\d/$.-])(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![\d/])",
    )
)
_VAGUE = re.compile(
    rf"\b(?P<part>early|mid|middle of|late|end of|the end of|beginning of|start of|(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th|last)"
    r"\s(?:full\s)?week (?:of|in)|principios de|mediados de|finales de|fines de|inicios de|"
    rf"(?P<nthes>primera|segunda|tercera|cuarta|ultima) semana de|in|by|en|around|sometime in|a partir de|"
    rf"desde)?[\s-]*\b(?P<name>{_M})\b(?!\.?\s\d{{1,2}}\b)\.?{_YEAR}"
)
_NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "primera": 1, "segunda": 2, "tercera": 3, "cuarta": 4, "ultima": 4,
}  # fmt: skip
#: *The first Tuesday in November*, *el primer martes de noviembre*.
_NTH_WEEKDAY = re.compile(
    r"\b(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th|primer|segundo|tercer|cuarto|ultimo)\s"
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun|lun|mar|mie|jue|vie|sab|dom)"
    r"(?:day|sday|nesday|rsday|urday|es|tes|rcoles|ves|rnes|ado|ingo)\s(?:in|of|de|en)\s"
    rf"(?P<name>{_M})\b\.?{_YEAR}"
)
_RELATIVE = re.compile(
    r"\b(?:next (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:el )?proximo (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|"
    r"(?:el )?(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo) (?:que viene|proximo)|tomorrow|manana|today|hoy|"
    r"in (?:\d{1,2}|two|three|four|six) (?:days|weeks|months)|(?:en|dentro de) (?:\d{1,2}|dos|tres|cuatro|seis) (?:dias|semanas|meses))\b"
)
#: *The last day of April*, *el último día de mayo*.
_LAST_DAY = re.compile(rf"\b(?:the\s|el\s)?(?:last|ultimo) (?:day|dia) (?:of|in|de|del mes de)\s(?P<name>{_M})\b\.?{_YEAR}")
#: No date without one of these, looked for in one pass before all others.
_MAYBE = re.compile(rf"[0-9]|\b(?:{_M}|next|proximo|que viene|tomorrow|manana|today|hoy|in|en|dentro)\b")
_HEDGED = re.compile(
    r"\b(?:about|around|roughly|maybe|probably|hopefully|hop(?:e|ing) (?:to|for)|ideally|as early as|earliest|not before|"
    r"no (?:sooner|earlier) than|"
    r"whichever|either|subject to|pending|unless|we think|i'd guess|si se puede|de preferencia|si todo sale|ojala|esperamos|"
    r"sometime|approximately|or so|ish|tentatively|i think|not sure|or the|"
    r"aproximadamente|como por|mas o menos|quizas?|tal vez|probablemente|alrededor|creo|tentativ\w*|if possible|or sooner|or later)\b"
)
#: *Between September 8 and May 20*: a whole run, unless it is so short, or its words such, that the first day lies within it.
_BETWEEN = re.compile(r"\b(?:between|entre)\s(?:the\s|el\s)?$")
_AND = re.compile(r"\s?,?\s?(?:and|y)\s(?:the\s|el\s)?$")
_WITHIN = re.compile(r"\b(?:start\w*|begin\w*|some ?time|some ?day|empez\w+|comenz\w+|inici\w+|algun dia)\b[^.;]{0,20}$")
_SHORTEST_RUN = timedelta(days=45)
_MOST = 40
_FAR = timedelta(days=310)
_LONG_PAST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a text: where it stands and, if it is not plainly said, why."""

    value: date
    start: int
    end: int
    reason: str = ""


def days(text: str, reader: Reader) -> list[Day]:
    """Find each date in order; a vague one (`mid March`) is a guess, and stands only where no exact one does."""
    folded = fold(text)
    if not _MAYBE.search(folded):
        return []
    today = _today(reader)
    found: list[Day] = []
    for shape in _SHAPES:
        for match in islice(shape.finditer(folded), _MOST):
            day = None if _overlaps(found, match) else _exact(match, today, reader)
            if day:
                found.append(day)
    found += [day for match in islice(_NTH_WEEKDAY.finditer(folded), _MOST) if (day := _nth_weekday(match, today))]
    found += [day for match in islice(_LAST_DAY.finditer(folded), _MOST) if (day := _last_day(match, today))]
    found += [day for match in _same_month(folded, found) if (day := _second_of_range(match, found, today))]
    if not found:
        found = [day for match in islice(_VAGUE.finditer(folded), _MOST) if (day := _guess(match, today))]
    if not found:
        found = [day for match in islice(_RELATIVE.finditer(folded), _MOST) if (day := _relative(match, reader))]
    kept = [each for each in found if not _SKIPPED.search(folded[max(0, each.start - 45) : each.start])]
    return sorted(kept, key=lambda day: day.start)


#: *Skipping spring break (Apr 5-9)*: no day of the programme.
_SKIPPED = re.compile(
    r"\b(?:skip\w*|except(?: for)?|excluding|not (?:on|the)|no (?:class|classes|club|session|sessions|meeting|meetings)(?: on)?|closed|"
    r"spring break|winter break|vacation|"
    r"holidays?|sin clases?|menos|excepto|salvo|vacaciones)\b[^.;,]{0,30}$"
)
#: *October 15 to… actually, let's make it November 1*: what stands before it no longer holds.
RECONSIDERED = re.compile(
    r"\b(?:actually|no,? wait|wait,? no|no,? sorry|sorry,? no|scratch that|on second thought|let's (?:make|say) (?:it|that)|i mean|"
    r"mejor dicho|no,? perdon|mas bien)\b[,:]?"
    r"(?: let's make it| make it| make that)?"
)
#: *Any time after January 10*, *by June 1*: a bound and no day.
_BOUND = re.compile(
    r"\b(?:any ?time (?:after|from)|not before|after|before|no later than|past|despues del?|antes del?|a mas tardar|"
    r"para el)\s(?:the\s|el\s)?$"
)


def is_bound(folded: str, day: Day) -> bool:
    """Whether a date only says not before or not after which day."""
    return bool(_BOUND.search(folded[max(0, day.start - 24) : day.start]))


def day(text: str, reader: Reader, *, last: bool = False) -> Heard:
    """Read a piece of text that answers with one date; of a range the first or, for an end, the last."""
    words = text.strip()
    again = RECONSIDERED.search(fold(words))
    if again and days(words[again.end() :], reader):
        heard = day(words[again.end() :], reader, last=last)
        return replace(heard, words=words, reason=heard.reason or "two_candidates")
    found = days(words, reader)
    if not found:
        return Heard(words=words, problem="not_a_date")
    values = {each.value for each in found}
    chosen = found[-1] if last else found[0]
    settled = len(values) == 1 or _is_range(words, found) or is_between(words, found)
    reason = chosen.reason or ("" if settled else "two_candidates")
    if not reason and (_HEDGED.search(fold(words)) or is_bound(fold(words), chosen)):
        reason = "hedge"
    return Heard(value=chosen.value.isoformat(), words=words, reason=reason)


def is_tentative(text: str) -> bool:
    """Whether a sentence with a date hopes, supposes or makes conditions."""
    return bool(_HEDGED.search(fold(text)))


def is_between(text: str, found: list[Day]) -> bool:
    """Whether two dates are the ends of a run told by *between … and …*."""
    if len(found) != 2:  # noqa: PLR2004  two ends
        return False
    folded, (first, last) = fold(text), found
    cue = _BETWEEN.search(folded[: first.start])
    joined = cue and _AND.fullmatch(folded[first.end : last.start])
    return bool(cue and joined) and not _WITHIN.search(folded[: cue.start() if cue else 0]) and last.value - first.value >= _SHORTEST_RUN


def month_of(word: str) -> int:
    """The number of a month that a word names, or 0."""
    return MONTHS.get(fold(word).strip(" ."), 0)


def _today(reader: Reader) -> date:
    return reader.now.astimezone(ZoneInfo(reader.time_zone)).date()


def _overlaps(found: list[Day], match: re.Match[str]) -> bool:
    return any(each.start < match.end() and match.start() < each.end for each in found)


def _exact(match: re.Match[str], today: date, reader: Reader) -> Day | None:
    parts = match.groupdict()
    reason = ""
    if parts.get("name"):
        month, number = MONTHS[parts["name"]], _DAYS_SAID.get(parts["day"]) or int(parts["day"])
    elif parts.get("first"):
        month, number = int(parts["first"]), int(parts["second"])
        if reader.country not in {"US", "PH"}:
            month, number = number, month
        if month > 12:  # noqa: PLR2004  no such month: the other order was meant
            month, number = number, month
    else:
        month, number = int(parts["month"]), int(parts["day"])
    value, reason = _with_year(parts.get("year"), month, number, today)
    if value is None:
        return None
    weekday = parts.get("weekday")
    if weekday and weekday not in _DAYS[value.weekday()].split():
        reason = "two_candidates"
    return Day(value, match.start(), match.end(), reason)


def _with_year(said: str | None, month: int, number: int, today: date) -> tuple[date | None, str]:
    """The date with the year that was said, or the next such day from today; far off or just past it is a guess."""
    try:
        if said:
            value = date(int(said) + (2000 if len(said) == 2 else 0), month, number)  # noqa: PLR2004  two digits of a year
            return value, "guess" if value < today - _LONG_PAST else ""
        value = date(today.year, month, number)
        if value < today:
            value = date(today.year + 1, month, number)
    except ValueError:
        return None, ""
    return value, "guess" if value - today > _FAR else ""


def _same_month(folded: str, found: list[Day]) -> list[re.Match[str]]:
    """The second day of *Feb 1-28* or *January 5 to 9*."""
    shape = re.compile(
        r"\s?(?:-|to|through|al?)\s?(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:|\s?[ap]\.?m|/)(?:,?\s(?:de\s|del\s)?(?P<year>20\d{2})\b)?"
    )
    return [match for each in found if (match := shape.match(folded, each.end)) and not _overlaps(found, match)]


def _second_of_range(match: re.Match[str], found: list[Day], today: date) -> Day | None:
    first = next(each for each in found if each.end == match.start())
    year = match["year"] or str(first.value.year)
    value, reason = _with_year(year, first.value.month, int(match["day"]), today)
    return Day(value, match.start(), match.end(), reason or first.reason) if value and value > first.value else None


def _guess(match: re.Match[str], today: date) -> Day | None:
    """*Second week of January*, *mid March*, *in May*: a day to show and confirm. `may` and `mar` alone say too little."""
    part, name = (match["part"] or "").strip(), match["name"]
    if name in {"may", "mar", "jun", "dec", "sep", "ago", "dic", "ene"} and not (part or match["year"]):
        return None
    month = MONTHS[name]
    nth = _NTH.get(match["nth"] or match["nthes"] or "")
    number = 15 if re.match(r"mid|mediados", part) else 28 if re.search(r"late|end|final|fines", part) else 1
    value, _ = _with_year(match["year"], month, number, today)
    if value is None:
        return None
    if nth:
        monday = value.replace(day=1) + timedelta(days=(-value.replace(day=1).weekday()) % 7)
        value = monday + timedelta(weeks=nth - 1)
    return Day(value, match.start(), match.end(), "guess")


def _nth_weekday(match: re.Match[str], today: date) -> Day | None:
    nth = _NTH.get(match["nth"]) or {"primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4, "ultimo": 4}[match["nth"]]
    weekday = next(number for number, names in enumerate(_DAYS) if match["weekday"] in names.split())
    first = date(int(match["year"]) if match["year"] else today.year, MONTHS[match["name"]], 1)
    for year in (first.year, first.year + 1):
        start = first.replace(year=year)
        value = start + timedelta(days=(weekday - start.weekday()) % 7, weeks=nth - 1)
        if match["nth"] in {"last", "ultimo"} and (value + timedelta(weeks=1)).month == start.month:
            value += timedelta(weeks=1)
        if match["year"] or value >= today:
            return Day(value, match.start(), match.end(), "guess" if value - today > _FAR else "")
    return None


def _last_day(match: re.Match[str], today: date) -> Day | None:
    month = MONTHS[match["name"]]
    first, reason = _with_year(match["year"], month, calendar.monthrange(int(match["year"] or today.year + 1), month)[1], today)
    return Day(first, match.start(), match.end(), reason) if first else None


def _relative(match: re.Match[str], reader: Reader) -> Day | None:
    """*Next Monday*, *dentro de dos semanas*: by dateparser, from now, in the district's zone; confirmed in the summary."""
    base: datetime = reader.now.astimezone(ZoneInfo(reader.time_zone)).replace(tzinfo=None)
    words = re.sub(r"^(?:next|el proximo|proximo|el)\s|\s(?:que viene|proximo)$", "", match[0])
    read = dateparser.parse(words, languages=["en", "es"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future"})
    return Day(read.date(), match.start(), match.end(), "guess") if read else None


def _is_range(text: str, found: list[Day]) -> bool:
    between = fold(text)[found[0].end : found[-1].start]
    return len(found) == 2 and bool(re.search(r"-|\b(?:to|through|thru|until|till|al?|hasta|and ends?|ending|y termina\w*)\b", between))  # noqa: PLR2004  two ends
