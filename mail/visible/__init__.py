"""Finds what the writer of a mail newly wrote, apart from what was quoted and what signs it, and loses nothing of either."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers.types import Pair
from mail.visible.appended import is_all_appended, is_footer
from mail.visible.author import NOBODY, Author, author_of
from mail.visible.beneath import typed_beneath
from mail.visible.division import BELOW, Division, Run, asks, divide, without_beneath
from mail.visible.html_text import html_lines
from mail.visible.lines import GLANCE, Kind, Line, lines_of
from mail.visible.signature import NAME, NUMBERED, Setting, is_card, part

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A text part that only sends its reader to the html.
STUB = re.compile(
    r"(?:view|see|read|open|ver|abrir|lea) .{0,60}(?:browser|online|html|navegador|web version)|"
    r"(?:does not|doesn't|not|cannot|can't) (?:support|display|view).{0,30}html|"
    r"requires? (?:an? )?html|html[- ](?:only|version|format|capable|enabled|message|mail|email)|\[(?:image|cid):",
    re.IGNORECASE,
)
STUB_CHARS = 400
MARKUP = re.compile(r"\s*(?:<!doctype html|<html\b|<body\b|<div\b|<p\b|<table\b|<meta\b)", re.IGNORECASE)
#: "Please see my answers below" is short.
SHORT = 600
#: Apple's Mail marks each line of what it forwards, its header too.
FORWARDED_TWICE = 2


GREETING = re.compile(r"(?:[^\W\d]\S{0,20}[ ]?){1,5}[,:]")


@dataclass(frozen=True, slots=True)
class Visible:
    """A mail body taken apart: `text`, `signature` and `quoted` together hold every word of it."""

    text: str  #: what the writer newly wrote
    quoted: str = ""  #: what was cut: quoted mail with its marks, header blocks, banners, what lies beyond the limits
    signature: str = ""  #: sign-off, name, contact card, device footer, legal notice, where they were cut
    pairs: tuple[Pair, ...] = ()  #: in-line replies: what was quoted, what was typed beneath it
    doubtful: bool = False  #: the cut left nothing or may be wrong, so that `text` is the whole text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Who wrote a mail and whom it answers."""

    author: Author = NOBODY
    recipients: tuple[str, ...] = ()


def visible_text(text: str | None, html: str | None, *, name: str = "", email: str = "", recipients: tuple[str, ...] = ()) -> Visible:
    """Take a body apart. Prefers the text part, unless that is empty, a stub, or only the html shows answers or the cells of a table.

    `name` and `email` are its author's, who may sign with no more than that; `recipients` are the addresses that it went to: what
    stands beneath their quoted signature was typed.
    """
    ends = Ends(author=author_of(name, email), recipients=recipients)
    text, html = text or "", html or ""
    if MARKUP.match(text[:STUB_CHARS]) and "</" in text:
        text, html = "", html or text
    if not text.strip() or (html.strip() and len(text) < STUB_CHARS and STUB.search(text)):
        return _taken_apart(*html_lines(html), ends=ends) if html.strip() else Visible(text.strip())
    plain = _taken_apart(*lines_of(text), ends=ends)
    if html.strip():
        rich = _taken_apart(*html_lines(html), ends=ends)
        return rich if _says_more(rich, plain) else plain
    return plain


def _says_more(rich: Visible, plain: Visible) -> bool:
    """Whether the html shows what the text part lost: answers beneath their questions, cells of a row, a sure cut."""
    if rich.doubtful or not rich.text.strip():
        return False
    tabled = " | " in rich.text and " | " not in plain.text and "\t" not in plain.text
    return plain.doubtful or len(rich.pairs) > len(plain.pairs) or tabled or _cuts_more(rich, plain)


def _cuts_more(rich: Visible, plain: Visible) -> bool:
    """Whether the html's structure cut what the text part alone did not show to be quoted."""
    if len(rich.pairs) < len(plain.pairs) or not (rich.quoted or rich.signature):
        return False
    held, whole = _letters(rich.text), _letters(plain.text)
    return len(held) < len(whole) and held in whole


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _taken_apart(lines: list[Line], beyond: str, *, ends: Ends, forwarded: int = 0) -> Visible:
    division = divide(lines, ends.author)
    if division.hard and division.opening and (start := typed_beneath(division.lines, division.opening, ends.recipients)):
        division = without_beneath(division, start)
    runs, signed = _without_signatures(division.runs())
    typed = [place for place, run in enumerate(runs) if not run.quoted]
    if not typed:
        return _whole(division, beyond, ends=ends, forwarded=forwarded)
    bodies, signature = _signed_off(runs, typed, signed, ends.author)
    new = [text for texts in bodies.values() for text in texts if text.strip()]
    if not new or (_sends_below(bodies, runs, typed) and not division.forwards) or (any(division.quoted) and is_all_appended(new)):
        return _whole(division, beyond, ends=ends, forwarded=forwarded)
    text = "\n\n".join(_joined(bodies[place]) for place in typed if _filled(bodies[place]))
    unsure = (bool(beyond.strip()) and not division.hard) or (any(division.quoted) and is_card(new, ends.author))
    return Visible(text, _stacked(division.cut, beyond), _joined(signature), _pairs(runs, bodies), unsure)


