"""An event as a calendar file that phones and mail programs add with one tap; the same bytes every time."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import icalendar

#: How long an event lasts of which nobody said when it ends.
USUAL = timedelta(hours=1)


def calendar_of(*, title: str, starts: datetime, ends: datetime | None, place: str, url: str, stamp: datetime) -> str:
    """One event, in UTC, so that no reader needs to know the district's time zone."""
    event = icalendar.Event()
    key = f"{title}/{starts.isoformat()}/{place}"
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@liaison")
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", (ends or starts + USUAL).astimezone(UTC))
    event.add("summary", title)
    if place:
        event.add("location", place)
    if url:
        event.add("url", url)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Liaison//Newsletter//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return str(calendar.to_ical().decode())
