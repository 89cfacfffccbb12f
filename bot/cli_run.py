"""Commands that run Liaison and tell whether it can: run, check."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer

from bot.console import AsJson, Trouble, announce, opened, say, say_json, settings_here

if TYPE_CHECKING:
    from bot.app import App
    from mail.intake import Listener


def add_to(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(check)


def run() -> None:
    """Start everything that is configured, until Ctrl-C or SIGTERM."""
    with opened() as app:
        problem = asyncio.run(_outgoing_problem(app)) if app.settings.smtp_url.startswith("maildir:") else ""
        if problem:
            raise Trouble(f"LIAISON_SMTP_URL: {problem}")
        from bot.runners import run_until_stopped
        from mail.intake import ListenError

        try:
            asyncio.run(run_until_stopped(app, lambda listener: _greet(app, listener), announce))
        except ListenError as error:
            raise Trouble(f"LIAISON_LISTEN: {error}") from None
        say("Liaison has stopped; nothing was left half done.")


async def _outgoing_problem(app: App) -> str:
    return await app.delivery.problem()


def check(*, as_json: AsJson = False) -> None:
    """Check settings, playbook, templates, database and outgoing mail, and say how to mend what is wrong."""
    from bot.checking import checks

    failed = 0
    for result in checks(settings_here()):
        failed += not result.ok
        if as_json:
            say_json({"name": result.name, "ok": result.ok, "detail": result.detail})
        else:
            say(f"{'ok  ' if result.ok else 'FAIL'}  {result.name}: {result.detail}")
    if failed:
        raise typer.Exit(1)


def _greet(app: App, listener: Listener | None) -> None:
    intake, office = app.desk.intake.email, app.loaded.playbook.office
    say(f"Liaison runs for {office.name}, {office.district}. Ctrl-C stops it.")
    if listener is not None:
        say(f"Send a mail to {intake} at {listener.host}:{listener.port}. To try it, copy this line into another terminal:\n")
        say(f"  {_line_to_copy(intake, listener.host, listener.port)}\n")
    if app.settings.account is not None:
        say(f"Mail is read from {app.settings.account.folder} of {app.settings.account.user} at {app.settings.account.host}.")
    if app.settings.web is not None:
        say(f"The web application is at http://{app.settings.web}: /healthz, /readyz, /metrics.")
    if app.settings.slack_bot_token:
        way = "Socket Mode" if app.settings.slack_app_token else "HTTP, at /slack/events"
        cards = f"cards go to {app.desk.channel}" if app.desk.channel else "no LIAISON_SLACK_CHANNEL is set, so notices go by mail"
        say(f"Staff work in Slack, by {way}; {cards}.")
    outgoing = app.settings.smtp_url
    where = f"in {outgoing.removeprefix('maildir:')}/new (one file a mail)" if outgoing.startswith("maildir:") else "on its way by SMTP"
    say(f"The answer is {where}." + (" Each waits for a person first: liaison outbox." if app.desk.policy.mode == "draft" else ""))


def _line_to_copy(intake: str, host: str, port: int) -> str:
    """A mail that needs no tool but the Python that runs Liaison."""
    mail = f"From: Luz Rivera <luz@example.org>\\nTo: {intake}\\nSubject: Reading club\\n\\nWe would like to run a free reading club."
    return f"""python3 -c 'import smtplib; smtplib.SMTP("{host}", {port}).sendmail("luz@example.org", "{intake}", "{mail}")'"""
