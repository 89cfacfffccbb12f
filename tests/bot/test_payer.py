"""What becomes of what we owe: sent once, tried again, given up; and never more than the limits allow."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from bot import payer as payer_module
from bot.payer import Limits, Paid
from handlers.retry import LIFETIME, LONGEST, WAITS, Delay
from handlers.types import Outbound
from mail.delivered import Delivered, Refused
from store.errors import StoreFull
from store.outbox import Outbox
from tests.scenarios.office import STAFF, Office, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"
SENT = Delivered(status="sent", code=250, message="taken")
BUSY = Delivered(status="temporary", code=451, message="greylisted")
GONE = Delivered(
    status="permanent",
    code=550,
    message="no such user",
    refused=(Refused(recipient="luz0@readers.example", code=550, message="no such user", blame="address"),),
)
AWAY = Delivered(status="temporary", code=0, message="mail.example:587: connection refused", away=True)
NO_RELAY = Delivered(status="temporary", code=554, message="5.7.1 Relay access denied", ours=True)
CLOSED = Delivered(status="temporary", code=421, message="4.3.2 Going down")


@dataclass
class ScriptedDelivery:
    """Answers as told, and then takes everything."""

    answers: list[Delivered | Exception] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    tried: list[tuple[str, ...]] = field(default_factory=list)

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:  # noqa: ARG002  as the contract has it
        self.tried.append(tuple(recipients))
        answer = self.answers.pop(0) if self.answers else SENT
        if isinstance(answer, Exception):
            raise answer
        if answer.status == "sent":
            self.taken.append(raw)
        return answer

    async def problem(self) -> str:
        return ""

    async def close(self) -> None:
        """There is nothing to close."""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = open_office(tmp_path, monkeypatch, STAFF="")
    yield opened
    opened.app.close()


def owe(office: Office, count: int = 1) -> None:
    for number in range(count):
        office.write(f"{VENDOR} {number}", subject="STEM kits", sender=f"luz{number}@readers.example")


async def test_a_mail_is_sent_once(office: Office) -> None:
    delivery = ScriptedDelivery()
    payer = replace(office.app.payer, delivery=delivery)
    owe(office)

    first, second = await payer.pay_all(), await payer.pay_all()

    assert (first, second) == (Paid(sent=1), Paid())
    assert len(delivery.taken) == 1


async def test_a_temporary_failure_is_tried_again_with_the_same_bytes(office: Office) -> None:
    delivery = ScriptedDelivery(answers=[BUSY, OSError("the network is gone")])
    payer = replace(office.app.payer, delivery=delivery)
    owe(office)
    before = office.sent_to("luz0@readers.example")[0].raw_sha256

    paid = [await payer.pay_all()]
    for wait in WAITS[:2]:
        office.clock.advance(seconds=wait.total_seconds())
        paid.append(await payer.pay_all())

    assert paid == [Paid(retried=1), Paid(retried=1), Paid(sent=1)]
    assert office.sent_to("luz0@readers.example")[0].raw_sha256 == before


async def test_a_refused_mail_fails_and_a_person_can_send_it_again(office: Office) -> None:
    payer = replace(office.app.payer, delivery=ScriptedDelivery(answers=[GONE]))
    owe(office)

    refused = await payer.pay_all()
    listed = office.slash("inbox")
    office.slash(f"release {office.sent_to('luz0@readers.example')[0].id}")

    assert refused == Paid(failed=1)
    assert "no such user" in listed
    assert await payer.pay_all() == Paid(sent=1)


async def test_a_mail_that_never_gets_through_is_given_up_after_its_lifetime(office: Office) -> None:
    payer = replace(office.app.payer, delivery=ScriptedDelivery(answers=[BUSY] * 100))
    owe(office)
    began, paid = office.clock.at, Paid()
    for _ in range(80):
        paid += await payer.pay_all()
        if paid.failed:
            break
        office.clock.advance(seconds=WAITS[-1].total_seconds())

    assert paid.failed == 1
    assert office.clock.at - began <= LIFETIME
    assert "given up" in office.slash("inbox")


@pytest.mark.parametrize(("limits", "window"), [(Limits(per_minute=2), 61), (Limits(per_day=2), 86_401)])
async def test_no_more_go_out_than_the_limit_allows_and_the_rest_follow(office: Office, limits: Limits, window: int) -> None:
    payer = replace(office.app.payer, delivery=ScriptedDelivery(), limits=limits)
    owe(office, 5)

    first = await payer.pay_all()
    waits = await payer.next_due()
    office.clock.advance(seconds=window)
    second = await payer.pay_all()

    assert (first.sent, second.sent) == (2, 2)
    assert waits > 0


async def test_what_a_killed_process_held_is_due_at_once(office: Office) -> None:
    owe(office)
    dead = replace(office.app.payer, worker=f"{office.app.payer.worker.rpartition('/')[0]}/999999999")
    with office.app.store.unit() as unit:
        unit.outbox.claim(office.clock.at, limit=1, lease_s=60, worker=dead.worker)
    payer = replace(office.app.payer, delivery=ScriptedDelivery())

    before = await payer.pay_all()
    taken_over = payer.take_over()

    assert (before, taken_over) == (Paid(), 1)
    assert await payer.pay_all() == Paid(sent=1)


async def test_what_a_running_process_holds_stays_its_own(office: Office) -> None:
    owe(office)
    with office.app.store.unit() as unit:
        unit.outbox.claim(office.clock.at, limit=1, lease_s=60, worker=office.app.payer.worker)

    assert office.app.payer.take_over() == 0


@pytest.fixture
def staffed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office where somebody hears of things."""
    opened = open_office(tmp_path, monkeypatch)
    yield opened
    opened.app.close()


