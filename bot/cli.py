"""The `liaison` command: reads words and options, hands over, and prints what came of it."""

from __future__ import annotations

import sys

import typer

from bot import cli_desk, cli_mail, cli_newsletter, cli_report, cli_run, cli_slack
from bot.console import Trouble, complain

app = typer.Typer(
    name="liaison",
    help="The partner desk of a school district's community-partnership office.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for part in (cli_run, cli_mail, cli_desk, cli_newsletter, cli_report, cli_slack):
    part.add_to(app)


def main() -> None:
    """Run one command; what a person can mend is told in one line, with exit status 1."""
    try:
        app()
    except Trouble as trouble:
        complain(str(trouble))
        sys.exit(1)
