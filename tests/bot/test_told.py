"""The model of what a reply answers: it learns from the shipped examples, proposes, and the grammars decide without it as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.told import Answers
from handlers.reading.weighing import NUMBER, SENTENCE, Opinions, best
from tests.bench.answers import OWN, Score, cases, judge, load_forms, percent, read, the_model

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.answers import Weigh

FORMS = load_forms()


@pytest.fixture(scope="module")
def weigh() -> Weigh:
    return the_model()


@pytest.mark.parametrize(
    ("sentence", "answers"),
    [
        ("The girls finished their first short film.", "highlights"),
        ("The radiator bangs so loudly that nobody can read.", "challenges"),
        ("Could somebody bring us a second whiteboard?", "support_needed"),
        ("Los muchachos grabaron su primera canción.", "highlights"),
    ],
)
def test_a_sentence_is_most_like_the_question_it_answers(weigh: Weigh, sentence: str, answers: str) -> None:
    (told,) = weigh([(SENTENCE, sentence)])

    assert best(told.scores)[0] == answers


def test_a_number_is_judged_by_its_clause_and_not_by_its_size(weigh: Weigh) -> None:
    students, room = weigh([(NUMBER, "12 youngsters took part"), (NUMBER, "the shelf in room 12 is full of paint")])

    assert best(students.scores)[0] == "students_served"
    assert best(room.scores)[0] == "none"


def test_before_it_has_learnt_it_says_nothing(tmp_path: Path) -> None:
    assert Answers(tmp_path, lambda _: None).weigh([(SENTENCE, "We met often.")]) == ()
    assert not Opinions.of(())


def test_a_file_of_examples_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / SENTENCE).mkdir()
    (tmp_path / SENTENCE / "highlights.toml").write_text('fr = ["Bravo"]', "utf-8")

    with pytest.raises(ValueError, match=r"highlights\.toml"):
        Answers(tmp_path, lambda _: None).load()


def test_reading_of_replies_does_not_fall_behind_what_was_measured(weigh: Weigh) -> None:
    score, alone = Score(), Score()
    for file in sorted((OWN / "measured").glob("*.jsonl")):
        for case in cases(file):
            judge(case, read(case, FORMS, weigh=weigh), score)
            judge(case, read(case, FORMS), alone)

    assert percent(score.read, score.wanted) >= 95
    assert percent(score.right, score.sure) >= 99
    assert percent(alone.read, alone.wanted) >= 88
