"""An application that its partner has left is chased twice, closed kindly, and opened again by a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import ticking
from handlers.types import ConversationStatus
from tests.scenarios.office import open_office

if TYPE_CHECKING:
    from pathlib import Path

    from bot.decided import FellDue
    from tests.scenarios.office import Office

LUZ = "luz@readingclub.example"
OFFER = "Hello, we are Reading Buddies, a nonprofit. We would like to run a free reading club at Cora Kelly. Nobody pays anything."


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return open_office(tmp_path, monkeypatch)


def tick(office: Office) -> list[FellDue]:
    return list(ticking.tick(office.app))


def status_of(office: Office, conversation: str) -> ConversationStatus:
    with office.app.store.view() as unit:
        found = unit.conversations.get(conversation)
    assert found is not None
    return found.status


def begun(office: Office) -> str:
    decided = office.write(OFFER)
    assert decided.conversation is not None
    return decided.conversation.id


def test_nothing_is_due_before_the_first_reminder(office: Office) -> None:
    begun(office)

    office.clock.advance(days=6)

    assert tick(office) == []


def test_two_reminders_a_week_apart_and_then_it_is_closed(office: Office) -> None:
    conversation = begun(office)

    told: list[tuple[int, str]] = []
    for day in range(1, 41):
        office.clock.advance(days=1)
        told += [(day, each.kind) for each in tick(office)]

    assert told == [(7, "reminder"), (14, "reminder"), (30, "closing")]
    assert status_of(office, conversation) is ConversationStatus.CLOSED
    assert [item.status for item in office.sent_to(LUZ)[1:]] == ["ready"] * 3


def test_a_second_tick_at_the_same_moment_finds_nothing(office: Office) -> None:
    begun(office)
    office.clock.advance(days=7)

    assert len(tick(office)) == 1
    assert tick(office) == []


def test_a_reply_opens_it_again_and_it_goes_on_where_it_stood(office: Office) -> None:
    conversation = begun(office)
    for _ in range(31):
        office.clock.advance(days=1)
        tick(office)

    decided = office.reply("Sorry, we were away. It is called Story Hour, and it is for grades 2 and 3.")

    assert decided.conversation is not None
    assert (decided.conversation.id, decided.conversation.status) == (conversation, ConversationStatus.ASKING)
    assert decided.conversation.answers["organization_name"].value == "Reading Buddies"
    assert decided.conversation.answers["program_name"].value == "Story Hour"


def test_a_reply_begins_the_count_anew(office: Office) -> None:
    begun(office)
    office.clock.advance(days=7)
    tick(office)

    office.reply("It is for grades 2 and 3.")
    office.clock.advance(days=6)
    assert tick(office) == []
    office.clock.advance(days=1)

    assert [each.kind for each in tick(office)] == ["reminder"]


def test_what_is_late_since_nobody_ran_liaison_waits_for_a_person(office: Office) -> None:
    begun(office)

    office.clock.advance(days=12)
    (late,) = tick(office)

    assert late.held
    assert office.newest(LUZ).status == "held"
    assert office.newest(LUZ).reason == "late"


def test_reminders_leave_on_weekdays_in_office_hours(office: Office) -> None:
    # Monday 10:00 in the district; seven days on, at night.
    begun(office)
    office.clock.advance(days=7, hours=11)

    tick(office)

    due = office.newest(LUZ).next_attempt_at
    assert due is not None
    assert due.isoformat() == "2026-12-01T14:00:00+00:00"


def test_somebody_who_asked_for_a_person_is_not_chased(office: Office) -> None:
    begun(office)
    office.reply("person")

    office.clock.advance(days=60)

    assert tick(office) == []


def test_a_reminder_that_waits_for_monday_is_overtaken_by_an_answer_on_sunday(office: Office) -> None:
    office.clock.advance(days=-2)  # Saturday
    conversation = begun(office)
    office.clock.advance(days=7)
    (due,) = tick(office)
    assert due.kind == "reminder"
    office.clock.advance(days=1)

    office.reply("Our program is called Reading Buddies.", sender=LUZ)

    with office.app.store.view() as unit:
        statuses = {item.template: item.status for item in unit.outbox.of(conversation)}
    assert statuses["application_reminder"] == "cancelled"
    assert "reminder.overtaken" in office.kinds_of_records()
