"""A reply in which its writer takes something back is read as it stands in the end."""

from __future__ import annotations

import pytest

from handlers.reading.settled import settled
from handlers.reading.spelling import mended
from tests.bench.answers import READER


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("We had 45 kids and 5 sessions. Oh sorry, I said 45, it was 54.", "We had 54 kids and 5 sessions."),
        ("29 kids, not 92. 4 sessions.", "29 kids. 4 sessions."),
        ("Eran 45, digo 54.", "Eran 54."),
        ("They were supposed to be 6 but only 4 took place.", "They were supposed to be 4 but only   took place."),
    ],
)
def test_the_newer_figure_takes_the_place_of_the_older(text: str, stands: str) -> None:
    assert settled(text, READER).text.startswith(stands)


def test_the_words_kept_are_those_of_the_writer() -> None:
    final = settled("Eran 45, digo 54.", READER)

    assert final.own_words("Eran 54.") == "Eran 45, digo 54."


def test_a_text_without_a_correction_comes_back_as_it_is() -> None:
    text = "12 kids, 4 sessions and a rabbit."

    assert settled(text, READER).text == text


def test_a_slip_in_a_key_word_is_mended_and_another_word_left_alone() -> None:
    spelt = mended("14 stduents, 6 sesssions, 8 lessons with Mr. Vollunter")

    assert spelt.text == "14 students, 6 sessions, 8 lessons with Mr. Vollunter"
    assert spelt.as_written("14 students") == "14 stduents"
