"""A newsletter from its source to the bytes that one recipient gets: the same words in both halves, the same bytes every time."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email import policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.newsletters import Addressee
from handlers.types import Address
from mail.issue.design import Design, Designer, Setting
from mail.issue.lint import contrast, lint
from mail.issue.press import Facts, FillError, Press, Sender
from mail.issue.source import SourceError, read

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
DESIGNER = Designer(Path(__file__).parents[2] / "templates" / "newsletter")
SENDER = Sender(intake=Address(email="partners@district.example"), name="Desk", secret=b"secret", public_url="https://desk.example")
SOURCE = """subject: News for {{ organization }}
---
Hello {{ first_name | friend }},

- one, with [a page](https://example.org/x)
- two

::: event title="Breakfast" starts=2026-12-03T08:00 place="Room 4"
Coffee is on us.
:::

::: mine requests
:::

::: mine proofs
:::

::: for tag=council
The council meets.
:::
=== es ===
Hola {{ first_name | colega }}, niños.
"""


def setting(**more: Any) -> Setting:
    return Setting(office={"name": "Desk", "district": "D"}, time_zone="America/New_York", one_click=True, made_at=AT, **more)


def press(text: str = SOURCE, **more: Any) -> Press:
    return Press(DESIGNER.design(read(text), setting(**more)), Facts(titles={"insurance": {"en": "Insurance"}}), SENDER, at=AT)


PRESS = press()


def to(**more: Any) -> Addressee:
    return Addressee(id=7, address="luz@a.example", **{"organization": "Club", **more})


plain = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    max_size=60,
)


@given(plain, plain.filter(str.strip), st.sampled_from(["en", "es"]), st.booleans())
def test_what_is_printed_says_what_the_preview_shows_the_same_every_time(
    name: str, organization: str, language: str, council: bool
) -> None:
    who = to(name=name, organization=organization, language=language, facets="|tag:council|" if council else "|")

    printed = PRESS.print(who)
    subject, text, html = PRESS.words(who)

    message = email.message_from_bytes(printed.raw, policy=policy.default)
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    assert [body and body.get_content().replace("\r\n", "\n") for body in bodies] == [f"{text}\n", f"{html}\n"]
    assert printed.subject == subject
    assert printed.raw == PRESS.print(who).raw
    assert max(map(len, printed.raw.split(b"\r\n"))) <= 998
    assert b"\n" not in printed.raw.replace(b"\r\n", b"")
    assert [part.get_content_type() for part in message.walk()].count("text/calendar") == (language == "en")
    assert ("The council meets." in text) == (council and language == "en")


def test_sections_of_ones_own_stand_only_where_there_is_something() -> None:
    own = {"requests": [{"words": "a projector", "asked": "2026-10-03"}], "proofs": [{"kind": "insurance", "until": "2026-12-03"}]}
    late = {"requests": [], "proofs": [{"kind": "insurance", "until": "2027-12-03"}]}

    assert "- a projector (you asked on October 3, 2026)" in PRESS.words(to(data=own))[1]
    assert "- Insurance, until December 3, 2026" in PRESS.words(to(data=own))[1]
    assert "Still open" not in PRESS.words(to(data=late))[1]
    assert "end soon" not in PRESS.words(to(data=late))[1]


@pytest.mark.parametrize("name", ["Luz\r\nBcc: all@x.example", "Luz\n", "L\x00uz", "L\u2028uz"])
def test_a_line_break_in_a_name_is_refused(name: str) -> None:
    with pytest.raises(FillError):
        PRESS.print(to(name=name))


def test_a_design_that_was_kept_prints_the_same_bytes() -> None:
    kept = Design.load(PRESS.design.dump())

    again = Press(kept, PRESS.facts, SENDER, at=AT)

    assert again.print(to(name="Luz")).raw == PRESS.print(to(name="Luz")).raw
    assert kept.hash("status=active") == PRESS.design.hash("status=active") != kept.hash("status=paused")


def test_nothing_that_somebody_wrote_is_run_or_becomes_html() -> None:
    text = "subject: N\n---\n<script>x</script> [bad](javascript:alert) {{ first_name | <b>you</b> }}\n"

    html = press(text).words(to())[2]

    assert "<script" not in html
    assert "javascript:" not in html.replace("[bad](javascript:alert)", "")
    assert "&lt;b&gt;you&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("no heading here", "no subject"),
        ("# N\n\n::: nonsense\n:::\n", "line 3"),
        ("# N\n\n::: event title=x\n:::\n", "line 3"),
        ("# N\n\n::: notice\nnot closed\n", "line 3"),
        ("# N\n\n:::\n", "line 3"),
        ("# N\n\n{{ config }}\n", "config"),
        ("# N\n\n::: grant title=x deadline=soon\n:::\n", "line 3"),
        ("# N\n\n::: for colour=red\n:::\n", "line 3"),
        ("# N\n\n![map](map.png)\n", "map.png"),
        ("# N\n\n::: item id=c-1/highlights\n:::\n", "nobody has ticked"),
        ("# N\n\n::: button url=javascript:x\nGo\n:::\n", "line 3"),
    ],
)
def test_a_source_that_cannot_be_is_refused_with_its_line(text: str, line: str) -> None:
    with pytest.raises(SourceError, match=line):
        press(text)


def test_what_a_partner_wrote_is_quoted_as_it_stands() -> None:
    shown = press("# N\n\n::: item id=c-1/highlights\n:::\n", items={"c-1/highlights": ("Chess", "We won {{ name }} <b>")})

    assert "> We won {{ name }} <b>" in shown.words(to())[1]
    assert "We won {{ name }} &lt;b&gt;" in shown.words(to())[2]


def rules(text: str, **office: str) -> dict[str, bool]:
    source, made = read(text), press(text)
    pages = [made.words(to(name="Luz"))[1:]]
    return {each.rule: each.forbids for each in lint(source, made.design, pages, office)}


def test_the_lint_finds_what_is_wrong() -> None:
    assert rules("# N\n\nText.\n\n=== es ===\n# N\n\nTexto.\n", postal_address="1 Main St") == {}
    assert rules(f"# {'long ' * 20}\n\nText.\n", postal_address="x")["subject_length"] is False
    assert rules("# N\n\n![](https://example.org/a.png)\n")["missing_alt"] is True
    assert rules("# N\n\n[x](http://example.org)\n")["no_https"] is False
    assert rules("# N\n\n{% if x %}\n")["dead_field"] is True
    assert rules("# N\n\n{{ first name }}\n")["dead_field"] is True
    assert rules(f"# N\n\n{'word ' * 24_000}\n")["too_big"] is True
    assert rules("subject: N\n---\n::: for tag=x\nOnly.\n:::\n")["no_text"] is True
    assert rules("subject: N\ncommercial: yes\n---\nText.\n")["no_postal_address"] is True
    assert rules("# N\n\nText.\n")["no_postal_address"] is False


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0b4f9c", "#ffffff") > 4.5


@pytest.mark.real
def test_the_page_fits_a_phone_and_a_desktop() -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)
    if chromium is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    long = SOURCE.replace("Hello", f"{'Verylongword' * 12} Hello")
    html = press(long).words(to(name="Maximiliana " * 4, facets="|tag:council|"))[2]
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--no-first-run"])
        widths = {}
        for width in (375, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.set_content(html)
            widths[width] = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert widths == {375: 375, 1280: 1280}
