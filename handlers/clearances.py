"""Who of an organisation may work with students: person by person, from the office's own list, and on one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers import ladder, proofs, review
from handlers.partnership import Proof, ProofStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from handlers.partnership import Dossier, Partnership
    from handlers.playbook import Playbook


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """One person on one day. `until` is the last day that is known to be good; None has no end, or nothing was ever checked."""

    person: str
    cleared: bool
    until: date | None = None
    by_grace: bool = False


def kind_of(playbook: Playbook) -> str:
    """The kind of proof that each person needs; empty where the playbook asks for none."""
    return next((name for name, kind in playbook.proofs.items() if kind.each_person), "")


def people(playbook: Playbook, dossier: Dossier, today: date) -> tuple[Person, ...]:
    """Everybody on the roster: cleared where a good proof is there of each kind that each person needs."""
    kinds = [name for name, kind in playbook.proofs.items() if kind.each_person]
    return tuple(_person(dossier, kinds, name, today) for name in dossier.partnership.roster)


def _person(dossier: Dossier, kinds: Sequence[str], name: str, today: date) -> Person:
    counts = [proofs.held(dossier, kind, name) for kind in kinds]
    good = [each for each in counts if each is not None and review.is_good(each, today)]
    ends = [each.ends for each in good if each.ends]
    is_cleared = len(good) == len(kinds) > 0
    graced = any(each.grace_until is not None and (each.valid_until is None or each.valid_until < today) for each in good)
    return Person(person=name, cleared=is_cleared, until=min(ends, default=None), by_grace=is_cleared and graced)


def with_person(at: Partnership, person: str, now: datetime) -> tuple[Partnership, str]:
    """The partnership with that person on its roster, and how the roster writes the name."""
    name = proofs.on_roster(at.roster, person) or person
    return (at if name in at.roster else replace(at, roster=(*at.roster, name), updated_at=now)), name


def on_paper(playbook: Playbook, dossier: Dossier, new: Proof, today: date) -> Proof | None:
    """A proof that the office's own list names with its last good day; None where that is known already.

    A list is the word of whoever brings it in. Another day updates what a list said before; an end that lies behind is not announced.
    """
    known = proofs.held(dossier, new.kind, new.person)
    if known is not None and known.status is ProofStatus.CHECKED and known.valid_until == new.valid_until:
        return None
    checked = replace(new, status=ProofStatus.CHECKED)
    if known is not None and not known.sha256:
        checked = replace(checked, id=known.id, version=known.version, received_at=known.received_at)
    told = ladder.reached(playbook.proofs[new.kind].reminders, new.valid_until, today) if new.valid_until else None
    return replace(checked, reminded=told)
