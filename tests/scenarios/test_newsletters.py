"""Newsletters as an office and its partners live them: nobody gets one twice, nobody is skipped, nobody gets it who said no."""

from __future__ import annotations

import asyncio
import email
from email import policy
from typing import TYPE_CHECKING

import pytest

from bot import exporting
from bot.newsletter_items import NewsletterError
from handlers.types import Party, PartyStatus
from tests.scenarios.office import Office, mail, open_office

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from store.deliveries import DeliveryItem

ANA, SAM, MIA = "ana@district.example", "sam@district.example", "mia@district.example"
TEXT = "# News of November\n\nHello {{ first_name | friend }}, here is news for {{ organization }}.\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    staff = f"{ANA}:approver,{SAM}:staff,{MIA}:approver"
    office = open_office(tmp_path, monkeypatch, STAFF=staff, PUBLIC_URL="https://desk.district.example")
    know(office, "luz@club.example", "Reading Club", "Luz Rivera", language="es", tags="steam")
    know(office, "bob@chess.example", "Chess", "Bob Stone", tags="steam")
    know(office, "gil@garden.example", "Garden", status="paused")
    return office


def know(office: Office, address: str, organization: str, name: str = "", **details: str) -> Party:
    status = PartyStatus(details.pop("status", "active"))
    with office.app.store.unit() as unit:
        return unit.partners.save(
            Party(id="", organization=organization, contact_name=name, contact_email=address, status=status, details=details)
        )


def approved(office: Office, text: str = TEXT, audience: str = "", author: str = SAM, by: str = SAM) -> str:
    issue = office.app.newsletters.write(text, {}, audience, author)
    office.app.newsletters.approve(issue.id, office.app.newsletters.preview(issue.id).hash, by)
    return issue.id


def send(office: Office, minutes: float = 11) -> None:
    office.clock.advance(minutes=minutes)
    asyncio.run(office.app.bulk.send_due())


def rows(office: Office, issue: str) -> dict[str, DeliveryItem]:
    with office.app.store.view() as unit:
        return {each.address: each for each in unit.deliveries.of(issue)}


def states(office: Office, issue: str) -> dict[str, str]:
    return {address: each.reason or each.status for address, each in rows(office, issue).items()}


def received(office: Office, address: str) -> list[EmailMessage]:
    """Newsletters in the folder of sent mail."""
    files = (office.folder / "var" / "mail" / "new").glob("*")
    mails = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(files)]
    return [each for each in mails if address in each["To"] and each["List-Id"]]


def answer(office: Office, address: str, text: str, **how: str) -> None:
    newest = received(office, address)[-1]
    office.write(
        text, sender=address, to=newest["Reply-To"], in_reply_to=newest["Message-ID"].strip("<>"), subject=f"Re: {newest['Subject']}", **how
    )


