"""Whole applications by mail, as different people write them: what ends on record, and how the talk ends."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.bench.answers import same
from tests.mail.test_attachments import pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.decided import Decided
    from tests.scenarios.office import Office

DIALOGUES = [json.loads(line) for line in (Path(__file__).parent / "dialogues.jsonl").read_text("utf-8").splitlines()]
MOST_TURNS = 16
CONFIRM = "confirm"

#: How each outcome shows: the status of the conversation, and its pathway where that matters.
OUTCOMES = {
    "submitted": ("submitted", "partnership"),
    "withdrawn": ("withdrawn", ""),
    "needs_staff": ("held", ""),
    "routed_vendor": ("routed", "vendor"),
    "routed_flyer": ("routed", "flyer"),
    "routed_facility": ("routed", "facility_use"),
}

#: What a paper of such a name says.
PAPERS = (
    (("w9", "w-9"), "Form W-9 Request for Taxpayer Identification Number and Certification"),
    (("report",), "Annual Report 2025 our year in review"),
    (("coi", "insur", "seguro", "acord", "certificate", "liability"), "CERTIFICATE OF LIABILITY INSURANCE"),
)


@dataclass
class Partner:
    """Somebody who answers what is asked, in their own way."""

    office: Office
    said: dict[str, Any]
    tries: Counter[str] = field(default_factory=Counter)
    asked_again: set[str] = field(default_factory=set)
    has_told_later: bool = False
    batched: bool = False

    @property
    def sender(self) -> str:
        return f"{self.said['from']['name']} <{self.said['from']['address']}>"

    def begin(self) -> Decided:
        first = self.said["first_email"]
        return self.office.write(first["text"], sender=self.sender, subject=first["subject"], files=_files(first["attachments"]))

    def reply(self) -> Decided:
        """Answer the newest mail."""
        newest = self.office.newest(self.said["from"]["address"])
        self.office.clock.advance(hours=5)
        if newest.questions == (CONFIRM,):
            return self.office.reply(self._at_the_review(), sender=self.sender)
        text, files = self._answers(newest.questions, newest.text)
        return self.office.reply(text, sender=self.sender, files=_files(files))

    def _at_the_review(self) -> str:
        later = self.said.get("later")
        if later and not self.has_told_later:
            self.has_told_later = True
            return str(later["text"])
        return "sí" if self.said["lang"] == "es" else "Yes"

    def _answers(self, questions: Sequence[str], asked: str) -> tuple[str, list[str]]:
        style = self.said["answer_style"]
        named = questions[:1] if style == "one_at_a_time" else questions
        parts, files = [], []
        for number, question in enumerate(named, 1):
            answer, papers = self._answer(question)
            files += papers
            parts.append(_written(style, number, question, answer, asked))
        return ("\n\n" if style == "inline" else "\n").join(parts), files

    def _answer(self, question: str) -> tuple[str, list[str]]:
        """What is said to this question now; a list is said one after the other, and papers come with the last."""
        given = self.said["answers"].get(question, self.said.get("default_answer", "none"))
        attempts = given if isinstance(given, list) else [given]
        at = min(self.tries[question], len(attempts) - 1)
        self.asked_again |= {question} if self.tries[question] else set()
        self.tries[question] += 1
        kind = "reply_attachments" if at == len(attempts) - 1 else "first_attachments"
        return attempts[at], self.said.get(kind, {}).get(question, [])


def _written(style: str, number: int, question: str, answer: str, asked: str) -> str:
    if style == "numbered":
        return f"{number}. {answer}"
    if style == "labelled":
        return f"{question.replace('_', ' ').capitalize()}: {answer}"
    if style == "inline":
        prompt = next((line for line in asked.splitlines() if line.startswith(f"{number}. ")), "")
        return f"> {prompt}\n{answer}"
    return answer


def _files(names: Sequence[str]) -> dict[str, bytes]:
    return {name: pdf(_words_of(name)) for name in names}


def _words_of(name: str) -> str:
    return next((words for marks, words in PAPERS if any(mark in name.lower() for mark in marks)), "Spring registration is open")


def _fits(expected: Any, value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value.get("name") == expected)
    if expected is None:
        return value in (None, "")
    if isinstance(expected, str) and expected.startswith("https://"):
        return str(value).removeprefix("https://").removeprefix("www.").rstrip("/") == expected.removeprefix("https://")
    return same(expected, tuple(value) if isinstance(value, list) else value)


def _wrong(expected: dict[str, Any], answers: dict[str, Any]) -> Iterator[str]:
    for key, value in expected.items():
        if not _fits(value, answers.get(key)):
            yield f"{key}: expected {value!r}, on record {answers.get(key)!r}"


def _forbidden(rules: dict[str, Any], answers: dict[str, Any]) -> Iterator[str]:
    for key, values in rules.items():
        value = answers.get(key)
        if value is not None and (values == "*" or any(_fits(each, value) for each in values)):
            yield f"{key}: {value!r} must not be on record"


@pytest.mark.parametrize("said", DIALOGUES, ids=lambda said: said["id"])
def test_a_dialogue_ends_as_its_writer_would_expect(office: Office, said: dict[str, Any]) -> None:
    office.clock.at = datetime.fromisoformat(f"{said['received_on']}T15:00:00+00:00")
    partner = Partner(office, said)

    decided = partner.begin()
    first = office.conversation(decided)
    talk = first
    for _ in range(MOST_TURNS):
        if talk["status"] not in {"asking", "confirming"}:
            break
        talk = office.conversation(partner.reply())

    status, pathway = OUTCOMES[said["outcome"]]
    assert (talk["status"], talk["pathway"] if pathway else "") == (status, pathway)
    known = {**{key: each["value"] for key, each in talk["unsure"].items()}, **talk["answers"]}
    final = said["expected_final"] if status == "submitted" else {k: v for k, v in said["expected_final"].items() if k in known}
    faults = [*_wrong(said["expected_after_first"], first["answers"]), *_wrong(final, known)]
    faults += _forbidden(said.get("must_not_record", {}), known)
    faults += [f"{key}: was not asked again" for key in said.get("must_reask", ()) if key not in partner.asked_again]
    assert faults == []