def owe_to(office: Office, *to: str, cc: tuple[str, ...] = (), to_staff: bool = False) -> str:
    """Owe a mail to several, as an answer with people in copy is."""
    outbound = Outbound(key=f"key/{to}/{cc}", to=to, cc=cc, template="answer", context={}, to_staff=to_staff)
    with office.app.store.unit() as unit:
        item = unit.outbox.add(
            outbound, message_id=f"{len(to)}@district.example", raw=b"mail", subject="Reading club", text="", now=office.clock.at
        )
    assert item is not None
    return item


def notices(office: Office) -> list[tuple[str, str]]:
    return [(each.template, each.subject) for each in office.sent_to(STAFF)]


async def test_a_mail_refused_for_good_is_a_bounce_on_record_and_staff_hear_of_it_once(staffed: Office) -> None:
    payer = replace(staffed.app.payer, delivery=ScriptedDelivery(answers=[GONE]))
    owe(staffed)
    item = staffed.sent_to("luz0@readers.example")[0]

    await payer.pay_all()
    staffed.slash(f"release {item.id}")
    await replace(payer, delivery=ScriptedDelivery(answers=[GONE])).pay_all()

    (notice,) = [each for each in staffed.sent_to(STAFF) if each.template == "staff_undelivered"]
    assert "“550 no such user”" in notice.text
    assert f"/partners release {item.id}" in notice.text
    assert staffed.kinds_of_records().count("bounce.hard") == 2
    assert "luz0@readers.example: 550 no such user" in staffed.slash(f"show {item.conversation}")


async def test_who_is_refused_beside_others_is_told_of_and_the_others_get_no_second_copy(staffed: Office) -> None:
    refused = (Refused(recipient="sam@readers.example", code=550, message="5.1.1 Who?", blame="address"),)
    delivery = ScriptedDelivery(answers=[replace(SENT, refused=refused)])
    item = owe_to(staffed, "luz@readers.example", cc=("sam@readers.example",))

    await replace(staffed.app.payer, delivery=delivery).pay_all()

    assert delivery.tried[0] == ("luz@readers.example", "sam@readers.example")
    assert ("staff_undelivered", "Not delivered: Reading club") in notices(staffed)
    assert "get no second copy" in staffed.newest(STAFF).text
    assert "nothing of that name waits" in staffed.slash(f"release {item}")


async def test_who_is_put_off_beside_others_is_tried_again_alone(office: Office) -> None:
    refused = (Refused(recipient="sam@readers.example", code=450, message="4.2.0 Greylisted", blame="later"),)
    delivery = ScriptedDelivery(answers=[replace(SENT, refused=refused), BUSY])
    payer = replace(office.app.payer, delivery=delivery)
    owe_to(office, "luz@readers.example", cc=("sam@readers.example",))

    paid = [await payer.pay_all()]
    for wait in WAITS[:2]:
        office.clock.advance(seconds=wait.total_seconds())
        paid.append(await payer.pay_all())

    assert paid == [Paid(retried=1), Paid(retried=1), Paid(sent=1)]
    assert delivery.tried[1:] == [("sam@readers.example",)] * 2


async def test_a_server_that_refuses_us_is_no_bounce_and_keeps_the_mail(staffed: Office) -> None:
    payer = replace(staffed.app.payer, delivery=ScriptedDelivery(answers=[NO_RELAY] * 3))
    owe(staffed, 2)

    first = await payer.pay_all()
    staffed.clock.advance(seconds=LONGEST[Delay.REFUSES_US].total_seconds())
    await payer.pay_all()

    assert (first.retried, first.failed) == (3, 0)
    assert [each for each, _ in notices(staffed)] == ["staff_server_refuses"]
    assert "554 5.7.1 Relay access denied" in staffed.newest(STAFF).text
    assert not [kind for kind in staffed.kinds_of_records() if "bounce" in kind]
    assert [each.status for each in staffed.sent_to("luz0@readers.example")] == ["sent"]


