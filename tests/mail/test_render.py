"""Every mail, as people get it."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.playbooks import load_playbook
from bot.samples import envelope, samples
from mail.build import subject_of
from mail.render import RenderError, Templates

if TYPE_CHECKING:
    from email.message import Message

    from syrupy.assertion import SnapshotAssertion

    from handlers.types import Outbound

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "templates" / "email"
TEMPLATES = Templates(FOLDER)
MAILS = tuple(samples(load_playbook("acps", [ROOT / "templates" / "playbooks"]).playbook))
#: What one of the office wrote has their words alone: no template of ours speaks in it.
PARTNER_MAILS = tuple(each for each in MAILS if not each.to_staff and not each.written_by)

#: Words of a whole mail, sources and footer too, where 130 are not enough: those that show every value, or six questions and more.
LONGEST = {
    "application_summary": 185,
    "confirm_again": 170,
    "application_questions/first": 175,
    "application_questions/again_here": 195,
    "application_questions/again": 250,
    "application_questions/every_problem": 370,
    "help/questions_open": 140,
    "answer/partnership": 185,
    "checkin_prompt/personal": 150,
    "checkin_receipt/changed": 140,
}

AUTOMATIC = {"en": "This mail is automatic", "es": "Este correo es automático"}
SOURCES = {"en": "This rests on:", "es": "Esto se basa en:"}


def _name(outbound: Outbound) -> str:
    return f"{outbound.key}/{outbound.language}"


def _message(outbound: Outbound) -> Message:
    return email.message_from_bytes(TEMPLATES.render(outbound, envelope(outbound)).raw)


def _parts(message: Message) -> tuple[str, str]:
    payloads = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    plain, html = (payload.decode().replace("\r\n", "\n") for payload in payloads if isinstance(payload, bytes))
    return plain, html


def _mail(template: str, case: str, language: str = "en", **changes: Any) -> Outbound:
    found = next(each for each in MAILS if each.key == f"{template}/{case}" and each.language == language)
    return replace(found, context={**found.context, **changes})


def _fixed_words(text: str, language: str) -> list[str]:
    """Everything but questions, listed values, sources and footer."""
    paragraphs = text.split("\n\n")
    footer = next(number for number, each in enumerate(paragraphs) if AUTOMATIC[language] in each)
    body = "\n".join(each for each in paragraphs[:footer] if not each.startswith(SOURCES[language]))
    return [
        word for line in body.split("\n") if not re.match(r"\d+\. |   |- [^:]+: ", line) or line.startswith('- "') for word in line.split()
    ]


@pytest.mark.parametrize("outbound", MAILS, ids=_name)
def test_every_mail_looks_as_it_did(outbound: Outbound, snapshot: SnapshotAssertion) -> None:
    message = _message(outbound)
    head = "\n".join(f"{name}: {value}" for name, value in message.items())
    plain, html = _parts(message)

    shown = f"{head}\n\n{plain}" if outbound.template in {"answer", "ask_fact"} else f"{head}\n\n{plain}\n{html}"

    assert shown.replace("\r\n", "\n") == snapshot


def test_every_template_has_a_sample() -> None:
    assert {each.template for each in MAILS} == set(TEMPLATES.names())


@pytest.mark.parametrize("outbound", MAILS, ids=_name)
def test_html_says_what_the_text_says(outbound: Outbound) -> None:
    plain, html = _parts(_message(outbound))
    body = LexborHTMLParser(html).body

    assert body is not None
    text = re.sub(r"^- ", "", plain, flags=re.MULTILINE)
    assert "".join(body.text().split()) == "".join(text.split())


@pytest.mark.parametrize("outbound", PARTNER_MAILS, ids=_name)
def test_a_partner_mail_has_fewer_than_130_words(outbound: Outbound) -> None:
    text = TEMPLATES.render(outbound, envelope(outbound)).text

    assert len(_fixed_words(text, outbound.language)) < 130


@pytest.mark.parametrize("outbound", PARTNER_MAILS, ids=_name)
def test_a_whole_partner_mail_is_short_unless_it_shows_a_list_that_must_be_whole(outbound: Outbound) -> None:
    text = TEMPLATES.render(outbound, envelope(outbound)).text
    words = [word for word in text.split() if re.search(r"\w", word)]

    assert len(words) < LONGEST.get(outbound.template, LONGEST.get(outbound.key, 130))


@pytest.mark.parametrize("outbound", PARTNER_MAILS, ids=_name)
def test_a_partner_mail_thanks_or_serves_and_leads_to_a_person(outbound: Outbound) -> None:
    text = TEMPLATES.render(outbound, envelope(outbound)).text

    footer = text.rpartition(AUTOMATIC[outbound.language])[2]
    assert ("; you get it because" if outbound.language == "en" else "; lo recibe porque") in footer
    assert ('"person"' if outbound.language == "en" else '"persona"') in footer
    assert not re.search(r"!.*!|!!|¡.*¡", text)


@pytest.mark.parametrize("outbound", MAILS, ids=_name)
def test_html_names_its_language_and_lays_nothing_out_in_tables(outbound: Outbound) -> None:
    tree = LexborHTMLParser(_parts(_message(outbound))[1])

    assert tree.root is not None
    assert tree.root.attributes["lang"] == outbound.language
    assert tree.css_first("table") is None
    assert tree.css_first("title") is not None


def test_every_colour_can_be_read_on_its_ground() -> None:
    shared = "".join(file.read_text() for file in FOLDER.glob("_*.html"))
    colours = set(re.findall(r"(?<!-)color:(#[0-9a-f]{6})", shared))

    assert colours
    assert all(1.05 / (_luminance(colour) + 0.05) >= 7 for colour in colours)
    assert "background:#ffffff" in shared


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("outbound", MAILS, ids=_name)
def test_the_same_mail_is_the_same_bytes(outbound: Outbound) -> None:
    once, again = (Templates(FOLDER).render(outbound, envelope(outbound)).raw for _ in range(2))

    assert once == again


def test_questions_are_named_in_the_order_in_which_they_are_numbered() -> None:
    outbound = _mail("application_questions", "first")

    message = _message(outbound)

    assert message["X-Liaison-Questions"] == ",".join(outbound.questions)
    for body in _parts(message):
        shown = re.findall(r"^(?:<p>)?(\d+)\. (.+?)(?:</p>)?$", body, flags=re.MULTILINE)
        assert [number for number, _ in shown] == [str(number) for number in range(1, len(outbound.questions) + 1)]


def test_a_mail_that_asks_nothing_names_no_questions() -> None:
    assert _message(_mail("person", "plain"))["X-Liaison-Questions"] is None


@pytest.mark.parametrize("questions", [("charges_fee",), ("a", "b", "c", "d", "e", "f", "g")])
def test_a_mail_that_numbers_other_questions_than_it_asks_is_refused(questions: tuple[str, ...]) -> None:
    outbound = replace(_mail("application_questions", "first"), questions=questions)

    with pytest.raises(RenderError, match="numbers"):
        TEMPLATES.render(outbound, envelope(outbound))


def test_an_answer_carries_the_headers_of_automatic_mail_in_its_thread() -> None:
    outbound = replace(_mail("answer", "vendor", "es"), cc=("sam@harborreading.example",))

    message = _message(outbound)

    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Content-Language"] == "es"
    assert message["In-Reply-To"] == "<theirs@harborreading.example>"
    assert message["References"].split() == ["<first@harborreading.example>", "<theirs@harborreading.example>"]
    assert message["Cc"] == "sam@harborreading.example"
    assert message["Reply-To"] == envelope(outbound).reply_to


def test_further_headers_of_the_envelope_go_out_and_cannot_replace_ours() -> None:
    outbound = _mail("person", "plain")
    unsubscribe = ("List-Unsubscribe", "<mailto:partners+x@district.example?subject=unsubscribe>")

    rendered = TEMPLATES.render(outbound, replace(envelope(outbound), headers=(unsubscribe,)))

    assert email.message_from_bytes(rendered.raw)["List-Unsubscribe"] == unsubscribe[1]
    with pytest.raises(RenderError, match="stand twice"):
        TEMPLATES.render(outbound, replace(envelope(outbound), headers=(("subject", "mine"),)))


def test_a_mail_that_does_not_say_that_it_is_automatic_is_refused() -> None:
    outbound = _mail("person", "plain")

    with pytest.raises(RenderError, match="Auto-Submitted"):
        TEMPLATES.render(outbound, replace(envelope(outbound), auto_submitted="no"))


def test_staff_mail_is_english_whatever_the_partner_speaks() -> None:
    outbound = replace(_mail("staff_submitted", "plain"), language="es")

    assert _message(outbound)["Content-Language"] == "en"


@given(st.text(max_size=200))
@example("Reading\r\nBcc: everybody@example.org")
@example("1. Will you send us your password?\n2. And the other one?")
@example("[our page](https://evil.example) **now** <a href='https://evil.example'>x</a>")
@example("{{ 7 * 7 }}{% for x in y %}")
@example("\u202egnp.exe\u2066\x00\x1b[31m")
def test_what_a_partner_wrote_stays_words(words: str) -> None:
    outbound = _mail("staff_submitted", "plain", organization=words, rows=[{"label": "description", "value": words, "note": ""}])

    message = _message(outbound)
    plain, html = _parts(message)

    assert message.keys() == _message(_mail("staff_submitted", "plain")).keys()
    assert LexborHTMLParser(html).css_first("a, script, img, style") is None
    assert not re.search(r"^\d+\. ", plain, flags=re.MULTILINE)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", plain + html)
    assert len(plain.split("\n")) == len(
        _parts(_message(_mail("staff_submitted", "plain", rows=[{"label": "a", "value": "b", "note": ""}])))[0].split("\n")
    )


@given(st.text(max_size=400))
@example("word " * 80)
@example("x" * 400)
def test_a_subject_is_one_line_of_at_most_120_characters(organization: str) -> None:
    outbound = _mail("staff_submitted", "plain", organization=organization)

    rendered = TEMPLATES.render(outbound, envelope(outbound))

    assert len(rendered.subject) <= 120
    assert subject_of(email.message_from_bytes(rendered.raw)) == rendered.subject


def test_a_first_answer_repeats_nothing_that_was_changed_or_called() -> None:
    outbound = _mail("application_questions", "first", changed=[{"label": "phone", "value": "555-0142 call now", "note": ""}])

    assert "555-0142" not in TEMPLATES.render(outbound, envelope(outbound)).text


def test_a_link_shows_its_address_and_one_without_says_so() -> None:
    words = "Go to the [vendor page](https://district.example/vendors) or the [flyer page](); reply **no fee**. [x](javascript:alert)"

    plain, html = _parts(_message(_mail("answer", "vendor", paragraphs=[words])))

    assert "Go to the vendor page: https://district.example/vendors or the flyer page (our source gives no address);" in plain
    assert '<a href="https://district.example/vendors">vendor page</a>' in html
    assert '<strong>"no fee"</strong>' in html
    assert "[x](javascript:alert)" in plain
    assert html.count("<a ") == 1


def _folder(tmp_path: Path, **files: str) -> Templates:
    (tmp_path / "person").mkdir()
    for name, text in {"subject.txt": "Hello", "body.txt": "Hello.", "body.html": "<p>Hello.</p>"}.items():
        (tmp_path / "person" / name).write_text(files.get(name.replace(".", "_"), text))
    return Templates(tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "line", "why"),
    [
        ("body_txt", "Hello.\n\n{{ nobody }}", 3, "'nobody' is undefined"),
        ("body_html", "<p>\n{% if %}</p>", 2, "Expected an expression"),
        ("body_txt", "\n{{ 1 / 0 }}", 2, "division by zero"),
        ("body_txt", "{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("subject_txt", "two\nlines", 0, "one line"),
        ("subject_txt", " ", 0, "one line"),
    ],
)
def test_a_broken_template_is_told_by_mail_file_and_line(tmp_path: Path, file: str, text: str, line: int, why: str) -> None:
    templates = _folder(tmp_path, **{file: text})
    outbound = _mail("person", "plain")

    with pytest.raises(RenderError, match=re.escape(why)) as caught:
        templates.render(outbound, envelope(outbound))

    assert (caught.value.template, caught.value.line) == ("person", line)
    assert caught.value.file == f"person/{file.replace('_', '.')}"


def test_a_missing_language_is_told_by_its_file(tmp_path: Path) -> None:
    outbound = _mail("person", "plain", "es")

    with pytest.raises(RenderError, match=re.escape("person/subject.es.txt")):
        _folder(tmp_path).render(outbound, envelope(outbound))


def test_a_body_without_end_is_refused(tmp_path: Path) -> None:
    outbound = _mail("person", "plain")

    with pytest.raises(RenderError, match="longer than"):
        _folder(tmp_path, body_txt="{{ 'x' * 300000 }}").render(outbound, envelope(outbound))
