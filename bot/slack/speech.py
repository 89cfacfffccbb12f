"""What staff write to Liaison in a thread or directly, as the staff command that it stands for."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from bot.phone import on_the_phone
from handlers.staff_commands import USAGE

if TYPE_CHECKING:
    from store.slack_heard import SlackDelivery
    from store.unit import Unit

#: Slack writes a person, a channel or a link in angle brackets, with what is shown behind a bar.
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
_LINK = re.compile(r"<(?:mailto:|tel:)?([^<>|]+)(?:\|([^<>]*))?>")

#: In a direct message these are commands however many words follow; any other word of a command may begin a question.
ALWAYS = frozenset(
    {
        "approve",
        "decline",
        "reply",
        "release",
        "discard",
        "find",
        "why",
        "wrong",
        "assign",
        "phone",
        "by-mail",
        "say",
        "undo",
        "help",
        "inbox",
    }
)

#: While somebody is on the phone, whatever else is written is their answer.
OF_THE_PHONE = frozenset({"phone", "by-mail", "say"})

#: Nothing was said: a mention alone.
NOTHING = "help"


def plain(text: str) -> str:
    """What a person typed, without Slack's brackets and entities."""
    bare = _LINK.sub(lambda link: link[2] if link[2] and "." in link[2] else link[1], _MENTION.sub("", text))
    return html.unescape(bare).strip()


def command_of(unit: Unit, delivery: SlackDelivery) -> str:
    """A mention beneath a card is a reply to its partner; a direct message is a command or a question."""
    kind, _, said = delivery.text.partition(" ")
    if kind not in {"dm", "mention"}:
        return delivery.text
    text = plain(said)
    if not text:
        return NOTHING
    if kind == "mention":
        card = unit.cards.at(str(delivery.place.get("channel", "")), str(delivery.place.get("thread", "")))
        if card is not None and card.conversation:
            return f"reply {card.conversation} {text}"
    first, *rest = text.split()
    name = first.casefold()
    caller = on_the_phone(unit, delivery.who) if kind == "dm" and name not in OF_THE_PHONE else None
    if caller is not None:
        return f"say {caller.id} {text}"
    is_command = name in ALWAYS or (name in USAGE and len(rest) <= 2 and not text.endswith("?"))  # noqa: PLR2004  longer is a sentence
    return text if is_command else f"question {text}"
