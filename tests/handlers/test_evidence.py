"""What makes a value sure: its evidence, by the table; what is not told plainly is said back and asked once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.answers import load_forms, read

FORMS = load_forms()
COUNTS = ["students_served", "sessions_held", "volunteer_hours"]
MONTH = [*COUNTS, "highlights", "challenges", "support_needed", "satisfaction"]
TERMS = ["start_date", "end_date", "charges_fee", "background_check"]


def told(reply: str, asked: list[str], form: str = "checkin") -> dict[str, tuple[Any, str]]:
    reading = read({"asked": asked, "reply": reply, "form": form}, FORMS)
    return {key: (answer.value, answer.reason) for key, answer in reading.answers.items()}


@pytest.mark.parametrize(
    "reply",
    [
        "1. 34 students (12 new this month)\n2. 6\n3. 24.5\n4. The play\n5. The heat\n6. A fan\n7. 4",
        "Students: 34 (last month it was 31)\nSessions: 6\nHours: 24.5\nHighlight: The play\nChallenge: The heat\nNeeds: A fan\nRating: 4",
        "34 / 6 / 24.5 / The play / The heat / A fan / 4",
        "Students, 34. Sessions, 6. Volunteer hours, 24 and a half. Went well: the play. Hard: the heat. Needed: a fan. Rating: 4",
    ],
)
def test_what_is_plainly_labelled_or_numbered_is_never_asked_again(reply: str) -> None:
    found = told(reply, MONTH)

    assert [found[key][0] for key in COUNTS] == [34, 6, 24.5]
    assert {reason for _, reason in found.values()} == {""}


def test_counts_by_their_own_nouns_in_a_plain_sentence_are_sure() -> None:
    assert told("We had 34 kids at 3 sites over 6 sessions, and our parents gave 24 hours.", COUNTS) != {}
    assert told("34 kids, 6 sessions, 24 volunteer hours, all fine", COUNTS) == {
        "students_served": (34, ""),
        "sessions_held": (6, ""),
        "volunteer_hours": (24, ""),
    }


@pytest.mark.parametrize(
    "reply",
    [
        "We served 40 kids. Or 44 with the siblings.",
        "If the gym opens back up we have 60 kids.",
        "I never had 50 kids, whoever told you that is dreaming.",
        "On Monday we read with 12 children. On Thursday another 9 came, all different kids.",
        "112 students this school year.",
        "He says 40 students.",
        "40 students at Polk and 12 at Mason.",
        "30 kids came, 9 kids stayed.",
    ],
)
def test_a_count_with_a_rival_a_condition_or_another_time_beside_it_is_asked(reply: str) -> None:
    assert told(reply, COUNTS).get("students_served", (None, "unread"))[1] != ""


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("It's free, families only pay for the trip.", "charges_fee"),
        ("Free for now.", "charges_fee"),
        ("We haven't decided on a fee yet, no fee so far.", "charges_fee"),
        ("All of us are fingerprinted but one is pending.", "background_check"),
        ("We do our own checks through the church.", "background_check"),
        ("We could start on February 2, 2027 or so.", "start_date"),
    ],
)
def test_a_fee_a_check_or_a_day_with_a_condition_is_asked(reply: str, key: str) -> None:
    assert told(reply, TERMS, "application").get(key, (None, "unread"))[1] != ""


def test_a_plain_no_to_the_fee_and_a_plain_yes_to_the_checks_are_sure() -> None:
    found = told("There is no fee. All our volunteers have been fingerprinted.", TERMS, "application")

    assert found == {"charges_fee": (False, ""), "background_check": (True, "")}


def test_a_figure_taken_back_beneath_its_label_or_in_a_postscript_is_the_newer_one() -> None:
    beneath = told("Sesiones: 4\nAlumnos: 27\nHoras: 15\n\nPerdón, las horas de voluntarios son 16, no 15.", COUNTS)
    postscript = told("35 students, 4 sessions, 10 hours.\n\nTom\n\nPS make that 5 sessions, I forgot the Saturday one.", COUNTS)

    assert beneath["volunteer_hours"] == (16, "")
    assert postscript["sessions_held"][0] == 5


def test_a_telephone_number_that_no_line_can_have_is_said_back() -> None:
    assert told("My cell is 555-010-9012", ["contact_phone", "website"], "application")["contact_phone"] == ("+15550109012", "guess")


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        ("6. will ask Lena and get back to you", "support_needed"),
        ("5. same as last month", "challenges"),
        ("3. don't have it with me", "volunteer_hours"),
    ],
)
def test_an_answer_put_off_beneath_its_number_is_none_that_is_sure(reply: str, key: str) -> None:
    assert told(f"1. 20\n2. 4\n{reply}", MONTH).get(key, (None, "unread"))[1] != ""
