"""Every playbook version that something was decided by, under the hash of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from store.schema import playbooks

if TYPE_CHECKING:
    from store.engine import Late


class Playbooks:
    def __init__(self, late: Late) -> None:
        self._late = late

    def keep(self, playbook: str, district: str, text: str) -> None:
        """Keeps a version under its hash; the same one twice is one."""
        row = {"hash": playbook, "district": district, "text": text}
        self._late.execute(self._late.insert(playbooks).values(row).on_conflict_do_nothing())

    def get(self, playbook: str) -> str | None:
        text: str | None = self._late.execute(select(playbooks.c.text).where(playbooks.c.hash == playbook)).scalar()
        return text
