"""Which piece of a reply answers which question: by number, label, table, quoted prompt, or place."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.reading import enumerated
from handlers.reading.labels import in_order, meant, prompt_of
from handlers.reading.lines import fold, is_sign_off, sentences, squash
from handlers.reading.numbers import quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.playbook import Form, Question
    from handlers.types import Pair


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a reply that is meant for one question."""

    question: Question
    text: str
    numbered: bool = False
    by_place: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a line says whom it answers: the question, and where its answer begins."""

    line: int
    question: Question
    rest: str
    number: int = 0
    weak: bool = False


_NUMBER = re.compile(
    r"^(?P<indent>[\s>*_]{0,8})[(\[]?(?:(?:for|para|a|to|on|re|as for)\s)?(?:(?:the|la|el)\s)?"
    r"(?:(?:question|pregunta|answer|respuesta|number|numero|num|no|q|p|n|r)\.?\s?)?#?\s?"
    r"(?P<number>\d{1,2})(?P<sign>\s?[.):\]=]+[*_]{0,2}|\s?-+(?=\s)|(?=\s*[*_]{2}))(?P<space>\s*)"
)
_BARE_NUMBER = re.compile(r"^(?P<indent>\s{0,3})#(?P<number>\d{1,2})\s+(?=\S)")
_NEXT = re.compile(r"(?:(?<=[\s,;/|])|^)[(#]?(?:q|p)?(?P<number>\d{1,2})\s?(?P<sign>[.):=]|-(?=\s))\s{0,3}(?=\S)")
_LABEL = re.compile(r"^[\s*_•·>-]*(?P<label>[^:=\n\t|]{2,80}?)[*_]*\s*(?::|=|\t+|\s\|\s|\s-+\s|\s{3,}|\?\s)[*_]*\s*(?P<rest>.*)$")
_LABEL_WITHIN = re.compile(
    r"(?<=[.!?;])[ \t]+(?=[A-ZÁÉÍÓÚÑ][^\W\d]{2,14}(?: [^\W\d]{2,14}){0,3}:\s|(?:[Ff]or|[Pp]ara)\s(?:the |la )?(?:question |"
    r"pregunta |number )?\d{1,2}:\s|[Qq]\d{1,2}\s?[:.)]\s)"
)
#: A row of a typed table within its frame, and the rule between its rows.
_FRAMED = re.compile(r"^\s*\|\s*(?P<row>[^|]+\|.*?)\s*\|?\s*$")
_LEADERS = re.compile(r"(?<=[^\W_])\s?(?:\.{4,}|(?:\s\.){3,}|_{3,}|-{3,}>?|\s?[=-]+>)\s?(?=\S)")
#: *Sessions (October: 4) 2*: what it was before, beside a question that was copied.
_ANOTHER_MONTH = re.compile(r"\s?\((?:[^\W\d]{3,10}|last month|el mes pasado)(?: 20\d\d)?:\s?\d[\d.,]{0,6}\)", re.IGNORECASE)
_CLOSING_GRADE = re.compile(r"^(?P<said>.*?\S)\s*[;,/|.!]\s*(?P<grade>[1-5](?:\s?/\s?5)?)\s*[.!]?\s*$", re.DOTALL)
_RULE = re.compile(r"^\s*[|+]?(?:\s*:?-{2,}:?\s*[|+])+(?:\s*:?-{2,}:?)?\s*$")
_NEXT_LABEL = re.compile(r"(?:^|[/|;,•·]\s+|\s[/|•·]\s*|[.!)]\s+)(?P<label>[^\W\d][^:=/|;,.\n]{1,40}?)(?:\s?[:=?]|\s-)\s*(?=\S)")
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|greetings|hola|buen[oa]s (?:dias|tardes|noches)|estimad[oa]s?|"
    r"querid[oa])\b"
    r"[^\d:]{0,40}[,!.]?\s*$"
)
#: A bare figure beneath labels without numbers grades the whole, and is no part of the last answer.
_A_FIGURE = re.compile(r"^\s*[1-5]\s*[.!]*\s*$")
MAX_LINES = 400
_A_LIST = 3  # numbers on one line that show it to be a list
_ONE_LINE = frozenset({"date", "phone", "email", "url"})
_LABEL_LIKE = re.compile(r"^[\s*_•-]{0,4}[^\W\d][\w ]{1,24}:\s")
_LONGEST_PROMPT = 300
_WITHIN = "\x02"  # marks a label that stood within a line
_TIGHT_LABEL = re.compile(r"^[\s*_•·>-]*(?P<label>[A-Za-z][\w ]{2,30}?)-\s(?P<rest>\S.*)$")


def pieces(text: str, asked: Sequence[Question], form: Form, *, labels_only: bool = False) -> tuple[list[Piece], str]:
    """Cut a reply into pieces that say whom they answer, and the rest that does not."""
    text = _on_lines(text, asked, form)
    lines = _LABEL_WITHIN.sub(f"\n{_WITHIN}", text).split("\n", MAX_LINES)
    within = {at for at, line in enumerate(lines) if line.startswith(_WITHIN)}
    lines = [line.removeprefix(_WITHIN) for line in lines]
    marks = _marks(lines, asked, form, numbers=not labels_only)
    if not marks:
        return [], text
    found: list[Piece] = []
    rest = lines[: marks[0].line]
    for at, mark in enumerate(marks):
        end = marks[at + 1].line if at + 1 < len(marks) else len(lines)
        own, beyond = _own_lines(mark, lines[mark.line + 1 : end], is_last=at + 1 == len(marks))
        if mark.question.type == "long_text" and own and _A_FIGURE.match(own[-1]) and not any(each.number for each in marks):
            beyond, own = [own[-1], *beyond], own[:-1]
        is_within = mark.line in within
        goes_on = is_within and at + 1 < len(marks) and mark.question.type == "long_text" and not quantities(mark.rest)
        first, more = (mark.rest, "") if goes_on else _first_sentence(mark, is_within=is_within)
        whole = "\n".join([first, *own]).strip()
        graded = _CLOSING_GRADE.match(whole) if mark.line in within and at + 1 == len(marks) and mark.question.type == "long_text" else None
        if graded:
            whole, beyond = graded["said"], [graded["grade"], *beyond]
        found.append(Piece(mark.question, whole, numbered=bool(mark.number)))
        rest += [*([more] if more else []), *beyond]
    return _without_prompts(found), "\n".join(rest).strip()


def _on_lines(text: str, asked: Sequence[Question], form: Form) -> str:
    """Rows of a typed table without their frame, and labels that follow each other on one line each on its own."""
    kept: list[str] = []
    if any(question.id == "organization_name" for question in asked) and _CONTACT_TOO.search(text):
        text = re.sub(r"(?im)(^|[.;|]\s+)name\s?:", r"\1Organization:", text, count=1)
    text = _by_is(text, asked)
    text = _COMMA_LABEL.sub(lambda match: _named_by_comma(match, asked, form), text)
    for line in enumerated.on_lines(text, len(asked)).split("\n", MAX_LINES):
        if _RULE.match(line):
            continue
        plain = _LEADERS.sub(": ", _ANOTHER_MONTH.sub("", line))
        framed = _FRAMED.match(plain)
        kept += _labels_apart(framed["row"] if framed else plain, asked, form)
    return "\n".join(kept)


#: *Name of org is code & cookies, contact is priya raman*.
_BY_IS = re.compile(r"(?i)(?:^|(?<=[.,;]\s)|(?<=\n))(?P<label>(?:my |our |the )?[a-z][a-z ]{2,30}?)(?:'s|\sis|\ses)\s(?:called\s)?(?=\S)")


def _by_is(text: str, asked: Sequence[Question]) -> str:
    """Labels that end with *is* become labels with a colon, where two of what was asked are told so."""
    found = [(match, meant(match["label"], asked, loosely=False)) for match in _BY_IS.finditer(text)]
    marks = [(match, question) for match, question in found if question and question.type in _NAMED_BY_IS]
    ends = [match.start() for match, _ in marks[1:]] + [len(text)]
    if any(len(text[match.end() : end].split()) > _SHORT_VALUE for (match, _), end in zip(marks, ends, strict=False)):
        return text
    if len({question.id for _, question in marks}) < 2:  # noqa: PLR2004  one sentence with *is* is a sentence
        return text
    for match, _ in reversed(marks):
        text = f"{text[: match.start()].rstrip(' ,;')}\n{match['label']}: {text[match.end() :]}"
    return text.strip()


_SHORT_VALUE = 6
_NAMED_BY_IS = frozenset({"text", "phone", "email", "url"})
#: Where a contact has a label of its own, *Name* is the group's.
_CONTACT_TOO = re.compile(r"(?im)(?:^|[.;|]\s+)name\s?:[\s\S]*(?:^|[.;|]\s+)contact(?: person| name)?\s?:")
#: *Sesiones, siete.*
_COMMA_LABEL = re.compile(r"(?:^|(?<=[.;]\s)|(?<=\n))(?P<label>[^\W\d][^,.;:\n]{2,30}),\s(?P<said>[^,.;:?\n]{1,24})(?=[.;\n]|$)")
_FEW_WORDS = 4


def _named_by_comma(match: re.Match[str], asked: Sequence[Question], form: Form) -> str:
    # *About 45 kids, 6 sessions* is two answers, and no label with its own.
    is_labelled = quantities(match["said"]) and not quantities(match["label"])
    question = meant(match["label"], in_order(asked, form), loosely=False) if is_labelled else None
    is_answer = question is not None and question.type in {"integer", "decimal"} and len(match["said"].split()) <= _FEW_WORDS
    return f"{match['label']}: {match['said']}" if is_answer else match[0]


def _labels_apart(line: str, asked: Sequence[Question], form: Form) -> list[str]:
    """*Students: 17 / sessions: 6 / hours: 14*: cut before each label, where at least two of them name a question."""
    starts = [match.start("label") for match in _NEXT_LABEL.finditer(line) if meant(match["label"], in_order(asked, form))]
    if len(starts) < 2:  # noqa: PLR2004  one label is a line's own
        return [line]
    cuts = [0, *(start for start in starts if start > 0), len(line)]
    parts = [line[start:end].rstrip(" /|;,•·") for start, end in itertools.pairwise(cuts)]
    return [parts[0], *(f"{_WITHIN}{part}" for part in parts[1:])] if starts[0] > 0 else [f"{_WITHIN}{part}" for part in parts]


def from_pairs(pairs: Sequence[Pair], asked: Sequence[Question], form: Form) -> tuple[list[Piece], list[str]]:
    """In-line replies: what was typed beneath a quoted question answers it; the rest comes back as text."""
    found, strays = [], []
    meant_by = [_quoted(pair.quoted, asked, form) for pair in pairs]
    for place, pair in enumerate(pairs):
        question = meant_by[place]
        if question is None and len(pairs) == len(asked) and asked[place] not in meant_by:
            question = asked[place]
        if question is None:
            strays.append(pair.typed)
        else:
            found.append(Piece(question, pair.typed.strip(), numbered=True))
    return found, strays


def typed_beneath(quoted: str, asked: Sequence[Question], form: Form) -> list[Piece]:
    """Answers that a mail program marked one deeper than the question above them, where the mail says that they stand there."""
    found: list[Piece] = []
    above: Question | None = None
    for line in quoted.split("\n", MAX_LINES):
        mark = re.match(r"^\s*(>(?:\s?>)*)\s?(.*)$", line)
        if mark is None:
            continue
        if mark[1].count(">") == 1:
            above = _quoted(mark[2], asked, form)
        elif above is not None and mark[2].strip() and all(each.question.id != above.id for each in found):
            found.append(Piece(above, mark[2].strip(), numbered=True))
    return found if len(found) > 1 else []


def by_place(text: str, asked: Sequence[Question]) -> list[Piece]:
    """As many lines as questions, none of them marked: each answers the question at its place."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    lines = lines[1:] if lines and _GREETING.match(fold(lines[0])) else lines
    if len(lines) != len(asked) or len(asked) < 2 or any(map(is_sign_off, lines)):  # noqa: PLR2004  one line is no list
        return []
    return [Piece(question, line, by_place=True) for question, line in zip(asked, lines, strict=True)]


