"""An office whose mail server can go away and whose clock is moved by hand, for the tests of outages."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from handlers.outages import Part
from handlers.types import Outbound
from mail.mailbox import NotAdmitted, Trouble
from tests.scenarios.office import STAFF, Office, open_office

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import pytest

    from bot.outages import Watch
    from store.outbox import OutboxItem

LOST = Trouble("imap.district.example was lost")
REFUSED = NotAdmitted("imap.district.example refuses the user or the password: AUTHENTICATIONFAILED")


@dataclass
class Sink:
    """An SMTP server that takes everything, and can go away."""

    port: int
    taken: list[bytes] = field(default_factory=list)
    _running: Controller | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        self.taken.append(envelope.content)
        return "250 OK"

    def start(self) -> None:
        self._running = Controller(self, hostname="127.0.0.1", port=self.port)
        self._running.start()

    def stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    def subjects(self) -> list[str]:
        return [str(message_from_bytes(raw, policy=default)["Subject"]) for raw in self.taken]


@dataclass
class Desk:
    """An office whose watch looks each minute, as far as its clock is moved."""

    office: Office
    sink: Sink
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch.show = self.lines.append

    @property
    def watch(self) -> Watch:
        return self.office.app.watch

    async def look(self) -> None:
        await self.watch.look(self.office.app.delivery, tuple(Part))
        await self.office.app.payer.pay_all()

    async def minutes(self, count: int, each: Callable[[], None] = lambda: None) -> None:
        for _ in range(count):
            self.office.clock.advance(minutes=1)
            each()
            await self.look()

    def restart(self) -> None:
        self.office.restart()
        self.watch.show = self.lines.append

    def mailbox_fails(self, error: Exception = LOST) -> None:
        self.watch.sights.failed(Part.INCOMING, error, "partners at imap.district.example")

    def owe(self, key: str) -> None:
        outbound = Outbound(key=key, to=("luz@readers.example",), template="stopped", context=self._context())
        with self.office.app.store.unit() as unit:
            self.office.app.service.saving.post_room.owe(unit, outbound, self.office.clock.now())

    def _context(self) -> dict[str, Any]:
        from bot.samples import samples  # noqa: PLC0415  any mail will do

        return dict(next(each.context for each in samples(self.office.app.loaded.playbook) if each.template == "stopped"))

    def notices(self) -> list[OutboxItem]:
        return [item for item in self.office.sent_to(STAFF) if item.template.startswith(("staff_outage", "staff_certificate"))]

    def told(self) -> list[tuple[str, str]]:
        return [(item.subject, item.status) for item in self.notices()]


@asynccontextmanager
async def a_desk(folder: Path, monkeypatch: pytest.MonkeyPatch, port: int) -> AsyncIterator[Desk]:
    sink = Sink(port)
    sink.start()
    office = open_office(folder, monkeypatch, SMTP_URL=f"smtp://127.0.0.1:{port}", REPLIES="all")
    try:
        yield Desk(office, sink)
    finally:
        sink.stop()
        await office.app.delivery.close()
        office.app.close()
