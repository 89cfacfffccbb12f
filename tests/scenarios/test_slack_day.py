"""A day of an office in Slack, through Slack's own protocol: commands, cards, rulings, a reply in the thread, a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scenarios.slack_office import ANA, BO, EVE, VIC, SlackOffice, buttons, close, open_slack_office, placed, words
from tests.scenarios.test_application import FIRST, answer_all

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture(params=["socket mode", "http"])
async def here(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await open_slack_office(tmp_path, monkeypatch, by_http=request.param == "http")
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
    await placed(here)

    said = await here.type(EVE, "find reading")

    assert said.startswith("Sorry, you are not on the office's list.")
    assert "slack.refused" in here.office.kinds_of_records()


async def test_an_application_becomes_a_card_that_follows_every_ruling(here: SlackOffice) -> None:
    reference = await placed(here)
    card = here.card("Application:")
    assert buttons(card) == ["approve", "ask", "decline", "assign", "reply", "wrong_pathway"]

    await here.act(here.double.press(ANA, card, "approve"))

    assert f"Approved by <@{ANA}>" in words(here.card("Application:"))
    assert len([each for each in here.cards() if "Application:" in words(each)]) == 1
    assert reference in here.told()


async def test_a_ruling_by_somebody_else_from_the_terminal_shows_on_the_card(here: SlackOffice) -> None:
    reference = await placed(here)

    here.office.slash(f"/partners decline {reference} Two programs read here already.")
    await here.settle()

    card = here.card("Application:")
    assert "Declined by local-admin" in words(card)
    assert "approve" not in buttons(card)


async def test_a_no_asks_for_its_reason_first(here: SlackOffice) -> None:
    reference = await placed(here)

    await here.act(here.double.press(ANA, here.card("Application:"), "decline"))
    ack = await here.act(here.double.submit(ANA, here.newest_modal(), reason="No room on Tuesdays."))

    assert not ack.payload
    assert "Declined" in words(here.card("Application:"))
    assert "No room on Tuesdays." in here.office.newest("luz@readingclub.example").text
    assert reference in here.told()


async def test_who_may_not_rule_is_told_and_nothing_changes(here: SlackOffice) -> None:
    await placed(here)

    await here.act(here.double.press(BO, here.card("Application:"), "approve"))

    assert "needs the role approver; yours is staff" in here.told()
    assert "Approved" not in words(here.card("Application:"))


async def test_an_office_day(here: SlackOffice) -> None:
    """From a first mail to a corrected pathway, all in Slack."""
    there = here.double
    reference = await handed_in(here)

    # More is asked: the partner's answer comes back to the same card.
    await here.act(there.press(ANA, here.card("Application:"), "ask"))
    await here.act(there.submit(ANA, here.newest_modal(), questions=["students_expected"], reason="Is the room big enough?"))
    assert "More was asked" in words(here.card("Application:"))
    assert "Is the room big enough?" in here.office.newest("luz@readingclub.example").text
    here.office.reply("1. 18 students")
    here.office.reply("yes")
    await here.settle()
    assert "18 students" in words(here.card("18 students"))

    # The right person approves, and a liaison is named.
    await here.act(there.press(BO, here.card("Application:"), "approve"))
    assert "needs the role approver" in here.told()
    await here.act(there.press(ANA, here.card("Application:"), "approve"))
    assert f"Approved by <@{ANA}>" in words(here.card("Application:"))
    await here.act(there.press(BO, here.card("Application:"), "assign"))
    await here.act(there.submit(BO, here.newest_modal(), liaison="ana@district.example"))
    assert "Liaison: ana@district.example" in words(here.card("Application:"))

    # The partner is answered from the thread, after a preview.
    await here.act(there.press(BO, here.card("Application:"), "reply"))
    await here.act(there.submit(BO, here.newest_modal(), text="Hi Luz,\n\nRoom 12 is free on Tuesdays."))
    preview = here.card("Room 12 is free")
    assert preview["thread_ts"] == here.card("Application:")["ts"]
    assert here.office.newest("luz@readingclub.example").status == "held"
    await here.act(there.press(BO, preview, "send_reply"))
    mail = here.office.newest("luz@readingclub.example")
    assert mail.status == "ready"
    assert "Hi Luz,\n\nRoom 12 is free on Tuesdays." in mail.text
    assert buttons(here.card("Room 12 is free")) == []
    assert f"Released by <@{BO}>" in words(here.card("Room 12 is free"))

    # The partner's next mail appears beneath the card.
    here.office.reply("Thank you, Tuesdays are fine. <!channel> <https://evil.example|the district>")
    await here.settle()
    theirs = here.card("Tuesdays are fine")
    assert theirs["thread_ts"] == here.card("Application:")["ts"]
    assert "&lt;!channel&gt; &lt;https://evil.example|the district&gt;" in words(theirs)

    # Another mail was taken for something that it is not.
    asked = here.office.write("We sell tutoring software and would like to show it.", subject="Demo", sender="Sam <sam@software.example>")
    assert asked.conversation is not None
    said = await here.type(BO, f"wrong {asked.conversation.id} vendor")
    assert "is an example of vendor now" in said
    assert reference not in said


async def test_a_draft_is_edited_and_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = await open_slack_office(tmp_path, monkeypatch, REPLIES="draft")
    try:
        here.office.write("May we use the gym on Saturdays for our church?", subject="Gym")
        await here.settle()
        card = here.card("Draft to luz@readingclub.example")
        assert buttons(card) == ["release", "reply", "discard", "wrong_pathway"]

        await here.act(here.double.press(BO, card, "reply"))
        modal = here.newest_modal()
        assert modal["blocks"][1]["element"]["initial_value"].startswith("Hello,")
        await here.act(here.double.submit(BO, modal, text="Hello, please call me.\nBo"))
        await here.act(here.double.press(BO, here.card("please call me"), "send_reply"))

        mails = here.office.sent_to("luz@readingclub.example")
        assert [each.status for each in mails] == ["cancelled", "ready"]
        assert "Replaced by another draft" in words(here.card("Draft to luz"))
    finally:
        await close(here)


async def test_a_draft_of_the_wrong_pathway_is_replaced_by_one_of_the_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = await open_slack_office(tmp_path, monkeypatch, REPLIES="draft")
    try:
        decided = here.office.write("May we use the gym on Saturdays for our church?", subject="Gym")
        assert decided.conversation is not None
        await here.settle()

        await here.act(here.double.press(BO, here.card("Draft to luz"), "wrong_pathway", f"{decided.conversation.id} vendor"))

        assert "is an example of vendor now" in here.told()
        drafts = [each for each in here.cards() if "Draft to luz" in words(each)]
        assert [bool(buttons(each)) for each in drafts] == [False, True]
    finally:
        await close(here)
