"""Commands of the office: slash, import, export."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003  typer resolves it at run time
from typing import Annotated, Literal

import typer

from bot.console import As, AsJson, At, Trouble, opened, say, say_json
from handlers.roles import LOCAL_ADMIN

ImportKind = Literal["partners", "schools", "people", "clearances", "calendar", "checkins", "figures", "examples"]
ExportKind = Literal[
    "partners",
    "applications",
    "partnerships",
    "checkins",
    "surveys",
    "figures",
    "documents",
    "messages",
    "newsletters",
    "entries",
    "examples",
    "audit",
]
Format = Literal["csv", "json", "xlsx"]


def add_to(app: typer.Typer) -> None:
    app.command()(slash)
    app.command("import")(import_)
    app.command()(export)


def slash(text: Annotated[list[str], typer.Argument()], *, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Give a staff command, as `/partners …` in Slack does."""
    from bot import slash as commands

    with opened(at) as app:
        said = commands.answer(app, " ".join(text), who)
    if as_json:
        say_json({"text": said.text, "blocks": [{"type": "section", "text": {"type": "plain_text", "text": said.text[:3000]}}]})
    else:
        say(said.text)
    if not said.ok:
        raise typer.Exit(1)


def import_(
    kind: ImportKind,
    file: Path,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, keep none.")] = False,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Bring a CSV list of the office in. Never sends mail; rejected rows are told, the rest go in."""
    from bot.importing import ImportFailed, import_file

    good, bad = 0, 0
    with opened(at) as app:
        playbook = app.loaded.playbook
        try:
            for told in import_file(kind, file, store=app.store, clock=app.clock, who=who, playbook=playbook, dry_run=dry_run):
                good, bad = good + told.ok, bad + (not told.ok)
                if as_json:
                    say_json({"row": told.row, "ok": told.ok, "reason": told.reason})
                elif not told.ok:
                    say(f"line {told.row}: {told.reason}")
        except ImportFailed as failed:
            raise Trouble(str(failed)) from None
    if not as_json:
        say(f"{good} rows {'would go' if dry_run else 'went'} in, {bad} rejected.")


def export(
    kind: ExportKind,
    *,
    form: Annotated[Format, typer.Option("--format")] = "json",
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Hand out what the store keeps, a record a line. A spreadsheet is written to standard output: redirect it to a file."""
    from bot import exporting

    with opened(at) as app, app.store.view() as unit:
        rows = exporting.records(kind, unit, app.loaded.playbook, app.clock.now())
        if as_json or form == "json":
            exporting.write_json(rows, sys.stdout)
        elif form == "csv":
            exporting.write_csv(rows, sys.stdout)
        elif sys.stdout.isatty():
            raise Trouble("a spreadsheet is no text: add > file.xlsx")
        else:
            exporting.write_xlsx(rows, sys.stdout.buffer)
