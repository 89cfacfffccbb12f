"""Settings: their defaults, what stops the start, and that no secret is told."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.clock import Clock, FixedClock, parse_instant
from bot.setting_values import HostPort, SettingsError, Staff
from bot.settings import SHIPPED_PLAYBOOKS, Settings, load_settings
from handlers.types import Address, ReplyPolicy
from mail.mailbox import Account


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with nothing in it, as on a new machine."""
    return tmp_path.resolve()


def with_env(office: Path, **settings: str) -> Settings:
    (office / ".env").write_text("".join(f"LIAISON_{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
    return load_settings(office)


def refusal(office: Path, **settings: str) -> str:
    with pytest.raises(SettingsError) as told:
        with_env(office, **settings)
    return str(told.value)


def test_nothing_configured_runs_on_this_machine_alone(office: Path) -> None:
    settings = load_settings(office)

    assert settings.database_url.get_secret_value() == f"sqlite:///{office}/var/liaison.db"
    assert settings.smtp_url == f"maildir:{office}/var/mail"
    assert settings.intake_address == Address(email="partners@localhost")
    assert settings.listen == HostPort("127.0.0.1", 2525)
    assert settings.reply_policy == ReplyPolicy(mode="all", delay_s=0, per_address=20, per_domain=0, in_all=2000)
    assert settings.staff == ()
    assert settings.playbook_folder == SHIPPED_PLAYBOOKS / min(each.parent.name for each in SHIPPED_PLAYBOOKS.glob("*/playbook.toml"))


def test_the_environment_wins_over_the_file(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_SEND_PER_DAY", "7")

    settings = with_env(office, SEND_PER_DAY="5", SEND_PER_MINUTE="3")

    assert (settings.send_per_day, settings.send_per_minute) == (7, 3)


def test_an_empty_setting_is_as_good_as_none_but_for_the_listener(office: Path) -> None:
    settings = with_env(office, SEND_PER_DAY="", STAFF="", SMTP_URL="", LISTEN="", DISTRICT="")

    assert settings.listen is None
    assert settings.smtp_url == f"maildir:{office}/var/mail"


@pytest.mark.parametrize(
    ("given", "mode", "delay"),
    [
        ({}, "all", 0),
        ({"SMTP_URL": "maildir:elsewhere"}, "all", 0),
        ({"SMTP_URL": "smtp://localhost:25"}, "draft", 0),
        ({"SMTP_URL": "smtps://mail.example", "REPLIES": "sure"}, "sure", 600),
        ({"REPLIES": "sure", "REPLY_DELAY": "30"}, "sure", 30),
        ({"IMAP_URL": "imap://ana@localhost:143", "IMAP_PASSWORD": "x"}, "draft", 0),
        ({"IMAP_URL": "imap://ana@localhost:143", "IMAP_PASSWORD": "x", "REPLIES": "all"}, "all", 0),
        ({"SMTP_URL": "smtps://mail.example", "REPLIES": "all"}, "all", 0),
    ],
)
def test_a_real_server_makes_answers_drafts_until_the_office_says_otherwise(
    office: Path, given: dict[str, str], mode: str, delay: int
) -> None:
    policy = with_env(office, **given).reply_policy

    assert (policy.mode, policy.delay_s) == (mode, delay)


def test_a_mailbox_is_named_by_its_address(office: Path) -> None:
    settings = with_env(office, IMAP_URL="imaps://ana%40district.example@mail.example/Partner%20mail", IMAP_PASSWORD="hunter2")

    account = settings.account

    assert account == Account(
        host="mail.example", port=993, tls=True, user="ana@district.example", password="hunter2", folder="Partner mail"
    )
    assert account.key == "ana@district.example@mail.example/Partner mail"
    assert "hunter2" not in f"{settings!r}{account!r}"


@pytest.mark.parametrize(
    ("given", "since"),
    [({}, "now"), ({"IMAP_SINCE": "all"}, "all"), ({"IMAP_SINCE": "2026-11-02T09:00:00+01:00"}, datetime(2026, 11, 2, 8, tzinfo=UTC))],
)
def test_mail_of_before_the_first_start_is_left_alone_unless_the_office_says_otherwise(
    office: Path, given: dict[str, str], since: object
) -> None:
    assert with_env(office, **given).imap_since == since


def test_staff_have_the_role_after_the_colon_or_staff(office: Path) -> None:
    settings = with_env(office, STAFF='"Ana@District.example:approver, bo@district.example ,cy@district.example:viewer,"')

    assert settings.staff == (
        Staff("ana@district.example", "approver"),
        Staff("bo@district.example", "staff"),
        Staff("cy@district.example", "viewer"),
    )


@pytest.mark.parametrize(
    ("value", "host", "port"), [("0.0.0.0:25", "0.0.0.0", 25), ("[::1]:2525", "::1", 2525), ("localhost:26", "localhost", 26)]
)
def test_where_to_listen_is_a_host_and_a_port(office: Path, value: str, host: str, port: int) -> None:
    settings = with_env(office, LISTEN=value)

    assert settings.listen == (host, port)
    assert str(settings.listen) == value


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LISTEN", "2525", "host:port"),
        ("LISTEN", "localhost:smtp", "host:port"),
        ("LISTEN", "localhost:70000", "host:port"),
        ("LISTEN", "::1:2525", "host:port"),
        ("INTAKE_ADDRESS", "partners", "mail address"),
        ("INTAKE_ADDRESS", "a@b.example,c@d.example", "mail address"),
        ("DISTRICT", "nowhere", "no playbook 'nowhere'"),
        ("PLAYBOOKS", "missing", "no folder"),
        ("OFFICE", "missing.toml", "no file"),
        ("DATABASE_URL", "mysql://ana:hunter2@db", "sqlite:/// or postgresql://"),
        ("DATABASE_URL", "sqlite://", "needs a file"),
        ("DATABASE_URL", "sqlite:///:memory:", "needs a file"),
        ("SMTP_URL", "smtp://mail.example", "this machine only"),
        ("SMTP_URL", "smtps://ana:hunter2@mail.example", "LIAISON_SMTP_PASSWORD"),
        ("IMAP_URL", "imap://ana@mail.example", "this machine only"),
        ("IMAP_URL", "imaps://mail.example", "the user is missing"),
        ("IMAP_URL", "imaps://ana:hunter2@mail.example", "LIAISON_IMAP_PASSWORD"),
        ("IMAP_URL", "imaps://ana@mail.example", "no LIAISON_IMAP_PASSWORD"),
        ("IMAP_URL", "imaps://ana%0d%0aA1@mail.example", "no line break"),
        ("IMAP_URL", "pop3://ana@mail.example", "imaps://"),
        ("IMAP_SINCE", "yesterday", "now, all or an instant"),
        ("IMAP_SINCE", "2026-11-02T09:00:00", "offset"),
        ("REPLIES", "some", "'draft', 'sure' or 'all'"),
        ("REPLY_DELAY", "-1", "not be below 0"),
        ("SEND_PER_MINUTE", "many", "whole number"),
        ("ANSWERS_IN_ALL", "1.5", "whole number"),
        ("STAFF", "ana@district.example:boss", "viewer, staff, approver, admin"),
        ("STAFF", "ana", "mail address"),
        ("AUTHSERV_ID", '"mx one"', "one word"),
        ("SECRET", "hunter2", "shorter than 8"),
        ("LOG", "loud", "'warning'"),
    ],
)
def test_a_setting_that_cannot_work_is_one_line_that_names_it(office: Path, name: str, value: str, says: str) -> None:
    line = refusal(office, **{name: value})

    assert line.startswith(f"LIAISON_{name}: ")
    assert says in line
    assert "\n" not in line
    assert "hunter2" not in line


MICROSOFT = {"MAIL_AUTH": "microsoft", "OAUTH_CLIENT_ID": "an-id", "OAUTH_TENANT": "district.example", "OAUTH_SECRET": "hunter2"}
GOOGLE = {"MAIL_AUTH": "google", "OAUTH_CLIENT_ID": "an-id", "OAUTH_SECRET": "hunter2", "OAUTH_TOKEN_FILE": "var/google.json"}
SERVERS = {"IMAP_URL": "imaps://ana@mail.example", "SMTP_URL": "smtps://ana@mail.example"}


@pytest.mark.parametrize("given", [MICROSOFT, GOOGLE])
def test_with_access_tokens_neither_server_has_a_password(office: Path, given: dict[str, str]) -> None:
    settings = with_env(office, **given, **SERVERS)

    account = settings.account

    assert account is not None
    assert account.tokens is settings.tokens is not None
    assert account.password == ""
    assert "hunter2" not in f"{settings!r}{account!r}{settings.tokens!r}{settings.model_dump()}"


def test_passwords_are_the_usual_way_to_log_in(office: Path) -> None:
    settings = load_settings(office)

    assert settings.mail_auth == "password"
    assert settings.tokens is None


@pytest.mark.parametrize(
    ("given", "name", "says"),
    [
        (MICROSOFT | {"OAUTH_CLIENT_ID": ""}, "MAIL_AUTH", "microsoft needs LIAISON_OAUTH_CLIENT_ID"),
        (MICROSOFT | {"OAUTH_TENANT": ""}, "MAIL_AUTH", "microsoft needs LIAISON_OAUTH_TENANT"),
        (MICROSOFT | {"OAUTH_SECRET": ""}, "MAIL_AUTH", "LIAISON_OAUTH_SECRET or LIAISON_OAUTH_CERTIFICATE, one of them"),
        (MICROSOFT | {"OAUTH_TOKEN_FILE": "x"}, "MAIL_AUTH", "no use for LIAISON_OAUTH_TOKEN_FILE"),
        (MICROSOFT | {"IMAP_PASSWORD": "hunter2"}, "MAIL_AUTH", "no use for LIAISON_IMAP_PASSWORD"),
        (MICROSOFT | {"OAUTH_CERTIFICATE": "missing.pem"}, "OAUTH_CERTIFICATE", "cannot be read"),
        (MICROSOFT | {"OAUTH_CERTIFICATE": "broken.pem"}, "OAUTH_CERTIFICATE", "a certificate and its private key"),
        (MICROSOFT | {"OAUTH_TOKEN_URL": "http://login.example/token"}, "OAUTH_TOKEN_URL", "this machine only"),
        (MICROSOFT | {"OAUTH_TOKEN_URL": "https://ana:hunter2@login.example/token"}, "OAUTH_TOKEN_URL", "no password"),
        (GOOGLE | {"OAUTH_TOKEN_FILE": ""}, "MAIL_AUTH", "google needs LIAISON_OAUTH_TOKEN_FILE"),
        (GOOGLE | {"OAUTH_TENANT": "x"}, "MAIL_AUTH", "no use for LIAISON_OAUTH_TENANT"),
        ({"OAUTH_CLIENT_ID": "x"}, "MAIL_AUTH", "password has no use for LIAISON_OAUTH_CLIENT_ID"),
        ({"MAIL_AUTH": "yahoo"}, "MAIL_AUTH", "'password', 'microsoft' or 'google'"),
    ],
)
def test_a_way_to_log_in_that_cannot_work_is_one_line_that_names_what_is_missing(
    office: Path, given: dict[str, str], name: str, says: str
) -> None:
    (office / "broken.pem").write_text("hunter2")

    line = refusal(office, **given, **SERVERS)

    assert line.startswith(f"LIAISON_{name}: ")
    assert says in line
    assert "\n" not in line
    assert "hunter2" not in line


def test_each_broken_setting_has_its_line(office: Path) -> None:
    lines = refusal(office, LISTEN="x", REPLIES="y", STAFF="z").splitlines()

    assert [line.partition(":")[0] for line in lines] == ["LIAISON_LISTEN", "LIAISON_REPLIES", "LIAISON_STAFF"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("LISTENS", "did you mean LIAISON_LISTEN?"),
        ("ANSWER_IN_ALL", "did you mean LIAISON_ANSWERS_IN_ALL?"),
        ("XYZZY", "see .env.example"),
        ("SLACK_STAF", "did you mean LIAISON_SLACK_STAFF?"),
        ("OAUTH_TENANTS", "did you mean LIAISON_OAUTH_TENANT?"),
        ("FOLDER", "there is no such setting"),
    ],
)
@pytest.mark.parametrize("where", ["environment", "file"])
def test_a_name_that_nobody_reads_stops_the_start(office: Path, monkeypatch: pytest.MonkeyPatch, where: str, name: str, says: str) -> None:
    if where == "environment":
        monkeypatch.setenv(f"LIAISON_{name}", "x")
    else:
        (office / ".env").write_text(f"LIAISON_{name}=x\n")

    with pytest.raises(SettingsError) as told:
        load_settings(office)

    assert str(told.value).startswith(f"LIAISON_{name}: ")
    assert says in str(told.value)


