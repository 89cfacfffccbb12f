"""How well mail that no robot may answer is told from mail that only sounds like it: `./dev bench sensitive [FILE]`.

A file has one mail a line: `text`, perhaps `subject`, `sensitive` (a class or null) and `also_ok`, classes that are right as well.
"""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.app import the_meaning
from bot.settings import use_one_blas_thread
from handlers.sensitive import ALARMING, find
from handlers.types import Sensitive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.meaning import Meaning

ROOT = Path(__file__).parents[2]
SETS = ROOT / "tests" / "handlers" / "sensitive"
#: `later` was run once before anything of it was in view, `developed` (by another hand) and `unseen` were in view while fitting.
OWN = ("later.jsonl", "unseen.jsonl", "developed.jsonl")

#: What a first attempt looks like: any of these words holds the mail, the first class with a hit is named.
KEYWORDS = {
    "safety": "abuse hurt kill gun weapon suicide knife threat bruise drunk shoot die dead attack abuso golpe arma matar sangre morir",
    "legal": "lawyer attorney lawsuit sue court subpoena legal claim insurance abogado demanda juez corte",
    "records": "foia records request public copy copies emails documents transparencia copia registros",
    "press": "reporter press journalist interview newspaper podcast story tv news periodista prensa entrevista",
    "civil_rights": "discrimination race disability title ada religion rights discriminacion derechos",
    "student_data": "iep dob grades roster birthdate id diagnosis calificaciones matricula",
    "complaint": "complaint complain rude unacceptable angry queja grosero",
}


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    text: str
    kind: str | None
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    kind: str | None
    words: str = ""
    took: float = 0.0


def read_cases(file: Path) -> list[Case]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Case(
            str(row.get("id", number)),
            "\n".join(each for each in (row.get("subject", ""), row["text"]) if each),
            row["sensitive"],
            frozenset({*filter(None, [row["sensitive"]]), *row.get("also_ok", ())}),
        )
        for number, row in enumerate(rows, 1)
    ]


def main(file: Path | None = None) -> dict[str, float]:
    """Measures, prints a table for each set, names each miss; the last line is one JSON object over all of them."""
    use_one_blas_thread()
    meaning = the_meaning()
    meaning.load()
    console = Console(width=140)
    cases: list[Case] = []
    for each in [file] if file else [SETS / name for name in OWN]:
        mine = read_cases(each)
        cases += mine
        console.print(_table(each.name, mine, meaning))
        _name_misses(console, mine, [_both(meaning, case.text) for case in mine])
    figures = _figures(cases, [_both(meaning, case.text) for case in cases])
    sys.stdout.write(json.dumps(figures) + "\n")
    return figures


def _both(meaning: Meaning, text: str) -> Answer:
    started = time.perf_counter()
    found = find(text, meaning.judge(text))
    return Answer(found.kind.value if found else None, found.words if found else "", 1000 * (time.perf_counter() - started))


def _rules(text: str) -> Answer:
    found = find(text)
    return Answer(found.kind.value if found else None)


def _model(meaning: Meaning, text: str) -> Answer:
    worst = max(meaning.judge(text), key=lambda each: each.alarm, default=None)
    return Answer(worst.kind.value if worst and worst.alarm >= ALARMING else None)


def _keywords(text: str) -> Answer:
    said = set(re.findall(r"\w+", text.lower()))
    return Answer(next((kind for kind, words in KEYWORDS.items() if said & set(words.split())), None))


def _table(name: str, cases: Sequence[Case], meaning: Meaning) -> Table:
    keys = ("safety_pct", "found_pct", "class_pct", "held_wrongly_pct")
    table = Table("method", "safety found %", "found %", "then class right %", "ordinary held %", title=f"{name}: {len(cases)} mails")
    methods: tuple[tuple[str, Callable[[str], Answer]], ...] = (
        ("rules and model", partial(_both, meaning)),
        ("model alone", partial(_model, meaning)),
        ("rules alone", _rules),
        ("keywords", _keywords),
    )
    for method, ask in methods:
        figures = _figures(cases, [ask(case.text) for case in cases])
        table.add_row(method, *(f"{figures[key]:.1f}" for key in keys))
    return table


def _figures(cases: Sequence[Case], answers: Sequence[Answer]) -> dict[str, float]:
    pairs = list(zip(cases, answers, strict=True))
    wanted = [(case, answer) for case, answer in pairs if case.kind]
    found = [(case, answer) for case, answer in wanted if answer.kind]
    danger = [answer for case, answer in wanted if case.kind == Sensitive.SAFETY.value]
    calm = [answer for case, answer in pairs if not case.kind]
    return {
        "cases": len(cases),
        "safety_pct": _percent(sum(answer.kind is not None for answer in danger), len(danger)),
        "found_pct": _percent(len(found), len(wanted)),
        "class_pct": _percent(sum(answer.kind in case.right for case, answer in found), len(found)),
        "held_wrongly_pct": _percent(sum(answer.kind is not None for answer in calm), len(calm)),
        "median_ms": round(sorted(answer.took for answer in answers)[len(answers) // 2], 1) if answers else 0.0,
        "slowest_ms": round(max((answer.took for answer in answers), default=0.0), 1),
    }


def _name_misses(console: Console, cases: Sequence[Case], answers: Sequence[Answer]) -> None:
    for case, answer in zip(cases, answers, strict=True):
        if case.kind and not answer.kind:
            console.print(f"missed: {case.name} {case.kind}: {_line(case.text)}", markup=False)
        elif case.kind and answer.kind not in case.right:
            console.print(f"class: {case.name} {case.kind} taken for {answer.kind}: {_line(answer.words)}", markup=False)
        elif not case.kind and answer.kind:
            console.print(f"held wrongly: {case.name} as {answer.kind}: {_line(answer.words)}", markup=False)


def _line(text: str) -> str:
    return " ".join(text.split())[:100]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
