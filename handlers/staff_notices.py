"""What staff hear of by mail, and how often: nothing that waits for a person waits unseen, and nobody is flooded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers import letters
from handlers.types import Sensitive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.commands import Bounced, Failure, Owed
    from handlers.turn import Turn
    from handlers.types import Conversation, Inbound, Outbound, Snapshot

#: Notices of held mail an hour; above it, one says that there are more (threats.md, T12).
NOTICES_PER_HOUR = 20

#: Held mail that staff find in `/partners inbox` without being told of each.
QUIET = frozenset({"in_copy", "to_staff", "from_staff", "list_mail", "many_recipients", "no_reply_sender"})

#: These go out whatever the hour has seen.
URGENT = frozenset({Sensitive.SAFETY, Sensitive.CIVIL_RIGHTS})


def submitted(
    turn: Turn, conversation: Conversation, rows: Sequence[dict[str, str]], *, again: bool = False, proofs: Sequence[str] = ()
) -> tuple[Outbound, ...]:
    """Tell of an application that was handed in, or of the answers that staff had asked for; and of others of the same organisation."""
    answers = conversation.answers
    documents = [str(answer.value["name"]) for answer in answers.values() if isinstance(answer.value, dict)]
    context = {
        "reference": conversation.id,
        "organization": str(answers["organization_name"].value) if "organization_name" in answers else conversation.party,
        "contact": conversation.party,
        "rows": list(rows),
        "documents": documents,
        "again": again,
        "others": [{"id": each.id, "organization": each.organization, "standing": each.standing.value} for each in turn.snapshot.others],
        "rules": bool(turn.playbook.stages),
        "proofs": list(proofs),
    }
    key = f"staff_submitted/{conversation.id}/{conversation.version}"
    return letters.to_staff(turn.snapshot, "staff_submitted", context, key=key, conversation=conversation.id)


def look(turn: Turn, conversation: Conversation, why: str) -> tuple[Outbound, ...]:
    """Ask somebody to look at a conversation: a silent source, a question, a person asked for."""
    context = {
        "reference": conversation.id,
        "sender": letters.name_and_address(turn.inbound.sender),
        "why": why,
        "pathway": conversation.pathway,
        "command": f"/partners show {conversation.id}",
    }
    key = f"staff_look/{turn.snapshot.inbox_id}/{why}"
    return letters.to_staff(turn.snapshot, "staff_look", context, key=key, conversation=conversation.id)


def held(
    snapshot: Snapshot, inbound: Inbound | None, reason: str, now: datetime, *, sensitive: Sensitive | None = None
) -> tuple[Outbound, ...]:
    """Tell of a held mail; of a flood, tell once an hour that there is more."""
    if reason in QUIET and sensitive is None:
        return ()
    urgent = sensitive in URGENT
    if snapshot.notices_this_hour >= NOTICES_PER_HOUR and not urgent:
        return _more(snapshot, now)
    context: dict[str, Any] = {
        "reference": snapshot.inbox_id,
        "sender": letters.name_and_address(inbound.sender if inbound else None),
        # A subject may hold what must not travel further; the held mail itself shows it.
        "subject": "" if sensitive or inbound is None else inbound.subject[:200],
        "reason": sensitive.value if sensitive else reason,
        "urgent": urgent,
        "command": f"/partners release {snapshot.inbox_id}",
    }
    return letters.to_staff(snapshot, "staff_held", context, key=f"staff_held/{snapshot.inbox_id}")


def shunted(snapshot: Snapshot, sender: str, subject: str, error: str) -> tuple[Outbound, ...]:
    context = {
        "reference": snapshot.inbox_id,
        "sender": sender or "unknown sender",
        "subject": subject[:200],
        "error": error[:300],
        "command": f"/partners release {snapshot.inbox_id}",
    }
    return letters.to_staff(snapshot, "staff_shunted", context, key=f"staff_shunted/{snapshot.inbox_id}")


def undelivered(
    snapshot: Snapshot, mail: Owed, lost: Sequence[Failure], now: datetime, bounced: Bounced, *, key: str = ""
) -> tuple[Outbound, ...]:
    """Tell once of a mail that did not reach somebody, however often and by whatever way we hear of it."""
    if snapshot.notices_this_hour >= NOTICES_PER_HOUR:
        return _more(snapshot, now)
    nobody_has_it = {address.lower() for address in mail.to} <= {each.address.lower() for each in lost} or len(mail.to) == 1
    context = {
        "reference": mail.id,
        "subject": mail.subject[:200],
        "lost": [{"address": each.address, "words": each.words[:300], "hard": each.hard} for each in lost],
        "others_have_it": not nobody_has_it,
        "at_once": bounced.at_once,
        "given_up": bounced.given_up,
        "to_staff": mail.to_staff,
        "command": f"/partners release {mail.id}",
        "show": f"/partners show {mail.conversation}" if mail.conversation else "",
    }
    key = key or f"{mail.id}/{','.join(sorted(each.address.lower() for each in lost))}"
    return letters.to_staff(snapshot, "staff_undelivered", context, key=f"staff_undelivered/{key}", conversation=mail.conversation)


def server_refused_us(snapshot: Snapshot, mail: Owed, words: str, now: datetime, *, held: bool) -> tuple[Outbound, ...]:
    """Tell once a day, by the first mail that met it: all others meet the same."""
    context = {
        "reference": mail.id,
        "subject": mail.subject[:200],
        "to": letters.list_of(mail.to, "en"),
        "words": words[:300],
        "held": held,
        "command": f"/partners release {mail.id}",
    }
    return letters.to_staff(
        snapshot, "staff_server_refuses", context, key=f"staff_server_refuses/{now:%Y-%m-%d}/{'held' if held else 'kept'}"
    )


def slack_refuses_us(snapshot: Snapshot, words: str, now: datetime) -> tuple[Outbound, ...]:
    """Tell by mail, once a day: cards wait until somebody mends what Slack says."""
    return letters.to_staff(snapshot, "staff_slack_refuses", {"words": words[:300]}, key=f"staff_slack_refuses/{now:%Y-%m-%d}")


def _more(snapshot: Snapshot, now: datetime) -> tuple[Outbound, ...]:
    key = f"staff_more/{now:%Y-%m-%dT%H}"
    return letters.to_staff(snapshot, "staff_more", {"count": snapshot.notices_this_hour}, key=key)
