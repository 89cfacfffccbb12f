"""Every scenario begins with an office of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scenarios.office import Office, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = open_office(tmp_path, monkeypatch)
    yield opened
    opened.app.close()
