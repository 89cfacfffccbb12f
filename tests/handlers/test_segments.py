"""Which piece of a reply answers which question."""

from __future__ import annotations

import pytest

from handlers.reading.segments import by_place, from_pairs, pieces
from handlers.types import Pair
from tests.bench.answers import load_forms

FORM = load_forms()["checkin"]
ASKED = FORM.questions


def cut(text: str) -> dict[str, str]:
    return {piece.question.id: piece.text for piece in pieces(text, ASKED, FORM)[0]}


@pytest.mark.parametrize(
    "text",
    [
        "1. 22\n2. 5",
        "1) 22\n2) 5",
        "1 - 22\n2 - 5",
        "#1 22\n#2 5",
        "Q1: 22\nQ2: 5",
        "a la 1: 22\na la 2: 5",
        "1: 22, 2: 5",
        "1) 22 2) 5",
        "2. 5\n1. 22",
        "Students: 22\nSessions: 5",
        "Students - 22\nSessions - 5",
        "Estudiantes: 22\nSesiones: 5",
        "Students | 22\nSessions | 5",
        "*1.* 22\n*2.* 5",
        "1. Different students: 22\n2. Sessions: 5",
        "1. 22\n\n2. 5",
        "Para la 1: 22\nPara la 2: 5",
    ],
)
def test_marks_of_many_habits_name_the_same_questions(text: str) -> None:
    assert cut(text) == {"students_served": "22", "sessions_held": "5"}


@pytest.mark.parametrize(
    "text", ["3:30 works for us", "10/7 - 22\n10/14 - 25", "2 of our schools ask", "1.5 hours were fun", "12 kids came"]
)
def test_figures_at_the_start_of_a_line_are_no_marks(text: str) -> None:
    assert cut(text) == {}


def test_a_list_within_an_answer_stays_in_it() -> None:
    found = cut("4 - A few!\n   - 3 students got offers\n   - everybody finished\n5 - Turnover.\n7 - 4")

    assert found["highlights"].endswith("everybody finished")
    assert found["challenges"] == "Turnover."


def test_what_stands_before_and_behind_the_answers_is_left() -> None:
    found, rest = pieces("Good morning! In order:\n\n1. 22\n2. 5\n\nHappy holidays to all.", ASKED, FORM)

    assert len(found) == 2
    assert rest == "Good morning! In order:\n\n\nHappy holidays to all."


def test_numbers_are_those_of_the_mail_that_is_answered() -> None:
    found, _ = pieces("1. A key\n2. 4", [ASKED[5], ASKED[6]], FORM)

    assert [(piece.question.id, piece.text) for piece in found] == [("support_needed", "A key"), ("satisfaction", "4")]


def test_an_inline_reply_goes_to_the_question_above_it() -> None:
    pairs = [
        Pair(quoted="> 4. What went well?", typed="Pizza night"),
        Pair(quoted="What was hard?", typed="Rain"),
        Pair(quoted="Hi Luz", typed="Hi!"),
    ]

    found, strays = from_pairs(pairs, ASKED, FORM)

    assert [(piece.question.id, piece.text) for piece in found] == [("highlights", "Pizza night"), ("challenges", "Rain")]
    assert strays == ["Hi!"]


def test_as_many_lines_as_questions_answer_by_their_place() -> None:
    assert [piece.text for piece in by_place("22\n\n5", ASKED[:2])] == ["22", "5"]
    assert by_place("22\n5\n6", ASKED[:2]) == []
