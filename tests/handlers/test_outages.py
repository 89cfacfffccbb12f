"""When an outage is somebody's business: patience, once, again after a day, and its end; and certificates that end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers import outages
from handlers.outages import AGAIN, PATIENCE, STEADY, TOGETHER, Certificate, Kind, Outage, Part, Sight, Way

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def out(part: Part = Part.INCOMING, kind: Kind = Kind.SILENT, **values: object) -> Outage:
    return replace(Outage(part=part, kind=kind, since=NOON), **values)  # type: ignore[arg-type]  # the fields are of several types


def sight(kind: Kind | None, minutes: int, part: Part = Part.INCOMING) -> Sight:
    return Sight(part=part, at=NOON + minutes * MINUTE, kind=kind, words=f"after {minutes}")


def test_every_kind_of_trouble_has_its_patience() -> None:
    assert set(PATIENCE) == set(Kind)


@pytest.mark.parametrize(
    ("kind", "minutes", "due"),
    [
        (Kind.SILENT, 9, False),
        (Kind.SILENT, 10, True),
        (Kind.NO_NAME, 9, False),
        (Kind.NO_NAME, 10, True),
        (Kind.PUT_OFF, 59, False),
        (Kind.PUT_OFF, 60, True),
        (Kind.AWAY, 4, False),
        (Kind.AWAY, 5, True),
        (Kind.PASSWORD, 0, True),
        (Kind.EXPIRED, 0, True),
        (Kind.UNTRUSTED, 0, True),
        (Kind.FOLDER, 0, True),
        (Kind.FULL, 0, True),
        (Kind.LOW, 0, True),
    ],
)
def test_what_ends_by_itself_gets_time_and_what_a_person_must_mend_is_told_at_once(kind: Kind, minutes: int, *, due: bool) -> None:
    assert outages.is_due(out(kind=kind), NOON + minutes * MINUTE) is due


def test_it_is_told_once_and_again_once_a_day_while_it_lasts() -> None:
    now, tellings = NOON, []
    outage = out()
    while now <= NOON + timedelta(days=2, hours=12):
        if outages.is_due(outage, now):
            tellings.append(now)
            outage = outages.told(outage, now)
        now += MINUTE

    first = NOON + PATIENCE[Kind.SILENT].staff
    assert tellings == [first, first + AGAIN, first + 2 * AGAIN]


def test_an_outage_that_now_needs_a_hand_is_told_at_once_and_only_once() -> None:
    outage = outages.told(out(), NOON + 10 * MINUTE)

    refused = outages.seen(outage, sight(Kind.PASSWORD, 20))
    assert refused is not None
    told = outages.told(refused, NOON + 20 * MINUTE)
    silent_again = outages.seen(told, sight(Kind.SILENT, 30))
    assert silent_again is not None
    refused_again = outages.seen(silent_again, sight(Kind.PASSWORD, 40))
    assert refused_again is not None

    assert outages.is_due(refused, NOON + 20 * MINUTE)
    assert not outages.is_due(silent_again, NOON + 30 * MINUTE)
    assert not outages.is_due(refused_again, NOON + 40 * MINUTE)


def test_a_line_that_comes_and_goes_is_one_outage_since_its_first_break() -> None:
    outage: Outage | None = None
    for second in range(0, 600, 50):
        at = NOON + timedelta(seconds=second)
        outage = outages.seen(outage, Sight(part=Part.INCOMING, at=at, kind=Kind.BROKEN))
        outage = outages.seen(outage, Sight(part=Part.INCOMING, at=at + timedelta(seconds=1)))
        assert outage is not None
        assert outages.ended([outage], at + timedelta(seconds=49)) == ()
    assert outage is not None

    assert outage.since == NOON
    assert outages.ended([outage], NOON + timedelta(seconds=551) + STEADY) == (outage,)


def test_what_was_well_all_along_is_no_outage() -> None:
    assert outages.seen(None, sight(None, 0)) is None


def test_a_hiccup_is_over_and_nobody_hears_of_it() -> None:
    hiccup = out(well_since=NOON + timedelta(seconds=5))

    assert outages.ended([hiccup], NOON + 2 * MINUTE) == (hiccup,)
    assert not outages.is_reported(hiccup)
    assert not outages.is_shown(hiccup, NOON + 2 * MINUTE)


def test_the_end_is_told_where_the_beginning_was_or_should_have_been() -> None:
    told = outages.told(out(kind=Kind.PASSWORD), NOON)

    assert outages.is_reported(replace(told, well_since=NOON + MINUTE))
    assert outages.is_reported(out(well_since=NOON + timedelta(hours=1)))


def test_what_ends_together_is_told_together_and_nothing_waits_for_ever() -> None:
    first = out(Part.OUTGOING, well_since=NOON)
    second = out(Part.INCOMING, well_since=NOON + timedelta(seconds=45))

    assert outages.ended([first, second], NOON + STEADY) == ()
    assert outages.ended([first, second], NOON + timedelta(seconds=45) + STEADY) == (first, second)
    shaky = replace(second, well_since=NOON + TOGETHER - timedelta(seconds=5))
    assert outages.ended([first, shaky], NOON + TOGETHER) == (first,)


@pytest.mark.parametrize(
    ("outage", "others", "way"),
    [
        (out(), (), Way.OUTBOX),
        (out(), (out(Part.OUTGOING, well_since=NOON),), Way.LATER),
        (out(Part.STORE, Kind.FULL), (out(Part.OUTGOING, well_since=NOON),), Way.STRAIGHT),
        (out(), (out(Part.OUTGOING),), Way.LATER),
        (out(Part.OUTGOING), (), Way.TERMINAL),
        (out(Part.STORE, Kind.LOW), (), Way.OUTBOX),
        (out(Part.STORE, Kind.FULL), (), Way.STRAIGHT),
        (out(Part.STORE, Kind.AWAY), (), Way.STRAIGHT),
        (out(Part.STORE, Kind.FULL), (out(Part.OUTGOING),), Way.LATER),
        (out(), (out(Part.STORE, Kind.FULL),), Way.LATER),
    ],
)
def test_news_goes_a_way_that_is_not_away_itself(outage: Outage, others: tuple[Outage, ...], way: Way) -> None:
    assert outages.way(outage, (outage, *others)) is way


def test_a_full_disk_is_remembered_as_one_though_it_had_a_little_room_in_the_end() -> None:
    full = outages.seen(outages.seen(None, sight(Kind.LOW, 0, Part.STORE)), sight(Kind.FULL, 1, Part.STORE))
    roomier = outages.seen(full, sight(Kind.LOW, 2, Part.STORE))

    assert roomier is not None
    assert (roomier.kind, roomier.gravest) == (Kind.LOW, Kind.FULL)


def certificate(days_left: float, life_days: int = 90, told: int | None = None) -> Certificate:
    ends = NOON + timedelta(days=days_left)
    return Certificate(part=Part.INCOMING, where="imap.district.example", starts=ends - timedelta(days=life_days), ends=ends, told=told)


@pytest.mark.parametrize(
    ("shown", "warns"),
    [
        (certificate(15), None),
        (certificate(14), 14),
        (certificate(10, told=14), None),
        (certificate(3, told=14), 3),
        (certificate(2), 3),
        (certificate(1, told=3), None),
        (certificate(0, told=3), 0),
        (certificate(-5, told=0), None),
        (certificate(4, life_days=6), None),
        (certificate(3, life_days=6), 3),
        (certificate(1, life_days=2), None),
        (certificate(0, life_days=2), 0),
    ],
)
def test_the_end_of_a_certificate_is_told_two_weeks_three_days_and_no_day_before(shown: Certificate, warns: int | None) -> None:
    assert outages.warning(shown, NOON) == warns


def test_a_new_certificate_is_told_where_the_end_of_the_old_one_was() -> None:
    old, new = certificate(3), certificate(90)

    assert not outages.is_renewed(old, new, NOON)
    assert outages.is_renewed(replace(old, told=14), new, NOON)
    assert not outages.is_renewed(None, new, NOON)
    assert outages.noted(replace(old, told=14), old) == replace(old, told=14)
    assert outages.noted(replace(old, told=14), new) == new
