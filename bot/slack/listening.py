"""Listens to Slack by Bolt, over Socket Mode or HTTP: translates each delivery, hands it to the desk, and gives back what the desk says."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.payloads import wish_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from slack_bolt.request.async_request import AsyncBoltRequest
    from starlette.requests import Request

    from bot.settings import Settings
    from bot.slack.desk import SlackDesk

log = structlog.get_logger()

#: Slack's own deliveries are far smaller.
LARGEST_BODY = 1024 * 1024

#: One call of the Web API; Slack answers in a tenth of a second.
CALL_WITHIN_S = 10


def quiet_logger() -> logging.Logger:
    """Bolt's and the SDK's own log, from warnings on: below that they write tokens and what people say (T35)."""
    logger = logging.getLogger("liaison.slack")
    logger.setLevel(logging.WARNING)
    return logger


def web_client(settings: Settings) -> AsyncWebClient:
    """The Web API without the SDK's own retries: a call whose answer was lost is looked up before it is made again."""
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url or AsyncWebClient.BASE_URL,
        timeout=CALL_WITHIN_S,
        retry_handlers=[],
        logger=quiet_logger(),
    )


def bolt_app(desk: SlackDesk, signing_secret: str) -> AsyncApp:
    """Bolt checks signatures and its own messages; every delivery then goes to the desk."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        people = desk.people
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=desk.client.token,
            bot_id=people.bot_id or None,
            bot_user_id=people.bot_user or None,
        )

    async def listen(req: AsyncBoltRequest, next: Callable[[], Awaitable[None]]) -> BoltResponse:  # noqa: A002  Bolt finds it by this name
        _ = next  # The desk's answer is the response: nobody comes after it.
        answer = await desk.heed(wish_of(req.body))
        return BoltResponse(status=answer.status, body=answer.body, headers=_headers(answer.body))

    made = AsyncApp(
        logger=quiet_logger(),
        client=AsyncWebClient(base_url=desk.client.base_url, logger=quiet_logger()),  # The token comes with each authorization.
        signing_secret=signing_secret or "none",
        request_verification_enabled=bool(signing_secret),
        authorize=authorize,
    )
    made.use(listen)
    return made


def _headers(body: str) -> dict[str, str | Sequence[str]]:
    return {"content-type": "application/json;charset=utf-8"} if body else {}


def route(bolt: AsyncApp) -> Route:
    """`/slack/events`: all of Slack over HTTP."""
    handler = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        # Bolt answers a timestamp that is no number with 500: it is a request that nobody signed.
        if not request.headers.get("x-slack-request-timestamp", "").isdecimal():
            return PlainTextResponse("unsigned\n", 401)
        if len(await _body(request)) > LARGEST_BODY:
            return PlainTextResponse("too big\n", 413)
        return await handler.handle(request)

    return Route("/slack/events", events, methods=["POST"])


async def _body(request: Request) -> bytes:
    """No more of it than we take: Starlette keeps what was read for whoever asks next."""
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        return b" " * (LARGEST_BODY + 1)
    body: Any = await request.body()
    return bytes(body)