def _quoted(quoted: str, asked: Sequence[Question], form: Form) -> Question | None:
    """The last question that the quoted lines hold: what was typed stands right beneath it."""
    for line in reversed([line.strip(" >\t") for line in quoted.split("\n") if line.strip(" >\t")]):
        number = _NUMBER.match(fold(line))
        if number:
            at = int(number["number"])
            words = line[number.end() :]
            by_words = prompt_of(words, asked)
            if by_words or 1 <= at <= len(asked):
                return by_words or asked[at - 1]
        found = prompt_of(line, in_order(asked, form)) or meant(line.rstrip(":? "), in_order(asked, form))
        if found:
            return found
    return None


def _marks(lines: list[str], asked: Sequence[Question], form: Form, *, numbers: bool) -> list[_Mark]:
    """All marks of a reply in order, each question once; numbers that do not rise belong to the text."""
    found: list[_Mark] = []
    weak = _weak_signs(lines, len(asked)) if numbers else False
    for at, line in enumerate(lines):
        for mark in _line_marks(at, line, asked, form, numbers=numbers, weak=weak):
            if mark.number and any(each.number >= mark.number and not _is_new(each, mark) for each in found):
                continue
            if any(each.question.id == mark.question.id for each in found):
                continue
            found.append(mark)
    return found


