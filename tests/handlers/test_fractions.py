"""Numbers in parts, hours told in words, and decades."""

from __future__ import annotations

import pytest

from handlers.reading.numbers import quantities


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Eleven and a quarter", 11.25),
        ("80 horas y media", 80.5),
        ("forty hours and a half", 40.5),
        ("two and three quarters", 2.75),
        ("cuatro horas y cuarto", 4.25),
        ("two point five", 2.5),
        ("2 hrs 30 min", 2.5),
        ("1h30", 1.5),
        ("half an hour", 0.5),
        ("an hour and a half", 1.5),
        ("a dozen and a half", 18),
        ("docena y media", 18),
        ("medio centenar", 50),
    ],
)
def test_a_number_told_in_parts_is_one_number(text: str, value: float) -> None:
    assert [each.value for each in quantities(text)] == [value]


@pytest.mark.parametrize(("text", "value"), [("mid-30s", 35), ("in the forties", 40), ("treintaitantos", 30), ("40-some kids", 40)])
def test_a_decade_is_never_exact(text: str, value: float) -> None:
    found = quantities(text)

    assert [(each.value, each.reason) for each in found] == [(value, "hedge")]


def test_a_style_of_music_counts_nobody() -> None:
    assert quantities("an 80s music night") == ()
