"""From submitted to active, or to a kind no: what staff rule by command, and what the partner hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from bot import exporting
from bot.importing import import_file
from handlers.partnership import Acceptance, Agreement, Partnership, Standing
from handlers.types import PartyStatus
from tests.scenarios.office import STAFF, Office, open_office
from tests.scenarios.test_application import FIRST, answer_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LUZ = "luz@readingclub.example"
ANA, BEN, CORA, VERA, SAM = (f"{name}@district.example" for name in ("ana", "ben", "cora", "vera", "sam"))
SIGNED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office with two approvers, a principal who may rule by command, one who may do tasks, and one who may only look."""
    staff = f"{ANA}:approver,{BEN}:approver,{CORA}:approver,{SAM}:staff,{VERA}:viewer"
    opened = open_office(tmp_path, monkeypatch, STAFF=staff)
    with opened.app.store.unit() as unit:
        unit.partners.save_school("Lincoln Elementary", {"short_names": "Lincoln", "principal_email": CORA})
    yield opened
    opened.app.close()


def handed_in(office: Office) -> str:
    office.write(FIRST, subject="Reading club")
    answer_all(office)
    done = office.reply("Yes")
    assert done.conversation is not None
    return done.conversation.id


def partnership(office: Office, reference: str) -> Partnership:
    with office.app.store.view() as unit:
        found = unit.partnerships.get(reference)
    assert found is not None
    return found


def sign(office: Office, reference: str) -> None:
    """An agreement that both have accepted, as if by mail."""
    said = tuple(Acceptance(party=each, who=each, at=SIGNED, text_sha256="s") for each in ("organization", "office"))
    with office.app.store.unit() as unit:
        unit.agreements.save(
            Agreement(
                id="",
                partnership=reference,
                number=1,
                title="Partnership Agreement",
                text="t",
                text_sha256="s",
                parties=("organization", "office"),
                acceptances=said,
                made_at=SIGNED,
            )
        )


def templates(office: Office, address: str = LUZ) -> list[str]:
    return [item.template for item in office.sent_to(address)]


def records(office: Office, kind: str) -> list[dict[str, object]]:
    with office.app.store.view() as unit:
        return [dict(each.record.data) | {"who": each.record.who} for each in unit.records.items(limit=10_000) if each.record.kind == kind]


def test_what_was_handed_in_stands_at_the_first_stage_and_staff_are_told_the_commands(office: Office) -> None:
    reference = handed_in(office)

    at = partnership(office, reference)
    told = office.newest(STAFF).text
    assert (at.standing, at.stage, at.schools) == (Standing.UNDER_REVIEW, "review", ("Lincoln Elementary",))
    for command in ("approve", "decline", "ask"):
        assert f"/partners {command} {reference}" in told
    assert reference in office.slash("applications review")
    assert "No partnership" in office.slash("applications agreement")


def test_a_partnership_goes_from_submitted_to_active_and_the_partner_hears_each_step(office: Office) -> None:
    reference = handed_in(office)

    assert "at the stage Agreement" in office.slash(f"approve {reference} a good fit", ANA)
    assert templates(office)[-1] == "stage_reached"
    assert "the yes of aligned leadership" in office.newest(LUZ).text.casefold()
    office.clock.advance(days=1)
    office.slash(f"approve {reference}", CORA)
    assert templates(office)[-1] == "stage_reached"
    sign(office, reference)
    office.slash(f"approve {reference}", BEN)
    assert partnership(office, reference).stage == "connect"
    assert "you meet the leaders" in office.newest(LUZ).text
    assert "To do: Introduce the partner" in office.slash(f"show {reference}")
    office.slash(f"done {reference} introduction", SAM)
    said = office.slash(f"assign {reference} {CORA}", SAM)

    at = partnership(office, reference)
    assert "active" in said
    assert at.standing is Standing.ACTIVE
    assert templates(office)[-1] == "partnership_active"
    assert "You can begin at the school" in office.newest(LUZ).text
    assert CORA in office.newest(LUZ).text
    with office.app.store.view() as unit:
        (party,) = unit.partners.by_email(LUZ)
        tasks = {task.key.rpartition("/")[2]: bool(task.done_by) for task in unit.tasks.of(reference)}
    assert party.status is PartyStatus.ACTIVE
    assert tasks["connect"]
    assert not tasks["implementation"]


