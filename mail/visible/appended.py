"""Recognises what phones, mail programs and organisations append to a mail: footers, rules, legal notices."""

from __future__ import annotations

import re

from mail.visible.closings import BOILERPLATE, DEVICE, DISCLAIMER, FOOTER, PROGRAM, SENT, SYSTEM
from mail.visible.lines import GLANCE, INVISIBLE

FOOTED = re.compile(
    rf"[\s<(\[*_>|-]*(?:dictated[^.]{{0,20}}\. )?(?:{FOOTER}|(?:\w+ ){{1,3}}from (?:my )?(?:mobile|phone|cell|iphone|"
    rf"ipad|android))[\s>)\]*_.!|]*",
    re.IGNORECASE,
)
#: However long the carrier's name is.
MINE = re.compile(r"(?:sent|written|typed) (?:from|on|via) my (?:\S+ ){0,12}\S+$", re.IGNORECASE)
#: All that is left of "Sent using https://…".
LINKED = re.compile(r"(?:sent|written|composed) (?:using|with|via|from|by)", re.IGNORECASE)
DEVICED = re.compile(DEVICE, re.IGNORECASE)
SENDING = re.compile(rf"(?<![a-zà-žа-я])(?:{SENT})", re.IGNORECASE)
PROGRAMMED = re.compile(PROGRAM, re.IGNORECASE)
SYSTEMIC = re.compile(rf"\b(?:{SYSTEM})\b", re.IGNORECASE)
#: "Get Outlook for iOS" in any language has no more words, and no more characters.
FOOTER_WORDS = 9
FOOTER_CHARS = 70
BOILED = re.compile(BOILERPLATE, re.IGNORECASE)
LINK = re.compile(r"[(<]?https?://\S+")
LEGAL = re.compile(rf"[\s*_>(\[]*(?:{DISCLAIMER})", re.IGNORECASE)
#: *From my phone, so short: 45 kids* tells something.
COUNTED = re.compile(
    r"(?<![\w.,/-])\d{1,4}(?:[.,]\d{1,2})?\s(?:[^\W\d]+\s)?(?:students?|kids?|children|youths?|teens|sessions?|meetings?|classes|hours?|hrs|volunteers?|"
    r"alumn[oa]s|niñ[oa]s|j[óo]venes|sesiones|horas|clases)\b",
    re.IGNORECASE,
)
DELIMITER = re.compile(r"[ \t]*(?:--|—|––|__|-- )[ \t]*")
RULED = re.compile(r"[ \t]*(?:[-_=*~—–\u2500]{3,}|_{1,4}\.?_?,[_.,]{2,12})[ \t]*")


def is_footer(line: str) -> bool:
    """Whether a phone or a mail program appended this line."""
    bare = " ".join(LINK.sub("", line).split())
    if COUNTED.search(bare):
        return False
    if FOOTED.fullmatch(bare) or (MINE.match(bare) and DEVICED.search(bare)) or (bare != line.strip() and LINKED.fullmatch(bare)):
        return True
    if len(bare) > FOOTER_CHARS or len(bare.split()) > FOOTER_WORDS or bare[-1:] == "?" or not DEVICED.search(bare):
        return False
    return bool(SENDING.search(bare) or (PROGRAMMED.search(bare) and SYSTEMIC.search(bare)))


def is_appended(line: str) -> bool:
    """Whether a line begins what organisations and programs append."""
    return bool(LEGAL.match(line) or BOILED.search(line) or is_footer(line) or RULED.fullmatch(line) or DELIMITER.fullmatch(line))


def is_all_appended(texts: list[str]) -> bool:
    """Whether programs and organisations appended every line."""
    filled = [text for text in map(glance, texts) if text.strip()]
    if filled and DELIMITER.fullmatch(filled[0]):
        return True
    return all(is_footer(text) or RULED.fullmatch(text) or DELIMITER.fullmatch(text) or LEGAL.match(text) for text in filled)


def glance(text: str) -> str:
    return text[:GLANCE] if text.isascii() else text[:GLANCE].translate(INVISIBLE)
