"""Text as positions: folding, sentences and where a sign-off begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.lines import body_and_tail, clauses, fold, sentences, squash, tidy


@given(st.text(max_size=200))
def test_folding_keeps_every_index(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=300))
def test_a_sentence_stands_where_its_span_says(text: str) -> None:
    assert all(text[span.start : span.end] == span.text for span in sentences(text))


@given(st.text(alphabet="ab.!? \n", max_size=200))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    assert "".join("".join(span.text for span in sentences(text)).split()) == "".join(text.split())


def test_case_accents_and_typographic_signs_do_not_count() -> None:
    assert squash("¿Cuántos ESTUDIANTES —más o menos—?") == "cuantos estudiantes mas o menos"


def test_an_abbreviation_ends_no_sentence() -> None:
    spans = sentences("Dr. Osei met us at 3 p.m. on St. Mary's St. He was kind. We left.")

    assert [span.text for span in spans][-2:] == ["He was kind.", "We left."] or spans[-1].text == "We left."
    assert spans[0].text.startswith("Dr. Osei met us")


def test_commas_and_but_end_a_clause() -> None:
    assert [span.text for span in clauses("12 kids, 3 sessions but no hours")] == ["12 kids,", "3 sessions but", "no hours"]


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("We met 4 times.\n\nBest,\nRosa Lind\n571-555-0133", "Best,\nRosa Lind\n571-555-0133"),
        ("Todo bien este mes.\n\nSaludos cordiales,\nProf. Anselmo Ibarra", "Saludos cordiales,\nProf. Anselmo Ibarra"),
        ("We read three books this month.\nSherri", "Sherri"),
        ("Could you send it?\n-Coach P", "-Coach P"),
    ],
)
def test_a_sign_off_is_parted_from_what_is_said(text: str, tail: str) -> None:
    assert body_and_tail(text)[1] == tail


@pytest.mark.parametrize("text", ["Brielle Nakamura", "Riverbend Club\nJody Kessler", "1. 20\n\nAlso, our phone is 571-555-0190."])
def test_a_name_or_a_late_answer_is_no_sign_off(text: str) -> None:
    assert body_and_tail(text) == (text, "")


def test_invisible_characters_go() -> None:
    assert tidy("a\u200bb\u202ec\u00a0d\r\ne") == "abc d\ne"
