"""Staff commands on newsletters: look, approve, schedule, stop; who is kept from them, and who stands on which list."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from bot import newsletter_items
from bot.clock import parse_instant
from bot.newsletter_items import NewsletterError
from bot.slash.said import PAGE, Refused
from handlers.newsletters import IssueStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.app import App
    from bot.newsletters import Standing
    from store.deliveries import DeliveryItem

#: How much of a text an answer shows.
SHOWN = 1500


def newsletter(app: App, words: tuple[str, ...], who: str) -> str:
    """`newsletter WHAT ID …`; without words the list of them."""
    what, *rest = words or ("list",)
    act = ACTS.get(what.casefold())
    if act is None or len(rest) < act[1]:
        raise Refused(f"`/partners newsletter` takes: {'; '.join(each[2] for each in ACTS.values())}.")
    try:
        return act[0](app, rest, who)
    except NewsletterError as error:
        raise Refused(str(error)) from error
    except ValueError as error:
        raise Refused(f"{rest[-1]}: {error}") from error


def _list(app: App, rest: list[str], who: str) -> str:
    with app.store.view() as unit:
        issues = unit.issues.items(limit=PAGE)
    return (
        "\n".join(f"{each.id}  {each.status.value}  “{each.subject}”  by {each.author}" for each in issues) or "There is no newsletter yet."
    )


def _status(app: App, rest: list[str], who: str) -> str:
    return standing_in_words(app.newsletters.standing(rest[0]))


def _new(app: App, rest: list[str], who: str) -> str:
    """`new [AUDIENCE]`, and from the next line on the newsletter as docs/newsletters.md has it."""
    return _written(app, rest[0], who, "")


def _edit(app: App, rest: list[str], who: str) -> str:
    """`edit ID [AUDIENCE]`, and from the next line on the newsletter; without an audience its own stays."""
    issue, _, more = rest[0].strip().partition("\n")
    named, _, audience = issue.partition(" ")
    before = app.newsletters.standing(named).issue
    return _written(app, f"{audience.strip() or before.audience}\n{more}", who, before.id)


def _written(app: App, text: str, who: str, issue_id: str) -> str:
    audience, _, source = text.partition("\n")
    if not source.strip():
        raise Refused(
            "Write the newsletter from the second line on: `subject: …`, a line `---`, and the text. docs/newsletters.md shows one."
        )
    issue = app.newsletters.write(source, {}, audience.strip(), who, issue_id)
    shown = app.newsletters.preview(issue.id)
    board = app.service.saving.post_room.board
    if board is not None:
        with app.store.unit() as unit:
            board.show_issue(unit, shown, app.clock.now())
    return _preview(app, [issue.id], who)


def _preview(app: App, rest: list[str], who: str) -> str:
    shown = app.newsletters.preview(rest[0], partner=" ".join(rest[1:]))
    notes = "".join(f"\n{'FORBIDS' if each.forbids else 'note'}  {each.says}" for each in shown.findings)
    kept_back = ", ".join(f"{many} {why.replace('_', ' ')}" for why, many in shown.excluded.items())
    text = shown.text if len(shown.text) <= SHOWN else shown.text[:SHOWN] + "…"
    samples = ", ".join(address for _, address in shown.samples)
    return (
        f"To {shown.to.address}: “{shown.subject}”\n\n{text}\n{notes}\n{shown.receiving} would receive it"
        + (f"; kept back: {kept_back}" if kept_back else "")
        + (f". Such as {samples}" if samples else "")
        + f".\nTo let it go: /partners newsletter approve {shown.issue.id} {shown.hash}"
    )


def _approve(app: App, rest: list[str], who: str) -> str:
    app.newsletters.approve(rest[0], rest[1], who)
    return standing_in_words(app.newsletters.standing(rest[0]))


def _schedule(app: App, rest: list[str], who: str) -> str:
    every = rest[2].casefold() if len(rest) > 2 else ""  # noqa: PLR2004  ID, instant, and how often
    if every not in {"", "week", "month"}:
        raise Refused("Say `week` or `month`, or nothing for once.")
    app.newsletters.schedule(rest[0], parse_instant(rest[1]), every, who)  # type: ignore[arg-type]  # as was just asked
    return standing_in_words(app.newsletters.standing(rest[0]))


def _change(change: str) -> Callable[[App, list[str], str], str]:
    def act(app: App, rest: list[str], who: str) -> str:
        app.newsletters.change(rest[0], change, who)
        return standing_in_words(app.newsletters.standing(rest[0]))

    return act


def _resolve(app: App, rest: list[str], who: str) -> str:
    if rest[1] not in {"again", "sent"}:
        raise Refused("Say `again` to send them once more, or `sent` to take them for sent.")
    many = app.newsletters.resolve(rest[0], who, again=rest[1] == "again")
    return f"{many} mails settled. {standing_in_words(app.newsletters.standing(rest[0]))}"


def _test(app: App, rest: list[str], who: str) -> str:
    address = rest[1] if len(rest) > 1 else who
    return f"{app.newsletters.test(rest[0], address)}: a copy goes to {address}."


def _suppressed(app: App, rest: list[str], who: str) -> str:
    with app.store.view() as unit:
        items = unit.suppressions.items(limit=PAGE)
    return "\n".join(f"{each.address}  {each.reason}  {each.at:%Y-%m-%d}" for each in items) or "Nobody is kept from newsletters."


def _out(app: App, rest: list[str], who: str) -> str:
    app.subscribing.opt_out(rest[0], "staff", who)
    return f"{rest[0]} gets no more newsletters."


def _in(app: App, rest: list[str], who: str) -> str:
    app.subscribing.opt_in(rest[0], who)
    return f"{rest[0]} gets newsletters again."


def _put(app: App, rest: list[str], who: str) -> str:
    with app.store.unit() as unit:
        new = unit.suppressions.subscribe(rest[0], rest[1], who, app.clock.now())
    return f"{rest[1]} {'now stands' if new else 'stood already'} on the list {rest[0]}."


def _take(app: App, rest: list[str], who: str) -> str:
    with app.store.unit() as unit:
        gone = unit.suppressions.take_off(rest[0], rest[1])
    return f"{rest[1]} {'no longer stands' if gone else 'did not stand'} on the list {rest[0]}."


def _items(app: App, rest: list[str], who: str) -> str:
    """What partners wrote that a newsletter could tell."""
    found = newsletter_items.offered(app)[:PAGE]
    return "\n".join(map(newsletter_items.line_of, found)) or "No partner has written anything of late."


def _tick(app: App, rest: list[str], who: str) -> str:
    found = newsletter_items.tick(app, rest[0], who, " ".join(rest[1:]))
    return f"{found.id} may be told, in these words: {found.words}\nIn the text of the newsletter: ::: item id={found.id}"


def _untick(app: App, rest: list[str], who: str) -> str:
    return f"{newsletter_items.untick(app, rest[0], who).id} may not be told."


def _sent(app: App, rest: list[str], who: str) -> str:
    """What went to a partner, and when."""
    return "\n".join(map(sent_line, sent_to(app, " ".join(rest), limit=PAGE))) or "No newsletter was for them."


def sent_to(app: App, partner: str, *, limit: int) -> tuple[DeliveryItem, ...]:
    """What went, goes or does not go to a partner, by its address or words of its name; the newest first."""
    with app.store.view() as unit:
        address = partner if "@" in partner else next((each.contact_email for each in unit.partners.find(partner, limit=1)), "")
        return unit.deliveries.to_address(address, limit=limit)


def _mail(app: App, rest: list[str], who: str) -> str:
    """The words of the very mail that went to one recipient."""
    item, printed = app.newsletters.sent_mail(rest[0])
    text = shown_text(printed.raw)
    return f"{sent_line(item)}\nTo: {item.address}\nSubject: {printed.subject}\nMessage-ID: <{printed.message_id}>\n\n{text[:SHOWN]}"


def shown_text(raw: bytes) -> str:
    """The text part of a mail of ours."""
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def sent_line(item: DeliveryItem) -> str:
    when = f"{item.sent_at:%Y-%m-%d %H:%M} UTC" if item.sent_at else item.reason
    return f"{item.id}  {item.issue}  {item.status}  {when}  “{item.subject}”"


#: What it does, how many words it needs, and how it is written.
ACTS: Mapping[str, tuple[Callable[[App, list[str], str], str], int, str]] = {
    "list": (_list, 0, "list"),
    "new": (_new, 1, "new [AUDIENCE] and the text from the next line on"),
    "edit": (_edit, 1, "edit ID [AUDIENCE] and the text"),
    "status": (_status, 1, "status ID"),
    "preview": (_preview, 1, "preview ID [partner]"),
    "test": (_test, 1, "test ID [address]"),
    "approve": (_approve, 2, "approve ID HASH"),
    "undo": (_change("undo"), 1, "undo ID"),
    "schedule": (_schedule, 2, "schedule ID INSTANT [week|month]"),
    "pause": (_change("pause"), 1, "pause ID"),
    "resume": (_change("resume"), 1, "resume ID"),
    "cancel": (_change("cancel"), 1, "cancel ID"),
    "resolve": (_resolve, 2, "resolve ID again|sent"),
    "sent": (_sent, 1, "sent PARTNER"),
    "mail": (_mail, 1, "mail ID, as `sent` lists it"),
    "items": (_items, 0, "items"),
    "tick": (_tick, 1, "tick ITEM [part of its words]"),
    "untick": (_untick, 1, "untick ITEM"),
    "suppressed": (_suppressed, 0, "suppressed"),
    "out": (_out, 1, "out ADDRESS"),
    "in": (_in, 1, "in ADDRESS"),
    "put": (_put, 2, "put LIST ADDRESS"),
    "take": (_take, 2, "take LIST ADDRESS"),
}


def standing_in_words(standing: Standing) -> str:
    """Where an issue stands, with true counts."""
    issue, counts = standing.issue, standing.counts
    figures = {"wait": counts.waiting, "sent": counts.sent, "failed": counts.failed, "in doubt": counts.held, "cancelled": counts.cancelled}
    figures["of them called spam"] = counts.complained
    told = ", ".join(f"{many} {name}" for name, many in figures.items() if many or name == "sent")
    kept_back = ", ".join(f"{many} {why.replace('_', ' ')}" for why, many in standing.excluded.items())
    lines = [
        f"{issue.id}  {issue.status.value}  “{issue.subject}”  hash {issue.hash}",
        f"  for {issue.audience or 'status=active'}: {told}",
    ]
    lines += [f"  kept back: {kept_back}"] if kept_back else []
    lines += [f"  begins {issue.not_before:%Y-%m-%d %H:%M} UTC"] if issue.not_before and not issue.starts_at else []
    if issue.status is IssueStatus.APPROVED and not issue.needs_second and issue.approved_at is not None:
        lines += [f"  whoever approved it alone may take it back until then: newsletter undo {issue.id}"]
    lines += [f"  comes round each {issue.every}"] if issue.every else []
    lines += [f"  {issue.reason}"] if issue.reason else []
    return "\n".join(lines)
