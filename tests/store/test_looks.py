"""Who has changed is noted with the change itself, and is done with as it was looked at; an idle tick and a reply ask by indexes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from handlers.partnership import Partnership, Standing
from handlers.types import Party

if TYPE_CHECKING:
    from pathlib import Path

    from store.unit import Store

NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
CLUB = Party(id="", organization="Reading Club", contact_email="luz@reading.example")


def test_a_partner_that_is_saved_has_changed_until_it_was_looked_at(store: Store) -> None:
    with store.unit() as unit:
        unit.partners.save(CLUB)
    with store.unit() as unit:
        unit.looks.seen(unit.looks.changed())
    with store.view() as unit:
        assert unit.looks.changed() == {}

    with store.unit() as unit:
        unit.partners.save(replace(CLUB, details={"season": "summer"}))

    with store.view() as unit:
        assert unit.looks.changed() == {"p-1": 1}


def test_who_changes_while_being_looked_at_is_looked_at_again(store: Store) -> None:
    with store.unit() as unit:
        unit.partners.save(CLUB)
    with store.view() as unit:
        before = unit.looks.changed()
    with store.unit() as unit:
        unit.partners.save(replace(CLUB, contact_name="Luz Rivera"))

    with store.unit() as unit:
        unit.looks.seen(before)

    with store.view() as unit:
        assert unit.looks.changed() == {"p-1": 2}


def test_a_partnership_that_moves_on_changes_its_partner_and_no_other(store: Store) -> None:
    with store.unit() as unit:
        unit.partners.save(CLUB)
        unit.partners.save(replace(CLUB, organization="Chess Club"))
        unit.looks.seen({"p-1": 1, "p-2": 1})

    with store.unit() as unit:
        unit.partnerships.save(
            Partnership(
                id="c-1",
                organization="READING CLUB",
                contact="Luz@reading.example",
                stage="connect",
                standing=Standing.ACTIVE,
                opened_at=NOW,
                updated_at=NOW,
            )
        )

    with store.view() as unit:
        assert unit.looks.changed() == {"p-1": 1}


def test_changed_partners_are_found_page_by_page_and_a_change_that_is_undone_is_none(store: Store) -> None:
    with store.unit() as unit:
        for n in range(3):
            unit.partners.save(replace(CLUB, organization=f"Club {n}"))

    with store.view() as unit:
        first = unit.looks.changed(limit=2)
        rest = unit.looks.changed(after=list(first)[-1], limit=2)

    assert (list(first), list(rest)) == (["p-1", "p-2"], ["p-3"])


def test_an_occasion_keeps_what_its_newest_look_rested_on(store: Store) -> None:
    with store.unit() as unit:
        unit.looks.walk_done("impact_review", "2026-10", "one")
        unit.looks.walk_done("impact_review", "2026-10", "another")

    with store.view() as unit:
        assert unit.looks.walked() == {("impact_review", "2026-10"): "another"}


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT * FROM dues WHERE next_at <= '2026-11-02' ORDER BY next_at, id LIMIT 50", "dues_next_at_id"),
        ("SELECT * FROM dues WHERE status = 'held' AND conversation != '' ORDER BY id", "dues_held"),
        ("SELECT period FROM dues WHERE cadence = 'impact_review' ORDER BY period LIMIT 1", "dues_cadence_period"),
        (
            "UPDATE outbox SET reason = '' WHERE conversation = 'c-1' AND status = 'ready' AND next_attempt_at > '2026'",
            "outbox_conversation_status",
        ),
        ("SELECT * FROM partnerships WHERE standing = 'active' AND liaison = '' ORDER BY id LIMIT 200", "partnerships_standing_liaison_id"),
    ],
)
def test_what_an_idle_tick_or_a_reply_asks_for_is_found_by_an_index_and_sorted_by_it(
    sqlite_url: str, query: str, index: str, tmp_path: Path
) -> None:
    from store.engine import open_engines  # noqa: PLC0415  the plan is SQLite's own word, which no repository hands out

    assert str(tmp_path) in sqlite_url
    engines = open_engines(sqlite_url, 1.0)
    with engines.reader.connect() as connection:
        plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    engines.dispose()

    assert [step for step in plan if index in step and "TEMP B-TREE" not in step] == plan
