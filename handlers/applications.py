"""From first contact to submitted: an application by mail, in the partner's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import acts, interview, known_sender, letters, paper_mail, progress, staff_notices
from handlers.asides import Aside, aside_in
from handlers.case import Case, go_on
from handlers.partnership import Actor, Dossier, Partnership, Proof
from handlers.reading import read_reply, word_that_acts
from handlers.roles import Role
from handlers.routing.facts import fee_of
from handlers.types import ConversationKind, ConversationStatus, Outcome, Party, PartyStatus, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.interview import Taken
    from handlers.playbook import Form, Question
    from handlers.reading import Reading
    from handlers.turn import Turn
    from handlers.types import Conversation

#: The one question of the summary.
CONFIRM = "confirm"

#: The question whose `yes` moves an application elsewhere.
FEE = "charges_fee"


def begin(turn: Turn, taken: Taken) -> Outcome:
    """Open an application with what the first mails already say."""
    before = known_sender.earlier(turn)
    facts = {**taken.conversation.facts, **({known_sender.SAME_AS: before} if before else {})}
    conversation = replace(taken.conversation, kind=ConversationKind.APPLICATION, status=ConversationStatus.ASKING, facts=facts)
    opened = Record(kind="application.opened", subject=conversation.id, who=turn.sender, message_id=turn.inbound.message_id)
    return _go_on(turn, replace(taken, conversation=conversation, records=(*taken.records, opened)), Aside(), opens=True)


def reply(turn: Turn, conversation: Conversation) -> Outcome:
    """Hear a reply to an application: a word that acts, or answers."""
    if word_that_acts(turn.inbound.visible) == "yes" and conversation.status is ConversationStatus.CONFIRMING:
        return submit(turn, conversation)
    word = acts.wanted(turn)
    if word == "withdraw" or (word and word_that_acts(turn.inbound.visible)):
        return acts.act(turn, conversation, word)
    reading = _read(turn, conversation)
    taken = interview.take(conversation, reading, turn.sender, turn.form)
    if word:
        # Prose that asks for a person may answer questions as well: what it says is kept.
        return acts.act(turn, taken.conversation, word, taken.records)
    return _go_on(turn, taken, aside_in(turn, reading))


def submit(turn: Turn, conversation: Conversation) -> Outcome:
    """Hand the application in: what the summary showed is now sure, staff hear of it, and its review opens.

    One that was handed in before and asked for more goes on where its review stood.
    """
    form = turn.needed_form
    again = turn.snapshot.dossier is not None
    done = replace(interview.confirmed(conversation), status=ConversationStatus.SUBMITTED, asked=(), updated_at=turn.now)
    rows = letters.rows(turn.playbook, form.questions, done)
    pathway = turn.playbook.pathways[done.pathway]
    context = {
        "reference": done.id,
        "about": _said(done, "program_name") or _said(done, "organization_name"),
        "next_steps": [letters.filled(turn.playbook, step.in_language(turn.language)) for step in pathway.next_steps],
        "sources": letters.sources(turn.playbook, pathway.cites[:1], turn.language),
        "again": again,
    }
    review = _review(turn, done)
    record = Record(kind="application.submitted", subject=done.id, who=turn.sender, message_id=turn.inbound.message_id)
    return Outcome(
        changes=(done, *_applicant(turn, done), *review.changes),
        outbound=(
            letters.to_partner(turn, "application_submitted", context, conversation=done),
            *staff_notices.submitted(turn, done, rows, again=again, proofs=_to_look_at(review)),
            *review.outbound,
        ),
        records=(record, *review.records),
    )


def _to_look_at(review: Outcome) -> list[str]:
    """Kinds of the proofs that came with the application."""
    return list(dict.fromkeys(change.kind for change in review.changes if isinstance(change, Proof)))


def _review(turn: Turn, done: Conversation) -> Outcome:
    """Open the partnership at the playbook's first stage; where the playbook has none, a person takes it from here."""
    if not turn.playbook.stages:
        return Outcome()
    names = done.answers.get("schools")
    schools = names.value if names and isinstance(names.value, tuple) else ()
    known = turn.snapshot.dossier
    if known is not None:
        at = replace(known.partnership, schools=schools, updated_at=turn.now)
    else:
        at = Partnership(
            id=done.id,
            organization=_said(done, "organization_name") or done.party,
            contact=(_said(done, "contact_email") or done.party).casefold(),
            stage=turn.playbook.stages[0].id,
            schools=schools,
            opened_at=turn.now,
            updated_at=turn.now,
        )
    before = known.partnership if known else at
    dossier = replace(known or Dossier(partnership=at), partnership=before, answers=progress.answers_of(done))
    case = Case(snapshot=turn.snapshot, dossier=dossier, actor=Actor(who=turn.sender, role=Role.NOBODY), now=turn.now, inbound=turn.inbound)
    outcome = go_on(case, at)
    papers = paper_mail.handed_in(turn, case)
    outcome = replace(outcome, changes=(*outcome.changes, *papers.changes), records=(*outcome.records, *papers.records))
    if known is not None:
        return outcome
    partnership = next((change for change in outcome.changes if isinstance(change, Partnership)), at)
    opened = Record(kind="partnership.opened", subject=done.id, who=turn.sender, message_id=turn.inbound.message_id)
    others = (change for change in outcome.changes if not isinstance(change, Partnership))
    return replace(outcome, changes=(partnership, *others), records=(opened, *outcome.records))


