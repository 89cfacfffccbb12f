"""Carries out what staff type after `/partners`, and answers in plain text; the same from the terminal and, later, from Slack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers import letters, staff_commands
from handlers.roles import role_of
from handlers.types import ConversationKind, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.app import App
    from handlers.staff_commands import StaffCommand
    from handlers.types import Conversation, Party
    from store.inbox import InboxItem

#: A list longer than this says how many more there are and how to see them.
PAGE = 25


class Refused(Exception):  # noqa: N818  it is told to a person as it stands
    """Nothing was done: why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Said:
    """The whole answer to a staff command, and whether it was carried out."""

    text: str
    ok: bool = True


def answer(app: App, text: str, who: str) -> Said:
    """Read, check the role, run, and put the attempt on record, a refused one too."""
    command = staff_commands.read(text, who, role_of(who, app.desk.staff))
    said = Said(command.refusal, ok=False) if command.refusal else _carried_out(app, command, who)
    kind = "command.given" if said.ok else "command.refused"
    with app.store.unit() as unit:
        unit.records.add(Record(kind=kind, subject=command.name, who=who, data={"words": list(command.words)}), at=app.clock.now())
    return said


def _carried_out(app: App, command: StaffCommand, who: str) -> Said:
    try:
        return Said(COMMANDS[command.name](app, command.words, who))
    except Refused as refused:
        return Said(str(refused), ok=False)


def _release_all(app: App, words: tuple[str, ...], who: str) -> str:
    """Let held mail go on: what came in is decided again, what was drafted is sent."""
    return _each(words, lambda word: _release(app, word, who))


def _discard_all(app: App, words: tuple[str, ...], who: str) -> str:
    return _each(words, lambda word: _discard(app, word, who))


def _each(words: tuple[str, ...], settle: Callable[[str], str]) -> str:
    """Settle one after another; where one of them could not be, the whole answer says so."""
    lines, refused = [], False
    for word in words:
        try:
            lines.append(settle(word))
        except Refused as no:
            lines.append(str(no))
            refused = True
    if refused:
        raise Refused("\n".join(lines))
    return "\n".join(lines)


def _help(app: App, words: tuple[str, ...], who: str) -> str:
    return "\n".join(f"/partners {name} {usage}".rstrip() + f" - {says}" for name, (usage, says) in staff_commands.USAGE.items())


def _inbox(app: App, words: tuple[str, ...], who: str) -> str:
    with app.store.view() as unit:
        mails = unit.inbox.items(("held", "shunted"), limit=PAGE + 1)
        drafts = unit.outbox.items(("held", "failed"), limit=PAGE + 1)
    lines = [f"{mail.id}  {mail.status}: {_why_it_waits(mail)}  from {_sender_of(mail)}  “{mail.subject}”" for mail in mails]
    lines += [f"{draft.id}  {draft.status}: {draft.reason}  to {', '.join(draft.to)}  “{draft.subject}”" for draft in drafts]
    return _paged(lines) or "Nothing waits for a person."


def _applications(app: App, words: tuple[str, ...], who: str) -> str:
    with app.store.view() as unit:
        found = unit.conversations.items(ConversationKind.APPLICATION, words[:1], limit=PAGE + 1)
    return _paged([_line(each) for each in found]) or "There are no applications" + (f" with status {words[0]}." if words else " yet.")


def _show(app: App, words: tuple[str, ...], who: str) -> str:
    with app.store.view() as unit:
        conversation = unit.conversations.get(words[0].casefold())
        if conversation is not None:
            return _whole(app, conversation)
        parties, talks = unit.partners.find(" ".join(words)), unit.conversations.find(" ".join(words))
    if len(parties) + len(talks) == 1:
        return _whole(app, talks[0]) if talks else _party(parties[0])
    return _either(parties, talks) or f"Nothing is called “{' '.join(words)}”. Try `/partners find` with one word of its name."


def _find(app: App, words: tuple[str, ...], who: str) -> str:
    with app.store.view() as unit:
        parties, talks = unit.partners.find(" ".join(words)), unit.conversations.find(" ".join(words))
    return _either(parties, talks) or f"Nothing was found for “{' '.join(words)}”."


def _why(app: App, words: tuple[str, ...], who: str) -> str:
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


