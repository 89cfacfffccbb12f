"""What a reply to a check-in means: figures in the partner's own words, a correction, a need, or something that wants a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from handlers import acts, checkin_letters, checkin_notices, interview, needs, own_wishes, staff_notices
from handlers.asides import aside_in
from handlers.cadences import ladder
from handlers.checkins import day_at, form_of
from handlers.dues import Due, DueStatus
from handlers.moods import mood
from handlers.reading import Reading, intent, read_reply, word_that_acts
from handlers.types import Answer, Conversation, ConversationStatus, Disposition, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.asides import Aside
    from handlers.dues import Need, Round
    from handlers.interview import Taken
    from handlers.playbook import Form
    from handlers.sensitive import Found
    from handlers.turn import Turn
    from handlers.types import Outbound

#: What *none* says: nothing took place. These are the figures of a month.
NOTHING: Mapping[str, int] = {"students_served": 0, "sessions_held": 0, "volunteer_hours": 0}

#: Days after which staff see what is still unsure.
UNSURE_AFTER = 3

#: A reply from which no figure could surely be read is for a person where it is longer than this.
LONG = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One reply, read: what it changed, and what staff have to hear of it."""

    known: Round
    due: Due
    form: Form
    taken: Taken
    aside: Aside
    needs: tuple[Need, ...] = ()
    mood: str = ""

    @property
    def is_grave(self) -> bool:
        return bool(self.mood) or any(need.kind == "rating" for need in self.needs)


def heard(turn: Turn, conversation: Conversation) -> Outcome:
    """Hear a reply in the check-in of the month that it answers, whichever month it is by now."""
    known = turn.snapshot.round
    due = known.dues[0] if known and known.dues else None
    if known is None or due is None:
        return acts.person(turn, conversation, (), "nothing_fits")
    if turn.snapshot.answered_template == "need_closed":
        return acts.person(turn, conversation, (), "reply_after_the_answer")
    if due.status is DueStatus.CLOSED:
        return _too_late(turn, conversation, known, due)
    form = form_of(turn.playbook, due)
    word = acts.wanted(turn)
    if word == "person":
        told = _read(turn, conversation, known, due, form)
        return _with_due(acts.act(turn, told.taken.conversation, word, told.taken.records), told, turn)
    wish = own_wishes.wish(turn, conversation, known, due, form)
    if wish is not None:
        return wish
    read = _none if word_that_acts(turn.inbound.visible) == "none" else _read
    return _answered(turn, conversation, read(turn, conversation, known, due, form))


def sensitive(turn: Turn, conversation: Conversation, found: Found) -> Outcome:
    """Keep the figures of a mail that no robot may answer; people hear of it, and Liaison keeps silent here from now on."""
    known = turn.snapshot.round
    due = known.dues[0] if known and known.dues else None
    notice = staff_notices.held(turn.snapshot, turn.inbound, "sensitive", turn.now, sensitive=found.kind)
    over = Record(kind="conversation.handed_over", subject=conversation.id, who="liaison", data={"why": found.kind.value})
    silent = replace(conversation, with_person=True, updated_at=turn.now)
    if known is None or due is None or due.status is DueStatus.CLOSED:
        kept: tuple[Any, ...] = (silent,)
        records: tuple[Record, ...] = ()
    else:
        told = _read(turn, conversation, known, due, form_of(turn.playbook, due))
        silent = replace(told.taken.conversation, with_person=True, updated_at=turn.now)
        silent = replace(silent, status=ConversationStatus.SUBMITTED) if told.taken.progressed else silent
        kept, records = (silent, *_due_of(told, turn)), told.taken.records
    return Outcome(
        disposition=Disposition.HELD,
        reason="sensitive",
        sensitive=found.kind,
        changes=kept,
        records=(*records, over),
        outbound=notice,
    )


def _read(turn: Turn, conversation: Conversation, known: Round, due: Due, form: Form) -> Told:
    reading = reading_of(turn, conversation, form)
    taken = interview.take(conversation, reading, turn.sender, form)
    said = aside_in(turn, _with_its_question(reading))
    opened = needs.found(known, due, taken, turn)
    if said.paragraphs:
        # What was asked for was a question, and the playbook has its answer.
        opened = tuple(need for need in opened if need.kind != "asked" or need.words != said.words)
    return Told(
        known=known,
        due=due,
        form=form,
        taken=taken,
        aside=said,
        needs=opened,
        mood=mood(f"{turn.inbound.subject}\n{turn.inbound.visible}"),
    )


def reading_of(turn: Turn, conversation: Conversation, form: Form) -> Reading:
    """Read the mail; what it leaves open is looked for in a spreadsheet that came with it."""
    ids = turn.snapshot.asked or conversation.asked
    asked = [question for question in map(form.question, ids) if question is not None] or list(form.questions)
    reading = read_reply(turn.inbound, asked, form, turn.reader, held=conversation.answers)
    sheets = "\n".join(each.text for each in turn.inbound.attachments if each.is_sheet and each.text)
    if not sheets:
        return reading
    in_sheet = read_reply(replace(turn.inbound, visible=sheets, pairs=(), attachments=()), form.questions, form, turn.reader, held={})
    return replace(reading, answers={**in_sheet.answers, **reading.answers})


