"""The monthly check-in: the prompt that falls due once, the ladder that follows silence, and the end of the period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers import checkin_letters, checkin_notices, letters
from handlers.cadences import is_held, ladder
from handlers.dues import WAITS, Due, DueKind, DueStatus
from handlers.office_hours import OPENS, at_local, is_late
from handlers.partnership import Task
from handlers.types import Conversation, ConversationKind, ConversationStatus, Outbound, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from handlers.cadences import Step
    from handlers.dues import Round
    from handlers.playbook import Form, Playbook
    from handlers.rounds import CheckinDue, StepDue
    from handlers.types import Party, Snapshot

PROMPT, REMINDER = "checkin_prompt", "checkin_reminder"

#: In a partner's details: another address that answers its check-ins, and that it wants none.
RESPONDENT, NONE_WANTED = "checkin_email", "checkins"


def respondent_of(party: Party) -> str:
    """The address that answers a partner's check-ins."""
    return party.details.get(RESPONDENT) or party.contact_email


def wants_none(details: Mapping[str, str]) -> bool:
    return details.get(NONE_WANTED) == "stopped"


def ask(command: CheckinDue, snapshot: Snapshot, now: datetime) -> Outcome:
    """Ask one partner about one month. What is more than two days late waits for a person."""
    known, playbook, comes = _round(snapshot), snapshot.playbook, command.comes
    party = known.parties[command.partner]
    form = playbook.forms[comes.cadence.form].in_period(comes.period)
    earlier = known.before.get(party.id)
    language = checkin_letters.language_of(party, earlier)
    held = is_held(comes, now)
    to = respondent_of(party)
    due = Due(
        id="",
        kind=DueKind.CHECKIN,
        cadence=comes.cadence.id,
        partner=party.id,
        period=comes.period,
        respondent=to,
        conversation=command.fresh_id,
        status=DueStatus.HELD if held else DueStatus.ASKED,
        due_at=comes.due,
        asked_at=now,
        next_at=None if held else step_at(playbook, known, form, now, 0),
    )
    talk = Conversation(
        id=command.fresh_id,
        kind=ConversationKind.CHECKIN,
        pathway="checkin_or_data",
        party=to,
        language=language,
        asked=tuple(question.id for question in form.questions),
        facts={"partner": party.id, "period": comes.period, "cadence": comes.cadence.id},
        known=True,
        opened_at=now,
        updated_at=now,
    )
    mail = _prompt(playbook, known, due, talk, form)
    mode = playbook.replies_of(PROMPT, "")
    record = Record(kind="checkin.asked", subject=talk.id, who="liaison", data={"partner": party.id, "period": comes.period})
    hold = "late" if held else "draft" if mode == "draft" else ""
    return Outcome(reason=hold, changes=(talk, due), outbound=(replace(mail, hold=hold),), records=(record,))


def _prompt(playbook: Playbook, known: Round, due: Due, talk: Conversation, form: Form) -> Outbound:
    party, language = known.parties[due.partner], talk.language
    earlier = known.before.get(party.id)
    before = checkin_letters.month_of(earlier.facts["period"], language) if earlier and "period" in earlier.facts else ""
    context = {
        **checkin_letters.about(known, due, language),
        "questions": checkin_letters.asked(form, language, earlier, before),
        "open": checkin_letters.open_needs(known.needs.get(party.id, ()), language),
        "ending": [{"what": what, "day": checkin_letters.day(on, language)} for what, on in known.ending.get(party.id, ())],
    }
    return replace(_mail(playbook, PROMPT, talk, context, form), key=f"checkin/{due.period}/{party.id}")


def _mail(playbook: Playbook, template: str, talk: Conversation, context: Mapping[str, Any], form: Form) -> Outbound:
    return Outbound(
        key="",
        lane=talk.id,
        to=(talk.party,),
        template=template,
        context=letters.filled_in(playbook, talk, context),
        language=talk.language,
        conversation=talk.id,
        questions=tuple(question.id for question in form.questions),
        unasked=True,
    )


def step_at(playbook: Playbook, known: Round, form: Form, asked: datetime, steps: int) -> datetime | None:
    """When the next step of the ladder is due for what was asked at an instant; None after the last."""
    rungs = ladder(form)
    if steps >= len(rungs):
        return None
    return day_at(playbook, known, asked, rungs[steps][0])


def day_at(playbook: Playbook, known: Round, since: datetime, days: int) -> datetime:
    """Nine o'clock on the first open day, so many days after the one of an instant."""
    zone = playbook.office.time_zone
    day = known.calendar.first_open(since.astimezone(ZoneInfo(zone)).date() + timedelta(days=days))
    return at_local(day, OPENS, zone).astimezone(since.tzinfo)


