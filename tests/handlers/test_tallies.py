"""Which number answers which question."""

from __future__ import annotations

import pytest

from handlers.playbook import Question
from handlers.reading import tallies
from handlers.wording import Wording


def question(name: str, kind: str = "integer", low: float | None = None, high: float | None = None) -> Question:
    wording = Wording(en=name, es=name)
    return Question.model_validate(
        {"id": name, "type": kind, "prompt": wording, "label": wording, "group": "g", "minimum": low, "maximum": high}
    )


STUDENTS, SESSIONS, HOURS = question("students_served"), question("sessions_held"), question("volunteer_hours", "decimal")
GRADE, EXPECTED = question("satisfaction", low=1, high=5), question("students_expected")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("We had 22 kids, 5 sessions and 10.5 hours.", (22, 5, 10.5)),
        ("Trabajamos con 19 estudiantes, dimos 11 sesiones y sumamos 33 horas.", (19, 11, 33)),
        ("Total children who read to a dog: 132. Total visits: 11. Handler hours (all volunteer): 33.", (132, 11, 33)),
        ("Hours for all of us together 18. 14 children over 6 meetings.", (14, 6, 18)),
        ("students 19 / sessions 11 / hours 33", (19, 11, 33)),
        ("2 of our 5 mentors left room 114 at 3:30; $240 spent.", (None, None, None)),
    ],
)
def test_a_number_belongs_to_the_noun_beside_it(text: str, numbers: tuple[float | None, ...]) -> None:
    assert tuple(tallies.counted(each, text).value for each in (STUDENTS, SESSIONS, HOURS)) == numbers


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("12 volunteers x 2 hours", 24, "arithmetic"),
        ("12 volunteers at 2 hours each", 24, "arithmetic"),
        ("22 hours on the music side, 15.5 on the mural", 37.5, "arithmetic"),
        ("12 kids came on three Saturdays, 4 volunteers x 2 hrs each Saturday", 24, "arithmetic"),
    ],
)
def test_what_had_to_be_worked_out_is_never_sure(text: str, value: float, reason: str) -> None:
    heard = tallies.counted(HOURS, text)

    assert (heard.value, heard.reason) == (value, reason)


@pytest.mark.parametrize("text", ["2 hours each Saturday", "We stay 2 hours a week."])
def test_a_rate_is_no_total(text: str) -> None:
    assert not tallies.counted(HOURS, text).is_read


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("11 (9 at Carver, 2 at Mt. Hope).", 11, ""),
        ("sorry, I said 45, it was 54", 54, ""),
        ("54, not 45", 54, ""),
        ("20, no wait, 24", 24, ""),
        ("29 if you count enrolled kids, 35 with siblings", 29, "two_candidates"),
        ("45 in total, 20 and 25", 45, ""),
        ("15 per class, 3 classes", 45, "arithmetic"),
        ("2 groups of 12", 24, "arithmetic"),
        ("2027", 2027, ""),
    ],
)
def test_a_piece_for_one_question_gives_one_number(text: str, value: int, reason: str) -> None:
    heard = tallies.count(EXPECTED, text)

    assert (heard.value, heard.reason) == (value, reason)


@pytest.mark.parametrize(("text", "value"), [("4/5", 4), ("4 out of 5", 4), ("un cuatro", 4), ("5 of 5 paws", 5)])
def test_a_grade_is_read_with_its_scale(text: str, value: int) -> None:
    assert tallies.count(GRADE, text).value == value


def test_what_is_out_of_range_or_no_number_is_a_problem() -> None:
    assert tallies.count(GRADE, "7").problem == "out_of_range"
    assert tallies.count(STUDENTS, "room 12").problem == "not_a_number"
    assert tallies.count(STUDENTS, "15.5").problem == "not_a_number"


def test_more_is_added_to_nothing_by_itself() -> None:
    assert tallies.added(STUDENTS, "Add 7 kids and one more session.") == 7
    assert not tallies.counted(STUDENTS, "Add 7 kids and one more session.").is_read
