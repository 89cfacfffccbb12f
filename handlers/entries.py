"""Entries: what people do by phone and in rooms, written down once and never changed; a mistake is struck by a further entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from handlers import refusals
from handlers.entry_kinds import kinds
from handlers.orders import Ticked
from handlers.progress import local_day
from handlers.roles import Role
from handlers.types import Directed, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from handlers.entry_kinds import EntryField, EntryKind
    from handlers.partnership import Actor
    from handlers.types import Snapshot

#: What a field holds: words, a number, or several words; of partners their ids.
Held = str | int | float | tuple[str, ...]

_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,2})?")
_LONGEST = 4_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that was said or done, on one day."""

    id: str  #: such as `e-12`; empty until it is kept
    kind: str  #: of the playbook, or `log`
    subject: str = ""  #: id of the partnership or partner, or a school's name; empty where it is about the office
    name: str = ""  #: of the subject, as people know it
    on: date
    fields: Mapping[str, Held] = field(default_factory=dict)
    note: str = ""
    who: str
    at: datetime
    strikes: str = ""  #: id of the entry that this one takes out of every count; its note says why

    @property
    def about(self) -> tuple[str, ...]:
        """Everybody on whose page it is shown: its subject, and partners that a field lists."""
        listed = [each for value in self.fields.values() if isinstance(value, tuple) for each in value if re.fullmatch(r"[cp]-\w+", each)]
        return tuple(dict.fromkeys(each for each in (self.subject, *listed) if each))


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryMade:
    """Somebody writes something down. Names of partners are ids already; all else is as it was typed."""

    actor: Actor
    kind: str
    subject: str = ""
    name: str = ""
    on: date | None = None  #: today where nothing is said
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryStruck:
    actor: Actor
    entry: Entry
    struck: bool  #: it was struck before
    why: str


EntryCommand = EntryMade | EntryStruck


def decide(command: EntryCommand, snapshot: Snapshot, now: datetime) -> Outcome:
    """Keep an entry, or say what is wrong with it. Pure."""
    if command.actor.role < Role.STAFF:
        return _refused(command, "role_needed", {"detail": "staff"})
    if isinstance(command, EntryStruck):
        return _struck(command, now, local_day(snapshot.playbook, now))
    return _made(command, snapshot, now)


def _made(command: EntryMade, snapshot: Snapshot, now: datetime) -> Outcome:
    known = kinds(snapshot.playbook.entries)
    rules = known.get(command.kind)
    if rules is None:
        return _refused(command, "no_entry_kind", {"detail": command.kind, "known": ", ".join(known)})
    today = local_day(snapshot.playbook, now)
    on = command.on or today
    if on > today:
        return _refused(command, "not_yet", {"detail": str(on)})
    if bool(command.subject) == (rules.about == "office"):
        return _refused(command, "whom_about", {"detail": command.kind, "known": rules.about})
    fields = _read(rules, command.values)
    if isinstance(fields, str):
        return _refused(command, "odd_field", {"detail": fields, "known": usage(command.kind, rules)})
    entry = Entry(
        id="",
        kind=command.kind,
        subject=command.subject,
        name=command.name,
        on=on,
        fields=fields,
        note=command.note.strip()[:_LONGEST],
        who=command.actor.who,
        at=now,
    )
    if not (entry.note or fields):
        return _refused(command, "empty_entry", {"known": usage(command.kind, rules)})
    data = {"kind": entry.kind, "on": str(on), "fields": dict(fields)}
    record = Record(kind="entry.made", subject=command.subject or command.kind, who=command.actor.who, data=data)
    attended = fields.get("attended", ())
    came = attended if rules.done and isinstance(attended, tuple) else ()
    ticks = tuple(Directed(partnership=each, order=Ticked(actor=command.actor, name=rules.done)) for each in came)
    return Outcome(changes=(entry,), records=(record,), orders=ticks)