def _is_new(earlier: _Mark, mark: _Mark) -> bool:
    """A lower number is a mark of its own where it stands as far left and has not been used: answers in any order."""
    return earlier.number != mark.number and not mark.weak


def _weak_signs(lines: list[str], count: int) -> bool:
    """`1 - 73` and `1:54` are marks only where there are several, rising from line to line."""
    seen = [int(match["number"]) for line in lines if (match := _NUMBER.match(fold(line)))]
    rising = [number for number in seen if 1 <= number <= count]
    return len(set(rising)) >= min(2, max(count, 1)) and (rising[0] <= 2 or len(set(rising)) > 2)  # noqa: PLR2004  two that begin at the top, or three


def _line_marks(at: int, line: str, asked: Sequence[Question], form: Form, *, numbers: bool, weak: bool) -> list[_Mark]:
    number = _NUMBER.match(fold(line)) or _BARE_NUMBER.match(fold(line)) if numbers else None
    if number and 1 <= int(number["number"]) <= len(asked) and _is_mark(number, line, weak=weak):
        return _numbered(at, line, number, asked, form)
    labelled = _labelled(at, line, asked, form)
    return [labelled] if labelled else []


def _is_mark(number: re.Match[str], line: str, *, weak: bool) -> bool:
    """`3:30`, `1.5` and `10-12` are no marks; a dash, an equals sign or a colon without space needs company."""
    sign = (number.groupdict().get("sign") or ".").strip()
    rest = line[number.end() :]
    tight = not number.groupdict().get("space", " ") and rest[:1].isdigit()
    if sign.startswith((".", ":")) and tight and (sign.startswith(".") or re.match(r"\d\d\b", rest)):
        return weak and sign.startswith(":") and not re.match(r"\d\d\s?(?:[ap]\.?m|-)", fold(rest))
    if sign.startswith(("-", "=")):
        return weak
    return len(number["indent"].replace("*", "").replace("_", "")) <= 3  # noqa: PLR2004  farther in, it is a list within an answer