def test_other_names_in_the_file_are_none_of_our_business(office: Path) -> None:
    (office / ".env").write_text("PGPASSWORD=x\nexport LIAISON_SEND_PER_DAY=5  # a comment\n\n# LIAISON_XYZZY=1\n")

    assert load_settings(office).send_per_day == 5


@pytest.mark.parametrize("content", [b"LIAISON_LISTEN=\n'\n", b"LIAISON_STAFF=\xff\n"])
def test_a_file_that_cannot_be_read_is_told_by_its_name(office: Path, content: bytes) -> None:
    (office / ".env").write_bytes(content)

    with pytest.raises(SettingsError, match=r"\.env"):
        load_settings(office)


def test_an_offices_own_playbook_wins_over_one_of_the_same_name(office: Path) -> None:
    shipped = min(each.parent.name for each in SHIPPED_PLAYBOOKS.glob("*/playbook.toml"))
    for name in (shipped, "springfield"):
        (office / "mine" / name).mkdir(parents=True)
        (office / "mine" / name / "playbook.toml").touch()

    same = with_env(office, PLAYBOOKS="mine")
    other = with_env(office, PLAYBOOKS="mine", DISTRICT="springfield")

    assert same.playbook_folder == office / "mine" / shipped
    assert other.playbook_folder == office / "mine" / "springfield"


