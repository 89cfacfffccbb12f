"""A person of the office answers by hand: the talk is theirs, what Liaison had waiting is withdrawn, and it speaks again when it may."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from bot.ear import SENT
from handlers.types import Disposition, Kind
from tests.scenarios.office import INTAKE, STAFF, mail, open_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.decided import Decided
    from tests.scenarios.office import Office

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"
LAWYER = "I am an attorney and this is a formal notice of a claim against the district. Preserve all records."
LUZ = "luz@readingclub.example"
_UIDS = count(1)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose answers wait some minutes, as `sure` has it."""
    opened = open_office(tmp_path, monkeypatch, REPLIES="all", REPLY_DELAY="600")
    yield opened
    opened.app.close()


def person_answers(office: Office, in_reply_to: str, text: str = "Dear Luz, I look after this myself.", **how: Any) -> Decided:
    """What the postman does with a copy in the folder of sent mail."""
    raw = mail(
        text, **{"sender": INTAKE, "to": LUZ, "subject": "Re: STEM", "in_reply_to": in_reply_to, "message_id": "<by-hand@x.example>"} | how
    )
    inbox_id = office.app.service.hear(raw, source_key=f"{SENT}box/1/{next(_UIDS)}")
    assert inbox_id is not None
    decided = office.app.service.decide(inbox_id)
    assert decided is not None
    return decided


def statuses(office: Office, address: str = LUZ) -> list[str]:
    return [item.status for item in office.sent_to(address)]


def test_the_answer_that_still_waits_is_withdrawn_and_the_talk_is_the_persons(office: Office) -> None:
    office.write(VENDOR, message_id="<first@mail.example>")
    assert statuses(office) == ["ready"]

    decided = person_answers(office, "first@mail.example")

    assert decided.heard is not None
    assert (decided.heard.screened.kind, decided.disposition, decided.reason) == (Kind.OWN, Disposition.ACCEPTED, "answered_by_a_person")
    assert decided.conversation is not None
    assert decided.conversation.with_person
    assert statuses(office) == ["cancelled"]
    assert office.kinds_of_records()[-2:] == ["conversation.answered_by_a_person", "withdrawn"]
    with office.app.store.view() as unit:
        (told,) = [each.record for each in unit.records.of(decided.conversation.id) if each.record.kind.endswith("by_a_person")]
    assert (told.who, told.message_id) == (INTAKE, "by-hand@x.example")


def test_a_draft_is_withdrawn_and_what_a_person_released_goes_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (
        office.write(VENDOR, message_id="<first@mail.example>"),
        office.write(VENDOR, sender="bo@two.example", message_id="<second@mail.example>"),
    )
    with office.app.store.unit() as unit:
        for item in unit.outbox.claim(office.clock.now().replace(hour=23), limit=10, lease_s=60, worker="w"):
            unit.outbox.hold(item.id, item.epoch, "draft")
        unit.outbox.release(second.queued[0].id, STAFF, office.clock.now())

    person_answers(office, "first@mail.example")
    person_answers(office, "second@mail.example", to="bo@two.example")

    assert first.conversation is not None
    assert statuses(office) == ["cancelled"]
    assert statuses(office, "bo@two.example") == ["ready"]


def test_a_reply_to_the_person_stays_in_the_talk_unanswered_until_it_is_given_back(office: Office) -> None:
    first = office.write(VENDOR, message_id="<first@mail.example>")
    assert first.conversation is not None
    person_answers(office, "first@mail.example")

    reply = office.write("Thank you, and what does the hall cost?", in_reply_to="by-hand@x.example", subject="Re: STEM")

    assert reply.conversation is not None
    assert reply.conversation.id == first.conversation.id
    assert reply.reason == "with_person"
    assert statuses(office) == ["cancelled"]
    assert office.newest(STAFF).template == "staff_look"
    office.slash(f"resume {first.conversation.id}", STAFF)
    again = office.write("And can we hand out flyers?", in_reply_to="by-hand@x.example", subject="Re: STEM")
    assert again.conversation is not None
    assert again.conversation.id == first.conversation.id
    assert again.queued
    assert statuses(office)[-1] == "ready"


def test_a_second_address_in_a_persons_talk_brings_no_mail_to_the_partner(office: Office) -> None:
    office.write(VENDOR, message_id="<first@mail.example>")
    person_answers(office, "first@mail.example")

    draft = office.newest(LUZ)
    office.write("I answer for Luz.", sender="bo@readingclub.example", to=office.reply_address(draft), in_reply_to=draft.message_id)

    assert statuses(office) == ["cancelled"]


