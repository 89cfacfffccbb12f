"""What Slack, strangers and a slow store do to us: nothing is heard twice, posted twice, lost or told to whom it does not concern."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any, Self

import pytest

from bot.slack import desk as slack_desk
from store.errors import StoreBusy
from store.slack_heard import SlackDelivery
from tests.scenarios.slack_office import ANA, BO, EVE, VIC, SlackOffice, buttons, close, connect, open_slack_office, placed, words
from tests.slack_double import CHANNEL, TEAM, Fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await open_slack_office(tmp_path, monkeypatch)
    yield opened
    await close(opened)


@pytest.fixture
async def by_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await open_slack_office(tmp_path, monkeypatch, by_http=True)
    yield opened
    await close(opened)


def given(here: SlackOffice, command: str) -> int:
    """How often a command was carried out or refused."""
    with here.office.app.store.view() as unit:
        records = unit.records.items(limit=10_000)
    return sum(each.record.kind.startswith("command.") and each.record.subject == command for each in records)


# Who may.


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ({"deleted": True}, "deactivated"),
        ({"is_bot": True}, "answers people only"),
        ({"is_restricted": True}, "you are a guest here"),
        ({"is_ultra_restricted": True}, "you are a guest here"),
        ({"is_stranger": True}, "another organization"),
        ({"team_id": "T0OTHER"}, "another organization"),
    ],
)
async def test_guests_strangers_bots_and_deleted_users_are_not_served_whatever_the_list_says(
    here: SlackOffice, kind: dict[str, Any], says: str
) -> None:
    reference = await placed(here)
    here.double.there.person(ANA, **kind)

    said = await here.type(ANA, f"show {reference}")
    await here.act(here.double.press(ANA, here.card("Application:"), "approve"))

    assert says in said
    assert reference not in said
    assert "Approved" not in words(here.card("Application:"))


async def test_a_person_of_several_workspaces_of_one_enterprise_is_no_stranger(here: SlackOffice) -> None:
    here.double.there.person(VIC, team_id="T0OTHER", enterprise_user={"teams": ["T0OTHER", TEAM]})

    assert await here.type(VIC, "applications") == "There are no applications yet."


async def test_people_of_the_office_are_named_as_slack_names_them(here: SlackOffice) -> None:
    reference = await placed(here)

    told = [await here.type(ANA, f"decline {reference} No room."), await here.type(ANA, f"approve {reference}")]

    assert f"by <@{ANA}>" in told[1]


async def test_a_role_comes_from_a_user_group_or_a_channel_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = await open_slack_office(tmp_path, monkeypatch, SLACK_STAFF=f"S0OFFICE:approver,{CHANNEL}:viewer")
    try:
        here.double.there.groups["S0OFFICE"] = [ANA]

        approver, viewer = await here.type(ANA, "approve c-none"), await here.type(VIC, "approve c-none")

        assert "No application of that name" in approver
        assert "needs the role approver; yours is viewer" in viewer
    finally:
        await close(here)


async def test_a_role_that_was_taken_away_counts_at_the_very_next_press(here: SlackOffice) -> None:
    await placed(here)
    card = here.card("Application:")
    await here.type(ANA, "applications")
    here.double.there.person(ANA, deleted=True)

    await here.act(here.double.press(ANA, card, "approve"))

    assert "deactivated" in here.told()
    assert "Approved" not in words(here.card("Application:"))


async def test_whoever_left_the_user_group_approves_no_more_though_they_did_a_moment_ago(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await open_slack_office(tmp_path, monkeypatch, SLACK_STAFF=f"S0OFFICE:approver,{CHANNEL}:viewer")
    try:
        here.double.there.groups["S0OFFICE"] = [ANA]
        assert "No application of that name" in await here.type(ANA, "approve c-none")
        here.double.there.groups["S0OFFICE"] = []

        assert "needs the role approver; yours is viewer" in await here.type(ANA, "approve c-none")
    finally:
        await close(here)


async def test_whoever_looks_is_asked_about_once_in_a_while_and_whoever_acts_each_time(here: SlackOffice) -> None:
    for command in ("applications", "applications", "approve c-none", "approve c-none"):
        await here.type(ANA, command)

    assert [name for name, _ in here.double.there.calls].count("users.info") == 3


async def test_presses_that_wait_for_slack_together_share_its_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user group may be asked for some twenty times a minute."""
    here = await open_slack_office(tmp_path, monkeypatch, SLACK_STAFF="S0OFFICE:approver")
    try:
        here.double.there.groups["S0OFFICE"] = [ANA]
        people = here.slack.desk.people

        known = await asyncio.gather(*(people.who(ANA, acts=True) for _ in range(20)))

        assert {each.role.name for each in known} == {"APPROVER"}
        assert [name for name, _ in here.double.there.calls].count("usergroups.users.list") == 1
    finally:
        await close(here)


