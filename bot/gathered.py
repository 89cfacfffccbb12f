"""Gathers from the store what a round of check-ins or surveys may know, in a handful of look-ups however many partners it asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.dues import Round
from handlers.types import ConversationKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from handlers.cadences import Occasion
    from handlers.types import Conversation, Party
    from store.unit import Unit

#: So many of our newest mails in a talk are looked through for what was quoted of them.
OURS = 20

#: What ends within so many days is named in a prompt.
SOON = timedelta(days=45)


def round_of_parties(unit: Unit, parties: Sequence[Party], comes: Occasion, today: date) -> Round:
    """What the round of one occasion may know of some partners."""
    return Round(
        calendar=unit.calendar.all(),
        parties={party.id: party for party in parties},
        partnerships=unit.dues.partnerships_of(parties),
        before=unit.dues.before(comes.cadence.id, comes.period, parties),
        needs=unit.needs.open_of(parties),
        ending=unit.dues.ending(parties, today, today + SOON),
        liaisons=_people(unit),
    )


def round_of(unit: Unit, talk: Conversation) -> Round | None:
    """What the round of one check-in or survey may know; None for any other talk."""
    dues = unit.dues.of(talk.id) if talk.kind in {ConversationKind.CHECKIN, ConversationKind.SURVEY} else ()
    if not dues:
        return None
    parties = [party for party in map(unit.partners.get, dict.fromkeys(due.partner for due in dues)) if party]
    return Round(
        calendar=unit.calendar.all(),
        dues=dues,
        parties={party.id: party for party in parties},
        partnerships=unit.dues.partnerships_of(parties),
        before=unit.dues.before(dues[0].cadence, dues[0].period, parties),
        needs=unit.needs.open_of(parties),
        liaisons=_people(unit),
        also=unit.dues.beside(dues) if talk.kind is ConversationKind.SURVEY else (),
    )


def round_of_survey(unit: Unit, partners: Sequence[str]) -> Round:
    """What the round of a survey may know of those whom one page of people is asked about."""
    parties = [party for party in map(unit.partners.get, dict.fromkeys(partners)) if party]
    return Round(
        calendar=unit.calendar.all(),
        parties={party.id: party for party in parties},
        partnerships=unit.dues.partnerships_of(parties),
        liaisons=_people(unit),
    )


def said_by_us(unit: Unit, conversation: str) -> str:
    """What we wrote in a talk, for a mail that does not say which of ours it answers: one that was forwarded brings our words back."""
    mails = unit.outbox.of(conversation) if conversation else ()
    return "\n".join(mail.text for mail in mails[-OURS:] if not mail.to_staff)


def _people(unit: Unit) -> Mapping[str, str]:
    return {email: details.get("name", "") for email, details in unit.partners.people().items()}
