"""A playbook version is kept once under its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.unit import Store


def test_a_version_is_kept_as_it_was_first_written(store: Store) -> None:
    with store.unit() as unit:
        unit.playbooks.keep("hash", "acps", 'title = "Niños"')
        unit.playbooks.keep("hash", "acps", "something else")

    with store.view() as view:
        assert view.playbooks.get("hash") == 'title = "Niños"'
        assert view.playbooks.get("other") is None
