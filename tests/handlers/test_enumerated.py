"""Answers that are numbered within a line."""

from __future__ import annotations

import pytest

from handlers.reading.enumerated import on_lines


@pytest.mark.parametrize(
    "text",
    [
        "Q1 17 Q2 4 Q3 8",
        "First: 17. Second: 4. Third: 8",
        "1: 17. 2: 4. 3: 8",
        "Primero: 17. Segundo: 4. Tercero: 8",
        "(1) 17 (2) 4 (3) 8",
    ],
)
def test_each_numbered_answer_comes_onto_a_line_of_its_own(text: str) -> None:
    assert [line.rstrip(".") for line in on_lines(text, 7).split("\n")] == ["1. 17", "2. 4", "3. 8"]


def test_an_order_backwards_is_kept() -> None:
    assert on_lines("3: glue. 2: rain. 1: kites", 3).split("\n") == ["3. glue.", "2. rain.", "1. kites"]


@pytest.mark.parametrize("text", ["We met at 3: 45 kids came.", "First, we had fun. Second, it rained.", "1. 17\n2. 4\n3. 8"])
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert on_lines(text, 7) == text
