"""One way in: a command, what may be known, the time; out comes an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from handlers import (
    agreement_orders,
    by_mail,
    checkin_settled,
    checkins,
    clockwork,
    commands,
    entries,
    front_desk,
    handover,
    issue_orders,
    joining,
    meetings,
    needs,
    newsletters,
    next_steps,
    orders,
    own_answer,
    phone,
    proof_orders,
    rerouting,
    rounds,
    rulings,
    subscriptions,
    surveys,
    turnover,
    undelivered,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from handlers.commands import Command
    from handlers.types import Outcome, Snapshot

#: Who decides on which command. Every handler takes the same three.
HANDLERS: Mapping[type, Callable[[Any, Snapshot, datetime], Outcome]] = {
    commands.MessageReceived: front_desk.receive,
    commands.MessageStopped: front_desk.stop,
    commands.PersonAnswered: own_answer.person_answered,
    commands.PathwayCorrected: rerouting.rerouted,
    commands.Bounced: undelivered.bounced,
    commands.ServerRefusedUs: undelivered.server_refused_us,
    commands.GivenBack: front_desk.given_back,
    commands.TimePassed: clockwork.passed,
    commands.PhoneTaken: phone.taken,
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
    **dict.fromkeys(
        (orders.AgreementDrafted, orders.AgreementSigned, orders.AgreementDue, orders.AgreementUnanswered), agreement_orders.decide
    ),
    **dict.fromkeys((orders.ProofLookedAt, orders.RosterChanged, orders.PapersFiled, orders.ProofsDue), proof_orders.decide),
    **dict.fromkeys((orders.TurnoverSeen, orders.HandedOver, orders.HandOverDismissed), handover.decide),
    orders.Joined: joining.decide,
    commands.PersonLeft: turnover.left,
    orders.HeadsToAsk: by_mail.ask,
    rounds.CheckinDue: checkins.ask,
    rounds.SurveyDue: surveys.ask,
    rounds.MeetingDue: meetings.due,
    rounds.MeetingSet: meetings.settled,
    rounds.StepDue: next_steps.step,
    rounds.AnswerSettled: checkin_settled.settled,
    rounds.NeedClosed: needs.closed,
    **dict.fromkeys((entries.EntryMade, entries.EntryStruck), entries.decide),
    **dict.fromkeys(get_args(newsletters.IssueCommand), issue_orders.decide),
    subscriptions.OptedOut: subscriptions.opted_out,
    subscriptions.OptedIn: subscriptions.opted_in,
}


def handle(command: Command, snapshot: Snapshot, now: datetime) -> Outcome:
    """Decide. Pure: the same three values give the same outcome."""
    return HANDLERS[type(command)](command, snapshot, now)
