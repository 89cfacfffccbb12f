"""What is due is asked once, found by period, and walked in pages, in both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from handlers.dues import Due, DueKind, DueStatus, Need, Published
from handlers.school_year import Span
from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus, Party
from store.errors import StaleVersion

if TYPE_CHECKING:
    from store.unit import Store

NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)


def party(store: Store, name: str = "Reading Buddies", email: str = "luz@reading.example") -> Party:
    with store.unit() as unit:
        return unit.partners.save(Party(id="", organization=name, contact_email=email))


def due(partner: str, period: str = "2026-10", **more: Any) -> Due:
    row = Due(
        id="",
        kind=DueKind.CHECKIN,
        cadence="impact_review",
        partner=partner,
        period=period,
        respondent="luz@reading.example",
        due_at=NOW,
        asked_at=NOW,
    )
    return replace(row, **more)


def test_a_partner_is_asked_once_for_a_period(store: Store) -> None:
    known = party(store)
    with store.unit() as unit:
        unit.dues.save(due(known.id))

    with pytest.raises(StaleVersion), store.unit() as unit:
        unit.dues.save(due(known.id))


def test_each_side_of_a_survey_is_a_row_of_its_own(store: Store) -> None:
    known = party(store)
    with store.unit() as unit:
        for side in ("", "Carver Elementary", "Jefferson High"):
            unit.dues.save(due(known.id, side=side, kind=DueKind.SURVEY, conversation="c-1"))

    with store.view() as unit:
        assert [each.side for each in unit.dues.of("c-1")] == ["", "Carver Elementary", "Jefferson High"]


def test_only_partners_without_a_row_are_found_page_by_page(store: Store) -> None:
    parties = [party(store, f"Club {n}", f"c{n}@clubs.example") for n in range(5)]
    with store.unit() as unit:
        unit.dues.save(due(parties[1].id))

    with store.view() as unit:
        first = unit.dues.not_yet("impact_review", "2026-10", ["active"], limit=2)
        rest = unit.dues.not_yet("impact_review", "2026-10", ["active"], after=first[-1].id, limit=10)

    assert [each.id for each in (*first, *rest)] == [each.id for each in parties if each != parties[1]]


def test_a_span_of_periods_is_read_with_partners_and_answers(store: Store) -> None:
    known = party(store)
    talk = Conversation(
        id="c-7",
        kind=ConversationKind.CHECKIN,
        status=ConversationStatus.SUBMITTED,
        party=known.contact_email,
        answers={"students_served": Answer(value=45, words="about 45", reason="hedge")},
        opened_at=NOW,
        updated_at=NOW,
    )
    with store.unit() as unit:
        unit.conversations.save(talk)
        unit.dues.save(due(known.id, conversation="c-7"))
        unit.dues.save(due(known.id, "2026-11"))
        unit.dues.save(due(known.id, "2027-01"))

    with store.view() as unit:
        rows = list(unit.dues.between("checkin", "2026-10", "2026-12"))

    assert [(each.due.period, each.party.organization, each.status) for each in rows] == [
        ("2026-10", "Reading Buddies", "submitted"),
        ("2026-11", "Reading Buddies", "asked"),
    ]
    assert rows[0].answers["students_served"].reason == "hedge"


def test_what_was_answered_last_is_found_by_partner(store: Store) -> None:
    known = party(store)
    with store.unit() as unit:
        for month, figure in (("2026-08", 30), ("2026-09", 38)):
            answers = {"students_served": Answer(value=figure, words=str(figure))}
            unit.conversations.save(
                Conversation(id=f"c-{month}", party=known.contact_email, answers=answers, opened_at=NOW, updated_at=NOW)
            )
            unit.dues.save(due(known.id, month, conversation=f"c-{month}", answered_at=NOW, status=DueStatus.ANSWERED))

    with store.view() as unit:
        last = unit.dues.before("impact_review", "2026-10", [known])

    assert last[known.id].answers["students_served"].value == 38


def test_next_steps_are_those_whose_time_has_come(store: Store) -> None:
    known = party(store)
    with store.unit() as unit:
        unit.dues.save(due(known.id, "2026-09", next_at=NOW))
        unit.dues.save(due(known.id, "2026-10", next_at=NOW + timedelta(days=1)))
        unit.dues.save(due(known.id, "2026-11"))

    with store.view() as unit:
        (found,) = unit.dues.next_steps(NOW)
        assert found.period == "2026-09"
        assert unit.dues.next_steps(NOW, after=found) == ()


def test_the_same_need_twice_is_one_until_it_is_closed(store: Store) -> None:
    known = party(store)
    need = Need(id="n-k7q2m4", partner=known.id, conversation="c-1", kind="asked", words="a projector", opened_at=NOW)
    with store.unit() as unit:
        first, second = unit.needs.save(need), unit.needs.save(need)
        assert first == second
        assert [each.words for each in unit.needs.open_of([known])[known.id]] == ["a projector"]
        unit.needs.save(replace(second, closed_at=NOW, closed_by="ana@district.example", outcome="It is there."))

    with store.view() as unit:
        assert unit.needs.open_of([known]) == {}
        assert [each.outcome for each in unit.needs.of("c-1")] == ["It is there."]


def test_the_calendar_and_published_figures_are_laid_over(store: Store) -> None:
    winter = Span(kind="break", first=date(2026, 12, 21), last=date(2027, 1, 1), name="Winter")
    figure = Published(figure="respect", value=88.0, unit="percent", period="2026", source="survey", published_on=date(2026, 6, 1))
    with store.unit() as unit:
        unit.calendar.save(winter)
        unit.calendar.save(replace(winter, last=date(2027, 1, 4)))
        unit.published.save(figure)
        unit.published.save(replace(figure, value=91.0, of=1200))

    with store.view() as unit:
        assert unit.calendar.all().spans == (replace(winter, last=date(2027, 1, 4)),)
        assert [(each.value, each.of) for each in unit.published.all()] == [(91.0, 1200)]


def test_only_partners_with_a_mark_are_found_where_one_is_asked_for(store: Store) -> None:
    with store.unit() as unit:
        marked = unit.partners.save(Party(id="", organization="Large", contact_email="l@l.example", details={"large_scale": "yes"}))
        for name, details in (("Small", {"large_scale": "no"}), ("Unmarked", {})):
            unit.partners.save(Party(id="", organization=name, contact_email="s@s.example", details=details))

    with store.view() as unit:
        found = unit.dues.not_yet("meeting", "2026-10", ["active"], marked=["large_scale"])

    assert [each.id for each in found] == [marked.id]
