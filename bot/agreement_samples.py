"""The cases of the mails about agreements, filled with what nobody has agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from handlers.playbook import Playbook

REFERENCE, DIGITS = "K7Q2M", "9f2c41d07ab3"

#: Stands for the district's own name of the paper where its playbook has no agreement.
CALLED: Mapping[str, str] = {"en": "Partnership Agreement", "es": "Acuerdo de alianza"}

MINE: Mapping[str, str] = {"en": "leaders of the school: Carver Elementary", "es": "los líderes de la escuela: Carver Elementary"}
HEARD = ("accepted", "twice", "words", "no", "wrong_person", "over", "renewing", "renewal_words")
TOLD = (
    "complete",
    "words",
    "wrong_person",
    "over",
    "renewing",
    "renewal_words",
    "silent",
    "unsigned",
    "unanswered",
    "no",
    "blocked",
    "ended",
)
WITH_WORDS = frozenset({"words", "no", "wrong_person", "over", "renewing", "renewal_words"})

ACCEPTANCES = (
    {"party": "Harbor Reading Project", "who": "luz@harborreading.example", "at": "2026-11-23 10:15 EST", "message_id": ""},
    {"party": "Carver Elementary", "who": "diaz@district.example", "at": "2026-11-24 08:40 EST", "message_id": ""},
)


def agreement_cases(playbook: Playbook, language: Literal["en", "es"]) -> Iterator[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    """Template, case, context, and the questions that are asked."""
    rules = playbook.agreement
    named = {
        "called": rules.title.in_language(language) if rules else CALLED[language],
        "version": 2,
        "digits": DIGITS,
        "reference": REFERENCE,
    }
    rows = [{"label": "meeting times" if language == "en" else "horario", "value": "Tuesdays 3 to 4 pm", "note": ""}]
    changes = [
        {"was": "Ends: May 28, 2027", "now": "Ends: May 28, 2028"},
        {"was": "", "now": "Volunteers: 6"},
    ]
    accept = ("accept",)
    party = {"organization": "Harbor Reading Project", "mine": MINE[language], "questions": [{"n": 1}], "changes": [], **named}
    for who, is_partner in (("partner", True), ("school", False)):
        yield "agreement", f"first_{who}", {**party, "state": "first", "version": 1, "is_partner": is_partner}, accept
        yield "agreement", f"changed_{who}", {**party, "state": "changed", "changes": changes, "is_partner": is_partner}, accept
        complete = {"acceptances": list(ACCEPTANCES), "is_partner": is_partner, **named}
        yield "agreement_complete", who, complete, ()
    yield "agreement", "again_partner", {**party, "state": "again", "is_partner": True}, accept
    yield "agreement", "again_school", {**party, "state": "again", "is_partner": False}, accept
    yield "agreement", "older", {**party, "state": "older", "is_partner": True}, accept
    for heard in HEARD:
        asks = heard == "words"
        context = {"heard": heard, "waits": [MINE[language]], "rows": rows, "questions": [{"n": 1}] if asks else [], **named}
        yield "agreement_heard", heard, context, accept if asks else ()
    for case, again in (("plain", False), ("again", True)):
        ends = "May 28, 2027" if language == "en" else "28 de mayo de 2027"
        yield "agreement_renewal", case, {"rows": rows, "again": again, "ends": ends, "questions": [{"n": 1}], **named}, ("changed",)


def agreement_notices() -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """What staff hear: template, case, context."""
    base = {"reference": REFERENCE, "organization": "Harbor Reading Project", "called": CALLED["en"], "version": 1, "digits": DIGITS}
    return tuple(
        (
            "staff_agreement",
            what,
            {
                **base,
                "what": what,
                "words": "Yes, but please change the end date to June 10." if what in WITH_WORDS else "",
                "sender": "luz@harborreading.example" if what in WITH_WORDS else "",
                "ends": "2027-05-28",
                "acceptances": list(ACCEPTANCES) if what == "complete" else [],
            },
        )
        for what in TOLD
    )
