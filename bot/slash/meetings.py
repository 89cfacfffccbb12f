"""The staff command that sets the day of a meeting or session."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import meeting_rounds
from bot.slash.said import Refused

if TYPE_CHECKING:
    from bot.app import App

USAGE = "/partners meet PARTNER 2026-12-10 14:00 [60] PLACE"

#: Minutes where nobody says how long.
LENGTH = 60

_LENGTH = re.compile(r"[1-9]\d{1,2}")


def meet(app: App, words: tuple[str, ...], who: str) -> str:
    """`meet PARTNER DATE TIME [MINUTES] PLACE`; DATE is 2026-12-10, TIME is 14:00 by the district's clock."""
    if len(words) < 4:  # noqa: PLR2004  whom, day, hour and place
        raise Refused(f"Say with whom, when and where: `{USAGE}`.")
    named, day, hour, *rest = words
    zone = ZoneInfo(app.loaded.playbook.office.time_zone)
    try:
        starts = datetime.strptime(f"{day} {hour}", "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    except ValueError:
        raise Refused(f"{day} {hour} is no day and hour such as 2026-12-10 14:00.") from None
    if starts < app.clock.now() - timedelta(minutes=1):
        raise Refused(f"{day} {hour} is over. Nothing was sent.")
    has_length = len(rest) > 1 and _LENGTH.fullmatch(rest[0])
    minutes = int(rest[0]) if has_length else LENGTH
    place = " ".join(rest[1:] if has_length else rest)
    try:
        queued = meeting_rounds.settle(app, named.casefold(), starts, minutes=minutes, place=place, who=who)
    except LookupError as error:
        raise Refused(f"{error}.") from None
    told = "; ".join(f"{each.id} to {', '.join(each.to)}" for each in queued)
    return f"{named}: {starts:%A, %Y-%m-%d %H:%M}, {minutes} minutes, {place}." + (f" Mail: {told}." if told else " Nobody is to be told.")