async def test_a_short_limit_of_slacks_is_waited_for_and_the_press_counts(here: SlackOffice) -> None:
    reference = await placed(here)
    here.double.there.faults["users.info"] = [Fault(status=429, retry_after=1)]

    ack = await here.act(here.double.press(ANA, here.card("Application:"), "approve"))

    assert ack.seconds < 3
    assert f"Approved by <@{ANA}>" in words(here.card("Application:"))
    assert reference in here.told()


async def test_where_slack_cannot_be_asked_a_modal_stays_open_or_its_words_come_back(here: SlackOffice) -> None:
    await placed(here)
    await here.act(here.double.press(ANA, here.card("Application:"), "decline"))
    here.double.there.faults["users.info"] = [Fault(status=500), Fault(status=429, retry_after=600)]

    open_still = await here.act(here.double.submit(ANA, here.newest_modal(), reason="No room on Tuesdays."))
    said = await here.type(ANA, "decline c-placed22 No room on Tuesdays.")

    assert "does not tell who you are" in open_still.payload["errors"]["reason"]
    assert "No room on Tuesdays." in said
    assert "Declined" not in words(here.card("Application:"))


async def test_where_slack_does_not_say_who_somebody_is_nobody_is_let_in(here: SlackOffice) -> None:
    here.double.there.faults["users.info"] = [Fault(status=500)]

    said = await here.type(ANA, "applications")

    assert "does not tell who you are" in said


# Slack delivers at least once.


async def test_a_delivery_that_comes_again_is_acknowledged_and_not_carried_out_again(here: SlackOffice) -> None:
    await placed(here)
    press = here.double.press(ANA, here.card("Application:"), "approve")

    acks = [await here.act(press), await here.act(press)]

    assert [each.status for each in acks] == [200, 200]
    assert given(here, "approve") == 1


