"""Hands out each partnership as one record: all that its page shows, and the mails by the ids under which they can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.dossiers import dossier_of
from handlers import interview, progress, review, tasks
from handlers.dues import DueKind
from handlers.partnership import Standing
from store.conversations import plain
from store.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from handlers.partnership import Agreement, Dossier, Partnership, Proof, Ruling
    from handlers.playbook import Playbook
    from handlers.types import Conversation
    from store.unit import Unit

#: Partnerships in one read of the store.
AT_ONCE = 200


def records(unit: Unit, playbook: Playbook, now: datetime) -> Iterator[dict[str, Any]]:
    """One record a partnership, the longest waiting first; what is missing is as of `now`."""
    offset = 0
    while some := unit.partnerships.items(limit=AT_ONCE, offset=offset):
        for at in some:
            yield _record(unit, playbook, at, now)
        offset += len(some)


def _record(unit: Unit, playbook: Playbook, at: Partnership, now: datetime) -> dict[str, Any]:
    talk, dossier = unit.conversations.get(at.id), dossier_of(unit, at)
    stands = at.standing in {Standing.UNDER_REVIEW, Standing.ACTIVE}
    lacks = review.missing if at.standing is Standing.UNDER_REVIEW else progress.gaps
    return {
        "id": at.id,
        "organization": at.organization,
        "contact_email": at.contact,
        "in_copy": list(talk.copied) if talk else [],
        "standing": at.standing.value,
        "stage": at.stage,
        "missing": review.labels(lacks(playbook, dossier, progress.local_day(playbook, now)), "en") if stands else [],
        "on_hold": at.on_hold,
        "schools": list(at.schools),
        "liaison": at.liaison,
        "rulings": [_ruling(each) for each in at.rulings],
        "done": dict(at.ticks),
        "roster": list(at.roster),
        "roster_complete": at.roster_complete,
        "proofs": [_proof(each) for each in dossier.proofs],
        "agreement": _agreement(dossier),
        "checkins": list(checkins(unit, at)),
        "answers": {key: plain(answer.value) for key, answer in talk.sure.items()} if talk else {},
        "open_questions": open_questions(playbook, talk),
        "tasks": [{"task": tasks.typed(each), "title": each.title} for each in unit.tasks.of(at.id) if not each.done_by],
        "timeline": [
            {"at": when.isoformat(), "what": what, "who": who, "about": about} for when, what, who, about in timeline(unit, at.id)
        ],
        "active_since": at.active_since.isoformat() if at.active_since else "",
        "updated_at": at.updated_at.isoformat(),
    }


def checkins(unit: Unit, at: Partnership) -> Iterator[dict[str, Any]]:
    """The check-ins of whoever the partnership is with, by period: whether they were answered, and under which talk that can be read."""
    for party in unit.partners.by_email(at.contact):
        if fold(party.organization) == fold(at.organization):
            for due in sorted(unit.dues.of_partner(party.id, DueKind.CHECKIN), key=lambda each: each.period):
                yield {"period": due.period, "status": due.status.value, "respondent": due.respondent, "talk": due.conversation}


def open_questions(playbook: Playbook, talk: Conversation | None) -> list[str]:
    """Ids of what the partner is still asked in an application."""
    form = playbook.application
    if form is None or talk is None or talk.kind.value != "application" or talk.status.value not in {"asking", "confirming"}:
        return []
    return [question.id for question in interview.open_questions(form, talk)]


def timeline(unit: Unit, subject: str) -> list[tuple[datetime, str, str, str]]:
    """When, what, who, and about what: mails by their ids, and all that was done, in the order of time."""
    events = [(mail.heard_at, mail.id, mail.sender or mail.envelope_from or "", mail.subject) for mail in unit.inbox.of(subject)]
    events += [(mail.created_at, mail.id, ", ".join(mail.to), mail.subject) for mail in unit.outbox.of(subject)]
    events += [
        (each.at, each.record.kind, each.record.who, " ".join(str(value) for value in each.record.data.values() if isinstance(value, str)))
        for each in unit.records.of(subject)
    ]
    return sorted(events, key=lambda event: event[0])


def _ruling(ruling: Ruling) -> dict[str, str]:
    return {
        "gate": ruling.gate,
        "verdict": ruling.verdict.value,
        "who": ruling.who,
        "at": ruling.at.isoformat(),
        "why": ruling.why,
        "school": ruling.school,
        "message_id": ruling.message_id,
    }


def _proof(proof: Proof) -> dict[str, str]:
    return {
        "id": proof.id,
        "kind": proof.kind,
        "person": proof.person,
        "status": proof.status.value,
        "valid_until": str(proof.valid_until or ""),
        "grace_until": str(proof.grace_until or ""),
        "checked_by": proof.checked_by,
        "name": proof.name,
        "sha256": proof.sha256,
    }


def _agreement(dossier: Dossier) -> dict[str, Any]:
    newest: Agreement | None = dossier.agreement
    if newest is None:
        return {}
    return {
        "id": newest.id,
        "version": newest.number,
        "title": newest.title,
        "text_sha256": newest.text_sha256,
        "ends": str(newest.ends or ""),
        "parties": list(newest.parties),
        "accepted": newest.accepted,
        "acceptances": [{"party": each.party, "who": each.who, "at": each.at.isoformat()} for each in newest.acceptances],
    }
