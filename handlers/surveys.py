"""The yearly survey of two sides: who is expected to answer about whom, one mail a person, and the ladder for the side that is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers import checkin_letters, checkin_notices, letters
from handlers.cadences import is_held, ladder
from handlers.checkins import day_at, form_of, step_at
from handlers.dues import Due, DueKind, DueStatus
from handlers.office_hours import is_late
from handlers.partnership import Task
from handlers.types import Conversation, ConversationKind, ConversationStatus, Outbound, Outcome, Record
from handlers.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from handlers.dues import Round
    from handlers.playbook import Form, Playbook, Question
    from handlers.rounds import SurveyDue
    from handlers.types import Snapshot

PROMPT, REMINDER = "survey_prompt", "survey_reminder"


def expanded(form: Form, dues: Sequence[Due], known: Round) -> Form:
    """The form as one person gets it: what is asked about each partner once for each row, then what is asked once for all."""
    each = [question for question in form.questions if question.each]
    questions = [_about(question, due, known) for due in dues for question in each]
    return form.model_copy(update={"questions": (*questions, *(question for question in form.questions if not question.each))})


def _about(question: Question, due: Due, known: Round) -> Question:
    party = known.parties.get(due.partner)
    name = (party.organization if party else due.partner) + (f" ({due.side})" if due.side else "")
    number = due.question.rpartition("_")[2]
    return question.model_copy(
        update={
            "id": f"{question.id}_{number}",
            "prompt": Wording(en=f"{name}: {question.prompt.en}", es=f"{name}: {question.prompt.es}"),
            "label": Wording(en=name, es=name),
        }
    )


def ask(command: SurveyDue, snapshot: Snapshot, now: datetime) -> Outcome:
    """Ask one person about all partners that are theirs to judge, in one mail; a side without an address is told to staff."""
    known, playbook, comes = _round(snapshot), snapshot.playbook, command.comes
    form = playbook.forms[comes.cadence.form]
    held = is_held(comes, now)
    first = next((question.id for question in form.questions if question.each), "answer")
    rows = tuple(
        Due(
            id="",
            kind=DueKind.SURVEY,
            cadence=comes.cadence.id,
            partner=partner,
            period=comes.period,
            side=side,
            respondent=command.to,
            conversation=command.fresh_id if command.to else "",
            question=f"{first}_{number}",
            status=DueStatus.HELD if held or not command.to else DueStatus.ASKED,
            due_at=comes.due,
            asked_at=now,
            next_at=None if held or not command.to else step_at(playbook, known, form, now, 0),
        )
        for number, (partner, side) in enumerate(command.expected, 1)
    )
    if not command.to:
        told = [notice for row in rows for notice in checkin_notices.tell(snapshot, known, row, "no_address", words=row.side)]
        return Outcome(reason="no_address", changes=rows, outbound=tuple(told))
    mine = expanded(form, rows, known)
    talk = Conversation(
        id=command.fresh_id,
        kind=ConversationKind.SURVEY,
        pathway="checkin_or_data",
        party=command.to,
        language=_language(known, rows),
        asked=tuple(question.id for question in mine.questions),
        facts={"period": comes.period, "cadence": comes.cadence.id},
        known=True,
        opened_at=now,
        updated_at=now,
    )
    mail = _mail(playbook, known, rows, talk, mine, template=PROMPT)
    mail = replace(mail, key=f"survey/{comes.cadence.id}/{comes.period}/{talk.id}", hold="late" if held else "")
    record = Record(kind="survey.asked", subject=talk.id, who="liaison", data={"period": comes.period, "partners": len(rows)})
    return Outcome(reason="late" if held else "", changes=(talk, *rows), outbound=(mail,), records=(record,))


def _language(known: Round, rows: Sequence[Due]) -> Any:
    """A school is written to in English; a partner in its own language."""
    party = known.parties.get(rows[0].partner) if rows and not rows[0].side else None
    return checkin_letters.language_of(party, None) if party else "en"


def about(known: Round, dues: Sequence[Due]) -> Mapping[str, Any]:
    """What every mail of a survey says of whom it is to and about."""
    party = known.parties.get(dues[0].partner) if dues else None
    is_partner = bool(dues) and not dues[0].side
    return {
        "first_name": checkin_letters.greeted(party) if is_partner else "",
        "organization": party.organization if party and is_partner else "",
        "school": dues[0].side if dues else "",
    }


def asked(form: Form, questions: Sequence[str], language: str) -> list[dict[str, Any]]:
    found = [question for question in map(form.question, questions) if question is not None]
    return [{"n": n, "prompt": each.prompt.in_language(language), "last": "", "month": ""} for n, each in enumerate(found, 1)]


def _mail(
    playbook: Playbook,
    known: Round,
    dues: Sequence[Due],
    talk: Conversation,
    form: Form,
    *,
    template: str,
    questions: Sequence[str] = (),
    last: bool = False,
) -> Outbound:
    ids = tuple(questions) or talk.asked
    title = form.title.in_language(talk.language)
    context = {**about(known, dues), "title_of": title, "questions": asked(form, ids, talk.language), "last": last}
    return Outbound(
        key="",
        lane=talk.id,
        to=(talk.party,),
        template=template,
        context=letters.filled_in(playbook, talk, context),
        language=talk.language,
        conversation=talk.id,
        questions=ids,
        unasked=True,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Missing:
    """What one person has not answered yet, and which step of the ladder it is at."""

    snapshot: Snapshot
    known: Round
    talk: Conversation
    form: Form
    dues: tuple[Due, ...]
    now: datetime

    def moved(self, due: Due) -> Due:
        rungs, steps = ladder(self.form), due.steps + 1
        if steps >= len(rungs):
            return replace(due, steps=steps, next_at=None)
        days = rungs[steps][0] - rungs[steps - 1][0]
        return replace(due, steps=steps, next_at=day_at(self.snapshot.playbook, self.known, self.now, max(days, 1)))


def step(snapshot: Snapshot, now: datetime) -> Outcome:
    """Take the next step for what one person has not answered; the side that has is left in peace."""
    known, talk = _round(snapshot), snapshot.conversation
    due = tuple(each for each in known.dues if each.next_at is not None and each.next_at <= now)
    if talk is None or not due:
        return Outcome(reason="nothing_due")
    form = form_of(snapshot.playbook.with_questions_of(snapshot.began_with), due[0])
    here = _Missing(snapshot=snapshot, known=known, talk=talk, form=form, dues=due, now=now)
    rungs = ladder(form)
    what = rungs[due[0].steps][1] if due[0].steps < len(rungs) else "close"
    missing = tuple(each for each in due if each.status is DueStatus.ASKED)
    if what == "close":
        return _close(here)
    if not missing or talk.with_person:
        return Outcome(reason="nothing_due", changes=tuple(map(here.moved, due)))
    return _remind(here, missing) if what == "reminder" else _task(here, missing)


def _remind(here: _Missing, missing: Sequence[Due]) -> Outcome:
    late = any(each.next_at is not None and is_late(each.next_at, here.now) for each in missing)
    mine = expanded(here.form, here.known.dues, here.known)
    numbers = {each.question.rpartition("_")[2] for each in missing}
    ids = [each.id for each in mine.questions if each.id.rpartition("_")[2] in numbers]
    last = "reminder" not in {what for _, what in ladder(here.form)[missing[0].steps + 1 :]}
    mail = _mail(here.snapshot.playbook, here.known, missing, here.talk, mine, template=REMINDER, questions=ids, last=last)
    key = f"survey/{here.talk.id}/reminder/{missing[0].steps + 1}"
    reminded = replace(here.talk, chased=(*here.talk.chased, here.now))
    record = Record(kind="survey.reminded", subject=here.talk.id, who="liaison", data={"missing": len(missing)})
    return Outcome(
        reason="late" if late else "due",
        changes=(reminded, *map(here.moved, here.dues)),
        outbound=(replace(mail, key=key, hold="late" if late else ""),),
        records=(record,),
    )


def _task(here: _Missing, missing: Sequence[Due]) -> Outcome:
    names = ", ".join(here.known.parties[each.partner].organization for each in missing if each.partner in here.known.parties)
    at = here.known.partnerships.get(missing[0].partner)
    subject = at.id if at else missing[0].partner
    side = missing[0].side or here.talk.party
    task = Task(
        key=f"{subject}/survey-{missing[0].period}-{here.talk.id}",
        subject=subject,
        title=f"Ask {side} about {names}: no answer to the survey, whatever was sent.",
        opened_at=here.now,
    )
    told = checkin_notices.tell(here.snapshot, here.known, missing[0], "survey_silent", words=names)
    record = Record(kind="survey.unanswered", subject=here.talk.id, who="liaison", data={"missing": len(missing)})
    return Outcome(reason="due", changes=(*map(here.moved, here.dues), task), outbound=told, records=(record,))


def _close(here: _Missing) -> Outcome:
    closed = tuple(replace(each, status=DueStatus.CLOSED, next_at=None) for each in here.dues)
    waits = here.talk.status is ConversationStatus.ASKING
    talks = (replace(here.talk, status=ConversationStatus.CLOSED, updated_at=here.now),) if waits else ()
    return Outcome(reason="closed", changes=(*talks, *closed), records=(Record(kind="survey.closed", subject=here.talk.id, who="liaison"),))


def _round(snapshot: Snapshot) -> Round:
    if snapshot.round is None:
        raise LookupError("a survey is decided by what its round knows, and the snapshot has none")
    return snapshot.round
