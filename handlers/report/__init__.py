"""What the office knows of a span of months: one pass over its rows, and figures that each say what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.report import entered, open_needs
from handlers.report.activity import Activity, StudentsOfTheYear
from handlers.report.asking import Contentment, Responses
from handlers.report.figures import Named, Report
from handlers.report.groups import NOWHERE, Sorter
from handlers.report.standing import Standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.dues import Published
    from handlers.measures import Measure
    from handlers.report.known import Known

__all__ = ["make"]


def make(known: Known) -> Report:
    """Count everything once. The same rows in the same order give the same report."""
    sorter = Sorter(known.playbook, known.schools)
    standings = Standings(known, sorter)
    places = {}
    for one in known.partners:
        place = places[one.party.id] = sorter.place(one)
        standings.take(one, place)
    cadences = known.playbook.cadences
    year = StudentsOfTheYear({each.id: known.playbook.forms[each.form] for each in cadences if each.form in known.playbook.forms})
    activity, answered = Activity(), Responses("checkins_answered", "checkins", "month")
    for each in known.checkins:
        activity.take(each, places.get(each.due.partner, NOWHERE))
        year.take(each)
        answered.take(each, each.due.period)
    content, surveyed = Contentment(known.playbook.report.satisfied_from), Responses("surveys_answered", "surveys", "side")
    for each in known.surveys:
        content.take(each)
        year.take(each)
        surveyed.take(each, "school" if each.due.side else "partner")
    as_of = known.as_of
    figures = (
        *standings.figures(),
        content.figure(as_of),
        *activity.figures(sorter, as_of),
        year.figure(as_of),
        *answered.figures(as_of),
        *surveyed.figures(as_of),
        *open_needs.figures(known),
        *entered.figures(known),
    )
    return Report(span=known.span, as_of=as_of, figures=figures, coverage=standings.coverage(), named=tuple(_named(known)))


def _named(known: Known) -> Iterator[Named]:
    """The numbers of the playbook's sources, each with what others have published on it; then what they published beside."""
    told = sorted((each for each in known.published if each.published_on <= known.as_of), key=_newest_first)
    measures = known.playbook.report.measures
    for measure in measures:
        yield Named(measure=measure, published=tuple(each for each in told if is_of(measure, each)))
    beside = [each for each in told if not any(is_of(measure, each) for measure in measures)]
    for figure in dict.fromkeys(each.figure for each in beside):
        yield Named(measure=None, published=tuple(each for each in beside if each.figure == figure))


def is_of(measure: Measure, each: Published) -> bool:
    """Whether a published figure is the one that a source sets a target for, by the words it is known by."""
    return any(words.casefold() in each.figure.casefold() for words in measure.published)


def _newest_first(each: Published) -> tuple[int, str, str, str]:
    return -each.published_on.toordinal(), each.figure, each.period, each.source
