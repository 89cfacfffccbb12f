"""A survey of two sides: rows for each school and the partner, one mail a person, reminders to the missing side only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot import exporting, ticking
from handlers.compact import laid_out
from handlers.types import Party
from tests.scenarios.office import STAFF, open_office
from tests.scenarios.test_checkins import notices, open_needs

if TYPE_CHECKING:
    from pathlib import Path

    from bot.decided import FellDue
    from tests.scenarios.office import Office

LUZ, SAM = "luz@readingclub.example", "sam@chess.example"
CARVER, JEFFERSON = "ruiz@district.example", "kim@district.example"
APRIL = datetime(2027, 4, 1, 13, 30, tzinfo=UTC)


@pytest.fixture
def april(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Two partners, of which one is at both schools; the second school's designee is not its principal."""
    opened = open_office(tmp_path, monkeypatch, DISTRICT="durham")
    opened.clock.at = APRIL
    with opened.app.store.unit() as unit:
        unit.partners.save_school("Carver Elementary", {"principal_email": CARVER, "short_names": "Carver"})
        unit.partners.save_school("Jefferson High", {"principal_email": "head@district.example", "designee_email": JEFFERSON})
        for name, email, schools in (("Reading Club", LUZ, "Carver; Jefferson High"), ("Chess Club", SAM, "Carver Elementary")):
            unit.partners.save(Party(id="", organization=name, contact_name="Luz", contact_email=email, details={"schools": schools}))
    return opened


def tick(office: Office) -> list[FellDue]:
    return [each for each in ticking.tick(office.app) if each.kind.startswith("survey")]


def rows(office: Office) -> list[dict[str, object]]:
    with office.app.store.view() as unit:
        return list(exporting.records("surveys", unit, office.app.loaded.playbook))


def answers(office: Office) -> dict[tuple[object, object], object]:
    return {(row["partner"], row["side"]): row["answers"] for row in rows(office)}


def test_each_school_and_the_partner_are_expected_and_a_person_gets_one_mail_for_all(april: Office) -> None:
    fallen = tick(april)

    assert len(fallen) == 5
    assert tick(april) == []
    assert sorted((str(row["partner"]), str(row["side"]), str(row["respondent"])) for row in rows(april)) == [
        ("Chess Club", "Carver Elementary", CARVER),
        ("Chess Club", "partner", SAM),
        ("Reading Club", "Carver", CARVER),
        ("Reading Club", "Jefferson High", JEFFERSON),
        ("Reading Club", "partner", LUZ),
    ]
    assert len(april.sent_to(CARVER)) == 1
    text = april.newest(CARVER).text
    assert "1. Reading Club (Carver): how is the partnership going, 1 to 5?" in text
    assert "2. Chess Club (Carver Elementary): how is the partnership going, 1 to 5?" in text


def test_an_office_that_begins_in_the_fall_does_not_ask_about_last_spring(april: Office) -> None:
    april.clock.at = datetime(2027, 9, 1, 14, 0, tzinfo=UTC)

    assert tick(april) == []
    assert rows(april) == []


def test_one_line_of_numbers_and_answers_answers_for_all_partners(april: Office) -> None:
    tick(april)

    row = april.conversation(april.reply("1 5, 2 4, 3 no", sender=f"Ms. Ruiz <{CARVER}>"))

    assert (row["kind"], row["status"]) == ("survey", "submitted")
    assert answers(april)["Reading Club", "Carver"] == {"satisfaction": 5}
    assert answers(april)["Chess Club", "Carver Elementary"] == {"satisfaction": 4}
    assert april.newest(CARVER).template == "survey_receipt"


def test_a_partner_that_is_none_of_theirs_is_said_by_no_and_staff_hear_of_it(april: Office) -> None:
    tick(april)

    row = april.conversation(april.reply("1 5, 2 no", sender=f"Ms. Ruiz <{CARVER}>"))

    assert row["status"] == "submitted"
    assert answers(april)["Chess Club", "Carver Elementary"] == {}
    assert any("none of theirs" in text for text in notices(april))


