"""The real program in a temporary folder: mail goes in by SMTP, answers are read from its Maildir, the clock is ours."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as day_time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import app as composition
from bot import slash, ticking
from bot.clock import Clock
from bot.importing import import_file
from bot.runners import Runners
from bot.setting_values import PREFIX
from bot.settings import load_settings
from handlers.office_hours import at_local
from handlers.roles import LOCAL_ADMIN
from mail.intake import ListenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.app import App
    from bot.slash import Said
    from handlers.types import Conversation
    from mail.intake import Listener
    from store.inbox import InboxItem
    from store.outbox import OutboxItem

#: The listener and the threads of one process; longer than this nothing takes, even on a busy machine.
PATIENCE_S = 30.0

#: How often the store is asked whether all is done.
LOOK_S = 0.01

#: When a desk looks at what the day makes due, by its own clock.
MORNING = day_time(10)

#: More of anything than a story has.
MANY = 100_000


class NoAnswer(Exception):  # noqa: N818  it is told as it stands
    """The program did not come to an end with what it was given."""


class StoryClock(Clock):
    """The story's own time, which moves only from scene to scene."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at.astimezone(UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A mail that Liaison sent: what the store says of it, and the very mail from the Maildir."""

    item: OutboxItem
    message: EmailMessage


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How much is kept at the end."""

    heard: Mapping[str, int]  #: by what became of the mail
    to_partners: int
    to_staff: int
    conversations: Mapping[str, int]  #: by kind and status
    partners: Mapping[str, int]  #: by status
    answers: int
    records: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    app: App
    clock: StoryClock
    folder: Path
    listener: Listener
    wake: Callable[[], None]  #: makes the program look again at what is due

    def move_to(self, at: datetime) -> None:
        """Let time pass day by day, and do on each what falls due by it, as a desk does that runs all year."""
        while (morning := self._next_morning()) < at:
            self.clock.at = morning
            self._do_what_is_due()
        self.clock.at = at
        self._do_what_is_due()

    def bring_in(self, kind: str, file: Path) -> None:
        """Bring in one of the office's lists; NoAnswer where a row is refused."""
        for told in import_file(
            kind, file, store=self.app.store, clock=self.clock, who=LOCAL_ADMIN, playbook=self.app.loaded.playbook, dry_run=False
        ):
            if not told.ok:
                raise NoAnswer(f"{file.name}, line {told.row}: {told.reason}")

    def _next_morning(self) -> datetime:
        zone = ZoneInfo(self.app.loaded.playbook.office.time_zone)
        return at_local(self.clock.at.astimezone(zone).date() + timedelta(days=1), MORNING, zone.key)

    def _do_what_is_due(self) -> None:
        list(ticking.tick(self.app))
        if not self._is_settled():
            self.wake()
            self.settle()

    def take(self, message: EmailMessage) -> InboxItem:
        """Send a mail by SMTP, wait until Liaison is done with it and with what it owes, and return what became of it."""
        raw = message.as_bytes()
        with smtplib.SMTP(self.listener.host, self.listener.port, timeout=PATIENCE_S) as server:
            server.sendmail(_address(message, "From"), [_address(message, "To")], raw)
        self.settle()
        with self.app.store.view() as unit:
            return unit.inbox.items(limit=MANY)[-1]

    def settle(self) -> None:
        """Wait until nothing is undecided and nothing is due."""
        until = time.monotonic() + PATIENCE_S
        while not self._is_settled():
            if time.monotonic() > until:
                raise NoAnswer(f"Liaison was not done within {PATIENCE_S:.0f} seconds: {self._undone()}")
            time.sleep(LOOK_S)

    def type_in(self, command: str, who: str) -> Said:
        """Carry out what a staff member types, and what comes of it."""
        said = slash.answer(self.app, command, who)
        self.wake()
        self.settle()
        return said

    def newest_draft(self) -> str:
        """The id of the mail that waits for a person since last; NoAnswer where none does."""
        with self.app.store.view() as unit:
            held = unit.outbox.items(("held",), limit=MANY)
        if not held:
            raise NoAnswer("no draft waits for a person")
        return held[-1].id

    def sent(self) -> list[Sent]:
        """Every mail that went out so far, in the order of owing."""
        kept = self._maildir()
        with self.app.store.view() as unit:
            items = unit.outbox.items(("sent",), limit=MANY)
        if lost := [item.id for item in items if item.message_id not in kept]:
            raise NoAnswer(f"the store says that {', '.join(lost)} went out, and the Maildir has no such mail")
        return [Sent(item=item, message=kept[item.message_id]) for item in items]

    def conversation(self, conversation_id: str) -> Conversation | None:
        if not conversation_id:
            return None
        with self.app.store.view() as unit:
            return unit.conversations.get(conversation_id)

    def counts(self) -> Counts:
        with self.app.store.view() as unit:
            heard = Counter(item.disposition for item in unit.inbox.items(limit=MANY))
            out = Counter(item.to_staff for item in unit.outbox.items(("sent",), limit=MANY))
            talks = unit.conversations.items(limit=MANY)
            partners = Counter(party.status.value for party in unit.partners.items(limit=MANY))
            records = len(unit.records.items(limit=MANY))
        return Counts(
            heard=heard,
            to_partners=out[False],
            to_staff=out[True],
            conversations=Counter(f"{talk.kind.value}, {talk.status.value}" for talk in talks),
            partners=partners,
            answers=sum(len(talk.answers) for talk in talks),
            records=records,
        )

    def _is_settled(self) -> bool:
        with self.app.store.view() as unit:
            if unit.inbox.items(("heard",), limit=1):
                return False
            owed = unit.outbox.items(("ready", "claimed"), limit=1_000)
        now = self.clock.now()
        return not any(item.status == "claimed" or (item.next_attempt_at and item.next_attempt_at <= now) for item in owed)

    def _undone(self) -> str:
        with self.app.store.view() as unit:
            heard = [item.id for item in unit.inbox.items(("heard",), limit=MANY)]
            owed = [f"{item.id} {item.status} {item.template}" for item in unit.outbox.items(("ready", "claimed"), limit=MANY)]
        return ", ".join([*heard, *owed])

    def _maildir(self) -> dict[str, EmailMessage]:
        """The mails in the Maildir by Message-ID, without brackets."""
        found = {}
        for file in sorted((self.folder / "var" / "mail" / "new").glob("*")):
            message = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default)
            found[str(message["Message-ID"]).strip("<> ")] = message
        return found


