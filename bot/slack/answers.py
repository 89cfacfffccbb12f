"""What Slack is told: an acknowledgement at once, and the answer to whoever asked, which nobody else sees."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack import blocks as b

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slash.said import Offer, Said

#: After one of these its author may take it back (handlers/undo.py).
RULINGS = ("approve", "decline", "ask")

#: Buttons in one row of blocks.
OFFERS = 25

#: What the menu offers: the command and its words on the button.
MENU = (
    ("inbox", "What waits for a person"),
    ("applications", "Applications"),
    ("applications under_review", "Under review"),
    ("help", "All commands"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The response to a delivery: 200 acknowledges it."""

    status: int = 200
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> str:
        return json.dumps(self.payload) if self.payload else ""


ACKNOWLEDGED = Answer()

#: Slack delivers again what is not acknowledged.
UNHEARD = Answer(status=503)


def ephemeral(text: str) -> Answer:
    return Answer(payload={"response_type": "ephemeral", "text": b.escape(text)})


def problem(block: str, text: str) -> Answer:
    """What is wrong, beneath an input of the modal, which stays open."""
    return Answer(payload={"response_action": "errors", "errors": {block: b.cut(text, 300)}})


def message(said: Said, of: str = "", people: Iterable[str] = ()) -> dict[str, Any]:
    """An answer in blocks; whoever has just ruled gets a button to take it back. `people` are Slack ids, shown as Slack shows people."""
    words = of.split()
    name = words[0].casefold() if words else ""
    blocks = [b.naming(each, people) for each in b.sections(said.text)] or [b.marked("Done.")]
    blocks += b.actions(_offer(n, each) for n, each in enumerate(said.offers[:OFFERS], 1))
    if said.ok and name in RULINGS:
        blocks += b.actions([b.button("undo", "")])
    return {"text": b.cut(b.escape(said.text), b.FALLBACK) or "Done.", "blocks": b.within(blocks)}


def _offer(number: int, offer: Offer) -> b.Block:
    if offer.action in b.LABELS:
        return b.button(offer.action, offer.value, label=offer.words)
    return b.command(number, offer.value, offer.words)


def menu() -> dict[str, Any]:
    buttons = [b.command(n, command, words) for n, (command, words) in enumerate(MENU, 1)]
    blocks = [
        b.marked("*Liaison*: what would you like to see?"),
        *b.actions(buttons),
        b.context("Or type: `/partners find reading club`, `/partners show c-…`, `/ask-partners` and a question."),
    ]
    return {"text": "Liaison: what would you like to see?", "blocks": blocks}


async def send(client: AsyncWebClient, place: Mapping[str, Any], who: str, said: Mapping[str, Any]) -> None:
    """Answer where it was asked: by the response URL, in the direct messages, or to one person in the channel."""
    url, channel, thread = (str(place.get(each) or "") for each in ("response_url", "channel", "thread"))
    # In direct messages the answer stays where it can be read again.
    if url and not channel.startswith("D"):
        hook = AsyncWebhookClient(url, timeout=10, retry_handlers=[])
        answer = await hook.send_dict({"response_type": "ephemeral", "replace_original": False, **said})
        if answer.status_code == 200:  # noqa: PLR2004  HTTP's own number
            return
    if channel.startswith("D") or not channel:
        await client.chat_postMessage(channel=channel or who, unfurl_links=False, unfurl_media=False, **said)
    else:
        await client.chat_postEphemeral(channel=channel, user=who, thread_ts=thread or None, **said)
