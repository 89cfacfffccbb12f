"""What Slack sends, as the staff command that it stands for: the same words that somebody could type in a terminal."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A press of these is the command of the same name.
PRESSED = {
    "approve": "approve",
    "confirm": "confirm",
    "release": "release",
    "send_reply": "release",
    "discard": "discard",
    "undo": "undo",
    "seen": "seen",
}

#: What the value of *confirm* and *correct* begins with where somebody is on the phone: then they are an answer of theirs.
SAID = "say "

#: These open a modal first, and its inputs are the command's words.
OPENS = ("decline", "ask", "assign", "reply", "correct", "menu", "fill", "newsletter")

#: These commands without a further word open a window.
OPENED_BY = {"": "menu", "newsletter": "newsletter"}

#: The inputs of each modal, in the order of the command's words.
INPUTS = {
    "decline": ("reason",),
    "ask": ("questions", "reason"),
    "assign": ("liaison",),
    "reply": ("text",),
    "correct": ("text",),
    "fill": ("text",),
    "newsletter": ("text", "title", "audience"),
    "menu": (),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What somebody wants. `text` is the staff command; `opens` names a modal to be opened first; neither: nothing to do."""

    key: str
    who: str
    kind: str  #: command, action, view, event
    text: str = ""
    opens: str = ""
    about: str = ""
    trigger: str = ""
    input: str = ""  #: of a modal: beneath which input a refusal stands
    place: Mapping[str, Any] = field(default_factory=dict)


def wish_of(body: Mapping[str, Any]) -> Wish:
    """Read a payload. What is none of ours has an empty text and opens nothing."""
    if "command" in body:
        return _command(body)
    kinds = {"block_actions": _action, "view_submission": _view, "event_callback": _event}
    reader = kinds.get(str(body.get("type")))
    return reader(body) if reader else Wish(key=_key("other", "", body), who="", kind="other")


def _command(body: Mapping[str, Any]) -> Wish:
    asks = str(body["command"]).endswith("ask-partners")
    typed = str(body.get("text", "")).strip()
    return Wish(
        key=_key("command", str(body.get("trigger_id", "")), body),
        who=str(body.get("user_id", "")),
        kind="command",
        text=f"question {typed}".strip() if asks else typed,
        opens="" if asks else OPENED_BY.get(typed.casefold(), ""),
        trigger=str(body.get("trigger_id", "")),
        place={"response_url": body.get("response_url", ""), "channel": body.get("channel_id", "")},
    )


def _action(body: Mapping[str, Any]) -> Wish:
    action: Mapping[str, Any] = next(iter(body.get("actions") or ()), {})
    name, value = str(action.get("action_id", "")).partition("/")[0], _chosen(action)
    container = body.get("container", {})
    place = {
        "response_url": body.get("response_url", ""),
        "channel": body.get("channel", {}).get("id", "") or container.get("channel_id", ""),
        "message": container.get("message_ts", "") or body.get("message", {}).get("ts", ""),
        "thread": body.get("message", {}).get("thread_ts", ""),
    }
    key = _key("action", str(body.get("trigger_id", "")), body)
    who, trigger = str(body.get("user", {}).get("id", "")), str(body.get("trigger_id", ""))
    if name in OPENS:
        return Wish(key=key, who=who, kind="action", opens=name, about=value, trigger=trigger, place=place)
    text = f"wrong {value}" if name == "wrong_pathway" and value else f"{PRESSED[name]} {value}".strip() if name in PRESSED else ""
    text = value if name == "run" else f"{value} yes" if name == "confirm" and value.startswith(SAID) else text
    return Wish(key=key, who=who, kind="action", text=text, about=value, trigger=trigger, place=place)


def _view(body: Mapping[str, Any]) -> Wish:
    view = body.get("view", {})
    name = str(view.get("callback_id", ""))
    kept: dict[str, Any] = _json(view.get("private_metadata", ""))
    filled = {block: _chosen(element) for block, inputs in view.get("state", {}).get("values", {}).items() for element in inputs.values()}
    words = [filled.get(each, "") for each in INPUTS.get(name, ())]
    about = str(kept.get("about", ""))
    command = str(_json(about).get("command", "")) if name == "fill" else about if about.startswith(SAID) else f"{name} {about}"
    text = " ".join([command, *filter(None, words)]) if name in INPUTS else ""
    text = _newsletter(about, filled) if name == "newsletter" else text
    place = {each: str(kept.get(each, "")) for each in ("channel", "message", "thread", "response_url")}
    return Wish(
        key=_key("view", str(body.get("trigger_id", "")) or str(view.get("id", "")), body),
        who=str(body.get("user", {}).get("id", "")),
        kind="view",
        text=text,
        about=str(kept.get("about", "")),
        input=next(iter(INPUTS.get(name, ())), ""),
        place=place,
    )


def _newsletter(issue: str, filled: Mapping[str, str]) -> str:
    """The file that somebody would have written (docs/newsletters.md), behind the command that keeps it."""
    title = " ".join(filled.get("title", "").split())
    what = f"edit {issue}" if issue else "new"
    return f"newsletter {what} {filled.get('audience', '')}".rstrip() + f"\nsubject: {title}\n---\n{filled.get('text', '')}"


def _event(body: Mapping[str, Any]) -> Wish:
    event = body.get("event", {})
    place = {"channel": event.get("channel", ""), "thread": event.get("thread_ts", ""), "message": event.get("ts", "")}
    key = _key("event", str(body.get("event_id", "")), body)
    who = str(event.get("user", ""))
    if event.get("type") == "app_home_opened":
        return Wish(key=key, who=who, kind="event", opens="home" if event.get("tab", "home") == "home" else "")
    of_a_person = not event.get("bot_id") and not event.get("subtype") and bool(who)
    if event.get("type") == "message" and event.get("channel_type") == "im" and of_a_person:
        return Wish(key=key, who=who, kind="event", text=f"dm {event.get('text', '')}", place=place)
    if event.get("type") == "app_mention" and of_a_person:
        return Wish(key=key, who=who, kind="event", text=f"mention {event.get('text', '')}", place=place)
    return Wish(key=key, who="", kind="event")


def _chosen(element: Mapping[str, Any]) -> str:
    """What stands in an input or on a button, whatever kind of element it is."""
    if element.get("selected_options"):
        return ",".join(str(each["value"]) for each in element["selected_options"])
    if element.get("selected_option"):
        return str(element["selected_option"]["value"])
    if element.get("selected_date_time"):
        return f"{datetime.fromtimestamp(int(element['selected_date_time']), UTC):%Y-%m-%dT%H:%M:%SZ}"
    return str(element.get("value") or element.get("selected_date") or element.get("selected_user") or "").strip()


def _json(text: str) -> dict[str, Any]:
    try:
        kept = json.loads(text or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _key(kind: str, name: str, body: Mapping[str, Any]) -> str:
    """The same for each delivery of the same thing: Slack's own name for it, else the digest of all that it says."""
    return f"{kind}/{name or hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()}"
