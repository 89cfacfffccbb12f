"""How a story looks: mail that comes in on the left, mail that goes out set in, and beside them what the store says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime
from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.demo.mail_programs import body_of
from handlers import letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from email.message import EmailMessage

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from bot.demo.office import Counts, Sent
    from bot.demo.playing import Played
    from bot.demo.story import Story
    from handlers.playbook import Playbook, Question
    from handlers.types import Answer, Conversation

IN, OUT, STAFF, LEARNT, WRONG = "bright_blue", "green", "yellow", "magenta", "bright_red"

#: How far mail that goes out is set in, and mail that comes in is kept from the right edge.
SET_IN = 6

#: Of a quoted mail so many lines stay above what was typed beneath them, and so many at its end.
KEEP_ABOVE, KEEP_AT_END = 2, 1

#: What a line of a list begins with; a line that goes on stands beneath what follows it.
_MARK = re.compile(r"(?:> )?(?: +|(?:[-•]|\d+\.) )+|")

_OLD_MAIL = re.compile(r"^_{20,}$")


def opening(story: Story, playbook: Playbook) -> Iterator[RenderableType]:
    office = playbook.office
    heading = Text.assemble((story.title, "bold"), "\n", (f"{office.name}, {office.district}", "dim"))
    yield Panel(Group(heading, Text(), Text(" ".join(story.opening.split()))), box=box.DOUBLE, padding=(1, 3), border_style="bold")


def scene(played: Played, playbook: Playbook, earlier: datetime | None) -> Iterator[RenderableType]:
    """Everything that one scene shows."""
    yield Text()
    yield Rule(_when(played.at, earlier), style="bright_black", align="left")
    yield Padding(Text(" ".join(played.scene.caption.split()), style="italic"), (1, 0))
    for sent in played.due:
        yield _going(sent, played.at)
    if played.mail is not None:
        yield _coming(played.mail)
    if played.item is not None:
        yield from _understood(played, playbook)
    for command, answer in played.said:
        yield _typed(command, answer)
    for sent in played.sent:
        yield _going(sent)
    if played.beside:
        kinds = Counter(each.item.template.replace("_", " ") for each in played.beside)
        yield Padding(
            Text("Meanwhile: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())), style="dim"), (0, 0, 0, SET_IN)
        )
    yield from otherwise(played.otherwise)


def left_out(scenes: int) -> Iterator[RenderableType]:
    """Say in an excerpt that something is missing here."""
    if scenes:
        yield Text()
        yield Text(f"⋯ {scenes} scene{'s' * (scenes > 1)} left out", style="dim")


def otherwise(problems: tuple[str, ...]) -> Iterator[RenderableType]:
    if problems:
        text = Text("\n".join(problems))
        yield Panel(text, title="It went otherwise than the story expects", title_align="left", border_style=WRONG, box=box.HEAVY)


def closing(story: Story, counts: Counts) -> Iterator[RenderableType]:
    yield Text()
    yield Rule("What an office would now keep", style="bright_black", align="left")
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column()
    for count, name, kinds in (
        (sum(counts.heard.values()), "mail in, all of it kept as it came", counts.heard),
        (counts.to_partners, "mail out to partners", {}),
        (counts.to_staff, "mail out to staff", {}),
        (sum(counts.conversations.values()), "conversations", counts.conversations),
        (sum(counts.partners.values()), "organizations", counts.partners),
        (counts.answers, "answers, each with the words it was read from", {}),
        (counts.records, "records of what happened, each with who and from which mail", {}),
    ):
        told = "; ".join(f"{each} {kind}" for kind, each in sorted(kinds.items()))
        table.add_row(str(count), Text.assemble(name, (f": {told}" if told else "", "dim")))
    yield Padding(table, (1, 0, 1, 2))
    if story.closing:
        yield Text(" ".join(story.closing.split()), style="italic")


def _when(at: datetime, earlier: datetime | None) -> Text:
    # Newer tables of dates put a narrow space before AM, which not every terminal has.
    text = format_datetime(at, "EEEE, MMMM d, y, h:mm a", tzinfo=at.tzinfo, locale="en_US").replace("\u202f", " ")
    days = (at.date() - earlier.date()).days if earlier else 0
    later = f"  +{days} day{'s' * (days > 1)}" if days else ""
    return Text.assemble((text, "bold"), (later, "cyan"))


def _coming(message: EmailMessage) -> RenderableType:
    attached = [part.get_filename() or "" for part in message.iter_attachments()]
    names = ("From", "To", "Subject")
    parts = [_header(message, names, attached), Text(), Flowed(_folded(body_of(message)))]
    return Padding(Panel(Group(*parts), title="mail in", title_align="left", border_style=IN, box=box.ROUNDED), (0, SET_IN, 0, 0))


def _going(sent: Sent, by: datetime | None = None) -> RenderableType:
    """One mail of ours; of one that fell due on the way to `by` its day is said."""
    title, style = ("to staff", STAFF) if sent.item.to_staff else ("Liaison writes", OUT)
    at = sent.item.created_at.astimezone(by.tzinfo) if by else None
    if at is not None and by is not None and at.date() < by.date():
        title += format_date(at.date(), ", 'on' MMMM d, y", locale="en_US")
    parts = [_header(sent.message, ("To", "Subject"), []), Text(), Flowed(Text(body_of(sent.message)))]
    return Padding(Panel(Group(*parts), title=title, title_align="left", border_style=style, box=box.ROUNDED), (0, 0, 0, SET_IN))


def _header(message: EmailMessage, names: tuple[str, ...], attached: list[str]) -> RenderableType:
    lines = [(name, str(message[name])) for name in names] + [("Attached", each) for each in attached]
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim")
    grid.add_column(style="bold", overflow="fold")
    for name, value in lines:
        grid.add_row(name, Text(value))
    return grid


def _folded(body: str) -> Text:
    """A mail as it was typed; of what it quotes, only what the typing belongs to."""
    text = Text()
    for is_quoted, lines in _runs(body.splitlines()):
        if not is_quoted:
            text.append("\n".join([*lines, ""]))
            continue
        is_last = body.endswith(lines[-1])
        told = [line for line in lines if line.strip("> ")]
        keep = KEEP_AT_END if is_last else KEEP_ABOVE
        hidden = [f"  … {len(told) - keep} more lines of the mail that is answered"] if len(told) > keep else []
        text.append("\n".join([*told[:keep], *hidden, ""] if is_last else [*hidden, *told[-keep:], ""]), style="dim")
    text.rstrip()
    return text


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Lines in runs of quoted and typed ones."""
    runs: list[tuple[bool, list[str]]] = []
    old = False
    for line in lines:
        old = old or bool(_OLD_MAIL.match(line))
        is_quoted = old or line.startswith(">")
        if runs and runs[-1][0] is is_quoted:
            runs[-1][1].append(line)
        else:
            runs.append((is_quoted, [line]))
    return runs


