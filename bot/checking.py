"""Tells whether Liaison can do its work here, part by part, and how to mend what it cannot."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import app
from bot.playbooks import PlaybookError, check_playbook
from mail import delivery
from mail.render import Templates, check_serializer
from store.errors import StoreTrouble
from store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from mail.mailbox import Mailbox


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    name: str
    ok: bool
    detail: str


def checks(settings: Settings) -> Iterator[Check]:
    """Check one part after another; a failure of one hides no other."""
    yield Check(
        name="settings", ok=True, detail=f"district {settings.district}, intake {settings.intake_address.email}, replies {settings.replies}"
    )
    yield from _playbook(settings)
    yield _serializer()
    yield _database(settings)
    yield from _incoming(settings)
    yield _outgoing(settings)
    yield from _records(settings)
    yield from _slack(settings)
    yield from _outages(settings)
    yield _staff(settings)


def _playbook(settings: Settings) -> Iterator[Check]:
    try:
        loaded = app.load(settings)
    except PlaybookError as error:
        yield Check(name="playbook", ok=False, detail=str(error))
        return
    problems = check_playbook(loaded, Templates(app.TEMPLATES / "email"))
    for problem in problems:
        yield Check(name="playbook", ok=False, detail=problem)
    if not problems:
        yield Check(
            name="playbook", ok=True, detail=f"{loaded.playbook.id} {loaded.playbook.version}; every mail renders in every language"
        )


def _serializer() -> Check:
    try:
        check_serializer()
    except Exception as error:  # noqa: BLE001  whatever it is, this machine must not send mail
        return Check(name="mail headers", ok=False, detail=f"this Python writes unsafe headers: {error}")
    return Check(name="mail headers", ok=True, detail="a line break in a header is refused")


def _database(settings: Settings) -> Check:
    try:
        store = Store(settings.database_url.get_secret_value())
        store.migrate()
        with store.view() as unit:
            waiting = unit.inbox.count("heard")
        store.close()
    except StoreTrouble as error:
        return Check(name="database", ok=False, detail=str(error))
    return Check(name="database", ok=True, detail=f"at this version's tables; {waiting} mails wait to be decided")


def _incoming(settings: Settings) -> Iterator[Check]:
    account = settings.account
    if account is None:
        return
    from mail.mailbox import Mailbox, Refused, Trouble  # noqa: PLC0415  imapclient is not imported where no mailbox is watched

    try:
        with closing(Mailbox(account)) as box:
            opened = box.open()
            told = f"{account.folder} holds {opened.messages} mails; the server {_ways(box)}"
            sent = box.sent_folder()
    except (Trouble, Refused) as error:
        yield Check(name="incoming mail", ok=False, detail=str(error))
        return
    yield Check(name="incoming mail", ok=True, detail=told)
    yield Check(name="own answers", ok=True, detail=_own_answers(sent, account.folder))


def _own_answers(sent: str | None, folder: str) -> str:
    if sent is None or sent == folder:
        return "there is no folder of sent mail here, so that Liaison goes on in a talk in which one of you answers by hand"
    return f"whoever of you answers by hand is found in the folder {sent!r}; Liaison then keeps silent in that talk"


def _ways(box: Mailbox) -> str:
    news = "tells of new mail" if box.can_idle else "is asked for new mail now and then"
    return f"{news} and moves what is decided" if box.can_move else f"{news}; without MOVE and UIDPLUS, heard mail stays where it is"


def _outgoing(settings: Settings) -> Check:
    problem = asyncio.run(_problem(delivery.from_url(settings.smtp_url, settings.smtp_password.get_secret_value(), tokens=settings.tokens)))
    return Check(name="outgoing mail", ok=not problem, detail=problem or settings.smtp_url.partition(":")[0])


async def _problem(carrier: delivery.Delivery) -> str:
    try:
        return await carrier.problem()
    finally:
        await carrier.close()


def _records(settings: Settings) -> Iterator[Check]:
    from bot.mail_records import of_mail  # noqa: PLC0415  nobody else asks the domain name system

    for each in of_mail(settings):
        yield Check(name=each.name, ok=each.ok, detail=each.says)


def _slack(settings: Settings) -> Iterator[Check]:
    if not settings.slack_bot_token:
        return
    from bot.slack.checks import checks as of_slack  # noqa: PLC0415  Slack's own libraries are not imported where there is none

    async def all_of_them() -> list[Check]:
        return [Check(name=name, ok=ok, detail=detail) async for name, ok, detail in of_slack(settings)]

    yield from asyncio.run(all_of_them())


def _outages(settings: Settings) -> Iterator[Check]:
    from bot.clock import Clock  # noqa: PLC0415  as the next
    from bot.outage_checks import outage_checks  # noqa: PLC0415  what needs a database that works comes last

    try:
        made = app.build(settings, Clock())
    except (PlaybookError, StoreTrouble):
        return
    with closing(made):
        for name, ok, detail in outage_checks(made, made.clock.now()):
            yield Check(name=name, ok=ok, detail=detail)


def _staff(settings: Settings) -> Check:
    if settings.staff:
        return Check(name="staff", ok=True, detail=f"{len(settings.staff)} hear of what waits")
    return Check(name="staff", ok=True, detail="nobody hears of what waits: set LIAISON_STAFF to the office's addresses")