def _resume(app: App, words: tuple[str, ...], who: str) -> str:
    given = app.service.give_back(words[0].casefold(), who)
    if given is None:
        raise Refused(f"There is no conversation {words[0]}.")
    return f"{words[0]}: Liaison answers here again." + (f" {len(given.queued)} mail queued." if given.queued else "")


COMMANDS: Mapping[str, Callable[[App, tuple[str, ...], str], str]] = {
    "help": _help,
    "inbox": _inbox,
    "release": _release_all,
    "discard": _discard_all,
    "applications": _applications,
    "show": _show,
    "find": _find,
    "why": _why,
    "resume": _resume,
}


def _why_it_waits(mail: InboxItem) -> str:
    return mail.sensitive or mail.reason or mail.error


def _sender_of(mail: InboxItem) -> str:
    """The sender that was read, else the one of the envelope: a mail that could not be read has only that."""
    return mail.sender or mail.envelope_from or "?"


def _release(app: App, item: str, who: str) -> str:
    item = item.casefold()
    with app.store.unit() as unit:
        is_mail = item.startswith("m-")
        done = unit.inbox.release(item, who) if is_mail else unit.outbox.release(item, who, app.clock.now())
        if done:
            unit.records.add(Record(kind="released", subject=item, who=who), at=app.clock.now())
    if not done:
        raise Refused(f"{item}: nothing of that name waits. `/partners inbox` lists what does.")
    if not is_mail:
        return f"{item}: released; it goes out now."
    decided = app.service.decide(item)
    if decided is None:
        return f"{item}: released."
    queued = ", ".join(f"{each.id} to {', '.join(each.to)}" for each in decided.queued)
    return f"{item}: released, now {decided.disposition.value} {decided.reason}".rstrip() + (f"; queued {queued}" if queued else "")


def _discard(app: App, item: str, who: str) -> str:
    item = item.casefold()
    with app.store.unit() as unit:
        done = unit.inbox.discard(item, who, app.clock.now()) if item.startswith("m-") else unit.outbox.discard(item, who)
        if done:
            unit.records.add(Record(kind="discarded", subject=item, who=who), at=app.clock.now())
    if not done:
        raise Refused(f"{item}: nothing of that name waits. `/partners inbox` lists what does.")
    return f"{item}: ended; it stays on record."


def _line(conversation: Conversation) -> str:
    name = conversation.answers.get("organization_name")
    who = name.value if name else conversation.party
    return f"{conversation.id}  {conversation.status.value}  {who}  ({conversation.updated_at:%Y-%m-%d})"


def _whole(app: App, conversation: Conversation) -> str:
    form = app.loaded.playbook.application
    rows = letters.rows(app.loaded.playbook, form.questions, conversation) if form else []
    lines = [_line(conversation), f"with {conversation.party}, pathway {conversation.pathway}"]
    lines += [f"  {row['label']}: {row['value']}" + (f"  ({row['note']}, not sure)" if row["note"] else "") for row in rows]
    with app.store.view() as unit:
        history = unit.records.of(conversation.id)
    lines += [f"  {each.at:%Y-%m-%d %H:%M}  {each.record.kind}  {each.record.who}" for each in history[-10:]]
    return "\n".join(lines)


def _party(party: Party) -> str:
    details = [f"  {name}: {value}" for name, value in party.details.items() if value]
    return "\n".join([f"{party.id}  {party.status.value}  {party.organization}", f"  {party.contact_name} {party.contact_email}", *details])


def _either(parties: tuple[Party, ...], talks: tuple[Conversation, ...]) -> str:
    known = [f"{party.id}  {party.status.value}  {party.organization}  {party.contact_email}" for party in parties]
    return _paged([*known, *map(_line, talks)])


def _reasons(mail: str, reason: str, decision: Mapping[str, object]) -> list[str]:
    because = decision.get("because")
    facts = decision.get("facts")
    lines = [f"{mail}: {decision.get('pathway') or reason or 'nothing decided'}"]
    lines += [f"  {each}" for each in because] if isinstance(because, list) else []
    lines += [f"  {name} = {value}" for name, value in facts.items()] if isinstance(facts, dict) else []
    return lines


def _paged(lines: list[str]) -> str:
    shown = lines[:PAGE]
    return "\n".join([*shown, *(["… and more; narrow it with `/partners find`."] if len(lines) > PAGE else [])])
