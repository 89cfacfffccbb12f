"""Yes and no, choices, blanks and what is put off."""

from __future__ import annotations

import pytest

from handlers.reading import choices
from tests.bench.answers import load_forms

FORM = load_forms()["application"]


def ask(name: str, text: str) -> tuple[object, str]:
    question = FORM.question(name)
    assert question is not None
    read = choices.yes_or_no if question.type == "yes_no" else choices.choice
    heard = read(question, text)
    return heard.value, heard.reason or heard.problem


@pytest.mark.parametrize(
    "text",
    [
        "yep, live scan",
        "Yes ma'am",
        "sí",
        "claro que sí",
        "all cleared",
        "no problem",
        "We do",
        "Todas las voluntarias ya tienen sus huellas",
    ],
)
def test_a_yes_in_both_languages(text: str) -> None:
    assert ask("background_check", text) == (True, "")


@pytest.mark.parametrize("text", ["No", "nope", "not at all", "ninguna", "para nada"])
def test_a_no_in_both_languages(text: str) -> None:
    assert ask("background_check", text) == (False, "")


@pytest.mark.parametrize(
    "text", ["not yet", "todavía no", "Two of us will pass. One has a 1994 conviction.", "it depends", "we think about it"]
)
def test_a_story_is_neither(text: str) -> None:
    assert ask("background_check", text) == (None, "not_yes_or_no")


def test_a_yes_with_a_but_is_unsure() -> None:
    assert ask("background_check", "Yes, except our newest volunteer") == (True, "hedge")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("No sir", False),
        ("nope, state funded", False),
        ("Families pay $60", True),
        ("A la escuela nada. A los papás les cobramos $40", True),
    ],
)
def test_a_fee_is_read_by_who_pays(text: str, value: bool) -> None:
    assert ask("charges_fee", text)[0] is value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("organization_type", "Church ministry", "faith_based"),
        ("organization_type", "We're a 501(c)(3)", "nonprofit"),
        ("organization_type", "empresa", "business"),
        ("organization_type", "Not a nonprofit, we're a small business.", "business"),
        ("support_area", "Social emotional", "social_emotional"),
        ("support_area", "postsecondary!", "postsecondary"),
        ("support_area", "familia", "social_civic_family"),
        ("support_area", "after high school", "postsecondary"),
    ],
)
def test_a_choice_is_named_in_many_ways(name: str, text: str, value: str) -> None:
    assert ask(name, text) == (value, "")


def test_no_choice_is_a_problem_and_a_guess_is_unsure() -> None:
    assert ask("support_area", "purple") == (None, "not_a_choice")
    assert ask("support_area", "health, I guess") == ("health_wellness", "hedge")


@pytest.mark.parametrize(
    "text", ["none", "N/A", "-", "nada por el momento, gracias", "Nothing at this time", "ninguna", "none thank you", "No"]
)
def test_nothing_is_a_blank(text: str) -> None:
    assert choices.is_blank(text)


@pytest.mark.parametrize("text", ["TBD", "coming!", "I'll have to check", "lo consigo", "will send it next week", "pendiente"])
def test_later_is_no_answer(text: str) -> None:
    assert choices.is_put_off(text)


@pytest.mark.parametrize("text", ["nothing but praise for the team", "No space for cellos", "TBD Foundation", "Noelle Park"])
def test_a_text_that_only_begins_so_is_neither(text: str) -> None:
    assert not choices.is_blank(text)
    assert not choices.is_put_off(text)
