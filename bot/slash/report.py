"""The staff command that counts: a short text, and the rows behind each of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import memos, reporting
from bot.slash.said import PAGE, Refused
from handlers.entries import shown
from handlers.report import periods
from handlers.report.activity import QUESTIONS
from handlers.report.asking import RATING, rating_of

if TYPE_CHECKING:
    from bot.app import App
    from handlers.report.figures import Figure
    from handlers.report.memos import Memo
    from handlers.report.periods import Span
    from store.unit import Unit

ROWS = "rows"

PERIODS = "A period is a month (2026-10), a year (2026) or a school year (2026-27): `/partners report 2026-10 rows sessions`."


def report(app: App, words: tuple[str, ...], who: str) -> str:
    """`[period]`, and `rows FIGURE` behind it."""
    before, after = (words[: words.index(ROWS)], words[words.index(ROWS) + 1 :]) if ROWS in words else (words, ())
    if len(before) > 1 or (ROWS in words and len(after) != 1):
        raise Refused(PERIODS)
    counted = reporting.made(app, _span(app, before[0] if before else ""))
    if not after:
        return reporting.summary(app, counted).rstrip()
    totals = [each for each in counted.figures if each.group is None]
    wanted = [each for each in totals if after[0] == each.id] or [each for each in totals if after[0] in each.id]
    if not wanted:
        raise Refused(f"There is no figure {after[0]}. There are: {', '.join(each.id for each in totals)}.")
    with app.store.view() as unit:
        return "\n\n".join("\n".join(_rows(unit, each)) for each in wanted)


def memo(app: App, words: tuple[str, ...], who: str) -> str:
    """`recommend PERIOD NAME`, `sign ID NAME`; without words the list of those that were recommended."""
    what, *rest = words or ("list",)
    try:
        match what.casefold(), rest:
            case "list", []:
                return _memos(app)
            case "recommend", [period, *name]:
                kept = memos.recommend(app, reporting.made(app, _span(app, period)), " ".join(name), who)
                return f"{_stands(kept)}\nIt is kept as it is now. To print it: liaison report --memo {kept.id} --format pdf > memo.pdf"
            case "sign", [known, *name]:
                return _stands(memos.sign(app, known.casefold(), " ".join(name), who))
    except memos.MemoRefused as refused:
        raise Refused(str(refused)) from None
    raise Refused("`/partners memo recommend PERIOD NAME`, `/partners memo sign ID NAME`, or `/partners memo` for the list.")


def _memos(app: App) -> str:
    known = memos.all_of(app)[-PAGE:]
    return "\n".join(map(_stands, known)) or "No memo was recommended yet: `/partners memo recommend 2026-27 NAME`."


def _stands(known: Memo) -> str:
    signed = "; ".join(f"signed by {each.name} on {each.on}" for each in known.signatures)
    said = f"{known.id}  {known.status.value}  recommended by {known.recommended.name} on {known.recommended.on}"
    return f"{said}; {signed}" if signed else said


def _span(app: App, period: str) -> Span:
    today = app.clock.now().astimezone(ZoneInfo(app.loaded.playbook.office.time_zone)).date()
    span = periods.named(period) if period else periods.school_year(today)
    if span is None:
        raise Refused(PERIODS)
    return span


def _rows(unit: Unit, figure: Figure) -> list[str]:
    of = "" if figure.of is None else f" of {figure.of}"
    value = "not recorded" if figure.value is None else f"{figure.value:,}"
    head = f"{figure.id}{f' in {figure.month}' if figure.month else ''}: {value}{of}, from {len(figure.rows)} rows"
    marked = [(row, " (about)" if row in set(figure.approximate) else "") for row in figure.rows[:PAGE]]
    left = PAGE - len(marked)
    marked += [(row, " (missing)") for row in figure.missing[:left]]
    more = len(figure.rows) + len(figure.missing) - len(marked)
    question = QUESTIONS.get(figure.id, RATING if figure.id == "schools_satisfied" else "")
    lines = [head, *(f"{row}  {_said(unit, row, question).removeprefix(f'{row}  ')}{mark}".rstrip() for row, mark in marked)]
    return [*lines, f"… and {more} more: `liaison report --json` has all of them."] if more else lines


def _said(unit: Unit, row: str, question: str) -> str:
    """Whose row it is: of a check-in or survey also for which month and side, and in which words; of a need the partner's words."""
    if row.startswith("q-") and (due := unit.dues.get(row)):
        party, talk = unit.partners.get(due.partner), unit.conversations.get(due.conversation)
        answer = talk.answers.get(rating_of(due) if question == RATING else question) if talk and question else None
        said = f"{answer.value} “{answer.words}”" if answer else ""
        return "  ".join(
            part for part in (party.organization if party else due.partner, due.period, due.side, due.conversation, said) if part
        )
    if row.startswith("p-") and (party := unit.partners.get(row)):
        return f"{party.organization}  {party.contact_email}"
    if row.startswith("n-") and (need := unit.needs.get(row)):
        return f"{need.kind}: “{need.words}”"
    if row.startswith("e-") and (entry := unit.entries.get(row)):
        return shown(entry, {})
    return ""
