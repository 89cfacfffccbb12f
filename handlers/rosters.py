"""The organisation's people who work with students: who is on the roster, and whether somebody has said that these are all."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import namesakes, proofs
from handlers.case import given, go_on, over, refused
from handlers.partnership import OVER
from handlers.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.case import Case
    from handlers.orders import RosterChanged
    from handlers.partnership import Partnership
    from handlers.types import Outcome

#: The application's question that says how many there are.
COUNT = "people_count"

_LONGEST = 80


def names_in(text: str) -> tuple[str, ...]:
    """Names that somebody wrote with semicolons between them, or with commas where there is no semicolon."""
    between = r"[;\n]" if ";" in text else r"[,\n]|\band\b|\s&\s"
    parts = (" ".join(part.split()) for part in re.split(between, text))
    return tuple(part for part in parts if part)


def with_names(case: Case, people: Sequence[str]) -> Partnership:
    """The partnership with these on its roster too; where all are known to be on it, nothing has changed."""
    new = [each for each in people if not proofs.on_roster(case.at.roster, each)]
    return replace(case.at, roster=(*case.at.roster, *dict.fromkeys(new)), updated_at=case.now) if new else case.at


def expected(case: Case) -> int | None:
    """How many people the application says there are, where it does so for sure."""
    said = case.dossier.answers.get(COUNT)
    return said if isinstance(said, int) and not isinstance(said, bool) and said > 0 else None


def changed(case: Case, order: RosterChanged) -> Outcome:
    """Add, take off, or hear that these are all; with the last clearance the partnership goes on."""
    data = {"add": list(order.add), "remove": list(order.remove), "complete": order.complete, "count": order.count}
    no = _why_not(case, order)
    if no is not None:
        code, words = no
        return refused(case, "roster", code, words, data)
    gone = {proofs.on_roster(case.at.roster, each) for each in order.remove}
    left = tuple(each for each in case.at.roster if each not in gone)
    at = with_names(replace(case, dossier=replace(case.dossier, partnership=replace(case.at, roster=left))), order.add)
    said = case.at.roster_complete if order.complete is None else case.actor.who if order.complete else ""
    outcome = go_on(case, replace(at, roster_complete=said, updated_at=case.now))
    return replace(outcome, reason="roster", records=(given(case, "roster.changed", data), *outcome.records))


def _why_not(case: Case, order: RosterChanged) -> tuple[str, dict[str, str]] | None:
    if case.actor.role < Role.STAFF:
        return "role_needed", {"detail": "staff"}
    if case.at.standing in OVER:
        return "over", over(case)
    if not any(kind.each_person for kind in case.playbook.proofs.values()):
        return "no_roster", {}
    return _unfit_names(case, order) or (_not_all(case, order) if order.complete else _not_open(case, order))


def _unfit_names(case: Case, order: RosterChanged) -> tuple[str, dict[str, str]] | None:
    odd = next((each for each in order.add if len(each) > _LONGEST or not re.search(r"[^\W\d_]{2}", each)), "")
    if odd:
        return "no_name", {"detail": odd[:_LONGEST]}
    there = namesakes.unmarked(case.at.roster, order.add)
    if there:
        return "on_roster", {"detail": ", ".join(dict.fromkeys(there)), "known": there[0].partition(" (")[0]}
    for each in order.remove:
        if found := namesakes.which(case.at.roster, each):
            return "which_person", {"detail": each, "known": "; ".join(found)}
        if not proofs.on_roster(case.at.roster, each):
            return "off_roster", {"detail": each, "known": ", ".join(case.at.roster) or "nobody"}
    return None


def _not_all(case: Case, order: RosterChanged) -> tuple[str, dict[str, str]] | None:
    """Nobody on it, or fewer than were spoken of, is not complete; whoever counts anew says the number."""
    there = len(case.at.roster)
    if not there:
        return "nobody_on_roster", {}
    if case.at.roster_complete:
        return "complete_before", {"by": f" by {case.at.roster_complete}"}
    wanted = order.count if order.count is not None else expected(case)
    if wanted is not None and (wanted != there if order.count is not None else wanted > there):
        return "people_missing", {"detail": str(there), "known": str(wanted)}
    return None


def _not_open(case: Case, order: RosterChanged) -> tuple[str, dict[str, str]] | None:
    return ("not_complete", {}) if order.complete is False and not case.at.roster_complete else None


def told(case_roster: Sequence[str], complete: str) -> str:
    """One line for a page: how many, and whether these are all."""
    if not case_roster:
        return "nobody is named yet"
    return f"{len(case_roster)}: {', '.join(case_roster)}; " + (
        f"complete, says {complete}" if complete else "nobody has said that these are all"
    )
