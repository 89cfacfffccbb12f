"""The way from submitted to active: stages and their gates, and who may open them. One engine; the rules are the playbook's.

What has been passed is derived anew each time from rulings, proofs, agreement and ticks, so that no order of events, and nothing that
is taken back later, leads to *active* past a gate (tests/handlers/test_review.py tries random ones).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from handlers.partnership import OVER, Dossier, ProofStatus, Ruling, Standing, Verdict
from handlers.reading.lines import fold
from handlers.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from handlers.partnership import Actor, Partnership, Proof
    from handlers.playbook import Playbook
    from handlers.process import Gate, Stage

#: Gates that are opened by hand, by the kind of person who may.
HandKind = Literal["office", "school_head", "person"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """A gate that is still shut. `school` or `person` says whose part is missing, where a gate has parts."""

    stage: str
    gate: Gate
    school: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Why a ruling is not taken: `code` names the sentence in handlers/refusals.py that says so."""

    code: str
    detail: str = ""


def missing(playbook: Playbook, dossier: Dossier, today: date) -> tuple[Missing, ...]:
    """What the stage at which it waits still lacks, in the playbook's order; empty where nothing holds it back."""
    stage = playbook.stage(dossier.partnership.stage)
    return shut(playbook, stage, dossier, today) if stage is not None else ()


def moved_on(playbook: Playbook, dossier: Dossier, now: datetime, today: date) -> tuple[Partnership, tuple[Stage, ...]]:
    """Let it go as far as open gates lead; returns it and the stages that it has newly come to.

    A partnership is active once it stands in a stage that says so, or has passed the last one. It never falls back by itself, not even
    where a paper has ended since.
    """
    at = dossier.partnership
    if at.standing is not Standing.UNDER_REVIEW or at.on_hold or not playbook.stages:
        return at, ()
    reached: list[Stage] = []
    ids = [stage.id for stage in playbook.stages]
    place = ids.index(at.stage) if at.stage in ids else 0
    while not _shut_before(playbook, place + 1, dossier, today):
        if place + 1 == len(ids):
            return _active(at, now), tuple(reached)
        place += 1
        reached.append(playbook.stages[place])
        at = replace(at, stage=ids[place], updated_at=now)
        if playbook.stages[place].active:
            at = _active(at, now)
    return at, tuple(reached)


def rule(playbook: Playbook, dossier: Dossier, actor: Actor, ruling: Ruling) -> Partnership | Refused:
    """Take one verdict on the stage at which it waits. `ruling.gate` may be empty: then it is the one that this person may rule.

    Silence, a wrong person, a second time, out of order or after the end: nothing is changed, and the code says why.
    """
    at = dossier.partnership
    if at.standing in OVER:
        return Refused(code="over", detail=at.standing.value)
    if at.standing is not Standing.UNDER_REVIEW:
        return Refused(code="nothing_to_rule", detail=at.standing.value)
    stage = playbook.stage(at.stage)
    gates = [gate for gate in (stage.all_gates if stage else ()) if gate.kind == "ruling" and _holds(gate, dossier)]
    if not gates:
        return Refused(code="nothing_to_rule", detail=at.stage)
    mine = [gate for gate in gates if _may(playbook, gate, dossier, actor, ruling.school) and ruling.gate in {"", gate.id}]
    if not mine:
        titles = ", ".join(dict.fromkeys(_authority_title(playbook, gate) for gate in gates))
        return Refused(code="not_yours", detail=titles)
    if ruling.verdict in {Verdict.DECLINE, Verdict.HOLD} and not ruling.why.strip():
        return Refused(code="reason_needed")
    if ruling.verdict is Verdict.HOLD:
        return replace(at, on_hold=ruling.why, rulings=(*at.rulings, replace(ruling, gate=mine[0].id)), updated_at=ruling.at)
    schools = _schools_ruled(playbook, mine[0], dossier, actor, ruling.school)
    if _kind(playbook, mine[0]) == "school_head" and not schools:
        return Refused(code="which_school", detail=", ".join(at.schools))
    fresh = [(gate, school) for gate in mine for school in schools or ("",) if _is_open_to(at, gate, school, actor, ruling.verdict)]
    if not fresh:
        return Refused(code="ruled_before")
    rulings = tuple(replace(ruling, gate=gate.id, school=school) for gate, school in fresh)
    return _after(replace(at, rulings=(*at.rulings, *rulings), on_hold="", updated_at=ruling.at), ruling.verdict)


def gates_of(playbook: Playbook, actor: Actor, dossier: Dossier) -> tuple[Missing, ...]:
    """The shut gates of the stage at which it waits that wait for this very person."""
    stage = playbook.stage(dossier.partnership.stage)
    if stage is None or dossier.partnership.standing is not Standing.UNDER_REVIEW:
        return ()
    waits = [each for gate in stage.all_gates if gate.kind == "ruling" for each in _shut_gate(playbook, stage, gate, dossier, None)]
    return tuple(
        each
        for each in waits
        if _may(playbook, each.gate, dossier, actor, each.school)
        and _is_open_to(dossier.partnership, each.gate, each.school, actor, Verdict.APPROVE)
    )


