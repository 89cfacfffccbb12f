"""An agreement from the answers: each party accepts the exact text by mail, a change asks anew, and a year later it is renewed."""

from __future__ import annotations

import email
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from bot import ticking
from handlers.agreements import digest, short
from handlers.partnership import Agreement, Standing
from tests.scenarios.office import Office, open_office
from tests.scenarios.test_application import FIRST, answer_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.decided import Decided

LUZ = "luz@readingclub.example"
ANA, BEN, CORA, VICE, SAM, CHIEF = (f"{name}@district.example" for name in ("ana", "ben", "cora", "vice", "sam", "chief"))
STAFF = f"{ANA}:approver,{BEN}:approver,{SAM}:staff"


def with_heads(office: Office) -> Office:
    with office.app.store.unit() as unit:
        unit.partners.save_school("Lincoln Elementary", {"short_names": "Lincoln", "principal_email": CORA, "delegates": VICE})
    return office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose agreement has three parties: the organization, the leaders of the school, and the office."""
    opened = with_heads(open_office(tmp_path, monkeypatch, STAFF=STAFF))
    yield opened
    opened.app.close()


def reviewed(office: Office, approvals: int = 1, extra: str = "") -> str:
    office.write(FIRST + extra, subject="Reading club")
    answer_all(office)
    done = office.reply("Yes")
    assert done.conversation is not None
    for _ in range(approvals):
        office.slash(f"approve {done.conversation.id}", ANA)
        office.clock.advance(hours=1)
    return done.conversation.id


def answer(office: Office, address: str, text: str, template: str = "agreement", *, nth: int = -1, sender: str = "") -> Decided:
    """Answer one of the mails of a kind that went to an address."""
    item = [each for each in office.sent_to(address) if each.template == template][nth]
    return office.write(
        text, sender=sender or address, to=office.reply_address(item), in_reply_to=item.message_id, subject=f"Re: {item.subject}"
    )


def templates(office: Office, address: str) -> list[str]:
    return [item.template for item in office.sent_to(address)]


def newest(office: Office, reference: str) -> Agreement:
    with office.app.store.view() as unit:
        found = unit.agreements.newest(reference)
    assert found is not None
    return found


def records(office: Office, kind: str) -> list[dict[str, object]]:
    with office.app.store.view() as unit:
        return [dict(each.record.data) | {"who": each.record.who} for each in unit.records.items(limit=10_000) if each.record.kind == kind]


def pdf_of(office: Office, address: str, template: str) -> str:
    item = [each for each in office.sent_to(address) if each.template == template][-1]
    with office.app.store.view() as unit:
        raw = unit.blobs.get(item.raw_sha256)
    assert raw is not None
    part = next(part for part in email.message_from_bytes(raw).walk() if part.get_content_type() == "application/pdf")
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def active(office: Office) -> str:
    """A partnership that has gone all the way."""
    reference = reviewed(office)
    office.slash(f"approve {reference} for Lincoln Elementary: yes", CORA)
    with office.app.store.view() as unit:
        at = unit.partnerships.get(reference)
    assert at is not None
    office.slash(f"agreement {reference}", SAM)
    for who in (LUZ, CORA):
        answer(office, who, "yes")
    office.slash(f"sign {reference}", ANA)
    return reference


def made_active(office: Office, reference: str) -> None:
    """Open the gates that are not an agreement's, as staff do."""
    from dataclasses import replace  # noqa: PLC0415  only here

    with office.app.store.unit() as unit:
        at = unit.partnerships.get(reference)
        assert at is not None
        unit.partnerships.save(replace(at, standing=Standing.ACTIVE, stage="implementation", active_since=office.clock.at))


