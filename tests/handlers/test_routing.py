"""Routing: facts first, then meaning, then the one fact to ask; and it says why."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.playbook import FACTS, PATHWAYS
from handlers.routing import Decision, route
from handlers.types import Understanding

NO_MODEL = Understanding()


def leaning(pathway: str, share: float = 0.6) -> Understanding:
    """What the model says when it leans to one pathway."""
    rest = (1 - share) / (len(PATHWAYS) - 1)
    scores = {name: share if name == pathway else rest for name in PATHWAYS}
    return Understanding(scores=MappingProxyType(scores), nearest=MappingProxyType({pathway: "an example of it"}))


def decide(text: str, understanding: Understanding = NO_MODEL, **known: str) -> Decision:
    return route("", text, understanding, known)


def test_a_price_to_families_is_a_vendor_and_says_why() -> None:
    decision = decide("One hour a week, $95 per child, paid online by the family.", leaning("partnership"))

    assert decision.pathway == "vendor"
    assert any("paid online by the family" in each for each in decision.because)


def test_a_free_programme_is_a_partnership_without_a_question() -> None:
    decision = decide("Our reading coaches come to your schools at no charge to anyone.", leaning("partnership", 0.8))

    assert (decision.pathway, decision.sure, decision.asks) == ("partnership", True, None)
    assert decision.facts["fee"] == "no"
    assert "nearest example: an example of it" in decision.because


def test_an_offer_that_says_nothing_of_money_is_asked_for_the_fee() -> None:
    decision = decide("We would like to bring our mentoring program to a middle school.", leaning("partnership", 0.97))

    assert (decision.pathway, decision.sure, decision.asks) == ("partnership", False, "fee")


@pytest.mark.parametrize(("fee", "pathway"), [("no", "partnership"), ("yes", "vendor")])
def test_the_answer_to_the_fee_settles_it(fee: str, pathway: str) -> None:
    text = "We would like to bring our mentoring program to a middle school."

    decision = decide(text, leaning("partnership", 0.9), fee=fee)

    assert (decision.pathway, decision.asks) == (pathway, None)
    assert decision.candidates[0][0] == pathway


def test_a_fee_told_later_outweighs_the_free_of_the_first_mail() -> None:
    decision = decide("Our classes are free for your students.", leaning("partnership", 0.9), fee="yes")

    assert decision.pathway == "vendor"


def test_a_fee_told_later_leaves_a_flyer_a_flyer() -> None:
    decision = decide("Please send our flyer home to families.", leaning("flyer", 0.8), fee="yes")

    assert decision.pathway == "flyer"


def test_only_sharing_is_a_flyer_whatever_the_dues() -> None:
    decision = decide("Dues are $85 a year, but all we want is for parents to know of our join night.", leaning("flyer", 0.5))

    assert decision.pathway == "flyer"


def test_what_the_parent_association_would_pay_goes_to_the_parent_association() -> None:
    decision = decide("The PTA would pay us for the assembly.", leaning("vendor", 0.4))

    assert decision.pathway == "pta"


def test_a_free_business_is_asked_once_and_then_a_person_decides() -> None:
    text = "Our company would teach coding to your students, free of charge."

    first = decide(text, leaning("partnership", 0.9))
    second = decide(text, leaning("partnership", 0.9), **first.facts)

    assert (first.asks, first.sure, first.facts["business_asked"]) == ("payer", False, "yes")
    assert (second.asks, second.sure, second.facts["person_decides"]) == (None, False, "business_free")


def test_a_free_business_that_named_who_pays_is_left_to_a_person() -> None:
    decision = decide("Our company would teach coding, free of charge.", leaning("partnership", 0.9), payer="nobody", business_asked="yes")

    assert (decision.pathway, decision.asks, decision.facts["person_decides"]) == ("partnership", None, "business_free")


def test_a_fee_that_stays_unknown_is_not_asked_again() -> None:
    decision = decide("We would like to bring our mentoring program to a school.", leaning("partnership", 0.9), fee="unknown")

    assert decision.asks != "fee"
    assert not decision.sure


def test_two_close_pathways_are_told_apart_by_one_fact() -> None:
    scores = {name: 0.45 if name in {"volunteer", "pta"} else 0.01 for name in PATHWAYS}

    decision = decide("Hi there", Understanding(scores=MappingProxyType(scores)))

    assert (decision.asks, decision.sure) == ("who", False)


def test_a_fact_that_was_settled_is_never_asked_again() -> None:
    scores = {name: 0.45 if name in {"volunteer", "pta"} else 0.01 for name in PATHWAYS}

    decision = decide("Hi there", Understanding(scores=MappingProxyType(scores)), who="parent", wants="something")

    assert decision.asks is None


def test_without_a_model_a_greeting_asks_what_is_wanted() -> None:
    decision = decide("Hello")

    assert (decision.asks, decision.sure) == ("wants", False)


@pytest.mark.parametrize(
    ("text", "pathway"),
    [
        ("May we put a flyer on PeachJar?", "flyer"),
        ("Here is our certificate of insurance and the W-9", "documents"),
        ("Two juniors could do an internship with us", "internship_host"),
        ("We'd like to rent the gym for a wedding", "facility_use"),
        ("¿Cómo hablo con la asociación de padres?", "pta"),
        ("Queremos donar libros", "donation_funding"),
    ],
)
def test_without_a_model_plain_words_still_find_their_pathway(text: str, pathway: str) -> None:
    assert decide(text).pathway == pathway


def test_the_subject_counts() -> None:
    decision = route("W-9 and fingerprints", "See below, thanks!", NO_MODEL, {})

    assert decision.pathway == "documents"


@given(
    st.text(max_size=300),
    st.sampled_from((*PATHWAYS, "")),
    st.dictionaries(st.sampled_from(FACTS), st.sampled_from(("yes", "no", "unknown"))),
)
def test_every_decision_keeps_its_promises(text: str, pathway: str, known: dict[str, str]) -> None:
    decision = route("", text, leaning(pathway) if pathway else NO_MODEL, known)

    assert decision.pathway == decision.candidates[0][0]
    assert sorted(name for name, _ in decision.candidates) == sorted(PATHWAYS)
    assert abs(sum(share for _, share in decision.candidates) - 1) < 1e-6
    assert decision.asks is None or (decision.asks in FACTS and not decision.sure)


def test_without_the_model_a_plain_request_is_answered_and_not_asked_back() -> None:
    free, gym, vague = (
        route("", text, Understanding(), {})
        for text in ("We would like to run a free reading club.", "Can we rent the gym?", "I would like to know more")
    )

    assert (free.pathway, free.sure) == ("partnership", True)
    assert (gym.pathway, gym.sure) == ("facility_use", True)
    assert not vague.sure
