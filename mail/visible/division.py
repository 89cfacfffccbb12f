"""The state machine that says of every line of a body whether its writer typed it or quoted it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from mail.visible.attribution import ABOVE, DRAWN, FORWARDS, attribution, cut_at
from mail.visible.author import NOBODY, Author
from mail.visible.banner import banner_lines
from mail.visible.lines import GLANCE, Kind, Line, next_filled
from mail.visible.phrases import IN_BOLD, SEE_BELOW, SET_APART

BELOW = re.compile(SEE_BELOW, re.IGNORECASE)
APART = re.compile(SET_APART, re.IGNORECASE)
BOLD = re.compile(IN_BOLD, re.IGNORECASE)
#: A lead that some writers put before what they type into a quoted mail: [Ana] 45, >> mine: 45, ==> 45, Answer: 45.
NAMED = r"\s*\[[^\W\d][^\]\n@:/]{0,30}\]\s*[:–-]?\s*"
ARROWED = r"\s*(?:>>+|=+>|-+>|→|➜|»|\*{2,4}(?=\s))\s*(?:\w{1,12}\s*[:：]\s*)?"
LABELLED = (
    r"\s*(?:mine|my (?:answer|reply|response)|our (?:answer|reply|response)|answer|ans|response|reply|"
    r"respuesta|resp|mi respuesta|r[ée]ponse|antwort|risposta)\s*[:：]\s*"
)
LEAD = re.compile(rf"(?:{NAMED}|{ARROWED}|{LABELLED})(?=\S)", re.IGNORECASE)
ARROW = re.compile(rf"{ARROWED}(?=\S)")
LABEL = re.compile(rf"(?:{NAMED}|{LABELLED})(?=\S)", re.IGNORECASE)
NUMBERED = re.compile(r"^\W{0,4}(?:q(?:uestion)?\s?)?\d{1,2}\s?[.):\-–—]", re.IGNORECASE)
ASKS = re.compile(rf"[?？:：]\W*$|{NUMBERED.pattern}", re.IGNORECASE)
ANSWERED = re.compile(r"(.{6,}?[?？:：]\s+(?:[-–—=>]{1,3}\s*)?)(?=\S)")
#: Wider lines are wrapped by the mailer that quoted them, and their rests lose the quote mark.
WRAP = 66
#: One marked block may be a quote.
SEVERAL = 2
#: Gateways warn at the very top.
TOP = 12


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lines that were all typed, or all quoted."""

    quoted: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]

    def asked(self) -> str:
        """What was quoted, without marks, attribution and blank edges."""
        return "\n".join(line.text for line in self.lines if line.kind is not Kind.ATTRIBUTION).strip()


@dataclass(frozen=True, slots=True)
class Division:
    """A body's lines, and of each whether it was quoted."""

    lines: list[Line]
    quoted: list[bool]
    hard: bool = False  #: all from some line on was cut, without a mark on each line
    opening: int = 0  #: lines that the body begins with and that say who is quoted
    forwards: int = 0  #: where a mail begins that the lines above it call forwarded

    def runs(self) -> list[Run]:
        runs: list[Run] = []
        for line, quoted in zip(self.lines, self.quoted, strict=True):
            if line.kind is Kind.HIDDEN:
                continue
            if not runs or (runs[-1].quoted != quoted and not line.blank):
                runs.append(Run(quoted))
            runs[-1].lines.append(line)
        return [run for run in runs if any(not line.blank for line in run.lines)]

    @property
    def cut(self) -> str:
        return "\n".join(line.raw for line, quoted in zip(self.lines, self.quoted, strict=True) if quoted).strip("\n")

    @property
    def whole(self) -> list[str]:
        return [line.raw for line in self.lines]


def divide(body: list[Line], author: Author = NOBODY) -> Division:
    """Walk the lines once. A cut is hard where no quote marks follow it: then everything beneath is quoted."""
    lines = _turned_round(body)
    quoted = [False] * len(lines)
    hard = False
    opening = forwards = 0
    place = _past_banner(lines, quoted)
    while place < len(lines):
        line = lines[place]
        if line.blank:
            place += 1
        elif _is_more_than(lines, place):
            lines[place] = Line(line.raw, line.raw)
            place += 1
        elif line.depth or line.kind is Kind.HIDDEN:
            quoted[place] = True
            place = _over_torn(lines, quoted, place + 1)
        elif (end := _announced(lines, place)) > place:
            after = next_filled(lines, end)
            hard = after >= len(lines) or not lines[after].depth
            stop = len(lines) if hard else after
            opening = opening or (0 if any(not above.blank for above in lines[:place]) else after)
            forwards = forwards or (after if FORWARDS.search(" ".join(above.seen for above in lines[place:end])) else 0)
            quoted[place:stop] = [True] * (stop - place)
            lines[place:end] = [replace(above, kind=Kind.ATTRIBUTION) for above in lines[place:end]]
            _take_above(lines, quoted, place)
            place = stop
        else:
            place += 1
    return _with_marked_answers(_with_typed(Division(lines, quoted, hard, opening, forwards)), author)


