"""One way in: a command, what may be known, the time; out comes an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers import agreement_orders, by_mail, clockwork, front_desk, orders, own_answer, rerouting, rulings, types, undelivered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from handlers.types import Command, Outcome, Snapshot

#: Who decides on which command. Every handler takes the same three.
HANDLERS: Mapping[type, Callable[[Any, Snapshot, datetime], Outcome]] = {
    types.MessageReceived: front_desk.receive,
    types.MessageStopped: front_desk.stop,
    types.PersonAnswered: own_answer.person_answered,
    types.PathwayCorrected: rerouting.rerouted,
    types.Bounced: undelivered.bounced,
    types.ServerRefusedUs: undelivered.server_refused_us,
    types.GivenBack: front_desk.given_back,
    types.TimePassed: clockwork.passed,
    **dict.fromkeys(
        (
            orders.RulingGiven,
            orders.RulingTakenBack,
            orders.Ticked,
            orders.LiaisonAssigned,
            orders.StandingChanged,
            orders.SomethingArrived,
        ),
        rulings.decide,
    ),
    **dict.fromkeys((orders.AgreementDrafted, orders.AgreementSigned, orders.AgreementDue), agreement_orders.decide),
    orders.HeadsToAsk: by_mail.ask,
}


def handle(command: Command, snapshot: Snapshot, now: datetime) -> Outcome:
    """Decide. Pure: the same three values give the same outcome."""
    return HANDLERS[type(command)](command, snapshot, now)
