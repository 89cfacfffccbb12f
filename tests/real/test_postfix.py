"""Mail through a real Postfix: what it refuses, what comes back, and what a server that dies in the middle loses."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest

from bot import app as composition
from bot import postman, slash
from bot.settings import load_settings
from handlers.types import Outbound
from mail.delivery import Relay, SmtpDelivery, from_url
from mail.mailbox import Mailbox
from tests.real.conftest import PASSWORD
from tests.scenarios.office import MovingClock, mail, the_model

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.app import App
    from bot.payer import Paid
    from store.outbox import OutboxItem
    from tests.real.conftest import Dovecot
    from tests.real.postfix import FarEnd, Postfix

pytestmark = pytest.mark.real

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"
CLUB = "We are Harbor Readers, a nonprofit, and would like to run a free reading club at Lincoln Elementary. It costs nobody anything."
STAFF = "ana@district.example"
PATIENCE_S = 30


def until(holds: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.02)
    raise AssertionError(f"did not happen within {PATIENCE_S} s")


@dataclass
class Desk:
    """A Liaison whose mail leaves by Postfix, and whose mailbox Postfix delivers into."""

    app: App
    clock: MovingClock
    user: str
    dovecot: Dovecot

    @property
    def address(self) -> str:
        return f"{self.user}@district.example"

    def write(self, text: str, sender: str, subject: str = "Kits") -> None:
        """A partner writes by a mail server of its own."""
        self.dovecot.deliver(self.user, mail(text, sender=sender, to=self.address, subject=subject))
        self.read_mailbox()

    def read_mailbox(self) -> int:
        """Hear and decide all that lies in the mailbox; returns how many mails that were."""
        account = self.app.settings.account
        assert account is not None
        box = Mailbox(account)
        try:
            opened = box.open()
            man = postman.Postman(account, self.app.settings.imap_since, self.app.service, on_heard=lambda: None)
            visit = postman.Visit(
                box=box,
                opened=opened,
                seen=man._first_seen(box, opened),
                since=man.since,
                service=self.app.service,
                on_heard=lambda: None,
                stopping=man._stopping,
                breaks={},
            )
            visit.look(whole=True)
            waiting = self.app.service.waiting()
            for each in waiting:
                self.app.service.decide(each)
            visit.move_decided()
        finally:
            box.close()
        return len(waiting)

    def pay(self) -> Paid:
        async def all_and_close() -> Paid:
            try:
                return await self.app.payer.pay_all()
            finally:
                await self.app.delivery.close()

        return asyncio.run(all_and_close())

    def owe(self, *to: str, cc: tuple[str, ...] = (), key: str = "key") -> str:
        raw = mail("Hello.", sender=self.address, to=to[0], subject="Reading club", message_id=f"<{key}@district.example>")
        outbound = Outbound(key=key, to=to, cc=cc, template="answer", context={})
        with self.app.store.unit() as unit:
            item = unit.outbox.add(
                outbound, message_id=f"{key}@district.example", raw=raw, subject="Reading club", text="", now=self.clock.now()
            )
        assert item is not None
        return item

    def items(self, to: str) -> list[OutboxItem]:
        with self.app.store.view() as unit:
            return [item for item in unit.outbox.items(limit=10_000) if to in item.to]

    def slash(self, text: str) -> str:
        return slash.answer(self.app, text, "local-admin").text

    def records(self) -> Counter[str]:
        with self.app.store.view() as unit:
            return Counter(each.record.kind for each in unit.records.items(limit=10_000))


@pytest.fixture
def servers(postfix: Postfix, far_end: FarEnd, dovecot: Dovecot) -> tuple[Postfix, FarEnd, Dovecot]:
    return postfix, far_end, dovecot


@pytest.fixture
def open_desk(
    servers: tuple[Postfix, FarEnd, Dovecot], user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Desk]]:
    postfix, far_end, dovecot = servers
    opened: list[Desk] = []
    far_end.forget()

    def another(**settings: str) -> Desk:
        given = {
            "INTAKE_ADDRESS": f"{user}@district.example",
            "STAFF": f"{STAFF}:approver",
            "LISTEN": "",
            "REPLIES": "all",
            "LOG": "error",
            "IMAP_URL": f"imap://{user}@127.0.0.1:{dovecot.imap}",
            "IMAP_PASSWORD": PASSWORD,
            "IMAP_SINCE": "all",
            "SMTP_URL": f"smtp://127.0.0.1:{postfix.port}",
            **settings,
        }
        for name, value in given.items():
            monkeypatch.setenv(f"LIAISON_{name}", value)
        clock = MovingClock()
        opened.append(Desk(composition.build(load_settings(tmp_path), clock, the_model()), clock, user, dovecot))
        return opened[-1]

    yield another
    for each in opened:
        each.app.close()


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    return open_desk()


def test_a_mail_goes_from_mailbox_to_mailbox_over_every_server(desk: Desk, far_end: FarEnd) -> None:
    desk.write(VENDOR, "luz@readers.example")

    desk.pay()

    (arrived,) = until(lambda: far_end.to("luz@readers.example"))
    (owed,) = desk.items("luz@readers.example")
    assert (arrived.sender, arrived.message_id) == (desk.address, owed.message_id)
    assert message_from_bytes(arrived.raw)["Auto-Submitted"] == "auto-replied"


def test_a_bounce_that_comes_back_by_mail_stands_in_the_record_and_staff_are_told(desk: Desk, far_end: FarEnd) -> None:
    far_end.says["gone@readers.example"] = "550 5.1.1 <gone@readers.example>: No such user here"
    desk.write(CLUB, "Luz Rivera <gone@readers.example>", subject="Reading club")
    desk.pay()

    until(desk.read_mailbox)

    (mailed,) = desk.items("gone@readers.example")
    assert mailed.status == "failed"
    assert mailed.reason.startswith("came back: 550 5.1.1 <gone@readers.example>: No such user here")
    (notice,) = [each for each in desk.items(STAFF) if each.template == "staff_undelivered"]
    assert "No such user here" in notice.text
    assert f"/partners release {mailed.id}" in notice.text
    assert desk.records()["bounce.hard"] == 1
    assert "conversation.bounced" in desk.slash(f"show {mailed.conversation}")


def test_a_mail_that_came_back_can_be_released_once_the_address_is_mended(desk: Desk, far_end: FarEnd) -> None:
    far_end.says["gone@readers.example"] = "550 5.1.1 No such user here"
    desk.write(VENDOR, "gone@readers.example")
    desk.pay()
    until(desk.read_mailbox)
    del far_end.says["gone@readers.example"]

    desk.slash(f"release {desk.items('gone@readers.example')[0].id}")
    desk.pay()

    assert len(until(lambda: far_end.to("gone@readers.example"))) == 1
    assert desk.items("gone@readers.example")[0].status == "sent"


def test_a_mail_refused_at_once_is_the_same_fact_as_one_that_comes_back(desk: Desk) -> None:
    desk.write(CLUB, "unknown@district.example", subject="Reading club")

    paid = desk.pay()

    assert paid.failed == 1
    assert desk.records()["bounce.hard"] == 1
    assert "550 5.1.1" in next(each.text for each in desk.items(STAFF) if each.template == "staff_undelivered")


def test_one_of_two_is_refused_the_other_put_off_and_a_third_has_it(desk: Desk, far_end: FarEnd) -> None:
    desk.owe("luz@readers.example", cc=("unknown@district.example", "busy@district.example"))

    first = desk.pay()
    desk.clock.advance(minutes=2)
    second = desk.pay()

    assert (first.retried, second.retried) == (1, 1)
    assert len(until(lambda: far_end.to("luz@readers.example"))) == 1
    assert desk.records()["bounce.hard"] == 1
    assert "450 4.2.1" in desk.items("luz@readers.example")[0].reason


@pytest.mark.parametrize(("sender", "to"), [("", "elsewhere@district.example"), ("stranger@district.example", "luz@readers.example")])
def test_a_server_that_refuses_us_keeps_the_mail_and_is_told_in_its_words(open_desk: Callable[..., Desk], sender: str, to: str) -> None:
    desk = open_desk(**({"INTAKE_ADDRESS": sender} if sender else {}))
    desk.owe(to)

    paid = desk.pay()

    assert (paid.retried, paid.failed) == (1 + bool(sender), 0)
    assert [each.template for each in desk.items(STAFF)] == ["staff_server_refuses"]
    assert "5.7.1" in desk.items(STAFF)[0].text
    assert not [kind for kind in desk.records() if "bounce" in kind]


async def test_starttls_goes_to_a_server_whose_certificate_is_trusted_and_to_no_other(
    postfix: Postfix, far_end: FarEnd, trusting: ssl.SSLContext
) -> None:
    far_end.forget()
    relay = Relay.from_url(f"smtp+starttls://localhost:{postfix.port}")
    raw = mail("Hello.", subject="x", message_id="<tls@district.example>")

    for tls in (trusting, None):
        delivery = SmtpDelivery(relay, tls=tls)
        delivered = await delivery.deliver(raw, "partners@district.example", ["luz@readers.example"])
        problem = await delivery.problem()
        await delivery.close()
        if tls is trusting:
            assert (delivered.status, problem) == ("sent", "")
        else:
            assert (delivered.status, delivered.ours, delivered.away) == ("temporary", True, True)
            assert problem.startswith(f"localhost:{postfix.port}: its certificate is not to be trusted (self-signed certificate)")
            assert delivered.message == problem

    assert [each.message_id for each in until(lambda: far_end.to("luz@readers.example"))] == ["tls@district.example"]


def test_a_server_that_is_killed_in_the_middle_loses_nothing_and_doubles_nothing(desk: Desk, postfix: Postfix, far_end: FarEnd) -> None:
    wanted = {f"m{number}@district.example" for number in range(60)}
    for number in range(60):
        desk.owe(f"p{number}@readers.example", key=f"m{number}")

    async def pay_through_a_kill() -> tuple[Paid, Paid]:
        paying = asyncio.create_task(desk.app.payer.pay_all())
        await asyncio.to_thread(until, lambda: len(far_end.taken) >= 10)
        await asyncio.to_thread(postfix.kill)
        first = await paying
        await asyncio.to_thread(postfix.start)
        paid = first
        for _ in range(20):
            desk.clock.advance(minutes=2)
            paid += await desk.app.payer.pay_all()
        await desk.app.delivery.close()
        return first, paid

    first, paid = asyncio.run(pay_through_a_kill())
    until(lambda: {each.message_id for each in far_end.taken} >= wanted)
    until(lambda: postfix.queued() == 0)

    assert first.retried > 0
    assert (paid.sent, paid.failed) == (60, 0)
    arrived = Counter(each.message_id for each in far_end.taken)
    assert set(arrived) == wanted
    # Twice only where a connection broke between the message and its answer, so that nobody knew (G6): one for each connection.
    assert arrived.total() - 60 <= desk.app.settings.send_connections


async def test_from_url_speaks_to_a_real_server_over_one_connection(postfix: Postfix, far_end: FarEnd) -> None:
    far_end.forget()
    delivery = from_url(f"smtp://127.0.0.1:{postfix.port}", connections=1)

    delivered = await asyncio.gather(
        *(
            delivery.deliver(mail(f"{n}", message_id=f"<n{n}@x.example>"), "a@district.example", [f"p{n}@readers.example"])
            for n in range(10)
        )
    )

    assert isinstance(delivery, SmtpDelivery)
    assert len(delivery._idle) == 1
    await delivery.close()
    assert {each.status for each in delivered} == {"sent"}
    until(lambda: len(far_end.taken) == 10)


@pytest.fixture
def smtp_sink(real_program: Callable[[str], str], free_port: int) -> Iterator[Callable[..., int]]:
    """Starts smtp-sink with some options; returns its port."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> int:
        as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
        running.append(subprocess.Popen([real_program("smtp-sink"), *as_user, *options, f"127.0.0.1:{free_port}", "64"]))
        until(lambda: _is_open(free_port))
        return free_port

    yield start
    for each in running:
        each.terminate()
        each.wait(PATIENCE_S)


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize(
    ("options", "status", "ours"),
    [
        ((), "sent", False),
        (("-f", "RCPT", "-B", "550 5.1.1 No such user"), "permanent", False),
        (("-f", "DATA", "-B", "554 5.7.1 No spam"), "permanent", False),
        (("-f", "MAIL", "-B", "550 5.7.1 Not you"), "temporary", True),
        (("-f", "RCPT", "-B", "554 5.7.1 Relay access denied"), "temporary", True),
        (("-r", "RCPT", "-b", "451 4.7.1 Later"), "temporary", False),
        (("-q", "RCPT"), "temporary", False),
        (("-q", "."), "temporary", False),
    ],
)
async def test_each_kind_of_answer_of_an_independent_server_is_sorted(
    smtp_sink: Callable[..., int], options: tuple[str, ...], status: str, ours: bool
) -> None:
    delivery = from_url(f"smtp://127.0.0.1:{smtp_sink(*options)}")

    delivered = await delivery.deliver(mail("Hello.", subject="x"), "partners@district.example", ["luz@readers.example"])

    await delivery.close()
    assert (delivered.status, delivered.ours) == (status, ours)
    assert delivered.unsure is (options == ("-q", "."))
