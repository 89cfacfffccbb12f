"""A rehearsal is the schedule itself: what it prints is what an office whose clock runs on then does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import rehearsing, ticking
from handlers.report.periods import Span
from handlers.school_year import Span as Days
from handlers.types import Party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.planning import Planned
    from tests.scenarios.office import Office

#: What a rehearsal calls a mail, and its template.
MAILS = {
    "checkin": "checkin_prompt",
    "checkin_reminder": "checkin_reminder",
    "survey": "survey_prompt",
    "survey_reminder": "survey_reminder",
}

FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)


def test_what_is_rehearsed_is_what_happens_day_by_day(office: Office) -> None:
    with office.app.store.unit() as unit:
        # One contact of two partners gets no two mails a day; one partner's check-ins go to somebody else; one wants none.
        for name, email, details in (
            ("Chess Club", "luz@clubs.example", {}),
            ("Reading Club", "luz@clubs.example", {}),
            ("Robotics", "kim@robots.example", {"checkin_email": "sam@robots.example"}),
            ("Choir", "ada@choir.example", {"checkins": "stopped"}),
            ("Garden", "joe@garden.example", {"start_date": "2026-10-05", "end_date": "2026-10-30"}),
        ):
            unit.partners.save(Party(id="", organization=name, contact_email=email, details=details))
        unit.calendar.save(Days(kind="break", first=date(2026, 11, 2), last=date(2026, 11, 3), name="Break"))
    office.clock.at = datetime(2026, 9, 1, 12, tzinfo=UTC)

    rehearsed = rehearsing.year(office.app, Span(first=FIRST, last=LAST), reminders=True)
    _run_until(office, LAST)

    happened, planned = _happened(office), _planned(office, rehearsed)
    assert happened == planned
    assert {to for to, _, _ in planned} == {"luz@clubs.example", "sam@robots.example", "joe@garden.example"}


def test_a_school_that_judges_several_partners_gets_one_mail_as_rehearsed(office: Office) -> None:
    with office.app.store.unit() as unit:
        unit.partners.save_school("Lincoln Elementary", {"short_names": "Lincoln", "designee_email": "head@lincoln.example"})
        unit.partners.save_school("Carver Elementary", {})
        for number, schools in enumerate(("Lincoln", "Lincoln Elementary; Carver Elementary", "")):
            details = {"schools": schools, "checkins": "stopped"}
            unit.partners.save(Party(id="", organization=f"Club {number}", contact_email=f"c{number}@clubs.example", details=details))
    office.clock.at = datetime(2027, 4, 30, 12, tzinfo=UTC)

    rehearsed = rehearsing.year(office.app, Span(first=date(2027, 5, 1), last=date(2027, 6, 30)), reminders=True)
    _run_until(office, date(2027, 6, 30))

    assert _happened(office) == _planned(office, rehearsed)
    assert [(each.to, each.kind) for each in rehearsed if each.kind == "survey"] == [("head@lincoln.example", "survey")]


def _run_until(office: Office, last: date) -> None:
    zone = ZoneInfo(office.app.loaded.playbook.office.time_zone)
    while office.clock.at.astimezone(zone).date() <= last:
        # Twice an hour would do the same: what falls due is found whenever one looks.
        office.clock.at = office.clock.at.replace(hour=15)
        list(ticking.tick(office.app))
        office.clock.at += timedelta(days=1)


def _happened(office: Office) -> list[tuple[str, date, str]]:
    """To whom which mail goes on which day, as it stands in the outbox."""
    zone = ZoneInfo(office.app.loaded.playbook.office.time_zone)
    with office.app.store.view() as unit:
        queued = [(each, each.next_attempt_at) for each in unit.outbox.items((), limit=1000) if each.template in MAILS.values()]
    return sorted((each.to[0], at.astimezone(zone).date(), each.template) for each, at in queued if at)


def _planned(office: Office, rehearsed: Sequence[Planned]) -> list[tuple[str, date, str]]:
    zone = ZoneInfo(office.app.loaded.playbook.office.time_zone)
    return sorted((each.to, each.at.astimezone(zone).date(), MAILS[each.kind]) for each in rehearsed if each.kind in MAILS)