def test_paths_are_of_the_offices_folder_unless_they_are_absolute(office: Path) -> None:
    (office / "office.toml").touch()

    here = with_env(office, OFFICE="office.toml", DATABASE_URL="sqlite:///data.db?timeout=5", SMTP_URL="maildir:out")
    there = with_env(office, DATABASE_URL="sqlite:////srv/liaison/data.db", SMTP_URL="maildir:/srv/out")

    assert here.office == office / "office.toml"
    assert here.database_url.get_secret_value() == f"sqlite:///{office}/data.db?timeout=5"
    assert here.smtp_url == f"maildir:{office}/out"
    assert there.database_url.get_secret_value() == "sqlite:////srv/liaison/data.db"
    assert there.smtp_url == "maildir:/srv/out"


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(office: Path) -> None:
    first = load_settings(office).secret.get_secret_value()
    again = load_settings(office).secret.get_secret_value()

    file = office / "var" / "secret"
    assert first == again == file.read_text().strip()
    assert len(first) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["secret"]


def test_processes_that_start_together_share_one_secret(office: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = list(pool.map(lambda _: load_settings(office).secret.get_secret_value(), range(16)))

    assert len(set(secrets)) == 1


def test_a_secret_of_the_offices_own_is_taken_and_none_is_made(office: Path) -> None:
    settings = with_env(office, SECRET="correct horse battery staple")

    assert settings.secret.get_secret_value() == "correct horse battery staple"
    assert not (office / "var").exists()


@pytest.mark.parametrize("state", ["empty", "folder"])
def test_a_secret_that_cannot_be_kept_is_told(office: Path, state: str) -> None:
    file = office / "var" / "secret"
    file.parent.mkdir()
    file.touch() if state == "empty" else file.mkdir()

    with pytest.raises(SettingsError, match=r"^LIAISON_SECRET: ") as told:
        load_settings(office)

    assert str(file) in str(told.value)


def test_no_secret_is_printed(office: Path) -> None:
    settings = with_env(
        office,
        SECRET="hunter2-signs",
        SMTP_URL="smtps://ana@mail.example",
        SMTP_PASSWORD="hunter2-sends",
        DATABASE_URL="postgresql://ana:hunter2-keeps@db/liaison",
    )

    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert "hunter2" not in shown
    assert settings.smtp_password.get_secret_value() == "hunter2-sends"


def test_settings_are_frozen(office: Path) -> None:
    settings = load_settings(office)

    with pytest.raises(ValidationError):
        settings.__setattr__("send_per_day", 1)


@pytest.mark.parametrize(("first", "threads"), [("", "1"), ("import numpy; ", "None")])
def test_numpy_gets_one_thread_unless_it_is_there_already(first: str, threads: str) -> None:
    told = "import os; print(os.environ.get('OPENBLAS_NUM_THREADS'))"
    script = f"{first}from bot.settings import use_one_blas_thread; use_one_blas_thread(); {told}"
    environment = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")}  # noqa: TID251  for a child

    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == threads


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-02T09:00:00Z", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        ("2026-11-02T09:00:00-05:00", datetime(2026, 11, 2, 14, tzinfo=UTC)),
        (" 2026-11-02 09:00+00:00 ", datetime(2026, 11, 2, 9, tzinfo=UTC)),
    ],
)
def test_an_instant_with_its_offset_is_read(text: str, instant: datetime) -> None:
    read = parse_instant(text)

    assert read == instant
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-11-02T09:00:00", "add Z"),
        ("2026-11-02", "add Z"),
        ("tomorrow", "no ISO instant"),
        ("", "no ISO instant"),
        ("0001-01-01T00:00+10:00", "outside"),
    ],
)
def test_an_instant_without_offset_or_sense_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_instant(text)


