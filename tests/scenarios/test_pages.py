"""The record of a partnership: one page for people, one record for other programs, each mail of it to be read by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot import exporting, ticking
from handlers.partnership import Partnership, Standing
from handlers.types import Party
from tests.scenarios.office import STAFF
from tests.scenarios.test_rulings import ANA, CORA, LUZ, VERA, handed_in, office

if TYPE_CHECKING:
    from tests.scenarios.office import Office

__all__ = ["office"]  # the fixture


def exported(office: Office) -> dict[str, Any]:
    with office.app.store.view() as unit:
        (row,) = exporting.records("partnerships", unit, office.app.loaded.playbook, office.clock.at)
    return row


def test_the_page_and_the_export_tell_the_same(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference}", ANA)
    office.clock.advance(hours=1)
    office.slash(f"agreement {reference}", ANA)
    office.slash(f"assign {reference} {CORA}", ANA)

    page, row = office.slash(f"show {reference}"), exported(office)

    assert row["organization"] == "Harbor Readers"
    for told in (row["id"], row["contact_email"], row["stage"], *row["schools"], row["liaison"], row["agreement"]["id"], *row["missing"]):
        assert told in page
    assert [each["kind"] for each in row["proofs"]] == ["insurance"]
    assert row["proofs"][0]["id"] in page
    assert row["rulings"][0]["who"] == ANA
    assert row["answers"]["students_expected"] == 24
    assert {each["what"] for each in row["timeline"]} >= {"m-1", "o-1", "ruling.given", "stage.reached"}
    assert "answer.taken" not in page


def test_a_mail_of_the_timeline_is_read_by_its_id(office: Office) -> None:
    handed_in(office)

    assert "we are Harbor Readers, a nonprofit" in office.slash("show m-1", VERA)
    assert office.newest(LUZ).text.strip() in office.slash(f"show {office.newest(LUZ).id}", VERA)
    assert "Nothing is called" in office.slash("show m-999")


def test_a_mail_of_a_sensitive_class_is_not_shown_by_its_id(office: Office) -> None:
    held = office.write("A volunteer hit my son at the reading club. I am his mother.", sender="mother@home.example", subject="Please read")

    assert held.outcome.sensitive is not None
    assert "hit my son" not in office.slash(f"show {held.inbox_id}", STAFF)


def test_check_ins_stand_on_the_page_of_an_active_partnership(office: Office) -> None:
    with office.app.store.unit() as unit:
        party = unit.partners.save(Party(id="", organization="Harbor Readers", contact_email=LUZ))
        unit.partnerships.save(
            Partnership(
                id=party.id,
                organization="Harbor Readers",
                contact=LUZ,
                standing=Standing.ACTIVE,
                stage="implementation",
                liaison=CORA,
                active_since=office.clock.at.replace(month=9),
                opened_at=office.clock.at.replace(month=9),
                updated_at=office.clock.at.replace(month=9),
            )
        )
    office.clock.advance(days=8)
    list(ticking.tick(office.app))

    assert "Check-ins: 2026-11 asked" in office.slash("show Harbor Readers")
    assert exported(office)["checkins"][0]["period"] == "2026-11"