def test_a_letter_answers_the_partners_newest_mail_and_leaves_at_once(office: Office) -> None:
    reference = handed_in(office)
    with office.app.store.view() as unit:
        newest = unit.inbox.of(reference)[-1]

    office.slash(f"approve {reference}", ANA)

    sent = office.newest(LUZ)
    with office.app.store.view() as unit:
        raw = unit.blobs.get(sent.raw_sha256)
    assert raw is not None
    assert f"In-Reply-To: <{newest.message_id}>".encode() in raw
    assert sent.status == "ready"


def test_asking_for_more_opens_only_what_is_named_and_the_review_goes_on_where_it_stood(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference}", ANA)
    office.clock.advance(hours=1)
    before = partnership(office, reference)

    office.slash(f"ask {reference} meeting_times, students_expected We need the exact days.", ANA)
    asked = office.newest(LUZ)
    said = {"meeting_times": "Wednesdays 3 to 4 pm", "students_expected": "18"}
    summary = office.reply("\n".join(f"{n}. {said[question]}" for n, question in enumerate(asked.questions, 1)))
    confirmed = office.newest(LUZ)
    done = office.reply("yes")

    assert asked.template == "more_needed"
    assert set(asked.questions) == {"students_expected", "meeting_times"}
    assert "We need the exact days." in asked.text
    assert office.conversation(summary)["status"] == "confirming"
    assert confirmed.questions == ("confirm",)
    assert office.conversation(done)["status"] == "submitted"
    assert office.newest(LUZ).template == "application_submitted"
    assert "the review goes on where it was" in office.newest(LUZ).text
    assert "Answers are in" in office.newest(STAFF).subject
    after = partnership(office, reference)
    assert (after.stage, after.standing) == (before.stage, Standing.UNDER_REVIEW)
    assert after.rulings[: len(before.rulings)] == before.rulings


def test_a_question_that_is_none_is_refused_with_the_list(office: Office) -> None:
    reference = handed_in(office)
    before = partnership(office, reference)

    said = office.slash(f"ask {reference} shoe_size", ANA)

    assert "no question shoe_size" in said
    assert "meeting_times" in said
    assert partnership(office, reference) == before
    assert "more_needed" not in templates(office)


def test_a_no_says_why_kindly_ends_the_talk_and_a_later_reply_reaches_a_person(office: Office) -> None:
    reference = handed_in(office)

    assert "Say why" in office.slash(f"decline {reference}", ANA)
    office.slash(f"decline {reference} Two programs already read with these grades.", ANA)
    letter = office.newest(LUZ)
    replied = office.reply("May we talk about this? We could come on another day.")

    assert letter.template == "application_declined"
    assert "Two programs already read with these grades." in letter.text
    assert partnership(office, reference).standing is Standing.DECLINED
    assert office.conversation(replied)["status"] == "closed"
    assert "A person" in office.newest(LUZ).subject
    assert "with_person" in str(replied.conversation)
    with office.app.store.view() as unit:
        (party,) = unit.partners.by_email(LUZ)
    assert party.status is PartyStatus.ENDED


@pytest.mark.parametrize("who", [SAM, VERA, "stranger@elsewhere.example"])
def test_who_has_no_authority_changes_nothing_and_the_attempt_is_on_record(office: Office, who: str) -> None:
    reference = handed_in(office)
    before = partnership(office, reference)

    said = office.slash(f"approve {reference}", who)

    assert "needs the role approver" in said or "not on the staff list" in said
    assert partnership(office, reference) == before
    assert "command.refused" in office.kinds_of_records()


def test_an_approver_does_not_stand_in_for_the_principal(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference}", ANA)
    before = partnership(office, reference)

    said = office.slash(f"approve {reference} leadership", ANA)

    assert "aligned leadership" in said
    assert partnership(office, reference) == before
    assert records(office, "ruling.refused")[-1]["why"] == "not_yours"


