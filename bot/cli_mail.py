"""Commands about mail: ask, receive, deliver, tick, inbox, outbox, release, discard."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from bot.console import As, AsJson, At, Trouble, opened, say, say_json
from handlers.roles import LOCAL_ADMIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App
    from bot.decided import Decided
    from bot.payer import Paid

#: Many at once on a terminal deserve a progress bar.
MANY = 20


def add_to(app: typer.Typer) -> None:
    for command in (ask, receive, deliver, tick, inbox, outbox, release, discard):
        app.command()(command)


def ask(
    text: Annotated[list[str], typer.Argument(help="The question; `-` reads one from each line of standard input.")],
    *,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Say which pathway a question belongs to, and what that rests on."""
    from bot import answering, telling

    with opened(at) as app:
        app.meaning.load()
        questions: Iterator[str] | list[str] = (line.rstrip("\n") for line in sys.stdin) if text == ["-"] else [" ".join(text)]
        for question in questions:
            if not question.strip():
                continue
            answer = answering.answer(app, question)
            if as_json:
                say_json(telling.routing_row(answer.decision, answer.reply, answer.sources))
            else:
                say(answering.told(answer))


def receive(
    files: Annotated[list[str], typer.Argument(help="Raw mails; `-` reads one from standard input.")],
    *,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Hear raw mails as if they came to the intake address, in order."""
    from bot import telling

    mails = [(name, _read(name)) for name in files]
    with opened(at) as app:
        app.meaning.load()
        for name, raw in _with_progress(mails, quiet=as_json):
            decided = _hear(app, raw)
            if as_json:
                say_json(telling.decided_row(decided, app.loaded.playbook))
            else:
                say(f"{name}: {telling.decided_line(decided)}")


def deliver(*, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Deliver what is due in the outbox, once."""
    with opened(at) as app:
        paid = asyncio.run(_pay(app))
    row = {"sent": paid.sent, "retried": paid.retried, "held": paid.held, "failed": paid.failed}
    if as_json:
        say_json(row)
    else:
        say(", ".join(f"{count} {name}" for name, count in row.items()))


def tick(*, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Do what the clock says is due, once."""
    from bot import ticking

    with opened(at) as app:
        due = list(ticking.tick(app))
    if as_json:
        say_json({"due": [{"kind": each.kind, "partner": each.partner, "period": each.period, "held": each.held} for each in due]})
        return
    for each in due:
        say(f"{each.kind}  {each.partner}  {each.period}{'  held for a person' if each.held else ''}")
    if not due:
        say("Nothing is due.")


def inbox(*, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """List what was heard and waits for a person: held and shunted mail."""
    from bot import telling

    with opened(at) as app, app.store.view() as unit:
        rows = [telling.inbox_row(item) for item in unit.inbox.items(("held", "shunted"), limit=10_000)]
    for row in rows:
        say_json(row) if as_json else say(f"{row['id']}  {row['status']}  {row['kind']}  {row['from']}  {row['reason']}")
    if not rows and not as_json:
        say("Nothing waits for a person.")


def outbox(*, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """List what is queued, held or failed."""
    from bot import telling

    with opened(at) as app, app.store.view() as unit:
        rows = [telling.outbox_row(item) for item in unit.outbox.items(("ready", "claimed", "held", "failed"), limit=10_000)]
    for row in rows:
        say_json(row) if as_json else say(f"{row['id']}  {row['status']}  {', '.join(row['to'])}  {row['subject']}  {row['reason']}")
    if not rows and not as_json:
        say("The outbox is empty.")


def release(ids: Annotated[list[str], typer.Argument()], *, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Let held or shunted items go on."""
    _settle("release", ids, as_json=as_json, at=at, who=who)


def discard(ids: Annotated[list[str], typer.Argument()], *, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """End held or shunted items; they stay on record."""
    _settle("discard", ids, as_json=as_json, at=at, who=who)


def _settle(name: str, ids: list[str], *, as_json: bool, at: At, who: str) -> None:
    from bot import slash

    failed = 0
    with opened(at) as app:
        app.meaning.load()
        for each in ids:
            said = slash.answer(app, f"{name} {each}", who)
            failed += not said.ok
            say_json({"id": each, "text": said.text}) if as_json else say(said.text)
    if failed:
        raise typer.Exit(1)


def _hear(app: App, raw: bytes) -> Decided:
    inbox_id = app.service.hear(raw, source_key=f"receive/{uuid4().hex}")
    decided = app.service.decide(inbox_id) if inbox_id else None
    if decided is None:
        raise Trouble("another Liaison decided this mail at the same time; `liaison inbox` shows where it went")
    return decided


async def _pay(app: App) -> Paid:
    try:
        paid = await app.payer.pay_all()
        # Newsletters go after all mail to one person, and so do notices of what became of them.
        paid += await app.bulk.send_due() + await app.payer.pay_all()
        if app.settings.slack_bot_token:
            from bot.slack.running import pay_once

            paid += await pay_once(app)
        return paid
    finally:
        await app.delivery.close()


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Trouble(f"{name}: {error.strerror}") from None


def _with_progress(mails: list[tuple[str, bytes]], *, quiet: bool) -> Iterator[tuple[str, bytes]]:
    if quiet or len(mails) < MANY or not sys.stderr.isatty():
        yield from mails
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(mails, description="Hearing", console=Console(stderr=True))
