"""Figures say what they were counted from, and never more than was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbooks import load_playbook
from handlers import report
from handlers.dues import Due, DueKind, DueStatus, Need, Published, Reported
from handlers.entries import Entry
from handlers.measures import Measure, ReportRules
from handlers.partnership import Partnership, Standing
from handlers.report import telling
from handlers.report.known import Enrolled, Known
from handlers.report.periods import Span, name_of, named, school_year
from handlers.types import Answer, Party, PartyStatus

if TYPE_CHECKING:
    from handlers.playbook import Playbook
    from handlers.report.figures import Figure, Report

PLAYBOOKS = Path(__file__).parents[2] / "templates" / "playbooks"
ACPS = load_playbook("acps", [PLAYBOOKS]).playbook
ARLINGTON = load_playbook("arlington", [PLAYBOOKS]).playbook
NOW = datetime(2027, 6, 30, 15, tzinfo=UTC)
TODAY = date(2027, 6, 30)
YEAR = Span(first=date(2026, 7, 1), last=TODAY)
SCHOOLS = {"Lincoln Elementary": ("Lincoln",), "Carver Elementary": (), "Jefferson High": ()}


def enrolled(number: int, **details: str) -> Enrolled:
    status = PartyStatus(details.pop("status", "active"))
    party = Party(id=f"p-{number}", organization=f"Club {number}", contact_email=f"c{number}@clubs.example", status=status, details=details)
    return Enrolled(party=party)


def answers(**values: Any) -> dict[str, Answer]:
    """Of a pair, the second one is the reason why it is unsure."""
    return {
        key: Answer(value=value[0], words="so said", reason=value[1]) if isinstance(value, tuple) else Answer(value=value, words="so said")
        for key, value in values.items()
    }


def row(number: int, one: Enrolled, period: str, said: dict[str, Answer] | None = None, **more: Any) -> Reported:
    """A row of a check-in, or, with a side, of a survey; without answers it was asked and nobody has answered."""
    due = Due(
        id=f"q-{number}",
        kind=DueKind.CHECKIN,
        cadence="impact_review",
        partner=one.party.id,
        period=period,
        respondent=one.party.contact_email,
        status=DueStatus.ASKED if said is None else DueStatus.ANSWERED,
        due_at=NOW,
        asked_at=NOW,
        answered_at=None if said is None else NOW,
    )
    return Reported(due=replace(due, **more), party=one.party, status="submitted", answers=said or {})


def made(**known: Any) -> Report:
    everything: dict[str, Any] = {"playbook": ACPS, "span": YEAR, "as_of": TODAY, "schools": SCHOOLS} | known
    return report.make(Known(**everything))


def with_rules(**rules: Any) -> Playbook:
    return ACPS.model_copy(update={"report": ReportRules(**rules)})


def test_an_empty_store_records_nothing_and_invents_nothing() -> None:
    counted = made(schools={})

    assert counted.total("sessions").value is None
    assert counted.total("students_peak_month").value is None
    assert counted.total("student_months").value is None
    assert (counted.total("formal_partnerships").value, counted.total("formal_partnerships").of) == (0, 0)
    satisfied = counted.total("schools_satisfied")
    assert (satisfied.value, satisfied.of, satisfied.asked) == (None, 0, 0)
    assert counted.total("schools_without_partner").value is None
    assert all(not figure.rows for figure in counted.figures)


def test_one_partner_who_said_zero_is_zero_and_not_unrecorded() -> None:
    one = enrolled(1)

    counted = made(partners=[one], checkins=[row(1, one, "2026-10", answers(students_served=0, sessions_held=0))])

    assert counted.total("sessions").value == 0
    assert counted.total("volunteer_hours").value is None
    assert counted.total("volunteer_hours").missing == ("q-1",)


def test_students_are_the_peak_month_and_student_months_and_never_a_sum_of_months() -> None:
    one, two = enrolled(1), enrolled(2)
    rows = [
        row(1, one, "2026-10", answers(students_served=40)),
        row(2, two, "2026-10", answers(students_served=10)),
        row(3, one, "2026-11", answers(students_served=42)),
        row(4, two, "2026-11", answers(students_served=15)),
        row(5, one, "2026-12", answers(students_served=41)),
    ]

    counted = made(partners=[one, two], checkins=rows)

    peak, months = counted.total("students_peak_month"), counted.total("student_months")
    assert (peak.value, peak.month, peak.rows, peak.unit) == (57, "2026-11", ("q-3", "q-4"), "students")
    assert (months.value, months.unit) == (148, "student_months")
    assert [each.id for each in counted.figures if each.unit == "students" and each.value == 148] == []


def test_of_two_peaks_the_earlier_month_is_named() -> None:
    one = enrolled(1)

    counted = made(partners=[one], checkins=[row(n, one, f"2026-{8 + n:02}", answers(students_served=9)) for n in (1, 2)])

    assert counted.total("students_peak_month").month == "2026-09"


def test_a_hedge_counts_as_approximate_and_any_other_doubt_is_missing() -> None:
    one = enrolled(1)
    doubts = [(45, "hedge"), (40, "range"), (30, "two_candidates"), (20, "guess"), (10, "arithmetic")]
    rows = [row(n, one, f"2026-{8 + n:02}", answers(sessions_held=said)) for n, said in enumerate(doubts[:4])]

    counted = made(partners=[one], checkins=[*rows, row(9, one, "2027-01"), row(10, one, "2027-02", answers(sessions_held="many"))])

    sessions = counted.total("sessions")
    assert (sessions.value, sessions.rows, sessions.approximate) == (45, ("q-0",), ("q-0",))
    assert sessions.missing == ("q-1", "q-2", "q-3", "q-9", "q-10")
    assert sessions.of == 6


def test_a_prompt_that_waits_for_staff_is_asked_of_nobody() -> None:
    one = enrolled(1)

    counted = made(partners=[one], checkins=[row(1, one, "2026-10", status=DueStatus.HELD)])

    assert counted.total("sessions").missing == ()
    assert counted.total("checkins_answered").of == 0
    assert counted.total("checkins_answered_held").rows == ("q-1",)


def test_response_is_counted_of_those_asked_month_by_month() -> None:
    one, two = enrolled(1), enrolled(2)
    rows = [row(1, one, "2026-10", answers(sessions_held=1)), row(2, two, "2026-10"), row(3, one, "2026-11", {})]

    counted = made(partners=[one, two], checkins=rows)

    assert (counted.total("checkins_answered").value, counted.total("checkins_answered").of) == (2, 3)
    assert [(each.key, each.value, each.of) for each in counted.parts("checkins_answered", "month")] == [
        ("2026-10", 1, 2),
        ("2026-11", 1, 1),
    ]


def test_schools_satisfied_are_of_schools_that_answered_of_schools_asked() -> None:  # A07
    one, two = enrolled(1), enrolled(2)

    def side(number: int, who: Enrolled, school: str, rating: int | None) -> Reported:
        said = None if rating is None else answers(satisfaction=rating)
        return row(number, who, "2027-04", said, kind=DueKind.SURVEY, cadence="survey", side=school)

    surveys = [
        side(1, one, "Lincoln Elementary", 5),
        side(2, two, "Lincoln Elementary", 4),
        side(3, one, "Carver Elementary", 2),
        side(4, one, "Jefferson High", None),
        row(5, one, "2027-04", answers(satisfaction=5), kind=DueKind.SURVEY, cadence="survey"),
    ]

    satisfied = made(partners=[one, two], surveys=surveys).total("schools_satisfied")

    assert (satisfied.value, satisfied.of, satisfied.asked) == (1, 2, 3)
    assert satisfied.rows == ("q-1", "q-2", "q-3")
    assert satisfied.missing == ("q-4",)


def test_one_who_answers_for_several_partners_is_read_by_the_rows_own_question() -> None:
    one = enrolled(1)
    said = answers(satisfaction_1=2, satisfaction_2=5)

    counted = made(
        partners=[one],
        surveys=[row(1, one, "2027-04", said, kind=DueKind.SURVEY, side="Lincoln Elementary", question="anything_1")],
    )

    assert (counted.total("schools_satisfied").value, counted.total("schools_satisfied").of) == (0, 1)


def test_with_which_rating_a_school_is_satisfied_is_the_playbooks_word() -> None:
    one = enrolled(1)
    surveys = [row(1, one, "2027-04", answers(satisfaction=3), kind=DueKind.SURVEY, side="Lincoln Elementary")]

    assert made(partners=[one], surveys=surveys).total("schools_satisfied").value == 0
    assert made(partners=[one], surveys=surveys, playbook=with_rules(satisfied_from=3)).total("schools_satisfied").value == 1


def test_surveys_tell_each_side_by_itself() -> None:
    one = enrolled(1)
    surveys = [
        row(1, one, "2027-04", kind=DueKind.SURVEY),
        row(2, one, "2027-04", answers(satisfaction=4), kind=DueKind.SURVEY, side="Lincoln Elementary"),
        row(3, one, "2027-04", kind=DueKind.SURVEY, side="Carver Elementary"),
    ]

    sides = made(partners=[one], surveys=surveys).parts("surveys_answered", "side")

    assert [(each.key, each.value, each.of) for each in sides] == [("partner", 0, 1), ("school", 1, 2)]


def test_formal_is_an_agreement_in_force_and_the_rest_is_told_as_missing() -> None:  # A06
    listed = [
        replace(enrolled(1), signed_on=date(2026, 9, 1)),
        replace(enrolled(2), signed_on=date(2025, 9, 1), ends=date(2026, 9, 1)),
        enrolled(3, agreement_signed="2024-01-02"),
        enrolled(4, agreement_signed="2024-01-02", agreement_ends="2025-01-02"),
        enrolled(5),
        enrolled(6, status="ended", agreement_signed="2024-01-02"),
        enrolled(7, status="applicant"),
    ]

    formal = made(partners=listed).total("formal_partnerships")

    assert (formal.value, formal.of, formal.rows) == (2, 5, ("p-1", "p-3"))
    assert formal.missing == ("p-2", "p-4", "p-5")


def test_who_became_a_partner_after_the_span_is_not_in_it() -> None:
    late = Partnership(
        id="c-1",
        organization="Club 1",
        contact="c1@clubs.example",
        standing=Standing.ACTIVE,
        stage="implementation",
        active_since=datetime(2026, 12, 1, tzinfo=UTC),
        opened_at=NOW,
        updated_at=NOW,
    )
    span = Span(first=date(2026, 7, 1), last=date(2026, 9, 30))

    assert made(partners=[replace(enrolled(1), at=late)], span=span).total("formal_partnerships").of == 0
    assert made(partners=[replace(enrolled(1), at=late)]).total("formal_partnerships").of == 1


def test_what_a_partner_of_several_schools_did_is_shared_out_to_none_of_them() -> None:
    one, two, three = enrolled(1, schools="Lincoln"), enrolled(2, schools="Lincoln Elementary; Carver Elementary"), enrolled(3)
    rows = [row(n, who, "2026-10", answers(sessions_held=n)) for n, who in enumerate((one, two, three), start=1)]

    parts = made(partners=[one, two, three], checkins=rows).parts("sessions", "school")

    assert [(each.key, each.value) for each in parts] == [("lincoln elementary", 1), ("several", 2), ("none", 3)]


def test_areas_and_goals_are_the_districts_own_however_they_are_written() -> None:
    one = enrolled(1, support_area="Academics", tags="steam; 2 Instructional Excellence")
    two = enrolled(2, support_area="academics", plan_goal="goal_2")
    rows = [row(n, who, "2026-10", answers(sessions_held=n)) for n, who in enumerate((one, two), start=1)]

    counted = made(partners=[one, two], checkins=rows)

    assert [(each.key, each.value) for each in counted.parts("sessions", "support_area")] == [("academics", 3)]
    assert [(each.key, each.value) for each in counted.parts("sessions", "plan_goal")] == [("goal_2", 3)]


def test_the_map_shows_where_there_is_nobody() -> None:  # B11
    one = enrolled(1, support_area="academics; health_wellness", schools="Lincoln; Lincoln Elementary")

    counted = made(partners=[one, enrolled(2, support_area="academics")])

    lincoln = next(school for school in counted.coverage.schools if school.label == "Lincoln Elementary")
    assert {area.key for area in counted.coverage.areas} - {area.key for area in counted.coverage.holes(lincoln)} == {
        "academics",
        "health_wellness",
    }
    bare = counted.total("schools_without_partner")
    assert (bare.value, bare.of, bare.rows) == (2, 3, ("Carver Elementary", "Jefferson High"))
    assert counted.total("coverage_holes").value == 7 * 3 - 2


def test_different_students_of_the_year_are_asked_once_where_the_playbook_does() -> None:
    form = ACPS.forms["checkin"]
    june = form.questions[0].model_copy(update={"id": "students_year", "months": (6,)})
    asked = ACPS.model_copy(update={"forms": {**ACPS.forms, "checkin": form.model_copy(update={"questions": (*form.questions, june)})}})
    one, two = enrolled(1), enrolled(2)
    rows = [
        row(1, one, "2027-05", answers(students_served=40, students_year=500)),
        row(2, one, "2027-06", answers(students_served=40, students_year=(95, "hedge"))),
        row(3, two, "2027-06", answers(students_served=10)),
    ]

    year = made(partners=[one, two], checkins=rows, playbook=asked).total("students_year")

    assert (year.value, year.of, year.rows, year.approximate, year.missing) == (95, 2, ("q-2",), ("q-2",), ("q-3",))
    assert made(partners=[one], checkins=rows[:1]).total("students_year").of == 0


def activity(number: int, *builds: str) -> Entry:
    fields = {"builds": builds} if builds else {}
    return Entry(id=f"e-{number}", kind="activity", on=date(2026, 10, number), fields=fields, who="ana", at=NOW)


def test_activities_are_counted_by_what_they_build_of_all_written_down() -> None:  # C10
    entries = [activity(1, "capabilities", "connections", "cognition", "confidence"), activity(2, "confidence"), activity(3)]

    counted = made(playbook=ARLINGTON, entries=entries)

    built = counted.total("capacity_building")
    assert (built.value, built.of, built.rows) == (2, 3, ("e-1", "e-2"))
    assert (counted.total("capacity_building_in_all").value, counted.total("capacity_building_in_all").of) == (1, 3)
    assert {each.key: each.value for each in counted.parts("capacity_building", "capacity")} == {
        "capabilities": 1,
        "connections": 1,
        "cognition": 1,
        "confidence": 2,
    }


def test_no_activity_written_down_is_not_recorded_and_an_office_without_the_rule_has_no_such_figure() -> None:
    assert made(playbook=ARLINGTON).total("capacity_building").value is None
    assert not [each for each in made().figures if each.id == "capacity_building"]


def test_places_needed_and_offered_are_the_newest_word_of_each_school() -> None:  # C12
    def places(number: int, school: str, day: int, **fields: int) -> Entry:
        return Entry(id=f"e-{number}", kind="internships", on=date(2026, 10, day), fields={"school": school, **fields}, who="ana", at=NOW)

    entries = [
        places(1, "Jefferson High", 1, needed=40, offered=10),
        places(2, "jefferson high", 20, needed=44),
        places(3, "Lincoln", 5, offered=6),
    ]

    counted = made(playbook=ARLINGTON, entries=entries)

    assert (counted.total("internships_needed").value, counted.total("internships_needed").rows) == (44, ("e-2",))
    assert (counted.total("internships").value, counted.total("internships").rows) == (16, ("e-1", "e-3"))


def test_needs_are_counted_by_when_they_came_up_and_what_became_of_them() -> None:
    def need(number: int, opened: date, *, closed: bool = False, kind: str = "asked") -> Need:
        at = datetime(opened.year, opened.month, opened.day, 12, tzinfo=UTC)
        return Need(id=f"n-{number}", partner="p-1", kind=kind, words="a projector", opened_at=at, closed_at=NOW if closed else None)

    needs = [need(1, date(2026, 5, 1)), need(2, date(2026, 10, 1), closed=True), need(3, date(2026, 10, 2), kind="rating")]

    counted = made(needs=needs)

    assert counted.total("needs_opened").rows == ("n-2", "n-3")
    assert (counted.total("needs_closed").value, counted.total("needs_closed").of) == (1, 2)
    assert counted.total("needs_open").rows == ("n-1", "n-3")
    assert [each.key for each in counted.parts("needs_opened", "kind")] == ["asked", "rating"]


def published(value: float, figure: str, on: date = date(2027, 6, 1)) -> Published:
    return Published(figure=figure, value=value, unit="percent", period="2026-27", source="the district's survey", published_on=on)


def test_what_others_publish_stands_beside_the_goal_and_is_never_computed() -> None:  # A05
    told = [published(87, "Mutual respect and trust"), published(70, "Attendance"), published(99, "Trust", on=date(2028, 1, 1))]

    rows = list(telling.rows(made(published=told), ACPS))

    (goal,) = [each for each in rows if each["figure"] == "mutual_trust"]
    assert (goal["value"], goal["kind"], goal["sources"][0]["document"]) == (90, "target", "ACPS Partnerships page")
    assert [(each["value"], each["measure"]) for each in rows if each["figure"] == "published"] == [(87, "mutual_trust"), (70, None)]


def test_the_baseline_is_told_with_its_own_day() -> None:  # B01, B18
    (baseline,) = [each for each in telling.rows(made(), ACPS) if each.get("kind") == "baseline"]

    assert (baseline["value"], baseline["is_approximate"], baseline["named_on"]) == (160, True, "2022-01-21")


@pytest.mark.parametrize("district", ["acps", "arlington", "durham", "albuquerque"])
def test_the_only_targets_are_those_of_the_sources(district: str) -> None:  # X06
    playbook = load_playbook(district, [PLAYBOOKS]).playbook

    numbers = {(each.id, each.value) for each in playbook.report.measures if each.value is not None}

    assert numbers == {
        "acps": {("mutual_trust", 90), ("partnerships_in_2022", 160)},
        "arlington": {("objective_21", 90), ("objective_22", 95)},
    }.get(district, set())


def test_a_measure_of_others_is_none_of_ours() -> None:
    cite = ACPS.report.measures[0].cites[0]

    with pytest.raises(ValueError, match="never computed"):
        Measure.model_validate(
            {
                "id": "x",
                "title": {"en": "x", "es": "x"},
                "kind": "target",
                "unit": "percent",
                "figure": "schools_satisfied",
                "published": ("x",),
                "as_of": TODAY,
                "cites": (cite,),
            }
        )


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-27", date(2026, 7, 1), date(2027, 6, 30)),
        ("2099-00", date(2099, 7, 1), date(2100, 6, 30)),
        ("2011/12", date(2011, 7, 1), date(2012, 6, 30)),
        ("2011-12", date(2011, 12, 1), date(2011, 12, 31)),
    ],
)
def test_a_period_is_a_month_a_year_or_a_school_year(words: str, first: date, last: date) -> None:
    assert named(words) == Span(first=first, last=last)


@pytest.mark.parametrize("words", ["", "26", "2026-13", "2026-29", "last", "0026", "2026-10-01"])
def test_anything_else_is_no_period(words: str) -> None:
    assert named(words) is None


@given(st.dates(date(1990, 1, 1), date(2098, 12, 31)))
def test_every_day_lies_in_its_school_year_whose_name_leads_back(day: date) -> None:
    span = school_year(day)

    assert span.has(day)
    assert len(span.months) == 12
    assert named(name_of(span)) == span


DOUBTS = st.sampled_from(["", "", "", "hedge", "range", "guess"])
FIGURE = st.one_of(st.integers(0, 500), st.decimals(0, 99, places=2).map(float))
SAID = st.dictionaries(st.sampled_from(["students_served", "sessions_held", "volunteer_hours"]), st.tuples(FIGURE, DOUBTS), max_size=3)
PARTNERS = st.lists(
    st.fixed_dictionaries(
        {
            "support_area": st.sampled_from(["", "academics", "health_wellness", "academics; health_wellness", "gardening"]),
            "schools": st.sampled_from(["", "Lincoln", "Carver Elementary", "Lincoln; Carver Elementary", "Elsewhere"]),
            "tags": st.sampled_from(["", "goal 2", "5 Family and Community Engagement"]),
        }
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def years(draw: st.DrawFn) -> tuple[list[Enrolled], list[Reported]]:
    listed = [enrolled(number, **details) for number, details in enumerate(draw(PARTNERS), start=1)]
    rows: list[Reported] = []
    for month in draw(st.lists(st.sampled_from(YEAR.months), unique=True, max_size=4).map(sorted)):
        for one in listed:
            said = draw(st.none() | SAID)
            rows.append(row(len(rows) + 1, one, month, None if said is None else answers(**said)))
    return listed, rows


@given(years())
def test_totals_are_the_rows_behind_them_and_parts_add_up_to_them(year: tuple[list[Enrolled], list[Reported]]) -> None:
    listed, rows = year
    by_id = {each.due.id: each for each in rows}

    counted = made(partners=listed, checkins=rows)

    for name, question in (("sessions", "sessions_held"), ("volunteer_hours", "volunteer_hours"), ("student_months", "students_served")):
        total = counted.total(name)
        assert _sum(total) == sum((Decimal(str(by_id[each].answers[question].value)) for each in total.rows), Decimal(0))
        assert set(total.rows).isdisjoint(total.missing)
        assert sorted([*total.rows, *total.missing]) == sorted(by_id)
        assert total.of == len(rows)
        assert set(total.approximate) == {each for each in total.rows if not by_id[each].answers[question].sure}
        for dimension in ("support_area", "school", "plan_goal"):
            parts = counted.parts(name, dimension)
            assert sum(map(_sum, parts), Decimal(0)) == _sum(total)
            assert sorted(each for part in parts for each in part.rows) == sorted(total.rows)
            assert sorted(each for part in parts for each in part.missing) == sorted(total.missing)
    peak = counted.total("students_peak_month")
    assert all(_sum(each) <= _sum(peak) for each in counted.parts("students_in_month", "month"))
    assert {by_id[each].due.period for each in peak.rows} <= {peak.month}


def _sum(figure: Figure) -> Decimal:
    return Decimal(0) if figure.value is None else Decimal(str(figure.value))


@given(years())
def test_the_same_rows_give_the_same_report(year: tuple[list[Enrolled], list[Reported]]) -> None:
    listed, rows = year

    assert made(partners=listed, checkins=rows) == made(partners=iter(listed), checkins=iter(rows))


def test_a_year_across_the_summer_has_no_row_where_nobody_was_asked() -> None:
    one = enrolled(1)
    span = Span(first=date(2026, 5, 1), last=date(2026, 10, 31))
    rows = [row(n, one, period, answers(students_served=20)) for n, period in enumerate(("2026-05", "2026-06", "2026-09", "2026-10"))]

    counted = made(partners=[one], checkins=rows, span=span)

    assert [each.month for each in counted.parts("students_in_month", "month")] == ["2026-05", "2026-06", "2026-09", "2026-10"]
    assert counted.total("student_months").missing == ()


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Span(first=TODAY, last=TODAY - timedelta(days=1))
