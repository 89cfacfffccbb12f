"""Facts from text: who pays whom, with negation and amounts; who writes; what is wanted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.playbook import PATHWAYS
from handlers.routing import fact_words, fee_words
from handlers.routing.facts import LONGEST, facts_of, fee_of, fold


@pytest.mark.parametrize(
    "text",
    [
        "We don't charge for any of it",
        "Nobody pays a cent",
        "There's never a fee",
        "It is entirely free of charge",
        "at no cost to families or to schools",
        "Our work is funded by a state grant",
        "Donors foot the bill",
        "A trust covers the guides",
        "We won't take a dime",
        "Sin costo para las familias",
        "El curso es gratuito",
        "No cobramos",
        "Nadie paga nada",
        "nope, county funded",
    ],
)
def test_a_denied_fee_is_no_fee(text: str) -> None:
    assert fee_of(text).fee == "no"


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("Free except for a $20 kit", ""),
        ("No cost to the school, families buy packages", "family"),
        ("The PTA would pay us", "pta"),
        ("$65 a child", ""),
        ("Our rates are attached", ""),
        ("We don't charge schools, only parents", "family"),
        ("Each school pays us a small fee", "school"),
        ("It is not free for families", ""),
        ("Dues are $85 a year", ""),
        ("Cobramos 25 dólares por niño", ""),
        ("lo paga la escuela", "school"),
        ("A la escuela nada. A los papás les cobramos $40 al mes", "family"),
        ("Tiene una cuota de diez dólares", ""),
    ],
)
def test_a_fee_named_anywhere_is_a_fee_with_its_payer(text: str, payer: str) -> None:
    fee = fee_of(text)

    assert (fee.fee, fee.payer) == ("yes", payer)


@pytest.mark.parametrize(
    "text",
    [
        "I'm out $20 for pizza",
        "We carry $2M liability",
        "We'd like to give $5,000 to the library",
        "Feel free to call me",
        "I'm free on Tuesdays",
        "What do you charge for the gym?",
        "How much does the morning care cost?",
        "¿Cuánto cobran por el auditorio?",
        "We'd gladly pay rent",
        "Tickets are $18 for the public",
        "Is the room free on the 9th?",
        "A $2.50 convenience fee applies",
        "",
    ],
)
def test_money_that_is_none_of_the_writers_price_says_nothing_of_a_fee(text: str) -> None:
    assert fee_of(text).fee == ""


def test_costing_the_school_nothing_leaves_open_whether_families_pay() -> None:
    fee = fee_of("It comes at no cost to the school.")

    assert (fee.fee, fee.payer) == ("", "not_school")


def test_a_fee_keeps_the_very_words_with_their_case_and_accents() -> None:
    fee = fee_of("Los Papás pagan en línea")

    assert fee.words == "Los Papás pagan"


def test_the_writer_is_told_apart() -> None:
    writers = {
        text: facts_of(text).values.get("who")
        for text in ("Our company builds robots", "We are a nonprofit", "My daughter is in second grade", "Somos una empresa")
    }

    assert list(writers.values()) == ["business", "nonprofit", "parent", "business"]


def test_wanting_only_to_share_is_seen_beside_a_price() -> None:
    facts = facts_of("Our camp costs $150 and all we want is for parents to hear of it")

    assert facts.values["wants"] == "sharing"
    assert facts.values["fee"] == "yes"


def test_needing_only_a_room_is_not_wanting_only_to_share() -> None:
    facts = facts_of("Eight weeks, $99 per child. All we need from the school is a room with outlets.")

    assert "wants" not in facts.values


def test_every_row_names_a_pathway_and_says_why() -> None:
    assert {sign.pathway for sign in fact_words.SIGNS} <= set(PATHWAYS)
    assert {sign.fee for sign in fee_words.FEE_SIGNS} == {"yes", "no", ""}
    assert all(sign.points > 0 and sign.says for sign in fact_words.SIGNS)


@given(st.text())
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_shown_words_stand_in_the_text(text: str) -> None:
    facts = facts_of(text)

    assert all(words in " ".join(text.split()) or not words for words in facts.words.values())


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["the ", "$1 ", "families would ", "i ", "free ", "paid ", "no cost to ", "a", "my son ", "\n"])
def test_repeated_words_do_not_make_it_slow(piece: str) -> None:
    facts = facts_of(piece * 100_000)

    assert len(facts.fee.words) <= LONGEST
