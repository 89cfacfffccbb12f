"""The App Home of one staff member: what waits, their partners, what is due and what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack import blocks as b
from bot.slash import page
from handlers.partnership import Standing
from handlers.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.app import App
    from bot.slack.blocks import Block
    from bot.slack.people import Known
    from store.unit import Unit

#: Lines of one part.
LINES = 12


def closed(sorry: str) -> dict[str, Any]:
    """What somebody sees whom Liaison does not serve."""
    return {"type": "home", "blocks": [b.header("Liaison"), b.marked(b.escape(sorry))]}


def view(app: App, known: Known) -> dict[str, Any]:
    """Read only; every line names the id by which `/partners show` has all of it."""
    with app.store.view() as unit:
        parts = [
            ("Waits for a person", _waits(unit) if known.role >= Role.STAFF else []),
            ("Under review", _under_review(app, unit)),
            ("My partners", _mine(app, unit, known)),
            ("Due this month", _due(app, unit)),
            ("Failed", _failed(unit) if known.role >= Role.STAFF else []),
        ]
    blocks = [b.header(app.loaded.playbook.office.name), b.marked("`/partners help` lists what you can do.")]
    for title, lines in parts:
        blocks += _part(title, lines)
    return {"type": "home", "blocks": b.within(blocks, 100)}


def _part(title: str, lines: Sequence[str]) -> list[Block]:
    shown = [f"• {b.escape(b.cut(line, 200))}" for line in lines[:LINES]]
    more = ["… and more"] if len(lines) > LINES else []
    return [b.header(title), b.marked("\n".join([*shown, *more]) or "Nothing.")]


def _waits(unit: Unit) -> list[str]:
    mails = unit.inbox.items(("held", "shunted"), limit=LINES + 1)
    drafts = unit.outbox.items(("held",), limit=LINES + 1)
    # What is sensitive is read where the mail itself is, not in a list.
    return [
        *(f"{mail.id}  {mail.sensitive or mail.reason or mail.status}  from {mail.sender or mail.envelope_from}" for mail in mails),
        *(f"{draft.id}  {draft.reason}  to {', '.join(draft.to)}  “{draft.subject}”" for draft in drafts if draft.channel == "mail"),
    ]


def _under_review(app: App, unit: Unit) -> list[str]:
    found = unit.partnerships.items((Standing.UNDER_REVIEW.value,), "", limit=LINES + 1)
    return [f"{each.id}  {page.standing(app.loaded.playbook, each)}  {each.organization}" for each in found]


def _mine(app: App, unit: Unit, known: Known) -> list[str]:
    """Partnerships whose liaison this person is: by the Slack id that the list of people names."""
    addresses = {email for email, each in unit.partners.people().items() if each.get("slack_id", "").casefold() == known.id.casefold()}
    if not addresses:
        return ["The list of people names no Slack id of yours: liaison import people, column slack_id."]
    found = unit.partnerships.items(("active", "paused", "under_review"), "", limit=1000)
    return [f"{each.id}  {page.standing(app.loaded.playbook, each)}  {each.organization}" for each in found if each.liaison in addresses]


def _due(app: App, unit: Unit) -> list[str]:
    month = f"{app.clock.now():%Y-%m}"
    tasks = unit.tasks.items(limit=200)
    return [
        f"{each.subject}  {each.title}" + (f"  ({each.due:%b %-d})" if each.due else "")
        for each in tasks
        if not each.due or f"{each.due:%Y-%m}" <= month
    ]


def _failed(unit: Unit) -> list[str]:
    found = unit.outbox.items(("failed",), limit=LINES + 1)
    return [f"{each.id}  to {', '.join(each.to)}  “{each.subject}”: {each.reason}" for each in found]
