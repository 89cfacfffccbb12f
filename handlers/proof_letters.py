"""The mails about proofs: what came, what a person made of it, what ends soon; and what staff hear of it, with what they can do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from handlers import letters, proofs
from handlers.case import letter
from handlers.partnership import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handlers.case import Case
    from handlers.orders import Look
    from handlers.partnership import Proof
    from handlers.playbook import Playbook
    from handlers.proof_dues import Step
    from handlers.proofs import Paper
    from handlers.types import Outbound, Snapshot

#: A notice lists so many papers or people; `/partners show` lists them all.
MOST = 20

#: Something staff can do: what a button says, and the command behind it.
Command = dict[str, str]


def looked_at(case: Case, look: Look, done: Sequence[Proof], why: str) -> Outbound:
    """What a person has made of papers, to the partner."""
    context = {"look": look, "why": why, "items": [_item(case, each, each.ends) for each in done[:MOST]]}
    mail = letter(case, "proof_looked_at", context, case.snapshot.conversation)
    return replace(mail, key=f"proof_looked_at/{case.at.id}/{done[0].kind}/{case.now.isoformat()}")


def reminder(case: Case, told: Sequence[tuple[Case, Step]], *, paused: bool) -> Outbound:
    """All that ends on one contact, in one mail; with the organization's name where several partnerships are concerned."""
    several = len({each.at.id for each, _ in told}) > 1
    rows = [(step, _item(each, step.proof, step.ends, each.at.organization if several else "")) for each, step in told]
    soon = [row for step, row in rows if not step.is_over]
    over = [row for step, row in rows if step.is_over]
    context = {"soon": soon[:MOST], "over": over[:MOST], "paused": paused}
    mail = letter(case, "proof_reminder", context, case.snapshot.conversation)
    return replace(mail, key=f"proof_reminder/{case.at.id}/{case.today}/{_steps_in([step for _, step in told])}")


def ended(case: Case, steps: Sequence[Step], *, paused: bool) -> tuple[Outbound, ...]:
    """Tell staff of papers that have ended, or end while a newer one waits for their look, with what they can do."""
    papers = [
        {
            "what": proofs.title(case.playbook, step.proof.kind, "en", step.proof.person),
            "note": (f"ended on {step.ends}" if step.is_over else f"ends on {step.ends}")
            + (f"; a newer one waits: {step.newer.id} {step.newer.name}".rstrip() if step.newer else ""),
        }
        for step in steps[:MOST]
    ]
    over = any(step.is_over for step in steps)
    commands = [command for step in steps[:MOST] for command in _after_the_end(case, step)]
    if over and case.at.standing is Standing.ACTIVE and not paused:
        commands.insert(0, {"label": "Pause", "command": f"/partners pause {case.at.id} REASON"})
    if paused:
        commands.append({"label": "Resume", "command": f"/partners resume {case.at.id}"})
    about = [
        {"kind": step.proof.kind, "person": step.proof.person, "ends": step.ends.isoformat(), "newer": step.newer.id if step.newer else ""}
        for step in steps
    ]
    context = {"what": "ended" if over else "newer", "papers": papers, "paused": paused, "commands": commands, "about": about}
    return _to_staff(case.snapshot, context, case, key=f"ended/{case.at.id}/{case.today}/{_steps_in(steps)}")


def arrived(
    case: Case, papers: Sequence[Paper], new: Sequence[Proof], *, mail: str, sender: str, people: Sequence[str] = ()
) -> tuple[Outbound, ...]:
    """Tell staff what came for a partnership, and how to look at it."""
    rows = [{"what": each.file.name, "note": _note(case.playbook, each)} for each in papers[:MOST]]
    commands = [_check(case, each) for each in dict.fromkeys(proof.kind for proof in new)]
    commands += [
        {"label": "Not good", "command": f"/partners proof {case.at.id} {kind} reject REASON"}
        for kind in dict.fromkeys(p.kind for p in new)
    ]
    if any(each.state == "unclear" for each in papers):
        commands.append({"label": "Say what it is", "command": f"/partners file {mail} {case.at.id} KIND"})
    if people:
        commands.append({"label": "Put on the roster", "command": f"/partners people {case.at.id} add {'; '.join(people)}"})
    context: dict[str, Any] = {
        "what": "arrived",
        "papers": rows,
        "commands": commands,
        "sender": sender,
        "mail": mail,
        "people": list(people),
    }
    context |= {"kinds": sorted({proof.kind for proof in new}), "unclear": any(each.state == "unclear" for each in papers)}
    return _to_staff(case.snapshot, context, case, key=f"arrived/{mail}/{case.at.id}")


