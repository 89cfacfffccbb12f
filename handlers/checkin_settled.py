"""Somebody of the office says what an unsure answer of a check-in is: as it was read, or another value; the history stays on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import letters
from handlers.checkins import form_of
from handlers.reading import Reader, values
from handlers.types import Answer, ConversationStatus, Outcome, Record

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.playbook import Question
    from handlers.rounds import AnswerSettled
    from handlers.types import Conversation, Snapshot


def settled(command: AnswerSettled, snapshot: Snapshot, now: datetime) -> Outcome:
    """Confirm what was read, or put another value in its place. Also after the period's close: from then on only staff change it."""
    talk, known = snapshot.conversation, snapshot.round
    if talk is None or known is None or not known.dues:
        return _refused("There is no check-in of that name; `/partners checkins` lists them.")
    form = form_of(snapshot.playbook.with_questions_of(snapshot.began_with), known.dues[0])
    if not command.question:
        return _all_confirmed(talk, command, now)
    question = form.question(command.question)
    if question is None:
        return _refused(f"There is no question {command.question}. They are: {', '.join(each.id for each in form.questions)}.")
    before = talk.answers.get(question.id)
    if not command.words:
        return _confirmed(talk, question, before, command, now)
    office = snapshot.playbook.office
    read = values.heard(question, command.words, Reader(now=now, time_zone=office.time_zone, country=office.country))
    if read.value is None:
        return _refused(f"“{command.words}” is no {question.type.replace('_', ' ')}. Nothing was changed.")
    given = Answer(value=read.value, words=command.words, message_id=before.message_id if before else "")
    data = {"question": question.id, "value": letters.shown(question, given, "en", office.country), "words": command.words, "reason": ""}
    if before is not None:
        data |= {"before": letters.shown(question, before, "en", office.country)}
    return _kept(talk, question, given, Record(kind="answer.corrected", subject=talk.id, who=command.who, data=data), now)


def _all_confirmed(talk: Conversation, command: AnswerSettled, now: datetime) -> Outcome:
    """All that is in doubt is right as it was read; what is approximate stays so."""
    doubts = {key: given for key, given in talk.unsure.items() if given.reason != "hedge"}
    if not doubts:
        return _refused(f"Nothing is in doubt in {talk.id}.")
    records = tuple(
        Record(kind="answer.confirmed", subject=talk.id, who=command.who, data={"question": key, "words": given.words})
        for key, given in doubts.items()
    )
    sure = {key: replace(given, reason="") for key, given in doubts.items()}
    return Outcome(reason="settled", changes=(replace(talk, answers={**talk.answers, **sure}, updated_at=now),), records=records)


def _confirmed(talk: Conversation, question: Question, before: Answer | None, command: AnswerSettled, now: datetime) -> Outcome:
    if before is None:
        return _refused(f"Nothing is recorded for {question.id}: `/partners correct {talk.id} {question.id} VALUE` puts a value there.")
    if before.sure:
        return _refused(f"{question.id} is sure already: {before.value}. Nothing was changed.")
    record = Record(kind="answer.confirmed", subject=talk.id, who=command.who, data={"question": question.id, "words": before.words})
    return _kept(talk, question, replace(before, reason=""), record, now)


def _kept(talk: Conversation, question: Question, given: Answer, record: Record, now: datetime) -> Outcome:
    status = ConversationStatus.SUBMITTED if talk.status is ConversationStatus.ASKING else talk.status
    after = replace(talk, answers={**talk.answers, question.id: given}, status=status, updated_at=now)
    return Outcome(reason="settled", changes=(after,), records=(record,))


def _refused(why: str) -> Outcome:
    return Outcome(reason="refused", refused=why)
