"""When an agreement comes to its end: has anything changed? Reminders, a task after silence, and what the partner's answer changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date

from handlers import acts, agreement_letters, agreements, interview, letters
from handlers.case import Case, given
from handlers.office_hours import next_open
from handlers.partnership import Actor, Standing, Task
from handlers.reading import read_reply
from handlers.reading.lines import fold
from handlers.roles import Role
from handlers.types import Answer, Outbound, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.partnership import Agreement
    from handlers.reading import Reading
    from handlers.turn import Turn
    from handlers.types import Conversation

#: The one question of a renewal, and where a talk notes how far it has come.
CHANGED, FACT = "changed", "renewal"
TEMPLATE = "agreement_renewal"
ANSWERED = "answered"

#: What a partner cannot change by a reply alone: whom it is with, where, and for what fee. A person looks.
FOR_A_PERSON = frozenset({"organization_name", "contact_name", "contact_email", "schools", "charges_fee", "insurance_certificate"})

#: Sentences that say that all is as it was; compared without case and accents.
_NOTHING = re.compile(
    r"^\W*(?:1\W+)?(?:no|none|nope|nothing|no changes?|nothing (?:has |was |is )?(?:changed|new|different)|"
    r"no,? nothing(?: has)?(?: changed)?|(?:all|everything) (?:is |stays |remains )?(?:the same|as (?:it was|before))|"
    r"same as (?:last year|before)|unchanged|"
    r"nada|ninguno|ninguna|sin cambios|no,? nada(?: ha cambiado)?|nada (?:ha cambiado|cambio|nuevo)|no ha cambiado nada|ningun cambio|"
    r"todo (?:sigue )?igual|igual que (?:antes|el ano pasado))"
    r"(?:[\s,.!]+(?:thanks?|thank you|gracias|muchas gracias|please|for (?:now|us)|this (?:time|year)|"
    r"(?:all|everything) (?:is |stays )?the same|todo (?:sigue )?igual|nothing has changed|no changes))*\W*$"
)


_YES_FIRST = re.compile(r"^\W*(?:1\W+)?(?:yes|sí|si)\b[\s,.:;-]*", re.IGNORECASE)

#: More than these beside what was read may be a change that nobody noticed.
_A_FEW_WORDS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """How far the renewal of one version has come: how many mails went out, when the newest did, and whether there is an answer."""

    number: int
    times: int = 0
    on: date | None = None
    answered: bool = False

    @property
    def written(self) -> str:
        return f"{self.number} {ANSWERED}" if self.answered else f"{self.number} {self.times} {self.on or ''}".strip()


def due(case: Case, *, blocked: bool = False) -> Outcome:
    """Take the one step that the end of an agreement asks for today; asked again at the same moment, there is none left.

    `blocked` says that no text can be made now, such as where an address is not known.
    """
    rules, held = case.playbook.agreement, case.dossier.in_force
    if rules is None or held is None or held.ends is None or case.at.standing not in {Standing.ACTIVE, Standing.PAUSED}:
        return Outcome(reason="nothing_due")
    if case.today > held.ends:
        return _ended(case, held)
    newest = case.dossier.agreement
    if newest is not None and newest.number > held.number:
        return Outcome(reason="nothing_due")  # The next version is on its way.
    talk = case.snapshot.conversation
    asked = _asked(talk, held)
    if asked.answered and blocked:
        title = f"Make the next agreement with {case.at.organization}: /partners agreement {case.at.id} tells what stands in its way."
        return _task(case, held, "text", title, "blocked")
    if asked.answered:
        return Outcome(reason="text_due")
    days = rules.renewal_days
    step = len(days) - 1 if talk is None else asked.times
    if step >= len(days) or (held.ends - case.today).days > days[step]:
        return Outcome(reason="nothing_due")
    if step and asked.on and (case.today - asked.on).days < days[step - 1] - days[step]:
        return Outcome(reason="nothing_due")  # One by one, also where Liaison did not run for a while.
    if step == len(days) - 1 or talk is None:
        return _silent(case, held, talk, asked)
    return _ask(case, held, talk, asked)


def _ask(case: Case, held: Agreement, talk: Conversation, asked: _Asked) -> Outcome:
    noted = _noted(talk, replace(asked, times=asked.times + 1, on=case.today))
    noted = replace(noted, asked=(CHANGED,), updated_at=case.now)
    form, inbound, language = case.playbook.application, case.inbound, case.language
    questions = tuple(each for each in form.questions if each.type != "document" and each.id in talk.sure) if form else ()
    context = {
        "rows": letters.rows(case.playbook, questions, talk),
        "again": asked.times > 0,
        "ends": format_date(held.ends, "long", locale=language),
        "questions": [{"n": 1}],
        **agreement_letters.named(case, held, language),
    }
    mail = Outbound(
        key=f"{TEMPLATE}/{case.at.id}/{held.number}/{asked.times + 1}",
        lane=talk.id,
        to=(talk.party,),
        template=TEMPLATE,
        context=letters.filled_in(case.playbook, talk, context),
        language=language,
        conversation=talk.id,
        questions=(CHANGED,),
        in_reply_to=inbound.message_id if inbound else "",
        references=(*inbound.references, inbound.message_id) if inbound and inbound.message_id else (),
        not_before=next_open(case.now, case.playbook.office.time_zone),
        unasked=True,
    )
    record = given(case, "renewal.asked", {"number": held.number, "times": asked.times + 1})
    return Outcome(reason="due", changes=(noted,), outbound=(mail,), records=(record,))


def _silent(case: Case, held: Agreement, talk: Conversation | None, asked: _Asked) -> Outcome:
    """Nobody has answered: a person of the office takes it up."""
    title = f"Ask {case.at.organization} about renewing: {held.title} ends on {held.ends}, and nobody has answered."
    outcome = _task(case, held, "renewal", title, "silent")
    noted = (_noted(talk, replace(asked, times=asked.times + 1, on=case.today)),) if talk and outcome.changes else ()
    return replace(outcome, changes=(*outcome.changes, *noted))


def _ended(case: Case, held: Agreement) -> Outcome:
    """Tell staff, once. What has ended is switched off by a person, unless the playbook says otherwise (bot/agreement_dues.py)."""
    return _task(
        case, held, "ended", f"{held.title} with {case.at.organization} ended on {held.ends}: renew it, or end the partnership.", "ended"
    )


def _task(case: Case, held: Agreement, name: str, title: str, what: str) -> Outcome:
    key = f"{case.at.id}/agreement-{held.number}-{name}"
    if any(task.key == key for task in case.snapshot.tasks):
        return Outcome(reason="nothing_due")
    task = Task(key=key, subject=case.at.id, title=title, due=held.ends, opened_at=case.now)
    return Outcome(
        reason=what,
        changes=(task,),
        outbound=agreement_letters.told(case, what, held, ends=str(held.ends)),
        records=(given(case, f"renewal.{what}", {"number": held.number}),),
    )


def concerns(turn: Turn, conversation: Conversation) -> bool:
    """Whether a mail answers the question of a renewal."""
    template = turn.snapshot.answered_template
    asked = template == TEMPLATE or (not template and conversation.asked == (CHANGED,))
    theirs = turn.sender == conversation.party or turn.sender in conversation.also
    word = acts.wanted(turn)
    return asked and theirs and not word and turn.snapshot.dossier is not None and not conversation.with_person


def answered(turn: Turn, conversation: Conversation) -> Outcome:
    """Hear what has changed. *Nothing* moves the dates on; the next text is written from the answers (bot/agreement_dues.py)."""
    dossier = turn.snapshot.dossier
    held = dossier.in_force if dossier else None
    if dossier is None or held is None:
        return acts.person(turn, conversation, (), "reply_after_the_answer")
    case = Case(snapshot=turn.snapshot, dossier=dossier, actor=Actor(who=turn.sender, role=Role.NOBODY), now=turn.now, inbound=turn.inbound)
    newest = dossier.agreement
    if newest is not None and newest.number > held.number:
        return _words(case, turn, conversation, held)
    if _NOTHING.match(fold(turn.inbound.visible).strip()):
        return _moved_on(case, turn, conversation, held, {})
    reading = _read(turn, conversation)
    if not reading.answers or reading.problems or reading.question or _is_for_a_person(reading, conversation):
        return _words(case, turn, conversation, held)
    # The new text shows what was read, and its yes makes it sure.
    told = {key: replace(answer, reason="") for key, answer in reading.answers.items()}
    return _moved_on(case, turn, conversation, held, told)


def settled(conversation: Conversation) -> Conversation:
    """The next version is made: the renewal of the one before is over."""
    return replace(conversation, facts={key: value for key, value in conversation.facts.items() if key != FACT})


def _read(turn: Turn, conversation: Conversation) -> Reading:
    """Read what has changed as answers to what was answered last year; the *yes* before it says only that something has."""
    said = replace(turn.inbound, visible=_YES_FIRST.sub("", turn.inbound.visible, count=1))
    form = turn.needed_form
    asked = [
        each for each in form.questions if each.id in conversation.answers and each.id not in FOR_A_PERSON and each.type != "long_text"
    ]
    return read_reply(said, asked, form, turn.reader, held=conversation.answers)


def _is_for_a_person(reading: Reading, conversation: Conversation) -> bool:
    """Whether something was said that we could not read, or may not take by ourselves. What we do not understand is never left out."""
    if len(reading.leftover.split()) > _A_FEW_WORDS:
        return True
    undecided = any(answer.reason in interview.UNDECIDED for answer in reading.answers.values())
    moved = [key for key, answer in reading.answers.items() if key in FOR_A_PERSON and _differs(answer, conversation.answers.get(key))]
    return undecided or bool(moved)


def _differs(answer: Answer, before: Answer | None) -> bool:
    return before is None or before.value != answer.value


def _moved_on(case: Case, turn: Turn, conversation: Conversation, held: Agreement, told: Mapping[str, Answer]) -> Outcome:
    """Lay what was told over last year's answers, and the dates that were not told a term further on."""
    words, message_id = turn.inbound.visible[:200], turn.inbound.message_id
    dates = {
        key: Answer(value=day.isoformat(), words=words, message_id=message_id)
        for key, day in _next_term(conversation, case.today).items()
        if key not in told
    }
    begins, ends = (str({**told, **dates}[key].value) if key in {**told, **dates} else "" for key in ("start_date", "end_date"))
    if begins and ends and ends <= begins:
        return _words(case, turn, conversation, held)
    records: list[Record] = []
    for key, answer in {**told, **dates}.items():
        before = conversation.answers.get(key)
        data = {"question": key, "value": answer.value, "before": before.value if before else None}
        kind = "answer.corrected" if before else "answer.taken"
        records.append(Record(kind=kind, subject=conversation.id, who=turn.sender, message_id=message_id, data=data))
    after = _noted(conversation, _Asked(number=held.number, answered=True))
    after = replace(after, answers={**conversation.answers, **told, **dates}, asked=(), known=True)
    form = turn.needed_form
    context = {
        "heard": "renewing",
        "waits": [],
        "rows": letters.rows(turn.playbook, [each for each in form.questions if each.id in {*told, *dates}], after),
        "questions": [],
        **agreement_letters.named(case, held, turn.language),
    }
    told_staff = agreement_letters.told(case, "renewing", held, key=turn.snapshot.inbox_id, words=words, sender=turn.sender)
    outcome = acts.say(
        turn, "agreement_heard", context, after, records=(*records, acts.record("renewal.answered", after, turn, {"words": words}))
    )
    return replace(outcome, reason="renewal", outbound=(*outcome.outbound, *told_staff))


