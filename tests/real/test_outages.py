"""A real IMAP server that goes away, comes back, refuses the password, and shows a certificate, as staff hear of it."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from bot import app as composition
from bot import postman
from bot.runners import Runners
from bot.settings import load_settings
from handlers.outages import Kind, Part
from mail.mailbox import Account, Mailbox
from tests.real.conftest import PASSWORD, Dovecot
from tests.scenarios.office import INTAKE, STAFF, MovingClock, mail, the_model

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.app import App

pytestmark = pytest.mark.real

PATIENCE_S = 30


def until(holds: Callable[[], Any]) -> Any:
    """What `holds` returns, as soon as it is something."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.02)
    raise AssertionError(f"did not happen within {PATIENCE_S} s")


@dataclass
class Desk:
    """A running Liaison on one mailbox of the server; its clock is moved by hand."""

    app: App
    clock: MovingClock
    lines: list[str] = field(default_factory=list)
    _wake: Callable[[], object] = lambda: None

    @contextmanager
    def running(self) -> Iterator[None]:
        loop = asyncio.new_event_loop()
        runners = Runners(self.app, show=self.lines.append)
        thread = Thread(target=lambda: loop.run_until_complete(runners.run(lambda _: None)))
        self._wake = lambda: loop.call_soon_threadsafe(runners.noticed.set)
        thread.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(runners.stop)
            thread.join(PATIENCE_S)
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
            assert not thread.is_alive()

    def pass_time(self, **by: float) -> None:
        self.clock.advance(**by)
        self._wake()

    def is_out(self) -> bool:
        known = self.app.watch.sights.of(Part.INCOMING)
        return known is not None and known.is_out

    def is_unreachable(self) -> bool:
        known = self.app.watch.sights.of(Part.INCOMING)
        return known is not None and known.kind is Kind.UNREACHABLE

    def told(self) -> list[str]:
        """What has gone to staff about outages."""
        with self.app.store.view() as unit:
            items = unit.outbox.items(("sent",), limit=1000)
        return [item.subject for item in items if STAFF in item.to and item.template.startswith("staff_outage")]


@pytest.fixture
def opened(dovecot: Dovecot, user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    made: list[App] = []
    clock = MovingClock()
    monkeypatch.setattr(postman, "FIRST_REFUSED_S", 0.1)

    def open_one(password: str = PASSWORD) -> Desk:
        url = f"imap://{user}@127.0.0.1:{dovecot.imap}"
        given = {"INTAKE_ADDRESS": INTAKE, "LISTEN": "", "REPLIES": "all", "LOG": "error", "STAFF": STAFF, "IMAP_SINCE": "all"}
        for name, value in {**given, "IMAP_URL": url, "IMAP_PASSWORD": password}.items():
            monkeypatch.setenv(f"LIAISON_{name}", value)
        made.append(composition.build(load_settings(tmp_path), clock, the_model()))
        made[-1].watch.low_bytes = 0
        return Desk(made[-1], clock)

    yield open_one
    for each in made:
        each.close()


def test_a_server_that_is_away_for_an_hour_is_told_once_and_its_end_with_what_waited(
    opened: Callable[..., Desk], dovecot: Dovecot, user: str
) -> None:
    desk = opened()
    with desk.running():
        until(lambda: desk.app.watch.sights._well.get(Part.INCOMING))
        dovecot.stop()
        try:
            until(desk.is_unreachable)
            desk.pass_time(minutes=30)
            until(desk.told)
            desk.pass_time(minutes=30)
        finally:
            dovecot.start()
        dovecot.deliver(user, mail("Do you take volunteers for reading?"))
        until(lambda: not desk.is_out())
        until(lambda: _heard(desk) == 1)
        desk.pass_time(minutes=2)
        until(lambda: len(desk.told()) == 2)

    assert desk.told() == ["I cannot read the mailbox: the mail server cannot be reached", "It is over: incoming mail works again"]
    assert "I have heard 1 mail from there" in _text_of_the_last(desk)


def test_a_refused_password_is_told_at_once_and_the_right_one_ends_it(opened: Callable[..., Desk]) -> None:
    refused = opened(password="wrong")
    with refused.running():
        until(refused.told)
    lines = refused.lines
    mended = opened()
    with mended.running():
        until(lambda: mended.app.watch.sights.of(Part.INCOMING) and not mended.is_out())
        mended.pass_time(minutes=2)
        until(lambda: len(mended.told()) == 2)

    assert mended.told() == ["I cannot read the mailbox: the password was refused", "It is over: incoming mail works again"]
    assert lines[0].startswith("I cannot read the mailbox: the password was refused.")


def test_how_long_the_certificate_is_good_is_seen_on_the_way_in(dovecot: Dovecot, user: str, trusting: ssl.SSLContext) -> None:
    account = Account(host="127.0.0.1", port=dovecot.imaps, tls=True, user=user, password=PASSWORD)

    with closing(Mailbox(account, tls=trusting)) as box:
        box.open()
        life = box.certificate_life()

    assert life is not None
    assert life[1] - life[0] == timedelta(days=2)


def _heard(desk: Desk) -> int:
    with desk.app.store.view() as unit:
        return len(unit.inbox.items(limit=10))


def _text_of_the_last(desk: Desk) -> str:
    with desk.app.store.view() as unit:
        return [item for item in unit.outbox.items(("sent",), limit=1000) if item.template == "staff_outage_over"][-1].text
