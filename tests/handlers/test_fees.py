"""What is paid, what is not, and what is not sure, as people write it."""

from __future__ import annotations

import pytest

from handlers.reading.choices import yes_or_no
from tests.bench.answers import load_forms

FEE = load_forms()["application"].question("charges_fee")


@pytest.mark.parametrize(
    "said",
    [
        "Nothing, ever.", "We charge nothing.", "$0", "Our fee is zero.", "It's on us", "No one will be charged.", "Not a cent from anyone",
        "sin costo", "No, todo lo paga la fundación", "We do not charge and we do not fundraise from parents.",
    ],
)  # fmt: skip
def test_nobody_pays(said: str) -> None:
    assert FEE is not None
    heard = yes_or_no(FEE, said)

    assert (heard.value, heard.reason) == (False, "")


@pytest.mark.parametrize(
    "said",
    ["$25 a kid", "Tuition is $80 a month with scholarships", "PTA gives us $400 a year for supplies", "cobramos 5 dólares por clase"],
)
def test_somebody_pays(said: str) -> None:
    assert FEE is not None
    heard = yes_or_no(FEE, said)

    assert (heard.value, heard.reason) == (True, "")


@pytest.mark.parametrize(
    "said",
    [
        "It's free as long as our grant gets renewed.", "No fee for the pilot", "Free, except the end-of-year trip",
        "The first month is free.",
        "We haven't decided on a fee yet.", "There's no fee. We do ask for a $5 donation for snacks.", "Families pay what they can",
        "we charge other districts but not yours", "gratis, por ahora", "No. Year two, we'd need the school to chip in.",
    ],
)  # fmt: skip
def test_what_has_a_condition_is_never_sure(said: str) -> None:
    assert FEE is not None
    heard = yes_or_no(FEE, said)

    assert not heard.is_read or heard.reason
