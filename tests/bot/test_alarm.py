"""The model of what alarms: it learns from examples, speaks in windows, and only proposes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.alarm import Alarm, among_ordinary
from bot.likeness import hashed
from handlers.sensitive import find
from handlers.types import Sensitive
from tests.scenarios.office import the_model

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
UNSEEN = [json.loads(line) for line in (ROOT / "tests/handlers/sensitive/unseen.jsonl").read_text(encoding="utf-8").splitlines()]

WORDS = ("gun", "lawyer", "soup", "song", "fence", "painted")


def by_words(texts: Sequence[str]) -> Any:
    """A stand-in encoder that hears six words."""
    rows = np.array([[1.0 + 9 * (word in text.lower()) for word in WORDS] for text in texts], dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "safety.toml").write_text('en = ["We had soup. He has a gun. We had a song."]\nes = ["Un gun."]\n')
    (tmp_path / "legal.toml").write_text('en = ["We painted. My lawyer will call."]\n')
    (tmp_path / "ordinary.toml").write_text('en = ["We had soup.", "We had a song. We painted the fence.", "Fence.", "Painted."]\n')
    return tmp_path


def test_the_alarming_window_is_told_from_the_calm_ones(folder: Path) -> None:
    alarm = Alarm(folder, by_words)

    alarm.load()
    judged = alarm.judge("We painted the fence. We had a song. Then we had soup. There was a gun.")

    assert [each.alarm > 0 for each in judged] == [False, True]
    assert judged[-1].kind is Sensitive.SAFETY
    assert judged[-1].words == "We had a song. Then we had soup. There was a gun."


def test_each_class_is_told_from_the_others(folder: Path) -> None:
    alarm = Alarm(folder, by_words)

    alarm.load()

    assert alarm.judge("Ask my lawyer.")[0].kind is Sensitive.LEGAL


def test_before_it_is_loaded_it_has_no_opinion(folder: Path) -> None:
    alarm = Alarm(folder, by_words)

    assert not alarm.ready
    assert alarm.judge("There was a gun.") == ()


def test_each_alarming_example_is_learnt_alone_and_among_ordinary_sentences() -> None:
    examples = among_ordinary([(None, "We had soup."), (Sensitive.SAFETY, "There was a gun.")])

    alarming = [text for kind, text in examples if kind is Sensitive.SAFETY]
    assert alarming[0] == "There was a gun."
    assert alarming[1].splitlines()[1] == "There was a gun."
    assert "gun" not in " ".join(text for kind, text in examples if kind is None)


def test_counted_words_tell_apart_what_the_encoder_takes_for_the_same(folder: Path) -> None:
    alarm = Alarm(folder, lambda texts: np.ones((len(texts), 16), dtype=np.float32) / 4, count=hashed)

    alarm.load()

    gun, soup = (alarm.judge(text)[0].alarm for text in ("He has a gun.", "We painted the fence."))
    assert gun > soup


def test_of_a_long_mail_the_windows_that_its_words_make_suspect_are_judged(folder: Path) -> None:
    alarm = Alarm(folder, by_words, count=hashed)
    alarm.load()

    calm = "We painted the fence. We had a song. " * 9
    text = " ".join(f"{number} went well. We had soup." for number in range(90)) + " There was a gun. " + calm.join(map(str, range(9)))
    judged = alarm.judge(text)

    assert len(judged) == 32
    assert any("gun" in each.words for each in judged)


def test_a_second_load_reads_nothing(folder: Path) -> None:
    alarm = Alarm(folder, by_words)
    alarm.load()
    before = alarm.judge("There was a gun.")
    (folder / "safety.toml").write_text("broken")

    alarm.load()

    assert alarm.judge("There was a gun.") == before


@pytest.mark.parametrize(("name", "text"), [("weather.toml", "en = []"), ("safety.toml", "en = ["), ("safety.toml", 'fr = ["x"]')])
def test_a_file_that_cannot_be_used_is_named(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)

    with pytest.raises(ValueError, match=name):
        Alarm(folder, by_words).load()


def test_with_the_real_encoder_most_mail_that_nothing_was_tuned_on_is_told_apart() -> None:
    alarm = the_model()

    held = {each["id"]: find(each["text"], alarm.judge(each["text"])) is not None for each in UNSEEN}
    sensitive_mails = [held[each["id"]] for each in UNSEEN if each["sensitive"]]
    look_alikes = [held[each["id"]] for each in UNSEEN if not each["sensitive"]]

    assert sum(sensitive_mails) / len(sensitive_mails) >= 0.8
    assert sum(look_alikes) / len(look_alikes) <= 0.15
