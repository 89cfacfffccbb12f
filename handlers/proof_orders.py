"""What staff and the clock order for proofs: one is looked at, a roster changes, a paper is filed, an end comes near."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from handlers import ladder, namesakes, proof_dues, proof_letters, proofs, refusals, rosters
from handlers.case import Case, by, given, go_on, over, refused
from handlers.orders import PapersFiled, ProofLookedAt, ProofsDue, RosterChanged
from handlers.partnership import OVER, Partnership, Proof, ProofStatus, Standing
from handlers.roles import Role
from handlers.types import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.orders import ProofOrder
    from handlers.process import ProofKind
    from handlers.types import Snapshot

#: Two people who look at the same paper at once: within these minutes the second is told of the first.
AT_ONCE = timedelta(minutes=10)

#: A paper that seems to be good for longer has a year that was mistyped.
LONGEST = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class No:
    """Why nothing is changed: the code of a refusal and its words."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)


def decide(order: ProofOrder, snapshot: Snapshot, now: datetime) -> Outcome:
    """Carry out what is ordered for proofs, whole or not at all. Pure."""
    if snapshot.dossier is None:
        return Outcome(reason="no_partnership", refused=refusals.sentence("no_partnership", {}))
    case = Case(snapshot=snapshot, dossier=snapshot.dossier, actor=order.actor, now=now, inbound=order.inbound)
    match order:
        case ProofLookedAt():
            return _looked_at(case, order)
        case RosterChanged():
            return rosters.changed(case, order)
        case PapersFiled():
            return _filed(case, order)
        case ProofsDue():
            return proof_dues.due(case)


def kept(case: Case, changed: tuple[Proof, ...], at: Partnership | None = None) -> Outcome:
    """Keep proofs that have changed, and let the partnership go on as far as they lead."""
    ids = {each.id for each in changed if each.id}
    theirs = (*(each for each in case.dossier.proofs if each.id not in ids), *changed)
    after = replace(case, dossier=replace(case.dossier, proofs=theirs))
    # Two people at once: whoever saves the partnership second decides again on what the first has left.
    outcome = go_on(after, replace(at or case.at, updated_at=case.now))
    return replace(outcome, changes=(*changed, *outcome.changes))


def _looked_at(case: Case, order: ProofLookedAt) -> Outcome:
    data = {
        "look": order.look,
        "proof": order.proof,
        "kind": order.kind,
        "people": list(order.people),
        "until": str(order.until or ""),
        "note": order.why,
    }
    if case.actor.role < Role.STAFF:
        return refused(case, "proof", "role_needed", {"detail": "staff"}, data)
    if case.at.standing in OVER:
        return refused(case, "proof", "over", over(case), data)
    found = _unfit(case, order) or _targets(case, order)
    if isinstance(found, No):
        return refused(case, "proof", found.code, found.words, data)
    done = tuple(_done(case, order, each) for each in found)
    outcome = kept(case, (*done, *_lists_of(case, order, done)), rosters.with_names(case, [each.person for each in done if each.person]))
    heard = any(not mail.to_staff for mail in outcome.outbound)
    letter = () if heard else (proof_letters.looked_at(case, order.look, done, order.why.strip()),)
    records = tuple(given(case, f"proof.{_SAID[order.look]}", _about(each)) for each in done)
    return replace(outcome, reason=order.look, outbound=(*letter, *outcome.outbound), records=(*records, *outcome.records))


def _lists_of(case: Case, order: ProofLookedAt, done: tuple[Proof, ...]) -> tuple[Proof, ...]:
    """Lists of several people from which some were just checked: they have been looked at."""
    files = {each.sha256 for each in done if each.person and each.sha256 and order.look == "check"}
    lists = [each for each in case.dossier.proofs if not each.person and each.sha256 in files and each.status is ProofStatus.RECEIVED]
    return tuple(replace(each, status=ProofStatus.CHECKED, checked_by=case.actor.who, decided_at=case.now) for each in lists)


_SAID = {"check": "checked", "reject": "rejected", "grace": "graced"}


