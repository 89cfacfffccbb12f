"""What a reply to a survey means: a rating for each partner, *no* for one that is not theirs, a word for all; and two sides that differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handlers import acts, checkin_letters, checkin_notices, interview, letters
from handlers.checkins import day_at, form_of
from handlers.compact import laid_out, said_to
from handlers.dues import Due, DueStatus, Need, need_id
from handlers.reading import intent, read_reply, word_that_acts
from handlers.snooze import DAYS
from handlers.surveys import about, asked, expanded
from handlers.types import ConversationStatus, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from handlers.dues import Round
    from handlers.playbook import Form
    from handlers.turn import Turn
    from handlers.types import Conversation, Outbound

#: A side is content from here on, and is not up to there.
CONTENT, DISCONTENT = 4, 2

_NOT_THEIRS = frozenset({"no", "none", "n/a", "na", "not us", "not ours", "ninguno", "ninguna", "no aplica"})


def heard(turn: Turn, conversation: Conversation) -> Outcome:
    """Hear a reply; each of its answers goes to the row of its partner and side."""
    known = turn.snapshot.round
    if known is None or not known.dues:
        return acts.person(turn, conversation, (), "nothing_fits")
    form = expanded(form_of(turn.playbook, known.dues[0]), known.dues, known)
    if all(due.status is DueStatus.CLOSED for due in known.dues):
        return _noted(turn, conversation, known, form, what="closed")
    word = acts.wanted(turn)
    if word == "person" or conversation.with_person:
        return acts.person(turn, conversation, ())
    if word_that_acts(turn.inbound.visible) in {"stop", "unsubscribe", "withdraw"}:
        return _stopped(turn, conversation, known, form)
    if word_that_acts(turn.inbound.visible) == "later":
        return _later(turn, conversation, known, form)
    return _answered(turn, conversation, known, form)


def _answered(turn: Turn, conversation: Conversation, known: Round, form: Form) -> Outcome:
    ids = turn.snapshot.asked or conversation.asked
    questions = [question for question in map(form.question, ids) if question is not None]
    text = laid_out(turn.inbound.visible, len(questions))
    reading = read_reply(replace(turn.inbound, visible=text), questions, form, turn.reader, held=conversation.answers)
    taken = interview.take(conversation, reading, turn.sender, form)
    said = said_to(text)
    not_theirs = {
        question.id
        for n, question in enumerate(questions, 1)
        if _is_rating(question.id) and said.get(n, "").strip(" .").casefold() in _NOT_THEIRS
    }
    dues = [_after(due, taken.conversation.answers, not_theirs, turn) for due in known.dues]
    changed = [due for due, before in zip(dues, known.dues, strict=True) if due != before]
    if not taken.progressed and not not_theirs:
        if intent(turn.inbound.visible) == "thanks":
            return Outcome(reason="thanks", changes=(replace(conversation, updated_at=turn.now),))
        return _noted(turn, conversation, known, form, what="unread")
    waits = any(due.status is DueStatus.ASKED for due in dues)
    status = ConversationStatus.ASKING if waits else ConversationStatus.SUBMITTED
    after = replace(taken.conversation, status=status, updated_at=turn.now)
    needs = tuple(_apart(known, changed, after, turn))
    record = acts.record("survey.recorded", after, turn, {"new": list(taken.new), "changed": list(taken.changed)})
    return Outcome(
        changes=(after, *changed, *needs),
        outbound=(_receipt(turn, after, known, form, not_theirs), *_notices(turn, known, dues, needs, not_theirs, after)),
        records=(*taken.records, record),
    )


def _is_rating(question: str) -> bool:
    return question.rpartition("_")[2].isdigit()


def _after(due: Due, answers: Mapping[str, Any], not_theirs: set[str], turn: Turn) -> Due:
    if due.question not in answers and due.question not in not_theirs:
        return due
    return replace(due, status=DueStatus.ANSWERED, answered_at=due.answered_at or turn.now)


def _receipt(turn: Turn, talk: Conversation, known: Round, form: Form, not_theirs: set[str]) -> Outbound:
    rows = checkin_letters.recorded(turn.playbook, form, talk)
    for row, question in zip(rows, form.questions, strict=True):
        if question.id in not_theirs and not row["value"]:
            row["value"] = "no"
    context = {**about(known, known.dues), "title_of": form.title.in_language(turn.language), "rows": rows}
    return letters.to_partner(turn, "survey_receipt", context, conversation=talk, questions=[question.id for question in form.questions])


def _noted(turn: Turn, conversation: Conversation, known: Round, form: Form, *, what: str, day: str = "") -> Outcome:
    """Say what became of a reply that answered nothing."""
    ids = [] if what in {"closed", "stopped", "later"} else [question.id for question in form.questions]
    context = {
        **about(known, known.dues),
        "title_of": form.title.in_language(turn.language),
        "what": what,
        "day": day,
        "questions": asked(form, ids, turn.language),
    }
    letter = letters.to_partner(turn, "survey_note", context, conversation=conversation, questions=ids)
    told: tuple[Outbound, ...] = ()
    if what == "closed":
        words = checkin_letters.shortened(turn.inbound.visible)
        told = checkin_notices.tell(
            turn.snapshot, known, known.dues[0], "after_close", words=words, sender=turn.sender, key=turn.snapshot.inbox_id
        )
    return Outcome(reason=what, changes=(replace(conversation, updated_at=turn.now),), outbound=(letter, *told))


def _stopped(turn: Turn, conversation: Conversation, known: Round, form: Form) -> Outcome:
    stopped = tuple(replace(due, status=DueStatus.STOPPED, next_at=None) for due in known.dues if due.status is DueStatus.ASKED)
    outcome = _noted(turn, conversation, known, form, what="stopped")
    told = checkin_notices.tell(turn.snapshot, known, known.dues[0], "stopped", sender=turn.sender, key=turn.snapshot.inbox_id)
    return replace(outcome, changes=(*outcome.changes, *stopped), outbound=(*outcome.outbound, *told))


def _later(turn: Turn, conversation: Conversation, known: Round, form: Form) -> Outcome:
    again = day_at(turn.playbook, known, turn.now, DAYS)
    moved = tuple(replace(due, next_at=again) for due in known.dues if due.status is DueStatus.ASKED)
    outcome = _noted(turn, conversation, known, form, what="later", day=checkin_letters.day(again, turn.language))
    return replace(outcome, changes=(*outcome.changes, *moved))


def _apart(known: Round, changed: Sequence[Due], talk: Conversation, turn: Turn) -> Iterator[Need]:
    """Where one side is content and the other is not."""
    for due in changed:
        mine = _rating(talk.answers, due.question)
        for other in known.also:
            theirs = _rating(other.answers, other.due.question)
            if other.due.partner != due.partner or bool(other.due.side) == bool(due.side) or mine is None or theirs is None:
                continue
            if max(mine, theirs) >= CONTENT and min(mine, theirs) <= DISCONTENT:
                words = "; ".join(sorted((f"{due.side or 'the partner'}: {mine}", f"{other.due.side or 'the partner'}: {theirs}")))
                yield Need(
                    id=need_id(due.partner, due.period, "apart", words),
                    partner=due.partner,
                    conversation=talk.id,
                    period=due.period,
                    kind="apart",
                    words=words,
                    message_id=turn.inbound.message_id,
                    opened_at=turn.now,
                )


def _rating(answers: Mapping[str, Any], question: str) -> int | None:
    given = answers.get(question)
    return given.value if given is not None and isinstance(given.value, int) and not isinstance(given.value, bool) else None


def _notices(  # noqa: PLR0917  all that one reply has changed
    turn: Turn, known: Round, dues: Sequence[Due], needs: Sequence[Need], not_theirs: set[str], talk: Conversation
) -> tuple[Outbound, ...]:
    rows = {due.partner: due for due in dues}
    told = [
        notice
        for need in needs
        for notice in checkin_notices.tell(
            turn.snapshot,
            known,
            rows[need.partner],
            "apart",
            words=need.words,
            command=f"/partners need {need.id} close WHAT CAME OF IT",
            key=need.id,
        )
    ]
    for due in dues:
        if due.question in not_theirs:
            told += checkin_notices.tell(turn.snapshot, known, due, "not_known", sender=turn.sender, words="no", key=due.question)
        bad = _rating(talk.answers, due.question)
        if bad is not None and bad <= DISCONTENT and not any(need.partner == due.partner for need in needs):
            told += checkin_notices.tell(
                turn.snapshot, known, due, "rating", words=f"{due.side or 'the partner'}: {bad}", sender=turn.sender, key=due.question
            )
    return tuple(told)
