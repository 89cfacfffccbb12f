"""One partnership in hand: what every order on it needs, how it goes on, whom that concerns, and how an order is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from handlers import copies, letters, progress, refusals, review
from handlers.partnership import Standing, Task
from handlers.types import Outbound, Outcome, PartyStatus, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from handlers.partnership import Actor, Dossier, Partnership
    from handlers.playbook import Playbook
    from handlers.process import Stage
    from handlers.types import Conversation, Inbound, Language, Party, Snapshot

#: What becomes of the partner's own entry. A no to a further application ends nothing that runs already.
PARTY: Mapping[Standing, tuple[frozenset[PartyStatus], PartyStatus]] = {
    Standing.ACTIVE: (frozenset(PartyStatus), PartyStatus.ACTIVE),
    Standing.PAUSED: (frozenset({PartyStatus.ACTIVE}), PartyStatus.PAUSED),
    Standing.ENDED: (frozenset({PartyStatus.ACTIVE, PartyStatus.PAUSED}), PartyStatus.ENDED),
    Standing.DECLINED: (frozenset({PartyStatus.APPLICANT}), PartyStatus.ENDED),
    Standing.WITHDRAWN: (frozenset({PartyStatus.APPLICANT}), PartyStatus.ENDED),
    Standing.UNDER_REVIEW: (frozenset({PartyStatus.ACTIVE, PartyStatus.ENDED}), PartyStatus.APPLICANT),  # a ruling was taken back
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    snapshot: Snapshot
    dossier: Dossier
    actor: Actor
    now: datetime
    inbound: Inbound | None = None  #: the partner's newest mail, which a letter answers
    hold: str = ""  #: why letters wait for a person

    @property
    def playbook(self) -> Playbook:
        return self.snapshot.playbook.with_questions_of(self.snapshot.began_with)

    @property
    def at(self) -> Partnership:
        return self.dossier.partnership

    @property
    def today(self) -> date:
        return progress.local_day(self.playbook, self.now)

    @property
    def stage(self) -> Stage | None:
        return self.playbook.stage(self.at.stage)

    @property
    def language(self) -> Language:
        """The one that the partner writes in; for one that never wrote, what the office's list says."""
        conversation = self.snapshot.conversation
        spoken = conversation.language if conversation else next((party.details.get("language") for party in self.parties), "")
        return "es" if spoken == "es" else "en"

    @property
    def parties(self) -> tuple[Party, ...]:
        """The entry of this very organisation and contact, which is one or none."""
        same = (self.at.organization.casefold(), self.at.contact)
        return tuple(party for party in self.snapshot.parties if (party.organization.casefold(), party.contact_email) == same)


def go_on(case: Case, at: Partnership, conversation: Conversation | None = None, *, told: bool = False) -> Outcome:
    """Keep a changed partnership and let it go as far as open gates lead: letters, tasks, the partner's own entry.

    `conversation` is given where that has changed too; `told` where a letter on this very change goes out already.
    """
    moved, reached = review.moved_on(case.playbook, replace(case.dossier, partnership=at), case.now, case.today)
    talk = conversation or case.snapshot.conversation
    records = [_record(case, "stage.reached", {"stage": stage.id}) for stage in reached]
    if moved.standing is not case.at.standing:
        records.append(_record(case, f"partnership.{moved.standing.value}", {"from": case.at.standing.value}))
    changes = (moved,) if moved != case.at else ()
    return Outcome(
        changes=(*([conversation] if conversation else []), *changes, *party_of(case, moved), *_tasks(case, moved, reached)),
        outbound=() if told else _news(case, moved, reached, talk),
        records=tuple(records),
    )


