"""An office whose every mail comes by LMTP, Dovecot and IMAP, leaves by SMTP and Postfix, and whose store is PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from smtplib import LMTP
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from bot import postman
from mail.mailbox import Mailbox
from tests.real.conftest import PASSWORD
from tests.scenarios import office as plain
from tests.store.conftest import postgres, postgres_template, postgres_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.decided import Decided
    from bot.payer import Paid
    from store.outbox import OutboxItem
    from tests.real.conftest import Dovecot
    from tests.real.postfix import FarEnd, Postfix

#: Fixtures of another module.
__all__ = ["postgres", "postgres_template", "postgres_url"]

PATIENCE_S = 30


@dataclass
class RealOffice(plain.Office):
    """The test office, with servers where the plain one hands bytes over. Its clock is still the test's."""

    dovecot: Dovecot
    far_end: FarEnd
    user: str
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _visit: postman.Visit | None = None

    def hear(self, raw: bytes, **envelope: Any) -> Decided:
        """A partner's server brings the mail; the mailbox is read, the mail decided and moved, the answers sent and seen to arrive."""
        self._bring(raw, envelope.get("envelope_from") or "luz@readingclub.example")
        visit = self._at_the_mailbox()
        # The running program would be woken by IDLE, half a second later.
        assert visit.box._client is not None
        visit.box._client.noop()
        visit.look(whole=False)
        (inbox_id,) = self.app.service.waiting()
        decided = self.app.service.decide(inbox_id)
        assert decided is not None
        visit.move_decided()
        self.pay()
        return decided

    def pay(self) -> Paid:
        paid = self.loop.run_until_complete(self.app.payer.pay_all())
        until = time.monotonic() + PATIENCE_S
        while missing := self._not_arrived():
            assert time.monotonic() < until, f"{missing} never arrived"
            time.sleep(0.005)
        return paid

    def reply_address(self, item: OutboxItem) -> str:
        """As it stands in the mail that arrived, where it has left."""
        found = [each for each in self.far_end.to(item.to[0]) if each.message_id == item.message_id]
        return str(message_from_bytes(found[0].raw)["Reply-To"]) if found else super().reply_address(item)

    def restart(self) -> None:
        self.leave()
        super().restart()

    def leave(self) -> None:
        """Close every connection, as the end of a process does."""
        if self._visit is not None:
            self._visit.box.close()
            self._visit = None
        self.loop.run_until_complete(self.app.delivery.close())

    def end(self) -> None:
        self.leave()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.app.close()

    def _bring(self, raw: bytes, sender: str) -> None:
        with LMTP("127.0.0.1", self.dovecot.lmtp) as lmtp:
            lmtp.sendmail(sender, [f"{self.user}@district.example"], raw)

    def _at_the_mailbox(self) -> postman.Visit:
        if self._visit is None:
            account = self.app.settings.account
            assert account is not None
            box = Mailbox(account)
            opened = box.open()
            man = postman.Postman(account, self.app.settings.imap_since, self.app.service, on_heard=lambda: None)
            self._visit = postman.Visit(
                box=box,
                opened=opened,
                seen=man._first_seen(box, opened),
                since=man.since,
                service=self.app.service,
                on_heard=lambda: None,
                stopping=Event(),
                breaks={},
            )
        return self._visit

    def _not_arrived(self) -> set[str]:
        """Message-IDs of what left for partners and is not there yet. Mail to staff ends in mailboxes of the district."""
        with self.app.store.view() as unit:
            left = {item.message_id for item in unit.outbox.items(("sent",), limit=10_000) if not item.to_staff}
        return left - {each.message_id for each in list(self.far_end.taken)}


@pytest.fixture
def servers(postfix: Postfix, far_end: FarEnd, dovecot: Dovecot, postgres_url: str) -> dict[str, Any]:
    far_end.forget()
    return {"postfix": postfix, "far_end": far_end, "dovecot": dovecot, "database": postgres_url}


@pytest.fixture
def office(servers: dict[str, Any], user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealOffice]:
    dovecot, far_end = servers["dovecot"], servers["far_end"]
    opened = plain.open_office(
        tmp_path,
        monkeypatch,
        DATABASE_URL=servers["database"],
        LISTEN="",
        REPLIES="all",
        IMAP_URL=f"imap://{user}@127.0.0.1:{dovecot.imap}",
        IMAP_PASSWORD=PASSWORD,
        IMAP_SINCE="all",
        SMTP_URL=f"smtp://127.0.0.1:{servers['postfix'].port}",
    )
    made = RealOffice(app=opened.app, clock=opened.clock, folder=opened.folder, dovecot=dovecot, far_end=far_end, user=user)
    yield made
    made.end()