def _with_its_question(reading: Reading) -> Reading:
    """What is asked of us under *anything you need?* is a question as much as one that stands by itself."""
    need = reading.answers.get("support_needed")
    asks = need is not None and need.words.strip().endswith("?")
    return replace(reading, question=need.words.strip()) if need is not None and asks and not reading.question else reading


def _none(turn: Turn, conversation: Conversation, known: Round, due: Due, form: Form) -> Told:
    """*None*, alone: nothing took place this month, as the prompt says that it means."""
    words = turn.inbound.visible.strip().splitlines()[0]
    said = {key: Answer(value=value, words=words, message_id=turn.inbound.message_id) for key, value in NOTHING.items()}
    reading = Reading(answers=said, problems={}, leftover="", question="")
    taken = interview.take(conversation, reading, turn.sender, form)
    return Told(known=known, due=due, form=form, taken=taken, aside=aside_in(turn, reading))


def _answered(turn: Turn, before: Conversation, told: Told) -> Outcome:
    taken = told.taken
    if told.mood or before.with_person:
        return _for_a_person(turn, before, told)
    if not taken.progressed:
        return _nothing_new(turn, before, told)
    conversation = replace(taken.conversation, status=ConversationStatus.SUBMITTED, updated_at=turn.now)
    told = replace(told, taken=replace(taken, conversation=conversation))
    record = acts.record("checkin.recorded", conversation, turn, {"new": list(taken.new), "changed": list(taken.changed)})
    return Outcome(
        changes=(conversation, *_due_of(told, turn), *told.needs),
        outbound=(_receipt(turn, told), *_notices(turn, before, told)),
        records=(*taken.records, record),
    )


def _nothing_new(turn: Turn, before: Conversation, told: Told) -> Outcome:
    """Thanks, a yes to what was said back, a question alone, an empty reply, or a text from which nothing can be read."""
    conversation = replace(told.taken.conversation, updated_at=turn.now)
    if intent(turn.inbound.visible) == "thanks":
        return Outcome(reason="thanks", changes=(conversation,))
    if word_that_acts(turn.inbound.visible) == "yes" and before.answers:
        return _confirmed(turn, conversation, told)
    notices: tuple[Outbound, ...] = ()
    if told.aside.for_a_person or len(turn.inbound.visible) > LONG:
        why = "question_in_reply" if told.aside.for_a_person else "unread"
        words = checkin_letters.shortened(told.aside.words or turn.inbound.visible)
        notices = checkin_notices.tell(
            turn.snapshot, told.known, told.due, why, words=words, sender=turn.sender, key=turn.snapshot.inbox_id
        )
    answer = checkin_letters.answer(
        turn,
        "checkin_unread",
        conversation,
        {
            "questions": checkin_letters.asked(told.form, turn.language, None, ""),
            "answered": list(told.aside.paragraphs),
            "question_for_a_person": told.aside.for_a_person,
            "recorded": bool(before.answers),
        },
        questions=[question.id for question in told.form.questions],
    )
    return Outcome(changes=(conversation,), outbound=(answer, *notices), records=told.taken.records)


def _confirmed(turn: Turn, conversation: Conversation, told: Told) -> Outcome:
    """A yes makes sure what the receipt showed; *about 45* stays approximate, since nobody has counted anew."""
    answers = {
        key: replace(given, reason="") if given.reason in {"guess", "arithmetic"} else given for key, given in conversation.answers.items()
    }
    sure = replace(conversation, answers=answers, status=ConversationStatus.SUBMITTED)
    told = replace(told, taken=replace(told.taken, conversation=sure))
    record = acts.record("checkin.confirmed", sure, turn, {})
    return Outcome(reason="confirmed", changes=(sure, *_due_of(told, turn)), records=(record,))


def _for_a_person(turn: Turn, before: Conversation, told: Told) -> Outcome:
    """Anger or grief, or a talk that a person has taken over: what is said is kept, nobody is reminded, and a person reads it."""
    status = ConversationStatus.SUBMITTED if told.taken.progressed else told.taken.conversation.status
    conversation = replace(told.taken.conversation, status=status, with_person=True, updated_at=turn.now)
    told = replace(told, taken=replace(told.taken, conversation=conversation))
    why = told.mood or "with_a_person"
    words = checkin_letters.shortened(turn.inbound.visible)
    notices = checkin_notices.tell(turn.snapshot, told.known, told.due, why, words=words, sender=turn.sender, key=turn.snapshot.inbox_id)
    letter: tuple[Outbound, ...] = ()
    if not before.with_person:
        letter = (checkin_letters.answer(turn, "checkin_person", conversation, {"recorded": told.taken.progressed}),)
    over = acts.record("conversation.handed_over", conversation, turn, {"why": why})
    return Outcome(
        reason=why,
        changes=(conversation, *_due_of(told, turn), *told.needs),
        outbound=(*letter, *notices, *_need_notices(turn, told)),
        records=(*told.taken.records, over),
    )


