"""What stays of a newsletter and what is asked again before it leaves: exact mails, late ones, lists, what comes round, the worst case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli import app as program
from bot.newsletter_items import NewsletterError
from tests.scenarios.test_newsletters import SAM, TEXT, answer, approved, know, office, received, send, states

if TYPE_CHECKING:
    from tests.scenarios.office import Office

#: A fixture of another module.
__all__ = ["office"]


def id_of(office: Office, issue: str, address: str) -> str:
    with office.app.store.view() as unit:
        return next(each.id for each in unit.deliveries.of(issue) if each.address == address)


def folder_holds(office: Office, raw: bytes) -> bool:
    files = (office.folder / "var" / "mail" / "new").glob("*")
    return any(file.read_bytes().replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n") for file in files)


def test_the_very_mail_that_went_to_a_partner_can_be_shown_whatever_changed_since(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = approved(office)
    send(office)
    mail = id_of(office, issue, "bob@chess.example")
    know(office, "bob@chess.example", "Chess and more", "Robert Stone")
    monkeypatch.setenv("LIAISON_PUBLIC_URL", "https://elsewhere.example")
    office.restart()

    _, printed = office.app.newsletters.sent_mail(mail)

    assert folder_holds(office, printed.raw)
    assert "Hello Bob, here is news for Chess." in office.slash(f"newsletter mail {mail}", SAM)
    office.app.close()
    monkeypatch.chdir(office.folder)
    told = json.loads(CliRunner().invoke(program, ["newsletter", "mail", mail, "--json"]).stdout)
    assert told["raw"].encode() == printed.raw
    listed = CliRunner().invoke(program, ["newsletter", "sent", "bob@chess.example", "--json"]).stdout.splitlines()
    assert [(row["id"], row["status"]) for row in map(json.loads, listed)] == [(mail, "sent")]


def test_what_has_not_left_is_never_shown_as_sent(office: Office) -> None:
    issue = approved(office)
    paused = id_of(office, issue, "gil@garden.example")
    send(office)

    with pytest.raises(NewsletterError, match="has not left: it is paused"):
        office.app.newsletters.sent_mail(paused)


def test_the_partners_page_tells_what_was_sent_and_what_was_answered(office: Office) -> None:
    issue = approved(office)
    send(office)
    answer(office, "luz@club.example", "Gracias, nos vemos en el desayuno del jueves próximo.")
    with office.app.store.view() as unit:
        party = unit.partners.by_email("luz@club.example")[0].id

    page = office.slash(f"show {party}", SAM)

    assert f"newsletter {issue}" in page
    assert f"answered newsletter {issue}" in page


def test_what_was_late_may_be_scheduled_anew_or_taken_back(office: Office) -> None:
    first, second = approved(office), approved(office, "# More\n\nText.\n")
    send(office, minutes=60 * 24)
    assert office.app.newsletters.standing(first).issue.status == "held"

    office.app.newsletters.schedule(first, office.clock.at.replace(hour=20), "", SAM)
    office.app.newsletters.change(second, "undo", SAM)
    send(office, minutes=5 * 60)

    assert len(received(office, "bob@chess.example")) == 1
    assert office.app.newsletters.standing(second).issue.status == "draft"


def test_who_is_taken_off_the_list_after_the_approval_is_not_written_to(office: Office) -> None:
    office.slash("newsletter put council bob@chess.example", SAM)
    office.slash("newsletter put council luz@club.example", SAM)
    issue = approved(office, audience="list=council")
    office.slash("newsletter take council bob@chess.example", SAM)

    send(office)

    assert states(office, issue) == {"bob@chess.example": "no longer on the list", "luz@club.example": "sent"}


def test_who_receives_the_other_issue_after_the_approval_does_not_get_this_one(office: Office) -> None:
    first = approved(office)
    second = approved(office, "# Again\n\nText.\n", audience=f"not_sent={first}")
    office.app.newsletters.schedule(second, office.clock.at.replace(hour=20), "", SAM)
    know(office, "new@club.example", "New Club")
    third = approved(office, "# Third\n\nText.\n", audience=f"not_sent={first}")

    send(office)
    assert states(office, first)["bob@chess.example"] == "sent"
    send(office, minutes=5 * 60)

    assert states(office, second)["bob@chess.example"] == "already_received"
    assert states(office, third)["new@club.example"] == "sent"


def test_a_calendar_file_comes_to_whom_the_event_is_told_and_once(office: Office) -> None:
    event = '::: event title="{}" starts=2026-12-03T08:00\nCome.\n:::\n'
    approved(office, f"# News\n\n{event.format('Breakfast')}\n=== es ===\n# Noticias\n\n{event.format('Desayuno')}")
    send(office)

    def calendars(address: str) -> list[str]:
        return [str(part.get_content()) for part in received(office, address)[-1].walk() if part.get_content_type() == "text/calendar"]

    (english,), (spanish,) = calendars("bob@chess.example"), calendars("luz@club.example")
    assert "SUMMARY:Breakfast" in english
    assert "SUMMARY:Desayuno" in spanish


def test_what_comes_round_tells_of_the_check_in_that_is_next_by_then(office: Office) -> None:
    issue = approved(office, "# News\n\nHello.\n\n::: mine checkin\n:::\n")
    office.app.newsletters.schedule(issue, office.clock.at.replace(hour=20), "month", SAM)
    send(office, minutes=5 * 60)
    office.clock.advance(days=30)
    send(office, minutes=1)

    bodies = [each.get_body(("plain",)) for each in received(office, "bob@chess.example")]
    told = ["December 1, 2026" in str(each.get_content() if each else "") for each in bodies]
    assert sorted(told) == [False, True]
    assert any("January" in str(each.get_content() if each else "") for each in bodies)


def test_the_worst_cases_are_shown_with_every_section(office: Office) -> None:
    text = f"{TEXT}\n::: mine requests\n:::\n\n::: mine proofs\n:::\n\n::: for tag=council\nThe council meets.\n:::\n"
    issue = office.app.newsletters.write(text, {}, "", SAM).id

    shown = office.app.newsletters.preview(issue, worst=True)

    assert [(each.to.language, bool(each.to.name)) for each in shown.pages] == [("en", False), ("en", True), ("es", False)]
    assert all("The council meets." in each.text and "projector" in each.text for each in shown.pages)
    assert "Hello friend" in shown.pages[0].text