def _understood(played: Played, playbook: Playbook) -> Iterator[RenderableType]:
    """What the store says that Liaison made of a mail."""
    item, talk = played.item, played.after
    assert item is not None
    table = Table.grid(padding=(0, 2))
    table.add_column(style=LEARNT, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("kept as", f"{item.id}, {item.disposition}" + (f": {item.reason}" if item.reason else ""))
    if talk is not None:
        pathway = playbook.pathways.get(talk.pathway)
        table.add_row("belongs to", f"{pathway.title.en if pathway else talk.pathway} ({talk.kind.value}, {talk.status.value})")
    if played.before is None and (because := item.decision.get("because")):
        table.add_row("because", "\n".join(map(str, because)))
    if rests_on := "\n".join(_sources(played, playbook)):
        table.add_row("rests on", rests_on)
    yield Padding(table, (1, SET_IN, 1, 2))
    if talk is not None and (learnt := _learnt(played.before, talk, playbook)):
        yield Padding(_answers(learnt), (0, SET_IN, 1, 2))


def _sources(played: Played, playbook: Playbook) -> Iterator[str]:
    """What the playbook cites for the pathway, where a mail that went out names it."""
    pathway = playbook.pathways.get(played.after.pathway) if played.after else None
    said = " ".join(" ".join(body_of(sent.message) for sent in played.sent).split())
    for each in letters.sources(playbook, pathway.cites if pathway else (), "en"):
        if each["document"] in said and each["section"] in said:
            yield f"{each['document']}, {each['section']}, as of {each['as_of']}"


def _learnt(before: Conversation | None, after: Conversation, playbook: Playbook) -> list[tuple[str, list[Text]]]:
    """New and changed answers, under the words they were read from."""
    form = playbook.application
    known = before.answers if before else {}
    groups: dict[str, list[Text]] = {}
    for question in form.questions if form else ():
        answer = after.answers.get(question.id)
        if answer is None or answer == known.get(question.id):
            continue
        line = _line(question, answer, known.get(question.id), after, playbook)
        groups.setdefault(answer.words, []).append(line)
    return list(groups.items())


def _line(question: Question, answer: Answer, earlier: Answer | None, talk: Conversation, playbook: Playbook) -> Text:
    country, language = playbook.office.country, talk.language
    value = letters.shown(question, answer, language, country)
    was = letters.shown(question, earlier, language, country) if earlier else ""
    line = Text.assemble((f"{question.label.in_language(language)}: ", "dim"), (value, "bold"))
    if was and was != value:
        line.append(f"  (was {was})", style=WRONG)
    if not answer.sure:
        line.append(f"  not sure: {answer.reason}", style=STAFF)
    elif earlier is not None and not earlier.sure and was == value:
        line.append("  now sure", style=OUT)
    return line


def _answers(learnt: list[tuple[str, list[Text]]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1), pad_edge=False, header_style=LEARNT)
    table.add_column("learnt", ratio=1)
    table.add_column("from the words", ratio=1, style="italic")
    for words, lines in learnt:
        table.add_row(Text("\n").join(lines), Text(f"“{' '.join(words.split())}”"))
    return table


def _typed(command: str, answer: str) -> RenderableType:
    return Panel(
        Group(Text(f"> {command}", style="bold"), Text(), Flowed(Text(answer))),
        title="staff type",
        title_align="left",
        border_style=STAFF,
        box=box.ROUNDED,
    )


@dataclass(frozen=True, slots=True)
class Flowed:
    """Text whose long lines go on beneath their own first words, so that a list still looks like one."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.text.split("\n", allow_blank=True):
            mark = _MARK.match(line.plain)
            indent = len(mark[0]) if mark else 0
            first, rest = line.divide([indent])
            wrapped = rest.wrap(console, max(1, options.max_width - indent))
            for number, part in enumerate(wrapped or [rest]):
                yield Text.assemble(first if number == 0 else " " * indent, part)