async def test_the_same_signed_request_twice_counts_once(by_http: SlackOffice) -> None:
    command = by_http.double.command(ANA, "applications")

    first = await by_http.deliver(command)
    again = await by_http.deliver(command, headers={"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    await by_http.settle()

    assert (first.status, again.status) == (200, 200)
    assert given(by_http, "applications") == 1


@pytest.mark.parametrize("at", ["", "now", "1e9", "-1", "١٢٣"])
async def test_a_timestamp_that_is_no_number_of_now_is_refused(by_http: SlackOffice, at: str) -> None:
    ack = await by_http.deliver(by_http.double.command(ANA, "applications"), at=at or " ")

    assert ack.status == 401
    assert given(by_http, "applications") == 0


@pytest.mark.parametrize(("seconds", "status"), [(-299, 200), (299, 200), (-301, 401), (400, 401)])
async def test_a_request_is_good_for_five_minutes(by_http: SlackOffice, seconds: int, status: int) -> None:
    at = str(int(time.time()) + seconds)

    ack = await by_http.deliver(by_http.double.command(ANA, "applications"), at=at)
    await by_http.settle()

    assert ack.status == status


async def test_a_signature_by_another_secret_is_refused(by_http: SlackOffice) -> None:
    ack = await by_http.deliver(by_http.double.command(ANA, "applications"), secret="another")

    assert ack.status == 401


async def test_slack_is_told_that_the_url_is_ours(by_http: SlackOffice) -> None:
    ack = await by_http.deliver(("events_api", {"type": "url_verification", "challenge": "abc"}))

    assert ack.payload == {"challenge": "abc"}


async def test_what_was_accepted_before_a_kill_is_carried_out_after_the_next_start(here: SlackOffice) -> None:
    reference = await placed(here)
    accepted = SlackDelivery(key="action/1", who=ANA, text=f"approve {reference}", place={"channel": CHANNEL})
    with here.office.app.store.unit() as unit:
        unit.slack_heard.add(accepted, here.office.clock.now(), 60)
    here.office.clock.advance(minutes=2)

    assert await here.slack.desk.take_up() == 1
    assert await here.slack.desk.take_up() == 0
    await here.settle()

    assert f"Approved by <@{ANA}>" in words(here.card("Application:"))
    assert reference in here.told()


async def test_what_was_done_before_a_kill_is_not_done_again(here: SlackOffice) -> None:
    reference = await placed(here)
    delivery = SlackDelivery(key="action/1", who=ANA, text=f"ask {reference} students_expected", place={"channel": CHANNEL})
    with here.office.app.store.unit() as unit:
        unit.slack_heard.add(delivery, here.office.clock.now(), 60)
    await here.slack.desk._said(delivery)
    here.office.clock.advance(minutes=2)
    before = len(here.office.sent_to("luz@readingclub.example"))

    await here.slack.desk.take_up()

    assert len(here.office.sent_to("luz@readingclub.example")) == before
    assert "was carried out" in here.told()


# Three seconds.


class Busy:
    """Somebody else writes, for as long as the block lasts."""

    def __init__(self, here: SlackOffice) -> None:
        self._store = here.office.app.store
        self._end, self._begun = threading.Event(), threading.Event()

    def __enter__(self) -> Self:
        def write() -> None:
            with self._store.unit() as unit:
                unit.cards.lost("nothing")
                self._begun.set()
                self._end.wait(10)

        self._thread = threading.Thread(target=write)
        self._thread.start()
        self._begun.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()


async def test_what_the_store_cannot_take_in_time_is_not_accepted_and_never_done(
    here: SlackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_desk, "KEPT_WITHIN_S", 0.2)
    reference = await placed(here)
    with Busy(here):
        command = await here.deliver(here.double.command(ANA, f"approve {reference}"))
    await asyncio.sleep(0.3)
    await here.slack.desk.take_up()
    await here.settle()

    assert "Not accepted" in command.payload["text"]
    assert given(here, "approve") == 0

    await here.type(ANA, f"approve {reference}")
    assert given(here, "approve") == 1


async def test_what_was_accepted_is_done_though_the_store_is_in_trouble_meanwhile(
    here: SlackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_desk, "STORE_WAITS_S", (0.0, 0.0))
    reference = await placed(here)
    order, failing = here.office.app.service.order, [StoreBusy("busy"), StoreBusy("busy")]

    def sometimes(*given: Any) -> Any:
        if failing:
            raise failing.pop()
        return order(*given)

    monkeypatch.setattr(here.office.app.service, "order", sometimes)
    await here.type(ANA, f"approve {reference}")

    assert given(here, "approve") == 1
    assert "Approved by" in words(here.card("Application:"))


async def test_an_event_that_the_store_cannot_take_is_not_acknowledged_and_counts_when_it_comes_again(
    here: SlackOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_desk, "KEPT_WITHIN_S", 0.2)
    asked = here.double.message(ANA, "How do we become a partner?", "D0ANA")
    with Busy(here):
        first = await here.double.push(*asked, within_s=1.0)
    await asyncio.sleep(0.3)
    again = await here.double.push(*asked, retry=1)
    await here.settle()

    assert first.status == 0
    assert again.status == 200


async def test_a_modal_that_comes_after_a_withdrawal_says_so_and_stays_open(here: SlackOffice) -> None:
    reference = await placed(here)
    await here.act(here.double.press(ANA, here.card("Application:"), "decline"))
    here.office.slash(f"/partners withdraw {reference}")

    ack = await here.act(here.double.submit(ANA, here.newest_modal(), reason="No room."))

    assert ack.payload["response_action"] == "errors"
    assert "withdrawn" in ack.payload["errors"]["reason"]


async def test_of_two_who_press_at_once_one_rules_and_the_other_is_told(here: SlackOffice) -> None:
    await placed(here)
    card = here.card("Application:")

    await asyncio.gather(here.deliver(here.double.press(ANA, card, "approve")), here.deliver(here.double.press(ANA, card, "approve")))
    await here.settle()

    told = [words(each) for each in here.double.there.ephemeral]
    assert words(here.card("Application:")).count("Approved by") == 1
    assert any("lready" in each or "approved" in each.casefold() for each in told)


async def test_a_trigger_that_is_too_old_is_told(here: SlackOffice) -> None:
    await placed(here)
    press = here.double.press(ANA, here.card("Application:"), "decline")
    here.double._triggers[press[1]["trigger_id"]] -= 5

    await here.act(press)

    assert "Please press again" in here.told()


# Posting.


async def test_a_limit_is_waited_for_as_long_as_slack_says(here: SlackOffice) -> None:
    here.double.there.faults["chat.postMessage"] = [Fault(status=429, retry_after=60)]
    await placed(here)
    assert here.double.there.messages == []

    here.office.clock.advance(seconds=59)
    await here.settle()
    assert here.double.there.messages == []

    here.office.clock.advance(seconds=2)
    await here.settle()
    assert "Application:" in words(here.card("Application:"))


async def test_a_card_whose_answer_was_lost_is_found_again_and_not_posted_twice(here: SlackOffice) -> None:
    here.double.there.faults["chat.postMessage"] = [Fault(after=True)]
    await placed(here)
    here.office.clock.advance(minutes=2)
    await here.settle()

    assert len(here.cards()) == 1
    await here.act(here.double.press(ANA, here.card("Application:"), "approve"))
    assert "Approved" in words(here.card("Application:"))


async def test_slack_that_is_down_for_an_hour_loses_nothing_and_gets_the_newest_alone(here: SlackOffice) -> None:
    here.double.there.faults["*"] = [Fault(status=503)] * 200
    reference = await placed(here)
    for _ in range(60):
        here.office.clock.advance(minutes=1)
        await here.slack.payer.pay_all()
    here.office.slash(f"/partners decline {reference} No room.")
    here.double.there.faults.clear()
    here.office.clock.advance(minutes=1)
    await here.settle()

    assert len(here.cards()) == 1
    assert "Declined" in words(here.card("Application:"))
    assert buttons(here.card("Application:")) == []


async def test_a_revoked_token_is_told_by_mail_once_a_day_and_cards_wait(here: SlackOffice) -> None:
    here.double.there.revoked = True
    await placed(here)
    here.office.clock.advance(minutes=20)
    await here.settle()

    told = [each for each in here.office.sent_to("ana@district.example") if each.template == "staff_slack_refuses"]
    assert [each.subject for each in told] == ["Slack takes nothing from Liaison"]
    assert "token_revoked" in told[0].text

    here.double.there.revoked = False
    here.office.clock.advance(minutes=20)
    await here.settle()
    assert len(here.cards()) == 1


async def test_a_card_that_somebody_deleted_is_posted_anew(here: SlackOffice) -> None:
    await placed(here)
    here.double.there.messages.clear()

    await here.type(ANA, f"approve {(await _reference(here))}")

    assert "Approved" in words(here.card("Application:"))


async def _reference(here: SlackOffice) -> str:
    with here.office.app.store.view() as unit:
        return unit.partnerships.items()[0].id


async def test_cards_survive_a_restart(here: SlackOffice) -> None:
    reference = await placed(here)
    await here.slack.stop()
    here.office.restart()
    await connect(here)

    await here.type(ANA, f"approve {reference}")

    assert len(here.cards()) == 1
    assert "Approved" in words(here.card("Application:"))


async def test_a_connection_that_slack_ends_is_opened_again(here: SlackOffice) -> None:
    for politely in (True, False):
        await here.double.disconnect(politely=politely)
        await asyncio.wait_for(here.double.connected.wait(), 20)

        assert await here.type(VIC, "applications") == "There are no applications yet."


# What people write.


async def test_what_strangers_write_commands_nothing(here: SlackOffice) -> None:
    here.office.write(
        "<!channel> <https://evil.example|click> *bold* \u202ereversed &amp; we hold a raffle xq",
        subject="<!here> hello",
        sender="Eve <eve@evil.example>",
    )
    await here.settle()

    for call, sent in here.double.there.calls:
        if call.startswith("chat."):
            shown = words(sent) + sent["text"]
            assert "<!" not in shown
            assert "<http" not in shown
            assert "\u202e" not in shown


async def test_a_command_of_ten_thousand_characters_and_of_emoji_is_answered(here: SlackOffice) -> None:
    assert "Nothing was found" in await here.type(VIC, "find " + "x" * 10_000)
    assert "Nothing was found" in await here.type(VIC, "find :tada: 🎉🎉")
    assert "Did you mean `approve`" in await here.type(ANA, "aprove c-1")


async def test_a_stranger_who_presses_learns_nothing(here: SlackOffice) -> None:
    reference = await placed(here)

    await here.act(here.double.press(EVE, here.card("Application:"), "decline"))

    assert here.double.there.modals == {}
    assert reference not in here.told()


async def test_what_staff_are_told_by_cards_they_are_not_told_by_mail(here: SlackOffice) -> None:
    await placed(here)

    assert here.office.sent_to("ana@district.example") == []
    assert here.double.there.users[BO]["team_id"] == TEAM
