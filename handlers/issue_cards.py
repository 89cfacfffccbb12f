"""The card of a newsletter: what it shows, and what may be pressed while it stands where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handlers import cards
from handlers.newsletters import IssueStatus
from handlers.types import Outbound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.newsletters import Counts, Issue

#: By where it stands: words of the button, the command, and what is asked before it is given.
COMMANDS: Final[Mapping[IssueStatus, tuple[tuple[str, str, str], ...]]] = {
    IssueStatus.DRAFT: (
        ("Read it whole", "newsletter preview {id}", ""),
        ("Approve", "newsletter approve {id} {hash}", "It goes to {receiving} recipients, exactly as it is shown here."),
        ("Cancel", "newsletter cancel {id}", "It ends here; nobody gets it."),
    ),
    IssueStatus.APPROVED: (
        ("Take the approval back", "newsletter undo {id}", ""),
        ("Schedule", "newsletter schedule {id} INSTANT", ""),
        ("Cancel", "newsletter cancel {id}", "It ends here; nobody gets it."),
    ),
    IssueStatus.SENDING: (
        ("Pause", "newsletter pause {id}", ""),
        ("Cancel", "newsletter cancel {id}", "Whoever has not got it yet gets none."),
    ),
    IssueStatus.PAUSED: (
        ("Go on", "newsletter resume {id}", ""),
        ("Cancel", "newsletter cancel {id}", "Whoever has not got it yet gets none."),
    ),
    IssueStatus.HELD: (
        ("Go on", "newsletter resume {id}", ""),
        ("Cancel", "newsletter cancel {id}", "Whoever has not got it yet gets none."),
    ),
}

#: Of mails in doubt a person says what becomes of them, before anything else.
IN_DOUBT: Final = (
    ("Send those in doubt again", "newsletter resolve {id} again", "Whoever has it already gets it twice."),
    ("Take them for sent", "newsletter resolve {id} sent", ""),
)

#: A newsletter in this state may still be written anew.
EDITABLE: Final = frozenset({IssueStatus.DRAFT})

#: What is shown of a text, in characters; the command shows more.
SHOWN: Final = 2_000


def lane(issue: str) -> str:
    return cards.card_lane(issue)


def state(issue: Issue, counts: Counts) -> dict[str, Any]:
    """How an issue stands, as its card tells it; what a preview has shown stays beside it."""
    receiving = counts.receiving if counts.total else counts.ready
    doubt = IN_DOUBT if issue.status is IssueStatus.HELD and counts.held else ()
    return {
        "reference": issue.id,
        "subject": issue.subject,
        "audience": issue.audience or "status=active",
        "author": issue.author,
        "status": issue.status.value,
        "needs_second": issue.needs_second,
        "approved_by": issue.approved_by,
        "begins": issue.not_before.isoformat() if issue.not_before and not issue.starts_at else "",
        "every": issue.every,
        "reason": issue.reason,
        "receiving": receiving,
        "done": counts.sent + counts.failed,
        "figures": {
            name: many
            for name, many in (
                ("sent", counts.sent),
                ("waiting", counts.waiting),
                ("failed", counts.failed),
                ("in doubt", counts.held),
                ("left out", counts.suppressed),
                ("cancelled", counts.cancelled),
            )
            if many
        },
        cards.BUTTONS_KEY: ["newsletter"] if issue.status in EDITABLE else [],
        cards.COMMANDS_KEY: _buttons(issue, receiving, doubt),
    }


def counted(issue: Issue, receiving: int) -> dict[str, Any]:
    """How many a preview has counted, where no recipient is written down yet."""
    return {"receiving": receiving, cards.COMMANDS_KEY: _buttons(issue, receiving, ())}


def _buttons(issue: Issue, receiving: int, before: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
    filled = {"id": issue.id, "hash": issue.hash, "receiving": receiving}
    offered = (*before, *COMMANDS.get(issue.status, ()))
    return [_button(label, command.format(**filled), confirm.format(**filled)) for label, command, confirm in offered]


def preview(text: str, findings: list[dict[str, Any]], samples: list[str], kept_back: Mapping[str, int]) -> dict[str, Any]:
    """What is to be known before somebody approves: the text, what is wrong with it, ten of those who get it, and who does not and why."""
    cut = text if len(text) <= SHOWN else text[:SHOWN].rstrip() + " …"
    return {"text": cut, "findings": findings, "samples": samples, "kept_back": {why.replace("_", " "): n for why, n in kept_back.items()}}


#: Before anybody has looked at it: nothing is known.
UNSEEN: Final[Mapping[str, Any]] = {"text": "", "findings": [], "samples": [], "kept_back": {}}


def card(channel: str, context: Mapping[str, Any]) -> Outbound:
    issue = str(context["reference"])
    return Outbound(
        key=f"{cards.NEWSLETTER}/{issue}/slack",
        channel="slack",
        lane=lane(issue),
        to=(channel,),
        template=cards.NEWSLETTER,
        context={**UNSEEN, **context},
        to_staff=True,
    )


def _button(label: str, command: str, confirm: str) -> dict[str, str]:
    before, at, _ = command.partition(" INSTANT")
    return {"label": label, "command": before, **({"fill": "INSTANT"} if at else {}), **({"confirm": confirm} if confirm else {})}
