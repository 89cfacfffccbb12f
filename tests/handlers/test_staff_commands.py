"""Who may give which command, and what a refused one says."""

from __future__ import annotations

import pytest

from handlers import staff_commands
from handlers.roles import LOCAL_ADMIN, NEEDED, Role, may, role_of


def test_every_command_has_a_role_and_a_line_of_help() -> None:
    assert set(staff_commands.USAGE) == set(NEEDED)
    assert set(USAGE_WITH_WORDS) == staff_commands.NEEDS_WORDS


USAGE_WITH_WORDS = [name for name, (usage, _) in staff_commands.USAGE.items() if usage and not usage.startswith("[")]


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_nobody_may_do_nothing_and_an_admin_everything(name: str) -> None:
    assert not may(Role.NOBODY, name)
    assert may(Role.ADMIN, name)
    assert staff_commands.read(f"{name} x", "stranger", Role.NOBODY).refusal
    assert not staff_commands.read(f"{name} x", "ana", Role.ADMIN).refusal


def test_a_viewer_looks_and_changes_nothing() -> None:
    allowed = {name for name in NEEDED if may(Role.VIEWER, name)}

    assert allowed == {"help", "find", "show", "applications", "question", "cleared", "tasks", "entries", "report", "checkins", "surveys"}


def test_a_command_without_its_words_says_how_it_goes() -> None:
    assert "/partners release ID" in staff_commands.read("release", "ana", Role.STAFF).refusal


def test_nothing_at_all_is_help_and_the_slash_may_stand_in_front() -> None:
    assert staff_commands.read("", "ana", Role.VIEWER).name == "help"
    assert staff_commands.read("/partners show c-1", "ana", Role.VIEWER).words == ("c-1",)


def test_roles_come_from_the_list_alone() -> None:
    staff = {"ana@district.example": Role.APPROVER}

    assert role_of("ANA@district.example", staff) is Role.APPROVER
    assert role_of("bo@district.example", staff) is Role.NOBODY
    assert role_of(LOCAL_ADMIN, {}) is Role.ADMIN
