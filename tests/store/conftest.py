"""Both databases for every test of the store: SQLite in a folder of the test, PostgreSQL from the system's own programs."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NUMBERS = count(1)


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _absent(reason: str) -> None:
    if os.environ.get("LIAISON_REQUIRE_REAL") == "1":  # noqa: TID251  the switch of the test run itself, not a setting of Liaison
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server of this run's own, without a database name."""
    programs = _programs()
    if programs is None:
        _absent("PostgreSQL's programs are not installed (Debian: apt install postgresql)")
        return
    folder = Path(tempfile.mkdtemp(prefix="liaison-pg-"))
    port = _free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = f"-D {folder}/data"
    quick = "-c fsync=off -c full_page_writes=off"
    where = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=60 {quick}"

    def run(program: str, *words: str) -> None:
        subprocess.run([*_unprivileged(), str(programs / program), *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run("initdb", *data.split(), "-U", "liaison", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", *data.split(), "-w", "-s", "-l", f"{folder}/log", "-o", where, "start")
        yield f"postgresql://liaison@127.0.0.1:{port}"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run("pg_ctl", *data.split(), "-w", "-s", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """A database with all tables, which the tests copy."""
    _run_sql(postgres, "CREATE DATABASE pattern")
    store = Store(f"{postgres}/pattern")
    store.migrate()
    store.close()
    return "pattern"


def _run_sql(server: str, statement: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


@contextlib.contextmanager
def _database(server: str, template: str) -> Iterator[str]:
    name = f"test{next(_NUMBERS)}"
    _run_sql(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{server}/{name}"
    _run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Address of a SQLite file with all tables and no rows."""
    address = f"sqlite:///{tmp_path}/var/liaison.db"
    store = Store(address)
    store.migrate()
    store.close()
    return address


@pytest.fixture
def postgres_url(postgres: str, postgres_template: str) -> Iterator[str]:
    """Address of a PostgreSQL database with all tables and no rows."""
    with _database(postgres, postgres_template) as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.real)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/var/liaison.db"
        return
    with _database(request.getfixturevalue("postgres"), "template1") as address:
        yield address


@pytest.fixture(params=["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.real)], ids=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Address of a database with all tables and no rows."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture
def open_store(url: str) -> Iterator[Callable[..., Store]]:
    """Opens further stores on the test's database, as further processes would; all are closed afterwards."""
    opened: list[Store] = []

    def another(**options: float) -> Store:
        opened.append(Store(url, **options))
        return opened[-1]

    yield another
    for each in opened:
        each.close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store()
