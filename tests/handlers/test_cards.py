"""A signature that answers what the text above it does not."""

from __future__ import annotations

from handlers.reading import cards
from tests.bench.answers import READER, load_forms

FORM = load_forms()["application"]
ASKED = [
    each for each in FORM.questions if each.id in {"organization_name", "contact_name", "contact_phone", "website", "organization_type"}
]
CARD = "Marguerite Oyelaran\nProgram Lead, Second Story Theatre Collective (a 501c3)\no: 919.555.0128\nsecondstorytheatre.example"


def test_where_the_writer_sends_us_to_it_a_signature_is_sure() -> None:
    found = cards.read(CARD, "Here you go, should all be in my signature:", ASKED, READER)

    assert {key: heard.value for key, heard in found.items()} == {
        "organization_name": "Second Story Theatre Collective",
        "organization_type": "nonprofit",
        "contact_name": "Marguerite Oyelaran",
        "contact_phone": "+19195550128",
        "website": "https://secondstorytheatre.example",
    }
    assert {heard.reason for heard in found.values()} == {""}


def test_else_it_is_a_guess() -> None:
    found = cards.read(CARD, "We start in May.", ASKED, READER)

    assert {heard.reason for heard in found.values()} == {"guess"}


def test_a_last_paragraph_is_a_card_only_below_a_name() -> None:
    assert cards.within("We start in May.\n\nAna Reyes\n555-010-0142") == "Ana Reyes\n555-010-0142"
    assert cards.within("We start in May.\n\nmondays\ntuesdays") == ""
