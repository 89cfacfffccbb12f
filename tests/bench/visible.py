"""Measures how well newly written text is told from quoted text, beside the libraries one could have used.

`python -m tests.bench.visible [DIR]` reads `DIR/cases.jsonl`, by default the project's own mails. A row names a `file` and says what
its author newly wrote: `expected` whole, with other readings that are as fair in `also_ok`, or pieces of it in `contains` and `absent`;
`pairs` are the quoted questions with the answers typed beneath them. A mail whose `expected` is empty holds nothing new: to give back
all of it, marked as doubtful, is as right as to give back nothing, so that such mails are counted apart. The last line is one JSON
object with `cases`, `policy_pct`, `loss_pct`, `p99_ms`, and, of the mails that have them, `pairs_pct` and `empty_pct`.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from handlers.types import Address
from mail.parse import Hostile, parse
from mail.visible import visible_text
from mail.visible.closings import FORMAL
from mail.visible.html_text import html_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from handlers.types import Inbound

OWN = Path(__file__).parents[1] / "mail" / "visible"
INTAKE = Address(email="office@schools.example")
RECEIVED = datetime(2026, 11, 2, tzinfo=UTC)
LANGUAGES = ["en", "de", "es", "fr", "it", "nl", "pl", "sv", "da", "cs", "ja", "ko", "zh"]

#: Closing lines and attributions on which projects differ: some keep them, some cut them.
CLOSES = re.compile(
    r"^\s*(?:[-–—_]{1,}\s*\w*|--.*|/\w+|(?:best|kind|warm|many|with)?\s*"
    r"(?:thanks|thank you|regards|cheers|best|sincerely|greetings|saludos|cordialement|grüße|hilsen|mvh|kh|pozdrawiam|"
    r"med venlig hilsen)\b.{0,20}|"
    r"(?:sent|enviad[oa]|envoyé|gesendet|inviato|verzonden|skickat|sendt|wysłan\w*|отправлено|get)\b.{0,90})$",
    re.IGNORECASE,
)
#: So are those that office manuals give in other languages.
FORMALLY = re.compile(rf"[\s*_]*(?:{FORMAL})[!,.]?[\s*_]*", re.IGNORECASE)
ANNOUNCES = re.compile(
    r"^\s*\S.{5,250}(?:wrote|écrit|escribió|schrieb|schreef|skrev|scritto|escreveu|napisał\S*|написал\S*|viết)\s*:?\s*$",
    re.IGNORECASE,
)
CLOSING_LINES = 6


@dataclass(frozen=True)
class Case:
    """A mail and what its author newly wrote: `expected` whole, or pieces that must and must not be in it."""

    name: str
    raw: bytes
    expected: str | None
    contains: Sequence[str] = ()
    absent: Sequence[str] = ()
    also_ok: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()

    @property
    def empty(self) -> bool:
        return self.expected == "" and not self.contains


@dataclass
class Tally:
    """What one reader got right."""

    right: int = 0
    lost: int = 0
    missed: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def extract(raw: bytes) -> str:
    """What this project takes for newly written."""
    found = read(raw)
    return found.visible if found else ""


def read(raw: bytes) -> Inbound | None:
    try:
        return parse(raw, intake=INTAKE, received_at=RECEIVED)
    except Hostile:
        return None


def bodies(raw: bytes) -> tuple[str, str]:
    """The text and html for readers that take no raw mail."""
    message = importlib.import_module("email").message_from_bytes(raw)
    found = {"text/plain": "", "text/html": ""}
    for piece in message.walk():
        if piece.get_content_type() in found and not found[piece.get_content_type()]:
            found[piece.get_content_type()] = (piece.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return found["text/plain"], found["text/html"]


def peers() -> dict[str, Callable[[bytes], str] | None]:
    """The libraries from PyPI that are installed; None where one is not."""
    return {"mail-parser-reply": _mail_parser_reply(), "quotequail": _quotequail()}


def _mail_parser_reply() -> Callable[[bytes], str] | None:
    try:
        library = importlib.import_module("mailparser_reply")
    except ImportError:
        return None
    reader = library.EmailReplyParser(languages=LANGUAGES)
    return lambda raw: str(reader.parse_reply(_plain(raw)) or "")


def _quotequail() -> Callable[[bytes], str] | None:
    try:
        library = importlib.import_module("quotequail")
    except ImportError:
        return None
    return lambda raw: "\n".join(text for shown, text in library.quote(_plain(raw), limit=0) if shown)


def _plain(raw: bytes) -> str:
    text, html = bodies(raw)
    return text or "\n".join(line.raw for line in html_lines(html)[0])


def squeezed(text: str) -> str:
    return re.sub(r"[\s*_\u200b\ufeff]+", "", text.replace("\u00a0", " "))


def without_quotes(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith(">") and not ANNOUNCES.match(line)]


def comparable(text: str, *, quotes: bool) -> str:
    """A text without its short closing block and emphasis; without quoted lines, too, where projects may keep or drop them."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    lines = lines if quotes else without_quotes("\n".join(lines))
    for place in range(max(1, len(lines) - CLOSING_LINES - 4), len(lines)):
        closing = [line for line in lines[place:] if line.strip()]
        if (
            (CLOSES.match(lines[place]) or FORMALLY.fullmatch(lines[place]))
            and len(closing) <= CLOSING_LINES
            and any(line.strip() for line in lines[:place])
        ):
            return squeezed("\n".join(lines[:place]))
    return squeezed("\n".join(lines))


