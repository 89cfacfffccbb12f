"""Staff commands that write down what happened by phone and in rooms, list it, and strike what was a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slash.rulings import actor
from bot.slash.said import PAGE, Refused, paged
from handlers import entries, entry_words, progress, proof_words, refusals
from handlers.entries import Entry, EntryMade, EntryStruck
from handlers.entry_kinds import kinds
from handlers.partnership import OVER
from store.errors import StaleVersion
from store.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from bot.app import App
    from bot.decided import Decided
    from handlers.entries import EntryCommand
    from handlers.entry_words import Typed
    from store.unit import Unit

HOW = "Say `/partners log NAME channel [support|information|data request:] note`; the channel is one of {channels}."


def log(app: App, words: tuple[str, ...], who: str) -> str:
    """`log NAME channel [on DATE] [support type:] note`."""
    channels = kinds(app.loaded.playbook.entries)["log"].fields["channel"].choices
    typed = list(entry_words.log(words, channels))
    if not typed:
        raise Refused(HOW.format(channels=", ".join(each.replace("_", " ") for each in channels)))
    with app.store.view() as unit:
        known = next((each for each in typed if _subjects(unit, each.name)), typed[0])
    return _enter(app, known, who)


def enter(app: App, words: tuple[str, ...], who: str) -> str:
    """`enter KIND [NAME]; field: value; note`."""
    return _enter(app, entry_words.enter(" ".join(words)), who)


def listed(app: App, words: tuple[str, ...], who: str) -> str:
    """`entries [KIND] [NAME]`: the newest first; without words also how each kind is typed."""
    known = kinds(app.loaded.playbook.entries)
    kind = words[0].casefold() if words and words[0].casefold() in known else ""
    named = " ".join(words[1:] if kind else words)
    with app.store.view() as unit:
        if named:
            ids = [id_ for id_, _ in _subjects(unit, named)] or [named]
            found = [each for id_ in ids for each in unit.entries.of(id_) if not kind or each.kind == kind]
        else:
            found = list(unit.entries.newest(kind, PAGE + 1))
        lines = [entries.shown(each, _names(unit, each)) for each in found]
    ways = [] if words else ["", "How to write one:", *(entries.usage(name, rules) for name, rules in known.items())]
    return "\n".join([paged(lines) or "Nothing was written down yet.", *ways])


def strike(app: App, words: tuple[str, ...], who: str) -> str:
    """`strike e-7 REASON`: it stays on record and counts no more."""
    with app.store.view() as unit:
        entry = unit.entries.get(words[0].casefold())
        struck = unit.entries.is_struck(words[0].casefold())
    if entry is None:
        raise Refused(f"There is no entry {words[0]}. `/partners entries` lists them.")
    command = EntryStruck(actor=actor(app, who), entry=entry, struck=struck, why=" ".join(words[1:]))
    try:
        _kept(app, command)
    except StaleVersion:
        raise Refused(refusals.sentence("struck_before", {"detail": entry.id})) from None
    return f"{entry.id}: struck; it stays on record and counts no more."


def of_page(unit: Unit, *subjects: str) -> Iterator[str]:
    """Lines for the page of a partner: the newest first."""
    found = [each for subject in dict.fromkeys(subjects) for each in unit.entries.of(subject, PAGE)]
    yield from (f"Entry {entries.shown(each, _names(unit, each))}" for each in found[:PAGE])


def _enter(app: App, typed: Typed, who: str) -> str:
    rules = kinds(app.loaded.playbook.entries).get(typed.kind)
    values: dict[str, str | tuple[str, ...]] = dict(typed.values)
    with app.store.view() as unit:
        subject, name = _subject(unit, typed.name, rules.about) if typed.name and rules else ("", "")
        for key, each in rules.fields.items() if rules else ():
            if each.type == "partners" and key in typed.values:
                values[key] = tuple(_subject(unit, one.strip(), "partner")[0] for one in typed.values[key].split(",") if one.strip())
    command = EntryMade(
        actor=actor(app, who), kind=typed.kind, subject=subject, name=name, on=_day(app, typed.day), values=values, note=typed.note
    )
    decided = _kept(app, command)
    with app.store.view() as unit:
        kept = next(change for change in decided.outcome.changes if isinstance(change, Entry))
        newest = unit.entries.kept(kept.at, kept.who) or kept
        lines = [f"Kept: {entries.shown(newest, _names(unit, newest))}"]
        lines += _done(unit, decided, rules.done if rules else "")
    return "\n".join(lines)


def _kept(app: App, command: EntryCommand) -> Decided:
    decided = app.service.enter(command)
    if decided.outcome.refused:
        raise Refused(decided.outcome.refused)
    return decided


def _done(unit: Unit, decided: Decided, gate: str) -> Iterator[str]:
    """Say for whom the entry has done a task, and for whom it is too early."""
    called = gate.replace("_", " ")
    for directed in decided.outcome.orders:
        at = unit.partnerships.get(directed.partnership)
        if at is None:
            yield f"{directed.partnership}: no partnership of this partner is open, so nothing is done there."
        elif gate in at.ticks:
            yield f"{at.id}  {at.organization}: {called} is done."
        else:
            yield f"{at.id}  {at.organization}: {called} is not done; it does not wait for it now. /partners done {at.id} {gate}"


def _day(app: App, words: str) -> date | None:
    if not words:
        return None
    office = app.loaded.playbook.office
    found = proof_words.day(words, progress.local_day(app.loaded.playbook, app.clock.now()), office.time_zone, office.country)
    if found is None:
        raise Refused(f"“{words}” is no day such as 2026-11-23. Nothing was kept.")
    return found


def _subject(unit: Unit, named: str, about: str) -> tuple[str, str]:
    """Whom a name means: a partnership before a partner, or a school as the list names it; refused where that is not one."""
    if about == "school":
        schools = unit.partners.schools().items()
        return next(((name, name) for name, others in schools if fold(named) in {fold(each) for each in (name, *others)}), (named, named))
    found = _subjects(unit, named)
    if len(found) == 1:
        return found[0]
    several = "; ".join(f"{id_} {name}" for id_, name in found[:PAGE])
    raise Refused(
        f"Several are called “{named}”: {several}. Give the id." if found else f"Nobody is called “{named}”: try `/partners find`."
    )


def _subjects(unit: Unit, named: str) -> list[tuple[str, str]]:
    one = unit.partnerships.get(named.casefold())
    if one is not None:
        return [(one.id, one.organization)]
    if not named:
        return []
    running = [each for each in unit.partnerships.of("", named) if each.standing not in OVER]
    if running:
        return [(each.id, each.organization) for each in running]
    parties = unit.partners.find(named)
    exact = [each for each in parties if fold(each.organization) == fold(named) or each.id == named.casefold()]
    found = exact or list(parties)
    theirs = {
        at.id: at.organization
        for each in found
        for at in unit.partnerships.of(each.contact_email)
        if at.standing not in OVER and fold(at.organization) == fold(each.organization)
    }
    return list(theirs.items()) or [(each.id, each.organization) for each in found]


def _names(unit: Unit, entry: Entry) -> Mapping[str, str]:
    found = ((each, unit.partnerships.get(each)) for each in entry.about)
    return {id_: at.organization for id_, at in found if at is not None}
