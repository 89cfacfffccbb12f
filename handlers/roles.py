"""Who may do what."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(IntEnum):
    """Each role may do what the ones below it may. `NOBODY` is everyone we do not know."""

    NOBODY = 0
    VIEWER = 1
    STAFF = 2
    APPROVER = 3
    ADMIN = 4


#: Who acts on the machine itself, where nothing else is said.
LOCAL_ADMIN = "local-admin"

#: The role that a staff command asks for.
NEEDED = {
    "help": Role.VIEWER,
    "find": Role.VIEWER,
    "show": Role.VIEWER,
    "applications": Role.VIEWER,
    "question": Role.VIEWER,
    "cleared": Role.VIEWER,
    "tasks": Role.VIEWER,
    "entries": Role.VIEWER,
    "report": Role.VIEWER,
    "inbox": Role.STAFF,
    "reply": Role.STAFF,
    "phone": Role.STAFF,
    "say": Role.STAFF,
    "by-mail": Role.STAFF,
    "why": Role.STAFF,
    "wrong": Role.STAFF,
    "release": Role.STAFF,
    "discard": Role.STAFF,
    "seen": Role.STAFF,
    "resume": Role.STAFF,
    "checkins": Role.VIEWER,
    "meet": Role.STAFF,
    "surveys": Role.VIEWER,
    "confirm": Role.STAFF,
    "correct": Role.STAFF,
    "need": Role.STAFF,
    "respondent": Role.STAFF,
    "assign": Role.STAFF,
    "done": Role.STAFF,
    "proof": Role.STAFF,
    "log": Role.STAFF,
    "enter": Role.STAFF,
    "strike": Role.STAFF,
    "file": Role.STAFF,
    "people": Role.STAFF,
    "handover": Role.STAFF,
    "contact": Role.STAFF,
    "left": Role.STAFF,
    "pause": Role.STAFF,
    "newsletter": Role.STAFF,
    "join": Role.STAFF,
    "withdraw": Role.STAFF,
    "agreement": Role.STAFF,
    "sign": Role.APPROVER,
    "approve": Role.APPROVER,
    "memo": Role.APPROVER,
    "decline": Role.APPROVER,
    "ask": Role.APPROVER,
    "end": Role.APPROVER,
    "undo": Role.APPROVER,
}


#: Commands of staff that only look; what a viewer may give only looks, too.
LOOKS = frozenset({"inbox", "why"})


def acts(command: str) -> bool:
    """Whether a command may change something or write to somebody; one that nobody knows might."""
    return NEEDED.get(command, Role.STAFF) >= Role.STAFF and command not in LOOKS


def may(role: Role, command: str) -> bool:
    """Whether a role may give a command; an unknown command needs no right to be told so."""
    return role >= NEEDED.get(command, Role.VIEWER)


def role_of(who: str, staff: Mapping[str, Role]) -> Role:
    return Role.ADMIN if who == LOCAL_ADMIN else staff.get(who.casefold(), Role.NOBODY)
