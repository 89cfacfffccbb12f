"""People leave: a sign is seen, staff say who takes over, and nothing that was open is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import ticking
from handlers.commands import PersonLeft
from handlers.partnership import Partnership, Standing
from handlers.types import Party
from tests.scenarios.office import Office, mail, open_office
from tests.scenarios.test_application import FIRST, answer_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LUZ, NEW = "luz@readingclub.example", "marta@readingclub.example"
ANA, DIAZ, ORTIZ = (f"{name}@district.example" for name in ("ana", "rosa.diaz", "ortiz"))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office with two people of a school on its list."""
    opened = open_office(tmp_path, monkeypatch)
    with opened.app.store.unit() as unit:
        for address, name in ((DIAZ, "Rosa Diaz"), (ORTIZ, "Lena Ortiz")):
            unit.partners.save_person(address, {"name": name})
    yield opened
    opened.app.close()


def partnership(office: Office, reference: str) -> Partnership:
    with office.app.store.view() as unit:
        found = unit.partnerships.get(reference)
    assert found is not None
    return found


@pytest.fixture
def active(office: Office) -> str:
    """A partnership that runs, with a liaison; the gates on the way are other tests' matter."""
    office.write(FIRST, subject="Reading club")
    answer_all(office)
    done = office.reply("Yes")
    assert done.conversation is not None
    reference = done.conversation.id
    office.slash(f"assign {reference} {DIAZ}")
    with office.app.store.unit() as unit:
        at = unit.partnerships.get(reference)
        assert at is not None
        unit.partnerships.save(replace(at, standing=Standing.ACTIVE, stage="implementation", active_since=office.clock.at))
    office.clock.advance(days=1)
    return reference


def templates(office: Office, address: str) -> list[str]:
    return [item.template for item in office.sent_to(address)]


def open_handovers(office: Office, reference: str) -> list[tuple[str, str, str, str]]:
    with office.app.store.view() as unit:
        return [(each.post.value, each.leaves, each.successor, each.sign) for each in unit.handovers.open_of(reference)]


AWAY = {"Auto-Submitted": "auto-replied"}


@pytest.mark.parametrize(
    ("text", "successor", "sign"),
    [
        ("I am no longer with the district. Please contact Lena Ortiz, ortiz@district.example.", ORTIZ, "left"),
        ("I have retired. Thank you for all these years.", "", "left"),
        ("Thank you for your mail. For the reading programs please write to ortiz@district.example.", ORTIZ, "out_of_office"),
        ("Ya no trabajo en la escuela. Escriba a ortiz@district.example.", ORTIZ, "left"),
    ],
)
def test_a_liaisons_automatic_reply_that_tells_of_leaving_opens_a_hand_over(
    office: Office, active: str, text: str, successor: str, sign: str
) -> None:
    office.write(text, sender=DIAZ, headers=AWAY, subject="Automatic reply")

    assert open_handovers(office, active) == [("liaison", DIAZ, successor, sign)]
    told = office.newest(ANA).text
    assert f"/partners handover {active} liaison {successor or 'ADDRESS'}" in told
    assert partnership(office, active).liaison == DIAZ
    assert templates(office, DIAZ) == ["liaison_brief"]


@pytest.mark.parametrize(
    "text",
    [
        "I am out of office until December 7. In urgent cases contact ortiz@district.example.",
        "I am away today. Rosa",
        "Estoy fuera hasta el lunes; escriba a ortiz@district.example.",
    ],
)
def test_an_absence_with_an_end_is_no_turnover(office: Office, active: str, text: str) -> None:
    office.write(text, sender=DIAZ, headers=AWAY, subject="Automatic reply")

    assert open_handovers(office, active) == []


def test_a_partner_that_says_its_liaison_has_gone_is_believed_by_nobody_but_heard(office: Office, active: str) -> None:
    office.reply("By the way, Ms. Diaz no longer works at the school.", sender=LUZ)

    assert open_handovers(office, active) == [("liaison", DIAZ, "", "left")]
    assert partnership(office, active).liaison == DIAZ


