"""What an office brings in and takes with it: check-ins from before, its calendar, published figures; one row a partner and period."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from bot import exporting
from bot.importing import ImportFailed, import_file
from mail.sheets import MOST_BYTES, sheet_text
from tests.scenarios.test_checkins import LUZ, MONDAY, partner, the_due, tick

if TYPE_CHECKING:
    from pathlib import Path

    from bot.importing import Told
    from tests.scenarios.office import Office

HEAD = "partner,contact_email,period,students_served,sessions_held,volunteer_hours,highlights,satisfaction\n"


def bring_in(office: Office, folder: Path, kind: str, text: str) -> list[Told]:
    file = folder / f"{kind}.csv"
    file.write_text(text, encoding="utf-8")
    app = office.app
    return list(import_file(kind, file, store=app.store, clock=app.clock, who="ana", playbook=app.loaded.playbook, dry_run=False))


def handed_out(office: Office, kind: str) -> list[dict[str, object]]:
    with office.app.store.view() as unit:
        return list(exporting.records(kind, unit, office.app.loaded.playbook))


def sheet(*rows: tuple[str | float, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_checkin_is_handed_out_with_its_values_doubts_and_source_mail(office: Office) -> None:
    office.clock.at = MONDAY
    partner(office)
    partner(office, "Chess Club", "sam@chess.example")
    tick(office)
    office.reply("about 45 kids, 6 sessions", message_id="<theirs@readingclub.example>")

    rows = handed_out(office, "checkins")

    assert [(row["partner"], row["contact_email"], row["period"], row["status"]) for row in rows] == [
        ("Reading Club", LUZ, "2026-10", "submitted"),
        ("Chess Club", "sam@chess.example", "2026-10", "asking"),
    ]
    assert rows[0]["answers"] == {"sessions_held": 6}
    assert rows[0]["unsure"] == {"students_served": {"value": 45, "words": "about 45 kids, 6 sessions", "reason": "hedge"}}
    sources = rows[0]["sources"]
    assert isinstance(sources, dict)
    assert sources["sessions_held"]["message_id"] == "theirs@readingclub.example"
    assert list(rows[0]) == ["partner", "contact_email", "period", "status", "answers", "unsure", "sources"]


def test_checkins_from_before_come_in_and_are_corrected_with_their_history(office: Office, tmp_path: Path) -> None:
    office.clock.at = MONDAY
    partner(office)

    told = bring_in(
        office, tmp_path, "checkins", f"{HEAD}Reading Club,{LUZ},2026-09,38,5,24.5,They loved it,4\nNobody,x@x.example,2026-09,1,,,,\n"
    )
    again = bring_in(office, tmp_path, "checkins", f"{HEAD}Reading Club,{LUZ},2026-09,40,,,,\n")

    assert [(each.row, each.ok) for each in told] == [(2, True), (3, False)]
    assert "no partner of this name" in told[1].reason
    assert again[0].ok
    (row,) = handed_out(office, "checkins")
    assert row["answers"] == {
        "students_served": 40,
        "sessions_held": 5,
        "volunteer_hours": 24.5,
        "highlights": "They loved it",
        "satisfaction": 4,
    }
    assert "answer.corrected" in office.kinds_of_records()
    assert office.sent_to(LUZ) == []


def test_what_came_in_is_not_asked_again_and_stands_beside_the_next_question(office: Office, tmp_path: Path) -> None:
    office.clock.at = MONDAY
    partner(office)
    bring_in(office, tmp_path, "checkins", f"{HEAD}Reading Club,{LUZ},2026-10,38,5,24.5,,4\n")

    assert tick(office) == []
    office.clock.at = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    tick(office)

    assert "(October: 38)" in office.newest(LUZ).text


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"Reading Club,{LUZ},2026-13,1,,,,", "period"),
        (f"Reading Club,{LUZ},2026-10,-1,,,,", "students_served"),
        (f"Reading Club,{LUZ},2026-10,about 40,,,,", "students_served"),
        (f"Reading Club,{LUZ},2026-10,,,,,6", "satisfaction"),
        (f"Reading Club,{LUZ},2026-10,,,,,", "it reports nothing"),
    ],
)
def test_a_row_that_does_not_fit_is_told_by_its_reason(office: Office, tmp_path: Path, row: str, reason: str) -> None:
    partner(office)

    (told,) = bring_in(office, tmp_path, "checkins", f"{HEAD}{row}\n")

    assert not told.ok
    assert reason in told.reason
    assert handed_out(office, "checkins") == []


def test_the_calendar_comes_in_and_closes_days(office: Office, tmp_path: Path) -> None:
    office.clock.at = MONDAY
    partner(office)

    told = bring_in(
        office,
        tmp_path,
        "calendar",
        "kind,date,until,name\nholiday,2026-11-02,2026-11-03,Election Day\nbreak,2026-12-21,2026-12-01,Winter\nparty,2026-11-09,,\n",
    )

    assert [each.ok for each in told] == [True, False, False]
    assert "2026-10" not in {each.period for each in tick(office)}


def test_published_figures_keep_their_source_and_date(office: Office, tmp_path: Path) -> None:
    head = "figure,value,unit,of,period,source,published_on"
    text = f"{head}\nFamilies who answer favorably,88.5,percent,1200,2026,Your Voice Matters,2026-06-01\n"

    bring_in(office, tmp_path, "figures", text)

    assert handed_out(office, "figures") == [
        {
            "figure": "Families who answer favorably",
            "value": 88.5,
            "unit": "percent",
            "of": 1200,
            "period": "2026",
            "source": "Your Voice Matters",
            "published_on": "2026-06-01",
            "url": "",
        }
    ]


def test_a_list_without_its_columns_is_refused_whole(office: Office, tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="period is missing"):
        bring_in(office, tmp_path, "checkins", "partner,contact_email\n")


@pytest.mark.parametrize(
    "rows",
    [
        [("Students", 38), ("Sessions", 5), ("Volunteer hours", 24.5)],
        [("Students served", "Sessions", "Volunteer hours"), (38, 5, 24.5)],
    ],
)
def test_figures_in_a_spreadsheet_are_read(office: Office, rows: list[tuple[str | float, ...]]) -> None:
    office.clock.at = MONDAY
    partner(office)
    tick(office)

    row = office.conversation(office.reply("Attached are our numbers.", files={"october.xlsx": sheet(*rows)}))

    assert row["answers"] == {"students_served": 38, "sessions_held": 5, "volunteer_hours": 24.5}
    assert the_due(office).answered_at is not None


def test_a_spreadsheet_that_is_broken_or_too_large_is_no_text() -> None:
    good = sheet(("Students", 38))

    assert sheet_text(good) == "Students: 38"
    assert sheet_text(good[: len(good) // 2]) == ""
    assert sheet_text(b"PK\x03\x04" + b"\x00" * 100) == ""
    assert sheet_text(good + b"\x00" * MOST_BYTES) == ""