def asked_of(playbook: Playbook, dossier: Dossier) -> tuple[tuple[str, Missing], ...]:
    """The shut gates that wait for somebody outside the office, each with the address to ask; empty where nobody knows it."""
    at, stage = dossier.partnership, playbook.stage(dossier.partnership.stage)
    if stage is None or at.standing is not Standing.UNDER_REVIEW or at.on_hold:
        return ()
    waits = [each for gate in stage.all_gates if gate.kind == "ruling" for each in _shut_gate(playbook, stage, gate, dossier, None)]
    return tuple(
        (_address(playbook, dossier, each), each)
        for each in waits
        if _kind(playbook, each.gate) != "office" and not with_the_text(playbook, stage, each.gate, dossier)
    )


def with_the_text(playbook: Playbook, stage: Stage, gate: Gate, dossier: Dossier) -> bool:
    """Whether the agreement's text asks whoever rules on a gate: a party outside the office is not asked first whether there should be one.

    The office approves beside its own signature: signed and approved are two things.
    """
    is_party = playbook.agreement is not None and gate.by in playbook.agreement.parties and _kind(playbook, gate) != "office"
    return is_party and any(each.kind == "agreement" and _holds(each, dossier) for each in stage.all_gates)


def asked_by_the_text(playbook: Playbook, stage: Stage, dossier: Dossier, actor: Actor) -> tuple[Missing, ...]:
    """The gates of a stage on which this person rules by answering the agreement's text, with the school."""
    waits = gates_of(playbook, actor, dossier)
    return tuple(each for each in waits if with_the_text(playbook, stage, each.gate, dossier))


def _address(playbook: Playbook, dossier: Dossier, waits: Missing) -> str:
    if _kind(playbook, waits.gate) == "school_head":
        return next(iter(dossier.heads.get(waits.school, ())), "")
    named = playbook.people.get(playbook.authorities[waits.gate.by].person)
    return named.email.casefold() if named else ""


def agreement_stage(playbook: Playbook, dossier: Dossier) -> Stage | None:
    """The stage that waits for an agreement with this very partner; None where nothing here asks for one."""
    return next(
        (stage for stage in playbook.stages for gate in stage.all_gates if gate.kind == "agreement" and _holds(gate, dossier)), None
    )


def is_good(proof: Proof, today: date) -> bool:
    """Whether a proof counts today: looked at by a person and not ended, or in a grace that staff gave."""
    if proof.grace_until is not None and today <= proof.grace_until:
        return proof.status is not ProofStatus.REJECTED
    return proof.status is ProofStatus.CHECKED and (proof.valid_until is None or today <= proof.valid_until)


def standing_schools(dossier: Dossier) -> tuple[str, ...]:
    """The schools of an application whose heads have not said no."""
    return tuple(school for school in dossier.partnership.schools if not _declined(dossier.partnership, school))


def _active(at: Partnership, now: datetime) -> Partnership:
    return at if at.standing is Standing.ACTIVE else replace(at, standing=Standing.ACTIVE, active_since=now, updated_at=now)


def _shut_before(playbook: Playbook, place: int, dossier: Dossier, today: date) -> bool:
    """Whether any gate of the first stages is shut: also of those that were passed, since what was good then may have ended."""
    return any(shut(playbook, stage, dossier, today) for stage in playbook.stages[:place])


def shut(playbook: Playbook, stage: Stage, dossier: Dossier, today: date) -> tuple[Missing, ...]:
    """What any one stage lacks."""
    return tuple(each for gate in stage.all_gates for each in _shut_gate(playbook, stage, gate, dossier, today))


def _shut_gate(playbook: Playbook, stage: Stage, gate: Gate, dossier: Dossier, today: date | None) -> tuple[Missing, ...]:
    """The parts of a gate that are missing; none where it is open or does not hold for this application."""
    if not _holds(gate, dossier):
        return ()
    whole = Missing(stage=stage.id, gate=gate)
    at = dossier.partnership
    match gate.kind:
        case "ruling" if _kind(playbook, gate) == "school_head":
            waits = [school for school in standing_schools(dossier) if not _said_yes(playbook, stage, dossier, gate, school)]
            return tuple(replace(whole, school=school) for school in waits) if standing_schools(dossier) else (whole,)
        case "ruling":
            return () if _said_yes(playbook, stage, dossier, gate, "") else (whole,)
        case "proof":
            return _shut_proof(playbook, whole, dossier, today)
        case "agreement":
            return () if dossier.agreement is not None and dossier.agreement.accepted else (whole,)
        case "task":
            return () if gate.id in at.ticks else (whole,)
        case "liaison":
            return () if at.liaison else (whole,)