def _next_term(conversation: Conversation, today: date) -> dict[str, date]:
    """The same days so many whole years on that the new term does not lie behind us."""
    days = {key: agreements.answered_day(conversation, key) for key in ("start_date", "end_date")}
    known = {key: day for key, day in days.items() if day is not None}
    begins, ends = days["start_date"], days["end_date"]
    years = max(1, -(-(ends - begins).days // 366)) if begins and ends else 1
    while known and agreements.later(max(known.values()), 12 * years) <= today:
        years += 1
    return {key: agreements.later(day, 12 * years) for key, day in known.items()}


def _words(case: Case, turn: Turn, conversation: Conversation, held: Agreement) -> Outcome:
    """What cannot be taken as it stands goes to staff, in the partner's own words; the question stays open."""
    said = turn.inbound.visible[:2000]
    context = {
        "heard": "renewal_words",
        "waits": [],
        "rows": [],
        "questions": [],
        **agreement_letters.named(case, held, turn.language),
    }
    record = acts.record("renewal.words", conversation, turn, {"words": said})
    outcome = acts.say(turn, "agreement_heard", context, replace(conversation, known=True), records=(record,))
    notice = agreement_letters.told(case, "renewal_words", held, key=turn.snapshot.inbox_id, words=said, sender=turn.sender)
    key = f"{case.at.id}/agreement-{held.number}-changes"
    known = any(task.key == key for task in case.snapshot.tasks)
    title = f"Read what {case.at.organization} wants to change, and renew: {held.title} ends on {held.ends}."
    task = () if known else (Task(key=key, subject=case.at.id, title=title, due=held.ends, opened_at=case.now),)
    return replace(outcome, reason="renewal_words", changes=(*task, *outcome.changes), outbound=(*outcome.outbound, *notice))


def _asked(talk: Conversation | None, held: Agreement) -> _Asked:
    """Read how far the renewal of this version has come; what is noted of an earlier one counts no more."""
    words = talk.facts.get(FACT, "").split() if talk else []
    if not words or words[0] != str(held.number):
        return _Asked(number=held.number)
    if words[1:] == [ANSWERED]:
        return _Asked(number=held.number, answered=True)
    return _Asked(number=held.number, times=int(words[1]), on=date.fromisoformat(words[2]) if len(words) > 2 else None)  # noqa: PLR2004  the third word is the day


def _noted(talk: Conversation, asked: _Asked) -> Conversation:
    return replace(talk, facts={**talk.facts, FACT: asked.written})
