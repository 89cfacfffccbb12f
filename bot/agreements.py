"""Writes the text of an agreement from what is known, and orders it: the words are templates', which no handler reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dossiers import dossier_of
from handlers import agreement_orders, agreements
from handlers.case import Case
from handlers.orders import AgreementDrafted
from mail import papers

if TYPE_CHECKING:
    from bot.app import App
    from bot.decided import Decided
    from handlers.partnership import Actor


def make(app: App, partnership_id: str, actor: Actor) -> Decided | None:
    """Make the next version, or have it refused with the reason; None where there is no such partnership."""
    with app.store.view() as unit:
        partnership = unit.partnerships.get(partnership_id)
        if partnership is None:
            return None
        snapshot = app.service.snapshots.of_partnership(unit, dossier_of(unit, partnership))
    if snapshot.dossier is None:
        return None
    case = Case(snapshot=snapshot, dossier=snapshot.dossier, actor=actor, now=app.clock.now())
    if agreement_orders.why_not(case) is not None:
        return app.service.order(partnership_id, AgreementDrafted(actor=actor, draft={}, text=""))
    draft = agreements.draft(case.playbook, case.dossier, snapshot.conversation)
    text = "\n".join(papers.words("agreement", said, language=language) for language, said in draft.items())
    return app.service.order(partnership_id, AgreementDrafted(actor=actor, draft=draft, text=text))
