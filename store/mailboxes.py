"""Watched mailboxes: where each stood when it was first seen, and which of its mails we have heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from store.schema import inbox, mailboxes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.engine import Late

#: Keys in one question; SQLite takes 32,766 values, older ones 999.
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstSeen:
    """A mailbox as it was before Liaison watched it; a folder of sent mail as far as it was looked through."""

    account: str
    uidvalidity: int
    uidnext: int  #: mail that lay there has a lower UID
    newest: datetime | None  #: when the newest of it had arrived, by the server's clock: tells it apart where UIDs are given anew
    seen_at: datetime


class Mailboxes:
    def __init__(self, late: Late) -> None:
        self._late = late

    def first_seen(self, account: str) -> FirstSeen | None:
        row = self._late.execute(select(mailboxes).where(mailboxes.c.account == account)).first()
        return None if row is None else FirstSeen(**row._mapping)  # noqa: SLF001  SQLAlchemy's documented name for a row as a mapping

    def begin(self, seen: FirstSeen) -> None:
        """Keeps how a mailbox was first seen, once: of two that start together the first one counts."""
        row = {
            "account": seen.account,
            "uidvalidity": seen.uidvalidity,
            "uidnext": seen.uidnext,
            "newest": seen.newest,
            "seen_at": seen.seen_at,
        }
        self._late.execute(self._late.insert(mailboxes).values(row).on_conflict_do_nothing())

    def go_on(self, seen: FirstSeen) -> None:
        """Keeps how far a folder of sent mail was looked through; of two processes that look the further one counts."""
        further = (mailboxes.c.uidvalidity != seen.uidvalidity) | (mailboxes.c.uidnext < seen.uidnext)
        now = {"uidvalidity": seen.uidvalidity, "uidnext": seen.uidnext, "newest": seen.newest}
        self._late.execute(update(mailboxes).where(mailboxes.c.account == seen.account, further).values(now))

    def heard(self, source_keys: Sequence[str]) -> dict[str, str]:
        """Which of these source keys the inbox has, each with the status of its mail."""
        found: dict[str, str] = {}
        for start in range(0, len(source_keys), _AT_ONCE):
            some = source_keys[start : start + _AT_ONCE]
            rows = self._late.execute(select(inbox.c.source_key, inbox.c.status).where(inbox.c.source_key.in_(some)))
            found |= {row.source_key: row.status for row in rows}
        return found
