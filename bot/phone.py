"""Carries an application on the phone: loads, lets the interview decide, keeps it, and reads the next question out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.saving import decide
from bot.slack.faces import faces
from bot.snapshots import fresh_id
from handlers import phone
from handlers.commands import MessageReceived, PhoneTaken
from handlers.reading.weighing import to_weigh
from handlers.types import Address, Conversation, ConversationKind, ConversationStatus, Inbound, Kind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.app import App
    from bot.post_room import Queued
    from handlers.commands import Command
    from handlers.playbook import Question
    from handlers.types import Outcome, Snapshot, Understanding
    from store.unit import Unit

#: Talks in which somebody is looked for who is on the phone.
LATELY = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What the partner is asked or told now; `choices` are answers that one may press, each with its words."""

    conversation: Conversation | None
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    paper: bool = False  #: a paper is asked for, which nobody can say on the phone


def begin(app: App, address: str, who: str) -> Step:
    """Open an application for an address."""
    inbound = _said("", address, app.clock.now(), who)
    with app.store.view() as unit:
        snapshot = replace(app.service.snapshots.of_mail(unit, inbound, f"phone/{fresh_id()}"), conversation=None, dossier=None)
    return _turn(app, PhoneTaken(inbound=inbound, who=who), snapshot, who, "")


def take_up(app: App, talk: Conversation, who: str) -> Step:
    """Go on with an application that is open already."""
    inbound = _said("", talk.party, app.clock.now(), who)
    return _turn(app, PhoneTaken(inbound=inbound, who=who), _of(app, inbound, talk), who, "")


def say(app: App, talk: Conversation, text: str, who: str) -> Step:
    """Hear an answer to the question that was read out."""
    inbound = _said(text, talk.party, app.clock.now(), who)
    snapshot = replace(_of(app, inbound, talk), asked=talk.asked, by_token=True)
    command = MessageReceived(inbound=inbound, kind=Kind.REPLY, understanding=_understood(app, inbound))
    return _turn(app, command, snapshot, who, text)


def by_mail(app: App, talk: Conversation, who: str) -> tuple[Queued, ...]:
    """Let the partner go on by mail: what is open goes to their address."""
    inbound = _said("status", talk.party, app.clock.now(), who)
    with app.store.view() as unit:
        snapshot = app.service.snapshots.of_mail(unit, inbound, f"phone/{talk.id}/{talk.version}", talk.id)
    now = app.clock.now()
    outcome = decide(MessageReceived(inbound=inbound, kind=Kind.REPLY), replace(snapshot, by_token=True), now)
    changes = tuple(
        replace(phone.put_down(each, now), known=talk.known) if isinstance(each, Conversation) else each for each in outcome.changes
    )
    with app.store.unit() as unit:
        return app.service.saving.save(unit, replace(outcome, changes=changes), None, "", now)[1]


def put_down(app: App, talk: Conversation) -> None:
    with app.store.unit() as unit:
        unit.conversations.save(phone.put_down(talk, app.clock.now()))


def on_the_phone(unit: Unit, who: str) -> Conversation | None:
    """The application that this person is filling in for somebody just now."""
    found = unit.conversations.items(ConversationKind.APPLICATION, [each.value for each in phone.OPEN], limit=LATELY)
    return next((each for each in found if each.facts.get(phone.PHONE) == who.casefold()), None)


def _understood(app: App, inbound: Inbound) -> Understanding:
    """What the models make of it, as of a reply by mail (bot/ear.py)."""
    heard = app.meaning.understand(inbound.visible)
    return replace(heard, judged=app.meaning.judge(inbound.visible), told=app.meaning.weigh(to_weigh(inbound)))


def _of(app: App, inbound: Inbound, talk: Conversation) -> Snapshot:
    with app.store.view() as unit:
        return app.service.snapshots.of_mail(unit, inbound, f"phone/{talk.id}/{talk.version}", talk.id)


def _turn(app: App, command: Command, snapshot: Snapshot, who: str, said: str) -> Step:
    began = phone.one_at_a_time(snapshot.began_with) if snapshot.began_with else None
    asked = replace(snapshot, playbook=phone.one_at_a_time(snapshot.playbook), began_with=began)
    now = app.clock.now()
    outcome, letter = phone.read_out(decide(command, asked, now), snapshot.conversation, who, said)
    with app.store.unit() as unit:
        saved, _ = app.service.saving.save(unit, outcome, None, "", now)
    text = faces(app.loaded).plain(letter.template, letter.context)[1] if letter else _nothing_to_read(outcome)
    question = _asked(app, saved)
    paper = question is not None and question.type == "document"
    return Step(conversation=saved, text=text, choices=_choices(question), paper=paper)


def _nothing_to_read(outcome: Outcome) -> str:
    """The talk is no robot's: what was said is kept, and staff see it like a mail of that kind."""
    return f"This is for a person: {(outcome.sensitive.value if outcome.sensitive else outcome.reason).replace('_', ' ') or 'kept'}."


def _asked(app: App, talk: Conversation | None) -> Question | None:
    """The question that is read out now; none where the summary is, or nothing."""
    if talk is None or talk.status is not ConversationStatus.ASKING or not talk.asked:
        return None
    with app.store.view() as unit:
        form = app.service.snapshots.playbook_of(unit, talk).application
    return form.question(talk.asked[0]) if form else None


def _choices(question: Question | None) -> tuple[tuple[str, str], ...]:
    if question is None:
        return ()
    return (
        (("yes", "Yes"), ("no", "No")) if question.type == "yes_no" else tuple((each.label.en, each.label.en) for each in question.choices)
    )


def _said(text: str, party: str, now: datetime, who: str) -> Inbound:
    """Words on the phone, as if the partner had written them: who typed them stands in the records."""
    digest = hashlib.sha256(f"{now.isoformat()}\n{who}\n{text}".encode()).hexdigest()
    return Inbound(message_id="", content_key=f"phone/{digest}", sender=Address(email=party), visible=text, received_at=now)