def letter(
    case: Case,
    template: str,
    context: Mapping[str, Any],
    conversation: Conversation | None,
    *,
    questions: Sequence[str] = (),
    hold: str = "",
) -> Outbound:
    """Write to the partner in the thread of the application. It goes out at once, since a person has acted."""
    inbound = case.inbound
    to = conversation.party if conversation else case.at.contact
    return Outbound(
        key=f"{template}/{case.at.id}/{case.at.version}",
        lane=case.at.id,
        to=(to,),
        cc=copies.of(conversation, to) if conversation else (),
        template=template,
        context=letters.filled_in(case.playbook, conversation, {"reference": case.at.id, **context}),
        language=case.language,
        conversation=conversation.id if conversation else "",
        questions=tuple(questions),
        in_reply_to=inbound.message_id if inbound else "",
        references=(*inbound.references, inbound.message_id) if inbound and inbound.message_id else (),
        hold=hold or case.hold,
    )


def given(case: Case, kind: str, data: Mapping[str, Any], message_id: str = "") -> Record:
    return Record(kind=kind, subject=case.at.id, who=case.actor.who, message_id=message_id, data=data)


def refused(case: Case, kind: str, code: str, words: Mapping[str, str], data: Mapping[str, Any]) -> Outcome:
    """Change nothing, say why, and keep the attempt on record."""
    said = refusals.sentence(code, {"id": case.at.id, **words})
    record = Record(kind=f"{kind}.refused", subject=case.at.id, who=case.actor.who, data={"why": code, **data})
    return Outcome(reason=code, refused=said, records=(record,))


def over(case: Case) -> dict[str, str]:
    """The words of the refusal `over`: how it ended, and by whom where somebody has ruled so."""
    newest = case.at.rulings[-1] if case.at.rulings else None
    return {"detail": case.at.standing.value, "by": by(newest.who) if newest and case.at.standing is Standing.DECLINED else ""}


def by(who: str) -> str:
    return f" by {who}"


def _news(case: Case, moved: Partnership, reached: Sequence[Stage], conversation: Conversation | None) -> tuple[Outbound, ...]:
    """What the partner hears of a step: that it is active, or to which stage it has come; without a step, nothing."""
    said = [stage.letter.in_language(case.language) for stage in reached if stage.letter is not None]
    if moved.standing is Standing.ACTIVE and case.at.standing is Standing.UNDER_REVIEW:
        context = {"letter": said[-1] if said else "", "liaison": moved.liaison, "schools": list(_schools(case, moved))}
        return (letter(case, "partnership_active", context, conversation),)
    if not said:
        return ()
    stands = progress.where_it_stands(case.playbook, replace(case.dossier, partnership=moved), case.now, case.language)
    return (letter(case, "stage_reached", {"letter": said[-1], **stands}, conversation),)


def _schools(case: Case, moved: Partnership) -> tuple[str, ...]:
    return review.standing_schools(replace(case.dossier, partnership=moved))


def _tasks(case: Case, moved: Partnership, reached: Sequence[Stage]) -> tuple[Task, ...]:
    """What staff have to do at the stages that were reached; one that was taken back is open again."""
    known = {task.key: task for task in case.snapshot.tasks}
    new = [
        Task(key=f"{moved.id}/{stage.id}", subject=moved.id, title=stage.task.en, opened_at=case.now)
        for stage in reached
        if stage.task is not None
    ]
    return tuple(replace(each, version=known[each.key].version) if each.key in known else each for each in new)


def party_of(case: Case, moved: Partnership) -> tuple[Party, ...]:
    """Let the partner's own entry follow, unless another partnership of it says otherwise."""
    if moved.standing is case.at.standing or moved.standing not in PARTY:
        return ()
    runs_elsewhere = any(other.standing is Standing.ACTIVE and other.contact == moved.contact for other in case.snapshot.others)
    if runs_elsewhere and moved.standing is not Standing.ACTIVE:
        return ()
    before, after = PARTY[moved.standing]
    return tuple(replace(party, status=after) for party in case.parties if party.status in before and party.status is not after)


def _record(case: Case, kind: str, data: Mapping[str, Any]) -> Record:
    return Record(kind=kind, subject=case.at.id, who=case.actor.who, data=data)
