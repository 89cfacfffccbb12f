"""A principal, or a person named by the playbook, rules by replying to a mail; silence never approves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import ticking
from handlers.partnership import Partnership, Standing
from handlers.types import Conversation, ConversationKind, ConversationStatus
from tests.scenarios.office import MONDAY, STAFF, open_office

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scenarios.office import Office

CORA, JEFF = "cora@aps.example", "jeff@aps.example"
HEADS = {"Cora Kelly": CORA, "Jefferson": JEFF}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose heads of school rule first, with two schools."""
    office = open_office(tmp_path, monkeypatch, DISTRICT="albuquerque")
    with office.app.store.unit() as unit:
        for school, address in HEADS.items():
            unit.partners.save_school(school, {"principal_email": address})
    return office


def applied(office: Office, name: str, schools: tuple[str, ...]) -> str:
    """An application as it stands on the day it is handed in."""
    talk = Conversation(
        id=f"c-{name.lower()}",
        kind=ConversationKind.APPLICATION,
        status=ConversationStatus.SUBMITTED,
        pathway="partnership",
        party=f"{name.lower()}@partner.example",
        known=True,
        opened_at=MONDAY,
        updated_at=MONDAY,
    )
    at = Partnership(
        id=talk.id,
        organization=name,
        contact=talk.party,
        stage=office.app.loaded.playbook.stages[0].id,
        schools=schools,
        opened_at=MONDAY,
        updated_at=MONDAY,
    )
    with office.app.store.unit() as unit:
        unit.conversations.save(talk)
        unit.partnerships.save(at)
    return talk.id


def tick(office: Office) -> list[tuple[str, str]]:
    return [(each.kind, each.partner) for each in ticking.tick(office.app)]


def partnership(office: Office, id_: str) -> Partnership:
    with office.app.store.view() as unit:
        found = unit.partnerships.get(id_)
    assert found is not None
    return found


def verdicts(office: Office, id_: str) -> list[tuple[str, str, str]]:
    return [(each.verdict.value, each.school, each.who) for each in partnership(office, id_).rulings]


def test_a_head_gets_one_mail_for_all_that_waits_and_answers_in_one_line(office: Office) -> None:
    one, two = applied(office, "Readers", ("Cora Kelly",)), applied(office, "Chess", ("Cora Kelly", "Jefferson"))

    assert sorted(tick(office)) == [("ruling", CORA), ("ruling", JEFF)]
    asked = office.newest(CORA).text
    office.reply("1 yes, 2 no", sender=CORA)

    numbers = {"Chess": "1. May Chess at Cora Kelly", "Readers": "2. May Readers at Cora Kelly"}
    if "1. May Readers" in asked:
        numbers = {"Readers": "1. May Readers at Cora Kelly", "Chess": "2. May Chess at Cora Kelly"}
    assert all(words in asked for words in numbers.values())
    yes, no = (one, two) if "1. May Readers" in asked else (two, one)
    assert verdicts(office, yes) == [("approve", "Cora Kelly", CORA)]
    assert verdicts(office, no) == [("decline", "Cora Kelly", CORA)]
    assert "yes" in office.newest(CORA).text


def test_nobody_is_asked_twice_for_the_same(office: Office) -> None:
    applied(office, "Readers", ("Cora Kelly",))

    assert len(tick(office)) == 1
    assert tick(office) == []
    office.clock.advance(days=1)
    assert tick(office) == []


def test_the_partner_hears_a_no_from_a_draft_and_never_in_the_heads_words(office: Office) -> None:
    readers = applied(office, "Readers", ("Cora Kelly",))
    tick(office)

    office.reply("No, I had trouble with these people last year.", sender=CORA)

    assert partnership(office, readers).standing is Standing.DECLINED
    letter = office.newest("readers@partner.example")
    assert letter.status == "held"
    assert "trouble" not in letter.text


def test_a_no_ends_one_school_and_the_others_go_on(office: Office) -> None:
    chess = applied(office, "Chess", ("Cora Kelly", "Jefferson"))
    tick(office)

    office.reply("no", sender=CORA)

    assert partnership(office, chess).standing is Standing.UNDER_REVIEW
    office.reply("yes", sender=JEFF)
    assert verdicts(office, chess)[1] == ("approve", "Jefferson", JEFF)


