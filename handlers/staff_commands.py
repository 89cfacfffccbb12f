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
    "seen": ("ID", "the notices about it have been seen: their cards in Slack close"),
    "applications": ("[stage or status]", "applications and where they stand"),
    "show": ("ID or name", "one page: where it stands, what is missing, who is at turn, what happened; or one mail of it by its id"),
    "tasks": ("[ID]", "what people of the office have to do"),
    "find": ("WORDS", "partners and applications by name or address"),
    "why": ("ID", "the reasons behind an answer"),
    "question": ("TEXT", "what a partner would be answered, with its sources"),
    "reply": ("ID TEXT", "write to the partner in the thread of a conversation: a draft, which you see before you release it"),
    "report": ("[period] [rows FIGURE]", "numbers of a month (2026-10), year (2026) or school year (2026-27), and the rows behind one"),
    "memo": (
        "[recommend PERIOD NAME | sign ID NAME]",
        "keep a report's memo as recommended, write down who signed it; else the list",
    ),
    "phone": ("ADDRESS or ID", "fill an application in for somebody on the phone, one question at a time; `phone off` ends it"),
    "say": ("ID TEXT", "what they answer on the phone"),
    "by-mail": ("ID", "let them go on with it by mail"),
    "wrong": ("ID PATHWAY", "say which pathway was right: Liaison learns it, and the right answer waits as a draft"),
    "approve": ("ID [gate] [note]", "a yes at the stage where it waits; the note stays in the office"),
    "decline": ("ID REASON", "a no; the partner reads the reason"),
    "ask": ("ID question,question [note]", "ask the partner these questions again; the rest stands"),
    "assign": ("ID liaison", "the partner's person at the school or department"),
    "handover": ("ID [liaison|contact] [ADDRESS|stays]", "who takes over a post; without an address the one that was proposed"),
    "contact": ("ID ADDRESS [name]", "the partner has another contact; the address before hears of it"),
    "left": ("ADDRESS [successor]", "somebody has left: all that they hold waits to be handed over"),
    "agreement": ("ID", "make the agreement from the answers, or its next version, and send it to all parties"),
    "sign": ("ID", "the office accepts the newest text of the agreement"),
    "done": ("ID gate or stage", "a task of the office is done"),
    "proof": (
        "ID kind [for NAME; NAME] until DATE",
        "a proof is good until then, also one you have on paper; or `reject REASON`, which the partner reads; or `grace until DATE`",
    ),
    "file": ("m-ID ID [kind]", "put what came attached to a mail with a partnership"),
    "people": ("ID [add NAME; NAME, remove NAME, complete [count], open]", "the organization's people who work with students"),
    "cleared": ("ID or school", "who is cleared today, by name"),
    "log": ("NAME channel [data request:] note", "a call, a meeting or a mail of your own with a partner"),
    "enter": ("KIND [NAME]; field: value; note", "a session, an activity and whatever else your playbook names"),
    "entries": ("[KIND] [NAME]", "what was written down, and how to write it"),
    "strike": ("e-ID REASON", "an entry was a mistake: it stays on record and counts no more"),
    "pause": ("ID [reason]", "pause a partnership, or hold a review; the partner reads the reason"),
    "resume": ("ID", "go on with what is paused or on hold; where nothing is, give a conversation back to Liaison"),
    "join": ("ID ID", "the first application belongs to the second one, of the same organization: one review goes on"),
    "withdraw": ("ID [note]", "the partner has taken its application back, by phone or in person"),
    "end": ("ID REASON", "end a partnership; the partner reads the reason"),
    "checkins": ("[period]", "check-ins of a month: who has answered, what is in doubt, what partners need"),
    "meet": ("PARTNER or session DATE TIME [MINUTES] PLACE", "set the day of a meeting; everybody gets it for their calendar"),
    "surveys": ("[period]", "the survey: how many of each side have answered, and who is missing"),
    "confirm": ("ID [question]", "answers in doubt are right as they were read"),
    "correct": ("ID question VALUE", "another value for an answer; what was there stays on record"),
    "need": ("[ID close WORDS]", "what partners asked for; closing one tells whoever asked what came of it"),
    "respondent": ("PARTNER ADDRESS or again", "who answers a partner's check-ins from now on; `again` asks one that wanted no more"),
    "newsletter": (
        "[what ID …]",
        "newsletters: list, new, edit, preview, approve, schedule, pause, resume, cancel, status; who is kept from them",
    ),
    "undo": ("", "take your own last ruling back, within ten minutes"),
}

#: What stands behind the id is somebody's own words: its line breaks stay.
VERBATIM = frozenset({"reply", "say"})

#: Behind these a newsletter stands as it was written.
WRITTEN = frozenset({"new", "edit"})

#: Commands that need words after them.
NEEDS_WORDS = frozenset(name for name, (usage, _) in USAGE.items() if usage and not usage.startswith("["))


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffCommand:
    """A command that may be run. `refusal` is empty, or says in words why it may not and what to do."""

    name: str
    words: tuple[str, ...] = ()
    refusal: str = ""


def _behind(text: str, word: str) -> str:
    """What stands behind a word, with its line breaks."""
    return text[text.casefold().index(word.casefold()) + len(word) :].strip(" ")


def read(text: str, who: str, role: Role) -> StaffCommand:
    """Read the text of a slash command and check the role of who gave it."""
    words = text.strip().split()
    if words and words[0].startswith("/"):
        asks = words[0].casefold() == "/ask-partners"
        words = ["question", *words[1:]] if asks else words[1:]
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
    if name in VERBATIM:
        rest = tuple(_behind(text, name).split(maxsplit=1))
    if name == "newsletter" and rest[:1] and rest[0].casefold() in WRITTEN:
        rest = (rest[0], _behind(_behind(text, name), rest[0]))
    return StaffCommand(name=name, words=rest)
