"""Takes a ruling back: by whoever gave it, within ten minutes, where nothing else has happened since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers import review
from handlers.case import given, letter, party_of, refused
from handlers.partnership import Standing, Verdict
from handlers.types import ConversationStatus, Outcome

if TYPE_CHECKING:
    from handlers.case import Case
    from handlers.partnership import Partnership, Ruling, Task
    from handlers.types import Conversation

UNDO_WITHIN = timedelta(minutes=10)


def taken_back(case: Case) -> Outcome:
    """Stand where it stood before; the partner, who may have read of it, hears that it was not meant."""
    last = case.at.rulings[-1] if case.at.rulings else None
    if last is None or last.who != case.actor.who:
        return refused(case, "undo", "nothing_to_undo", {}, {})
    talk = case.snapshot.conversation
    more_happened = case.at.updated_at != last.at or (talk is not None and talk.updated_at > last.at)
    if more_happened or case.now - last.at > UNDO_WITHIN:
        return refused(case, "undo", "too_late_to_undo", {}, {"verdict": last.verdict.value, "gate": last.gate})
    before = _before(case, last)
    was_told = last.verdict is not Verdict.APPROVE or (before.stage, before.standing) != (case.at.stage, case.at.standing)
    back = _talk_before(case, talk, last) if talk else None
    return Outcome(
        changes=(*([back] if back else []), before, *party_of(case, before), *_tasks_of(case, last)),
        outbound=(letter(case, "ruling_taken_back", {}, back or talk),) if was_told else (),
        records=(given(case, "ruling.taken_back", {"verdict": last.verdict.value, "gate": last.gate, "stage": before.stage}),),
    )


def _before(case: Case, last: Ruling) -> Partnership:
    """Derive the stage anew from the rulings that are left."""
    left = tuple(each for each in case.at.rulings if (each.who, each.at) != (last.who, last.at))
    at = replace(
        case.at,
        rulings=left,
        standing=Standing.UNDER_REVIEW,
        stage=case.playbook.stages[0].id,
        active_since=None,
        on_hold="",
        updated_at=case.now,
    )
    moved, _ = review.moved_on(case.playbook, replace(case.dossier, partnership=at), case.now, case.today)
    held = left[-1].why if left and left[-1].verdict is Verdict.HOLD else ""
    return replace(moved, on_hold=held)


def _talk_before(case: Case, talk: Conversation, last: Ruling) -> Conversation | None:
    """What a no had closed, or a question had opened, is handed in again."""
    if last.verdict not in {Verdict.DECLINE, Verdict.ASK} or talk.updated_at != last.at:
        return None
    return replace(talk, status=ConversationStatus.SUBMITTED, asked=(), reopened=(), updated_at=case.now)


def _tasks_of(case: Case, last: Ruling) -> tuple[Task, ...]:
    """The tasks that this ruling had opened are no one's any more."""
    opened = [task for task in case.snapshot.tasks if task.opened_at == last.at and not task.done_by]
    return tuple(replace(task, done_by=case.actor.who, done_at=case.now) for task in opened)
