"""Commands about Slack: the manifest of its app."""

from __future__ import annotations

import json

import typer

from bot.console import As, AsJson, At, opened, say
from handlers.roles import LOCAL_ADMIN

slack = typer.Typer(name="slack", help="Set Slack up (docs/slack.md).", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    app.add_typer(slack)


@slack.callback()
def _slack() -> None:
    """Set Slack up (docs/slack.md)."""


@slack.command()
def manifest(*, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Print the manifest of the Slack app, as JSON to paste into Slack; for HTTP where LIAISON_PUBLIC_URL and a signing secret are set."""
    from bot.slack.manifest import manifest as made

    with opened(at) as app:
        by_http = bool(app.settings.slack_signing_secret) and not app.settings.slack_app_token
        told = made(app.loaded.playbook.office.name, app.settings.public_url if by_http else "")
    say(json.dumps(told, ensure_ascii=False) if as_json else json.dumps(told, ensure_ascii=False, indent=2))
