"""A question and its answer: which pathway, what is asked back, and what a reply to the answer means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import acts, applications, interview, letters, paper_mail, staff_notices, unprompted
from handlers.reading import intent, read_first, read_reply
from handlers.routing import route
from handlers.types import Conversation, ConversationKind, ConversationStatus, Disposition, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.interview import Taken
    from handlers.routing import Decision
    from handlers.turn import Turn

#: Facts whose answer is the form's question about a fee.
ABOUT_THE_FEE = frozenset({"fee", "payer"})

#: A mail with fewer words asks for nothing that could be routed: *yes*, *hello*.
WORDS_OF_A_REQUEST = 4

#: How much of a first request is kept to lay later facts over, in characters.
REQUEST = 4_000


def first(turn: Turn) -> Outcome:
    """Answer a first mail: take what it says, and route it."""
    taken = opened(turn)
    known = {"partner": "yes"} if turn.snapshot.parties else {}
    decision = route(turn.inbound.subject, turn.inbound.visible, turn.understanding, known)
    if not decision.sure and len(f"{turn.inbound.subject} {turn.inbound.visible}".split()) < WORDS_OF_A_REQUEST:
        return _nothing_fits(turn, taken)
    report = unprompted.heard(turn, decision)
    return replace(report, because=decision.because) if report is not None else _routed(turn, taken, decision)


def opened(turn: Turn) -> Taken:
    """Open a conversation with what its first mail says."""
    conversation = Conversation(
        id=turn.snapshot.fresh_id,
        party=turn.sender,
        language=turn.language,
        request=f"{turn.inbound.subject}\n{turn.inbound.visible}"[:REQUEST],
        opened_at=turn.now,
        updated_at=turn.now,
    )
    reading = read_first(turn.inbound, turn.form, turn.reader) if turn.form else None
    return interview.take(conversation, reading, turn.sender, turn.form) if reading else interview.nothing(conversation)


def settle(turn: Turn, conversation: Conversation) -> Outcome:
    """The one fact that we asked for: read it, and route the first request again with it."""
    word = acts.wanted(turn)
    if word:
        return acts.act(turn, conversation, word)
    taken = _take_reply(turn, conversation)
    fact = conversation.facts.get("asked", "")
    known = {key: value for key, value in conversation.facts.items() if key != "asked"}
    known |= {f"asked_{fact}": "yes"} if fact else {}
    answer = taken.conversation.answers.get(applications.FEE)
    if fact in ABOUT_THE_FEE and answer is not None and answer.sure:
        known["fee"] = "yes" if answer.value is True else "no"
    text = f"{conversation.request}\n\n{turn.inbound.visible}"
    decision = route("", text, turn.understanding, known)
    if decision.asks == fact and fact:
        return acts.person(turn, taken.conversation, taken.records, "fact_not_settled")
    return _routed(turn, taken, decision)


def _take_reply(turn: Turn, conversation: Conversation) -> Taken:
    form = turn.form
    if form is None:
        return interview.nothing(conversation)
    asked = turn.snapshot.asked or conversation.asked
    questions = [question for question in map(form.question, asked) if question is not None]
    reading = read_reply(turn.inbound, questions, form, turn.reader, held=conversation.answers)
    return interview.take(conversation, reading, turn.sender, turn.form)


def _routed(turn: Turn, taken: Taken, decision: Decision) -> Outcome:
    """Act on a routing decision, and keep its reasons."""
    return replace(_act_on(turn, taken, decision), because=decision.because)


def _act_on(turn: Turn, taken: Taken, decision: Decision) -> Outcome:
    """Hold, ask one thing back, open an application, or answer."""
    facts = {**taken.conversation.facts, **decision.facts}
    brought = paper_mail.first(turn, taken, decision)
    if brought is not None:
        return brought
    taken = replace(taken, conversation=replace(taken.conversation, pathway=decision.pathway, facts=facts))
    if decision.pathway == "out_of_scope" and decision.asks is None:
        return _nothing_fits(turn, taken)
    if "person_decides" in decision.facts:
        return acts.person(turn, taken.conversation, taken.records, decision.facts["person_decides"])
    if decision.asks is not None and not (decision.asks in ABOUT_THE_FEE and turn.form is None):
        # Where nobody can apply, no answer depends on a fee.
        return _ask_fact(turn, taken, decision.asks)
    pathway = turn.playbook.pathways[decision.pathway]
    if pathway.applies and turn.form is not None:
        return applications.begin(turn, taken)
    return _answer(turn, taken, decision.sure)


def _nothing_fits(turn: Turn, taken: Taken) -> Outcome:
    if taken.conversation.version or turn.released:
        return acts.person(turn, taken.conversation, taken.records, "nothing_fits")
    return Outcome(
        disposition=Disposition.HELD,
        reason="nothing_fits",
        outbound=staff_notices.held(turn.snapshot, turn.inbound, "nothing_fits", turn.now),
    )


def _ask_fact(turn: Turn, taken: Taken, fact: str) -> Outcome:
    """Ask for the one fact that decides."""
    question = applications.FEE if fact in ABOUT_THE_FEE and turn.form else fact
    conversation = replace(
        taken.conversation,
        status=ConversationStatus.ASKING,
        asked=(question,),
        facts={**taken.conversation.facts, "asked": fact},
        updated_at=turn.now,
    )
    context = {"question": turn.playbook.facts[fact].in_language(turn.language), "fact": fact, "why": ""}
    mail = letters.to_partner(turn, "ask_fact", context, conversation=conversation, questions=(question,), sure=False)
    return Outcome(changes=(conversation,), outbound=(mail,), records=taken.records)


def _answer(turn: Turn, taken: Taken, sure: bool, *, moved: str = "") -> Outcome:
    """Answer from the playbook; where its source is silent, say so and ask a person to look."""
    conversation = replace(taken.conversation, status=ConversationStatus.ROUTED, asked=(), updated_at=turn.now)
    pathway = turn.playbook.pathways[conversation.pathway].given(conversation.facts)
    context = letters.answer(turn.playbook, pathway, turn.language, moved=moved)
    mail = letters.to_partner(turn, "answer", context, conversation=conversation, sure=sure)
    why = "source_is_silent" if pathway.silent else "told" if pathway.tell_staff else "" if sure else "not_sure"
    told = staff_notices.look(turn, conversation, why) if why else ()
    record = Record(
        kind="conversation.routed",
        subject=conversation.id,
        who="liaison",
        message_id=turn.inbound.message_id,
        data={"pathway": conversation.pathway},
    )
    return Outcome(changes=(conversation,), outbound=(mail, *told), records=(*taken.records, record))


def after_the_answer(turn: Turn, conversation: Conversation) -> Outcome:
    """A reply after all was said: a word that acts, a correction of ours, thanks, a new request, or something for a person."""
    word = acts.wanted(turn)
    if word:
        return acts.act(turn, conversation, word)
    target = _corrected_to(turn, conversation)
    if target:
        return _correct(turn, conversation, target)
    if intent(turn.inbound.visible) == "thanks":
        return Outcome(reason="thanks", changes=(replace(conversation, updated_at=turn.now),))
    if conversation.kind is ConversationKind.QUESTION:
        decision = route("", turn.inbound.visible, turn.understanding, {})
        if decision.sure and decision.pathway not in {"out_of_scope", conversation.pathway}:
            return _routed(turn, _take_reply(turn, conversation), decision)
    return acts.person(turn, conversation, (), "reply_after_the_answer")


def _corrected_to(turn: Turn, conversation: Conversation) -> str:
    """Where a reply that begins with the words of our own correction leads, such as *no fee*."""
    pathway = turn.playbook.pathways.get(conversation.pathway)
    if pathway is None or not pathway.correction_to:
        return ""
    said = _folded(turn.inbound.visible)
    return pathway.correction_to if any(re.match(rf"{re.escape(_folded(words))}\b", said) for words in pathway.correction_words.all) else ""


def _folded(text: str) -> str:
    return re.sub(r"[\s*\"'“”«»]+", " ", text).strip().casefold()


def _correct(turn: Turn, conversation: Conversation, target: str) -> Outcome:
    """The partner says that we misread. Their word settles the fee; an application begins, or the other answer goes out."""
    facts: Mapping[str, str] = {**conversation.facts, "fee": "no", "corrected": "yes"} if target == "partnership" else conversation.facts
    reopened = replace(
        conversation, pathway=target, facts=facts, answers={k: v for k, v in conversation.answers.items() if k != applications.FEE}
    )
    taken = _take_reply(turn, replace(reopened, asked=(applications.FEE,)))
    return opened_or_answered(turn, taken, moved="corrected")


def opened_or_answered(turn: Turn, taken: Taken, *, moved: str) -> Outcome:
    """Where a correction leads: an application begins, or the other answer goes out and says, by `moved`, why it comes now."""
    if turn.playbook.pathways[taken.conversation.pathway].applies and turn.form is not None:
        return applications.begin(turn, taken)
    return _answer(turn, taken, sure=True, moved=moved)
