"""The cases of the mails of a check-in, filled with answers that nobody gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from handlers import checkin_letters
from handlers.checkin_notices import WHATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.playbook import Form, Playbook

ORGANIZATION = "Harbor Reading Project"

#: Month, last month, a day, a need, its end, a sentence, in English and Spanish.
WORDS = {
    "en": ("October", "September", "October 3", "a projector for the spring show", "The media center lends you one from December 1."),
    "es": ("octubre", "septiembre", "3 de octubre", "un proyector para la función", "El centro de medios le presta uno."),
}


def checkin_cases(playbook: Playbook, language: Literal["en", "es"]) -> Iterator[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    """Template, case, context, and the questions that are asked."""
    month, _, day, need, outcome = WORDS[language]
    about = {"organization": ORGANIZATION, "month": month, "liaison": "Ms. Ortiz"}
    when = ("Thursday, December 10, 2026", "2:00 PM") if language == "en" else ("jueves, 10 de diciembre de 2026", "14:00")
    meeting = {"organization": ORGANIZATION, "title_of": "Kick-off", "day": when[0], "time": when[1], "place": "Carver, room 12"}
    for again in (False, True):
        case = "again" if again else "first"
        yield "meeting_invitation", case, {**meeting, "again": again, "liaison": "" if again else "Ms. Ortiz"}, ()
    yield "need_closed", "plain", {"words": need, "day": day, "outcome": outcome}, ()
    for template in ("checkin_stopped", "checkin_closed", "checkin_other"):
        yield template, "plain", about, ()
    one, other = {"month": month, "organization": ""}, {"month": WORDS[language][1], "organization": ""}
    yield "checkin_which", "months", {"months": [one, other]}, ("period",)
    clubs = [{**one, "organization": ORGANIZATION}, {**one, "organization": "Chess Club"}]
    yield "checkin_which", "partners", {"months": clubs}, ("period",)
    for recorded in (True, False):
        case = "recorded" if recorded else "nothing_recorded"
        yield "checkin_person", case, {**about, "recorded": recorded}, ()
        yield "checkin_later", case, {**about, "recorded": recorded, "day": day}, ()
    form = playbook.forms.get("checkin")
    if form is not None:
        yield from _with_questions(form.in_period("2026-10"), language, about)
    yield from _surveys(playbook, language)


def _with_questions(form: Form, language: str, about: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    _, last, day, need, _ = WORDS[language]
    ids = tuple(question.id for question in form.questions)
    plain = checkin_letters.asked(form, language, None, "")
    figures = [{**each, "last": "38" if number < 3 else "", "month": last} for number, each in enumerate(plain)]  # noqa: PLR2004  the counts
    ending = [{"what": "insurance" if language == "en" else "seguro", "day": day}]
    yield "checkin_prompt", "first", {**about, "liaison": "", "questions": plain, "open": [], "ending": []}, ids
    yield "checkin_prompt", "personal", {**about, "questions": figures, "open": [{"words": need, "day": day}], "ending": ending}, ids
    for is_last in (False, True):
        yield "checkin_reminder", "last" if is_last else "first", {**about, "questions": plain, "last": is_last}, ids
    rows = [
        {
            "n": n,
            "label": question.label.in_language(language),
            "value": "" if n in {5, 7} else "38" if question.type in {"integer", "decimal"} else need,
            "words": "about 38 kids" if n == 1 else "",
            "note": {1: "hedge", 2: "range"}.get(n, ""),
            "required": question.required,
            "told": n != 7,  # noqa: PLR2004  the fifth is said to be nothing, the seventh not answered
        }
        for n, question in enumerate(form.questions, 1)
    ]
    calm = {"changed": False, "answered": [], "question_for_a_person": False, "needs": False}
    yield "checkin_receipt", "plain", {**about, **calm, "rows": rows}, ids
    yield "checkin_receipt", "changed", {**about, **calm, "rows": rows, "changed": True, "needs": True, "question_for_a_person": True}, ids
    yield "checkin_receipt", "answered", {**about, **calm, "liaison": "", "rows": rows, "needs": True, "answered": [need]}, ids
    nothing = {**about, "questions": plain, "answered": [], "question_for_a_person": False, "recorded": False}
    yield "checkin_unread", "plain", nothing, ids
    yield "checkin_unread", "question", {**nothing, "question_for_a_person": True, "recorded": True}, ids
    yield "checkin_unread", "answered", {**nothing, "answered": [need]}, ids


def _surveys(playbook: Playbook, language: str) -> Iterator[tuple[str, str, dict[str, Any], tuple[str, ...]]]:
    form = playbook.forms.get("survey")
    if form is None:
        return
    title = form.title.in_language(language)
    prompts = [f"{name}: {form.questions[0].prompt.in_language(language)}" for name in (ORGANIZATION, "Chess Club")]
    prompts.append(form.questions[-1].prompt.in_language(language))
    questions = [{"n": n, "prompt": prompt, "last": "", "month": ""} for n, prompt in enumerate(prompts, 1)]
    ids = ("satisfaction_1", "satisfaction_2", "comments")
    school = {"organization": "", "school": "Carver Elementary", "title_of": title}
    partner = {"organization": ORGANIZATION, "school": "", "title_of": title}
    yield "survey_prompt", "school", {**school, "questions": questions, "last": False}, ids
    yield "survey_prompt", "partner", {**partner, "questions": [questions[0], {**questions[2], "n": 2}], "last": False}, ids[::2]
    for last in (False, True):
        yield "survey_reminder", "last" if last else "first", {**school, "questions": questions, "last": last}, ids
    rows = [
        {"n": n, "label": label, "value": value, "words": "", "note": "", "required": required, "told": bool(value)}
        for n, label, value, required in ((1, ORGANIZATION, "5", True), (2, "Chess Club", "", True), (3, title, "", False))
    ]
    yield "survey_receipt", "plain", {**school, "rows": rows}, ids
    for what in ("later", "stopped", "closed"):
        yield "survey_note", what, {**school, "what": what, "day": WORDS[language][2], "questions": []}, ()
    yield "survey_note", "unread", {**school, "what": "unread", "day": "", "questions": questions}, ids


def checkin_notices() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Template, case and context of what staff hear."""
    row = {"label": "students", "value": "30", "words": "between 30 and 40", "question": "students_served", "reason": "range"}
    for what in WHATS:
        yield (
            "staff_checkin",
            what,
            {
                "what": what,
                "organization": ORGANIZATION,
                "partner": "p-12",
                "contact": "luz@harborreading.example",
                "month": "October",
                "period": "2026-10",
                "liaison": "Ms. Ortiz" if what == "asked" else "",
                "words": WORDS["en"][3] if what in {"asked", "grief", "respondent"} else "",
                "sender": "luz@harborreading.example" if what == "asked" else "",
                "rows": [row] if what == "unsure" else [],
                "reference": "c-k7q2m",
                "command": "/partners show c-k7q2m",
                "to_liaison": False,
            },
        )
