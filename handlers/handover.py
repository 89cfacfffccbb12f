"""Hands a post over: a liaison's or a partner's contact's; what is open moves to the successor, and both sides get a page on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers import briefs, refusals, tasks
from handlers.case import Case, given, go_on, over, refused
from handlers.orders import HandedOver, HandOverDismissed, TurnoverSeen
from handlers.partnership import OVER, HandOver, Post, Task
from handlers.roles import Role
from handlers.types import Answer, ConversationKind, Outcome, Party

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.orders import PeopleOrder
    from handlers.partnership import Partnership
    from handlers.types import Conversation, Snapshot

#: Days in which a post that somebody leaves should have another holder.
SETTLED_WITHIN = timedelta(days=7)

#: The record of each post's change.
CHANGED = {Post.LIAISON: "liaison.assigned", Post.CONTACT: "contact.changed"}

#: The task of a partnership that runs without a liaison.
NOBODY = "nobody_is_liaison"

#: Signs after which the leaver reads no mail of ours any more.
GONE = frozenset({"bounce", "left", "slack"})


def decide(order: PeopleOrder, snapshot: Snapshot, now: datetime) -> Outcome:
    """Carry out what is ordered or seen about a post, whole or not at all. Pure."""
    if snapshot.dossier is None:
        return Outcome(reason="no_partnership", refused=refusals.sentence("no_partnership", {}))
    case = Case(snapshot=snapshot, dossier=snapshot.dossier, actor=order.actor, now=now, inbound=order.inbound)
    match order:
        case TurnoverSeen():
            return _seen(case, order)
        case HandedOver():
            return handed_over(case, order.post, order.successor, order.name, known=order.known)
        case HandOverDismissed():
            return _dismissed(case, order.post)


def missing_liaison(at: Partnership, now: datetime) -> Task:
    """Every partnership that runs has a liaison: where one has none, somebody of the office is to find one."""
    title = f"{at.organization} has no liaison at a school or department: /partners assign {at.id} ADDRESS"
    return Task(key=f"{at.id}/{NOBODY}", subject=at.id, title=title, opened_at=now)


def holder(case: Case, post: Post) -> str:
    return case.at.liaison if post is Post.LIAISON else case.at.contact


def handed_over(case: Case, post: Post, successor: str, name: str = "", known: tuple[Party, ...] = ()) -> Outcome:
    """Give a post to its next holder: the one who is named, or else the one whom the sign proposed."""
    before, waits = holder(case, post), _open(case, post)
    successor = (successor or (waits.successor if waits else "")).casefold()
    data = {"post": post.value, post.value: successor, "before": before}
    no = _why_not(case, post, successor)
    if no is not None:
        return refused(case, post.value, *no, data)
    outcome = _liaison(case, successor) if post is Post.LIAISON else _contact(case, successor, name, known)
    gone = waits is not None and waits.sign in GONE
    settled = _settled(case, post, "handed_over")
    return replace(
        outcome,
        changes=(*outcome.changes, *settled, *_reassigned(case, before, successor, settled)),
        outbound=(*outcome.outbound, *briefs.of(case, post, before=before, successor=successor, name=name, gone=gone)),
        records=(given(case, CHANGED[post], data), *outcome.records),
    )


def _why_not(case: Case, post: Post, successor: str) -> tuple[str, dict[str, str]] | None:
    if case.actor.role < Role.STAFF:
        return "role_needed", {"detail": "staff"}
    if case.at.standing in OVER:
        return "over", over(case)
    if not successor:
        return "who_takes_over", {"detail": post.value}
    return ("same_holder", {"detail": successor, "known": post.value}) if successor == holder(case, post) else None


def _seen(case: Case, order: TurnoverSeen) -> Outcome:
    """Keep the sign, once, with a task; nothing else changes before a person of the office says what is so."""
    known = _open(case, order.post)
    if case.at.standing in OVER or holder(case, order.post) != order.leaves or known is not None:
        return Outcome(reason="known" if known else "nothing_to_hand_over")
    handover = HandOver(
        partnership=case.at.id,
        post=order.post,
        leaves=order.leaves,
        successor=order.successor,
        sign=order.sign,
        words=order.words,
        message_id=order.message_id,
        opened_at=case.now,
    )
    proposed = f" {order.successor} is proposed." if order.successor else ""
    task = Task(
        key=f"{case.at.id}/{_task_name(order.post)}_{case.now:%Y%m%d%H%M}",
        subject=case.at.id,
        title=f"Say who takes over from {order.leaves} as {order.post.value}, or that they stay.{proposed}",
        due=(case.now + SETTLED_WITHIN).date(),
        opened_at=case.now,
    )
    data = {"post": order.post.value, "leaves": order.leaves, "successor": order.successor, "sign": order.sign}
    return Outcome(changes=(handover, task), records=(given(case, "handover.opened", data, order.message_id),))


def _dismissed(case: Case, post: Post) -> Outcome:
    """They stay: the sign was read wrongly, or meant something else."""
    data = {"post": post.value, post.value: holder(case, post)}
    if case.actor.role < Role.STAFF:
        return refused(case, post.value, "role_needed", {"detail": "staff"}, data)
    if _open(case, post) is None:
        return refused(case, post.value, "no_handover", {"detail": post.value}, data)
    return Outcome(changes=_settled(case, post, "stays"), records=(given(case, "handover.dismissed", data),))


def _liaison(case: Case, successor: str) -> Outcome:
    """The partner's thread goes on with the successor in copy, where the one before was."""
    before, talk = case.at.liaison, case.snapshot.conversation
    moved = replace(talk, copied=_instead(talk.copied, before, successor)) if talk and before in talk.copied else None
    return go_on(case, replace(case.at, liaison=successor, updated_at=case.now), moved)


