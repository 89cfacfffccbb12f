"""What partners wrote and a newsletter could tell: offered to staff, and used only once somebody has ticked it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from handlers.types import ConversationKind, ConversationStatus, Record
from mail.parse import Hostile, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.app import App
    from handlers.types import Address, Conversation
    from store.inbox import InboxItem
    from store.unit import Unit

#: Questions of a check-in whose answer is a partner's own news, and the one by which it asks for something.
UPDATES, REQUESTS = ("highlights", "challenges"), ("support_needed",)

TICKED, UNTICKED = "newsletter.item_ticked", "newsletter.item_unticked"

#: So many of the newest check-ins, and of the newest mails, are offered.
NEWEST, NEWEST_MAILS = 200, 50

#: Mail that is older is no news.
FRESH = timedelta(days=60)

#: What a partner asks of the office is a request, whatever its words.
REQUEST_PATHWAYS = frozenset({"existing_partner_support", "documents"})

#: How much of it a list shows.
SHOWN = 400

#: Shorter mails, such as a *thank you*, tell nothing to others.
LEAST_WORDS = 6

_MAIL = re.compile(r"m-\d+")


class NewsletterError(Exception):
    """Nothing was done: why, in words for whoever asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What one partner wrote. Its id names the conversation and the question, or the mail."""

    id: str
    organization: str
    words: str  #: all of them, or those that somebody has ticked
    kind: Literal["update", "request"]
    source: str  #: where it stands, such as `check-in of 2026-11-03` or `mail of 2026-11-04`
    ticked_by: str = ""


def offered(app: App) -> tuple[Item, ...]:
    """The newest updates and requests of partners, from check-ins and then from mail, the ticked ones as they were ticked."""
    with app.store.view() as unit:
        found = [*_of_checkins(unit), *_of_mails(unit, app.desk.intake, app.clock.now() - FRESH)]
        return tuple(_as_ticked(unit, each) for each in found)


def line_of(item: Item) -> str:
    """One item for a person to read."""
    words = " ".join(item.words.split())
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
    ticked = f"ticked by {item.ticked_by}" if item.ticked_by else "not ticked"
    return f"{item.id}  {ticked}  {item.kind}, {item.source}  {item.organization}: {shown}"


def tick(app: App, item_id: str, who: str, words: str = "") -> Item:
    """Put it on record who has read it and found that it, or a part of it in the partner's own words, may be told."""
    with app.store.unit() as unit:
        found = _known(unit, item_id, app.desk.intake)
        part = found.words if not words.strip() else words.strip()
        if not _holds(found.words, part):
            raise NewsletterError(f"{found.id}: {found.organization} has not written that; tick its own words, or write an `update` block.")
        if _as_ticked(unit, found).ticked_by and _as_ticked(unit, found).words == part:
            return _as_ticked(unit, found)
        unit.records.add(Record(kind=TICKED, subject=found.id, who=who, data={"words": part}), at=app.clock.now())
    return replace(found, words=part, ticked_by=who)


def untick(app: App, item_id: str, who: str) -> Item:
    """Take a tick back: no draft may use it any more. What is approved already stays as it was approved."""
    with app.store.unit() as unit:
        found = _known(unit, item_id, app.desk.intake)
        if _as_ticked(unit, found).ticked_by:
            unit.records.add(Record(kind=UNTICKED, subject=found.id, who=who), at=app.clock.now())
    return found


def ticked(unit: Unit, ids: Iterable[str], intake: Address) -> dict[str, tuple[str, str]]:
    """Organisation and words of those of the items that may be told, in the very words that were ticked."""
    found = (_as_ticked(unit, each) for name in ids if (each := _item(unit, name, intake)) is not None)
    return {each.id: (each.organization, each.words) for each in found if each.ticked_by}


def _known(unit: Unit, item_id: str, intake: Address) -> Item:
    found = _item(unit, item_id, intake)
    if found is None:
        raise NewsletterError(f"there is no item {item_id}; `newsletter items` lists them.")
    return found


def _item(unit: Unit, item_id: str, intake: Address) -> Item | None:
    name = item_id.strip().casefold()
    if _MAIL.fullmatch(name):
        mail = unit.inbox.of_partners(only=name)
        return _of_mail(unit, mail[0], intake) if mail else None
    conversation, _, question = name.partition("/")
    talk = unit.conversations.get(conversation)
    return next((each for each in _of_talk(unit, talk) if each.id == name), None) if talk is not None and question else None


def _as_ticked(unit: Unit, item: Item) -> Item:
    """The newest word on it counts, and only while the partner's own words are what they were."""
    said = [each.record for each in unit.records.of(item.id) if each.record.kind in {TICKED, UNTICKED}]
    if not said or said[-1].kind == UNTICKED or not _holds(item.words, str(said[-1].data["words"])):
        return item
    return replace(item, words=str(said[-1].data["words"]), ticked_by=said[-1].who)


def _holds(words: str, part: str) -> bool:
    """Whether a part stands in the words as it is, wherever lines break."""
    return bool(part.split()) and " ".join(part.split()) in " ".join(words.split())


def _of_checkins(unit: Unit) -> Iterator[Item]:
    for talk in unit.conversations.items(ConversationKind.CHECKIN, (ConversationStatus.SUBMITTED,), limit=NEWEST):
        yield from _of_talk(unit, talk)


def _of_talk(unit: Unit, talk: Conversation) -> Iterator[Item]:
    if talk.kind is not ConversationKind.CHECKIN or talk.status is not ConversationStatus.SUBMITTED:
        return
    for question in (*UPDATES, *REQUESTS):
        words = str(talk.answers[question].value) if question in talk.answers else ""
        if words:
            yield Item(
                id=f"{talk.id}/{question}",
                organization=_name(unit, talk.party),
                words=words,
                kind="request" if question in REQUESTS else "update",
                source=f"check-in of {talk.updated_at:%Y-%m-%d}",
            )


def _of_mails(unit: Unit, intake: Address, since: datetime) -> Iterator[Item]:
    for mail in unit.inbox.of_partners(since=since, limit=NEWEST_MAILS):
        found = _of_mail(unit, mail, intake)
        if found is not None:
            yield found


def _of_mail(unit: Unit, mail: InboxItem, intake: Address) -> Item | None:
    """What a partner newly wrote in an ordinary mail; nothing of what it quotes, and no mail that answers our own questions."""
    raw = unit.blobs.get(mail.raw_sha256)
    try:
        inbound = parse(raw, intake=intake, received_at=mail.heard_at) if raw is not None else None
    except Hostile:
        return None
    words = inbound.visible.strip() if inbound is not None else ""
    if len(words.split()) < LEAST_WORDS:
        return None
    asks = "?" in words or mail.decision.get("pathway") in REQUEST_PATHWAYS
    return Item(
        id=mail.id,
        organization=_name(unit, mail.sender),
        words=words,
        kind="request" if asks else "update",
        source=f"mail of {mail.heard_at:%Y-%m-%d}",
    )


def _name(unit: Unit, address: str) -> str:
    parties = unit.partners.by_email(address)
    return parties[0].organization if parties else address
