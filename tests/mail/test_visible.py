"""What a mail's author newly wrote, told from what was quoted and what signs it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.visible import Visible, visible_text
from mail.visible.html_limits import within_limits
from mail.visible.lines import MAX_CHARS
from mail.visible.signature import Setting, part

FIXTURES = Path(__file__).parent / "visible"
REPLY = "We had 45 kids across three Saturdays.\nThe garden is finished."
QUOTED = "Thank you for your work.\n\n1. How many students took part?\n2. How many sessions were held?\n\nPartnership Office"
MEGABYTE = 1_000_000


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((FIXTURES / f"{name}.toml").read_text(encoding="utf-8"))


ATTRIBUTIONS = [
    pytest.param(line, id=f"{language}-{client}") for language, rows in table("attributions").items() for client, line in rows.items()
]
HEADERS = table("headers")
ANNOUNCED = [pytest.param(block, id=f"{kind}-{name}") for kind in ("blocks", "rules", "forwards") for name, block in HEADERS[kind].items()]
LABELS = [pytest.param(block, id=name) for name, block in HEADERS["not_headers"].items()]
MAILS = [pytest.param(row, id=row["name"]) for row in table("mails")["mail"]]


def marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def words(*texts: str) -> list[str]:
    return sorted(re.findall(r"[^\W_]+", " ".join(texts)))


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_an_attribution_above_marked_lines_is_cut_with_them(line: str) -> None:
    seen = visible_text(f"{REPLY}\n\n{line}\n\n{marked(QUOTED)}\n", None)

    assert (seen.text, seen.doubtful) == (REPLY, False)


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_an_attribution_above_unmarked_lines_cuts_all_beneath(line: str) -> None:
    seen = visible_text(f"{REPLY}\n\n{line}\n\n{QUOTED}\n", None)

    assert (seen.text, seen.quoted) == (REPLY, f"{line}\n\n{QUOTED}")


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_an_attribution_right_beneath_typed_lines_takes_none_of_them(line: str) -> None:
    seen = visible_text(f"{REPLY}\n{line}\n{marked(QUOTED)}", None)

    assert seen.text == REPLY


@pytest.mark.parametrize("block", ANNOUNCED)
def test_a_header_block_or_a_rule_cuts_all_beneath(block: str) -> None:
    seen = visible_text(f"{REPLY}\n\n{block}\n\n{QUOTED}\n", None)

    assert (seen.text, seen.quoted) == (REPLY, f"{block}\n\n{QUOTED}")


@pytest.mark.parametrize("block", LABELS)
def test_answers_labelled_like_header_fields_stay(block: str) -> None:
    seen = visible_text(f"{REPLY}\n\n{block}", None)

    assert seen.text == f"{REPLY}\n\n{block}"


@pytest.mark.parametrize("mail", MAILS)
def test_a_whole_mail_is_taken_apart(mail: dict[str, Any]) -> None:
    text = mail["text"].strip("\n") if "text" in mail else None

    seen = visible_text(text, mail.get("html"))

    assert seen.text == mail.get("expected", seen.text)
    assert all(piece in seen.text for piece in mail.get("contains", ()))
    assert not any(piece in seen.text for piece in mail.get("absent", ()))
    assert seen.signature == mail.get("signature", seen.signature)
    assert seen.quoted == mail.get("quoted", seen.quoted)
    assert "pairs" not in mail or [[pair.quoted, pair.typed] for pair in seen.pairs] == mail["pairs"]
    assert seen.doubtful is mail.get("doubtful", False)


def test_carriage_returns_and_hard_spaces_part_lines_and_words_as_others_do() -> None:
    seen = visible_text("We\u00a0had 45.\r\n\r\nOn Sat, Oct 3, 2026 at 10:15 AM Dana <d@schools.example> wrote:\r\n> How many?\r\n", None)

    assert seen.text == "We had 45."


def test_marks_of_direction_hide_no_attribution() -> None:
    seen = visible_text(
        "Yes.\n\n\u202aOn Sat, Oct 3, 2026 at 10:15 AM Dana \u200e<d@schools.example\u200f> wrote:\u202c\n\nHow many?", None
    )

    assert seen.text == "Yes."


def test_a_closing_without_a_name_stays_unless_the_rest_of_the_signature_is_known() -> None:
    texts = ["We had 45 kids.", "", "Kind regards,"]

    assert part(texts).body == texts
    assert part(texts, Setting(signed=True)).signature == ["Kind regards,"]


def test_what_lies_beyond_the_limit_is_kept_and_doubted() -> None:
    seen = visible_text("word " * (MAX_CHARS // 5) + "straw", None)

    assert seen.quoted == "straw"
    assert seen.doubtful


def test_deep_html_is_flattened_and_keeps_its_words_and_ends() -> None:
    flat, beyond = within_limits("<div>" * 300 + "<b>deep</b>" + "</div>" * 300 + "<p>after</p>")

    assert flat.count("<div>") < 100
    assert flat.count("<div>") == flat.count("</div>")
    assert "deep" in flat
    assert "<p>after</p>" in flat
    assert beyond == ""


PIECES = st.sampled_from(
    [
        "We had 45 kids.",
        "1. 45",
        "2. Maria Lopez",
        "Thanks,",
        "Best regards,",
        "Ana Ortiz",
        "- Yolanda",
        "--",
        "555-555-0134",
        "",
        "",
        "Sent from my iPhone",
        "> 1. How many students took part?",
        "> 2. How many sessions?",
        ">> older",
        "[Ana] 45",
        "==> 6",
        "On Sat, Oct 3, 2026 at 10:15 AM Dana <d@schools.example> wrote:",
        "From: Dana <d@schools.example>",
        "Sent: Saturday, October 3, 2026 10:15 AM",
        "To: Ana",
        "Subject: Check-in",
        "-----Original Message-----",
        "________________________________",
        "P.S. more",
        "See my answers below",
        "CAUTION: This email originated from outside of the organization.",
        "CONFIDENTIALITY NOTICE: This e-mail is confidential.",
        "El sáb, 3 oct 2026 a las 10:15, Dana (<d@schools.example>)",
        "escribió:",
        ">50",
        "How many sessions?",
    ]
)


@given(st.lists(PIECES, max_size=14))
@settings(max_examples=400, deadline=None)
def test_every_word_of_a_body_is_in_its_text_its_signature_or_its_quote(pieces: list[str]) -> None:
    body = "\n".join(pieces)

    seen = visible_text(body, None)

    assert words(seen.text, seen.signature, seen.quoted) == words(body)
    assert bool(seen.text.strip()) == bool(body.strip())


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_body_raises(text: str, html: str) -> None:
    seen = visible_text(text, html)

    assert isinstance(seen, Visible)


BROKEN = "<div> </div> <blockquote> </blockquote> <p> <table><tr><td> </td> <li> <ol> <br> <b> </b> <pre> alpha beta 45"


@given(st.lists(st.sampled_from(BROKEN.split()), max_size=30))
@settings(max_examples=200, deadline=None)
def test_every_word_of_broken_html_is_kept(pieces: list[str]) -> None:
    html = "<body>" + " ".join(pieces)

    seen = visible_text(None, html)

    assert [word for word in words(seen.text, seen.signature, seen.quoted) if word in {"alpha", "beta", "45"}] == words(
        *(piece for piece in pieces if "<" not in piece)
    )


HOSTILE_TEXT = [
    ">",
    "> ",
    ">\n",
    "On ",
    "On Mon, 3 Oct 2026 at 10:15 Ana <a@club.example> \n",
    "a\n",
    "\n",
    " ",
    " \n",
    "x",
    "From: a@club.example\n",
    "To: a\n",
    "-",
    "--\n",
    "_\n",
    "Thanks,\n",
    "Best regards,\nAna\n",
    "wrote:\n",
    "<a@club.example>\n",
    "a@",
    "a@club.example:\n",
    "2026-10-03 10:15 a ",
    "(",
    " >",
    "\t",
    "é",
    "写道：\n",
    "> q?\n[Ana] 4\n",
    "1. How many?\n==> 45\n",
    "\u200b",
    "http://",
    "Sent from my ",
    "kind and ",
    "\r",
    "-----Original Message-----\n",
]
HOSTILE_HTML = [
    "<div>",
    "<div>x",
    "<a ",
    "<a>",
    "<b><p>",
    "<table>",
    "<table><tr><td>x",
    "<td>x",
    "<blockquote>",
    "<blockquote>x",
    "<!--",
    "<",
    "&",
    "<li>",
    "<ol><li>",
    "<p>x",
    "<br>",
    '<span style="color:red">x',
    '<div style="border-top:solid red">',
    '<div class="gmail_quote">',
    "<b></div>x",
    "<div></b>",
    "<center>",
    "<style>",
    "</p>",
    "<ul>",
    "<dl><dt>",
    '<a href="http://x.example/a">b</a>',
    "<div id=divRplyFwdMsg>",
    "<pre>\n",
    "<i></p>",
    "<tr><td>a</td><td>b</td></tr>",
    "<p>> q?</p><p>a</p>",
    "<button>",
    "<nobr>",
    "<a a",
]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", HOSTILE_TEXT)
def test_a_megabyte_of_the_same_text_does_not_hang(piece: str) -> None:
    body = piece * (MEGABYTE // len(piece))

    seen = visible_text(body, None)

    assert words(seen.text, seen.signature, seen.quoted) == words(body) or "\u200b" in piece


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", HOSTILE_HTML)
def test_a_megabyte_of_the_same_html_does_not_hang(piece: str) -> None:
    seen = visible_text(None, piece * (MEGABYTE // len(piece)))

    assert len(seen.text) + len(seen.quoted) < 3 * MEGABYTE


@pytest.mark.timeout(30)
def test_a_hundred_thousand_attributes_of_one_tag_do_not_hang() -> None:
    seen = visible_text(None, "<a " + " ".join(f"a{number}=1" for number in range(100_000)) + ">We had 45 kids.</a>")

    assert seen.text == "We had 45 kids."
