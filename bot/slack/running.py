"""Slack within the running program: connects, pays what is owed there, and takes up what was left unfinished."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.payer import Limits, Paid, Payer
from bot.slack.delivery import SlackDelivery
from bot.slack.desk import SlackDesk
from bot.slack.faces import faces
from bot.slack.listening import bolt_app, quiet_logger, route, web_client
from bot.slack.trouble import TROUBLE, word
from handlers import staff_notices
from handlers.commands import ServerRefusedUs
from handlers.types import Snapshot

if TYPE_CHECKING:
    from starlette.routing import Route

    from bot.app import App
    from handlers.commands import Bounced
    from store.unit import Unit

log = structlog.get_logger()


@dataclass(slots=True)
class Slack:
    """All of Slack in one process. `start` returns once it is connected, or raises what Slack or the network says."""

    app: App
    desk: SlackDesk
    payer: Payer
    routes: tuple[Route, ...] = ()
    handler: AsyncSocketModeHandler | None = None

    async def connect(self) -> None:
        """Open Socket Mode, where that is how Slack is heard; the SDK keeps it open from then on."""
        await self.desk.people.introduce()
        token = self.app.settings.slack_app_token.get_secret_value()
        if not token or self.handler is not None:
            return
        handler = AsyncSocketModeHandler(bolt_app(self.desk, ""), token, logger=quiet_logger(), web_client=self.desk.client)
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types
        except BaseException:
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt has no types
            raise
        self.handler = handler

    async def look(self, *, stopping: bool = False) -> float:
        """Connect where that is still to be done, take up what was left, post what is due; seconds until it is worth another look."""
        if stopping:
            return 0.0
        try:
            await self.connect()
        except TROUBLE as error:
            log.warning("slack_not_connected", reason=word(error))
        await self.desk.take_up()
        soon = await self.desk.true_up()
        while (await self.payer.pay()).total:
            continue
        return min(soon, await self.payer.next_due())

    async def stop(self) -> None:
        if self.handler is not None:
            with suppress(*TROUBLE):
                await self.handler.close_async()  # type: ignore[no-untyped-call]  # Bolt has no types
        await self.desk.stop()


def opened(app: App) -> Slack:
    """Put Slack together, where a token is set; connects to nothing yet."""
    client = web_client(app.settings)
    desk = SlackDesk(app, client)
    payer = Payer(
        store=app.store,
        delivery=SlackDelivery(client, app.store, faces(app.loaded)),
        clock=app.clock,
        sender=app.desk.intake,
        worker=app.payer.worker,
        note=lambda unit, command: tell_refused(app, unit, command),
        limits=Limits(connections=1),
        channel="slack",
    )
    secret = app.settings.slack_signing_secret.get_secret_value()
    return Slack(app=app, desk=desk, payer=payer, routes=(route(bolt_app(desk, secret)),) if secret else ())


def tell_refused(app: App, unit: Unit, command: Bounced | ServerRefusedUs) -> None:
    """Slack takes nothing from us: whoever hears by mail is told, once a day, since Slack cannot say so."""
    now = app.clock.now()
    log.error("slack_refuses_us", words=command.words if isinstance(command, ServerRefusedUs) else "given up")
    if isinstance(command, ServerRefusedUs):
        snapshot = Snapshot(playbook=app.loaded.playbook, staff=app.desk.mail_addresses)
        for notice in staff_notices.slack_refuses_us(snapshot, command.words, now):
            app.service.saving.post_room.owe(unit, notice, now)


async def pay_once(app: App) -> Paid:
    """Deliver what is due to Slack, once; for a command that starts no loops."""
    slack = opened(app)
    try:
        return await slack.payer.pay_all()
    finally:
        await slack.stop()
