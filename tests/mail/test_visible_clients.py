"""What clients, devices, gateways and people set around an answer is told from it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mail.visible import Visible, visible_text

FIXTURES = Path(__file__).parent / "visible"
PIECES = tomllib.loads((FIXTURES / "pieces.toml").read_text(encoding="utf-8"))
MAILS = tomllib.loads((FIXTURES / "clients.toml").read_text(encoding="utf-8"))["mail"]
ANSWER = "Forty-five kids came, six sessions in all."
ATTRIBUTION = "On Wed, Nov 4, 2026 at 9:15 AM Dana Ruiz <dana@schools.example> wrote:"
QUOTED = "Hello Ana,\n\n1. How many students took part?\n\n2. How many sessions were held?\n\nBest regards,\nDana Ruiz\nPartnership Office"
MARKED = "\n".join(f"> {line}".rstrip() for line in QUOTED.split("\n"))


def read(text: str | None, html: str | None = None, *, author: str = "Ana Reyes") -> Visible:
    return visible_text(text, html, name=author, email="ana@club.example", recipients=("dana@schools.example",))


def rows(kind: str) -> list[Any]:
    return [pytest.param(piece, id=name) for name, piece in PIECES[kind].items()]


def squeezed(text: str) -> str:
    return re.sub(r"[\s*]+", "", text)


@pytest.mark.parametrize("footer", rows("footers"))
def test_what_a_device_appends_is_cut_with_a_quote_and_without(footer: str) -> None:
    above = read(f"{ANSWER}\n\n{footer}\n\n{ATTRIBUTION}\n\n{MARKED}")
    alone = read(f"{ANSWER}\n\n{footer}\n")

    assert (above.text, alone.text) == (ANSWER, ANSWER)
    assert footer.split("\n", maxsplit=1)[0] in alone.signature


@pytest.mark.parametrize("signed", rows("signoffs"))
def test_a_wish_with_a_name_stays_as_it_was_typed(signed: list[str]) -> None:
    author, closing = signed

    seen = read(f"{ANSWER}\n\n{closing}\n\n{ATTRIBUTION}\n\n{MARKED}", author=author)

    assert (seen.text, seen.signature) == (f"{ANSWER}\n\n{closing}", "")


@pytest.mark.parametrize("signed", rows("signoffs"))
def test_a_wish_above_a_card_goes_with_it_in_any_language(signed: list[str]) -> None:
    author, closing = signed
    card = f"{closing}\nReading Club\n602-555-0186"

    seen = read(f"{ANSWER}\n\n{card}\n\n{ATTRIBUTION}\n\n{MARKED}", author=author)

    assert (seen.text, seen.signature) == (ANSWER, card)


@pytest.mark.parametrize("closing", ["Best,", "Kind regards,", "Saludos cordiales,", "Mit freundlichen Grüßen", "С уважением,", "此致"])
def test_a_closing_out_of_an_office_manual_is_cut_with_the_name_beneath(closing: str) -> None:
    seen = read(f"{ANSWER}\n\n{closing}\nAna Reyes\n\n{ATTRIBUTION}\n\n{MARKED}")

    assert (seen.text, seen.signature) == (ANSWER, f"{closing}\nAna Reyes")


@pytest.mark.parametrize("named", rows("names"))
def test_a_name_that_was_typed_beneath_an_answer_stays(named: list[str]) -> None:
    author, name = named

    seen = read(f"{ANSWER}\n\n{name}\n\n{ATTRIBUTION}\n\n{MARKED}", author=author)

    assert seen.text == f"{ANSWER}\n\n{name}"


@pytest.mark.parametrize("announcement", rows("announcements"))
def test_an_announcement_of_any_client_ends_what_was_typed(announcement: str) -> None:
    seen = read(f"{ANSWER}\n\n{announcement}\n\n{MARKED}")

    assert seen.text == ANSWER


@pytest.mark.parametrize("banner", rows("banners"))
def test_the_warning_of_a_gateway_is_not_typed(banner: str) -> None:
    seen = read(f"{banner}\n\n{ANSWER}\n\n{ATTRIBUTION}\n\n{MARKED}")

    assert seen.text == ANSWER
    assert banner.split("\n", maxsplit=1)[0] in seen.quoted


@pytest.mark.parametrize("notice", rows("notices"))
def test_a_notice_beneath_a_name_or_a_quote_is_not_typed(notice: str) -> None:
    above = read(f"{ANSWER}\n\nAna\n\n{notice}\n\n{ATTRIBUTION}\n\n{MARKED}")
    beneath = read(f"{ANSWER}\n\nAna\n\n{ATTRIBUTION}\n\n{MARKED}\n\n{notice}\n")

    assert (above.text, beneath.text) == (f"{ANSWER}\n\nAna",) * 2


@pytest.mark.parametrize("typed", rows("typed"))
def test_typed_lines_that_look_like_something_else_stay(typed: str) -> None:
    alone = read(typed)
    answering = read(f"{typed}\n\n{ATTRIBUTION}\n\n{MARKED}")

    assert (squeezed(alone.text), squeezed(answering.text)) == (squeezed(typed), squeezed(typed))


@pytest.mark.parametrize("mail", [pytest.param(mail, id=mail["name"]) for mail in MAILS])
def test_a_mail_of_this_client_is_taken_apart(mail: dict[str, Any]) -> None:
    seen = read(mail.get("text"), mail.get("html"))

    assert squeezed(seen.text) in {squeezed(re.sub(r"^>.*$", "", reading, flags=re.MULTILINE)) for reading in mail["readings"]} | {
        squeezed(reading) for reading in mail["readings"]
    }
    for asked, typed in mail.get("pairs", ()):
        assert any(pair.quoted.endswith(asked) and pair.typed == typed for pair in seen.pairs)


@pytest.mark.parametrize("only", ["Sent from my iPhone", "-- \nAna Reyes\nReading Club", "Ana Reyes\nReading Club\n555-010-0199"])
def test_a_reply_that_adds_nothing_is_in_doubt(only: str) -> None:
    seen = read(f"{only}\n\n{ATTRIBUTION}\n\n{MARKED}")

    assert seen.doubtful


def test_a_name_that_answers_is_not_cut_though_its_sender_bears_it() -> None:
    seen = read(f"Ana Reyes\n\n{ATTRIBUTION}\n\n{MARKED}")

    assert (seen.text, seen.doubtful) == ("Ana Reyes", False)


def test_what_another_forwards_to_us_is_not_taken_for_typed_beneath_a_quote() -> None:
    header = "From: Lee Park <lee@parks.example>\nSent: Wednesday, November 4, 2026 9:15 AM\nTo: Ana Reyes\nSubject: Chairs"

    seen = read(f"{header}\n\nCould we have chairs?\n\nLee Park\n\nAsk for the blue ones.")

    assert "Could we have chairs?" in seen.text
