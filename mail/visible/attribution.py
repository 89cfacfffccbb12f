"""Recognises where quoted mail begins: attribution lines, header blocks and the rules that clients draw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mail.visible.lines import Kind, next_filled
from mail.visible.phrases import FIELDS, OPENERS, ORIGINAL, REPLY_ABOVE, WROTE_INSIDE, WROTE_LAST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mail.visible.lines import Line

#: Clients wrap an attribution over up to four lines; longer ones are prose.
WRAPPED = 4
LONGEST = 420

EMAIL = r"[^\s<>()\[\]\"]{1,80}@[^\s<>()\[\]\"]{1,80}"
DATED = re.compile(
    r"\b(?:19|20)\d\d\b|[12]\d{3}年|\d{4}년|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}[:.h時时]\d{2}\b|\b\d{1,2}月\d{1,2}日|"
    r"\b\d{1,2}\.? ?\w{3,9}\.?,? ?'?\d\d(?:\d\d)?\b"
)
ADDRESSED = re.compile(EMAIL)
BRACKETED = re.compile(rf"[<(\[]\s?(?:mailto:)?{EMAIL}\s?[>)\]]")
LONGEST_UNKNOWN = 240
#: A verb stands alone, or runs on from a date or from letters of a script without blanks.
BEFORE_VERB = r"(?:^|[\s>)\]\"',、，.;-]|(?<=[\d\u0370-\uffff]))"
WROTE = re.compile(rf"{BEFORE_VERB}(?:{WROTE_LAST})\s*[.:：﹕]?\s*[-‐–—]*\s*$", re.IGNORECASE)
WROTE_FIRM = re.compile(rf"{BEFORE_VERB}(?:{WROTE_LAST})\s*(?:[:：﹕]\s*[-‐–—]*|[-‐–—]{{2,}})\s*$", re.IGNORECASE)
WROTE_THEN = re.compile(rf"(?:^|[\s>)\]])(?:{WROTE_INSIDE})\s.{{1,160}}[:：]\s*[-‐–—]*\s*$", re.IGNORECASE)
COLONS = frozenset(":：﹕")
ENDS = COLONS | frozenset(">-‐–—_=*")
#: Where the verb of an attribution is looked for, counted from its end.
TAIL = 70
#: Where no colon ends it, nothing but the verb may stand there.
SHORT_TAIL = 30
#: Older Gmail again, where the sender has no address.
GMT_DATE = re.compile(r"^\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d [^.!?]{1,60}$")
NAMED_LAST = re.compile(rf"[<(\[]\s*(?:mailto:)?{EMAIL}\s*(?:<[^<>]{{1,120}}>)?\s*>?[>)\]]\s*[^\d@?!.]{{0,40}}[:：]\s*$")
QUOTING = re.compile(
    r"^(?:quoting|zitat von|citando a?|citation de|quoted from|cit(?:eren|at) (?:van|från|fra|av|af)?|cytowanie)\s"
    rf".{{0,80}}{EMAIL}.{{0,3}}[:：]?$",
    re.IGNORECASE,
)
#: "Message from Ana <ana@host> of 3 Oct 2026, 10:15:" in whatever language.
NAMED_FIRST = re.compile(rf"^(?:[^\s<>?!]{{1,24}} ){{0,6}}<{EMAIL}>[^?!<>]{{6,80}}[:：]$")
MESSAGE_ID = re.compile(r"^in (?:message|article) <", re.IGNORECASE)
#: "2013/7/20 Sam <sam@host>" without verb or colon, as older Gmail wrote.
DATE_THEN_ADDRESS = re.compile(
    rf"^(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日)[^@]{{0,100}}<{EMAIL}>?\s*[:：]?$"
)
DIGIT_SOON = re.compile(r"^\W{0,6}(?:[^\W\d][\w.,'’-]{0,14}\s+){0,3}[(]?\d")
_OPENERS = re.compile(
    rf"^[\s*_-]{{0,6}}(?:{OPENERS})(?:[\s,:]|(?<=[在于ב])\s?)",
    re.IGNORECASE,
)
STARTS = re.compile(r"^\W{0,6}(?:[\"'<*]|\d{1,4}[./\-年년\s]|-{3,8}\s)")
#: An item of a list is no attribution; a date such as *3. Oktober 2026* is not taken for one.
CHUNKY = re.compile(r"^\s{0,4}(?:\d{1,2}[)]|\d{1,2}\.(?!\s?(?:\d|[^\W\d]{3,12}\.?,? ))|[*•]|q\d)\s", re.IGNORECASE)

ROLES = {name.replace("_", " "): role for role, names in FIELDS.items() for name in names.split()}
#: The vowel signs of Indian and Thai script are no word characters.
FIELD = re.compile(r"^[\s*_|]{0,6}([^\W\d_][\w'’.\- \u0900-\u0dff\u0e31-\u0e4e]{0,24}?)[\s*_]{0,4}[|]?\s{0,3}[:：][\s*_|]{0,6}(.*)$")
RULE = re.compile(rf"^(?:[-_=*‐–—~+> ]{{2,80}}\s*(?:{ORIGINAL})\s*:?\s*[-_=*‐–—~+< ]{{0,80}}|(?:{ORIGINAL})\s*[:：])$", re.IGNORECASE)
#: A forwarded mail is somebody else's to its end.
FORWARDS = re.compile(
    r"forward|fwd|weitergeleitet|transf[ée]r|reenviad|inoltrat|encaminhad|doorgestuurd|vidarebefordr|videresend|inoltro|転送|转发|轉寄|전달|пересыла|przekaz|přepos|välitet",
    re.IGNORECASE,
)
DASHES = frozenset("-_=*‐–—~+>")
FRAMED = re.compile(r"^[-‐–—_=]{4,80}\s*[^\W\d_].{2,60}?\s*[-‐–—_=]{4,80}$")
DRAWN = re.compile(r"^[\s*_=~‐–—\u2500-\u2501-]{3,}$")
ABOVE = re.compile(rf"^[-‐–—#=*\s_~<>\[\]]{{0,30}}(?:{REPLY_ABOVE})[-‐–—#=*\s_~<>.\[\]]{{0,30}}$", re.IGNORECASE)
#: GroupWise: ">>> Ana <ana@host> 11/4/2026 2:13 PM >>>".
ARROWED = re.compile(r"^>>>\s*\S.{1,160}>>>$")
#: Lotus Notes: "Ana Reyes ---11/04/2026 09:15:21 AM---Hello Dana".
STAMPED = re.compile(r"^\W{0,3}\w[^@:]{1,60}?\W{0,3}\s-{2,3}\s?\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\s.{4,24}?-{3}")
#: "From: 3 pm" is an answer; no mail comes from a number.
COUNTED = re.compile(r"^\d[^@]*$")

#: How far a header block may reach, counted in lines.
BLOCK = 24
#: Fewer fields without an address may be anybody's labels.
UNADDRESSED = 3


def cut_at(lines: list[Line], start: int) -> int:
    """How many lines from `start` announce a quoted or forwarded mail; 0 where none does."""
    line = lines[start]
    seen = line.seen
    if not seen:
        return 0
    if line.kind is Kind.HEADER:
        return max(1, _fields_end(lines, start) - start)
    if (seen[0] in DASHES or seen[-1] in ENDS) and RULE.match(seen):
        return 1
    if ABOVE.match(seen):
        return 1
    if FRAMED.match(seen) and _fields_follow(lines, start + 1):
        return 1
    if DRAWN.match(seen):
        return _rule_above_block(lines, start)
    if line.kind is Kind.BORDER and (end := _fields_end(lines, start)) > start + 1:
        return end - start
    return header_block(lines, start)


def _fields_end(lines: list[Line], start: int) -> int:
    """Where a block of fields ends that the html itself sets apart, in whatever language."""
    fields = _fields(lines, start, known=False)
    return fields[-1][2] + 1 if fields else start


def _fields_follow(lines: list[Line], start: int) -> bool:
    place = next_filled(lines, start)
    return place < len(lines) and len(_fields(lines, place, known=True)) > 1


def _rule_above_block(lines: list[Line], start: int) -> int:
    """A drawn rule belongs to the header block right beneath it."""
    place = next_filled(lines, start + 1)
    if place >= len(lines) or place - start > WRAPPED or lines[place].depth:
        return 0
    return place - start + 1 if header_block(lines, place) else 0


def header_block(lines: list[Line], start: int) -> int:
    """How many lines the From/Sent/To/Subject block at `start` has; 0 where it is none, such as answers labelled *From: 3 pm, To: 5 pm*."""
    found = _field(lines[start].seen)
    if found is None or found[0] not in {"from", "sent", "to", "subject"}:
        return 0
    fields = _fields(lines, start, known=True)
    values = {role: value for role, value, _ in reversed(fields)}
    origin = values.get("from")
    if origin is None or COUNTED.match(origin) or not {"sent", "to", "subject"} & values.keys():
        return 0
    addressed = any(ADDRESSED.search(value[:160]) for role, value, _ in fields if role in {"from", "to", "cc"})
    dated = bool(DATED.search(values.get("sent", "")[:160]))
    if not (addressed or (dated and len(values) >= UNADDRESSED)):
        return 0
    return fields[-1][2] - start + 1


def _field(seen: str) -> tuple[str, str] | None:
    match = FIELD.match(seen)
    if match is None:
        return None
    role = ROLES.get(" ".join(match[1].casefold().split()))
    return (role, match[2].strip()) if role else None


def _fields(lines: list[Line], start: int, *, known: bool) -> list[tuple[str, str, int]]:
    """The fields (role, value, index) of the block at `start`, over wrapped values and a blank line or two."""
    fields: list[tuple[str, str, int]] = []
    loose = 0
    for index in range(start, min(start + BLOCK, len(lines))):
        seen = lines[index].seen
        if index > start and lines[index].kind in {Kind.HEADER, Kind.BORDER}:
            break
        match = _field(seen) if known else _any_field(seen)
        if match is not None:
            before = sum(role == match[0] for role, _, _ in fields)
            if before > 1 or (match[0] == "from" and fields and (before or _begins_anew(lines, fields, index))):
                break
            fields.append((*match, index))
            loose = 0
            continue
        loose += 1
        if loose > (2 if not seen else 3):
            break
        if not seen and _prose_follows(lines, index, known=known):
            break
    return fields


def _begins_anew(lines: list[Line], fields: list[tuple[str, str, int]], index: int) -> bool:
    """Whether a From line starts a block of its own: typed labels stand above it, with prose or the only blank line between."""
    first, last = fields[0][2], fields[-1][2]
    between = lines[last + 1 : index]
    close = last - first == len(fields) - 1
    return any(not line.blank for line in between) or (close and bool(between))


def _prose_follows(lines: list[Line], index: int, *, known: bool) -> bool:
    place = next_filled(lines, index)
    if place >= len(lines):
        return True
    return (_field(lines[place].seen) if known else _any_field(lines[place].seen)) is None


def _any_field(seen: str) -> tuple[str, str] | None:
    match = FIELD.match(seen)
    return (match[1], match[2]) if match else None


def attribution(lines: list[Line], start: int) -> int:
    """How many lines from `start` are an attribution such as *On 3 Oct 2026, Ana <ana@host> wrote:*; 0 where it is none."""
    if lines[start].kind is Kind.ATTRIBUTION:
        return _same_kind(lines, start)
    first = lines[start].seen
    if not first or CHUNKY.match(first):
        return 0
    opener = bool(_OPENERS.match(first))
    opened = opener or bool(STARTS.match(first)) or bool(DIGIT_SOON.match(first))
    if (first[-1] == ">" and ARROWED.match(first) and DATED.search(first)) or STAMPED.match(first):
        return 1
    for span, joined in _joins(lines, start):
        quoted = _quote_follows(lines, start + span)
        ends = start + span >= len(lines) or lines[start + span].blank or lines[start + span].depth > lines[start].depth
        if _is_attribution(joined, opened=opened and (ends or joined[-1] in COLONS), quoted=joined[-1] in COLONS and quoted) or (
            quoted and _tells_who_and_when(first, joined)
        ):
            return 0 if span > 1 and not _wrapped(first) and _begins_later(lines, start, span, firm=_firm(first)) else span
    return 0


def _tells_who_and_when(first: str, joined: str) -> bool:
    """Right above a quote, a date and an address in brackets are enough, whatever the language."""
    if len(joined) > LONGEST_UNKNOWN or "@" not in joined or joined[-1] in ".!?" or not (DATED.search(first) or BRACKETED.search(first)):
        return False
    return joined.count("<") == joined.count(">") and bool(BRACKETED.search(joined) and DATED.search(joined))


def _same_kind(lines: list[Line], start: int) -> int:
    end = start
    while end < len(lines) and end - start < WRAPPED and lines[end].kind is Kind.ATTRIBUTION:
        end += 1
    return end - start


def _joins(lines: list[Line], start: int) -> Iterator[tuple[int, str]]:
    """The text from `start` over one, two, three, four filled lines and a bit; a blank line is crossed only before an address."""
    joined, filled = "", 0
    for index in range(start, min(start + 2 * WRAPPED, len(lines))):
        line = lines[index]
        if line.blank:
            place = next_filled(lines, index)
            if (
                place >= len(lines)
                or not (lines[place].seen.startswith("<") or joined.endswith("<") or _opens(joined))
                or not DATED.search(joined)
            ):
                return
            continue
        torn = bool(line.depth) and joined.count("<") > joined.count(">")  # the ">" of an address that was wrapped before it
        if line.depth > lines[start].depth and not torn:
            return
        joined = f"{joined} {line.raw[:LONGEST].strip() if torn else line.seen}".strip()
        filled += 1
        if filled > WRAPPED + 1 or len(joined) > LONGEST:
            return
        yield index - start + 1, joined
        if joined[-1] in COLONS:
            return


def _quote_follows(lines: list[Line], start: int) -> bool:
    place = next_filled(lines, start)
    return place < len(lines) and lines[place].depth > 0


def _is_attribution(joined: str, *, opened: bool, quoted: bool) -> bool:
    """Judge by the last character first, since most lines end with another. A date, an address or a quote must be near."""
    if joined[-1] in COLONS:
        return _ends_with_colon(joined, opened=opened, quoted=quoted)
    if "@" not in joined:
        return bool(GMT_DATE.match(joined))
    if joined[-1] in ">)]":
        return bool(QUOTING.match(joined) or DATE_THEN_ADDRESS.match(joined))
    if joined[-1] in DASHES:
        return joined[0] in DASHES and bool(WROTE_FIRM.search(joined[-TAIL:]))
    if not opened or joined[-1].isdigit():
        return False
    return bool(WROTE.search(joined[-SHORT_TAIL:])) and bool(MESSAGE_ID.match(joined) or DATED.search(joined))


def _ends_with_colon(joined: str, *, opened: bool, quoted: bool) -> bool:
    addressed = "@" in joined and bool(ADDRESSED.search(joined))
    if WROTE_FIRM.search(joined[-TAIL:]):
        return addressed or quoted or (opened and bool(DATED.search(joined)))
    dated = bool(DATED.search(joined))
    if (addressed or (dated and opened)) and WROTE_THEN.search(joined):
        return True
    if not addressed:
        return False
    if QUOTING.match(joined) or DATE_THEN_ADDRESS.match(joined):
        return True
    if NAMED_LAST.search(joined[-3 * TAIL :]) or NAMED_FIRST.match(joined):
        return dated or quoted
    return quoted and dated


def _opens(joined: str) -> bool:
    """Whether an address stands in a bracket that has not been closed."""
    return joined.rfind("<") > joined.rfind(">") and "@" in joined[joined.rfind("<") :]


def _firm(first: str) -> bool:
    """Whether a line looks like the first of an attribution."""
    if DIGIT_SOON.match(first) and DATED.search(first) and BRACKETED.search(first):
        return True
    return bool(_OPENERS.match(first) or STARTS.match(first)) and bool(DATED.search(first) or DIGIT_SOON.match(first))


def _wrapped(first: str) -> bool:
    """Whether a line breaks off within an address or a bracket."""
    return first.count("<") > first.count(">") or first.count("(") > first.count(")")


def _begins_later(lines: list[Line], start: int, span: int, *, firm: bool) -> bool:
    """Whether the attribution stands in a later line alone, so that what is above it was typed."""
    end = start + span
    later = (index for index in range(start + 1, end) if not lines[index].blank and (not firm or _firm(lines[index].seen)))
    return any(0 < attribution(lines, index) <= end - index for index in later)
