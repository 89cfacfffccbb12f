"""Meetings and sessions that come round: a task once a period, and a day that everybody gets for their calendar."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import icalendar
import pytest

from bot import ticking
from handlers.partnership import Partnership, Standing
from handlers.types import Party, PartyStatus
from tests.scenarios.office import STAFF, open_office
from tests.scenarios.test_checkins import LUZ, notices, partner

if TYPE_CHECKING:
    from pathlib import Path

    from bot.decided import FellDue
    from tests.scenarios.office import Office

OCTOBER = datetime(2026, 10, 1, 14, 0, tzinfo=UTC)


def tick(office: Office) -> list[FellDue]:
    return [each for each in ticking.tick(office.app) if each.kind in {"meeting", "session"}]


def entry_of(office: Office, address: str) -> icalendar.Event:
    with office.app.store.view() as unit:
        raw = unit.blobs.get(office.newest(address).raw_sha256)
    assert raw is not None
    (part,) = [each for each in email.message_from_bytes(raw).walk() if each.get_content_type() == "text/calendar"]
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    (event,) = icalendar.Calendar.from_ical(payload).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def test_a_large_scale_partner_is_met_each_quarter_and_others_are_not(office: Office) -> None:
    office.clock.at = OCTOBER
    partner(office, large_scale="yes")
    partner(office, "Chess Club", "sam@chess.example")

    assert [(each.kind, each.partner, each.period) for each in tick(office)] == [("meeting", "Reading Club", "2026-10")]
    assert tick(office) == []
    assert any("/partners meet p-1 DATE TIME PLACE" in text for text in notices(office))
    office.clock.at = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
    assert [each.period for each in tick(office)] == ["2027-01"]


def test_the_day_that_staff_set_goes_to_partner_and_liaison_with_an_entry_for_their_calendars(office: Office) -> None:
    office.clock.at = OCTOBER
    partner(office, large_scale="yes", liaison="ortiz@district.example")
    tick(office)

    said = office.slash("meet p-1 2026-10-15 14:00 45 Carver, room 12", STAFF)

    assert "Thursday, 2026-10-15 14:00, 45 minutes, Carver, room 12" in said
    assert "- Where: Carver, room 12" in office.newest(LUZ).text
    for address in (LUZ, "ortiz@district.example"):
        event = entry_of(office, address)
        assert event.decoded("dtstart") == datetime(2026, 10, 15, 18, 0, tzinfo=UTC)
        assert event.decoded("dtend") == datetime(2026, 10, 15, 18, 45, tzinfo=UTC)


def test_another_day_takes_the_place_of_the_first_in_the_calendar(office: Office) -> None:
    office.clock.at = OCTOBER
    partner(office, large_scale="yes")
    tick(office)
    office.slash("meet p-1 2026-11-15 09:00 Carver", STAFF)
    first = entry_of(office, LUZ)
    office.clock.advance(minutes=5)

    office.slash("meet p-1 2026-11-16 09:00 Carver", STAFF)

    second = entry_of(office, LUZ)
    assert "The day has changed" in office.newest(LUZ).text
    assert first["uid"] == second["uid"]
    assert int(str(second["sequence"])) > int(str(first["sequence"]))
    assert second.decoded("dtstart") == datetime(2026, 11, 16, 14, 0, tzinfo=UTC)  # clocks went back in between


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("meet p-1", "Say with whom, when and where"),
        ("meet p-1 tomorrow 14:00 here", "is no day and hour"),
        ("meet p-1 2026-09-01 14:00 here", "is over"),
        ("meet p-9 2026-12-01 14:00 here", "no meeting is due"),
    ],
)
def test_what_cannot_be_set_says_why_and_sends_nothing(office: Office, words: str, why: str) -> None:
    office.clock.at = OCTOBER
    partner(office)

    assert why in office.slash(words, STAFF)
    assert office.sent_to(LUZ) == []


def test_an_on_boarding_session_is_one_task_and_one_day_for_all_who_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(tmp_path, monkeypatch, DISTRICT="durham")
    office.clock.at = OCTOBER
    for name, address, stage in (("Reading Club", LUZ, "on_board"), ("Chess Club", "sam@chess.example", "vet")):
        with office.app.store.unit() as unit:
            unit.partners.save(
                Party(id="", organization=name, contact_email=address, status=PartyStatus.APPLICANT, details={"stage": stage})
            )

    assert [(each.kind, each.period) for each in tick(office)] == [("session", "2026-10")]
    office.slash("meet on_boarding_session 2026-10-20 10:00 Fuller Building", STAFF)

    assert office.newest(LUZ).template == "meeting_invitation"
    assert office.sent_to("sam@chess.example") == []
    assert tick(office) == []
    office.app.close()


def test_a_kick_off_is_due_once_for_a_partnership_that_has_just_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(tmp_path, monkeypatch, DISTRICT="durham")
    office.clock.at = OCTOBER
    partner(office)
    partner(office, "Chess Club", "sam@chess.example")
    at = Partnership(
        id="c-1",
        organization="Reading Club",
        contact=LUZ,
        standing=Standing.ACTIVE,
        stage="on_board",
        active_since=OCTOBER,
        opened_at=OCTOBER,
        updated_at=OCTOBER,
    )
    with office.app.store.unit() as unit:
        unit.partnerships.save(at)

    fallen = [(each.partner, each.period) for each in tick(office) if each.kind == "meeting"]

    assert fallen == [("Reading Club", "once")]
    assert [each for each in tick(office) if each.kind == "meeting"] == []
    office.app.close()
