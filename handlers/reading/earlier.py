"""What stands in a mail but was written before it: a forwarded message, a block of header lines, quoted lines."""

from __future__ import annotations

import re
from itertools import groupby

from handlers.reading.lines import fold, tidy

#: What mail programs write above a message that they pass on.
_FORWARDED = re.compile(
    r"^\W*(?:-{2,}|_{2,}|={2,}|begin\b|inicio\b)\W*(?:original|forwarded|fwd|mensaje|message|del mensaje|correo)\b[^\n]{0,40}$|"
    r"^\W*(?:forwarded message|original message|mensaje (?:reenviado|original))\W*$"
)
_HEADER = re.compile(
    r"^[\s>*_]*(?:from|to|cc|date|sent|subject|reply-to|de|para|fecha|enviado(?: el)?|asunto)[*_]*\s?:[*_]*(?:\s|$)", re.IGNORECASE
)
_OF_MAIL = re.compile(
    r"^[\s>*_]*(?:from|de)[*_]*\s?:.{0,200}(?:@|<)|^[\s>*_]*(?:sent|enviado(?: el)?|subject|asunto)[*_]*\s?:", re.IGNORECASE
)
_WROTE = re.compile(r"^\W*(?:on|el)\b.{6,160}\b(?:wrote|escribio)\s?:\s*$")
_FEWEST = 3
_LONGEST = 240  # characters of a line that are looked at


def newly_said(text: str, *, doubtful: bool = False) -> str:
    """The text less what is older than the mail; where the cut is doubtful, answers may stand between the quoted lines."""
    lines = tidy(text).split("\n")
    headers = _header_lines(lines)
    kept: list[str] = []
    for at, line in enumerate(lines):
        folded = fold(line[:_LONGEST])
        if _FORWARDED.match(folded) or (at in headers and not doubtful):
            break
        is_older = at in headers or (not doubtful and (line.lstrip().startswith(">") or bool(_WROTE.match(folded))))
        if not is_older:
            kept.append(line)
    return "\n".join(kept).rstrip()


def _header_lines(lines: list[str]) -> set[int]:
    """Three or more header lines in a row, one of which only a mail has: `Date:` and `To:` alone may be answers."""
    found: set[int] = set()
    for is_header, run in groupby(enumerate(lines), key=lambda each: bool(_HEADER.match(each[1][:_LONGEST]))):
        block = list(run) if is_header else []
        if len(block) >= _FEWEST and any(_OF_MAIL.match(line[:_LONGEST]) for _, line in block):
            found |= {at for at, _ in block}
    return found
