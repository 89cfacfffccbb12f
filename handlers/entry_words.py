"""What staff type to write something down: `log NAME channel note`, and `enter KIND [NAME]; field: value; note`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SUPPORT = re.compile(r"^\s*(?P<type>support|information|guidance|data requests?)\s*:\s*", re.IGNORECASE)
_ON = re.compile(r"^\s*on\s+(?P<day>[\d/.-]+)\s*[:,;]?\s*", re.IGNORECASE)
_FIELD = re.compile(r"^\s*(?P<key>[A-Za-z]+(?:[ _-][A-Za-z]+)?)\s*:\s*(?P<value>.*)$", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """An entry as it was typed. `day` stands for a day, empty for today."""

    kind: str
    name: str = ""
    day: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def log(words: Sequence[str], channels: Sequence[str]) -> Iterator[Typed]:
    """Each way to read `NAME channel [on DATE] [support type:] note`: a name may hold a word that is a channel too."""
    for at in range(1, len(words)):
        for length in (2, 1):
            channel = "_".join(re.findall(r"[a-z]+", " ".join(words[at : at + length]).casefold()))
            if channel in channels and at + length <= len(words):
                yield _log(" ".join(words[:at]), channel, " ".join(words[at + length :]))


def _log(name: str, channel: str, rest: str) -> Typed:
    values = {"channel": channel}
    on = _ON.match(rest)
    rest = rest[on.end() :] if on else rest
    support = _SUPPORT.match(rest)
    if support:
        said = support["type"].casefold()
        values["support"] = "information" if said == "guidance" else "data_request" if said.startswith("data") else said
        rest = rest[support.end() :]
    return Typed(kind="log", name=name.strip(" :,"), day=on["day"] if on else "", values=values, note=rest.strip())


def enter(text: str) -> Typed:
    """Read `KIND [NAME]; field: value; field: value; note`."""
    first, *parts = (part.strip() for part in text.split(";"))
    kind, _, name = first.partition(" ")
    values: dict[str, str] = {}
    notes: list[str] = []
    day = ""
    for part in parts:
        match = _FIELD.match(part)
        key = re.sub(r"[ -]", "_", match["key"].casefold()) if match else "note"
        value = match["value"] if match else part
        if key == "note":
            notes += [value.strip()] if value.strip() else []
        elif key == "on":
            day = value.strip()
        else:
            values[key] = value.strip()
    return Typed(kind=kind.casefold().replace("-", "_"), name=name.strip(), day=day, values=values, note="; ".join(notes))
