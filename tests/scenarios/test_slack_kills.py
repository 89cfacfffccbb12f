"""The real program beside a double of Slack, killed with SIGKILL at random moments: no card twice, none lost, each press done once."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from handlers import letters
from handlers.types import Snapshot
from tests.scenarios.office import open_office
from tests.slack_double import APP_TOKEN, BOT_TOKEN, CHANNEL, Double

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from tests.scenarios.office import Office

KILLS = 3
CARDS = 8 * KILLS

#: Slack takes so long to answer after it has posted: nearly every kill falls between the two.
ANSWERS_AFTER_S = 0.06

ROOT = Path(__file__).resolve().parents[2]
ANA = "U0ANA"


@pytest.fixture
async def double() -> Any:
    opened = Double()
    await opened.start()
    opened.there.channels[CHANNEL]["members"].append(opened.there.person(ANA))
    opened.answers_after_s = ANSWERS_AFTER_S
    yield opened
    await opened.stop()


async def started(office: Office, double: Double) -> Process:
    double.connected.clear()
    with (office.folder / "log").open("ab") as log:
        child = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=office.folder, stdout=log, stderr=log)
    try:
        await asyncio.wait_for(double.connected.wait(), 60)
    except TimeoutError:
        child.kill()
        raise AssertionError((office.folder / "log").read_text()[-3000:]) from None
    return child


def owe_cards(office: Office) -> None:
    app, now = office.app, office.clock.now()
    snapshot = Snapshot(playbook=app.loaded.playbook, staff=app.desk.addresses)
    for n in range(CARDS):
        with app.store.unit() as unit:
            for each in letters.to_staff(snapshot, "staff_more", {"count": n}, key=f"staff_more/{n}"):
                app.service.saving.post_room.owe(unit, each, now)


def keys(double: Double) -> Counter[str]:
    return Counter(str(each["metadata"]["event_payload"]["key"]) for each in double.there.messages if "metadata" in each)


def discards(office: Office) -> Counter[str]:
    with office.app.store.view() as unit:
        return Counter(each.record.subject for each in unit.records.items(limit=10_000) if each.record.kind == "discarded")


@pytest.mark.timeout(300)
async def test_a_program_that_is_killed_again_and_again_posts_everything_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, double: Double
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    chance = random.Random(6)
    settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": double.url}
    office = open_office(tmp_path, monkeypatch, **settings, SLACK_CHANNEL=CHANNEL, SLACK_STAFF=f"{ANA}:approver", LISTEN="")
    held = [office.write("Please help, a tutor hit my child.", subject=f"Urgent {n}").inbox_id for n in range(KILLS)]
    owe_cards(office)
    acknowledged = []
    for mail in held:
        child = await started(office, double)
        press = asyncio.create_task(double.push(*double.command(ANA, f"discard {mail}"), within_s=10))
        await asyncio.sleep(chance.uniform(0.0, 1.0))
        child.kill()
        await child.wait()
        double.forget_connections()
        if press.done() and press.result().status == 200:
            acknowledged.append(mail)
        press.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await press

    child = await started(office, double)
    with office.app.store.view() as unit:
        owed = {each.lane.removeprefix("card/") for each in unit.outbox.items((), limit=10_000) if each.channel == "slack"}
    for _ in range(600):
        await asyncio.sleep(0.1)
        with office.app.store.view() as unit:
            waiting = [each for each in unit.outbox.items((), limit=10_000) if each.channel == "slack" and each.status != "sent"]
        if not waiting and set(acknowledged) <= set(discards(office)):
            break
    child.terminate()
    ended = await asyncio.wait_for(child.wait(), 30)

    posted = keys(double)
    assert waiting == []
    assert {key.removeprefix("card/") for key in posted} == owed
    assert set(posted.values()) == {1}, [key for key, many in posted.items() if many > 1]
    assert set(acknowledged) <= set(discards(office))
    assert set(discards(office).values()) <= {1}
    assert ended == 0
    office.app.close()
