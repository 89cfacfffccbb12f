"""The staff command that tells who is cleared today: of one partnership, or of all that work at one school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dossiers import dossier_of
from bot.slash.said import PAGE, Refused
from handlers import clearances, progress
from handlers.partnership import OVER, Standing
from store.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.app import App
    from handlers.partnership import Dossier
    from store.unit import Unit

#: Partnerships that are looked at for one school.
MOST = 10_000


def cleared(app: App, words: tuple[str, ...], who: str) -> str:
    """`cleared ID or school`: each person by name, with the last good day, and who is not cleared."""
    named = " ".join(words)
    if not any(kind.each_person for kind in app.loaded.playbook.proofs.values()):
        raise Refused("The playbook asks for no clearance of each person, so Liaison does not know who is cleared.")
    today = progress.local_day(app.loaded.playbook, app.clock.now())
    with app.store.view() as unit:
        one = unit.partnerships.get(named.casefold())
        school = "" if one else _school(unit, named)
        found = [dossier_of(unit, one)] if one else list(_at_school(unit, school)) if school else []
    if not one and not school:
        raise Refused(
            f"Nothing is called “{named}”: give the id of a partnership, or a school as the list of schools or an application names it."
        )
    where = f"At {school} on {today}:" if school else f"On {today}:"
    lines = [line for dossier in found for line in _lines(app, dossier, today)]
    return "\n".join([where, *(lines or ["nobody: no partnership names this school."])])


def _lines(app: App, dossier: Dossier, today: date) -> Iterator[str]:
    at = dossier.partnership
    state = "" if at.standing is Standing.ACTIVE else f" ({at.standing.value.replace('_', ' ')}: not to begin yet)"
    yield f"{at.id}  {at.organization}{state}"
    people = clearances.people(app.loaded.playbook, dossier, today)
    for each in people[: 4 * PAGE]:
        until = f"until {each.until}" if each.until else "without an end"
        yield f"  {each.person}: " + (f"cleared {until}" + (", by a grace" if each.by_grace else "") if each.cleared else "NOT cleared")
    form = app.loaded.playbook.application
    for kind in app.loaded.playbook.proofs.values():
        question = form.question(kind.question) if form and kind.each_person else None
        if question is not None and kind.question in dossier.answers:
            yield f"  declared in the application, {question.label.en}: {dossier.answers[kind.question]}; it clears nobody by itself"
    if not people:
        yield "  nobody is named yet"
    if not at.roster_complete:
        yield f"  Nobody has said that these are all: /partners people {at.id} complete"


def _school(unit: Unit, named: str) -> str:
    """A school as the district's list names it, or as a partnership does that no list knows."""
    wanted = fold(named)
    for name, others in unit.partners.schools().items():
        if wanted in {fold(each) for each in (name, *others)}:
            return name
    theirs = (school for at in unit.partnerships.items(limit=MOST) for school in at.schools)
    return next((school for school in theirs if fold(school) == wanted), "")


def _at_school(unit: Unit, school: str) -> Iterator[Dossier]:
    names = {fold(school), *(fold(each) for each in unit.partners.schools().get(school, ()))}
    running = [each.value for each in Standing if each not in OVER]
    for at in unit.partnerships.items(running, limit=MOST):
        if any(fold(each) in names for each in at.schools):
            yield dossier_of(unit, at)
