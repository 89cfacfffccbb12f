"""Every notice of an outage in each case that changes its words, for bot/samples.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers.outages import Kind, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_A_SERVER = (*Kind,)[: list(Kind).index(Kind.BUSY)]
_OF_THE_STORE = (Kind.BUSY, Kind.AWAY, Kind.LOW, Kind.FULL)
_BEGAN, _ENDED = "Tuesday, November 24, 2026 at 2:05 PM", "Tuesday, November 24, 2026 at 3:10 PM"
_WHERE = {Part.INCOMING: "partners at imap.district.example", Part.OUTGOING: "smtp.district.example:587", Part.STORE: "var/liaison.db"}


def outage_cases() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Template, case, and what it is filled with."""
    for part in Part:
        for kind in _OF_THE_STORE if part is Part.STORE else _OF_A_SERVER:
            yield "staff_outage", f"{part}_{kind}", _alarm(part, kind)
    yield "staff_outage", "again", {**_alarm(Part.INCOMING, Kind.PASSWORD), "again": True}
    yield "staff_outage", "again_low", {**_alarm(Part.STORE, Kind.LOW), "again": True}
    yield "staff_outage_over", "incoming", {"outages": [_over(Part.INCOMING, Kind.NO_NAME, heard=12)]}
    yield "staff_outage_over", "outgoing", {"outages": [_over(Part.OUTGOING, Kind.SILENT, late=1, waiting=2, given_up=3)]}
    yield "staff_outage_over", "store", {"outages": [_over(Part.STORE, Kind.FULL, put_off=4, heard=4)]}
    yield "staff_outage_over", "low", {"outages": [_over(Part.STORE, Kind.LOW)]}
    yield "staff_outage_over", "both", {"outages": [_over(Part.INCOMING, Kind.UNREACHABLE, heard=1), _over(Part.OUTGOING, Kind.SILENT)]}
    for days in (14, 3, 0, None):
        context = {"part": "incoming", "where": "imap.district.example", "ends": _ENDED, "days": days}
        yield "staff_certificate", "renewed" if days is None else f"{days}_days", context


def _alarm(part: Part, kind: Kind) -> dict[str, Any]:
    words = "[AUTHENTICATIONFAILED] Authentication failed."
    return {"part": part.value, "kind": kind.value, "where": _WHERE[part], "words": words, "since": _BEGAN, "again": False}


def _over(part: Part, kind: Kind, **figures: int) -> dict[str, Any]:
    nothing = {"heard": 0, "put_off": 0, "late": 0, "waiting": 0, "given_up": 0}
    return {
        "part": part.value,
        "kind": kind.value,
        "where": _WHERE[part],
        "words": "timed out",
        "since": _BEGAN,
        "until": _ENDED,
        **nothing,
        **figures,
    }