def offered(
    snapshot: Snapshot, papers: Sequence[Paper], candidates: Sequence[tuple[str, str]], *, sender: str, conversation: str
) -> tuple[Outbound, ...]:
    """Tell staff of papers from somebody whom nobody knows, and whose they may be."""
    mail = snapshot.inbox_id
    rows = [{"what": each.file.name, "note": _note(snapshot.playbook, each)} for each in papers[:MOST]]
    commands = [{"label": f"It is of {name}", "command": f"/partners file {mail} {id_}"} for id_, name in candidates[:MOST]]
    commands.append({"label": "It is of somebody else", "command": f"/partners file {mail} ID"})
    context = {
        "what": "offered" if candidates else "nobodys",
        "papers": rows,
        "commands": commands,
        "sender": sender,
        "mail": mail,
        "organization": "",
        "reference": conversation,
        "paused": False,
    }
    return letters.to_staff(snapshot, "staff_proof", context, key=f"staff_proof/offered/{mail}", conversation=conversation)


def linked(case: Case, *, mail: str, sender: str) -> tuple[Outbound, ...]:
    """Tell staff that a link came where a paper is asked for."""
    context = {"what": "link", "papers": [], "commands": [], "sender": sender, "mail": mail}
    return _to_staff(case.snapshot, context, case, key=f"link/{mail}/{case.at.id}")


def named(case: Case, people: Sequence[str], *, mail: str, sender: str) -> tuple[Outbound, ...]:
    """Tell staff of people whom a mail names, who may belong on the roster."""
    commands = [{"label": "Put on the roster", "command": f"/partners people {case.at.id} add {'; '.join(people)}"}]
    context = {"what": "named", "papers": [], "commands": commands, "sender": sender, "mail": mail, "people": list(people)}
    return _to_staff(case.snapshot, context, case, key=f"named/{mail}/{case.at.id}")


def rows_for_partner(playbook: Playbook, papers: Sequence[Paper], language: str) -> list[dict[str, str]]:
    """Each file that came, what it is taken for, and what becomes of it (templates/email/papers_received)."""
    return [
        {
            "name": each.file.name,
            "what": proofs.title(playbook, each.kind, language) if each.kind else "",
            "state": each.state,
            "ends": _day(each.ends, language),
        }
        for each in papers[:MOST]
    ]


def _to_staff(snapshot: Snapshot, context: dict[str, Any], case: Case, *, key: str) -> tuple[Outbound, ...]:
    talk = snapshot.conversation
    whole = {"sender": "", "mail": "", "paused": False, "organization": case.at.organization, "reference": case.at.id, **context}
    return letters.to_staff(snapshot, "staff_proof", whole, key=f"staff_proof/{key}", conversation=talk.id if talk else "")


def _after_the_end(case: Case, step: Step) -> list[Command]:
    """Grace until, where the playbook allows one, and Have it already; or look at the newer one."""
    proof, whose = step.proof, f" for {step.proof.person}" if step.proof.person else ""
    if step.newer is not None:
        of = f" {proof.kind}{whose}" if whose else ""
        return [{"label": "Look at the newer one", "command": f"/partners proof {step.newer.id}{of} until DATE"}]
    named = f"/partners proof {case.at.id} {proof.kind}{whose}"
    grace = [{"label": "Grace until", "command": f"{named} grace until DATE"}] if case.playbook.proofs[proof.kind].grace else []
    return [*grace, {"label": "Have it already", "command": f"{named} until DATE"}]


def _check(case: Case, kind: str) -> Command:
    whose = " for NAME; NAME" if case.playbook.proofs[kind].each_person else ""
    return {"label": "It is good", "command": f"/partners proof {case.at.id} {kind}{whose} until DATE"}


def _note(playbook: Playbook, paper: Paper) -> str:
    what = proofs.title(playbook, paper.kind, "en") if paper.kind else "what it is cannot be told"
    if paper.state == "known":
        return f"{what}; the very file of {paper.known_as}"
    if paper.state == "ended":
        return f"{what}; by its own text it ended on {paper.ends}"
    if paper.state == "no_document":
        return "no paper that can be read; the partner is told which kinds can"
    said = f"{what}; its text seems to say until {paper.ends}, which nobody has checked" if paper.ends else what
    return f"{said}; a photo" if paper.state == "photo" else said


def _item(case: Case, proof: Proof, ends: date | None, of: str = "") -> dict[str, str]:
    what = proofs.title(case.playbook, proof.kind, case.language, proof.person)
    return {"what": f"{of}: {what}" if of else what, "ends": _day(ends, case.language)}


def _steps_in(steps: Sequence[Step]) -> str:
    return ",".join(sorted(f"{step.proof.id}:{step.days}" for step in steps))


def _day(day: date | None, language: str) -> str:
    return format_date(day, "long", locale="es" if language == "es" else "en") if day else ""
