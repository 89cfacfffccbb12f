"""How a task is named where staff type it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.partnership import Task


def typed(task: Task) -> str:
    """The task's key without what it is about, in one word: what stands after `/partners done ID`."""
    return as_typed(task.key.removeprefix(f"{task.subject}/"))


def as_typed(words: str) -> str:
    return re.sub(r"[\W_]+", "_", words.casefold()).strip("_")
