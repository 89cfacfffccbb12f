"""Schools, grades and meeting times as they stand in a sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from handlers.reading.lines import fold, squash

if TYPE_CHECKING:
    from handlers.reading.readings import Reader

_CAP = r"[A-ZÁÉÍÓÚÑ][\w.'’-]*"
_LEVEL = r"(?:Junior High|High|Middle|Elementary|Primary|Intermediate|Preparatory|HS|MS|ES)"
_ENGLISH = re.compile(rf"\b((?:{_CAP}\s){{1,4}}{_LEVEL})(?:\sSchools?)?\b(?!\s(?:[Ss]choolers?|[Gg]rades?))")
_SPANISH = re.compile(
    r"\b(?i:primaria|secundaria|preparatoria|prepa|escuela|colegio|jardin|kinder|kínder|jardín)\s(?i:de\s)?"
    r"((?!(?i:primaria|secundaria|preparatoria|publica|pública)\b)[A-ZÁÉÍÓÚÑ][\w.'’-]*(?:\s(?:de\s|del\s|la\s)?[A-ZÁÉÍÓÚÑ][\w.'’-]*){0,3})"
)
_NOT_A_NAME_WORDS = """
    at the both and with in to for from hi hello our we i if as also or after before when while like by near dear of a
    an jr sr senior junior en la el las los de del con y
    """
_NOT_A_NAME = frozenset(_NOT_A_NAME_WORDS.split())
_SPLIT = re.compile(r"\s*(?:[,;/\n]|\s&\s|\s\+\s|\b(?:and|y|e)\b\s)\s*", re.IGNORECASE)
_MOST_SCHOOLS = 60
_LONG_NAME = 12
_FEW = 2

_N = r"(?:pre-?k|k|\d{1,2})(?:st|nd|rd|th|o|er|ro|do|to|vo|mo)?"
_JOIN = r"\s?(?:-|to|through|thru|and|&|,|or|a|al|y|o|,\s?and)\s?(?:(?:a few|some|mostly|algunos|unos pocos)\s)?"
_ORDINAL = r"(?:kindergarten|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
_ORDINAL_ES = r"(?:primero?|segundo|tercero?|cuarto|quinto|sexto|septimo|octavo|noveno|decimo|onceavo|doceavo|undecimo|duodecimo)"
_CLASS = r"(?:freshm[ae]n|sophomores?|juniors?|seniors?)(?!\s(?:citizens?|cent(?:er|re)|living|home|high|director|manager|staff))"
_GRADES = re.compile(
    r"\bgrades?\s(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:\s?(?:-|to|through|and|&|,)\s?(?:one|two|three|"
    r"four|five|six|seven|eight|nine|"
    r"ten|eleven|twelve))*\b|"
    rf"\b(?:grades?|grados?)\s{_N}\b(?:{_JOIN}{_N}\b)*|\b(?:pre-?k|k)\s?(?:-|to|through)\s?\d{{1,2}}\b(?:\s(?:students|grade\w*))?|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)(?:{_JOIN}\d{{1,2}}(?:st|nd|rd|th))*[\s-]?grade\w*|\b(?:de\s)?\d{{1,2}}(?:o|er|ro|do|to|vo|"
    rf"mo)?\s?(?:a|al|y|-)\s?\d{{1,2}}(?:o|er|ro|do|to|vo|mo)?\s(?:de\s)?grado\w*|"
    rf"\b\d{{1,2}}\s?-\s?\d{{1,2}}\sgrade\w*|\b{_ORDINAL}(?:{_JOIN}{_ORDINAL})*[\s-]grade\w*|\b{_CLASS}\b(?:{_JOIN}{_CLASS}\b)*|"
    rf"\b(?:de\s)?{_ORDINAL_ES}(?:{_JOIN}{_ORDINAL_ES})*(?:\sde)?\s(?:grado\w*|primaria|secundaria|preparatoria)|"
    rf"(?<=l[oa]s de ){_ORDINAL_ES}(?:{_JOIN}(?:de\s)?{_ORDINAL_ES})*\b|"
    rf"(?<=para )\d{{1,2}}\.?(?:o|er|ro|do|to|vo|mo)(?:{_JOIN}\d{{1,2}}\.?(?:o|er|ro|do|to|vo|mo))+(?![a-z])|"
    rf"(?:(?<=con )|(?<=para )|(?<=son )){_ORDINAL_ES}(?:{_JOIN}(?:de\s)?{_ORDINAL_ES})+\b|"
    r"\b(?:elementary|middle|high)[\s-]?school(?:ers| students| kids| youth| teens)\b|\b(?:estudiantes|alumnos|ninos) de (?:primaria|"
    r"secundaria|preparatoria|prepa)\b|"
    r"\ball grades\b|\btodos los grados\b|\bages?\s\d{1,2}\s?(?:-|to)\s?\d{1,2}\b|\bpre-?k\b|\bkindergart\w+"
)

_GRADE_N = r"(?:pre-?k|k|(?:[1-9]|1[0-2])(?:st|nd|rd|th|o|er|ro|do|to|vo|mo))"
_BARE_GRADES = re.compile(
    rf"^\W*(?:all |both |just |only |mostly |de |del |for )?(?:{_ORDINAL}|{_ORDINAL_ES}|{_GRADE_N}|{_CLASS})"
    rf"(?:{_JOIN}(?:{_ORDINAL}|{_ORDINAL_ES}|{_GRADE_N}|\d|1[0-2]|{_CLASS}))*(?:\s(?:graders?|grades?|grado|only))?\W*$|"
    r"^\W*(?:pre-?k|k|[1-9]|1[0-2])\s?(?:-|to|through|thru|a|al)\s?(?:[1-9]|1[0-2])\W*$"
)
_AT_A_SCHOOL = re.compile(
    rf"\b(?:[Aa]t|[Ee]n|[Hh]ave|[Cc]hoose|[Pp]refer|[Pp]icked|[Tt]hinking (?:of|about)|[Ll]ike|[Ss]tart with|[Mm]ainly|[Oo]nly|"
    rf"[Ww]ant|[Ss]chools?(?:\s(?:are|is|would be))?:|[Ee]scuelas?:|[Ss]chools? (?:are|is|would be)|[Ss]ites?:|"
    rf"[Cc]ampus(?:es)?:)\s(?:the\s|la\s)?"
    rf"(?P<names>{_CAP}(?:\s{_CAP}){{0,2}}(?:(?:,\s|,?\s(?:and|y|&)\s){_CAP}(?:\s{_CAP}){{0,2}}){{0,5}})"
)
_JOINS = frozenset({"and", "y", "e", "or", "of", "de", "del", "la", "the", "plus"})
_NO_SCHOOL = re.compile(
    r"\b(?:\d+|monday\w*|tuesday\w*|wednesday\w*|thursday\w*|friday\w*|saturday\w*|lunes|martes|miercoles|jueves|viernes|yes|no|si|none|"
    r"hi|hello|hola|thanks?|thank|gracias|sorry|tbd|any|all|free|first|second|third|fourth|fifth|sixth|seventh|eighth|nonprofit|business|"
    r"church|llc|inc|january|february|march|april|may|june|july|august|september|october|november|december|not|it|we|my|k)\b"
)

_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|weds?|thurs?|thu|fri|sat|sun|mwf|m-f|"
    r"lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|weekdays|weekends|entre semana|fines de semana)\b\.?"
)
_CLOCK = (
    r"(?:(?:noon|mediodia)|\d{1,2}(?::\d{2})?(?:\s?[ap]\.?\s?m\b\.?)?(?:\s?(?:-|to|a|until|till|"
    r"hasta)\s?(?:las?\s)?(?:(?:1[0-2]|[1-9])[0-5]\d(?!\d)|\d{1,2}(?::\d{2})?(?!\d)(?:\s?[ap]\.?\s?m\b\.?)?|noon))?(?!\s?(?:st|nd|rd|"
    r"th|kids|students|weeks|alumnos|"
    r"estudiantes|ninos|%|people)\b))"
)
_PART = (
    r"(?:after[- ]?school|before school|during (?:lunch|school|recess|the school day|advisory)|at lunch|lunch(?:time)?|"
    r"(?:in the )?(?:mornings?|afternoons?|evenings?)|"
    r"despues de (?:clases|la escuela)|antes de clases|(?:por|en) las? (?:tardes?|mananas?|noches?)|al mediodia|right after dismissal|"
    r"after dismissal|(?:right )?(?:after )?(?:the )?(?:last |final )?(?:bell|dismissal)|la salida|(?:during )?(?:\d(?:st|nd|rd|th)|"
    r"first|second|"
    r"third) (?:lunch|period|block)|periods?\s\d(?:\s?-\s?\d)?)"
)
_TOKEN = re.compile(rf"\b(?:{_DAY}|{_PART}|{_CLOCK})")
_BARE_TIME = re.compile(
    rf"^\W*(?:(?:at|during|in|on|the|every|each|any|daily|cada|en|durante|a la|al|el|los|las|right)\s){{0,3}}"
    rf"(?:{_DAY}|(?:1st|2nd|3rd|first|second|third|early|late) (?:lunch|period|block|hour)|lunch(?:time)?(?: recess| period| hour)?|"
    rf"recess|recreo|"
    rf"advisory|homeroom|study hall|"
    rf"dismissal|after (?:the )?(?:last )?bell|hora del almuerzo|almuerzo|salida|{_PART})\b[^.?]{{0,60}}$"
)
_GAP = re.compile(
    r"^[\s,&+/;()@-]*(?:(?:and|y|from|at|de|to|through|thru|a|al|on|or|the|every|each|los|las|la|el|during|between|entre|until|hasta|right|"
    r"desde)\s){0,3}\(?$"
)
_BEFORE = re.compile(r"(?:\b(?:every(?: other)?|each|on|los|las|cada|todos los|once a week on|twice a week on)\s)$")
_A_DATE = re.compile(
    r"^,?\s?(?:the\s)?(?:\d{1,2}(?:st|nd|rd|th)|\d{1,2}/\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d|\d{1,2}\sde\s)"
)
_MONTH_BEFORE = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s$")
_PLURAL = re.compile(r"days\b|\bsabados\b|\bdomingos\b|\b(?:los|cada|every|each)\s|weekdays|weekends|mwf|m-f|entre semana")
#: *Freedom Fridays* is a name, *On Fridays* a time.
_A_NAME = re.compile(
    r"(?<!^)(?<![.!?:] )\b(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6} |On |Every |Each |The |Los |"
    r"And )[A-ZÁÉÍÓÚÑ][\w'’]+\s(?:And\s|and\s|&\s)?$"
)
_IS_DAY = re.compile(rf"\b{_DAY}")


def listed_schools(text: str, reader: Reader) -> list[str]:
    """Schools of an answer: known ones under their own name, any other as written, one by one."""
    text = re.sub(r"\s*\([^()]{0,80}\)\s*", " ", text)
    parts = [part.strip(" .!\"'") for part in _SPLIT.split(_known_marked(text, reader)) if part.strip(" .!\"'")]
    found = [
        _known(part.replace("\x01", " and ").strip(), reader) or _bare(part.replace("\x01", " and ")) for part in parts[:_MOST_SCHOOLS]
    ]
    found = [each for each in found if each]
    is_prose = any(len(each.split()) > _LONG_NAME or len(re.findall(r"\b[a-z]{2,}\b", each)) > _FEW for each in found)
    if is_prose and (named := schools_in(text, reader)):
        return named
    return list(dict.fromkeys(found))


def schools_in(text: str, reader: Reader) -> list[str]:
    """Schools that prose names: those of the list, and capitalised names before *High* or behind *la primaria*."""
    found: dict[int, str] = {}
    plain = fold(text)
    listed, names = _forms(tuple(reader.schools.items()))
    for at in listed.finditer(plain):
        if text[at.start()].isupper():
            found.setdefault(at.start(), names[at[0]])
    for pattern in (_ENGLISH, _SPANISH):
        for match in pattern.finditer(text):
            name = _bare(match[1])
            if name and not any(
                start <= match.start(1) <= start + 60 and squash(name).split()[0] in squash(known) for start, known in found.items()
            ):
                found[match.start(1)] = _known(name, reader) or name
    return list(dict.fromkeys(found[start] for start in sorted(found)))


@lru_cache(maxsize=16)
def _forms(schools: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for every form of every listed school, the longest first, and the school that each form names."""
    names: dict[str, str] = {}
    for name, short in schools:
        for form in (name, *short):
            if len(form) > 2:  # noqa: PLR2004  two letters are no name
                names.setdefault(fold(form), name)
    forms = "|".join(re.escape(form) for form in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{forms or '(?!)'})(?!\w)"), names


