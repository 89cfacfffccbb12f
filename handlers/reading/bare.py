"""Answers that stand bare: pieces in the order of the questions (*52 / 7 / 0*), and short sentences told by their shape (*March 1st.*)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.reading import choices, fees, tallies, values
from handlers.reading.contacts import emails, person, phones
from handlers.reading.dates import days, is_tentative
from handlers.reading.lines import clauses, fold, sentences, squash
from handlers.reading.nouns import counts_other
from handlers.reading.numbers import quantities
from handlers.reading.places import grades_in, listed_schools, names_only, times_in
from handlers.reading.readings import Heard

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from handlers.playbook import Question
    from handlers.reading.readings import Reader

#: What parts bare answers on one line; the first that parts the text into as many as were asked, or fewer, is taken.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s*\n+\s*", r"\s+[/|]\s+|\s*\|\s*", r"(?<=\D)/(?=\D)", r"\s*;\s*", r"(?<!\d),\s*|,\s+",
        r"\s*(?:,\s*(?:and|y)?|\b(?:and|y)\b)\s+",
    )
)  # fmt: skip
_COUNTS = frozenset({"integer", "decimal"})
_SHAPED = frozenset({"integer", "decimal", "date", "phone", "email", "url", "choice", "yes_no"})
#: A clause of these may be taken back by the next one: *yes, except our newest*.
_WHOLE = frozenset({"yes_no", "choice", "list"})
#: Names that two words may be as well as a person's.
_ALSO_PEOPLE = frozenset({"organization_name", "program_name"})
_GREETS = re.compile(
    r"^\W*(?:hi|hello|hey|dear|hola|thanks?|thank you|gracias|estimad\w+|good (?:morning|afternoon)|buen[oa]s|yes|no|not|si|sent|"
    r"ask|call|contact|see|text|use|write|e-?mail|please|phone|we|i|it|you|my|our|"
    r"somos|soy|es|en|ver|vea|llam\w+|pregunt\w+|same|all|any|from|starting|start|until|spring|fall|winter|summer|after|before|about|"
    r"around)\b"
)
_LONGEST_PIECE = 6
_SHORT = 12
_TINY = 4
_A_DATE = 3
_TITLE_WORDS = 6
_RUN = re.compile(
    r"(?:^|[\n:.!(]\s{0,2})(?P<run>\d{1,4}(?:\.\d{1,2})?(?:\s?[/|]\s?\d{1,4}(?:\.\d{1,2})?){2,3}|"
    r"\d{1,4}(?:\.\d{1,2})?(?:,\s\d{1,4}(?:\.\d{1,2})?){2,3})(?!\.?\d)(?=\s*(?:$|[.,\n;)!]))"
)
_CHECK = re.compile(
    r"\b(?:checks?|checked|cleared|clearances?|fingerprint\w*|screen\w*|vetted|live ?scan\w*|antecedentes|huellas|verificad\w+|revis\w+)\b"
)
#: *Yes, everyone has been cleared*: one answer, and none to what stands first.
_YES_ALONE = re.compile(r"^\W*(?:yes|yep|yeah|yup|si|claro|sure|absolutely|of course|correct)\W*$")
_FEE = re.compile(r"\b(?:charg\w+|fees?|free|costs?|pay\w*|price\w*|gratis|gratuit\w+|cobr\w+|cuotas?|pag\w+|costo)\b")
#: Places in a programme, where its number of students is asked.
_SEATS = re.compile(
    r"^\W*(?:(?:they're|they were|there (?:are|were|will be)|it's|it would be|that's|would be|eran|son|seran|serian|max(?:imum|"
    r"imo)?|up to|room for|capacity(?: of)?|cupo(?: de| para)?|hasta|tope(?: de)?|we'll take|(?:we can |we could )?take)\s"
    r"(?:up to |of )?){0,2}(?P<number>\d{1,4}|[a-z]+(?:-[a-z]+)?)\s?"
    r"(?:seats?|spots?|slots?|places?|openings?|of them|at (?:most|a time)|each|max(?:imum)?|tops|lugares|cupos|espacios|plazas|maximo)?"
    r"(?:\s(?:at a time|at most|each time|total|in all|max|tops|no more|maximo|en total))?\W*$"
)
_CEILING = re.compile(r"\b(?:up to|max\w*|at most|at a time|each|tops|no more|capacity|hasta|tope|cupo|limit\w*)\b")
_SMALL_WORD = r"(?:&|of|the|for|and|de|del|la|el|los|las|para|y|que|en|in|on|with|to)"
_BIG_WORD = r"(?:[A-ZÁÉÍÓÚÑ0-9][\w'’&.-]*)"
_TITLE = re.compile(rf"^{_BIG_WORD}(?:\s(?:{_BIG_WORD}|{_SMALL_WORD}))*(?<!\s[a-z][a-z])(?<!\s[a-z][a-z][a-z])\W*$")


_ONLY = re.compile(r"\s(?:only|for now|solo)\W*$", re.IGNORECASE)
_ANSWERS = re.compile(
    r"^\W*(?:(?:my |our |the |mis |las )?(?:answers?|numbers?|respuestas?|numeros?|datos)|here (?:you go|they are|"
    r"it is)|aqui van?)[^\w:]{0,3}:\s*",
    re.IGNORECASE,
)


def in_order(text: str, asked: Sequence[Question], reader: Reader) -> dict[str, Heard]:
    """Short pieces in the order of the questions: of as many as were asked all, of numbers the ones that count, else the first ones."""
    text = _ANSWERS.sub("", text.strip())
    if len(asked) < 2 or not text:  # noqa: PLR2004  one question has one answer
        return {}
    for parts in _parted(text, len(asked)):
        if _YES_ALONE.match(fold(parts[0])) and _CHECK.search(fold(parts[1])):
            continue
        meant, reason = _meant(parts, asked)
        found = {
            question.id: heard for question, part in zip(meant, parts, strict=False) if (heard := _plain(question, part, reader)).is_read
        }
        if meant and len(found) == len(meant) and any(question.type in _SHAPED for question in meant):
            unnamed = {question.id for question, part in zip(meant, parts, strict=False) if not _names(question, part)}
            return {key: replace(heard, reason=heard.reason or (reason if key in unnamed else "")) for key, heard in found.items()}
    return {}


def _names(question: Question, part: str) -> bool:
    """Whether a figure says itself what it counts, as in *38 kids*: then its place decides nothing."""
    return question.type in _COUNTS and any(re.search(rf"\b{re.escape(fold(word))}\b", fold(part)) for word in question.words.all)


def _parted(text: str, most: int) -> Iterator[list[str]]:
    """The ways to part a text into two pieces or more, as many as were asked at most; many sentences only as one for each question."""
    spans = [span.text for span in sentences(text)]
    if len(spans) == most:
        yield spans
    slashed = [part.strip() for part in text.split("/")]
    if len(slashed) == most and most > _A_DATE:
        yield slashed
    for cut in _CUTS if not re.search(r"[.!?]\s+\S", text) else _CUTS[:1]:
        parts = [part.strip(" ") for part in cut.split(text.strip(" .!\n")) if part.strip(" .!")]
        if 1 < len(parts) <= most:
            yield parts


def _meant(parts: Sequence[str], asked: Sequence[Question]) -> tuple[Sequence[Question], str]:
    if len(parts) == len(asked):
        return asked, ""
    numbers = [question for question in asked if question.type in _COUNTS]
    if len(parts) == len(numbers) and all(re.search(r"\d", part) for part in parts):
        return numbers, ""
    ahead = asked[: len(parts)]
    return (
        (ahead, "" if all(each.type == "yes_no" for each in ahead) else "guess")
        if all(each.type in _SHAPED for each in ahead)
        else ((), "")
    )


def _plain(question: Question, part: str, reader: Reader) -> Heard:
    """A piece as the whole answer to one question: brief, and nothing that counts something else."""
    if question.type in _SHAPED and len(part.split()) > _LONGEST_PIECE:
        return Heard()
    if question.type in _COUNTS:
        found = quantities(part)
        if len(found) != 1 or counts_other(question, part, found[0]) or re.match(r"\W*[a-z]{4,}", fold(part[: found[0].start])):
            return Heard()
    if question.type == "long_text" and choices.is_blank(part):
        return Heard(value="", words=part)
    if question.id == "contact_name" and not person(part):
        return Heard()
    if question.id in _ALSO_PEOPLE and not _is_title(part):
        return Heard()
    if question.type == "yes_no" and not _is_of(question, part):
        return Heard()
    return values.heard(question, part, reader)


def runs(text: str, still: Sequence[Question]) -> dict[str, Heard]:
    """*41/9/33*: as many bare figures in a row as counts were asked; a grade may close them. What may be a date is a guess."""
    counts = [question for question in still if question.type in _COUNTS]
    match = _RUN.search(text) if len(counts) > 2 else None  # noqa: PLR2004  two in a row may be anything
    figures = quantities(match["run"].replace("/", " ; ").replace(",", " ; ").replace("|", " ; ")) if match else ()
    if match is None or len(figures) not in {len(counts), len(counts) - 1}:
        return {}
    if len(figures) < len(counts) and counts[-1].maximum is None:
        return {}
    maybe_date = len(figures) == 3 and figures[0].value <= 12 and figures[1].value <= 31  # noqa: PLR2004  month, day and year
    found = {each.id: tallies.count(each, f"{figure.value:g}") for each, figure in zip(counts, figures, strict=False)}
    if not all(heard.is_read for heard in found.values()):
        return {}
    return {key: replace(heard, words=match["run"], reason="guess" if maybe_date else "") for key, heard in found.items()}


def by_shape(text: str, still: Sequence[Question], reader: Reader, claimed: Container[str]) -> dict[str, Heard]:
    """Give short sentences that nothing claimed to the questions still open whose answer they have the shape of, in order."""
    found: dict[str, Heard] = {}
    pieces = _pieces(text, claimed)
    # Where two stand there in the order asked, the first may well be a group that is called like a person.
    in_doubt = len({person(words) for words, _ in pieces} - {""}) < 2  # noqa: PLR2004  the group and its contact
    for words, is_whole in pieces:
        open_ids = {question.id for question in still} - set(found)
        fitting = [
            (question, heard)
            for question in still
            if question.id in open_ids
            and not (in_doubt and question.id in _ALSO_PEOPLE and "contact_name" in open_ids and person(words))
            and (
                is_whole
                or question.type not in _WHOLE
                or (question.type == "list" and names_only(_ONLY.sub("", words)) and len(words.split()) > 1)
            )
            and (heard := _shaped(question, words, reader)).is_read
        ]
        if not fitting:
            continue
        question, heard = fitting[0]
        rivals = [other for other, _ in fitting[1:] if other.type == question.type]
        found[question.id] = replace(heard, words=words, reason=heard.reason or ("guess" if rivals else ""))
    both = [key for key in ("start_date", "end_date") if key in found]
    if len(both) == 2 and str(found[both[0]].value) < str(found[both[1]].value):  # noqa: PLR2004  told in the order asked
        found[both[0]] = replace(found[both[0]], reason="" if found[both[0]].reason == "guess" else found[both[0]].reason)
    return found


def _pieces(text: str, claimed: Container[str]) -> list[tuple[str, bool]]:
    """Short sentences, and short clauses of any; whether it is a whole sentence."""
    kept = []
    for span in sentences(text):
        if span.text.endswith("?"):
            continue
        if span.text not in claimed and len(span.text.split()) <= _SHORT:
            kept.append((span.text, True))
        kept += [(each.text, False) for each in clauses(span.text) if each.text != span.text and len(each.text.split()) <= _TINY * 2]
    return kept


def _shaped(question: Question, words: str, reader: Reader) -> Heard:
    read = _BY_ID.get(question.id) or _BY_TYPE.get(question.type)
    return read(question, words, reader) if read else Heard()


def _date(question: Question, words: str, reader: Reader) -> Heard:
    found = days(words, reader)
    left = words[: found[0].start] + words[found[0].end :] if len(found) == 1 else ""
    is_bare = (
        len(found) == 1
        and len(left.split()) <= _TINY
        and not re.search(r"\d", left)
        and not re.search(r"\b(?:not?|skip\w*|except|off|closed|holiday|expire|since|due|before|after|antes|despues)\b", fold(left))
    )
    is_other = re.search(r"\b(?:end|until|through|finish\w*|last|hasta|termin\w+)\b", fold(left)) and question.id.startswith("start")
    begins = re.search(r"\b(?:start\w*|begin\w*|from|first|desde|empez\w+|inici\w+)\b", fold(left)) and question.id.startswith("end")
    reason = found[0].reason or ("hedge" if is_bare and is_tentative(words) else "") if found else ""
    return Heard(value=found[0].value.isoformat(), reason=reason) if is_bare and not is_other and not begins else Heard()


def _is_of(question: Question, words: str) -> bool:
    """Whether a yes or no may be this question's: not if it speaks of checks and the question of money, or the other way about."""
    about_checks, about_fee = _CHECK.search(fold(words)), _FEE.search(fold(words))
    if question.id == fees.FEE:
        return bool(about_fee) or not about_checks
    return bool(about_checks) or not about_fee


