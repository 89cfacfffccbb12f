"""`liaison newsletter …`: write, look at, approve, schedule, stop and follow newsletters."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime  # noqa: TC003  typer resolves it at run time
from hashlib import sha256
from pathlib import Path  # noqa: TC003  as above
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.console import As, AsJson, At, Trouble, instant, opened, say, say_json
from handlers.roles import LOCAL_ADMIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App
    from bot.newsletters import Page, Preview
    from handlers.newsletters import Issue

Audience = Annotated[str, typer.Option("--audience", help="Who gets it, such as 'status=active tag=steam language!=es'.")]
Issued = Annotated[str, typer.Argument(metavar="ID")]

#: A status that is followed is looked up this often.
FOLLOW_S = 1.0


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Write, approve, schedule and follow newsletters.")
    for command in (new, edit, preview, approve, undo, schedule, pause, resume, cancel, resolve, status, sent, mail, items, tick, untick):
        group.command()(command)
    group.command("list")(list_)
    group.command("test")(send_test)
    app.add_typer(group, name="newsletter")


@contextmanager
def _opened(at: datetime | None) -> Iterator[App]:
    from bot.newsletter_items import NewsletterError

    with opened(at) as app:
        try:
            yield app
        except NewsletterError as error:
            raise Trouble(str(error)) from None


def new(file: Path, *, audience: Audience = "", as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Keep a Markdown file as a draft. Nothing is sent until somebody approves it."""
    text, pictures = _read(file)
    with _opened(at) as app:
        _tell(app, app.newsletters.write(text, pictures, audience, who), as_json=as_json)