def _read(turn: Turn, conversation: Conversation) -> Reading:
    form = turn.needed_form
    asked = turn.snapshot.asked or conversation.asked
    questions = [question for question in map(form.question, asked) if question is not None]
    return read_reply(
        turn.inbound,
        questions,
        form,
        turn.reader,
        held=conversation.answers,
        attachments=turn.snapshot.earlier_attachments,
    )


def _go_on(turn: Turn, taken: Taken, aside: Aside, *, opens: bool = False) -> Outcome:
    """Move on from what is known now: elsewhere, to a person, to the next questions, or to the summary."""
    conversation = taken.conversation
    fee = conversation.answers.get(FEE)
    if fee is not None and fee.sure and fee.value is True:
        # Once its review has begun, where it goes is for a person to say.
        in_review = turn.snapshot.dossier is not None
        return acts.person(turn, conversation, taken.records, "fee_in_review") if in_review else _move(turn, taken, fee.words)
    if interview.beyond_us(conversation, taken.problems):
        return acts.person(turn, conversation, taken.records, "answer_not_understood")
    group = interview.next_group(turn.needed_form, conversation)
    outcome = _ask(turn, taken, aside, group, opens=opens) if group else _summarise(turn, taken, aside)
    if aside.for_a_person:
        notice = staff_notices.look(turn, conversation, "question_in_reply")
        outcome = replace(outcome, outbound=(*outcome.outbound, *notice))
    return outcome


def _ask(turn: Turn, taken: Taken, aside: Aside, group: tuple[Question, ...], *, opens: bool) -> Outcome:
    form = turn.needed_form
    conversation = replace(interview.asking(taken.conversation, group), status=ConversationStatus.ASKING)
    problems = {**{key: taken.conversation.answers[key].reason for key in _undecided(taken, group)}, **_told_better(turn, taken.problems)}
    pathway = turn.playbook.pathways[conversation.pathway]
    context = {
        "intro": form.intro.in_language(turn.language) if form.intro and opens else "",
        "earlier": conversation.facts.get(known_sender.SAME_AS, "") if opens else "",
        "noted": letters.labels(form.questions, taken.new, turn.language),
        "answered": list(aside.paragraphs),
        "question_for_a_person": aside.for_a_person,
        "changed": letters.rows(turn.playbook, _of(form, taken.changed), conversation),
        "questions": letters.asked(interview.numbered(group, problems), turn.language),
        "left": len(interview.open_questions(form, conversation)) - len(group),
        "sources": letters.sources(turn.playbook, pathway.cites[:1], turn.language) if opens else [],
    }
    ids = [question.id for question in group]
    return acts.say(turn, "application_questions", context, conversation, records=taken.records, ids=ids)


