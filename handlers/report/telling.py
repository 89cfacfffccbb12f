"""A report as plain data: one row a figure for programs, and what the templates of memo and summary are filled with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from handlers.report.figures import NONE, SEVERAL
from handlers.report.groups import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handlers.dues import Published
    from handlers.measures import Measure
    from handlers.playbook import Playbook
    from handlers.report.figures import Figure, Named, Report

#: Figures that have parts along `support_area`, `school` and `plan_goal`.
PARTED = ("formal_partnerships", "sessions", "volunteer_hours", "students_peak_month", "student_months")


def rows(report: Report, playbook: Playbook) -> Iterator[dict[str, Any]]:
    """One row a figure (interface.md, `report --json`), then one a school of the coverage map, then what sources and others name."""
    span = {"from": report.span.first.isoformat(), "to": report.span.last.isoformat(), "as_of": report.as_of.isoformat()}
    for each in report.figures:
        yield _row(each) | span
    for school in report.coverage.schools:
        cells = {area.key: list(report.coverage.at(area, school)) for area in report.coverage.areas}
        holes = [area.key for area in report.coverage.holes(school)]
        yield {
            "figure": "coverage",
            "dimension": "school",
            "group": school.key,
            "label": school.label,
            "partners": cells,
            "holes": holes,
        } | span
    for named in report.named:
        if named.measure:
            yield _measure(named.measure, playbook) | span
        for one in named.published:
            yield _published(one) | {"measure": named.measure.id if named.measure else None} | span


def _row(each: Figure) -> dict[str, Any]:
    return {
        "figure": each.id,
        "dimension": each.group.dimension if each.group else None,
        "group": each.group.key if each.group else None,
        "label": each.group.label if each.group else None,
        "value": each.value,
        "unit": each.unit,
        "of": each.of,
        "of_what": each.of_what or None,
        "asked": each.asked,
        "month": each.month or None,
        "approximate": len(each.approximate),
        "missing": len(each.missing),
        "rows": list(each.rows),
        "approximate_rows": list(each.approximate),
        "missing_rows": list(each.missing),
    }


def _measure(measure: Measure, playbook: Playbook) -> dict[str, Any]:
    return {
        "figure": measure.id,
        "kind": measure.kind,
        "title": measure.title.en,
        "value": measure.value,
        "unit": measure.unit,
        "is_approximate": measure.approximate,
        "about": measure.figure or None,
        "named_on": measure.as_of.isoformat(),
        "sources": _sources(measure, playbook),
    }


def _sources(measure: Measure, playbook: Playbook) -> list[dict[str, str]]:
    return [
        {"document": playbook.sources[cite.source].document, "section": cite.section, "says": cite.says.en}
        for cite in measure.cites
        if cite.source in playbook.sources
    ]


def _published(each: Published) -> dict[str, Any]:
    return {
        "figure": "published",
        "title": each.figure,
        "value": each.value,
        "unit": each.unit,
        "of": each.of,
        "period": each.period,
        "source": each.source,
        "published_on": each.published_on.isoformat(),
        "url": each.url or None,
    }


def told(report: Report, playbook: Playbook) -> Mapping[str, Any]:
    """All that templates say: numbers as they are shown, and whether they are known at all."""
    office = playbook.office
    return {
        "office": office.name,
        "short_name": office.short_name,
        "district": office.district,
        "begins": day(report.span.first),
        "ends": day(report.span.last),
        "as_of": day(report.as_of),
        "satisfied_from": number(playbook.report.satisfied_from),
        "total": {each.id: shown(each) for each in report.figures if each.group is None},
        "parts": {dimension: list(_parts(report, dimension)) for dimension in DIMENSIONS},
        "months": list(_months(report)),
        "sides": [shown(each) for each in report.parts("surveys_answered", "side")],
        "needs": [_need(report, each) for each in report.parts("needs_opened", "kind")],
        "entries": [shown(each) for each in report.parts("entries", "kind")],
        "capacity": [shown(each) for each in report.parts("capacity_building", "capacity")],
        "coverage": _coverage(report),
        "named": [_named(each, playbook) for each in report.named],
    }


def shown(each: Figure) -> dict[str, Any]:
    return {
        "known": each.value is not None,
        "value": "" if each.value is None else number(each.value),
        "of": "" if each.of is None else number(each.of),
        "asked": "" if each.asked is None else number(each.asked),
        "share": "" if not each.of or each.value is None else f"{100 * each.value / each.of:.0f}%",
        "approximate": number(len(each.approximate)),
        "missing": number(len(each.missing)),
        "counted": number(len(each.rows)),
        "month": month(each.month) if each.month else "",
        "short_month": short_month(each.month) if each.month else "",
        "label": each.group.label if each.group else "",
        "key": each.key,
    }


def _parts(report: Report, dimension: str) -> Iterator[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in PARTED:
        for each in report.parts(name, dimension):
            kept = found.setdefault(each.key, {"label": each.group.label if each.group else ""})
            kept[name] = shown(each)
    last = {SEVERAL: 1, NONE: 2}
    for key in sorted(found, key=lambda each: last.get(each, 0)):
        yield {"key": key, **found[key]}


def _months(report: Report) -> Iterator[dict[str, Any]]:
    answered = {each.key: each for each in report.parts("checkins_answered", "month")}
    for each in report.parts("students_in_month", "month"):
        yield {"month": month(each.month), "students": shown(each), "answered": shown(answered[each.month])}


def _need(report: Report, opened: Figure) -> dict[str, Any]:
    closed = next(each for each in report.parts("needs_closed", "kind") if each.group == opened.group)
    return {"kind": opened.key, "opened": shown(opened), "closed": shown(closed)}


def _coverage(report: Report) -> dict[str, Any]:
    coverage = report.coverage
    schools = [
        {"label": school.label, "partners": [len(coverage.at(area, school)) for area in coverage.areas]} for school in coverage.schools
    ]
    return {"areas": [area.label for area in coverage.areas], "schools": schools}


def _named(named: Named, playbook: Playbook) -> dict[str, Any]:
    measure = named.measure
    newest = named.published[0] if named.published else None
    return {
        "title": measure.title.en if measure else (newest.figure if newest else ""),
        "kind": measure.kind if measure else "published",
        "unit": measure.unit if measure else (newest.unit if newest else ""),
        "value": "" if measure is None or measure.value is None else number(measure.value),
        "approximate": bool(measure and measure.approximate),
        "about": measure.figure if measure else "",
        "as_of": day(measure.as_of) if measure else "",
        "sources": _sources(measure, playbook) if measure else [],
        "published": [
            {
                "value": number(each.value),
                "unit": each.unit,
                "of": "" if each.of is None else number(each.of),
                "period": each.period,
                "source": each.source,
                "on": day(each.published_on),
            }
            for each in named.published
        ],
    }


def memo_fields(playbook: Playbook, given: Mapping[str, str]) -> Mapping[str, Any]:
    """The blocks of the board item; `given` are those of one meeting. What nobody has given is empty, and stays blank on paper."""
    rules = playbook.report.memo
    people = [(each, playbook.people[each]) for each in (rules.recommended_by, *rules.signed_by) if each]
    signers = [
        {"name": person.name, "role": person.role, "as_of": day(person.as_of), "recommends": each == rules.recommended_by}
        for each, person in people
    ]
    return {
        "agenda_item": given.get("agenda_item") or (rules.agenda_item.en if rules.agenda_item else ""),
        "meeting": given.get("meeting", ""),
        "category": rules.category,
        "plan_goals": list(rules.plan_goals),
        "policy": rules.policy,
        "funding": given.get("funding") or rules.funding,
        "attachments": list(rules.attachments),
        "recommendation": rules.recommendation.en if rules.recommendation else "",
        "recommended_by": [each for each in signers if each["recommends"]],
        "signed_by": [each for each in signers if not each["recommends"]],
        "sources": [
            {"document": playbook.sources[cite.source].document, "section": cite.section, "as_of": day(playbook.sources[cite.source].as_of)}
            for cite in rules.cites
        ],
    }


def number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) or not float(value).is_integer() else f"{int(value):,}"


def day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def month(period: str) -> str:
    return f"{date.fromisoformat(f'{period}-01'):%B %Y}"


def short_month(period: str) -> str:
    return f"{date.fromisoformat(f'{period}-01'):%b %Y}"