@contextmanager
def opened(settings: Mapping[str, str], beside: Path, begins: datetime) -> Iterator[Office]:
    """An office with these settings, open for business until the block ends; then nothing is left of it. OFFICE lies in `beside`."""
    with tempfile.TemporaryDirectory(prefix="liaison-demo-") as name:
        folder = Path(name)
        own = {"OFFICE": str((beside / settings["OFFICE"]).resolve())} if "OFFICE" in settings else {}
        lines = {"LISTEN": f"127.0.0.1:{_free_port()}", "LOG": "error", **settings, **own}
        (folder / ".env").write_text("".join(f"{PREFIX}{name}='{value}'\n" for name, value in lines.items()), encoding="utf-8")
        clock = StoryClock(begins)
        app = composition.build(load_settings(folder, environment=False), clock)
        try:
            # Until the model is there routing asks more, as it does in the first second of `liaison run`.
            app.meaning.load()
            with _running(app) as (listener, wake):
                yield Office(app=app, clock=clock, folder=folder, listener=listener, wake=wake)
        finally:
            app.close()


@contextmanager
def _running(app: App) -> Iterator[tuple[Listener, Callable[[], None]]]:
    """The loops of `liaison run`, in a thread of their own."""
    is_ready = threading.Event()
    found: list[Listener] = []
    refused: list[ListenError] = []
    loop = asyncio.new_event_loop()
    runners = Runners(app)

    def ready(listener: Listener | None) -> None:
        found.extend([listener] if listener else [])
        is_ready.set()

    def wake() -> None:
        # The loops sleep by the machine's clock, which knows nothing of ours.
        for woken in (runners.heard, runners.owed):
            loop.call_soon_threadsafe(woken.set)

    async def run() -> None:
        await runners.run(ready)

    def work() -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(run())
        except ListenError as error:
            refused.append(error)
        finally:
            is_ready.set()

    thread = threading.Thread(target=work, name="liaison")
    thread.start()
    try:
        is_ready.wait(PATIENCE_S)
        if not found:
            raise NoAnswer(f"Liaison did not start to listen: {', '.join(map(str, refused)) or 'no word of it'}")
        yield found[0], wake
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(runners.stop)
        thread.join()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _address(message: EmailMessage, header: str) -> str:
    return str(message[header].addresses[0].addr_spec)
