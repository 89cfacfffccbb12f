"""The ladder of reminders: each step once, in order, one at a time, whatever days nobody looked."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from handlers import ladder

ENDS = date(2027, 6, 30)
STEPS = (60, 30, 14, 7, -1)

days = st.sets(st.integers(min_value=-40, max_value=120), max_size=60).map(lambda some: sorted(some, reverse=True))
steps = st.sets(st.integers(min_value=-10, max_value=90), max_size=6).map(tuple)


def told(steps: tuple[int, ...], looks: list[int]) -> list[tuple[int, int]]:
    """What is told on which day, both in days before the end, where somebody looks on these days."""
    newest: int | None = None
    found = []
    for left in looks:
        step = ladder.due(steps, ENDS, newest, ENDS - timedelta(days=left))
        if step is not None:
            newest = step
            found.append((left, step))
    return found


def test_who_looks_each_day_tells_each_step_on_its_day() -> None:
    assert told(STEPS, list(range(100, -20, -1))) == [(60, 60), (30, 30), (14, 14), (7, 7), (-1, -1)]


def test_who_was_away_tells_the_one_step_that_is_reached_and_goes_on_from_there() -> None:
    assert told(STEPS, [61, 10, 9, 7, 0, -1, -2]) == [(10, 14), (7, 7), (-1, -1)]
    assert told(STEPS, [-30, -31]) == [(-30, -1)]


@given(steps=steps, looks=days)
@example(steps=STEPS, looks=[60, 60])
def test_nothing_is_told_twice_nor_two_steps_at_once_and_the_order_never_turns(steps: tuple[int, ...], looks: list[int]) -> None:
    found = told(steps, looks)

    said = [step for _, step in found]
    assert said == sorted(set(said), reverse=True)
    assert set(said) <= {*steps, ladder.OVER}
    assert all(left <= step for left, step in found)


@given(steps=steps, looks=days, last=st.integers(min_value=-40, max_value=120))
def test_the_last_step_that_was_reached_has_always_been_told_at_the_end(steps: tuple[int, ...], looks: list[int], last: int) -> None:
    looks = [*(each for each in looks if each > last), last]

    found = told(steps, looks)

    reached = [step for step in {*steps, ladder.OVER} if last <= step]
    assert [step for _, step in found][-1:] == ([min(reached)] if reached else [])