def _told_better(turn: Turn, problems: Mapping[str, str]) -> Mapping[str, str]:
    """Where a paper was asked for and a link came, say so."""
    points = paper_mail.is_link(turn.inbound.visible, turn.inbound.attachments)
    return {key: "link" if points and code == "no_document" else code for key, code in problems.items()}


def _summarise(turn: Turn, taken: Taken, aside: Aside) -> Outcome:
    form = turn.needed_form
    if not taken.conversation.known:
        # A first answer repeats nothing of the mail (T12): the summary waits until they have shown that the address is theirs.
        return acts.say(turn, "application_ready", {}, taken.conversation, records=taken.records)
    again = taken.conversation.status is ConversationStatus.CONFIRMING and not taken.progressed
    conversation = replace(taken.conversation, status=ConversationStatus.CONFIRMING, asked=(CONFIRM,))
    rows = letters.rows(turn.playbook, form.questions, conversation)
    blank = [
        question.label.in_language(turn.language) for question in form.questions if question.ask and question.id not in conversation.answers
    ]
    if again:
        return acts.say(turn, "confirm_again", {"rows": rows}, conversation, records=taken.records, ids=[CONFIRM])
    context = {
        "rows": rows,
        "blank": blank,
        "changed": _put_right(turn, taken, conversation),
        "answered": list(aside.paragraphs),
        "question_for_a_person": aside.for_a_person,
    }
    return acts.say(turn, "application_summary", context, conversation, records=taken.records, ids=[CONFIRM])


def _put_right(turn: Turn, taken: Taken, conversation: Conversation) -> list[dict[str, str]]:
    """What a reply to a summary changed in it; nothing where no summary went before."""
    before = turn.snapshot.conversation
    if before is None or before.status is not ConversationStatus.CONFIRMING:
        return []
    return letters.changes(turn.playbook, _of(turn.needed_form, (*taken.changed, *taken.new)), before.answers, conversation)


def _move(turn: Turn, taken: Taken, words: str) -> Outcome:
    """A fee came to light: another pathway takes over, and the mail says why."""
    target = "pta" if fee_of(words).payer == "pta" else "vendor"
    pathway = turn.playbook.pathways[target].given({"fee": "yes"})
    conversation = replace(taken.conversation, status=ConversationStatus.ROUTED, pathway=target, asked=())
    context = letters.answer(turn.playbook, pathway, turn.language, moved="fee")
    record = acts.record("conversation.moved", conversation, turn, {"to": target, "words": words})
    return acts.say(turn, "answer", context, conversation, records=(*taken.records, record))


def _applicant(turn: Turn, conversation: Conversation) -> tuple[Party, ...]:
    """Keep an applicant as a party from the day the application is handed in; one that is known stays as it is, unless it had ended."""

    def said(key: str) -> str:
        return _said(conversation, key)

    schools = conversation.answers.get("schools")
    names = schools.value if schools and isinstance(schools.value, tuple) else ()
    named = ("website", "organization_type", "support_area", "plan_goal", "season", "start_date", "end_date")
    details = {key: said(key) for key in named if said(key)}
    details |= {"phone": said("contact_phone"), "schools": "; ".join(names), "language": conversation.language}
    organization = said("organization_name")
    same = [party for party in turn.snapshot.parties if party.organization.casefold() == organization.casefold()]
    if same:
        return tuple(replace(party, status=PartyStatus.APPLICANT) for party in same if party.status is PartyStatus.ENDED)
    applicant = Party(
        id="",
        organization=organization,
        contact_name=said("contact_name"),
        contact_email=said("contact_email") or conversation.party,
        status=PartyStatus.APPLICANT,
        details=details,
    )
    return (applicant,)


def _said(conversation: Conversation, key: str) -> str:
    answer = conversation.answers.get(key)
    return str(answer.value) if answer else ""


def _undecided(taken: Taken, group: Sequence[Question]) -> list[str]:
    answers = taken.conversation.answers
    return [question.id for question in group if question.id in answers and not answers[question.id].sure]


def _of(form: Form, ids: Sequence[str]) -> tuple[Question, ...]:
    return tuple(question for question in form.questions if question.id in ids)
