"""Staff commands on check-ins: who has answered, what is in doubt, what partners need, and who answers for them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import rounds
from bot.slash.said import PAGE, Refused
from handlers import letters
from handlers.checkins import NONE_WANTED, RESPONDENT
from handlers.dues import DueKind
from handlers.imports import address
from handlers.rounds import AnswerSettled, NeedClosed
from handlers.types import Record

if TYPE_CHECKING:
    from bot.app import App
    from bot.decided import Decided
    from handlers.dues import Need, Reported
    from handlers.rounds import RoundCommand

_PERIOD = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")

#: The lists of one period, in the order in which a person works through them.
_ORDER = ("held", "asked", "answered", "stopped", "closed")


def checkins(app: App, words: tuple[str, ...], who: str) -> str:
    """`checkins [period]`: how many have answered, who has not, and what is in doubt; without a period, the newest one."""
    with app.store.view() as unit:
        period = words[0] if words else unit.dues.newest_period(DueKind.CHECKIN)
        if words and not _PERIOD.fullmatch(words[0]):
            raise Refused(f"{words[0]} is no period such as 2026-10.")
        rows = list(unit.dues.between(DueKind.CHECKIN, period, period)) if period else []
        needs = unit.needs.items(limit=PAGE)
    if not rows:
        return f"No check-in was asked for {period or 'any month yet'}."
    counted = Counter(row.due.status.value for row in rows)
    answered = sum(row.due.answered_at is not None for row in rows)
    lines = [
        f"{period}: {answered} of {len(rows)} have answered ({', '.join(f'{counted[each]} {each}' for each in _ORDER if counted[each])})."
    ]
    waiting = [row for row in rows if row.due.answered_at is None]
    lines += [f"  {_who(row)}  {row.due.status.value}" for row in waiting[:PAGE]]
    lines += [f"  … and {len(waiting) - PAGE} more: liaison export checkins"] if len(waiting) > PAGE else []
    doubts = [(row, key) for row in rows for key, given in row.answers.items() if given.reason not in {"", "hedge"}]
    if doubts:
        lines.append("In doubt:")
        lines += [
            f"  {row.due.conversation} {key}: {row.answers[key].value}, from “{row.answers[key].words[:80]}”  ({row.party.organization})"
            for row, key in doubts[:PAGE]
        ]
    return "\n".join([*lines, *(["Open needs:", *map(_need, needs)] if needs else [])])


def _who(row: Reported) -> str:
    return f"{row.due.conversation}  {row.party.organization}  {row.due.respondent}"


def _need(need: Need) -> str:
    return f"  {need.id}  {need.kind}  {need.partner}  {need.opened_at:%Y-%m-%d}  “{need.words[:120]}”"


def confirm(app: App, words: tuple[str, ...], who: str) -> str:
    """`confirm ID [question]`: what was read is right; without a question, all that is in doubt."""
    conversation, question = words[0].casefold(), words[1].casefold() if len(words) > 1 else ""
    if not question:
        _decided(app, conversation, AnswerSettled(question="", who=who))
        return f"{conversation}: confirmed."
    return _settled(app, conversation, AnswerSettled(question=question, who=who))


def correct(app: App, words: tuple[str, ...], who: str) -> str:
    """`correct ID question VALUE`: another value in its place; what was there stays on record."""
    conversation, question = _two(words, "/partners correct ID question VALUE")
    said = " ".join(words[2:])
    if not said:
        raise Refused("Say the value: `/partners correct ID question VALUE`.")
    return _settled(app, conversation, AnswerSettled(question=question, who=who, words=said))


def _two(words: tuple[str, ...], usage: str) -> tuple[str, str]:
    if len(words) < 2:  # noqa: PLR2004  a talk and a question
        raise Refused(f"Say which: `{usage}`.")
    return words[0].casefold(), words[1].casefold()


def _settled(app: App, conversation: str, command: AnswerSettled) -> str:
    decided = _decided(app, conversation, command)
    talk = decided.conversation
    if talk is None:
        return f"{conversation}: done."
    playbook = app.loaded.playbook
    question = next((each for form in playbook.forms.values() for each in form.questions if each.id == command.question), None)
    given = talk.answers[command.question]
    value = letters.shown(question, given, "en", playbook.office.country) if question else str(given.value)
    return f"{talk.id}: {command.question} is {value} now."


def need(app: App, words: tuple[str, ...], who: str) -> str:
    """`need` lists what is open; `need ID close WORDS` ends one, and whoever asked for it reads the words."""
    if not words:
        with app.store.view() as unit:
            found = unit.needs.items(limit=PAGE)
        return "\n".join(map(_need, found)) or "Nothing that a partner asked for is open."
    with app.store.view() as unit:
        one = unit.needs.get(words[0].casefold())
    if one is None:
        raise Refused(f"There is no need {words[0]}; `/partners need` lists what is open.")
    outcome = " ".join(words[2:]).strip()
    if len(words) == 1:
        return _need(one).strip() + (f"\nClosed by {one.closed_by}: {one.outcome}" if one.closed_at else "")
    if words[1].casefold() != "close" or not outcome:
        raise Refused(f"Say what came of it, in words that the partner may read: `/partners need {one.id} close WORDS`.")
    decided = _decided(app, one.conversation, NeedClosed(need=one, outcome=outcome, who=who))
    told = ", ".join(f"{each.id} to {', '.join(each.to)}" for each in decided.queued)
    return f"{one.id}: closed." + (f" Mail: {told}." if told else "")


def _decided(app: App, conversation: str, command: RoundCommand) -> Decided:
    decided = rounds.settle(app, conversation, command)
    if decided is None:
        raise Refused(f"There is no check-in {conversation}; `/partners checkins` lists them.")
    if decided.outcome.refused:
        raise Refused(decided.outcome.refused)
    return decided


def respondent(app: App, words: tuple[str, ...], who: str) -> str:
    """`respondent PARTNER ADDRESS`: who answers its check-ins from now on; `again` asks a partner anew that wanted no more."""
    named, to = _two(words, "/partners respondent PARTNER ADDRESS")
    with app.store.unit() as unit:
        party = unit.partners.get(named)
        if party is None:
            raise Refused(f"There is no partner {named}; `/partners find` finds its id.")
        details = {key: value for key, value in party.details.items() if key != NONE_WANTED}
        if to != "again":
            details[RESPONDENT] = _address(to)
        unit.partners.save(replace(party, details=details))
        unit.records.add(
            Record(kind="partner.respondent", subject=party.id, who=who, data={"to": to, "before": party.details.get(RESPONDENT, "")}),
            at=app.clock.now(),
        )
    return f"{party.id}: its check-ins go to {details.get(RESPONDENT) or party.contact_email} from now on."


def _address(text: str) -> str:
    try:
        return address(text)
    except ValueError as error:
        raise Refused(f"{text} {error}") from None


def surveys(app: App, words: tuple[str, ...], who: str) -> str:
    """`surveys [period]`: how many of each side have answered, and who is missing."""
    with app.store.view() as unit:
        period = words[0] if words else unit.dues.newest_period(DueKind.SURVEY)
        rows = list(unit.dues.between(DueKind.SURVEY, period, period)) if period else []
    if not rows:
        return f"No survey was sent for {period or 'any year yet'}."
    lines = [f"{period}:"]
    for name, side in (("partners", [row for row in rows if not row.due.side]), ("schools", [row for row in rows if row.due.side])):
        if side:
            lines.append(f"  {name}: {sum(row.due.answered_at is not None for row in side)} of {len(side)} have answered")
    missing = [row for row in rows if row.due.answered_at is None]
    lines += [
        f"  {row.party.organization}, {row.due.side or 'the partner'}: {row.due.respondent or 'no address'}  {row.due.status.value}"
        for row in missing[:PAGE]
    ]
    return "\n".join([*lines, *([f"  … and {len(missing) - PAGE} more: liaison export surveys"] if len(missing) > PAGE else [])])
