"""Text as positions: a folding that keeps every index, sentences, clauses, and where a sign-off begins."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: More than a long letter; what lies beyond is kept as left over, unread.
MAX_CHARS = 20_000

#: What is read of a long text sentence by sentence: what matters stands at its beginning or its end.
_HEAD, _FOOT = 6_000, 1_200
_LONGEST_SENTENCE = 600

#: Lines of a signature are shorter, sentences longer.
_LONG_LINE = 90
_LONG_NAME = 60

#: Fewer words above a bare name may be a list of answers.
_ENOUGH_WORDS = 6

#: No letter has more; what follows them is one last sentence.
MAX_SENTENCES = 400

#: Characters of a text whose folding is worth keeping.
_SHORT = 400

_LOOK_ALIKES = {
    "‘": "'", "’": "'", "‚": "'", "ʼ": "'", "´": "'", "`": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "―": "-",
    "×": "x", "✕": "x", "•": "*", "·": "*", "º": "o", "ª": "a", "：": ":",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, and where it stands."""

    start: int
    end: int
    text: str


class _Folding(dict[int, str]):
    """Each character to one character without case and accent, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _LOOK_ALIKES.get(char) or unicodedata.normalize("NFD", char)[0]
        lower = plain.lower()
        self[code] = lower if len(lower) == 1 else plain
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Take case, accents and typographic dashes and quotes away; the result is exactly as long as the text."""
    return _folded(text) if len(text) <= _SHORT else text.translate(_FOLDING)


@lru_cache(maxsize=2_048)
def _folded(text: str) -> str:
    """A sentence is looked at by many rules one after another."""
    return text.translate(_FOLDING)


def squash(text: str) -> str:
    """Make two wordings comparable: folded, letters and digits only, one space between words."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def tidy(text: str) -> str:
    """Bring a text to one form: composed characters, plain line ends and spaces, nothing invisible."""
    text = unicodedata.normalize("NFC", text[: MAX_CHARS * 2]).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00]", "", text)
    return re.sub(r"[\u00a0\u2007\u202f\u3000]", " ", text)[:MAX_CHARS]


def worth_reading(text: str) -> str:
    """What of a long text is read sentence by sentence: its beginning and its end, whole lines or sentences."""
    if len(text) <= _HEAD + _FOOT:
        return text
    head, foot = text[:_HEAD], text[-_FOOT:]
    stop = max(head.rfind("\n"), head.rfind(". "), _HEAD - _LONGEST_SENTENCE)
    starts = [at for at in (foot.find("\n"), foot.find(". ")) if at >= 0]
    return f"{head[: stop + 1].rstrip()}\n{foot[min(starts, default=-1) + 1 :].lstrip()}"


_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|dra|st|mt|ft|vs|approx|aprox|lic|ing|sr|sra|srta|prof|mtra|mtro|rev|fr|jr|etc|min|hrs?|vol|no|num|dept|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic|tues?|wed|thurs?|fri|inc|co|ave|blvd|org|e\.g|i\.e|a\.m|p\.m|[a-z])\.)$"
)
_UNIT = re.compile(r"\d\s?(?:vol\.? )?(?:hrs?|mins?|approx|etc|a\.m|p\.m)\.$")
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[)\"'\]]*(?=\s|$)|\n")
_CLAUSE = re.compile(r"(?<![.!?…])[.!?…]+[)\"'\]]*(?=\s|$)|\n|[;,](?=\s)|\s-+\s|\s(?:but|pero|aunque|though)\s")


def sentences(text: str) -> list[Span]:
    """Cut a text into sentences; a line end ends one, an abbreviation's full stop does not."""
    return list(_sentences(text))


@lru_cache(maxsize=32)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(_cut(text, _STOP))


def clauses(text: str) -> list[Span]:
    """Cut finer: commas, semicolons, dashes and *but* end a clause as well."""
    return _cut(text, _CLAUSE)


def _cut(text: str, stop: re.Pattern[str]) -> list[Span]:
    folded, start = fold(text), 0
    spans: list[Span] = []
    for match in stop.finditer(folded):
        if len(spans) >= MAX_SENTENCES:
            break
        if match[0].startswith(".") and _is_abbreviation(folded, start, match.start()) and not _ends_all_the_same(text, match.start()):
            continue
        spans.append(_span(text, start, match.end()))
        start = match.end()
    spans.append(_span(text, start, len(text)))
    return [span for span in spans if span.text]


def _ends_all_the_same(text: str, dot: int) -> bool:
    """*12 hrs. The choir sang*: a unit behind a figure, and a new sentence begins."""
    return bool(_UNIT.search(fold(text[max(0, dot - 12) : dot + 1])) and re.match(r"\.\s+[A-ZÁÉÍÓÚÑ¿¡]", text[dot : dot + 4]))


def _is_abbreviation(folded: str, start: int, dot: int) -> bool:
    """An ending such as `Dr.`; a single letter counts only where it stands alone, and never closes the text."""
    if not folded[dot + 1 : dot + 40].strip():
        return False
    return bool(_ABBREVIATION.search(folded[max(start, dot - 8) : dot + 1]))


