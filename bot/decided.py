"""What became of a decision: what the terminal, Slack and `why` tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handlers.types import Disposition

if TYPE_CHECKING:
    from bot.ear import Heard
    from bot.post_room import Queued
    from handlers.types import Conversation, Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """What became of a mail."""

    inbox_id: str
    heard: Heard | None
    outcome: Outcome
    disposition: Disposition
    reason: str
    conversation: Conversation | None = None
    queued: tuple[Queued, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FellDue:
    """One mail or task that fell due, as `tick --json` tells of it: for whom, for which period where it has one, and whether it is held."""

    kind: str
    partner: str
    period: str = ""
    held: bool = False


def without_a_mail(outcome: Outcome, saved: Conversation | None, queued: tuple[Queued, ...]) -> Decided:
    """What became of a decision that no heard mail has led to."""
    return Decided(
        inbox_id="",
        heard=None,
        outcome=outcome,
        disposition=outcome.disposition,
        reason=outcome.reason,
        conversation=saved,
        queued=queued,
    )


def of_mail(
    inbox_id: str, heard: Heard | None, outcome: Outcome, saved: Conversation | None = None, queued: tuple[Queued, ...] = ()
) -> Decided:
    accepted = outcome.disposition is Disposition.ACCEPTED
    return Decided(
        inbox_id=inbox_id,
        heard=heard,
        outcome=outcome,
        disposition=outcome.disposition,
        reason=outcome.reason,
        conversation=saved if accepted else None,
        queued=queued,
    )


def reasons(heard: Heard, outcome: Outcome, saved: Conversation | None) -> dict[str, Any]:
    """What `why` tells and a replay needs: the rule that hit, the model's scores, the facts."""
    return {
        "rule": heard.screened.reason,
        "language": heard.understanding.language,
        "scores": dict(heard.understanding.scores),
        "nearest": dict(heard.understanding.nearest),
        "because": list(outcome.because),
        "pathway": saved.pathway if saved else "",
        "facts": dict(saved.facts) if saved else {},
    }
