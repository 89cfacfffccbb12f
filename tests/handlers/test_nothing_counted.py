"""Zeros that are told in words."""

from __future__ import annotations

import pytest

from handlers.reading.nothing_counted import zeros
from tests.bench.answers import load_forms

ASKED = load_forms()["checkin"].questions


def counted(text: str) -> dict[str, object]:
    return {key: heard.value for key, heard in zeros(text, ASKED).items()}


@pytest.mark.parametrize("text", ["Nobody came this month.", "No students this month.", "no kids showed", "Nadie vino.", "Cero alumnos."])
def test_nobody_came(text: str) -> None:
    assert counted(text) == {"students_served": 0}


@pytest.mark.parametrize("text", ["Zero across the board.", "Cero todo.", "No students, no sessions, no hours."])
def test_every_count_is_denied(text: str) -> None:
    assert counted(text) == {"students_served": 0, "sessions_held": 0, "volunteer_hours": 0}


@pytest.mark.parametrize(
    "text", ["No kids got hurt.", "No sessions were cancelled.", "No students?", "There was no time.", "No student dropped out."]
)
def test_another_denial_counts_nothing(text: str) -> None:
    assert counted(text) == {}


def test_what_is_only_implied_is_a_guess() -> None:
    assert zeros("Nobody came this month.", ASKED)["students_served"].reason == "guess"
