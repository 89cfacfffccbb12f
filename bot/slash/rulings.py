"""Staff commands that act on a partnership: rulings, tasks, liaison, pause and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dossiers import dossier_of
from bot.slash.said import Refused
from handlers import progress, refusals, review
from handlers.orders import LiaisonAssigned, RulingGiven, RulingTakenBack, StandingChanged, Ticked
from handlers.partnership import Actor, Standing, Verdict
from handlers.roles import role_of
from handlers.tasks import as_typed
from handlers.undo import UNDO_WITHIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.app import App
    from bot.decided import Decided
    from handlers.orders import Change, Order
    from handlers.partnership import Partnership

#: Records of ten minutes among which a ruling is looked for.
LATELY = 10_000


def approve(app: App, words: tuple[str, ...], who: str) -> str:
    """`approve ID [gate] [for SCHOOL:] [note]`: the gate only where the one at which it waits is not plain."""
    partnership = found(app, words[0])
    gate, note = _gate_and_note(app, words[1:])
    school, note = _school_and_note(partnership, note)
    return carried_out(app, partnership.id, RulingGiven(actor=actor(app, who), verdict=Verdict.APPROVE, gate=gate, school=school, why=note))


def decline(app: App, words: tuple[str, ...], who: str) -> str:
    partnership = found(app, words[0])
    school, why = _school_and_note(partnership, " ".join(words[1:]))
    return carried_out(app, partnership.id, RulingGiven(actor=actor(app, who), verdict=Verdict.DECLINE, school=school, why=why))


def ask(app: App, words: tuple[str, ...], who: str) -> str:
    """`ask ID question,question [note]`, also with a blank after the commas."""
    partnership = found(app, words[0])
    named: list[str] = []
    rest = list(words[1:])
    while rest and (not named or named[-1].endswith(",")):
        named.append(rest.pop(0))
    questions = tuple(dict.fromkeys(each.casefold() for word in named for each in word.split(",") if each))
    order = RulingGiven(actor=actor(app, who), verdict=Verdict.ASK, questions=questions, why=" ".join(rest))
    return carried_out(app, partnership.id, order)


def done(app: App, words: tuple[str, ...], who: str) -> str:
    partnership = found(app, words[0])
    return carried_out(app, partnership.id, Ticked(actor=actor(app, who), name=as_typed(" ".join(words[1:]))))


def assign(app: App, words: tuple[str, ...], who: str) -> str:
    partnership = found(app, words[0])
    return carried_out(app, partnership.id, LiaisonAssigned(actor=actor(app, who), liaison=liaison_named(app, " ".join(words[1:]))))


def pause(app: App, words: tuple[str, ...], who: str) -> str:
    return _change(app, words, who, "pause")


def end(app: App, words: tuple[str, ...], who: str) -> str:
    return _change(app, words, who, "end")


def withdraw(app: App, words: tuple[str, ...], who: str) -> str:
    return _change(app, words, who, "withdraw")


def undo(app: App, words: tuple[str, ...], who: str) -> str:
    """Take back the last ruling that this person has given, wherever it was."""
    mine = actor(app, who)
    with app.store.view() as unit:
        lately = unit.records.items(since=app.clock.now() - UNDO_WITHIN, limit=LATELY)
    given = [each.record.subject for each in lately if each.record.kind == "ruling.given" and each.record.who == mine.who]
    if not given:
        raise Refused("You have ruled on nothing in the last ten minutes.")
    return carried_out(app, given[-1], RulingTakenBack(actor=mine))


def resume(app: App, words: tuple[str, ...], who: str) -> str:
    """Resume what is paused or on hold; where nothing is, give the conversation back to Liaison."""
    wanted = words[0].casefold()
    with app.store.view() as unit:
        partnership = unit.partnerships.get(wanted)
    if partnership is not None and (partnership.standing is Standing.PAUSED or partnership.on_hold):
        return _change(app, words, who, "resume")
    given = app.service.give_back(wanted, who)
    if given is None:
        raise Refused(f"There is no conversation {words[0]}, and no partnership of that id is paused.")
    return f"{words[0]}: Liaison answers here again." + (f" {len(given.queued)} mail queued." if given.queued else "")


def _change(app: App, words: tuple[str, ...], who: str, change: Change) -> str:
    partnership = found(app, words[0])
    return carried_out(app, partnership.id, StandingChanged(actor=actor(app, who), change=change, why=" ".join(words[1:])))


def found(app: App, named: str) -> Partnership:
    with app.store.view() as unit:
        partnership = unit.partnerships.get(named.casefold())
    if partnership is None:
        raise Refused(f"{named}: " + refusals.sentence("no_partnership", {}))
    return partnership


def actor(app: App, who: str) -> Actor:
    return Actor(who=who.casefold(), role=role_of(who, app.desk.staff))


def _gate_and_note(app: App, words: tuple[str, ...]) -> tuple[str, str]:
    gates = {gate.id for stage in app.loaded.playbook.stages for gate in stage.all_gates}
    named = words[0].casefold() if words else ""
    return (named, " ".join(words[1:])) if named in gates else ("", " ".join(words))


def _school_and_note(partnership: Partnership, note: str) -> tuple[str, str]:
    """Read `for SCHOOL: note`; the school as the application names it."""
    for school in partnership.schools:
        start = f"for {school}"
        if note.casefold().startswith(start.casefold()):
            return school, note[len(start) :].lstrip(" :,")
    return "", note


def liaison_named(app: App, named: str) -> str:
    """The address of somebody of the district: on the list of people or staff, or at one of the district's own domains."""
    with app.store.view() as unit:
        people: Mapping[str, Mapping[str, str]] = unit.partners.people()
    by_name = [email for email, details in people.items() if details.get("name", "").casefold() == named.casefold()]
    address = by_name[0] if len(by_name) == 1 else named.casefold()
    domains = {domain.casefold() for domain in app.loaded.playbook.office.domains}
    if address in people or address in app.desk.staff or ("@" in address and address.rpartition("@")[2] in domains):
        return address
    raise Refused(
        f"“{named}” is on no list of the district's people. Give a mail address that is, or bring it in: liaison import people FILE."
    )


