"""An application from the first mail to the store, in the partner's own words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot import exporting
from tests.scenarios.office import STAFF, Office

if TYPE_CHECKING:
    from bot.decided import Decided

FIRST = """Hello,

we are Harbor Readers, a nonprofit, and would like to run a free reading club at Lincoln Elementary. It costs nobody anything.

Luz Rivera
Harbor Readers
(703) 555-0142
"""

CERTIFICATE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 66>>stream
BT /F1 18 Tf 72 700 Td (CERTIFICATE OF LIABILITY INSURANCE) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""

#: What Luz says to each question, whenever it is asked.
ANSWERS = {
    "organization_name": "Harbor Readers",
    "contact_name": "Luz Rivera",
    "contact_email": "luz@readingclub.example",
    "contact_phone": "(703) 555-0142",
    "website": "harborreaders.example",
    "organization_type": "nonprofit",
    "program_name": "Reading Club",
    "program_description": "Two volunteers read with small groups and send a book home each week.",
    "support_area": "academics",
    "schools": "Lincoln Elementary",
    "grade_levels": "grades 2-4",
    "start_date": "February 1, 2027",
    "end_date": "May 28, 2027",
    "meeting_times": "Tuesdays 3 to 4 pm",
    "students_expected": "24",
    "charges_fee": "no",
    "background_check": "yes",
    "insurance_certificate": "attached",
}


def numbered(questions: tuple[str, ...]) -> str:
    return "\n".join(f"{n}. {ANSWERS[question]}" for n, question in enumerate(questions, 1))


def answer_all(office: Office) -> Decided:
    """Answer whatever is asked, by number, until the summary comes."""
    for _ in range(8):
        asked = office.newest("luz@readingclub.example").questions
        files = {"coi.pdf": CERTIFICATE} if "insurance_certificate" in asked else None
        decided = office.reply(numbered(asked), files=files)
        if office.newest("luz@readingclub.example").questions == ("confirm",):
            return decided
    raise AssertionError("the summary never came")


def test_a_reading_club_applies_by_replying_and_staff_hear_of_it(office: Office) -> None:
    first = office.write(FIRST, subject="Reading club")
    summary = answer_all(office)
    done = office.reply("Yes")

    assert office.conversation(first)["kind"] == "application"
    assert office.conversation(summary)["status"] == "confirming"
    assert office.conversation(done)["status"] == "submitted"
    assert office.conversation(done)["missing"] == []
    answers = office.conversation(done)["answers"]
    assert answers["contact_phone"] == "+17035550142"
    assert answers["start_date"] == "2027-02-01"
    assert answers["students_expected"] == 24
    assert answers["charges_fee"] is False
    assert answers["insurance_certificate"]["name"] == "coi.pdf"
    assert any("Harbor Readers" in item.text for item in office.sent_to(STAFF))
    assert "submitted" in office.slash("applications")


def test_the_first_answer_repeats_nothing_of_the_mail_and_goes_to_the_sender_alone(office: Office) -> None:
    decided = office.write(FIRST, subject="Harbor Readers at Lincoln", cc="Sam <sam@harborreaders.example>")

    (queued,) = [each for each in decided.queued if STAFF not in each.to]
    sent = office.newest("luz@readingclub.example")
    assert queued.to == ("luz@readingclub.example",)
    assert sent.cc == ()
    for theirs in ("Luz", "Harbor", "Lincoln", "0142"):
        assert theirs not in sent.text
        assert theirs not in sent.subject


def test_what_the_first_mail_says_is_not_asked_again(office: Office) -> None:
    decided = office.write(FIRST, subject="Reading club")

    answers = office.conversation(decided)["answers"]
    asked = office.newest("luz@readingclub.example").questions
    assert answers["organization_name"] == "Harbor Readers"
    assert answers["contact_phone"] == "+17035550142"
    assert answers["contact_email"] == "luz@readingclub.example"
    assert not set(asked) & set(answers)


def test_each_mail_asks_at_most_six_questions_and_numbers_them(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    answer_all(office)

    for sent in office.sent_to("luz@readingclub.example"):
        assert len(sent.questions) <= 6
        for number in range(1, len(sent.questions) + 1):
            assert f"\n{number}. " in sent.text


def test_the_numbers_are_those_of_the_very_mail_that_is_answered(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    earlier = office.newest("luz@readingclub.example")
    office.reply(numbered(earlier.questions))
    decided = office.write("1. " + ANSWERS[earlier.questions[0]], to=office.reply_address(earlier), in_reply_to=earlier.message_id)

    question = earlier.questions[0]
    assert question in {**office.conversation(decided)["answers"], **office.conversation(decided)["unsure"]}
    assert office.conversation(decided)["sources"][question]["words"] in ANSWERS[question]


def test_a_later_answer_corrects_and_a_blank_one_never_erases(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    answer_all(office)
    corrected = office.reply("Phone: 703-555-0199")
    thanked = office.reply("Thanks!")

    assert office.conversation(corrected)["answers"]["contact_phone"] == "+17035550199"
    assert office.conversation(corrected)["status"] == "confirming"
    assert office.conversation(thanked)["answers"]["contact_phone"] == "+17035550199"
    assert "answer.corrected" in office.kinds_of_records()


def test_yes_but_corrects_and_asks_for_the_summary_once_more(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    answer_all(office)
    decided = office.reply("Yes, but change the phone to 703-555-0177.")

    assert office.conversation(decided)["status"] == "confirming"
    assert office.conversation(decided)["answers"]["contact_phone"] == "+17035550177"


def test_an_answer_that_cannot_be_read_is_asked_again_twice_and_then_a_person_helps(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    for _ in range(6):
        asked = office.newest("luz@readingclub.example").questions
        if "students_expected" in asked:
            break
        office.reply(numbered(asked))
    statuses = []
    for _ in range(3):
        asked = office.newest("luz@readingclub.example").questions
        decided = office.reply(f"{asked.index('students_expected') + 1}. a lovely bunch")
        statuses.append(office.conversation(decided)["status"])

    assert statuses == ["asking", "asking", "held"]
    assert any("staff_look" in each.template for each in office.sent_to(STAFF))


def test_a_fee_that_comes_to_light_moves_the_talk_to_vendors_and_says_why(office: Office) -> None:
    office.write("We are Chess Minds and would like to become a partner for a chess club. It is free.", subject="Chess")
    decided = office.reply("One thing: families pay us $60 a month for it.", sender="luz@readingclub.example")

    talk = office.conversation(decided)
    assert (talk["status"], talk["pathway"]) == ("routed", "vendor")
    assert "would pay" in office.newest("luz@readingclub.example").text


def test_it_resumes_weeks_later_from_its_thread_after_a_restart(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    office.clock.advance(days=40)
    office.restart()
    summary = answer_all(office)

    assert office.conversation(summary)["status"] == "confirming"


def test_status_help_later_person_stop_and_withdraw_act(office: Office) -> None:
    first = office.write(FIRST, subject="Reading club")
    told = {word: office.reply(word) for word in ("Status", "help", "later")}
    withdrawn = office.reply("withdraw")

    assert told["Status"].queued[0].template == "application_status"
    assert told["help"].queued[0].template == "help"
    assert told["later"].queued[0].template == "later"
    assert office.conversation(told["later"])["status"] == "asking"
    assert office.conversation(withdrawn)["status"] == "withdrawn"
    assert office.conversation(withdrawn)["id"] == office.conversation(first)["id"]


def test_a_person_is_one_word_away_and_liaison_then_keeps_silent(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    handed = office.reply("person")
    after = office.reply("So, who will call me?")

    assert office.conversation(handed)["status"] == "held"
    assert [each.template for each in handed.queued] == ["person", "staff_look"]
    assert not [each for each in after.queued if STAFF not in each.to]


def test_another_address_with_the_token_is_taken_and_the_first_one_told(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    asked = office.newest("luz@readingclub.example")
    decided = office.write(
        numbered(asked.questions), sender="Sam <sam@harborreaders.example>", to=office.reply_address(asked), in_reply_to=asked.message_id
    )

    assert office.conversation(decided)["answers"].keys() >= set(asked.questions) - {"website", "insurance_certificate"}
    assert office.newest("luz@readingclub.example").template == "other_address"
    assert "sam@harborreaders.example" in office.newest("luz@readingclub.example").text


def test_a_question_in_the_middle_is_not_lost_and_the_open_ones_are_asked_again(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    asked = office.newest("luz@readingclub.example").questions
    decided = office.reply("Before I go on: can our church rent the cafeteria on Sundays?")

    newest = office.newest("luz@readingclub.example")
    assert set(newest.questions) == set(asked)
    assert office.conversation(decided)["status"] == "asking"
    assert any(each.template == "staff_look" for each in office.sent_to(STAFF))


def test_a_submitted_application_is_exported_with_every_answer(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    answer_all(office)
    office.reply("yes")

    with office.app.store.view() as unit:
        (row,) = exporting.records("applications", unit, office.app.loaded.playbook)
        (party,) = exporting.records("partners", unit, office.app.loaded.playbook)
    assert row["organization"] == "Harbor Readers"
    assert row["status"] == "submitted"
    assert row["documents"][0]["name"] == "coi.pdf"
    assert party["status"] == "applicant"
    assert json.dumps(row, default=str)


def test_an_applicant_writes_spanish_and_is_answered_in_spanish(office: Office) -> None:
    decided = office.write(
        "Buenos días. Somos Casa Puente, una organización sin fines de lucro, y queremos ofrecer tutoría gratuita en la primaria Chávez. "
        "Nadie paga nada: ni las familias ni la escuela.\n\nGracias,\nRamiro Castañeda",
        subject="Tutoría gratuita",
        sender="Ramiro <ramiro@casapuente.example>",
    )

    sent = office.newest("ramiro@casapuente.example")
    assert decided.conversation is not None
    assert decided.conversation.language == "es"
    assert sent.language == "es"
    assert "Gracias" in sent.text
