"""The staff command that makes two applications of one organization one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dossiers import dossier_of
from bot.slash.rulings import actor, carried_out, found
from bot.slash.said import Refused
from handlers import refusals
from handlers.joining import on_both
from handlers.orders import Joined
from store.errors import StaleVersion

if TYPE_CHECKING:
    from bot.app import App
    from handlers.partnership import Actor, Partnership


def join(app: App, words: tuple[str, ...], who: str) -> str:
    """`join ID ID`: the first belongs to the second, whose review goes on with its schools, papers and people."""
    if len(words) != 2:  # noqa: PLR2004  two applications
        raise Refused("Say which belongs to which: `/partners join SECOND FIRST`. The first one's review goes on. Nothing was changed.")
    into = found(app, words[1])
    order = _order(app, words[0].casefold(), into, actor(app, who))
    try:
        answer = carried_out(app, into.id, order)
    except StaleVersion:
        raise Refused(refusals.sentence("draft_is_old", {})) from None
    with app.store.view() as unit:
        text = unit.agreements.newest(into.id)
    later = f" Its agreement was made before: `/partners agreement {into.id}` makes the next version." if text else ""
    both = ", ".join(on_both(into, order))
    same = f" On both rosters, and taken for one person: {both}. Two people? Tell them apart: `/partners people {into.id}`." if both else ""
    return f"{order.talk.id} is joined to {into.id}. {answer}{same}{later}"


def _order(app: App, joined: str, into: Partnership, who: Actor) -> Joined:
    with app.store.view() as unit:
        talk, at = unit.conversations.get(joined), unit.partnerships.get(joined)
        if talk is None:
            raise Refused(f"{joined}: " + refusals.sentence("no_partnership", {}))
        organization = at.organization if at else into.organization
        contact = at.contact if at else talk.party
        theirs = [each for each in unit.partners.by_email(contact) if each.organization.casefold() == organization.casefold()]
        own = () if (contact, organization.casefold()) == (into.contact, into.organization.casefold()) else tuple(theirs)
        return Joined(actor=who, talk=talk, dossier=dossier_of(unit, at) if at else None, tasks=unit.tasks.of(joined), parties=own)