def carried_out(app: App, partnership: str, order: Order) -> str:
    decided = app.service.order(partnership, order)
    if decided is None:
        raise Refused(f"{partnership}: " + refusals.sentence("no_partnership", {}))
    if decided.outcome.refused:
        raise Refused(decided.outcome.refused)
    return f"{_where(app, partnership)}{_told(decided)}"


def _where(app: App, partnership: str) -> str:
    """Say where it stands now and what is still missing, in one line."""
    with app.store.view() as unit:
        at = unit.partnerships.get(partnership)
        if at is None:
            return f"{partnership}: gone."
        playbook = app.service.snapshots.playbook_of(unit, unit.conversations.get(partnership))
        dossier = dossier_of(unit, at)
    missing = review.missing(playbook, dossier, progress.local_day(playbook, app.clock.now())) if not at.on_hold else ()
    stage = playbook.stage(at.stage)
    where = f", at the stage {stage.title.en}" if stage and at.standing is Standing.UNDER_REVIEW else ""
    waits = f" Missing: {'; '.join(review.labels(missing, 'en'))}." if missing and at.standing is Standing.UNDER_REVIEW else ""
    return f"{at.id}  {at.organization}: {at.standing.value.replace('_', ' ')}{where}{', on hold' if at.on_hold else ''}.{waits}"


def _told(decided: Decided) -> str:
    """Say which mails this has queued, and whether they wait for a person."""
    told = [f"{each.id} to {', '.join(each.to)}" + (" (held)" if each.status == "held" else "") for each in decided.queued]
    return f" Mail: {'; '.join(told)}." if told else ""