def is_right(case: Case, text: str) -> bool:
    """The policy measure: equal but for white space, emphasis, a closing block, and quotes where the expectation keeps them."""
    if case.expected is None:
        held = squeezed(text)
        return (
            bool(held)
            and all(squeezed(piece) in held for piece in case.contains)
            and not any(squeezed(piece) in held for piece in case.absent)
        )
    return any(_same(text, reading) for reading in (case.expected, *case.also_ok))


def _same(text: str, expected: str) -> bool:
    quotes = not re.search(r"^\s*>", expected, re.MULTILINE)
    return squeezed(text) == squeezed(expected) or comparable(text, quotes=quotes) == comparable(expected, quotes=quotes)


def pairs_found(case: Case) -> int:
    """How many of a case's answers came back with their question, whatever else was quoted above it."""
    found = read(case.raw)
    held = [(squeezed(pair.quoted.replace(">", "")), squeezed(pair.typed)) for pair in found.pairs] if found else []
    wanted = [(squeezed(asked.replace(">", "")), squeezed(typed)) for asked, typed in case.pairs]
    return sum(any(asked.endswith(question) and typed == answer for asked, typed in held) for question, answer in wanted)


def empty_kept(case: Case) -> bool:
    """Whether a mail without a new word gives none, or says that it is in doubt."""
    found = read(case.raw)
    return found is not None and (found.doubtful or not found.visible.strip())


def has_lost(case: Case, text: str) -> bool:
    """Whether newly written words are missing. A closing block is kept beside the text, and not counted."""
    if is_right(case, text):
        return False
    held = squeezed(text)
    if case.expected is None:
        return not held or any(squeezed(piece) not in held for piece in case.contains)
    kept = comparable(case.expected, quotes=False)
    lines = without_quotes(case.expected)
    wanted = [squeezed(line) for line in lines]
    return any(line not in held for line in wanted if line and line in kept)


def cases_of(folder: Path | None) -> list[Case]:
    return list(_own_cases()) if folder is None else list(_cases_in(folder))


def _cases_in(folder: Path) -> Sequence[Case]:
    rows = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Case(
            name=str(row.get("name") or row["file"]),
            raw=(folder / row["file"]).read_bytes(),
            expected=row.get("expected"),
            contains=row.get("contains") or (),
            absent=row.get("absent") or (),
            also_ok=row.get("also_ok") or (),
            pairs=[(asked, typed) for asked, typed in row.get("pairs") or ()],
        )
        for row in rows
    ]