def _too_late(turn: Turn, conversation: Conversation, known: Round, due: Due) -> Outcome:
    """The period is over: nothing changes by mail any more, and a person decides what becomes of it."""
    words = checkin_letters.shortened(turn.inbound.visible)
    told = checkin_notices.tell(turn.snapshot, known, due, "after_close", words=words, sender=turn.sender, key=turn.snapshot.inbox_id)
    if intent(turn.inbound.visible) == "thanks":
        return Outcome(reason="thanks", changes=(replace(conversation, updated_at=turn.now),))
    letter = checkin_letters.answer(turn, "checkin_closed", conversation, {})
    return Outcome(reason="period_closed", changes=(replace(conversation, updated_at=turn.now),), outbound=(letter, *told))


def _receipt(turn: Turn, told: Told) -> Outbound:
    conversation = told.taken.conversation
    template = "checkin_person" if told.is_grave else "checkin_receipt"
    if told.is_grave:
        return checkin_letters.answer(turn, template, conversation, {"recorded": True})
    context = {
        "rows": checkin_letters.recorded(turn.playbook, told.form, conversation),
        "changed": bool(told.taken.changed),
        "answered": list(told.aside.paragraphs),
        "question_for_a_person": told.aside.for_a_person,
        "needs": bool(told.needs and any(need.kind == "asked" for need in told.needs)),
    }
    return checkin_letters.answer(turn, template, conversation, context, questions=[question.id for question in told.form.questions])


def _notices(turn: Turn, before: Conversation, told: Told) -> tuple[Outbound, ...]:
    notices = list(_need_notices(turn, told))
    # A request that is put as a question is told once, as a request.
    if told.aside.for_a_person and not any(told.aside.words in need.words for need in told.needs):
        notices += checkin_notices.tell(
            turn.snapshot,
            told.known,
            told.due,
            "question_in_reply",
            words=checkin_letters.shortened(told.aside.words),
            sender=turn.sender,
            key=turn.snapshot.inbox_id,
        )
    now = told.taken.conversation
    figures = NOTHING.keys() & (now.answers.keys() - now.unsure.keys())
    if len(turn.inbound.visible) > LONG and not figures and not told.aside.for_a_person:
        words = checkin_letters.shortened(turn.inbound.visible)
        notices += checkin_notices.tell(
            turn.snapshot, told.known, told.due, "unread", words=words, sender=turn.sender, key=turn.snapshot.inbox_id
        )
    # Asked once by the last receipt, and still not plain.
    still = [key for key, given in now.unsure.items() if given.reason != "hedge" and key in before.unsure]
    if still:
        notices += checkin_notices.unsure(turn.snapshot, told.known, told.due, talk=now, form=told.form, questions=still)
    return tuple(notices)


def _need_notices(turn: Turn, told: Told) -> tuple[Outbound, ...]:
    return tuple(
        notice for need in told.needs for notice in checkin_notices.of_need(turn.snapshot, told.known, told.due, need, turn.sender)
    )


def _due_of(told: Told, turn: Turn) -> Sequence[Due]:
    """The row of this check-in after a reply: answered where something is on record, and never reminded of from then on."""
    due, conversation = told.due, told.taken.conversation
    if not conversation.answers:
        silent = replace(due, next_at=_closes(told, turn), steps=_last(told.form))
        return (silent,) if conversation.with_person and due.next_at else ()
    doubts = any(given.reason != "hedge" for given in conversation.unsure.values()) and not conversation.with_person
    answered = replace(due, status=DueStatus.ANSWERED, answered_at=due.answered_at or turn.now)
    if doubts and _last(told.form):
        return (replace(answered, steps=_last(told.form) - 1, next_at=day_at(turn.playbook, told.known, turn.now, UNSURE_AFTER)),)
    return (replace(answered, steps=_last(told.form), next_at=_closes(told, turn)),)


def _last(form: Form) -> int:
    return len(ladder(form)) - 1


def _closes(told: Told, turn: Turn) -> Any:
    closes = day_at(turn.playbook, told.known, told.due.asked_at, told.form.close_after_days)
    return closes if closes > turn.now else day_at(turn.playbook, told.known, turn.now, 1)


def _with_due(outcome: Outcome, told: Told, turn: Turn) -> Outcome:
    talk = next((each for each in outcome.changes if isinstance(each, Conversation)), told.taken.conversation)
    after = replace(told, taken=replace(told.taken, conversation=talk))
    return replace(outcome, changes=(*outcome.changes, *_due_of(after, turn), *told.needs))
