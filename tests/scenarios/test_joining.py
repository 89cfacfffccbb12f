"""A second application of one organisation is recognised, and made one with the first where staff say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from handlers.partnership import Partnership, Proof, Ruling, Standing, Verdict
from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus
from tests.scenarios.office import STAFF, Office, open_office
from tests.scenarios.test_application import FIRST, answer_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LUZ, MAX, CORA, JEFF, VERA = (
    "luz@readingclub.example",
    "max@harborreaders.example",
    "cora@aps.example",
    "jeff@aps.example",
    "vera@district.example",
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = open_office(tmp_path, monkeypatch, DISTRICT="albuquerque", STAFF=f"{STAFF}:approver,{VERA}:viewer")
    with opened.app.store.unit() as unit:
        unit.partners.save_school("Lincoln Elementary", {"short_names": "Lincoln", "principal_email": CORA})
        unit.partners.save_school("Jefferson", {"principal_email": JEFF})
    yield opened
    opened.app.close()


def first(office: Office) -> str:
    office.write(FIRST, subject="Reading club")
    answer_all(office)
    done = office.reply("Yes")
    assert done.conversation is not None
    return done.conversation.id


def second(office: Office, *schools: str, handed_in: bool = True, **more: Any) -> str:
    talk = Conversation(
        id="c-second",
        kind=ConversationKind.APPLICATION,
        status=ConversationStatus.SUBMITTED if handed_in else ConversationStatus.ASKING,
        pathway="partnership",
        party=MAX,
        known=True,
        answers={"schools": Answer(value=schools, words=", ".join(schools))},
        opened_at=office.clock.at,
        updated_at=office.clock.at,
    )
    at = Partnership(
        id="c-second",
        organization="Harbor Readers, Inc.",
        contact=MAX,
        stage="principal",
        schools=schools,
        opened_at=office.clock.at,
        updated_at=office.clock.at,
        **more,
    )
    with office.app.store.unit() as unit:
        unit.conversations.save(talk)
        if handed_in:
            unit.partnerships.save(at)
            paper = Proof(id="", partnership="c-second", kind="insurance", name="coi.pdf", sha256="ab" * 32, received_at=office.clock.at)
            unit.proofs.save(paper)
    return "c-second"


def at(office: Office, reference: str) -> Partnership:
    with office.app.store.view() as unit:
        found = unit.partnerships.get(reference)
    assert found is not None
    return found


def test_staff_hear_of_it_with_the_command_however_the_name_is_spelled(office: Office) -> None:
    other = second(office, "Jefferson")

    reference = first(office)

    notice = " ".join(next(item.text for item in office.sent_to(STAFF) if item.template == "staff_submitted").split())
    assert f"{other}: Harbor Readers, Inc., under review" in notice
    assert f"/partners join {reference} {other}" in notice


def test_schools_papers_and_people_go_along_and_everybody_hears(office: Office) -> None:
    one = first(office)
    two = second(office, "Jefferson", "Lincoln Elementary", roster=("Ana Ruiz",), roster_complete=STAFF)

    said = office.slash(f"join {two} {one}", STAFF)

    assert said.startswith(f"{two} is joined to {one}.")
    joined = at(office, one)
    assert joined.schools == ("Lincoln Elementary", "Jefferson")
    assert (joined.roster, joined.roster_complete) == (("Ana Ruiz",), "")
    assert at(office, two).standing is Standing.JOINED
    with office.app.store.view() as unit:
        assert "coi.pdf" in [each.name for each in unit.proofs.of(one)]
    letter = office.newest(LUZ)
    assert (letter.template, letter.cc) == ("application_joined", (MAX,))
    assert f"joined to {one}" not in letter.text
    assert "Jefferson" in letter.text


def test_whoever_has_ruled_there_has_not_ruled_here(office: Office) -> None:
    one = first(office)
    yes = Ruling(gate="permission", verdict=Verdict.APPROVE, who=JEFF, at=office.clock.at, school="Jefferson")
    two = second(office, "Jefferson", rulings=(yes,))

    office.slash(f"join {two} {one}", STAFF)

    assert "Jefferson" in office.slash(f"show {one}").partition("Missing")[2].partition("Schools")[0]


def test_a_school_that_said_no_is_not_asked_again(office: Office) -> None:
    one = first(office)
    no = Ruling(gate="permission", verdict=Verdict.DECLINE, who=JEFF, at=office.clock.at, why="no room", school="Jefferson")
    two = second(office, "Jefferson", "Washington", rulings=(no,))

    office.slash(f"join {two} {one}", STAFF)

    assert at(office, one).schools == ("Lincoln Elementary", "Washington")


def test_what_is_written_to_the_second_one_leads_to_the_first(office: Office) -> None:
    one = first(office)
    office.write(FIRST, subject="Reading club", sender=MAX)
    asked = office.newest(MAX)
    two = asked.conversation

    office.slash(f"join {two} {one}", STAFF)
    heard = office.write("status", sender=MAX, to=office.reply_address(asked), in_reply_to=asked.message_id, subject="Re: yours")

    assert heard.conversation is not None
    assert heard.conversation.id == one
    assert office.newest(MAX).template == "application_status"
    assert "in review" in office.newest(MAX).text
    assert [item for item in office.sent_to(LUZ) if item.template == "other_address"] == []
    assert at(office, one).schools == ("Lincoln Elementary",)


def test_what_cannot_be_joined_is_refused_and_stands_on_record(office: Office) -> None:
    one, two = first(office), second(office, "Jefferson")

    assert "to itself" in office.slash(f"join {one} {one}", STAFF)
    assert "No application of that name" in office.slash(f"join c-nobody {one}", STAFF)
    assert "needs the role staff" in office.slash(f"join {two} {one}", VERA)
    assert "Say which belongs to which" in office.slash(f"join {two}", STAFF)
    office.slash(f"withdraw {one}", STAFF)
    assert "is over: it is withdrawn" in office.slash(f"join {two} {one}", STAFF)
    assert f"{one} is withdrawn: only an application that is open" in office.slash(f"join {one} {two}", STAFF)
    assert at(office, two).standing is Standing.UNDER_REVIEW
    assert office.kinds_of_records().count("join.refused") >= 2


def test_joined_twice_is_told(office: Office) -> None:
    one, two = first(office), second(office, "Jefferson")
    office.slash(f"join {two} {one}", STAFF)

    assert f"{two} was joined to {one} before" in office.slash(f"join {two} {one}", STAFF)
    assert "is over: it is joined" in office.slash(f"approve {two}", STAFF)