def _yes_no(question: Question, words: str, _: Reader) -> Heard:
    about_checks, about_fee = _CHECK.search(fold(words)), _FEE.search(fold(words))
    if not _is_of(question, words):
        return Heard()
    if not choices.opens_with_yes_or_no(words) or (len(words.split()) > _TINY and not (about_checks or about_fee)):
        return Heard()
    return choices.yes_or_no(question, words)


def _choice(question: Question, words: str, _: Reader) -> Heard:
    is_name = (
        bool(_TITLE.match(words)) and len(words.split()) > 1 and not any(choices.is_name(each, squash(words)) for each in question.choices)
    )
    if len(words.split()) > _LONGEST_PIECE or is_name:
        return Heard()
    heard = choices.choice(question, words)
    return heard if heard.is_read and not heard.reason and not choices.denies(words) else Heard()


def _students(question: Question, words: str, _: Reader) -> Heard:
    found = quantities(words)
    if len(found) != 1 or not _SEATS.match(fold(words)) or counts_other(question, words, found[0]):
        return Heard()
    heard = tallies.count(question, words)
    is_plain = not _CEILING.search(fold(words))
    return (
        replace(heard, reason="" if is_plain and heard.reason == "" else heard.reason if is_plain else "hedge")
        if heard.is_read
        else Heard()
    )


