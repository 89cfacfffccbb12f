"""Walks a span of time over the real schedule and this office's own partners: nothing is sent, nothing is kept."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.cadences import schools_of
from handlers.planning import Rehearsal, local_days, planned
from store.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.app import App
    from handlers.planning import Planned
    from handlers.report.periods import Span


def year(app: App, span: Span, *, reminders: bool) -> Sequence[Planned]:
    """All that would fall due from the first day to the last, by the district's clock, in the order of time."""
    playbook = app.loaded.playbook
    zone = ZoneInfo(playbook.office.time_zone)
    with app.store.view() as unit:
        listed = [(one.party, one.at) for one in unit.enrolled.items(zone)]
        calendar = unit.calendar.all()
        respondents = unit.partners.respondents()
    schools = {name: respondents.get(fold(name), "") for party, at in listed for name in schools_of(party, at)}
    begins = datetime.combine(span.first, time.min, tzinfo=zone).astimezone(UTC)
    ends = datetime.combine(span.last + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
    walk = Rehearsal(
        playbook=playbook,
        calendar=calendar,
        listed=listed,
        # Due *after* the one and not after the other (handlers/cadences.py).
        since=begins - timedelta(microseconds=1),
        until=ends - timedelta(microseconds=1),
        schools=schools,
        reminders=reminders,
    )
    return tuple(planned(walk))


def lines(app: App, those: Sequence[Planned]) -> Iterator[str]:
    """A line each by the district's clock, then the load by day, the heaviest day named."""
    zone = ZoneInfo(app.loaded.playbook.office.time_zone)
    for each in those:
        yield f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}  {each.kind}  {each.to or 'the office'}  {each.partner} for {each.period}"
    days = local_days(those, app.loaded.playbook.office.time_zone)
    mails = sum(days.values())
    yield f"Mails: {mails}, on days: {len(days)}. Tasks: {len(those) - mails}. Nothing was sent."
    for day, load in sorted(days.items()):
        yield f"{day}  {load}"
    if days:
        heaviest = max(sorted(days), key=lambda day: days[day])
        yield f"The heaviest day is {heaviest} with {days[heaviest]}."
