"""Staff commands on agreements: make the text and send it to all parties, and sign it for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import agreements
from bot.slash.said import Refused
from handlers import refusals
from handlers.agreements import short, still_to_accept
from handlers.orders import AgreementSigned
from handlers.partnership import Actor
from handlers.roles import role_of

if TYPE_CHECKING:
    from bot.app import App
    from bot.decided import Decided


def agreement(app: App, words: tuple[str, ...], who: str) -> str:
    """`agreement ID`: version 1, or the next one where the answers have changed."""
    return _said(app, words[0], agreements.make(app, words[0].casefold(), _actor(app, who)))


def sign(app: App, words: tuple[str, ...], who: str) -> str:
    return _said(app, words[0], app.service.order(words[0].casefold(), AgreementSigned(actor=_actor(app, who))))


def _actor(app: App, who: str) -> Actor:
    return Actor(who=who.casefold(), role=role_of(who, app.desk.staff))


def _said(app: App, named: str, decided: Decided | None) -> str:
    """Say which text it is, who is still to accept it, and which mails were queued."""
    if decided is None:
        raise Refused(f"{named}: " + refusals.sentence("no_partnership", {}))
    if decided.outcome.refused:
        raise Refused(decided.outcome.refused)
    with app.store.view() as unit:
        newest = unit.agreements.newest(named.casefold())
    if newest is None:
        return f"{named}: done."
    waits = ", ".join(still_to_accept(newest))
    state = f"still to accept: {waits}" if waits else "accepted by all parties"
    told = "; ".join(f"{each.id} to {', '.join(each.to)}" for each in decided.queued)
    return f"{newest.partnership}  {newest.title}, version {newest.number} ({short(newest)}): {state}." + (
        f" Mail: {told}." if told else ""
    )
