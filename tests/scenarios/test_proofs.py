"""Papers: they come by mail, a person looks at them, everybody is cleared by name, and their end is announced in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot import ticking
from bot.importing import import_file
from bot.proof_samples import proof_notices
from bot.slack.faces import faces
from handlers import cards, letters
from handlers.dues import DueStatus
from handlers.partnership import Partnership, Proof, ProofStatus, Standing
from handlers.types import Conversation, ConversationKind, ConversationStatus
from mail.papers import pdf
from tests.scenarios.office import MONDAY, STAFF, open_office
from tests.scenarios.test_application import ANSWERS, FIRST, answer_all, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.scenarios.office import Office

CORA, LUZ, SAM, VERA = "cora@aps.example", "luz@readers.example", "sam@district.example", "vera@district.example"
ID = "c-readers"

COI = pdf(
    "Certificate of Liability Insurance\n\nInsured: Harbor Readers\n\nPolicy period: July 1, 2026 to July 1, 2027", language="en", footer=""
)
OLD = pdf(
    "Certificate of Liability Insurance\n\nInsured: Harbor Readers\n\nPolicy period: July 1, 2024 to July 1, 2025", language="en", footer=""
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
EXE = b"MZ\x90\x00" + bytes(range(256)) * 40


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    staff = f"{STAFF}:approver,{SAM}:staff,{VERA}:viewer"
    opened = open_office(tmp_path, monkeypatch, DISTRICT="albuquerque", STAFF=staff)
    with opened.app.store.unit() as unit:
        unit.partners.save_school("Cora Kelly", {"principal_email": CORA, "short_names": "Kelly"})
    yield opened
    opened.app.close()


def running(office: Office, *, id_: str = ID, name: str = "Harbor Readers", party: str = LUZ, **more: Any) -> None:
    """An application as it stands after it was handed in, or what became of it."""
    talk = Conversation(
        id=id_,
        kind=ConversationKind.APPLICATION,
        status=ConversationStatus.SUBMITTED,
        pathway="partnership",
        party=party,
        known=True,
        opened_at=office.clock.at,
        updated_at=office.clock.at,
    )
    at = Partnership(
        id=id_,
        organization=name,
        contact=party,
        stage="principal",
        schools=("Cora Kelly",),
        opened_at=office.clock.at,
        updated_at=office.clock.at,
        **more,
    )
    with office.app.store.unit() as unit:
        unit.conversations.save(talk)
        unit.partnerships.save(at)


def active(office: Office, **more: Any) -> None:
    running(office, standing=Standing.ACTIVE, active_since=office.clock.at, **more)


def tick(office: Office) -> list[tuple[str, str]]:
    return [(each.kind, each.partner) for each in ticking.tick(office.app)]


def at(office: Office, id_: str = ID) -> Partnership:
    with office.app.store.view() as unit:
        found = unit.partnerships.get(id_)
    assert found is not None
    return found


def proofs(office: Office, id_: str = ID) -> list[Proof]:
    with office.app.store.view() as unit:
        return list(unit.proofs.of(id_))


def templates(office: Office, address: str = LUZ) -> list[str]:
    return [item.template for item in office.sent_to(address)]


def sends(office: Office, text: str, **how: Any) -> None:
    """Luz answers in her own thread; where nothing went out yet, the office asks her something first."""
    if not office.sent_to(LUZ):
        office.slash(f"pause {ID} We need a paper.", STAFF)
        office.slash(f"resume {ID}", STAFF)
    office.reply(text, sender=LUZ, **how)


def test_what_came_with_an_application_waits_as_a_proof_when_it_is_handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(tmp_path, monkeypatch)
    office.write(FIRST, subject="Reading club")
    answer_all(office)
    done = office.reply("Yes")
    assert done.conversation is not None

    (proof,) = proofs(office, done.conversation.id)

    assert (proof.kind, proof.name, proof.status) == ("insurance", "coi.pdf", ProofStatus.RECEIVED)
    assert proof.message_id
    assert "proof.received" in office.kinds_of_records()


def test_a_school_partner_becomes_active_by_a_yes_a_certificate_and_a_clearance_of_everybody(office: Office) -> None:
    running(office)
    tick(office)
    office.reply("1 yes", sender=CORA)

    sends(office, "Here is our certificate.", files={"coi.pdf": COI})
    (proof,) = proofs(office)
    told = office.newest(STAFF)
    assert (proof.kind, proof.status, proof.proposed_until) == ("insurance", ProofStatus.RECEIVED, date(2027, 7, 1))
    assert "a person looks at it" in office.newest(LUZ).text
    assert f"/partners proof {ID} insurance until DATE" in told.text
    assert "2027-07-01, which nobody has checked" in told.text

    assert "under review" in office.slash(f"proof {ID} insurance until 2027-07-01", SAM)
    assert templates(office)[-1] == "proof_looked_at"
    office.slash(f"people {ID} add Ana Ruiz; Bob Lee", SAM)
    office.slash(f"proof {ID} clearance for Ana Ruiz until never", SAM)
    assert at(office).standing is Standing.UNDER_REVIEW  # one checked person opens nothing
    office.slash(f"people {ID} complete", SAM)
    assert at(office).standing is Standing.UNDER_REVIEW
    said = office.slash(f"proof {ID} clearance for bob lee until June 30, 2027", SAM)

    assert "active" in said
    assert at(office).standing is Standing.ACTIVE
    assert templates(office)[-1] == "partnership_active"
    checked = {(each.kind, each.person): (each.checked_by, each.decided_at) for each in proofs(office)}
    assert set(checked) == {("insurance", ""), ("clearance", "Ana Ruiz"), ("clearance", "Bob Lee")}
    assert set(checked.values()) == {(SAM, MONDAY)}
    page = office.slash(f"show {ID}", VERA)
    assert "People: 2: Ana Ruiz, Bob Lee; complete, says sam@district.example" in page
    assert "insurance, checked, until 2027-07-01, by sam@district.example on 2026-11-23  coi.pdf" in page


@pytest.mark.parametrize(
    ("words", "who", "said"),
    [
        ("proof c-readers insurance until 2025-01-01", SAM, "is past"),
        ("proof c-readers insurance until 2087-01-01", SAM, "ten years"),
        ("proof c-readers insurance until soon", SAM, "is no day"),
        ("proof c-readers insurance until 3/4", SAM, "is no day"),
        ("proof c-readers tax_form until 2027-07-01", SAM, "no proof called tax_form"),
        ("proof c-readers insurance", SAM, "Say what you make of it"),
        ("proof c-readers insurance reject", SAM, "Say why"),
        ("proof c-readers insurance for Ana Ruiz until 2027-07-01", SAM, "leave the names out"),
        ("proof c-readers clearance until 2027-07-01", SAM, "Say whose"),
        ("proof c-readers clearance for Ana Ruiz grace until 2027-07-01", SAM, "No grace can be given"),
        ("proof c-readers insurance grace until 2027-07-01", SAM, "A grace is for a paper that was good before"),
        ("proof c-readers clearance reject blurred", SAM, "waits to be looked at"),
        ("proof c-nobody insurance until 2027-07-01", SAM, "No application of that name"),
        ("proof d-99 until 2027-07-01", SAM, "no proof d-99"),
        ("proof c-readers insurance until 2027-07-01", VERA, "needs the role staff"),
        ("proof c-readers insurance until 2027-07-01", "x@elsewhere.example", "not on the staff list"),
        ("people c-readers complete", SAM, "Nobody is on the roster"),
        ("people c-readers remove Zoe", SAM, "not on the roster"),
        ("people c-readers add 12", SAM, "is no name"),
        ("people c-readers sing", SAM, "and then"),
        ("file m-1", SAM, "which mail and whose"),
        ("file m-99 c-readers", SAM, "no mail m-99"),
        ("cleared Nowhere High", SAM, "Nothing is called"),
    ],
)
def test_what_is_wrong_is_refused_clearly_changes_nothing_and_stands_on_record(office: Office, words: str, who: str, said: str) -> None:
    running(office)
    sends(office, "Here is our certificate.", files={"coi.pdf": COI})
    before, papers = at(office), proofs(office)

    answer = office.slash(words, who)

    assert said in answer
    assert (at(office), proofs(office)) == (before, papers)
    assert any(kind.endswith(".refused") for kind in office.kinds_of_records())


def test_a_closed_application_takes_no_proof(office: Office) -> None:
    running(office, standing=Standing.DECLINED)

    assert "is over" in office.slash(f"proof {ID} insurance until 2027-07-01", SAM)
    assert "is over" in office.slash(f"people {ID} add Ana Ruiz", SAM)

    assert proofs(office) == []


def test_a_paper_that_is_not_good_is_sent_back_with_the_reason_and_the_next_one_counts(office: Office) -> None:
    running(office)
    sends(office, "Here is our certificate.", files={"coi.pdf": COI})

    office.slash(f"proof {ID} insurance reject The second page is missing.", SAM)
    letter = office.newest(LUZ)
    office.reply("Sorry, here it is.", sender=LUZ, files={"coi-2.pdf": COI + b"\n"})
    office.slash(f"proof {ID} insurance until 2027-07-01", SAM)

    assert (letter.template, "The second page is missing." in letter.text) == ("proof_looked_at", True)
    assert [(each.name, each.status) for each in proofs(office)] == [
        ("coi.pdf", ProofStatus.REJECTED),
        ("coi-2.pdf", ProofStatus.CHECKED),
    ]
    assert "clearance" in office.slash(f"show {ID}", SAM)


def test_what_the_office_has_on_paper_already_needs_no_mail(office: Office) -> None:
    running(office)

    office.slash(f"proof {ID} insurance until 2027-07-01", SAM)
    again = office.slash(f"proof {ID} insurance until 2027-07-01", STAFF)
    other = office.slash(f"proof {ID} insurance until 2028-07-01", STAFF)

    (proof,) = proofs(office)
    assert (proof.name, proof.status, proof.checked_by) == ("", ProofStatus.CHECKED, SAM)
    assert "checked before by sam@district.example" in again
    assert "checked a moment ago by sam@district.example" in other
    assert "until 2028-07-01" in office.slash(f"proof {proof.id} until 2028-07-01", STAFF) + office.slash(f"show {ID}", STAFF)


def test_whoever_checks_a_longer_time_than_the_paper_says_is_told_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    running(office)
    sends(office, "Here is our certificate.", files={"coi.pdf": COI})

    def later() -> datetime:
        office.clock.advance(milliseconds=1)
        return office.clock.at

    monkeypatch.setattr(office.clock, "now", later)

    assert "seems to say 2027-07-01" in office.slash(f"proof {ID} insurance until 2029-07-01", SAM)


def test_an_ended_certificate_a_program_and_the_same_file_again_are_each_answered(office: Office) -> None:
    running(office)
    sends(office, "Our new certificate.", files={"new.pdf": OLD})
    ended = office.newest(LUZ).text
    sends(office, "Our certificate once more.", files={"coi.exe": EXE})
    program = office.newest(LUZ).text
    sends(office, "And again.", files={"new.pdf": OLD})
    again = office.newest(LUZ).text

    assert "the date on it seems past" in ended
    assert "cannot be read here" in program
    assert "is here already" in again
    (proof,) = proofs(office)
    assert (proof.status, proof.proposed_until) == (ProofStatus.RECEIVED, date(2025, 7, 1))
    assert at(office).standing is Standing.UNDER_REVIEW
    assert office.kinds_of_records().count("proof.not_taken") == 3


def test_a_photo_is_kept_and_a_link_gets_a_kind_how_to(office: Office) -> None:
    running(office)
    sends(office, "Our insurance, from my phone.", files={"IMG_1043.jpg": JPEG})
    photo = office.newest(LUZ).text
    sends(office, "Our certificate of insurance: https://files.example/coi.pdf")

    assert "A photo is fine if every line can be read" in photo
    assert "attach the paper itself" in office.newest(LUZ).text
    assert [(each.kind, each.name) for each in proofs(office)] == [("insurance", "IMG_1043.jpg")]
    assert "A link instead of a paper" in office.newest(STAFF).subject


def test_a_mail_that_says_more_than_its_paper_is_read_by_a_person_too(office: Office) -> None:
    running(office)

    sends(office, "Here is our insurance. Could we also move to Thursdays?", files={"coi.pdf": COI})

    assert "A person also reads the rest" in office.newest(LUZ).text
    assert {"staff_look", "staff_proof"} <= set(templates(office, STAFF))


def test_a_certificate_from_a_broker_is_offered_to_staff_and_filed_by_them_alone(office: Office) -> None:
    running(office)
    running(office, id_="c-chess", name="Chess for All", party="chess@partner.example")
    decided = office.write(
        "Please find the certificate of insurance of our client attached.",
        sender="B. Roker <certs@insurer.example>",
        subject="Certificate of insurance",
        files={"certificate.pdf": COI},
    )
    told = office.newest(STAFF)

    assert proofs(office) == []
    assert "A person puts it with the organization" in office.newest("certs@insurer.example").text
    assert "certificate.pdf" not in office.newest("certs@insurer.example").text  # a first answer repeats nothing
    assert f"It is of Harbor Readers: /partners file {decided.inbox_id} {ID}" in told.text
    assert "Chess" not in told.text

    office.slash(f"file {decided.inbox_id} {ID}", SAM)
    assert "is here already" in office.slash(f"file {decided.inbox_id} {ID}", SAM)
    (proof,) = proofs(office)
    assert (proof.kind, proof.name, proof.status) == ("insurance", "certificate.pdf", ProofStatus.RECEIVED)
    assert templates(office) == []


def test_a_partner_of_the_list_sends_its_paper_in_a_mail_of_its_own(office: Office, tmp_path: Path) -> None:
    rows = tmp_path / "partners.csv"
    rows.write_text("organization,contact_email,schools,insurance_ends\nKite Club,kim@kites.example,Cora Kelly,2026-12-20\n")
    playbook = office.app.loaded.playbook
    assert all(
        each.ok
        for each in import_file(
            "partners", rows, store=office.app.store, clock=office.app.clock, who=STAFF, playbook=playbook, dry_run=False
        )
    )
    (listed,) = proofs(office, "p-1")
    assert (listed.kind, listed.valid_until, listed.status) == ("insurance", date(2026, 12, 20), ProofStatus.CHECKED)

    office.write("Our new certificate of insurance.", sender="kim@kites.example", subject="Insurance", files={"coi.pdf": COI})

    assert [(each.name, each.status) for each in proofs(office, "p-1")] == [("", ProofStatus.CHECKED), ("coi.pdf", ProofStatus.RECEIVED)]
    assert templates(office, "kim@kites.example") == ["papers_received"]


def test_a_list_of_clearances_clears_by_name_sends_no_mail_and_lets_go_on_at_the_next_tick(office: Office, tmp_path: Path) -> None:
    running(office)
    tick(office)
    office.reply("1 yes", sender=CORA)
    office.slash(f"proof {ID} insurance until 2027-07-01", SAM)
    office.slash(f"people {ID} add Ana Ruiz", SAM)
    rows = tmp_path / "cleared.csv"
    rows.write_text(
        "organization,person,cleared_until\nHarbor Readers,ANA RUIZ,2027-08-31\nHARBOR READERS,Bob Lee,2027-08-31\n"
        "Harbor Readers,Cy Ott,\nNobody Inc,Dee,2027-08-31\nHarbor Readers,Eve,next year\n"
    )
    sent = len(office.sent_to(LUZ))

    def bring() -> list[tuple[int, bool]]:
        playbook = office.app.loaded.playbook
        told = import_file("clearances", rows, store=office.app.store, clock=office.app.clock, who=STAFF, playbook=playbook, dry_run=False)
        return [(each.row, each.ok) for each in told]

    assert bring() == [(2, True), (3, True), (4, True), (5, False), (6, False)]
    first = proofs(office)
    assert bring() == [(2, True), (3, True), (4, True), (5, False), (6, False)]
    assert (proofs(office), at(office).roster) == (first, ("Ana Ruiz", "Bob Lee", "Cy Ott"))
    office.slash(f"people {ID} complete", SAM)
    tick(office)
    assert at(office).standing is Standing.UNDER_REVIEW  # Cy Ott is not cleared
    rows.write_text("organization,person,cleared_until\nHarbor Readers,Cy Ott,2027-08-31\n")
    bring()
    assert (len(office.sent_to(LUZ)), at(office).standing) == (sent, Standing.UNDER_REVIEW)
    assert ("partnership_active", LUZ) in tick(office)

    assert at(office).standing is Standing.ACTIVE


def test_who_is_cleared_today_at_a_school_is_told_by_name(office: Office) -> None:
    active(office, roster=("Ana Ruiz", "Bob Lee"), roster_complete=SAM)
    running(office, id_="c-chess", name="Chess for All", party="chess@partner.example", roster=("Cy Ott",))
    office.slash(f"proof {ID} clearance for Ana Ruiz until 2026-12-01", SAM)

    today = office.slash("cleared kelly", VERA)
    office.clock.advance(days=10)
    later = office.slash(f"cleared {ID}", VERA)

    assert "At Cora Kelly on 2026-11-23:" in today
    assert "Ana Ruiz: cleared until 2026-12-01" in today
    assert "Bob Lee: NOT cleared" in today
    assert "Chess for All (under review: not to begin yet)" in today
    assert "Nobody has said that these are all: /partners people c-chess complete" in today
    assert "Ana Ruiz: NOT cleared" in later


def test_a_roster_with_fewer_people_than_were_spoken_of_is_not_complete(office: Office) -> None:
    running(office)
    office.slash(f"people {ID} add Ana Ruiz, Bob Lee", SAM)

    assert "5 people were spoken of, and the roster has 2" in office.slash(f"people {ID} complete 5", SAM)
    assert "complete, says sam@district.example" in office.slash(f"people {ID} complete 2", SAM)
    assert "said to be complete before" in office.slash(f"people {ID} complete", STAFF)
    assert "not on the roster, which is said to be complete" in office.slash(f"proof {ID} clearance for Zoe Day until never", SAM)
    assert "nobody has said" in office.slash(f"people {ID} open", SAM)


def test_people_whom_a_list_names_are_proposed_and_never_put_on_the_roster_by_themselves(office: Office) -> None:
    running(office)

    sends(
        office,
        "The fingerprint clearances of our volunteers.",
        files={"list.txt": b"Fingerprint clearance results\nAna Ruiz, cleared\nBob Lee, cleared\n"},
    )

    assert f"/partners people {ID} add Ana Ruiz; Bob Lee" in office.newest(STAFF).text
    assert at(office).roster == ()
    office.slash(f"proof {ID} clearance for Ana Ruiz; Bob Lee until 2027-08-31", SAM)
    assert at(office).roster == ("Ana Ruiz", "Bob Lee")
    assert [(each.person, each.name, each.status) for each in proofs(office)] == [
        ("", "list.txt", ProofStatus.CHECKED),
        ("Ana Ruiz", "list.txt", ProofStatus.CHECKED),
        ("Bob Lee", "list.txt", ProofStatus.CHECKED),
    ]


def days_told(office: Office, days: int) -> list[tuple[int, str]]:
    """On which days, from today on, Luz gets a reminder, where the clock is looked at each day, twice."""
    found = []
    for day in range(days):
        found += [(day, kind) for kind, to in tick(office) if to == LUZ]
        assert tick(office) == []
        office.clock.advance(days=1)
    return found


def test_the_end_is_announced_on_each_step_once_in_one_mail_and_staff_hear_when_it_has_come(office: Office) -> None:
    active(office, roster=("Ana Ruiz",), roster_complete=SAM)
    ends = MONDAY.date() + timedelta(days=70)
    office.slash(f"proof {ID} insurance until {ends}", SAM)
    office.slash(f"proof {ID} clearance for Ana Ruiz until {ends}", SAM)

    told = days_told(office, 80)

    assert told == [(day, "proof") for day in (10, 40, 56, 63, 71)]
    newest = office.newest(LUZ).text
    assert "Proof of insurance: ended on February 1, 2027" in newest
    assert "Fingerprint background check clearance (Ana Ruiz): ended on February 1, 2027" in newest
    notices = [item for item in office.sent_to(STAFF) if item.template == "staff_proof"]
    assert len(notices) == 1
    for action in (
        f"/partners pause {ID} REASON",
        f"/partners proof {ID} insurance grace until DATE",
        f"/partners proof {ID} insurance until DATE",
        f"/partners proof {ID} clearance for Ana Ruiz until DATE",
    ):
        assert action in notices[0].text
    assert "clearance for Ana Ruiz grace" not in notices[0].text
    assert at(office).standing is Standing.ACTIVE


def test_a_process_that_was_down_catches_up_with_one_step(office: Office) -> None:
    active(office)
    office.slash(f"proof {ID} insurance until {MONDAY.date() + timedelta(days=90)}", SAM)

    office.clock.advance(days=80)

    assert days_told(office, 12) == [(0, "proof"), (3, "proof"), (11, "proof")]


def test_a_grace_is_told_counts_and_is_announced_again_before_it_ends(office: Office) -> None:
    active(office)
    office.slash(f"proof {ID} insurance until {MONDAY.date() + timedelta(days=5)}", SAM)
    office.clock.advance(days=6)
    assert tick(office)

    office.slash(f"proof {ID} insurance grace until {MONDAY.date() + timedelta(days=36)}", SAM)

    assert templates(office)[-1] == "proof_looked_at"
    assert "a while longer" in office.newest(LUZ).text
    (proof,) = proofs(office)
    assert (proof.status, proof.ends) == (ProofStatus.CHECKED, MONDAY.date() + timedelta(days=36))
    assert [day for day, _ in days_told(office, 40)] == [16, 23, 31]


def test_a_newer_paper_that_waits_spares_the_partner_and_is_told_to_staff(office: Office) -> None:
    active(office)
    office.slash(f"proof {ID} insurance until {MONDAY.date() + timedelta(days=65)}", SAM)
    office.clock.advance(days=1)
    office.reply("The next one.", sender=LUZ, files={"coi.pdf": COI})
    office.clock.advance(days=4)

    assert LUZ not in {to for _, to in tick(office)}
    assert "A newer paper waits" in office.newest(STAFF).subject
    office.slash(f"proof {ID} insurance until 2027-07-01", SAM)

    assert days_told(office, 70) == []


def test_what_the_playbook_pauses_is_paused_the_day_after_and_goes_on_by_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "office.toml"
    own.write_text('[proofs.insurance]\nwhen_expired = "pause"\n')
    office = open_office(tmp_path, monkeypatch, DISTRICT="albuquerque", STAFF=f"{STAFF}:approver,{SAM}:staff", OFFICE=str(own))
    active(office)
    office.slash(f"proof {ID} insurance until {MONDAY.date() + timedelta(days=3)}", SAM)

    office.clock.advance(days=4)
    tick(office)

    assert at(office).standing is Standing.PAUSED
    assert "paused until a new one is here" in office.newest(LUZ).text
    assert f"/partners resume {ID}" in office.newest(STAFF).text
    office.slash(f"proof {ID} insurance until 2027-07-01", SAM)
    assert "active" in office.slash(f"resume {ID}", SAM)
    office.app.close()


def test_two_of_staff_at_once_decide_one_after_the_other(office: Office) -> None:
    running(office)
    sends(office, "Here is our certificate.", files={"coi.pdf": COI})

    office.slash(f"proof {ID} insurance until 2027-07-01", SAM)
    refused = office.slash(f"proof {ID} insurance reject blurred", STAFF)

    assert "No paper of the kind insurance waits" in refused
    assert [each.status for each in proofs(office)] == [ProofStatus.CHECKED]


def test_a_link_in_answer_to_an_application_is_asked_for_as_a_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(tmp_path, monkeypatch)
    office.write(FIRST, subject="Reading club")
    for _ in range(8):
        asked = office.newest("luz@readingclub.example").questions
        if "insurance_certificate" in asked:
            break
        office.reply(numbered(asked))

    office.reply(
        "\n".join(
            f"{n}. {'Our certificate is at https://files.example/coi.pdf' if each == 'insurance_certificate' else ANSWERS[each]}"
            for n, each in enumerate(asked, 1)
        )
    )

    assert "insurance_certificate" in office.newest("luz@readingclub.example").questions
    assert "I cannot open links" in office.newest("luz@readingclub.example").text


def test_many_papers_in_a_day_are_progress_and_none_is_lost(office: Office) -> None:
    running(office)

    for number in range(6):
        sends(office, "One more page of our insurance.", files={f"coi-{number}.pdf": COI + b"\n" * number})

    assert [each.name for each in proofs(office)] == [f"coi-{number}.pdf" for number in range(6)]
    assert templates(office)[-1] == "papers_received"


def test_people_whom_a_mail_names_are_proposed_for_the_roster(office: Office) -> None:
    running(office)

    sends(office, "Our volunteers are Ana Ruiz, Bob Lee and Cy Ott.")

    assert f"/partners people {ID} add Ana Ruiz; Bob Lee; Cy Ott" in "\n".join(item.text for item in office.sent_to(STAFF))
    assert at(office).roster == ()


def test_a_paper_is_kept_where_a_person_has_taken_over_and_liaison_stays_silent(office: Office) -> None:
    running(office)
    sends(office, "person")
    before = templates(office)

    sends(office, "And here is our insurance.", files={"coi.pdf": COI})

    assert templates(office) == before
    assert [each.name for each in proofs(office)] == ["coi.pdf"]
    assert templates(office, STAFF)[-2:] == ["staff_proof", "staff_look"]


def test_a_certificate_that_comes_with_a_check_in_is_kept_beside_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = open_office(tmp_path, monkeypatch)
    rows = tmp_path / "partners.csv"
    rows.write_text(f"organization,contact_name,contact_email\nHarbor Readers,Luz Rivera,{LUZ}\n")
    playbook = office.app.loaded.playbook
    list(import_file("partners", rows, store=office.app.store, clock=office.app.clock, who=STAFF, playbook=playbook, dry_run=False))
    office.clock.at = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    tick(office)

    office.reply("1. 40\n2. 6\n3. 12\n4. They read.\n5. none\n6. none\n7. 5", sender=LUZ, files={"coi.pdf": COI, "notes.txt": b"x" * 90})

    (proof,) = proofs(office, "p-1")
    assert (proof.kind, proof.name, proof.status) == ("insurance", "coi.pdf", ProofStatus.RECEIVED)
    assert "staff_proof" in templates(office, STAFF)
    with office.app.store.view() as unit:
        (due,) = unit.dues.of_partner("p-1", "checkin")
    assert due.status is DueStatus.ANSWERED


def test_a_card_of_a_paper_says_what_can_be_done_as_its_mail_does(office: Office) -> None:
    for template, _, context in proof_notices():
        filled = {**letters.of_office(office.app.loaded.playbook, "en"), "first_name": "", **context}

        card = cards.notice("C1", template, filled, key="one")

        _, words = faces(office.app.loaded).plain(template, card.context)
        assert all(each["command"] in words for each in context["commands"])


def test_a_contact_of_several_partnerships_gets_one_mail_for_all_of_them(office: Office) -> None:
    active(office)
    running(office, id_="c-sailors", name="Harbor Sailors", standing=Standing.ACTIVE, active_since=office.clock.at)
    running(office, id_="c-others", name="Elsewhere", party="kim@elsewhere.example", standing=Standing.ACTIVE, active_since=office.clock.at)
    ends = MONDAY.date() + timedelta(days=35)
    for id_ in (ID, "c-sailors", "c-others"):
        office.slash(f"proof {id_} insurance until {ends}", SAM)

    told = days_told(office, 10)

    assert told == [(5, "proof")]
    assert [item.template for item in office.sent_to(LUZ)].count("proof_reminder") == 1
    newest = " ".join(office.newest(LUZ).text.split())
    assert "Harbor Readers: proof of insurance: ends on" in newest
    assert "Harbor Sailors: proof of insurance: ends on" in newest
    assert "Harbor" not in office.newest("kim@elsewhere.example").text
