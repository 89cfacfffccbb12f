"""Words that are shown are those of the writer, letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.lines import fold
from handlers.reading.typed import as_typed
from handlers.types import Answer


@pytest.mark.parametrize(
    ("text", "words", "typed"),
    [
        ("Thanks. I would say a 4.", "i would say a 4", "I would say a 4"),
        ("Tuvimos Cuarenta NIÑOS.", "cuarenta ninos", "Cuarenta NIÑOS"),
        ("We met – as ever – on Monday", "met - as ever", "met – as ever"),
        ("A 4, I would say. a 4", "a 4", "a 4"),
        ("Nothing of the kind", "something else", "something else"),
    ],
)
def test_words_get_their_capitals_and_accents_back(text: str, words: str, typed: str) -> None:
    assert as_typed(Answer(value=4, words=words), [text]).words == typed


def test_a_value_that_is_the_words_is_given_back_with_them() -> None:
    assert as_typed(Answer(value="carver", words="carver"), ["At Carver"]).value == "Carver"


@given(st.text(min_size=1), st.integers(0, 50), st.integers(1, 50))
def test_any_part_of_a_text_is_found_again_though_it_was_folded(text: str, start: int, length: int) -> None:
    part = text[start : start + length]

    words = as_typed(Answer(value=1, words=fold(part)), ["", text]).words

    assert words in text
