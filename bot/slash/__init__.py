"""Carries out what staff type after `/partners`, and answers in plain text; the same from the terminal and from Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slash import (
    agreements,
    checkins,
    cleared,
    desk,
    entries,
    find,
    joining,
    meetings,
    newsletters,
    people,
    phoning,
    proofs,
    replies,
    report,
    rulings,
    wrong,
)
from bot.slash.said import Refused, Said
from handlers import staff_commands
from handlers.roles import acts, role_of
from handlers.types import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.app import App
    from handlers.staff_commands import StaffCommand

__all__ = ["COMMANDS", "Refused", "Said", "answer"]

#: Each command and what carries it out, in the order of the help.
COMMANDS: Mapping[str, Callable[[App, tuple[str, ...], str], str | Said]] = {
    "help": desk.help_,
    "inbox": desk.inbox,
    "release": desk.release_all,
    "discard": desk.discard_all,
    "seen": desk.seen,
    "applications": find.applications,
    "show": find.show,
    "tasks": find.tasks,
    "find": find.find,
    "why": desk.why,
    "question": desk.question,
    "reply": replies.reply,
    "report": report.report,
    "memo": report.memo,
    "phone": phoning.take,
    "say": phoning.say,
    "by-mail": phoning.by_mail,
    "wrong": wrong.wrong,
    "approve": rulings.approve,
    "decline": rulings.decline,
    "ask": rulings.ask,
    "assign": rulings.assign,
    "handover": people.handover,
    "contact": people.contact,
    "left": people.left,
    "agreement": agreements.agreement,
    "sign": agreements.sign,
    "done": rulings.done,
    "proof": proofs.proof,
    "file": proofs.file,
    "people": proofs.people,
    "cleared": cleared.cleared,
    "log": entries.log,
    "enter": entries.enter,
    "entries": entries.listed,
    "strike": entries.strike,
    "pause": rulings.pause,
    "resume": rulings.resume,
    "join": joining.join,
    "withdraw": rulings.withdraw,
    "end": rulings.end,
    "checkins": checkins.checkins,
    "meet": meetings.meet,
    "surveys": checkins.surveys,
    "confirm": checkins.confirm,
    "correct": checkins.correct,
    "need": checkins.need,
    "respondent": checkins.respondent,
    "undo": rulings.undo,
    "newsletter": newsletters.newsletter,
}


def answer(app: App, text: str, who: str) -> Said:
    """Read, check the role, run, and put the attempt on record, a refused one too."""
    command = staff_commands.read(text, who, role_of(who, app.desk.staff))
    said = Said(command.refusal, ok=False) if command.refusal else _carried_out(app, command, who)
    kind = "command.given" if said.ok else "command.refused"
    board, now = app.service.saving.post_room.board, app.clock.now()
    with app.store.unit() as unit:
        unit.records.add(Record(kind=kind, subject=command.name, who=who, data={"words": list(command.words)}), at=now)
        if board is not None and said.ok and acts(command.name):
            board.commanded(unit, " ".join([command.name, *command.words]), who, now)
    if board is not None and said.ok and acts(command.name):
        board.true_up(app.store, now, who)
    return said


def _carried_out(app: App, command: StaffCommand, who: str) -> Said:
    try:
        said = COMMANDS[command.name](app, command.words, who)
        return said if isinstance(said, Said) else Said(said)
    except Refused as refused:
        return Said(str(refused), ok=False)
