"""Where a partnership stands, as plain data for mails and for staff: its stage, what is missing, and who is at turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from handlers import review
from handlers.partnership import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from handlers.partnership import Dossier
    from handlers.playbook import Playbook
    from handlers.review import Missing
    from handlers.types import Conversation, Value

#: Who has to act: the partner, the office, both of them, or the one whom the playbook names.
Turn = Literal["partner", "office", "both", "named"]

#: Whose turn a gate is, by its kind; a ruling is the turn of its authority.
TURNS: Mapping[str, Turn] = {"proof": "partner", "agreement": "both", "task": "office", "liaison": "office"}


def local_day(playbook: Playbook, now: datetime) -> date:
    return now.astimezone(ZoneInfo(playbook.office.time_zone)).date()


def answers_of(conversation: Conversation) -> dict[str, object]:
    """What an application surely says, for gates that hold only for some answers; a yes or no as the playbook writes it."""
    return {key: _said(answer.value) for key, answer in conversation.sure.items()}


def waits(playbook: Playbook, found: tuple[Missing, ...], language: str) -> list[dict[str, str]]:
    """Each thing that is missing, once, with whose turn it is; `named` is the authority where the playbook names one."""
    rows: dict[str, dict[str, str]] = {}
    for each in found:
        what = review.labels((each,), language)[0]
        authority = playbook.authorities.get(each.gate.by)
        named = authority.title.in_language(language) if authority and authority.kind != "office" else ""
        turn: Turn = "named" if named else TURNS.get(each.gate.kind, "office")
        rows.setdefault(what, {"what": what, "turn": turn, "named": named})
    return list(rows.values())


def where_it_stands(playbook: Playbook, dossier: Dossier, now: datetime, language: str) -> dict[str, object]:
    """What a mail says of it: `standing`, the stage by its title, what it waits for, and why it was put on hold."""
    at = dossier.partnership
    stage = playbook.stage(at.stage)
    found = review.missing(playbook, dossier, local_day(playbook, now)) if at.standing is Standing.UNDER_REVIEW else ()
    return {
        "standing": at.standing.value,
        "stage": stage.title.in_language(language) if stage else "",
        "waits": waits(playbook, found, language),
        "on_hold": at.on_hold,
    }


def gaps(playbook: Playbook, dossier: Dossier, today: date) -> tuple[Missing, ...]:
    """What an active partnership lacks of all that leads there: for those that were active before Liaison knew them."""
    lead = next((n for n, stage in enumerate(playbook.stages) if stage.active), len(playbook.stages))
    return tuple(each for stage in playbook.stages[:lead] for each in review.shut(playbook, stage, dossier, today))


def _said(value: Value) -> object:
    return ("yes" if value else "no") if isinstance(value, bool) else value
