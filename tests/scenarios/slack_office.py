"""An office whose staff work in Slack: the running parts of Liaison on one side, a strict double of Slack on the other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.running import Slack, opened
from tests.scenarios.office import Office, open_office
from tests.slack_double import APP_TOKEN, BOT_TOKEN, CHANNEL, Ack, Double

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ANA, BO, VIC, EVE = "U0ANA", "U0BO", "U0VIC", "U0EVE"


@dataclass
class SlackOffice:
    office: Office
    double: Double
    slack: Slack

    async def act(self, delivery: tuple[str, dict[str, Any]]) -> Ack:
        """Deliver what somebody did, and wait until all that it leads to is done and posted."""
        ack = await self.double.push(*delivery)
        await self.settle()
        return ack

    async def settle(self) -> None:
        while self.slack.desk._running:
            await asyncio.wait(self.slack.desk._running)
        await self.slack.payer.pay_all()

    async def type(self, user: str, text: str, command: str = "/partners") -> str:
        """A slash command, and what this person alone reads."""
        before = len(self.double.there.ephemeral)
        ack = await self.act(self.double.command(user, text, command))
        told = [*([ack.payload] if ack.payload else []), *self.double.there.ephemeral[before:]]
        return "\n".join(words(each) for each in told)

    def cards(self) -> list[dict[str, Any]]:
        return self.double.there.posted(CHANNEL)

    def card(self, words_in_it: str) -> dict[str, Any]:
        found = [each for each in self.double.there.messages if words_in_it in words(each)]
        assert found, f"no card says {words_in_it!r}: {[words(each) for each in self.double.there.messages]}"
        return found[-1]

    def newest_modal(self) -> dict[str, Any]:
        return list(self.double.there.modals.values())[-1]

    def told(self) -> str:
        return words(self.double.there.ephemeral[-1])


def words(message: dict[str, Any]) -> str:
    """All that a message shows."""
    found = []
    for block in message.get("blocks") or []:
        if "text" in block:
            found.append(block["text"]["text"])
        found += [
            each["text"]["text"] if isinstance(each.get("text"), dict) else each.get("text", "") for each in block.get("elements", [])
        ]
    return "\n".join(found) or message.get("text", "")


def buttons(message: dict[str, Any]) -> list[str]:
    return [each["action_id"] for block in message["blocks"] for each in block.get("elements", []) if "action_id" in each]


async def open_slack_office(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> SlackOffice:
    double = Double()
    await double.start()
    for user in (ANA, BO, VIC):
        double.there.channels[CHANNEL]["members"].append(double.there.person(user))
    double.there.person(EVE)
    ways = {"SLACK_APP_TOKEN": APP_TOKEN} if "SLACK_SIGNING_SECRET" not in settings else {"WEB": "127.0.0.1:1"}
    given = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": double.url,
        "SLACK_CHANNEL": CHANNEL,
        "SLACK_STAFF": f"{ANA}:approver,{BO}:staff,{VIC}:viewer",
        **ways,
        **settings,
    }
    office = open_office(folder, monkeypatch, **given)
    slack = opened(office.app)
    await slack.connect()
    return SlackOffice(office=office, double=double, slack=slack)


async def close(here: SlackOffice) -> None:
    await here.slack.stop()
    await here.double.stop()
    here.office.app.close()