def schools_asked(text: str) -> list[str]:
    """Names behind *at* or *we have in mind* where schools were asked for: not on any list, and so never sure."""
    text = re.sub(r"\s*\([^()]{0,60}\)", "", text)
    match = _AT_A_SCHOOL.search(text)
    found = [_bare(part) for part in _SPLIT.split(match["names"])] if match and not _NO_SCHOOL.search(fold(match["names"])) else []
    return [each for each in found if each]


def names_only(text: str) -> bool:
    """Whether a text is nothing but capitalised names, joined as a list: *Birch Hill and Stony Creek*."""
    words = re.findall(r"[^\s,;/&+()]+", text.strip(" .!"))
    named = [word for word in words if word[0].isupper()]
    return bool(named) and all(word[0].isupper() or fold(word) in _JOINS for word in words) and not _NO_SCHOOL.search(fold(text))


def is_school(name: str, reader: Reader) -> bool:
    """Whether a name is one of the listed schools, under any of its names."""
    return bool(reader.schools) and bool(_known(name, reader))


def grades_in(text: str, *, bare: bool = False) -> str:
    """The words of a text that say which grades, as written; `bare` also takes *third through fifth* where nothing else is said."""
    if bare and _BARE_GRADES.match(fold(text)):
        return text.strip(" .!,;")
    matches = list(_GRADES.finditer(fold(text)))
    if not matches:
        return ""
    joined = matches[-1].end() - matches[0].start()
    apart = sum(match.end() - match.start() for match in matches)
    return (
        text[matches[0].start() : matches[-1].end()]
        if joined - apart <= 8 * (len(matches) - 1)
        else matches[0][0] and text[matches[0].start() : matches[0].end()]
    )


