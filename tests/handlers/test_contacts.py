"""Ways to reach somebody, and names of people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.reading import contacts
from handlers.reading.readings import Reader

READER = Reader(now=datetime(2026, 11, 27, tzinfo=UTC), time_zone="America/New_York", country="US")


@pytest.mark.parametrize(
    "text", ["(318) 555-0149", "318.555.0149", "c: 318 555 0149", "+1 318-555-0149 x12", "318-555-0149, fax 318-555-0150"]
)
def test_a_telephone_is_kept_as_e164(text: str) -> None:
    assert contacts.phone(text, READER).value == "+13185550149"


@pytest.mark.parametrize("text", ["555-12", "call me", "10/14 - 25 2027"])
def test_what_nobody_can_call_is_a_problem(text: str) -> None:
    assert contacts.phone(text, READER).problem == "not_a_phone"


def test_two_numbers_are_two_candidates() -> None:
    assert contacts.phone("318-555-0149, 318-555-0151", READER).reason == "two_candidates"


def test_mail_addresses_are_lower_case_and_valid() -> None:
    assert contacts.email("Reach me: Ana.Diaz@Brisa.example.").value == "ana.diaz@brisa.example"
    assert contacts.email("ana at brisa").problem == "not_an_email"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("firstgen.example", "https://firstgen.example"),
        ("www.Foo.example/abc", "https://www.foo.example/abc"),
        ("http://foo.example/", "http://foo.example"),
    ],
)
def test_a_site_has_its_scheme(text: str, value: str) -> None:
    assert contacts.site(text).value == value


def test_in_prose_a_full_stop_makes_no_site_and_a_mail_address_is_none() -> None:
    assert contacts.sites("We met this week.Then we left, p.m. only. ana@brisa.com", "ana@brisa.com") == {}
    assert contacts.sites("see brisa.org", "") == {"https://brisa.org": "brisa.org"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Deacon Earl Simms", "Earl Simms"),
        ("Brielle Nakamura (she/her)", "Brielle Nakamura"),
        ("Lic. Hortensia Prado", "Hortensia Prado"),
        ("Jody Kessler, Registrar", "Jody Kessler"),
        ("Dr. Ana María López-Ruiz, PhD", "Ana María López-Ruiz"),
        ("MARCY DUNLEAVY", "Marcy Dunleavy"),
        ("Marisol de la Cruz", "Marisol de la Cruz"),
        ("- Tom O'Neil", "Tom O'Neil"),
    ],
)
def test_a_person_is_named_without_title_and_office(text: str, name: str) -> None:
    assert contacts.person(text) == name


@pytest.mark.parametrize(
    "text", ["Academia Global", "Lantern Players", "Program Manager", "info@x.example", "Tasha", "Best regards", "we met twice"]
)
def test_an_office_a_group_or_a_greeting_is_no_person(text: str) -> None:
    assert contacts.person(text) == ""
