"""The demo: the real program plays a story, says where it goes astray, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from html import unescape
from typing import TYPE_CHECKING

import pytest

from bot.demo import mail_programs
from bot.demo import story as stories
from bot.demo.story import Person
from bot.settings import load_settings
from handlers.types import Address
from mail.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from bot.demo.mail_programs import Envelope

PATIENCE_S = 200  # a story of a year on a machine that has other things to do
NOW = datetime(2026, 12, 3, 20, 10, tzinfo=UTC)
INTAKE = Address(email="partners@district.example")

#: A story that expects what does not come: a company that sells is no partnership.
ASTRAY = """
title = "Astray"
opening = "It goes otherwise."
[settings]
INTAKE_ADDRESS = "partners@district.example"
[people.dana]
name = "Dana Price"
email = "dana@brightkits.example"
[[scenes]]
id = "first"
at = 2026-11-24T09:05:00
caption = "A company writes."
[scenes.mail]
by = "dana"
subject = "STEM kits"
text = "Our company sells a STEM kit for $40 per student, paid by the school. Who do we talk to?"
[scenes.expect]
pathway = "partnership"
sends = ["dana answer"]
"""


def demo(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """`./dev demo` in a process of its own, whose temporary files lie in `folder`."""
    env = {**os.environ, "TMPDIR": str(folder), **environment}  # noqa: TID251  the cache of learnt examples is found by it
    return subprocess.Popen(
        [sys.executable, "-m", "bot.demo", *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def temporary(folder: Path) -> Path:
    made = folder / "temporary"
    made.mkdir()
    return made


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", stories.names())
def test_a_story_ends_as_it_expects_and_leaves_nothing_behind(name: str, tmp_path: Path) -> None:
    folder, svg = temporary(tmp_path), tmp_path / "demo.svg"

    # The settings of a real office must not reach the one that is only shown.
    process = demo(folder, name, "--svg", str(svg), LIAISON_IMAP_URL="imaps://desk@mail.invalid/INBOX", LIAISON_NONSENSE="1")
    said, complained = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 0, said[-2000:] + complained
    assert "each as the story expects" in complained
    assert "\x1b" not in said
    assert list(folder.iterdir()) == []
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    assert "@font-face" not in svg.read_text(encoding="utf-8")


def test_what_goes_otherwise_than_expected_is_told_with_status_1(tmp_path: Path) -> None:
    folder, own = temporary(tmp_path), tmp_path / "own"
    own.mkdir()
    (own / "story.toml").write_text(ASTRAY, encoding="utf-8")

    process = demo(folder, str(own))
    said, _ = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 1
    assert "pathway: the story expects 'partnership', and it is 'vendor'" in said
    assert list(folder.iterdir()) == []


def test_a_scene_in_which_only_time_passes_shows_what_fell_due(tmp_path: Path) -> None:
    folder, own = temporary(tmp_path), tmp_path / "own"
    own.mkdir()
    waits = ASTRAY.replace("[settings]", '[settings]\nREPLY_DELAY = "3600"').partition("[scenes.expect]")[0]
    later = '[[scenes]]\nid = "later"\nat = 2026-11-24T10:05:00\ncaption = "An hour later."\nexpect.due = ["dana answer"]\n'
    (own / "story.toml").write_text(waits + later, encoding="utf-8")

    process = demo(folder, str(own))
    said, complained = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 0, said + complained
    assert said.index("An hour later.") < said.index("Liaison writes")


def test_ctrl_c_leaves_no_temporary_folder(tmp_path: Path) -> None:
    folder = temporary(tmp_path)
    process = demo(folder)
    assert process.stdout is not None
    begun = process.stdout.readline()

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE_S)

    assert begun
    assert process.returncode == 1
    assert list(folder.iterdir()) == []


def test_the_transcript_and_the_recording_in_the_docs_are_of_the_story_as_it_stands() -> None:
    docs = stories.STORIES.parents[1] / "docs"
    transcript = " ".join((docs / "demo.txt").read_text(encoding="utf-8").split())
    recording = unescape((docs / "demo.svg").read_text(encoding="utf-8")).replace("\xa0", " ")

    for scene in stories.read(stories.FIRST).scenes:
        assert " ".join(scene.caption.split()) in transcript
        assert not scene.in_excerpt or scene.caption[:60] in recording


def test_an_unknown_story_names_those_there_are(tmp_path: Path) -> None:
    process = demo(tmp_path, "nonsense")
    _, complained = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 2
    assert stories.FIRST in complained


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('by = "dana"', 'by = "nobody"', "there is no person nobody"),
        ('subject = "STEM kits"', 'in_reply_to = "nowhere"', "there is no scene nowhere before it"),
        ("09:05:00", "09:05:00Z", "its time is the office's own"),
        ('pathway = "partnership"', 'path = "partnership"', "expect.path: Extra inputs"),
    ],
)
def test_a_story_that_does_not_hold_together_is_refused_with_its_place(right: str, wrong: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "story.toml").write_text(ASTRAY.replace(right, wrong), encoding="utf-8")

    with pytest.raises(stories.StoryError, match=told):
        stories.read(str(tmp_path))


def test_without_the_environment_only_the_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_REPLIES", "sure")
    monkeypatch.setenv("LIAISON_INTAKE_ADDRESS", "real@district.example")
    (tmp_path / ".env").write_text("LIAISON_INTAKE_ADDRESS=shown@district.example\n", encoding="utf-8")

    settings = load_settings(tmp_path, environment=False)

    assert settings.intake_address.email == "shown@district.example"
    assert settings.replies == "all"


@pytest.mark.parametrize("program", ["gmail", "outlook", "iphone"])
def test_a_reply_of_each_mail_program_shows_what_was_typed(program: str) -> None:
    reply = mail_programs.reply(envelope(program), asked(), "Families would buy tickets, $8 each.", {})

    inbound = parse(reply.as_bytes(), intake=INTAKE, received_at=NOW)
    assert inbound.visible.strip() == "Families would buy tickets, $8 each."
    assert inbound.in_reply_to == ("asked@district.example",)


@pytest.mark.parametrize("program", stories.QUOTING)
def test_answers_typed_beneath_quoted_questions_are_found_as_pairs(program: str) -> None:
    reply = mail_programs.reply(envelope(program), asked(), "See below.", {"grade_levels": "2 to 4", "students_expected": "about 24"})

    inbound = parse(reply.as_bytes(), intake=INTAKE, received_at=NOW)
    assert [pair.typed for pair in inbound.pairs] == ["2 to 4", "about 24"]


def test_an_answer_to_what_was_not_asked_stops_the_story() -> None:
    with pytest.raises(mail_programs.NotAsked, match="contact_phone"):
        mail_programs.reply(envelope("gmail"), asked(), "See below.", {"contact_phone": "none"})


def envelope(program: str) -> Envelope:
    sender = Person.model_validate({"name": "Luz Rivera", "email": "luz@harborreaders.example", "program": program})
    return mail_programs.Envelope(sender=sender, to="partners+token@district.example", sent_at=NOW, key="a reply", files={})


def asked() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "The partnerships desk <partners@district.example>", "luz@harborreaders.example"
    message["Subject"], message["Message-ID"] = "Your application", "<asked@district.example>"
    message["Date"] = "Tue, 01 Dec 2026 19:30:00 +0000"
    message["X-Liaison-Questions"] = "grade_levels,students_expected"
    message.set_content("Hello,\n\nPlease reply in your own words.\n\n1. Which grades or ages?\n2. About how many students?\n\nThe desk\n")
    html = "<html><body><p>Hello,</p><ol><li>Which grades or ages?</li><li>About how many students?</li></ol></body></html>"
    message.add_alternative(html, subtype="html")
    return message
