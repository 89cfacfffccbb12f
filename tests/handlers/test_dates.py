"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.dates import day, days
from handlers.reading.readings import Reader

READER = Reader(now=datetime(2026, 11, 27, 15, tzinfo=UTC), time_zone="America/New_York", country="US")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Feb 1 2027", "2027-02-01"),
        ("6/11/2027", "2027-06-11"),
        ("2027-01-14", "2027-01-14"),
        ("18 de enero de 2027", "2027-01-18"),
        ("January 14th, 2027", "2027-01-14"),
        ("Feb 2", "2027-02-02"),
        ("Dec 3", "2026-12-03"),
        ("the 4th of January", "2027-01-04"),
        ("primero de marzo", "2027-03-01"),
        ("1º de febrero", "2027-02-01"),
        ("2/8", "2027-02-08"),
        ("Wednesday, January 20", "2027-01-20"),
        ("el lunes 18 de enero", "2027-01-18"),
        ("25/1/2027", "2027-01-25"),
    ],
)
def test_a_plain_date_is_sure(text: str, value: str) -> None:
    heard = day(text, READER)

    assert (heard.value, heard.reason) == (value, "")


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("second week of January", "2027-01-11", "guess"),
        ("mid March", "2027-03-15", "guess"),
        ("a mediados de enero", "2027-01-15", "guess"),
        ("next Monday", "2026-11-30", "guess"),
        ("in two weeks", "2026-12-11", "guess"),
        ("el próximo lunes", "2026-11-30", "guess"),
        ("Nov 15", "2027-11-15", "guess"),
        ("Monday, Feb 2", "2027-02-02", "two_candidates"),
        ("maybe Feb 2", "2027-02-02", "hedge"),
        ("Feb 2 or Feb 9", "2027-02-02", "two_candidates"),
    ],
)
def test_a_vague_or_doubtful_date_is_shown_but_not_sure(text: str, value: str, reason: str) -> None:
    heard = day(text, READER)

    assert (heard.value, heard.reason) == (value, reason)


@pytest.mark.parametrize("text", ["spring", "as soon as possible", "3:30", "grades 3-5", "we may come", "13/13/2027", "Feb 30"])
def test_what_is_no_date_is_a_problem(text: str) -> None:
    assert day(text, READER).problem == "not_a_date"


def test_of_a_range_each_question_takes_its_end() -> None:
    text = "del 18 de enero al 16 de abril de 2027"

    assert (day(text, READER).value, day(text, READER, last=True).value) == ("2027-01-18", "2027-04-16")
    assert [each.value for each in days("Feb 1-28", READER)] == [date(2027, 2, 1), date(2027, 2, 28)]


def test_the_day_is_that_of_the_district_and_of_its_order() -> None:
    late = Reader(now=datetime(2027, 2, 2, 3, tzinfo=UTC), time_zone="America/New_York", country="US")
    elsewhere = Reader(now=READER.now, time_zone="Europe/Madrid", country="ES")

    assert day("Feb 1", late).value == "2027-02-01"
    assert day("6/11/2027", elsewhere).value == "2027-11-06"


@given(st.dates(min_value=date(2026, 12, 1), max_value=date(2029, 12, 31)))
def test_every_date_written_out_is_read(value: date) -> None:
    assert day(f"{value:%B} {value.day}, {value.year}", READER).value == value.isoformat()
