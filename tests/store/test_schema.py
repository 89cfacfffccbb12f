"""What strangers write fits both databases, and equal stays equal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.columns import KEY_BYTES, short_key, storable
from store.words import fold

_ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=400)


@given(_ANYTHING)
def test_any_text_becomes_storable_and_stays_so(text: str) -> None:
    kept = storable(text)

    assert "\0" not in kept
    assert storable(kept) == kept
    assert kept.encode().decode() == kept


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_ordinary_text_is_kept_as_it_is(text: str) -> None:
    assert storable(text) == text


@given(st.integers(0, 3000), st.sampled_from(["x", "é", "😀"]))
def test_keys_are_bounded_and_different_ones_stay_different(length: int, letter: str) -> None:
    key, longer = short_key(letter * length), short_key(letter * (length + 1))

    assert len(key.encode()) <= KEY_BYTES
    assert key != longer
    assert short_key(key) == key


@given(_ANYTHING)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_takes_away_case_accents_and_repeated_blanks() -> None:
    assert fold("  Niños\t UNIDOS Straße ") == "ninos unidos strasse"
