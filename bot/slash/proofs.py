"""Staff commands on proofs: look at one, put a mail's papers with a partnership, and say who the organization's people are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slash.rulings import actor, carried_out, found
from bot.slash.said import Refused
from handlers import progress, proof_words, refusals, rosters
from handlers.orders import PapersFiled, ProofLookedAt, RosterChanged
from mail.parse import parse

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.app import App
    from handlers.partnership import Partnership
    from handlers.playbook import Playbook

#: What `/partners people ID` may be followed by.
CHANGES = ("add", "remove", "complete", "open")

HOW = (
    "Say what you make of it: `/partners proof ID kind until 2027-06-30`, `… for NAME; NAME until …` where each person needs one,"
    " `… grace until DATE`, or `… reject REASON`."
)


def proof(app: App, words: tuple[str, ...], who: str) -> str:
    """`proof ID kind [for NAME; NAME] until DATE | grace until DATE | reject REASON`; ID is a partnership's or a proof's."""
    began = app.clock.now()
    partnership, named = _whose(app, words[0].casefold())
    playbook = _playbook(app, partnership)
    said = proof_words.read(" ".join(words[1:]), playbook.proofs)
    if said is None:
        raise Refused(HOW)
    until = _day(app, playbook, said.day)
    if until is None and said.look != "reject" and not said.endless:
        raise Refused(refusals.sentence("date_needed", {"detail": f"“{said.day}”" if said.day else "nothing"}))
    order = ProofLookedAt(actor=actor(app, who), look=said.look, proof=named, kind=said.kind, people=said.people, until=until, why=said.why)
    answer = carried_out(app, partnership.id, order)
    return f"{answer}{_beside(app, partnership.id, began, until)}" if said.look == "check" else answer


def file(app: App, words: tuple[str, ...], who: str) -> str:
    """`file m-7 ID [kind]`: what came attached to that mail becomes proofs that wait to be looked at."""
    if len(words) < 2:  # noqa: PLR2004  a mail and a partnership
        raise Refused("Say which mail and whose: `/partners file m-7 ID [kind]`.")
    partnership = found(app, words[1])
    mail = words[0].casefold()
    with app.store.view() as unit:
        item = unit.inbox.get(mail)
        raw = unit.blobs.get(item.raw_sha256) if item else None
    if item is None or raw is None:
        raise Refused(f"There is no mail {words[0]}. `/partners show ID` and `/partners inbox` name mails by their id.")
    inbound = parse(raw, intake=app.desk.intake, received_at=item.heard_at)
    kind = "_".join(words[2:]).casefold().replace("-", "_")
    order = PapersFiled(actor=actor(app, who), papers=inbound.attachments, kind=kind, mail=item.id, message_id=inbound.message_id)
    answer = carried_out(app, partnership.id, order)
    return f"{answer} Look at them: `/partners proof {partnership.id} KIND until DATE`."


def people(app: App, words: tuple[str, ...], who: str) -> str:
    """`people ID [add NAME; NAME | remove NAME | complete [count] | open]`: the roster, or a change of it."""
    partnership = found(app, words[0])
    if len(words) == 1:
        return f"{partnership.id}  {partnership.organization}: {rosters.told(partnership.roster, partnership.roster_complete)}."
    what, rest = words[1].casefold(), " ".join(words[2:])
    names = rosters.names_in(rest)
    if what not in CHANGES or (what in {"add", "remove"} and not names) or (what == "complete" and rest and not rest.isdecimal()):
        raise Refused(
            f"Say `/partners people {partnership.id}` and then `add NAME; NAME`, `remove NAME`, `complete`, `complete 12` or `open`."
        )
    order = RosterChanged(
        actor=actor(app, who),
        add=names if what == "add" else (),
        remove=names if what == "remove" else (),
        complete={"complete": True, "open": False}.get(what),
        count=int(rest) if what == "complete" and rest else None,
    )
    answer = carried_out(app, partnership.id, order)
    at = found(app, partnership.id)
    return f"{answer} People: {rosters.told(at.roster, at.roster_complete)}."


def _whose(app: App, named: str) -> tuple[Partnership, str]:
    """The partnership that an id names, and the proof where it names one."""
    with app.store.view() as unit:
        proof_ = unit.proofs.get(named)
    if named.startswith("d-") and proof_ is None:
        raise Refused(f"There is no proof {named}. `/partners show ID` lists those of a partnership.")
    return found(app, proof_.partnership if proof_ else named), proof_.id if proof_ else ""


def _playbook(app: App, partnership: Partnership) -> Playbook:
    with app.store.view() as unit:
        return app.service.snapshots.playbook_of(unit, unit.conversations.get(partnership.id))


def _day(app: App, playbook: Playbook, words: str) -> date | None:
    office = playbook.office
    return proof_words.day(words, progress.local_day(playbook, app.clock.now()), office.time_zone, office.country)


def _beside(app: App, partnership: str, began: datetime, until: date | None) -> str:
    """Where the paper's own text seems to say an earlier day, whoever has checked it hears so."""
    with app.store.view() as unit:
        theirs = [each for each in unit.proofs.of(partnership) if each.decided_at is not None and each.decided_at >= began]
    earlier = [each for each in theirs if each.proposed_until and (until is None or each.proposed_until < until)]
    return f" Mind: the text of {earlier[0].name} seems to say {earlier[0].proposed_until}." if earlier else ""
