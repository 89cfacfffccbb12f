"""The cases of the mails that follow a ruling, filled with what nobody decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from handlers import letters
from handlers.interview import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handlers.playbook import Playbook

REFERENCE = "K7Q2M"

#: Words as staff may write them, in either language.
WHY: Mapping[str, str] = {
    "en": "Two programs already read with these grades on Tuesdays.",
    "es": "Dos programas ya leen con estos grados los martes.",
}

WAITS: Mapping[str, tuple[str, str, str]] = {
    "en": ("the yes of aligned leadership", "the signed agreement", "leaders of the school"),
    "es": ("el sí de los líderes", "el acuerdo firmado", "los líderes de la escuela"),
}

SCHOOLS = ((1, "Carver Elementary"), (2, "Jefferson High"))

STANDINGS = ("active", "paused", "declined", "ended")
CHANGES = ("pause", "resume", "end", "hold", "go_on")


def waits(language: str) -> list[dict[str, str]]:
    leadership, agreement, leaders = WAITS[language]
    return [
        {"what": leadership, "turn": "named", "named": leaders},
        {"what": agreement, "turn": "both", "named": ""},
        {"what": "insurance", "turn": "partner", "named": ""},
        {"what": "liaison", "turn": "office", "named": ""},
    ]


def ruling_cases(playbook: Playbook, language: Literal["en", "es"]) -> Iterator[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    """Template, case, context, and the questions that are asked."""
    base = {"reference": REFERENCE}
    letter = next((stage.letter.in_language(language) for stage in playbook.stages if stage.letter), WHY[language])
    stands = {**base, "standing": "under_review", "stage": "Review", "waits": waits(language), "on_hold": ""}
    yield "stage_reached", "plain", {**stands, "letter": letter}, ()
    yield "stage_reached", "nothing_missing", {**stands, "letter": letter, "waits": []}, ()
    no = {**base, "why": WHY[language], "school": "", "ended": True}
    yield "application_declined", "plain", no, ()
    yield "application_declined", "no_words", {**no, "why": ""}, ()
    yield "application_declined", "one_school", {**no, "why": "", "school": "Carver Elementary", "ended": False}, ()
    active = {**base, "letter": letter, "liaison": "ortiz@district.example", "schools": ["Carver Elementary", "Jefferson High"]}
    yield "partnership_active", "plain", active, ()
    yield "partnership_active", "no_letter", {**active, "letter": "", "liaison": "", "schools": []}, ()
    for change in CHANGES:
        yield "partnership_changed", change, {**base, "change": change, "why": WHY[language] if change in {"pause", "hold"} else ""}, ()
    yield "ruling_taken_back", "plain", base, ()
    yield "application_joined", "plain", {**base, "joined": "c-m3x7a", "schools": ["Jefferson High"]}, ()
    yield "application_joined", "no_school", {**base, "joined": "c-m3x7a", "schools": []}, ()
    items = [{"n": n, "what": f"Harbor Readers at {school}", "rows": [{"label": "students", "value": "25"}]} for n, school in SCHOOLS]
    yield "ruling_asked", "first", {"items": items[:1], "again": False}, ("ruling_1",)
    yield "ruling_asked", "again", {"items": items, "again": True}, ("ruling_1", "ruling_2")
    taken = [
        {"n": "1", "what": "Harbor Readers at Carver Elementary", "verdict": "approve", "refused": ""},
        {"n": "2", "what": "Harbor Readers at Jefferson High", "verdict": "decline", "refused": "You have ruled on this before."},
    ]
    yield "ruling_noted", "all", {"taken": taken, "left": []}, ()
    yield "ruling_noted", "some", {"taken": taken[:1], "left": ["2"]}, ()
    yield "ruling_noted", "none", {"taken": [], "left": ["1", "2"]}, ()
    form = playbook.application
    if form is not None:
        for case, group in (("one", form.questions[:1]), ("two", form.questions[:2])):
            asked = letters.asked(numbered(group, {}), language)
            context = {**base, "why": WHY[language] if case == "two" else "", "questions": asked}
            yield "more_needed", case, context, tuple(question.id for question in group)
    status = {**stands, "state": "submitted", "noted": 4, "questions": []}
    yield "application_status", "under_review", status, ()
    yield "application_status", "on_hold", {**status, "on_hold": WHY[language]}, ()
    for standing in STANDINGS:
        yield "application_status", f"partnership_{standing}", {**status, "standing": standing, "waits": []}, ()
