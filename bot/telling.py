"""Turns what happened into the JSON objects and the lines that commands print (interface.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers import interview
from handlers.types import Disposition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.decided import Decided
    from handlers.playbook import Playbook
    from handlers.routing import Decision
    from handlers.types import Answer, Conversation
    from store.inbox import InboxItem
    from store.outbox import OutboxItem


def decided_row(decided: Decided, playbook: Playbook) -> dict[str, Any]:
    """One heard mail as `receive --json` prints it."""
    heard = decided.heard
    inbound = heard.inbound if heard else None
    report = heard.report if heard else None
    return {
        "id": decided.inbox_id,
        "message_id": inbound.message_id if inbound else "",
        "kind": heard.screened.kind.value if heard else "normal",
        "disposition": decided.disposition.value,
        "reason": decided.reason or (heard.screened.reason if heard else ""),
        "sensitive": decided.outcome.sensitive.value if decided.outcome.sensitive else None,
        "recipients": [failed.address for failed in report.recipients] if report else [],
        "visible": inbound.visible if inbound else "",
        "pairs": [{"quoted": pair.quoted, "typed": pair.typed} for pair in inbound.pairs] if inbound else [],
        "conversation": conversation_row(decided.conversation, playbook) if decided.conversation else None,
        "queued": [
            {
                "id": each.id,
                "channel": each.channel,
                "to": list(each.to),
                "subject": each.subject,
                "template": each.template,
                "status": each.status,
            }
            for each in decided.queued
        ],
    }


def conversation_row(conversation: Conversation, playbook: Playbook) -> dict[str, Any]:
    form = playbook.application
    is_form = conversation.kind.value == "application"
    return {
        "id": conversation.id,
        "kind": conversation.kind.value,
        "status": conversation.status.value,
        "pathway": conversation.pathway,
        "answers": {key: plain(answer.value) for key, answer in conversation.sure.items()},
        "unsure": {key: _unsure(answer) for key, answer in conversation.unsure.items()},
        "sources": {key: {"words": answer.words, "message_id": answer.message_id} for key, answer in conversation.answers.items()},
        "missing": list(interview.missing(form, conversation)) if form and is_form else [],
    }


def routing_row(decision: Decision, reply: str, sources: list[dict[str, str]]) -> dict[str, Any]:
    """One question as `ask --json` prints it."""
    return {
        "pathway": decision.pathway,
        "candidates": [{"pathway": name, "score": round(score, 4)} for name, score in decision.candidates],
        "sure": decision.sure and decision.asks is None,
        "asks": decision.asks,
        "reply": reply,
        "because": list(decision.because),
        "sources": [{key: source[key] for key in ("document", "section", "says")} for source in sources],
    }


def inbox_row(item: InboxItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind or item.status,
        "from": item.sender or item.envelope_from or "",
        "reason": item.sensitive or item.reason or item.error,
        "status": item.status,
    }


def outbox_row(item: OutboxItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "channel": item.channel,
        "to": list(item.to),
        "subject": item.subject,
        "status": item.status,
        "attempts": item.attempts,
        "next_attempt_at": item.next_attempt_at.isoformat() if item.next_attempt_at else None,
        "reason": item.reason,
    }


def decided_line(decided: Decided) -> str:
    """One heard mail as a person reads it."""
    conversation = decided.conversation
    what = f"{conversation.pathway}, {conversation.status.value}" if conversation else decided.reason
    told = "; ".join(f"{each.template} to {', '.join(each.to)} ({each.status})" for each in decided.queued)
    name = decided.disposition.value if decided.disposition is not Disposition.HELD else "held for a person"
    return f"{decided.inbox_id}  {name}: {what or 'done'}" + (f"  ->  {told}" if told else "")


def plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _unsure(answer: Answer) -> Mapping[str, Any]:
    return {"value": plain(answer.value), "words": answer.words, "reason": answer.reason}
