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
    """Tell the one step of each proof that is due today; asked again at the same moment, there is none left.

    A contact of several partnerships gets one mail for all of them, unless one is paused by it: that is told in a mail of its own.
    """
    if case.at.standing not in WATCHED:
        return Outcome(reason="nothing_due")
    own = _taken(case)
    if own.reason == "nothing_due":
        return own
    beside = () if own.reason == "paused" else tuple(each for each in _of_same_contact(case) if _taken(each).reason == "due")
    mails = _reminder((case, *beside), paused=own.reason == "paused")
    every = (own, *map(_taken, beside))
    return replace(
        own,
        changes=tuple(change for each in every for change in each.changes),
        outbound=(*mails, *(notice for each in every for notice in each.outbound)),
        records=tuple(record for each in every for record in each.records),
    )


def _of_same_contact(case: Case) -> Iterator[Case]:
    """Further partnerships of the very contact, each as a case of its own without a talk: the mail goes out in the first one's."""
    for dossier in case.snapshot.theirs:
        at = dossier.partnership
        if at.id != case.at.id and at.contact == case.at.contact and at.standing in WATCHED:
            others = (case.at, *(each for each in case.snapshot.others if each.id != at.id))
            yield replace(case, dossier=dossier, snapshot=replace(case.snapshot, dossier=dossier, conversation=None, others=others))


def _taken(case: Case) -> Outcome:
    """What one partnership's steps change, and what staff hear of them; the mail to its contact is written for all of them."""
    quiet = tuple(_quiet(case))
    steps = tuple(_steps(case))
    if not steps:
        return Outcome(reason="nothing_due", changes=quiet)
    paused = _paused(case, steps)
    staff = [step for step in steps if step.is_over or step.newer is not None]
    changes = tuple(replace(step.proof, reminded=step.days) for step in steps)
    records = [given(case, "proof.reminded", _data(step)) for step in steps]
    records += [given(case, "standing.changed", {"change": "pause", "note": "a proof has ended"})] if paused else []
    return Outcome(
        reason="paused" if paused else "due",
        changes=(*quiet, *changes, *([paused] if paused else []), *(party_of(case, paused) if paused else ())),
        outbound=proof_letters.ended(case, staff, paused=paused is not None) if staff else (),
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


def _reminder(cases: Sequence[Case], *, paused: bool) -> tuple[Outbound, ...]:
    """One mail for what partners themselves can do something about."""
    told = [(case, step) for case in cases for step in _steps(case) if step.newer is None and _is_told(case, step)]
    if not told:
        return ()
    mail = proof_letters.reminder(cases[0], told, paused=paused)
    return (replace(mail, not_before=next_open(cases[0].now, cases[0].playbook.office.time_zone), unasked=True),)


def _is_told(case: Case, step: Step) -> bool:
    return step.days in case.playbook.proofs[step.proof.kind].reminders


def _data(step: Step) -> dict[str, str | int]:
    about = {"proof": step.proof.id, "kind": step.proof.kind, "person": step.proof.person}
    return {**about, "days": step.days, "until": str(step.ends), "note": f"{step.days} days before" if step.days >= 0 else "ended"}