async def test_a_mail_that_the_server_refused_from_us_for_its_whole_lifetime_waits_for_a_person(office: Office) -> None:
    payer = replace(office.app.payer, delivery=ScriptedDelivery(answers=[NO_RELAY] * 10))
    owe(office)
    await payer.pay_all()
    office.clock.advance(seconds=LIFETIME.total_seconds())

    paid = await payer.pay_all()
    listed = office.slash("inbox")
    office.slash(f"release {office.sent_to('luz0@readers.example')[0].id}")

    assert paid == Paid(held=1)
    assert "the mail server refuses us" in listed
    assert await payer.pay_all() == Paid(retried=1)


async def test_what_was_given_up_after_its_lifetime_is_told_and_can_be_released_with_a_new_one(staffed: Office) -> None:
    payer = replace(staffed.app.payer, delivery=ScriptedDelivery(answers=[BUSY, BUSY, BUSY]))
    owe(staffed)
    await payer.pay_all()
    staffed.clock.advance(seconds=LIFETIME.total_seconds())

    await payer.pay_all()
    item = staffed.sent_to("luz0@readers.example")[0]
    staffed.slash(f"release {item.id}")
    again = await replace(payer, delivery=ScriptedDelivery(answers=[BUSY, BUSY])).pay_all()

    assert item.status == "failed"
    assert "for five days" in next(each.text for each in staffed.sent_to(STAFF) if each.template == "staff_undelivered")
    assert again.retried >= 1
    assert again.failed == 0


async def test_where_no_server_is_there_one_mail_finds_out_for_all_and_none_is_blamed(office: Office) -> None:
    delivery = ScriptedDelivery(answers=[AWAY, AWAY])
    payer = replace(office.app.payer, delivery=delivery, limits=Limits(connections=1))
    owe(office, 30)

    await payer.pay_all()
    office.clock.advance(seconds=61)
    await payer.pay_all()
    tried = len(delivery.tried)
    office.clock.advance(seconds=61)
    paid = await payer.pay_all()

    assert tried == 2
    assert paid == Paid(sent=30)
    assert {each.attempts for number in range(30) for each in office.sent_to(f"luz{number}@readers.example")} == {1}


async def test_a_server_that_ends_the_connection_makes_no_mail_wait_for_hours(office: Office) -> None:
    payer = replace(office.app.payer, delivery=ScriptedDelivery(answers=[CLOSED] * 6))
    owe(office)

    for _ in range(6):
        await payer.pay_all()
        office.clock.advance(seconds=LONGEST[Delay.CLOSED].total_seconds())

    assert await payer.pay_all() == Paid(sent=1)


async def test_a_slow_server_does_not_cost_us_the_claim(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payer_module, "LEASE_S", 3.0)

    class Slow(ScriptedDelivery):
        async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
            for _ in range(3):
                await asyncio.sleep(1.5)
                office.clock.advance(seconds=1.5)
            with office.app.store.unit() as unit:
                assert unit.outbox.claim(office.clock.at, limit=9, lease_s=60, worker="another/1") == ()
            return await super().deliver(raw, sender, recipients)

    owe(office)

    paid = await replace(office.app.payer, delivery=Slow()).pay_all()

    assert paid == Paid(sent=1)


async def test_what_went_out_is_marked_when_the_store_has_room_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payer_module, "MARK_WAITS_S", (0.01,) * 5)
    full, mark = [StoreFull("no room")] * 3, Outbox.sent

    def sometimes(*args: Any) -> bool:
        if full:
            raise full.pop()
        return mark(*args)

    monkeypatch.setattr(Outbox, "sent", sometimes)
    delivery = ScriptedDelivery()
    owe(office)

    paid = await replace(office.app.payer, delivery=delivery).pay_all()

    assert (paid, len(delivery.taken)) == (Paid(sent=1), 1)


async def test_a_notice_that_cannot_be_delivered_is_told_to_the_others_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(tmp_path, monkeypatch, STAFF=f"{STAFF}:approver,bo@district.example:staff")
    gone = replace(GONE, refused=(Refused(recipient=STAFF, code=550, message="5.1.1 Who?", blame="address"),))
    owe_to(office, STAFF, to_staff=True)

    await replace(office.app.payer, delivery=ScriptedDelivery(answers=[gone])).pay_all()

    assert [each.template for each in office.sent_to("bo@district.example")] == ["staff_undelivered"]
    assert len(office.sent_to(STAFF)) == 1
    office.app.close()


@pytest.mark.parametrize("connections", [1, 3])
async def test_no_more_are_on_the_line_at_a_time_than_allowed(office: Office, connections: int) -> None:
    seen: list[int] = []

    class Counting(ScriptedDelivery):
        on_the_line = 0

        async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
            self.on_the_line += 1
            seen.append(self.on_the_line)
            await asyncio.sleep(0.01)
            self.on_the_line -= 1
            return await super().deliver(raw, sender, recipients)

    owe(office, 8)

    paid = await replace(office.app.payer, delivery=Counting(), limits=Limits(connections=connections)).pay_all()

    assert (paid.sent, max(seen)) == (8, connections)
