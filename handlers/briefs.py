"""The page that both sides of a hand-over get: what the partnership is, where it stands, and what is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from handlers import letters, progress, review
from handlers.case import letter
from handlers.partnership import Post, ProofStatus, Standing
from handlers.types import Outbound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.case import Case

#: Answers of the application that stand on the page, in its order.
SAID = ("program_name", "grade_levels", "meeting_times", "students_expected")


def of(case: Case, post: Post, *, before: str, successor: str, name: str, gone: bool) -> tuple[Outbound, ...]:
    """The mails of a hand-over; `gone` says that the leaver reads none."""
    if post is Post.LIAISON:
        leaver = () if gone or not before else (_to_liaison(case, before, successor, "leaver"),)
        told = (_to_partner(case, successor),) if before else ()
        return (_to_liaison(case, successor, successor, "successor"), *leaver, *told)
    # The address that the office had hears of it, whatever we think has become of it: a change that nobody wanted is seen there.
    return (_to_contact(case, successor, successor, name, is_new=True), _to_contact(case, before, successor, name, is_new=False))


def rows(case: Case) -> list[dict[str, str]]:
    """Label and value, for somebody of the district."""
    return [{"label": label, "value": value, "note": ""} for label, value in _rows(case) if value]


def _rows(case: Case) -> Iterator[tuple[str, str]]:
    at, dossier, talk = case.at, case.dossier, case.snapshot.conversation
    yield "organization", at.organization
    yield "contact", " ".join(dict.fromkeys([*(each.contact_name for each in case.parties if each.contact_name), at.contact]))
    form = case.playbook.application
    if form is not None and talk is not None:
        questions = [each for each in form.questions if each.id in SAID]
        yield from ((row["label"], row["value"]) for row in letters.rows(case.playbook, questions, replace(talk, language="en")))
    yield "schools", ", ".join(review.standing_schools(dossier))
    stage = case.stage
    under_review = at.standing is Standing.UNDER_REVIEW
    yield "stands", at.standing.value.replace("_", " ") + (f", at {stage.title.en}" if stage and under_review else "")
    held = dossier.in_force
    yield "agreement", f"version {held.number}" + (f", until {held.ends}" if held.ends else "") if held else ""
    good = [each for each in dossier.proofs if each.status is ProofStatus.CHECKED and each.valid_until]
    yield "papers", "; ".join(f"{each.kind}{f' of {each.person}' if each.person else ''} until {each.valid_until}" for each in good)
    missing = review.missing(case.playbook, dossier, case.today) if under_review else progress.gaps(case.playbook, dossier, case.today)
    yield "missing", "; ".join(review.labels(missing, "en"))
    yield "open", "; ".join(_still_open(case))


def _still_open(case: Case) -> Sequence[str]:
    return [task.title for task in case.snapshot.tasks if not task.done_by and "/handover_" not in task.key]


def _to_liaison(case: Case, to: str, successor: str, whose: str) -> Outbound:
    context = {
        "whose": whose,
        "organization": case.at.organization,
        "successor": successor,
        "rows": rows(case),
        "command": f"/partners show {case.at.id}",
    }
    return Outbound(
        key=f"liaison_brief/{case.at.id}/{case.at.version}/{to}",
        lane=f"staff/{to}",
        to=(to,),
        template="liaison_brief",
        context=letters.filled_in(case.playbook, None, context),
        to_staff=True,
    )


def _to_partner(case: Case, successor: str) -> Outbound:
    context = {"liaison": successor, "schools": list(review.standing_schools(case.dossier)), **_stands(case)}
    return letter(case, "liaison_changed", context, case.snapshot.conversation)


def _to_contact(case: Case, to: str, successor: str, name: str, *, is_new: bool) -> Outbound:
    context = {"is_new": is_new, "successor": successor, "organization": case.at.organization, "liaison": case.at.liaison, **_stands(case)}
    mail = letter(case, "contact_changed", context, case.snapshot.conversation)
    # Nobody is greeted by the name of somebody else.
    first = name.split(maxsplit=1)[0] if name and is_new else ""
    return replace(mail, key=f"{mail.key}/{to}", to=(to,), context={**mail.context, "first_name": first})


def _stands(case: Case) -> dict[str, Any]:
    held = case.dossier.in_force
    ends = format_date(held.ends, "long", locale=case.language) if held and held.ends else ""
    return {"standing": case.at.standing.value, "ends": ends}
