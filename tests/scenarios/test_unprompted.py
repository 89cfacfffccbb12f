"""Figures without our thread: a mail of its own, in the partner's words, or a colleague's answer to a prompt that was forwarded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot import ticking
from handlers.dues import DueStatus
from handlers.types import ConversationKind, Party
from tests.scenarios.office import STAFF

if TYPE_CHECKING:
    from bot.decided import Decided
    from handlers.dues import Due
    from tests.scenarios.office import Office

LUZ = "luz@readingclub.example"
JOE = "joe@readingclub.example"
NOVEMBER = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)


@pytest.fixture
def asked(office: Office) -> Office:
    office.clock.at = NOVEMBER
    partner(office)
    list(ticking.tick(office.app))
    return office


def partner(office: Office, organization: str = "Reading Club") -> None:
    with office.app.store.unit() as unit:
        unit.partners.save(Party(id="", organization=organization, contact_name="Luz Rivera", contact_email=LUZ))


def figures(decided: Decided) -> tuple[str, int, int]:
    talk = decided.conversation
    assert talk is not None
    assert talk.kind is ConversationKind.CHECKIN
    return talk.facts["period"], talk.answers["students_served"].value, talk.answers["sessions_held"].value  # type: ignore[return-value]  # both are counts


def due(office: Office, period: str, partner_id: str = "p-1") -> Due:
    with office.app.store.view() as unit:
        return next(each for each in unit.dues.of_partner(partner_id, "checkin") if each.period == period)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", "October: 45 kids, 6 sessions"),
        ("October numbers", "Hello Ana, we had 45 students in 6 sessions."),
        ("", "Octubre: 45 niños, 6 sesiones"),
        ("our report", "In October we had 45 kids and 6 sessions. Thanks, Luz"),
        ("our numbers", "Here are our numbers: 45 kids, 6 sessions."),
    ],
)
def test_a_new_mail_that_is_plainly_about_a_month_is_recorded_there_with_a_receipt(asked: Office, subject: str, text: str) -> None:
    decided = asked.write(text, subject=subject)

    assert figures(decided) == ("2026-10", 45, 6)
    assert due(asked, "2026-10").status is DueStatus.ANSWERED
    assert asked.newest(LUZ).template == "checkin_receipt"
    assert "checkin.unprompted" in asked.kinds_of_records()


def test_the_month_that_is_named_counts_though_another_one_waits(asked: Office) -> None:
    asked.clock.at = DECEMBER
    list(ticking.tick(asked.app))

    decided = asked.write("For October: 45 kids and 6 sessions.")

    assert figures(decided) == ("2026-10", 45, 6)
    assert due(asked, "2026-11").status is DueStatus.ASKED


def test_where_two_months_wait_the_month_is_asked_and_the_first_mail_is_recorded_in_its_own_words(asked: Office) -> None:
    asked.clock.at = DECEMBER
    list(ticking.tick(asked.app))
    first = asked.write("We had About 45 kids and 6 sessions.", message_id="<first@mail.example>")
    assert first.reason == "month_not_plain"
    question = asked.newest(LUZ)
    assert (question.template, question.questions) == ("checkin_which", ("period",))
    assert "1. For which month are they? November, or October?" in question.text
    assert [due(asked, period).status for period in ("2026-10", "2026-11")] == [DueStatus.ASKED, DueStatus.ASKED]

    decided = asked.reply("November")

    assert figures(decided) == ("2026-11", 45, 6)
    assert decided.conversation is not None
    assert decided.conversation.answers["sessions_held"].message_id == "first@mail.example"
    assert "About 45 kids" in asked.newest(LUZ).text
    assert due(asked, "2026-10").status is DueStatus.ASKED


def test_what_happens_these_days_is_of_no_month_that_was_asked_about(asked: Office) -> None:
    assert asked.write("We had 45 kids and 6 sessions this week.").reason == "month_not_plain"


def test_of_a_persons_two_partners_the_one_that_is_named_is_meant_else_they_are_asked(office: Office) -> None:
    office.clock.at = NOVEMBER
    partner(office)
    partner(office, "Chess Club")
    list(ticking.tick(office.app))

    decided = office.write("October at the chess club: 45 kids, 6 sessions")
    assert figures(decided) == ("2026-10", 45, 6)
    assert due(office, "2026-10", "p-2").status is DueStatus.ANSWERED
    assert due(office, "2026-10", "p-1").status is DueStatus.ASKED

    office.write("October: 30 kids, 4 sessions")
    assert "October at Chess Club, or October at Reading Club?" in office.newest(LUZ).text.replace("\n", " ")
    assert figures(office.reply("Reading Club")) == ("2026-10", 30, 4)


@pytest.mark.parametrize("text", ["November: 45 kids, 6 sessions", "September: 40 kids, 5 sessions. October: 45 kids, 6 sessions."])
def test_a_month_nobody_was_asked_about_or_several_in_one_mail_are_for_a_person(asked: Office, text: str) -> None:
    decided = asked.write(text)

    assert due(asked, "2026-10").status is DueStatus.ASKED
    assert decided.conversation is not None
    assert decided.conversation.id in asked.newest(STAFF).text


def test_an_answer_that_names_no_month_is_for_a_person_with_both_mails(asked: Office) -> None:
    asked.write("We had 45 kids and 6 sessions this week.")

    decided = asked.reply("It was the summer camp, really")

    assert decided.conversation is not None
    assert decided.conversation.with_person
    assert asked.newest(STAFF).template == "staff_look"


def test_figures_from_a_stranger_are_recorded_for_nobody(asked: Office) -> None:
    asked.write("October: 45 kids, 6 sessions", sender="Eve <eve@elsewhere.example>")

    assert due(asked, "2026-10").status is DueStatus.ASKED


def test_a_request_that_names_a_month_and_a_number_is_no_report(asked: Office) -> None:
    asked.write("Could you find us a room for 45 kids in October? We would need it for 6 sessions.")

    assert due(asked, "2026-10").status is DueStatus.ASKED


def test_whoever_gets_a_forwarded_prompt_reads_where_to_answer_and_is_heard_there(asked: Office) -> None:
    prompt = asked.newest(LUZ)
    address = asked.reply_address(prompt)
    assert f"they write to {address}" in prompt.text
    quoted = "\n".join(f"> {line}" for line in prompt.text.splitlines())

    decided = asked.write(
        f"Hi, Luz asked me to answer. 45 kids, 6 sessions.\n\nJoe\n\n---------- Forwarded message ---------\n"
        f"From: Luz Rivera <{LUZ}>\nSubject: Fwd: {prompt.subject}\n\nCan you do this one?\n\n{quoted}\n",
        sender=f"Joe Ortiz <{JOE}>",
        to=address,
        subject=f"Re: Fwd: {prompt.subject}",
    )

    assert figures(decided) == ("2026-10", 45, 6)
    assert asked.newest(JOE).template == "checkin_receipt"
    assert asked.newest(LUZ).template == "other_address"
    assert JOE in asked.newest(LUZ).text
