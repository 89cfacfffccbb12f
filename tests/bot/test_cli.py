"""The command line as an office uses it: what it prints, how it ends, and what it says where it cannot."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.console import Trouble
from tests.scenarios.office import mail

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIAISON_LOG", "error")
    return tmp_path


def liaison(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(app, words, input=given)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def received(folder: Path, raw: bytes, name: str = "one.eml") -> dict[str, Any]:
    (folder / name).write_bytes(raw)
    (row,) = rows(liaison("receive", name, "--json"))
    return row


def test_receive_tells_all_that_interface_promises(folder: Path) -> None:
    row = received(folder, mail(VENDOR, subject="STEM kits", to="partners@localhost"))

    assert row.keys() == {
        *("id", "message_id", "kind", "disposition", "reason", "sensitive", "recipients", "visible", "pairs", "conversation", "queued"),
    }
    assert row["conversation"].keys() == {"id", "kind", "status", "pathway", "answers", "unsure", "sources", "missing"}
    assert (row["kind"], row["disposition"], row["sensitive"]) == ("normal", "accepted", None)
    assert row["visible"].strip() == VENDOR
    (queued,) = row["queued"]
    assert queued["template"] == "answer"
    assert queued["status"] == "ready"


def test_deliver_puts_what_is_due_into_the_maildir_once(folder: Path) -> None:
    received(folder, mail(VENDOR, subject="STEM kits", to="partners@localhost"))

    first, second = rows(liaison("deliver", "--json")) + rows(liaison("deliver", "--json"))

    assert (first, second["sent"]) == ({"sent": 1, "retried": 0, "held": 0, "failed": 0}, 0)
    (kept,) = (folder / "var" / "mail" / "new").iterdir()
    assert b"Auto-Submitted: auto-replied" in kept.read_bytes()


def test_ask_reads_one_question_a_line_and_answers_in_order(folder: Path) -> None:
    answers = rows(liaison("ask", "-", "--json", given="We sell a reading app for $4 a student\n\nCan we rent the gym on Sunday?\n"))

    assert [each["pathway"] for each in answers] == ["vendor", "facility_use"]
    assert all(each.keys() == {"pathway", "candidates", "sure", "asks", "reply", "because", "sources"} for each in answers)
    assert answers[0]["sources"][0].keys() == {"document", "section", "says"}
    assert "vendor page" in answers[0]["reply"]


def test_inbox_release_and_discard_let_a_person_decide(folder: Path) -> None:
    row = received(folder, mail("What time does school start on Monday?", to="partners@localhost"))

    (held,) = rows(liaison("inbox", "--json"))
    ended = liaison("discard", row["id"])

    assert (held["id"], held["reason"], held["status"]) == (row["id"], "nothing_fits", "held")
    assert "stays on record" in ended.stdout
    assert rows(liaison("inbox", "--json")) == []


def test_slash_says_who_may_not_and_what_was_meant(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_STAFF", "vera@district.example:viewer")

    assert "not on the staff list" in liaison("slash", "/partners inbox", "--as", "stranger@other.example").stdout
    assert "needs the role staff" in liaison("slash", "/partners inbox", "--as", "vera@district.example").stdout
    assert "Did you mean `inbox`" in liaison("slash", "/partners inbx", "--as", "vera@district.example").stdout
    assert "Nothing waits" in liaison("slash", "/partners inbox").stdout


def test_import_keeps_good_rows_and_tells_bad_ones_by_line(folder: Path) -> None:
    (folder / "partners.csv").write_text(
        "organization,contact_name,contact_email,status\nHarbor Readers,Luz,luz@readers.example,active\n"
        "Nobody,,not an address,active\nChess Minds,Sam,sam@chess.example,sleeping\n",
        encoding="utf-8",
    )

    told = rows(liaison("import", "partners", "partners.csv", "--json"))
    again = rows(liaison("import", "partners", "partners.csv", "--json"))
    kept = rows(liaison("export", "partners"))

    assert [(each["row"], each["ok"]) for each in told] == [(2, True), (3, False), (4, False)]
    assert "contact_email" in told[1]["reason"]
    assert "status" in told[2]["reason"]
    assert told == again
    assert [each["organization"] for each in kept] == ["Harbor Readers"]


def test_a_blank_cell_of_a_second_import_erases_nothing(folder: Path) -> None:
    columns = "organization,contact_name,contact_email,phone,status\n"
    (folder / "a.csv").write_text(columns + "Harbor Readers,Luz,luz@readers.example,(703) 555-0142,paused\n", encoding="utf-8")
    (folder / "b.csv").write_text(columns + "Harbor Readers,,luz@readers.example,,\n", encoding="utf-8")

    liaison("import", "partners", "a.csv")
    liaison("import", "partners", "b.csv")
    (kept,) = rows(liaison("export", "partners"))

    assert (kept["contact_name"], kept["phone"], kept["status"]) == ("Luz", "+17035550142", "paused")


def test_a_dry_run_keeps_nothing(folder: Path) -> None:
    (folder / "schools.csv").write_text("school,short_names\nLincoln Elementary,Lincoln; LES\n", encoding="utf-8")

    liaison("import", "schools", "schools.csv", "--dry-run")

    with sqlite3.connect(folder / "var" / "liaison.db") as database:
        assert database.execute("select count(*) from schools").fetchone() == (0,)
    database.close()


def test_export_writes_no_formula_into_a_table(folder: Path) -> None:
    (folder / "p.csv").write_text("organization,contact_email\n=HYPERLINK(1),x@y.example\n", encoding="utf-8")
    liaison("import", "partners", "p.csv")

    table = liaison("export", "partners", "--format", "csv").stdout

    assert '"\'=HYPERLINK(1)"' in table


def test_the_clock_can_be_set_and_a_naive_instant_is_wrong_use(folder: Path) -> None:
    (folder / "one.eml").write_bytes(mail(VENDOR, to="partners@localhost"))

    liaison("receive", "one.eml", "--at", "2026-12-24T10:00:00Z")
    (heard, owed) = rows(liaison("export", "messages"))
    wrong = liaison("inbox", "--at", "2026-12-24T10:00:00")

    assert heard["at"] == owed["at"] == "2026-12-24T10:00:00+00:00"
    assert wrong.exit_code == 2
    assert "offset" in wrong.output


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("LIAISON_LISTEN", "nowhere", "LIAISON_LISTEN"),
        ("LIAISON_DISTRICT", "atlantis", "LIAISON_DISTRICT"),
        ("LIAISON_DATABASE_URL", "mysql://x", "LIAISON_DATABASE_URL"),
        ("LIAISON_INTKE_ADDRESS", "a@b.example", "LIAISON_INTAKE_ADDRESS"),
    ],
)
def test_a_broken_setting_is_one_line_that_names_it(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    value: str,
    says: str,
) -> None:
    monkeypatch.setenv(setting, value)

    result = liaison("inbox")

    assert isinstance(result.exception, Trouble)
    assert says in str(result.exception)
    assert "\n" not in str(result.exception)


def test_a_locked_database_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    liaison("inbox")
    monkeypatch.setattr("bot.app.BUSY_TIMEOUT_S", 0.1)
    other = sqlite3.connect(folder / "var" / "liaison.db")
    other.execute("begin exclusive")
    (folder / "one.eml").write_bytes(mail(VENDOR, to="partners@localhost"))

    result = liaison("receive", "one.eml")

    other.close()
    assert isinstance(result.exception, Trouble)
    assert "busy" in str(result.exception)


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    result = liaison("receive", "nothing.eml")

    assert isinstance(result.exception, Trouble)
    assert "nothing.eml: No such file" in str(result.exception)


def test_check_reads_the_mail_records_given_to_it(folder: Path) -> None:
    (folder / "records.txt").write_text('district.example TXT "v=spf1 mx +all"\n', encoding="utf-8")
    (folder / ".env").write_text("LIAISON_INTAKE_ADDRESS=partners@district.example\nLIAISON_MAIL_RECORDS=records.txt\n", encoding="utf-8")

    told = liaison("check", "--json")

    assert told.exit_code == 1
    found = {row["name"]: (row["ok"], row["detail"]) for row in map(json.loads, told.stdout.splitlines())}
    assert [found[name][0] for name in ("SPF", "DKIM", "DMARC")] == [False] * 3
    assert "the whole world" in found["SPF"][1]


def test_check_says_all_is_well_on_a_fresh_folder(folder: Path) -> None:
    told = rows(liaison("check", "--json"))

    assert {each["name"] for each in told} == {"settings", "playbook", "mail headers", "database", "outgoing mail", "outages", "staff"}
    assert all(each["ok"] for each in told)


def test_the_program_itself_ends_with_the_promised_statuses(folder: Path) -> None:
    def status(*words: str, **env: str) -> int:
        command = [sys.executable, "-m", "bot", *words]
        return subprocess.run(command, cwd=folder, env={"PATH": "", **env}, capture_output=True, check=False).returncode

    assert status("--help") == 0
    assert status("receive", "nothing.eml") == 1
    assert status("no-such-command") == 2


def test_what_is_logged_of_a_failure_holds_nothing_of_the_mail(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("a broken table")

    monkeypatch.setattr("handlers.front_desk.sensitive.find", broken)
    (folder / "one.eml").write_bytes(mail("the canary sings in the coal mine", subject="canary", to="partners@localhost"))

    result = liaison("receive", "one.eml", "--json")

    assert "a broken table" in result.stderr
    assert "canary" not in result.stderr
    assert "readingclub.example" not in result.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Harbor Readers,luz@readers.example\n", "organization, contact_email is missing"),
        ("organization,organization,contact_email\na,b,c@d.example\n", "organization stands twice"),
        ("", "the file is empty"),
    ],
)
def test_a_list_without_proper_columns_is_refused_whole(folder: Path, text: str, says: str) -> None:
    (folder / "p.csv").write_text(text, encoding="utf-8")

    result = liaison("import", "partners", "p.csv")

    assert isinstance(result.exception, Trouble)
    assert says in str(result.exception)


def test_a_command_that_did_nothing_ends_with_1(folder: Path) -> None:
    assert liaison("slash", "/partners nonsense").exit_code == 1
    assert liaison("release", "m-99").exit_code == 1
    assert liaison("slash", "/partners help").exit_code == 0
