"""Likeness in meaning: examples are data, vectors are kept, and without the model only the language is known."""

from __future__ import annotations

import hashlib
import threading
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.encoders import LONGEST, condensed
from bot.meaning import Meaning
from handlers.language import language_of
from handlers.playbook import PATHWAYS
from handlers.types import Example

EXAMPLES = Path(__file__).parents[2] / "templates" / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "examples"
    folder.mkdir()
    (folder / "facility_use.toml").write_text(
        'en = ["May we rent the gym?", "We need a room for our choir"]\nes = ["Queremos alquilar un salón"]\n'
    )
    (folder / "volunteer.toml").write_text('en = ["I would like to help in class", "I have time to read to children"]\nes = []\n')
    return folder


def test_before_it_is_loaded_only_the_language_is_known(folder: Path) -> None:
    meaning = Meaning(folder, None)

    understanding = meaning.understand("¿Dónde puedo ayudar en la escuela?")

    assert not meaning.ready
    assert (understanding.language, dict(understanding.scores)) == ("es", {})


def test_a_text_is_scored_against_examples_and_names_the_nearest(folder: Path) -> None:
    meaning = Meaning(folder, None)
    meaning.load()

    understanding = meaning.understand("Could our singers have a space to rehearse?")

    assert max(understanding.scores, key=lambda name: understanding.scores[name]) == "facility_use"
    assert understanding.nearest["facility_use"] == "We need a room for our choir"
    assert sum(understanding.scores.values()) == pytest.approx(1)


TOLD = Example(
    pathway="volunteer",
    text="The trapeze is mine to give on Mondays",
    mail="m-12",
    who="ana@district.example",
    at=datetime(2026, 11, 23, tzinfo=UTC),
)


def test_what_staff_told_is_learnt_and_named_by_its_mail_alone(folder: Path) -> None:
    meaning = Meaning(folder, None)
    meaning.learn([TOLD])
    meaning.load()

    understanding = meaning.understand(TOLD.text)

    assert understanding.nearest["volunteer"] == "what staff said of m-12"
    assert max(understanding.scores, key=lambda name: understanding.scores[name]) == "volunteer"


def test_what_staff_tell_later_is_learnt_without_a_restart_and_forgotten_likewise(folder: Path) -> None:
    meaning = Meaning(folder, None)
    meaning.load()
    before = meaning.understand(TOLD.text).scores["volunteer"]

    meaning.learn([TOLD])
    meaning.load()
    learnt = meaning.understand(TOLD.text).scores["volunteer"]
    meaning.learn([])
    meaning.load()

    assert learnt > before
    assert meaning.understand(TOLD.text).scores["volunteer"] == pytest.approx(before)


def test_what_staff_tell_outweighs_the_same_text_among_the_shipped(folder: Path) -> None:
    meaning = Meaning(folder, None)
    meaning.learn([replace(TOLD, text="May we rent the gym?")])
    meaning.load()

    understanding = meaning.understand("May we rent the gym?")

    assert max(understanding.scores, key=lambda name: understanding.scores[name]) == "volunteer"


def test_the_vectors_of_partners_mail_are_kept_in_no_file(folder: Path, tmp_path: Path) -> None:
    meaning = Meaning(folder, tmp_path / "cache")
    meaning.learn([TOLD])
    meaning.load()

    kept = [np.load(file) for file in (tmp_path / "cache").iterdir()]

    assert len(kept) == 1
    assert hashlib.sha256(TOLD.text.encode()).hexdigest() not in set(kept[0]["keys"])


def test_the_same_told_in_the_same_order_gives_the_same(folder: Path) -> None:
    told = [TOLD, replace(TOLD, text="A stage for our play", pathway="facility_use", mail="m-13")]
    one, other = Meaning(folder, None), Meaning(folder, None)
    for meaning in (one, other):
        meaning.learn(told)
        meaning.load()

    assert dict(one.understand("a stage").scores) == dict(other.understand("a stage").scores)


def test_a_cache_is_used_again_and_a_damaged_one_is_made_anew(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = Meaning(folder, cache)
    first.load()
    expected = dict(first.understand("a hall for a party").scores)
    files = sorted(cache.iterdir())

    again = Meaning(folder, cache)
    again.load()
    for file in files:
        file.write_bytes(b"PK\x03\x04 half a file")
    damaged = Meaning(folder, cache)
    damaged.load()

    assert dict(again.understand("a hall for a party").scores) == pytest.approx(expected, abs=1e-5)
    assert dict(damaged.understand("a hall for a party").scores) == pytest.approx(expected, abs=1e-5)
    assert sorted(cache.iterdir()) == files


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    meaning = Meaning(folder, blocked)

    meaning.load()

    assert meaning.ready


def test_loading_in_a_thread_while_another_asks_is_safe(folder: Path) -> None:
    meaning = Meaning(folder, None)
    loading = [threading.Thread(target=meaning.load) for _ in range(2)]

    for each in loading:
        each.start()
    during = meaning.understand("rent the gym")
    for each in loading:
        each.join()

    assert during.language == "en"
    assert meaning.understand("rent the gym").scores


def test_a_broken_example_file_is_named(folder: Path) -> None:
    (folder / "pta.toml").write_text("en = [unquoted]")

    with pytest.raises(ValueError, match=r"pta\.toml"):
        Meaning(folder, None).load()


def test_an_unknown_list_is_named(folder: Path) -> None:
    (folder / "pta.toml").write_text('fr = ["bonjour"]')

    with pytest.raises(ValueError, match=r"pta\.toml: unknown key fr"):
        Meaning(folder, None).load()


def test_a_long_text_keeps_its_opening_and_what_it_asks() -> None:
    text = "We met in spring. " + "It was a lovely day. " * 200 + "Could we rent your gym in May? " + "It rained. " * 200

    short = condensed(text)

    assert len(short) <= LONGEST
    assert short.startswith("We met in spring.")
    assert "Could we rent your gym in May?" in short


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("w9?", "en"),
        ("", "en"),
        ("hola", "es"),
        ("¿Peachjar?", "es"),
        ("We would like to talk about a program for your school", "en"),
        ("Queremos saber cómo funciona el programa de la tarde", "es"),
        ("Bonjour, je voudrais savoir comment devenir bénévole dans votre école cette année.", "other"),
        ("Olá, somos uma igreja e gostaríamos de oferecer aulas de reforço gratuitas para os alunos.", "other"),
        ("Bonjou, mwen ta renmen konnen kòman pou m ede nan lekòl pitit mwen an.", "other"),
        ("Twenty-three kids, six afternoons, one broken projector.", "en"),
        ("Camila Ortiz Vega reprobó matemáticas, promedio 5.8.", "es"),
        ("Здравствуйте, мы хотели бы помочь школе", "other"),
        ("Xin chào, tôi muốn hỏi về trường học của con tôi", "other"),
        ("您好，我想了解一下学校的课后活动和报名方式", "other"),
    ],
)
def test_the_language_is_other_only_where_the_text_is_clearly_neither(text: str, language: str) -> None:
    assert language_of(text) == language


def test_every_pathway_has_enough_examples_in_both_languages_and_none_stands_twice() -> None:
    data = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in EXAMPLES.glob("*.toml")}
    texts = [text for lists in data.values() for each in lists.values() for text in each]

    assert set(data) == set(PATHWAYS)
    assert all(len(lists["en"]) >= 25 and len(lists["es"]) >= 8 for lists in data.values())
    assert len(texts) == len(set(texts))
