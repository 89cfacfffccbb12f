"""Answers that stand bare, in the order asked or told by their shape, and figures that are no count though a noun stands by."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.answers import load_forms, read

FORMS = load_forms()
CHECKIN = [question.id for question in FORMS["checkin"].questions]


def told(reply: str, *asked: str) -> dict[str, tuple[Any, str]]:
    reading = read({"asked": list(asked) or CHECKIN, "reply": reply}, FORMS)
    return {key: (answer.value, answer.reason) for key, answer in reading.answers.items()}


def test_pieces_answer_in_the_order_of_the_questions() -> None:
    assert told("Sí / 12 / no", "background_check", "students_expected", "charges_fee") == {
        "background_check": (True, ""),
        "students_expected": (12, ""),
        "charges_fee": (False, ""),
    }
    assert told("38, 6, 24.5, 5")["volunteer_hours"] == (24.5, "")


def test_a_yes_goes_to_the_question_that_it_speaks_of() -> None:
    answers = told("No, we haven't run any checks. Nonprofit. No charge.", "background_check", "organization_type", "charges_fee")

    assert answers["background_check"] == (False, "")
    assert answers["charges_fee"] == (False, "")
    assert told("No to the fee, yes to the checks.", "charges_fee", "background_check")["charges_fee"] == (False, "")


def test_a_sentence_is_no_name_though_it_stands_in_its_place() -> None:
    answers = told("We haven't named it yet. I'm Pat Owens. 703-555-0102", "organization_name", "contact_name", "contact_phone")

    assert answers == {"contact_name": ("Pat Owens", ""), "contact_phone": ("+17035550102", "")}


@pytest.mark.parametrize(
    "reply",
    [
        "In the neighborhood of 40 kids.",
        "40 kids, don't quote me.",
        "Students: 40 (I think)",
        "Calculo que 40 niños.",
        "40-some students.",
        "We usually have 40 kids.",
        "Next month we expect 40 kids.",
        "40 kids are on the waitlist.",
        "We turned away 40 kids.",
        "40 kids per session.",
    ],
)
def test_a_figure_that_is_estimated_or_of_something_else_is_never_sure(reply: str) -> None:
    answers = told(reply)

    assert answers.get("students_served", (None, "unread"))[1] != ""


def test_of_two_figures_by_the_same_noun_the_one_that_is_plainly_the_count_stands() -> None:
    assert told("40 kids came. We lost 6 students.")["students_served"] == (40, "")


def test_a_grade_is_heard_in_passing_but_not_a_wish() -> None:
    assert told("We had 12 kids and a good time. We're a happy 5.")["satisfaction"] == (5, "")
    assert told("It would be a 5 if the room were fixed. As it is, 3.")["satisfaction"] == (3, "")


def test_an_aside_in_a_mail_that_asks_something_is_not_taken_as_an_answer() -> None:
    answers = told("Who do I call about the key for room 310? We have 8 kids standing in a hallway at 3:15.")

    assert all(reason for key, (_, reason) in answers.items() if key in {"students_served", "challenges"})
