"""How soon Slack is acknowledged, at rest and with a store that somebody else keeps busy, beside Bolt's own floor."""

from __future__ import annotations

import asyncio
import json
import socket
import statistics
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import build
from bot.clock import Clock
from bot.console import log_to_stderr
from bot.settings import load_settings
from bot.slack.running import opened
from bot.web import WebServer, web_app
from tests.slack_double import APP_TOKEN, BOT_TOKEN, CHANNEL, SECRET, Double

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.app import App
    from tests.slack_double import Ack

ROUNDS = 200

#: Of a slow store: another writer holds it for so long, again and again.
HELD_S, FREE_S, SLOW_ROUNDS = 2.0, 0.05, 25

Deliver = "Callable[[], Awaitable[Ack]]"


async def main() -> dict[str, float]:
    double = Double()
    await double.start()
    double.there.channels[CHANNEL]["members"].append(double.there.person("U0ANA"))
    floor = await _floor(double)
    with tempfile.TemporaryDirectory() as folder:
        rest, by_http, slow, refused = await _ours(double, Path(folder))
    await double.stop()
    rows = {"Bolt alone, Socket Mode": floor, "at rest, Socket Mode": rest, "at rest, HTTP": by_http, "slow store, Socket Mode": slow}
    _table(rows)
    print(f"with a slow store {refused} of {SLOW_ROUNDS} were told to try again; none waited past three seconds: {max(slow) < 3}")  # noqa: T201
    result = {
        "ack_p50_ms": _at(rest, 50),
        "ack_p95_ms": _at(rest, 95),
        "bolt_floor_ms": _at(floor, 50),
        "http_p50_ms": _at(by_http, 50),
        "http_p95_ms": _at(by_http, 95),
        "slow_p50_ms": _at(slow, 50),
        "slow_p95_ms": _at(slow, 95),
        "slow_refused": refused,
    }
    print(json.dumps(result))  # noqa: T201  # a bench prints
    return result


async def _floor(double: Double) -> list[float]:
    """A listener that does nothing but acknowledge."""
    client = AsyncWebClient(token=BOT_TOKEN, base_url=double.url)
    app = AsyncApp(client=client)

    @app.command("/partners")
    async def _(ack: Any) -> None:
        await ack()

    handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types
    await double.connected.wait()
    try:
        return await _times(ROUNDS, lambda: double.push(*double.command("U0ANA", "help")))
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt has no types
        double.connected.clear()


async def _ours(double: Double, folder: Path) -> tuple[list[float], list[float], list[float], int]:
    (folder / ".env").write_text(
        f"LIAISON_SLACK_BOT_TOKEN={BOT_TOKEN}\nLIAISON_SLACK_APP_TOKEN={APP_TOKEN}\nLIAISON_SLACK_SIGNING_SECRET={SECRET}\n"
        f"LIAISON_SLACK_API_URL={double.url}\nLIAISON_SLACK_CHANNEL={CHANNEL}\nLIAISON_SLACK_STAFF=U0ANA:approver\nLIAISON_WEB=127.0.0.1:{_free_port()}\n"
    )
    with closing(build(load_settings(folder, environment=False), Clock())) as app:
        slack = opened(app)
        await slack.connect()
        await double.connected.wait()
        at = app.settings.web
        assert at is not None
        web = WebServer(web_app(app, slack.routes), at)
        await web.start()
        url = f"http://{at}/slack/events"
        try:
            rest = await _times(ROUNDS, lambda: double.push(*double.command("U0ANA", "help")), slack.desk.settled)
            by_http = await _times(ROUNDS, lambda: double.post(url, *double.command("U0ANA", "help")), slack.desk.settled)
            slow, refused = await _with_a_slow_store(app, double)
        finally:
            await web.stop()
            await slack.stop()
    return rest, by_http, slow, refused


async def _with_a_slow_store(app: App, double: Double) -> tuple[list[float], int]:
    over = threading.Event()

    def busy() -> None:
        while not over.is_set():
            with app.store.unit() as unit:
                unit.cards.lost("nobody")
                over.wait(HELD_S)
            time.sleep(FREE_S)

    writer = threading.Thread(target=busy)
    writer.start()
    seconds, refused = [], 0
    for _ in range(SLOW_ROUNDS):
        ack = await double.push(*double.command("U0ANA", "help"), within_s=5)
        seconds.append(ack.seconds)
        refused += "Not accepted" in str((ack.payload or {}).get("text", ""))
        await asyncio.sleep(0.1)
    over.set()
    await asyncio.to_thread(writer.join)
    return seconds, refused


async def _times(rounds: int, deliver: Callable[[], Awaitable[Ack]], between: Callable[[], Awaitable[None]] | None = None) -> list[float]:
    """Seconds to the acknowledgement; what it leads to ends before the next one."""
    await deliver()
    found = []
    for _ in range(rounds):
        found.append((await deliver()).seconds)
        if between is not None:
            await between()
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _at(seconds: list[float], percent: int) -> float:
    return round(statistics.quantiles(seconds, n=100)[percent - 1] * 1000, 2)


def _table(rows: dict[str, list[float]]) -> None:
    print(f"{'acknowledged after, in ms':<28}{'p50':>9}{'p95':>9}{'worst':>9}{'of':>6}")  # noqa: T201  # as above
    for name, seconds in rows.items():
        print(f"{name:<28}{_at(seconds, 50):>9.1f}{_at(seconds, 95):>9.1f}{max(seconds) * 1000:>9.1f}{len(seconds):>6}")  # noqa: T201  # as above


if __name__ == "__main__":
    log_to_stderr("error")
    asyncio.run(main())
