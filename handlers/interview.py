"""The one engine for forms: what is still open, what to ask together, what an answer changes, when to ask again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers.types import Answer, Conversation, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.playbook import Form, Question
    from handlers.reading import Reading

#: An answer that could not be read is asked again this often; after that a person helps.
ASKED_AGAIN = 2

#: In `tries`: the partner said that there is nothing to say, which an optional question takes for an answer.
LEFT_BLANK = 99

#: Values that say nothing: a question that may stay blank stays so, and nothing is erased.
BLANK = ("", ())

#: Reasons for which one value is still to be chosen: asked again, where the others are only said back.
UNDECIDED = frozenset({"range", "two_candidates"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question as a mail asks it: its number, and what was wrong with the last answer."""

    number: int
    question: Question
    problem: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What a reply changed in a conversation."""

    conversation: Conversation
    new: tuple[str, ...]
    changed: tuple[str, ...]
    problems: Mapping[str, str]
    records: tuple[Record, ...]

    @property
    def progressed(self) -> bool:
        return bool(self.new or self.changed)


def is_open(question: Question, conversation: Conversation) -> bool:
    """Whether a question still waits. An optional one is offered once, and again only where its answer could not be read.

    What staff have opened again comes first and alone, also where it is never asked otherwise.
    """
    if conversation.reopened:
        return question.id in conversation.reopened
    if not question.ask:
        return False
    answer = conversation.answers.get(question.id)
    times = conversation.tries.get(question.id)
    if answer is None:
        return question.required or times is None or 0 < times <= ASKED_AGAIN
    return answer.reason in UNDECIDED and (times or 0) < ASKED_AGAIN


def _comes_along(question: Question, conversation: Conversation) -> bool:
    """Whether an optional question that was passed over may stand once more beside others that are asked anyway."""
    never_answered = question.ask and question.id not in conversation.answers and conversation.tries.get(question.id) == 0
    return never_answered and not conversation.reopened


def open_questions(form: Form, conversation: Conversation) -> tuple[Question, ...]:
    return tuple(question for question in form.questions if is_open(question, conversation))


def missing(form: Form, conversation: Conversation) -> tuple[str, ...]:
    """Ids of required questions that have no answer at all, sure or unsure."""
    return tuple(question.id for question in form.required if question.ask and question.id not in conversation.answers)


def next_group(form: Form, conversation: Conversation) -> tuple[Question, ...]:
    """Pick what the next mail asks: whole groups in the form's order, as many as fit into one mail."""
    picked: list[Question] = []
    waiting = open_questions(form, conversation)
    for group in dict.fromkeys(question.group for question in waiting):
        members = [question for question in waiting if question.group == group]
        if picked and len(picked) + len(members) > form.per_mail:
            break
        picked += members
    room = max(0, form.per_mail - len(picked))
    groups = {question.group for question in picked}
    along = [question for question in form.questions if question.group in groups and _comes_along(question, conversation)]
    chosen = [*picked[: form.per_mail], *along[:room]]
    return tuple(question for question in form.questions if question in chosen)


def numbered(questions: tuple[Question, ...], problems: Mapping[str, str]) -> tuple[Asked, ...]:
    return tuple(Asked(number=n, question=question, problem=problems.get(question.id, "")) for n, question in enumerate(questions, 1))


def opened_again(conversation: Conversation, ids: tuple[str, ...]) -> Conversation:
    """Let questions wait for an answer once more, whatever was said to them before."""
    tries = {key: times for key, times in conversation.tries.items() if key not in ids}
    return replace(conversation, reopened=ids, tries=tries)


def asking(conversation: Conversation, questions: tuple[Question, ...]) -> Conversation:
    """Note what the newest mail asks; from now on an optional question among them counts as offered."""
    tries = {**{question.id: 0 for question in questions}, **conversation.tries}
    return replace(conversation, asked=tuple(question.id for question in questions), tries=tries)


def nothing(conversation: Conversation) -> Taken:
    """Take nothing: where there is no form to read against."""
    return Taken(conversation=conversation, new=(), changed=(), problems={}, records=())


def take(conversation: Conversation, reading: Reading, who: str, form: Form | None = None) -> Taken:
    """Lay what was read over what is known. A later answer corrects an earlier one; blank never erases."""
    blank = {key for key, answer in reading.answers.items() if answer.value in BLANK and key not in conversation.answers}
    optional = {question.id for question in form.questions if not question.required} if form else blank
    answers = dict(conversation.answers)
    new: list[str] = []
    changed: list[str] = []
    records: list[Record] = []
    for question_id, answer in reading.answers.items():
        if answer.value in BLANK:
            continue
        before = answers.get(question_id)
        if before is not None and (before.value == answer.value and before.sure >= answer.sure):
            continue
        answers[question_id] = answer
        (new if before is None else changed).append(question_id)
        records.append(_record(conversation.id, question_id, before, answer, who))
    problems = {key: code for key, code in reading.problems.items() if key not in reading.answers}
    problems |= dict.fromkeys(blank - optional, "left_blank")
    tries = {**conversation.tries, **dict.fromkeys(blank & optional, LEFT_BLANK)}
    for question_id in {*problems, *(key for key in reading.answers if reading.answers[key].reason in UNDECIDED)}:
        tries[question_id] = tries.get(question_id, 0) + 1
    answered = {key for key, answer in reading.answers.items() if answer.value not in BLANK} | (blank & optional)
    return Taken(
        conversation=replace(
            conversation, answers=answers, tries=tries, reopened=tuple(key for key in conversation.reopened if key not in answered)
        ),
        new=tuple(new),
        changed=tuple(changed),
        problems=problems,
        records=tuple(records),
    )


def beyond_us(conversation: Conversation, problems: Mapping[str, str]) -> tuple[str, ...]:
    """Questions whose answer could not be read so often that a person must help."""
    return tuple(key for key in problems if conversation.tries.get(key, 0) > ASKED_AGAIN)


def confirmed(conversation: Conversation) -> Conversation:
    """Make sure what the summary showed: `yes` stands for every value in it."""
    answers = {key: replace(answer, reason="") for key, answer in conversation.answers.items()}
    return replace(conversation, answers=answers)


def _record(conversation: str, question_id: str, before: Answer | None, answer: Answer, who: str) -> Record:
    data = {"question": question_id, "value": answer.value, "words": answer.words, "reason": answer.reason}
    if before is not None:
        data |= {"before": before.value}
    kind = "answer.taken" if before is None else "answer.corrected"
    return Record(kind=kind, subject=conversation, who=who, message_id=answer.message_id, data=data)
