"""Words that act, and what prose asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.intents import WORDS_THAT_ACT, intent, word_that_acts


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Help", "help"),
        ("ayuda por favor", "help"),
        ("status?", "status"),
        ("*estado*", "status"),
        ("STOP.", "stop"),
        ("alto", "stop"),
        ("withdraw please", "withdraw"),
        ("“person”", "person"),
        ("persona, gracias", "person"),
        ("Yes!", "yes"),
        ("sí, gracias", "yes"),
        ("Yes, that's right", "yes"),
        ("YES - all correct, thank you", "yes"),
        ("Sí, todo está bien", "yes"),
        ("\n\nyes\n\nTasha Bell", "yes"),
        ("ninguno", "none"),
        ("más tarde", "later"),
        ("Darse de baja", "unsubscribe"),
        ("unsubscribe me", "unsubscribe"),
    ],
)
def test_a_whole_first_line_acts(text: str, word: str) -> None:
    assert word_that_acts(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "yes, but change the phone",
        "yes\nbut the phone is wrong",
        "help wanted at the fair",
        "stop by any time",
        "No",
        "yesterday",
        "",
        "person of the year",
        "Yes, 25 students",
        "I have no status",
    ],
)
def test_a_longer_line_does_not_act(text: str) -> None:
    assert word_that_acts(text) == ""


@given(
    st.sampled_from(sorted(form for forms in WORDS_THAT_ACT.values() for form in forms)),
    st.sampled_from(["", ".", "!", " please", ", gracias"]),
)
def test_every_listed_form_acts_in_capitals_and_with_a_polite_tail(form: str, tail: str) -> None:
    assert word_that_acts(form.upper() + tail) != ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Oh gosh, please disregard! I meant to write to the district where my sister teaches.", "withdraw"),
        ("We have decided to withdraw our application.", "withdraw"),
        ("Retiro mi solicitud, gracias.", "withdraw"),
        ("Ya no queremos participar.", "withdraw"),
        ("I would want to speak to someone before we go on.", "person"),
        ("Can someone call me about this?", "person"),
        ("Quisiera hablar con una persona.", "person"),
        ("yes, but the phone is wrong: 703-555-0155", "yes_but"),
        ("Sí, pero cambien la fecha.", "yes_but"),
        ("Looks good except the end date", "yes_but"),
        ("Thank you so much for your help.\n\nTasha", "thanks"),
        ("Perfecto, muchas gracias!", "thanks"),
    ],
)
def test_prose_asks_for_something(text: str, wanted: str) -> None:
    assert intent(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "We do not want to withdraw our application.",
        "Students can talk to someone about careers.",
        "Please disregard the previous attachment.",
        "Thanks, 1. 45",
        "Kids withdraw from screens for an hour.",
        "How do I withdraw my application?",
        "A person from our team will come.",
        "We work in a different district, too.",
    ],
)
def test_look_alikes_ask_for_nothing(text: str) -> None:
    assert intent(text) == ""
