"""How well questions find their pathway, beside keywords and the nearest example by TF-IDF: `./dev bench routing [DIR]`."""

from __future__ import annotations

import json
import math
import re
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.app import the_meaning
from bot.settings import use_one_blas_thread
from handlers.routing import Decision, route
from handlers.routing.facts import fold
from handlers.types import Understanding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.meaning import Meaning

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "templates" / "examples"
OWN = HERE / "routing_questions.jsonl"

#: What a first attempt with keywords looks like: the first row with a hit wins.
KEYWORDS = {
    "checkin_or_data": "report survey data check-in encuesta reporte",
    "documents": "insurance w-9 fingerprint background clearance seguro antecedentes",
    "existing_partner_support": "renew liaison current existing status renovar",
    "flyer": "flyer peachjar poster advertise volante anunciar",
    "facility_use": "rent gym auditorium field alquilar gimnasio",
    "donation_funding": "donate donation sponsor grant donar fondos",
    "internship_host": "intern internship shadow apprentice pasantes",
    "volunteer": "volunteer chaperone voluntario voluntaria",
    "pta": "pta pto booster",
    "vendor": "vendor sell fee invoice cost proveedor cobramos",
    "before_after_school": "before after care extended dismissal",
    "partnership": "partner partnership free mou program socios",
}


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    right: frozenset[str]
    pathway: str


def read_cases(folder: Path | None) -> list[Case]:
    """`cases.jsonl` or `questions.jsonl` of a folder; by default our own questions, none of which is an example."""
    file = (
        OWN if folder is None else next((each for each in (folder / "cases.jsonl", folder / "questions.jsonl") if each.is_file()), folder)
    )
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Case(row["text"], frozenset({_label(row), *row.get("also_ok", ())}), _label(row)) for row in rows]


def main(folder: Path | None = None) -> dict[str, float]:
    """Measures, prints a table, names each miss; the last line is one JSON object."""
    cases = read_cases(folder)
    use_one_blas_thread()
    meaning = the_meaning()
    meaning.load()
    console = Console(width=140)
    understood, decisions, took = _decide(meaning, cases)
    figures = _figures(cases, decisions, took)
    table = Table("method", "right %", "among two best %", "sure %", "then right %", title=f"{len(cases)} questions")
    table.add_row("facts and meaning", *(f"{figures[key]:.1f}" for key in ("right_pct", "top2_pct", "sure_pct", "sure_right_pct")))
    for name, guess in (
        ("model alone", _by_model(understood)),
        ("facts alone, no model", _without_model),
        ("TF-IDF, nearest example", _nearest_by_words()),
        ("keywords", _by_keywords),
    ):
        right, two = _compare(cases, guess)
        table.add_row(name, f"{right:.1f}", f"{two:.1f}", "-", "-")
    console.print(table)
    for case, decision in zip(cases, decisions, strict=True):
        if decision.pathway not in case.right:
            line = " ".join(case.text.split())[:100]
            console.print(f"missed: {case.pathway} taken for {decision.pathway}{' (sure)' if decision.sure else ''}: {line}", markup=False)
    sys.stdout.write(json.dumps(figures) + "\n")
    return figures


def _label(row: dict[str, str]) -> str:
    return row.get("pathway") or row["label"]


def _decide(meaning: Meaning, cases: Sequence[Case]) -> tuple[dict[str, Understanding], list[Decision], list[float]]:
    understood, decisions, took = {}, [], []
    for case in cases:
        started = time.perf_counter()
        understood[case.text] = meaning.understand(case.text)
        decisions.append(route("", case.text, understood[case.text], {}))
        took.append(1000 * (time.perf_counter() - started))
    return understood, decisions, took


def _figures(cases: Sequence[Case], decisions: Sequence[Decision], took: Sequence[float]) -> dict[str, float]:
    pairs = list(zip(cases, decisions, strict=True))
    sure = [(case, decision) for case, decision in pairs if decision.sure]
    return {
        "cases": len(cases),
        "right_pct": _percent(sum(decision.pathway in case.right for case, decision in pairs), len(pairs)),
        "top2_pct": _percent(sum(any(name in case.right for name, _ in decision.candidates[:2]) for case, decision in pairs), len(pairs)),
        "sure_pct": _percent(len(sure), len(pairs)),
        "sure_right_pct": _percent(sum(decision.pathway in case.right for case, decision in sure), len(sure)),
        "p99_ms": round(sorted(took)[min(len(took) - 1, math.ceil(0.99 * len(took)) - 1)], 1),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _compare(cases: Sequence[Case], guess: Callable[[str], list[str]]) -> tuple[float, float]:
    ranked = [(case, guess(case.text)) for case in cases]
    right = sum(names[0] in case.right for case, names in ranked)
    two = sum(not case.right.isdisjoint(names[:2]) for case, names in ranked)
    return _percent(right, len(cases)), _percent(two, len(cases))


def _by_model(understood: Mapping[str, Understanding]) -> Callable[[str], list[str]]:
    def guess(text: str) -> list[str]:
        scores = understood[text].scores
        return sorted(scores, key=lambda name: -scores[name])

    return guess


def _without_model(text: str) -> list[str]:
    return [name for name, _ in route("", text, Understanding(), {}).candidates]


def _by_keywords(text: str) -> list[str]:
    words = set(re.findall(r"[\w-]+", fold(text)))
    return [name for name, keys in KEYWORDS.items() if words & set(keys.split())] + ["out_of_scope", "partnership"]


def _nearest_by_words() -> Callable[[str], list[str]]:
    examples = [
        (file.stem, Counter(re.findall(r"\w+", fold(text))))
        for file in sorted(EXAMPLES.glob("*.toml"))
        for texts in tomllib.loads(file.read_text(encoding="utf-8")).values()
        for text in texts
    ]
    seen = Counter(word for _, words in examples for word in words)
    rarity = {word: math.log(len(examples) / count) for word, count in seen.items()}
    weighed = [(name, _of_length_one(words, rarity)) for name, words in examples]

    def guess(text: str) -> list[str]:
        asked = _of_length_one(Counter(re.findall(r"\w+", fold(text))), rarity)
        likeness = [(sum(weight * other.get(word, 0.0) for word, weight in asked.items()), name) for name, other in weighed]
        return list(dict.fromkeys(name for _, name in sorted(likeness, reverse=True)))

    return guess


def _of_length_one(words: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    weights = {word: count * rarity[word] for word, count in words.items() if word in rarity}
    length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
