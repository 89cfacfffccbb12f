"""A talk comes back as it was saved, nobody overwrites a newer one, and threads lead to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus
from store.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.unit import Store

NOW = datetime(2026, 9, 1, 13, 0, tzinfo=UTC)


def talk(conversation: str = "c1", **fields: Any) -> Conversation:
    given: dict[str, Any] = {"id": conversation, "party": "ana@partner.example", "opened_at": NOW, "updated_at": NOW}
    return Conversation(**given | fields)


def keep(store: Store, conversation: Conversation) -> Conversation:
    with store.unit() as unit:
        return unit.conversations.save(conversation)


_TEXT = st.text(max_size=20)
_VALUES = st.one_of(
    _TEXT,
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.lists(_TEXT, max_size=3).map(tuple),
    st.fixed_dictionaries({"name": _TEXT, "sha256": _TEXT}),
)
_ANSWERS = st.builds(Answer, value=_VALUES, words=_TEXT, message_id=_TEXT, reason=st.sampled_from(["", "hedge", "range"]))
# Fixed offsets: Python holds an hour that a clock change skips or repeats unequal to every other, itself in UTC too.
_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_INSTANTS = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=_OFFSETS)  # noqa: DTZ001  offsets are drawn
_TALKS = st.builds(
    Conversation,
    id=st.builds(lambda: uuid4().hex),
    version=st.just(0),
    kind=st.sampled_from(ConversationKind),
    status=st.sampled_from(ConversationStatus),
    pathway=st.sampled_from(["", "vendor"]),
    party=st.sampled_from(["ana@partner.example", "bo@partner.example"]),
    language=st.sampled_from(["en", "es", "other"]),
    playbook=st.sampled_from(["", "hash"]),
    answers=st.dictionaries(_TEXT, _ANSWERS, max_size=4),
    asked=st.lists(_TEXT, max_size=3).map(tuple),
    tries=st.dictionaries(_TEXT, st.integers(0, 9), max_size=3),
    facts=st.dictionaries(_TEXT, _TEXT, max_size=3),
    request=_TEXT,
    stalls=st.lists(_INSTANTS, max_size=3).map(tuple),
    also=st.lists(_TEXT, max_size=3).map(tuple),
    known=st.booleans(),
    with_person=st.booleans(),
    opened_at=_INSTANTS,
    updated_at=_INSTANTS,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conversation=_TALKS)
def test_any_conversation_comes_back_as_it_was_saved(store: Store, conversation: Conversation) -> None:
    saved = keep(store, conversation)

    with store.view() as view:
        found = view.conversations.get(conversation.id)

    assert saved == found == replace(conversation, version=1)
    assert [type(each.value) for each in found.answers.values()] == [type(each.value) for each in conversation.answers.values()]
    assert found.opened_at.tzinfo is UTC


def test_each_save_counts_the_version_up(store: Store) -> None:
    first = keep(store, talk())
    second = keep(store, replace(first, pathway="vendor"))

    with store.view() as view:
        found = view.conversations.get("c1")

    assert (first.version, second.version) == (1, 2)
    assert found == second


def test_a_stale_conversation_is_refused_and_changes_nothing(store: Store) -> None:
    first = keep(store, talk())
    keep(store, replace(first, pathway="vendor"))

    def save_with_something_else() -> None:
        with store.unit() as unit:
            unit.playbooks.keep("hash", "acps", "text")
            unit.conversations.save(replace(first, pathway="pta"))

    with pytest.raises(StaleVersion, match="c1 was saved by somebody else"):
        save_with_something_else()

    with store.view() as view:
        found = view.conversations.get("c1")
        assert found is not None
        assert (found.pathway, found.version) == ("vendor", 2)
        assert view.playbooks.get("hash") is None


def test_an_id_that_is_taken_is_refused(store: Store) -> None:
    keep(store, talk())

    with pytest.raises(StaleVersion):
        keep(store, talk(party="eve@evil.example"))


def test_a_conversation_that_does_not_exist_cannot_be_replaced(store: Store) -> None:
    with pytest.raises(StaleVersion):
        keep(store, talk(version=3))


def test_a_naive_instant_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"):
        keep(store, talk(opened_at=NOW.replace(tzinfo=None)))


def test_no_update_is_lost_however_many_write(open_store: Callable[..., Store]) -> None:
    stores = [open_store(busy_timeout_s=60) for _ in range(4)]
    keep(stores[0], talk(tries={"n": 0}))

    def add_one(store: Store) -> None:
        while True:
            try:
                with store.unit() as unit:
                    found = unit.conversations.get("c1")
                    assert found is not None
                    unit.conversations.save(replace(found, tries={"n": found.tries["n"] + 1}))
            except StaleVersion:
                continue
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, stores * 15))

    with stores[0].view() as view:
        found = view.conversations.get("c1")
    assert found is not None
    assert (found.tries, found.version) == ({"n": 60}, 61)


def test_a_token_leads_to_its_conversation_until_it_is_revoked(store: Store) -> None:
    with store.unit() as unit:
        unit.conversations.add_token("hash-1", "c1", "ana@partner.example", 1, NOW)
        unit.conversations.add_token("hash-1", "c2", "eve@evil.example", 1, NOW)
        unit.conversations.save(talk())
        unit.conversations.save(talk("c2"))

    with store.unit() as unit:
        assert unit.conversations.by_token("hash-1") == ("c1", "ana@partner.example")
        assert unit.conversations.by_token("hash-2") is None
        assert unit.conversations.revoke_tokens("c1", NOW) == 1
        assert unit.conversations.by_token("hash-1") is None


def test_a_token_of_no_conversation_is_not_kept(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.unit() as unit:
        unit.conversations.add_token("hash-1", "nowhere", "ana@partner.example", 1, NOW)

    with store.view() as view:
        assert view.conversations.by_token("hash-1") is None


def test_the_first_known_message_id_names_the_conversation(store: Store) -> None:
    with store.unit() as unit:
        unit.conversations.save(talk())
        unit.conversations.save(talk("c2"))
        unit.conversations.add_message("a@x", "c1")
        unit.conversations.add_message("b@x", "c2")
        unit.conversations.add_message("a@x", "c2")
        unit.conversations.add_message("", "c2")

        assert unit.conversations.by_message_ids(("?@x", "b@x", "a@x")) == "c2"
        assert unit.conversations.by_message_ids(("a@x", "b@x")) == "c1"
        assert unit.conversations.by_message_ids(("", "?@x")) is None
        assert unit.conversations.by_message_ids(()) is None


def test_a_very_long_message_id_leads_there_too(store: Store) -> None:
    long = "é" * 50_000 + "@x"
    with store.unit() as unit:
        unit.conversations.save(talk())
        unit.conversations.add_message(long, "c1")

        assert unit.conversations.by_message_ids((long,)) == "c1"
        assert unit.conversations.by_message_ids((long + "y",)) is None


def test_conversations_are_listed_by_kind_and_status_the_newest_change_first(store: Store) -> None:
    kinds = (ConversationKind.APPLICATION, ConversationKind.QUESTION, ConversationKind.APPLICATION)
    for n, kind in enumerate(kinds):
        keep(store, talk(f"c{n}", kind=kind, updated_at=NOW + timedelta(seconds=n), status=ConversationStatus.ASKING))
    keep(store, talk("c9", kind=ConversationKind.APPLICATION, status=ConversationStatus.SUBMITTED))

    with store.view() as view:
        assert [each.id for each in view.conversations.items()] == ["c2", "c1", "c0", "c9"]
        assert [each.id for each in view.conversations.items("application")] == ["c2", "c0", "c9"]
        assert [each.id for each in view.conversations.items("application", ("submitted",))] == ["c9"]
        assert [each.id for each in view.conversations.items(limit=1, offset=1)] == ["c1"]


def test_words_are_found_without_case_and_accents(store: Store) -> None:
    answers = {
        "organization_name": Answer(value="Niños Unidos, 100% gratis", words=""),
        "schools": Answer(value=("Wilson", "Cora"), words=""),
    }
    keep(store, talk(answers=answers, request="We tutor on_site"))
    keep(store, talk("c2", request="Something else"))

    with store.view() as view:
        found = {words: [each.id for each in view.conversations.find(words)] for words in _SEARCHES}

    assert found == _SEARCHES


_SEARCHES = {
    "NINOS unidos": ["c1"],
    "wilson ana@partner.example": ["c1"],
    "100%": ["c1"],
    "1%%": [],
    "on_site": ["c1"],
    "on-site": [],
    "_": ["c1"],
    "c2": ["c2"],
    "\\": [],
    "' OR '1'='1": [],
    "": [],
    "   ": [],
}
