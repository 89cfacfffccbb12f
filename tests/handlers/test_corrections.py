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


SHOWN = {
    **HELD,
    "start_date": Answer(value="2027-02-02", words=""),
    "end_date": Answer(value="2027-05-25", words=""),
    "students_expected": Answer(value=24, words=""),
    "meeting_times": Answer(value="Tuesdays from 3 to 4 pm", words=""),
    "grade_levels": Answer(value="grades 2 to 4", words=""),
}


@pytest.mark.parametrize(
    "text",
    [
        "One correction: it will be 18 children, not 24. The room is small.",
        "A small change: 18 students instead of 24. We lost a volunteer.",
        "Almost right: there will be 18 students, not 24, because the room is small.",
        "One thing: we expect 18 students rather than 24. Sorry about that.",
        "Just one fix, please: 18 kids, not 24. The library only seats 20.",
        "Sorry to trouble you again. It is 18 students and not 24. Our room holds 20.",
        "Quick correction - 18, not 24. Thank you for your patience.",
        "Please change one thing: not 24 but 18 students. Two of our readers left.",
        "Before I say yes: 24 should be 18. The fire code says so.",
        "Good morning! We will have 18 children instead of the 24 I told you. The room holds 20.",
        "Una corrección: serán 18 niños, no 24. El salón es pequeño.",
        "Un cambio: 18 estudiantes en lugar de 24. Perdimos a un voluntario.",
        "Casi todo bien: serán 18 alumnos y no 24, porque el salón es chico.",
        "Solo una cosa: esperamos 18 estudiantes en vez de 24. Disculpe la molestia.",
        "Perdón por molestar otra vez. Son 18 niños, no 24. En el salón caben 20.",
        "Antes de decir que sí: no son 24 sino 18. Perdimos dos lectores.",
        "Una aclaración: no serán 24 niños, serán 18. El cuarto es pequeño.",
    ],
)
def test_a_figure_is_put_right_whatever_opens_the_sentence_and_whatever_reason_follows(text: str) -> None:
    found = corrections(text, FORMS["application"], (), SHOWN, READER)

    assert {key: (heard.value, heard.reason) for key, heard in found.items()} == {"students_expected": (18, "")}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (
            "Thanks for the summary. One correction: we start on March 2, not February 2. The school asked for it.",
            {"start_date": "2027-03-02"},
        ),
        ("One change: the end date is June 4, not May 25. Exams run late.", {"end_date": "2027-06-04"}),
        ("Una corrección: empezamos el 2 de marzo, no el 2 de febrero. La escuela lo pidió.", {"start_date": "2027-03-02"}),
        ("One correction: Tuesdays from 4 to 5 pm, not 3 to 4. The bus comes late.", {"meeting_times": "Tuesdays from 4 to 5 pm"}),
        ("One correction: it is grades 3 to 5, not 2 to 4. The teachers asked.", {"grade_levels": "grades 3 to 5"}),
    ],
)
def test_a_day_or_a_time_is_put_right_in_the_same_ways(text: str, changes: dict[str, object]) -> None:
    found = corrections(text, FORMS["application"], (), SHOWN, READER)

    assert {key: heard.value for key, heard in found.items()} == changes


@pytest.mark.parametrize("text", ["One thing: we are glad. The room is small.", "We have 6 volunteers, not 24. They are all trained."])
def test_a_figure_of_something_else_changes_nothing(text: str) -> None:
    assert corrections(text, FORMS["application"], (), SHOWN, READER) == {}
