"""Parts a typed text from what closes it: sign-off, name, contact card, device footer, legal notice. What looks like an answer stays."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from mail.visible.appended import BOILED, COUNTED, DELIMITER, LEGAL, LINK, RULED, glance, is_footer
from mail.visible.author import NOBODY, Author
from mail.visible.closings import CLOSING, CONTACT, FORMAL, THANKS

#: Only so many lines at the end are searched, and a signature has at most so many filled lines.
TAIL = 40
CARD = 9
UNDER_DASHES = 16
#: Name, title, organisation.
SHORT_CARD = 3
LONGEST_CLOSING = 90
FAREWELL_WORDS = 7
#: So many words above a bare name are a sentence, also without a full stop.
FINISHED = 4
LONGEST_LINE = 120

_PUNCTUATION = r"[\s,.!;:…~*_，。！、-]*"
CLOSES = re.compile(rf"[\s*_]*(?:{CLOSING}){_PUNCTUATION}", re.IGNORECASE)
THANKFUL = re.compile(rf"[\s*_]*(?:{THANKS}){_PUNCTUATION}", re.IGNORECASE)
BOTH = re.compile(rf"[\s*_]*(?:{THANKS})[\s,.!]*(?:and|y|&|et|und|e|en|og|och|i|\s)\s*(?:{CLOSING}){_PUNCTUATION}", re.IGNORECASE)
CLOSES_NAMED = re.compile(
    rf"[\s*_]*(?:{CLOSING})[,.]\s*(?-i:[^\W\d_a-z][\w'’-]{{1,20}}(?: [^\W\d_a-z][\w'’.-]{{0,20}}){{0,2}})[\s.]*",
    re.IGNORECASE,
)
#: List software draws long ones.
LONG_RULE = re.compile(r"[ \t]*(?:[-_=*~]{20,}|_{1,4}\.?_?,[_.,]{2,12})[ \t]*")
LISTED = re.compile(
    r"mailing list|groups\.io|you receive|posted by|list(?:s|info)?[@./]|unsubscribe|@.*list|google groups|https?://", re.IGNORECASE
)
_WORD = r"[^\W\d_][\w'’.-]*"
_TITLE = r"(?:dr|mr|mrs|ms|mx|prof|rev|sr|sra|lic|ing|coach|pastor)\.? "
_DEGREE = r",? (?:ph\.?d|m\.?ed|ed\.?d|m\.?a|mba|rn|lcsw|jr|sr|esq|ii|iii)\.?"
NAME = re.compile(rf"[\s*_]*(?:{_TITLE})?{_WORD}(?: (?:{_WORD}|\([\w/ ]{{1,30}}\)|\"\w+\")){{0,4}}(?:{_DEGREE})*[\s*_.,!]*", re.IGNORECASE)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*"
_PARTICLE = r"de|del|la|las|los|van|von|der|den|da|dos|al|bin|y|\([\w/ ]{1,30}\)"
PROPER = re.compile(rf"[\s*_]*{_CAPITAL}(?: (?:{_CAPITAL}|{_PARTICLE})){{1,4}}[\s*_.,]*")
DASHED = re.compile(
    r"[ \t]*(?P<mark>--?|—|–|―|~|//?|\*)(?P<space>[ \t]?)"
    r"(?P<name>[^\W\d_][\w'’.]*(?:[ -][^\W\d_a-z][\w'’.]*){0,3})[ \t.]*"
)
NUMBERED = re.compile(r"[\s*_]*(?:q(?:uestion)? ?)?\d{1,3}\s?(?:[.):](?!\d{3}\b)|[-–—] )\s*\S|[\s*_]*(?:q|a)\d", re.IGNORECASE)
BULLET = re.compile(r"[ \t]*[-*•·+]\s")
LABEL = re.compile(r"[\s*_]*([^\W\d_][\w '’/()-]{0,28}?)\s?[*_]*[:：]\s*[*_]*\s*\S")
CONTACT_LABEL = re.compile(rf"(?:{CONTACT})(?: ?(?:no|number|phone|line|address|hours)\.?)?", re.IGNORECASE)
REACHABLE = re.compile(
    r"@[\w-]+\.\w|(?:\+?\d[\d().\s/-]{6,}\d)|https?://|www\.|\b[\w-]+\.(?:org|com|edu|net|example|gov|us)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"(?:\S+\s+){6,}\S+[.!?]\W*$")
#: Someone speaks, however briefly: *room 9 was locked*, *call after 3, I teach until then*. Mottos begin with a capital.
SPEAKS = re.compile(
    r"\bI(?:['’](?:m|ll|ve|d))? [a-z]{2,}"
    r"|^[a-zß-öø-ÿ].*\b(?:is|are|was|were|has|have|had|will|can|could|need|needs|please|forgot|came|went|es|son|era|fue|fueron|estaba|hay|"
    r"tenemos|tuvimos|necesitamos|falta|faltan|vino|vinieron)\b"
)
POSTSCRIPT = re.compile(r"[\s*_]*(?:p\.? ?s\.?|p\.? ?d\.?|n\.? ?b\.?|p\.? ?p\.? ?s\.?)(?:[:,\s-]|$)\s*\S", re.IGNORECASE)
#: A picture's name, or the dot that a tracking program leaves.
PLACEHOLDER = re.compile(r"\s*(?:[\[<](?:image|cid|logo|inline image|imagen|bild)[^\]>]{0,200}[\]>]|ᐧ)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parted:
    """A typed text and the lines that close it."""

    body: list[str]
    signature: list[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a typed text beside its lines."""

    alone: bool = True  #: nothing else was typed, so that a cut which would leave nothing is not made: *Maria Lopez* may be the answer
    signed: bool = False  #: more of the signature was found elsewhere, so that a bare *Kind regards* belongs to it
    author: Author = NOBODY


