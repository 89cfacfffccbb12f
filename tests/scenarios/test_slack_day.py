"""A day of an office in Slack, through Slack's own protocol: commands, cards, rulings, a reply in the thread, a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scenarios.slack_office import ANA, BO, EVE, VIC, SlackOffice, buttons, close, open_slack_office, words
from tests.scenarios.test_application import FIRST, answer_all

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await open_slack_office(tmp_path, monkeypatch)
    yield opened
    await close(opened)


async def handed_in(here: SlackOffice) -> str:
    here.office.write(FIRST, subject="Reading club")
    answer_all(here.office)
    done = here.office.reply("Yes")
    assert done.conversation is not None
    await here.settle()
    return done.conversation.id


async def test_a_command_is_answered_to_its_author_alone(here: SlackOffice) -> None:
    said = await here.type(VIC, "applications")

    assert said == "There are no applications yet."
    assert here.double.there.messages == []


async def test_whoever_is_not_on_the_list_gets_a_polite_no_that_shows_nothing(here: SlackOffice) -> None:
    await handed_in(here)

    said = await here.type(EVE, "find reading")

    assert said.startswith("Sorry, you are not on the office's list.")
    assert "slack.refused" in here.office.kinds_of_records()


async def test_an_application_becomes_a_card_that_follows_every_ruling(here: SlackOffice) -> None:
    reference = await handed_in(here)
    card = here.card("Application:")
    assert buttons(card) == ["approve", "ask", "decline", "assign", "reply", "wrong_pathway"]

    await here.act(here.double.press(ANA, card, "approve"))

    assert f"Approved by <@{ANA}>" in words(here.card("Application:"))
    assert len([each for each in here.cards() if "Application:" in words(each)]) == 1
    assert reference in here.told()


async def test_a_ruling_by_somebody_else_from_the_terminal_shows_on_the_card(here: SlackOffice) -> None:
    reference = await handed_in(here)

    here.office.slash(f"/partners decline {reference} Two programs read here already.")
    await here.settle()

    card = here.card("Application:")
    assert "Declined by local-admin" in words(card)
    assert "approve" not in buttons(card)


async def test_a_no_asks_for_its_reason_first(here: SlackOffice) -> None:
    reference = await handed_in(here)

    await here.act(here.double.press(ANA, here.card("Application:"), "decline"))
    ack = await here.act(here.double.submit(ANA, here.newest_modal(), reason="No room on Tuesdays."))

    assert ack.payload is None
    assert "Declined" in words(here.card("Application:"))
    assert "No room on Tuesdays." in here.office.newest("luz@readingclub.example").text
    assert reference in here.told()


async def test_who_may_not_rule_is_told_and_nothing_changes(here: SlackOffice) -> None:
    await handed_in(here)

    await here.act(here.double.press(BO, here.card("Application:"), "approve"))

    assert "needs the role approver; yours is staff" in here.told()
    assert "Approved" not in words(here.card("Application:"))
