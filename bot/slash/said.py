"""What every staff command shares: its answer, its refusal, and how long a list may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: A list longer than this says how many more there are and how to see them.
PAGE = 25

#: Nobody turns so many pages.
LAST_PAGE = 1_000

#: Of several that a name fits, so many are offered to be chosen.
CHOICES = 10


class Refused(Exception):  # noqa: N818  it is told to a person as it stands
    """Nothing was done: why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one may do next: in Slack a button with these words. Of the action `run`, the value is a command."""

    action: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """The whole answer to a staff command, whether it was carried out, and what may come next."""

    text: str
    ok: bool = True
    offers: tuple[Offer, ...] = ()


def each(words: tuple[str, ...], settle: Callable[[str], str]) -> str:
    """Settle one after another; where one of them could not be, the whole answer says so."""
    lines, refused = [], False
    for word in words:
        try:
            lines.append(settle(word))
        except Refused as no:
            lines.append(str(no))
            refused = True
    if refused:
        raise Refused("\n".join(lines))
    return "\n".join(lines)


def paged(lines: list[str]) -> str:
    shown = lines[:PAGE]
    return "\n".join([*shown, *(["… and more; narrow it with `/partners find`."] if len(lines) > PAGE else [])])


def turned(words: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Take `page N` off the end of a command: its other words, and how many lines stand before that page."""
    if len(words) > 1 and words[-2].casefold() == "page" and words[-1].isdecimal() and 0 < int(words[-1]) < LAST_PAGE:
        return words[:-2], (int(words[-1]) - 1) * PAGE
    return words, 0


def page_of(lines: list[str], before: int, command: str, offers: tuple[Offer, ...] = ()) -> Said | None:
    """One page of a list, which `command` makes; None where nothing stands on it."""
    shown = lines[before : before + PAGE]
    if not shown:
        return None
    if len(lines) <= before + PAGE:
        return Said("\n".join(shown), offers=offers)
    again = f"{command} page {before // PAGE + 2}"
    return Said("\n".join([*shown, f"… and more: `/partners {again}`."]), offers=(*offers, Offer("run", again, "More")))
