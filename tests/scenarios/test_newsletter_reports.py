"""Reports that come by mail while a newsletter is under way: they keep addresses back, and too many of them stop the run."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handlers.pace import Pace
from handlers.types import Party, PartyStatus
from mail.issue.tokens import message_id_of
from tests.scenarios.office import Office, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.deliveries import DeliveryItem

#: Reports as servers write them; each names an address and a mail of ours, for which the test's own are put in.
MAIL = Path(__file__).parents[1] / "mail" / "bounces" / "mail"
HARD = ("dsn_unknown.eml", "v_exo.eml")

#: What Microsoft's complaint programme sends: the mail itself, with whom it went to.
JMRP = """From: staff@hotmail.example
To: partners@district.example
Subject: complaint about message from 192.0.2.1
Message-ID: <jmrp-{number}@hotmail.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: message/rfc822

X-HmXmrOriginalRecipient: {address}
From: partners@district.example
To: {address}
Message-ID: <{message_id}>
Subject: News

Hello
--m--
"""

MANY, FIRST = 60, 40


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = open_office(tmp_path, monkeypatch)
    with opened.app.store.unit() as unit:
        for number in range(MANY):
            unit.partners.save(
                Party(id="", organization=f"Club {number}", contact_email=f"p{number}@club.example", status=PartyStatus.ACTIVE)
            )
    yield opened
    opened.app.close()


def begun(office: Office) -> str:
    """An issue of which the first forty have left, and the rest waits for the next hour."""
    draft = office.app.newsletters.write("# News\n\nHello.\n", {}, "", "local-admin")
    office.app.newsletters.approve(draft.id, office.app.newsletters.preview(draft.id).hash, "local-admin")
    office.app.bulk.ledger.pace = Pace(per_hour=FIRST)
    send(office, minutes=11)
    assert office.app.newsletters.standing(draft.id).counts.sent == FIRST
    return draft.id


def send(office: Office, minutes: float) -> None:
    office.clock.advance(minutes=minutes)
    asyncio.run(office.app.bulk.send_due())


def sent(office: Office, issue: str) -> tuple[DeliveryItem, ...]:
    with office.app.store.view() as unit:
        return unit.deliveries.of(issue, ("sent",))


def id_of(office: Office, item: DeliveryItem) -> str:
    return message_id_of(office.app.desk.secret, item.to.id, "district.example")


def report(office: Office, fixture: str, item: DeliveryItem, number: int) -> bytes:
    """A report as a server wrote it, about one of our mails."""
    text = (MAIL / fixture).read_text(encoding="utf-8")
    theirs = re.search(r"(?:Final-Recipient: rfc822; ?|Original-Rcpt-To: )(\S+)", text)
    ours = re.findall(r"^Message-ID: <([^>]*)>", text, re.MULTILINE)
    assert theirs is not None
    text = text.replace(theirs[1], item.address).replace(ours[-1], id_of(office, item)).replace(ours[0], f"r{number}@mx.example")
    return text.replace("partners@desk.example", "partners@district.example").encode()


def status(office: Office, issue: str) -> tuple[str, str]:
    found = office.app.newsletters.standing(issue).issue
    return found.status.value, found.reason


def test_bounces_that_come_by_mail_stop_a_run_in_progress_and_say_why(office: Office) -> None:
    issue = begun(office)

    for number, item in enumerate(sent(office, issue)[:4]):
        office.hear(report(office, HARD[number % 2], item, number))
    assert status(office, issue) == ("sending", "")
    office.hear(report(office, HARD[0], sent(office, issue)[0], 4))

    held, why = status(office, issue)
    assert held == "held"
    assert "5 of 40 mails were refused, came back or could not be made, more than 10 in 100" in why
    assert "stopped by itself" in office.newest("ana@district.example").text
    send(office, minutes=61)
    assert office.app.newsletters.standing(issue).counts.waiting == MANY - FIRST
    office.app.newsletters.change(issue, "resume", "local-admin")
    send(office, minutes=1)
    assert status(office, issue)[0] == "sent"


def test_delays_and_the_same_bounce_twice_stop_nothing(office: Office) -> None:
    issue = begun(office)
    item = sent(office, issue)[0]

    for number in range(8):
        office.hear(report(office, "dsn_unknown.eml", item, number))
    for number, each in enumerate(sent(office, issue)[:8]):
        office.hear(report(office, "dsn_delayed.eml", each, 100 + number))

    assert status(office, issue) == ("sending", "")
    assert office.app.newsletters.standing(issue).counts.failed == 1


def test_complaints_keep_back_who_complains_and_the_third_stops_the_run(office: Office) -> None:
    issue = begun(office)
    first, second, third = sent(office, issue)[:3]

    office.hear(report(office, "complaint_arf.eml", first, 1))
    office.hear(JMRP.format(number=2, address=second.address, message_id=id_of(office, second)).encode())
    assert status(office, issue) == ("sending", "")
    office.hear(report(office, "complaint_arf.eml", third, 3))

    held, why = status(office, issue)
    counts = office.app.newsletters.standing(issue).counts
    assert held == "held"
    assert "3 of 40 recipients called it spam" in why
    assert (counts.complained, counts.sent) == (3, FIRST)
    with office.app.store.view() as unit:
        known = unit.suppressions.of([each.address for each in (first, second, third)])
    assert {(each.reason, each.score) for each in known.values()} == {("complained", 1.0)}


def test_a_report_that_calls_it_no_spam_or_wants_no_more_is_no_complaint(office: Office) -> None:
    issue = begun(office)
    good, leaving = sent(office, issue)[:2]
    no_spam = report(office, "complaint_arf.eml", good, 1).replace(b"Feedback-Type: abuse", b"Feedback-Type: not-spam")
    opt_out = report(office, "complaint_arf.eml", leaving, 2).replace(b"Feedback-Type: abuse", b"Feedback-Type: opt-out")

    office.hear(no_spam)
    office.hear(opt_out)

    with office.app.store.view() as unit:
        known = unit.suppressions.of([good.address, leaving.address])
    assert {address: each.reason for address, each in known.items()} == {leaving.address: "unsubscribed"}
    assert office.app.newsletters.standing(issue).counts.complained == 0


def test_a_forged_report_counts_for_nothing(office: Office) -> None:
    issue = begun(office)

    for number, item in enumerate(sent(office, issue)[:8]):
        raw = report(office, "complaint_arf.eml", item, number)
        office.hear(raw.replace(id_of(office, item).encode(), b"liaison.0000000000010123456789abcdef0123456789ab@district.example"))

    assert status(office, issue) == ("sending", "")
    with office.app.store.view() as unit:
        assert unit.suppressions.items() == ()
