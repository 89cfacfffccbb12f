"""Tries each thing that Liaison needs in Slack, and names what is missing and where to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.listening import quiet_logger, web_client
from bot.slack.manifest import SCOPES
from bot.slack.trouble import TROUBLE, code, word

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.settings import Settings

#: Name of the part, whether it works, what to know of it or how to mend it.
Found = tuple[str, bool, str]

#: What Slack's codes mean for whoever sets Liaison up.
MEND = {
    "invalid_auth": "the token is not one of this workspace: copy it again from OAuth & Permissions",
    "not_authed": "the token is empty",
    "token_revoked": "the token was revoked: install the app again and copy the new one",
    "account_inactive": "the app was removed from the workspace: install it again",
    "channel_not_found": "there is no such channel, or it is private and the app is not in it: /invite @Liaison there",
    "not_in_channel": "the app is not in it: /invite @Liaison there",
    "no_such_subteam": "there is no such user group",
    "user_not_found": "there is no such user",
}


async def checks(settings: Settings) -> AsyncIterator[Found]:
    """One part after another; a failure of one hides no other."""
    client = web_client(settings)
    try:
        us = await client.auth_test()
    except TROUBLE as error:
        yield "slack", False, f"LIAISON_SLACK_BOT_TOKEN: {_told(error)}"
        return
    missing = _missing(us.headers)
    if missing:
        wanted = "; ".join(f"{each} ({SCOPES[each]})" for each in missing)
        yield "slack scopes", False, f"missing: {wanted}. Add them in OAuth & Permissions and install the app again"
    yield "slack", True, f"{us.get('user', '')} in {us.get('team', '')}"
    if settings.slack_app_token:
        yield await _tried("slack socket mode", "LIAISON_SLACK_APP_TOKEN", lambda: _socket(settings))
    yield await _tried("slack users", "users", lambda: client.users_info(user=us["user_id"]))
    if settings.slack_channel:
        yield await _channel(client, settings.slack_channel)
    else:
        yield "slack channel", True, "LIAISON_SLACK_CHANNEL is not set: there are no cards, and notices go by mail"
    for entry in settings.slack_staff:
        yield await _tried(f"slack staff {entry.id}", "LIAISON_SLACK_STAFF", _asked(client, entry.kind, entry.id))
    if not settings.slack_staff:
        yield "slack staff", True, "LIAISON_SLACK_STAFF is not set: Liaison serves nobody in Slack"


async def _channel(client: AsyncWebClient, channel: str) -> Found:
    try:
        told: dict[str, Any] = (await client.conversations_info(channel=channel))["channel"]
        await client.conversations_history(channel=channel, limit=1)
    except TROUBLE as error:
        return "slack channel", False, f"LIAISON_SLACK_CHANNEL {channel}: {_told(error)}"
    if not told.get("is_member"):
        return "slack channel", False, f"LIAISON_SLACK_CHANNEL {channel}: {MEND['not_in_channel']}"
    if told.get("is_ext_shared"):
        return "slack channel", False, f"{channel} is shared with another organization, who would read of partners: take one of your own"
    return "slack channel", True, f"cards go to {told.get('name') or channel}"


async def _socket(settings: Settings) -> object:
    # The app-level token is good for this one call.
    client = AsyncWebClient(base_url=settings.slack_api_url or AsyncWebClient.BASE_URL, retry_handlers=[], logger=quiet_logger())
    return await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())


def _asked(client: AsyncWebClient, kind: str, name: str) -> Callable[[], Awaitable[object]]:
    if kind == "group":
        return lambda: client.usergroups_users_list(usergroup=name)
    if kind == "channel":
        return lambda: client.conversations_members(channel=name, limit=1)
    return lambda: client.users_info(user=name)


async def _tried(name: str, what: str, ask: Callable[[], Awaitable[object]]) -> Found:
    try:
        await ask()
    except TROUBLE as error:
        return name, False, f"{what}: {_told(error)}"
    return name, True, "works"


def _told(error: BaseException) -> str:
    if not isinstance(error, SlackApiError):
        return f"Slack does not answer ({word(error)})"
    said = code(error)
    return f"Slack says {word(error)}" + (f"; {MEND[said]}" if said in MEND else "")


def _missing(headers: Any) -> list[str]:
    """Scopes that the token has not, where Slack names those that it has."""
    named = {str(name).lower(): str(value) for name, value in dict(headers).items()}.get("x-oauth-scopes", "")
    has = {each.strip() for each in named.split(",") if each.strip()}
    return [each for each in SCOPES if each not in has] if has else []
