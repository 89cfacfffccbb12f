"""A year rehearsed: the same rules as the running desk, without a store."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.playbooks import load_playbook
from handlers.planning import Rehearsal, local_days, planned
from handlers.school_year import Calendar
from handlers.types import Party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.planning import Listed
    from handlers.playbook import Playbook

PLAYBOOKS = Path(__file__).parents[2] / "templates" / "playbooks"
YEAR = (datetime(2026, 7, 1, tzinfo=UTC), datetime(2027, 6, 30, 23, tzinfo=UTC))


def party(number: int, **details: str) -> Party:
    return Party(id=f"p-{number}", organization=f"Club {number}", contact_email=f"c{number % 4}@clubs.example", details=details)


def walk(playbook: Playbook, listed: Sequence[Listed]) -> Rehearsal:
    return Rehearsal(playbook=playbook, calendar=Calendar(), listed=listed, since=YEAR[0], until=YEAR[1])


def test_a_year_of_checkins_asks_each_partner_each_month_once_and_nobody_twice_a_day() -> None:
    playbook = load_playbook("acps", [PLAYBOOKS]).playbook
    zone = ZoneInfo(playbook.office.time_zone)
    listed = [(party(n), None) for n in range(10)]

    mails = list(planned(walk(playbook, listed)))

    asked = Counter((each.partner, each.period) for each in mails if each.kind == "checkin")
    assert set(asked.values()) == {1}
    assert len(asked) == 10 * 12
    per_day = Counter((each.to, each.at.astimezone(zone).date()) for each in mails if not each.kind.endswith("_task"))
    assert set(per_day.values()) == {1}
    assert all(9 <= each.at.astimezone(zone).hour < 16 and each.at.astimezone(zone).weekday() < 5 for each in mails)
    assert sum(local_days(mails, playbook.office.time_zone).values()) == sum(not each.kind.endswith("_task") for each in mails)


def test_whoever_answers_at_once_is_never_reminded() -> None:
    playbook = load_playbook("acps", [PLAYBOOKS]).playbook

    kinds = {each.kind for each in planned(replace(walk(playbook, [(party(1), None)]), reminders=False))}

    assert kinds == {"checkin"}


@pytest.mark.parametrize("district", ["arlington", "albuquerque"])
def test_a_district_whose_source_names_no_cadence_writes_to_nobody(district: str) -> None:  # X04
    playbook = load_playbook(district, [PLAYBOOKS]).playbook

    assert list(planned(walk(playbook, [(party(1, large_scale="yes"), None)]))) == []
