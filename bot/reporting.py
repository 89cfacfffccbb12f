"""Gathers what a report may know, has it counted, and writes it: rows, a short text, and the memo as Markdown or PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers import report
from handlers.report import telling
from handlers.report.known import Known
from handlers.report.periods import name_of

if TYPE_CHECKING:
    from bot.app import App
    from handlers.report.figures import Report
    from handlers.report.periods import Span

#: More needs than an office ever has; they are read whole.
ALL = 1_000_000


def made(app: App, span: Span) -> Report:
    """Count one consistent look at the store, as of today by the district's clock."""
    playbook = app.loaded.playbook
    zone = ZoneInfo(playbook.office.time_zone)
    with app.store.view() as unit:
        known = Known(
            playbook=playbook,
            span=span,
            as_of=app.clock.now().astimezone(zone).date(),
            partners=unit.enrolled.items(zone),
            checkins=unit.dues.between("checkin", *span.periods),
            surveys=unit.dues.between("survey", *span.periods),
            needs=unit.needs.items(open_only=False, limit=ALL),
            entries=unit.entries.between(span.first, span.last),
            published=unit.published.all(),
            schools=unit.partners.schools(),
        )
        return report.make(known)


def summary(app: App, counted: Report) -> str:
    """The short text of `report`, with the commands that open the rows behind a number."""
    from mail import papers  # noqa: PLC0415  only who asks for a report loads it

    first, last = counted.span.first, counted.span.last
    figures = [each.id for each in counted.figures if each.group is None]
    words = {"period": name_of(counted.span), "first": first.isoformat(), "last": last.isoformat(), "figures": figures}
    return papers.words("report", {**telling.told(counted, app.loaded.playbook), **words})


def pdf(text: str, as_of: str) -> bytes:
    """A memo's text as PDF."""
    from mail import papers  # noqa: PLC0415  as above

    return papers.rich_pdf(text, footer=f"As of {as_of}")
