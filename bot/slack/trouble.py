"""What can go wrong when Slack is asked for something, and the word that Slack has for it."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

#: Slack, or the way there.
TROUBLE = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)


def word(error: BaseException) -> str:
    """Slack's own code, such as `missing_scope` with the scope; else the status or the kind of what went wrong. Never a token."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = getattr(error.response, "data", error.response)
    if not isinstance(data, dict):
        return f"status {getattr(error.response, 'status_code', None) or getattr(error.response, 'status', '?')}"
    needed = f": the app needs the scope {data['needed']}" if data.get("needed") else ""
    return f"{data.get('error', 'no reason')}{needed}"


def code(error: SlackApiError) -> str:
    """Slack's code alone; empty where it gave none."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def status(error: SlackApiError) -> int:
    """The status of the answer."""
    return int(getattr(error.response, "status_code", None) or getattr(error.response, "status", 0) or 0)


def wait_s(error: BaseException) -> float:
    """How long Slack asks us to wait; 0 where it does not say."""
    if not isinstance(error, SlackApiError):
        return 0.0
    headers = getattr(error.response, "headers", None) or {}
    named = {str(name).lower(): value for name, value in dict(headers).items()}
    try:
        return float(named.get("retry-after") or 0)
    except ValueError:
        return 0.0
