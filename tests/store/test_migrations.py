"""An empty database becomes what the tables say, once, and a newer one is left alone."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from store.errors import StoreUnavailable
from store.schema import HEAD, metadata
from store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def empty(empty_url: str) -> Iterator[Store]:
    store = Store(empty_url)
    yield store
    store.close()


def test_the_migrations_make_the_tables_of_the_schema(empty: Store) -> None:
    empty.migrate()

    with empty._engines.reader.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_the_migrations_write_the_very_tables_that_the_schema_would(tmp_path: Path) -> None:
    migrated = Store(f"sqlite:///{tmp_path}/migrated.db")
    migrated.migrate()
    declared = create_engine(f"sqlite:///{tmp_path}/declared.db")
    metadata.create_all(declared)

    with migrated._engines.reader.connect() as one, declared.connect() as other:
        assert _tables(one) == _tables(other)

    migrated.close()
    declared.dispose()


def _tables(connection: Connection) -> dict[str, set[str]]:
    """The parts of each CREATE statement without their order: numbering, deferral and names of constraints are compared too."""
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type != 'trigger' AND sql IS NOT NULL"))
    # A column that was added later stands in the line of the one before it, with the end of the statement.
    return {name: {part.strip() for part in re.split(r",\s|\n", sql.removesuffix(")"))} for name, sql in found if name != "alembic_version"}


def test_the_head_that_the_code_names_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "store" / "migrations"))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_a_second_migration_changes_nothing(empty: Store) -> None:
    empty.migrate()
    with empty.unit() as unit:
        unit.playbooks.keep("hash", "acps", "text")

    empty.migrate()

    with empty.view() as view:
        assert view.playbooks.get("hash") == "text"


def test_a_start_with_nothing_to_migrate_never_imports_alembic(url: str) -> None:
    code = "import sys; from store.unit import Store; Store(sys.argv[1]).migrate(); print('alembic' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", code, url], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert said.strip() == "False"


def test_two_that_start_together_migrate_once(empty_url: str) -> None:
    stores = [Store(empty_url) for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Store.migrate, stores))

    with stores[0].view() as view:
        assert view.inbox.items() == ()
    for store in stores:
        store.close()


def test_a_database_of_a_newer_version_is_left_alone(empty: Store) -> None:
    empty.migrate()
    with empty._engines.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreUnavailable, match="made by a newer Liaison"):
        empty.migrate()


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Store) -> None:
    with empty._engines.writer.begin() as connection:
        connection.execute(text("CREATE TABLE tokens (something INTEGER)"))

    with pytest.raises(Exception, match="tokens"):
        empty.migrate()

    with empty._engines.reader.connect() as connection:
        names = set(metadata.tables) | {"alembic_version"}
        left = {name for name in names if connection.dialect.has_table(connection, name)}
    assert left == {"tokens"}
