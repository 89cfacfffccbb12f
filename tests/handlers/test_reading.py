"""The one reader, from a mail to typed answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading import read_first, read_reply
from handlers.types import Address, Answer, Attachment, Inbound, Pair
from tests.bench.answers import NOW, OWN, READER, Score, cases, judge, load_forms, main, percent, read

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.playbook import Question
    from handlers.reading import Reading

FORMS = load_forms()
FORM, CHECKIN = FORMS["application"], FORMS["checkin"]
CERTIFICATE = "CERTIFICATE OF LIABILITY INSURANCE. Producer: Lane Agency. Policy number 12."
W9 = "Form W-9. Request for Taxpayer Identification Number and Certification."


def mail(text: str, **more: Any) -> Inbound:
    sender = Address(email="ana@brisa.example", name="Ana Diaz")
    return replace(Inbound(message_id="m1", content_key="k", sender=sender, received_at=NOW, visible=text), **more)


def paper(name: str, text: str = "") -> Attachment:
    return Attachment(name=name, media_type="application/pdf", size=40_000, sha256=f"{len(name):064}", text=text)


def ask(*names: str) -> list[Question]:
    return [question for name in names if (question := FORM.question(name))]


def reply(text: str, *names: str, held: dict[str, Any] | None = None, earlier: tuple[Attachment, ...] = (), **more: Any) -> Reading:
    known = {key: Answer(value=value, words="") for key, value in (held or {}).items()}
    return read_reply(mail(text, **more), ask(*names), FORM, READER, held=known, attachments=earlier)


@pytest.mark.parametrize("case", [case for file in sorted(OWN.glob("*.jsonl")) for case in cases(file)], ids=lambda case: case["id"])
def test_a_careful_reader_would_read_the_same(case: dict[str, Any]) -> None:
    assert judge(case, read(case, FORMS), Score()) == []


def test_an_answer_keeps_its_words_and_its_message() -> None:
    answer = reply("1. about 45", "students_expected").answers["students_expected"]

    assert (answer.value, answer.words, answer.message_id, answer.reason) == (45, "about 45", "m1", "hedge")


def test_a_certificate_is_judged_by_content_not_by_name() -> None:
    right = reply("here it is", "insurance_certificate", attachments=(paper("scan.pdf", CERTIFICATE),))
    wrong = reply("here is our insurance", "insurance_certificate", attachments=(paper("insurance.pdf", W9),))

    assert right.answers["insurance_certificate"].value == {"name": "scan.pdf", "sha256": f"{8:064}"}
    assert right.answers["insurance_certificate"].sure
    assert wrong.problems == {"insurance_certificate": "wrong_document"}
    assert "insurance_certificate" not in wrong.answers


def test_a_scan_that_nobody_can_read_is_taken_as_a_guess() -> None:
    answer = reply("attached, from the church", "insurance_certificate", attachments=(paper("church coi.pdf"),)).answers[
        "insurance_certificate"
    ]

    assert answer.reason == "guess"


def test_attached_in_my_first_email_means_the_papers_that_came_then() -> None:
    earlier = (paper("w9.pdf", W9), paper("report.pdf", "Our Annual Report for 2025, with thanks to all who gave."))

    wrong = reply("attached in my first email!", "insurance_certificate", earlier=earlier)
    right = reply("attached in my first email!", "insurance_certificate", earlier=(*earlier, paper("x.pdf", CERTIFICATE)))

    assert wrong.problems == {"insurance_certificate": "wrong_document"}
    assert right.answers["insurance_certificate"].value == {"name": "x.pdf", "sha256": f"{5:064}"}


@pytest.mark.parametrize("text", ["lo consigo", "will send it soon", "We don't have one", "ok"])
def test_without_a_paper_there_is_no_document(text: str) -> None:
    assert reply(text, "insurance_certificate").problems == {"insurance_certificate": "no_document"}


def test_a_candid_story_with_a_question_records_nothing() -> None:
    text = (
        "1. I want to be honest with you. Two of us will pass. Brother Lewis has a 1994 conviction, he served his time. What is your rule? "
        "I would want to speak to someone before we go on."
    )

    reading = reply(text, "background_check", "insurance_certificate")

    assert reading.answers == {}
    assert "What is your rule?" in reading.question


def test_a_withdrawal_is_no_name() -> None:
    reading = reply(
        "1. Oh gosh, please disregard! I meant to write to another district. Withdraw it please.", "organization_name", "organization_type"
    )

    assert reading.answers == {}
    assert "disregard" not in str(reading.problems)


def test_blank_never_erases() -> None:
    assert reply("none", "website").answers["website"].value == ""
    assert reply("none", "website", held={"website": "https://brisa.example"}).answers == {}


def test_an_end_before_the_start_is_asked_again() -> None:
    reading = reply("May 3, 2027", "end_date", held={"start_date": "2027-06-01"})

    assert reading.answers == {}
    assert reading.problems == {"end_date": "out_of_range"}


def test_a_bare_number_to_several_counts_is_a_guess_at_the_first() -> None:
    reading = read_reply(mail("37"), CHECKIN.questions, CHECKIN, READER, held={})

    assert {key: (answer.value, answer.reason) for key, answer in reading.answers.items()} == {"students_served": (37, "guess")}


def test_inline_replies_land_at_their_questions() -> None:
    pairs = (
        Pair(quoted="> 1. What is your program called?", typed="Open Strings"),
        Pair(quoted="> 2. About how many students?", typed="18"),
    )

    reading = reply("Hi!\n\nOpen Strings\n\n18", "program_name", "students_expected", pairs=pairs)

    assert {key: answer.value for key, answer in reading.answers.items()} == {"program_name": "Open Strings", "students_expected": 18}


def test_what_no_question_claims_is_left_over_and_a_question_is_passed_on() -> None:
    reading = reply("1. 25\n\nOur van broke down on Friday. Is there a deadline?", "students_expected", "program_name")

    assert reading.answers["students_expected"].value == 25
    assert reading.leftover == "Our van broke down on Friday."
    assert reading.question == "Is there a deadline?"


def test_a_first_mail_says_what_it_says() -> None:
    text = (
        "Hi! We're Brisa Arts, a nonprofit. We'd bring our Open Strings program to Polk Elementary on Tuesdays 3-4, free for everyone, "
        "for about 20 kids in grades 3-5, starting Feb 2.\n\nAna Diaz\n571-555-0142 | brisa.example"
    )

    reading = read_first(mail(text), FORM, READER)

    assert {key: answer.value for key, answer in reading.answers.items()} == {
        "organization_name": "Brisa Arts",
        "organization_type": "nonprofit",
        "program_name": "Open Strings",
        "schools": ("Polk Elementary",),
        "meeting_times": "Tuesdays 3-4",
        "charges_fee": False,
        "students_expected": 20,
        "grade_levels": "grades 3-5",
        "start_date": "2027-02-02",
        "contact_name": "Ana Diaz",
        "contact_email": "ana@brisa.example",
        "contact_phone": "+15715550142",
        "website": "https://brisa.example",
    }


def test_a_first_mail_says_nothing_of_the_past_of_others_or_of_a_price_that_nobody_is_said_to_pay() -> None:
    text = (
        "We served 450 students last year in another district. My daughter attends Mason Elementary. Tickets cost $18. Registration opens "
        "January 4. May we come?\n\nAna Diaz"
    )

    reading = read_first(mail(text), FORM, READER)

    assert set(reading.answers) == {"contact_name", "contact_email"}


def test_a_signature_that_was_cut_still_names_the_writer() -> None:
    inbound = mail("We'd like to read with kids.", signature="Tom Albrecht\n571-555-0199", quoted="On Nov 2 Maria wrote:\n> 703-555-0100")

    reading = read_first(replace(inbound, sender=Address(email="office@x.example", name="Front Office")), FORM, READER)

    assert reading.answers["contact_name"].value == "Tom Albrecht"
    assert reading.answers["contact_phone"].value == "+15715550199"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error_and_every_value_has_its_words(text: str) -> None:
    reading = read_reply(mail(text), CHECKIN.questions, CHECKIN, READER, held={})

    assert all(answer.words or answer.value == "" for answer in reading.answers.values())
    assert not set(reading.answers) & set(reading.problems)


@settings(deadline=None, max_examples=60)
@given(st.permutations([(1, "22"), (2, "5"), (3, "9.5"), (7, "4")]))
def test_numbered_answers_may_come_in_any_order(answers: list[tuple[int, str]]) -> None:
    text = "\n".join(f"{number}. {value}" for number, value in answers)

    reading = read_reply(mail(text), CHECKIN.questions, CHECKIN, READER, held={})

    assert {key: answer.value for key, answer in reading.answers.items()} == {
        "students_served": 22,
        "sessions_held": 5,
        "volunteer_hours": 9.5,
        "satisfaction": 4,
    }


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["1,", "? ", "1. a\n", "students\t5\t6\n", "jan 1 ", "1", "a@", "our a "])
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))

    assert len(reply(text, "students_expected", "program_name").answers) <= 2
    assert "charges_fee" not in read_first(mail(text), FORM, READER).answers


def test_the_bench_counts_reading_and_certainty(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = [
        '{"asked": ["students_served", "sessions_held"], "reply": "1. 22\\n2. 5", "expected": {"students_served": 22, "sessions_held": 6}}',
        '{"asked": ["satisfaction"], "reply": "4", "expected": {"satisfaction": 4}}',
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(lines), "utf-8")

    result = main(tmp_path)

    assert result == {"cases": 2, "read_pct": percent(2, 3), "read_and_sure_pct": percent(2, 3), "sure_right_pct": percent(2, 3)}
    assert "sessions_held: expected 6, read 5" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "One thing: families pay us $60 a month for it.",
        "We do charge a $20 registration fee by the way",
        "One correction: it's not free after all, $40 per kid.",
        "Una cosa: las familias pagan 25 dólares al mes.",
    ],
)
def test_a_fee_that_is_told_unasked_corrects_an_earlier_no(text: str) -> None:
    told = reply(text, "program_name", "program_description", held={"charges_fee": False}).answers["charges_fee"]

    assert (told.value, told.reason, told.words) == (True, "", text)


@pytest.mark.parametrize(
    "text",
    [
        "But our volunteers paid $20 for pizza",
        "tickets are $18 for the public, not the schools",
        "insurance of $1M",
        "last year we charged, now it is free",
        "The kids pay attention and love it",
        "We pay our tutors $20 an hour",
        "What do you charge for a room?",
        "background checks cost $45 each, we cover that",
    ],
)
def test_money_that_nobody_pays_the_writer_is_no_fee(text: str) -> None:
    answers = reply(text, "program_name", "program_description", held={"charges_fee": False}).answers

    assert "charges_fee" not in answers


def test_a_question_is_the_whole_reply_and_answers_nothing() -> None:
    asking = "Before I go on: can our church rent the cafeteria on Sundays?"

    reading = reply(asking, "organization_type", "meeting_times", "program_name")

    assert (reading.answers, reading.question) == ({}, asking)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("At Harbor Readers we read with children.", "Harbor Readers"),
        ("Con Casa Puente ofrecemos tutoría gratuita.", "Casa Puente"),
        ("Buen día. En Academia Global damos clases de inglés.", "Academia Global"),
    ],
)
def test_a_preposition_is_no_part_of_the_organisation(text: str, name: str) -> None:
    assert read_first(mail(text), FORM, READER).answers["organization_name"].value == name


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Students: 58. Hang on, no, that's counting parents. 46 students.", {"students_served": 46}),
        ("Please change our rating from a 3 to a 4.", {"satisfaction": 4}),
        ("Group A, 12 students. Group B, 19 students. No student attends both.", {"students_served": 31}),
        ("12 at each of the three schools, all different.", {}),
        ("> 1. Different students (October: 16) 18\n> 2. Sessions (October: 4) 2\n> 3. Volunteer hours (October: 10) 5", {
            "students_served": 18, "sessions_held": 2, "volunteer_hours": 5,
        }),
        ("28 students, 4 visits (I count each visit as one session), 12 volunteer hours.", {
            "students_served": 28, "sessions_held": 4, "volunteer_hours": 12,
        }),
        ("Back on January 12 with two groups of 15.", {}),
    ],
)  # fmt: skip
def test_what_a_check_in_puts_right_adds_up_or_only_plans(text: str, answers: dict[str, int]) -> None:
    asked = ["students_served", "sessions_held", "volunteer_hours", "satisfaction"]

    found = read({"form": "checkin", "asked": asked, "reply": text}, FORMS).answers

    assert {key: answer.value for key, answer in found.items() if key in answers} == answers
    assert not any(answer.sure for key, answer in found.items() if key not in answers)


def test_a_yes_to_the_checks_is_no_yes_to_a_fee() -> None:
    read = reply("Yes, everyone has been fingerprinted.", "charges_fee", "background_check").answers

    assert {key: answer.value for key, answer in read.items()} == {"background_check": True}


def test_a_closing_beneath_two_lines_answers_nothing() -> None:
    read = reply("No cost to anybody.\nThanks!\nAbdul", "charges_fee", "background_check", "contact_phone")

    assert set(read.answers) == {"charges_fee"}


def test_a_count_that_no_family_knows_is_read_by_its_own_words() -> None:
    read = reply("We start 1/25/2027. 18 students, 2 instructors, 1 classroom.", "start_date", "students_expected").answers

    assert (read["students_expected"].value, read["people_count"].value) == (18, 2)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["1,", "0.", "a\t", "> a\n", "a: b\n", "1. x\n", "is it? ", "$1,1,1", "mon 3 pm ", ".", "| a "])
def test_hostile_text_does_not_hang_the_reader(piece: str) -> None:
    text = (piece * 20_000)[:20_000]

    read = [read_first(mail(text), FORM, READER), reply(text, "program_name", "start_date", "charges_fee", "schools")]

    assert all(len(each.leftover) <= len(text) for each in read)
