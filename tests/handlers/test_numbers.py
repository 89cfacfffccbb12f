"""Numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.numbers import quantities


def found(text: str) -> list[tuple[float, str]]:
    return [(each.value, each.reason) for each in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("54", 54),
        ("1,204", 1204),
        ("13,5", 13.5),
        ("15.25", 15.25),
        ("15 1/2", 15.5),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("media docena", 6),
        ("treinta y dos", 32),
        ("cuarenta y una", 41),
        ("treinta y un alumnos", 31),
        ("one hundred and twenty five", 125),
        ("ciento veinte", 120),
        ("sixty-five", 65),
        ("forty and a half", 40.5),
        ("dos y media", 2.5),
        ("let's say 30", 30),
        ("call it 12", 12),
        ("pongamos 15", 15),
    ],
)
def test_a_plain_number_is_exact(text: str, value: float) -> None:
    assert found(text) == [(value, "")]


@pytest.mark.parametrize(
    "text",
    ["about 45", "45ish", "45+", "~45", "around 45", "unos 45", "45 o algo así, creo", "casi 45", "45 or so", "I think 45", "más de 45"],
)
def test_a_hedge_makes_it_unsure(text: str) -> None:
    assert [reason for value, reason in found(text) if value == 45] == ["hedge"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("20-25", "range"), ("20 to 25", "range"), ("entre 20 y 25", "range"), ("20 or 25", "two_candidates"), ("20 o 25", "two_candidates")],
)
def test_two_ends_are_one_quantity_that_nobody_is_sure_of(text: str, reason: str) -> None:
    assert found(text) == [(20, reason)]


def test_numbers_that_only_stand_together_are_not_added() -> None:
    assert [value for value, _ in found("three, four and five")] == [3, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "room 12",
        "at 3:30",
        "3-4:30",
        "2027",
        "since 2009",
        "22314",
        "$40",
        "grades 3-5",
        "9th",
        "K-5",
        "ages 8-10",
        "Feb 4",
        "4 de febrero",
        "10/14",
        "45 minutes",
        "12 años",
        "92%",
        "703-555-0142",
        "501(c)(3)",
        "4 out of 5",
        "chapters 1-6",
        "6 a 8 pm",
        "PO Box 12",
        "Prov 22:6",
        "1200 King Street",
        "bus 14",
        "Tuesdays 3-4",
        "a las 3",
        "http://x.example/12",
        "40 dollars",
        "three weeks",
    ],
)
def test_what_counts_nobody_is_no_number(text: str) -> None:
    assert found(f"we were told {text}") == []


@given(st.integers(min_value=0, max_value=1999))
def test_every_small_number_in_digits_is_read(number: int) -> None:
    expected = [] if number >= 1900 else [(number, "")]

    assert found(f"{number} kids") in ([(number, "")], expected)


@given(st.text(alphabet="0123456789,.-/ aty", max_size=200))
def test_any_jumble_of_figures_is_read_without_an_error(text: str) -> None:
    assert all(0 <= each.start < each.end <= len(text) for each in quantities(text))


@pytest.mark.parametrize(
    "text",
    [
        "came at least once",
        "we met once a week",
        "off, Thanksgiving week\nand more",
        "with two hours' notice",
        "me and the other two students",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert found(text) == []


def test_a_figure_on_the_next_line_is_no_week() -> None:
    assert found("Nov 24: off, Thanksgiving week\n20 kids") == [(20, "")]
