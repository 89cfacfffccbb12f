"""Measures reading of replies: of the values a careful reader records, how many are read; of the sure ones, how many are right."""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handlers.playbook import Form
from handlers.reading import Reader, Reading, read_reply
from handlers.reading.lines import fold
from handlers.types import Address, Answer, Inbound, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "handlers" / "answers"
NOW = datetime(2026, 11, 27, 15, tzinfo=UTC)
READER = Reader(now=NOW, time_zone="America/New_York", country="US", schools={})


@dataclass(slots=True)
class Score:
    cases: int = 0
    wanted: int = 0
    read: int = 0
    sure: int = 0
    right: int = 0


def main(folder: Path | None = None) -> dict[str, float]:
    """Read DIR/cases.jsonl, lines of `asked[], reply, expected{}`, or our own cases; print each miss and one JSON line."""
    forms = load_forms()
    files = [folder / "cases.jsonl"] if folder else sorted(OWN.glob("*.jsonl"))
    total = Score()
    say(f"{'file':24}{'cases':>7}{'read %':>9}{'sure right %':>14}")
    for file in files:
        score = Score()
        for case in cases(file):
            for miss in judge(case, read(case, forms), score):
                say(f"  {case.get('id', score.cases)}: {miss}")
        say(f"{file.name:24}{score.cases:7}{percent(score.read, score.wanted):9}{percent(score.right, score.sure):14}")
        for name in ("cases", "wanted", "read", "sure", "right"):
            setattr(total, name, getattr(total, name) + getattr(score, name))
    result = {
        "cases": total.cases,
        "read_pct": percent(total.read, total.wanted),
        "sure_right_pct": percent(total.right, total.sure),
    }
    say(json.dumps(result))
    return result


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def load_forms() -> dict[str, Form]:
    playbook = tomllib.loads((ROOT / "templates" / "playbooks" / "acps" / "playbook.toml").read_text("utf-8"))
    return {name: Form.model_validate(form) for name, form in playbook["forms"].items()}


def cases(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def read(case: Mapping[str, Any], forms: Mapping[str, Form]) -> Reading:
    """Read one case against the form that has its questions."""
    form = forms[case["form"]] if "form" in case else _form_of(case["asked"], forms)
    asked = [question for name in case["asked"] if (question := form.question(name))]
    held = {key: Answer(value=value, words=str(value)) for key, value in case.get("held", {}).items()}
    pairs = tuple(Pair(quoted=quoted, typed=typed) for quoted, typed in case.get("pairs", ()))
    inbound = Inbound(
        message_id="case",
        content_key="case",
        sender=Address(email="partner@example.org"),
        received_at=NOW,
        visible=case["reply"],
        pairs=pairs,
    )
    return read_reply(inbound, asked, form, READER, held=held)


def _form_of(asked: Sequence[str], forms: Mapping[str, Form]) -> Form:
    return max(forms.values(), key=lambda form: sum(form.question(name) is not None for name in asked))


def judge(case: Mapping[str, Any], reading: Reading, score: Score) -> list[str]:
    """Count one case into the score; returns what was missed or wrong."""
    score.cases += 1
    misses = []
    expected, unsure = case.get("expected", {}), case.get("unsure", {})
    for key, value in expected.items():
        answer = reading.answers.get(key)
        right = answer is not None and same(value, answer.value)
        score.wanted += 1
        score.read += right
        if answer is None or not answer.sure or not right:
            said = f"{answer.value!r} {answer.reason}" if answer else f"nothing {reading.problems.get(key, '')}"
            misses.append(f"{key}: expected {value!r}, read {said}")
    for key, answer in reading.answers.items():
        if answer.sure and (key in expected or key in unsure or key in case.get("absent", ())):
            score.sure += 1
            told = isinstance(answer.value, str) and any(same(value, answer.value) for value in unsure.get(key, ()) if value)
            right = told or (key in expected and same(expected[key], answer.value))
            score.right += right
            if key not in expected and not told:
                misses.append(f"{key}: sure of {answer.value!r}, which nobody can be")
        elif key in unsure and not any(same(value, answer.value) for value in unsure[key]):
            misses.append(f"{key}: expected one of {unsure[key]!r}, read {answer.value!r} {answer.reason}")
        elif key in case.get("absent", ()):
            misses.append(f"{key}: expected nothing, read {answer.value!r} {answer.reason}")
    misses += [f"{key}: expected problem {code}" for key, code in case.get("problems", {}).items() if reading.problems.get(key) != code]
    if case.get("question", "") not in reading.question:
        misses.append(f"question: expected {case['question']!r}, read {reading.question!r}")
    return misses


def same(expected: Any, value: Any) -> bool:
    """Whether a value is the one expected: text contains the words, `yes` and `no` are true and false, numbers are exact."""
    if expected in ("yes", "no") and isinstance(value, bool):
        return value is (expected == "yes")
    if isinstance(expected, list):
        parts = value if isinstance(value, tuple) else (value,)
        return all(any(_within(each, part) for part in parts) for each in expected)
    if isinstance(expected, str):
        return _within(expected, value)
    return bool(expected == value)


def _within(expected: Any, value: Any) -> bool:
    if expected == "" or value == "":
        return bool(expected == value)
    return " ".join(fold(str(expected)).split()) in " ".join(fold(str(value)).split())


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 100.0


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
