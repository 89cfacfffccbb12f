"""How many mails a second Liaison hears and decides, beside the standard library's parse alone."""

from __future__ import annotations

import email.policy
import json
import sys
import tempfile
import time
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from rich.console import Console
from rich.table import Table

from bot import app as composition
from bot.clock import Clock
from bot.console import log_to_stderr
from bot.settings import load_settings
from tests.scenarios.office import mail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAILS = 200
ROUNDS = 5

TEXT = """Hello,

we are Harbor Readers, a nonprofit, and would like to run a free reading club at Lincoln Elementary on Tuesdays. It costs nobody anything.

{filler}

Luz Rivera
Harbor Readers
(703) 555-0142
"""


def main(folder: Path | None = None) -> dict[str, float]:
    """Measure in interleaved rounds, since such machines swing; report the medians."""
    mails = _mails(folder)
    with tempfile.TemporaryDirectory() as office:
        app = composition.build(load_settings(Path(office)), Clock())
        log_to_stderr("error")
        app.meaning.load()

        def liaison(raw: bytes) -> None:
            inbox_id = app.service.hear(raw, source_key=uuid4().hex)
            assert inbox_id is not None
            app.service.decide(inbox_id)

        rates: dict[str, list[float]] = {"liaison: heard, decided, answer queued": [], "standard library: parse alone": []}
        for _ in range(ROUNDS):
            for (_, measured), work in zip(rates.items(), (liaison, _stdlib), strict=True):
                measured.append(_rate(work, mails))
        app.close()
    ours, theirs = (sorted(measured)[ROUNDS // 2] for measured in rates.values())
    table = Table("way", "mails a second (median)", title=f"intake: {len(mails)} mails, {ROUNDS} rounds")
    for name, measured in rates.items():
        table.add_row(name, f"{sorted(measured)[ROUNDS // 2]:.0f}")
    Console().print(table)
    result = {"mails_per_s": round(ours, 1), "ratio_to_stdlib_parse": round(ours / theirs, 3)}
    sys.stdout.write(json.dumps(result) + "\n")
    return result


def _mails(folder: Path | None) -> list[bytes]:
    if folder is not None:
        return [file.read_bytes() for file in sorted(folder.rglob("*.eml"))]
    filler = "We meet in small groups and every child takes a book home. " * 150
    return [mail(TEXT.format(filler=filler), subject="Reading club", sender=f"Luz <luz{n}@readers.example>") for n in range(MAILS)]


def _stdlib(raw: bytes) -> None:
    message = message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    assert body is not None
    body.get_content()
    dict(message.items())


def _rate(work: Callable[[bytes], None], mails: Sequence[bytes]) -> float:
    # A round has mails of its own: the same content again would only be a duplicate.
    fresh = [raw.replace(b"Message-ID: <", b"Message-ID: <" + uuid4().hex.encode()) for raw in mails]
    began = time.perf_counter()
    for raw in fresh:
        work(raw)
    return len(fresh) / (time.perf_counter() - began)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
