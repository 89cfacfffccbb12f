"""The unit of work: one transaction and its repositories. Nothing else in Liaison commits."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from store import migrations
from store.audience import Audiences
from store.blobs import Blobs
from store.calendar import Days, PublishedFigures
from store.cards import Cards
from store.conversations import Conversations
from store.deliveries import Deliveries
from store.dues import Dues
from store.engine import Late, open_engines
from store.enrolled import AllEnrolled
from store.entries import Entries
from store.errors import place, told
from store.examples import Examples
from store.export import Export
from store.handovers import HandOvers
from store.inbox import Inbox
from store.issues import Issues
from store.looks import Looks
from store.mailboxes import Mailboxes
from store.needs import Needs
from store.outages import Outages
from store.outbox import Outbox
from store.partners import Partners
from store.partnerships import Agreements, Partnerships, Proofs, Tasks
from store.playbooks import Playbooks
from store.records import Records
from store.slack_heard import SlackHeard
from store.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine


@dataclass(slots=True)
class _Beside:
    also: Callable[[Unit], None]
    kept: bool = False


#: What goes along with the first transaction of whoever is at work (Store.beside).
_beside: ContextVar[_Beside | None] = ContextVar("beside", default=None)


class Unit:
    """What one transaction can do. It is good for one `with` block and one thread."""

    def __init__(self, late: Late) -> None:
        self.blobs = Blobs(late)
        self.inbox = Inbox(late)
        self.mailboxes = Mailboxes(late)
        self.outages = Outages(late)
        self.outbox = Outbox(late)
        self.conversations = Conversations(late)
        self.partners = Partners(late)
        self.partnerships = Partnerships(late)
        self.proofs = Proofs(late)
        self.agreements = Agreements(late)
        self.tasks = Tasks(late)
        self.handovers = HandOvers(late)
        self.records = Records(late)
        self.playbooks = Playbooks(late)
        self.export = Export(late)
        self.examples = Examples(late)
        self.entries = Entries(late)
        self.dues = Dues(late)
        self.looks = Looks(late)
        self.needs = Needs(late)
        self.enrolled = AllEnrolled(late)
        self.calendar = Days(late)
        self.published = PublishedFigures(late)
        self.issues = Issues(late)
        self.audiences = Audiences(late)
        self.deliveries = Deliveries(late)
        self.suppressions = Suppressions(late)
        self.slack_heard = SlackHeard(late)
        self.cards = Cards(late)


class Store:
    """What Liaison remembers, behind units of work. One for a process; its threads share it.

    `url` is `sqlite:///path` (the folder is made) or `postgresql://user@host/name`. Whoever waits longer than
    `busy_timeout_s` for another writer gets StoreBusy. All errors of the database are those of store.errors.
    """

    def __init__(self, url: str, *, busy_timeout_s: float = 5.0) -> None:
        self._engines = open_engines(url, busy_timeout_s)

    def migrate(self) -> None:
        """Brings the database to this version's tables; returns at once where it is there already."""
        with _transaction(self._engines.reader, keep=False) as late:
            if migrations.is_current(late):
                return
        with _transaction(self._engines.writer, keep=True) as late:
            migrations.upgrade(late)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One writing transaction: kept whole where the block ends well, left out whole where it raises."""
        with _transaction(self._engines.writer, keep=True) as late:
            unit = Unit(late)
            yield unit
            beside = _beside.get()
            if beside is not None and not beside.kept:
                beside.also(unit)
        if beside is not None:
            beside.kept = True

    @contextmanager
    def beside(self, also: Callable[[Unit], None]) -> Iterator[None]:
        """Let the first transaction in this block, of this thread, carry `also` along: both are kept, or, where it raises, neither."""
        token = _beside.set(_Beside(also))
        try:
            yield
        finally:
            _beside.reset(token)

    @contextmanager
    def view(self) -> Iterator[Unit]:
        """One consistent look: it waits for no writer, holds none up, and can write nothing."""
        with _transaction(self._engines.reader, keep=False) as late:
            yield Unit(late)

    @property
    def place(self) -> str:
        """Where the database is, without its password."""
        return place(self._engines.writer.url)

    def room(self) -> int | None:
        """Free bytes on the database's disk; None where that is another machine's matter, or nobody can tell."""
        url = self._engines.writer.url
        if url.get_backend_name() != "sqlite" or not url.database:
            return None
        try:
            return shutil.disk_usage(Path(url.database).parent).free
        except OSError:
            return None

    def close(self) -> None:
        self._engines.dispose()


@contextmanager
def _transaction(engine: Engine, *, keep: bool) -> Iterator[Late]:
    late = Late(engine)
    try:
        yield late
        if keep and late.opened is not None:
            late.opened.commit()
    except (DBAPIError, PoolTimeoutError) as error:
        trouble = told(error, engine.url)
        if trouble is None:
            raise
        raise trouble from error
    finally:
        if late.opened is not None:
            late.opened.close()