@dataclass(frozen=True, kw_only=True, slots=True)
class InHand:
    """One check-in whose next step is due."""

    snapshot: Snapshot
    known: Round
    due: Due
    talk: Conversation
    form: Form
    now: datetime

    @property
    def rungs(self) -> tuple[tuple[int, Step], ...]:
        return ladder(self.form)

    def day_after(self, since: datetime, days: int) -> datetime:
        return day_at(self.snapshot.playbook, self.known, since, days)

    def moved(self) -> Due:
        """One step further. Days are counted on from now: a desk that was down takes its steps one by one all the same."""
        steps = self.due.steps + 1
        if steps >= len(self.rungs):
            return replace(self.due, steps=steps, next_at=None)
        if self.rungs[steps][1] == "close":
            return self.to_the_close()
        days = self.rungs[steps][0] - self.rungs[steps - 1][0]
        return replace(self.due, steps=steps, next_at=self.day_after(self.now, max(days, 1)))

    def to_the_close(self) -> Due:
        """Nothing more is asked until the period closes, tomorrow at the earliest."""
        closes = max(self.day_after(self.due.asked_at, self.form.close_after_days), self.day_after(self.now, 1))
        return replace(self.due, steps=len(self.rungs) - 1, next_at=closes)


def step(command: StepDue, snapshot: Snapshot, now: datetime) -> Outcome:
    """Take the next step of a check-in, if it is due; asked again at the same moment, there is none left."""
    _ = command
    known, talk = _round(snapshot), snapshot.conversation
    due = known.dues[0] if known.dues else None
    if talk is None or due is None or due.next_at is None or due.next_at > now:
        return Outcome(reason="nothing_due")
    form = form_of(snapshot.playbook.with_questions_of(snapshot.began_with), due)
    hand = InHand(snapshot=snapshot, known=known, due=due, talk=talk, form=form, now=now)
    what = hand.rungs[due.steps][1] if due.steps < len(hand.rungs) else "close"
    if what == "close":
        return _close(due, talk, now)
    if due.status is DueStatus.ANSWERED:
        return _after_the_answer(hand)
    if due.status not in WAITS or talk.with_person:
        return Outcome(reason="nothing_due", changes=(hand.moved(),))
    return _remind(hand) if what == "reminder" else _task(hand)


def form_of(playbook: Playbook, due: Due) -> Form:
    """The questions of what is due, as its period has them; where the playbook has dropped the cadence since, those of the check-in."""
    name = next((cadence.form for cadence in playbook.cadences if cadence.id == due.cadence and cadence.form), "checkin")
    return playbook.forms[name].in_period(due.period)


def _remind(hand: InHand) -> Outcome:
    due, talk = hand.due, hand.talk
    late = due.next_at is not None and is_late(due.next_at, hand.now)
    context = {
        **checkin_letters.about(hand.known, due, talk.language),
        "questions": checkin_letters.asked(hand.form, talk.language, None, ""),
        "last": "reminder" not in {what for _, what in hand.rungs[due.steps + 1 :]},
    }
    key = f"checkin/{due.period}/{due.partner}/reminder/{due.steps + 1}"
    mail = replace(_mail(hand.snapshot.playbook, REMINDER, talk, context, hand.form), key=key, hold="late" if late else "")
    record = Record(kind="checkin.reminded", subject=talk.id, who="liaison")
    reminded = replace(talk, chased=(*talk.chased, hand.now))
    return Outcome(reason="late" if late else "due", changes=(reminded, hand.moved()), outbound=(mail,), records=(record,))


def _task(hand: InHand) -> Outcome:
    """Nobody has answered: from here it is for the liaison."""
    due, known = hand.due, hand.known
    party, at = known.parties[due.partner], known.partnerships.get(due.partner)
    subject = at.id if at else party.id
    month = checkin_letters.month_of(due.period, "en")
    task = Task(
        key=f"{subject}/checkin-{due.period}",
        subject=subject,
        title=f"Talk with {party.organization} about {month}: no answer to the check-in, whatever was sent.",
        assigned_to=known.liaison(due.partner)[0],
        opened_at=hand.now,
    )
    command = f"/partners done {subject} checkin-{due.period}" if at else ""
    told = checkin_notices.tell(hand.snapshot, known, due, "silent", command=command)
    record = Record(kind="checkin.unanswered", subject=hand.talk.id, who="liaison", data={"task": task.key})
    return Outcome(reason="due", changes=(hand.moved(), task), outbound=told, records=(record,))


def _after_the_answer(hand: InHand) -> Outcome:
    """What was asked once more and is still unsure is shown to staff; a hedge is not asked again (interface.md)."""
    unsure = [key for key, given in hand.talk.unsure.items() if given.reason != "hedge"]
    told = checkin_notices.unsure(hand.snapshot, hand.known, hand.due, talk=hand.talk, form=hand.form, questions=unsure) if unsure else ()
    return Outcome(reason="due", changes=(hand.to_the_close(),), outbound=told)


def _close(due: Due, talk: Conversation, now: datetime) -> Outcome:
    """The period is over: what was recorded stays, and only staff change it now."""
    closed = replace(due, status=DueStatus.CLOSED, next_at=None)
    waits = talk.status in {ConversationStatus.ASKING, ConversationStatus.CONFIRMING}
    talks = (replace(talk, status=ConversationStatus.CLOSED, updated_at=now),) if waits else ()
    record = Record(kind="checkin.closed", subject=talk.id, who="liaison", data={"answered": due.answered_at is not None})
    return Outcome(reason="closed", changes=(*talks, closed), records=(record,))


def _round(snapshot: Snapshot) -> Round:
    if snapshot.round is None:
        raise LookupError("a check-in is decided by what its round knows, and the snapshot has none")
    return snapshot.round
