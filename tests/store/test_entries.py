"""Entries come back as they went in, by day, kind and whom they are about, and only what was not struck counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from handlers.entries import Entry
from store.errors import StaleVersion

if TYPE_CHECKING:
    from store.unit import Store

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
CALL = Entry(
    id="",
    kind="log",
    subject="c-one",
    name="Harbor Readers",
    on=date(2026, 11, 20),
    fields={"channel": "phone"},
    note="hello",
    who="sam@district.example",
    at=AT,
)
SESSION = replace(CALL, kind="session", subject="", name="", on=date(2026, 12, 1), fields={"attended": ("c-one", "c-two"), "people": 3})


def test_what_counts_is_found_by_day_kind_and_whom_it_is_about(store: Store) -> None:
    with store.unit() as unit:
        ids = [unit.entries.add(each) for each in (SESSION, CALL)]

    call, session = replace(CALL, id=ids[1]), replace(SESSION, id=ids[0])
    with store.view() as view:
        assert view.entries.get(ids[0]) == session
        assert view.entries.between(date(2026, 11, 20), date(2026, 12, 1)) == (call, session)
        assert view.entries.between(date(2026, 11, 21), date(2026, 11, 30)) == ()
        assert view.entries.between(date(2026, 1, 1), date(2026, 12, 31), "session") == (session,)
        assert view.entries.of("c-one") == (session, call)
        assert view.entries.of("c-two") == (session,)
        assert view.entries.newest("log") == (call,)
        assert view.entries.kept(AT, "sam@district.example") == call
        assert view.entries.kept(AT, "ana@district.example") is None


def test_an_entry_is_struck_once_and_neither_of_the_two_counts(store: Store) -> None:
    with store.unit() as unit:
        struck = unit.entries.add(CALL)
        unit.entries.add(replace(CALL, strikes=struck, fields={}, note="a mistake"))

    with store.view() as view:
        assert view.entries.is_struck(struck)
        assert view.entries.of("c-one") == view.entries.newest() == ()
    with pytest.raises(StaleVersion), store.unit() as unit:
        unit.entries.add(replace(CALL, strikes=struck, fields={}, note="again"))


def test_a_session_of_no_partner_is_nobodys_page(store: Store) -> None:
    with store.unit() as unit:
        unit.entries.add(replace(SESSION, fields={"agenda": "c-one is late"}))

    with store.view() as view:
        assert view.entries.of("c-one") == ()
