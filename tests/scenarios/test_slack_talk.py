"""What staff say to Liaison in Slack: replies in a thread, direct messages, the menu, their App Home; and the program that runs it all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.checking import checks
from bot.runners import Runners
from tests.scenarios.slack_office import ANA, BO, EVE, VIC, SlackOffice, buttons, close, open_slack_office, placed, words
from tests.slack_double import ALL_SCOPES, BOT, CHANNEL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await open_slack_office(tmp_path, monkeypatch)
    yield opened
    await close(opened)


async def test_a_mention_beneath_a_card_is_a_reply_to_the_partner_after_a_preview(here: SlackOffice) -> None:
    await placed(here)
    thread = here.card("Application:")["ts"]
    said = {
        "type": "app_mention",
        "user": BO,
        "text": f"<@{BOT}> Room 12 is free &amp; warm.\nSee <https://map.example>",
        "channel": CHANNEL,
    }

    await here.act(here.double.event({**said, "ts": here.double.ts(), "thread_ts": thread}))
    preview = dict(here.card("Room 12 is free"))
    await here.act(here.double.press(BO, preview, "send_reply"))

    mail = here.office.newest("luz@readingclub.example")
    assert preview["thread_ts"] == thread
    assert buttons(preview) == ["send_reply", "reply", "discard"]
    assert mail.status == "ready"
    assert mail.text.startswith("Room 12 is free & warm.\nSee https://map.example")


async def test_a_partner_answers_a_person_and_liaison_keeps_silent(here: SlackOffice) -> None:
    reference = await placed(here)
    await here.type(BO, f"reply {reference} Could you call me?")
    await here.act(here.double.press(BO, here.card("Could you call me"), "send_reply"))

    here.office.reply("Yes, at noon.")
    await here.settle()

    assert here.card("Yes, at noon.")["thread_ts"] == here.card("Application:")["ts"]
    assert [each.template for each in here.office.sent_to("luz@readingclub.example")] == ["written"]


async def test_a_question_in_a_direct_message_is_answered_there(here: SlackOffice) -> None:
    await here.act(here.double.message(VIC, "May a church use the gym on Saturdays?", "D0VIC"))

    (answer,) = here.double.there.posted("D0VIC")
    assert "facility_use" in words(answer)


async def test_a_stranger_gets_no_answer_to_a_question(here: SlackOffice) -> None:
    await here.act(here.double.message(EVE, "Which partners do you have?", "D0EVE"))

    (answer,) = here.double.there.posted("D0EVE")
    assert "not on the office's list" in words(answer)


async def test_our_own_messages_are_not_heard(here: SlackOffice) -> None:
    await here.act(here.double.message(BOT, "help", "D0VIC", bot_id="B0"))
    await here.act(here.double.message(VIC, "help", "D0VIC", subtype="message_changed"))

    assert here.double.there.posted("D0VIC") == []


async def test_ask_partners_shows_what_a_partner_would_be_answered(here: SlackOffice) -> None:
    said = await here.type(VIC, "May a church use the gym on Saturdays?", command="/ask-partners")

    assert "facility_use" in said
    assert "Say which: `/partners question TEXT`" in await here.type(VIC, "", command="/ask-partners")


async def test_a_bare_command_opens_a_menu_whose_buttons_are_commands(here: SlackOffice) -> None:
    await placed(here)
    await here.type(BO, "")
    menu = here.double.there.ephemeral[-1]

    await here.act(here.double.press(BO, {**menu, "channel": CHANNEL}, "run/2"))

    assert "c-placed22" in here.told()


async def test_the_home_shows_what_waits_and_to_a_stranger_nothing(here: SlackOffice) -> None:
    reference = await placed(here)
    for user in (BO, EVE):
        await here.act(here.double.event({"type": "app_home_opened", "user": user, "tab": "home"}))

    assert reference in words(here.double.there.homes[BO])
    assert reference not in words(here.double.there.homes[EVE])


async def test_the_running_program_connects_posts_and_answers(here: SlackOffice) -> None:
    await here.slack.stop()
    here.double.connected.clear()
    runners = Runners(here.office.app)
    ready = asyncio.Event()
    running = asyncio.create_task(runners.run(lambda _: ready.set()))
    try:
        await asyncio.wait_for(ready.wait(), 30)
        await asyncio.wait_for(here.double.connected.wait(), 30)

        ack = await here.double.push(*here.double.command(VIC, "applications"))
        while not here.double.there.ephemeral:  # noqa: ASYNC110  the double has no event for each kind of answer
            await asyncio.sleep(0.02)
    finally:
        runners.stop()
        await asyncio.wait_for(running, 60)

    assert ack.status == 200
    assert here.told() == "There are no applications yet."


def found(here: SlackOffice) -> dict[str, tuple[bool, str]]:
    return {each.name: (each.ok, each.detail) for each in checks(here.office.app.settings) if each.name.startswith("slack")}


async def test_check_says_that_slack_works(here: SlackOffice) -> None:
    told = await asyncio.to_thread(found, here)

    assert [name for name, (ok, _) in told.items() if not ok] == []
    assert told["slack socket mode"] == (True, "works")


@pytest.mark.parametrize("scope", ["users:read", "channels:history", "app_mentions:read"])
async def test_check_names_the_scope_that_is_missing(here: SlackOffice, scope: str) -> None:
    here.double.there.scopes = ALL_SCOPES - {scope}

    told = await asyncio.to_thread(found, here)

    assert not told["slack scopes"][0]
    assert scope in told["slack scopes"][1]


async def test_check_says_how_to_mend_a_channel_and_a_token(here: SlackOffice) -> None:
    here.double.there.channels[CHANNEL]["members"].remove(BOT)
    outside = await asyncio.to_thread(found, here)
    here.double.there.revoked = True
    revoked = await asyncio.to_thread(found, here)

    assert "/invite @Liaison" in outside["slack channel"][1]
    assert "install the app again" in revoked["slack"][1]
    assert ANA not in revoked
