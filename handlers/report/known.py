"""What a report may know: read from the store once, in order, and counted here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from handlers.dues import Need, Published, Reported
    from handlers.entries import Entry
    from handlers.partnership import Partnership
    from handlers.playbook import Playbook
    from handlers.report.periods import Span
    from handlers.types import Party


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolled:
    """A partner with its newest partnership, and the day its newest agreement was accepted by all, where one is on record."""

    party: Party
    at: Partnership | None = None
    signed_on: date | None = None
    ends: date | None = None  #: of that agreement


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """All of one report. What is an Iterable is walked once, in order: periods, then partners."""

    playbook: Playbook
    span: Span
    as_of: date  #: today by the district's clock
    partners: Iterable[Enrolled] = ()
    checkins: Iterable[Reported] = ()  #: of the span's months
    surveys: Iterable[Reported] = ()  #: of the span's months
    needs: Sequence[Need] = ()  #: all there are
    entries: Sequence[Entry] = ()  #: of the span, as far as they count
    published: Sequence[Published] = ()
    schools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: the district's schools, with their other names
