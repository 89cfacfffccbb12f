"""What stands in a mail but was written before it: a forwarded message, a block of header lines, quoted lines."""

from __future__ import annotations

import re

from handlers.reading.lines import fold, tidy

#: What mail programs write above a message that they pass on.
_FORWARDED = re.compile(
    r"^\W*(?:-{2,}|_{2,}|={2,}|begin\b|inicio\b)\W*(?:original|forwarded|fwd|mensaje|message|del mensaje|correo)\b[^\n]{0,40}$|"
    r"^\W*(?:forwarded message|original message|mensaje (?:reenviado|original))\W*$"
)
_HEADER = re.compile(
    r"^[\s>*_]*(?:from|to|cc|date|sent|subject|reply-to|de|para|fecha|enviado(?: el)?|asunto)[*_]*\s?:[*_]*(?:\s|$)", re.IGNORECASE
)
_OF_MAIL = re.compile(r"^[\s>*_]*(?:from|de)[*_]*\s?:.{0,200}(?:@|<)|^[\s>*_]*(?:sent|enviado(?: el)?|subject|asunto)[*_]*\s?:", re.IGNORECASE)
_WROTE = re.compile(r"^\W*(?:on|el)\b.{6,160}\b(?:wrote|escribio)\s?:\s*$")
_FEWEST = 3


def newly_said(text: str, *, doubtful: bool = False) -> str:
    """The text less what is older than the mail; where the cut is doubtful, answers may stand between the quoted lines."""
    lines = tidy(text).split("\n")
    kept: list[str] = []
    for at, line in enumerate(lines):
        folded = fold(line)
        if _FORWARDED.match(folded):
            break
        if _in_header_block(lines, at):
            if doubtful:
                continue
            break
        if not doubtful and (line.lstrip().startswith(">") or _WROTE.match(folded)):
            continue
        kept.append(line)
    return "\n".join(kept).rstrip()


def _in_header_block(lines: list[str], at: int) -> bool:
    """Three or more header lines in a row, one of which only a mail has: `Date:` and `To:` alone may be answers."""
    first = last = at
    while first > 0 and _HEADER.match(lines[first - 1]):
        first -= 1
    while last < len(lines) and _HEADER.match(lines[last]):
        last += 1
    block = lines[first:last] if last > at else []
    return len(block) >= _FEWEST and any(_OF_MAIL.match(line) for line in block)
