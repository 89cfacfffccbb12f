"""What waits for a partner is withdrawn when a person has answered, and what a worker has in hand is not tried a second time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from handlers.types import Outbound

if TYPE_CHECKING:
    from store.outbox import Claimed
    from store.unit import Store, Unit

NOW = datetime(2026, 9, 1, 13, 0, tzinfo=UTC)
BY = "partners@district.example"


def owe(unit: Unit, key: str, **fields: Any) -> str:
    given = {"to": ("ana@partner.example",), "template": "answer", "context": {}, "conversation": "c-1"} | fields
    item = unit.outbox.add(Outbound(key=key, **given), message_id=f"{key}@x", raw=key.encode(), subject="Hello", text="Hello", now=NOW)
    assert item is not None
    return item


def claimed(store: Store) -> Claimed:
    with store.unit() as unit:
        (item,) = unit.outbox.claim(NOW, limit=1, lease_s=60, worker="w")
    return item


def status(store: Store, item: str) -> str:
    with store.view() as unit:
        found = unit.outbox.get(item)
    assert found is not None
    return found.status


def test_all_that_waits_for_the_partner_in_this_talk_is_withdrawn_and_nothing_else(store: Store) -> None:
    with store.unit() as unit:
        ready, held = owe(unit, "a", not_before=NOW + timedelta(minutes=10)), owe(unit, "b", hold="draft")
        staff, other, released = owe(unit, "c", to_staff=True), owe(unit, "d", conversation="c-2"), owe(unit, "e", hold="draft")
        unit.outbox.release(released, "ana@district.example", NOW)

        withdrawn = unit.outbox.withdraw("c-1", BY)

    assert withdrawn == (ready, held)
    assert [status(store, each) for each in (ready, held, staff, other, released)] == ["cancelled", "cancelled", "ready", "ready", "ready"]
    with store.view() as unit:
        assert [item.discarded_by for item in unit.outbox.items(("cancelled",))] == [BY, BY]


@pytest.mark.parametrize("end", ["retry", "hold"])
def test_what_a_worker_has_in_hand_is_not_tried_a_second_time(store: Store, end: str) -> None:
    with store.unit() as unit:
        item = owe(unit, "a")
    mine = claimed(store)
    with store.unit() as unit:
        assert unit.outbox.withdraw("c-1", BY) == ()

    with store.unit() as unit:
        if end == "retry":
            assert unit.outbox.retry(mine.id, mine.epoch, NOW + timedelta(minutes=1), "451 later")
        else:
            assert unit.outbox.hold(mine.id, mine.epoch, "451 later")

    assert status(store, item) == "cancelled"
    with store.view() as unit:
        assert unit.outbox.next_due(NOW) is None


def test_what_has_left_is_sent_and_a_person_may_send_again_what_failed(store: Store) -> None:
    with store.unit() as unit:
        gone, lost = owe(unit, "a"), owe(unit, "b")
        first, second = unit.outbox.claim(NOW, limit=2, lease_s=60, worker="w")
        unit.outbox.withdraw("c-1", BY)

        unit.outbox.sent(first.id, first.epoch, NOW)
        unit.outbox.failed(second.id, second.epoch, "550 no")
        unit.outbox.release(lost, "ana@district.example", NOW)

    assert [status(store, each) for each in (gone, lost)] == ["sent", "ready"]
    again = claimed(store)
    with store.unit() as unit:
        unit.outbox.retry(again.id, again.epoch, NOW + timedelta(minutes=1), "451 later")
    assert status(store, lost) == "ready"
