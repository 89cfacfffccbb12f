"""A mail body as lines that remember how deep they are quoted and what its html said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

#: Nobody types more; beyond this, text is kept with the quoted and not looked at (threats T17).
MAX_CHARS = 1_000_000
MAX_LINES = 10_000
#: Recognisers see this much of a line, so that no line, however long, is expensive.
GLANCE = 400

#: Old programs put the writer's initials before the mark: "DR> Hello". Q and A mark questions and answers.
QUOTE_MARK = re.compile(r"[ \t]{0,3}(?:(?![QARP]>)[A-Z]{1,3}(?=>))?(?:>[ \t]?)+")
#: Characters without width or with direction only: they hide words from every table.
INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\x00"), None
)
SPACES = {ord(space): " " for space in "\u00a0\u2007\u202f\u3000"}
ROLLED = ":   "
NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
BLANKS = re.compile(r"\n{5,}")


class Kind(StrEnum):
    """What the structure of html said of a line; plain text knows only `PLAIN`."""

    PLAIN = "plain"
    HEADER = "header"  #: the quoted mail begins here
    BORDER = "border"  #: a quoted header block may begin here: its fields decide
    ATTRIBUTION = "attribution"
    SIGNATURE = "signature"
    TYPED = "typed"  #: the program marked it as its user's own, also beneath a quote that nothing ends
    HIDDEN = "hidden"  #: styled so that nobody sees it


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `text` without quote marks, `raw` as it stood, `hued`, `bold` where such letters begin that end it (-1: none)."""

    text: str
    raw: str
    depth: int = 0
    kind: Kind = Kind.PLAIN
    hued: int = -1
    bold: int = -1
    seen: str = field(init=False)  #: as much as a recogniser may look at, without characters that hide words

    def __post_init__(self) -> None:
        glance = self.text[:GLANCE]
        object.__setattr__(self, "seen", (glance if glance.isascii() and "\x00" not in glance else glance.translate(INVISIBLE)).strip())

    @property
    def blank(self) -> bool:
        return not self.seen and (len(self.text) <= GLANCE or self.text.isspace())


def tidy(text: str) -> str:
    """Line ends as one character, at most three blank lines in a row, hard spaces as spaces."""
    return BLANKS.sub("\n\n\n\n", NEWLINES.sub("\n", text).translate(SPACES))


def line_of(raw: str) -> Line:
    raw = raw.rstrip()
    if raw.endswith(">>>") and raw.startswith(">>>") and raw.strip("> "):  # GroupWise writes so above what it quotes
        return Line(raw, raw)
    mark = QUOTE_MARK.match(raw[:GLANCE])
    if mark is None:
        return Line(raw, raw)
    rest = raw[mark.end() :]
    depth = mark.group().count(">")
    if rest.endswith("<<"):  # ">>> http://… <<<" is an ornament
        return Line(raw, raw)
    return Line(rest.rstrip(), raw, depth)


def lines_of(text: str) -> tuple[list[Line], str]:
    """The lines of a plain text, and what lies beyond the limits."""
    text, beyond = text[:MAX_CHARS], text[MAX_CHARS:]
    parts = tidy(text).split("\n", MAX_LINES)
    if len(parts) > MAX_LINES:
        beyond = parts.pop() + beyond
    return [line_of(piece) for part in parts for piece in _unrolled(part)], beyond


def _unrolled(part: str) -> tuple[str, ...]:
    """Yahoo's app sets the first quoted line into the line of its attribution: "Ana<ana@host> wrote:   Hello"."""
    head, rolled, rest = part[:GLANCE].partition(ROLLED)
    if not rolled or "@" not in head or not rest.strip():
        return (part,)
    return f"{head}:", part[len(head) + len(ROLLED) :]


def next_filled(lines: list[Line], start: int) -> int:
    """The index of the next line that is not blank; `len(lines)` where there is none."""
    while start < len(lines) and lines[start].blank:
        start += 1
    return start
