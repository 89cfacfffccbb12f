"""Rulings by mail: a head of a school or a named person gets one mail for all that waits for them, and answers `1 yes, 2 no`.

Silence never approves: two reminders, then a task for staff.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from handlers import letters, refusals, review, staff_notices
from handlers.office_hours import next_open
from handlers.orders import Asked, RulingGiven
from handlers.partnership import Actor, Ruling, Task, Verdict
from handlers.reading.lines import fold
from handlers.review import Refused
from handlers.roles import Role
from handlers.types import Conversation, ConversationKind, ConversationStatus, Directed, Outbound, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.orders import HeadsToAsk
    from handlers.partnership import Dossier
    from handlers.playbook import Playbook
    from handlers.turn import Turn
    from handlers.types import Snapshot

#: After the first mail: two reminders, then a person of the office takes it up.
REMINDED_AFTER = (timedelta(days=3), timedelta(days=7))
TAKEN_UP_AFTER = timedelta(days=10)

#: Things asked in one mail; the rest come in the next one.
MOST = 10

_MARKED = re.compile(r"(?:^|[\n,;])\s*#?(\d{1,2})\s*[.):=-]?\s*")
_YES = re.compile(r"^(?:yes|yep|yeah|ok|okay|approved?|fine|si|apruebo|aprobado|de acuerdo|claro)\b")
_NO = re.compile(r"^(?:no|nope|not|decline[ds]?|denied|rechazo|rechazado)\b")
_DOUBT = re.compile(
    r"\?|\b(?:but|if|unless|maybe|not sure|depends|except|pero|si es que|quizas|tal vez|depende|not yet|not now|"
    r"no (?:problem|objection|worr|concern|issue|rush|hurry)\w*|aun no|todavia|ahora no|no hay (?:problema|prisa))\b"
)


def read(key: str) -> Asked:
    partnership, gate, school = key.split("/", 2)
    return Asked(partnership=partnership, gate=gate, school=school)


def concerns(conversation: Conversation) -> bool:
    return conversation.kind is ConversationKind.RULING and "1" in conversation.facts


def asked_in(conversation: Conversation) -> dict[str, Asked]:
    """What the mail of a talk asks, by its number."""
    return {number: read(key) for number, key in conversation.facts.items() if number.isdigit()}


def ask(command: HeadsToAsk, snapshot: Snapshot, now: datetime) -> Outcome:
    """Write one mail for all that waits for one person, and open the talk that leads the answer back."""
    some = command.waiting[:MOST]
    facts = {str(number): asked.key for number, (asked, _, _) in enumerate(some, 1)}
    talk = Conversation(
        id=snapshot.fresh_id,
        kind=ConversationKind.RULING,
        status=ConversationStatus.ASKING,
        party=command.to,
        facts=facts,
        asked=tuple(f"ruling_{number}" for number in facts),
        known=True,
        opened_at=now,
        updated_at=now,
    )
    items = [_item(snapshot.playbook, n, each) for n, each in enumerate(some, 1)]
    mail = _mail(snapshot, talk, {"items": items, "again": False}, f"ruling_asked/{talk.id}", now)
    records = tuple(Record(kind="ruling.asked", subject=asked.partnership, who="liaison", data={"of": command.to}) for asked, _, _ in some)
    return Outcome(changes=(talk,), outbound=(mail,), records=records)


def heard(turn: Turn, conversation: Conversation) -> Outcome:
    """Take a reply: each number that is plainly answered becomes a ruling; what is not is asked again, or read by a person."""
    verdicts = verdicts_of(turn.inbound.visible, len(asked_in(conversation)))
    actor = Actor(who=turn.sender, role=Role.NOBODY)
    taken: list[dict[str, str]] = []
    orders: list[Directed] = []
    for number, asked in asked_in(conversation).items():
        if number not in verdicts:
            continue
        verdict, why = verdicts[number]
        dossier = turn.snapshot.waiting.get(number)
        ruling = Ruling(gate=asked.gate, verdict=verdict, who=actor.who, at=turn.now, why=why, school=asked.school)
        refused = _why_not(turn.playbook, dossier, actor, ruling)
        what = _what(dossier, asked) if dossier else asked.partnership
        taken.append({"n": number, "what": what, "verdict": verdict.value, "refused": refused})
        if not refused:
            order = RulingGiven(
                actor=actor,
                verdict=verdict,
                why=why,
                gate=asked.gate,
                school=asked.school,
                message_id=turn.inbound.message_id,
                hold="draft" if verdict is Verdict.DECLINE else "",
            )
            orders.append(Directed(partnership=asked.partnership, order=order))
    return _answered(turn, conversation, taken, tuple(orders))


def verdicts_of(text: str, count: int) -> dict[str, tuple[Verdict, str]]:
    """Read `1 yes, 2 no because …`; a bare yes or no speaks for a single question only, `yes to all` for every one. A doubt is none."""
    lines = "\n".join(line for line in text.splitlines() if line.strip())
    marks = [mark for mark in _MARKED.finditer(lines) if 1 <= int(mark.group(1)) <= count]
    if not marks:
        bare = _verdict(lines)
        to_all = re.search(r"\b(?:to )?(?:all|both|todos?|todas|ambos|ambas)\b", fold(lines))
        if bare is None or (count > 1 and not to_all):
            return {}
        return {str(number): bare for number in range(1, count + 1)}
    ends = [*(mark.start() for mark in marks[1:]), len(lines)]
    read_ = {mark.group(1): _verdict(lines[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)}
    return {number: verdict for number, verdict in read_.items() if verdict is not None}


def plain_no(text: str) -> str:
    """The reason beside a plain no to the one thing that was asked, or that none was given; empty where it is no plain no."""
    said = verdicts_of(text, 1).get("1")
    return said[1] if said is not None and said[0] is Verdict.DECLINE else ""


def _verdict(said: str) -> tuple[Verdict, str] | None:
    words = fold(said).strip(" .:,;-")
    if _DOUBT.search(words):
        return None
    why = re.sub(r"^\W*\w+\W*(?:because|since|porque)?\s*", "", said.strip(), count=1, flags=re.IGNORECASE).strip(" ,.;:-\n")
    if _YES.match(words):
        return Verdict.APPROVE, why
    # A no is a no, with or without a reason: the reason is the head's own business.
    return (Verdict.DECLINE, why or "no reason was given") if _NO.match(words) else None


def remind(snapshot: Snapshot, conversation: Conversation, now: datetime) -> Outcome:
    """What the clock says of a talk: a reminder, or after the last one a task; nothing for what has been ruled in the meantime."""
    open_ = {n: asked for n, asked in asked_in(conversation).items() if _still_waits(snapshot, n, asked, conversation.party)}
    if not open_:
        return Outcome(reason="ruled", changes=(replace(conversation, status=ConversationStatus.CLOSED),))
    steps = (*REMINDED_AFTER, TAKEN_UP_AFTER)
    done = len(conversation.chased)
    if done >= len(steps) or now < _step_due(conversation, steps, done):
        return Outcome(reason="nothing_due")
    chased = replace(conversation, chased=(*conversation.chased, now))
    if done < len(REMINDED_AFTER):
        # The numbers stay as they were, so that an answer to either mail means the same.
        items = [_item(snapshot.playbook, int(n), (asked, snapshot.waiting[n], None)) for n, asked in asked_in(conversation).items()]
        mail = _mail(snapshot, chased, {"items": items, "again": True}, f"ruling_asked/{conversation.id}/{done + 1}", now)
        return Outcome(reason="due", changes=(chased,), outbound=(mail,))
    tasks = tuple(
        Task(
            key=f"{asked.partnership}/ask/{asked.gate}/{asked.school}",
            subject=asked.partnership,
            title=f"{conversation.party} has not ruled on {_what(snapshot.waiting[n], asked)}: call them. Silence approves nothing.",
            opened_at=now,
        )
        for n, asked in open_.items()
    )
    return Outcome(reason="due", changes=(chased, *tasks))


def _step_due(conversation: Conversation, steps: tuple[timedelta, ...], done: int) -> datetime:
    """Counted from the last reminder: a desk that did not run for a week sends them one by one all the same."""
    return conversation.chased[-1] + steps[done] - steps[done - 1] if done else conversation.opened_at + steps[0]


def _still_waits(snapshot: Snapshot, number: str, asked: Asked, party: str) -> bool:
    """Whether it waits for this very person still: a head that has changed is asked anew, and the one before not reminded."""
    dossier = snapshot.waiting.get(number)
    waits = review.asked_of(snapshot.playbook, dossier) if dossier else ()
    return any((to, each.gate.id, each.school) == (party, asked.gate, asked.school) for to, each in waits)


def _why_not(playbook: Playbook, dossier: Dossier | None, actor: Actor, ruling: Ruling) -> str:
    """Why a ruling would not be taken, in one sentence; empty where it would."""
    if dossier is None:
        return refusals.sentence("no_partnership", {})
    found = review.rule(playbook, dossier, actor, ruling)
    return refusals.sentence(found.code, {"id": dossier.partnership.id, "detail": found.detail}) if isinstance(found, Refused) else ""


def _answered(turn: Turn, conversation: Conversation, taken: list[dict[str, str]], orders: tuple[Directed, ...]) -> Outcome:
    refused = [each for each in taken if each["refused"]]
    records = tuple(
        Record(
            kind="ruling.refused",
            subject=conversation.id,
            who=turn.sender,
            message_id=turn.inbound.message_id,
            data={"number": each["n"], "why": each["refused"]},
        )
        for each in refused
    )
    left = [number for number in asked_in(conversation) if number not in {each["n"] for each in taken}]
    ruled = replace(conversation, status=ConversationStatus.ASKING if left else ConversationStatus.CLOSED, updated_at=turn.now)
    look = staff_notices.look(turn, conversation, "ruling_unclear") if not taken or refused else ()
    if turn.sender != conversation.party and not orders:
        # Somebody to whom it was forwarded: nothing of it is told to them.
        return Outcome(reason="not_theirs", changes=(replace(conversation, updated_at=turn.now),), outbound=look, records=records)
    context = {"taken": taken, "left": left}
    mail = letters.to_partner(turn, "ruling_noted", context, conversation=ruled)
    return Outcome(changes=(ruled,), outbound=(replace(mail, hold="", not_before=None), *look), records=records, orders=orders)


def _item(playbook: Playbook, number: int, waiting: tuple[Asked, Dossier, Conversation | None]) -> dict[str, Any]:
    asked, dossier, talk = waiting
    form = playbook.application
    rows = letters.rows(playbook, [each for each in form.questions if each.id in TOLD], talk) if form and talk else []
    return {"n": number, "what": _what(dossier, asked), "rows": rows}


#: What somebody who rules is told of an application.
TOLD = frozenset(
    {"program_name", "program_description", "grade_levels", "meeting_times", "students_expected", "start_date", "end_date", "charges_fee"}
)


def _what(dossier: Dossier, asked: Asked) -> str:
    name = dossier.partnership.organization
    return f"{name} at {asked.school}" if asked.school else name


def _mail(snapshot: Snapshot, talk: Conversation, context: Mapping[str, Any], key: str, now: datetime) -> Outbound:
    return Outbound(
        key=key,
        lane=talk.id,
        to=(talk.party,),
        template="ruling_asked",
        context=letters.filled_in(snapshot.playbook, talk, context),
        conversation=talk.id,
        questions=talk.asked,
        not_before=next_open(now, snapshot.playbook.office.time_zone),
        unasked=True,
    )
