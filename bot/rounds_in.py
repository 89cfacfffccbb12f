"""Brings in what was reported before Liaison or outside of it: check-ins, the district's calendar, figures that others published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from bot.snapshots import fresh_id
from handlers import cadences
from handlers.cadences import ladder
from handlers.checkins import day_at
from handlers.dues import Due, DueKind, DueStatus, Published, Round
from handlers.school_year import Span
from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus, Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.imports import CalendarRow, CheckinRow, FigureRow
    from handlers.playbook import Form, Playbook
    from handlers.process import Cadence
    from handlers.types import Party
    from store.unit import Unit


def no_place(unit: Unit, row: CheckinRow, playbook: Playbook) -> str:
    """Why a check-in has nothing to go to; empty where it has."""
    if _cadence(playbook) is None:
        return "period: the playbook has no check-in"
    if _party(unit, row) is None:
        return "organization: no partner of this name and contact_email is known; `liaison import partners` first"
    return "" if _said(row, playbook.forms[_form(playbook)]) else "row: it reports nothing"


def checkin(unit: Unit, row: CheckinRow, playbook: Playbook, who: str, now: datetime) -> str:
    """Keep what was reported as a check-in that was answered; one that is there is corrected, with its history. A blank erases nothing."""
    party, cadence = _party(unit, row), _cadence(playbook)
    if party is None or cadence is None:
        raise LookupError(f"{row.organization}: looked for before")
    said = _said(row, playbook.forms[cadence.form])
    known = next((due for due in unit.dues.of_partner(party.id, DueKind.CHECKIN) if due.period == row.period), None)
    talk = unit.conversations.get(known.conversation) if known else None
    if talk is None:
        talk = _new(party, row.period, cadence.id, now)
    before = talk.answers
    kept = unit.conversations.save(replace(talk, answers={**before, **said}, status=ConversationStatus.SUBMITTED, updated_at=now))
    for key, answer in said.items():
        if key in before and before[key].value != answer.value:
            data = {"question": key, "value": answer.value, "words": answer.words, "before": before[key].value}
            unit.records.add(Record(kind="answer.corrected", subject=kept.id, who=who, data=data), at=now)
    unit.dues.save(_answered(unit, known, party, row.period, cadence, playbook, kept.id, now))
    return kept.id


def _new(party: Party, period: str, cadence: str, now: datetime) -> Conversation:
    return Conversation(
        id=fresh_id(),
        kind=ConversationKind.CHECKIN,
        pathway="checkin_or_data",
        party=party.contact_email,
        language="es" if party.details.get("language") == "es" else "en",
        facts={"partner": party.id, "period": period, "cadence": cadence},
        known=True,
        opened_at=now,
        updated_at=now,
    )


def _answered(  # noqa: PLR0917  a row of a list, with all that it stands beside
    unit: Unit, known: Due | None, party: Party, period: str, cadence: Cadence, playbook: Playbook, conversation: str, now: datetime
) -> Due:
    if known is not None:
        status = known.status if known.status is DueStatus.CLOSED else DueStatus.ANSWERED
        return replace(known, status=status, conversation=conversation, answered_at=known.answered_at or now)
    calendar = unit.calendar.all()
    first = cadences.period_shown(period)
    comes = cadences.occasion(cadence, first, playbook.office.time_zone, calendar) if first else None
    due_at = comes.due if comes else now.astimezone(UTC)
    form = playbook.forms[cadence.form]
    closes = day_at(playbook, Round(calendar=calendar), due_at, form.close_after_days)
    over = closes <= now
    return Due(
        id="",
        kind=DueKind.CHECKIN,
        cadence=cadence.id,
        partner=party.id,
        period=period,
        respondent=party.contact_email,
        conversation=conversation,
        status=DueStatus.CLOSED if over else DueStatus.ANSWERED,
        due_at=due_at,
        asked_at=due_at,
        next_at=None if over else closes,
        steps=len(ladder(form)) - 1,
        answered_at=now,
    )


def days(unit: Unit, row: CalendarRow) -> str:
    unit.calendar.save(Span(kind=row.kind, first=row.day, last=row.until or row.day, name=row.name))
    return f"{row.kind} {row.day}"


def figure(unit: Unit, row: FigureRow) -> str:
    unit.published.save(Published(**row.model_dump()))
    return row.figure


def _cadence(playbook: Playbook) -> Cadence | None:
    return next((cadence for cadence in playbook.cadences if cadence.kind == "checkin"), None)


def _form(playbook: Playbook) -> str:
    cadence = _cadence(playbook)
    return cadence.form if cadence else "checkin"


def _party(unit: Unit, row: CheckinRow) -> Party | None:
    same = row.organization.casefold()
    return next((party for party in unit.partners.by_email(row.contact_email) if party.organization.casefold() == same), None)


def _said(row: CheckinRow, form: Form) -> Mapping[str, Answer]:
    """What a row reports, each value with the cell as its words; its source is the list, no mail."""
    cells = row.model_dump()
    return {
        question.id: Answer(value=cells[question.id], words=f"{cells[question.id]}")
        for question in form.questions
        if cells.get(question.id) not in {None, ""}
    }