def _schools(_: Question, words: str, reader: Reader) -> Heard:
    words = re.sub(r"(?i)\s(?:only|for now|solo|nada mas)\W*$", "", words)
    if not names_only(words):
        return Heard()
    found = listed_schools(words, reader)
    either = "guess" if re.search(r"\b(?:or|o)\b", fold(words)) else ""
    return Heard(value=tuple(found), reason=either) if found else Heard()


def _person(_: Question, words: str, __: Reader) -> Heard:
    name = person(words) if not emails(words) else ""
    return Heard(value=name) if name else Heard()


def _title(question: Question, words: str, reader: Reader) -> Heard:
    name = words.strip(' .!"“”')
    if question.id == "program_name" and person(name) and not re.match(r"(?:The|La|El|Los|Las)\s", name):
        return Heard()
    fits = _is_title(name) and 1 < len(name.split()) <= _TITLE_WORDS
    if not fits or phones(name, reader) or emails(name) or days(name, reader) or grades_in(name) or times_in(name):
        return Heard()
    return values.plain_text(question, name)


def _is_title(text: str) -> bool:
    """Capitalised as names are, and neither a greeting nor a request: *Ask for Pat* is none."""
    return not text.rstrip().endswith(":") and bool(_TITLE.match(text.strip(' .!"“”'))) and not _GREETS.match(fold(text))


def _grades(_: Question, words: str, __: Reader) -> Heard:
    grades = grades_in(words, bare=True)
    return Heard(value=grades) if grades else Heard()


def _times(_: Question, words: str, __: Reader) -> Heard:
    times = times_in(words, bare=True)
    return Heard(value=words.strip(" .!")) if times else Heard()


_BY_ID: Mapping[str, Callable[[Question, str, Reader], Heard]] = {
    "students_expected": _students,
    "schools": _schools,
    "contact_name": _person,
    "organization_name": _title,
    "program_name": _title,
    "grade_levels": _grades,
    "meeting_times": _times,
}
_BY_TYPE: Mapping[str, Callable[[Question, str, Reader], Heard]] = {"date": _date, "yes_no": _yes_no, "choice": _choice}
