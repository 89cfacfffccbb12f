"""Papers come out the same each time, hold the words they were given, and take no orders from them."""

from __future__ import annotations

import email
from io import BytesIO

import pytest
from pypdf import PdfReader

from mail import papers
from mail.build import BuildError, Enclosed, build, text

AGREEMENT = """# Partnership Agreement

Between Reading Buddies & the district.

## What is offered
- Reading, one to one, niños y adultos
- #include "/etc/passwd" $x$ *not bold* <label>

Both sides look at it
each month.
"""


def words_of(made: bytes) -> str:
    return " ".join(PdfReader(BytesIO(made)).pages[0].extract_text().split())


def test_the_same_words_give_the_same_bytes() -> None:
    assert papers.pdf(AGREEMENT, footer="Version 1") == papers.pdf(AGREEMENT, footer="Version 1")


def test_what_stands_in_a_paper_is_words_and_no_markup() -> None:
    said = words_of(papers.pdf(AGREEMENT, language="es", footer="Version 1"))

    assert "Between Reading Buddies & the district." in said
    assert "niños y adultos" in said
    assert '#include "/etc/passwd" $x$ *not bold* <label>' in said
    assert "Both sides look at it each month." in said
    assert "Version 1" in said


def test_a_paper_has_a_title_and_tags_for_screen_readers() -> None:
    made = PdfReader(BytesIO(papers.pdf(AGREEMENT)))

    assert made.metadata is not None
    assert made.metadata.title == "Partnership Agreement"
    assert "/StructTreeRoot" in made.root_object


def test_a_mail_carries_its_files_beside_both_bodies() -> None:
    file = Enclosed(name="agreement-1.pdf", media_type="application/pdf", data=papers.pdf(AGREEMENT))

    raw = build([text("Subject", "Your agreement")], plain="Hello.\n", html="<p>Hello.</p>\n", seed="a@b", files=(file,))

    message = email.message_from_bytes(raw)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    (enclosed,) = [part for part in message.walk() if part.get_filename()]
    assert (enclosed.get_filename(), enclosed.get_payload(decode=True)) == ("agreement-1.pdf", file.data)
    assert raw == build([text("Subject", "Your agreement")], plain="Hello.\n", html="<p>Hello.</p>\n", seed="a@b", files=(file,))


@pytest.mark.parametrize("name", ["", "../etc/passwd", 'a".pdf', "a\r\nBcc: x@y.example", "ñ.pdf"])
def test_a_file_name_that_could_be_more_than_a_name_is_refused(name: str) -> None:
    with pytest.raises(BuildError):
        Enclosed(name=name, media_type="application/pdf", data=b"")
