"""The office counts its year, opens a number to the rows behind it, prints the memo, and rehearses the year to come."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from bot import memos, reporting, ticking
from bot.cli import app as command
from handlers.dues import Due, DueKind, DueStatus
from handlers.report.periods import Span
from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus, Party
from tests.scenarios.office import STAFF

if TYPE_CHECKING:
    from handlers.report.figures import Report
    from tests.scenarios.office import Office

YEAR = Span(first=date(2026, 7, 1), last=date(2027, 6, 30))
AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


def partner(office: Office, number: int, **details: str) -> Party:
    with office.app.store.unit() as unit:
        return unit.partners.save(Party(id="", organization=f"Club {number}", contact_email=f"c{number}@clubs.example", details=details))


def check_in(office: Office, of: Party, period: str, **values: Any) -> str:
    """A month's answers as they are kept; none: it was asked, and nobody answered."""
    said = {
        key: Answer(value=value, words=f"{value} or so", reason="hedge" if key == "students_served" else "")
        for key, value in values.items()
    }
    talk = Conversation(
        id=f"c-{of.id}-{period}",
        kind=ConversationKind.CHECKIN,
        status=ConversationStatus.SUBMITTED if said else ConversationStatus.ASKING,
        party=of.contact_email,
        answers=said,
        opened_at=AT,
        updated_at=AT,
    )
    with office.app.store.unit() as unit:
        unit.conversations.save(talk)
        due = Due(
            id="",
            kind=DueKind.CHECKIN,
            cadence="impact_review",
            partner=of.id,
            period=period,
            respondent=of.contact_email,
            conversation=talk.id,
            status=DueStatus.ANSWERED if said else DueStatus.ASKED,
            due_at=AT,
            asked_at=AT,
            answered_at=AT if said else None,
        )
        return unit.dues.save(due).id


def run(office: Office, *words: str) -> Any:
    """The command as an office types it, in the office's own folder, with its clock."""
    return CliRunner().invoke(command, [*words, "--at", office.clock.at.isoformat()])


def draft(office: Office, made: Report) -> str:
    return memos.text_of(memos.context_of(office.app, made, ""))


