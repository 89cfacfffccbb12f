"""What becomes of what we owe: sent once, tried again, given up; and never more than the limits allow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from bot.payer import Limits, Paid
from handlers.retry import LIFETIME, WAITS
from mail.delivery import Delivered
from tests.scenarios.office import Office, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"
SENT = Delivered(status="sent", code=250, message="taken")
BUSY = Delivered(status="temporary", code=451, message="greylisted")
GONE = Delivered(status="permanent", code=550, message="no such user")


@dataclass
class ScriptedDelivery:
    """Answers as told, and then takes everything."""

    answers: list[Delivered | Exception] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:  # noqa: ARG002  as the contract has it
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
