"""What staff type about proofs and people is read as they mean it; anything less plain is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import entry_words, proof_words, review, rosters
from handlers.process import ProofKind
from handlers.wording import Wording

KINDS = {
    "insurance": ProofKind(title=Wording(en="proof of insurance", es="comprobante de seguro")),
    "clearance": ProofKind(title=Wording(en="fingerprint clearance", es="huellas"), each_person=True),
}
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("insurance until 2027-06-30", ("check", "insurance", (), "2027-06-30", "")),
        ("Proof of insurance until June 30, 2027", ("check", "insurance", (), "June 30, 2027", "")),
        ("clearance for Ana Ruiz; Bob Lee until 2027-06-30", ("check", "clearance", ("Ana Ruiz", "Bob Lee"), "2027-06-30", "")),
        ("clearance for Ruiz, Ana; Lee, Bob until 2027-06-30", ("check", "clearance", ("Ruiz, Ana", "Lee, Bob"), "2027-06-30", "")),
        ("clearance Ana Ruiz and Bob Lee until never", ("check", "clearance", ("Ana Ruiz", "Bob Lee"), "", "")),
        ("clearance for Grace until 2027-06-30", ("check", "clearance", ("Grace",), "2027-06-30", "")),
        ("clearance for Ana; Grace until 2027-06-30", ("check", "clearance", ("Ana", "Grace"), "2027-06-30", "")),
        ("for Ana Ruiz until 2027-06-30", ("check", "", ("Ana Ruiz",), "2027-06-30", "")),
        ("until 2027-06-30", ("check", "", (), "2027-06-30", "")),
        ("insurance grace until 2027-06-30", ("grace", "insurance", (), "2027-06-30", "")),
        ("insurance reject It ran out; wait until June.", ("reject", "insurance", (), "", "It ran out; wait until June.")),
        ("reject: blurred", ("reject", "", (), "", "blurred")),
        ("tax form until 2027-06-30", ("check", "tax", ("form",), "2027-06-30", "")),
    ],
)
def test_a_look_at_a_proof_is_read(words: str, read: tuple[str, str, tuple[str, ...], str, str]) -> None:
    said = proof_words.read(words, KINDS)

    assert said is not None
    assert (said.look, said.kind, said.people, said.day, said.why) == read
    assert said.endless == words.endswith("never")


@pytest.mark.parametrize("words", ["", "insurance", "insurance is fine", "insurance 2027-06-30"])
def test_what_says_nothing_of_a_proof_is_not_read(words: str) -> None:
    assert proof_words.read(words, KINDS) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2027-06-30", date(2027, 6, 30)),
        ("6/30/2027", date(2027, 6, 30)),
        ("6/30/27", date(2027, 6, 30)),
        ("June 30, 2027.", date(2027, 6, 30)),
        ("2020-01-01", date(2020, 1, 1)),
        ("June 30", None),
        ("next week", None),
        ("2027-02-30", None),
        ("2027", None),
        ("", None),
    ],
)
def test_a_day_needs_its_year(words: str, day: date | None) -> None:
    assert proof_words.day(words, TODAY, "America/New_York", "US") == day


@given(st.text(max_size=120))
def test_nothing_that_is_typed_breaks_the_reading(words: str) -> None:
    proof_words.read(words, KINDS)
    proof_words.day(words, TODAY, "America/New_York", "US")
    entry_words.enter(words)
    list(entry_words.log(words.split(), ("phone", "in_person")))
    assert all(name == " ".join(name.split()) for name in rosters.names_in(words))


@pytest.mark.parametrize("name", ["Ana Ruiz", "ANA  RUÍZ", "ruiz, ana", "Ruíz,Ana"])
def test_a_name_is_the_same_however_a_list_writes_it(name: str) -> None:
    assert review.same_name(name) == "ana ruiz"
