"""How well delivery reports and automatic answers are told from mail of people, beside flufl.bounce alone."""

from __future__ import annotations

import argparse
import email
import json
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flufl.bounce import scan_message

from handlers.types import Address, Inbound, Kind, ScreenFacts
from mail.bounce import read_report
from mail.parse import Hostile, parse, parse_headers
from mail.screen import screen

OWN = Path(__file__).parents[1] / "mail" / "bounces"
INTAKE = Address(email="partners@desk.example")
NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
#: Other corpora have other names for our kinds.
KINDS = {"feedback": "complaint", "autoreply": "auto_reply", "delivered": "receipt"}


@dataclass
class Tally:
    """What one reader made of all cases."""

    right: dict[str, int] = field(default_factory=dict)
    of: dict[str, int] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def count(self, name: str, *, ok: bool, miss: str = "") -> None:
        self.of[name] = self.of.get(name, 0) + 1
        self.right[name] = self.right.get(name, 0) + ok
        if not ok and miss:
            self.misses.append(miss)

    def percent(self, name: str) -> float:
        return round(100 * self.right.get(name, 0) / self.of[name], 2) if self.of.get(name) else 0.0


def ours(raw: bytes) -> tuple[str, set[str]]:
    """The kind and the failed addresses, by the same way that a mail takes in the product."""
    inbound = _parsed(raw)
    report = read_report(raw, inbound)
    screened = screen(inbound, ScreenFacts(intake=INTAKE), report)
    return screened.kind.value, {failed.address for failed in report.recipients} if report else set()


def _parsed(raw: bytes) -> Inbound:
    try:
        return parse(raw, intake=INTAKE, received_at=NOW)
    except Hostile:
        return parse_headers(raw, intake=INTAKE, received_at=NOW)


def flufl(raw: bytes) -> tuple[str, set[str]]:
    """The library alone; where it fails it has found nothing."""
    logging.getLogger("flufl.bounce").disabled = True
    try:
        found = scan_message(email.message_from_bytes(raw))
    except Exception:  # noqa: BLE001  # whatever another library raises counts as nothing found
        return "normal", set()
    addresses = {each.decode("ascii", "replace").lower() for each in found}
    return ("bounce" if addresses else "normal"), addresses


def main(folder: Path | None = None) -> dict[str, float]:
    """Measure on FOLDER/cases.jsonl (`mail, kind, recipients`); print a table, each miss of ours, and one JSON object."""
    folder = folder or OWN
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    tallies = {"Liaison": Tally(), "flufl.bounce": Tally()}
    for case in cases:
        raw = (folder / case["mail"]).read_bytes()
        kind = KINDS.get(case["kind"], case["kind"])
        for reader, tally in zip((ours, flufl), tallies.values(), strict=True):
            _judge(tally, case["mail"], kind, case["recipients"], reader(raw))
    _table(tallies)
    mine = tallies["Liaison"]
    result = {
        "cases": float(len(cases)),
        "bounce_pct": mine.percent("bounce"),
        "recipient_pct": mine.percent("recipient"),
        "auto_pct": mine.percent("auto"),
        "false_pct": round(100 - mine.percent("normal"), 2) if mine.of.get("normal") else 0.0,
    }
    print(json.dumps(result | {"cases": len(cases)}))  # noqa: T201  # a bench prints
    return result


def _judge(tally: Tally, name: str, kind: str, recipients: list[str] | None, read: tuple[str, set[str]]) -> None:
    got, addresses = read
    if kind == Kind.BOUNCE.value:
        tally.count("bounce", ok=got == kind, miss=f"{name}: a bounce was taken for {got}")
        if recipients:
            expected = {each.lower() for each in recipients}
            tally.count("recipient", ok=bool(expected & addresses), miss=f"{name}: failed {sorted(expected)}, read {sorted(addresses)}")
            tally.count("recipient, all of them", ok=expected == addresses)
    elif kind == Kind.AUTO_REPLY.value:
        tally.count("auto", ok=got == kind, miss=f"{name}: an automatic answer was taken for {got}")
    elif kind == Kind.NORMAL.value:
        tally.count("normal", ok=got in {kind, Kind.REPLY.value}, miss=f"{name}: mail of a person was taken for {got}")
    else:
        tally.count("other reports", ok=got == kind, miss=f"{name}: {kind} was taken for {got}")


def _table(tallies: dict[str, Tally]) -> None:
    names = ("bounce", "recipient", "recipient, all of them", "auto", "other reports", "normal")
    print(f"{'right, in percent':<26}" + "".join(f"{reader:>14}" for reader in tallies) + f"{'cases':>8}")  # noqa: T201  # as above
    for name in names:
        row = "".join(f"{tally.percent(name):>14.1f}" for tally in tallies.values())
        print(f"{name:<26}{row}{next(iter(tallies.values())).of.get(name, 0):>8}")  # noqa: T201  # as above
    for miss in tallies["Liaison"].misses:
        print(f"  miss: {miss}")  # noqa: T201  # as above


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    main(parser.parse_args().folder)