def times_in(text: str, *, bare: bool = False) -> str:
    """The words of a text that say on which days and when it meets, as written; one date is no such time.

    `bare` also takes a short answer that is a part of the school day: *Lunch recess, any day but Friday*.
    """
    plain = fold(text)
    if bare and _BARE_TIME.match(plain):
        return text.strip(" .!,;")
    runs: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(plain):
        if match[0].isdigit() and _MONTH_BEFORE.search(plain[max(0, match.start() - 12) : match.start()]):
            continue
        if _IS_DAY.match(match[0]) and _A_DATE.match(plain[match.end() : match.end() + 16]):
            continue
        if runs and _GAP.match(plain[runs[-1][1] : match.start()]):
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append((match.start(), match.end()))
    for start, end in runs:
        before = _BEFORE.search(plain[max(0, start - 24) : start])
        begin = start - len(before[0]) if before else start
        run = plain[begin:end]
        if _A_NAME.search(text[max(0, begin - 24) : begin]) and re.fullmatch(_DAY, run):
            continue
        extra = re.sub(rf"\b{_DAY}", "", run).strip(" ,&-")
        if _IS_DAY.search(run) and (
            _PLURAL.search(run) or re.search(r"\d|school|lunch|morning|afternoon|evening|tarde|manana|clases|noon", extra)
        ):
            return text[begin:end].strip(" ,;(").removeprefix("on ").removeprefix("On ")
    return ""


