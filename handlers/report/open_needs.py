"""What partners asked for, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.report.figures import Figure, Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.dues import Need
    from handlers.report.known import Known


def figures(known: Known) -> Iterator[Figure]:
    """Needs that came up in the span and those of them that are closed, by kind; and all that are open on the report's day."""
    zone = ZoneInfo(known.playbook.office.time_zone)
    came = [need for need in known.needs if known.span.has(need.opened_at.astimezone(zone).date())]
    for kind in ("", *sorted({need.kind for need in came})):
        group = Group(dimension="kind", key=kind, label=kind) if kind else None
        those = [need for need in came if kind in {"", need.kind}]
        yield Figure(id="needs_opened", value=len(those), unit="needs", rows=_ids(those), group=group, as_of=known.as_of)
        closed = [need for need in those if need.closed_at]
        still = [need for need in those if not need.closed_at]
        yield Figure(
            id="needs_closed",
            value=len(closed),
            unit="needs",
            of=len(those),
            of_what="needs_opened",
            missing=_ids(still),
            rows=_ids(closed),
            group=group,
            as_of=known.as_of,
        )
    waiting = [need for need in known.needs if not need.closed_at]
    yield Figure(id="needs_open", value=len(waiting), unit="needs", rows=_ids(waiting), as_of=known.as_of)


def _ids(needs: Sequence[Need]) -> tuple[str, ...]:
    return tuple(need.id for need in needs)
