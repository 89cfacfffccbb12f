"""Outages of the store itself, which keeps no notice of its own, and what `liaison check` and a log on a full disk make of them."""

from __future__ import annotations

import asyncio
import os
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.checking import checks
from bot.console import announce, log_to_stderr
from bot.outage_checks import outage_checks
from handlers.outages import Certificate, Kind, Part
from store.errors import StoreFull, StoreUnavailable
from store.unit import Store
from tests.bot.outage_desk import REFUSED, Desk, a_desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

PASSWORD = "I cannot read the mailbox: the password was refused"


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_port: int) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path, monkeypatch, free_port) as made:
        made.watch.low_bytes = 0
        yield made


def test_every_error_of_the_store_is_the_stores(desk: Desk) -> None:
    desk.mailbox_fails(StoreFull("the database has no room"))

    assert [(each.part, each.kind) for each in desk.watch.sights.known] == [(Part.STORE, Kind.FULL)]


async def test_a_database_that_is_away_is_told_past_the_outbox_after_five_minutes(desk: Desk, free_port: int) -> None:
    await desk.look()
    there, gone = desk.watch.store, Store(f"postgresql://liaison@127.0.0.1:{free_port}/liaison", busy_timeout_s=1)
    desk.watch.store = gone
    try:
        desk.mailbox_fails(StoreUnavailable("the database cannot be reached"))
        for _ in range(8):
            desk.office.clock.advance(minutes=1)
            await desk.watch.look(desk.office.app.delivery)
    finally:
        gone.close()
        desk.watch.store = there
    while_away = desk.sink.subjects()
    await desk.minutes(3)

    assert while_away == ["I cannot keep mail: the database cannot be reached or opened"]
    assert desk.told() == [("It is over: the database works again", "sent")]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB; to mount one takes root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16M", "tmpfs", folder], check=False).returncode:
        pytest.skip("to mount a small disk takes root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


async def test_a_full_disk_is_told_past_the_outbox_once_and_its_end_once(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    async with a_desk(small_disk, monkeypatch, free_port) as desk:
        desk.watch.low_bytes = 2**20
        await desk.look()
        ballast = fill(small_disk)
        refused = 0
        for _ in range(5):
            refused += not hears(desk, os.urandom(200_000))
            await desk.minutes(1)
        while_full, lines = desk.sink.subjects(), list(desk.lines)
        ballast.unlink()
        await desk.minutes(5)
        taken = hears(desk, os.urandom(200_000))

    assert refused == 5
    assert while_full == ["I cannot keep mail: the disk is full"]
    assert lines[0].startswith("I cannot keep mail: the disk is full")
    assert desk.sink.subjects() == [*while_full, "It is over: the database works again"]
    assert b"5 deliveries were told to try again" in desk.sink.taken[-1]
    assert taken


async def test_a_disk_that_fills_is_told_before_it_is_full(small_disk: Path, monkeypatch: pytest.MonkeyPatch, free_port: int) -> None:
    async with a_desk(small_disk, monkeypatch, free_port) as desk:
        desk.watch.low_bytes = 4 * 2**20
        await desk.look()
        ballast = fill(small_disk, leaving=3 * 2**20)
        await desk.minutes(3)
        still_takes = hears(desk, b"Subject: a little\r\n\r\n")
        ballast.unlink()
        await desk.minutes(5)

    assert still_takes
    assert desk.sink.subjects() == ["The disk is nearly full", "It is over: the disk has room again"]


def fill(disk: Path, leaving: int = 0) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        free = os.statvfs(disk).f_bavail * 4096 - leaving
        os.posix_fallocate(file.fileno(), 0, free)
    return ballast


def hears(desk: Desk, raw: bytes) -> bool:
    """Whether a delivery is kept; what is not is put off, as the listener does it."""
    try:
        desk.office.app.service.hear(raw, source_key=os.urandom(8).hex())
    except StoreFull as error:
        desk.watch.sights.failed(Part.STORE, error)
        desk.watch.sights.put_off()
        return False
    return True


async def test_check_shows_what_is_away_and_fails_and_is_well_again_afterwards(desk: Desk) -> None:
    settings = desk.office.app.settings
    desk.mailbox_fails(REFUSED)
    await desk.look()
    away = await asyncio.to_thread(lambda: [each for each in checks(settings) if each.name == "outages"])
    desk.watch.sights.well(Part.INCOMING)
    await desk.minutes(3)
    over = await asyncio.to_thread(lambda: [each for each in checks(settings) if each.name == "outages"])

    assert [each.ok for each in away] == [False]
    assert away[0].detail.startswith(f"{PASSWORD}, since Monday, November 23, 2026 at 10:00 AM")
    assert [each.ok for each in over] == [True]


def test_check_shows_a_certificate_that_ends_soon(desk: Desk) -> None:
    now = desk.office.clock.now()
    for days in (10, 2):
        shown = Certificate(part=Part.INCOMING, where="imap", starts=now - timedelta(days=60), ends=now + timedelta(days=days), told=14)
        with desk.office.app.store.unit() as unit:
            unit.outages.keep_certificate(shown)

        found = [(name, ok) for name, ok, _ in outage_checks(desk.office.app, now) if name == "certificate"]

        assert found == [("certificate", days == 10)]


class FullDisk:
    """A stream whose file lies on a disk without room."""

    tried = 0

    def write(self, _text: str) -> int:
        self.tried += 1
        raise OSError(28, "No space left on device")

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_log_on_a_full_disk_stops_no_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    full = FullDisk()
    monkeypatch.setattr("sys.stderr", full)
    monkeypatch.setattr("sys.stdout", full)
    log_to_stderr("info")

    structlog.get_logger().info("a line that nobody gets")
    announce("nor this one")

    assert full.tried >= 2