def test_somebody_without_a_post_opens_nothing(office: Office, active: str) -> None:
    office.write("I am no longer with the district.", sender="stranger@elsewhere.example", headers=AWAY)
    office.write("Ms. Diaz no longer works at the school.", sender="stranger@elsewhere.example", subject="Hello there")

    assert open_handovers(office, active) == []


def test_the_same_sign_twice_is_one_hand_over_and_one_notice(office: Office, active: str) -> None:
    for _ in range(2):
        office.write("I have retired.", sender=DIAZ, headers=AWAY, subject="Automatic reply")
        office.clock.advance(hours=1)

    assert len(open_handovers(office, active)) == 1
    assert templates(office, ANA).count("staff_handover") == 1


def test_one_command_hands_over_and_both_sides_get_a_page(office: Office, active: str) -> None:
    office.write("I am no longer with the district. Please write to ortiz@district.example.", sender=DIAZ, headers=AWAY)

    said = office.slash(f"handover {active}", ANA)

    assert partnership(office, active).liaison == ORTIZ
    assert open_handovers(office, active) == []
    brief = office.newest(ORTIZ)
    assert brief.template == "liaison_brief"
    for words in ("Harbor Readers", "Lincoln", LUZ, "active", f"/partners show {active}"):
        assert words in brief.text
    told = office.newest(LUZ)
    assert (told.template, ORTIZ in told.text) == ("liaison_changed", True)
    assert ORTIZ in said or active in said
    assert templates(office, DIAZ) == ["liaison_brief"]
    page = office.slash(f"show {active}")
    assert f"Liaison: {ORTIZ}" in page
    assert "handover" not in page.partition("To do:")[2].partition("\n")[0]
    assert "is the liaison already" in office.slash(f"handover {active} liaison {ORTIZ}", ANA)


def test_what_the_leaver_had_to_do_is_the_successors(office: Office, active: str) -> None:
    with office.app.store.unit() as unit:
        (task, *_) = unit.tasks.of(active) or (None,)
        assert task is None or task.subject == active
        from handlers.partnership import Task  # noqa: PLC0415  only here

        unit.tasks.open(Task(key=f"{active}/projector", subject=active, title="A projector", assigned_to=DIAZ, opened_at=office.clock.at))

    office.slash(f"assign {active} {ORTIZ}", ANA)

    with office.app.store.view() as unit:
        kept = unit.tasks.get(f"{active}/projector")
    assert kept is not None
    assert kept.assigned_to == ORTIZ
    assert "A projector" in office.newest(ORTIZ).text
    assert office.sent_to(DIAZ)[-1].subject.startswith("Handed over")


def test_staff_may_say_that_they_stay(office: Office, active: str) -> None:
    office.write("I have retired.", sender=DIAZ, headers=AWAY)

    office.slash(f"handover {active} stays", ANA)

    assert open_handovers(office, active) == []
    assert partnership(office, active).liaison == DIAZ
    assert "No sign was seen" in office.slash(f"handover {active} stays", ANA)


def test_a_hand_over_without_a_name_says_what_is_missing(office: Office, active: str) -> None:
    office.write("I have retired.", sender=DIAZ, headers=AWAY)

    assert "name the address" in office.slash(f"handover {active}", ANA)
    assert "is on no list" in office.slash(f"handover {active} liaison nobody@elsewhere.example", ANA)
    assert partnership(office, active).liaison == DIAZ


def test_a_deactivated_account_or_a_word_of_staff_opens_all_that_somebody_holds(office: Office, active: str) -> None:
    decided = office.app.service.person_left(PersonLeft(address=DIAZ, sign="slack"))
    assert decided.outcome.orders
    assert "Slack account" in office.newest(ANA).text
    assert "Open already" in office.slash(f"left {DIAZ} {ORTIZ}", ANA)
    assert "holds no post" in office.slash("left nobody@district.example", ANA)

    office.slash(f"handover {DIAZ} {ORTIZ}", ANA)

    assert partnership(office, active).liaison == ORTIZ


