"""Partnerships on their way, the papers that hold them back, their agreements, and what staff have to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, or_, select, update

from handlers.partnership import Acceptance, Agreement, Partnership, Proof, ProofStatus, Ruling, Standing, Task, Verdict
from store.errors import StaleVersion
from store.ids import number, shown
from store.looks import note_partners_of
from store.schema import agreements, partnerships, proofs, tasks
from store.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Column, Row

    from store.engine import Late


class Partnerships:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, partnership: Partnership) -> Partnership:
        """Keeps it and returns it with its version counted up; version 0 is new. StaleVersion where somebody saved first."""
        row = _partnership_row(partnership)
        if not _kept(self._late, partnerships.c.id, partnership.id, partnership.version, row):
            raise StaleVersion(f"partnership {partnership.id} was saved by somebody else: load it again and decide again")
        note_partners_of(self._late, row["contact"], row["organization_folded"])
        return replace(partnership, version=partnership.version + 1)

    def get(self, partnership: str) -> Partnership | None:
        row = self._late.execute(select(partnerships).where(partnerships.c.id == partnership)).first()
        return None if row is None else to_partnership(row)

    def items(self, standings: Sequence[str] = (), stage: str = "", limit: int = 100, offset: int = 0) -> tuple[Partnership, ...]:
        """Those of a standing and at a stage (with none given: all), the longest waiting first."""
        wanted = select(partnerships).order_by(partnerships.c.updated_at, partnerships.c.id).limit(limit).offset(offset)
        if standings:
            wanted = wanted.where(partnerships.c.standing.in_(standings))
        if stage:
            wanted = wanted.where(partnerships.c.stage == stage)
        return tuple(to_partnership(row) for row in self._late.execute(wanted))

    def of(self, contact: str, organization: str = "") -> tuple[Partnership, ...]:
        """Those of a contact or of an organisation of that name, without case and accents, oldest first."""
        theirs = partnerships.c.contact == contact.lower()
        if organization:
            theirs = or_(theirs, partnerships.c.organization_folded == fold(organization))
        found = select(partnerships).where(theirs).order_by(partnerships.c.opened_at, partnerships.c.id)
        return tuple(to_partnership(row) for row in self._late.execute(found))

    def names(self, standings: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Ids and organisations of those of a standing, by name."""
        found = select(partnerships.c.id, partnerships.c.organization).where(partnerships.c.standing.in_(standings))
        return tuple((row.id, row.organization) for row in self._late.execute(found.order_by(partnerships.c.organization_folded)))

    def without_a_liaison(self, task: str, limit: int = 200) -> tuple[Partnership, ...]:
        """Those that run and have nobody at the school or department, where there is no task of that name yet."""
        known = exists().where(tasks.c.key == partnerships.c.id + f"/{task}")
        found = select(partnerships).where(partnerships.c.standing == Standing.ACTIVE, partnerships.c.liaison == "", ~known)
        return tuple(to_partnership(row) for row in self._late.execute(found.order_by(partnerships.c.id).limit(limit)))

    def of_liaison(self, liaison: str) -> tuple[Partnership, ...]:
        found = select(partnerships).where(partnerships.c.liaison == liaison.lower()).order_by(partnerships.c.id)
        return tuple(to_partnership(row) for row in self._late.execute(found))


class Proofs:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, proof: Proof) -> Proof:
        """Keeps it and returns it with its id, such as `d-3`, and its version counted up. StaleVersion where somebody saved first."""
        row = {name: getattr(proof, name) for name in _PROOF}
        if proof.version == 0:
            new = self._late.execute(self._late.insert(proofs).values(row | {"version": 1}).returning(proofs.c.id)).scalar_one()
            return replace(proof, id=shown("d", new), version=1)
        if not _kept(self._late, proofs.c.id, number("d", proof.id), proof.version, row):
            raise StaleVersion(f"proof {proof.id} was saved by somebody else: load it again and decide again")
        return replace(proof, version=proof.version + 1)

    def get(self, proof: str) -> Proof | None:
        row = self._late.execute(select(proofs).where(proofs.c.id == number("d", proof))).first()
        return None if row is None else _to_proof(row)

    def of(self, partnership: str) -> tuple[Proof, ...]:
        found = select(proofs).where(proofs.c.partnership == partnership).order_by(proofs.c.id)
        return tuple(_to_proof(row) for row in self._late.execute(found))

    def ending_before(self, day: date) -> tuple[Proof, ...]:
        """Those that end before a day, also those that ended long ago."""
        found = select(proofs).where(proofs.c.valid_until < day).order_by(proofs.c.valid_until, proofs.c.id)
        return tuple(_to_proof(row) for row in self._late.execute(found))

    def coming_to_an_end(
        self, day: date, standings: Sequence[str], last_step: int, *, after: str = "", limit: int = 200
    ) -> tuple[str, ...]:
        """Ids of partnerships of a standing with a proof that ends before a day and whose last step was not told; those behind `after`."""
        ends = or_(proofs.c.valid_until < day, proofs.c.grace_until < day)
        untold = or_(proofs.c.reminded.is_(None), proofs.c.reminded > last_step)
        found = (
            select(proofs.c.partnership)
            .join(partnerships, partnerships.c.id == proofs.c.partnership)
            .where(ends, untold, partnerships.c.standing.in_(standings), proofs.c.partnership > after)
        )
        return tuple(self._late.execute(found.distinct().order_by(proofs.c.partnership).limit(limit)).scalars())


