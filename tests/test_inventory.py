"""Promises that hold for the whole project: settings are documented, modules say what they are for, no district is named in code."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.setting_values import PREFIX
from bot.settings import SHIPPED_PLAYBOOKS, Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "mail", "store")
MODULES = sorted(file for room in ROOMS for file in (PROJECT / room).rglob("*.py"))
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
SETTINGS = sorted(PREFIX + name.upper() for name in Settings.model_fields if name != "folder")


def relative(file: Path) -> str:
    return str(file.relative_to(PROJECT))


def example_lines() -> list[tuple[str, str]]:
    """Names and values in .env.example, whether commented out or not."""
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    return re.findall(rf"^#?({PREFIX}[A-Z_]+)=(.*)$", text, re.MULTILINE)


def test_every_setting_stands_once_in_the_example_and_nothing_else_does() -> None:
    assert sorted(name for name, _ in example_lines()) == SETTINGS


def test_every_setting_of_the_example_has_a_comment_above_its_group() -> None:
    lines = (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()

    bare = [line for above, line in zip(["", *lines], lines, strict=False) if PREFIX in line[:9] and not above.startswith("#")]

    assert bare == []


def test_the_example_taken_as_it_is_changes_nothing(tmp_path: Path) -> None:
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    examples = set(re.findall(rf"Example:\n#({PREFIX}[A-Z_]+)=", text))
    taken = "".join(f"{name}={value}\n" for name, value in example_lines() if name not in examples)
    plain = load_settings(tmp_path)

    (tmp_path / ".env").write_text(taken, encoding="utf-8")

    assert load_settings(tmp_path) == plain


@pytest.mark.parametrize("file", [*MODULES, *TESTS], ids=relative)
def test_a_module_opens_with_one_sentence_that_says_what_it_is_for(file: Path) -> None:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))

    assert docstring
    assert docstring.splitlines()[0].endswith((".", ":"))


@pytest.mark.parametrize("file", MODULES, ids=relative)
def test_no_district_is_named_in_code(file: Path) -> None:
    districts = [folder.name for folder in SHIPPED_PLAYBOOKS.iterdir() if folder.is_dir()]
    named = re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, districts))})(?![a-z])", re.IGNORECASE)

    assert districts
    assert named.findall(file.read_text(encoding="utf-8")) == []


def test_dev_is_a_posix_shell_script(real_program: Callable[[str], str]) -> None:
    dev = PROJECT / "dev"

    checked = subprocess.run([real_program("sh"), "-n", dev], check=False, capture_output=True, text=True)

    assert dev.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert checked.stderr == ""
    # What bash has and POSIX has not; Debian's sh is dash, which would trip over these only when it gets there.
    assert re.findall(r"\[\[|\bfunction\b|\blocal\b|\bsource\b|<<<|\$'|\barray\b|&>", dev.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("command", ["faults", "nonsense", "bench", "bench nonsense", "bench ../x"])
def test_dev_says_what_it_cannot_do_and_exits_with_2(command: str, real_program: Callable[[str], str]) -> None:
    done = subprocess.run([real_program("sh"), PROJECT / "dev", *command.split()], check=False, capture_output=True, text=True)

    assert done.returncode == 2
    assert "./dev" in done.stderr


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_and_hashes_everything_and_names_no_address(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)

    assert packages
    assert [each for each in packages if "==" not in each or not each.endswith("\\")] == []
    assert re.findall(r"://|--index|--find-links|^\s*#.*\s/", text, re.MULTILINE) == []


def test_the_development_lock_holds_the_other_one() -> None:
    def pinned(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9-]+==\S+)", (PROJECT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")
