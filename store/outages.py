"""Parts that are away and certificates that end: kept so that a restart tells nothing twice and forgets no end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update

from handlers.outages import Certificate, Kind, Outage, Part
from store.schema import certificates, inbox, outages, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row

    from store.engine import Late


class Outages:
    def __init__(self, late: Late) -> None:
        self._late = late

    def all(self) -> tuple[Outage, ...]:
        rows = self._late.execute(select(outages).order_by(outages.c.since))
        return tuple(_outage(row) for row in rows)

    def begin(self, outage: Outage) -> Outage:
        """Keeps that a part is away, once, and holds the row until the unit ends; returns what was kept first, by us or another process."""
        row = {**_row(outage), "since": outage.since}
        self._late.execute(self._late.insert(outages).values(row).on_conflict_do_nothing())
        mine = select(outages).where(outages.c.part == outage.part.value).with_for_update()
        return _outage(self._late.execute(mine).one())

    def keep(self, outage: Outage) -> None:
        """Keeps what is wrong with it by now and what was told."""
        self._late.execute(update(outages).where(outages.c.part == outage.part.value).values(_row(outage)))

    def end(self, part: Part) -> bool:
        """Says that it is over; False where another process has said so."""
        return self._late.execute(delete(outages).where(outages.c.part == part.value)).rowcount == 1

    def certificates(self) -> tuple[Certificate, ...]:
        return tuple(_certificate(row) for row in self._late.execute(select(certificates)))

    def keep_certificate(self, shown: Certificate) -> None:
        row = {"part": shown.part.value, "server": shown.where, "starts": shown.starts, "ends": shown.ends, "told": shown.told}
        statement = self._late.insert(certificates).values(row)
        self._late.execute(statement.on_conflict_do_update(index_elements=["part"], set_=row))

    def supersede(self, keys_begin: str) -> int:
        """Takes notices back that have not left, since a newer one tells of the same; returns how many."""
        unsent = update(outbox).where(outbox.c.key.startswith(keys_begin, autoescape=True), outbox.c.status == "ready")
        taken_back = {"status": "cancelled", "next_attempt_at": None, "reason": "superseded", "discarded_by": "liaison"}
        return self._late.execute(unsent.values(taken_back)).rowcount

    def hurry(self, now: datetime) -> int:
        """Makes due at once what was tried in vain and would be tried later; returns how many."""
        # Without a reason it was not tried: an answer that waits for its hour keeps it.
        waiting = update(outbox).where(outbox.c.status == "ready", outbox.c.next_attempt_at > now, outbox.c.reason != "")
        return self._late.execute(waiting.values(next_attempt_at=now)).rowcount

    def heard_since(self, at: datetime, *, by_imap: bool = False) -> int:
        """How many mails were heard since then."""
        way = (inbox.c.source_key.startswith("imap/"),) if by_imap else ()
        return self._count(inbox.c.id, inbox.c.heard_at >= at, *way)

    def left_late(self, since: datetime, until: datetime) -> int:
        """How many mails were owed while nothing left, and have left now; a draft that a person let go is not among them."""
        owed = (outbox.c.created_at >= since, outbox.c.created_at < until, outbox.c.released_by == "")
        return self._count(outbox.c.id, *owed, outbox.c.sent_at >= until)

    def still_waiting(self, until: datetime) -> int:
        """How many of the mails that were owed before then are on their way still."""
        return self._count(outbox.c.id, outbox.c.created_at < until, outbox.c.next_attempt_at.is_not(None))

    def given_up(self, since: datetime) -> int:
        """How many mails owed since then came to the end of their time, and wait for a person."""
        late = or_(outbox.c.reason.startswith("given up"), outbox.c.reason.startswith("the mail server refuses us"))
        return self._count(outbox.c.id, outbox.c.created_at >= since, outbox.c.status.in_(("failed", "held")), late)

    def _count(self, column: ColumnElement[Any], *conditions: ColumnElement[bool]) -> int:
        return int(self._late.execute(select(func.count(column)).where(*conditions)).scalar_one())


def _row(outage: Outage) -> dict[str, Any]:
    return {
        "part": outage.part.value,
        "kind": outage.kind.value,
        "words": outage.words,
        "server": outage.where,
        "told": [kind.value for kind in outage.told],
        "told_at": outage.told_at,
    }


def _outage(row: Row[Any]) -> Outage:
    return Outage(
        part=Part(row.part),
        kind=Kind(row.kind),
        since=row.since,
        words=row.words,
        where=row.server,
        told=tuple(Kind(each) for each in row.told),
        told_at=row.told_at,
    )


def _certificate(row: Row[Any]) -> Certificate:
    return Certificate(part=Part(row.part), where=row.server, starts=row.starts, ends=row.ends, told=row.told)
