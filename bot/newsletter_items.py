"""What partners wrote in their check-ins and a newsletter could tell: offered to staff, and used only once somebody has ticked it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.types import ConversationKind, ConversationStatus, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App
    from handlers.types import Conversation
    from store.unit import Unit

#: Questions of a check-in whose answer is a partner's own news.
QUESTIONS = ("highlights", "challenges")

TICKED = "newsletter.item_ticked"

#: So many of the newest check-ins are offered.
NEWEST = 200


class NewsletterError(Exception):
    """Nothing was done: why, in words for whoever asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One answer. Its id names the conversation and the question."""

    id: str
    organization: str
    words: str
    ticked_by: str = ""


def offered(app: App) -> tuple[Item, ...]:
    with app.store.view() as unit:
        return tuple(_items(unit))


def tick(app: App, item_id: str, who: str) -> Item:
    """Put it on record who has read it and found that it may be told."""
    with app.store.unit() as unit:
        found = next((each for each in _items(unit) if each.id == item_id.strip().casefold()), None)
        if found is None:
            raise NewsletterError(f"there is no item {item_id}; `newsletter items` lists them.")
        if found.ticked_by:
            return found
        unit.records.add(Record(kind=TICKED, subject=found.id, who=who, data={"words": found.words}), at=app.clock.now())
    return Item(id=found.id, organization=found.organization, words=found.words, ticked_by=who)


def ticked(unit: Unit) -> dict[str, tuple[str, str]]:
    """Organisation and words of each item that may be told, in the very words that were ticked."""
    return {each.id: (each.organization, each.words) for each in _items(unit) if each.ticked_by}


def _items(unit: Unit) -> Iterator[Item]:
    for talk in unit.conversations.items(ConversationKind.CHECKIN, (ConversationStatus.SUBMITTED,), limit=NEWEST):
        for question in QUESTIONS:
            words = str(talk.answers[question].value) if question in talk.answers else ""
            if words:
                yield _item(unit, talk, question, words)


def _item(unit: Unit, talk: Conversation, question: str, words: str) -> Item:
    item = f"{talk.id}/{question}"
    who = next((each.record.who for each in unit.records.of(item) if each.record.kind == TICKED and each.record.data["words"] == words), "")
    parties = unit.partners.by_email(talk.party)
    return Item(id=item, organization=parties[0].organization if parties else talk.party, words=words, ticked_by=who)
