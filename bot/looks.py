"""Looks at everybody once for each occasion, and from then on only at partners that have changed: an idle tick walks nobody."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.decided import FellDue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.app import App

#: Changed partners in one look.
AT_ONCE = 200

#: Has whom an occasion concerns asked, of all partners or of those named; returns whether it came to its end, so that nobody is left over.
At = Callable[[Sequence[str]], Generator[FellDue, None, bool]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One occasion that has fallen due. `rests_on` is all beside the partners that decides whom it concerns."""

    cadence: str
    period: str
    rests_on: str
    at: At


def taken(app: App, looks: Sequence[Look]) -> Iterator[FellDue]:
    """Take those that nobody has taken yet, then look at whoever has changed since for each of them.

    In this order: a partner is done with only once every occasion has met it as it is now, whichever process walks.
    """
    with app.store.view() as unit:
        walked = unit.looks.walked()
    for look in looks:
        if walked.get((look.cadence, look.period)) == look.rests_on:
            continue
        complete = yield from look.at(())
        if complete:
            with app.store.unit() as unit:
                unit.looks.walk_done(look.cadence, look.period, look.rests_on)
    after = ""
    while True:
        with app.store.view() as unit:
            changed = unit.looks.changed(after=after, limit=AT_ONCE)
        if changed:
            yield from _at_changed(app, looks, changed)
        if len(changed) < AT_ONCE:
            return
        after = list(changed)[-1]


def _at_changed(app: App, looks: Sequence[Look], changed: Mapping[str, int]) -> Iterator[FellDue]:
    complete = True
    for look in looks:
        complete = (yield from look.at(tuple(changed))) and complete
    if complete:
        with app.store.unit() as unit:
            unit.looks.seen(changed)