def _with_typed(division: Division) -> Division:
    """Take out of what a cut without marks took what the program says its user typed, beneath or between the quoted."""
    found = [place for place, line in enumerate(division.lines) if line.kind is Kind.TYPED]
    quoted, lines = list(division.quoted), list(division.lines)
    for place in found:
        lines[place] = replace(lines[place], kind=Kind.PLAIN)
        quoted[place] = quoted[place] and (not division.hard or lines[place].depth > 0)
    return replace(division, lines=lines, quoted=quoted)


def without_beneath(division: Division, start: int) -> Division:
    """The same lines, of which those from `start` on were typed."""
    return replace(division, quoted=[quoted and place < start for place, quoted in enumerate(division.quoted)], hard=False)


def _past_banner(lines: list[Line], quoted: list[bool]) -> int:
    end = banner_lines([line.raw for line in lines[:TOP]])
    quoted[:end] = [True] * end
    start = next_filled(lines, end)
    if start < len(lines) and ABOVE.match(lines[start].seen) and next_filled(lines, start + 1) < len(lines):
        end = start + 1  # a help desk asks to type above its line, and then sends its own mail under it
        quoted[:end] = [True] * end
    lines[:end] = [replace(line, kind=Kind.HIDDEN) for line in lines[:end]]
    return end


def _announced(lines: list[Line], place: int) -> int:
    """Where the announcement of a quoted mail at `place` ends, such as a rule with its header block; `place` where there is none."""
    end = ahead = place
    while ahead < len(lines) and (ahead == place or not lines[ahead].depth) and (span := cut_at(lines, ahead) or attribution(lines, ahead)):
        end = ahead + span
        ahead = next_filled(lines, end)
    return end


def _turned_round(body: list[Line]) -> list[Line]:
    """Some mark their answers, not the questions: each marked block then stands beneath an unmarked question, and asks nothing itself."""
    marked = [place for place, line in enumerate(body) if (line.depth and line.kind is Kind.PLAIN) or ARROW.match(line.seen)]
    lines = list(body)
    if len(marked) < SEVERAL or any(_is_no_answer(body[place]) for place in marked):
        return lines
    last = -1
    for place in marked:
        above = next((near for near in range(place - 1, max(-1, place - 4), -1) if not body[near].blank), -1)
        if above < 0 or (above != last and (body[above].depth or not body[above].seen.endswith(("?", "？")))):
            return list(body)
        if above != last:
            lines[above] = replace(body[above], depth=1)
        typed = body[place].text[match.end() :] if (match := ARROW.match(body[place].text)) else body[place].text
        lines[place] = Line(typed, typed, kind=Kind.TYPED)
        last = place
    return lines


def _is_no_answer(line: Line) -> bool:
    return line.seen.endswith(("?", "？")) or (line.depth > 0 and LABEL.match(line.seen) is not None)


def _is_more_than(lines: list[Line], place: int) -> bool:
    """*>50* alone on its line is a figure, not a quote."""
    if lines[place].depth != 1 or len(lines[place].raw) > WRAP:
        return False
    alone = all(not 0 <= near < len(lines) or not lines[near].depth for near in (place - 1, place + 1))
    return alone and bool(re.fullmatch(r">\s?\d[\d.,]*(?: \w+){0,3}", lines[place].raw.strip()))


def _over_torn(lines: list[Line], quoted: list[bool], place: int) -> int:
    """The rest of a quoted line that a mailer wrapped has no mark: between two quoted lines, it is quoted too."""
    if place + 1 >= len(lines) or not quoted[place - 1]:
        return place
    above, line, below = lines[place - 1], lines[place], lines[place + 1]
    if (
        above.depth
        and not line.depth
        and below.depth
        and len(above.raw) >= WRAP
        and line.seen[:1].islower()
        and above.seen[-1:] not in ".?!:"
    ):
        quoted[place] = True
        return place + 1
    return place


