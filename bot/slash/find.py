"""Staff commands that look something up: applications, one partner or application, and a search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.dossiers import said
from bot.slash import page
from bot.slash.said import CHOICES, PAGE, Offer, Refused, Said, page_of, paged, turned
from handlers.partnership import Standing
from handlers.tasks import typed
from handlers.types import ConversationKind, ConversationStatus

if TYPE_CHECKING:
    from bot.app import App
    from handlers.partnership import Partnership
    from handlers.types import Conversation, Party


#: The id of a mail that came or went, as a timeline names it.
MAIL = re.compile(r"[mo]-\d{1,18}", re.IGNORECASE)


def applications(app: App, words: tuple[str, ...], who: str) -> str | Said:
    """All of them, or those of a status, or those at a stage; `page N` turns the page."""
    words, before = turned(words)
    again = " ".join(("applications", *words))
    wanted = words[0].casefold() if words else ""
    stages = [stage.id for stage in app.loaded.playbook.stages]
    statuses = [each.value for each in ConversationStatus]
    standings = [each.value for each in Standing if each.value not in statuses]
    with app.store.view() as unit:
        if wanted in stages or wanted in standings:
            at_stage = unit.partnerships.items(
                (wanted,) if wanted in standings else (), wanted if wanted in stages else "", limit=before + PAGE + 1
            )
            return page_of([partnership_line(app, each) for each in at_stage], before, again) or f"No partnership is at {wanted}."
        if wanted and wanted not in statuses:
            raise Refused(f"There is no stage or status {wanted}. Stages: {', '.join(stages) or 'none'}. Status: {', '.join(statuses)}.")
        found = unit.conversations.items(ConversationKind.APPLICATION, words[:1], limit=before + PAGE + 1)
        reviews = {each.id: unit.partnerships.get(each.id) for each in found}
    lines = [_line(each) + _stage(app, reviews[each.id]) for each in found]
    return page_of(lines, before, again) or "There are no applications" + (f" with status {wanted}." if wanted else " yet.")


def show(app: App, words: tuple[str, ...], who: str) -> str | Said:
    named = " ".join(words)
    with app.store.view() as unit:
        mail = page.of_mail(app, unit, named.casefold()) if MAIL.fullmatch(named) else ""
        if mail:
            return mail
        conversation = unit.conversations.get(named.casefold())
        if conversation is not None:
            return page.of_conversation(app, unit, conversation)
        parties, talks = unit.partners.find(named), unit.conversations.find(named)
        talks = tuple(each for each in talks if each.kind is ConversationKind.APPLICATION) or talks
        if len(parties) == 1:
            # An organisation and its one application are one page.
            own = [each for each in talks if parties[0].contact_email in {each.party, said(each, "contact_email")}]
            if len(own) == 1 and len(talks) == 1:
                return page.of_conversation(app, unit, own[0])
            if not talks:
                return page.of_party(app, unit, parties[0])
        if not parties and len(talks) == 1:
            return page.of_conversation(app, unit, talks[0])
    return _either(parties, talks, named, 0) or f"Nothing is called “{named}”. Try `/partners find` with one word of its name."


def tasks(app: App, words: tuple[str, ...], who: str) -> str:
    """What people of the office have to do: all of it, or what belongs to one partnership."""
    with app.store.view() as unit:
        found = unit.tasks.of(words[0].casefold()) if words else unit.tasks.items(limit=PAGE + 1)
    lines = [
        f"{each.subject}  {each.title}"
        + (f"  by {each.due:%Y-%m-%d}" if each.due else "")
        + f"  (/partners done {each.subject} {typed(each)})"
        for each in found
        if not each.done_at
    ]
    return paged(lines) or "Nothing waits to be done."


def find(app: App, words: tuple[str, ...], who: str) -> str | Said:
    words, before = turned(words)
    with app.store.view() as unit:
        parties, talks = unit.partners.find(" ".join(words)), unit.conversations.find(" ".join(words))
    return _either(parties, talks, " ".join(words), before) or f"Nothing was found for “{' '.join(words)}”."


def partnership_line(app: App, at: Partnership) -> str:
    return f"{at.id}  {page.standing(app.loaded.playbook, at)}  {at.organization}  ({at.updated_at:%Y-%m-%d})"


def _line(conversation: Conversation) -> str:
    who = said(conversation, "organization_name") or conversation.party
    return f"{conversation.id}  {conversation.status.value}  {who}  ({conversation.updated_at:%Y-%m-%d})"


def _stage(app: App, at: Partnership | None) -> str:
    return f"  {page.standing(app.loaded.playbook, at)}" if at else ""


def _either(parties: tuple[Party, ...], talks: tuple[Conversation, ...], named: str, before: int) -> Said | None:
    """All that a name fits; a few of them are offered to be chosen."""
    known = [f"{party.id}  {party.status.value}  {party.organization}  {party.contact_email}" for party in parties]
    few = [(party.organization, party.organization) for party in parties]
    few += [(each.id, f"{said(each, 'organization_name') or each.party} ({each.id})") for each in talks]
    # A name that fits several is no choice: then its own words say which.
    several = [value for value, _ in few]
    offers = tuple(
        Offer("run", f"show {value}", words) for value, words in few if several.count(value) == 1 and value.casefold() != named.casefold()
    )
    lines = [*known, *map(_line, talks)]
    return page_of(lines, before, f"find {named}", offers if 1 < len(lines) <= CHOICES else ())
