"""Staff say which pathway was right: the mail becomes an example, and its partner gets the right answer once somebody lets it go."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from bot import app as composition
from bot import exporting, importing
from tests.scenarios import office as office_module
from tests.scenarios.office import open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.decided import Decided
    from handlers.types import Example
    from store.outbox import OutboxItem
    from tests.scenarios.office import Office

LUZ = "luz@readingclub.example"
VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    # A model of its own, not loaded: what these tests teach is nothing for others.
    monkeypatch.setattr(office_module, "the_model", composition.the_meaning)
    opened = open_office(tmp_path, monkeypatch, REPLIES="all")
    yield opened
    opened.app.close()


def examples(office: Office) -> tuple[Example, ...]:
    with office.app.store.view() as unit:
        return unit.examples.items()


def drafts(office: Office) -> list[OutboxItem]:
    return [item for item in office.sent_to(LUZ) if item.status == "held"]


def answered(office: Office, text: str = VENDOR) -> Decided:
    """A mail whose answer has left."""
    decided = office.write(text, subject="STEM")
    with office.app.store.unit() as unit:
        [claimed] = unit.outbox.claim(office.clock.now(), limit=1, lease_s=60, worker="w")
        unit.outbox.sent(claimed.id, claimed.epoch, office.clock.now())
    return decided


def conversation_of(decided: Decided) -> str:
    assert decided.conversation is not None
    return decided.conversation.id


def test_the_mail_becomes_an_example_and_the_right_answer_waits_as_a_draft(office: Office) -> None:
    decided = answered(office)

    said = office.slash(f"wrong {decided.inbox_id} flyer")

    [example], [draft] = examples(office), drafts(office)
    assert (example.pathway, example.mail, example.who, example.language) == ("flyer", decided.inbox_id, "local-admin", "en")
    assert example.text == f"STEM\n{VENDOR}"
    assert draft.id in said
    assert "My first answer was not the right page" in draft.text
    assert "pathway.corrected" in office.kinds_of_records()


def test_a_draft_releases_like_any_other(office: Office) -> None:
    decided = answered(office)
    office.slash(f"wrong {decided.inbox_id} flyer")

    office.slash(f"release {drafts(office)[0].id}")

    assert office.sent_to(LUZ)[-1].status == "ready"


def test_a_first_answer_that_has_not_left_is_taken_back_and_not_spoken_of(office: Office) -> None:
    decided = office.write(VENDOR)

    office.slash(f"wrong {conversation_of(decided)} facility_use")

    [draft] = drafts(office)
    assert [item.status for item in office.sent_to(LUZ)] == ["cancelled", "held"]
    assert "first answer" not in draft.text


def test_partnership_opens_an_application(office: Office) -> None:
    decided = answered(office)

    office.slash(f"wrong {decided.inbox_id} partnership")

    [draft] = drafts(office)
    assert (draft.template, len(draft.questions) > 0) == ("application_questions", True)
    assert "My first answer was not the right page" in draft.text


def test_an_application_that_was_none_becomes_a_question_again(office: Office) -> None:
    decided = answered(office, "We would like to run a free reading club at a school.")

    office.slash(f"wrong {decided.inbox_id} volunteer")

    assert "no applications" in office.slash("applications")


def test_the_newest_word_counts_and_a_mail_is_one_example(office: Office) -> None:
    decided = answered(office)
    office.slash(f"wrong {decided.inbox_id} flyer")

    office.slash(f"wrong {decided.inbox_id} vendor")

    assert [example.pathway for example in examples(office)] == ["vendor"]
    assert [item.status for item in office.sent_to(LUZ)] == ["sent", "cancelled", "held"]


def test_the_same_word_twice_sends_nothing_more(office: Office) -> None:
    decided = answered(office)
    office.slash(f"wrong {decided.inbox_id} flyer")

    said = office.slash(f"wrong {decided.inbox_id} flyer")

    assert "already" in said
    assert len(drafts(office)) == 1


@pytest.mark.parametrize("words", ["flyers", "", "partner"])
def test_a_wrong_name_is_refused_with_the_list(office: Office, words: str) -> None:
    decided = answered(office)

    said = office.slash(f"wrong {decided.inbox_id} {words}")

    assert "donation_funding" in said
    assert examples(office) == ()


def test_a_mail_that_no_robot_may_answer_is_no_example(office: Office) -> None:
    decided = office.write("I am an attorney and this is a formal notice of a claim against the district. Preserve all records.")

    said = office.slash(f"wrong {decided.inbox_id} vendor")

    assert "a person answers" in said
    assert examples(office) == ()


def test_a_mail_held_because_nothing_fits_finds_its_place(office: Office) -> None:
    decided = office.write("Good day")
    assert decided.reason == "nothing_fits"

    office.slash(f"wrong {decided.inbox_id} volunteer")

    [draft] = drafts(office)
    assert draft.template == "answer"
    assert "waits" not in office.slash("inbox").replace(draft.id, "") or decided.inbox_id not in office.slash("inbox")


def test_where_nothing_of_the_office_fits_a_person_takes_it(office: Office) -> None:
    decided = answered(office)

    office.slash(f"wrong {decided.inbox_id} out_of_scope")

    [draft] = drafts(office)
    assert draft.template == "person"


def test_examples_are_forgotten_with_their_conversation(office: Office) -> None:
    decided = answered(office)
    office.slash(f"wrong {decided.inbox_id} flyer")

    with office.app.store.unit() as unit:
        forgotten = unit.examples.forget(conversation_of(decided))

    assert forgotten == 1
    assert examples(office) == ()


def test_routing_learns_at_once_and_forgets_again(office: Office) -> None:
    text = "The trapeze is mine to give on Mondays, said the moth"
    office.app.meaning.load()
    decided = answered(office, text)
    office.slash(f"wrong {decided.inbox_id} volunteer")
    office.app.meaning.load()

    learnt = office.app.meaning.understand(f"STEM\n{text}")
    with office.app.store.unit() as unit:
        unit.examples.forget(conversation_of(decided))
    office.app.learn()
    office.app.meaning.load()

    assert learnt.scores["volunteer"] > 0.5
    assert learnt.nearest["volunteer"] == f"what staff said of {decided.inbox_id}"
    assert office.app.meaning.understand(f"STEM\n{text}").scores["volunteer"] < learnt.scores["volunteer"]


def test_examples_go_out_and_come_in_again(office: Office, tmp_path: Path) -> None:
    decided = answered(office)
    office.slash(f"wrong {decided.inbox_id} flyer")
    with office.app.store.view() as unit:
        rows = list(exporting.records("examples", unit, office.app.loaded.playbook))
    out = io.StringIO()
    exporting.write_csv([*rows, {"pathway": "pta", "text": "¿Quién preside a los papás?"}, {"pathway": "moon", "text": "?"}], out)
    file = tmp_path / "examples.csv"
    file.write_text(out.getvalue(), encoding="utf-8")

    told = list(
        importing.import_file(
            "examples",
            file,
            store=office.app.store,
            clock=office.clock,
            who="ana@district.example",
            playbook=office.app.loaded.playbook,
            dry_run=False,
        )
    )

    assert json.loads(json.dumps(rows[0]))["source"] == decided.inbox_id
    assert next(iter(csv.DictReader(io.StringIO(out.getvalue()))))["pathway"] == "flyer"
    assert [each.ok for each in told] == [True, True, False]
    assert [(each.pathway, each.mail, each.language) for each in examples(office)] == [
        ("flyer", decided.inbox_id, "en"),
        ("pta", "", "es"),
    ]
