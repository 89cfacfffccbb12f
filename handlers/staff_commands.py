"""What staff may type after `/partners`: read into a command and its words, with a hint where it is a near miss."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from handlers.roles import NEEDED, Role, may

#: Each command: its words, and what it does, in the order of the help.
USAGE = {
    "help": ("", "this list"),
    "inbox": ("", "mail that waits for a person: held or shunted"),
    "release": ("ID…", "let a held mail or a draft go on"),
    "discard": ("ID…", "end a held mail or a draft; it stays on record"),
    "applications": ("[status]", "applications and where they stand"),
    "show": ("ID or name", "one application or partner"),
    "find": ("WORDS", "partners and applications by name or address"),
    "why": ("ID", "the reasons behind an answer"),
    "resume": ("ID", "give a conversation back to Liaison"),
}

#: Commands that need words after them.
NEEDS_WORDS = frozenset({"release", "discard", "show", "find", "why", "resume"})


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffCommand:
    """A command that may be run. `refusal` is empty, or says in words why it may not and what to do."""

    name: str
    words: tuple[str, ...] = ()
    refusal: str = ""


def read(text: str, who: str, role: Role) -> StaffCommand:
    """Read the text of a slash command and check the role of who gave it."""
    words = text.strip().split()
    if words and words[0].startswith("/"):
        words = words[1:]
    name, rest = (words[0].casefold(), tuple(words[1:])) if words else ("help", ())
    if role is Role.NOBODY:
        return StaffCommand(
            name=name, refusal=f"Sorry, {who} is not on the staff list. Ask your office's admin to add you to LIAISON_STAFF."
        )
    if name not in USAGE:
        near = difflib.get_close_matches(name, USAGE, n=1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        return StaffCommand(name=name, refusal=f"There is no command `{name}`.{hint} `/partners help` lists them all.")
    if not may(role, name):
        return StaffCommand(name=name, refusal=f"`{name}` needs the role {NEEDED[name].name.lower()}; yours is {role.name.lower()}.")
    if name in NEEDS_WORDS and not rest:
        return StaffCommand(name=name, refusal=f"Say which: `/partners {name} {USAGE[name][0]}`.")
    return StaffCommand(name=name, words=rest)
