"""What staff said belongs where: texts that routing learns from, one a mail, the newest word counting."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from handlers.types import Example
from store.ids import NOWHERE, number
from store.schema import examples, inbox

if TYPE_CHECKING:
    from sqlalchemy import Row

    from store.engine import Late


class Examples:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, example: Example) -> str:
        """Keeps it and returns its source. A mail, or without one a text, is one example: its newest pathway counts."""
        source = example.mail or self._known(example.text) or f"sha256:{hashlib.sha256(example.text.encode()).hexdigest()}"
        told = {"pathway": example.pathway, "who": example.who, "at": example.at}
        known = update(examples).where(examples.c.source == source).values(told)
        if self._late.execute(known).rowcount == 0:
            at = number("m", source)
            row = told | {"source": source, "inbox_id": None if at == NOWHERE else at, "text": example.text, "language": example.language}
            self._late.execute(self._late.insert(examples).values(row).on_conflict_do_update(index_elements=["source"], set_=told))
        return source

    def items(self) -> tuple[Example, ...]:
        """All of them, in the order in which their mails or texts were first told."""
        return tuple(to_example(row) for row in self._late.execute(select(examples).order_by(examples.c.id)))

    def forget(self, conversation: str) -> int:
        """Deletes what was learnt from a conversation's mails; returns how many. What has learnt them forgets them at its next look."""
        theirs = select(inbox.c.id).where(inbox.c.conversation == conversation)
        return self._late.execute(delete(examples).where(examples.c.inbox_id.in_(theirs))).rowcount

    def _known(self, text: str) -> str | None:
        """Of an example that comes back from an export, the source that it has here."""
        source: str | None = self._late.execute(
            select(examples.c.source).where(examples.c.text == text).order_by(examples.c.id).limit(1)
        ).scalar()
        return source


def to_example(row: Row[Any]) -> Example:
    mail = row.source if number("m", row.source) != NOWHERE else ""
    return Example(mail=mail, pathway=row.pathway, text=row.text, language=row.language, who=row.who, at=row.at)
