"""Replies that were spoken into a telephone."""

from __future__ import annotations

import time

import pytest

from handlers.reading import dictation

SPOKEN = (
    "hi its Bernice from the sewing circle um so we had twenty two students this month and we met seven times and the ladies gave thirty "
    "hours all told and the nicest thing was the girls finished their quilt and no I dont need anything and I would say a five bye"
)


def test_each_thing_that_a_speaker_goes_on_to_has_a_line() -> None:
    lines = dictation.in_lines(SPOKEN).split("\n")

    assert lines[1:] == [
        "um so we had twenty two students this month",
        "and we met seven times",
        "and the ladies gave thirty hours all told",
        "and the nicest thing was the girls finished their quilt",
        "and no I dont need anything",
        "and I would say a five",
        "bye",
    ]


@pytest.mark.parametrize("spoken", [SPOKEN, "tuvimos diecinueve niños y fueron ocho sesiones y los voluntarios pusieron doce horas " * 3])
def test_a_cut_changes_one_space_and_nothing_else(spoken: str) -> None:
    assert dictation.in_lines(spoken).replace("\n", " ") == spoken


@pytest.mark.parametrize(
    "written",
    [
        "We had 22 students, we met seven times, and the ladies gave thirty hours. The nicest thing was the quilt. I would say a five.",
        "We met twice and the best was the quilt",
        "1. 22\n2. 7\n3. 30",
    ],
)
def test_what_was_written_stays_as_it_is(written: str) -> None:
    assert dictation.in_lines(written) == written


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["and so um we had ", "we ", "the best ", "y pues ", "no i "])
def test_an_endless_run_takes_no_longer_than_its_length(piece: str) -> None:
    begun = time.process_time()
    assert len(dictation.in_lines(piece * 4_000)) == 4_000 * len(piece)
    assert time.process_time() - begun < 10
