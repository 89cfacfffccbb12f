"""What is owed is kept once, claimed by one worker at a time, and paid to one end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from handlers.types import Outbound

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.outbox import Claimed
    from store.unit import Store, Unit

NOW = datetime(2026, 9, 1, 13, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def owe(unit: Unit, key: str, **fields: Any) -> str:
    fields = {"to": ("ana@partner.example",), "template": "answer", "context": {}} | fields
    item = unit.outbox.add(
        Outbound(key=key, **fields),
        message_id=f"{key}@district.example",
        raw=f"mail {key}".encode(),
        subject="Hello",
        text="Hello",
        now=NOW,
    )
    assert item is not None
    return item


def claim(store: Store, now: datetime = NOW, *, limit: int = 10, lease_s: float = 60) -> tuple[Claimed, ...]:
    with store.unit() as unit:
        return unit.outbox.claim(now, limit=limit, lease_s=lease_s, worker="w")


def test_a_mail_is_owed_once_for_each_key_whatever_became_of_it(store: Store) -> None:
    with store.unit() as unit:
        item = owe(unit, "answer/m-1")
        unit.outbox.discard(item, "maria@district.example")
    with store.unit() as unit:
        outbound = Outbound(key="answer/m-1", to=("eve@partner.example",), template="answer", context={})
        again = unit.outbox.add(outbound, message_id="x@district.example", raw=b"other", subject="", text="", now=NOW)

    assert again is None
    with store.view() as view:
        assert [each.to for each in view.outbox.items()] == [("ana@partner.example",)]


def test_what_is_claimed_is_all_that_delivery_needs(store: Store) -> None:
    with store.unit() as unit:
        item = owe(unit, "k", cc=("bo@partner.example",))

    (claimed,) = claim(store)

    assert claimed.id == item == "o-1"
    assert claimed.raw == b"mail k"
    assert (claimed.to, claimed.cc) == (("ana@partner.example",), ("bo@partner.example",))
    assert (claimed.epoch, claimed.attempts, claimed.channel) == (1, 1, "mail")
    assert (claimed.message_id, claimed.since) == ("k@district.example", NOW)
    assert claim(store) == ()


def test_a_mail_keeps_what_a_person_wants_to_see_of_it(store: Store) -> None:
    with store.unit() as unit:
        item = owe(unit, "k", lane="c1", conversation="c1", questions=("schools", "start_date"), language="es", to_staff=True)
        found = unit.outbox.get(item)

    assert found is not None
    assert (found.key, found.lane, found.conversation, found.language, found.template) == ("k", "c1", "c1", "es", "answer")
    assert (found.subject, found.text, found.questions, found.to_staff) == ("Hello", "Hello", ("schools", "start_date"), True)
    assert (found.status, found.next_attempt_at, found.sent_at, found.created_at) == ("ready", NOW, None, NOW)


def test_nothing_goes_before_its_time(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "k", not_before=later(600))

    assert claim(store, later(599)) == ()
    assert len(claim(store, later(600))) == 1


def test_a_held_mail_waits_for_a_person(store: Store) -> None:
    with store.unit() as unit:
        item = owe(unit, "k", hold="draft")
        held = unit.outbox.get(item)

    assert held is not None
    assert (held.status, held.reason, held.next_attempt_at) == ("held", "draft", None)
    assert claim(store, later(10**6)) == ()

    with store.unit() as unit:
        assert unit.outbox.release(item, "maria@district.example", later(5))
        assert not unit.outbox.release(item, "maria@district.example", later(6))
        released = unit.outbox.get(item)

    assert released is not None
    assert (released.status, released.reason, released.released_by) == ("ready", "", "maria@district.example")
    assert [each.id for each in claim(store, later(5))] == [item]


def test_a_sent_mail_is_never_claimed_again(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "k")
    (claimed,) = claim(store)

    with store.unit() as unit:
        assert unit.outbox.sent(claimed.id, claimed.epoch, later(1))
        assert not unit.outbox.sent(claimed.id, claimed.epoch, later(2))
        found = unit.outbox.get(claimed.id)

    assert found is not None
    assert (found.status, found.sent_at, found.next_attempt_at) == ("sent", later(1), None)
    assert claim(store, later(10**6)) == ()


def test_a_temporary_failure_is_tried_again_at_its_time(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "k")
    (first,) = claim(store)
    with store.unit() as unit:
        assert unit.outbox.retry(first.id, first.epoch, later(300), "450 greylisted")

    assert claim(store, later(299)) == ()
    (second,) = claim(store, later(300))

    assert (second.attempts, second.epoch) == (2, 2)
    with store.view() as view:
        found = view.outbox.get(first.id)
    assert found is not None
    assert found.reason == "450 greylisted"


@pytest.mark.parametrize("end", ["failed", "hold"])
def test_a_permanent_failure_or_an_unsure_end_is_kept_for_a_person(store: Store, end: str) -> None:
    with store.unit() as unit:
        owe(unit, "k")
    (claimed,) = claim(store)

    with store.unit() as unit:
        assert getattr(unit.outbox, end)(claimed.id, claimed.epoch, "550 no such user")
        found = unit.outbox.get(claimed.id)
        assert found is not None
        assert (found.status, found.reason) == ("failed" if end == "failed" else "held", "550 no such user")
        assert unit.outbox.release(claimed.id, "maria@district.example", NOW)

    assert [each.attempts for each in claim(store)] == [1]


def test_a_worker_that_died_loses_its_lease_to_another(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "k")
    claim(store, lease_s=60)

    assert claim(store, later(59)) == ()
    (again,) = claim(store, later(60))

    assert (again.epoch, again.attempts) == (2, 2)


def test_a_worker_that_wakes_up_late_is_refused(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "k")
    (slow,) = claim(store, lease_s=60)
    (fast,) = claim(store, later(60))

    with store.unit() as unit:
        assert not unit.outbox.sent(slow.id, slow.epoch, later(61))
        assert not unit.outbox.retry(slow.id, slow.epoch, later(61), "")
        assert not unit.outbox.failed(slow.id, slow.epoch, "")
        assert not unit.outbox.hold(slow.id, slow.epoch, "")
        assert unit.outbox.sent(fast.id, fast.epoch, later(61))


def test_a_lane_goes_one_by_one_in_its_order(store: Store) -> None:
    with store.unit() as unit:
        first, second = owe(unit, "a", lane="c1", not_before=later(10)), owe(unit, "b", lane="c1")
        other, free = owe(unit, "c", lane="c2"), owe(unit, "d")

    assert [each.id for each in claim(store, lease_s=1000)] == [other, free]
    (claimed,) = claim(store, later(10))
    assert claimed.id == first
    assert claim(store, later(10)) == ()

    with store.unit() as unit:
        unit.outbox.retry(claimed.id, claimed.epoch, later(100), "later")
    assert claim(store, later(30)) == ()

    (claimed,) = claim(store, later(100), limit=1)
    with store.unit() as unit:
        unit.outbox.sent(claimed.id, claimed.epoch, later(100))
    assert [each.id for each in claim(store, later(100))] == [second]


@pytest.mark.parametrize("end", ["held", "cancelled", "failed"])
def test_what_left_its_lane_holds_nothing_up(store: Store, end: str) -> None:
    with store.unit() as unit:
        first = owe(unit, "a", lane="c1", hold="draft" if end == "held" else "")
        second = owe(unit, "b", lane="c1")
        if end == "cancelled":
            unit.outbox.discard(first, "maria@district.example")
    if end == "failed":
        (claimed,) = claim(store)
        with store.unit() as unit:
            unit.outbox.failed(claimed.id, claimed.epoch, "550")

    assert [each.id for each in claim(store)] == [second]


def test_the_longest_due_goes_first(store: Store) -> None:
    with store.unit() as unit:
        items = [owe(unit, str(wait), not_before=later(wait)) for wait in (3, 1, 2)]

    taken = [claim(store, later(5), limit=1)[0].id for _ in range(3)]

    assert taken == [items[1], items[2], items[0]]


@pytest.mark.parametrize("status", ["claimed", "sent"])
def test_what_a_worker_has_in_hand_or_has_sent_cannot_be_discarded(store: Store, status: str) -> None:
    with store.unit() as unit:
        item = owe(unit, "k")
    (claimed,) = claim(store)
    with store.unit() as unit:
        if status == "sent":
            unit.outbox.sent(item, claimed.epoch, NOW)
        assert not unit.outbox.discard(item, "maria@district.example")
        assert not unit.outbox.release(item, "maria@district.example", NOW)


def test_workers_never_claim_the_same_row(open_store: Callable[..., Store]) -> None:
    with open_store().unit() as unit:
        for n in range(120):
            owe(unit, f"k{n}", lane=f"c{n % 50}" if n % 2 else "")
    stores = [open_store() for _ in range(4)]

    def work(store: Store) -> list[str]:
        taken: list[str] = []
        idle = 0
        while idle < 5:
            got = claim(store, limit=7)
            idle = 0 if got else idle + 1
            with store.unit() as unit:
                taken += [each.id for each in got if unit.outbox.sent(each.id, each.epoch, NOW)]
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [item for items in pool.map(work, stores) for item in items]

    assert len(taken) == len(set(taken))
    with stores[0].view() as view:
        assert {each.id for each in view.outbox.items(limit=200)} == set(taken)
        assert {(each.status, each.attempts) for each in view.outbox.items(limit=200)} == {("sent", 1)}


def test_our_message_ids_are_found_among_strangers(store: Store) -> None:
    with store.unit() as unit:
        items = [owe(unit, key, questions=(key,)) for key in ("a", "b", "c")]
        found = unit.outbox.by_message_ids(("c@district.example", "' OR 1=1 --", "a@district.example", ""))
        none = unit.outbox.by_message_ids(())
        hostile = unit.outbox.by_message_ids([f"{n}@evil.example" for n in range(100_000)])

    assert [each.id for each in found] == [items[2], items[0]]
    assert [each.questions for each in found] == [("c",), ("a",)]
    assert none == hostile == ()


def test_first_answers_are_counted_for_the_address_the_domain_and_in_all(store: Store) -> None:
    first = {"context": {"first": True}}
    with store.unit() as unit:
        owe(unit, "a", **first)
        owe(unit, "b", to=("Ana@Partner.example",), **first)
        owe(unit, "c", to=("bo@partner.example",), **first)
        owe(unit, "d", to=("cy@other.example",), **first)
        owe(unit, "later answer", context={"first": False})
        owe(unit, "to staff", to_staff=True, **first)
        owe(unit, "capped", hold="answer_cap", **first)
        counted = unit.outbox.first_answers_since(NOW, "ANA@partner.example", "partner.example")
        tomorrow = unit.outbox.first_answers_since(later(1), "ana@partner.example", "partner.example")

    assert counted == (2, 3, 4)
    assert tomorrow == (0, 0, 0)


def test_notices_to_staff_are_counted(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "a", to_staff=True)
        owe(unit, "b")
        assert unit.outbox.notices_since(NOW) == 1
        assert unit.outbox.notices_since(later(1)) == 0


def test_the_next_due_instant_never_lies_behind_and_looks_past_blocked_lanes(store: Store) -> None:
    with store.unit() as unit:
        assert unit.outbox.next_due(NOW) is None
        owe(unit, "a", lane="c1", not_before=later(50))
        owe(unit, "b", lane="c1")
        owe(unit, "c", hold="draft")
        assert unit.outbox.next_due(NOW) == later(50)
        owe(unit, "d")
        assert unit.outbox.next_due(later(7)) == later(7)

    claim(store, lease_s=20)

    with store.view() as view:
        assert view.outbox.next_due(NOW) == later(20)


def test_items_are_listed_by_status_in_the_order_of_owing(store: Store) -> None:
    with store.unit() as unit:
        items = [owe(unit, str(n), hold="draft" if n % 2 else "") for n in range(4)]
        assert [each.id for each in unit.outbox.items(("held",))] == [items[1], items[3]]
        assert [each.id for each in unit.outbox.items(("held", "ready"), limit=2, offset=1)] == items[1:3]


def test_only_those_who_do_not_have_it_are_tried_again(store: Store) -> None:
    with store.unit() as unit:
        item = owe(unit, "k", cc=("bo@partner.example", "cy@partner.example"))
    (first,) = claim(store)
    with store.unit() as unit:
        unit.outbox.retry(item, first.epoch, later(60), "450 later", remaining=["bo@partner.example"])

    (second,) = claim(store, later(60))

    assert first.recipients == ("ana@partner.example", "bo@partner.example", "cy@partner.example")
    assert second.recipients == ("bo@partner.example",)


def test_what_was_no_attempt_is_not_counted(store: Store) -> None:
    with store.unit() as unit:
        item = owe(unit, "k")
    (first,) = claim(store)
    with store.unit() as unit:
        unit.outbox.retry(item, first.epoch, later(60), "no server", counted=False)

    (second,) = claim(store, later(60))

    assert (first.attempts, second.attempts) == (1, 1)


def test_a_claim_that_is_renewed_is_nobody_elses(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "k")
    (mine,) = claim(store, lease_s=60)
    with store.unit() as unit:
        renewed = unit.outbox.renew(mine.id, mine.epoch, later(100))

    assert renewed
    assert claim(store, later(61)) == ()
    assert claim(store, later(100)) != ()
    with store.unit() as unit:
        assert not unit.outbox.renew(mine.id, mine.epoch, later(200))


def test_all_that_is_due_can_be_put_off_and_the_rest_stays(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "due")
        owe(unit, "later", not_before=later(300))
        owe(unit, "held", hold="draft")
        put_off = unit.outbox.postpone(NOW, later(60))

    assert put_off == 1
    assert claim(store) == ()
    assert [each.message_id for each in claim(store, later(60))] == ["due@district.example"]


def test_what_came_back_has_failed_and_can_be_released_with_a_new_lifetime(store: Store) -> None:
    with store.unit() as unit:
        item = owe(unit, "k")
    (claimed,) = claim(store)
    with store.unit() as unit:
        unit.outbox.sent(item, claimed.epoch, NOW)
        came_back = unit.outbox.came_back(item, "came back: 550 no such user")
        again = unit.outbox.came_back(item, "came back once more")
        unit.outbox.release(item, "maria@district.example", later(900_000))

    (released,) = claim(store, later(900_000))

    assert (came_back, again) == (True, False)
    assert released.since == later(900_000)


def test_what_is_in_hand_is_counted_until_its_lease_ends(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "one")
        owe(unit, "two")
    claim(store, limit=1)

    with store.view() as view:
        assert (view.outbox.in_hand(NOW), view.outbox.in_hand(later(61))) == (1, 0)
