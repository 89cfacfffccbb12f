"""Answers in a table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.reading.tables import table
from tests.bench.answers import load_forms

FORM = load_forms()["checkin"]
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Sept\tYTD\tQuestion\tOctober\n18\t30\tHow many students?\t23\n3\t9\tSessions?\t5",
        "             Sept    Oct\nstudents      18      23\nsessions       3       5",
        "Question | September | October\nStudents | 18 | 23\nSessions | 3 | 5",
        "Question\tGoal\tAnswer\nStudents\t18\t23\nSessions\t3\t5",
        "A\tB\tC\nStudents\t18\t23\nSessions\t3\t5\n\nThe last column is the one you want.",
    ],
)
def test_the_column_of_the_answers_is_found(text: str) -> None:
    cells, rest = table(text, FORM.questions, FORM, NOW)

    assert [(cell.question.id, cell.text, cell.sure) for cell in cells] == [("students_served", "23", True), ("sessions_held", "5", True)]
    assert "23" not in rest


def test_a_column_that_had_to_be_guessed_is_not_sure() -> None:
    cells, _ = table("Students\t18\t23\nSessions\t3\t5", FORM.questions, FORM, NOW)

    assert not any(cell.sure for cell in cells)


def test_text_is_no_table() -> None:
    text = "Students  came late.\nWe met  in the gym  twice."

    assert table(text, FORM.questions, FORM, NOW) == ([], text)
