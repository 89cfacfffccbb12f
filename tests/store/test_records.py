"""What happened stays written as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from handlers.types import Record

if TYPE_CHECKING:
    from store.unit import Store

NOW = datetime(2026, 9, 1, 13, 0, tzinfo=UTC)
RECORD = Record(kind="answer.corrected", subject="c1", who="ana@partner.example", message_id="a@x", data={"from": 4, "to": "five\0"})


def write(store: Store, *records: Record) -> None:
    with store.unit() as unit:
        for n, record in enumerate(records):
            unit.records.add(record, at=NOW + timedelta(seconds=n), inbox_id="m-1")


def test_a_record_comes_back_with_who_when_and_from_which_message(store: Store) -> None:
    write(store, RECORD, Record(kind="submitted", subject="c2", who="liaison"))

    with store.view() as view:
        (found,) = view.records.of("c1")

    assert found.record == RECORD
    assert (found.at, found.inbox_id, found.number) == (NOW, "m-1", 1)


def test_records_are_listed_from_an_instant_on_oldest_first(store: Store) -> None:
    write(store, *(Record(kind=str(n), subject="c1", who="liaison") for n in range(4)))

    with store.view() as view:
        assert [each.record.kind for each in view.records.items()] == ["0", "1", "2", "3"]
        assert [each.record.kind for each in view.records.items(NOW + timedelta(seconds=2))] == ["2", "3"]
        assert [each.record.kind for each in view.records.items(limit=2, offset=1)] == ["1", "2"]


@pytest.mark.parametrize("statement", ["UPDATE records SET who = 'eve'", "DELETE FROM records", "DELETE FROM records WHERE id = 1"])
def test_no_record_can_be_changed_or_removed(store: Store, statement: str) -> None:
    write(store, RECORD)

    with pytest.raises(DBAPIError, match="append-only"), store._engines.writer.begin() as connection:
        connection.execute(text(statement))

    with store.view() as view:
        assert [each.record for each in view.records.of("c1")] == [RECORD]


def test_records_of_a_unit_that_failed_are_not_kept(store: Store) -> None:
    def record_and_fail() -> None:
        with store.unit() as unit:
            unit.records.add(RECORD, at=NOW)
            raise RuntimeError("the decision failed")

    with pytest.raises(RuntimeError):
        record_and_fail()

    with store.view() as view:
        assert view.records.items() == ()