def _own_cases() -> Sequence[Case]:
    mails = tomllib.loads((OWN / "mails.toml").read_text(encoding="utf-8"))["mail"]
    whole = [
        Case(
            row["name"],
            _mail(row.get("text"), row.get("html")),
            row.get("expected"),
            row.get("contains", ()),
            row.get("absent", ()),
            row.get("also_ok", ()),
        )
        for row in mails
        if row.get("expected") != ""
    ]
    clients = tomllib.loads((OWN / "clients.toml").read_text(encoding="utf-8"))["mail"]
    whole += [
        Case(
            row["name"],
            _mail(row.get("text"), row.get("html")),
            row["readings"][0],
            also_ok=row["readings"][1:],
            pairs=[(asked, typed) for asked, typed in row.get("pairs", ())],
        )
        for row in clients
    ]
    attributions = tomllib.loads((OWN / "attributions.toml").read_text(encoding="utf-8"))
    headers = tomllib.loads((OWN / "headers.toml").read_text(encoding="utf-8"))
    announced = {f"{language} {client}": line for language, rows in attributions.items() for client, line in rows.items()}
    announced |= {f"{kind} {name}": block for kind in ("blocks", "rules", "forwards") for name, block in headers[kind].items()}
    reply, quote = "We had 45 kids.\nThe garden is finished.", "Hello Ana,\n\nHow many students took part?\n\nDana"
    cut = [Case(name, _mail(f"{reply}\n\n{line}\n\n{quote}\n", None), reply) for name, line in announced.items()]
    return whole + cut


def _mail(text: str | None, html: str | None) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ana Reyes <ana@club.example>", "Re: Check-in"
    message["To"] = f"{INTAKE.email}, dana@schools.example"
    if text is not None:
        message.set_content(text.strip("\n"))
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message.as_bytes()


def measure(cases: Sequence[Case], reader: Callable[[bytes], str]) -> Tally:
    tally = Tally()
    for case in cases:
        begun = time.perf_counter()
        text = _read(reader, case.raw)
        tally.times.append(time.perf_counter() - begun)
        tally.right += is_right(case, text)
        tally.lost += has_lost(case, text)
        if not is_right(case, text):
            tally.missed.append(case.name)
    return tally


def _read(reader: Callable[[bytes], str], raw: bytes) -> str:
    try:
        return reader(raw)
    except Exception:  # noqa: BLE001 - a peer that raises has missed the mail
        return ""


def ordinary_mail_us(rounds: int = 50) -> float:
    """Microseconds for an ordinary mail of 10 kB: a few answers above a long quote."""
    quote = "\n".join(f"> {line}" for line in ["Thank you for your work with our students this month.", ""] * 180)
    body = f"1. 45\n2. six\n3. The garden.\n\nOn Sat, Oct 3, 2026 at 10:15 AM Dana <dana@schools.example> wrote:\n\n{quote}\n"
    begun = time.perf_counter()
    for _ in range(rounds):
        visible_text(body, None)
    return 1_000_000 * (time.perf_counter() - begun) / rounds


def main(folder: Path | None = None) -> dict[str, Any]:
    console = Console()
    found = cases_of(folder)
    cases = [case for case in found if not case.empty]
    table = Table("reader", "policy %", "loss %", "p99 ms", title=f"visible text of {len(cases)} mails")
    own = measure(cases, extract)
    readers: Mapping[str, Callable[[bytes], str] | None] = peers()
    tallies = {"liaison": own} | {name: measure(cases, reader) for name, reader in readers.items() if reader is not None}
    for name, tally in tallies.items():
        table.add_row(name, f"{_percent(tally.right, cases):.1f}", f"{_percent(tally.lost, cases):.1f}", f"{tally.p99:.1f}")
    for name in (name for name, reader in readers.items() if reader is None):
        table.add_row(name, "not installed", "", "")
    console.print(table)
    for name in own.missed:
        console.print(f"missed: {name}", markup=False)
    console.print(f"an ordinary mail of 10 kB takes {ordinary_mail_us():.0f} µs")
    figures = {
        "cases": len(cases),
        "policy_pct": round(_percent(own.right, cases), 2),
        "loss_pct": round(_percent(own.lost, cases), 2),
        "p99_ms": round(own.p99, 2),
    } | beside(found)
    print(json.dumps(figures))  # noqa: T201 - the last line is the result
    return figures


def beside(cases: Sequence[Case]) -> dict[str, float]:
    """Of the mails that have them: how many answers came back with their questions, how many empty replies were seen to be empty."""
    paired = [case for case in cases if case.pairs]
    empty = [case for case in cases if case.empty]
    figures: dict[str, float] = {}
    if paired:
        figures["pairs_pct"] = round(100 * sum(map(pairs_found, paired)) / sum(len(case.pairs) for case in paired), 2)
    if empty:
        figures["empty_pct"] = round(_percent(sum(map(empty_kept, empty)), empty), 2)
    return figures


def _percent(count: int, cases: Sequence[Case]) -> float:
    return 100 * count / len(cases) if cases else 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