def _about(proof: Proof) -> dict[str, Any]:
    until = proof.grace_until or proof.valid_until
    return {
        "proof": proof.id,
        "kind": proof.kind,
        "person": proof.person,
        "name": proof.name,
        "sha256": proof.sha256,
        "until": str(until or ""),
        "note": proof.note,
    }


def _done(case: Case, order: ProofLookedAt, proof: Proof) -> Proof:
    by_them = replace(proof, checked_by=case.actor.who, decided_at=case.now)
    if order.look == "reject":
        return replace(by_them, status=ProofStatus.REJECTED, note=order.why.strip(), grace_until=None)
    steps = case.playbook.proofs[proof.kind].reminders
    # What both sides have just heard of is not announced again: the ladder goes on below the step that is reached.
    told = ladder.reached(steps, order.until, case.today) if order.until else None
    if order.look == "grace":
        return replace(by_them, grace_until=order.until, reminded=told)
    return replace(by_them, status=ProofStatus.CHECKED, valid_until=order.until, grace_until=None, note="", reminded=told)


def _unfit(case: Case, order: ProofLookedAt) -> No | None:
    """What is wrong with the order itself: its kind, its day, its reason."""
    kinds = case.playbook.proofs
    known = ", ".join(kinds) or "none, since the playbook asks for none"
    named = _named(case, order)
    if order.proof and named is None:
        return No("no_such_proof", {"detail": order.proof})
    if order.kind and order.kind not in kinds:
        return No("no_proof_kind", {"detail": order.kind, "known": known})
    kind = kinds.get(order.kind or (named.kind if named else ""))
    if kind is None:
        return No("no_proof_kind", {"detail": "nothing", "known": known})
    if order.look == "reject":
        return None if order.why.strip() else No("reason_needed")
    if order.look == "grace":
        return _no_day(case, order) or _no_grace(case, order, kind)
    return _no_day(case, order)


def _no_day(case: Case, order: ProofLookedAt) -> No | None:
    if order.until is None:
        return No("date_needed", {"detail": "nothing"}) if order.look == "grace" else None
    if order.until < case.today:
        return No("past_date", {"detail": str(order.until)})
    return No("far_date", {"detail": str(order.until)}) if order.until - case.today > LONGEST else None


def _no_grace(case: Case, order: ProofLookedAt, kind: ProofKind) -> No | None:
    """A grace is for what has counted once, or for a partner that runs already: never a way in."""
    if not kind.grace:
        cited = kind.cites[0].says.en if kind.cites else ""
        return No("no_grace", {"detail": kind.title.en, "known": cited})
    names = order.people or ("",)
    named = _named(case, order)
    counted = named or proofs.held(case.dossier, order.kind, names[0])
    runs = case.at.standing in {Standing.ACTIVE, Standing.PAUSED}
    was_good = counted is not None and counted.status is ProofStatus.CHECKED
    return None if runs or was_good else No("no_grace_yet", {"detail": kind.title.en})


def _named(case: Case, order: ProofLookedAt) -> Proof | None:
    return next((each for each in case.dossier.proofs if order.proof and each.id == order.proof), None)


def _targets(case: Case, order: ProofLookedAt) -> tuple[Proof, ...] | No:
    """The proofs that are meant, one for each person where each needs one; or why none can be told."""
    named = _named(case, order)
    kind = order.kind or (named.kind if named else "")
    rules = case.playbook.proofs[kind]
    if order.people and not rules.each_person:
        return No("not_per_person", {"detail": rules.title.en})
    if not rules.each_person or (order.look == "reject" and not order.people):
        return _one(case, order, named, kind, named.person if named else "")
    people = order.people or ((named.person,) if named and named.person else ())
    people = tuple(dict.fromkeys(people))
    if not people:
        return No("whose", {"detail": kind, "known": ", ".join(case.at.roster) or "nobody yet"})
    for person in people:
        if called_so := namesakes.which(case.at.roster, person):
            return No("which_person", {"detail": person, "known": "; ".join(called_so)})
    stranger = next((each for each in people if case.at.roster_complete and not proofs.on_roster(case.at.roster, each)), "")
    if stranger:
        return No("not_on_roster", {"detail": stranger, "known": ", ".join(case.at.roster)})
    found: list[Proof] = []
    for person in people:
        some = _one(case, order, named, kind, proofs.on_roster(case.at.roster, person) or person)
        if isinstance(some, No):
            return some
        found += some
    return tuple(found)


