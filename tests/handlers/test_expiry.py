"""Until when a paper seems to be good: proposed where its text says so, silent where it does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading import expiry

TODAY = date(2026, 11, 23)

ACORD = """CERTIFICATE OF LIABILITY INSURANCE                                   DATE (MM/DD/YYYY)
                                                                         07/15/2026
INSURED Harbor Readers Inc
TYPE OF INSURANCE  POLICY NUMBER  POLICY EFF (MM/DD/YYYY)  POLICY EXP (MM/DD/YYYY)  LIMITS
COMMERCIAL GENERAL LIABILITY  GL-4471-22  07/01/2026  07/01/2027  EACH OCCURRENCE $1,000,000
UMBRELLA LIAB  U-1001  01/01/2026  01/01/2027
"""


@pytest.mark.parametrize(
    ("text", "until"),
    [
        (ACORD, date(2027, 1, 1)),
        ("Policy period: from July 1, 2026 to July 1, 2027", date(2027, 7, 1)),
        ("This certificate is valid until 2027-03-31.", date(2027, 3, 31)),
        ("Expiration date: 3/4/27", date(2027, 3, 4)),
        ("Vigencia: 1 de enero de 2026 al 31 de diciembre de 2026", date(2026, 12, 31)),
        ("Vence el 5 de mayo de 2027", date(2027, 5, 5)),
        ("Issued on July 15, 2026. Call us.", None),
        ("General liability, each occurrence", None),
        ("Expires 13/45/2027", None),
        ("", None),
    ],
)
def test_the_first_end_ahead_is_proposed(text: str, until: date | None) -> None:
    assert expiry.proposed(text, TODAY) == until
    assert not expiry.is_over(text, TODAY)


def test_a_paper_all_of_whose_days_are_past_is_over() -> None:
    past = ACORD.replace("2027", "2025").replace("2026", "2024")

    assert expiry.is_over(past, TODAY)
    assert expiry.proposed(past, TODAY) is None
    assert expiry.newest(past) == date(2025, 7, 1)


def test_a_past_day_that_is_no_end_tells_nothing() -> None:
    assert not expiry.is_over("CERTIFICATE OF LIABILITY INSURANCE, issued 07/15/2024", TODAY)


@given(st.text(max_size=400))
def test_whatever_stands_there_no_day_behind_is_proposed(text: str) -> None:
    found = expiry.proposed(text, TODAY)

    assert found is None or found >= TODAY