def test_a_fixed_clock_stands_still_in_utc() -> None:
    clock = FixedClock(datetime(2026, 11, 2, 9, tzinfo=timezone(timedelta(hours=-5))))

    assert clock.now() == clock.now() == datetime(2026, 11, 2, 14, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    with pytest.raises(ValueError, match="offset"):
        FixedClock(datetime(2026, 11, 2, 9))  # noqa: DTZ001  the naive one is the point


def test_the_clock_tells_an_aware_instant() -> None:
    before = Clock().now()

    assert before.tzinfo is UTC
    assert before <= Clock().now()


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "LIAISON_SLACK_BOT_TOKEN: it needs LIAISON_SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "LIAISON_SLACK_BOT_TOKEN: this is missing"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "LIAISON_SLACK_BOT_TOKEN: this is another token"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"},
            "LIAISON_SLACK_BOT_TOKEN: LIAISON_SLACK_SIGNING_SECRET hears Slack by HTTP",
        ),
        ({"SLACK_CHANNEL": "C0123"}, "LIAISON_SLACK_CHANNEL: this needs LIAISON_SLACK_BOT_TOKEN"),
        ({"SLACK_CHANNEL": "#office"}, "LIAISON_SLACK_CHANNEL: '#office' is no channel's id"),
        ({"SLACK_STAFF": "ana:approver"}, "LIAISON_SLACK_STAFF: 'ana' is no Slack id"),
        ({"SLACK_STAFF": "U1:boss"}, "LIAISON_SLACK_STAFF: 'U1:boss': the role after the colon is one of"),
        ({"SLACK_API_URL": "http://slack.example/api/"}, "LIAISON_SLACK_API_URL: 'http://slack.example/api/' is no https:// address"),
    ],
)
def test_a_slack_setting_that_cannot_work_says_why(office: Path, settings: dict[str, str], line: str) -> None:
    assert line in refusal(office, **settings)


def test_who_may_do_what_in_slack_is_read_from_one_line(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIAISON_SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("LIAISON_SLACK_APP_TOKEN", "xapp-1")
    monkeypatch.setenv("LIAISON_SLACK_STAFF", "U1:approver, s2 ,C3:viewer")

    found = load_settings(office).slack_staff

    assert [(each.id, each.role, each.kind) for each in found] == [
        ("U1", "approver", "user"),
        ("S2", "staff", "group"),
        ("C3", "viewer", "channel"),
    ]