def test_all_three_parties_accept_the_same_text_by_mail_and_everybody_gets_the_paper(office: Office) -> None:
    reference = reviewed(office)

    said = office.slash(f"agreement {reference}", SAM)
    agreement = newest(office, reference)
    assert short(agreement) in said
    assert agreement.parties == ("organization", "Lincoln Elementary", "office")
    assert agreement.text_sha256 == digest(agreement.text)
    assert short(agreement) in office.newest(LUZ).text
    assert short(agreement) in pdf_of(office, CORA, "agreement")
    for words in ("Harbor Readers", "May 28, 2027", "Lincoln Elementary", "to be set together", "every month"):
        assert words in pdf_of(office, LUZ, "agreement")
    answer(office, CORA, "1. Yes\n\nCora Kelly, Principal")
    assert "still" not in office.newest(CORA).subject
    answer(office, LUZ, "Yes, we accept this agreement. Thank you")
    assert not newest(office, reference).accepted
    office.slash(f"sign {reference}", ANA)

    done = newest(office, reference)
    assert done.accepted
    assert {each.text_sha256 for each in done.acceptances} == {done.text_sha256}
    assert {each.who for each in done.acceptances} == {LUZ, CORA, ANA}
    assert all(each.message_id for each in done.acceptances if each.party != "office")
    for who, template in ((LUZ, "agreement_complete"), (CORA, "agreement_complete"), (BEN, "staff_agreement")):
        paper = pdf_of(office, who, template)
        assert all(each in paper for each in (LUZ, CORA, ANA, done.text_sha256[:30]))
    assert [each["party"] for each in records(office, "agreement.accepted")] == ["Lincoln Elementary", "organization", "office"]


def test_the_gate_opens_only_with_the_last_acceptance_and_the_review_goes_on(office: Office) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)
    office.slash(f"sign {reference}", ANA)
    answer(office, LUZ, "yes")

    assert "the signed agreement" in office.slash(f"show {reference}")
    answer(office, CORA, "I accept")

    assert newest(office, reference).accepted
    assert "Missing: the yes of aligned leadership" in office.slash(f"show {reference}") or "signed agreement" not in office.slash(
        "applications agreement"
    )


@pytest.mark.parametrize(
    "words", ["Yes, but please change the end date to June 10.", "Could we start a week later?", "ok if Ms. Diaz is our contact"]
)
def test_a_wish_to_change_it_reaches_staff_in_its_own_words_and_accepts_nothing(office: Office, words: str) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)

    answer(office, LUZ, words)

    assert newest(office, reference).acceptances == ()
    assert words.rsplit(maxsplit=1)[-1].strip("?.") in office.newest(BEN).text
    assert "Nothing was accepted" in office.newest(LUZ).text
    answer(office, LUZ, "Yes", "agreement_heard")
    assert [each.party for each in newest(office, reference).acceptances] == ["organization"]


def test_an_amendment_shows_what_changed_and_asks_everybody_anew(office: Office) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)
    answer(office, CORA, "yes")
    assert "says the same already" in office.slash(f"agreement {reference}", SAM)
    office.slash(f"ask {reference} meeting_times", ANA)
    answer(office, LUZ, "Wednesdays 2 to 3 pm", "more_needed")
    office.reply("Yes")

    office.slash(f"agreement {reference}", SAM)

    second = newest(office, reference)
    assert (second.number, second.acceptances) == (2, ())
    told = office.newest(CORA).text
    assert "Tuesdays 3 to 4 pm / Now:" in told
    assert "Wednesdays 2 to 3 pm" in told
    answer(office, CORA, "yes", nth=0)
    answer(office, LUZ, "yes", nth=0)
    assert newest(office, reference).acceptances == ()
    assert "there is a newer one" in office.newest(LUZ).text
    assert "there is a newer one" in office.newest(CORA).text
    for who in (LUZ, CORA):
        answer(office, who, "yes")
    assert len(newest(office, reference).acceptances) == 2
    assert [each["why"] for each in records(office, "agreement.refused")] == ["same_agreement", "older_text", "older_text"]


def test_a_yes_of_somebody_else_is_refused_and_on_record_whoever_has_the_mail(office: Office) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)

    answer(office, LUZ, "Yes", sender="Sam <sam@elsewhere.example>")
    answer(office, CORA, "Yes", sender=LUZ)
    answer(office, LUZ, "Yes", sender=CORA)

    assert newest(office, reference).acceptances == ()
    refused = records(office, "agreement.refused")
    assert [(each["why"], each["who"]) for each in refused] == [
        ("wrong_person", "sam@elsewhere.example"),
        ("wrong_person", LUZ),
        ("wrong_person", CORA),
    ]
    told = office.newest("sam@elsewhere.example").text
    assert "Nothing was accepted" in told
    assert "Luz" not in told
    assert "forwarded" in office.newest(BEN).text


def test_a_delegate_of_the_head_may_accept_and_the_same_yes_twice_changes_nothing(office: Office) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)

    answer(office, CORA, "Yes", sender=VICE)
    answer(office, CORA, "Yes")

    assert [each.who for each in newest(office, reference).acceptances] == [VICE]
    assert "nothing was changed" in office.newest(CORA).text