def part(texts: list[str], setting: Setting | None = None) -> Parted:
    """Cut what closes `texts`."""
    setting = setting or Setting()
    end = _trim(texts, len(texts))
    signature: list[str] = []
    postscript: list[str] = []
    for find in (_appended, _delimited, _appended, _closed, _appended, _carded, _named):
        top = max(0, end - TAIL)
        known = replace(setting, signed=setting.signed or bool(signature))
        start, stop = (top + place for place in find([glance(text) for text in texts[top:end]], known))
        if start < end and (_filled(texts[:start]) or not setting.alone):
            signature = texts[start:stop] + signature
            postscript = texts[stop:end] + postscript
            end = _trim(texts, start)
    if _filled(postscript):
        postscript = ["", *postscript]
    return Parted(texts[:end] + postscript, signature)


def is_card(texts: list[str], author: Author) -> bool:
    """Whether a typed text is its author's name with how to be reached, which may be an answer, or all that a signature left."""
    filled = [text for text in map(glance, texts) if text.strip()]
    card = [text for text in filled if not is_footer(text) and not DELIMITER.fullmatch(text)]
    carded = SHORT_CARD <= len(card) <= CARD and all(may_sign(text) for text in card)
    return carded and author.signs(card[0]) and any(REACHABLE.search(text) for text in card)


def _trim(texts: list[str], end: int) -> int:
    while end and not texts[end - 1].strip():
        end -= 1
    return end


def _filled(texts: list[str]) -> bool:
    return any(text.strip() for text in texts)


def _appended(tail: list[str], setting: Setting) -> tuple[int, int]:
    """Device footers, placeholders of images, list footers and legal notices at the very end."""
    whole = len(tail)
    end = whole
    parted = (index for index, text in enumerate(tail) if text.strip() and _begins(tail, index, alone=setting.alone))
    legal = next((index for index in parted if _is_notice(tail, index) or _is_boilerplate(tail, index, setting)), None)
    if legal is not None:
        end = _trim(tail, legal)
    while end and (is_footer(tail[end - 1]) or PLACEHOLDER.fullmatch(tail[end - 1]) or RULED.fullmatch(tail[end - 1])):
        end = _trim(tail, end - 1)
    if end > 1 and LINK.fullmatch(tail[end - 1].strip()) and is_footer(tail[end - 2]):
        end = _trim(tail, end - 2)
    if 0 < end < whole and DELIMITER.fullmatch(tail[end - 1]):
        end = _trim(tail, end - 1)
    ruled = next((index for index in range(end - 1, max(-1, end - CARD), -1) if LONG_RULE.fullmatch(tail[index])), None)
    if ruled is not None and all(not text.strip() or LISTED.search(text) for text in tail[ruled + 1 : end]):
        end = _trim(tail, ruled)
    return (end, whole) if end < whole else (whole, whole)


#: What a legal notice speaks of; a short line without it was typed: *Disclaimer: I only counted twice*.
LEGALESE = re.compile(
    r"intended|recipient|privilege|unauthori[sz]|virus|liab|\blaws?\b|delete|in error|proprietary|disclos|disseminat|distribut|"
    r"destinatari|destin[ée]|empf[äa]nger|"
    r"records?\b|environment|print|encrypt|secur|copyright|opinions?|views",
    re.IGNORECASE,
)
SHORTEST_NOTICE = 90


