"""An office whose staff work in Slack: the running parts of Liaison on one side, a strict double of Slack on the other."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.running import Slack, opened
from bot.web import WebServer, web_app
from handlers import letters
from handlers.partnership import Partnership
from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus, Outcome, Snapshot
from tests.scenarios.office import Office, open_office
from tests.slack_double import APP_TOKEN, BOT_TOKEN, CHANNEL, SECRET, Ack, Double

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ANA, BO, VIC, EVE = "U0ANA", "U0BO", "U0VIC", "U0EVE"


@dataclass
class SlackOffice:
    office: Office
    double: Double
    slack: Slack
    url: str = ""  #: where Slack delivers by HTTP; empty: Socket Mode
    web: WebServer | None = None

    async def deliver(self, delivery: tuple[str, dict[str, Any]], **how: Any) -> Ack:
        """One delivery, in the way that this office is connected."""
        return await (self.double.post(self.url, *delivery, **how) if self.url else self.double.push(*delivery, **how))

    async def act(self, delivery: tuple[str, dict[str, Any]]) -> Ack:
        """Deliver what somebody did, and wait until all that it leads to is done and posted."""
        ack = await self.deliver(delivery)
        await self.settle()
        return ack

    async def settle(self) -> None:
        await self.slack.desk.settled()
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


async def placed(here: SlackOffice) -> str:
    """An application as it stands when it was handed in, put into the store at once: its reference."""
    app, now = here.office.app, here.office.clock.now()
    talk = Conversation(
        id="c-placed22",
        kind=ConversationKind.APPLICATION,
        status=ConversationStatus.SUBMITTED,
        pathway="partnership",
        party="luz@readingclub.example",
        answers={"organization_name": Answer(value="Reading Club", words="Reading Club")},
        known=True,
        opened_at=now,
        updated_at=now,
    )
    at = Partnership(
        id=talk.id,
        organization="Reading Club",
        contact=talk.party,
        stage=app.loaded.playbook.stages[0].id,
        opened_at=now,
        updated_at=now,
    )
    shown = {"reference": talk.id, "organization": "Reading Club", "contact": talk.party, "rows": [], "documents": [], "again": False}
    more: dict[str, Any] = {"others": [], "rules": True}
    snapshot = Snapshot(playbook=app.loaded.playbook, staff=app.desk.addresses)
    notice = letters.to_staff(snapshot, "staff_submitted", {**shown, **more}, key="staff_submitted/placed", conversation=talk.id)
    with app.store.unit() as unit:
        app.service.saving.save(unit, Outcome(changes=(talk, at), outbound=notice), None, "", now)
    await here.settle()
    return talk.id


async def open_slack_office(folder: Path, monkeypatch: pytest.MonkeyPatch, *, by_http: bool = False, **settings: str) -> SlackOffice:
    double = Double()
    await double.start()
    for user in (ANA, BO, VIC):
        double.there.channels[CHANNEL]["members"].append(double.there.person(user))
    double.there.person(EVE)
    port = free_port()
    way = {"SLACK_SIGNING_SECRET": SECRET, "WEB": f"127.0.0.1:{port}"} if by_http else {"SLACK_APP_TOKEN": APP_TOKEN}
    given = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": double.url,
        "SLACK_CHANNEL": CHANNEL,
        "SLACK_STAFF": f"{ANA}:approver,{BO}:staff,{VIC}:viewer",
        **way,
        **settings,
    }
    here = SlackOffice(office=open_office(folder, monkeypatch, **given), double=double, slack=None)  # type: ignore[arg-type]  # set when it is up
    await connect(here)
    return here


async def connect(here: SlackOffice) -> None:
    """Connect the office to Slack, also after a restart."""
    here.slack = opened(here.office.app)
    await here.slack.connect()
    at = here.office.app.settings.web
    if here.slack.routes and at is not None:
        here.web, here.url = WebServer(web_app(here.office.app, here.slack.routes), at), f"http://{at}/slack/events"
        await here.web.start()


async def close(here: SlackOffice) -> None:
    if here.web is not None:
        await here.web.stop()
    await here.slack.stop()
    await here.double.stop()
    here.office.app.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
