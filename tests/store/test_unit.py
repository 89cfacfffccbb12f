"""A unit is kept whole or not at all, and what stands in its way is told in one line."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from store.errors import StoreBusy, StoreFull, StoreTrouble, StoreUnavailable
from store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 9, 1, 13, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def one_line(error: BaseException) -> str:
    said = str(error)
    assert "\n" not in said
    return said


def test_an_error_leaves_nothing_behind(store: Store) -> None:
    def hear_and_fail() -> None:
        with store.unit() as unit:
            digest = unit.blobs.put(b"raw")
            unit.inbox.add("k", digest, heard_at=NOW, envelope_from=None, envelope_to=(), size=3)
            raise RuntimeError("something else failed")

    with pytest.raises(RuntimeError):
        hear_and_fail()

    with store.view() as view:
        assert view.inbox.items() == ()
        assert view.blobs.get(hashlib.sha256(b"raw").hexdigest()) is None


def test_a_view_sees_one_moment_and_waits_for_no_writer(store: Store) -> None:
    with store.view() as view:
        before = view.playbooks.get("hash")
        with store.unit() as unit:
            unit.playbooks.keep("hash", "acps", "text")
            during = view.playbooks.get("hash")
        after = view.playbooks.get("hash")

    with store.view() as view:
        assert view.playbooks.get("hash") == "text"
    assert before is during is after is None


def test_a_view_can_write_nothing(store: Store) -> None:
    with pytest.raises(StoreFull), store.view() as view:
        view.playbooks.keep("hash", "acps", "text")

    with store.unit() as unit:
        assert unit.playbooks.get("hash") is None


def test_a_unit_that_says_nothing_holds_nobody_up(open_store: Callable[..., Store]) -> None:
    idle, busy = open_store(), open_store(busy_timeout_s=0.1)

    with idle.unit():
        with busy.unit() as unit:
            unit.playbooks.keep("hash", "acps", "text")

        with busy.view() as view:
            assert view.playbooks.get("hash") == "text"


def test_a_locked_database_is_told_in_a_line_and_works_again_afterwards(open_store: Callable[..., Store]) -> None:
    first, second = open_store(), open_store(busy_timeout_s=0.1)

    with first.unit() as unit:
        unit.playbooks.keep("hash", "acps", "text")
        with pytest.raises(StoreBusy, match="is busy: another program holds it") as caught, second.unit() as other:
            other.playbooks.keep("hash", "acps", "text")

    assert one_line(caught.value)
    assert caught.value.__cause__ is not None
    with second.unit() as unit:
        unit.playbooks.keep("other", "acps", "text")


def test_threads_that_wait_too_long_for_a_turn_are_told_so(sqlite_url: str) -> None:
    store = Store(sqlite_url, busy_timeout_s=0.1)

    with store.unit() as unit:
        unit.playbooks.keep("hash", "acps", "text")
        with pytest.raises(StoreBusy), store.unit() as other:
            other.playbooks.keep("hash", "acps", "text")

    store.close()


def test_many_threads_write_at_once_and_nothing_is_lost(store: Store) -> None:
    def work(name: int) -> None:
        for n in range(20):
            with store.unit() as unit:
                digest = unit.blobs.put(b"raw")
                unit.inbox.add(f"{name}/{n}", digest, heard_at=NOW, envelope_from=None, envelope_to=(), size=3)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.view() as view:
        assert view.inbox.count("heard") == 80


def test_a_full_disk_loses_nothing_and_ends_when_there_is_room(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    with store.unit() as unit:
        kept = unit.blobs.put(b"heard before")
    with store._engines.writer.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages}"))

    def keep_too_much() -> None:
        with store.unit() as unit:
            unit.playbooks.keep("hash", "acps", "text")
            unit.blobs.put(os.urandom(100_000))

    with pytest.raises(StoreFull, match="has no room: free disk space") as caught:
        keep_too_much()

    assert one_line(caught.value)
    with store.view() as view:
        assert view.blobs.get(kept) == b"heard before"
        assert view.playbooks.get("hash") is None
    with store._engines.writer.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=1000000"))
    with store.unit() as unit:
        large = unit.blobs.put(os.urandom(100_000))
    with store.view() as view:
        assert view.blobs.get(large) is not None
    store.close()


@pytest.mark.real
def test_a_server_that_may_not_be_written_is_told(postgres_url: str) -> None:
    store = Store(postgres_url)
    with store._engines.writer.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {store._engines.writer.url.database} SET default_transaction_read_only = on"))
    store.close()

    with pytest.raises(StoreFull, match="cannot be written"), store.unit() as unit:
        unit.playbooks.keep("hash", "acps", "text")

    store.close()


@pytest.mark.real
def test_a_lost_connection_is_told_and_the_next_unit_works(postgres_url: str) -> None:
    store, killer = Store(postgres_url), Store(postgres_url)
    kill = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()")

    def write_while_the_connection_is_cut() -> None:
        with store.unit() as unit:
            unit.playbooks.keep("hash", "acps", "text")
            with killer._engines.writer.begin() as connection:
                connection.execute(kill)
            unit.playbooks.keep("other", "acps", "text")

    with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
        write_while_the_connection_is_cut()

    assert one_line(caught.value)
    with store.unit() as unit:
        assert unit.playbooks.get("hash") is None
        unit.playbooks.keep("hash", "acps", "text")
    store.close()
    killer.close()


_CHILD = """
import os, signal, sys
from store.unit import Store
store = Store(sys.argv[1])
if sys.argv[2] == "before":
    with store.unit() as unit:
        unit.playbooks.keep("hash", "acps", "text")
        os.kill(os.getpid(), signal.SIGKILL)
