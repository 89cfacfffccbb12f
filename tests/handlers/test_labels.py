"""Which question a label means."""

from __future__ import annotations

import pytest

from handlers.reading.labels import meant, prompt_of
from tests.bench.answers import load_forms

FORMS = load_forms()


@pytest.mark.parametrize(
    ("form", "label", "name"),
    [
        ("application", "Organization", "organization_name"),
        ("application", "Teléfono", "contact_phone"),
        ("application", "Start date", "start_date"),
        ("application", "days and hours", "meeting_times"),
        ("application", "Our website", "website"),
        ("application", "# of students", "students_expected"),
        ("application", "Kind of organization", "organization_type"),
        ("checkin", "Vol. hours", "volunteer_hours"),
        ("checkin", "How many students", "students_served"),
        ("checkin", "lo mejor", "highlights"),
        ("checkin", "Satisfaction 1-5", "satisfaction"),
        ("checkin", "Went well", "highlights"),
    ],
)
def test_a_label_means_its_question(form: str, label: str, name: str) -> None:
    question = meant(label, FORMS[form].questions)

    assert question is not None
    assert question.id == name


@pytest.mark.parametrize("label", ["Note", "", "We met with the principal and the counselor of the school last week", "Dear team", "10/14"])
def test_other_words_mean_none(label: str) -> None:
    assert meant(label, FORMS["checkin"].questions) is None


def test_a_repeated_prompt_is_known() -> None:
    question = prompt_of("> 2. What was hard?", FORMS["checkin"].questions)

    assert question is not None
    assert question.id == "challenges"
