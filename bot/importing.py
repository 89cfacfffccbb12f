"""Brings the office's own lists in: a row that fits goes in, one that does not is told by line and reason."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot import rounds_in
from bot.dossiers import dossier_of
from handlers import clearances, namesakes, proofs, review
from handlers.imports import (
    CalendarRow,
    CheckinRow,
    ClearanceRow,
    ExampleRow,
    FigureRow,
    PartnerRow,
    PersonRow,
    SchoolRow,
    listed_partnership,
    party_of,
    problem_with_columns,
    read_row,
)
from handlers.language import language_of
from handlers.partnership import OVER, Proof
from handlers.progress import local_day
from handlers.types import Example, PartyStatus, Record
from store.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.clock import Clock
    from handlers.imports import Row
    from handlers.partnership import Partnership
    from handlers.playbook import Playbook
    from handlers.types import Party
    from store.unit import Store, Unit

#: A list of a district has hundreds of rows; this is far above, and far below what would hurt.
MOST_ROWS = 200_000


class ImportFailed(Exception):  # noqa: N818  it is told to a person as it stands
    """The file as a whole cannot be read: one line that says what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What became of one row; `row` is its line in the file."""

    row: int
    ok: bool
    reason: str = ""


def import_file(kind: str, file: Path, *, store: Store, clock: Clock, who: str, playbook: Playbook, dry_run: bool) -> Iterator[Told]:
    """Bring one CSV file in, row by row; never sends mail. A known key updates."""
    named: dict[tuple[str, str], int] = {}
    for line, cells in _rows(kind, file):
        row = read_row(kind, cells)
        with store.view() as unit:
            problem = row if isinstance(row, str) else _no_place(unit, row, playbook)
            if isinstance(row, ClearanceRow) and not problem:
                before = named.setdefault((fold(row.organization), review.same_name(row.person)), line)
                problem = namesakes.problem(_of(unit, row.organization), row.person, before if before != line else None)
        if isinstance(row, str) or problem:
            yield Told(row=line, ok=False, reason=problem)
            continue
        if not dry_run:
            with store.unit() as unit:
                subject = _save(unit, row, playbook, who, clock.now())
                unit.records.add(Record(kind=f"{kind}.imported", subject=subject, who=who, data={"line": line}), at=clock.now())
        yield Told(row=line, ok=True)


def _rows(kind: str, file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImportFailed(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ImportFailed(f"{file}: this is not UTF-8 text; save the sheet as “CSV UTF-8” and try again") from None
    lines = text.splitlines(keepends=True)
    if not lines:
        raise ImportFailed(f"{file}: the file is empty; its first line names the columns")
    delimiter = max(",;\t", key=lines[0].count)
    reader = csv.DictReader(lines, delimiter=delimiter, restkey="too many cells", restval="")
    problem = problem_with_columns(kind, [name for name in reader.fieldnames or () if name])
    if problem:
        raise ImportFailed(f"{file}: {problem}")
    for count, cells in enumerate(reader):
        if count >= MOST_ROWS:
            raise ImportFailed(f"{file}: more than {MOST_ROWS} rows; split the file")
        if any(cells.values()):
            yield reader.line_num, {str(name): value if isinstance(value, str) else " ".join(value or []) for name, value in cells.items()}


def _save_partnership(unit: Unit, party: Party, playbook: Playbook, who: str, now: datetime) -> None:
    """Keep the partnership of a partner that the list names as active, paused or ended; one that came by application stays as it is."""
    theirs = [each for each in unit.partnerships.of(party.contact_email) if fold(each.organization) == fold(party.organization)]
    known = next((each for each in theirs if each.id == party.id), None)
    if party.status is PartyStatus.APPLICANT or (theirs and known is None):
        return
    if known is None and party.status is PartyStatus.ENDED:
        return
    listed = listed_partnership(party, playbook, known, _address(unit, party.details.get("liaison", "")), now)
    at = unit.partnerships.save(listed)
    kind, ends = proofs.kind_of(playbook, "insurance"), party.details.get("insurance_ends", "")
    if kind and ends:
        _keep_paper(unit, at, _listed_proof(at, kind, date.fromisoformat(ends), who, now), playbook)


def _listed_proof(at: Partnership, kind: str, ends: date, who: str, now: datetime) -> Proof:
    return Proof(id="", partnership=at.id, kind=kind, valid_until=ends, checked_by=who, decided_at=now, received_at=now)


def _keep_paper(unit: Unit, at: Partnership, listed: Proof, playbook: Playbook) -> None:
    found = clearances.on_paper(playbook, dossier_of(unit, at), listed, local_day(playbook, listed.received_at))
    if found is not None:
        unit.proofs.save(found)


def _no_place(unit: Unit, row: Row, playbook: Playbook) -> str:
    """Why a row that is well written has nothing to go to; empty where it has."""
    if isinstance(row, CheckinRow):
        return rounds_in.no_place(unit, row, playbook)
    if not isinstance(row, ClearanceRow):
        return ""
    if not clearances.kind_of(playbook):
        return "person: the playbook asks for no clearance of each person"
    if not _of(unit, row.organization):
        return "organization: no application or partnership of this name is open; `liaison export applications` lists them"
    return ""


def _of(unit: Unit, organization: str) -> tuple[Partnership, ...]:
    return tuple(each for each in unit.partnerships.of("", organization) if each.standing not in OVER)


def _clear(unit: Unit, row: ClearanceRow, playbook: Playbook, who: str, now: datetime) -> str:
    """Keep one clearance with every open partnership of that organization; none goes on before the next tick looks."""
    theirs = _of(unit, row.organization)
    for at in theirs:
        listed, name = clearances.with_person(at, row.person, now)
        kept = unit.partnerships.save(listed) if listed != at else at
        if row.cleared_until is not None:
            proof = _listed_proof(kept, clearances.kind_of(playbook), row.cleared_until, who, now)
            _keep_paper(unit, kept, replace(proof, person=name), playbook)
    return ", ".join(at.id for at in theirs)


def _address(unit: Unit, liaison: str) -> str:
    """The mail address of a liaison whom the list names by address, or by a name that only one of the district's people has."""
    named = [email for email, details in unit.partners.people().items() if details.get("name", "").casefold() == liaison.casefold()]
    return liaison.casefold() if "@" in liaison else named[0] if len(named) == 1 else ""


