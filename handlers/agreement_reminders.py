"""An agreement that nobody answers: its parties are reminded with the same text, then a person of the office takes it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers import agreement_letters, agreements
from handlers.case import given
from handlers.office_hours import is_late, next_open
from handlers.partnership import Standing, Task
from handlers.types import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.agreements import Side
    from handlers.case import Case
    from handlers.partnership import Agreement
    from handlers.process import AgreementRules
    from handlers.types import Outbound

#: Where nothing of a partnership waits for a yes.
RUNS = frozenset({Standing.UNDER_REVIEW, Standing.ACTIVE})


def due(case: Case) -> Outcome:
    """Take the one step that silence asks for by now; silence itself accepts nothing."""
    rules, newest = case.playbook.agreement, case.dossier.agreement
    if rules is None or newest is None or newest.accepted or case.at.standing not in RUNS or case.at.on_hold:
        return Outcome(reason="nothing_due")
    step, at = len(newest.reminded), _when(rules, newest)
    if at is None or case.now < at:
        return Outcome(reason="nothing_due")
    after = replace(newest, reminded=(*newest.reminded, case.now))
    if step < len(rules.remind_after_days):
        return _reminded(case, after, late=is_late(at, case.now))
    return _taken_up(case, after)


def _when(rules: AgreementRules, newest: Agreement) -> datetime | None:
    """When the next step is due; counted from the last one, so that a desk that did not run takes them one by one all the same."""
    days, done = rules.answer_days, len(newest.reminded)
    if done >= len(days):
        return None
    return newest.reminded[-1] + timedelta(days=days[done] - days[done - 1]) if done else newest.made_at + timedelta(days=days[0])


def _reminded(case: Case, after: Agreement, *, late: bool) -> Outcome:
    """Send the very text again to each party that has not accepted it; the office's own people are told what waits for them."""
    waits = [side for side in _sides(case) if side.id in agreements.still_to_accept(after)]
    mails = tuple(_again(case, after, side, late=late) for side in waits if side.addresses and not _is_with_a_person(case, side))
    unsigned = any(side.id == agreements.OFFICE for side in waits)
    told = agreement_letters.told(case, "unsigned", after, key=str(len(after.reminded))) if unsigned else ()
    data = {"number": after.number, "times": len(after.reminded), "of": [side.id for side in waits]}
    return Outcome(
        reason="late" if late else "due", changes=(after,), outbound=(*mails, *told), records=(given(case, "agreement.reminded", data),)
    )


def _again(case: Case, after: Agreement, side: Side, *, late: bool) -> Outbound:
    is_partner = side.kind == "organization"
    talk = case.snapshot.conversation if is_partner else agreement_letters.talk_with(case, after.number, side)
    mail = agreement_letters.please_accept(case, after, side, talk, state="again")
    return replace(
        mail,
        key=f"{mail.key}/{len(after.reminded)}",
        hold="late" if late else mail.hold,
        not_before=next_open(case.now, case.playbook.office.time_zone),
        unasked=True,
    )


def _is_with_a_person(case: Case, side: Side) -> bool:
    """Where a person has taken over the partner's thread, Liaison keeps silent in it."""
    talk = case.snapshot.conversation
    return side.kind == "organization" and talk is not None and talk.with_person


def _taken_up(case: Case, after: Agreement) -> Outcome:
    waits = agreements.titles(agreements.still_to_accept(after), _sides(case), "en")
    task = Task(
        key=f"{case.at.id}/agreement_{after.number}_unanswered",
        subject=case.at.id,
        title=f"{after.title} with {case.at.organization}, version {after.number}, has no answer from {'; '.join(waits)}: call them.",
        opened_at=case.now,
    )
    return Outcome(
        reason="unanswered",
        changes=(after, task),
        outbound=agreement_letters.told(case, "unanswered", after),
        records=(given(case, "agreement.unanswered", {"number": after.number, "of": list(agreements.still_to_accept(after))}),),
    )


def _sides(case: Case) -> Sequence[Side]:
    return agreements.sides(case.playbook, case.dossier, case.snapshot.conversation)
