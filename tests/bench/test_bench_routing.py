"""The routing bench keeps its form, its questions stay unseen, and its figures stay above a floor."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from tests.bench import routing

if TYPE_CHECKING:
    import pytest


def test_no_question_of_the_bench_is_an_example() -> None:
    examples = {
        text.casefold()
        for file in routing.EXAMPLES.glob("*.toml")
        for texts in tomllib.loads(file.read_text(encoding="utf-8")).values()
        for text in texts
    }

    asked = [case.text.casefold() for case in routing.read_cases(None)]

    assert len(asked) >= 100
    assert not examples & set(asked)


def test_the_bench_ends_with_one_json_object_and_holds_its_floor(capsys: pytest.CaptureFixture[str]) -> None:
    figures = routing.main(None)

    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == figures
    assert set(figures) == {"cases", "right_pct", "top2_pct", "sure_pct", "sure_right_pct", "p99_ms"}
    assert figures["right_pct"] >= 88
    assert figures["sure_right_pct"] >= 95
