"""Proofs that come to their end: one mail to the partner for all of them, a notice to staff, and what the playbook does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers import ladder, proof_letters, proofs
from handlers.case import given, party_of
from handlers.office_hours import next_open
from handlers.partnership import Proof, Standing
from handlers.types import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from handlers.case import Case
    from handlers.partnership import Partnership
    from handlers.playbook import Playbook
    from handlers.types import Outbound

#: Whose papers are watched: all that runs, or is to run.
WATCHED = (Standing.UNDER_REVIEW, Standing.ACTIVE, Standing.PAUSED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One proof and the step of its ladder that is due today. `newer` waits to be looked at, so that its partner is not asked again."""

    proof: Proof
    days: int
    ends: date
    newer: Proof | None = None

    @property
    def is_over(self) -> bool:
        return self.days < 0


def last_step(playbook: Playbook) -> int:
    """Below this nothing is told of any proof."""
    return min((ladder.OVER, *(step for kind in playbook.proofs.values() for step in kind.reminders)))


def first_step(playbook: Playbook) -> int:
    """So many days before its end a proof is looked at for the first time."""
    return max((ladder.OVER, *(step for kind in playbook.proofs.values() for step in kind.reminders)))


def due(case: Case) -> Outcome:
    """Tell the one step of each proof that is due today; asked again at the same moment, there is none left."""
    if case.at.standing not in WATCHED:
        return Outcome(reason="nothing_due")
    quiet = tuple(_quiet(case))
    steps = tuple(_steps(case))
    if not steps:
        return Outcome(reason="nothing_due", changes=quiet)
    paused = _paused(case, steps)
    told = [step for step in steps if step.newer is None and step.days in case.playbook.proofs[step.proof.kind].reminders]
    mail = (_reminder(case, told, paused=paused is not None),) if told else ()
    staff = [step for step in steps if step.is_over or step.newer is not None]
    changes = tuple(replace(step.proof, reminded=step.days) for step in steps)
    records = [given(case, "proof.reminded", _data(step)) for step in steps]
    records += [given(case, "standing.changed", {"change": "pause", "note": "a proof has ended"})] if paused else []
    return Outcome(
        reason="paused" if paused else "due",
        changes=(*quiet, *changes, *([paused] if paused else []), *(party_of(case, paused) if paused else ())),
        outbound=(*mail, *(proof_letters.ended(case, staff, paused=paused is not None) if staff else ())),
        records=tuple(records),
    )


def _steps(case: Case) -> Iterator[Step]:
    for name, kind in case.playbook.proofs.items():
        for person in case.at.roster if kind.each_person else ("",):
            counts = proofs.held(case.dossier, name, person)
            if counts is None or counts.ends is None:
                continue
            days = ladder.due(kind.reminders, counts.ends, counts.reminded, case.today)
            if days is not None:
                waits = proofs.waiting(case.dossier, name, person)
                newer = waits if waits and waits.received_at > (counts.decided_at or counts.received_at) else None
                yield Step(proof=counts, days=days, ends=counts.ends, newer=newer)


def _quiet(case: Case) -> Iterator[Proof]:
    """Proofs whose end concerns nobody any more, such as one that a newer one has followed: they are not looked at each minute for ever."""
    last = last_step(case.playbook)
    for proof in case.dossier.proofs:
        theirs = proofs.is_whose(case.playbook, proof, case.at.roster) and proofs.held(case.dossier, proof.kind, proof.person) == proof
        ends = proof.ends or proof.valid_until or proof.grace_until
        if not theirs and ends is not None and ends < case.today and (proof.reminded is None or proof.reminded > last):
            yield replace(proof, reminded=last)


def _paused(case: Case, steps: Sequence[Step]) -> Partnership | None:
    """An active partnership stands still where the playbook says that an ended paper of this kind does that."""
    stops = any(step.is_over and case.playbook.proofs[step.proof.kind].when_expired == "pause" for step in steps)
    return replace(case.at, standing=Standing.PAUSED, updated_at=case.now) if stops and case.at.standing is Standing.ACTIVE else None


def _reminder(case: Case, told: Sequence[Step], *, paused: bool) -> Outbound:
    mail = proof_letters.reminder(case, told, paused=paused)
    return replace(mail, not_before=next_open(case.now, case.playbook.office.time_zone), unasked=True)


def _data(step: Step) -> dict[str, str | int]:
    about = {"proof": step.proof.id, "kind": step.proof.kind, "person": step.proof.person}
    return {**about, "days": step.days, "until": str(step.ends), "note": f"{step.days} days before" if step.days >= 0 else "ended"}
