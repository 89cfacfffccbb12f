"""What the store keeps of outages: one row a part, the first process wins, and notices that nobody needs any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from handlers.outages import Certificate, Kind, Outage, Part, told
from handlers.types import Outbound

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.unit import Store, Unit

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUT = Outage(part=Part.INCOMING, kind=Kind.SILENT, since=NOON, words="timed out", where="imap.district.example")


def owe(unit: Unit, key: str, at: datetime = NOON) -> str:
    outbound = Outbound(key=key, to=("ana@district.example",), template="staff_outage", context={}, to_staff=True)
    added = unit.outbox.add(outbound, message_id=f"{key}@district.example", raw=key.encode(), subject=key, text=key, now=at)
    assert added is not None
    return added


def test_an_outage_is_as_it_was_after_a_restart(open_store: Callable[..., Store]) -> None:
    known = told(OUT, NOON + HOUR)
    with open_store().unit() as unit:
        unit.outages.begin(OUT)
        unit.outages.keep(known)

    with open_store().view() as unit:
        assert unit.outages.all() == (known,)


def test_of_two_processes_the_first_says_since_when(store: Store) -> None:
    with store.unit() as unit:
        unit.outages.begin(OUT)
    with store.unit() as unit:
        first = unit.outages.begin(replace(OUT, since=NOON + HOUR))

    assert first == OUT


def test_one_of_them_ends_it(store: Store) -> None:
    with store.unit() as unit:
        unit.outages.begin(OUT)
        ends = unit.outages.end(Part.INCOMING), unit.outages.end(Part.INCOMING)

    assert ends == (True, False)


def test_a_certificate_is_replaced_by_a_newer_one(store: Store) -> None:
    old = Certificate(part=Part.OUTGOING, where="smtp.district.example", starts=NOON, ends=NOON + HOUR, told=14)
    new = replace(old, ends=NOON + 2 * HOUR, told=None)

    with store.unit() as unit:
        unit.outages.keep_certificate(old)
        unit.outages.keep_certificate(new)

    with store.view() as unit:
        assert unit.outages.certificates() == (new,)


def test_notices_that_have_not_left_are_taken_back_and_others_stay(store: Store) -> None:
    with store.unit() as unit:
        gone = owe(unit, "staff_outage/incoming/1")
        (claimed,) = unit.outbox.claim(NOON, limit=1, lease_s=60, worker="w")
        unit.outbox.sent(claimed.id, claimed.epoch, NOON)
        waiting, other = owe(unit, "staff_outage/incoming/2"), owe(unit, "staff_outageXincoming/3")

        count = unit.outages.supersede("staff_outage/incoming/")

        statuses = [item.status for item in (unit.outbox.get(each) for each in (gone, waiting, other)) if item]
    assert count == 1
    assert statuses == ["sent", "cancelled", "ready"]


def test_what_was_tried_in_vain_is_due_at_once_and_what_waits_for_its_hour_is_not(store: Store) -> None:
    with store.unit() as unit:
        owe(unit, "tried")
        (claimed,) = unit.outbox.claim(NOON, limit=1, lease_s=60, worker="w")
        unit.outbox.retry(claimed.id, claimed.epoch, NOON + 3 * HOUR, "timed out")
        outbound = Outbound(key="later", to=("luz@readers.example",), template="answer", context={}, not_before=NOON + HOUR)
        unit.outbox.add(outbound, message_id="later@x.example", raw=b"later", subject="", text="", now=NOON)

        hurried = unit.outages.hurry(NOON + timedelta(minutes=5))

        due = unit.outbox.claim(NOON + timedelta(minutes=5), limit=10, lease_s=60, worker="w")
    assert hurried == 1
    assert [each.id for each in due] == [claimed.id]


def test_figures_tell_what_left_late_and_what_still_waits(store: Store) -> None:
    with store.unit() as unit:
        before, during, waiting = owe(unit, "a", NOON - HOUR), owe(unit, "b", NOON), owe(unit, "c", NOON)
        for claimed in unit.outbox.claim(NOON, limit=10, lease_s=60, worker="w"):
            if claimed.id in {before, during}:
                unit.outbox.sent(claimed.id, claimed.epoch, NOON + HOUR if claimed.id == during else NOON - HOUR)
            else:
                unit.outbox.retry(claimed.id, claimed.epoch, NOON + 2 * HOUR, "timed out")

        figures = unit.outages.left_late(NOON, NOON + HOUR), unit.outages.still_waiting(NOON + HOUR)

    assert waiting
    assert figures == (1, 1)


def test_mail_is_counted_from_when_it_was_heard_and_by_where_it_came_from(store: Store) -> None:
    with store.unit() as unit:
        digest = unit.blobs.put(b"mail")
        for key, at in (("imap/a/1", NOON - HOUR), ("imap/a/2", NOON), ("smtp/3", NOON)):
            unit.inbox.add(key, digest, heard_at=at, size=4)

        assert unit.outages.heard_since(NOON) == 2
        assert unit.outages.heard_since(NOON, by_imap=True) == 1