def _shut_proof(playbook: Playbook, whole: Missing, dossier: Dossier, today: date | None) -> tuple[Missing, ...]:
    """One good paper; where each person needs one, a good one of everybody on a roster that somebody has said to be complete."""
    good = [proof for proof in dossier.proofs if proof.kind == whole.gate.proof and today is not None and is_good(proof, today)]
    if not playbook.proofs[whole.gate.proof].each_person:
        return () if good else (whole,)
    cleared, at = {same_name(proof.person) for proof in good}, dossier.partnership
    left = tuple(replace(whole, person=person) for person in at.roster if same_name(person) not in cleared)
    return left if at.roster and at.roster_complete else (whole, *left)


def same_name(name: str) -> str:
    """What makes two spellings of a person's name the same: without case, accents and needless blanks; *Ruiz, Ana* is *Ana Ruiz*.

    What stands in brackets behind it tells two people of one name apart (handlers/namesakes.py).
    """
    said, bracket, mark = fold(name).partition("(")
    last, comma, first = said.partition(",")
    said = f"{first} {last}" if comma and "," not in first else said
    return " ".join(f"{said} {bracket}{mark}".split())


def _holds(gate: Gate, dossier: Dossier) -> bool:
    """Whether a gate is for this application at all. An answer that is not known never spares one."""
    return all(str(dossier.answers[key]) in values for key, values in gate.only_if.items() if key in dossier.answers)


def _kind(playbook: Playbook, gate: Gate) -> HandKind:
    return playbook.authorities[gate.by].kind if gate.by else "office"


def _authority_title(playbook: Playbook, gate: Gate) -> str:
    return playbook.authorities[gate.by].title.en if gate.by else playbook.office.name


def _may(playbook: Playbook, gate: Gate, dossier: Dossier, actor: Actor, school: str) -> bool:
    """Whether this person is the authority that a gate names. No role stands in for a school's head or for a named person."""
    kind = _kind(playbook, gate)
    if kind == "office":
        return actor.role >= Role.APPROVER
    if kind == "person":
        named = playbook.people.get(playbook.authorities[gate.by].person)
        return named is not None and bool(named.email) and actor.who == named.email.casefold()
    return any(actor.who in dossier.heads.get(each, ()) for each in ((school,) if school else dossier.partnership.schools))


def _schools_ruled(playbook: Playbook, gate: Gate, dossier: Dossier, actor: Actor, school: str) -> tuple[str, ...]:
    """For which schools a verdict speaks: the one that it names, or the only one that this head has here."""
    if _kind(playbook, gate) != "school_head":
        return ()
    theirs = [each for each in standing_schools(dossier) if actor.who in dossier.heads.get(each, ())]
    named = [each for each in theirs if each == school]
    return tuple(named if school else theirs if len(theirs) == 1 else ())


def _is_open_to(at: Partnership, gate: Gate, school: str, actor: Actor, verdict: Verdict) -> bool:
    """Whether this person has not ruled on it yet. A no may follow a yes that has not led on; a yes of the same person counts once."""
    theirs = [each for each in _valid(at) if (each.gate, each.school, each.who) == (gate.id, school, actor.who)]
    return all(each.verdict is not verdict for each in theirs) and not (school and _declined(at, school))


def _said_yes(playbook: Playbook, stage: Stage, dossier: Dossier, gate: Gate, school: str) -> bool:
    """Whether a gate's authority has approved, or has accepted the newest text that asks it: a yes to the exact text is a yes."""
    if _approved(dossier.partnership, gate, school):
        return True
    newest = dossier.agreement
    return (
        newest is not None
        and with_the_text(playbook, stage, gate, dossier)
        and any(each.party == (school or gate.by) and each.text_sha256 == newest.text_sha256 for each in newest.acceptances)
    )


def _approved(at: Partnership, gate: Gate, school: str) -> bool:
    said = {each.who: each.verdict for each in _valid(at) if (each.gate, each.school) == (gate.id, school)}
    return sum(verdict is Verdict.APPROVE for verdict in said.values()) >= gate.people


def _declined(at: Partnership, school: str) -> bool:
    return any(each.school == school and each.verdict is Verdict.DECLINE for each in at.rulings)


def _valid(at: Partnership) -> tuple[Ruling, ...]:
    return tuple(each for each in at.rulings if each.verdict in {Verdict.APPROVE, Verdict.DECLINE})


def _after(at: Partnership, verdict: Verdict) -> Partnership:
    """A no of the office or a named person ends it; a no of a school's head ends that school, and all of it with the last one."""
    if verdict is not Verdict.DECLINE:
        return at
    newest = at.rulings[-1]
    others = [school for school in at.schools if not _declined(at, school)]
    if newest.school and others:
        return at
    return replace(at, standing=Standing.DECLINED)


def labels(found: tuple[Missing, ...], language: str) -> list[str]:
    """What is missing, in the playbook's words, each once with whose part it is."""
    named: Mapping[str, None] = dict.fromkeys(
        each.gate.title.in_language(language) + (f" ({each.school or each.person})" if each.school or each.person else "") for each in found
    )
    return list(named)