def _span(text: str, start: int, end: int) -> Span:
    """Trim the white space around a stretch without losing its place."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    stripped = piece.strip()
    return Span(start + left, start + left + len(stripped), stripped)


_SIGN_OFF = re.compile(
    r"^[\s*_]*(?:--+|(?:many |much |con |muchas |mil )?(?:thanks?|thank you|thx|gracias)\b(?! to\b| for (?:asking|the question)).{0,40}|"
    r"(?:all (?:my|the) |our )?best(?: regards| wishes)?|"
    r"(?:kind|warm|best|warmest|kindest|con)?\s?(?:regards|wishes)|(?:most |very |yours )?sincerely(?: yours)?|cheers|warmly|"
    r"(?:very )?(?:truly )?yours(?: truly)?|respectfully|blessings|be well|"
    r"take care.{0,20}|have a (?:great|good|nice|wonderful|blessed|lovely).{0,40}|talk soon|in (?:partnership|service|gratitude|christ)|"
    r"(?:un |cordiales |reciban? un )?(?:cordial(?:es)? )?saludos?\b.{0,40}|atentamente|cordialmente|un abrazo|abrazos|bendiciones|"
    r"que tengan? .{0,40}|quedo (?:al pendiente|atent[oa]|a sus ordenes).{0,30}|"
    r"(?:sent|enviado) (?:from|desde|via) .{0,40}|get outlook .{0,30}|please excuse .{0,60})[\s,.!*_-]*$"
)
_MARKED = re.compile(r"^\s*(?:\(?#?\d{1,2}\s*[.):=-]\s|[^\s:][^:]{0,40}:\s)")
_NAME_LINE = re.compile(
    r"^\s*[-~–—]{0,2}\s?(?:[A-ZÁÉÍÓÚÑ][\w.'’-]*)(?:\s(?:[A-ZÁÉÍÓÚÑ][\w.'’-]*|de|la|del|y|&|von|van)){0,4}"
    r"(?:\s?\((?:she|he|they|ella|él)[^)]{0,20}\))?(?:,\s[A-ZÁÉÍÓÚÑ][^\d?!]{1,40})?\s*$"
)
#: A word on a line of its own that answers, and is nobody's name.
_AN_ANSWER = re.compile(r"^\W*(?:nothing|none|nope|yes|no|yep|nada|ningun[oa]?|si|same|later|tbd|attached|adjunt[oa])\b[\w ]{0,20}\W*$")
_DASHED_NAME = re.compile(r"^\s*[-~–—]{1,2}\s?[A-ZÁÉÍÓÚÑ][\w.'’-]*(?:\s[A-ZÁÉÍÓÚÑ][\w.'’-]*){0,3}\s*$")


def body_and_tail(text: str) -> tuple[str, str]:
    """Part what is said from the sign-off and signature beneath it; where only a signature could stand, all is body."""
    lines = text.rstrip().split("\n")
    cut = _tail_start(lines)
    body = "\n".join(lines[:cut]).rstrip()
    return (body, "\n".join(lines[cut:]).strip()) if body else (text.strip(), "")


def _tail_start(lines: list[str]) -> int:
    """The first line of the tail, or the number of lines."""
    count = len(lines)
    for at in range(max(1, count - 9), count):
        rest = [line for line in lines[at + 1 :] if line.strip()]
        if _SIGN_OFF.match(fold(lines[at])) and all(len(line) < _LONG_LINE and not line.strip().endswith("?") for line in rest):
            named = _name_start(lines[:at])
            return min(at, named)
    if count > 1 and _DASHED_NAME.match(lines[-1]):
        return count - 1
    return _name_start(lines)


def is_sign_off(line: str) -> bool:
    """Whether a line is nothing but a closing: *Thanks!*, *Un saludo*."""
    return bool(_SIGN_OFF.match(fold(line)))


def _name_start(lines: list[str]) -> int:
    """A bare name at the end, set off by an empty line or by the full stop before it, with up to four more lines beneath."""
    count = len(lines)
    for at in range(max(1, count - 5), count):
        before = lines[at - 1].strip()
        told = sum(len(line.split()) for line in lines[:at])
        set_off = not before or (before[-1] in ".!?)" and told >= _ENOUGH_WORDS)
        beneath = lines[at + 1 :]
        if set_off and told > 0 and _is_name_line(lines[at]) and all(_may_follow_name(line) for line in beneath):
            return at
    return count


def _is_name_line(line: str) -> bool:
    return bool(_NAME_LINE.match(line)) and not _AN_ANSWER.match(fold(line)) and len(line) < _LONG_NAME and not _MARKED.match(line)


def _may_follow_name(line: str) -> bool:
    """What stands beneath a name: an office, a number, an address of a site; not an answer with a mark."""
    numbered = re.match(r"^\s*(?:\d{1,2}\s*[.)]\s|(?:P\.?\s?[SD]|p\.s|p\.d)\b)", line)
    return len(line) < _LONG_LINE and not numbered and not line.strip().endswith("?")