def test_what_cannot_be_made_or_signed_is_refused_with_the_reason(office: Office) -> None:
    with office.app.store.unit() as unit:
        unit.partners.save_school("Lincoln Elementary", {"short_names": "Lincoln", "principal_email": ""})
    reference = reviewed(office, approvals=0)

    assert "comes later" in office.slash(f"agreement {reference}", SAM)
    office.slash(f"approve {reference}", ANA)
    assert "No mail address is known of aligned leadership" in office.slash(f"agreement {reference}", SAM)
    assert "There is no text to sign" in office.slash(f"sign {reference}", ANA)
    with_heads(office)
    office.slash(f"agreement {reference}", SAM)
    assert "needs the role approver" in office.slash(f"sign {reference}", SAM)
    office.slash(f"sign {reference}", ANA)
    assert "signed before by ana" in office.slash(f"sign {reference}", BEN)
    office.slash(f"decline {reference} no room this year", ANA)
    assert "is over" in office.slash(f"agreement {reference}", SAM)
    answer(office, LUZ, "yes")
    assert len(newest(office, reference).acceptances) == 1


def test_a_named_person_of_the_district_is_a_party_for_ongoing_commitments_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overlay = tmp_path / "office.toml"
    overlay.write_text(f'[people.chief_of_staff]\nname = "C. Hief"\nrole = "Chief of Staff"\nemail = "{CHIEF}"\nas_of = 2026-11-01\n')
    opened = with_heads(open_office(tmp_path, monkeypatch, STAFF=STAFF, DISTRICT="durham", OFFICE=str(overlay)))
    reference = reviewed(opened, approvals=2)

    opened.slash(f"agreement {reference}", SAM)
    agreement = newest(opened, reference)
    assert agreement.title == "Memorandum of Agreement"
    assert agreement.parties == ("organization", "Lincoln Elementary", "office", "chief_of_staff")
    assert "to be set when school or department and partner meet" in pdf_of(opened, CHIEF, "agreement")
    for who in (LUZ, CORA, CHIEF):
        answer(opened, who, "Yes")
    opened.slash(f"sign {reference}", BEN)

    assert newest(opened, reference).accepted
    assert "agreement_complete" in templates(opened, CHIEF)
    opened.app.close()


def tick(office: Office) -> list[str]:
    return [each.kind for each in ticking.tick(office.app)]


def days(office: Office, count: int) -> list[tuple[int, str]]:
    """Let so many days go by, with a look at each."""
    found: list[tuple[int, str]] = []
    for day in range(1, count + 1):
        office.clock.advance(days=1)
        found += [(day, kind) for kind in tick(office) if "agreement" in kind or kind == "renewal"]
    return found


def test_a_year_later_nothing_has_changed_and_the_next_version_goes_out(office: Office) -> None:
    reference = active(office)
    made_active(office, reference)
    first = newest(office, reference)
    assert first.accepted

    office.clock.advance(days=124)  # March 27, 2027, 62 days before its end.
    asked = days(office, 3)
    assert [kind for _, kind in asked] == ["renewal"]
    told = office.newest(LUZ).text
    assert "Has anything changed since last year?" in told
    assert "Tuesdays 3 to 4 pm" in told
    assert tick(office) == []
    answer(office, LUZ, "No, nothing has changed. Thanks", "agreement_renewal")
    tick(office)

    second = newest(office, reference)
    assert second.number == 2
    assert str(second.ends) == "2028-05-28"
    told = office.newest(LUZ).text
    assert "Was: Ends: May 28, 2027 / Now: Ends: May 28, 2028" in told
    assert tick(office) == []
    for who in (LUZ, CORA):
        answer(office, who, "yes")
    office.slash(f"sign {reference}", ANA)
    assert newest(office, reference).accepted
    assert days(office, 100) == []


def test_what_has_changed_is_read_and_stands_in_the_amendment(office: Office) -> None:
    reference = active(office)
    made_active(office, reference)
    office.clock.advance(days=126)
    tick(office)

    answer(office, LUZ, "Yes: meeting times: Wednesdays 2 to 3 pm", "agreement_renewal")
    tick(office)

    assert newest(office, reference).number == 2
    assert "Wednesdays 2 to 3 pm" in office.newest(CORA).text
    assert "May 28, 2028" in office.newest(CORA).text


