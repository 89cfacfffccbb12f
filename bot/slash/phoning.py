"""Staff commands for somebody on the phone: open or take up an application, say an answer, let it go on by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import phone
from bot.slash.said import Offer, Refused, Said
from handlers.types import ConversationKind, ConversationStatus
from mail.addresses import is_sendable

if TYPE_CHECKING:
    from bot.app import App
    from handlers.types import Conversation


def take(app: App, words: tuple[str, ...], who: str) -> Said:
    """`phone ADDRESS`, `phone ID`, or `phone off`."""
    named, mine = words[0].casefold(), who.casefold()
    if named == "off":
        return _off(app, mine)
    if app.loaded.playbook.application is None:
        raise Refused("This playbook has no application form.")
    with app.store.view() as unit:
        talk = unit.conversations.get(named)
        open_ones = [each for each in unit.conversations.open_with(named) if _is_open(each)]
    if talk is None and "@" in named:
        if not is_sendable(named):
            raise Refused(f"{words[0]} is no mail address that Liaison can write to.")
        # Somebody who has begun by mail goes on with that.
        return _step(phone.take_up(app, open_ones[-1], mine) if open_ones else phone.begin(app, named, mine))
    if talk is None or not _is_open(talk):
        raise Refused(f"{words[0]} is no application that is being filled in. Give its id, or the partner's mail address.")
    return _step(phone.take_up(app, talk, mine))


def say(app: App, words: tuple[str, ...], who: str) -> Said:
    """`say ID TEXT`: the answer to the question that was read out."""
    if len(words) < 2:  # noqa: PLR2004  an id and an answer
        raise Refused("Say what they answer: `/partners say ID TEXT`.")
    return _step(phone.say(app, _talk(app, words[0]), words[1], who.casefold()))


def by_mail(app: App, words: tuple[str, ...], who: str) -> str:
    queued = phone.by_mail(app, _talk(app, words[0]), who.casefold())
    told = ", ".join(f"{each.id} to {', '.join(each.to)}" + (" (held)" if each.status == "held" else "") for each in queued)
    return f"{words[0]} goes on by mail: {told or 'nothing is open'}."


def _off(app: App, who: str) -> Said:
    with app.store.view() as unit:
        talk = phone.on_the_phone(unit, who)
    if talk is None:
        return Said("You have nobody on the phone.")
    phone.put_down(app, talk)
    return Said(f"{talk.id} stays as it is. `/partners by-mail {talk.id}` lets them go on by mail.")


def _talk(app: App, named: str) -> Conversation:
    with app.store.view() as unit:
        talk = unit.conversations.get(named.casefold())
    if talk is None or not _is_open(talk):
        raise Refused(f"{named} is no application that is being filled in.")
    return talk


def _is_open(talk: Conversation) -> bool:
    return talk.kind is ConversationKind.APPLICATION and talk.status in {ConversationStatus.ASKING, ConversationStatus.CONFIRMING}


def _step(step: phone.Step) -> Said:
    talk = step.conversation
    if talk is None:
        return Said(step.text)
    if talk.status is ConversationStatus.CONFIRMING:
        return Said(
            f"{talk.id}\n{step.text}",
            offers=(Offer("confirm", f"say {talk.id}", "Yes, hand it in"), Offer("correct", f"say {talk.id}", "Correct")),
        )
    if step.paper:
        words = f"{step.text}\nA paper cannot be read out. They can send it by mail, and go on there."
        return Said(f"{talk.id}\n{words}", offers=(Offer("run", f"by-mail {talk.id}", "Go on by mail"),))
    offers = tuple(Offer("run", f"say {talk.id} {value}", words) for value, words in step.choices)
    return Said(f"{talk.id}\n{step.text}", offers=offers)
