"""Why the store could not do it, in one line that says what to do; the driver's own error stays chained to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

if TYPE_CHECKING:
    from sqlalchemy import URL


class StoreTrouble(Exception):  # noqa: N818  its names are words that the service and the log speak
    """Nothing of the unit of work was kept."""


class StoreBusy(StoreTrouble):
    """Somebody else holds the database: the same work may succeed in a moment."""


class StoreFull(StoreTrouble):
    """The database cannot grow or may not be written."""


class StoreUnavailable(StoreTrouble):
    """The database cannot be reached, opened or read."""


class StaleVersion(StoreTrouble):
    """Somebody else saved first: load again and decide again."""


_BUSY = (StoreBusy, "is busy: another program holds it; stop that program or try again in a moment")
_FULL = (StoreFull, "has no room: free disk space, then try again; nothing was lost")
_READ_ONLY = (StoreFull, "cannot be written: make its file, folder and disk writable, then try again")
_CANNOT_OPEN = (StoreUnavailable, "cannot be opened: check that its folder exists and that this user may write there")
_DISK = (StoreUnavailable, "met a disk error: check the disk and its file system, then try again")
_DAMAGED = (StoreUnavailable, "is damaged or no database: put back the newest backup")
_UNREACHABLE = (StoreUnavailable, "cannot be reached: check that the server runs and that DATABASE_URL names it rightly")
_REFUSED = (StoreUnavailable, "refused us: check user, password and database name in DATABASE_URL")
_STALE = (StaleVersion, "holds another value for the same key: load it again and decide again")

#: Primary result codes of SQLite (https://www.sqlite.org/rescode.html); an extended code carries its primary one in the low byte.
_BY_SQLITE_CODE = {
    5: _BUSY,
    6: _BUSY,
    8: _READ_ONLY,
    10: _DISK,
    11: _DAMAGED,
    13: _FULL,
    14: _CANNOT_OPEN,
    26: _DAMAGED,
}

#: The beginning of a PostgreSQL SQLSTATE (appendix A of its manual), the longer one first.
_BY_SQLSTATE = (
    ("53100", _FULL),
    ("25006", _READ_ONLY),
    ("55P03", _BUSY),
    ("57014", _BUSY),
    ("57P", _UNREACHABLE),
    ("08", _UNREACHABLE),
    ("28", _REFUSED),
    ("3D", _REFUSED),
    ("40", _BUSY),
    ("53", _BUSY),
)

_SQLITE_UNIQUE = frozenset({1555, 2067})
_PG_UNIQUE = "23505"


def told(error: Exception, url: URL) -> StoreTrouble | None:
    """What a driver's error means for the one who must act; None where the mistake is ours and should be seen as it is."""
    found = _meaning(error)
    if found is None:
        return None
    kind, says = found
    return kind(f"the database {place(url)} {says}")


def place(url: URL) -> str:
    """Where the database is, without its password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _meaning(error: Exception) -> tuple[type[StoreTrouble], str] | None:
    if isinstance(error, PoolTimeoutError):
        return _BUSY
    if not isinstance(error, DBAPIError):
        return None
    sqlite_code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    sqlstate: str | None = getattr(error.orig, "sqlstate", None)
    if isinstance(error, IntegrityError):
        return _STALE if sqlite_code in _SQLITE_UNIQUE or sqlstate == _PG_UNIQUE else None
    if sqlite_code is not None:
        return _BY_SQLITE_CODE.get(sqlite_code & 0xFF)
    if sqlstate is not None:
        return next((meaning for start, meaning in _BY_SQLSTATE if sqlstate.startswith(start)), None)
    # psycopg gives no SQLSTATE where there was no server to give one.
    return _UNREACHABLE if type(error.orig).__name__ == "OperationalError" or error.connection_invalidated else None