def test_everybody_who_is_meant_gets_it_once_in_their_language(office: Office) -> None:
    issue = approved(office)

    send(office)
    send(office)

    assert states(office, issue) == {"luz@club.example": "sent", "bob@chess.example": "sent", "gil@garden.example": "paused"}
    (theirs,) = received(office, "luz@club.example")
    body = theirs.get_body(("plain",))
    assert body is not None
    assert "Hello Luz, here is news for Reading Club." in body.get_content()
    assert theirs["Content-Language"] == "es"
    assert theirs["List-Id"] == "<newsletter.partners.district.example>"
    assert theirs["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert theirs["List-Unsubscribe"].startswith("<https://desk.district.example/u/")
    assert office.app.newsletters.standing(issue).issue.status == "sent"


def test_nothing_goes_before_the_ten_minutes_in_which_one_person_may_undo(office: Office) -> None:
    issue = approved(office)
    send(office, minutes=9)
    assert received(office, "bob@chess.example") == []

    office.app.newsletters.change(issue, "undo", SAM)
    send(office, minutes=60)

    assert rows(office, issue) == {}
    assert office.newest(SAM).subject.startswith("News of November")


def test_what_was_changed_after_the_preview_cannot_be_approved(office: Office) -> None:
    issue = office.app.newsletters.write(TEXT, {}, "", SAM)
    seen = office.app.newsletters.preview(issue.id).hash
    office.app.newsletters.write(f"{TEXT}\nAnd more.", {}, "", ANA, issue.id)

    with pytest.raises(NewsletterError, match="not what you saw"):
        office.app.newsletters.approve(issue.id, seen, SAM)


def test_two_approvals_at_once_are_one(office: Office) -> None:
    issue = approved(office)
    with pytest.raises(NewsletterError, match="already"):
        office.app.newsletters.approve(issue, office.app.newsletters.preview(issue).hash, ANA)

    send(office)

    assert len(received(office, "bob@chess.example")) == 1


def asked_for_a_second(office: Office, author: str) -> str:
    rules = office.app.loaded.playbook.newsletters.model_copy(update={"second_person": True})
    object.__setattr__(office.app.newsletters.loaded, "playbook", office.app.loaded.playbook.model_copy(update={"newsletters": rules}))
    return office.app.newsletters.write(TEXT, {}, "", author).id


def test_an_author_never_approves_where_a_second_person_is_asked_for(office: Office) -> None:
    issue = asked_for_a_second(office, ANA)
    seen = office.app.newsletters.preview(issue).hash
    assert f"approve {issue} {seen}" in office.newest(MIA).text

    with pytest.raises(NewsletterError, match="never approves"):
        office.app.newsletters.approve(issue, seen, ANA)
    with pytest.raises(NewsletterError, match="waits for an approver"):
        office.app.newsletters.approve(issue, seen, SAM)
    office.app.newsletters.approve(issue, seen, MIA)
    send(office, minutes=1)

    assert len(received(office, "bob@chess.example")) == 1


def test_a_deputy_approves_after_a_day(office: Office) -> None:
    issue = asked_for_a_second(office, ANA)
    office.clock.advance(hours=25)

    assert office.app.newsletters.approve(issue, office.app.newsletters.preview(issue).hash, SAM).approved_by == SAM


def test_unsubscribe_as_a_reply_works_at_once_also_for_what_is_ready(office: Office) -> None:
    approved(office)
    send(office)
    second = approved(office, "# More\n\nText.\n")

    answer(office, "bob@chess.example", "Unsubscribe")
    answer(office, "luz@club.example", "Baja, por favor")
    send(office)

    assert states(office, second) == {
        "luz@club.example": "unsubscribed",
        "bob@chess.example": "unsubscribed",
        "gil@garden.example": "paused",
    }
    assert "no more newsletters" in office.newest("bob@chess.example").text
    assert "Ya no recibirá boletines" in office.newest("luz@club.example").text


def test_somebody_else_may_not_unsubscribe_another_but_by_a_forwarded_token(office: Office) -> None:
    issue = approved(office)
    office.write("Unsubscribe", sender="stranger@other.example")

    send(office)

    assert states(office, issue)["bob@chess.example"] == "sent"


def test_subscribe_brings_them_back(office: Office) -> None:
    approved(office)
    send(office)
    answer(office, "bob@chess.example", "unsubscribe")
    answer(office, "bob@chess.example", "subscribe")

    second = approved(office, "# More\n\nText.\n")
    send(office)

    assert states(office, second)["bob@chess.example"] == "sent"


def test_the_mail_that_a_mail_program_writes_for_the_mailto_link_unsubscribes(office: Office) -> None:
    approved(office)
    send(office)
    newest = received(office, "bob@chess.example")[-1]
    address = newest["List-Unsubscribe"].split("<mailto:")[1].split("?")[0]

    office.write("", sender="bob@chess.example", to=address, subject="unsubscribe")

    assert "newsletter.unsubscribed" in office.kinds_of_records()


def test_any_other_reply_is_mail_and_stands_on_the_partners_record(office: Office) -> None:
    approved(office)
    send(office)

    answer(office, "bob@chess.example", "Thank you. How do we get a copy of our insurance certificate that you have on file?")

    kinds = office.kinds_of_records()
    assert "newsletter.replied" in kinds
    assert "newsletter.unsubscribed" not in kinds
    assert len(office.sent_to("bob@chess.example")) == 1


def test_a_bounce_of_a_newsletter_counts_and_a_hard_one_keeps_the_next_back(office: Office) -> None:
    first = approved(office)
    send(office)
    office.hear(bounce(received(office, "bob@chess.example")[-1]["Message-ID"], "bob@chess.example"))

    second = approved(office, "# More\n\nText.\n")
    send(office)

    assert states(office, second)["bob@chess.example"] == "bounced"
    assert rows(office, first)["bob@chess.example"].status == "failed"
    assert not any("could not" in each.subject for each in office.sent_to(ANA))


def bounce(message_id: str, address: str, status: str = "5.1.1") -> bytes:
    return f"""From: MAILER-DAEMON@mx.example
To: partners@district.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <dsn{status}@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user here

--b
Content-Type: message/rfc822

From: partners@district.example
To: {address}
Message-ID: {message_id}
Subject: News

--b--
""".encode()


def test_a_forged_bounce_keeps_nobody_back(office: Office) -> None:
    approved(office)
    send(office)
    office.hear(bounce("<liaison.000000000001ffffffffffffffffffffffffffff@district.example>", "bob@chess.example"))

    second = approved(office, "# More\n\nText.\n")
    send(office)

    assert states(office, second)["bob@chess.example"] == "sent"


def test_who_is_paused_after_the_approval_is_not_written_to(office: Office) -> None:
    issue = approved(office)
    know(office, "bob@chess.example", "Chess", status="paused")

    send(office)

    assert states(office, issue)["bob@chess.example"] == "paused"


def test_a_pause_holds_the_rest_and_a_cancel_ends_it_with_a_true_count(office: Office) -> None:
    issue = approved(office)
    office.app.newsletters.change(issue, "pause", SAM)
    send(office)
    assert received(office, "bob@chess.example") == []

    office.app.newsletters.change(issue, "cancel", SAM)
    send(office)

    counts = office.app.newsletters.standing(issue).counts
    assert (counts.cancelled, counts.suppressed, counts.sent, counts.total) == (2, 1, 0, 3)


def test_a_schedule_is_kept_and_what_is_late_is_held_not_blasted(office: Office) -> None:
    issue = approved(office)
    office.app.newsletters.schedule(issue, office.clock.at.replace(hour=20), "", SAM)
    send(office, minutes=60)
    assert received(office, "bob@chess.example") == []

    send(office, minutes=60 * 24)

    assert office.app.newsletters.standing(issue).issue.status == "held"
    assert "is late" in office.newest(SAM).text
    office.slash(f"newsletter resume {issue}", SAM)
    send(office, minutes=1)
    assert len(received(office, "bob@chess.example")) == 1


def test_a_schedule_before_the_approval_is_kept_too(office: Office) -> None:
    issue = office.app.newsletters.write(TEXT, {}, "", SAM).id
    office.app.newsletters.schedule(issue, office.clock.at.replace(hour=20), "", SAM)
    office.app.newsletters.approve(issue, office.app.newsletters.preview(issue).hash, SAM)

    send(office, minutes=60)
    assert received(office, "bob@chess.example") == []
    send(office, minutes=60 * 5)

    assert len(received(office, "bob@chess.example")) == 1


def test_what_comes_round_is_sent_again_to_whoever_it_is_for_by_then(office: Office) -> None:
    issue = approved(office)
    office.app.newsletters.schedule(issue, office.clock.at.replace(hour=20), "week", SAM)
    send(office, minutes=60 * 5)
    know(office, "new@club.example", "New Club")

    office.clock.advance(days=6, hours=23)
    send(office, minutes=60)

    assert len(received(office, "bob@chess.example")) == 2
    assert len(received(office, "new@club.example")) == 1


def test_an_empty_audience_is_never_approved(office: Office) -> None:
    with pytest.raises(NewsletterError, match="nobody would receive"):
        approved(office, audience="tag=nothing")


def test_a_line_break_in_a_name_stops_that_one_mail_alone(office: Office) -> None:
    know(office, "eve@evil.example", "Evil", "Eve\r\nBcc: all@district.example")
    issue = approved(office)

    send(office)

    assert "line break" in states(office, issue)["eve@evil.example"]
    assert states(office, issue)["bob@chess.example"] == "sent"


def test_a_field_without_default_stops_only_who_lacks_it(office: Office) -> None:
    know(office, "no@name.example", "Nameless")
    issue = approved(office, "# News\n\nDear {{ name }},\n")

    send(office)

    assert "has no default" in states(office, issue)["no@name.example"]
    assert states(office, issue)["bob@chess.example"] == "sent"


def test_a_big_picture_is_refused_with_what_to_do(office: Office) -> None:
    with pytest.raises(NewsletterError, match=r"10\.0 MB"):
        office.app.newsletters.write("# N\n\n![A map](map.png)\n", {"map.png": b"\x89PNG\r\n" + b"0" * 9_999_994}, "", SAM)


def test_a_clock_that_is_set_back_holds_nothing_up(office: Office) -> None:
    issue = approved(office)
    office.clock.advance(minutes=11)
    office.app.newsletters.begin_due()
    office.clock.advance(hours=-48)

    asyncio.run(office.app.bulk.send_due())

    assert states(office, issue)["bob@chess.example"] == "sent"


def test_staff_ask_from_slack_or_terminal_what_a_partner_was_sent(office: Office) -> None:
    issue = approved(office)
    send(office)

    assert issue in office.slash("newsletter sent bob@chess.example", SAM)
    assert "2 sent" in office.slash(f"newsletter status {issue}", SAM)
    assert "takes: list" in office.slash("newsletter frobnicate", SAM)


def test_unsubscribing_by_mail_without_a_newsletter_at_hand_takes_off_who_writes(office: Office) -> None:
    office.hear(mail("please unsubscribe", sender="bob@chess.example"))
    office.hear(mail("Unsubscribe please", sender="bob@chess.example"))

    issue = approved(office)

    assert states(office, issue)["bob@chess.example"] == "unsubscribed"


def test_every_delivery_can_be_exported(office: Office) -> None:
    issue = approved(office)
    send(office)

    with office.app.store.view() as unit:
        found = list(exporting.records("newsletters", unit, office.app.loaded.playbook))

    assert {(row["issue"], row["address"], row["status"]) for row in found} == {
        (issue, "luz@club.example", "sent"),
        (issue, "bob@chess.example", "sent"),
        (issue, "gil@garden.example", "suppressed"),
    }
