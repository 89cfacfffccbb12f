"""Brings a database to the tables of this version; Alembic, slow to import, is asked only where there is something to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table, text

from store.errors import StoreUnavailable
from store.schema import HEAD

if TYPE_CHECKING:
    from store.engine import Late

_FOLDER = Path(__file__).parent

#: Any number does; two processes that start together take turns by it.
_ADVISORY_LOCK = 7_420_001


def is_current(late: Late) -> bool:
    """Whether the database has this version's tables already."""
    return _version(late) == HEAD


def upgrade(late: Late) -> None:
    """Runs what is missing inside the caller's transaction, which both databases undo whole."""
    if not late.is_sqlite:
        late.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
    found = _version(late)
    if found is not None and found not in _known():
        raise StoreUnavailable(f"the database was made by a newer Liaison (tables {found}, ours {HEAD}): install that version")
    if found != HEAD:
        _run(late)


def _version(late: Late) -> str | None:
    if not inspect(late.connection).has_table("alembic_version"):
        return None
    version: str | None = late.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()
    return version


def _known() -> frozenset[str]:
    names = (re.match(r"(\d{4})_", path.name) for path in (_FOLDER / "versions").glob("*.py"))
    return frozenset(name.group(1) for name in names if name)


def _run(late: Late) -> None:
    from alembic import command  # noqa: PLC0415  its import takes 0.7 s, which a start with nothing to migrate need not wait for
    from alembic.config import Config  # noqa: PLC0415  as above

    config = Config()
    # The configuration reads % as the start of a placeholder.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = late.connection
    command.upgrade(config, "head")
