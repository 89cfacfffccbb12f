"""Schools, grades and meeting times in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.reading.places import grades_in, listed_schools, schools_in, times_in
from handlers.reading.readings import Reader

READER = Reader(
    now=datetime(2026, 11, 27, tzinfo=UTC),
    time_zone="America/New_York",
    country="US",
    schools={"Jefferson High School": ("Jefferson", "Jefferson HS"), "Arts and Letters Academy": ("A&L",)},
)


@pytest.mark.parametrize(
    ("text", "schools"),
    [
        ("Jefferson High has asked for us", ["Jefferson High School"]),
        ("en la primaria Chávez por las tardes", ["Chávez"]),
        ("We'd like to work with Douglass High at no cost", ["Douglass High"]),
        ("At Lincoln Middle School, or Jefferson", ["Lincoln Middle", "Jefferson High School"]),
        ("high school kids and middle schoolers", []),
        ("we hope to jefferson it", []),
    ],
)
def test_prose_names_schools(text: str, schools: list[str]) -> None:
    assert sorted(schools_in(text, READER)) == sorted(schools)


@pytest.mark.parametrize(
    ("text", "schools"),
    [
        ("Polk, Mason and Jefferson HS", ["Polk", "Mason", "Jefferson High School"]),
        ("la primaria Juárez y Polk", ["Juárez", "Polk"]),
        ("Arts and Letters Academy; Polk", ["Arts and Letters Academy", "Polk"]),
        ("any", ["any"]),
    ],
)
def test_an_answer_lists_schools_and_keeps_unknown_ones_as_written(text: str, schools: list[str]) -> None:
    assert listed_schools(text, READER) == schools


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("We'd come to the fifth grades.", "fifth grades"),
        ("grades 3-5, about 20", "grades 3-5"),
        ("for juniors and seniors only", "juniors and seniors"),
        ("9th and 10th graders", "9th and 10th graders"),
        ("niños de 1º a 3º grado", "de 1º a 3º grado"),
        ("tercero y cuarto grado", "tercero y cuarto grado"),
        ("a lunch for senior citizens", ""),
        ("we met 3 to 5 times", ""),
    ],
)
def test_grades_are_kept_as_written(text: str, grades: str) -> None:
    assert grades_in(text) == grades


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Mon-Thu during lunch + 3:30-5", "Mon-Thu during lunch + 3:30-5"),
        ("We're free, Tuesdays 3-4:30, grades 3-5", "Tuesdays 3-4:30"),
        ("lunes, miércoles y viernes 6 a 8 pm", "lunes, miércoles y viernes 6 a 8 pm"),
        ("after school on Wednesdays", "after school on Wednesdays"),
        ("rehearsals April 5-14 evenings", ""),
        ("Monday, Feb 2 we start", ""),
        ("I'll call you Monday", ""),
        ("por las tardes", ""),
    ],
)
def test_meeting_times_need_a_day_and_a_time_or_a_habit(text: str, times: str) -> None:
    assert times_in(text) == times
