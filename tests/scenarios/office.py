"""An office in a temporary folder: write to it, read what it answers, move its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from bot import app as composition
from bot import slash, telling
from bot.clock import Clock
from bot.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bot.app import App
    from bot.decided import Decided
    from bot.meaning import Meaning
    from store.outbox import OutboxItem

INTAKE = "partners@district.example"
STAFF = "ana@district.example"
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


class MovingClock(Clock):
    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


def mail(
    text: str,
    *,
    sender: str = "Luz Rivera <luz@readingclub.example>",
    to: str = INTAKE,
    cc: str = "",
    subject: str = "",
    in_reply_to: str = "",
    message_id: str = "",
    sent_at: datetime = MONDAY,
    files: dict[str, bytes] | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    """One mail as a partner's program would write it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id or f"<{uuid4().hex}@mail.example>"
    if cc:
        message["Cc"] = cc
    if in_reply_to:
        message["In-Reply-To"] = message["References"] = f"<{in_reply_to}>"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    for name, data in (files or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@dataclass
class Office:
    app: App
    clock: MovingClock
    folder: Path

    def hear(self, raw: bytes, **envelope: Any) -> Decided:
        """Keep one mail and decide on it, as the running program does."""
        inbox_id = self.app.service.hear(raw, source_key=uuid4().hex, **envelope)
        assert inbox_id is not None
        decided = self.app.service.decide(inbox_id)
        assert decided is not None
        return decided

    def write(self, text: str, **how: Any) -> Decided:
        return self.hear(mail(text, sent_at=self.clock.at, **how))

    def reply(self, text: str, **how: Any) -> Decided:
        """Answer the newest mail that went to this sender, as a mail program does: to its Reply-To, with its references."""
        sender = how.get("sender", "luz@readingclub.example")
        address = sender.rpartition("<")[2].rstrip(">")
        newest = self.newest(address)
        return self.write(text, to=self.reply_address(newest), in_reply_to=newest.message_id, subject=f"Re: {newest.subject}", **how)

    def sent_to(self, address: str) -> list[OutboxItem]:
        with self.app.store.view() as unit:
            return [item for item in unit.outbox.items((), limit=10_000) if address in item.to]

    def newest(self, address: str) -> OutboxItem:
        sent = self.sent_to(address)
        assert sent, f"nothing went to {address}"
        return sent[-1]

    def reply_address(self, item: OutboxItem) -> str:
        with self.app.store.view() as unit:
            raw = unit.blobs.get(item.raw_sha256)
        assert raw is not None
        return next(line.partition(b":")[2].decode().strip() for line in raw.split(b"\r\n") if line.lower().startswith(b"reply-to:"))

    def conversation(self, decided: Decided) -> dict[str, Any]:
        assert decided.conversation is not None, decided.reason
        return telling.conversation_row(decided.conversation, self.app.loaded.playbook)

    def slash(self, text: str, who: str = "local-admin") -> str:
        return slash.answer(self.app, text, who).text

    def kinds_of_records(self) -> list[str]:
        with self.app.store.view() as unit:
            return [each.record.kind for each in unit.records.items(limit=10_000)]

    def restart(self) -> None:
        """Stop and start again on the same folder."""
        self.app.close()
        self.app = composition.build(load_settings(self.folder), self.clock, self.app.meaning)


@cache
def the_model() -> Meaning:
    """The real sentence encoder, loaded once for all tests of a run."""
    meaning = composition.the_meaning()
    meaning.load()
    return meaning


def open_office(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> Office:
    for name, value in {"INTAKE_ADDRESS": INTAKE, "STAFF": f"{STAFF}:approver", "LOG": "error", **settings}.items():
        monkeypatch.setenv(f"LIAISON_{name}", value)
    clock = MovingClock()
    return Office(app=composition.build(load_settings(folder), clock, the_model()), clock=clock, folder=folder)