def test_a_second_approval_of_the_same_is_told_who_was_first(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference}", ANA)
    before = partnership(office, reference)

    said = office.slash(f"approve {reference}", BEN)

    assert f"already approved by {ANA}" in said
    assert f"/partners approve {reference} approved" in said
    assert partnership(office, reference) == before
    assert records(office, "ruling.refused")[-1]["who"] == BEN


def test_one_who_approves_twice_in_a_row_makes_one_step(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference}", ANA)

    said = office.slash(f"approve {reference}", ANA)

    assert "already approved" in said
    assert len(partnership(office, reference).rulings) == 1


def test_a_ruling_is_taken_back_by_whoever_gave_it(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference}", ANA)
    office.clock.advance(minutes=1)

    assert "nothing in the last ten minutes" in office.slash("undo", BEN)
    office.slash("undo", ANA)

    at = partnership(office, reference)
    assert (at.stage, at.rulings) == ("review", ())
    assert office.newest(LUZ).template == "ruling_taken_back"
    assert "at the stage Agreement" in office.slash(f"approve {reference}", BEN)


def test_a_no_that_is_taken_back_opens_the_talk_again(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"decline {reference} No room this year.", ANA)

    office.slash("undo", ANA)
    status = office.reply("status")

    assert partnership(office, reference).standing is Standing.UNDER_REVIEW
    assert office.conversation(status)["status"] == "submitted"
    with office.app.store.view() as unit:
        assert [party.status for party in unit.partners.by_email(LUZ)] == [PartyStatus.APPLICANT]


def test_after_ten_minutes_or_where_more_has_happened_nothing_is_taken_back(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference}", ANA)
    office.clock.advance(seconds=5)
    office.slash(f"assign {reference} {CORA}", SAM)

    said = office.slash("undo", ANA)
    office.clock.advance(minutes=11)

    assert "cannot be taken back" in said
    assert "nothing in the last ten minutes" in office.slash("undo", ANA)
    assert partnership(office, reference).stage == "agreement"


def test_two_who_approve_at_the_same_instant_make_one_step(office: Office) -> None:
    reference = handed_in(office)
    said: dict[str, str] = {}

    both = [Thread(target=lambda who=who: said.update({who: office.slash(f"approve {reference}", who)})) for who in (ANA, BEN)]
    for each in both:
        each.start()
    for each in both:
        each.join()

    at = partnership(office, reference)
    assert at.stage == "agreement"
    assert [ruling.gate for ruling in at.rulings] == ["aligned"]
    assert sum("already approved by" in text for text in said.values()) == 1
    assert templates(office).count("stage_reached") == 1


def test_a_gate_of_a_later_stage_and_one_of_an_earlier_stage_are_refused(office: Office) -> None:
    reference = handed_in(office)

    early = office.slash(f"approve {reference} approved", ANA)
    office.slash(f"approve {reference}", ANA)
    late = office.slash(f"approve {reference} aligned", BEN)
    soon = office.slash(f"done {reference} introduction", SAM)

    assert "comes later" in early
    assert f"already approved by {ANA}" in late
    assert "comes later" in soon


def test_what_is_over_takes_no_ruling(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"decline {reference} No room this year.", ANA)
    before = partnership(office, reference)

    said = office.slash(f"approve {reference}", BEN)

    assert f"declined by {ANA}" in said
    assert partnership(office, reference) == before


def test_a_review_may_be_held_and_goes_on(office: Office) -> None:
    reference = handed_in(office)

    office.slash(f"pause {reference} The school is being rebuilt.", SAM)
    status = office.reply("status")
    held = office.newest(LUZ).text
    office.slash(f"resume {reference}", SAM)

    assert status.conversation is not None
    assert "on hold" in held
    assert partnership(office, reference).on_hold == ""
    assert templates(office).count("partnership_changed") == 2


def test_status_says_in_plain_words_what_is_missing_and_who_is_at_turn(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference}", ANA)

    office.reply("status")

    text = office.newest(LUZ).text
    assert "at the stage Agreement" in text
    assert "The signed agreement: you and the office" in text
    assert "aligned leadership" in text


