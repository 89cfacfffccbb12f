"""A mail of ours that comes back: on record, told once, and never believed further than it can be."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from handlers.types import Party
from tests.scenarios.office import INTAKE, STAFF, Office

if TYPE_CHECKING:
    from store.outbox import OutboxItem

CLUB = "We are Harbor Readers, a nonprofit, and would like to run a free reading club at Lincoln Elementary. It costs nobody anything."
LUZ = "luz@readingclub.example"

REPORT = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: {intake}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}.dsn@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--b
Content-Type: text/rfc822-headers

Message-ID: <{message_id}>
From: {intake}
To: {address}
Subject: Re: Reading club

--b--
"""


def written_to(office: Office) -> OutboxItem:
    """A first answer that has left."""
    office.write(CLUB, subject="Reading club")
    asyncio.run(office.app.payer.pay_all())
    return office.newest(LUZ)


def report(office: Office, message_id: str, *, number: int = 1, address: str = LUZ, action: str = "failed", status: str = "5.1.1") -> None:
    words = {"failed": "550 5.1.1 No such user here", "delayed": "451 4.4.1 No answer"}[action]
    text = REPORT.format(intake=INTAKE, number=number, address=address, action=action, status=status, words=words, message_id=message_id)
    decided = office.hear(text.replace("\n", "\r\n").encode())
    assert decided.heard is not None
    assert decided.heard.screened.kind == "bounce"


def told(office: Office) -> list[OutboxItem]:
    return [each for each in office.sent_to(STAFF) if each.template == "staff_undelivered"]


def test_a_report_that_names_our_mail_is_told_once_and_the_mail_has_failed(office: Office) -> None:
    ours = written_to(office)

    report(office, ours.message_id)
    report(office, ours.message_id, number=2)

    (notice,) = told(office)
    assert "“550 5.1.1 No such user here”" in notice.text
    assert office.newest(LUZ).status == "failed"
    assert f"{LUZ}: 550 5.1.1 No such user here" in office.slash(f"show {ours.conversation}")
    assert f"{ours.id}  failed: came back: 550 5.1.1" in office.slash("inbox")


def test_a_report_that_names_no_mail_of_ours_is_kept_and_told_to_nobody(office: Office) -> None:
    written_to(office)

    report(office, "made.up@elsewhere.example")

    assert not told(office)
    assert office.newest(LUZ).status == "sent"
    with office.app.store.view() as unit:
        (record,) = [each.record for each in unit.records.of(LUZ) if each.record.kind == "bounce.hard"]
    assert record.data["ours"] is False


def test_a_report_about_somebody_we_did_not_write_to_counts_against_nobody(office: Office) -> None:
    ours = written_to(office)

    report(office, ours.message_id, address="principal@district.example")

    with office.app.store.view() as unit:
        (record,) = [each.record for each in unit.records.of("principal@district.example")]
    assert record.data["ours"] is False


def test_a_warning_of_delay_is_no_loss(office: Office) -> None:
    ours = written_to(office)

    report(office, ours.message_id, action="delayed", status="4.4.1")

    assert not told(office)
    assert office.newest(LUZ).status == "sent"
    assert "bounce.soft" in office.kinds_of_records()


def test_an_applicants_record_shows_that_mail_came_back(office: Office) -> None:
    ours = written_to(office)
    report(office, ours.message_id)
    with office.app.store.unit() as unit:
        unit.partners.save(Party(id="p-1", organization="Harbor Readers", contact_email=LUZ))

    shown = office.slash("show p-1")

    assert f"bounce.hard  {ours.id}: 550 5.1.1 No such user here" in shown
