"""SQLite or PostgreSQL behind one face: how each begins, waits, locks and inserts once."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from store.errors import StoreUnavailable, place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, Table

#: SQLite: durable before a commit returns (G1), readers beside the one writer, references held, a bounded write-ahead log.
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "journal_size_limit=67108864")

#: How many units may be open at once in one process; further ones wait their turn.
_POOL = 10


@dataclass(frozen=True, slots=True)
class Engines:
    """Two ways in: `writer` for units that keep something, `reader` for one consistent look that can write nothing."""

    writer: Engine
    reader: Engine

    def dispose(self) -> None:
        self.reader.dispose()
        self.writer.dispose()


class Late:
    """A connection that is taken with the first statement, so that nobody waits while a unit still compresses or renders."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    @property
    def opened(self) -> Connection | None:
        return self._connection

    @property
    def is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def execute(self, statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        return self.connection.execute(statement, values)

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An INSERT that knows ON CONFLICT, in the words of the database at hand."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)


def open_engines(url: str, busy_timeout_s: float) -> Engines:
    """The engines for an address; ValueError where it is none, StoreUnavailable where its driver is not installed."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ValueError("DATABASE_URL is no database address: write sqlite:///var/liaison.db or postgresql://user@host/name") from error
    if parsed.drivername == "sqlite":
        return _sqlite(parsed, busy_timeout_s)
    if parsed.drivername == "postgresql":
        return _postgresql(parsed.set(drivername="postgresql+psycopg"), busy_timeout_s)
    raise ValueError(f"DATABASE_URL begins with {parsed.drivername}: Liaison speaks sqlite:/// and postgresql://")


def _sqlite(url: URL, busy_timeout_s: float) -> Engines:
    _private_file(url)
    arguments = {"timeout": busy_timeout_s, "check_same_thread": False}

    def engine(begin: str, pragmas: tuple[str, ...], size: int) -> Engine:
        made = create_engine(
            url, connect_args=arguments, poolclass=QueuePool, pool_size=size, max_overflow=0, pool_timeout=max(busy_timeout_s, 0.001)
        )

        def prepare(connection: sqlite3.Connection, _record: object) -> None:
            # Python's driver would begin by itself, and DEFERRED: two who read before they write would then lose updates.
            connection.isolation_level = None
            _write_ahead(connection, busy_timeout_s)
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")

        def begins(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        event.listen(made, "connect", prepare)
        event.listen(made, "begin", begins)
        return made

    # SQLite has one writer. Of eight threads that hear mail, one that queues for the only connection waits 0.08 s at worst;
    # one that polls for the lock 1.1 s.
    return Engines(
        writer=engine("BEGIN IMMEDIATE", _PRAGMAS, 1),
        reader=engine("BEGIN DEFERRED", (*_PRAGMAS, "query_only=ON"), _POOL),
    )


def _write_ahead(connection: sqlite3.Connection, patience_s: float) -> None:
    """Switches the file to its write-ahead log; of two who do so together SQLite tells one `locked` at once, whatever its timeout."""
    end = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


def _private_file(url: URL) -> None:
    """Makes the folder and the file for their owner alone; the write-ahead log takes its mode from the file (T50)."""
    if url.database in {None, "", ":memory:"}:
        raise ValueError("DATABASE_URL needs a file: sqlite:///var/liaison.db; a database in memory would forget what it acknowledged")
    path = Path(str(url.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
    except OSError as error:
        raise StoreUnavailable(f"the database {place(url)} cannot be made: {error.strerror}; name another in DATABASE_URL") from error


def _postgresql(url: URL, busy_timeout_s: float) -> Engines:
    milliseconds = max(1, int(busy_timeout_s * 1000))
    options = f"-c timezone=UTC -c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout=60000"
    try:
        writer = create_engine(
            url,
            connect_args={"options": options, "connect_timeout": max(2, int(busy_timeout_s))},
            pool_size=_POOL,
            max_overflow=0,
            pool_timeout=busy_timeout_s,
            pool_pre_ping=True,
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreUnavailable("PostgreSQL needs its driver: pip install 'liaison[postgres]'") from error
    return Engines(writer=writer, reader=writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True))
