"""What a check-in shows that somebody has to take up: a request, a figure that fell, a bad rating; open until the office closes it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import checkin_letters, letters
from handlers.dues import Need, need_id
from handlers.reading.lines import fold
from handlers.types import Outbound, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from handlers.dues import Due, Round
    from handlers.interview import Taken
    from handlers.rounds import NeedClosed
    from handlers.turn import Turn
    from handlers.types import Answer, Conversation, Snapshot

#: A figure that is no more than this part of the last one has fallen; smaller ones than `SMALL` vary by themselves.
FELL_TO = 0.5
SMALL = 10
WATCHED = ("students_served", "sessions_held", "volunteer_hours")

#: A rating that calls for a person.
BAD = 2


def found(known: Round, due: Due, taken: Taken, turn: Turn) -> tuple[Need, ...]:
    """The needs that this reply has opened, in the partner's own words."""
    return tuple(_found(known, due, taken, turn))


def _found(known: Round, due: Due, taken: Taken, turn: Turn) -> Iterator[Need]:
    said = taken.conversation.answers
    fresh = {*taken.new, *taken.changed}

    def need(kind: str, words: str) -> Need:
        return Need(
            id=need_id(due.partner, taken.conversation.id, kind, words),
            partner=due.partner,
            conversation=taken.conversation.id,
            period=due.period,
            kind=kind,
            words=words,
            message_id=turn.inbound.message_id,
            opened_at=turn.now,
        )

    if "support_needed" in fresh and said["support_needed"].value and _is_plain(said["support_needed"], turn):
        yield need("asked", str(said["support_needed"].value))
    rating = said.get("satisfaction")
    if rating is not None and "satisfaction" in fresh and rating.sure and isinstance(rating.value, int) and rating.value <= BAD:
        yield need("rating", checkin_letters.shortened(rating.words if len(rating.words) > 1 else turn.inbound.visible))
    earlier = known.before.get(due.partner)
    fallen = [words for key in WATCHED if key in fresh for words in _fell(key, earlier, taken)]
    if fallen:
        yield need("falling", "; ".join(fallen))


def _is_plain(given: Answer, turn: Turn) -> bool:
    """Whether a request is one: read for sure, or with a word of asking in it. A guess at some sentence calls nobody."""
    form = turn.playbook.forms.get("checkin")
    question = form.question("support_needed") if form else None
    words = question.words.all if question else ()
    return given.sure or any(re.search(rf"\b{re.escape(fold(word))}\b", fold(given.words)) for word in words)


def _fell(key: str, earlier: Conversation | None, taken: Taken) -> Iterator[str]:
    before = earlier.answers.get(key) if earlier else None
    now = taken.conversation.answers[key]
    if before is None or not isinstance(before.value, int | float) or not isinstance(now.value, int | float):
        return
    if before.value >= SMALL and now.value <= before.value * FELL_TO:
        yield f"{key.replace('_', ' ')}: {before.value:g}, now {now.value:g}"


def closed(command: NeedClosed, snapshot: Snapshot, now: datetime) -> Outcome:
    """End a need. What was asked for is told to whoever asked, in the office's words; what we noticed ourselves is not."""
    known, need, talk = snapshot.round, command.need, snapshot.conversation
    if need.closed_at is not None:
        return Outcome(reason="closed_before", refused=f"{need.id} was closed before, by {need.closed_by}: {need.outcome}")
    done = replace(need, closed_at=now, closed_by=command.who, outcome=command.outcome)
    record = Record(kind="need.closed", subject=need.conversation or need.partner, who=command.who, data={"need": need.id})
    if need.kind != "asked" or talk is None or known is None:
        return Outcome(reason="closed", changes=(done,), records=(record,))
    party = known.parties.get(need.partner)
    mail = Outbound(
        key=f"need_closed/{need.id}",
        lane=talk.id,
        to=(talk.party,),
        template="need_closed",
        context=letters.filled_in(
            snapshot.playbook,
            talk,
            {
                "first_name": checkin_letters.greeted(party),
                "words": checkin_letters.shortened(need.words),
                "day": checkin_letters.day(need.opened_at, talk.language),
                "outcome": command.outcome,
            },
        ),
        language=talk.language,
        conversation=talk.id,
    )
    return Outcome(reason="closed", changes=(done,), outbound=(mail,), records=(record,))
