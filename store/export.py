"""Everything an office may take with it, as plain rows in the order of their making."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from handlers.types import ConversationKind
from store.conversations import plain, to_conversation
from store.ids import shown
from store.newsletter_tables import deliveries, issues
from store.partners import to_party
from store.schema import conversations, entries, examples, inbox, outbox, partners, partnerships, proofs, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Row, Select

    from handlers.types import Answer, Conversation
    from store.engine import Late

#: So many rows are in memory at once, however many there are.
_AT_ONCE = 500


class Export:
    def __init__(self, late: Late) -> None:
        self._late = late

    def rows(self, kind: str) -> Iterator[dict[str, Any]]:
        """The rows of one kind (KINDS), to be read inside the unit; KeyError for any other."""
        for select_rows, as_rows in KINDS[kind]:
            for row in self._late.execute(select_rows.execution_options(yield_per=_AT_ONCE)):
                yield from as_rows(row)


def _partner(row: Row[Any]) -> Iterator[dict[str, Any]]:
    party = to_party(row)
    names = {name: getattr(party, name) for name in ("id", "organization", "contact_name", "contact_email")}
    now = {"stage": row.stage_now} if row.stage_now else {}
    yield names | {"status": party.status.value, "stage": ""} | dict(party.details) | now


def _application(row: Row[Any]) -> Iterator[dict[str, Any]]:
    """What interface.md promises, but `missing`, which only the playbook knows; `conversation` is there to find them by."""
    talk = to_conversation(row)
    sure = {key: plain(answer.value) for key, answer in talk.sure.items()}
    yield {
        "id": talk.id,
        "organization": sure.get("organization_name", ""),
        "contact_email": sure.get("contact_email") or talk.party,
        "pathway": talk.pathway,
        "status": talk.status.value,
        "stage": row.stage_now or "",
        "answers": sure,
        "unsure": {key: _unsure(answer) for key, answer in talk.unsure.items()},
        "documents": list(_documents(talk)),
        "updated_at": talk.updated_at,
        "conversation": talk,
    }


def _document(row: Row[Any]) -> Iterator[dict[str, Any]]:
    talk = to_conversation(row)
    for document in _documents(talk):
        yield {"conversation": talk.id, "contact_email": talk.party} | document


def _documents(talk: Conversation) -> Iterator[dict[str, str]]:
    """Answers that are documents; their `kind` is the question that asked for them."""
    for question, answer in talk.answers.items():
        value = plain(answer.value)
        if isinstance(value, dict):
            yield {"name": value.get("name", ""), "sha256": value.get("sha256", ""), "kind": question}


def _unsure(answer: Answer) -> Mapping[str, Any]:
    return {"value": plain(answer.value), "words": answer.words, "reason": answer.reason}


_HEARD = ("message_id", "kind", "disposition", "reason", "sensitive", "status", "sender", "subject", "conversation", "raw_sha256")
_OWED = ("message_id", "status", "reason", "to", "cc", "template", "subject", "conversation", "raw_sha256", "sent_at")


def _heard(row: Row[Any]) -> Iterator[dict[str, Any]]:
    yield {"id": shown("m", row.id), "direction": "in", "at": row.heard_at} | {name: getattr(row, name) for name in _HEARD}


def _owed(row: Row[Any]) -> Iterator[dict[str, Any]]:
    yield {"id": shown("o", row.id), "direction": "out", "at": row.created_at} | {name: getattr(row, name) for name in _OWED}


_DELIVERED = ("subject", "hash", "organization", "address", "language", "status", "reason", "attempts", "sent_at")


def _delivered(row: Row[Any]) -> Iterator[dict[str, Any]]:
    partner = shown("p", row.partner_id) if row.partner_id else ""
    yield {"id": shown("d", row.id), "issue": shown("i", row.issue_id), "partner": partner} | {
        name: getattr(row, name) for name in _DELIVERED
    }


_LEARNT = ("pathway", "text", "language", "source", "who", "at")


def _example(row: Row[Any]) -> Iterator[dict[str, Any]]:
    yield {name: getattr(row, name) for name in _LEARNT}


_WRITTEN = ("kind", "subject", "name", "on", "fields", "note", "who", "at")


def _entry(row: Row[Any]) -> Iterator[dict[str, Any]]:
    struck = {"strikes": shown("e", row.strikes) if row.strikes else ""}
    yield {"id": shown("e", row.id)} | {name: getattr(row, name) for name in _WRITTEN} | struck


_PAPER = ("kind", "person", "name", "sha256", "status", "valid_until", "grace_until", "checked_by", "decided_at", "note", "received_at")


def _proof(row: Row[Any]) -> Iterator[dict[str, Any]]:
    yield {"id": shown("d", row.id), "conversation": row.partnership} | {name: getattr(row, name) for name in _PAPER}


_RECORDED = ("at", "kind", "subject", "who", "message_id", "inbox_id", "data")


def _record(row: Row[Any]) -> Iterator[dict[str, Any]]:
    yield {"number": row.id} | {name: getattr(row, name) for name in _RECORDED}


#: The stage of the partnership that an application has led to; of a partner, the stage of its newest one.
_STAGE = select(partnerships.c.stage).where(partnerships.c.id == conversations.c.id).scalar_subquery().label("stage_now")
_NEWEST_STAGE = (
    select(partnerships.c.stage)
    .where(partnerships.c.contact == partners.c.contact_email, partnerships.c.organization_folded == partners.c.organization_folded)
    .order_by(partnerships.c.opened_at.desc(), partnerships.c.id)
    .limit(1)
    .scalar_subquery()
    .label("stage_now")
)

_IN_ORDER = (conversations.c.opened_at, conversations.c.id)

_ISSUED = select(deliveries, issues.c.subject, issues.c.hash).join(issues, issues.c.id == deliveries.c.issue_id).order_by(deliveries.c.id)

#: Each kind: what to select, and the rows that one selected row makes.
KINDS: Mapping[str, tuple[tuple[Select[Any], Callable[[Row[Any]], Iterator[dict[str, Any]]]], ...]] = {
    "partners": ((select(partners, _NEWEST_STAGE).order_by(partners.c.id), _partner),),
    "applications": (
        (select(conversations, _STAGE).where(conversations.c.kind == ConversationKind.APPLICATION).order_by(*_IN_ORDER), _application),
    ),
    "documents": ((select(conversations).order_by(*_IN_ORDER), _document), (select(proofs).order_by(proofs.c.id), _proof)),
    "entries": ((select(entries).order_by(entries.c.id), _entry),),
    "messages": ((select(inbox).order_by(inbox.c.id), _heard), (select(outbox).order_by(outbox.c.id), _owed)),
    "newsletters": ((_ISSUED, _delivered),),
    "examples": ((select(examples).order_by(examples.c.id), _example),),
    "audit": ((select(records).order_by(records.c.id), _record),),
}