def _numbered(at: int, line: str, number: re.Match[str], asked: Sequence[Question], form: Form) -> list[_Mark]:
    """A numbered line, and further numbers on it: `1: 54, 2: 6`. A label behind the number knows better than the number."""
    cuts = [(int(number["number"]), number.end())]
    sign = (number.groupdict().get("sign") or ".").strip()[:1]
    for match in _NEXT.finditer(fold(line), number.end()):
        follows = int(match["number"])
        goes_on = len(cuts) >= _A_LIST and follows == cuts[-1][0] + 1
        if match["sign"] == sign and cuts[-1][0] < follows <= len(asked) and (goes_on or _separated(line, cuts[-1], match)):
            cuts.append((follows, match.end()))
    marks = []
    for place, (value, start) in enumerate(cuts):
        end = _start_of(line, cuts[place + 1][1]) if place + 1 < len(cuts) else len(line)
        rest = line[start:end].strip(" ,;|/")
        label = _LABEL.match(rest)
        named = meant(label["label"], in_order(asked, form)) if label else None
        question = named or asked[value - 1]
        marks.append(_Mark(at, question, label["rest"] if label and named else rest, value, weak=sign in "-="))
    return marks


def _separated(line: str, last: tuple[int, int], match: re.Match[str]) -> bool:
    """Another number on the line is a mark behind a comma or a wide gap, or if it is the next one and what stands between is short."""
    between = line[last[1] : match.start()].rstrip()
    gap = line[: match.start()].endswith((",  ", ", ", "; ", " | ", " / ", "  ", ",", ";"))
    short = len(between.split()) <= 3  # noqa: PLR2004  a word or a figure
    return bool(between) and (short or (gap and match["number"] == str(last[0] + 1)))