def _known_marked(text: str, reader: Reader) -> str:
    """Protect an *and* within a known name from the cut."""
    for name in reader.schools:
        for join in (" and ", " y "):
            if join in name:
                text = text.replace(name, name.replace(join, "\x01"))
    return text


def _known(name: str, reader: Reader) -> str:
    """The list's own name for a school, if this is one of its names, with or without its level behind it."""
    plain = squash(name)
    bare = re.sub(r"\s(?:high|middle|elementary|primary|junior high|hs|ms|es|school|schools)+(?:\sschool)?$", "", plain)
    for known, short in reader.schools.items():
        names = {squash(each) for each in (known, *short)}
        if plain in names or f"{plain} school" in names:
            return known
    matches = [known for known in reader.schools if bare == plain and re.match(rf"{re.escape(plain)}\b", squash(known))]
    return matches[0] if len(matches) == 1 and len(plain) > 3 else ""  # noqa: PLR2004  too short to be sure


def _bare(name: str) -> str:
    """A name without the small words that a sentence puts before it."""
    words = name.strip(" .,!?:;\"'").split()
    while words and fold(words[0]) in _NOT_A_NAME:
        words = words[1:]
    if words and fold(words[0]) in {"primaria", "secundaria", "preparatoria", "escuela"} and len(words) > 1:
        words = words[1:]
    return " ".join(words) if words and fold(words[0]) not in {"high", "middle", "elementary"} else ""
