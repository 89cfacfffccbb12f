"""Mail that brings papers: what is kept as a proof, what its sender hears, what staff are offered. Nothing counts unseen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import acts, insured, letters, people_named, progress, proof_letters, proofs, staff_notices
from handlers.case import Case, given
from handlers.partnership import OVER, Actor
from handlers.roles import Role
from handlers.types import Attachment, ConversationKind, ConversationStatus, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.interview import Taken
    from handlers.partnership import Dossier, Proof
    from handlers.proofs import Paper
    from handlers.routing import Decision
    from handlers.turn import Turn
    from handlers.types import Conversation

#: A first mail that is about one of these may bring a paper; one that wants something else is answered for that.
MAY_BRING = frozenset({"documents", "existing_partner_support", "checkin_or_data", "out_of_scope"})

#: A mail with more words beside its papers says something that a person should read.
_COURTESY = 40

_LINK = re.compile(r"\bhttps?://\S+", re.IGNORECASE)
_ABOUT_PAPER = re.compile(
    r"\b(?:insur\w+|certificate|coi|clearance|fingerprint\w*|background check|polic[yi]\w*|seguro|certificado|huellas|antecedentes)\b"
)


def concerns(turn: Turn, conversation: Conversation) -> bool:
    """Whether a reply in a partner's own talk brings a paper, or a link to one, that its review or its partnership may need."""
    dossier = turn.snapshot.dossier
    if dossier is None or dossier.partnership.standing in OVER or not turn.playbook.proofs:
        return False
    if conversation.id != dossier.partnership.id and conversation.kind is ConversationKind.RULING:
        return False  # A talk with somebody else about the partnership.
    return bool(_papers(turn, dossier)) or is_link(turn.inbound.visible, turn.inbound.attachments) or bool(_people(turn, dossier))


def is_link(visible: str, attachments: Sequence[Attachment]) -> bool:
    """Whether a paper is pointed to instead of being sent."""
    said = _LINK.sub(" ", visible).casefold()
    return not attachments and bool(_LINK.search(visible)) and bool(_ABOUT_PAPER.search(said))


def heard(turn: Turn, conversation: Conversation) -> Outcome:
    """Keep what came, say what becomes of it, and let a person read whatever else the mail says."""
    kept = beside(turn)
    if conversation.with_person:
        silent = replace(conversation, updated_at=turn.now)
        look = staff_notices.look(turn, silent, "with_a_person")
        return replace(kept, reason="with_person", changes=(*kept.changes, silent), outbound=(*kept.outbound, *look))
    dossier = turn.snapshot.dossier
    papers = _papers(turn, dossier)
    if not papers and not is_link(turn.inbound.visible, turn.inbound.attachments):
        # Names alone: staff put them on the roster, and answer whatever else was written.
        return _together(acts.person(turn, conversation, (), "reply_after_the_answer"), kept)
    more = _says_more(turn.inbound.visible)
    said = acts.say(turn, "papers_received", _context(turn, papers, words=more), conversation)
    look = staff_notices.look(turn, conversation, "words_beside_papers") if more else ()
    return replace(
        kept,
        reason="papers",
        changes=(*kept.changes, *said.changes),
        outbound=(*said.outbound, *kept.outbound, *look),
    )


def beside(turn: Turn) -> Outcome:
    """The proofs alone, for a mail that is answered for something else; staff hear of them."""
    dossier = turn.snapshot.dossier
    if dossier is None:
        return Outcome()
    case = _case(turn, dossier)
    papers, people = _papers(turn, dossier), _people(turn, dossier)
    if papers:
        return _kept(turn, case, papers)
    sender = letters.name_and_address(turn.inbound.sender)
    tell = proof_letters.named(case, people, mail=turn.snapshot.inbox_id, sender=sender) if people else ()
    return Outcome(outbound=tell or proof_letters.linked(case, mail=turn.snapshot.inbox_id, sender=sender))


def with_papers(turn: Turn, conversation: Conversation, outcome: Outcome) -> Outcome:
    """Add the papers of a reply to whatever else became of it."""
    named = turn.snapshot.dossier is not None and bool(_people(turn, turn.snapshot.dossier))
    if not concerns(turn, conversation) or not (turn.inbound.attachments or named):
        return outcome
    return _together(outcome, beside(turn))


def beside_figures(turn: Turn, conversation: Conversation, outcome: Outcome) -> Outcome:
    """Add the proofs that came with a check-in: kept with its sender's one partnership, else offered to staff; all else is the report's."""
    theirs = turn.snapshot.theirs
    only = theirs[0] if len(theirs) == 1 else None
    papers = tuple(paper for paper in _papers(turn, only) if paper.kind)
    if not papers or not turn.playbook.proofs:
        return outcome
    return _together(outcome, _kept(turn, _case(turn, only), papers) if only else _offered(turn, conversation, papers))


def _together(outcome: Outcome, kept: Outcome) -> Outcome:
    return replace(
        outcome,
        changes=(*outcome.changes, *kept.changes),
        outbound=(*outcome.outbound, *kept.outbound),
        records=(*outcome.records, *kept.records),
    )