@pytest.fixture
def counted(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Three partners: one answers twice, one once, one never."""
    monkeypatch.chdir(office.folder)
    with office.app.store.unit() as unit:
        unit.partners.save_school("Lincoln Elementary", {"short_names": "Lincoln"})
    one = partner(office, 1, support_area="academics", schools="Lincoln", agreement_signed="2026-01-05")
    two = partner(office, 2, support_area="Rock | Roll <b>*music*</b>", schools="Lincoln Elementary")
    three = partner(office, 3)
    check_in(office, one, "2026-09", students_served=40, sessions_held=4)
    check_in(office, one, "2026-10", students_served=44, sessions_held=5, volunteer_hours=24.5)
    check_in(office, two, "2026-10", students_served=20, sessions_held=2)
    check_in(office, three, "2026-10")
    return office


def test_the_short_report_says_what_each_number_was_counted_from(counted: Office) -> None:
    said = counted.slash("/partners report 2026-27")

    assert "Formal partnerships: 1 of 3 active partners" in said
    assert "Sessions: 11, from 3 of 4 check-ins, 1 missing" in said
    assert "Volunteer hours: 24.5, from 1 of 4 check-ins, 3 missing" in said
    assert "Students in the peak month (October 2026): 64, from 2 of 3 check-ins, 2 approximate, 1 missing" in said
    assert "Student-months: 104, which are no number of students, 3 approximate, 1 missing" in said
    assert "Schools satisfied: none has answered, of 0 asked" in said
    assert "as of November 23, 2026" in said


def test_a_number_opens_to_the_rows_behind_it_in_the_partners_words(counted: Office) -> None:
    said = counted.slash("/partners report 2026-10 rows students_peak")

    assert said.splitlines()[0] == "students_peak_month in 2026-10: 64 of 3, from 2 rows"
    assert "Club 1  2026-10  c-p-1-2026-10  44 “44 or so” (about)" in said
    assert "Club 3  2026-10  c-p-3-2026-10 (missing)" in said


def test_rows_of_partners_are_named_and_an_unknown_figure_says_which_there_are(counted: Office) -> None:
    assert "p-1  Club 1  c1@clubs.example" in counted.slash("/partners report 2026-10 rows formal")
    assert "There is no figure joy. There are: formal_partnerships" in counted.slash("/partners report 2026-10 rows joy")
    assert "A period is a month" in counted.slash("/partners report last year")


def test_whoever_may_only_look_may_ask_for_the_report_and_a_stranger_may_not(counted: Office) -> None:
    assert "not on the staff list" in counted.slash("/partners report", who="eve@elsewhere.example")


def test_each_figure_is_a_row_with_denominator_day_and_ids(counted: Office) -> None:
    done = run(counted, "report", "--from", "2026-07-01", "--to", "2027-06-30", "--json")

    rows = [json.loads(line) for line in done.output.splitlines()]
    (sessions,) = [each for each in rows if each["figure"] == "sessions" and each["dimension"] is None]
    assert done.exit_code == 0
    assert (sessions["value"], sessions["of"], sessions["missing"], len(sessions["rows"])) == (11, 4, 1, 3)
    assert (sessions["from"], sessions["to"], sessions["as_of"]) == ("2026-07-01", "2027-06-30", "2026-11-23")
    (lincoln,) = [each for each in rows if each["figure"] == "coverage"]
    assert lincoln["partners"]["academics"] == ["p-1"]
    assert "health_wellness" in lincoln["holes"]


def test_the_memo_has_the_blocks_of_the_board_item_and_blanks_for_what_nobody_gave(counted: Office) -> None:  # B16, B17
    done = run(counted, "report", "--from", "2026-07-01", "--to", "2027-06-30", "--format", "md", "--meeting", "January 21, 2027, 7:00 PM")

    memo = done.output
    assert memo.startswith("# ACPS Partners Update\n")
    assert "**Meeting date and time:** January 21, 2027, 7:00 PM" in memo
    assert "**Funding source or fiscal impact:** ____________________" in memo
    assert "**Category:** School and Community Relations" in memo
    assert "**Policy:** KQ - Commercial" in memo
    assert "**Status:** draft" in memo
    assert "**Recommended by:** ____________________\n" in memo
    assert "Julia Burgos, Chief of School and Community Relations (as our source named them on January 21, 2022)" in memo
    assert "approximately 160 partners with signed official agreements, as of January 21, 2022" in memo
    assert r"Rock \| Roll \<b\>\*music\*\</b\>" in memo


def test_the_same_data_and_day_give_the_same_bytes(counted: Office) -> None:
    first, second = (reporting.made(counted.app, YEAR) for _ in range(2))

    text = draft(counted, first)

    assert text == draft(counted, second)
    assert reporting.pdf(text, "today") == reporting.pdf(text, "today")


def test_the_memo_as_pdf_says_the_same(counted: Office) -> None:
    made = reporting.made(counted.app, YEAR)

    reader = PdfReader(BytesIO(reporting.pdf(draft(counted, made), "June 30, 2027")))

    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Sessions 11 3 of 4 check-ins 0 1" in said
    assert "Rock | Roll <b>*music*</b>" in said
    assert reader.metadata is not None
    assert reader.metadata.title == "ACPS Partners Update"


def test_a_memo_is_a_draft_until_it_is_recommended_and_signed_once_all_have(counted: Office) -> None:  # B17
    said = counted.slash("/partners memo recommend 2026-27 Dr. Jane Roe", who=STAFF)
    memo = said.split()[0]

    assert f"{memo}  recommended  recommended by Dr. Jane Roe on 2026-11-23" in said
    assert "; signed by Kim First on 2026-11-23" in counted.slash(f"/partners memo sign {memo} Kim First", who=STAFF)
    assert f"{memo}  recommended" in counted.slash("/partners memo")
    assert f"{memo}  signed" in counted.slash(f"/partners memo sign {memo} Ada Second", who=STAFF)

    text = run(counted, "report", "--memo", memo, "--format", "md").output
    assert f"**Status:** signed ({memo})" in text
    assert "**Recommended by:** Dr. Jane Roe, November 23, 2026\n" in text
    assert "**Signed by:** Kim First, November 23, 2026\n" in text
    assert "____________________ Julia Burgos" not in text


def test_what_was_recommended_stays_as_it_was_whatever_is_corrected_later(counted: Office) -> None:
    memo = counted.slash("/partners memo recommend 2026-27 Dr. Jane Roe").split()[0]
    before = run(counted, "report", "--memo", memo, "--format", "md").output

    check_in(counted, partner(counted, 9), "2026-11", students_served=500, sessions_held=90)
    counted.clock.advance(days=30)

    assert run(counted, "report", "--memo", memo, "--format", "md").output == before
    assert counted.slash("/partners memo recommend 2026-27 Dr. Jane Roe").split()[0] != memo


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("memo recommend 2026-27", "Say who recommends it"),
        ("memo recommend someday Jane", "A period is a month"),
        ("memo sign memo-00000000 Jane", "was never recommended"),
        ("memo burn", "`/partners memo recommend PERIOD NAME`"),
        ("memo", "No memo was recommended yet"),
    ],
)
def test_a_memo_that_cannot_go_on_says_why(counted: Office, words: str, why: str) -> None:
    assert why in counted.slash(f"/partners {words}")


def test_nobody_recommends_or_signs_the_same_twice(counted: Office) -> None:
    memo = counted.slash("/partners memo recommend 2026-27 Jane").split()[0]
    counted.slash(f"/partners memo sign {memo} Kim")

    assert f"{memo} is this very text; Jane recommended it" in counted.slash("/partners memo recommend 2026-27 Jane")
    assert "Kim has signed" in counted.slash(f"/partners memo sign {memo} kim")
    counted.slash(f"/partners memo sign {memo} Ada")
    assert "is signed already, by Kim and Ada" in counted.slash(f"/partners memo sign {memo} Bo")


def test_a_memo_that_never_was_is_told_in_one_line_and_a_report_needs_its_days(counted: Office) -> None:
    assert run(counted, "report").exit_code == 2
    assert run(counted, "report", "--memo", "memo-00000000").exit_code == 1


def test_a_desk_of_nobody_has_a_memo_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office.folder)

    made = reporting.made(office.app, YEAR)
    text = draft(office, made)

    assert "No school has answered; 0 schools were asked." in text
    assert "| Sessions | not recorded | 0 of 0 check-ins | 0 | 0 |" in text
    assert reporting.pdf(text, "today").startswith(b"%PDF")


def test_a_correction_counts_once_with_its_newest_value(counted: Office) -> None:
    with counted.app.store.unit() as unit:
        talk = unit.conversations.get("c-p-1-2026-10")
        assert talk is not None
        answers = {**talk.answers, "sessions_held": Answer(value=6, words="1: 6")}
        unit.conversations.save(Conversation(**{name: getattr(talk, name) for name in talk.__dataclass_fields__} | {"answers": answers}))

    assert reporting.made(counted.app, YEAR).total("sessions").value == 12


def test_a_span_that_ends_before_it_begins_is_wrong_use(counted: Office) -> None:
    assert run(counted, "report", "--from", "2027-07-01", "--to", "2027-06-30").exit_code == 2
    assert run(counted, "report", "--from", "yesterday", "--to", "2027-06-30").exit_code == 2


def test_a_rehearsal_prints_the_year_and_changes_nothing(counted: Office) -> None:
    before = counted.kinds_of_records()

    done = run(counted, "rehearse", "--from", "2026-07-01", "--to", "2027-06-30", "--json")

    rows = [json.loads(line) for line in done.output.splitlines()]
    zone = counted.app.loaded.playbook.office.time_zone
    asked = [each for each in rows if each["kind"] == "checkin"]
    assert done.exit_code == 0
    assert len(asked) == 3 * 12
    assert {each["to"] for each in asked} == {f"c{n}@clubs.example" for n in (1, 2, 3)}
    assert [each["at"] for each in rows] == sorted(each["at"] for each in rows)
    assert zone == "America/New_York"
    assert datetime.fromisoformat(asked[0]["at"]).timetz().replace(tzinfo=None) == time(13)
    assert counted.kinds_of_records() == before
    assert counted.sent_to("c1@clubs.example") == []


def test_a_rehearsal_for_people_names_the_load_by_day(counted: Office) -> None:
    done = run(counted, "rehearse", "--from", "2026-09-01", "--to", "2026-09-30", "--no-reminders")

    assert done.output.splitlines() == [
        "2026-09-01 09:00  checkin  c1@clubs.example  p-1 for 2026-08",
        "2026-09-01 09:00  checkin  c2@clubs.example  p-2 for 2026-08",
        "2026-09-01 09:00  checkin  c3@clubs.example  p-3 for 2026-08",
        "Mails: 3, on days: 1. Tasks: 0. Nothing was sent.",
        "2026-09-01  3",
        "The heaviest day is 2026-09-01 with 3.",
    ]


NUMBERED = "1. 40\n2. 6\n3. 24.5\n4. book swap\n5. rain\n6. none\n7. 4\n8. 95"


def test_june_asks_for_the_different_students_of_the_year_and_no_other_month_does(office: Office) -> None:
    partner(office, 1)
    office.clock.at = datetime(2026, 6, 1, 14, 30, tzinfo=UTC)
    list(ticking.tick(office.app))
    assert office.newest("c1@clubs.example").questions[-1] == "satisfaction"
    office.clock.at = datetime(2026, 7, 1, 14, 30, tzinfo=UTC)
    list(ticking.tick(office.app))
    prompts = [each for each in office.sent_to("c1@clubs.example") if each.template == "checkin_prompt"]
    assert prompts[-1].questions[-2:] == ("satisfaction", "students_year")

    to = office.reply_address(prompts[-1])
    office.write(NUMBERED, sender="c1@clubs.example", to=to, in_reply_to=prompts[-1].message_id, subject="Re: June")

    counted = reporting.made(office.app, Span(first=date(2026, 6, 1), last=date(2026, 6, 30)))
    year = counted.total("students_year")
    assert (year.value, year.of, year.unit) == (95, 1, "students")
    assert counted.total("students_peak_month").value == 40


@pytest.mark.parametrize("reply", ["About 40 kids, 6 sessions, 24.5 hours.", "40 students, 6 sessions, 24.5 hours, 4 of 5"])
def test_the_students_of_june_are_not_taken_for_those_of_the_year(office: Office, reply: str) -> None:
    partner(office, 1)
    office.clock.at = datetime(2026, 7, 1, 14, 30, tzinfo=UTC)
    list(ticking.tick(office.app))

    office.reply(reply, sender="c1@clubs.example")

    counted = reporting.made(office.app, Span(first=date(2026, 6, 1), last=date(2026, 6, 30)))
    assert counted.total("students_peak_month").value == 40
    assert (counted.total("students_year").value, counted.total("students_year").of) == (None, 1)


def test_partners_that_nobody_has_asked_yet_make_a_memo_as_well(office: Office) -> None:
    with office.app.store.unit() as unit:
        unit.partners.save(
            Party(
                id="",
                organization="Manos Unidas",
                contact_email="carlos@manos.example",
                details={"support_area": "academics", "schools": "Lincoln"},
            )
        )

    printed = draft(office, reporting.made(office.app, YEAR))

    assert "none asked" in printed
