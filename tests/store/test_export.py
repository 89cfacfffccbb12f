"""An office can take with it all that is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from handlers.types import Answer, Conversation, ConversationKind, Outbound, Party, Record

if TYPE_CHECKING:
    from store.unit import Store

NOW = datetime(2026, 9, 1, 13, 0, tzinfo=UTC)

TALK = Conversation(
    id="c1",
    kind=ConversationKind.APPLICATION,
    pathway="partnership",
    party="ana@partner.example",
    opened_at=NOW,
    updated_at=NOW,
    answers={
        "organization_name": Answer(value="Niños Unidos", words="Niños Unidos"),
        "schools": Answer(value=("Wilson",), words="at Wilson"),
        "students_expected": Answer(value=45, words="about 45", reason="hedge"),
        "insurance_certificate": Answer(value={"name": "coi.pdf", "sha256": "abc"}, words="coi.pdf"),
    },
)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.unit() as unit:
        talk = unit.conversations.save(TALK)
        unit.conversations.save(Conversation(id="c2", party="bo@partner.example", opened_at=NOW, updated_at=NOW))
        unit.partners.save(Party(id="", organization="Coro", contact_email="bo@partner.example", details={"tags": "music"}))
        digest = unit.blobs.put(b"raw")
        item = unit.inbox.add("k", digest, heard_at=NOW, envelope_from=None, envelope_to=(), size=3)
        unit.inbox.finish(item or "", status="done", subject="Hello", conversation=talk.id, decided_at=NOW)
        outbound = Outbound(key="answer/m-1", to=("ana@partner.example",), template="answer", context={}, conversation="c1")
        unit.outbox.add(outbound, message_id="o@district.example", raw=b"reply", subject="Re: Hello", text="", now=NOW)
        unit.records.add(Record(kind="opened", subject="c1", who="liaison"), at=NOW, inbox_id="m-1")
    return store


def test_partners_are_rows_with_their_details_as_columns(filled: Store) -> None:
    with filled.view() as view:
        (row,) = view.export.rows("partners")

    names = {"organization": "Coro", "contact_name": "", "contact_email": "bo@partner.example"}
    assert row == {"id": "p-1", "status": "active", "stage": "", "tags": "music"} | names


def test_an_application_tells_what_is_sure_and_what_is_not(filled: Store) -> None:
    with filled.view() as view:
        (row,) = view.export.rows("applications")

    assert row.pop("conversation").id == "c1"
    assert row == {
        "id": "c1",
        "organization": "Niños Unidos",
        "contact_email": "ana@partner.example",
        "pathway": "partnership",
        "status": "asking",
        "stage": "",
        "answers": {
            "organization_name": "Niños Unidos",
            "schools": ["Wilson"],
            "insurance_certificate": {"name": "coi.pdf", "sha256": "abc"},
        },
        "unsure": {"students_expected": {"value": 45, "words": "about 45", "reason": "hedge"}},
        "documents": [{"name": "coi.pdf", "sha256": "abc", "kind": "insurance_certificate"}],
        "updated_at": NOW,
    }


def test_documents_name_their_conversation(filled: Store) -> None:
    with filled.view() as view:
        (row,) = view.export.rows("documents")

    document = {"name": "coi.pdf", "sha256": "abc", "kind": "insurance_certificate"}
    assert row == {"conversation": "c1", "contact_email": "ana@partner.example"} | document


def test_messages_go_both_ways(filled: Store) -> None:
    with filled.view() as view:
        rows = list(view.export.rows("messages"))

    assert [(row["id"], row["direction"], row["subject"], row["conversation"]) for row in rows] == [
        ("m-1", "in", "Hello", "c1"),
        ("o-1", "out", "Re: Hello", "c1"),
    ]


def test_the_audit_names_who_when_and_the_message(filled: Store) -> None:
    with filled.view() as view:
        (row,) = view.export.rows("audit")

    assert (row["kind"], row["subject"], row["who"], row["at"], row["inbox_id"]) == ("opened", "c1", "liaison", NOW, "m-1")


def test_an_unknown_kind_is_refused(filled: Store) -> None:
    with filled.view() as view, pytest.raises(KeyError):
        list(view.export.rows("secrets"))


def test_more_rows_than_are_read_at_once_all_come(store: Store) -> None:
    with store.unit() as unit:
        for n in range(1201):
            unit.records.add(Record(kind=str(n), subject="c1", who="liaison"), at=NOW)

    with store.view() as view:
        assert [row["kind"] for row in view.export.rows("audit")] == [str(n) for n in range(1201)]