def edit(issue: Issued, file: Path, *, audience: Audience = "", as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Put another text in a draft's place; its audience stays unless another is named."""
    text, pictures = _read(file)
    with _opened(at) as app:
        before = app.newsletters.standing(issue).issue
        _tell(app, app.newsletters.write(text, pictures, audience or before.audience, who, before.id), as_json=as_json)


def preview(
    issue: Issued,
    *,
    partner: Annotated[str, typer.Option("--as-partner", help="Show it as this partner will read it: an id, address or name.")] = "",
    worst: Annotated[bool, typer.Option("--worst", help="Show the worst cases: no name, the longest, Spanish; every section.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write the page into this file, to open in a browser.")] = None,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Show it as it will be read, who receives it, and what is wrong with it. Its hash is what one approves."""
    with _opened(at) as app:
        shown = app.newsletters.preview(issue, partner=partner, worst=worst)
        if html is not None:
            html.write_text(shown.html, encoding="utf-8")
        if as_json:
            lint = [{"rule": each.rule, "says": each.says, "forbids": each.forbids} for each in shown.findings]
            samples = [{"organization": name, "address": address} for name, address in shown.samples]
            more = {"to": shown.to.address, "text": shown.text, "html": shown.html, "lint": lint, "samples": samples}
            if worst:
                more["cases"] = [{"name": each.to.name, "language": each.to.language, **_page(each)} for each in shown.pages]
            say_json(_row(app, shown.issue, shown_subject=shown.subject, **more))
        else:
            _show(shown)


def _show(shown: Preview) -> None:
    for page in shown.pages:
        say(f"To: {page.to.name} <{page.to.address}>\nSubject: {page.subject}\n\n{page.text}\n".replace("To:  <", "To: <"))
    for each in shown.findings:
        say(f"{'FORBIDS' if each.forbids else 'note'}  {each.rule}: {each.says}")
    kept_back = ", ".join(f"{many} {why.replace('_', ' ')}" for why, many in shown.excluded.items())
    say(f"{shown.receiving} would receive it" + (f"; kept back: {kept_back}" if kept_back else "") + ".")
    for name, address in shown.samples:
        say(f"  {name}  {address}")
    say(f"To let it go: liaison newsletter approve {shown.issue.id} --hash {shown.hash}")


def _page(page: Page) -> dict[str, str]:
    return {"subject": page.subject, "text": page.text, "html": page.html}


def send_test(
    issue: Issued,
    address: Annotated[str, typer.Argument(help="Of the staff list.")],
    *,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Send one copy to somebody of the office."""
    with _opened(at) as app:
        mail = app.newsletters.test(issue, address)
        say_json({"id": issue, "mail": mail}) if as_json else say(f"{mail}: a copy goes to {address}.")


def approve(
    issue: Issued,
    *,
    seen: Annotated[str, typer.Option("--hash", help="As `newsletter preview` has shown it.")],
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Let exactly what was previewed go out. One person alone has ten minutes to take it back."""
    with _opened(at) as app:
        _tell(app, app.newsletters.approve(issue, seen, who), as_json=as_json)


def undo(issue: Issued, *, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Take an approval back before anything has gone out."""
    _change("undo", issue, as_json=as_json, at=at, who=who)


def schedule(
    issue: Issued,
    *,
    when: Annotated[datetime, typer.Option("--for", parser=instant, metavar="INSTANT", help="When it begins.")],
    every: Annotated[Literal["", "week", "month"], typer.Option("--every", help="Send it again each week or month.")] = "",
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Set when it begins, before or after it is approved."""
    with _opened(at) as app:
        _tell(app, app.newsletters.schedule(issue, when, every, who), as_json=as_json)


def pause(issue: Issued, *, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Stop for now: what is on its way arrives, the rest waits."""
    _change("pause", issue, as_json=as_json, at=at, who=who)


def resume(issue: Issued, *, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """Go on with what is paused or held."""
    _change("resume", issue, as_json=as_json, at=at, who=who)


def cancel(issue: Issued, *, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """End it: nothing more of it goes out."""
    _change("cancel", issue, as_json=as_json, at=at, who=who)


def resolve(
    issue: Issued,
    what: Annotated[Literal["again", "sent"], typer.Argument()],
    *,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Decide about mails that were on their way when Liaison was stopped: send them once more, or take them for sent."""
    with _opened(at) as app:
        many = app.newsletters.resolve(issue, who, again=what == "again")
        standing = app.newsletters.standing(issue)
        _tell(app, standing.issue, as_json=as_json, resolved=many)


def status(
    issue: Issued,
    *,
    follow: Annotated[bool, typer.Option("--follow", help="Watch it until it has ended.")] = False,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Say where it stands, and why some did not get it."""
    with _opened(at) as app:
        if follow and not as_json:
            _follow(app, issue)
        standing = app.newsletters.standing(issue)
        _tell(app, standing.issue, as_json=as_json)
        if not as_json:
            with app.store.view() as unit:
                for each in unit.deliveries.of(standing.issue.id, ("held", "failed"), limit=20):
                    say(f"  {each.id}  {each.status}  {each.address}  {each.reason}")


def sent(
    partner: Annotated[str, typer.Argument(help="A mail address, or words of a name.")],
    *,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """List what was sent to a partner, when, and what was not and why."""
    from bot.slash.newsletters import sent_line, sent_to

    with _opened(at) as app:
        for each in sent_to(app, partner, limit=1000):
            if as_json:
                row = {"id": each.id, "issue": each.issue, "subject": each.subject, "address": each.address, "status": each.status}
                say_json({**row, "reason": each.reason, "sent_at": each.sent_at})
            else:
                say(sent_line(each))


def mail(
    delivery: Annotated[str, typer.Argument(metavar="ID", help="As `newsletter sent` lists it, such as d-12.")],
    *,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Print the very mail that went to one recipient, byte for byte."""
    with _opened(at) as app:
        item, printed = app.newsletters.sent_mail(delivery)
        if as_json:
            more = {"message_id": printed.message_id, "sha256": sha256(printed.raw).hexdigest(), "raw": printed.raw.decode()}
            say_json({"id": item.id, "issue": item.issue, "address": item.address, "status": item.status, "sent_at": item.sent_at, **more})
        else:
            sys.stdout.buffer.write(printed.raw)


def list_(*, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """List newsletters, the newest first."""
    with _opened(at) as app:
        with app.store.view() as unit:
            issues = unit.issues.items()
        for each in issues:
            _tell(app, each, as_json=as_json)
        if not issues and not as_json:
            say("There is no newsletter yet: liaison newsletter new FILE.md")


def _change(change: str, issue: str, *, as_json: bool, at: datetime | None, who: str) -> None:
    with _opened(at) as app:
        _tell(app, app.newsletters.change(issue, change, who), as_json=as_json)


def _row(app: App, issue: Issue, **more: Any) -> dict[str, Any]:
    from bot.newsletters import row_of

    return row_of(app.newsletters.standing(issue.id), **more)


def _tell(app: App, issue: Issue, *, as_json: bool, **more: Any) -> None:
    from bot.slash.newsletters import standing_in_words

    if as_json:
        say_json(_row(app, issue, **more))
    else:
        say(standing_in_words(app.newsletters.standing(issue.id)))


def _read(file: Path) -> tuple[str, dict[str, bytes]]:
    """The text, and the pictures that it names and that lie beside it."""
    from mail.issue.plain import images

    try:
        text = file.read_text(encoding="utf-8")
        beside = {address for address, _ in images(text) if "://" not in address and address}
        # Only from the file's own folder: a text that somebody sent must not carry off what else lies here.
        folder = file.resolve().parent
        found = {name: folder / name for name in beside if (folder / name).resolve().is_relative_to(folder)}
        return text, {name: path.read_bytes() for name, path in found.items() if path.is_file()}
    except UnicodeDecodeError:
        raise Trouble(f"{file}: is no text in UTF-8") from None
    except OSError as error:
        raise Trouble(f"{file}: {error.strerror}") from None


def _follow(app: App, issue: str) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from handlers.newsletters import IssueStatus

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(issue, total=None)
        while True:
            standing = app.newsletters.standing(issue)
            counts = standing.counts
            words = f"{standing.issue.status.value}: {counts.sent} sent, {counts.failed} failed, {counts.held} held"
            progress.update(bar, total=counts.receiving, completed=counts.receiving - counts.waiting, description=words)
            if standing.issue.status not in {IssueStatus.APPROVED, IssueStatus.SENDING}:
                return
            time.sleep(FOLLOW_S)


def items(*, as_json: AsJson = False, at: At = None, who: As = LOCAL_ADMIN) -> None:
    """List what partners wrote, in check-ins and in mail, that a newsletter could tell once somebody ticks it."""
    from bot import newsletter_items

    with _opened(at) as app:
        for each in newsletter_items.offered(app):
            say_json(asdict(each)) if as_json else say(newsletter_items.line_of(each))


def tick(
    item: Annotated[str, typer.Argument(help="As `newsletter items` lists it.")],
    *,
    words: Annotated[str, typer.Option("--words", help="Only this part of it, in the partner's own words.")] = "",
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Say that what a partner wrote may stand in a newsletter, as they wrote it."""
    from bot import newsletter_items

    with _opened(at) as app:
        ticked = newsletter_items.tick(app, item, who, words)
        say_json({"id": ticked.id, "ticked_by": ticked.ticked_by}) if as_json else say(f"{ticked.id}: may be told. ::: item id={ticked.id}")


def untick(
    item: Annotated[str, typer.Argument(help="As `newsletter items` lists it.")],
    *,
    as_json: AsJson = False,
    at: At = None,
    who: As = LOCAL_ADMIN,
) -> None:
    """Take a tick back: no draft may use it any more."""
    from bot import newsletter_items

    with _opened(at) as app:
        found = newsletter_items.untick(app, item, who)
        say_json({"id": found.id, "ticked_by": ""}) if as_json else say(f"{found.id}: may not be told.")
