"""What a reply changes in answers already held."""

from __future__ import annotations

import pytest

from handlers.reading.corrections import corrections
from handlers.types import Answer
from tests.bench.answers import READER, load_forms

FORMS = load_forms()
HELD = {
    "contact_phone": Answer(value="+17035550111", words=""),
    "start_date": Answer(value="2027-02-01", words=""),
    "end_date": Answer(value="2027-06-01", words=""),
    "students_expected": Answer(value=45, words=""),
    "organization_name": Answer(value="Bright Tutors", words=""),
}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("ugh sorry, I said 45, it was 54", {"students_expected": 54}),
        ("the phone is wrong: 703-555-0155", {"contact_phone": "+17035550155"}),
        ("Please change the end date to May 14, 2027", {"end_date": "2027-05-14"}),
        ("cambien el teléfono a 703-555-0166", {"contact_phone": "+17035550166"}),
        ("Change students to 35 and the start date to February 16, please.", {"students_expected": 35, "start_date": "2027-02-16"}),
        ("Sorry, use 703-555-0177 instead.", {"contact_phone": "+17035550177"}),
        ("We met 45 neighbors at the fair.", {}),
        ("Everything is correct.", {}),
        ("The organization should be Bright Harbor Tutors", {"organization_name": "Bright Harbor Tutors"}),
    ],
)
def test_only_what_is_put_right_changes(text: str, changes: dict[str, object]) -> None:
    found = corrections(text, FORMS["application"], (), HELD, READER)

    assert {key: heard.value for key, heard in found.items()} == changes


def test_what_is_added_is_worked_out_and_not_sure() -> None:
    held = {"students_served": Answer(value=26, words=""), "sessions_held": Answer(value=4, words="")}

    found = corrections("Add 7 kids and one more session to what I sent.", FORMS["checkin"], (), held, READER)

    assert {key: (heard.value, heard.reason) for key, heard in found.items()} == {
        "students_served": (33, "arithmetic"),
        "sessions_held": (5, "arithmetic"),
    }
