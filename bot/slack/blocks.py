"""Words to Slack's blocks, within Slack's limits, and so that nothing which somebody wrote can command Slack."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from mail.addresses import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Block = dict[str, Any]

#: docs.slack.dev/reference/block-kit: what Slack takes, in characters and pieces.
BLOCKS, SECTION, HEADER, BUTTON, TITLE, OPTION, OPTIONS, FALLBACK = 50, 3000, 150, 75, 24, 75, 100, 300

#: Elements of one row.
ELEMENTS = 25

#: A section that is nearly full has no room for mentions.
NAMES = 100

#: A message has this many sections of text at most; the rest is told to be elsewhere.
SECTIONS = 12

#: What each action is called on its button, and how it looks.
LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "approve": ("Approve", "primary"),
    "ask": ("Ask for more", ""),
    "decline": ("Decline", "danger"),
    "assign": ("Assign a liaison", ""),
    "reply": ("Reply to partner", ""),
    "send_reply": ("Send", "primary"),
    "release": ("Release", "primary"),
    "discard": ("Discard", "danger"),
    "undo": ("Undo", ""),
    "newsletter": ("Edit", ""),
    "seen": ("Seen, close this card", ""),
    "confirm": ("Confirm", "primary"),
    "correct": ("Correct", ""),
}

_SLACK_ID = re.compile(r"[uw][a-z0-9]{2,20}", re.IGNORECASE)
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def escape(text: str) -> str:
    """No mention, no link under other words, no control character: Slack's three signs are written out (T33)."""
    return _HIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def person(who: str) -> str:
    """A staff member as Slack shows people; anybody else by the address."""
    return f"<@{who.upper()}>" if "@" not in who and who != "liaison" and _SLACK_ID.fullmatch(who) else escape(clean(who))


def naming(block: Block, people: Iterable[str]) -> Block:
    """The same section with the ids of people whom we know as mentions; nobody else's words become one."""
    ids = "|".join(re.escape(each) for each in people)
    text = block.get("text", {}).get("text", "")
    if not ids or len(text) > SECTION - NAMES:
        return block
    named = re.sub(rf"(?<![\w@.-])(?:{ids})(?![\w@]|[.-]\w)", lambda found: f"<@{found[0].upper()}>", text, flags=re.IGNORECASE)
    return {**block, "text": {**block["text"], "text": named}} if len(named) <= SECTION else block


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": cut(clean(text) or "-", most), "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER)}


def marked(text: str) -> Block:
    """Text of ours that was escaped already where it is somebody's."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, SECTION), "verbatim": True}}


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(each, SECTION), "verbatim": True} for each in texts if each]}


def sections(text: str, most: int = SECTIONS) -> Iterator[Block]:
    """A long text as several sections, cut between lines where there are any; what is still too long says so."""
    pieces = list(_pieces(escape(text).strip("\n"), SECTION))
    for piece in pieces[:most]:
        yield marked(piece)
    if len(pieces) > most:
        yield context("… it goes on; `/partners show` has all of it.")


def _pieces(text: str, most: int) -> Iterator[str]:
    while len(text) > most:
        at = text.rfind("\n", 1, most)
        # A sign that was written out must not be cut in two.
        at = at if at > 0 else max(most - 6 if "&" in text[most - 6 : most] else most, 1)
        at = text.rfind("&", most - 6, most) if at == most - 6 else at
        yield text[:at]
        text = text[at:].lstrip("\n")
    if text.strip():
        yield text


def button(action: str, value: str, *, confirm: str = "", label: str = "", style: str | None = None) -> Block:
    words, usual = LABELS[action]
    style = usual if style is None else style
    made: Block = {"type": "button", "action_id": action, "text": plain(label or words, BUTTON), "value": value[:2000]}
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = _asked(words, confirm)
    return made


def _asked(words: str, confirm: str) -> Block:
    """What somebody is asked before a press counts."""
    return {"title": plain(words, 100), "text": plain(confirm, 300), "confirm": plain(words, 30), "deny": plain("Go back", 30)}


def command(number: int, text: str, words: str, *, confirm: str = "") -> Block:
    """A button whose value is a command."""
    made: Block = {"type": "button", "action_id": f"run/{number}", "text": plain(words, BUTTON), "value": text[:2000]}
    return {**made, "confirm": _asked(words, confirm)} if confirm else made


def fill(number: int, text: str, what: str, words: str) -> Block:
    """A button that asks for the one thing that its command still lacks, and then gives it."""
    kept = json.dumps({"command": text, "fill": what, "label": words})
    return {"type": "button", "action_id": f"fill/{number}", "text": plain(words + " …", BUTTON), "value": kept[:2000]}


def select(action: str, placeholder: str, options: Sequence[tuple[str, str]], *, many: bool = False) -> Block:
    """A list to choose from; each option is its value and its words."""
    return {
        "type": "multi_static_select" if many else "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, HEADER),
        "options": [option(value, words) for value, words in options[:OPTIONS]],
    }


def option(value: str, words: str) -> Block:
    return {"text": plain(words, OPTION), "value": value[:150]}


def actions(elements: Iterable[Block]) -> list[Block]:
    found = list(elements)
    return [{"type": "actions", "elements": found}] if found else []


def within(blocks: Sequence[Block], most: int = BLOCKS) -> list[Block]:
    """No more than Slack takes: the middle goes, buttons at the end stay."""
    if len(blocks) <= most:
        return list(blocks)
    return [*blocks[: most - 4], context("… there is more; `/partners show` has all of it."), *blocks[-3:]]
