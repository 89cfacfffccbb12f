"""Reports of mail servers and robots: found, read, and never mistaken for a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.types import Address, Inbound, Kind
from mail.bounce import is_auto_subject, is_hard, read_report
from mail.parse import Hostile, parse

HERE = Path(__file__).parent / "bounces"
CASES = [json.loads(line) for line in (HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
INTAKE = Address(email="partners@desk.example")
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
OUR_ID = "liaison.0123456789abcdef0123456789abcdef01234567@desk.example"


def read(raw: bytes) -> Inbound:
    return parse(raw, intake=INTAKE, received_at=NOW)


def fixture(name: str) -> tuple[bytes, Inbound]:
    raw = (HERE / "mail" / f"{name}.eml").read_bytes()
    return raw, read(raw)


@pytest.mark.parametrize("case", CASES, ids=[case["mail"] for case in CASES])
def test_each_own_mail_is_read_as_what_it_is(case: dict[str, object]) -> None:
    raw = (HERE / str(case["mail"])).read_bytes()

    report = read_report(raw, read(raw))

    assert (report.kind.value if report else "normal") == case["kind"]
    if report:
        assert sorted(failed.address for failed in report.recipients) == case["recipients"]


@pytest.mark.parametrize(
    ("name", "hard"),
    [
        ("dsn_unknown", True),
        ("dsn_spanish", True),
        ("dsn_full", False),
        ("dsn_spam", False),
        ("dsn_delayed", False),
        ("exim", True),
        ("qmail", True),
    ],
)
def test_only_a_fact_about_the_address_is_hard(name: str, hard: bool) -> None:
    report = read_report(*fixture(name))

    assert report is not None
    assert [failed.hard for failed in report.recipients] == [hard]


@pytest.mark.parametrize(
    ("status", "words", "hard"),
    [
        ("5.1.1", "", True),
        ("5.1.10", "recipient not found", True),
        ("5.2.1", "mailbox disabled", True),
        ("5.2.2", "user unknown says a server that means a full mailbox", False),
        ("5.7.1", "account has been disabled by policy", False),
        ("4.1.1", "user unknown, try again", False),
        ("5.0.0", "", False),
        ("5.0.0", "550 no such user", True),
        ("5.1.8", "Sender address rejected: Domain not found", False),
        ("5.1.1", "550 5.1.1 blocked by our spam filter", False),
        ("", "451 greylisted, user unknown for now", False),
    ],
)
def test_spam_verdicts_policies_and_full_mailboxes_never_kill_an_address(status: str, words: str, hard: bool) -> None:
    assert is_hard(status, words) is hard


def test_the_report_names_the_mail_that_came_back() -> None:
    report = read_report(*fixture("dsn_unknown"))

    assert report is not None
    assert report.original_message_id == OUR_ID


def test_a_complaint_without_a_complainant_names_nobody() -> None:
    report = read_report(*fixture("complaint_not_spam"))

    assert report is not None
    assert report.kind is Kind.COMPLAINT
    assert report.recipients == ()


def test_a_name_beyond_ascii_in_from_does_not_stop_the_reading() -> None:
    raw = (
        "Return-Path: <>\nFrom: Postmäster <postmaster@mx.example>\nTo: partners@desk.example\nSubject: Delivery failure\n\n"
        "The following address was rejected: user unknown\n\n<ona@reed.example>\n"
    ).encode()

    report = read_report(raw, read(raw))

    assert report is not None
    assert [failed.address for failed in report.recipients] == ["ona@reed.example"]


def test_a_pipe_is_no_recipient() -> None:
    raw = (
        b"Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@mx.example>\nTo: partners@desk.example\n"
        b'Subject: Mail delivery failed\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n'
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;|/usr/bin/filter --strict\n"
        b"Action: failed\nStatus: 5.3.0\n\n--b--\n"
    )

    report = read_report(raw, read(raw))

    assert report is not None
    assert report.kind is Kind.BOUNCE
    assert report.recipients == ()


@pytest.mark.parametrize(
    "subject", ["Auto shop", "Automatic doors", "Out of office hours", "Autonomous robots", "Absence of evidence", "Vacation camp"]
)
def test_a_subject_that_only_begins_alike_is_a_persons(subject: str) -> None:
    assert not is_auto_subject(subject)


@pytest.mark.parametrize(
    "subject", ["Automatic reply: hi", "RE: Out of Office: hi", "Fuera de la oficina", "OOO until Monday", "Auto: hi", "自动回复：你好"]
)
def test_a_subject_that_says_so_is_an_automatic_answer(subject: str) -> None:
    assert is_auto_subject(subject)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body",
    [
        b"550 " * 200_000,
        b"<a@b.example" * 60_000,
        b"\n--x" * 100_000,
        b"Final-Recipient: rfc822; a@b.example\n" * 20_000,
        b"a@" * 300_000,
        b"<" * 500_000,
        b"original message " * 40_000,
        b'{"notificationType":' + b"[" * 200_000,
    ],
    ids=["codes", "addresses", "boundaries", "recipients", "at signs", "tags", "markers", "json"],
)
def test_hostile_bodies_end_soon_and_name_few(body: bytes) -> None:
    raw = b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: partners@desk.example\r\nSubject: failure notice\r\n\r\n" + body
    inbound = Inbound(
        message_id="",
        content_key="k",
        sender=None,
        received_at=NOW,
        headers=(("return-path", "<>"), ("from", "MAILER-DAEMON@mx.example"), ("subject", "failure notice")),
    )

    report = read_report(raw, inbound)

    assert report is None or len(report.recipients) <= 50


@given(
    st.binary(max_size=2000),
    st.sampled_from(["text/plain", "multipart/report; boundary=b", "message/delivery-status", "multipart/mixed; boundary=b"]),
)
def test_any_bytes_are_a_report_or_none(body: bytes, kind: str) -> None:
    raw = f"From: mailer-daemon@mx.example\r\nSubject: failure notice\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    try:
        inbound = read(raw)
    except Hostile:
        return

    report = read_report(raw, inbound)

    assert report is None or report.kind in {Kind.BOUNCE, Kind.COMPLAINT, Kind.RECEIPT, Kind.AUTO_REPLY}
