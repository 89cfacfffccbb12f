"""Commands that look over a span of time: report, rehearse."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.console import AsJson, At, Trouble, opened, say, say_json
from handlers.report import telling
from handlers.report.periods import Span

if TYPE_CHECKING:
    from handlers.planning import Planned


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no day such as 2026-07-01") from None


From = Annotated[date, typer.Option("--from", parser=_day, metavar="DATE", help="The first day.")]
To = Annotated[date, typer.Option("--to", parser=_day, metavar="DATE", help="The last day.")]


def add_to(app: typer.Typer) -> None:
    app.command()(report)
    app.command()(rehearse)


def report(
    *,
    first: Annotated[date | None, typer.Option("--from", parser=_day, metavar="DATE", help="The first day.")] = None,
    last: Annotated[date | None, typer.Option("--to", parser=_day, metavar="DATE", help="The last day.")] = None,
    form: Annotated[Literal["md", "pdf"] | None, typer.Option("--format", help="The memo as Markdown or PDF.")] = None,
    meeting: Annotated[str, typer.Option(help="Date and time of the board's meeting; left out, the memo has a blank.")] = "",
    memo: Annotated[str, typer.Option(metavar="ID", help="A memo that was recommended, as it was then; needs no days.")] = "",
    as_json: AsJson = False,
    at: At = None,
) -> None:
    """Count what the office knows of a span of months. A PDF is written to standard output: redirect it to a file."""
    from bot import memos, reporting
    from mail.render import RenderError

    if not memo and (first is None or last is None):
        raise typer.BadParameter("name the first day and the last one: --from 2026-07-01 --to 2027-06-30")
    span = _span(first, last) if first and last else None
    if form == "pdf" and not as_json and sys.stdout.isatty():
        raise Trouble("a PDF is no text: add > report.pdf")
    with opened(at) as app:
        try:
            if span is None or memo:
                text, as_of = memos.printed(app, memo), memo
            else:
                counted = reporting.made(app, span)
                if as_json:
                    for row in telling.rows(counted, app.loaded.playbook):
                        say_json(row)
                    return
                as_of = telling.day(counted.as_of)
                text = memos.text_of(memos.context_of(app, counted, meeting)) if form else reporting.summary(app, counted)
        except (RenderError, memos.MemoRefused) as error:
            raise Trouble(str(error)) from None
        sys.stdout.buffer.write(reporting.pdf(text, as_of) if form == "pdf" else text.encode())


def rehearse(
    first: From,
    last: To,
    *,
    reminders: Annotated[bool, typer.Option(help="As if nobody answered, which is the heaviest load; else as if all did at once.")] = True,
    as_json: AsJson = False,
    at: At = None,
) -> None:
    """Show what would go to whom, and when, by the real schedule. Nothing is sent and nothing is kept."""
    from bot import rehearsing

    with opened(at) as app:
        planned = rehearsing.year(app, _span(first, last), reminders=reminders)
        if as_json:
            for each in planned:
                say_json(_row(each))
            return
        for line in rehearsing.lines(app, planned):
            say(line)


def _span(first: date, last: date) -> Span:
    try:
        return Span(first=first, last=last)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _row(each: Planned) -> dict[str, object]:
    return {"at": each.at.isoformat(), "kind": each.kind, "to": each.to, "partner": each.partner, "period": each.period}
