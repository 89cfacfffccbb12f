"""What a ruling does: approve, decline, ask again or hold, by whoever has the authority; or why nothing was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers import interview, letters, refusals, review, steps, undo
from handlers.case import Case, by, given, go_on, letter, over, refused
from handlers.orders import RulingGiven, RulingTakenBack
from handlers.partnership import OVER, Ruling, Standing, Verdict
from handlers.types import ConversationStatus, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.orders import Order
    from handlers.partnership import Partnership
    from handlers.review import Refused
    from handlers.types import Conversation, Outbound, Snapshot

#: An approval that names no gate, so soon after one that has led on, may be meant for that one: two people act at once, or one twice.
MAY_BE_MEANT_TWICE = timedelta(minutes=10)


def decide(order: Order, snapshot: Snapshot, now: datetime) -> Outcome:
    """Carry out what somebody orders for a partnership, whole or not at all. Pure."""
    if snapshot.dossier is None:
        return Outcome(reason="no_partnership", refused=refusals.sentence("no_partnership", {}))
    case = Case(snapshot=snapshot, dossier=snapshot.dossier, actor=order.actor, now=now, inbound=order.inbound)
    if isinstance(order, RulingGiven):
        return _ruled(replace(case, hold=order.hold), order)
    if isinstance(order, RulingTakenBack):
        return undo.taken_back(case)
    return steps.taken(case, order)


def _ruled(case: Case, order: RulingGiven) -> Outcome:
    at = case.at
    found = _unfit_questions(case, order) or _meant_for_another(case, order)
    if found is not None:
        code, words = found
        return _refuse(case, order, code, words)
    ruling = Ruling(
        gate=order.gate,
        verdict=order.verdict,
        who=case.actor.who,
        at=case.now,
        why=order.why.strip(),
        school=order.school,
        message_id=order.message_id,
    )
    after = review.rule(case.playbook, case.dossier, case.actor, ruling)
    if isinstance(after, review.Refused):
        return _refuse(case, order, after.code, _words(case, after))
    records = tuple(_record(case, each, order) for each in after.rulings[len(at.rulings) :])
    match order.verdict:
        case Verdict.ASK:
            outcome = _asked(case, after, order)
        case Verdict.DECLINE:
            outcome = _declined(case, after, order)
        case Verdict.HOLD:
            outcome = _held(case, after)
        case Verdict.APPROVE:
            outcome = go_on(case, after)
    return replace(outcome, records=(*records, *outcome.records))


def _asked(case: Case, after: Partnership, order: RulingGiven) -> Outcome:
    """Open only the named questions again; what else was answered stands, and so does every ruling."""
    talk, form = case.snapshot.conversation, case.playbook.application
    if talk is None or form is None:
        return go_on(case, after)
    group = tuple(question for question in form.questions if question.id in order.questions)
    ids = tuple(question.id for question in group)
    asking = replace(
        interview.asking(interview.opened_again(talk, ids), group),
        status=ConversationStatus.ASKING,
        with_person=False,
        chased=(),
        stalls=(),
        updated_at=case.now,
    )
    context = {"why": order.why.strip(), "questions": letters.asked(interview.numbered(group, {}), case.language)}
    mail = letter(case, "more_needed", context, asking, questions=ids)
    outcome = go_on(case, after, asking, told=True)
    return replace(outcome, outbound=(mail, *outcome.outbound))


def _declined(case: Case, after: Partnership, order: RulingGiven) -> Outcome:
    """Say no kindly. Where one school's head says no, that school is out and the others go on."""
    ended = after.standing is Standing.DECLINED
    talk = case.snapshot.conversation
    closed = _closed(talk, case) if talk and ended else None
    newest = after.rulings[-1]
    # Words of somebody outside the office were not written for the partner, and are never passed on.
    context = {"why": "" if case.hold else order.why.strip(), "school": newest.school, "ended": ended}
    told = _letter_of_no(case, context, closed or talk)
    outcome = go_on(case, after, closed)
    return replace(outcome, outbound=(told, *outcome.outbound))


