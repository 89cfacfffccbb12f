"""Sentences given to questions, all of them together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.turns import NOTHING, in_turn

ORDER = ("highlights", "challenges", "support_needed")
share = st.dictionaries(st.sampled_from([*ORDER, NOTHING]), st.floats(0, 1, allow_nan=False), max_size=4)


def test_what_is_plain_is_taken_as_it_is() -> None:
    told = [{"challenges": 0.9, NOTHING: 0.1}, {NOTHING: 1.0}, {"support_needed": 0.8, NOTHING: 0.2}]

    assert in_turn(told, ORDER) == ["challenges", NOTHING, "support_needed"]


def test_between_a_good_thing_and_a_wish_stands_what_was_hard() -> None:
    told = [{"highlights": 0.9, "challenges": 0.1}, {"highlights": 0.55, "challenges": 0.4}, {"support_needed": 0.9}]

    assert in_turn(told, ORDER) == list(ORDER)


def test_only_what_was_asked_is_answered() -> None:
    assert in_turn([{"highlights": 0.9, NOTHING: 0.1}], ("support_needed",)) == [NOTHING]


@given(st.lists(share, max_size=12))
def test_each_sentence_gets_one_label(told: list[dict[str, float]]) -> None:
    chosen = in_turn(told, ORDER)

    assert len(chosen) == len(told)
    assert set(chosen) <= {*ORDER, NOTHING}