def _struck(command: EntryStruck, now: datetime, today: date) -> Outcome:
    entry = command.entry
    if not command.why.strip():
        return _refused(command, "reason_needed", {})
    if entry.strikes or command.struck:
        return _refused(command, "struck_before", {"detail": entry.id})
    strike = Entry(
        id="",
        kind=entry.kind,
        subject=entry.subject,
        name=entry.name,
        on=today,
        note=command.why.strip()[:_LONGEST],
        who=command.actor.who,
        at=now,
        strikes=entry.id,
    )
    data = {"entry": entry.id, "note": strike.note}
    record = Record(kind="entry.struck", subject=entry.subject or entry.kind, who=command.actor.who, data=data)
    return Outcome(changes=(strike,), records=(record,))


def usage(name: str, rules: EntryKind) -> str:
    """How an entry of a kind is typed."""
    whom = {"partner": " NAME", "school": " SCHOOL", "office": ""}[rules.about]
    parts = [f"{key}: {_shape(each)}" for key, each in rules.fields.items()]
    return f"/partners enter {name}{whom}; " + "; ".join([*parts, "note"])


def shown(entry: Entry, names: Mapping[str, str]) -> str:
    """One line for a page. `names` are those of partners that its fields list, by id."""
    told = [f"{key.replace('_', ' ')} {_words(value, names)}" for key, value in entry.fields.items()]
    whom = f"  {entry.name or entry.subject}" if entry.subject else ""
    note = f"  “{entry.note}”" if entry.note else ""
    struck = f" strikes {entry.strikes}" if entry.strikes else ""
    return f"{entry.id}  {entry.on}  {entry.kind}{struck}{whom}" + (f"  {'; '.join(told)}" if told else "") + f"{note}  {entry.who}"


def _words(value: Held, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(each, each) for each in value) if isinstance(value, tuple) else str(value).replace("_", " ")


def _shape(rules: EntryField) -> str:
    shapes = {"text": "WORDS", "number": "NUMBER", "people": "NAME, NAME", "partners": "PARTNER, PARTNER"}
    return "|".join(rules.choices) + (",…" if rules.type == "choices" else "") if rules.choices else shapes[rules.type]


def _read(rules: EntryKind, values: Mapping[str, str | tuple[str, ...]]) -> dict[str, Held] | str:
    """Each field by its type; or in one line what is wrong with one."""
    unknown = [key for key in values if key not in rules.fields]
    if unknown:
        return f"there is no field {unknown[0]}"
    missing = [key for key, each in rules.fields.items() if each.required and not values.get(key)]
    if missing:
        return f"{missing[0]} is missing"
    found: dict[str, Held] = {}
    for key, value in values.items():
        held = _value(rules.fields[key], value)
        if held is None:
            return f"{key} is {_shape(rules.fields[key])}, not “{value if isinstance(value, str) else ', '.join(value)}”"
        found[key] = held
    return found


def _value(rules: EntryField, said: str | tuple[str, ...]) -> Held | None:
    if isinstance(said, tuple):
        return said if rules.type == "partners" else None
    match rules.type:
        case "text":
            return said.strip()[:_LONGEST] or None
        case "number":
            number = said.strip().replace(",", "")
            return (float(number) if "." in number else int(number)) if _NUMBER.fullmatch(number) else None
        case "people" | "partners":
            return tuple(dict.fromkeys(each for part in said.split(",") if (each := " ".join(part.split())))) or None
        case "choice":
            return _choice(rules, said) or None
        case "choices":
            chosen = tuple(dict.fromkeys(_choice(rules, part) for part in said.split(",") if part.strip()))
            return chosen if chosen and all(chosen) else None


def _choice(rules: EntryField, said: str) -> str:
    plain = "_".join(re.findall(r"[a-z0-9]+", said.casefold()))
    return next((each for each in rules.choices if plain in {each, f"{each}s"}), "")


def _refused(command: EntryCommand, code: str, words: Mapping[str, str]) -> Outcome:
    subject = command.entry.id if isinstance(command, EntryStruck) else command.subject or command.kind
    record = Record(kind="entry.refused", subject=subject, who=command.actor.who, data={"why": code})
    return Outcome(reason=code, refused=refusals.sentence(code, words), records=(record,))