def _letter_of_no(case: Case, context: Mapping[str, object], talk: Conversation | None) -> Outbound:
    return letter(case, "application_declined", context, talk)


def _closed(talk: Conversation, case: Case) -> Conversation:
    """End the talk; a later reply reaches a person (handlers/questions.py)."""
    return replace(talk, status=ConversationStatus.CLOSED, asked=(), reopened=(), chased=(), updated_at=case.now)


def _held(case: Case, after: Partnership) -> Outcome:
    outcome = go_on(case, after)
    mail = letter(case, "partnership_changed", {"change": "hold", "why": after.on_hold}, case.snapshot.conversation)
    return replace(outcome, outbound=(mail, *outcome.outbound))


def _unfit_questions(case: Case, order: RulingGiven) -> tuple[str, dict[str, str]] | None:
    """Why an *ask* cannot be asked."""
    if order.verdict is not Verdict.ASK or case.at.standing in OVER:
        return None
    form = case.playbook.application
    if form is None or case.snapshot.conversation is None:
        return "no_conversation", {}
    known = {"known": ", ".join(question.id for question in form.questions)}
    unknown = [each for each in order.questions if form.question(each) is None]
    if unknown:
        return "unknown_questions", {"detail": ", ".join(unknown), **known}
    return None if order.questions else ("which_questions", known)


def _meant_for_another(case: Case, order: RulingGiven) -> tuple[str, dict[str, str]] | None:
    """Refuse a ruling on a gate at which it does not wait, or on one that was passed a moment ago."""
    if case.at.standing is not Standing.UNDER_REVIEW:
        return None
    here = [gate.id for gate in case.stage.all_gates] if case.stage else []
    titles = {gate.id: gate.title.en for stage in case.playbook.stages for gate in stage.all_gates}
    if order.gate in here or order.verdict is not Verdict.APPROVE:
        return None
    passed = [each for each in case.at.rulings if each.verdict is Verdict.APPROVE and each.gate not in here]
    if order.gate:
        before = [each for each in passed if each.gate == order.gate]
        if not before:
            return "out_of_order", {"detail": titles.get(order.gate, order.gate), "stage": _stage_title(case)}
        return _approved_already(case, before[-1], titles)
    soon = [each for each in passed if case.now - each.at < MAY_BE_MEANT_TWICE and not each.school]
    return _approved_already(case, soon[-1], titles) if soon else None


def _approved_already(case: Case, before: Ruling, titles: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    waiting = list(dict.fromkeys(each.gate.id for each in review.gates_of(case.playbook, case.actor, case.dossier)))
    words = {"detail": _sentence_case(titles.get(before.gate, before.gate)), "by": by(before.who), "stage": _stage_title(case)}
    return ("already_approved", {**words, "gates": " or ".join(waiting)}) if waiting else ("already_open", words)


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words(case: Case, found: Refused) -> dict[str, str]:
    if found.code == "over":
        return over(case)
    if found.code == "nothing_to_rule":
        return {"detail": _stage_title(case) if found.detail == case.at.stage else found.detail}
    return {"detail": found.detail, "by": ""}


def _stage_title(case: Case) -> str:
    return f"the stage {case.stage.title.en}" if case.stage else "no stage"


def _refuse(case: Case, order: RulingGiven, code: str, words: Mapping[str, str]) -> Outcome:
    data = {"verdict": order.verdict.value, "gate": order.gate, "school": order.school, "stage": case.at.stage, "note": order.why}
    return refused(case, "ruling", code, words, data)


def _record(case: Case, ruling: Ruling, order: RulingGiven) -> Record:
    data = {"verdict": ruling.verdict.value, "gate": ruling.gate, "stage": case.at.stage, "note": ruling.why, "school": ruling.school}
    questions = {"questions": list(order.questions)} if order.questions else {}
    return given(case, "ruling.given", {**data, **questions}, ruling.message_id)