def _is_notice(tail: list[str], index: int) -> bool:
    if not LEGAL.match(tail[index]):
        return False
    paragraph = list(takewhile(str.strip, tail[index:]))
    return (
        len(" ".join(paragraph)) >= SHORTEST_NOTICE
        or any(map(LEGALESE.search, paragraph))
        or any(text.strip() for text in tail[index + len(paragraph) :])
    )


def _begins(tail: list[str], index: int, *, alone: bool) -> bool:
    """Whether a paragraph begins here; the first line counts only where more was typed elsewhere."""
    return not tail[index - 1].strip(" \t_-*=") if index else not alone


def _is_boilerplate(tail: list[str], index: int, setting: Setting) -> bool:
    """What organisations append beneath a signature or a quote: each paragraph down to the end must look so."""
    if not BOILED.search(tail[index]) or not (_is_signed_above(tail, index, setting) if index else not setting.alone):
        return False
    heads = (place for place in range(index + 1, len(tail)) if tail[place].strip() and not tail[place - 1].strip())
    return all(BOILED.search(tail[place]) or is_footer(tail[place]) or LEGAL.match(tail[place]) for place in heads)


def _is_signed_above(tail: list[str], index: int, setting: Setting) -> bool:
    above = [line for line in tail[max(0, index - CARD) : index] if line.strip()]
    return any(setting.author.signs(line) or CLOSES.fullmatch(line) or RULED.fullmatch(line) or DELIMITER.fullmatch(line) for line in above)


def _separates(tail: list[str], index: int) -> bool:
    """Whether the same rule stands elsewhere, too: then its writer parts answers with it."""
    rule = tail[index].strip()
    return sum(line.strip() == rule for line in tail) > 1


def _delimited(tail: list[str], setting: Setting) -> tuple[int, int]:
    """The two dashes of RFC 3676, or a drawn rule above lines that could be a signature."""
    whole = len(tail)
    for index, text in enumerate(tail):
        below = [line for line in tail[index + 1 :] if line.strip()]
        if not text.strip() or not below:
            continue
        heads = below[0].rstrip().endswith(":") and not REACHABLE.search(" ".join(below[:2]))
        signs = not heads and len(below) <= UNDER_DASHES and not any(_answers(line) for line in _above_notice(below))
        dashes = bool(DELIMITER.fullmatch(text)) and signs
        drawn = (
            bool(RULED.fullmatch(text)) and len(below) <= CARD and bool(NAME.fullmatch(below[0])) and all(may_sign(line) for line in below)
        )
        if (dashes or drawn) and (setting.author.signs(below[0]) or not _separates(tail, index)):
            return index, _before_postscript(tail, index)
    return whole, whole


def _above_notice(lines: list[str]) -> list[str]:
    """The lines above a legal notice, which reads like a label: *NOTICE: this message…*."""
    return lines[: next((place for place, line in enumerate(lines) if LEGAL.match(line)), len(lines))]


def _closed(tail: list[str], setting: Setting) -> tuple[int, int]:
    """A closing such as *Kind regards* with a name, or a dashed name, and signature lines only beneath."""
    whole = len(tail)
    for index, text in enumerate(tail):
        if not text.strip() or not (_is_closing(tail, index) or _is_farewell(tail, index, setting.author)):
            continue
        stop = _before_postscript(tail, index)
        below = [line for line in tail[index + 1 : stop] if line.strip()]
        if not _is_block(below) and (stop < whole or not PLAIN.fullmatch(text)):
            continue
        if (
            len(below) <= CARD
            and all(may_sign(line) for line in below)
            and (_signs(text, below, setting.author) or (setting.signed and not below))
        ):
            return index, stop
    return whole, whole


#: The closings that say no more than that a letter ends. Any other was typed with care, and stays with the name beneath it: keeping it
#: harms nobody, and cutting it may lose a word. So do these where the writer went on beneath them.
PLAIN = re.compile(rf"[\s*_]*(?:{FORMAL})[!,.]?[\s*_]*|[ \t]*(?:--?[ \t]?|/)\w.*", re.IGNORECASE)


def _is_block(below: list[str]) -> bool:
    """Whether more than a name stands beneath a closing: an office, an organisation, how to be reached."""
    return len(below) >= SHORT_CARD or any(REACHABLE.search(line) for line in below)


def _is_closing(tail: list[str], index: int) -> bool:
    text = tail[index]
    if len(text) > LONGEST_CLOSING:
        return False
    return bool(
        CLOSES.fullmatch(text) or THANKFUL.fullmatch(text) or BOTH.fullmatch(text) or CLOSES_NAMED.fullmatch(text)
    ) or _is_dashed_name(tail, index)