with store.unit() as unit:
    unit.playbooks.keep("hash", "acps", "text")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("when", "kept"), [("before", None), ("after", "text")])
def test_a_killed_program_leaves_what_was_committed_and_no_more(store: Store, url: str, when: str, kept: str | None) -> None:
    child = subprocess.run([sys.executable, "-c", _CHILD, url, when], cwd=ROOT, check=False)

    assert child.returncode == -signal.SIGKILL
    with store.unit() as unit:
        assert unit.playbooks.get("hash") == kept
        unit.playbooks.keep("next", "acps", "text")


def test_only_the_owner_may_read_the_database_and_its_log(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        store = Store(f"sqlite:///{tmp_path}/var/liaison.db")
        store.migrate()
        with store.unit() as unit:
            unit.playbooks.keep("hash", "acps", "text")
            files = sorted((tmp_path / "var").iterdir())
            modes = {path.name: path.stat().st_mode & 0o777 for path in files}
        store.close()
    finally:
        os.umask(before)

    assert modes == {"liaison.db": 0o600, "liaison.db-shm": 0o600, "liaison.db-wal": 0o600}
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_sqlite_is_opened_durably(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/liaison.db", busy_timeout_s=2.5)

    with store._engines.writer.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in _EXPECTED}
    store.close()

    assert found == _EXPECTED


_EXPECTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 2500}


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("var/liaison.db", "write sqlite:///var/liaison.db or postgresql://"),
        ("", "write sqlite:///var/liaison.db or postgresql://"),
        ("mysql://host/liaison", "begins with mysql"),
        ("postgres://host/liaison", "begins with postgres"),
        ("sqlite+aiosqlite:///liaison.db", r"begins with sqlite\+aiosqlite"),
        ("postgresql://host:port/liaison", "write sqlite:///var/liaison.db or postgresql://"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_an_address_that_cannot_work_is_refused_in_words(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        Store(url)

    assert "DATABASE_URL" in one_line(caught.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "liaison.db"
    path.write_bytes(b"this is a letter, not a database " * 100)
    store = Store(f"sqlite:///{path}")

    with pytest.raises(StoreUnavailable, match="is damaged or no database") as caught:
        store.migrate()

    store.close()
    assert one_line(caught.value)
    assert path.read_bytes().startswith(b"this is a letter")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")

    with pytest.raises(StoreUnavailable, match="cannot be made"):
        Store(f"sqlite:///{tmp_path}/var/liaison.db")


def test_a_server_that_does_not_answer_is_told_without_the_password(free_port: int) -> None:
    store = Store(f"postgresql://liaison:s3cret@127.0.0.1:{free_port}/liaison", busy_timeout_s=1)

    with pytest.raises(StoreUnavailable, match="cannot be reached") as caught:
        store.migrate()

    store.close()
    assert isinstance(caught.value, StoreTrouble)
    assert "s3cret" not in one_line(caught.value)


@pytest.mark.real
def test_an_unknown_database_is_told(postgres: str) -> None:
    store = Store(f"{postgres}/nowhere")

    with pytest.raises(StoreUnavailable, match="DATABASE_URL") as caught:
        store.migrate()

    store.close()
    assert one_line(caught.value)


def test_only_one_file_of_the_store_commits() -> None:
    calls = {path.name for path in (ROOT / "store").rglob("*.py") if ".commit(" in path.read_text()}

    assert calls == {"unit.py"}
