"""The cards in Slack's channel: the newest data of each, where it was posted, and which revision stands there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from store.slack_tables import cards

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from store.engine import Late


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One card. `revision` counts what was owed, `shown` is the one that stands in Slack; `ts` is empty until it is posted."""

    lane: str
    about: str  #: id of the mail, draft or conversation that it is about
    conversation: str = ""
    channel: str
    template: str
    context: Mapping[str, Any]
    ts: str = ""
    revision: int = 1
    shown: int = 0
    owed_at: datetime
    is_open: bool = True  #: somebody may still have to act, so that it is looked at whether that is so


class Cards:
    def __init__(self, late: Late) -> None:
        self._late = late

    def put(self, card: Card) -> int:
        """Keep the newest data of a card and return its revision; where it was posted stays."""
        row = {
            "lane": card.lane,
            "about": card.about,
            "conversation": card.conversation,
            "channel": card.channel,
            "template": card.template,
            "context": dict(card.context),
            "ts": "",
            "revision": 1,
            "shown": 0,
            "owed_at": card.owed_at,
            "is_open": card.is_open,
        }
        newer = {
            "about": card.about,
            "template": card.template,
            "context": dict(card.context),
            "is_open": card.is_open,
            "revision": cards.c.revision + 1,
        }
        statement = self._late.insert(cards).values(row).on_conflict_do_update(index_elements=["lane"], set_=newer)
        return int(self._late.execute(statement.returning(cards.c.revision)).scalar_one())

    def posted(self, lane: str, channel: str, ts: str, shown: int) -> None:
        """Say where it stands and which revision that is; a newer one is never taken back."""
        there = update(cards).where(cards.c.lane == lane, cards.c.shown <= shown)
        self._late.execute(there.values(channel=channel, ts=ts, shown=shown))

    def lost(self, lane: str) -> None:
        """Nobody finds it in Slack any more: it is posted anew."""
        self._late.execute(update(cards).where(cards.c.lane == lane).values(ts="", shown=0))

    def get(self, lane: str) -> Card | None:
        row = self._late.execute(select(cards).where(cards.c.lane == lane)).first()
        return None if row is None else _card(row)

    def about(self, subject: str) -> tuple[Card, ...]:
        """All cards about one thing, in the order in which they were owed."""
        theirs = select(cards).where(cards.c.about == subject).order_by(cards.c.owed_at, cards.c.lane)
        return tuple(_card(row) for row in self._late.execute(theirs))

    def of(self, conversation: str) -> tuple[Card, ...]:
        """All cards of one conversation, in the order in which they were owed."""
        theirs = select(cards).where(cards.c.conversation == conversation).order_by(cards.c.owed_at, cards.c.lane)
        return tuple(_card(row) for row in self._late.execute(theirs)) if conversation else ()

    def open(self, limit: int = 500) -> tuple[Card, ...]:
        """Cards that may still ask for something, the newest first."""
        theirs = select(cards).where(cards.c.is_open).order_by(cards.c.owed_at.desc(), cards.c.lane).limit(limit)
        return tuple(_card(row) for row in self._late.execute(theirs))

    def close(self, lanes: Sequence[str]) -> None:
        """Nothing is asked by them any more; what they show stays."""
        if lanes:
            self._late.execute(update(cards).where(cards.c.lane.in_(lanes)).values(is_open=False))

    def at(self, channel: str, ts: str) -> Card | None:
        """The card that a message in Slack is."""
        row = self._late.execute(select(cards).where(cards.c.ts == ts, cards.c.channel == channel)).first() if ts else None
        return None if row is None else _card(row)


def _card(row: Row[Any]) -> Card:
    return Card(
        lane=row.lane,
        about=row.about,
        conversation=row.conversation,
        channel=row.channel,
        template=row.template,
        context=row.context,
        ts=row.ts,
        revision=row.revision,
        shown=row.shown,
        owed_at=row.owed_at,
        is_open=row.is_open,
    )
