"""When a mail is tried again, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.retry import LIFETIME, LONGEST, WAITS, Delay, retry_at

BEGAN = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_the_first_wait_is_a_minute_and_the_last_one_repeats() -> None:
    assert retry_at(1, BEGAN, BEGAN) == BEGAN + timedelta(minutes=1)
    assert retry_at(50, BEGAN, BEGAN) == BEGAN + WAITS[-1]


@pytest.mark.parametrize("delay", list(Delay))
def test_no_wait_is_longer_than_its_cause_deserves(delay: Delay) -> None:
    assert retry_at(1, BEGAN, BEGAN, delay) == BEGAN + WAITS[0]
    assert retry_at(50, BEGAN, BEGAN, delay) == BEGAN + LONGEST[delay]


def test_a_mail_is_given_up_when_its_next_try_lies_beyond_its_lifetime() -> None:
    assert retry_at(9, BEGAN, BEGAN + LIFETIME) is None
    assert retry_at(9, BEGAN, BEGAN + LIFETIME - WAITS[-1]) is not None


@given(st.integers(0, 200), st.timedeltas(timedelta(0), timedelta(days=6)))
def test_a_retry_lies_in_the_future_and_within_the_lifetime(attempts: int, age: timedelta) -> None:
    at = retry_at(attempts, BEGAN, BEGAN + age)

    assert at is None or BEGAN + age < at <= BEGAN + LIFETIME
