"""Finds what waits for a ruling by somebody outside the office, and for whom: one mail a person, at most one new one a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.dossiers import dossier_of
from handlers import by_mail, review
from handlers.orders import Asked, HeadsToAsk
from handlers.partnership import Standing, Task
from handlers.types import ConversationKind, ConversationStatus
from store.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App
    from bot.decided import Decided
    from handlers.partnership import Dossier
    from handlers.types import Conversation
    from store.unit import Unit

#: More partnerships than any district has under review at once; a bound all the same.
MOST = 10_000


def due(app: App) -> Iterator[Decided]:
    """Ask for what nobody was asked yet, and remind of what was."""
    with app.store.view() as unit:
        talks = _open_talks(unit)
    for talk in talks:
        try:
            yield app.service.remind_head(talk)
        except StaleVersion:
            continue  # They have just answered.
    waiting, unknown = _waiting(app)
    for title, partnership in unknown:
        _open_task(app, title, partnership)
    for to, some in waiting.items():
        yield app.service.ask_heads(HeadsToAsk(to=to, waiting=tuple(some)))


def _open_talks(unit: Unit) -> tuple[Conversation, ...]:
    talks = unit.conversations.items(ConversationKind.RULING, [ConversationStatus.ASKING], limit=MOST)
    return tuple(talk for talk in talks if by_mail.concerns(talk))


def _waiting(app: App) -> tuple[dict[str, list[tuple[Asked, Dossier, Conversation | None]]], list[tuple[str, str]]]:
    """What waits for whom and was not asked; and what waits for somebody whose address nobody knows."""
    waiting: dict[str, list[tuple[Asked, Dossier, Conversation | None]]] = defaultdict(list)
    unknown: list[tuple[str, str]] = []
    playbook = app.loaded.playbook
    zone = ZoneInfo(playbook.office.time_zone)
    today = app.clock.now().astimezone(zone).date()
    with app.store.view() as unit:
        talks = _open_talks(unit)
        # Where somebody else is the head by now, they were not asked.
        asked_already = {(talk.party, asked.key) for talk in talks for asked in by_mail.asked_in(talk).values()}
        written_today = {talk.party for talk in talks if talk.opened_at.astimezone(zone).date() == today}
        for partnership in unit.partnerships.items([Standing.UNDER_REVIEW], limit=MOST):
            dossier = dossier_of(unit, partnership)
            for to, missing in review.asked_of(playbook, dossier):
                asked = Asked(partnership=partnership.id, gate=missing.gate.id, school=missing.school)
                if not to:
                    whose = missing.school or missing.gate.title.en
                    unknown.append(
                        (f"Find the mail address for {whose}: somebody there has to rule on {partnership.organization}.", asked.key)
                    )
                elif (to, asked.key) not in asked_already and to not in written_today:
                    waiting[to].append((asked, dossier, unit.conversations.get(partnership.id)))
    return waiting, unknown


def _open_task(app: App, title: str, key: str) -> None:
    now = app.clock.now()
    with app.store.unit() as unit:
        unit.tasks.open(Task(key=f"{key}/address", subject=key.partition("/")[0], title=title, opened_at=now))
