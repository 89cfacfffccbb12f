"""The manifest of the Slack app: what it may do there, and what for; paste it into Slack, and the app is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Each scope of the bot and what Liaison does with it. Nothing is asked for that it does not use.
SCOPES: Final[Mapping[str, str]] = {
    "commands": "/partners and /ask-partners",
    "chat:write": "post and update cards, and answer whoever asked",
    "users:read": "see who is a guest, deactivated or of another organization: they are not served",
    "usergroups:read": "read the members of a user group in LIAISON_SLACK_STAFF",
    "channels:read": "read the members of a public channel in LIAISON_SLACK_STAFF",
    "groups:read": "the same for a private channel",
    "channels:history": "find a card again whose posting was not confirmed, so that it is not posted twice",
    "groups:history": "the same for a private channel",
    "im:history": "hear what staff write to Liaison directly",
    "app_mentions:read": "hear a reply in a card's thread that begins with the mention",
}

EVENTS: Final = ("app_home_opened", "app_mention", "message.im")


def manifest(name: str, public_url: str = "") -> dict[str, Any]:
    """For Socket Mode; with the public address of LIAISON_WEB for HTTP."""
    url = f"{public_url}/slack/events" if public_url else ""
    sent_to = {"url": url} if url else {}
    asked_at = {"request_url": url} if url else {}
    return {
        "display_information": {"name": "Liaison", "description": f"The partner desk of {name}"[:140]},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Liaison", "always_online": True},
            "slash_commands": [
                {"command": "/partners", "description": "The partner desk", "usage_hint": "help", "should_escape": False, **sent_to},
                {
                    "command": "/ask-partners",
                    "description": "What a partner would be answered",
                    "usage_hint": "May a church use the gym on Saturdays?",
                    "should_escape": False,
                    **sent_to,
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**asked_at, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **asked_at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }
