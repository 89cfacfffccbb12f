"""What staff and the clock order for an agreement: a text is made and sent out, the office signs, its end comes near."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import agreement_letters, agreement_reminders, agreements, refusals, renewals, review
from handlers.case import Case, given, go_on, over, refused
from handlers.orders import AgreementDrafted, AgreementDue, AgreementSigned, AgreementUnanswered
from handlers.partnership import OVER, Acceptance, Agreement, Standing
from handlers.roles import Role
from handlers.types import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.agreements import Side
    from handlers.orders import AgreementOrder
    from handlers.types import Snapshot


def decide(order: AgreementOrder, snapshot: Snapshot, now: datetime) -> Outcome:
    """Carry out what is ordered for an agreement, whole or not at all. Pure."""
    if snapshot.dossier is None:
        return Outcome(reason="no_partnership", refused=refusals.sentence("no_partnership", {}))
    case = Case(snapshot=snapshot, dossier=snapshot.dossier, actor=order.actor, now=now, inbound=order.inbound)
    match order:
        case AgreementDrafted():
            return _drafted(case, order)
        case AgreementSigned():
            return _signed(case)
        case AgreementDue():
            return renewals.due(case, blocked=why_not(case) is not None)
        case AgreementUnanswered():
            return agreement_reminders.due(case)


def why_not(case: Case) -> tuple[str, dict[str, str]] | None:
    """Why no agreement can be made here now: the code of a refusal and its words."""
    if case.at.standing in OVER:
        return "over", over(case)
    stage = review.agreement_stage(case.playbook, case.dossier)
    if case.playbook.agreement is None or stage is None:
        return "no_agreement", {}
    ids = [each.id for each in case.playbook.stages]
    if case.at.standing is Standing.UNDER_REVIEW and case.at.stage in ids and ids.index(case.at.stage) < ids.index(stage.id):
        here = f"the stage {case.stage.title.en}" if case.stage else "no stage"
        return "out_of_order", {"detail": "The agreement", "stage": here}
    nobody = [side.title["en"] for side in _sides(case) if side.kind != "office" and not side.addresses]
    return ("no_address", {"detail": "; ".join(nobody)}) if nobody else None


def accepted(case: Case, agreement: Agreement, party: str, message_id: str = "") -> Outcome:
    """One party's yes to this very text. With the last one everybody gets the paper, and the review goes on."""
    yes = Acceptance(party=party, who=case.actor.who, at=case.now, text_sha256=agreement.text_sha256, message_id=message_id)
    new = replace(agreement, acceptances=(*agreement.acceptances, yes))
    data = {"party": party, "number": new.number, "sha256": new.text_sha256}
    record = given(case, "agreement.accepted", data, message_id)
    if not new.accepted:
        return Outcome(changes=(new,), records=(record,))
    after = replace(case, dossier=replace(case.dossier, agreement=new, in_force=new))
    outcome = go_on(after, after.at)
    whole = given(case, "agreement.complete", {"number": new.number, "sha256": new.text_sha256}, message_id)
    return replace(
        outcome,
        changes=(new, *outcome.changes),
        outbound=(*agreement_letters.complete(after, new), *outcome.outbound),
        records=(record, whole, *outcome.records),
    )


def _drafted(case: Case, order: AgreementDrafted) -> Outcome:
    """Keep the text with its digest and send it to each party; where there was one before, with what has changed."""
    data = {"sha256": agreements.digest(order.text)}
    if case.actor.role < Role.STAFF:
        return refused(case, "agreement", "role_needed", {"detail": "staff"}, data)
    found = why_not(case)
    if found is not None:
        return refused(case, "agreement", *found, data)
    talk = case.snapshot.conversation
    if order.draft != agreements.draft(case.playbook, case.dossier, talk):
        return refused(case, "agreement", "draft_is_old", {}, data)
    before = case.dossier.agreement
    if before is not None and before.text_sha256 == data["sha256"]:
        waits = agreements.titles(agreements.still_to_accept(before), _sides(case), "en")
        words = {"detail": f"Version {before.number}", "known": "; ".join(waits) or "nobody"}
        return refused(case, "agreement", "same_agreement", words, data)
    agreement = _next(case, order.text, before)
    return _sent_out(case, agreement, before)


def _next(case: Case, text: str, before: Agreement | None) -> Agreement:
    rules = case.playbook.agreement
    if rules is None:
        raise LookupError("the playbook has no [agreement]")
    return Agreement(
        id="",
        partnership=case.at.id,
        number=before.number + 1 if before else 1,
        title=rules.title.en,
        text=text,
        text_sha256=agreements.digest(text),
        parties=tuple(dict.fromkeys(side.id for side in _sides(case))),
        ends=agreements.term_of(rules, case.snapshot.conversation)[1],
        made_at=case.now,
    )


def _sent_out(case: Case, agreement: Agreement, before: Agreement | None) -> Outcome:
    changed = agreements.changes(before.text, agreement.text) if before else []
    talk = case.snapshot.conversation
    asking = replace(talk, asked=(agreement_letters.ACCEPT,), with_person=False, updated_at=case.now) if talk else None
    asking = renewals.settled(asking) if asking else None
    outside = {
        side.id: agreement_letters.talk_with(case, agreement.number, side) for side in _sides(case) if side.kind in {"school", "person"}
    }
    mails = tuple(
        agreement_letters.please_accept(
            case, agreement, side, outside.get(side.id, asking), state="changed" if before else "first", changes=changed
        )
        for side in _sides(case)
        if side.addresses
    )
    data = {"number": agreement.number, "sha256": agreement.text_sha256, "changes": len(changed)}
    return Outcome(
        changes=(agreement, *outside.values(), *([asking] if asking else [])),
        outbound=mails,
        records=(given(case, "agreement.made", data),),
    )


def _signed(case: Case) -> Outcome:
    """The office's own yes, by somebody who may approve."""
    agreement = case.dossier.agreement
    if case.actor.role < Role.APPROVER:
        return refused(case, "agreement", "role_needed", {"detail": "approver"}, {})
    if case.at.standing in OVER:
        return refused(case, "agreement", "over", over(case), {})
    if agreement is None:
        return refused(case, "agreement", "no_text_yet", {}, {})
    data = {"number": agreement.number, "sha256": agreement.text_sha256}
    if agreements.OFFICE not in agreement.parties:
        return refused(case, "agreement", "no_party", {"detail": agreement.title}, data)
    before = agreements.acceptance_of(agreement, agreements.OFFICE)
    if before is not None:
        return refused(case, "agreement", "signed_before", {"detail": f"Version {agreement.number}", "by": f" by {before.who}"}, data)
    return accepted(case, agreement, agreements.OFFICE)


def _sides(case: Case) -> Sequence[Side]:
    return agreements.sides(case.playbook, case.dossier, case.snapshot.conversation)
