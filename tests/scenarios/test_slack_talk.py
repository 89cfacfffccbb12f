"""What staff say to Liaison in Slack: replies in a thread, direct messages, the menu, their App Home; and the program that runs it all."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from bot.checking import checks
from bot.runners import Runners
from bot.slack.running import pay_once
from handlers import letters
from handlers.outages import Part
from handlers.types import Conversation, ConversationKind, Snapshot
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


async def test_a_name_that_fits_several_offers_a_choice(here: SlackOffice) -> None:
    reference = await placed(here)
    here.office.write("We would like to run a free chess club.", subject="Chess", sender="Rosa <rosa@readingclub.example>")

    await here.type(VIC, "show readingclub")
    choice = here.double.there.ephemeral[-1]
    await here.act(here.double.press(VIC, {**choice, "channel": CHANNEL}, "run/1"))

    assert len(buttons(choice)) > 1
    assert reference in words(choice)
    assert "with rosa@readingclub.example" in here.told() or reference in here.told()


async def test_a_long_list_has_pages(here: SlackOffice) -> None:
    now = here.office.clock.now()
    with here.office.app.store.unit() as unit:
        for n in range(60):
            unit.conversations.save(
                Conversation(id=f"c-{n:08}", kind=ConversationKind.APPLICATION, party=f"p{n}@x.example", opened_at=now, updated_at=now)
            )

    first = await here.type(VIC, "applications")
    await here.act(here.double.press(VIC, {**here.double.there.ephemeral[-1], "channel": CHANNEL}, "run/1"))
    second = here.told()
    third = await here.type(VIC, "applications page 3")

    pages = [set(re.findall(r"c-\d{8}", each)) for each in (first, second, third)]
    assert [len(each) for each in pages] == [25, 25, 10]
    assert len(set.union(*pages)) == 60


async def test_while_mail_is_away_a_card_says_so(here: SlackOffice) -> None:
    watch = here.office.app.watch
    watch.sights.failed(Part.OUTGOING, ConnectionRefusedError("refused"), "mail.district.example")
    for _ in range(3):
        await asyncio.to_thread(watch._settle, (Part.OUTGOING,))
        here.office.clock.advance(minutes=11)
        watch.sights.failed(Part.OUTGOING, ConnectionRefusedError("refused"), "mail.district.example")
    await here.settle()

    assert "mail.district.example" in words(here.card("mail.district.example"))


async def test_a_notice_is_closed_by_whoever_presses_what_it_proposes(here: SlackOffice) -> None:
    reference = await placed(here)
    app = here.office.app
    proposed = [{"label": "Withdraw it", "command": f"/partners withdraw {reference}"}]
    paper = {
        "what": "arrived",
        "organization": "Reading Club",
        "reference": reference,
        "papers": [],
        "paused": False,
        "sender": "",
        "mail": "",
    }
    snapshot = Snapshot(playbook=app.loaded.playbook, staff=app.desk.addresses)
    with app.store.unit() as unit:
        for each in letters.to_staff(snapshot, "staff_proof", {**paper, "commands": proposed}, key="p/1", conversation=reference):
            app.service.saving.post_room.owe(unit, each, here.office.clock.now())
    await here.settle()
    card = dict(here.card("A paper came from"))

    await here.act(here.double.press(BO, card, "run/1"))

    assert buttons(card) == ["reply", "run/1", "seen"]
    assert buttons(here.card("A paper came from")) == []
    assert f"by <@{BO}>" in words(here.card("A paper came from"))
    assert "Withdrawn" in words(here.card("Application:"))


async def test_the_home_shows_what_waits_and_to_a_stranger_nothing(here: SlackOffice) -> None:
    reference = await placed(here)
    for user in (BO, EVE):
        await here.act(here.double.event({"type": "app_home_opened", "user": user, "tab": "home"}))

    assert reference in words(here.double.there.homes[BO])
    assert reference not in words(here.double.there.homes[EVE])


async def test_the_command_that_delivers_posts_what_is_due_too(here: SlackOffice) -> None:
    here.office.write("We hold a raffle, xq.", subject="Xq zz", sender="Eve <eve@xq.example>", headers={"Auto-Submitted": "auto-replied"})
    here.office.write("Ein Verein aus Deutschland möchte gern mit Ihnen zusammenarbeiten und fragt, an wen er sich wenden soll, bitte.")

    paid = await pay_once(here.office.app)

    assert paid.sent == len(here.cards()) > 0
    assert (await pay_once(here.office.app)).total == 0


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