def _start_of(line: str, end: int) -> int:
    """Where the mark that ends here begins."""
    match = re.search(r"[(#]?[QqPp]?\d{1,2}\s?[.):=-]\s{0,3}$", line[:end])
    return match.start() if match else end


def _labelled(at: int, line: str, asked: Sequence[Question], form: Form) -> _Mark | None:
    if len(line) > 1_000 and ":" not in line[:80]:  # noqa: PLR2004  a paragraph, not a label
        return None
    for shape in (_LABEL, _TIGHT_LABEL):
        match = shape.match(line)
        question = meant(match["label"], in_order(asked, form)) if match else None
        if match and question:
            return _Mark(at, question, match["rest"])
    is_alone = line.rstrip().endswith((":", "?")) or len(line.split()) > 2  # noqa: PLR2004  a prompt copied on a line of its own
    question = prompt_of(line, asked) if is_alone and line.strip() and len(line) < _LONGEST_PROMPT else None
    if question and (line.rstrip().endswith(("?", ":")) or squash(line) in {squash(question.prompt.en), squash(question.prompt.es)}):
        return _Mark(at, question, "")
    return None


def _first_sentence(mark: _Mark, *, is_within: bool) -> tuple[str, str]:
    """What stands behind a label in running text ends with its sentence, and so does a figure; a number's line belongs to it whole."""
    if mark.number or not (is_within or mark.question.type in {"integer", "decimal", "date", "phone", "email", "choice"}):
        return mark.rest, ""
    spans = sentences(mark.rest)
    return (spans[0].text, mark.rest[spans[0].end :].strip()) if len(spans) > 1 else (mark.rest, "")


def _own_lines(mark: _Mark, lines: list[str], *, is_last: bool) -> tuple[list[str], list[str]]:
    """Long text goes on to the next mark; a short answer ends at the first empty line behind it."""
    if mark.question.type == "long_text" and not is_last:
        return lines, []
    begun = bool(mark.rest.strip())
    if begun and mark.question.type in _ONE_LINE:
        return [], lines
    is_labelled = not mark.number and mark.question.type != "long_text"
    for at, line in enumerate(lines):
        if begun and (not line.strip() or (is_labelled and _LABEL_LIKE.match(line))):
            return lines[:at], lines[at:]
        begun = begun or bool(line.strip())
    return lines, []


def _without_prompts(found: list[Piece]) -> list[Piece]:
    """An answer typed behind its question on one line: the question is not part of it."""
    return [Piece(each.question, _after_prompt(each.question, each.text), each.numbered) for each in found]


def _after_prompt(question: Question, text: str) -> str:
    plain = fold(text)
    for prompt in (question.prompt.en, question.prompt.es, question.label.en, question.label.es):
        start = fold(prompt).rstrip(" ?:.")
        if start and plain.startswith(start) and re.match(r"\s*(?:[?:.=\n-]|$)", plain[len(start) :]):
            return text[len(start) :].lstrip(" ?:.=-–—\n*_")
    return text
