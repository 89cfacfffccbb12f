"""One page for one partner or application: where it stands, what is missing, who is at turn, and all that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import partnerships_out
from bot.dossiers import dossier_of, said
from bot.slash import entries
from handlers import letters, progress, review, rosters, tasks
from handlers.partnership import ProofStatus, Standing
from mail.parse import parse
from store.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.app import App
    from handlers.partnership import Dossier, Partnership, Proof
    from handlers.playbook import Playbook
    from handlers.review import Missing
    from handlers.types import Conversation, Party, Record
    from store.unit import Unit

#: Lines of the timeline; what is older stands in `liaison export audit`.
NEWEST = 40

#: Check-ins of a year and one more.
CHECKINS = 13

#: The answers stand on the page themselves; that each was taken is told by `liaison export audit`.
LEFT_OUT = frozenset({"answer.taken"})

#: Who acts where the playbook names no authority of its own.
AT_TURN = {"partner": "the partner", "office": "the office", "both": "the partner and the office"}


def of_conversation(app: App, unit: Unit, conversation: Conversation) -> str:
    name = said(conversation, "organization_name") or conversation.party
    at = unit.partnerships.get(conversation.id)
    playbook = app.service.snapshots.playbook_of(unit, conversation)
    lines = [f"{conversation.id}  {conversation.status.value}  {name}  ({conversation.updated_at:%Y-%m-%d})"]
    lines += [
        f"with {conversation.party}, pathway {conversation.pathway}"
        + (f", also {', '.join(conversation.also)}" * bool(conversation.also))
        + (f", in copy {', '.join(conversation.copied)}" * bool(conversation.copied))
    ]
    if at is not None:
        lines += _partnership(app, playbook, dossier_of(unit, at), unit)
    lines += _open_questions(playbook, conversation)
    form = playbook.application
    rows = letters.rows(playbook, form.questions, conversation) if form else []
    lines += [f"  {row['label']}: {row['value']}" + (f"  ({row['note']}, not sure)" if row["note"] else "") for row in rows]
    return "\n".join([*lines, *_timeline(unit, conversation.id)])


def of_mail(app: App, unit: Unit, named: str) -> str:
    """One mail to read, by the id that a timeline names it with; empty where there is none, or where its class is not for every eye."""
    if named.startswith("o-"):
        sent = unit.outbox.get(named)
        head = f"{sent.id}  {sent.status}  to {', '.join((*sent.to, *sent.cc))}  “{sent.subject}”" if sent else ""
        return f"{head}\n\n{sent.text}" if sent else ""
    heard = unit.inbox.get(named)
    raw = unit.blobs.get(heard.raw_sha256) if heard and not heard.sensitive else None
    if heard is None or raw is None:
        return ""
    inbound = parse(raw, intake=app.desk.intake, received_at=heard.heard_at)
    files = "".join(f"\nAttached: {each.name}" for each in inbound.attachments)
    return f"{heard.id}  {heard.disposition}  from {heard.sender}  “{heard.subject}”{files}\n\n{inbound.visible or inbound.quoted}"


def of_party(app: App, unit: Unit, party: Party) -> str:
    lines = [f"{party.id}  {party.status.value}  {party.organization}", f"  {party.contact_name} {party.contact_email}"]
    theirs = [each for each in unit.partnerships.of(party.contact_email) if fold(each.organization) == fold(party.organization)]
    for at in theirs:
        lines += [
            f"Partnership {at.id}",
            *_partnership(app, app.service.snapshots.playbook_of(unit, unit.conversations.get(at.id)), dossier_of(unit, at), unit),
        ]
    lines += [f"  {name}: {value}" for name, value in party.details.items() if value]
    lines += entries.of_page(unit, party.id) if party.id not in {at.id for at in theirs} else []
    lines += _newsletters(unit, party)
    known = [each for each in unit.records.of(party.contact_email) if _what_came_back(each.record)]
    lines += [f"  {each.at:%Y-%m-%d %H:%M}  {each.record.kind}{_what_came_back(each.record)}" for each in known[-5:]]
    return "\n".join([*lines, *(_timeline(unit, party.id) if theirs else [])])


def _newsletters(unit: Unit, party: Party) -> list[str]:
    """The newest newsletters that went to a partner, or did not, and what was answered to them."""
    items = [
        (each.sent_at, f"newsletter {each.issue}  {each.id}  {each.reason or each.status}  “{each.subject}”")
        for each in unit.deliveries.to_address(party.contact_email, limit=5)
    ]
    replies = [each for each in unit.records.of(party.id) if each.record.kind == "newsletter.replied"][-5:]
    lines = [f"  {at:%Y-%m-%d %H:%M}  {words}" if at else f"  {words}" for at, words in reversed(items)]
    return lines + [
        f"  {each.at:%Y-%m-%d %H:%M}  answered newsletter {each.record.data['issue']}  <{each.record.message_id}>" for each in replies
    ]


def standing(playbook: Playbook, at: Partnership) -> str:
    """Such as *under review at agreement*, or *active*."""
    stage = playbook.stage(at.stage)
    where = f" at {stage.id}" if stage and at.standing is Standing.UNDER_REVIEW else ""
    return at.standing.value.replace("_", " ") + where + (", on hold" if at.on_hold else "")


def _partnership(app: App, playbook: Playbook, dossier: Dossier, unit: Unit) -> Iterator[str]:
    at = dossier.partnership
    today = progress.local_day(playbook, app.clock.now())
    stage = playbook.stage(at.stage)
    under_review = at.standing is Standing.UNDER_REVIEW
    gaps = () if under_review else progress.gaps(playbook, dossier, today) if at.standing is Standing.ACTIVE else ()
    found = review.missing(playbook, dossier, today) if under_review else gaps
    yield f"Stands: {standing(playbook, at)}" + (", with gaps" if gaps else "") + (f" ({stage.title.en})" if stage else "")
    if at.on_hold:
        yield f"On hold: {at.on_hold}"
    if gaps:
        until = at.gaps_until or playbook.office.gaps_until
        yield (
            f"What is missing is fine until {until:%Y-%m-%d}." if until else "No day is set until which gaps are fine: [office] gaps_until."
        )
    if found:
        yield "Missing, and who is at turn:"
        yield from (f"  {line}" for line in dict.fromkeys(_missing(playbook, dossier, each) for each in found))
    yield f"Schools: {', '.join(_school(at, each) for each in at.schools) or 'none named'}"
    yield f"Liaison: {at.liaison or 'nobody yet; /partners assign ' + at.id + ' ADDRESS'}"
    for each in dossier.handovers:
        proposed = f", {each.successor} is proposed" if each.successor else ""
        yield f"May be leaving: {each.post.value} {each.leaves} ({each.sign}){proposed}: /partners handover {at.id} {each.post.value}"
    yield from _rulings(playbook, at)
    yield from (f"Done: {gate}, by {who}" for gate, who in at.ticks.items())
    if any(kind.each_person for kind in playbook.proofs.values()):
        yield f"People: {rosters.told(at.roster, at.roster_complete)}"
    yield from map(_proof, dossier.proofs)
    agreement = dossier.agreement
    if agreement is not None:
        accepted = ", ".join(f"{each.party} ({each.who}, {each.at:%Y-%m-%d})" for each in agreement.acceptances)
        parties = ", ".join(agreement.parties)
        yield f"{agreement.title} {agreement.id}, number {agreement.number}: accepted by {accepted or 'nobody yet'}, of {parties}"
    reported = [f"{each['period']} {each['status']}" for each in partnerships_out.checkins(unit, at)]
    if reported:
        yield f"Check-ins: {', '.join(reported[-CHECKINS:])}  (/partners checkins PERIOD)"
    yield from (f"To do: {task.title}  (/partners done {at.id} {tasks.typed(task)})" for task in unit.tasks.of(at.id) if not task.done_by)
    yield from entries.of_page(unit, at.id)


def _missing(playbook: Playbook, dossier: Dossier, missing: Missing) -> str:
    (row,) = progress.waits(playbook, (missing,), "en")
    heads = dossier.heads.get(missing.school, ())
    who = row["named"] or AT_TURN[row["turn"]]
    known = f": {', '.join(heads)}" if heads else ", but no address is known: liaison import schools" if missing.school else ""
    return f"{row['what']}  -  {who}{known}"


def _school(at: Partnership, school: str) -> str:
    no = any(each.school == school and each.verdict.value == "decline" for each in at.rulings)
    return f"{school} (said no)" if no else school


def _rulings(playbook: Playbook, at: Partnership) -> Iterator[str]:
    titles = {gate.id: gate.title.en for stage in playbook.stages for gate in stage.all_gates}
    for each in at.rulings:
        about = titles.get(each.gate, each.gate) + (f", {each.school}" if each.school else "")
        yield f"Ruling: {each.at:%Y-%m-%d %H:%M}  {each.verdict.value}  {about}  {each.who}" + (f"  “{each.why}”" if each.why else "")


def _proof(proof: Proof) -> str:
    who = f" of {proof.person}" if proof.person else ""
    until = f", until {proof.valid_until}" if proof.valid_until else ""
    grace = f", in grace until {proof.grace_until}" if proof.grace_until else ""
    waits = proof.status is ProofStatus.RECEIVED
    seems = f", its text seems to say until {proof.proposed_until}" if proof.proposed_until and waits else ""
    when = f" on {proof.decided_at:%Y-%m-%d}" if proof.decided_at else ""
    checked = f", by {proof.checked_by}{when}" if proof.checked_by else ""
    file = f"  {proof.name}" if proof.name else ""
    why = f"  “{proof.note}”" if proof.note else ""
    return f"Proof {proof.id}: {proof.kind}{who}, {proof.status.value}{until}{grace}{seems}{checked}{file}{why}"


def _open_questions(playbook: Playbook, conversation: Conversation) -> list[str]:
    ids = partnerships_out.open_questions(playbook, conversation)
    return [f"Open questions: {', '.join(ids)}"] if ids else []


def _timeline(unit: Unit, subject: str) -> list[str]:
    """What came, what went and what was done, in the order of time."""
    events: list[tuple[datetime, str]] = [
        (mail.heard_at, f"{mail.id}  in   {mail.sender or mail.envelope_from}  “{mail.subject}”") for mail in unit.inbox.of(subject)
    ]
    events += [
        (mail.created_at, f"{mail.id}  out  {', '.join(mail.to)}  “{mail.subject}”  {mail.status}") for mail in unit.outbox.of(subject)
    ]
    done = (each for each in unit.records.of(subject) if each.record.kind not in LEFT_OUT)
    events += [(each.at, f"{each.record.kind}  {each.record.who}{_about(each.record)}") for each in done]
    return [f"  {at:%Y-%m-%d %H:%M}  {what}" for at, what in sorted(events, key=lambda event: event[0])[-NEWEST:]]


def _about(record: Record) -> str:
    data = record.data
    words = [
        str(data[key])
        for key in (
            "verdict",
            "why",
            "gate",
            "stage",
            "school",
            "kind",
            "person",
            "name",
            "liaison",
            "contact",
            "leaves",
            "successor",
            "change",
            "note",
            "into",
            "from",
            "question",
        )
        if data.get(key)
    ]
    return (f"  {' '.join(words)}" if words else "") + _what_came_back(record)


def _what_came_back(record: Record) -> str:
    """For a mail that did not arrive: whom it did not reach, and what a server said."""
    data = record.data
    if record.kind == "conversation.bounced":
        return f"  {data['mail']} to {data['address']}: {data['words']}"
    return f"  {data['mail']}: {data['words']}" if record.kind.startswith("bounce.") and data.get("ours") else ""
