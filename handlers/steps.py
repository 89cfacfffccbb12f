"""Steps that need no verdict: a task that is done, a liaison, a pause and its end; each by whom it may be done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import handover, tasks
from handlers.case import by, given, go_on, letter, over, refused
from handlers.orders import LiaisonAssigned, SomethingArrived, StandingChanged, Ticked
from handlers.partnership import OVER, Post, Standing
from handlers.roles import Role
from handlers.types import ConversationStatus, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.case import Case
    from handlers.orders import Change, Order
    from handlers.partnership import Partnership, Task
    from handlers.process import Gate
    from handlers.types import Conversation

#: Each change of the whole: from where, to where, and who may.
CHANGES: Mapping[Change, tuple[frozenset[Standing], Standing, Role]] = {
    "pause": (frozenset({Standing.ACTIVE}), Standing.PAUSED, Role.STAFF),
    "resume": (frozenset({Standing.PAUSED}), Standing.ACTIVE, Role.STAFF),
    "end": (frozenset({Standing.ACTIVE, Standing.PAUSED}), Standing.ENDED, Role.APPROVER),
    "withdraw": (frozenset({Standing.UNDER_REVIEW}), Standing.WITHDRAWN, Role.STAFF),
}


def taken(case: Case, order: Order) -> Outcome:
    match order:
        case Ticked():
            return _ticked(case, order.name)
        case LiaisonAssigned():
            return handover.handed_over(case, Post.LIAISON, order.liaison)
        case StandingChanged():
            return _changed(case, order)
        case SomethingArrived():
            return go_on(case, case.at)
        case _:
            raise LookupError(f"no step is written for {type(order).__name__}")


def withdrawn(case: Case, conversation: Conversation | None) -> Outcome:
    """End an application as its partner wishes; the word of the partner is enough."""
    ended = replace(case.at, standing=Standing.WITHDRAWN, updated_at=case.now)
    closed = (
        replace(conversation, status=ConversationStatus.WITHDRAWN, asked=(), reopened=(), updated_at=case.now) if conversation else None
    )
    return go_on(case, ended, closed, told=True)


def _ticked(case: Case, name: str) -> Outcome:
    data = {"name": name}
    if case.actor.role < Role.STAFF:
        return refused(case, "task", "role_needed", {"detail": "staff"}, data)
    if case.at.standing in OVER:
        return refused(case, "task", "over", over(case), data)
    gates = _task_gates(case)
    task = next((each for each in case.snapshot.tasks if tasks.typed(each) == name), None)
    done_by = case.at.ticks.get(name) or (task.done_by if task else "")
    if done_by:
        return refused(case, "task", "done_before", {"detail": name, "by": by(done_by)}, data)
    if name in gates:
        return _gate_done(case, name, gates)
    if task is not None:
        return Outcome(changes=(_done(task, case),), records=(given(case, "task.done", data),))
    later = [gate for stage in case.playbook.stages for gate in stage.all_gates if gate.kind == "task" and gate.id == name]
    if later:
        stage = f"the stage {case.stage.title.en}" if case.stage else "no stage"
        return refused(case, "task", "out_of_order", {"detail": later[0].title.en, "stage": stage}, data)
    known = [*gates, *(tasks.typed(each) for each in case.snapshot.tasks if not each.done_by)]
    return refused(case, "task", "no_such_task", {"detail": name, "known": ", ".join(dict.fromkeys(known)) or "nothing"}, data)


def _gate_done(case: Case, name: str, gates: Mapping[str, Gate]) -> Outcome:
    """Tick a gate; with the last one of a stage, the stage's own task is done too."""
    at = replace(case.at, ticks={**case.at.ticks, name: case.actor.who}, updated_at=case.now)
    outcome = go_on(case, at)
    is_last = not [each for each in gates if each != name]
    own = [each for each in case.snapshot.tasks if is_last and each.key == f"{case.at.id}/{case.at.stage}" and not each.done_by]
    return replace(
        outcome,
        changes=(*outcome.changes, *(_done(each, case) for each in own)),
        records=(given(case, "task.done", {"name": name}), *outcome.records),
    )


def _task_gates(case: Case) -> dict[str, Gate]:
    """Gates that may be ticked now: those of the stage at which it waits; all that are open, once it is active."""
    waits = case.at.standing is Standing.UNDER_REVIEW
    stages = [case.stage] if waits and case.stage else [] if waits else case.playbook.stages
    return {gate.id: gate for stage in stages for gate in stage.all_gates if gate.kind == "task" and gate.id not in case.at.ticks}


def _done(task: Task, case: Case) -> Task:
    return replace(task, done_by=case.actor.who, done_at=case.now)


def _changed(case: Case, order: StandingChanged) -> Outcome:
    data = {"change": order.change, "note": order.why.strip()}
    before, after, role = CHANGES[order.change]
    if case.actor.role < role:
        return refused(case, "standing", "role_needed", {"detail": role.name.lower()}, data)
    if case.at.standing in OVER:
        return refused(case, "standing", "over", over(case), data)
    if case.at.standing is Standing.UNDER_REVIEW and order.change in {"pause", "resume"}:
        return _review_held(case, order, data)
    if case.at.standing not in before:
        known = " or ".join(sorted(each.value for each in before))
        return refused(case, "standing", "not_from_here", {"detail": case.at.standing.value.replace("_", " "), "known": known}, data)
    if order.change == "withdraw":
        outcome = withdrawn(case, case.snapshot.conversation)
    else:
        outcome = go_on(case, replace(case.at, standing=after, updated_at=case.now), told=True)
        mail = letter(case, "partnership_changed", {"change": order.change, "why": order.why.strip()}, case.snapshot.conversation)
        outcome = replace(outcome, outbound=(*outcome.outbound, mail))
    return replace(outcome, records=(given(case, "standing.changed", data), *outcome.records))


def _review_held(case: Case, order: StandingChanged, data: Mapping[str, str]) -> Outcome:
    """While it is reviewed there is nothing to pause but the review itself."""
    holds = order.change == "pause"
    if holds and not order.why.strip():
        return refused(case, "standing", "reason_needed", {}, data)
    if holds == bool(case.at.on_hold):
        detail = f"on hold already: {case.at.on_hold}" if holds else "not on hold"
        known = "a review that runs" if holds else "what is paused or on hold"
        return refused(case, "standing", "not_from_here", {"detail": detail, "known": known}, data)
    at: Partnership = replace(case.at, on_hold=order.why.strip() if holds else "", updated_at=case.now)
    outcome = go_on(case, at)
    change = "hold" if holds else "go_on"
    mail = letter(case, "partnership_changed", {"change": change, "why": order.why.strip()}, case.snapshot.conversation)
    return replace(outcome, outbound=(mail, *outcome.outbound), records=(given(case, "standing.changed", data), *outcome.records))