def test_a_change_that_needs_a_person_makes_no_text_by_itself(office: Office) -> None:
    reference = active(office)
    made_active(office, reference)
    office.clock.advance(days=126)
    tick(office)

    answer(office, LUZ, "Yes. We will charge families a fee of $20 from now on.", "agreement_renewal")
    tick(office)

    assert newest(office, reference).number == 1
    assert "$20" in office.newest(BEN).text
    with office.app.store.view() as unit:
        assert any("Read what Harbor Readers wants to change" in task.title for task in unit.tasks.of(reference))


def test_silence_is_reminded_twice_then_a_task_and_the_end_is_told_once(office: Office) -> None:
    reference = active(office)
    made_active(office, reference)
    office.clock.advance(days=120)

    found = days(office, 80)

    kinds = [kind for _, kind in found]
    assert kinds == ["renewal", "renewal", "renewal", *["staff_agreement"] * 3, *["staff_agreement"] * 3]
    with office.app.store.view() as unit:
        titles = [task.title for task in unit.tasks.of(reference) if "agreement-1" in task.key]
        at = unit.partnerships.get(reference)
    assert len(titles) == 2
    assert at is not None
    assert at.standing is Standing.ACTIVE
    assert templates(office, LUZ).count("agreement_renewal") == 3


def test_a_text_that_nobody_answers_is_sent_twice_more_then_a_task_and_silence_accepts_nothing(office: Office) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)
    office.clock.advance(hours=1)

    found = days(office, 40)

    assert [day for day, kind in found if kind == "agreement"] == [7, 7, 14, 14]
    again = office.newest(CORA)
    assert again.template == "agreement"
    assert "still waits for your yes" in again.text
    assert short(newest(office, reference)) in pdf_of(office, CORA, "agreement")
    assert "has not signed" in next(item.text for item in office.sent_to(BEN) if "Not signed by the office" in item.subject)
    assert newest(office, reference).acceptances == ()
    with office.app.store.view() as unit:
        (task,) = [each for each in unit.tasks.of(reference) if "no answer" in each.title]
    assert "Harbor Readers" in task.title
    assert "agreement_1_unanswered" in office.slash(f"show {reference}")
    assert "no answer" not in office.slash(f"done {reference} agreement_1_unanswered", SAM)


def test_only_who_has_not_answered_is_reminded_and_a_yes_to_the_reminder_counts(office: Office) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)
    answer(office, LUZ, "yes")
    office.slash(f"sign {reference}", ANA)

    assert [kind for _, kind in days(office, 8)] == ["agreement"]
    assert templates(office, LUZ).count("agreement") == 1
    answer(office, CORA, "Yes")

    assert newest(office, reference).accepted
    assert days(office, 30) == []


def test_a_head_is_asked_once_and_a_yes_to_the_text_is_the_schools_yes(office: Office) -> None:
    reference = reviewed(office)
    tick(office)
    assert templates(office, CORA) == []
    office.slash(f"agreement {reference}", SAM)

    answer(office, CORA, "Yes")

    tick(office)
    assert "ruling_asked" not in templates(office, CORA)
    assert "the yes of aligned leadership" not in office.slash(f"show {reference}")


def test_a_heads_plain_no_to_the_text_ends_that_school_and_the_partner_hears_it_from_a_draft(office: Office) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)

    answer(office, CORA, "No, I had trouble with them last year.")

    with office.app.store.view() as unit:
        at = unit.partnerships.get(reference)
    assert at is not None
    assert at.standing is Standing.DECLINED
    letter = office.newest(LUZ)
    assert (letter.template, letter.status) == ("application_declined", "held")
    assert "trouble" not in letter.text
    assert "your no is noted" in office.newest(CORA).text
    assert "trouble" in office.newest(BEN).text


@pytest.mark.parametrize("words", ["No problem!", "Not yet, I will look on Friday", "No objections from me"])
def test_what_only_begins_like_a_no_ends_nothing(office: Office, words: str) -> None:
    reference = reviewed(office)
    office.slash(f"agreement {reference}", SAM)

    answer(office, CORA, words)

    with office.app.store.view() as unit:
        at = unit.partnerships.get(reference)
    assert at is not None
    assert at.standing is Standing.UNDER_REVIEW
    assert words.rsplit(maxsplit=1)[-1].strip("!") in office.newest(BEN).text
