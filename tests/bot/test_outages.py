"""Outages as staff see them: once, not for a hiccup, again after a day, and that it is over; through restarts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller

from handlers.outages import Part
from tests.bot.outage_desk import REFUSED, Desk, a_desk
from tests.scenarios.office import mail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_port: int) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path, monkeypatch, free_port) as made:
        made.watch.low_bytes = 0
        yield made


MAILBOX = "I cannot read the mailbox: the connection to the mail server breaks off"
PASSWORD = "I cannot read the mailbox: the password was refused"
OVER = "It is over: incoming mail works again"


async def test_a_hiccup_is_nobodys_business(desk: Desk) -> None:
    await desk.minutes(1)
    desk.mailbox_fails()
    desk.office.clock.advance(seconds=5)
    desk.watch.sights.well(Part.INCOMING)
    await desk.minutes(5)

    assert desk.told() == []
    assert desk.lines == []


async def test_a_mailbox_that_is_away_for_an_hour_is_told_once_after_ten_minutes_and_its_end_once(desk: Desk) -> None:
    await desk.minutes(9, desk.mailbox_fails)
    before = desk.told()
    await desk.minutes(51, desk.mailbox_fails)
    during = desk.told()
    desk.watch.sights.well(Part.INCOMING)
    desk.office.app.service.hear(mail("Hello"), source_key="imap/partners@imap.district.example/7/1")
    await desk.minutes(10)

    assert before == []
    assert during == [(MAILBOX, "sent")]
    assert desk.told() == [(MAILBOX, "sent"), (OVER, "sent")]
    over = desk.notices()[-1].text
    assert "From: Monday, November 23, 2026 at 10:01 AM" in over
    assert "Until: Monday, November 23, 2026 at 11:00 AM" in over
    assert "I have heard 1 mail from there" in over
    assert len(desk.lines) == 2


async def test_a_refused_password_is_told_at_once_with_what_to_do(desk: Desk) -> None:
    desk.mailbox_fails(REFUSED)
    await desk.look()

    assert desk.told() == [(PASSWORD, "sent")]
    text = desk.notices()[0].text
    assert "The password of partners at imap.district.example was refused" in text
    assert "LIAISON_IMAP_PASSWORD" in text
    assert "Words: imap.district.example refuses the user or the password: AUTHENTICATIONFAILED" in text


async def test_it_is_told_again_once_a_day(desk: Desk) -> None:
    desk.mailbox_fails(REFUSED)
    await desk.look()
    desk.office.clock.advance(hours=23)
    await desk.look()
    quiet = desk.told()
    desk.office.clock.advance(hours=1)
    await desk.look()
    await desk.look()

    assert quiet == [(PASSWORD, "sent")]
    assert desk.told() == [(PASSWORD, "sent"), (f"Still: {PASSWORD}", "sent")]


async def test_a_restart_in_the_middle_tells_nothing_again_and_still_tells_the_end(desk: Desk) -> None:
    await desk.minutes(15, desk.mailbox_fails)
    desk.restart()
    await desk.minutes(15, desk.mailbox_fails)
    desk.restart()
    desk.watch.sights.well(Part.INCOMING)
    await desk.minutes(3)

    assert desk.told() == [(MAILBOX, "sent"), (OVER, "sent")]
    assert "From: Monday, November 23, 2026 at 10:01 AM" in desk.notices()[-1].text


async def test_a_restart_that_mends_it_tells_the_end_once(desk: Desk) -> None:
    desk.mailbox_fails(REFUSED)
    await desk.look()
    desk.restart()
    desk.watch.sights.well(Part.INCOMING)
    await desk.minutes(5)
    desk.restart()
    await desk.minutes(5)

    assert desk.told() == [(PASSWORD, "sent"), (OVER, "sent")]


async def test_a_mailbox_that_is_watched_no_more_leaves_nothing_open(desk: Desk) -> None:
    desk.mailbox_fails(REFUSED)
    await desk.look()
    desk.restart()
    await desk.watch.look(desk.office.app.delivery, (Part.OUTGOING, Part.STORE))

    with desk.office.app.store.view() as unit:
        assert unit.outages.all() == ()


async def test_while_mail_cannot_leave_the_terminal_tells_and_one_mail_tells_of_both_afterwards(desk: Desk) -> None:
    await desk.look()
    desk.sink.stop()
    await desk.office.app.delivery.close()
    desk.owe("in vain")
    await desk.office.app.payer.pay_all()
    await desk.minutes(60)
    waiting, lines = list(desk.sink.taken), list(desk.lines)
    desk.sink.start()
    await desk.minutes(3)

    assert waiting == []
    assert lines[0].startswith("I cannot send mail: the mail server cannot be reached.")
    assert desk.told() == [("It is over: outgoing mail works again", "sent")]
    assert "1 mail left late" in desk.notices()[0].text
    assert len(desk.sink.taken) == 2


async def test_a_whole_mail_server_that_was_away_brings_no_stale_alarm_but_one_all_clear(desk: Desk) -> None:
    await desk.look()
    desk.sink.stop()
    await desk.office.app.delivery.close()
    await desk.minutes(60, desk.mailbox_fails)
    desk.sink.start()
    await desk.minutes(1)
    desk.watch.sights.well(Part.INCOMING)
    await desk.minutes(5)

    assert [subject for subject, status in desk.told() if status == "sent"] == ["It is over: mail works again"]
    assert desk.sink.subjects() == ["It is over: mail works again"]


async def test_a_mailbox_that_stays_away_is_told_once_mail_can_leave_again(desk: Desk) -> None:
    await desk.look()
    desk.sink.stop()
    await desk.office.app.delivery.close()
    await desk.minutes(30, desk.mailbox_fails)
    desk.sink.start()
    await desk.minutes(5, desk.mailbox_fails)

    assert [subject for subject, status in desk.told() if status == "sent"] == ["It is over: outgoing mail works again", MAILBOX]


async def test_a_server_that_is_away_is_noticed_before_mail_is_due(desk: Desk) -> None:
    desk.sink.stop()
    await desk.minutes(2)

    assert [each.part for each in desk.watch.sights.known] == [Part.OUTGOING]


async def test_a_server_that_says_nothing_holds_up_no_other_news(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outages.ASK_WITHIN_S", 0.05)
    answered = asyncio.Event()
    monkeypatch.setattr(desk.office.app.delivery, "probe", answered.wait)
    desk.mailbox_fails(REFUSED)

    await desk.watch.look(desk.office.app.delivery)

    assert not answered.is_set()
    assert desk.lines[0].startswith(PASSWORD)
    answered.set()
    await desk.look()


async def test_what_a_server_says_of_one_mail_is_no_outage(desk: Desk) -> None:
    desk.sink.stop()
    refusing = Controller(_Refuses(), hostname="127.0.0.1", port=desk.sink.port)
    refusing.start()
    desk.owe("unwanted")
    await desk.minutes(20)
    refusing.stop()

    assert desk.watch.sights.known == ()


class _Refuses:
    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        return "450 4.7.1 Greylisted"


async def test_the_end_of_a_certificate_is_told_three_times_and_its_renewal_once(desk: Desk) -> None:
    now = desk.office.clock.now()
    life = (now - timedelta(days=60), now + timedelta(days=15))
    for days in range(16):
        desk.watch.sights.certificate(Part.INCOMING, "imap.district.example", life)
        await desk.look()
        if days == 8:
            desk.restart()
        desk.office.clock.advance(days=1)
    desk.watch.sights.certificate(Part.INCOMING, "imap.district.example", (life[1], life[1] + timedelta(days=90)))
    await desk.look()
    await desk.look()

    assert [subject for subject, _ in desk.told()] == [
        "The mail server's certificate ends in 14 days or less",
        "The mail server's certificate ends in 3 days or less",
        "The mail server's certificate has ended",
        "The mail server has a new certificate",
    ]


async def test_a_certificate_that_was_renewed_behind_an_old_connection_is_no_alarm(desk: Desk) -> None:
    now = desk.office.clock.now()
    desk.watch.sights.certificate(Part.INCOMING, "imap.district.example", (now - timedelta(days=80), now + timedelta(days=10)))
    desk.watch.certificate_again = lambda _: (now, now + timedelta(days=90))

    await desk.minutes(3)

    assert desk.told() == []
    with desk.office.app.store.view() as unit:
        assert [each.ends for each in unit.outages.certificates()] == [now + timedelta(days=90)]


async def test_no_staff_is_no_reason_to_stumble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_port: int) -> None:
    monkeypatch.setenv("LIAISON_STAFF", "")
    async with a_desk(tmp_path, monkeypatch, free_port) as desk:
        desk.office.app.watch.snapshot = desk.watch.snapshot.__class__(playbook=desk.office.app.loaded.playbook)
        desk.mailbox_fails(REFUSED)
        await desk.minutes(3)
        desk.watch.sights.well(Part.INCOMING)
        await desk.minutes(3)

    assert len(desk.lines) >= 2