class Agreements:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, agreement: Agreement) -> Agreement:
        """Keeps it and returns it with its id, such as `g-3`. StaleVersion where somebody saved first, or took its number."""
        row = {name: getattr(agreement, name) for name in _AGREEMENT}
        row |= {
            "parties": list(agreement.parties),
            "acceptances": [_acceptance(each) for each in agreement.acceptances],
            "accepted": agreement.accepted,
            "reminded": [_written(at) for at in agreement.reminded],
            "reminders": len(agreement.reminded),
        }
        if agreement.version == 0:
            statement = self._late.insert(agreements).values(row | {"version": 1}).on_conflict_do_nothing().returning(agreements.c.id)
            new = self._late.execute(statement).scalar()
            if new is None:
                raise StaleVersion(f"agreement {agreement.number} of {agreement.partnership} was made by somebody else")
            return replace(agreement, id=shown("g", new), version=1)
        if not _kept(self._late, agreements.c.id, number("g", agreement.id), agreement.version, row):
            raise StaleVersion(f"agreement {agreement.id} was saved by somebody else: load it again and decide again")
        return replace(agreement, version=agreement.version + 1)

    def get(self, agreement: str) -> Agreement | None:
        row = self._late.execute(select(agreements).where(agreements.c.id == number("g", agreement))).first()
        return None if row is None else _to_agreement(row)

    def of(self, partnership: str) -> tuple[Agreement, ...]:
        """All versions, oldest first."""
        found = select(agreements).where(agreements.c.partnership == partnership).order_by(agreements.c.number)
        return tuple(_to_agreement(row) for row in self._late.execute(found))

    def newest(self, partnership: str) -> Agreement | None:
        found = select(agreements).where(agreements.c.partnership == partnership).order_by(agreements.c.number.desc()).limit(1)
        row = self._late.execute(found).first()
        return None if row is None else _to_agreement(row)

    def coming_to_an_end(self, day: date, standings: Sequence[str], *, after: str = "", limit: int = 200) -> tuple[str, ...]:
        """Ids of partnerships of a standing with an agreement that ends before a day, in their order; those behind `after`."""
        found = (
            select(agreements.c.partnership)
            .join(partnerships, partnerships.c.id == agreements.c.partnership)
            .where(agreements.c.ends < day, partnerships.c.standing.in_(standings), agreements.c.partnership > after)
        )
        return tuple(self._late.execute(found.distinct().order_by(agreements.c.partnership).limit(limit)).scalars())

    def unanswered(self, before: datetime, reminders: int, *, after: str = "", limit: int = 200) -> tuple[str, ...]:
        """Ids of partnerships with a text sent out before an instant, not accepted by all, and reminded of fewer times than that."""
        found = select(agreements.c.partnership).where(
            ~agreements.c.accepted,
            agreements.c.made_at <= before,
            agreements.c.reminders < reminders,
            agreements.c.partnership > after,
        )
        return tuple(self._late.execute(found.distinct().order_by(agreements.c.partnership).limit(limit)).scalars())

    def ending_before(self, day: date) -> tuple[Agreement, ...]:
        found = select(agreements).where(agreements.c.ends < day).order_by(agreements.c.ends, agreements.c.id)
        return tuple(_to_agreement(row) for row in self._late.execute(found))


class Tasks:
    def __init__(self, late: Late) -> None:
        self._late = late

    def open(self, task: Task) -> bool:
        """Opens a task, once for each key; False where there is one of that key, done or not."""
        row = {name: getattr(task, name) for name in _TASK}
        new = self._late.insert(tasks).values(row | {"version": 1}).on_conflict_do_nothing(index_elements=["key"]).returning(tasks.c.key)
        return self._late.execute(new).scalar() is not None

    def save(self, task: Task) -> Task:
        if not _kept(self._late, tasks.c.key, task.key, task.version, {name: getattr(task, name) for name in _TASK}):
            raise StaleVersion(f"task {task.key} was saved by somebody else: load it again and decide again")
        return replace(task, version=task.version + 1)

    def get(self, key: str) -> Task | None:
        row = self._late.execute(select(tasks).where(tasks.c.key == key)).first()
        return None if row is None else _to_task(row)

    def of(self, subject: str) -> tuple[Task, ...]:
        found = select(tasks).where(tasks.c.subject == subject).order_by(tasks.c.opened_at, tasks.c.key)
        return tuple(_to_task(row) for row in self._late.execute(found))

    def items(self, *, open_only: bool = True, limit: int = 100) -> tuple[Task, ...]:
        """Tasks, the soonest due first and those without a day last."""
        found = select(tasks).order_by(tasks.c.due.is_(None), tasks.c.due, tasks.c.opened_at, tasks.c.key).limit(limit)
        if open_only:
            found = found.where(tasks.c.done_at.is_(None))
        return tuple(_to_task(row) for row in self._late.execute(found))


