"""An audience becomes rows in one INSERT … SELECT, by the very rule that handlers/audience.py states in Python."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    type_coerce,
)

from handlers.audience import EXCLUSIONS, SUPPRESSED, Audience, Term, mark
from handlers.types import PartyStatus
from store.ids import NOWHERE, number
from store.newsletter_tables import deliveries, subscribers, suppressions
from store.schema import needs, partners, partnerships, proofs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.engine import Late

#: Rows are due from an instant that no clock, however far it is set back, comes before.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def _holds(term: Term) -> ColumnElement[bool]:
    found = or_(*(partners.c.facets.contains(mark(term.facet, value), autoescape=True) for value in term.values))
    return not_(found) if term.no else found


def _addressed(audience: Audience) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [partners.c.status.in_(audience.addressed), *map(_holds, audience.terms)]
    if audience.list:
        conditions.append(
            exists(
                select(subscribers.c.address).where(subscribers.c.list == audience.list, subscribers.c.address == partners.c.contact_email)
            )
        )
    return and_(*conditions)


def _reason(audience: Audience) -> ColumnElement[str]:
    """The exclusion that applies first, or an empty text."""
    suppressed = select(suppressions.c.reason).where(suppressions.c.address == partners.c.contact_email).scalar_subquery()
    received = exists(
        select(deliveries.c.id).where(
            deliveries.c.issue_id == number("i", audience.not_sent),
            deliveries.c.address == partners.c.contact_email,
            deliveries.c.status == "sent",
        )
    )
    rows: list[tuple[ColumnElement[bool], str]] = [(suppressed == state, why) for state, why in SUPPRESSED.items()]
    if PartyStatus.PAUSED not in audience.statuses:
        rows.append((partners.c.status == PartyStatus.PAUSED, "paused"))
    if audience.not_sent and number("i", audience.not_sent) != NOWHERE:
        rows.append((received, "already_received"))
    return case(*rows, else_="")


class Audiences:
    def __init__(self, late: Late) -> None:
        self._late = late

    def write(self, issue: str, audience: Audience) -> int:
        """Writes a delivery row for everyone an issue is for, and for everyone that is excluded, with the reason; returns how many.

        One row an address: of several partners with one contact, the first that is not excluded. What the mail says of its recipient alone
        is frozen with the row.
        """
        reason = _reason(audience).label("reason")
        chosen = select(partners, reason).where(_addressed(audience)).subquery()
        kept_back = chosen.c.reason != ""
        columns: dict[str, Any] = {
            "issue_id": literal(number("i", issue)),
            "partner_id": chosen.c.id,
            "address": chosen.c.contact_email,
            "domain": func.substr(chosen.c.contact_email, self._after_at(chosen.c.contact_email)),
            "name": chosen.c.contact_name,
            "organization": chosen.c.organization,
            "language": case((chosen.c.facets.contains(mark("language", "es")), "es"), else_="en"),
            "facets": chosen.c.facets,
            "data": self._data(chosen.c.id, chosen.c.contact_email, chosen.c.organization_folded),
            "status": case((kept_back, "suppressed"), else_="ready"),
            "reason": chosen.c.reason,
            "attempts": literal(0),
            "epoch": literal(0),
            "worker": literal(""),
            "next_attempt_at": case((kept_back, null()), else_=literal(LONG_AGO, deliveries.c.next_attempt_at.type)),
        }
        # Somebody who is excluded as one partner's contact may be another's, who is not.
        found = select(*(value.label(name) for name, value in columns.items())).where(true()).order_by(kept_back, chosen.c.id)
        insert = self._late.insert(deliveries).from_select(list(columns), found)
        return int(self._late.execute(insert.on_conflict_do_nothing(index_elements=["issue_id", "address"])).rowcount)

    def counts(self, audience: Audience) -> Mapping[str, int]:
        """How many addresses would receive it (under an empty key), and how many each exclusion keeps back."""
        best = self._one_an_address(audience).subquery()
        rows = self._late.execute(select(best.c.reason, func.count().label("many")).group_by(best.c.reason))
        found = {row.reason: int(row.many) for row in rows}
        return {key: found[key] for key in ("", *EXCLUSIONS) if key in found}

    def samples(self, audience: Audience, limit: int = 10) -> tuple[tuple[str, str], ...]:
        """Some of those who would receive it, spread over all: organisation and address."""
        best = self._one_an_address(audience).subquery()
        # Spread, yet the same each time: by a number that the row's own has after a long step.
        spread = (best.c.id * 7919) % 104729
        wanted = select(best.c.organization, best.c.contact_email).where(best.c.reason == "").order_by(spread, best.c.id).limit(limit)
        return tuple((row.organization, row.contact_email) for row in self._late.execute(wanted))

    def of_their_own(self, address: str) -> Mapping[str, Any]:
        """What the mail to one partner would say of it alone."""
        own = self._data(partners.c.id, partners.c.contact_email, partners.c.organization_folded).label("own")
        found = self._late.execute(select(own).where(partners.c.contact_email == address.lower()).order_by(partners.c.id).limit(1)).scalar()
        return found or {}

    def _one_an_address(self, audience: Audience) -> Select[Any]:
        reason = _reason(audience).label("reason")
        chosen = select(partners.c.id, partners.c.organization, partners.c.contact_email, reason).where(_addressed(audience)).subquery()
        place = func.row_number().over(partition_by=chosen.c.contact_email, order_by=(chosen.c.reason != "", chosen.c.id)).label("place")
        numbered = select(chosen, place).subquery()
        return select(numbered).where(numbered.c.place == 1)

    def _after_at(self, address: ColumnElement[str]) -> ColumnElement[int]:
        return (func.instr(address, "@") if self._late.is_sqlite else func.strpos(address, "@")) + 1

    def _data(self, partner: ColumnElement[int], contact: ColumnElement[str], organization: ColumnElement[str]) -> ColumnElement[Any]:
        """What only this recipient has, as JSON in the words of the database at hand: proofs that end, and what the office owes it."""
        theirs = (partnerships.c.contact == contact, partnerships.c.organization_folded == organization)
        proof = self._object(kind=proofs.c.kind, until=cast(proofs.c.valid_until, Text))
        of_proofs = (
            select(self._array(proof))
            .select_from(proofs.join(partnerships, partnerships.c.id == proofs.c.partnership))
            .where(*theirs, proofs.c.status == "checked", proofs.c.valid_until.is_not(None))
            .scalar_subquery()
        )
        request = self._object(words=needs.c.words, asked=func.substr(cast(needs.c.opened_at, Text), 1, 10))
        open_now = (needs.c.partner == partner, needs.c.kind == "asked", needs.c.closed_at.is_(None))
        of_requests = select(self._array(request)).where(*open_now).scalar_subquery()
        if self._late.is_sqlite:
            # A subquery hands on text: SQLite must be told that it is JSON already.
            return type_coerce(self._object(proofs=func.json(of_proofs), requests=func.json(of_requests)), JSON)
        return cast(self._object(proofs=of_proofs, requests=of_requests), JSON)

    def _object(self, **columns: ColumnElement[Any]) -> ColumnElement[Any]:
        pairs = [part for name, column in columns.items() for part in (literal(name), column)]
        return func.json_object(*pairs) if self._late.is_sqlite else func.json_build_object(*pairs)

    def _array(self, each: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.json_group_array(each) if self._late.is_sqlite else func.json_agg(each)
