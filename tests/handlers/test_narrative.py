"""What a check-in tells in sentences."""

from __future__ import annotations

from handlers.reading.narrative import idle, narrated, stories
from handlers.reading.weighing import SENTENCE, Opinions
from handlers.types import Told
from tests.bench.answers import load_forms

QUESTIONS = load_forms()["checkin"].questions


def test_each_telling_sentence_goes_to_its_question() -> None:
    told = narrated("The best part was the spelling bee. Hard part is parking. Could someone send us a key? We met often.", QUESTIONS)

    assert {key: heard.value for key, heard in told.items()} == {
        "highlights": "The best part was the spelling bee.",
        "challenges": "Hard part is parking.",
        "support_needed": "Could someone send us a key?",
    }


def test_nothing_needed_is_a_blank_and_no_request() -> None:
    assert {key: heard.value for key, heard in narrated("No challenges, no support needed.", QUESTIONS).items()} == {
        "challenges": "",
        "support_needed": "",
    }
    assert narrated("Estamos bien de apoyo.", QUESTIONS)["support_needed"].value == ""


def test_a_month_without_activity_implies_zeros_that_nobody_said() -> None:
    zeros = idle("No activity this month, school was closed.", QUESTIONS)

    assert {key: (heard.value, heard.reason) for key, heard in zeros.items()} == {
        "students_served": (0, "guess"),
        "sessions_held": (0, "guess"),
        "volunteer_hours": (0, "guess"),
    }
    assert idle("10/21 - no club (conferences)", QUESTIONS) == {}


def test_a_story_that_no_question_claimed_is_kept_as_a_guess() -> None:
    told = stories("Hi Dana, sorry for the delay with this. The principal let the crew sign the wall in gold pen.", QUESTIONS)

    assert told["highlights"].value == "The principal let the crew sign the wall in gold pen."
    assert told["highlights"].reason == "guess"


def test_a_telling_that_the_model_hardly_takes_for_an_answer_is_no_guess() -> None:
    text = "She will come again, she says. The older ones argue about the first line."
    hardly = {"challenges": 0.3, "support_needed": 0.35, "other": 0.35}
    opinions = Opinions.of([Told(SENTENCE, words, hardly) for words in text.split(". ")])

    assert narrated(text, QUESTIONS, opinions) == {}
    assert stories(text, QUESTIONS, opinions) == {}
