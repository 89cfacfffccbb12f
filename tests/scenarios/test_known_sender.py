"""A new mail of somebody who has an application with us: its status is told, and one and the same is not asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scenarios.office import STAFF
from tests.scenarios.test_application import FIRST, answer_all

if TYPE_CHECKING:
    from tests.scenarios.office import Office

LUZ = "luz@readingclub.example"
CHESS = "We would also like to offer a free chess club at Lincoln for grades 4-5. How do we become a partner?"


@pytest.mark.parametrize(
    "words", ["Status", "Hello, could you tell me where our application stands? Thanks, Luz", "¿Cómo va nuestra solicitud?"]
)
def test_status_is_told_by_a_mail_of_its_own_at_any_time(office: Office, words: str) -> None:
    office.write(FIRST, subject="Reading club")
    answer_all(office)
    done = office.reply("Yes")

    heard = office.write(words, subject="Question")

    assert heard.conversation is not None
    assert done.conversation is not None
    assert heard.conversation.id == done.conversation.id
    told = office.newest(LUZ)
    assert told.template == "application_status"
    assert done.conversation.id in told.text
    assert "Luz," not in told.text


def test_somebody_elses_application_is_told_to_nobody(office: Office) -> None:
    office.write(FIRST, subject="Reading club")

    office.write("Status of our application, please: Harbor Readers", sender="mallory@elsewhere.example", subject="Status")

    assert [item.template for item in office.sent_to("mallory@elsewhere.example")] != ["application_status"]


def test_asking_for_the_status_counts_among_the_first_answers_of_a_day(office: Office) -> None:
    office.write(FIRST, subject="Reading club")

    told = [office.write("Status", subject=f"Status {n}") for n in range(25)]

    assert [each.reason for each in told].count("status") == 19
    assert told[-1].reason == "answer_cap"


def test_a_second_application_is_offered_to_be_the_same_and_one_word_joins_it(office: Office) -> None:
    first = office.write(FIRST, subject="Reading club")
    assert first.conversation is not None
    second = office.write(CHESS, subject="Chess club")
    assert second.conversation is not None
    assert f"You applied before, as {first.conversation.id}." in " ".join(office.newest(LUZ).text.split())

    joined = office.reply("Same\n\nLuz")

    assert joined.conversation is not None
    assert joined.conversation.id == first.conversation.id
    assert office.newest(LUZ).template == "application_status"
    assert second.conversation.id in office.slash("applications closed")
    assert "the second leads to this one now" in " ".join(office.newest(STAFF).text.split())


def test_another_program_is_simply_answered(office: Office) -> None:
    office.write(FIRST, subject="Reading club")
    second = office.write(CHESS, subject="Chess club")
    assert second.conversation is not None

    heard = office.reply("1. Chess Club\n2. We teach chess to small groups after school.")

    assert heard.conversation is not None
    assert heard.conversation.id == second.conversation.id
    assert "applied before" not in office.newest(LUZ).text


def test_same_says_nothing_where_nothing_was_offered(office: Office) -> None:
    first = office.write(FIRST, subject="Reading club")

    heard = office.reply("Same")

    assert first.conversation is not None
    assert heard.conversation is not None
    assert heard.conversation.id == first.conversation.id
    assert heard.conversation.status.value == "asking"


def test_a_forged_mail_withdraws_nothing(office: Office) -> None:
    first = office.write(FIRST, subject="Reading club")

    office.write("Please withdraw our application.", subject="Withdraw")

    assert first.conversation is not None
    assert first.conversation.id in office.slash("applications asking")