def _is_farewell(tail: list[str], index: int, author: Author) -> bool:
    """A few words that end with a comma right above the author's name, in whatever language."""
    text = tail[index].strip()
    if text[-1] not in ",،，、" or len(text.split()) > FAREWELL_WORDS or len(text) > LONGEST_CLOSING or re.search(r"[\d:?]", text):
        return False
    below = next((line for line in tail[index + 1 :] if line.strip()), "")
    return (not index or not tail[index - 1].strip()) and author.signs(below)


def _is_dashed_name(tail: list[str], index: int) -> bool:
    """*- Yolanda*, but neither an item of a list nor what follows a colon."""
    match = DASHED.fullmatch(tail[index])
    if match is None:
        return False
    above = next((text for text in reversed(tail[:index]) if text.strip()), "")
    if BULLET.match(above) or DASHED.fullmatch(above) or above.rstrip().endswith(":"):
        return False
    if match["mark"] == "/" and match["space"]:
        return False
    proper = not match["name"][0].islower() or match["mark"] in {"~", "/", "//"}
    listlike = match["mark"] in {"-", "*"} and bool(match["space"])
    return proper and (not listlike or not tail[index - 1].strip() or above.rstrip()[-1:] in ".!?")


def _signs(closing: str, below: list[str], author: Author) -> bool:
    if below and author.signs(below[0]):
        return True
    if not below:
        return bool(DASHED.fullmatch(closing)) or bool(CLOSES_NAMED.fullmatch(closing) and not CLOSES.fullmatch(closing))
    first = below[0]
    if DASHED.fullmatch(closing):
        return any(REACHABLE.search(line) for line in below) or len(below) <= SHORT_CARD
    return bool(
        NAME.fullmatch(first)
        or DASHED.fullmatch(first)
        or CLOSES.fullmatch(first)
        or REACHABLE.search(first)
        or re.fullmatch(r"\W{0,3}\w[\w .]{0,20}\W{0,3}", first)
    )


def _named(tail: list[str], setting: Setting) -> tuple[int, int]:
    """The author's own name in a paragraph of its own, beneath a finished sentence, above a card; a bare name was typed and stays."""
    whole = len(tail)
    for index in range(max(1, whole - CARD), whole):
        line = tail[index]
        if not line.strip() or not setting.author.signs(line) or tail[index - 1].strip():
            continue
        above = next((text.rstrip() for text in reversed(tail[:index]) if text.strip()), "")
        finished = above[-1:] not in {":", "?", ",", "："} and (not above[-1:].isalnum() or len(above.split()) >= FINISHED)
        stop = _before_postscript(tail, index)
        below = [text for text in tail[index + 1 : stop] if text.strip()]
        if finished and below and all(may_sign(text) for text in below):
            return index, stop
    return whole, whole


def _carded(tail: list[str], _setting: Setting) -> tuple[int, int]:
    """A last paragraph that begins with a full name and can be reached, beneath a finished sentence."""
    whole = len(tail)
    start = whole
    while start and tail[start - 1].strip():
        start -= 1
    card = tail[start:]
    above = next((text.rstrip() for text in reversed(tail[:start]) if text.strip()), "")
    if not above or above.endswith((":", ",")) or not (SENTENCE.search(above) or above[-1] in ".!?)"):
        return whole, whole
    heads = bool(PROPER.fullmatch(card[0])) if len(card) > 1 else card[0].count("|") > 0 if card else False
    if heads and len(card) <= CARD and all(may_sign(line) for line in card) and any(REACHABLE.search(line) for line in card):
        return start, whole
    return whole, whole


def _before_postscript(tail: list[str], index: int) -> int:
    return next((place for place in range(index + 1, len(tail)) if POSTSCRIPT.match(tail[place])), len(tail))


def _answers(line: str) -> bool:
    label = LABEL.match(line)
    return bool(NUMBERED.match(line) or COUNTED.search(line)) or bool(
        label and not CONTACT_LABEL.fullmatch(label[1].strip()) and not REACHABLE.search(line)
    )


def may_sign(line: str) -> bool:
    """Whether a line could stand in a signature: no numbered or labelled answer, no bare figure, no question, no sentence but a motto."""
    bare = line.strip()
    if len(bare) > LONGEST_LINE or _answers(line) or bare.endswith("?"):
        return False
    if re.fullmatch(r"[\d.,%$ ]{1,8}", bare) or SPEAKS.search(bare):
        return False
    return not SENTENCE.search(bare) or bare[0] in "\"“”'«*_"
