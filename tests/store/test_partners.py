"""A partner is an organisation with a contact: known once, found by words, never overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from handlers.types import Party, PartyStatus
from store.errors import StaleVersion

if TYPE_CHECKING:
    from store.unit import Store


def party(organization: str = "Niños Unidos", contact_email: str = "ana@partner.example", **fields: Any) -> Party:
    return Party(**{"id": "", "organization": organization, "contact_email": contact_email} | fields)


def keep(store: Store, one: Party) -> Party:
    with store.unit() as unit:
        return unit.partners.save(one)


def test_a_partner_comes_back_as_it_was_saved(store: Store) -> None:
    saved = keep(store, party(contact_name="Ana", status=PartyStatus.PAUSED, details={"tags": "x;y", "notes": "a\0"}))

    with store.view() as view:
        found = view.partners.get("p-1")

    assert (saved.id, saved.version) == ("p-1", 1)
    assert found == saved
    assert found.details == {"tags": "x;y", "notes": "a\0"}


def test_a_known_key_is_updated_in_its_place_whatever_its_case_and_accents(store: Store) -> None:
    first = keep(store, party(details={"tags": "old"}))
    again = keep(store, party("NINOS  unidos", "Ana@Partner.example", details={"tags": "new"}))

    with store.view() as view:
        assert view.partners.items() == (again,)
    assert (again.id, again.version, again.details) == (first.id, 2, {"tags": "new"})


def test_one_address_may_speak_for_several_organisations(store: Store) -> None:
    first, second = keep(store, party()), keep(store, party("Coro"))
    keep(store, party("Coro", "bo@partner.example"))

    with store.view() as view:
        assert view.partners.by_email("ANA@partner.example") == (first, second)
        assert view.partners.by_email("eve@partner.example") == ()


def test_a_stale_partner_is_refused(store: Store) -> None:
    first = keep(store, party())
    newer = keep(store, replace(first, contact_name="Ana"))

    with pytest.raises(StaleVersion, match="p-1 was saved by somebody else"):
        keep(store, replace(first, contact_name="Eve"))

    with store.view() as view:
        assert view.partners.get("p-1") == newer


def test_a_partner_cannot_take_the_key_of_another(store: Store) -> None:
    keep(store, party())
    second = keep(store, party("Coro"))

    with pytest.raises(StaleVersion, match="holds another value for the same key"):
        keep(store, replace(second, organization="niños unidos"))


def test_partners_are_listed_by_name_and_status(store: Store) -> None:
    for name, status in (("Zoo", "active"), ("álamo", "paused"), ("Bees", "active")):
        keep(store, party(name, status=PartyStatus(status)))

    with store.view() as view:
        assert [each.organization for each in view.partners.items()] == ["álamo", "Bees", "Zoo"]
        assert [each.organization for each in view.partners.items(("active",), limit=1, offset=1)] == ["Zoo"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ninos", True),
        ("UNIDOS niños", True),
        ("partner.example", True),
        ("tutoring", True),
        ("p-1", True),
        ("P-1 ", True),
        ("p-2", False),
        ("%", False),
        ("_", False),
        ("ninos chess", False),
        ("'; DROP TABLE partners; --", False),
        ("\\", False),
        ("", False),
    ],
)
def test_words_find_a_partner_and_mean_only_themselves(store: Store, words: str, *, found: bool) -> None:
    keep(store, party(details={"notes": "Tutoring"}))

    with store.view() as view:
        assert bool(view.partners.find(words)) is found


def test_schools_are_known_by_their_short_names(store: Store) -> None:
    with store.unit() as unit:
        unit.partners.save_school("Wilson Middle", {"short_names": "Wilson; WMS ;", "level": "middle"})
        unit.partners.save_school("Álamo Elementary", {})
        unit.partners.save_school("WILSON  middle", {"short_names": "Wilson"})
        found = unit.partners.schools()

    assert found == {"Álamo Elementary": (), "WILSON  middle": ("Wilson",)}


def test_a_person_of_the_district_is_known_by_address(store: Store) -> None:
    with store.unit() as unit:
        unit.partners.save_person("Maria@District.example", {"role": "staff"})
        unit.partners.save_person("maria@district.example", {"role": "approver"})
        found = unit.partners.people()

    assert found == {"maria@district.example": {"role": "approver"}}
