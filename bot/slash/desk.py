"""Staff commands on mail: what waits for a person, let it go on or end it, and why an answer was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import answering
from bot.slash import replies
from bot.slash.said import PAGE, Refused, Said, each, page_of, turned
from handlers import staff_commands
from handlers.types import Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.app import App
    from store.inbox import InboxItem
    from store.unit import Unit


def help_(app: App, words: tuple[str, ...], who: str) -> str:
    return "\n".join(f"/partners {name} {usage}".rstrip() + f" - {says}" for name, (usage, says) in staff_commands.USAGE.items())


def inbox(app: App, words: tuple[str, ...], who: str) -> str | Said:
    _, before = turned(words)
    with app.store.view() as unit:
        mails = unit.inbox.items(("held", "shunted"), limit=before + PAGE + 1)
        drafts = unit.outbox.items(("held", "failed"), limit=before + PAGE + 1)
    lines = [f"{mail.id}  {mail.status}: {_why_it_waits(mail)}  from {_sender_of(mail)}  “{mail.subject}”" for mail in mails]
    lines += [f"{draft.id}  {draft.status}: {draft.reason}  to {', '.join(draft.to)}  “{draft.subject}”" for draft in drafts]
    return page_of(lines, before, "inbox") or "Nothing waits for a person."


def release_all(app: App, words: tuple[str, ...], who: str) -> str:
    """Let held mail go on: what came in is decided again, what was drafted is sent."""
    return each(words, lambda word: _release(app, word.casefold(), who))


def discard_all(app: App, words: tuple[str, ...], who: str) -> str:
    return each(words, lambda word: _discard(app, word.casefold(), who))


def question(app: App, words: tuple[str, ...], who: str) -> str:
    """`question TEXT`: what a partner would be answered, for one of the office whom somebody asks; keeps nothing."""
    return answering.told(answering.answer(app, " ".join(words)))


def why(app: App, words: tuple[str, ...], who: str) -> str:
    """Tell the reasons behind an answer, from a mail's id, a draft's, or a conversation's."""
    wanted = words[0].casefold()
    with app.store.view() as unit:
        draft = unit.outbox.get(wanted) if wanted.startswith("o-") else None
        conversation = draft.conversation if draft else wanted
        mails = [unit.inbox.get(wanted)] if wanted.startswith("m-") else list(unit.inbox.of(conversation))
    lines = [line for mail in mails if mail is not None for line in _reasons(mail.id, mail.reason, mail.decision)]
    return (
        "\n".join(lines) or f"There is no mail, draft or conversation {words[0]}. `/partners inbox` and `/partners applications` list them."
    )


def _why_it_waits(mail: InboxItem) -> str:
    return mail.sensitive or mail.reason or mail.error


def _sender_of(mail: InboxItem) -> str:
    """The sender that was read, else the one of the envelope: a mail that could not be read has only that."""
    return mail.sender or mail.envelope_from or "?"


def _release(app: App, item: str, who: str) -> str:
    with app.store.unit() as unit:
        is_mail = item.startswith("m-")
        done = unit.inbox.release(item, who) if is_mail else _send(unit, item, who, app.clock.now())
        if done:
            unit.records.add(Record(kind="released", subject=item, who=who), at=app.clock.now())
            replies.released(app, unit, item, who)
    if not done:
        raise Refused(f"{item}: nothing of that name waits. `/partners inbox` lists what does.")
    if not is_mail:
        return f"{item}: released; it goes out now."
    decided = app.service.decide(item)
    if decided is None:
        return f"{item}: released."
    queued = ", ".join(f"{each.id} to {', '.join(each.to)}" for each in decided.queued)
    return f"{item}: released, now {decided.disposition.value} {decided.reason}".rstrip() + (f"; queued {queued}" if queued else "")


def _send(unit: Unit, item: str, who: str, now: datetime) -> bool:
    """Let a mail go that a person holds, or one that would leave by itself later."""
    return unit.outbox.release(item, who, now) or unit.outbox.hasten(item, who, now)


def seen(app: App, words: tuple[str, ...], who: str) -> str:
    """`seen ID`: of whatever a notice names."""
    board, named = app.service.saving.post_room.board, words[0].casefold()
    with app.store.unit() as unit:
        many = board.seen(unit, named, who, app.clock.now()) if board is not None else 0
    if not many:
        raise Refused(f"{named}: no notice about it is open in Slack. What waits for a person is ended by `/partners inbox`.")
    return f"{named}: closed {many} of its cards in Slack; what they are about stays as it is."


def _discard(app: App, item: str, who: str) -> str:
    with app.store.unit() as unit:
        done = unit.inbox.discard(item, who, app.clock.now()) if item.startswith("m-") else unit.outbox.discard(item, who)
        if done:
            unit.records.add(Record(kind="discarded", subject=item, who=who), at=app.clock.now())
            app.service.settle(unit, item, "discarded", who)
    if not done:
        raise Refused(f"{item}: nothing of that name waits. `/partners inbox` lists what does.")
    return f"{item}: ended; it stays on record."


def _reasons(mail: str, reason: str, decision: Mapping[str, object]) -> list[str]:
    because = decision.get("because")
    facts = decision.get("facts")
    lines = [f"{mail}: {decision.get('pathway') or reason or 'nothing decided'}"]
    lines += [f"  {each}" for each in because] if isinstance(because, list) else []
    lines += [f"  {name} = {value}" for name, value in facts.items()] if isinstance(facts, dict) else []
    return lines