def _known(unit: Unit, row: PartnerRow) -> Party | None:
    same = row.organization.casefold()
    return next((party for party in unit.partners.by_email(row.contact_email) if party.organization.casefold() == same), None)


def _save(unit: Unit, row: Row, playbook: Playbook, who: str, now: datetime) -> str:
    """Keep one row; returns the id that the audit names."""
    match row:
        case PartnerRow():
            party = unit.partners.save(party_of(row, playbook.office.country, _known(unit, row)))
            _save_partnership(unit, party, playbook, who, now)
            return party.id
        case SchoolRow():
            unit.partners.save_school(row.school, row.model_dump(exclude={"school"}))
            return row.school
        case PersonRow():
            unit.partners.save_person(row.email, row.model_dump(exclude={"email"}))
            return row.email
        case CheckinRow():
            return rounds_in.checkin(unit, row, playbook, who, now)
        case CalendarRow():
            return rounds_in.days(unit, row)
        case FigureRow():
            return rounds_in.figure(unit, row)
        case ClearanceRow():
            return _clear(unit, row, playbook, who, now)
        case ExampleRow():
            spoken = row.language or language_of(row.text)
            return unit.examples.save(Example(pathway=row.pathway, text=row.text, language=spoken, who=who, at=now))
    msg = f"no import is written for {type(row).__name__}"
    raise LookupError(msg)
