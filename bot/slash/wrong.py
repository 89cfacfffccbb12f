"""The staff command that says which pathway was right; Slack's button does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slash.said import Refused
from handlers.playbook import PATHWAYS
from handlers.rerouting import IN_REVIEW

if TYPE_CHECKING:
    from bot.app import App
    from store.inbox import InboxItem

#: Held for one of these, a mail was never routed, and no pathway is wrong: a person looks at the reason first.
NOT_ROUTED = "{id} was held as {reason}, before anybody asked where it belongs. `/partners release {id}` lets it go on."


def wrong(app: App, words: tuple[str, ...], who: str) -> str:
    """`wrong ID PATHWAY`: of a mail, or of a conversation, whose first mail is meant. Naming another one later takes it back."""
    pathway = "_".join(words[1:]).casefold().replace("-", "_")
    if pathway not in PATHWAYS:
        said = f"There is no pathway “{pathway}”." if pathway else "Say which pathway is right."
        raise Refused(f"{said} It is one of: {', '.join(PATHWAYS)}.")
    mail = _mail(app, words[0].casefold())
    decided = app.service.reroute(mail, pathway, who)
    app.learn()
    if decided.outcome.refused:
        raise Refused(decided.outcome.refused)
    learnt = f"{mail.id} is an example of {pathway} now."
    if decided.outcome.reason == IN_REVIEW:
        return f"{learnt} The application stays under review: decline it with where it belongs, or write to the partner."
    if decided.conversation is None:
        return f"{learnt} Its talk is there already."
    drafts = [each for each in decided.queued if each.status == "held"]
    told = f" The answer is a draft: `/partners release {drafts[0].id}`." if drafts else ""
    return f"{learnt} {decided.conversation.id} moved to {pathway}.{told}"


def _mail(app: App, named: str) -> InboxItem:
    with app.store.view() as unit:
        mails = [unit.inbox.get(named)] if named.startswith("m-") else [each for each in unit.inbox.of(named) if each.kind != "own"]
        mail = mails[0] if mails else None
        grave = [each for each in unit.inbox.of(mail.conversation) if each.sensitive] if mail and mail.conversation else []
    if mail is None:
        raise Refused(f"There is no mail or conversation {named}. `/partners inbox` and `/partners applications` list them.")
    if mail.sensitive or grave:
        raise Refused(
            f"{(grave[0] if grave else mail).id} is {(grave[0] if grave else mail).sensitive}: a person answers, and nothing is learnt."
        )
    if mail.status == "heard":
        raise Refused(f"{mail.id} has not been decided yet; try again in a moment.")
    if not mail.conversation and mail.reason != "nothing_fits":
        raise Refused(NOT_ROUTED.format(id=mail.id, reason=mail.reason or mail.status))
    return mail
