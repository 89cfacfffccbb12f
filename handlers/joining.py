"""Two applications of one organisation become one: the second is joined to the one whose review goes on.

Schools, papers and people go along, and whoever wrote the second one is in copy. Rulings, ticks and agreements stay where they were:
whoever has to say yes to a school is asked for it in the one that goes on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import namesakes, refusals, review
from handlers.case import Case, given, go_on, letter, over, refused
from handlers.copies import MOST
from handlers.partnership import OVER, Proof, ProofStatus, Standing
from handlers.reading.lines import fold
from handlers.roles import Role
from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus, Outcome, Party, PartyStatus, Record

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.orders import Joined
    from handlers.partnership import Partnership, Task
    from handlers.types import Snapshot

#: In the facts of a talk that was joined: the id of the one that goes on, to which later mails lead.
INTO = "joined"

#: The application's question whose answer goes along.
SCHOOLS = "schools"

#: Papers that somebody refused, or that nobody sent, stay behind.
GO_ALONG = frozenset({ProofStatus.RECEIVED, ProofStatus.CHECKED})


def decide(order: Joined, snapshot: Snapshot, now: datetime) -> Outcome:
    """Join what the order names to the snapshot's partnership, whole or not at all. Pure."""
    if snapshot.dossier is None:
        return Outcome(reason="no_partnership", refused=refusals.sentence("no_partnership", {}))
    case = Case(snapshot=snapshot, dossier=snapshot.dossier, actor=order.actor, now=now, inbound=order.inbound)
    no = _why_not(case, order)
    if no is not None:
        code, words = no
        return refused(case, "join", code, words, {"from": order.talk.id})
    new = _schools(case, order)
    talk = _with_theirs(case, order, new)
    outcome = go_on(_with_papers(case, order), _at(case, order, new), talk, told=True)
    told = letter(case, "application_joined", {"joined": order.talk.id, "schools": list(new)}, talk)
    data = {"from": order.talk.id, "schools": list(new), "contact": order.talk.party, "people_on_both": list(on_both(case.at, order))}
    return replace(
        outcome,
        reason="joined",
        changes=(*outcome.changes, *_moved_papers(case, order), *_ended(case, order)),
        outbound=(replace(told, key=f"application_joined/{order.talk.id}"), *outcome.outbound),
        records=(
            given(case, "application.joined", data),
            Record(kind="application.joined", subject=order.talk.id, who=case.actor.who, data={"into": case.at.id}),
            *outcome.records,
        ),
    )


def _why_not(case: Case, order: Joined) -> tuple[str, dict[str, str]] | None:
    other = order.dossier.partnership if order.dossier else None
    if case.actor.role < Role.STAFF:
        return "role_needed", {"detail": "staff"}
    if order.talk.id == case.at.id:
        return "same_application", {}
    if case.at.standing in OVER:
        return "over", over(case)
    if INTO in order.talk.facts:
        return "joined_before", {"detail": order.talk.id, "known": order.talk.facts[INTO]}
    if order.talk.kind is not ConversationKind.APPLICATION or (other is not None and other.standing is not Standing.UNDER_REVIEW):
        return "not_to_join", {"detail": order.talk.id, "known": other.standing.value.replace("_", " ") if other else "no application"}
    if other is None and order.talk.status in {ConversationStatus.WITHDRAWN, ConversationStatus.CLOSED}:
        return "not_to_join", {"detail": order.talk.id, "known": order.talk.status.value}
    if case.at.standing is not Standing.UNDER_REVIEW:
        return "not_from_here", {"detail": case.at.standing.value, "known": "what is under review"}
    return None


def _schools(case: Case, order: Joined) -> tuple[str, ...]:
    """The schools that only the second one names; one whose head has said no there is not asked a second time."""
    other = order.dossier
    named = order.talk.answers.get(SCHOOLS)
    theirs = review.standing_schools(other) if other else named.value if named and isinstance(named.value, tuple) else ()
    known = {fold(each) for each in case.at.schools}
    return tuple(each for each in theirs if fold(each) not in known)


def _at(case: Case, order: Joined, new: tuple[str, ...]) -> Partnership:
    """The one that goes on, with the second one's schools and people; a person says anew whether these are all."""
    theirs = order.dossier.partnership.roster if order.dossier else ()
    people = tuple(each for each in theirs if not namesakes.alike(case.at.roster, each))
    return replace(
        case.at,
        schools=(*case.at.schools, *new),
        roster=(*case.at.roster, *people),
        roster_complete="" if theirs else case.at.roster_complete,
        updated_at=case.now,
    )


def on_both(at: Partnership, order: Joined) -> tuple[str, ...]:
    """Names that stand on both rosters: one person as a rule, and for a person to say."""
    theirs = order.dossier.partnership.roster if order.dossier else ()
    return tuple(each for each in theirs if namesakes.alike(at.roster, each))


def _with_theirs(case: Case, order: Joined, new: tuple[str, ...]) -> Conversation | None:
    talk = case.snapshot.conversation
    if talk is None:
        return None
    words = f"joined from {order.talk.id} by {case.actor.who}"
    schools = {SCHOOLS: Answer(value=(*case.at.schools, *new), words=words)} if new else {}
    others = (order.talk.party, *order.talk.copied)
    return replace(
        talk,
        answers={**talk.answers, **schools},
        copied=tuple(dict.fromkeys(each for each in (*talk.copied, *others) if each != talk.party))[:MOST],
        updated_at=case.now,
    )


def _with_papers(case: Case, order: Joined) -> Case:
    return replace(case, dossier=replace(case.dossier, proofs=(*case.dossier.proofs, *_moved_papers(case, order))))


def _moved_papers(case: Case, order: Joined) -> tuple[Proof, ...]:
    """What came with the second one and is not here already."""
    here = {each.sha256 for each in case.dossier.proofs if each.sha256}
    theirs = order.dossier.proofs if order.dossier else ()
    return tuple(replace(each, partnership=case.at.id) for each in theirs if each.status in GO_ALONG and each.sha256 not in here)


def _ended(case: Case, order: Joined) -> tuple[Conversation | Partnership | Task | Party, ...]:
    """The second one is over: its talk leads on, its tasks are done, and a contact that has nothing else of its own is no applicant."""
    talk = replace(
        order.talk,
        status=ConversationStatus.CLOSED,
        facts={**order.talk.facts, INTO: case.at.id},
        asked=(),
        reopened=(),
        chased=(),
        updated_at=case.now,
    )
    at = (replace(order.dossier.partnership, standing=Standing.JOINED, updated_at=case.now),) if order.dossier else ()
    done = tuple(replace(each, done_by=case.actor.who, done_at=case.now) for each in order.tasks if not each.done_by)
    parties = tuple(replace(each, status=PartyStatus.ENDED) for each in order.parties if each.status is PartyStatus.APPLICANT)
    return (talk, *at, *done, *parties)
