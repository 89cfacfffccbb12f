"""The modals: what is asked before a command can be given. Each input's block and action have the name that interface.md gives it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.slack import blocks as b

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.slack.blocks import Block

#: What a reply may be long, in characters: Slack's own limit for an input.
LONGEST = 3000


#: What is chosen in a calendar; what is said in a sentence rather than in a word.
PICKERS = {"DATE": "datepicker", "INSTANT": "datetimepicker"}
LONG = frozenset({"REASON", "WHAT CAME OF IT"})


def decline(kept: Mapping[str, str], name: str) -> dict[str, Any]:
    hint = "The partner reads this as it stands."
    return _modal("decline", "Decline", kept, [b.marked(f"*{b.escape(name)}*"), _text("reason", "Reason", hint, lines=True)])


def ask(kept: Mapping[str, str], name: str, questions: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """`questions` are the ids and labels of the form."""
    choose = b.select("questions", "Which questions", questions, many=True)
    body = [
        b.marked(f"*{b.escape(name)}*"),
        _input("questions", "Ask these again", choose, "What else was answered stands."),
        _text("reason", "Note to the partner", "The partner reads this as it stands.", lines=True, optional=True),
    ]
    return _modal("ask", "Ask for more", kept, body)


def assign(kept: Mapping[str, str], name: str, people: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """`people` are addresses and names of the district's list; where there are none, or too many to choose from, one is typed."""
    hint = "A mail address, or a name of the district's list of people."
    few = 0 < len(people) <= b.OPTIONS
    element = b.select("liaison", "Somebody of the district", people) if few else _field(lines=False, action="liaison")
    return _modal("assign", "Assign a liaison", kept, [b.marked(f"*{b.escape(name)}*"), _input("liaison", "Liaison", element, hint)])


def reply(kept: Mapping[str, str], name: str, text: str = "") -> dict[str, Any]:
    hint = "You see the mail before it goes out."
    return _modal(
        "reply", "Reply to partner", kept, [b.marked(f"*{b.escape(name)}*"), _text("text", "Your words", hint, lines=True, given=text)]
    )


def correct(kept: Mapping[str, str], name: str, questions: Sequence[str]) -> dict[str, Any]:
    """`questions` are those in doubt; the first stands there already, so that only its value is typed."""
    hint = f"The question and its value. In doubt: {', '.join(questions)}." if questions else "The question and its value."
    given = f"{questions[0]} " if questions else ""
    return _modal(
        "correct", "Correct", kept, [b.marked(f"*{b.escape(name)}*"), _text("text", "Question and value", hint, lines=False, given=given)]
    )


def newsletter(kept: Mapping[str, str], subject: str = "", text: str = "", audience: str = "") -> dict[str, Any]:
    """Write one, or a draft anew. What is longer than Slack's window holds is written in a file, and never cut here."""
    blocks = (
        "Markdown. Blocks: ::: notice, ::: grant, ::: event, ::: update, ::: button, ::: mine requests, "
        "::: for tag=council; each ends with :::"
    )
    body = [
        _text("title", "Subject", "Merge fields such as {{ organization }} may stand in it.", lines=False, given=subject),
        _text("text", "Text", blocks, lines=True, given=text),
        _text("audience", "For whom", "Such as: status=active tag=steam language!=es", lines=False, optional=True, given=audience),
    ]
    return _modal("newsletter", "Newsletter", kept, body)


def fill(kept: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, Any]:
    """The one thing that a command still lacks: a day is chosen, anything else typed."""
    what = wanted["fill"].capitalize()
    picker = PICKERS.get(wanted["fill"])
    element: Block = {"type": picker, "action_id": "text"} if picker else _field(lines=wanted["fill"] in LONG, action="text")
    hint = f"Given as: /partners {wanted['command']} …"
    return _modal("fill", wanted["label"], kept, [_input("text", what, element, hint)])


def change(kept: Mapping[str, str], name: str) -> dict[str, Any]:
    """What somebody on the phone would have otherwise in the summary."""
    hint = "One change a line, such as: students: 20"
    return _modal("correct", "Correct", kept, [b.marked(f"*{b.escape(name)}*"), _text("text", "What is to be changed", hint, lines=True)])


#: What comes after these is not what their title says, but a look at it first.
SUBMITS = {"reply": "Go on", "newsletter": "Keep as draft"}


def _modal(callback: str, title: str, kept: Mapping[str, str], body: list[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": b.plain(title, b.TITLE),
        "submit": b.plain(SUBMITS.get(callback, title), b.TITLE),
        "close": b.plain("Go back", b.TITLE),
        "private_metadata": json.dumps(dict(kept)),
        "blocks": body,
    }


def _text(name: str, label: str, hint: str, *, lines: bool, optional: bool = False, given: str = "") -> Block:
    return _input(name, label, _field(lines=lines, action=name, given=given), hint, optional=optional)


def _field(*, lines: bool, action: str, given: str = "") -> Block:
    made: Block = {"type": "plain_text_input", "action_id": action, "multiline": lines, "max_length": LONGEST}
    return {**made, "initial_value": given[:LONGEST]} if given else made


def _input(name: str, label: str, element: Block, hint: str, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": b.plain(label, 2000),
        "hint": b.plain(hint, 2000),
        "optional": optional,
        "element": element,
    }