def test_a_partner_withdraws_in_the_middle_of_the_review(office: Office) -> None:
    reference = handed_in(office)

    office.reply("withdraw")

    assert partnership(office, reference).standing is Standing.WITHDRAWN
    assert office.newest(LUZ).template == "withdrawn"
    assert "withdrawn its application" in office.newest(STAFF).text
    assert "is over" in office.slash(f"approve {reference}", ANA)


def test_a_second_application_of_the_same_organization_is_pointed_out(office: Office) -> None:
    first = handed_in(office)
    second = handed_in(office)

    told = office.newest(STAFF).text
    assert first != second
    assert "The same organization or contact has more with us" in told
    assert first in told


def test_the_page_shows_all_and_the_export_has_the_stage(office: Office) -> None:
    reference = handed_in(office)
    office.slash(f"approve {reference} a good fit", ANA)

    page = office.slash("show Harbor Readers")
    with office.app.store.view() as unit:
        (row,) = exporting.records("applications", unit, office.app.loaded.playbook)
        (partner,) = exporting.records("partners", unit, office.app.loaded.playbook)

    for words in ("under review at agreement", CORA, "the signed agreement", "a good fit", "Lincoln Elementary", "m-1", "o-", "nobody yet"):
        assert words in page
    assert row["stage"] == partner["stage"] == "agreement"


def test_an_active_partnership_is_paused_and_ended_by_people(office: Office) -> None:
    reference = handed_in(office)
    with office.app.store.unit() as unit:
        unit.partnerships.save(replace(partnership(office, reference), standing=Standing.ACTIVE, stage="implementation"))
        (party,) = unit.partners.by_email(LUZ)
        unit.partners.save(replace(party, status=PartyStatus.ACTIVE))

    office.slash(f"pause {reference} The bus strike.", SAM)
    paused = office.newest(LUZ)
    office.slash(f"resume {reference}", SAM)
    refused = office.slash(f"end {reference} The program is over.", SAM)
    office.slash(f"end {reference} The program is over.", ANA)

    assert "paused" in paused.subject
    assert "needs the role approver" in refused
    assert partnership(office, reference).standing is Standing.ENDED
    assert "ended" in office.newest(LUZ).subject
    with office.app.store.view() as unit:
        assert [party.status for party in unit.partners.by_email(LUZ)] == [PartyStatus.ENDED]


def test_where_the_playbook_has_no_stages_no_review_opens(office: Office) -> None:
    service = office.app.service
    loaded = replace(service.loaded, playbook=service.loaded.playbook.model_copy(update={"stages": ()}))
    service.snapshots = replace(service.snapshots, loaded=loaded)

    reference = handed_in(office)

    with office.app.store.view() as unit:
        assert unit.partnerships.get(reference) is None
    assert "/partners approve" not in office.newest(STAFF).text


def test_a_partner_that_was_active_before_is_active_with_gaps(office: Office, tmp_path: Path) -> None:
    rows = tmp_path / "partners.csv"
    rows.write_text(
        "organization,contact_name,contact_email,status,schools,liaison\n"
        f"Garden Guild,Mo Reyes,mo@gardenguild.example,active,Lincoln Elementary,{CORA}\n",
        encoding="utf-8",
    )
    playbook = office.app.loaded.playbook

    told = list(import_file("partners", rows, store=office.app.store, clock=office.clock, who=ANA, playbook=playbook, dry_run=False))
    page = office.slash("show Garden Guild")

    assert [each.ok for each in told] == [True]
    assert "active, with gaps" in page
    assert "the signed agreement" in page
    assert CORA in page
    assert "no day is set" in page.casefold()


def test_a_row_of_the_list_never_takes_an_application_past_its_review(office: Office, tmp_path: Path) -> None:
    reference = handed_in(office)
    rows = tmp_path / "partners.csv"
    rows.write_text(f"organization,contact_email,status\nHarbor Readers,{LUZ},active\n", encoding="utf-8")
    playbook = office.app.loaded.playbook

    list(import_file("partners", rows, store=office.app.store, clock=office.clock, who=ANA, playbook=playbook, dry_run=False))

    assert partnership(office, reference).standing is Standing.UNDER_REVIEW
    with office.app.store.view() as unit:
        assert len(unit.partnerships.of(LUZ)) == 1
