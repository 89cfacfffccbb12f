"""Partners are walked with their newest partnership and the agreement that all have accepted, in both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.partnership import Acceptance, Agreement, Partnership, Standing
from handlers.types import Party, PartyStatus
from store import enrolled

if TYPE_CHECKING:
    import pytest

    from store.unit import Store, Unit

ZONE = ZoneInfo("America/New_York")
#: In the district it is still the evening before.
NIGHT = datetime(2026, 11, 3, 2, tzinfo=UTC)


def party(unit: Unit, number: int, status: PartyStatus = PartyStatus.ACTIVE) -> Party:
    return unit.partners.save(Party(id="", organization=f"Club {number}", contact_email=f"c{number}@clubs.example", status=status))


def partnership(of: Party, key: str, opened_at: datetime = NIGHT) -> Partnership:
    return Partnership(
        id=key,
        organization=of.organization,
        contact=of.contact_email,
        standing=Standing.ACTIVE,
        stage="connect",
        opened_at=opened_at,
        updated_at=opened_at,
    )


def agreement(of: str, number: int, *, accepted: bool = True, ends: date | None = None) -> Agreement:
    yes = tuple(Acceptance(party=each, who=each, at=NIGHT, text_sha256="x") for each in ("organization", "office"))
    return Agreement(
        id="",
        partnership=of,
        number=number,
        title="Agreement",
        text="x",
        text_sha256="x",
        parties=("organization", "office"),
        acceptances=yes if accepted else yes[:1],
        ends=ends,
        made_at=NIGHT,
    )


def test_each_partner_comes_once_with_what_is_newest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolled, "_AT_ONCE", 2)
    with store.unit() as unit:
        parties = [party(unit, number) for number in range(5)]
        unit.partnerships.save(partnership(parties[1], "c-old", NIGHT.replace(year=2025)))
        unit.partnerships.save(partnership(parties[1], "c-new"))
        unit.partnerships.save(partnership(replace(parties[3], organization="CLUB 3"), "c-3"))
        unit.agreements.save(agreement("c-new", 1, ends=date(2027, 6, 30)))
        unit.agreements.save(agreement("c-new", 2, accepted=False))
        unit.agreements.save(agreement("c-old", 1))

    with store.view() as unit:
        found = list(unit.enrolled.items(ZONE))

    assert [one.party.id for one in found] == [each.id for each in parties]
    assert [one.at.id if one.at else "" for one in found] == ["", "c-new", "", "c-3", ""]
    assert (found[1].signed_on, found[1].ends) == (date(2026, 11, 2), date(2027, 6, 30))
    assert (found[3].signed_on, found[3].ends) == (None, None)


def test_those_who_ended_come_too_since_what_they_did_still_counts(store: Store) -> None:
    with store.unit() as unit:
        party(unit, 1, PartyStatus.ENDED)

    with store.view() as unit:
        assert [one.party.status for one in unit.enrolled.items(ZONE)] == [PartyStatus.ENDED]


def test_a_desk_without_partners_walks_nobody(store: Store) -> None:
    with store.view() as unit:
        assert list(unit.enrolled.items(ZONE)) == []
