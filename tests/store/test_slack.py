"""What staff did in Slack counts once, in the very transaction of its effect; a card keeps its newest data and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from handlers.types import Record
from store.cards import Card
from store.slack_heard import CarriedOut, SlackDelivery

if TYPE_CHECKING:
    from store.unit import Store

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
PRESS = SlackDelivery(key="action/1", who="U0ANA", text="approve c-1", place={"channel": "C1"})
CARD = Card(lane="card/c-1", about="c-1", conversation="c-1", channel="C1", template="staff_submitted", context={"n": 1}, owed_at=NOW)


def kinds(store: Store) -> list[str]:
    with store.view() as unit:
        return [each.record.kind for each in unit.records.items()]


def test_a_delivery_is_heard_once(store: Store) -> None:
    with store.unit() as unit:
        assert unit.slack_heard.add(PRESS, NOW, 60)
    with store.unit() as unit:
        assert not unit.slack_heard.add(PRESS, NOW, 60)


def test_what_is_in_hand_is_taken_over_after_its_lease_and_not_before(store: Store) -> None:
    with store.unit() as unit:
        unit.slack_heard.add(PRESS, NOW, 60)
        assert unit.slack_heard.take_over(NOW + timedelta(seconds=59), 60) == ()
        (left,) = unit.slack_heard.take_over(NOW + timedelta(seconds=60), 60)
        assert unit.slack_heard.take_over(NOW + timedelta(seconds=60), 60) == ()

    assert (left.text, left.place, left.attempts, left.done) == ("approve c-1", {"channel": "C1"}, 2, False)


def test_what_has_ended_keeps_its_key_and_loses_its_words(store: Store) -> None:
    with store.unit() as unit:
        unit.slack_heard.add(PRESS, NOW, 60)
        unit.slack_heard.end(PRESS.key, NOW)
        assert unit.slack_heard.take_over(NOW + timedelta(days=1), 60) == ()
        assert not unit.slack_heard.add(PRESS, NOW, 60)


def test_what_was_never_accepted_is_heard_when_it_comes_again(store: Store) -> None:
    with store.unit() as unit:
        unit.slack_heard.add(PRESS, NOW, 60)
        unit.slack_heard.forget(PRESS.key)
        assert unit.slack_heard.add(PRESS, NOW, 60)


def test_an_effect_and_its_mark_are_kept_together_and_only_once(store: Store) -> None:
    with store.unit() as unit:
        unit.slack_heard.add(PRESS, NOW, 60)

    def work(kind: str) -> None:
        with store.beside(lambda unit: unit.slack_heard.done(PRESS.key, NOW)):
            with store.unit() as unit:
                unit.records.add(Record(kind=kind, subject="c-1", who="ana"), at=NOW)
            with store.unit() as unit:
                unit.records.add(Record(kind="command.given", subject="c-1", who="ana"), at=NOW)

    work("first")
    with pytest.raises(CarriedOut):
        work("again")

    assert kinds(store) == ["first", "command.given"]


def test_where_the_work_fails_nothing_is_marked(store: Store) -> None:
    with store.unit() as unit:
        unit.slack_heard.add(PRESS, NOW, 60)

    def work() -> None:
        with store.beside(lambda unit: unit.slack_heard.done(PRESS.key, NOW)), store.unit() as unit:
            unit.records.add(Record(kind="first", subject="c-1", who="ana"), at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()

    with store.unit() as unit:
        unit.slack_heard.done(PRESS.key, NOW)
    assert kinds(store) == []


def test_the_newest_data_of_a_card_win_and_where_it_stands_stays(store: Store) -> None:
    with store.unit() as unit:
        assert unit.cards.put(CARD) == 1
        unit.cards.posted(CARD.lane, "C1", "17.1", 1)
        assert unit.cards.put(replace(CARD, context={"n": 2})) == 2
        found = unit.cards.get(CARD.lane)

    assert found is not None
    assert (found.context, found.ts, found.revision, found.shown) == ({"n": 2}, "17.1", 2, 1)


def test_an_older_revision_does_not_take_back_a_newer_one(store: Store) -> None:
    with store.unit() as unit:
        unit.cards.put(CARD)
        unit.cards.posted(CARD.lane, "C1", "17.1", 5)
        unit.cards.posted(CARD.lane, "C1", "17.0", 4)
        found = unit.cards.get(CARD.lane)

    assert found is not None
    assert (found.ts, found.shown) == ("17.1", 5)


def test_a_card_is_found_by_what_it_is_about_by_its_talk_and_by_its_message(store: Store) -> None:
    with store.unit() as unit:
        unit.cards.put(CARD)
        unit.cards.posted(CARD.lane, "C1", "17.1", 1)
        found = [*unit.cards.about("c-1"), *unit.cards.of("c-1"), unit.cards.at("C1", "17.1")]
        nothing = [*unit.cards.about("c-2"), *unit.cards.of(""), unit.cards.at("C1", ""), unit.cards.at("C2", "17.1")]

    assert [each and each.lane for each in found] == ["card/c-1"] * 3
    assert [each for each in nothing if each is not None] == []