_PARTNERSHIP = ("organization", "standing", "stage", "active_since", "opened_at", "updated_at")
_PROOF = (
    "partnership",
    "kind",
    "person",
    "name",
    "sha256",
    "status",
    "valid_until",
    "grace_until",
    "checked_by",
    "decided_at",
    "note",
    "proposed_until",
    "reminded",
    "message_id",
    "received_at",
)
_AGREEMENT = ("partnership", "number", "title", "text", "text_sha256", "ends", "made_at")
_TASK = ("key", "subject", "title", "due", "assigned_to", "done_by", "opened_at", "done_at")


def _kept(late: Late, key: Column[Any], value: str | int, version: int, row: Mapping[str, Any]) -> bool:
    """Whether a row could be saved over the version that it was loaded as; version 0 is new."""
    table = key.table
    if version == 0:
        new = late.insert(table).values({**row, key.name: value, "version": 1}).on_conflict_do_nothing().returning(key)
        return late.execute(new).scalar() is not None
    same = update(table).where(key == value, table.c.version == version)
    return late.execute(same.values({**row, "version": version + 1})).rowcount == 1


def _partnership_row(at: Partnership) -> dict[str, Any]:
    state = {
        "schools": list(at.schools),
        "rulings": [_ruling(each) for each in at.rulings],
        "ticks": dict(at.ticks),
        "on_hold": at.on_hold,
        "roster": list(at.roster),
        "roster_complete": at.roster_complete,
        "gaps_until": at.gaps_until.isoformat() if at.gaps_until else None,
    }
    names = {name: getattr(at, name) for name in _PARTNERSHIP}
    who = {"contact": at.contact.lower(), "liaison": at.liaison.lower(), "organization_folded": fold(at.organization)}
    return names | who | {"state": state}


def to_partnership(row: Row[Any]) -> Partnership:
    state = row.state
    return Partnership(
        id=row.id,
        version=row.version,
        organization=row.organization,
        contact=row.contact,
        standing=Standing(row.standing),
        stage=row.stage,
        schools=tuple(state["schools"]),
        rulings=tuple(_to_ruling(each) for each in state["rulings"]),
        ticks=state["ticks"],
        liaison=row.liaison,
        on_hold=state["on_hold"],
        roster=tuple(state.get("roster", ())),
        roster_complete=state.get("roster_complete", ""),
        gaps_until=date.fromisoformat(state["gaps_until"]) if state["gaps_until"] else None,
        active_since=row.active_since,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
    )


def _ruling(ruling: Ruling) -> dict[str, str]:
    names = ("gate", "who", "why", "school", "message_id")
    return {name: getattr(ruling, name) for name in names} | {"verdict": ruling.verdict.value, "at": _written(ruling.at)}


def _to_ruling(kept: Mapping[str, str]) -> Ruling:
    names = {name: kept[name] for name in ("gate", "who", "why", "school", "message_id")}
    return Ruling(**names, verdict=Verdict(kept["verdict"]), at=datetime.fromisoformat(kept["at"]))


def _to_proof(row: Row[Any]) -> Proof:
    names = {name: row._mapping[name] for name in _PROOF}  # noqa: SLF001  SQLAlchemy's documented name for a row as a mapping
    return Proof(**names | {"id": shown("d", row.id), "version": row.version, "status": ProofStatus(row.status)})


def _acceptance(acceptance: Acceptance) -> dict[str, str]:
    names = ("party", "who", "text_sha256", "message_id")
    return {name: getattr(acceptance, name) for name in names} | {"at": _written(acceptance.at)}


def _to_agreement(row: Row[Any]) -> Agreement:
    names = {name: row._mapping[name] for name in _AGREEMENT}  # noqa: SLF001  as above
    said = tuple(Acceptance(**each | {"at": datetime.fromisoformat(each["at"])}) for each in row.acceptances)
    reminded = tuple(datetime.fromisoformat(at) for at in row.reminded)
    return Agreement(**names, id=shown("g", row.id), version=row.version, parties=tuple(row.parties), acceptances=said, reminded=reminded)


def _to_task(row: Row[Any]) -> Task:
    return Task(**{name: row._mapping[name] for name in (*_TASK, "version")})  # noqa: SLF001  as above


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
