"""When a reply asks us to come back: *later*, *in two weeks*, *next month*, *el lunes*; a day, or nothing where none is asked for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handlers.reading import word_that_acts
from handlers.reading.lines import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

#: *Later* alone.
DAYS = 7

#: What is asked for must be the whole of a short reply: *we met in two weeks* tells of a programme.
_SHORT = 14

_NUMBERS: Mapping[str, int] = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "a couple of": 2, "a few": 3,
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "unos": 3, "unas": 3, "unos pocos": 3,
}  # fmt: skip
_UNITS: Mapping[str, int] = {
    "day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30,
    "dia": 1, "dias": 1, "semana": 7, "semanas": 7, "mes": 30, "meses": 30,
}  # fmt: skip
_WEEKDAYS: Mapping[str, int] = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4,
    "lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4,
}  # fmt: skip


def _any_of(words: Mapping[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SPAN = re.compile(rf"\b(?:in|en|dentro de) (\d{{1,2}}|{_any_of(_NUMBERS)}) ({_any_of(_UNITS)})\b")
_NEXT = re.compile(r"\b(?:next (week|month)|(?:la )?proxima (semana)|(?:el )?proximo (mes)|tomorrow|manana)\b")
_DAY = re.compile(rf"\b(?:on|by|el|until|hasta el) ({'|'.join(_WEEKDAYS)})\b|^({'|'.join(_WEEKDAYS)})$")
_LATER = re.compile(
    r"\b(?:ask (?:me|us) (?:again )?later|later (?:please|this (?:week|month))|not (?:now|yet)|(?:too )?busy (?:now|right now)|"
    r"mas tarde|luego|ahora no|todavia no)\b"
)


def asked_for(text: str, today: date) -> date | None:
    """The day on which we are asked to come back; None for a reply that asks for none."""
    if word_that_acts(text) == "later":
        return _named(fold(text), today) or today + timedelta(days=DAYS)
    folded = " ".join(fold(text).replace(".", " ").replace("!", " ").split())
    if (
        not folded
        or len(folded.split()) > _SHORT
        or re.search(r"\d+ (?:students|kids|sessions|hours|estudiantes|ninos|sesiones|horas)", folded)
    ):
        return None
    named = _named(folded, today)
    return named or (today + timedelta(days=DAYS) if _LATER.search(folded) else None)


def _named(folded: str, today: date) -> date | None:
    span = _SPAN.search(folded)
    if span:
        count = int(span[1]) if span[1].isdigit() else _NUMBERS[span[1]]
        return today + timedelta(days=min(count * _UNITS[span[2]], 90))
    following = _NEXT.search(folded)
    if following:
        unit = next((each for each in following.groups() if each), "day")
        return today + timedelta(days={"week": 7, "semana": 7, "month": 30, "mes": 30}.get(unit, 1))
    day = _DAY.search(folded)
    if day:
        wanted = _WEEKDAYS[day[1] or day[2]]
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    return None
