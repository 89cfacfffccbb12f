"""What becomes of a first mail: answered, asked back, or kept for a person; and every bad one has its end."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from bot.samples import envelope, samples
from handlers.front_desk import its_own_words
from handlers.reading.lines import squash
from mail.parse import parse
from tests.scenarios.office import INTAKE, STAFF, Office, mail, open_office

if TYPE_CHECKING:
    from pathlib import Path

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"


def partner_mail(office: Office, address: str = "luz@readingclub.example") -> str:
    return office.newest(address).text


def test_a_vendor_hears_of_the_vendor_page_and_what_that_rests_on(office: Office) -> None:
    decided = office.write(VENDOR, subject="STEM kits")

    talk = office.conversation(decided)
    assert (talk["pathway"], talk["status"]) == ("vendor", "routed")
    assert "Important Notes" in partner_mail(office)
    assert "no fee" in partner_mail(office)


def test_no_fee_in_reply_to_the_vendor_answer_opens_an_application(office: Office) -> None:
    office.write(VENDOR, subject="STEM kits")
    decided = office.reply("No fee. We were misread: nobody pays anything.")

    talk = office.conversation(decided)
    assert (talk["kind"], talk["pathway"], talk["status"]) == ("application", "partnership", "asking")


def test_an_offer_silent_on_money_is_asked_that_one_thing_and_the_reply_settles_it(office: Office) -> None:
    asked = office.write(
        "We are the Red Wagon Theatre, a nonprofit, and have a workshop on empathy that we would love to bring to your middle schools.",
        subject="workshops",
    )
    question = office.newest("luz@readingclub.example")
    settled = office.reply("No, nobody ever pays. It is free.")

    assert office.conversation(asked)["status"] == "asking"
    assert question.questions == ("charges_fee",)
    assert "\n1. " in question.text
    assert office.conversation(settled)["kind"] == "application"
    assert office.conversation(settled)["answers"]["charges_fee"] is False


def test_where_the_source_is_silent_the_answer_says_so_and_staff_look(office: Office) -> None:
    decided = office.write("How do I rent a school gym for our weekend basketball league?", subject="gym")

    talk = office.conversation(decided)
    assert (talk["pathway"], talk["status"]) == ("facility_use", "routed")
    assert "sources say nothing" in partner_mail(office)
    assert office.newest(STAFF).template == "staff_look"


def test_what_fits_nothing_is_held_for_a_person_and_not_answered(office: Office) -> None:
    decided = office.write("What time does school start on Monday, and is there a bus?", subject="Monday")

    assert (decided.disposition, decided.reason) == ("held", "nothing_fits")
    assert decided.conversation is None
    assert not office.sent_to("luz@readingclub.example")
    assert office.newest(STAFF).template == "staff_held"


def test_a_disclosure_is_never_answered_and_reaches_people_at_once(office: Office) -> None:
    decided = office.write(
        "Thanks for everything. One more thing, a girl in our club told me that her stepfather hits her and she is afraid to go home.",
        subject="club news",
    )

    assert decided.disposition == "held"
    assert decided.outcome.sensitive == "safety"
    assert not office.sent_to("luz@readingclub.example")
    notice = office.newest(STAFF)
    assert notice.template == "staff_held"
    assert "stepfather" not in notice.text


def test_a_disclosure_in_a_reply_silences_the_conversation(office: Office) -> None:
    office.write("We would like to run a free reading club, nobody pays.", subject="club")
    before = len(office.sent_to("luz@readingclub.example"))
    decided = office.reply("1. Lincoln\nBy the way, one of the boys said he wants to kill himself, I don't know what to do.")
    office.reply("2. about 20 kids")

    assert decided.disposition == "held"
    assert len(office.sent_to("luz@readingclub.example")) == before


def test_the_same_mail_twice_is_answered_once(office: Office) -> None:
    raw = mail(VENDOR, subject="STEM kits")

    first, second = office.hear(raw), office.hear(raw)

    assert first.disposition == "accepted"
    assert second.disposition == "duplicate"
    assert len(office.sent_to("luz@readingclub.example")) == 1


def test_a_squatted_message_id_hides_no_genuine_mail(office: Office) -> None:
    office.hear(mail("hello", message_id="<known@mail.example>", subject="x", sender="Mallory <m@evil.example>"))
    genuine = office.hear(mail(VENDOR, message_id="<known@mail.example>", subject="STEM kits"))

    assert genuine.disposition == "accepted"


@pytest.mark.parametrize(
    ("how", "kind", "disposition"),
    [
        ({"sender": f"Desk <{INTAKE}>"}, "own", "discarded"),
        ({"headers": {"Auto-Submitted": "auto-replied"}, "subject": "Out of office"}, "auto_reply", "discarded"),
        ({"to": f"Ana <{STAFF}>, {INTAKE}"}, "normal", "held"),
        ({"to": "Friend <friend@other.example>", "cc": INTAKE}, "normal", "held"),
        ({"to": ", ".join([INTAKE, *(f"p{n}@other.example" for n in range(40))])}, "normal", "held"),
        ({"headers": {"List-Id": "<news.other.example>"}}, "normal", "held"),
    ],
)
def test_mail_that_no_robot_answers_has_its_own_end(office: Office, how: dict[str, object], kind: str, disposition: str) -> None:
    decided = office.write(VENDOR, **{"subject": "STEM kits", **how})

    assert decided.heard is not None
    assert (decided.heard.screened.kind, decided.disposition) == (kind, disposition)
    assert not [each for each in decided.queued if each.to != (STAFF,)]


@pytest.mark.parametrize(
    "raw",
    [
        mail("", subject=""),
        mail("", subject="We sell STEM kits for $40 a student, how do we become a vendor?"),
        b"From: luz@readingclub.example\r\nContent-Type: text/html\r\n\r\n<p>We sell kits for <b>$40</b> a student.</p>",
        b"From: luz@readingclub.example\r\nContent-Type: text/plain; charset=klingon\r\n\r\nCaf\xe9 \xff\xfe",
        b"no headers at all",
        b"",
    ],
)
def test_poor_mail_is_kept_and_has_a_defined_end(office: Office, raw: bytes) -> None:
    decided = office.hear(raw)

    assert decided.disposition in {"accepted", "held", "discarded"}
    with office.app.store.view() as unit:
        item = unit.inbox.get(decided.inbox_id)
        assert item is not None
        assert unit.blobs.get(item.raw_sha256) == raw


def test_only_an_attachment_is_kept_and_looked_at(office: Office) -> None:
    decided = office.hear(mail("", subject="", files={"scan.pdf": b"%PDF-1.4 nothing"}))

    assert decided.disposition in {"accepted", "held"}
    assert decided.heard is not None
    assert [each.name for each in decided.heard.inbound.attachments] == ["scan.pdf"]


def test_a_hostile_mail_is_held_and_told(office: Office) -> None:
    nested = b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 400
    decided = office.hear(b"From: luz@readingclub.example\r\nSubject: bomb\r\n" + nested)

    assert decided.heard is not None
    assert decided.heard.screened.kind == "hostile"
    assert decided.disposition == "held"
    assert "luz@readingclub.example" in office.newest(STAFF).text


def test_thirty_megabytes_are_held_by_their_headers(office: Office) -> None:
    decided = office.hear(mail("x" * 100, subject="big") + b"A" * (30 * 1024 * 1024))

    assert decided.heard is not None
    assert decided.heard.screened.kind == "too_big"
    assert decided.disposition == "held"


def test_another_language_goes_to_a_person(office: Office) -> None:
    decided = office.write(
        "Bonjour, nous sommes une association de quartier et nous aimerions proposer des ateliers de lecture gratuits aux élèves de votre "
        "école primaire après les cours, deux fois par semaine, avec des bénévoles formés.",
        subject="Ateliers de lecture",
    )

    assert (decided.disposition, decided.reason) == ("held", "language")


def test_one_address_gets_only_so_many_first_answers_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(tmp_path, monkeypatch, ANSWERS_PER_ADDRESS="2")

    reasons = [office.write(f"{VENDOR} Batch {n}.", subject="STEM kits").reason for n in range(3)]

    office.app.close()
    assert reasons[2] == "answer_cap"
    assert len(office_answers(reasons)) == 2


def office_answers(reasons: list[str]) -> list[str]:
    return [reason for reason in reasons if reason != "answer_cap"]


def test_a_draft_waits_until_a_person_releases_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(tmp_path, monkeypatch, REPLIES="draft")
    decided = office.write(VENDOR, subject="STEM kits")
    (draft,) = [each for each in decided.queued if each.to != (STAFF,)]

    told = office.slash(f"release {draft.id}", who=STAFF)

    with office.app.store.view() as unit:
        after = unit.outbox.get(draft.id)
    office.app.close()
    assert decided.disposition == "accepted"
    assert draft.status == "held"
    assert after is not None
    assert after.status == "ready"
    assert "goes out" in told


def test_a_released_mail_is_decided_on_its_merits(office: Office) -> None:
    held = office.write(VENDOR, subject="STEM kits", cc=INTAKE, to="Friend <friend@other.example>")

    told = office.slash(f"release {held.inbox_id}", who=STAFF)

    assert held.disposition == "held"
    assert "accepted" in told
    assert office.newest("luz@readingclub.example").template == "answer"


def test_a_business_that_says_it_is_free_is_asked_once_more_and_then_a_person_decides(office: Office) -> None:
    office.write(
        "Brightpath LLC is a company that offers free financial literacy workshops for high schools at no cost.", subject="workshops"
    )
    asked = office.newest("luz@readingclub.example")
    decided = office.reply("Nobody pays us for it, it is really free.")
    resumed = office.slash(f"resume {office.conversation(decided)['id']}", who=STAFF)

    assert asked.template == "ask_fact"
    assert office.conversation(decided)["status"] == "held"
    assert "answers here again" in resumed
    assert office.newest("luz@readingclub.example").template == "application_questions"


def test_a_disclosure_in_mail_that_is_only_filed_reaches_people_too(office: Office) -> None:
    decided = office.write(
        "A girl in our club told me that her stepfather hits her and she is afraid to go home.",
        subject="club",
        to="Friend <friend@other.example>",
        cc=INTAKE,
    )

    assert (decided.disposition, decided.reason, decided.outcome.sensitive) == ("held", "in_copy", "safety")
    assert office.newest(STAFF).template == "staff_held"


def test_our_own_words_are_not_the_senders_when_they_come_back_quoted(office: Office) -> None:
    for outbound in samples(office.app.loaded.playbook):
        text = office.app.templates.render(outbound, envelope(outbound)).text
        quote = "".join(f"> {line}\n" for paragraph in text.splitlines() for line in textwrap.wrap(paragraph, 40))
        raw = mail(f"Thanks, see you on Tuesday.\n\nOn Monday the desk wrote:\n{quote}")
        inbound = parse(raw, intake=office.app.desk.intake, received_at=office.clock.at)

        assert squash(its_own_words(inbound, text)) in {"thanks see you on tuesday", "thanks see you on tuesday on monday the desk wrote"}


def test_no_form_of_our_own_address_is_answered(office: Office) -> None:
    decided = office.write(VENDOR, subject="STEM kits", sender="Desk <partners+anything@district.example>")

    assert decided.heard is not None
    assert (decided.heard.screened.kind, decided.disposition) == ("own", "discarded")


@pytest.mark.parametrize("text", ["yes", "hello", "Ok thanks"])
def test_a_mail_of_a_word_or_two_asks_for_nothing_that_could_be_answered(office: Office, text: str) -> None:
    decided = office.write(text)

    assert (decided.disposition, decided.reason) == ("held", "nothing_fits")


def test_a_request_that_names_a_records_law_is_held_however_calm_it_is(office: Office) -> None:
    decided = office.write("Per the state FOIA please send me the partnership agreements.", subject="agreements")

    assert decided.outcome.sensitive == "records"
    assert not office.sent_to("luz@readingclub.example")