def _whole(division: Division, beyond: str, *, ends: Ends, forwarded: int) -> Visible:
    """Everything, since the cut left nothing or may be wrong. What a body only forwards is taken apart as if it were the mail."""
    if not division.opening and any(division.quoted):
        division = _unmarked(division)
    opening = division.opening or division.forwards
    if opening and forwarded < FORWARDED_TWICE and _filled(division.whole[opening:]):
        within = _taken_apart(division.lines[opening:], beyond, ends=ends, forwarded=forwarded + 1)
        return replace(within, quoted=_stacked(_joined(division.whole[:opening]), within.quoted), doubtful=True)
    parted = part(division.whole, Setting(author=ends.author))
    footer, body = _footer_above(parted.body)
    text = _joined(body)
    return Visible(text, beyond, _joined(footer + parted.signature), doubtful=bool(text) and any(division.quoted))


def _footer_above(texts: list[str]) -> tuple[list[str], list[str]]:
    """A device's footer that stands above what was quoted, where the answers may stand; and the rest."""
    first = next((place for place, text in enumerate(texts) if text.strip()), 0)
    found = bool(texts) and is_footer(texts[first][:GLANCE]) and _filled(texts[first + 1 :])
    return (texts[first : first + 1], texts[first + 1 :]) if found else ([], texts)


def _unmarked(division: Division) -> Division:
    """A body that is one quote throughout, as Apple's Mail forwards, less its outermost marks, if it then says who is quoted."""
    if any(not line.depth and not line.blank for line in division.lines):
        return division
    within = divide([replace(line, raw=line.text, depth=max(0, line.depth - 1)) for line in division.lines])
    return within if within.opening else division


def _without_signatures(runs: list[Run]) -> tuple[list[Run], list[str]]:
    """The runs without what html marks as a signature, and that; unless nothing else was typed, or answers stand in it."""
    signed = [line for run in runs if not run.quoted for line in run.lines if line.kind is Kind.SIGNATURE]
    others = any(not run.quoted and any(not line.blank and line.kind is not Kind.SIGNATURE for line in run.lines) for run in runs)
    if not signed or not others or any(NUMBERED.match(line.seen) for line in signed):
        return runs, []
    kept = [run if run.quoted else replace(run, lines=[line for line in run.lines if line.kind is not Kind.SIGNATURE]) for run in runs]
    return [run for run in kept if any(not line.blank for line in run.lines)], [line.text for line in signed]


def _signed_off(runs: list[Run], typed: list[int], signed: list[str], author: Author) -> tuple[dict[int, list[str]], list[str]]:
    """The typed texts without what closes them, and that: a letter closes above its quote, or at the very end."""
    bodies = {place: runs[place].texts for place in typed}
    signature: list[str] = []
    for place in dict.fromkeys((typed[0], typed[-1])):
        setting = Setting(alone=len(typed) == 1, signed=bool(signed), author=author)
        parted = part(bodies[place], setting)
        if place == typed[0] and not _filled(parted.body) and len(typed) > 1:
            parted = part(bodies[place], replace(setting, alone=True))
        bodies[place] = parted.body
        signature += parted.signature
    return bodies, signature + signed


def _sends_below(bodies: dict[int, list[str]], runs: list[Run], typed: list[int]) -> bool:
    """*See my answers below*, or only a greeting, and no answer was found in the quote."""
    text = _joined(bodies[typed[0]]).strip()
    if typed[-1] or len(runs) == 1 or len(text) > SHORT:
        return False
    return GREETING.fullmatch(text) is not None or any(_says_below(text))


def _says_below(text: str) -> Iterator[bool]:
    """*See the numbers below:* means the lines right beneath it."""
    lines = [line for line in text.split("\n") if line.strip()]
    for place, line in enumerate(lines):
        yield bool(BELOW.search(line)) and not (line.rstrip().endswith(":") and place + 1 < len(lines))


def _pairs(runs: list[Run], bodies: dict[int, list[str]]) -> tuple[Pair, ...]:
    """What was typed with the quote right above it. A bare name beneath a quote that asks nothing signs the mail."""
    beneath = (
        (runs[place - 1].asked(), _joined(texts)) for place, texts in bodies.items() if place and runs[place - 1].quoted and _filled(texts)
    )
    return tuple(
        Pair(quoted=asked, typed=typed)
        for asked, typed in beneath
        if asked and (asks(asked[asked.rfind("\n") + 1 :]) or not NAME.fullmatch(typed))
    )


def _filled(texts: list[str]) -> bool:
    return any(text.strip() for text in texts)


def _stacked(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _joined(texts: list[str]) -> str:
    return "\n".join(texts).strip("\n")
