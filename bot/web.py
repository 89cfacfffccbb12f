"""The web application: whether Liaison is well, and figures for a monitor; whoever needs another route hands it in."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
from typing import TYPE_CHECKING

import uvicorn
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.console import Trouble
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from prometheus_client import Metric
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from bot.app import App
    from bot.setting_values import HostPort

#: Whoever asks whether we are well waits no longer than this for the store.
READY_WITHIN_S = 2.0

#: A page that is being answered when Liaison stops has so long.
GRACE_S = 5

#: What every answer says to a browser: nothing of ours is framed, kept, sniffed or told to other sites.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def web_app(app: App, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the ASGI application: `/healthz`, `/readyz`, `/metrics` and the routes that are handed in."""
    registry = CollectorRegistry()
    registry.register(Figures(app))

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n", headers=HEADERS)

    async def readyz(_: Request) -> Response:
        problem = await _problem_with_store(app)
        away = sorted(each.part.value for each in app.watch.sights.known if each.is_out)
        state = {"ready": not problem, "store": problem or "ok", "away": away}
        return JSONResponse(state, 503 if problem else 200, headers=HEADERS)

    async def metrics(_: Request) -> Response:
        text = await asyncio.to_thread(generate_latest, registry)
        return Response(text, headers=HEADERS, media_type=CONTENT_TYPE_LATEST)

    own = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    return Starlette(routes=[*own, *routes])


async def _problem_with_store(app: App) -> str:
    """Why nothing could be kept just now; empty where it could. What is wrong outside, such as a mail server, is told apart."""

    def look() -> None:
        with app.store.view() as unit:
            unit.inbox.count("heard")

    try:
        await asyncio.wait_for(asyncio.to_thread(look), READY_WITHIN_S)
    except TimeoutError:
        return "the store does not answer"
    except StoreTrouble:
        return "the store cannot be used"
    return ""


class Figures(Collector):
    """What a monitor watches: how much is in which state, how long the oldest waits, what is away. No name, no address, no text."""

    def __init__(self, app: App) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        away = {each.part.value for each in self._app.watch.sights.known if each.is_out}
        parts = GaugeMetricFamily("liaison_away", "1 where a part that Liaison needs is away.", labels=["part"])
        for part in self._app.parts:
            parts.add_metric([part.value], float(part.value in away))
        yield parts
        store = GaugeMetricFamily("liaison_store_up", "1 where the store answers.")
        try:
            with self._app.store.view() as unit:
                inbox, outbox, waits_since = unit.inbox.counts(), unit.outbox.counts(), unit.inbox.waits_since()
        except StoreTrouble:
            store.add_metric([], 0)
            yield store
            return
        store.add_metric([], 1)
        yield store
        for name, counts in (("inbox", inbox), ("outbox", outbox)):
            family = GaugeMetricFamily(f"liaison_{name}", f"Messages of the {name} by status.", labels=["status"])
            for status, count in sorted(counts.items()):
                family.add_metric([status], count)
            yield family
        waited = (self._app.clock.now() - waits_since).total_seconds() if waits_since else 0.0
        yield GaugeMetricFamily("liaison_oldest_undecided_seconds", "How long the oldest mail waits to be decided.", value=max(0.0, waited))


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: Liaison's runners decide when all of it stops."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """Serves the application on one port, within the loop of the runners."""

    def __init__(self, application: Starlette, at: HostPort) -> None:
        config = uvicorn.Config(
            application, lifespan="off", log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=GRACE_S
        )
        self._server = _Server(config)
        self._at = at
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the port, or raise Trouble."""
        opened = _opened(self._at)
        self._serving = asyncio.create_task(self._server.serve(sockets=[opened]))

    async def stop(self) -> None:
        """Take nothing new and let those pages end that are being answered."""
        if self._serving is not None:
            self._server.should_exit = True
            await self._serving


def _opened(at: HostPort) -> socket.socket:
    # Ours to open: uvicorn ends the whole process where it cannot.
    family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
    opened = socket.socket(family)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((at.host, at.port))
    except OSError as error:
        opened.close()
        reason = "it is in use by another program" if error.errno == errno.EADDRINUSE else os.strerror(error.errno or 0)
        raise Trouble(f"LIAISON_WEB: cannot open {at}: {reason}") from error
    return opened