def handed_in(turn: Turn, case: Case) -> Outcome:
    """What came with the mails of an application is there when its review opens; staff see the names in the notice of the application."""
    files = (*turn.snapshot.earlier_attachments, *turn.inbound.attachments)
    papers = proofs.looked_through(turn.playbook, case.dossier, files, "", case.today)
    answers = turn.snapshot.conversation.answers if turn.snapshot.conversation else {}
    asked = {
        str(answer.value["sha256"]): (name, answer.message_id)
        for name, kind in turn.playbook.proofs.items()
        if (answer := answers.get(kind.question)) is not None and isinstance(answer.value, dict)
    }
    new: list[Proof] = []
    for paper in papers:
        name, message_id = asked.get(paper.file.sha256, (paper.kind, turn.inbound.message_id))
        known = replace(paper, kind=name, state="received") if name and paper.state == "unclear" else paper
        if known.is_new_proof:
            new.append(proofs.received(case.at.id, known, message_id, turn.now))
    return Outcome(changes=tuple(new), records=tuple(_record(case, each) for each in new))


def first(turn: Turn, taken: Taken, decision: Decision) -> Outcome | None:
    """A first mail that brings a proof: from a partner it is kept, from anybody else it is offered to staff. None for any other mail."""
    playbook, theirs = turn.playbook, turn.snapshot.theirs
    if not playbook.proofs or not (decision.pathway in MAY_BRING or not decision.sure):
        return None
    words = f"{turn.inbound.subject}\n{turn.inbound.visible}"
    only = theirs[0] if len(theirs) == 1 else None
    papers = proofs.looked_through(playbook, only, turn.inbound.attachments, words, progress.local_day(playbook, turn.now))
    if not any(paper.kind for paper in papers):
        return None
    conversation = replace(
        taken.conversation,
        kind=ConversationKind.QUESTION,
        status=ConversationStatus.ROUTED,
        pathway="documents",
        asked=(),
        facts={**taken.conversation.facts, **({"partnership": only.partnership.id} if only else {})},
        updated_at=turn.now,
    )
    said = acts.say(turn, "papers_received", _context(turn, papers, words=False, whose=only is None), conversation)
    kept = _kept(turn, _case(turn, only), papers) if only else _offered(turn, conversation, papers)
    return replace(kept, reason="papers", changes=(*said.changes, *kept.changes), outbound=(*said.outbound, *kept.outbound))


def _offered(turn: Turn, conversation: Conversation, papers: Sequence[Paper]) -> Outcome:
    texts = [turn.inbound.subject, turn.inbound.visible, turn.inbound.quoted, *(paper.file.text for paper in papers)]
    theirs = [(each.partnership.id, each.partnership.organization) for each in turn.snapshot.theirs]
    named = insured.candidates(turn.snapshot.organizations, texts)
    candidates = tuple(dict.fromkeys([*named, *theirs]))
    sender = letters.name_and_address(turn.inbound.sender)
    data = {"mail": turn.snapshot.inbox_id, "candidates": [id_ for id_, _ in candidates], "names": [paper.file.name for paper in papers]}
    record = Record(kind="proof.offered", subject=conversation.id, who=turn.sender, message_id=turn.inbound.message_id, data=data)
    notice = proof_letters.offered(turn.snapshot, papers, candidates, sender=sender, conversation=conversation.id)
    return Outcome(outbound=notice, records=(record,))


def _kept(turn: Turn, case: Case, papers: Sequence[Paper]) -> Outcome:
    new = tuple(proofs.received(case.at.id, paper, turn.inbound.message_id, turn.now) for paper in papers if paper.is_new_proof)
    odd = tuple(
        given(case, "proof.not_taken", {"name": paper.file.name, "sha256": paper.file.sha256, "why": paper.state}, turn.inbound.message_id)
        for paper in papers
        if paper.state not in {"received", "photo"}
    )
    people = people_named.proposed(turn.playbook, case.at, turn.inbound.visible, [paper.file.text for paper in papers if paper.kind])
    sender = letters.name_and_address(turn.inbound.sender)
    notice = proof_letters.arrived(case, papers, new, mail=turn.snapshot.inbox_id, sender=sender, people=people)
    return Outcome(changes=new, outbound=notice, records=(*(_record(case, each) for each in new), *odd))


def _papers(turn: Turn, dossier: Dossier | None) -> tuple[Paper, ...]:
    words = f"{turn.inbound.subject}\n{turn.inbound.visible}"
    return proofs.looked_through(turn.playbook, dossier, turn.inbound.attachments, words, progress.local_day(turn.playbook, turn.now))


def _people(turn: Turn, dossier: Dossier | None) -> tuple[str, ...]:
    """People whom the mail itself names for the roster."""
    return people_named.proposed(turn.playbook, dossier.partnership, turn.inbound.visible, ()) if dossier else ()


def _context(turn: Turn, papers: Sequence[Paper], *, words: bool, whose: bool = False) -> dict[str, object]:
    return {
        "papers": proof_letters.rows_for_partner(turn.playbook, papers, turn.language),
        "link": not papers,
        "photo": any(paper.state == "photo" for paper in papers),
        "words": words,
        "whose": whose,
        "counts": any(paper.is_new_proof for paper in papers),
    }


def _case(turn: Turn, dossier: Dossier) -> Case:
    actor = Actor(who=turn.sender, role=Role.NOBODY)
    return Case(snapshot=turn.snapshot, dossier=dossier, actor=actor, now=turn.now, inbound=turn.inbound)


def _record(case: Case, proof: Proof) -> Record:
    data = {
        "proof": proof.id,
        "kind": proof.kind,
        "name": proof.name,
        "sha256": proof.sha256,
        "proposed_until": str(proof.proposed_until or ""),
    }
    return Record(kind="proof.received", subject=case.at.id, who=case.actor.who, message_id=proof.message_id, data=data)


def _says_more(visible: str) -> bool:
    without = _LINK.sub(" ", visible)
    return "?" in without or len(without.split()) > _COURTESY
