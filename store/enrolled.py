"""All partners with their partnerships and accepted agreements, in order of partner: what reports and rehearsals walk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from handlers.report.known import Enrolled
from store.partners import to_party
from store.partnerships import to_partnership
from store.schema import agreements, partners, partnerships

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from zoneinfo import ZoneInfo

    from handlers.partnership import Partnership
    from store.engine import Late

#: So many partners are in memory at once.
_AT_ONCE = 500


class AllEnrolled:
    def __init__(self, late: Late) -> None:
        self._late = late

    def items(self, zone: ZoneInfo) -> Iterator[Enrolled]:
        """Every partner by id, whatever its status; a day of acceptance is the district's own. To be read in the unit."""
        after = 0
        while True:
            found = select(partners).where(partners.c.id > after).order_by(partners.c.id).limit(_AT_ONCE)
            rows = self._late.execute(found).all()
            if not rows:
                return
            after = rows[-1].id
            newest = self._newest_partnerships(rows[0].id, after)
            signed = self._signed(newest, zone)
            for row in rows:
                at = newest.get(row.id)
                signed_on, ends = signed.get(at.id, (None, None)) if at else (None, None)
                yield Enrolled(party=to_party(row), at=at, signed_on=signed_on, ends=ends)

    def _newest_partnerships(self, first: int, last: int) -> Mapping[int, Partnership]:
        """The newest partnership of each of a page of partners: same organisation and contact."""
        same = and_(
            partnerships.c.contact == partners.c.contact_email, partnerships.c.organization_folded == partners.c.organization_folded
        )
        found = select(partnerships, partners.c.id.label("partner")).join(partners, same).where(partners.c.id.between(first, last))
        rows = self._late.execute(found.order_by(partnerships.c.opened_at, partnerships.c.id))
        return {row.partner: to_partnership(row) for row in rows}

    def _signed(self, newest: Mapping[int, Partnership], zone: ZoneInfo) -> Mapping[str, tuple[date, date | None]]:
        """When all parties had accepted the newest agreement that they accepted, and when that ends, by partnership."""
        ids = [each.id for each in newest.values()]
        found = select(agreements).where(agreements.c.partnership.in_(ids), agreements.c.accepted).order_by(agreements.c.number)
        return {
            row.partnership: (max(datetime.fromisoformat(each["at"]) for each in row.acceptances).astimezone(zone).date(), row.ends)
            for row in self._late.execute(found)
        }
