"""What was heard is kept once, decided once, and never lost from sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.errors import StaleVersion

if TYPE_CHECKING:
    from store.unit import Store

NOW = datetime(2026, 9, 1, 13, 0, tzinfo=UTC)


def hear(store: Store, source_key: str, raw: bytes = b"Subject: hello\r\n\r\nhello") -> str | None:
    with store.unit() as unit:
        digest = unit.blobs.put(raw)
        return unit.inbox.add(
            source_key, digest, heard_at=NOW, envelope_from="ana@partner.example", envelope_to=("partners@district.example",), size=len(raw)
        )


def heard(store: Store, source_key: str) -> str:
    item = hear(store, source_key)
    assert item is not None
    return item


def decide(store: Store, item: str, content_key: str, message_id: str = "one@partner.example") -> str | None:
    with store.unit() as unit:
        earlier = unit.inbox.claim(item, content_key, message_id)
        unit.inbox.finish(item, status="duplicate" if earlier else "done", decided_at=NOW)
        return earlier


def test_a_mail_is_heard_with_its_envelope_and_bytes(store: Store) -> None:
    item = heard(store, "listener/1")

    with store.view() as view:
        found = view.inbox.get(item)
        assert found is not None
        raw = view.blobs.get(found.raw_sha256)

    assert item == "m-1"
    assert raw == b"Subject: hello\r\n\r\nhello"
    assert (found.status, found.attempts, found.heard_at) == ("heard", 0, NOW)
    assert (found.envelope_from, found.envelope_to) == ("ana@partner.example", ("partners@district.example",))


def test_the_same_source_key_is_heard_once_even_with_other_bytes(store: Store) -> None:
    first = hear(store, "imap/INBOX/7/12")
    second = hear(store, "imap/INBOX/7/12", raw=b"other")

    with store.view() as view:
        waiting = view.inbox.waiting("desk/1", NOW, 10)

    assert first is not None
    assert second is None
    assert waiting == (first,)


def test_an_unknown_envelope_differs_from_the_null_return_path(store: Store) -> None:
    with store.unit() as unit:
        digest = unit.blobs.put(b"bounce")
        unknown = unit.inbox.add("a", digest, heard_at=NOW, envelope_from=None, envelope_to=(), size=6)
        null = unit.inbox.add("b", digest, heard_at=NOW, envelope_from="", envelope_to=(), size=6)
        items = [unit.inbox.get(item or "") for item in (unknown, null)]

    assert [item.envelope_from for item in items if item] == [None, ""]


def test_a_mail_whose_bytes_were_not_kept_is_not_heard(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.unit() as unit:
        unit.inbox.add("listener/1", "0" * 64, heard_at=NOW, envelope_from=None, envelope_to=(), size=1)


def test_what_waits_is_given_in_the_order_of_hearing(store: Store) -> None:
    items = [heard(store, f"listener/{n}") for n in range(4)]
    decide(store, items[1], "content-1")

    with store.view() as view:
        assert view.inbox.waiting("desk/1", NOW, 10) == (items[0], items[2], items[3])
        assert view.inbox.waiting("desk/1", NOW, 2) == (items[0], items[2])
        assert view.inbox.count("heard") == 3
        assert [item.id for item in view.inbox.items(("done",), 10, 0)] == [items[1]]
        assert [item.id for item in view.inbox.items((), 2, 1)] == items[1:3]


def test_attempts_are_counted_until_somebody_decides(store: Store) -> None:
    item = heard(store, "listener/1")

    counted = []
    for _ in range(3):
        with store.unit() as unit:
            counted.append(unit.inbox.attempt(item, "desk/1", NOW))
    decide(store, item, "content")
    with store.unit() as unit:
        counted.append(unit.inbox.attempt(item, "desk/1", NOW))

    assert counted == [1, 2, 3, 0]


def test_the_second_delivery_of_a_content_learns_which_was_the_first(store: Store) -> None:
    first, second = heard(store, "a"), heard(store, "b")

    assert decide(store, first, "same content") is None
    assert decide(store, second, "same content") == first


def test_a_claim_that_is_ours_stays_ours(store: Store) -> None:
    item = heard(store, "a")

    with store.unit() as unit:
        once = unit.inbox.claim(item, "content", "one@partner.example")
        again = unit.inbox.claim(item, "content", "one@partner.example")

    assert once is None
    assert again is None


def test_a_claim_in_a_unit_that_failed_is_no_claim(store: Store) -> None:
    first, second = heard(store, "a"), heard(store, "b")

    def claim_and_fail() -> None:
        with store.unit() as unit:
            unit.inbox.claim(first, "same content", "one@partner.example")
            raise RuntimeError("the decision failed")

    with pytest.raises(RuntimeError):
        claim_and_fail()

    assert decide(store, second, "same content") is None
    assert decide(store, first, "same content") == second


def test_a_squatted_message_id_is_seen_as_a_conflict_and_hides_nothing(store: Store) -> None:
    squatter, genuine = heard(store, "a"), heard(store, "b")
    decide(store, squatter, "forged content", "same@partner.example")

    with store.view() as view:
        conflict = view.inbox.has_conflict("same@partner.example", "genuine content")
        same = view.inbox.has_conflict("same@partner.example", "forged content")
        other = view.inbox.has_conflict("other@partner.example", "genuine content")

    assert (conflict, same, other) == (True, False, False)
    assert decide(store, genuine, "genuine content", "same@partner.example") is None


def test_mails_without_a_message_id_never_conflict(store: Store) -> None:
    decide(store, heard(store, "a"), "one content", "")

    with store.view() as view:
        assert not view.inbox.has_conflict("", "another content")


def test_who_decides_a_mail_second_loses_the_whole_unit(store: Store) -> None:
    item = heard(store, "a")
    decide(store, item, "content")

    def finish_with_something_else() -> None:
        with store.unit() as unit:
            unit.playbooks.keep("hash", "acps", "text")
            unit.inbox.finish(item, status="held", decided_at=NOW)

    with pytest.raises(StaleVersion, match="m-1 waits no longer"):
        finish_with_something_else()
    with pytest.raises(StaleVersion, match="m-1 waits no longer"):
        decide(store, item, "content")

    with store.view() as view:
        found = view.inbox.get(item)
        assert found is not None
        assert found.status == "done"
        assert view.playbooks.get("hash") is None


def test_what_was_decided_is_kept_with_its_reasons(store: Store) -> None:
    item = heard(store, "a")

    with store.unit() as unit:
        unit.inbox.finish(
            item,
            status="held",
            kind="normal",
            disposition="held",
            reason="sensitive",
            sensitive="legal",
            sender="ana@partner.example",
            subject="Niños\0 and \ud800",
            conversation="c1",
            decision={"scores": {"vendor": 0.25}, "because": ["a", "b\0"]},
            decided_at=NOW + timedelta(seconds=1),
        )

    with store.view() as view:
        found = view.inbox.get(item)
    assert found is not None
    assert (found.status, found.kind, found.disposition, found.reason, found.sensitive) == ("held", "normal", "held", "sensitive", "legal")
    assert found.subject == "Niños\ufffd and \ufffd"
    assert found.decision == {"scores": {"vendor": 0.25}, "because": ["a", "b\0"]}
    assert found.decided_at == NOW + timedelta(seconds=1)


def test_a_shunted_mail_keeps_its_error_and_can_be_released(store: Store) -> None:
    item = heard(store, "a")

    with store.unit() as unit:
        unit.inbox.attempt(item, "desk/1", NOW)
        shunted = unit.inbox.shunt(item, "ValueError: in parse.py", NOW)
        waiting = unit.inbox.waiting("desk/1", NOW, 10)
        released = unit.inbox.release(item, "maria@district.example")
        found = unit.inbox.get(item)

    assert (shunted, waiting, released) == (True, (), True)
    assert found is not None
    assert (found.status, found.attempts, found.released_by) == ("heard", 0, "maria@district.example")
    assert found.error == "ValueError: in parse.py"


def test_a_discarded_mail_ends_and_keeps_its_bytes(store: Store) -> None:
    item = heard(store, "a")

    with store.unit() as unit:
        unit.inbox.finish(item, status="held", decided_at=NOW)
        assert unit.inbox.discard(item, "maria@district.example", NOW)
        assert not unit.inbox.discard(item, "maria@district.example", NOW)
        assert not unit.inbox.release(item, "maria@district.example")
        found = unit.inbox.get(item)
        assert found is not None
        assert unit.blobs.get(found.raw_sha256) is not None

    assert (found.status, found.disposition, found.discarded_by) == ("discarded", "discarded", "maria@district.example")


@pytest.mark.parametrize("status", ["heard", "done"])
def test_only_what_waits_for_a_person_can_be_released_or_discarded(store: Store, status: str) -> None:
    item = heard(store, "a")
    if status == "done":
        decide(store, item, "content")

    with store.unit() as unit:
        assert not unit.inbox.release(item, "maria@district.example")
        assert not unit.inbox.discard(item, "maria@district.example", NOW)


@pytest.mark.parametrize("item", ["", "m-", "m-0", "m-2", "o-1", "1", "m-1 or 1=1", "m--1", "m-99999999999999999999", "m-١"])
def test_what_is_no_id_finds_nothing(store: Store, item: str) -> None:
    heard(store, "a")

    with store.unit() as unit:
        assert unit.inbox.get(item) is None
        assert unit.inbox.attempt(item, "desk/1", NOW) == 0
        assert not unit.inbox.release(item, "x")


def test_the_raw_mails_of_a_conversation_come_oldest_first(store: Store) -> None:
    with store.unit() as unit:
        for n in range(3):
            digest = unit.blobs.put(f"mail {n}".encode())
            item = unit.inbox.add(f"k{n}", digest, heard_at=NOW, envelope_from=None, envelope_to=(), size=6)
            unit.inbox.finish(item or "", status="done", conversation="c1" if n != 1 else "c2", decided_at=NOW)
        found = [unit.blobs.get(each) for each in unit.inbox.attachments_of("c1")]

    assert found == [b"mail 0", b"mail 2"]


def test_keys_as_long_as_a_stranger_likes_are_kept_and_found(store: Store) -> None:
    item = heard(store, "k" * 60_000)
    long = "x" * 60_000
    decide(store, item, "content", long + "@partner.example")

    with store.view() as view:
        assert view.inbox.has_conflict(long + "@partner.example", "other")
        assert not view.inbox.has_conflict(long + "y@partner.example", "other")
    assert hear(store, "k" * 60_000) is None
    assert hear(store, "k" * 60_001) is not None


def test_a_mail_that_one_worker_has_in_hand_is_left_alone_by_others_until_its_lease_ends(store: Store) -> None:
    item = heard(store, "a")

    with store.unit() as unit:
        mine = unit.inbox.attempt(item, "desk/1", NOW)
        theirs = unit.inbox.attempt(item, "desk/2", NOW + timedelta(seconds=30))
        they_see = unit.inbox.waiting("desk/2", NOW + timedelta(seconds=30))
        later = unit.inbox.attempt(item, "desk/2", NOW + timedelta(seconds=61))

    assert (mine, theirs, they_see, later) == (1, 0, (), 2)


def test_what_a_dead_worker_had_in_hand_is_free_at_once_with_its_attempt_counted(store: Store) -> None:
    item = heard(store, "a")

    with store.unit() as unit:
        unit.inbox.attempt(item, "desk/1", NOW)
        workers = unit.inbox.workers()
        freed = unit.inbox.let_go("desk/1")
        attempts = unit.inbox.attempt(item, "desk/2", NOW)

    assert (list(workers), freed, attempts) == (["desk/1"], 1, 2)
