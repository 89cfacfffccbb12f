"""What was answered and told since an instant is counted by an index, however much a month's round has queued since then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from store.unit import Store

if TYPE_CHECKING:
    from store.unit import Unit

NOW = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("counts", ["first_answers", "notices"])
def test_a_days_counts_do_not_walk_the_outbox(sqlite_url: str, counts: str) -> None:
    store = Store(sqlite_url)
    said: list[tuple[str, Any]] = []
    event.listen(store._engines.reader, "before_cursor_execute", lambda _c, _k, sql, values, *_: said.append((sql, values)))

    with store.view() as unit:
        _count(unit, counts)
    counting = [(sql, values) for sql, values in said if "count(" in sql]
    with store._engines.reader.connect() as connection:
        plans = [str(row) for sql, values in counting for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    store.close()

    column = "first_answer" if counts == "first_answers" else "to_staff"
    assert plans
    assert all(f"({column}=? AND created_at>?)" in plan for plan in plans)


def _count(unit: Unit, counts: str) -> None:
    if counts == "first_answers":
        unit.outbox.first_answers_since(NOW, "luz@club.example", "club.example")
    else:
        unit.outbox.notices_since(NOW)