def test_only_the_missing_side_is_reminded_and_only_about_what_is_missing(april: Office) -> None:
    tick(april)
    april.reply("1 5", sender=f"Ms. Ruiz <{CARVER}>")
    april.reply("5", sender=f"Luz <{LUZ}>")

    april.clock.advance(days=7)
    tick(april)

    assert [item.template for item in april.sent_to(LUZ)] == ["survey_prompt", "survey_receipt"]
    reminder = april.newest(CARVER)
    assert (reminder.template, reminder.questions) == ("survey_reminder", ("satisfaction_2",))
    row = april.conversation(april.reply("1 4", sender=f"Ms. Ruiz <{CARVER}>"))
    assert row["answers"]["satisfaction_2"] == 4


def test_after_the_last_reminder_a_person_has_a_task(april: Office) -> None:
    tick(april)

    kinds = []
    for _ in range(25):
        april.clock.advance(days=1)
        kinds += [each.kind for each in tick(april)]

    assert kinds.count("survey_reminder") == 8
    assert kinds.count("survey_task") == 4
    assert any("has not answered" in text for text in notices(april))


def test_two_sides_that_differ_are_shown_to_staff(april: Office) -> None:
    tick(april)
    april.reply("5", sender=f"Luz <{LUZ}>")

    april.reply("1 2, 2 4", sender=f"Ms. Ruiz <{CARVER}>")

    assert [(need.kind, need.words) for need in open_needs(april)] == [("apart", "Carver: 2; the partner: 5")]
    assert any("one side is content" in text for text in notices(april))


def test_a_school_without_an_address_is_a_row_that_staff_see(april: Office) -> None:
    with april.app.store.unit() as unit:
        unit.partners.save(
            Party(id="", organization="Garden Club", contact_email="g@garden.example", details={"schools": "Nowhere School"})
        )

    fallen = tick(april)

    assert [(each.partner, each.held) for each in fallen if each.held] == [("Garden Club", True)]
    assert any("Nowhere School" in text for text in notices(april))


@pytest.mark.parametrize(("word", "what"), [("later", "ask again on April 8"), ("stop", "no more about this survey")])
def test_later_and_stop_are_heard(april: Office, word: str, what: str) -> None:
    tick(april)

    april.reply(word, sender=f"Luz <{LUZ}>")

    assert what in april.newest(LUZ).text


def test_a_principal_on_the_staff_list_answers_as_a_school(april: Office) -> None:
    with april.app.store.unit() as unit:
        unit.partners.save_school("Carver Elementary", {"principal_email": STAFF, "short_names": "Carver"})
    tick(april)

    row = april.conversation(april.reply("1 5, 2 5", sender=STAFF))

    assert row["status"] == "submitted"


def test_progress_is_shown_by_side(april: Office) -> None:
    tick(april)
    april.reply("5", sender=f"Luz <{LUZ}>")

    said = april.slash("surveys 2027-04", STAFF)

    assert "partners: 1 of 2 have answered" in said
    assert "schools: 0 of 3 have answered" in said


@pytest.mark.parametrize(
    ("text", "laid"),
    [
        ("1 5, 2 4, 3 no", "1: 5\n2: 4\n3: no"),
        ("1: 5; 2: 4", "1: 5\n2: 4"),
        ("1) 5\n2) 4\n\nThanks, Ana", "1: 5\n2: 4\n\nThanks, Ana"),
        ("1 - 5, 2 - 4", "1: 5\n2: 4"),
        ("1 5 and 2 4", "1: 5\n2: 4"),
        ("5", "5"),
        ("We met 3 times, 2 of them outside", "We met 3 times, 2 of them outside"),
        ("9 5, 2 4", "9 5, 2 4"),
        ("1 5, 1 4", "1 5, 1 4"),
    ],
)
def test_numbers_and_answers_are_laid_out_only_where_the_text_is_nothing_else(text: str, laid: str) -> None:
    assert laid_out(text, 3) == laid
