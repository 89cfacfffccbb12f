"""The cases of the mails about who holds a post, filled with what nobody has handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE, ORTIZ, DIAZ = "c-k7q2m", "ortiz@district.example", "diaz@district.example"

ROWS = (
    {"label": "organization", "value": "Harbor Reading Project", "note": ""},
    {"label": "contact", "value": "Luz Rivera luz@harborreading.example", "note": ""},
    {"label": "schools", "value": "Carver Elementary", "note": ""},
    {"label": "stands", "value": "active", "note": ""},
    {"label": "agreement", "value": "version 1, until 2027-05-28", "note": ""},
)


def people_cases(language: Literal["en", "es"]) -> Iterator[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    """Template, case, context, and the questions that are asked."""
    ends = "May 28, 2027" if language == "en" else "28 de mayo de 2027"
    stands = {"reference": REFERENCE, "standing": "active", "ends": ends}
    yield "liaison_changed", "plain", {**stands, "liaison": ORTIZ, "schools": ["Carver Elementary"]}, ()
    yield "liaison_changed", "no_agreement", {**stands, "ends": "", "liaison": ORTIZ, "schools": []}, ()
    contact = {**stands, "successor": "sam@harborreading.example", "organization": "Harbor Reading Project", "liaison": ORTIZ}
    yield "contact_changed", "new", {**contact, "is_new": True}, ()
    yield "contact_changed", "new_without_a_liaison", {**contact, "is_new": True, "liaison": "", "ends": ""}, ()
    yield "contact_changed", "old", {**contact, "is_new": False}, ()


def people_notices() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What the district's own people get: template, case, context."""
    post = {"reference": REFERENCE, "organization": "Harbor Reading Project", "post": "liaison"}
    for sign in ("bounce", "left", "out_of_office", "slack", "staff"):
        successor = ORTIZ if sign in {"left", "out_of_office"} else ""
        command = f"/partners handover {REFERENCE} liaison {successor or 'ADDRESS'}"
        words = "Ms. Diaz no longer works here; please write to Ms. Ortiz." if successor else ""
        stays = f"/partners handover {REFERENCE} liaison stays"
        posts = [{**post, "command": command}]
        yield (
            "staff_handover",
            sign,
            {"address": DIAZ, "sign": sign, "words": words, "successor": successor, "posts": posts, "stays": stays},
        )
    brief = {"organization": "Harbor Reading Project", "successor": ORTIZ, "rows": list(ROWS), "command": f"/partners show {REFERENCE}"}
    for whose in ("successor", "leaver"):
        yield "liaison_brief", whose, {**brief, "whose": whose}
