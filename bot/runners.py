"""The loops of `liaison run`: listen, decide, pay; supervised, and stopped without leaving anything half done."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from bot import ticking
from handlers.outages import Part
from mail.intake import Listener, NotNow
from mail.parse import MAX_BYTES
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.app import App
    from bot.postman import Postman
    from bot.slack.running import Slack
    from bot.web import WebServer

log = structlog.get_logger()

#: After a loop broke, it waits this long and goes on; each further break in a row doubles it up to the last.
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0

#: A loop looks by itself this often, should a wake-up have been missed or another process have queued something.
LOOK_AGAIN_S = 15.0

#: What falls due is looked for this often.
TICK_S = 60.0


@dataclass(slots=True)
class Runners:
    """All loops of one process. `run` returns when `stop` was called and what had begun was carried to its end."""

    app: App
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    owed: asyncio.Event = field(default_factory=asyncio.Event)
    noticed: asyncio.Event = field(default_factory=asyncio.Event)
    issued: asyncio.Event = field(default_factory=asyncio.Event)
    clock: asyncio.Event = field(default_factory=asyncio.Event)  #: nothing sets it but the end
    to_post: asyncio.Event = field(default_factory=asyncio.Event)
    slack: Slack | None = None
    show: Callable[[str], None] = lambda _: None  #: a line for whoever sits at the terminal
    postman: Postman | None = None

    async def run(self, ready: Callable[[Listener | None], None]) -> None:
        listener = await self._listen()
        self.slack = self._open_slack()
        web = await self._serve()
        self.app.bulk.stopping = self.stopping.is_set
        work = [(self._decide, self.heard), (self._pay, self.owed), (self._tick, self.clock), (self._send_newsletters, self.issued)]
        if self.slack is not None:
            work.append((self._post, self.to_post))
        loops = [asyncio.create_task(self._keep(each, woken)) for each, woken in work]
        watching = asyncio.create_task(self._watch())
        # The model loads beside us; until it is there, routing asks more (design decision 13).
        model = asyncio.create_task(asyncio.to_thread(self.app.meaning.load))
        self.postman = self._watch_mailbox()
        await self._take_over()
        ready(listener)
        await self.stopping.wait()
        # A server that does not answer must not hold up the end.
        watching.cancel()
        if self.postman is not None:
            await asyncio.to_thread(self.postman.stop)
        if listener is not None:
            await listener.stop()
        if web is not None:
            await web.stop()
        for woken in (self.heard, self.owed, self.clock, self.issued, self.to_post):
            woken.set()
        await asyncio.gather(*loops)
        if self.slack is not None:
            await self.slack.stop()
        with suppress(asyncio.CancelledError):
            await watching
        await self.app.delivery.close()
        model.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await model

    def stop(self) -> None:
        self.stopping.set()

    async def _take_over(self) -> None:
        """What a process of this machine held when it was killed is due now; a busy store only means that it waits for its lease."""
        with suppress(StoreTrouble):
            await asyncio.to_thread(self.app.service.take_over)
            await asyncio.to_thread(self.app.payer.take_over)

    async def _listen(self) -> Listener | None:
        at = self.app.settings.listen
        if at is None:
            return None
        listener = Listener(at.host, at.port, self.app.desk.intake, self._hear, MAX_BYTES)
        await listener.start()
        return listener

    async def _serve(self) -> WebServer | None:
        at = self.app.settings.web
        if at is None:
            return None
        from bot.web import WebServer, web_app  # noqa: PLC0415  what is not served is not imported
        from bot.web_unsubscribe import routes  # noqa: PLC0415  as above

        own = routes(self.app.subscribing, self.app.newsletters.studio.folder)
        web = WebServer(web_app(self.app, (*own, *(self.slack.routes if self.slack else ()))), at)
        await web.start()
        return web

    def _open_slack(self) -> Slack | None:
        if not self.app.settings.slack_bot_token:
            return None
        from bot.slack.running import opened  # noqa: PLC0415  Slack's own libraries are not imported where there is none

        slack, loop = opened(self.app), asyncio.get_running_loop()
        slack.desk.on_owed = lambda: _from_any_thread(loop, self.owed)
        return slack

    async def _post(self) -> float:
        """Keep Slack connected, take up what was left unfinished, and post what is owed."""
        assert self.slack is not None
        wait_s = await self.slack.look(stopping=self.stopping.is_set())
        return min(LOOK_AGAIN_S, wait_s)

    def _watch_mailbox(self) -> Postman | None:
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(self.heard.set)

        postman = self.app.postman(wake)
        if postman is not None:
            postman.start()
        return postman

    async def _hear(self, raw: bytes, sender: str | None, recipients: tuple[str, ...]) -> None:
        """Keep a mail; only then does the listener say 250."""
        try:
            await asyncio.to_thread(
                self.app.service.hear, raw, source_key=f"smtp/{uuid4().hex}", envelope_from=sender, envelope_to=recipients
            )
        except StoreTrouble as trouble:
            log.warning("not_heard", reason=str(trouble))
            self.app.watch.sights.failed(Part.STORE, trouble)
            self.app.watch.sights.put_off()
            raise NotNow(str(trouble)) from trouble
        self.heard.set()

    async def _decide(self) -> float:
        for inbox_id in await asyncio.to_thread(self.app.service.waiting):
            if self.stopping.is_set():
                break
            await asyncio.to_thread(self.app.service.decide, inbox_id)
            self.owed.set()
        if self.postman is not None:
            self.postman.nudge()
        return LOOK_AGAIN_S

    async def _tick(self) -> float:
        await asyncio.to_thread(self.app.learn)
        if await asyncio.to_thread(lambda: list(ticking.tick(self.app))):
            self.owed.set()
        return TICK_S

    async def _pay(self) -> float:
        self.to_post.set()
        while (await self.app.payer.pay()).total and not self.stopping.is_set():
            continue
        return min(LOOK_AGAIN_S, await self.app.payer.next_due())

    async def _send_newsletters(self) -> float:
        await self.app.bulk.send_due()
        return min(LOOK_AGAIN_S, await self.app.bulk.next_due())

    async def _watch(self) -> None:
        """Find out what is away, and tell it (bot/outages.py)."""
        watch, loop = self.app.watch, asyncio.get_running_loop()
        watch.show = self.show
        watch.sights.on_news = lambda: _from_any_thread(loop, self.noticed)
        watch.on_owed = lambda: _from_any_thread(loop, self.owed)
        await self._keep(self._look, self.noticed)

    async def _look(self) -> float:
        await self.app.watch.look(self.app.delivery, self.app.parts)
        return LOOK_AGAIN_S

    async def _keep(self, work: Callable[[], Awaitable[float]], woken: asyncio.Event) -> None:
        """Run one loop until we stop: catch broadly here and only here, keep the evidence, go on."""
        broken = 0
        while not self.stopping.is_set():
            woken.clear()
            try:
                wait_s = await work()
                broken = 0
            except Exception as error:
                wait_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(broken, 10))
                broken += 1
                if isinstance(error, StoreTrouble):
                    self.app.watch.sights.failed(Part.STORE, error)
                    log.warning("store_in_trouble", reason=str(error), again_in_s=wait_s)
                else:
                    log.exception("loop_broke", loop=work.__name__, again_in_s=wait_s)
                await self._pause(wait_s)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), wait_s)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)


def _from_any_thread(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    with suppress(RuntimeError):  # The loop has ended: nobody waits any more.
        loop.call_soon_threadsafe(event.set)


async def run_until_stopped(app: App, ready: Callable[[Listener | None], None], show: Callable[[str], None] = lambda _: None) -> None:
    """Run until Ctrl-C or SIGTERM."""
    runners = Runners(app, show=show)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, runners.stop)
    await runners.run(ready)