def _contact(case: Case, successor: str, name: str, known: tuple[Party, ...]) -> Outcome:
    """Every open talk, and the partner's own entry, belong to the next contact from now on; what was answered stays answered."""
    talk = _with_contact(case, case.snapshot.conversation, successor, name) if case.snapshot.conversation else None
    outcome = go_on(case, replace(case.at, contact=successor, updated_at=case.now), talk, told=True)
    others = tuple(
        replace(each, party=successor, also=_instead(each.also, successor, ""), updated_at=case.now)
        for each in case.snapshot.talks
        if each.party == case.at.contact and each.kind is not ConversationKind.RULING
    )
    kept = tuple(change for change in outcome.changes if not isinstance(change, Party))
    return replace(outcome, changes=(*kept, *others, *_entries(case, successor, name, known)))


def _with_contact(case: Case, talk: Conversation, successor: str, name: str) -> Conversation:
    told = {"contact_email": successor, "contact_name": name} if name else {"contact_email": successor}
    form = case.playbook.application
    answers = {
        key: Answer(value=value, words=f"said by {case.actor.who}")
        for key, value in told.items()
        if form and form.question(key) is not None
    }
    return replace(
        talk,
        party=successor,
        answers={**talk.answers, **answers},
        also=_instead(talk.also, successor, ""),
        copied=_instead(talk.copied, successor, ""),
        # Whatever a person had in hand here was with the one before; staff have just seen to it.
        with_person=False,
        updated_at=case.now,
    )


def _entries(case: Case, successor: str, name: str, known: tuple[Party, ...]) -> tuple[Party, ...]:
    """An organisation and its contact are one entry; where the next contact has one already, that goes on instead."""
    same = next((each for each in known if each.organization.casefold() == case.at.organization.casefold()), None)
    if same is None:
        return tuple(replace(party, contact_email=successor, contact_name=name) for party in case.parties)
    status = next((party.status for party in case.parties), same.status)
    return (replace(same, status=status),)


def _instead(addresses: tuple[str, ...], before: str, after: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in ((after if one == before else one) for one in addresses) if each))


def _open(case: Case, post: Post) -> HandOver | None:
    return next((each for each in case.dossier.handovers if each.post is post), None)


def _settled(case: Case, post: Post, outcome: str) -> tuple[HandOver | Task, ...]:
    """Close what was open about a post, with its tasks."""
    closed = [
        replace(each, closed_at=case.now, closed_by=case.actor.who, outcome=outcome) for each in case.dossier.handovers if each.post is post
    ]
    names = (_task_name(post), *([NOBODY] if outcome == "handed_over" and post is Post.LIAISON else []))
    mine = [task for task in case.snapshot.tasks if not task.done_by and tasks.typed(task).startswith(names)]
    return (*closed, *(replace(task, done_by=case.actor.who, done_at=case.now) for task in mine))


def _reassigned(case: Case, before: str, successor: str, settled: tuple[HandOver | Task, ...]) -> tuple[Task, ...]:
    """What the leaver still had to do here is the successor's."""
    closed = {each.key for each in settled if isinstance(each, Task)}
    theirs = [task for task in case.snapshot.tasks if before and task.assigned_to == before and not task.done_by and task.key not in closed]
    return tuple(replace(task, assigned_to=successor) for task in theirs)


def _task_name(post: Post) -> str:
    return f"handover_{post.value}"
