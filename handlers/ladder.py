"""The ladder of reminders before something ends: which step is due today, told once, also after days in which nobody looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

#: The step of the day after: it is over. Staff hear of it whatever steps a playbook names.
OVER = -1


def reached(steps: Iterable[int], ends: date, today: date) -> int | None:
    """The newest step whose day has come, in days before the end; None where none has."""
    left = (ends - today).days
    return min((step for step in {*steps, OVER} if left <= step), default=None)


def due(steps: Iterable[int], ends: date, told: int | None, today: date) -> int | None:
    """The one step to tell today; steps that were missed in between are left out. `told` is the newest one that was told."""
    step = reached(steps, ends, today)
    return None if step is None or (told is not None and told <= step) else step
