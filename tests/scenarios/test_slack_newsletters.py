"""A newsletter in Slack: written in a window, looked at, approved by a second person, scheduled, sent with one card that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers.newsletters import IssueStatus
from tests.scenarios.slack_office import ANA, BO, VIC, SlackOffice, buttons, close, open_slack_office, words
from tests.scenarios.test_newsletters import know, received

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

TEXT = 'Hello {{ first_name | friend }},\n\n::: notice title="Snow days"\nWe close at noon.\n:::'


@pytest.fixture(params=["socket mode", "http"])
async def either(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await _opened(tmp_path, monkeypatch, by_http=request.param == "http")
    yield opened
    await close(opened)


@pytest.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await _opened(tmp_path, monkeypatch, by_http=False)
    yield opened
    await close(opened)


async def _opened(folder: Path, monkeypatch: pytest.MonkeyPatch, *, by_http: bool) -> SlackOffice:
    office = str(_second_person(folder))
    opened = await open_slack_office(folder, monkeypatch, by_http=by_http, OFFICE=office, PUBLIC_URL="https://desk.example")
    for n in range(12):
        know(opened.office, f"p{n}@club.example", f"Club {n}", f"Pat {n}")
    know(opened.office, "gil@garden.example", "Garden", status="paused")
    return opened


def _second_person(folder: Path) -> Path:
    office = folder / "office.toml"
    office.write_text("[newsletters]\nsecond_person = true\n")
    return office


async def written(here: SlackOffice, text: str = TEXT, audience: str = "") -> None:
    await here.act(here.double.command(BO, "newsletter"))
    await here.act(here.double.submit(BO, here.newest_modal(), title="Snow and news", text=text, audience=audience))


def status(here: SlackOffice) -> IssueStatus:
    return here.office.app.newsletters.standing("i-1").issue.status


def press(here: SlackOffice, label: str) -> str:
    """The action of the button with this label on the newsletter's card."""
    elements = [each for block in here.card("Newsletter:")["blocks"] for each in block.get("elements", []) if "action_id" in each]
    return next(str(each["action_id"]) for each in elements if each["text"]["text"].startswith(label))


async def test_a_newsletter_from_the_window_to_the_last_mail(either: SlackOffice) -> None:
    here, there = either, either.double
    await written(here)
    card = here.card("Newsletter:")
    assert "12 recipients" in words(card)
    assert words(card).count("@club.example") >= 10
    assert "Left out: 1 paused" in words(card)
    assert "We close at noon." in words(card)

    await here.act(there.press(BO, card, press(here, "Approve")))
    assert status(here) is IssueStatus.DRAFT, "its author does not approve it"
    await here.act(there.press(ANA, card, press(here, "Approve")))
    assert status(here) is IssueStatus.APPROVED
    assert f"Approved by {ANA}".casefold() in words(here.card("Newsletter:")).casefold()

    await here.act(there.press(BO, here.card("Newsletter:"), press(here, "Schedule")))
    await here.act(there.submit(BO, here.newest_modal(), text=int(here.office.clock.now().timestamp()) + 3600))
    assert "Begins Nov 23, 11:00" in words(here.card("Newsletter:"))

    here.office.clock.advance(minutes=61)
    await here.office.app.bulk.send_due()
    here.slack.desk._trued_up = float("-inf")
    await here.slack.look()
    done = here.card("Newsletter:")
    assert "It has gone out." in words(done)
    assert "12 sent" in words(done)
    assert buttons(done) == []
    assert len([each for each in here.cards() if words(each).startswith("Newsletter:")]) == 1
    assert len(received(here.office, "p3@club.example")) == 1


async def test_it_is_paused_gone_on_with_and_cancelled_on_its_card(here: SlackOffice) -> None:
    there = here.double
    await written(here)
    await here.act(there.press(ANA, here.card("Newsletter:"), press(here, "Approve")))
    here.office.clock.advance(minutes=1)
    assert here.office.app.newsletters.begin_due()
    await here.settle()
    await here.act(there.press(BO, here.card("Newsletter:"), press(here, "Pause")))
    assert status(here) is IssueStatus.PAUSED
    await here.act(there.press(BO, here.card("Newsletter:"), press(here, "Go on")))
    assert status(here) is IssueStatus.SENDING
    assert "0 of 12" in words(here.card("Newsletter:"))
    await here.act(there.press(BO, here.card("Newsletter:"), press(here, "Cancel")))

    assert status(here) is IssueStatus.CANCELLED
    assert "12 cancelled" in words(here.card("Newsletter:"))


async def test_what_is_wrong_with_it_stands_in_the_window_and_nothing_is_lost(here: SlackOffice) -> None:
    await here.act(here.double.command(BO, "newsletter"))

    ack = await here.act(here.double.submit(BO, here.newest_modal(), title="News", text="::: grant\nno end", audience="colour=red"))

    told = ack.payload["errors"]["text"] if ack.payload else here.told()
    assert "colour" in told or "grant" in told


async def test_a_draft_is_written_anew(here: SlackOffice) -> None:
    await written(here)
    await here.act(here.double.press(BO, here.card("Newsletter:"), "newsletter"))
    modal = here.newest_modal()
    assert modal["blocks"][0]["element"]["initial_value"] == "Snow and news"
    assert modal["blocks"][1]["element"]["initial_value"] == TEXT

    await here.act(here.double.submit(BO, modal, title="Only news", text="Hello.", audience="status=paused"))

    assert "Newsletter: Only news" in words(here.card("Newsletter:"))
    assert "For status=paused" in words(here.card("Newsletter:"))


async def test_whoever_only_looks_writes_none(here: SlackOffice) -> None:
    await here.act(here.double.command(VIC, "newsletter"))

    assert "needs the role staff" in here.told()
    assert here.double.there.modals == {}
