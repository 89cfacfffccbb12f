"""Plain sentences in first mails and replies, and which answers they give."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.reading import read_first
from handlers.types import Address
from tests.bench.answers import READER
from tests.handlers.test_reading import FORM, mail, reply

OPEN = ("meeting_times", "start_date", "end_date", "website")
WHO = ("program_name", "program_description", "contact_name", "contact_phone")
FORWARD = (
    "From: Pat Reyes <pat@brisa.example>\nDate: Thu, Nov 19, 2026\nSubject: Interns\nTo: Ana Diaz <ana@brisa.example>\n\n"
    "We want to host two student interns this spring at Brisa Robotics Lab, unpaid job shadowing.\n\nPat Reyes\n571-555-0199"
)


def first(text: str, name: str = "Ana Diaz", **more: Any) -> dict[str, Any]:
    inbound = mail(text, sender=Address(email="ana@brisa.example", name=name), **more)
    return {key: answer.value for key, answer in read_first(inbound, FORM, READER).answers.items()}


def told(text: str, *asked: str, **more: Any) -> dict[str, Any]:
    return {key: answer.value for key, answer in reply(text, *asked, **more).answers.items()}


@pytest.mark.parametrize(
    "text",
    [
        "We meet Saturdays from 10 to noon, from January 9 until June 5, 2027, and our site is brisa.example.",
        "We run 1/9/2027 - 6/5/2027",
        "Between January 9, 2027 and June 5, 2027",
        "Entre el 9 de enero de 2027 y el 5 de junio de 2027",
    ],
)
def test_both_ends_of_a_range_are_read(text: str) -> None:
    reading = reply(text, *OPEN)

    dates = [reading.answers[key] for key in ("start_date", "end_date")]
    assert [(each.value, each.sure) for each in dates] == [("2027-01-09", True), ("2027-06-05", True)]


@pytest.mark.parametrize("text", ["We run 1/9/2027 - 6/5/2027.", "We plan to run our club between January 9, 2027 and June 5, 2027."])
def test_a_first_mail_tells_a_whole_range(text: str) -> None:
    found = first(text)

    assert (found["start_date"], found["end_date"]) == ("2027-01-09", "2027-06-05")


def test_a_range_of_something_else_is_not_ours() -> None:
    assert "start_date" not in first("Registration is 1/9/2027 - 6/5/2027.")


def test_a_window_for_the_first_day_is_no_end() -> None:
    reading = reply("We would start between January 9, 2027 and June 5, 2027.", *OPEN)

    assert "end_date" not in reading.answers


def test_an_end_on_the_day_of_the_start_is_never_sure() -> None:
    later = reply("March 3, 2027", "end_date", held={"start_date": "2027-03-03"})
    at_once = reply("1. March 3, 2027\n2. March 3, 2027", "start_date", "end_date")

    assert later.answers["end_date"].reason == "guess"
    assert set(at_once.answers) == {"start_date"}


@pytest.mark.parametrize("name", ["Dana at Brisa", "Okafor, Dana", "dana okafor", "Brisa Chess Club"])
def test_a_from_name_is_no_organisation(name: str) -> None:
    assert "organization_name" not in first("Hello, we would like to bring a free chess club to your schools.", name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Brisa Chess is a nonprofit. We bring chess.", "Brisa Chess"),
        ("Hi, Brisa Rangers is a 501(c)(3) that would like to help.", "Brisa Rangers"),
        ("Brisa Rangers is a registered 501c3.", "Brisa Rangers"),
    ],
)
def test_a_group_says_that_it_is_one(text: str, name: str) -> None:
    assert first(text, name)["organization_name"] == name
    assert "contact_name" not in first(text, name)


@pytest.mark.parametrize("text", ["The organization is Code Brisa.", "Our organization is called Code Brisa."])
def test_the_name_of_a_group_is_told_and_put_right(text: str) -> None:
    asked = told(text, "organization_name", "contact_phone", "program_name")
    changed = told(text, "contact_phone", "program_name", held={"organization_name": "Harbor"})

    assert asked == changed == {"organization_name": "Code Brisa"}


def test_the_short_form_of_a_name_changes_nothing() -> None:
    assert told("Our organization, Brisa, teaches code.", "contact_phone", held={"organization_name": "Brisa Code Center"}) == {}


@pytest.mark.parametrize("marker", ["---------- Forwarded message ---------\n", "Begin forwarded message:\n\n", ""])
def test_what_is_passed_on_tells_nothing_of_the_sender(marker: str) -> None:
    known = {"contact_name": "Ana Diaz", "contact_email": "ana@brisa.example"}

    assert first(f"FYI see below\n{marker}{FORWARD}") == known
    assert first("FYI see below", quoted=marker + FORWARD) == known


def test_interns_at_the_writers_place_are_no_students_of_a_programme() -> None:
    found = first("We want to host two student interns this spring, unpaid job shadowing.")

    assert not {"students_expected", "charges_fee"} & set(found)


def test_labels_that_mail_has_too_are_still_answers() -> None:
    assert told("To: 6/5/2027\nFrom: 1/9/2027", "start_date", "end_date") != {}


def test_a_bare_name_is_the_contacts() -> None:
    assert told("Iris Vale", *WHO) == {"contact_name": "Iris Vale"}
    assert told("Brisa Coders Club", *WHO) == {"program_name": "Brisa Coders Club"}


def test_how_to_reach_somebody_is_no_description() -> None:
    text = "You can call me, Iris Vale, at 571-555-0133"

    assert told(text, *WHO) == {"contact_name": "Iris Vale", "contact_phone": "+15715550133"}
    assert "program_description" not in told(text, "program_description", "contact_phone")


@pytest.mark.parametrize("text", ["We call it Brisa Coders", "We're calling the club Brisa Coders."])
def test_what_they_call_it_is_the_programme(text: str) -> None:
    assert told(text, *WHO) == {"program_name": "Brisa Coders"}


@pytest.mark.parametrize("asked", [(), ("website",), ("contact_phone", "program_name"), ("insurance_certificate",)])
def test_an_exception_changes_a_count_while_questions_are_open(asked: tuple[str, ...]) -> None:
    reading = reply("Looks right, except we will have 32 students.", *asked, held={"students_expected": 25})

    assert {key: answer.value for key, answer in reading.answers.items()} == {"students_expected": 32}
    assert reading.answers["students_expected"].sure


def test_what_was_last_year_changes_nothing() -> None:
    assert told("Looks right, but last year we had 90 students.", "contact_phone", held={"students_expected": 25}) == {}


def test_the_number_of_a_line_that_answers_another_question_is_no_count() -> None:
    answers = told(
        "1. Little Sprouts\n2. Kids plant vegetables.\n3. Garden Kids\n4. we are a nonprofit", "program_name", "students_expected"
    )

    assert "students_expected" not in answers
