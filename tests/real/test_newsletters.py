"""Newsletters on a real PostgreSQL: several processes share a run, and one that is killed skips nobody and doubles nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.app import App, build
from bot.bulk_sender import WINDOW
from bot.clock import Clock
from bot.settings import load_settings
from handlers.types import Party, PartyStatus
from tests.scenarios.office import MovingClock
from tests.store.conftest import postgres, postgres_template, postgres_url

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Fixtures of another module.
__all__ = ["postgres", "postgres_template", "postgres_url"]

pytestmark = pytest.mark.real

MANY = 400
PROJECT = Path(__file__).parents[2]

PROGRAM = """
import asyncio, sys
from pathlib import Path
from bot.app import build
from bot.clock import Clock
from bot.settings import load_settings

app = build(load_settings(Path(sys.argv[1]), environment=False), Clock())
asyncio.run(app.bulk.send_due())
app.close()
"""


@dataclass
class Desk:
    """An office whose newsletters are sent by processes of their own."""

    app: App
    folder: Path

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", PROGRAM, str(self.folder)], cwd=PROJECT)

    def run(self, processes: int = 1) -> None:
        """Let several processes send what may go, and wait for them."""
        assert [each.wait(120) for each in [self.start() for _ in range(processes)]] == [0] * processes

    def arrived(self) -> Counter[str]:
        files = (self.folder / "var" / "mail" / "new").glob("*")
        return Counter(str(message_from_bytes(file.read_bytes())["To"]) for file in files)

    def write(self, subject: str) -> str:
        """An issue that is due."""
        draft = self.app.newsletters.write(f"# {subject}\n\nHello {{{{ first_name | friend }}}}.\n", {}, "", "local-admin")
        self.app.newsletters.approve(draft.id, self.app.newsletters.preview(draft.id).hash, "local-admin")
        return draft.id


@pytest.fixture
def desk(tmp_path: Path, postgres_url: str) -> Iterator[Desk]:
    settings = {"DATABASE_URL": postgres_url, "LOG": "error", "SEND_CONNECTIONS": "10", "INTAKE_ADDRESS": "partners@district.example"}
    (tmp_path / ".env").write_text("".join(f"LIAISON_{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
    app = build(load_settings(tmp_path, environment=False), MovingClock(Clock().now() - timedelta(minutes=11)))
    with app.store.unit() as unit:
        for number in range(MANY):
            unit.partners.save(
                Party(id="", organization=f"Club {number}", contact_email=f"p{number}@d{number % 3}.example", status=PartyStatus.ACTIVE)
            )
    yield Desk(app=app, folder=tmp_path)
    app.close()


def everybody() -> set[str]:
    return {f"p{number}@d{number % 3}.example" for number in range(MANY)}


def test_two_processes_at_once_share_two_issues_and_nobody_gets_one_twice(desk: Desk) -> None:
    issues = [desk.write("News"), desk.write("More")]

    desk.run(processes=2)

    assert [desk.app.newsletters.standing(each).counts.sent for each in issues] == [MANY, MANY]
    assert [desk.app.newsletters.standing(each).issue.status for each in issues] == ["sent", "sent"]
    assert desk.arrived() == dict.fromkeys(everybody(), 2)


def test_a_process_that_is_killed_leaves_at_most_a_window_in_doubt_and_the_others_bring_the_rest(desk: Desk) -> None:
    issue = desk.write("News")
    killed, other = desk.start(), desk.start()
    until = time.monotonic() + 60
    while not desk.arrived() and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(30)
    other.wait(120)

    desk.run()

    counts, arrived = desk.app.newsletters.standing(issue).counts, desk.arrived()
    with desk.app.store.view() as unit:
        doubtful = {each.address for each in unit.deliveries.of(issue, ("held",), limit=1000)}
    assert counts.sent + counts.held == MANY
    assert counts.held <= WINDOW
    assert set(arrived) | doubtful == everybody()
    assert set(arrived.values()) == {1}


def test_two_processes_keep_one_limit(desk: Desk) -> None:
    with (desk.folder / ".env").open("a", encoding="utf-8") as settings:
        settings.write("LIAISON_SEND_PER_HOUR=60\nLIAISON_SEND_PER_DOMAIN=25\n")
    issues = [desk.write("News"), desk.write("More")]

    desk.run(processes=2)

    by_domain = Counter(address.rpartition("@")[2] for address in desk.arrived().elements())
    assert by_domain.total() == 60
    assert max(by_domain.values()) <= 25
    assert min(desk.app.newsletters.standing(each).counts.sent for each in issues) > 0
