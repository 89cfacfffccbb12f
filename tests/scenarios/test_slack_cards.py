"""Cards stay true: what is settled by mail, in a terminal or by the clock closes its card, and every kind of card has buttons that act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bot import ticking
from handlers import letters
from handlers.outages import Kind, Part
from handlers.partnership import Proof, ProofStatus, Standing
from handlers.types import Party, Snapshot
from tests.scenarios.slack_office import ANA, BO, SlackOffice, buttons, close, open_slack_office, placed, words
from tests.scenarios.test_checkins import LUZ
from tests.scenarios.test_checkins import MONDAY as FIRST_WEEKDAY
from tests.scenarios.test_slack_day import handed_in
from tests.scenarios.test_undelivered import CLUB, report

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture(params=["socket mode", "http"])
async def either(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await open_slack_office(tmp_path, monkeypatch, by_http=request.param == "http")
    yield opened
    await close(opened)


@pytest.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await open_slack_office(tmp_path, monkeypatch)
    yield opened
    await close(opened)


async def asked_for_october(here: SlackOffice) -> None:
    here.office.clock.at = FIRST_WEEKDAY
    with here.office.app.store.unit() as unit:
        unit.partners.save(Party(id="", organization="Reading Club", contact_name="Luz Rivera", contact_email=LUZ))
    assert list(ticking.tick(here.office.app))


async def told(here: SlackOffice, template: str, context: dict[str, Any], conversation: str = "") -> None:
    """Owe staff a notice, as a decision does."""
    app = here.office.app
    snapshot = Snapshot(playbook=app.loaded.playbook, staff=app.desk.addresses)
    with app.store.unit() as unit:
        for each in letters.to_staff(snapshot, template, context, key=f"{template}/test", conversation=conversation):
            app.service.saving.post_room.owe(unit, each, here.office.clock.now())
    await here.settle()


def closed(card: dict[str, Any]) -> bool:
    return not buttons(card)


async def test_a_month_of_check_ins_in_slack(either: SlackOffice) -> None:
    """A value in doubt is confirmed and another corrected, a cry for help is taken up and answered, the report is read."""
    here, there = either, either.double
    await asked_for_october(here)
    here.office.reply("between 30 and 40 kids, 6 or 8 sessions. We need a bigger room, please help us.")
    here.office.clock.advance(days=4)
    list(ticking.tick(here.office.app))
    await here.settle()

    doubt = here.card("still in doubt")
    assert buttons(doubt)[:2] == ["confirm", "correct"]
    await here.act(there.press(BO, doubt, "correct"))
    await here.act(there.submit(BO, here.newest_modal(), text="students_served 34"))
    assert not closed(here.card("still in doubt"))
    await here.act(there.press(BO, here.card("still in doubt"), "confirm"))
    assert closed(here.card("still in doubt"))

    need = here.card("A partner needs something")
    await here.act(there.press(BO, need, "fill/1"))
    await here.act(there.submit(BO, here.newest_modal(), text="The library is yours on Tuesdays."))
    assert closed(here.card("A partner needs something"))
    assert f"by <@{BO}>" in words(here.card("A partner needs something"))
    assert "The library is yours on Tuesdays." in here.office.newest(LUZ).text

    assert "34" in await here.type(BO, "report 2026-10")


async def test_a_need_that_is_closed_in_a_terminal_closes_its_card(here: SlackOffice) -> None:
    await asked_for_october(here)
    here.office.reply("1. 45\n2. 8\n3. 20\n4. Maya read aloud\n5. none\n6. We need a bigger room, please help us.\n7. 4")
    await here.settle()
    with here.office.app.store.view() as unit:
        (need,) = unit.needs.items()

    here.office.slash(f"need {need.id} close The library is yours.", "ana@district.example")
    here.office.slash(f"need {need.id} close The library is yours.")
    await here.settle()

    assert closed(here.card("A partner needs something"))


async def test_a_partner_who_was_silent_and_answers_closes_the_card(here: SlackOffice) -> None:
    await asked_for_october(here)
    for _ in range(40):
        here.office.clock.advance(days=1)
        list(ticking.tick(here.office.app))
    await here.settle()
    assert not closed(here.card("Nobody has answered the check-in for October"))

    with here.office.app.store.view() as unit:
        asked = next(each for each in here.office.sent_to(LUZ) if "students_served" in each.questions)
    here.office.write("1. 45\n2. 8\n3. 20\n4. good\n5. none\n6. none\n7. 4", to=here.office.reply_address(asked))
    await here.settle()
    with here.office.app.store.view() as unit:
        due = unit.dues.of_partner("p-1", "checkin")
    if due[0].status.value != "answered":
        pytest.skip("the period was closed before the answer came")

    assert closed(here.card("Nobody has answered the check-in for October"))


async def test_a_mail_that_is_released_in_a_terminal_closes_its_card(here: SlackOffice) -> None:
    held = here.office.write("Please help, my child told me that a tutor hit her.", subject="Urgent")
    await here.settle()
    assert held.disposition.value == "held"
    card = dict(here.cards()[-1])

    here.office.slash(f"discard {held.inbox_id}")
    await here.settle()

    assert not closed(card)
    assert "Discarded by local-admin" in words(here.cards()[-1])


async def test_a_paper_that_has_ended_is_closed_by_a_newer_one_whoever_checks_it(here: SlackOffice) -> None:
    reference = await placed(here)
    now = here.office.clock.now()
    ended = {"kind": "insurance", "person": "", "ends": "2026-11-20", "newer": ""}
    paper: dict[str, Any] = {
        "papers": [],
        "paused": False,
        "sender": "",
        "mail": "",
        "organization": "Reading Club",
        "reference": reference,
    }
    commands = [
        {"label": "Have it already", "command": f"/partners proof {reference} insurance until DATE"},
        {"label": "Pause", "command": f"/partners pause {reference} REASON"},
    ]
    with here.office.app.store.unit() as unit:
        unit.proofs.save(
            Proof(
                id="", partnership=reference, kind="insurance", status=ProofStatus.CHECKED, valid_until=date(2026, 11, 20), received_at=now
            )
        )
    await told(here, "staff_proof", {**paper, "what": "ended", "about": [ended], "commands": commands}, reference)
    card = here.card("has ended")
    assert {"fill/1", "fill/2", "seen"} <= set(buttons(card))

    await here.act(here.double.press(BO, card, "fill/1"))
    assert here.newest_modal()["blocks"][0]["element"]["type"] == "datepicker"
    with here.office.app.store.unit() as unit:
        unit.proofs.save(
            Proof(
                id="",
                partnership=reference,
                kind="insurance",
                status=ProofStatus.CHECKED,
                valid_until=date(2027, 7, 1),
                checked_by="ana@district.example",
                decided_at=now,
                received_at=now,
            )
        )
    here.slack.desk._trued_up = float("-inf")
    await here.slack.look()

    assert closed(here.card("has ended"))
    assert "Settled by ana@district.example" in words(here.card("has ended"))


async def test_a_bounce_closes_when_its_mail_is_sent_again_or_somebody_has_seen_it(here: SlackOffice) -> None:
    here.office.write(CLUB, subject="Reading club")
    await here.slack.app.payer.pay_all()
    mail = here.office.newest(LUZ)
    report(here.office, mail.message_id)
    await here.settle()
    bounce = here.card("The partner did not get this mail")
    assert buttons(bounce) == ["release", "discard", "seen"]

    await here.act(here.double.press(BO, bounce, "seen"))

    assert f"Seen by <@{BO}>" in words(here.card("The partner did not get this mail"))
    assert here.office.newest(LUZ).status == "failed"


async def test_a_talk_that_somebody_should_look_at_closes_when_a_person_has_answered(here: SlackOffice) -> None:
    asked = here.office.write(CLUB, subject="Reading club")
    here.office.reply("person")
    await here.settle()
    assert asked.conversation is not None
    looks = [each for each in here.cards() if "reply" in buttons(each)]
    assert looks, [words(each) for each in here.cards()]

    await here.act(here.double.press(BO, looks[-1], "reply"))
    await here.act(here.double.submit(BO, here.newest_modal(), text="Thirty feet."))
    here.office.clock.advance(minutes=1)
    await here.act(here.double.press(BO, here.card("Thirty feet."), "send_reply"))

    assert f"Answered by <@{BO}>" in words(looks[-1] | here.card(words(looks[-1]).splitlines()[0]))


async def test_an_alarm_closes_when_the_part_works_again(here: SlackOffice) -> None:
    context = {
        "part": Part.INCOMING.value,
        "kind": Kind.UNREACHABLE.value,
        "where": "mail.example",
        "words": "",
        "since": "now",
        "again": False,
    }

    await told(here, "staff_outage", {**context, "reference": ""})

    assert closed(here.cards()[-1])


async def test_of_an_application_in_review_somebody_says_which_pathway_was_right_and_it_is_learnt(here: SlackOffice) -> None:
    reference = await handed_in(here)

    await here.act(here.double.press(BO, here.card("Application:"), "wrong_pathway", f"{reference} vendor"))

    assert "is an example of vendor now. The application stays under review" in here.told()
    assert "approve" in buttons(here.card("Application:"))
    with here.office.app.store.view() as unit:
        assert [each.pathway for each in unit.examples.items()] == ["vendor"]


async def test_what_somebody_types_settles_what_a_card_proposes(here: SlackOffice) -> None:
    reference = await placed(here)
    with here.office.app.store.unit() as unit:
        at = unit.partnerships.get(reference)
    assert at is not None
    assert at.standing is Standing.UNDER_REVIEW
    proposed = [{"label": "It is of somebody else", "command": "/partners assign c-placed22 ADDRESS"}]
    paper: dict[str, Any] = {"papers": [], "paused": False, "sender": "", "mail": "m-1", "organization": "", "reference": ""}
    await told(here, "staff_proof", {**paper, "what": "offered", "commands": proposed}, reference)

    here.office.slash(f"/partners assign {reference} ana@district.example")
    await here.settle()

    card = here.card("somebody who is no partner's contact")
    assert closed(card)
    assert "by local-admin" in words(card)


# An answer that waits for its delay.


async def test_an_answer_that_waits_is_a_card_and_is_stopped_on_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = await open_slack_office(tmp_path, monkeypatch, REPLIES="all", REPLY_DELAY="600")
    try:
        here.office.write(CLUB, subject="Reading club")
        await here.settle()
        card = here.card("leaves by itself")
        assert buttons(card) == ["release", "discard", "wrong_pathway"]

        await here.act(here.double.press(BO, card, "discard"))

        assert here.office.newest(LUZ).status == "cancelled"
        assert f"Stopped by <@{BO}>" in words(here.card("leaves by itself"))
    finally:
        await close(here)


async def test_an_answer_that_waits_is_sent_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = await open_slack_office(tmp_path, monkeypatch, REPLIES="all", REPLY_DELAY="600")
    try:
        here.office.write(CLUB, subject="Reading club")
        await here.settle()

        await here.act(here.double.press(ANA, here.card("leaves by itself"), "release"))

        mail = here.office.newest(LUZ)
        assert mail.next_attempt_at == here.office.clock.now()
        assert f"Released by <@{ANA}>" in words(here.card("leaves by itself"))
    finally:
        await close(here)


async def test_the_card_of_an_answer_that_has_left_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = await open_slack_office(tmp_path, monkeypatch, REPLIES="all", REPLY_DELAY="600")
    try:
        here.office.write(CLUB, subject="Reading club")
        await here.settle()
        here.office.clock.advance(minutes=11)
        await here.office.app.payer.pay_all()
        await here.slack.look()

        assert here.office.newest(LUZ).status == "sent"
        assert closed(here.card("leaves by itself"))
        assert "Sent, " in words(here.card("leaves by itself"))
    finally:
        await close(here)