def _one(case: Case, order: ProofLookedAt, named: Proof | None, kind: str, person: str) -> tuple[Proof, ...] | No:
    """One proof: the one that is named, the newest that waits, or a new one for what the office has elsewhere."""
    if named is not None and (named.person == person or not case.playbook.proofs[kind].each_person):
        return (replace(named, kind=kind),)
    waits = named or proofs.waiting(case.dossier, kind, person)
    counts = proofs.held(case.dossier, kind, person)
    if order.look == "reject":
        mine = waits is not None and waits.person == person
        return (waits,) if waits and mine else No("nothing_waits", {"detail": kind, "known": _known(case, kind)})
    if order.look == "grace":
        return (counts or _new(case, kind, person, ProofStatus.AWAITED),)
    if waits is not None and not waits.person and person:
        # A list that names several people: each of them gets a proof of their own, made of it.
        return (replace(_new(case, kind, person), name=waits.name, sha256=waits.sha256, message_id=waits.message_id),)
    if waits is not None:
        return (waits,)
    return _twice(case, order, counts) or (counts if counts and counts.status is ProofStatus.AWAITED else _new(case, kind, person),)


def _twice(case: Case, order: ProofLookedAt, counts: Proof | None) -> No | None:
    """The same again, or two people at once."""
    if counts is None or counts.status is not ProofStatus.CHECKED:
        return None
    if counts.valid_until == order.until and not counts.grace_until:
        return No("checked_before", {"detail": counts.id, "by": by(counts.checked_by)})
    just_now = counts.decided_at is not None and case.now - counts.decided_at < AT_ONCE
    if just_now and counts.checked_by != case.actor.who:
        return No("just_checked", {"detail": counts.id, "by": by(counts.checked_by), "known": str(counts.valid_until or "never")})
    return None


def _new(case: Case, kind: str, person: str, status: ProofStatus = ProofStatus.RECEIVED) -> Proof:
    return Proof(id="", partnership=case.at.id, kind=kind, person=person, status=status, received_at=case.now)


def _known(case: Case, kind: str) -> str:
    theirs = [f"{each.id} ({each.status.value})" for each in case.dossier.proofs if each.kind == kind]
    return ", ".join(theirs) or "none"


def _filed(case: Case, order: PapersFiled) -> Outcome:
    """Keep what came with a mail as proofs that nobody has looked at yet."""
    data = {"mail": order.mail, "kind": order.kind}
    if case.actor.role < Role.STAFF:
        return refused(case, "proof", "role_needed", {"detail": "staff"}, data)
    if case.at.standing in OVER:
        return refused(case, "proof", "over", over(case), data)
    kinds = case.playbook.proofs
    known = ", ".join(kinds) or "none, since the playbook asks for none"
    if order.kind and order.kind not in kinds:
        return refused(case, "proof", "no_proof_kind", {"detail": order.kind, "known": known}, data)
    papers = proofs.looked_through(case.playbook, case.dossier, order.papers, "", case.today)
    if order.kind:
        papers = tuple(replace(each, kind=order.kind, state="received") if each.state == "unclear" else each for each in papers)
        papers = tuple(replace(each, kind=order.kind) if each.is_new_proof else each for each in papers)
    new = tuple(proofs.received(case.at.id, each, order.message_id, case.now) for each in papers if each.is_new_proof)
    if not new:
        twice = [each.known_as for each in papers if each.known_as]
        code = "filed_before" if twice else "which_kind" if any(each.state == "unclear" for each in papers) else "no_paper"
        return refused(case, "proof", code, {"detail": ", ".join(twice) or order.mail, "known": known}, data)
    outcome = kept(case, new)
    return replace(
        outcome, reason="filed", records=(*(given(case, "proof.received", {**_about(each), **data}) for each in new), *outcome.records)
    )
