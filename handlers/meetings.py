"""Meetings and sessions that come round: staff are told that one is due and set day and place; everybody gets it for their calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar
from babel.dates import format_date, format_time

from handlers import checkin_letters, checkin_notices, letters
from handlers.dues import Due, DueKind, DueStatus
from handlers.partnership import Task
from handlers.types import Outbound, Outcome, Paper, Record

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from handlers.dues import Round
    from handlers.process import Cadence
    from handlers.rounds import MeetingDue, MeetingSet
    from handlers.types import Snapshot

INVITATION = "meeting_invitation"


def due(command: MeetingDue, snapshot: Snapshot, now: datetime) -> Outcome:
    """A meeting with one partner is due: a row, a task, and a notice that says how to set the day. The partner hears nothing yet."""
    known = _round(snapshot)
    party, at = known.parties[command.partner], known.partnerships.get(command.partner)
    subject = at.id if at else party.id
    row = Due(
        id="",
        kind=DueKind.MEETING,
        cadence=command.cadence.id,
        partner=party.id,
        period=command.period,
        respondent=party.contact_email,
        status=DueStatus.ASKED,
        due_at=command.due,
        asked_at=now,
    )
    command_line = f"/partners meet {party.id} DATE TIME PLACE"
    task = Task(
        key=f"{subject}/{command.cadence.id}-{command.period}",
        subject=subject,
        title=f"Set the day with {party.organization}: {command.cadence.title.en}. {command_line}",
        assigned_to=known.liaison(party.id)[0],
        opened_at=now,
    )
    told = checkin_notices.tell(snapshot, known, row, "meeting", words=command.cadence.title.en, command=command_line)
    record = Record(kind="meeting.due", subject=subject, who="liaison", data={"cadence": command.cadence.id, "period": command.period})
    return Outcome(reason="due", changes=(row, task), outbound=told, records=(record,))


def settled(command: MeetingSet, snapshot: Snapshot, now: datetime) -> Outcome:
    """Send the day and place to partner and liaison, with an entry for their calendars; another day later replaces it there."""
    known, party = _round(snapshot), _round(snapshot).parties[command.partner]
    row = command.row or Due(
        id="",
        kind=DueKind.SESSION,
        cadence=command.cadence.id,
        partner=party.id,
        period=command.period,
        respondent=party.contact_email,
        due_at=command.starts,
        asked_at=now,
    )
    done = replace(row, status=DueStatus.ANSWERED, answered_at=now)
    email, name = known.liaison(party.id)
    zone = ZoneInfo(snapshot.playbook.office.time_zone)
    again = row.answered_at is not None
    mails = []
    for to in dict.fromkeys(each for each in (party.contact_email, email) if each):
        is_partner = to == party.contact_email
        language = checkin_letters.language_of(party, None) if is_partner else "en"
        context: dict[str, Any] = {
            "first_name": checkin_letters.greeted(party) if is_partner else "",
            "organization": party.organization,
            "title_of": command.cadence.title.in_language(language),
            "day": format_date(command.starts.astimezone(zone).date(), "full", locale=language),
            "time": format_time(command.starts.astimezone(zone).time(), "short", locale=language),
            "place": command.place,
            "again": again,
            "liaison": (name or email) if is_partner else "",
        }
        mails.append(
            Outbound(
                key=f"{INVITATION}/{command.cadence.id}/{command.period}/{party.id}/{to}/{command.starts:%Y%m%dT%H%M}/{command.place[:80]}",
                to=(to,),
                template=INVITATION,
                context=letters.filled_in(snapshot.playbook, None, context) | {"first_name": context["first_name"]},
                language=language,
                papers=(Paper(name="invitation.ics", text=_entry(command, context, party.id, now), media_type="text/calendar"),),
            )
        )
    record = Record(
        kind="meeting.set",
        subject=party.id,
        who=command.who,
        data={"cadence": command.cadence.id, "period": command.period, "starts": command.starts.astimezone(UTC).isoformat()},
    )
    return Outcome(reason="set", changes=(done,), outbound=tuple(mails), records=(record,))


def _entry(command: MeetingSet, context: dict[str, Any], partner: str, now: datetime) -> str:
    """The entry as iCalendar has it (RFC 5545). The same meeting keeps its UID; a later entry has a higher SEQUENCE and takes its place."""
    event = icalendar.Event()
    event.add("uid", f"{command.cadence.id}-{command.period}-{partner}@liaison")
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", command.starts.astimezone(UTC))
    event.add("dtend", command.starts.astimezone(UTC) + timedelta(minutes=command.minutes))
    event.add("summary", f"{context['title_of']}: {context['organization']}")
    event.add("location", command.place)
    entry = icalendar.Calendar()
    entry.add("prodid", "-//Liaison//partner desk//EN")
    entry.add("version", "2.0")
    entry.add("method", "PUBLISH")
    entry.add_component(event)
    return str(entry.to_ical().decode())


def session_task(cadence: Cadence, period: str, now: datetime) -> Task:
    """A session is one for all: one task to set its day."""
    title = f"Set the day: {cadence.title.en}, {period}. /partners meet {cadence.id} DATE TIME PLACE"
    return Task(key=f"{cadence.id}/{period}", subject=cadence.id, title=title, opened_at=now)


def _round(snapshot: Snapshot) -> Round:
    if snapshot.round is None:
        raise LookupError("a meeting is decided by what its round knows, and the snapshot has none")
    return snapshot.round