def bounce_of(office: Office, address: str, status: str = "5.1.1") -> bytes:
    """A report on the newest mail that went to an address, as a server writes it."""
    item = office.newest(address)
    with office.app.store.unit() as unit:
        raw = unit.blobs.get(item.raw_sha256)
    assert raw is not None
    head = raw.decode("utf-8", "replace").partition("\r\n\r\n")[0].replace("\r\n", "\n")
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: partners@district.example\nSubject: Undelivered Mail Returned to Sender\n"
        f"Message-ID: <b{item.id}@mx.example>\nDate: Mon, 23 Nov 2026 15:05:00 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nThis is the mail system. The mail could not be delivered.\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; 550 {status} No such user\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{head}\n\n--b--\n"
    ).encode()


@pytest.mark.parametrize(("address", "post"), [(DIAZ, "liaison"), (LUZ, "contact")])
def test_a_mail_that_comes_back_for_good_is_a_sign_and_one_that_may_yet_arrive_is_none(
    office: Office, active: str, address: str, post: str
) -> None:
    office.hear(bounce_of(office, address, "4.2.2"), envelope_from="")
    assert open_handovers(office, active) == []
    office.hear(bounce_of(office, address).replace(b"<bo-", b"<hard-"), envelope_from="")

    assert [each[:2] for each in open_handovers(office, active)] == [(post, address)]
    assert "came back for good" in office.newest(ANA).text


def test_a_partners_contact_changes_and_the_old_address_hears_of_it(office: Office, active: str) -> None:
    office.reply(f"I'm leaving the club, this is my last day here. Please write to {NEW} from now on.", sender=LUZ)
    assert open_handovers(office, active) == [("contact", LUZ, NEW, "left")]
    assert partnership(office, active).contact == LUZ

    office.slash(f"contact {active} {NEW} Marta Gil", ANA)

    assert partnership(office, active).contact == NEW
    assert office.newest(NEW).template == "contact_changed"
    assert "Hi Marta" in office.newest(NEW).text
    old = office.newest(LUZ)
    assert (old.template, "Is this not right?" in old.text) == ("contact_changed", True)
    with office.app.store.view() as unit:
        (entry,) = unit.partners.by_email(NEW)
        assert unit.partners.by_email(LUZ) == ()
        talk = unit.conversations.get(active)
    assert (entry.organization, entry.contact_name) == ("Harbor Readers", "Marta Gil")
    assert talk is not None
    assert (talk.party, talk.answers["contact_email"].value) == (NEW, NEW)
    assert "status" in office.reply("status", sender=NEW).outcome.outbound[0].template
    assert "other_address" not in templates(office, LUZ)


def test_a_contact_that_the_list_knows_already_keeps_its_entry(office: Office, active: str) -> None:
    with office.app.store.unit() as unit:
        unit.partners.save(Party(id="", organization="Harbor Readers", contact_name="Marta Gil", contact_email=NEW))

    office.slash(f"contact {active} {NEW}", ANA)

    assert partnership(office, active).contact == NEW
    assert "is no mail address" in office.slash(f"contact {active} nonsense", ANA)
    assert "is the contact already" in office.slash(f"contact {active} {NEW}", ANA)


def test_a_forged_farewell_changes_nothing(office: Office, active: str) -> None:
    raw = mail("I'm leaving us. Please write to evil@elsewhere.example.", sender=LUZ, subject="My last day here")
    office.hear(raw)

    assert partnership(office, active).contact == LUZ
    assert office.sent_to("evil@elsewhere.example") == []


def test_a_partnership_that_runs_without_a_liaison_is_a_task_once_until_somebody_is_assigned(office: Office, active: str) -> None:
    with office.app.store.unit() as unit:
        at = unit.partnerships.get(active)
        assert at is not None
        unit.partnerships.save(replace(at, liaison=""))

    for _ in range(2):
        list(ticking.tick(office.app))

    assert office.slash("tasks").count("has no liaison") == 1
    office.slash(f"assign {active} {ORTIZ}", ANA)
    assert "has no liaison" not in office.slash("tasks")
