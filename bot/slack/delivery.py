"""Delivers what is owed to Slack: posts a card or brings it up to date, and never posts twice what may be there already (G11)."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.trouble import TROUBLE, code, status, wait_s, word
from handlers import cards
from handlers.outages import Kind
from mail.delivered import NO_SERVER, Delivered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.faces import Faces
    from store.cards import Card
    from store.unit import Store

log = structlog.get_logger()

#: The type of the metadata by which a message of ours is found again.
EVENT = "liaison_card"

#: What Slack says where nothing of ours goes through until somebody mends a setting (docs.slack.dev, errors of chat.postMessage).
OURS = frozenset(
    {
        *("account_inactive", "invalid_auth", "missing_scope", "not_authed", "token_expired", "token_revoked", "no_permission"),
        *("org_login_required", "channel_not_found", "not_in_channel", "is_archived", "restricted_action", "access_denied"),
        *("ekm_access_denied", "team_access_not_granted"),
    }
)

#: Slack itself is in trouble: nothing is said of the message.
ITS_TROUBLE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited"})

#: The message that we would bring up to date is there no more.
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})

TOO_MANY, SERVER_TROUBLE = 429, 500  #: HTTP's own

#: After trouble of Slack's own, it is tried again so soon: the next try looks first whether the message is there.
SOON_S = 20.0

#: A lookup reads so much of the channel: what was posted lately and not noted is near its end.
LOOK_BACK, PAGES = 200, 3


class SlackDelivery:
    """One channel's messages, one after another. `deliver` never raises for what Slack or the network does."""

    def __init__(self, client: AsyncWebClient, store: Store, faces: Faces) -> None:
        self._client = client
        self._store = store
        self._faces = faces
        self._turn = asyncio.Lock()

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
        del sender, recipients  # What is owed names its card, and the card its channel.
        data = json.loads(raw)
        async with self._turn:
            try:
                return await self._deliver(data)
            except SlackApiError as error:
                return _refused(error)
            except TROUBLE as error:
                words = f"Slack does not answer: {word(error)}"
                return Delivered(
                    status="temporary", code=NO_SERVER, message=words, away=True, unsure=True, kind=Kind.UNREACHABLE, again_in_s=SOON_S
                )

    async def problem(self) -> str:
        try:
            await self._client.auth_test()
        except TROUBLE as error:
            return f"Slack: {word(error)}"
        return ""

    async def close(self) -> None:
        """Nothing is kept open."""

    async def _deliver(self, data: dict[str, Any]) -> Delivered:
        tries, card = await asyncio.to_thread(self._look_up, data)
        if card is not None:
            return await self._bring_up_to_date(card, may_be_there=tries > 1)
        thread = await self._thread(data["context"].get("beneath", ""))
        if thread is None:
            return Delivered(status="temporary", code=NO_SERVER, message="it waits for its card", again_in_s=SOON_S)
        found = await self._find(data["key"], thread.channel, thread.ts) if tries > 1 else ""
        if not found:
            said = self._faces.render(data["template"], data["context"])
            await self._post(thread.channel, said, data["key"], thread.ts)
        return Delivered(status="sent", code=200, message="posted")

    def _look_up(self, data: dict[str, Any]) -> tuple[int, Card | None]:
        with self._store.view() as unit:
            card = unit.cards.get(data["lane"]) if data["lane"].startswith("card/") else None
            return unit.outbox.tries(data["key"]), card

    async def _bring_up_to_date(self, card: Card, *, may_be_there: bool) -> Delivered:
        """Show the newest data of a card, whichever revision this delivery was owed for: older ones are superseded."""
        if card.ts and card.shown >= card.revision:
            return Delivered(status="sent", code=200, message="a newer one stands there already")
        said = self._faces.render(card.template, card.context)
        thread = await self._thread(card.context.get("beneath", ""))
        ts = card.ts or (await self._find(card.lane, card.channel, thread.ts if thread else "") if may_be_there else "")
        if ts:
            try:
                await self._client.chat_update(channel=card.channel, ts=ts, metadata=_metadata(card.lane), **said)
            except SlackApiError as error:
                if code(error) not in GONE:
                    raise
                ts = ""
        if not ts:
            ts = await self._post(card.channel, said, card.lane, thread.ts if thread else "")
        await asyncio.to_thread(self._note, card, ts)
        return Delivered(status="sent", code=200, message="posted")

    def _note(self, card: Card, ts: str) -> None:
        with self._store.unit() as unit:
            unit.cards.posted(card.lane, card.channel, ts, card.revision)

    async def _post(self, channel: str, said: dict[str, Any], key: str, thread: str) -> str:
        answer = await self._client.chat_postMessage(
            channel=channel,
            metadata=_metadata(key),
            thread_ts=thread or None,
            unfurl_links=False,
            unfurl_media=False,
            parse="none",
            link_names=False,
            **said,
        )
        return str(answer["ts"])

    async def _thread(self, conversation: str) -> Card | None:
        """The card beneath which something stands: the application's, else the newest of the talk that was posted."""
        if not conversation:
            return None

        def find() -> Card | None:
            with self._store.view() as unit:
                posted = [each for each in unit.cards.of(conversation) if each.ts and not each.context.get("beneath")]
            own = [each for each in posted if each.lane == cards.card_lane(conversation)]
            return next(iter(own or posted[::-1]), None)

        return await asyncio.to_thread(find)

    async def _find(self, key: str, channel: str, thread: str) -> str:
        """The message that was posted with this key, though nobody noted it: we were killed, or Slack's answer was lost."""
        cursor = ""
        for _ in range(PAGES):
            asked: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": LOOK_BACK, "cursor": cursor or None}
            page = await (self._client.conversations_replies(ts=thread, **asked) if thread else self._client.conversations_history(**asked))
            for message in page["messages"]:
                told = message.get("metadata") or {}
                if told.get("event_type") == EVENT and told.get("event_payload", {}).get("key") == key:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
        return ""


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"key": key}}


def _refused(error: SlackApiError) -> Delivered:
    """Whose the refusal is: ours to mend, Slack's own trouble, or this message's."""
    said, answered = code(error), status(error)
    words = f"Slack says {word(error)}"
    if answered == TOO_MANY or said in ITS_TROUBLE or answered >= SERVER_TROUBLE or not said:
        return Delivered(
            status="temporary",
            code=answered,
            message=words,
            away=True,
            unsure=answered != TOO_MANY,  # refused before it was read
            kind=Kind.PUT_OFF,
            again_in_s=wait_s(error) or SOON_S,
        )
    if said in OURS:
        return Delivered(status="temporary", code=answered, message=words, ours=True, kind=Kind.REFUSED)
    log.error("slack_refuses_message", error=said)
    return Delivered(status="permanent", code=answered, message=words)