def _take_above(lines: list[Line], quoted: list[bool], place: int) -> None:
    """A drawn rule, or the torn beginning of an attribution, right above a cut belongs to it."""
    if lines[place].seen.startswith("<") and place and 0 < len(lines[place - 1].seen) < WRAP and (place == 1 or lines[place - 2].blank):
        quoted[place - 1] = True
    above = place - 1
    while above >= 0 and (lines[above].blank or DRAWN.match(lines[above].seen)):
        if not lines[above].blank:
            quoted[above:place] = [True] * (place - above)
        above -= 1


def _with_marked_answers(division: Division, author: Author) -> Division:
    """Take out of the quoted what its writer coloured, or led with a name or an arrow, beneath a question."""
    said = [line.seen for line, quoted in zip(division.lines, division.quoted, strict=True) if not quoted and line.seen][:TOP]
    bold, apart = (any(told.search(seen) for seen in said) for told in (BOLD, APART))
    found = _marked_answers(division, author, bold=bold, apart=apart or bold)
    if not found and division.hard and any(BELOW.search(seen) for seen in said):
        found = _answers_in_line(division)
    coloured = [place for place, (_, hued) in found.items() if hued]
    if len(coloured) == 1 and not _sent_below(division) and not (apart or bold):
        del found[coloured[0]]
    if not found:
        return division
    lines: list[Line] = []
    quoted: list[bool] = []
    for place, line in enumerate(division.lines):
        offset, hued = found.get(place, (0, False))
        if place in found and offset:
            lead = line.text[:offset]
            lines.append(
                replace(
                    line, text=lead, raw=line.raw[: len(line.raw) - len(line.text)] + lead, kind=line.kind if hued else Kind.HIDDEN, hued=-1
                )
            )
            quoted.append(True)
        if place in found:
            typed = line.text[offset:].strip()
            line = Line(typed, typed)  # noqa: PLW2901 - what is left of the line
        lines.append(line)
        quoted.append(division.quoted[place] and place not in found)
    return replace(division, lines=lines, quoted=quoted)


def _sent_below(division: Division) -> bool:
    typed = [line.seen for line, quoted in zip(division.lines, division.quoted, strict=True) if not quoted and line.seen]
    return not typed or any(BELOW.search(seen) for seen in typed[:TOP])


def _marked_answers(division: Division, author: Author, *, bold: bool, apart: bool) -> dict[int, tuple[int, bool]]:
    """Of each quoted line that holds an answer: where in the line it begins, and whether colour said so."""
    found: dict[int, tuple[int, bool]] = {}
    above, answering = "", False
    shallow = 0 if division.hard else min((line.depth for line in division.lines if line.depth), default=0)
    for place, line in enumerate(division.lines):
        if line.blank or not division.quoted[place] or line.kind in {Kind.HIDDEN, Kind.ATTRIBUTION}:
            continue
        hued = line.bold if bold and line.hued < 0 else line.hued
        head = line.text[:hued] if hued > 0 else above
        lead = match.end() if (match := LEAD.match(line.seen)) else author.leads(line.seen)
        if line.depth > shallow + 1:
            answering = False
        elif (
            hued >= 0
            and not (hued == 0 and NUMBERED.match(line.seen))
            and (asks(head) or (answering and not hued) or (apart and head and "@" not in line.seen))
        ):
            found[place] = hued, True
        elif lead and (asks(above) or answering):
            found[place] = line.text.find(line.seen[lead:][:20]), False
        answering = place in found
        above = line.seen if not answering else above if hued < 1 else head
    return {place: (max(0, offset), hued) for place, (offset, hued) in found.items()}


def _answers_in_line(division: Division) -> dict[int, tuple[int, bool]]:
    """Answers typed behind the numbered questions on their own lines, where the writer says so and does it more than once."""
    found = {
        place: (match.end(1), True)
        for place, line in enumerate(division.lines)
        if division.quoted[place] and not line.depth and NUMBERED.match(line.seen) and (match := ANSWERED.match(line.text[:GLANCE]))
    }
    if len(found) < SEVERAL:
        return {}
    between = division.lines[min(found) : max(found)]
    return found if all(line.blank or NUMBERED.match(line.seen) for line in between) else {}


def asks(text: str) -> bool:
    """Whether a line is a question, or is numbered or ends as one does."""
    return "@" not in text and ASKS.search(text[-GLANCE:]) is not None
