"""Who we know: organisations with their contacts, the district's schools and its people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from handlers.audience import facets_of
from handlers.types import Party, PartyStatus
from store.errors import StaleVersion
from store.ids import number, shown
from store.looks import note_partner
from store.schema import partners, people, schools
from store.words import fold, has_all, searchable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row, Table

    from store.engine import Late


class Partners:
    def __init__(self, late: Late) -> None:
        self._late = late

    def save(self, party: Party) -> Party:
        """Keeps it and returns it with its id and version.

        Version 0 is new or, where organisation and contact are known already, takes their place and id. Any other version
        replaces the one it was loaded as, else StaleVersion.
        """
        row = self._new(party) if party.version == 0 else self._newer(party)
        if row is None:
            raise StaleVersion(f"partner {party.id} was saved by somebody else: load it again and decide again")
        note_partner(self._late, row.id)
        return replace(party, id=shown("p", row.id), version=row.version, contact_email=party.contact_email.lower())

    def get(self, partner: str) -> Party | None:
        row = self._late.execute(select(partners).where(partners.c.id == number("p", partner))).first()
        return None if row is None else to_party(row)

    def by_email(self, email: str) -> tuple[Party, ...]:
        """All organisations that this address is the contact of."""
        theirs = select(partners).where(partners.c.contact_email == email.lower()).order_by(partners.c.id)
        return tuple(to_party(row) for row in self._late.execute(theirs))

    def find(self, words: str, limit: int = 50) -> tuple[Party, ...]:
        """Partners in whose id, names, address or details each of the words stands, without case and accents."""
        by_id = self.get(words.strip().lower())
        condition = has_all(partners.c.words, words)
        if by_id is not None or condition is None:
            return () if by_id is None else (by_id,)
        found = select(partners).where(condition).order_by(partners.c.organization_folded, partners.c.id).limit(limit)
        return tuple(to_party(row) for row in self._late.execute(found))

    def after(self, partner: str, statuses: Sequence[str], limit: int) -> tuple[Party, ...]:
        """Partners with one of the statuses by id, those behind one."""
        wanted = select(partners).where(partners.c.id > max(0, number("p", partner)), partners.c.status.in_(statuses))
        return tuple(to_party(row) for row in self._late.execute(wanted.order_by(partners.c.id).limit(limit)))

    def items(self, statuses: Sequence[str] = (), limit: int = 100, offset: int = 0) -> tuple[Party, ...]:
        """Partners with one of the statuses (with none given: all), by name."""
        wanted = select(partners).order_by(partners.c.organization_folded, partners.c.id).limit(limit).offset(offset)
        if statuses:
            wanted = wanted.where(partners.c.status.in_(statuses))
        return tuple(to_party(row) for row in self._late.execute(wanted))

    def save_school(self, name: str, details: Mapping[str, str]) -> None:
        """Keeps a school under its name without case and accents; `details` are the remaining columns of `import schools`."""
        self._replace(schools, {"name_folded": fold(name), "name": name, "details": dict(details)})

    def schools(self) -> Mapping[str, tuple[str, ...]]:
        """Each school's name with its other names."""
        rows = self._late.execute(select(schools).order_by(schools.c.name_folded))
        return {row.name: _parts(row.details.get("short_names", "")) for row in rows}

    def respondents(self) -> Mapping[str, str]:
        """For each school, by each of its names without case and accents, who answers a survey for it: its designee, else its principal."""
        rows = tuple(self._late.execute(select(schools)))
        return {
            fold(each): (row.details.get("designee_email") or row.details.get("principal_email") or "").lower()
            for row in rows
            for each in (row.name, *_parts(row.details.get("short_names", "")))
        }

    def heads(self, names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """For each school as it is named, by any of its names, the addresses of its principal and the principal's delegates."""
        rows = tuple(self._late.execute(select(schools)))
        called = {fold(each): row.details for row in rows for each in (row.name, *_parts(row.details.get("short_names", "")))}
        return {name: _rulers(called.get(fold(name), {})) for name in names}

    def save_person(self, email: str, details: Mapping[str, str]) -> None:
        """Keeps one of the district's own people; `details` are the remaining columns of `import people`."""
        self._replace(people, {"email": email.lower(), "details": dict(details)})

    def people(self) -> Mapping[str, Mapping[str, str]]:
        return {row.email: row.details for row in self._late.execute(select(people).order_by(people.c.email))}

    def _new(self, party: Party) -> Row[Any] | None:
        row = _row(party)
        insert = self._late.insert(partners).values(version=1, **row)
        known = insert.on_conflict_do_update(
            index_elements=["organization_folded", "contact_email"], set_=row | {"version": partners.c.version + 1}
        )
        return self._late.execute(known.returning(partners.c.id, partners.c.version)).first()

    def _newer(self, party: Party) -> Row[Any] | None:
        same = update(partners).where(partners.c.id == number("p", party.id), partners.c.version == party.version)
        newer = same.values(version=partners.c.version + 1, **_row(party)).returning(partners.c.id, partners.c.version)
        return self._late.execute(newer).first()

    def _replace(self, table: Table, row: Mapping[str, object]) -> None:
        key = table.primary_key.columns[0].name
        self._late.execute(self._late.insert(table).values(row).on_conflict_do_update(index_elements=[key], set_=row))


def _parts(names: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in names.split(";") if part.strip())


def _rulers(details: Mapping[str, str]) -> tuple[str, ...]:
    addresses = (details.get("principal_email", ""), *_parts(details.get("delegates", "")))
    return tuple(address.lower() for address in addresses if "@" in address)


def _row(party: Party) -> dict[str, Any]:
    names = (party.organization, party.contact_name, party.contact_email)
    return {
        "organization": party.organization,
        "organization_folded": fold(party.organization),
        "contact_name": party.contact_name,
        "contact_email": party.contact_email.lower(),
        "status": party.status,
        "details": dict(party.details),
        "words": searchable(*names, *party.details.values()),
        "facets": facets_of(party.details),
    }


def to_party(row: Row[Any]) -> Party:
    return Party(
        id=shown("p", row.id),
        version=row.version,
        organization=row.organization,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        status=PartyStatus(row.status),
        details=row.details,
    )
