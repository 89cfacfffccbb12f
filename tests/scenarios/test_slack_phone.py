"""Somebody calls: one of the office fills the application in, in Slack, one question at a time; it is the interview of the mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.scenarios.slack_office import BO, VIC, SlackOffice, buttons, close, open_slack_office, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

DM = "D0BO"
CALLER = "luz@readingclub.example"

#: What a caller says, by the question that is read out.
SAYS = {
    "organization_name": "Reading Club",
    "contact_name": "Luz Rivera",
    "contact_email": CALLER,
    "contact_phone": "703 555 0142",
    "website": "https://readingclub.example",
    "organization_type": "nonprofit",
    "program_name": "Reading Buddies",
    "program_description": "Adults read with second graders, one to one, for half an hour a week.",
    "support_area": "academics",
    "schools": "Lincoln Elementary",
    "grade_levels": "2",
    "start_date": "February 3, 2027",
    "end_date": "May 28, 2027",
    "meeting_times": "Tuesdays 3 to 4 pm",
    "students_expected": "18",
    "charges_fee": "no",
    "background_check": "yes",
}


@pytest.fixture
async def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SlackOffice]:
    opened = await open_slack_office(tmp_path, monkeypatch)
    yield opened
    await close(opened)


async def say(here: SlackOffice, text: str) -> dict[str, Any]:
    await here.act(here.double.message(BO, text, DM))
    return here.double.there.posted(DM)[-1]


def talk(here: SlackOffice) -> Any:
    with here.office.app.store.view() as unit:
        (found,) = unit.conversations.items()
    return found


async def filled_in(here: SlackOffice) -> dict[str, Any]:
    """All but the paper, which nobody can read out."""
    asked = await say(here, f"phone {CALLER}")
    for _ in range(30):
        (question,) = talk(here).asked
        if question == "insurance_certificate":
            break
        asked = await say(here, SAYS[question])
    return asked


async def test_an_application_is_filled_in_on_the_phone_its_paper_comes_by_mail_and_staff_hand_it_in(here: SlackOffice) -> None:
    asked = await filled_in(here)
    assert "cannot be read out" in words(asked)
    assert here.office.sent_to(CALLER) == []

    await here.act(here.double.press(BO, asked, "run/1"))
    assert [each.template for each in here.office.sent_to(CALLER)] == ["application_status"]
    here.office.reply("Here it is.", files={"insurance.pdf": b"%PDF-1.4 certificate of insurance"})
    assert talk(here).status.value == "confirming"

    asked = await say(here, f"phone {talk(here).id}")
    assert buttons(asked) == ["confirm", "correct"]
    await here.act(here.double.press(BO, asked, "correct"))
    await here.act(here.double.submit(BO, here.newest_modal(), text="students: 20"))
    asked = here.double.there.posted(DM)[-1]
    assert "20" in words(asked)
    await here.act(here.double.press(BO, asked, "confirm"))

    assert talk(here).status.value == "submitted"
    assert talk(here).answers["students_expected"].value == 20
    assert "Application: Reading Club" in words(here.card("Application:"))
    assert here.office.newest(CALLER).template == "application_submitted"
    assert "application.by_phone" in here.office.kinds_of_records()


async def test_one_question_is_read_out_at_a_time_with_its_choices_as_buttons(here: SlackOffice) -> None:
    asked = await say(here, f"phone {CALLER}")
    seen = []
    for _ in range(30):
        (question,) = talk(here).asked
        seen.append(question)
        if question == "charges_fee":
            break
        asked = await say(here, SAYS[question])

    assert [each.partition("/")[0] for each in buttons(asked)] == ["run", "run"]
    await here.act(here.double.press(BO, asked, buttons(asked)[1]))
    assert talk(here).answers["charges_fee"].value is False
    assert seen == list(dict.fromkeys(seen))


async def test_what_was_begun_on_the_phone_goes_on_by_mail(here: SlackOffice) -> None:
    await say(here, f"phone {CALLER}")
    (question,) = talk(here).asked
    await say(here, SAYS[question])
    assert question in talk(here).answers

    await say(here, f"by-mail {talk(here).id}")
    mail = here.office.newest(CALLER)
    here.office.reply("\n".join(f"{n}. {SAYS[each]}" for n, each in enumerate(mail.questions, 1)))

    assert set(mail.questions) <= set(talk(here).answers)
    assert len(mail.questions) > 1
    assert talk(here).facts.get("phone") is None


async def test_whoever_only_looks_fills_nothing_in(here: SlackOffice) -> None:
    await here.act(here.double.message(VIC, f"phone {CALLER}", "D0VIC"))

    assert "needs the role staff" in words(here.double.there.posted("D0VIC")[-1])
    with here.office.app.store.view() as unit:
        assert unit.conversations.items() == ()


async def test_the_same_interview_works_from_the_terminal(here: SlackOffice) -> None:
    first = here.office.slash(f"phone {CALLER}")
    reference = first.split()[0]

    (question,) = talk(here).asked
    here.office.slash(f"say {reference} {SAYS[question]}")

    assert question in talk(here).answers
