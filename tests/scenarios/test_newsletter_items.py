"""What partners wrote is offered for a newsletter, and nothing of it is told before somebody of the office has ticked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import newsletter_items
from bot.newsletter_items import NewsletterError
from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus, Party, PartyStatus
from tests.scenarios.office import MONDAY, Office, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANA = "ana@district.example"
NEWS = "Good news from us: forty children finished the winter reading list, and the library gave each one a book."


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = open_office(tmp_path, monkeypatch)
    with opened.app.store.unit() as unit:
        for organization, address in (("Reading Club", "luz@club.example"), ("Chess", "bob@chess.example")):
            unit.partners.save(Party(id="", organization=organization, contact_email=address, status=PartyStatus.ACTIVE))
    yield opened
    opened.app.close()


def items(office: Office) -> dict[str, newsletter_items.Item]:
    return {each.id: each for each in newsletter_items.offered(office.app)}


def checked_in(office: Office, **answers: str) -> str:
    told = {key: Answer(value=words, words=words, message_id="a@b") for key, words in answers.items()}
    with office.app.store.unit() as unit:
        return unit.conversations.save(
            Conversation(
                id="c-checkin",
                kind=ConversationKind.CHECKIN,
                status=ConversationStatus.SUBMITTED,
                party="luz@club.example",
                answers=told,
                opened_at=MONDAY,
                updated_at=MONDAY,
            )
        ).id


def write(office: Office, item: str) -> str:
    return office.app.newsletters.write(f"# News\n\nHello.\n\n::: item id={item}\n:::\n", {}, "", "local-admin").id


def test_what_an_active_partner_tells_or_asks_by_mail_is_offered_and_nobody_elses(office: Office) -> None:
    told = office.write(f"{NEWS}\n\nOn Monday, you wrote:\n> How was the month?", sender="luz@club.example", subject="News")
    asked = office.write("Does anybody have chess boards to lend us for the spring tournament?", sender="bob@chess.example")
    office.write("Thank you!", sender="bob@chess.example")
    office.write(NEWS, sender="stranger@other.example")

    found = items(office)

    assert set(found) == {told.inbox_id, asked.inbox_id}
    assert (found[told.inbox_id].words, found[told.inbox_id].organization) == (NEWS, "Reading Club")
    assert [found[each].kind for each in (told.inbox_id, asked.inbox_id)] == ["update", "request"]
    assert NEWS in office.slash("newsletter items", ANA)


def test_what_no_robot_may_answer_is_never_offered(office: Office) -> None:
    office.write("A child in our program told me that her uncle hurts her at home, what do we do?", sender="luz@club.example")

    assert items(office) == {}


def test_a_mail_is_told_only_once_it_is_ticked_and_only_in_the_words_that_were(office: Office) -> None:
    mail = office.write(NEWS, sender="luz@club.example", subject="News").inbox_id
    with pytest.raises(NewsletterError, match="nobody has ticked this"):
        write(office, mail)

    part = "forty children finished the winter reading list"
    office.slash(f"newsletter tick {mail} {part}", ANA)
    text = office.app.newsletters.preview(write(office, mail)).text

    assert part in text
    assert "gave each one a book" not in text
    assert "Reading Club" in text
    assert items(office)[mail].ticked_by == ANA


def test_words_that_the_partner_never_wrote_cannot_be_ticked(office: Office) -> None:
    mail = office.write(NEWS, sender="luz@club.example", subject="News").inbox_id

    assert "has not written that" in office.slash(f"newsletter tick {mail} fifty children finished", ANA)
    assert items(office)[mail].ticked_by == ""


def test_a_tick_that_is_taken_back_makes_the_draft_say_so(office: Office) -> None:
    mail = office.write(NEWS, sender="luz@club.example", subject="News").inbox_id
    office.slash(f"newsletter tick {mail}", ANA)
    issue = write(office, mail)

    office.slash(f"newsletter untick {mail}", ANA)

    with pytest.raises(NewsletterError, match="nobody has ticked this"):
        office.app.newsletters.preview(issue)


def test_the_updates_and_the_requests_of_a_check_in_are_offered(office: Office) -> None:
    talk = checked_in(office, highlights="All forty came.", support_needed="A projector, please.", challenges="")

    found = items(office)

    assert {each: found[each].kind for each in found} == {f"{talk}/highlights": "update", f"{talk}/support_needed": "request"}
    office.slash(f"newsletter tick {talk}/highlights", ANA)
    assert "> All forty came." in office.app.newsletters.preview(write(office, f"{talk}/highlights")).text
