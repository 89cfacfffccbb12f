"""Finds what was typed beneath a quote that no mark ends: below the signature of the one whose mail is answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mail.visible.appended import is_appended
from mail.visible.attribution import FORWARDS
from mail.visible.author import author_of
from mail.visible.lines import Kind, next_filled
from mail.visible.signature import may_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mail.visible.lines import Line

#: Name and address as attributions and header blocks give them.
NAMED = re.compile(
    r"(?:^|[:,\s\"(])\"?([^\W\d_][^<>\"@:,]{1,60}?)\"?\s*[<(\[]\s*(?:mailto:)?([^\s<>()\[\]]{1,80}@[^\s<>()\[\]]{1,80})\s*[>)\]]"
)
#: A signature has hardly more lines.
CARD = 8


def typed_beneath(lines: list[Line], opening: int, recipients: Sequence[str]) -> int:
    """Where typed lines begin again beneath the quote that begins a body; 0 where nothing says so.

    The quoted mail must be one of the mail's recipients', and end with the name that its header or attribution gives.
    """
    head = " ".join(line.seen for line in lines[:opening])
    if not recipients or FORWARDS.search(head):
        return 0
    answered = next(((name, email) for name, email in NAMED.findall(head[:4000]) if email.casefold() in recipients), None)
    if answered is None:
        return 0
    name = author_of(answered[0])
    full = answered[0].casefold().strip()
    signed = next(
        (at for at in range(opening, len(lines)) if len(lines[at].seen) <= len(full) + 4 and full in lines[at].seen.casefold()), 0
    )
    if not signed or not name.signs(lines[signed].seen):
        return 0
    end = signed + 1
    while end < len(lines) and end - signed <= CARD and not lines[end].blank and may_sign(lines[end].seen):
        end += 1
    start = next_filled(lines, end)
    below = [line for line in lines[start:] if not line.blank]
    if not below or start == end or any(line.kind is not Kind.PLAIN or line.depth for line in below) or is_appended(below[0].seen):
        return 0
    return start
