"""`/u/TOKEN`: out of the newsletters by one click (RFC 8058). Only a POST does anything: link scanners open every page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.web import HEADERS
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from bot.subscribing import Subscribing
    from handlers.subscriptions import Way

#: A form of ours, or `List-Unsubscribe=One-Click`: nothing that is longer.
LONGEST = 1_000

BUSY = "Not now, please try again in a minute. / Ahora no, intente de nuevo en un minuto."


def routes(subscribing: Subscribing, folder: Path) -> list[Route]:
    """The route, with the pages of `folder`. Every token gets the same answer, one that we never made too (threats.md, T46)."""
    ask, done, back = ((folder / name).read_text(encoding="utf-8") for name in ("leave.html", "left.html", "back.html"))

    async def look(_: Request) -> Response:
        return HTMLResponse(ask, headers=HEADERS)

    async def act(request: Request) -> Response:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LONGEST:
                return PlainTextResponse("too long\n", 413, headers=HEADERS)
        form = parse_qs(body.decode("ascii", "replace"))
        again = form.get("subscribe") == ["again"]
        way: Way = "one_click" if "List-Unsubscribe" in form else "page"
        try:
            await asyncio.to_thread(subscribing.by_token, request.path_params["token"], way, again=again)
        except StoreTrouble:
            return PlainTextResponse(f"{BUSY}\n", 503, headers=HEADERS | {"Retry-After": "60"})
        return HTMLResponse(back if again else done, headers=HEADERS)

    return [Route("/u/{token}", look, methods=["GET"]), Route("/u/{token}", act, methods=["POST"])]