def test_an_answer_that_has_just_left_is_left_at_that(office: Office) -> None:
    office.write(VENDOR, message_id="<first@mail.example>")
    with office.app.store.unit() as unit:
        (gone,) = unit.outbox.claim(office.clock.now().replace(hour=23), limit=1, lease_s=60, worker="w")

    decided = person_answers(office, "first@mail.example")

    with office.app.store.unit() as unit:
        assert unit.outbox.sent(gone.id, gone.epoch, office.clock.now())
    assert decided.conversation is not None
    assert decided.conversation.with_person
    assert statuses(office) == ["sent"]


@pytest.mark.parametrize("server_gives_other_ids", [False, True])
def test_our_own_mail_in_the_folder_silences_nobody(office: Office, server_gives_other_ids: bool) -> None:
    office.write(VENDOR, message_id="<first@mail.example>")
    item = office.newest(LUZ)
    with office.app.store.view() as unit:
        raw = unit.blobs.get(item.raw_sha256)
    assert raw is not None
    if server_gives_other_ids:
        raw = raw.replace(item.message_id.encode(), b"DM6PR01MB1@DM6PR01MB1.namprd01.prod.outlook.example")

    inbox_id = office.app.service.hear(raw, source_key=f"{SENT}box/1/9")
    decided = office.app.service.decide(inbox_id or "")

    assert decided is not None
    assert (decided.disposition, decided.reason) == (Disposition.DISCARDED, "own")
    assert statuses(office) == ["ready"]


def test_a_forward_to_a_colleague_answers_nobody(office: Office) -> None:
    office.write(VENDOR, message_id="<first@mail.example>")

    decided = person_answers(office, "first@mail.example", to="bo@district.example", cc=STAFF)

    assert (decided.disposition, decided.reason) == (Disposition.DISCARDED, "not_to_the_partner")
    assert statuses(office) == ["ready"]


def test_the_same_answer_in_the_intake_mailbox_takes_nothing_from_it(office: Office) -> None:
    office.write(VENDOR, message_id="<first@mail.example>")
    raw = mail("Mine.", sender=INTAKE, to=f"{LUZ}, {INTAKE}", in_reply_to="first@mail.example", message_id="<by-hand@x.example>")
    came = office.hear(raw)
    assert came.reason == "own"

    decided = office.app.service.decide(office.app.service.hear(raw, source_key=f"{SENT}box/1/1") or "")

    assert decided is not None
    assert decided.reason == "answered_by_a_person"
    twice = office.app.service.decide(office.app.service.hear(raw, source_key=f"{SENT}box/2/1") or "")
    assert twice is not None
    assert twice.disposition is Disposition.DUPLICATE


def test_a_mail_that_a_person_answered_before_liaison_heard_it_is_answered_by_nobody_else(office: Office) -> None:
    person_answers(office, "first@mail.example")

    first = office.write(VENDOR, message_id="<first@mail.example>")

    assert first.conversation is not None
    assert (first.conversation.with_person, first.reason, first.queued) == (True, "answered_by_a_person", ())
    reply = office.write("Thank you!", in_reply_to="by-hand@x.example", subject="Re: STEM")
    assert reply.conversation is not None
    assert (reply.conversation.id, reply.reason) == (first.conversation.id, "with_person")


def test_what_a_stranger_writes_into_such_a_thread_is_heard_as_a_strangers(office: Office) -> None:
    person_answers(office, "first@mail.example")

    decided = office.write(VENDOR, sender="eve@elsewhere.example", in_reply_to="by-hand@x.example")

    assert decided.reason != "answered_by_a_person"
    assert statuses(office, "eve@elsewhere.example") == ["ready"]


def test_a_held_mail_that_a_person_has_answered_leads_to_a_talk_of_theirs(office: Office) -> None:
    held = office.write(LAWYER, message_id="<first@mail.example>")
    assert held.disposition is Disposition.HELD
    person_answers(office, "first@mail.example")

    reply = office.write("Thank you. Could you send me the flyer, too?", in_reply_to="by-hand@x.example", subject="Re: claim")

    assert reply.conversation is not None
    assert (reply.conversation.with_person, reply.reason) == (True, "answered_by_a_person")
    assert statuses(office) == []
    assert office.newest(STAFF).template == "staff_look"


def test_what_the_person_attached_is_no_paper_of_the_partner(office: Office) -> None:
    first = office.write("We are a nonprofit and run a free reading club. How do we become a partner?", message_id="<first@mail.example>")
    assert first.conversation is not None
    person_answers(office, "first@mail.example", files={"insurance.pdf": b"%PDF-1.4 our own sample"})

    with office.app.store.view() as unit:
        assert len(unit.inbox.attachments_of(first.conversation.id)) == 1
        assert len(unit.inbox.of(first.conversation.id)) == 2