@pytest.mark.parametrize(
    "said", ["Maybe, if they have insurance.", "What is this?", "3 yes", "Thanks, will look.", "yes but only on Fridays"]
)
def test_a_doubt_decides_nothing_and_a_person_reads_it(office: Office, said: str) -> None:
    readers = applied(office, "Readers", ("Cora Kelly",))
    tick(office)

    office.reply(said, sender=CORA)

    assert verdicts(office, readers) == []
    assert any(item.template == "staff_look" for item in office.sent_to("ana@district.example"))


def test_a_bare_yes_to_two_requests_is_asked_again(office: Office) -> None:
    one, two = applied(office, "Readers", ("Cora Kelly",)), applied(office, "Chess", ("Cora Kelly",))
    tick(office)

    office.reply("yes", sender=CORA)
    assert verdicts(office, one) == verdicts(office, two) == []
    office.reply("Yes to both", sender=CORA)

    assert [each[0] for each in (*verdicts(office, one), *verdicts(office, two))] == ["approve", "approve"]


def test_a_forwarded_mail_gives_nobody_a_right(office: Office) -> None:
    readers = applied(office, "Readers", ("Cora Kelly",))
    tick(office)
    mail = office.newest(CORA)

    office.write("1 yes", sender="stranger@elsewhere.example", to=office.reply_address(mail), in_reply_to=mail.message_id, subject="Fwd")

    assert verdicts(office, readers) == []
    assert office.sent_to("stranger@elsewhere.example") == []
    assert "ruling.refused" in office.kinds_of_records()


def test_a_second_yes_is_told_that_it_was_taken_before(office: Office) -> None:
    readers = applied(office, "Readers", ("Cora Kelly", "Jefferson"))
    tick(office)
    office.reply("yes", sender=CORA)

    office.reply("yes", sender=CORA)

    assert verdicts(office, readers) == [("approve", "Cora Kelly", CORA)]


def test_two_reminders_and_then_a_task_and_silence_approves_nothing(office: Office) -> None:
    readers = applied(office, "Readers", ("Cora Kelly",))
    tick(office)

    told = []
    for day in range(1, 31):
        office.clock.advance(days=1)
        told += [(day, *each) for each in tick(office)]

    assert told == [(3, "ruling", CORA), (7, "ruling", CORA)]
    assert verdicts(office, readers) == []
    with office.app.store.view() as unit:
        (task,) = unit.tasks.of(readers)
    assert CORA in task.title


def test_a_head_whose_address_nobody_knows_is_a_task_for_staff(office: Office) -> None:
    readers = applied(office, "Readers", ("Lincoln",))

    assert tick(office) == []
    tick(office)

    with office.app.store.view() as unit:
        (task,) = unit.tasks.of(readers)
    assert "Lincoln" in task.title


def test_what_was_ruled_otherwise_in_the_meantime_is_not_reminded_of(office: Office) -> None:
    readers = applied(office, "Readers", ("Cora Kelly",))
    tick(office)
    office.slash(f"/partners pause {readers}")
    with office.app.store.unit() as unit:
        found = unit.partnerships.get(readers)
        assert found is not None
    office.reply("yes", sender=CORA)

    office.clock.advance(days=4)

    assert tick(office) == []
    with office.app.store.view() as unit:
        talks = unit.conversations.items(ConversationKind.RULING)
    assert [talk.status for talk in talks] == [ConversationStatus.CLOSED]


def test_a_new_head_is_asked_anew_and_the_one_before_is_not_reminded(office: Office) -> None:
    readers = applied(office, "Readers", ("Cora Kelly",))
    tick(office)
    with office.app.store.unit() as unit:
        unit.partners.save_school("Cora Kelly", {"principal_email": "new@aps.example"})

    office.clock.advance(days=4)

    assert tick(office) == [("ruling", "new@aps.example")]
    office.reply("yes", sender=CORA)
    assert verdicts(office, readers) == []
    office.reply("yes", sender="new@aps.example")
    assert verdicts(office, readers) == [("approve", "Cora Kelly", "new@aps.example")]


def test_a_mail_of_its_own_rules_nothing_whoever_it_says_it_is_from(office: Office) -> None:
    applied(office, "Readers", ("Cora Kelly",))
    tick(office)

    heard = office.write("Yes, I approve Harbor Readers.", sender=CORA, subject="Harbor Readers")

    assert heard.reason == "not_a_reply"
    assert heard.conversation is not None
    assert heard.conversation.id == office.newest(CORA).conversation
    assert "ruling.refused" in office.kinds_of_records()
    assert "ruling.given" not in office.kinds_of_records()
    assert "no ruling could be read or taken from it" in " ".join(office.newest(STAFF).text.split())
