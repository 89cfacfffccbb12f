"""What is due when and for whom: by the district's clock, whatever clocks and calendars do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import cadences
from handlers.cadences import between, occasion, why_not
from handlers.office_hours import next_free
from handlers.partnership import Partnership
from handlers.process import Cadence
from handlers.school_year import Calendar, Span
from handlers.types import Party, PartyStatus
from handlers.wording import Wording

ZONE = "America/New_York"
NO_CALENDAR = Calendar()
TITLE = Wording(en="x", es="x")
MONTHLY = Cadence(id="impact_review", title=TITLE, every="month", kind="checkin", audience="status=active", form="checkin")
QUARTERLY = Cadence(id="meeting", title=TITLE, every="quarter", kind="meeting", audience="status=active large_scale=yes")
APRIL = Cadence(id="survey", title=TITLE, every="year", month=4, kind="survey", audience="status=active", form="survey")

ZONES = [
    "America/New_York",
    "America/Denver",
    "America/Phoenix",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Lisbon",
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "Asia/Tehran",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Gaza",
    "America/Havana",
    "Pacific/Chatham",
    "UTC",
]
instants = st.integers(0, 11 * 366 * 24 * 60).map(lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def party(**details: str) -> Party:
    return Party(id="p-1", organization="Reading Buddies", contact_email="luz@reading.example", details=details)


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 10, 1), "2026-11-02T14:00"),  # the first of November is a Sunday, and clocks have just changed
        (date(2026, 9, 1), "2026-10-01T13:00"),
        (date(2027, 2, 1), "2027-03-01T14:00"),
        (date(2028, 2, 1), "2028-03-01T14:00"),  # a leap day lies in it
        (date(2026, 12, 1), "2027-01-01T14:00"),
        (date(2027, 7, 1), "2027-08-02T13:00"),
    ],
)
def test_a_checkin_is_due_at_nine_on_the_first_weekday_of_the_next_month(month: date, due: str) -> None:
    comes = occasion(MONTHLY, month, ZONE, NO_CALENDAR)

    assert comes is not None
    assert comes.period == f"{month:%Y-%m}"
    assert comes.due == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_day_without_school_or_office_moves_it_to_the_next_one() -> None:
    winter = Calendar(spans=(Span(kind="break", first=date(2026, 12, 21), last=date(2027, 1, 4)),))

    comes = occasion(MONTHLY, date(2026, 12, 1), ZONE, winter)

    assert comes is not None
    assert comes.due.astimezone(ZoneInfo(ZONE)).date() == date(2027, 1, 5)


@given(zone=st.sampled_from(ZONES), since=instants, days=st.integers(0, 800))
def test_any_walk_over_the_clock_meets_each_period_once_at_nine_on_a_weekday(zone: str, since: datetime, days: int) -> None:
    until = since + timedelta(days=days)
    middle = since + timedelta(days=days // 3)

    whole = between(MONTHLY, since, until, zone, NO_CALENDAR)
    parts = (*between(MONTHLY, since, middle, zone, NO_CALENDAR), *between(MONTHLY, middle, until, zone, NO_CALENDAR))

    assert parts == whole
    assert len({each.period for each in whole}) == len(whole)
    for each in whole:
        local = each.due.astimezone(ZoneInfo(zone))
        assert (local.weekday() < 5, local.hour, local.minute) == (True, 9, 0)
        assert cadences.month_before(local.date().replace(day=1)) == each.first_day


@given(at=instants, one=st.sampled_from(ZONES), other=st.sampled_from(ZONES))
def test_a_moved_time_zone_names_no_other_period_for_the_same_due(at: datetime, one: str, other: str) -> None:
    # The row's key is the period: what was asked in one zone is never asked again in another.
    here = {each.period for each in between(MONTHLY, at - timedelta(days=400), at, one, NO_CALENDAR)}
    there = {each.period for each in between(MONTHLY, at - timedelta(days=400), at, other, NO_CALENDAR)}

    assert len(here ^ there) <= 2
    assert all(date.fromisoformat(f"{each}-01") for each in here | there)


@given(at=instants, back=st.integers(1, 500))
def test_a_clock_that_is_set_back_finds_nothing_new(at: datetime, back: int) -> None:
    now = {each.period for each in cadences.fallen_due(MONTHLY, at, ZONE, NO_CALENDAR)}
    newest = max(now)

    earlier = {each.period for each in cadences.fallen_due(MONTHLY, at - timedelta(days=back), ZONE, NO_CALENDAR)}

    assert max(earlier) <= newest


@given(at=instants)
def test_the_newest_that_fell_due_is_of_the_month_before(at: datetime) -> None:
    newest = cadences.fallen_due(MONTHLY, at, ZONE, NO_CALENDAR)[0]

    assert timedelta() <= at - newest.due < timedelta(days=34)


def test_a_quarterly_meeting_and_a_yearly_survey_come_in_their_own_months() -> None:
    year = (datetime(2026, 7, 1, tzinfo=UTC), datetime(2027, 6, 30, tzinfo=UTC))

    assert [each.period for each in between(QUARTERLY, *year, ZONE, NO_CALENDAR)] == ["2026-07", "2026-10", "2027-01", "2027-04"]
    assert [each.period for each in between(APRIL, *year, ZONE, NO_CALENDAR)] == ["2027-04"]


def test_months_that_the_office_leaves_out_are_not_asked_about() -> None:
    cadence = MONTHLY.model_copy(update={"months": (9, 10, 11, 12, 1, 2, 3, 4, 5)})
    year = (datetime(2026, 7, 1, tzinfo=UTC), datetime(2027, 6, 30, tzinfo=UTC))

    assert [each.period[5:] for each in between(cadence, *year, ZONE, NO_CALENDAR)] == [
        "09", "10", "11", "12", "01", "02", "03", "04", "05",
    ]  # fmt: skip


SUMMER = Calendar(
    spans=(
        Span(kind="first_day", first=date(2026, 8, 24), last=date(2026, 8, 24)),
        Span(kind="last_day", first=date(2027, 6, 15), last=date(2027, 6, 15)),
    )
)


@pytest.mark.parametrize(
    ("month", "details", "why"),
    [
        (date(2026, 10, 1), {}, ""),
        (date(2026, 10, 1), {"start_date": "2026-11-01"}, "not_begun"),
        (date(2026, 10, 1), {"start_date": "2026-10-31"}, "no_school"),  # a Saturday, and nothing else of that month
        (date(2026, 10, 1), {"start_date": "2026-10-30"}, ""),
        (date(2026, 10, 1), {"end_date": "2026-09-30"}, "has_ended"),
        (date(2026, 10, 1), {"end_date": "not known"}, ""),
        (date(2026, 7, 1), {}, "no_school"),
        (date(2026, 7, 1), {"season": "summer"}, ""),
        (date(2026, 8, 1), {}, ""),
        (date(2027, 7, 1), {}, "no_school"),
    ],
)
def test_only_months_in_which_the_programme_runs_are_asked_about(month: date, details: dict[str, str], why: str) -> None:
    comes = occasion(MONTHLY, month, ZONE, SUMMER)
    assert comes is not None

    assert why_not(comes, party(**details), None, SUMMER, ZONE) == why


def test_a_partnership_that_was_not_active_then_is_not_asked() -> None:
    at = datetime(2026, 11, 1, 3, 59, tzinfo=UTC)  # still October by the district's clock
    comes = occasion(MONTHLY, date(2026, 10, 1), ZONE, NO_CALENDAR)
    assert comes is not None

    def since(active: datetime) -> str:
        partnership = Partnership(
            id="c-1",
            organization="x",
            contact="x@x.example",
            stage="implementation",
            active_since=active,
            opened_at=active,
            updated_at=active,
        )
        return why_not(comes, party(), partnership, NO_CALENDAR, ZONE)

    assert since(at) == ""
    assert since(at + timedelta(minutes=1)) == "not_active_then"


@pytest.mark.parametrize(
    ("audience", "details", "status", "fits"),
    [
        ("status=active", {}, PartyStatus.ACTIVE, True),
        ("status=active", {}, PartyStatus.PAUSED, False),
        ("status=active large_scale=yes", {"large_scale": "true"}, PartyStatus.ACTIVE, True),
        ("status=active large_scale=yes", {"large_scale": "no"}, PartyStatus.ACTIVE, False),
        ("status=active large_scale=yes", {}, PartyStatus.ACTIVE, False),
        ("stage=on_board", {"stage": "on_board"}, PartyStatus.APPLICANT, True),
        ("families and community members", {}, PartyStatus.ACTIVE, False),
    ],
)
def test_an_audience_fits_whom_it_describes(audience: str, details: dict[str, str], status: PartyStatus, *, fits: bool) -> None:
    cadence = MONTHLY.model_copy(update={"audience": audience})
    known = Party(id="p-1", organization="x", contact_email="x@x.example", status=status, details=details)

    assert cadences.in_audience(cadence, known, None) is fits


@given(at=instants, zone=st.sampled_from(ZONES), taken=st.sets(st.integers(0, 12), max_size=8))
def test_unasked_mail_finds_an_open_day_of_its_own_in_office_hours(at: datetime, zone: str, taken: set[int]) -> None:
    local = at.astimezone(ZoneInfo(zone)).date()
    days = {local + timedelta(days=n) for n in taken}

    found, day = next_free(at, zone, NO_CALENDAR.is_open, days)

    here = found.astimezone(ZoneInfo(zone))
    assert found >= at
    assert (here.date(), day in days, here.weekday() < 5) == (day, False, True)
    assert 9 <= here.hour < 16
