"""The composition root: names every concrete class and opens nothing that a command does not need."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bulk_ledger import Ledger
from bot.bulk_sender import BulkSender
from bot.desk import Desk
from bot.ear import Ear
from bot.meaning import Meaning
from bot.newsletter_studio import Studio
from bot.newsletters import Newsletters
from bot.outages import Watch
from bot.payer import Limits, Payer
from bot.playbooks import Loaded, load_playbook
from bot.post_room import PostRoom
from bot.service import Service
from bot.settings import SHIPPED_PLAYBOOKS, Settings, cache_folder
from bot.slack.board import Board
from bot.slack.faces import faces
from bot.snapshots import Snapshots
from bot.subscribing import Subscribing
from bot.watched import WatchedDelivery
from bot.workers import this_worker
from handlers.outages import Part
from handlers.pace import Pace
from handlers.roles import Role
from handlers.types import Snapshot
from mail import delivery
from mail.causes import life_now
from mail.render import Templates
from store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.postman import Postman
    from mail.mailbox import Mailbox

#: How long a unit waits for another writer. Longer than any unit of ours takes, shorter than a person's patience.
BUSY_TIMEOUT_S = 5.0

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


@dataclass(frozen=True, kw_only=True, slots=True)
class App:
    """Everything a command may use, put together once."""

    settings: Settings
    clock: Clock
    store: Store
    loaded: Loaded
    templates: Templates
    meaning: Meaning
    desk: Desk
    service: Service
    watch: Watch
    delivery: WatchedDelivery
    payer: Payer
    newsletters: Newsletters
    bulk: BulkSender
    subscribing: Subscribing

    def postman(self, on_heard: Callable[[], None]) -> Postman | None:
        """Who watches the mailbox, where there is one."""
        account = self.settings.account
        if account is None:
            return None
        from bot.postman import Postman  # noqa: PLC0415  imapclient is not imported where no mailbox is watched

        where = f"{account.user} at {account.host}"
        if account.tls:
            self.watch.certificate_again = lambda part: life_now(account.host, account.port) if part is Part.INCOMING else None

        def opened(box: Mailbox) -> None:
            self.watch.sights.well(Part.INCOMING)
            self.watch.sights.certificate(Part.INCOMING, account.host, box.certificate_life())

        return Postman(
            account,
            self.settings.imap_since,
            self.service,
            on_heard=on_heard,
            on_open=opened,
            on_trouble=lambda error: self.watch.sights.failed(Part.INCOMING, error, where),
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        """What this office needs to work."""
        return tuple(part for part in Part if part is not Part.INCOMING or self.settings.account is not None)

    def learn(self) -> None:
        """Let routing learn what staff have told, here or in another process; costs next to nothing where that is nothing new."""
        with self.store.view() as unit:
            self.meaning.learn(unit.examples.items())

    def close(self) -> None:
        self.store.close()


def build(settings: Settings, clock: Clock, meaning: Meaning | None = None) -> App:
    """Put the program together. The database is made or migrated; nothing else is opened yet. A loaded model may be shared."""
    loaded = load(settings)
    store = Store(settings.database_url.get_secret_value(), busy_timeout_s=BUSY_TIMEOUT_S)
    store.migrate()
    desk = _desk(settings)
    templates = Templates(TEMPLATES / "email")
    meaning = meaning or the_meaning()
    password = settings.smtp_password.get_secret_value()
    carrier = delivery.from_url(settings.smtp_url, password, connections=settings.send_connections, tokens=settings.tokens)
    worker = this_worker()
    board = _board(desk, loaded, clock)
    office = loaded.playbook.office
    post_room = PostRoom(
        templates=templates, desk=desk, signed=office.name, board=board, time_zone=office.time_zone, closed=frozenset(office.closed)
    )
    watch = Watch(
        store=store,
        post_room=post_room,
        snapshot=Snapshot(playbook=loaded.playbook, staff=desk.mail_addresses or desk.addresses),
        clock=clock,
    )
    watched = WatchedDelivery(carrier, watch.sights)
    service = Service(
        store=store,
        ear=Ear(store=store, desk=desk, playbook=loaded.playbook, meaning=meaning),
        post_room=post_room,
        loaded=loaded,
        clock=clock,
        desk=desk,
        worker=worker,
    )
    limits = Limits(per_minute=settings.send_per_minute, per_day=settings.send_per_day, connections=settings.send_connections)
    payer = Payer(store=store, delivery=watched, clock=clock, sender=desk.intake, worker=worker, note=service.note, limits=limits)
    newsletters = Newsletters(
        store=store,
        saving=service.saving,
        loaded=loaded,
        desk=desk,
        clock=clock,
        studio=Studio(store=store, loaded=loaded, desk=desk, clock=clock, folder=TEMPLATES / "newsletter", public_url=settings.public_url),
    )
    app = App(
        settings=settings,
        clock=clock,
        store=store,
        loaded=loaded,
        templates=templates,
        meaning=meaning,
        desk=desk,
        service=service,
        watch=watch,
        delivery=watched,
        payer=payer,
        newsletters=newsletters,
        bulk=_bulk(settings, newsletters, service, payer),
        subscribing=Subscribing(store=store, saving=service.saving, playbook=loaded.playbook, clock=clock, secret=desk.secret),
    )
    app.learn()
    return app


def _board(desk: Desk, loaded: Loaded, clock: Clock) -> Board | None:
    """Where the cards of the office's channel stand, where it has one."""
    if not desk.channel:
        return None
    return Board(desk.channel, faces(loaded), Snapshots(loaded=loaded, desk=desk, clock=clock))


def _bulk(settings: Settings, newsletters: Newsletters, service: Service, payer: Payer) -> BulkSender:
    pace = Pace(
        per_minute=settings.send_per_minute,
        per_hour=settings.send_per_hour,
        per_domain=settings.send_per_domain,
        per_day=settings.send_per_day,
    )
    store, clock = service.store, service.clock
    return BulkSender(
        ledger=Ledger(store=store, clock=clock, newsletters=newsletters, worker=payer.worker, pace=pace, note=service.note),
        newsletters=newsletters,
        delivery=payer.delivery,
        pay=payer.pay,
        clock=clock,
        sender=service.desk.intake,
        connections=settings.send_connections,
        stop_percent=service.loaded.playbook.newsletters.stop_percent,
    )


def the_meaning() -> Meaning:
    """The model with the shipped examples, not loaded yet."""
    return Meaning(TEMPLATES / "examples", cache_folder(), alarms_folder=TEMPLATES / "alarms", answers_folder=TEMPLATES / "answers")


def load(settings: Settings) -> Loaded:
    folders = [folder for folder in (settings.playbooks, SHIPPED_PLAYBOOKS) if folder is not None]
    return load_playbook(settings.district, folders, settings.office)


def _desk(settings: Settings) -> Desk:
    return Desk(
        secret=settings.secret.get_secret_value().encode(),
        intake=settings.intake_address,
        staff={
            **{each.email: Role[each.role.upper()] for each in settings.staff},
            **{each.id.casefold(): Role[each.role.upper()] for each in settings.slack_staff if each.kind == "user"},
        },
        policy=settings.reply_policy,
        authserv_id=settings.authserv_id,
        channel=settings.slack_channel,
    )
