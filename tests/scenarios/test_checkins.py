"""A month of check-ins: asked once, read in the partner's own words, reminded only where nothing came, and a person where one is needed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from bot import ticking
from bot.rounds import AT_ONCE
from handlers.dues import DueStatus
from handlers.school_year import Span
from handlers.types import Party, PartyStatus
from tests.scenarios.office import STAFF

if TYPE_CHECKING:
    from bot.decided import FellDue
    from handlers.dues import Due, Need
    from tests.scenarios.office import Office

LUZ = "luz@readingclub.example"
MONDAY = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)  # half past nine in the district, the first weekday of November


@pytest.fixture
def november(office: Office) -> Office:
    office.clock.at = MONDAY
    partner(office)
    return office


def partner(
    office: Office,
    organization: str = "Reading Club",
    email: str = LUZ,
    name: str = "Luz Rivera",
    **details: str,
) -> Party:
    party = Party(id="", organization=organization, contact_name=name, contact_email=email, details=details)
    with office.app.store.unit() as unit:
        return unit.partners.save(party)


def tick(office: Office) -> list[FellDue]:
    return [each for each in ticking.tick(office.app) if each.kind.startswith("checkin")]


def the_due(office: Office, partner_id: str = "p-1", period: str = "2026-10") -> Due:
    with office.app.store.view() as unit:
        return next(due for due in unit.dues.of_partner(partner_id, "checkin") if due.period == period)


def open_needs(office: Office) -> tuple[Need, ...]:
    with office.app.store.view() as unit:
        return unit.needs.items()


def notices(office: Office) -> list[str]:
    return [item.text for item in office.sent_to(STAFF) if item.template == "staff_checkin"]


# --- The prompt -----------------------------------------------------------------------------------------------------------------------


def test_an_active_partner_is_asked_once_for_the_month_before(november: Office) -> None:
    first, second = tick(november), tick(november)

    assert [(each.kind, each.partner, each.period, each.held) for each in first] == [("checkin", "Reading Club", "2026-10", False)]
    assert second == []
    mail = november.newest(LUZ)
    assert mail.questions == (
        "students_served",
        "sessions_held",
        "volunteer_hours",
        "highlights",
        "challenges",
        "support_needed",
        "satisfaction",
    )
    assert mail.subject == "Reading Club in October: 7 quick questions"
    assert mail.text.startswith("Hi Luz,\n\nHow was October at Reading Club?")
    assert mail.next_attempt_at == MONDAY


def test_a_restart_a_clock_set_back_and_another_zone_ask_nobody_twice(november: Office) -> None:
    tick(november)
    november.restart()
    november.clock.at = MONDAY.replace(day=1)
    november.restart()

    assert tick(november) == []
    november.clock.advance(days=3)
    assert tick(november) == []
    assert len(november.sent_to(LUZ)) == 1


def test_a_desk_that_was_down_for_two_days_catches_up_and_later_a_person_decides(november: Office) -> None:
    november.clock.at = MONDAY.replace(day=4, hour=13)

    assert [each.held for each in tick(november)] == [False]

    partner(november, "Chess Club", "sam@chess.example")
    november.clock.at = MONDAY.replace(day=4, hour=15)
    assert [(each.partner, each.held) for each in tick(november)] == [("Chess Club", True)]
    assert november.newest("sam@chess.example").reason == "late"


def test_a_prompt_that_was_held_begins_its_ladder_when_a_person_lets_it_go(november: Office) -> None:
    november.clock.at = MONDAY.replace(day=9)
    tick(november)
    assert the_due(november).status is DueStatus.HELD
    november.slash(f"release {november.newest(LUZ).id}", STAFF)

    tick(november)

    assert (the_due(november).status, the_due(november).next_at) == (DueStatus.ASKED, datetime(2026, 11, 13, 14, 0, tzinfo=UTC))


def test_outside_office_hours_the_prompt_waits_for_nine_o_clock(november: Office) -> None:
    november.clock.at = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)

    tick(november)

    assert november.newest(LUZ).next_attempt_at == datetime(2026, 11, 3, 14, 0, tzinfo=UTC)


def test_a_person_gets_one_unasked_mail_a_day_however_many_partners_are_theirs(november: Office) -> None:
    partner(november, "Chess Club")
    partner(november, "Garden Club")

    tick(november)

    days = [item.next_attempt_at.day for item in november.sent_to(LUZ) if item.next_attempt_at]
    assert days == [2, 3, 4]


def test_a_holiday_of_the_calendar_moves_the_prompt(november: Office) -> None:
    with november.app.store.unit() as unit:
        unit.calendar.save(Span(kind="holiday", first=date(2026, 11, 2), last=date(2026, 11, 3), name="Election Day"))

    assert [each.period for each in tick(november)] == ["2026-09"]  # what fell due last, and is long late
    november.clock.at = datetime(2026, 11, 4, 14, 30, tzinfo=UTC)
    assert [(each.period, each.held) for each in tick(november)] == [("2026-10", False)]


@pytest.mark.parametrize("details", [{"start_date": "2026-11-09"}, {"end_date": "2026-09-30"}, {"checkins": "stopped"}])
def test_a_programme_that_does_not_run_in_a_month_is_not_asked_about_it(office: Office, details: dict[str, str]) -> None:
    office.clock.at = MONDAY
    partner(office, **details)

    assert tick(office) == []


def test_the_next_prompt_names_last_months_figures_open_requests_and_what_expires(november: Office) -> None:
    tick(november)
    november.reply("38 kids, 5 sessions, 24.5 hours. We need a projector for the spring show.")
    with november.app.store.unit() as unit:
        known = unit.partners.get("p-1")
        assert known is not None
        unit.partners.save(
            Party(id="", organization=known.organization, contact_name="Luz", contact_email=LUZ, details={"insurance_ends": "2026-12-31"})
        )
    november.clock.at = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)

    tick(november)

    text = november.newest(LUZ).text
    assert "1. Different students (October: 38)" in text
    assert "3. Volunteer hours (October: 24.5)" in text
    assert '"We need a projector for the spring show.", asked on November 2' in text
    assert "- insurance: December 31" in text


def test_a_spanish_partner_is_asked_in_spanish(office: Office) -> None:
    office.clock.at = MONDAY
    partner(office, language="es")

    tick(office)

    assert office.newest(LUZ).subject == "Reading Club en octubre: 7 preguntas cortas"


# --- The reply ------------------------------------------------------------------------------------------------------------------------


def test_a_reply_in_ones_own_words_is_recorded_and_said_back_with_them(november: Office) -> None:
    tick(november)

    row = november.conversation(november.reply("about 45 kids, 6 sessions, 20 hours. 4"))

    assert (row["kind"], row["status"]) == ("checkin", "submitted")
    assert row["answers"] == {"sessions_held": 6, "volunteer_hours": 20, "satisfaction": 4}
    assert row["unsure"]["students_served"]["reason"] == "hedge"
    receipt = november.newest(LUZ)
    assert receipt.subject == "Recorded: Reading Club in October"
    assert '1. Students: 45 ("about 45 kids, 6 sessions, 20 hours."), approximate' in receipt.text
    assert the_due(november).status is DueStatus.ANSWERED


def test_a_number_of_the_receipt_corrects_and_the_history_stays(november: Office) -> None:
    tick(november)
    november.reply("38 kids, 6 sessions, 20 hours")

    row = november.conversation(november.reply("1: 54"))

    assert row["answers"]["students_served"] == 54
    assert "Thank you, that is changed." in november.newest(LUZ).text
    with november.app.store.view() as unit:
        corrected = [each.record for each in unit.records.of(row["id"]) if each.record.kind == "answer.corrected"]
    assert [(each.data["before"], each.data["value"]) for each in corrected] == [(38, 54)]


def test_none_alone_says_that_nothing_took_place(november: Office) -> None:
    tick(november)

    row = november.conversation(november.reply("None"))

    assert row["answers"] == {"students_served": 0, "sessions_held": 0, "volunteer_hours": 0}
    assert row["sources"]["students_served"]["words"] == "None"


def test_a_second_reply_adds_and_corrects(november: Office) -> None:
    tick(november)
    november.reply("38 kids")

    row = november.conversation(november.reply("6 sessions, and it was 40 kids, not 38"))

    assert (row["answers"]["students_served"], row["answers"]["sessions_held"]) == (40, 6)


def test_a_reply_to_last_months_mail_goes_to_its_own_month(november: Office) -> None:
    tick(november)
    october = november.newest(LUZ)
    november.clock.at = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    tick(november)

    decided = november.write("38 kids, 6 sessions", to=november.reply_address(october), in_reply_to=october.message_id)

    assert decided.conversation is not None
    assert decided.conversation.facts["period"] == "2026-10"
    assert the_due(november, period="2026-11").status is DueStatus.ASKED


def test_a_colleagues_reply_counts_and_the_contact_hears_of_it(november: Office) -> None:
    tick(november)
    prompt = november.newest(LUZ)

    decided = november.write(
        "Luz asked me to answer: 38 kids, 6 sessions",
        sender="Joe Ortiz <joe@readingclub.example>",
        to=november.reply_address(prompt),
        in_reply_to=prompt.message_id,
    )

    assert november.conversation(decided)["answers"]["students_served"] == 38
    assert november.newest("joe@readingclub.example").template == "checkin_receipt"
    assert november.newest(LUZ).template == "other_address"


@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_empty_reply_is_told_that_nothing_could_be_read(november: Office, text: str) -> None:
    tick(november)

    november.reply(text)

    assert november.newest(LUZ).template == "checkin_unread"
    assert the_due(november).status is DueStatus.ASKED


def test_only_a_thank_you_changes_nothing_and_gets_no_answer(november: Office) -> None:
    tick(november)

    november.reply("Thank you so much!")

    assert [item.template for item in november.sent_to(LUZ)] == ["checkin_prompt"]
    assert the_due(november).status is DueStatus.ASKED


def test_an_auto_reply_answers_nothing(november: Office) -> None:
    tick(november)

    decided = november.reply("I am out of the office until Monday, 9 sessions of leave.", headers={"Auto-Submitted": "auto-replied"})

    assert decided.disposition.value == "discarded"
    assert the_due(november).status is DueStatus.ASKED


NOVEL = """
We began with the new shelves, which the shop class had built for us, and sorted all the books by color first and by letter afterwards.
The children voted for the longest book again, so the map hangs on the wall now, and each week one of them moves the paper ship along it.
The choir had the big room on Wednesday, and we swapped with them and read in the art room between the easels.
A grandmother came with a basket of plums and stayed for the chapter with the whale. She will come again, she says.
Next we want to write a letter to the author, and the older ones are already arguing about the first line.
"""


def test_a_novel_without_figures_goes_to_a_person(november: Office) -> None:
    tick(november)

    november.reply(NOVEL)

    assert november.newest(LUZ).template == "checkin_receipt"  # what is told is kept as told
    assert any("long reply" in text for text in notices(november))


def test_a_question_in_a_reply_is_answered(november: Office) -> None:
    tick(november)

    row = november.conversation(november.reply("38 kids, 6 sessions.\n\nHow do I rent the gym for our show on a Saturday?"))

    assert row["answers"]["students_served"] == 38
    playbook = november.app.loaded.playbook
    assert playbook.pathways["facility_use"].answer.en[:30] in november.newest(LUZ).text


# --- A person ---------------------------------------------------------------------------------------------------------------------------


def test_a_need_reaches_staff_and_liaison_with_the_partners_words_and_its_end_reaches_the_partner(office: Office) -> None:
    office.clock.at = MONDAY
    partner(office, liaison="ortiz@district.example")
    tick(office)

    office.reply("1. 38\n2. 5\n3. 24\n6. We need a projector for the spring show")

    (need,) = open_needs(office)
    assert (need.kind, need.words) == ("asked", "We need a projector for the spring show")
    assert '"We need a projector for the spring show"' in notices(office)[0]
    assert f"/partners need {need.id} close" in notices(office)[0]
    assert office.newest("ortiz@district.example").template == "staff_checkin"
    office.slash(f"need {need.id} close The media center lends you one from December 1.", STAFF)
    told = office.newest(LUZ)
    assert told.template == "need_closed"
    assert "The media center lends you one from December 1." in told.text
    assert open_needs(office) == ()


def test_a_rating_of_two_gets_a_person_and_no_cheerful_receipt(november: Office) -> None:
    tick(november)

    november.reply("1. 38\n2. 5\n3. 24\n7. 2")

    assert november.newest(LUZ).template == "checkin_person"
    assert [need.kind for need in open_needs(november)] == ["rating"]


def test_a_figure_that_fell_by_half_is_shown_to_staff(november: Office) -> None:
    tick(november)
    november.reply("40 kids, 6 sessions, 20 hours")
    november.clock.at = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    tick(november)

    november.reply("15 kids, 6 sessions, 20 hours")

    assert [(need.kind, need.words) for need in open_needs(november)] == [("falling", "students served: 40, now 15")]
    assert november.newest(LUZ).template == "checkin_receipt"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("We are fed up with these mails!!! 38 kids.", "angry"),
        ("Our founder passed away on Tuesday. There were 12 sessions before.", "grief"),
    ],
)
def test_anger_and_grief_get_a_person_and_no_reminder(november: Office, text: str, what: str) -> None:
    tick(november)

    november.reply(text)

    assert november.newest(LUZ).template == "checkin_person"
    assert any(what in notice for notice in notices(november))
    november.clock.advance(days=9)
    assert tick(november) == []


def test_a_sensitive_sentence_gets_no_robot_answer_and_the_figures_are_recorded(november: Office) -> None:
    tick(november)

    decided = november.reply("38 kids, 6 sessions. One of the boys told us that his stepfather beats him every night.")

    assert (decided.disposition.value, decided.reason) == ("held", "sensitive")
    assert [item.template for item in november.sent_to(LUZ)] == ["checkin_prompt"]
    with november.app.store.view() as unit:
        talk = unit.conversations.get(the_due(november).conversation)
    assert talk is not None
    assert talk.answers["students_served"].value == 38
    assert talk.with_person


def test_an_unsure_value_is_asked_once_and_then_confirmed_or_corrected_by_staff(november: Office) -> None:
    tick(november)
    november.reply("between 30 and 40 kids, 6 sessions")
    assert "Which one number is closest?" in november.newest(LUZ).text
    talk = the_due(november).conversation

    november.clock.advance(days=4)
    tick(november)

    assert any("in doubt" in text for text in notices(november))
    assert "students_served" in november.slash(f"correct {talk} students_served 34", STAFF)
    with november.app.store.view() as unit:
        kept = unit.conversations.get(talk)
    assert kept is not None
    assert (kept.answers["students_served"].value, kept.answers["students_served"].sure) == (34, True)


def test_all_that_is_in_doubt_is_confirmed_at_once(november: Office) -> None:
    tick(november)
    november.reply("between 30 and 40 kids, 6 sessions")
    talk = the_due(november).conversation

    assert "confirmed" in november.slash(f"confirm {talk}", STAFF)
    assert "Nothing is in doubt" in november.slash(f"confirm {talk}", STAFF)


# --- Only those who did not answer ------------------------------------------------------------------------------------------------------


def test_only_those_who_did_not_answer_are_reminded_and_then_it_is_the_liaisons(november: Office) -> None:
    partner(november, "Chess Club", "sam@chess.example")
    tick(november)
    november.reply("38 kids, 6 sessions")

    seen = []
    for _ in range(28):
        november.clock.advance(days=1)
        seen += [(each.kind, each.partner) for each in tick(november)]

    assert seen == [("checkin_reminder", "Chess Club"), ("checkin_reminder", "Chess Club"), ("checkin_task", "Chess Club")]
    assert [item.template for item in november.sent_to("sam@chess.example")] == ["checkin_prompt", "checkin_reminder", "checkin_reminder"]
    assert "last reminder" in november.newest("sam@chess.example").text
    with november.app.store.view() as unit:
        assert [task.key for task in unit.tasks.items()] == ["p-2/checkin-2026-10"]


def test_later_and_in_two_weeks_put_the_reminder_off(november: Office) -> None:
    tick(november)
    november.reply("Can we do this in two weeks?")
    assert "November 16" in november.newest(LUZ).text

    november.clock.advance(days=13)
    assert tick(november) == []
    november.clock.advance(days=1)
    assert [each.kind for each in tick(november)] == ["checkin_reminder"]


def test_stop_ends_it_for_this_month_and_the_next_and_staff_may_begin_again(november: Office) -> None:
    tick(november)

    november.reply("stop")

    assert november.newest(LUZ).template == "checkin_stopped"
    november.clock.at = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    assert tick(november) == []
    november.slash("respondent p-1 again", STAFF)
    assert [each.kind for each in tick(november)] == ["checkin"]


def test_somebody_else_answers_once_a_person_has_said_so(november: Office) -> None:
    tick(november)

    november.reply("I no longer do this, please ask joe@readingclub.example")

    assert november.newest(LUZ).template == "checkin_other"
    assert november.sent_to("joe@readingclub.example") == []
    assert any("/partners respondent p-1 joe@readingclub.example" in text for text in notices(november))
    november.slash("respondent p-1 joe@readingclub.example", STAFF)
    november.clock.at = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    tick(november)
    assert november.newest("joe@readingclub.example").template == "checkin_prompt"


def test_after_the_close_a_reply_changes_nothing_and_a_person_has_it(november: Office) -> None:
    tick(november)
    prompt = november.newest(LUZ)
    for _ in range(50):
        november.clock.advance(days=1)
        tick(november)
    assert the_due(november).status is DueStatus.CLOSED

    november.write("38 kids", to=november.reply_address(prompt), in_reply_to=prompt.message_id)

    assert november.newest(LUZ).template == "checkin_closed"
    assert any("closed" in text for text in notices(november))


def test_a_prompt_never_clobbers_an_open_application(office: Office) -> None:
    office.clock.at = MONDAY
    office.write("We would like to run a free reading program at Carver Elementary, at no cost to anyone.", subject="Reading program")
    partner(office)
    applied = office.newest(LUZ)

    tick(office)
    office.reply("38 kids, 6 sessions")

    decided = office.write("The program is called Reading Buddies.", to=office.reply_address(applied), in_reply_to=applied.message_id)
    assert decided.conversation is not None
    assert decided.conversation.kind.value == "application"


# --- Whom the clock looks at ----------------------------------------------------------------------------------------------------------


def test_who_becomes_a_partner_after_everybody_was_asked_is_asked_a_minute_later(november: Office) -> None:
    tick(november)
    chess = Party(id="", organization="Chess Club", contact_email="sam@chess.example", status=PartyStatus.APPLICANT)
    with november.app.store.unit() as unit:
        unit.partners.save(chess)
    november.clock.advance(minutes=1)
    assert tick(november) == []

    partner(november, "Chess Club", "sam@chess.example")
    november.clock.advance(minutes=1)

    assert [each.partner for each in tick(november)] == ["Chess Club"]


def test_a_change_of_the_calendar_has_everybody_looked_at_again(november: Office) -> None:
    with november.app.store.unit() as unit:
        unit.calendar.save(Span(kind="break", first=date(2026, 10, 1), last=date(2026, 10, 31), name="All of October"))
    assert tick(november) == []

    with november.app.store.unit() as unit:
        unit.calendar.save(Span(kind="break", first=date(2026, 10, 1), last=date(2026, 10, 9), name="Fall break"))

    assert [each.period for each in tick(november)] == ["2026-10"]


def test_a_look_that_stops_halfway_is_taken_up_again_and_asks_nobody_twice(november: Office) -> None:
    for n in range(60):
        partner(november, f"Club {n}", f"c{n}@clubs.example")
    some = list(islice(ticking.tick(november.app), 10))
    november.restart()

    rest = tick(november)

    assert (len(some), len(rest)) == (10, 61 - AT_ONCE)  # a page is kept whole, of which ten were told
    assert tick(november) == []
    assert len(november.sent_to("c59@clubs.example")) == 1
