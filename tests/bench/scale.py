"""What a month costs: a prompt queued for each partner and a reply heard from each, for a small office and for a huge one."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from uuid import uuid4

from rich.console import Console
from rich.table import Table

from bot import app as composition
from bot import ticking
from bot.clock import FixedClock
from bot.console import log_to_stderr
from bot.settings import load_settings, use_one_blas_thread
from handlers.types import Party
from tests.scenarios.office import mail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App

SMALL, HUGE = 160, 100_000

#: So many replies are heard of each size, spread over all partners; what all of them would take is reckoned from these (`hear_s`).
REPLIES = 400

#: Idle ticks; the quickest counts, since others use the machine, too.
LOOKS = 5

#: So many small offices are measured in between, while the huge one is at work: such machines swing, and both then swing alike.
BETWEEN = 8

#: The first weekday of November, half past nine by the district's clock.
NOW = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)

REPLY = "About 40 kids, 6 sessions, 24.5 volunteer hours. The book swap went well. We could use a second room. 4 of 5.\n"

#: Partners that are brought in with one transaction, and prompts between two looks at the watch.
AT_ONCE = 1000


@dataclass(kw_only=True, slots=True)
class Office:
    """One office at work, with what its work took by the clock so far."""

    app: App
    partners: int
    queue_s: float = 0.0
    queued: int = 0
    hear_s: float = 0.0
    heard: int = 0
    idle_s: float = 0.0
    walk_s: float = 0.0

    def queue(self) -> Iterator[None]:
        """Have the month's prompts queued; stops now and then, with its watch."""
        falling_due = ticking.tick(self.app)
        while True:
            began = time.perf_counter()
            some = sum(each.kind == "checkin" for each in islice(falling_due, AT_ONCE))
            self.queue_s += time.perf_counter() - began
            self.queued += some
            if some < AT_ONCE:
                assert self.queued == self.partners, f"{self.queued} prompts for {self.partners} partners"
                return
            yield

    def look(self) -> None:
        """Measure looks at which nothing is due: as they are each minute, and as the first of a day is, which walks everybody."""
        self.idle_s = min(self._look() for _ in range(LOOKS))
        with self.app.store.unit() as unit:
            for cadence, period in unit.looks.walked():
                unit.looks.walk_done(cadence, period, "another day")
        self.walk_s = self._look()

    def _look(self) -> float:
        began = time.perf_counter()
        assert not list(ticking.tick(self.app))
        return time.perf_counter() - began

    def hear(self, raw: bytes) -> None:
        began = time.perf_counter()
        inbox_id = self.app.service.hear(raw, source_key=uuid4().hex)
        assert inbox_id is not None
        decided = self.app.service.decide(inbox_id)
        self.hear_s += time.perf_counter() - began
        self.heard += 1
        assert decided is not None
        assert decided.conversation is not None
        assert decided.conversation.answers["sessions_held"].value == 6

    def replies(self, number: int) -> list[bytes]:
        """Replies of partners all over the list."""
        number = min(number, self.partners)
        return [self._reply(1 + n * self.partners // number) for n in range(number)]

    def _reply(self, number: int) -> bytes:
        with self.app.store.view() as unit:
            prompt = unit.outbox.get(f"o-{number}")
            raw = unit.blobs.get(prompt.raw_sha256) if prompt else None
        assert prompt is not None
        assert raw is not None
        to = next(line.partition(b":")[2].decode().strip() for line in raw.split(b"\r\n") if line.lower().startswith(b"reply-to:"))
        sender = f"Luz Rivera <{prompt.to[0]}>"
        return mail(REPLY, sender=sender, to=to, in_reply_to=prompt.message_id, subject=f"Re: {prompt.subject}", sent_at=NOW)

    @property
    def a_prompt_s(self) -> float:
        return self.queue_s / self.queued

    @property
    def a_reply_s(self) -> float:
        return self.hear_s / self.heard


def main(huge: int = HUGE) -> dict[str, float]:
    """Measure a huge office and, in between, small ones, in one process."""
    use_one_blas_thread()
    meaning = composition.the_meaning()
    meaning.load()
    log_to_stderr("error")
    with ExitStack() as stack:

        def opened(partners: int) -> Office:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            app = composition.build(load_settings(Path(folder)), FixedClock(NOW), meaning)
            stack.callback(app.close)
            _bring_in(app, partners)
            return Office(app=app, partners=partners)

        _work(opened(SMALL))  # the first one loads templates and compiles rules for all that follow
        large, small = opened(huge), [opened(SMALL) for _ in range(BETWEEN)]
        before_mb = _most_memory_mb()
        steps = max(1, huge // AT_ONCE // BETWEEN)
        for step, _ in enumerate(large.queue()):
            if step % steps == 0 and step // steps < BETWEEN:
                _all(small[step // steps].queue())
        for each in small:
            if not each.queued:
                _all(each.queue())
        queue_mb = _most_memory_mb()
        for each in (large, *small):
            each.look()
        others = cycle(zip(small, (each.replies(REPLIES) for each in small), strict=True))
        for raw in large.replies(REPLIES):
            large.hear(raw)
            office, theirs = next(others)
            office.hear(theirs.pop())
        table = Table(
            "partners",
            "prompts queued",
            "a prompt",
            "a reply heard",
            "replies measured",
            "idle tick",
            "everybody",
            title="scale: one month",
        )
        for each in (large, *small):
            table.add_row(
                f"{each.partners:,}",
                f"{each.queue_s:.1f} s",
                f"{1000 * each.a_prompt_s:.2f} ms",
                f"{1000 * each.a_reply_s:.1f} ms",
                f"{each.heard:,} of {each.partners:,}",
                f"{1000 * each.idle_s:.1f} ms",
                f"{1000 * each.walk_s:.1f} ms",
            )
        Console().print(table)
        small_prompt = median(each.a_prompt_s for each in small)
        small_reply = sum(each.hear_s for each in small) / sum(each.heard for each in small)
        result = {
            "partners": large.partners,
            "queue_s": round(large.queue_s, 1),
            "hear_s": round(large.a_reply_s * large.partners, 1),
            "cost_growth": round((large.a_prompt_s + large.a_reply_s) / (small_prompt + small_reply), 3),
            "queue_growth": round(large.a_prompt_s / small_prompt, 3),
            "hear_growth": round(large.a_reply_s / small_reply, 3),
            "replies_measured": large.heard,
            "idle_ms": round(1000 * large.idle_s, 1),
            "idle_growth": round(large.idle_s / median(each.idle_s for each in small), 2),
            "walk_ms": round(1000 * large.walk_s, 1),
            "rss_before_mb": round(before_mb),
            "rss_queue_mb": round(queue_mb),
            "rss_mb": round(_most_memory_mb()),
        }
    sys.stdout.write(json.dumps(result) + "\n")
    return result


def _work(office: Office) -> None:
    _all(office.queue())
    for raw in office.replies(10):
        office.hear(raw)


def _all(steps: Iterator[None]) -> None:
    for _ in steps:
        pass


def _most_memory_mb() -> float:
    """The most that this process has ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bring_in(app: App, partners: int) -> None:
    numbers = iter(range(partners))
    while some := list(islice(numbers, AT_ONCE)):
        with app.store.unit() as unit:
            for n in some:
                details = {"support_area": "academics", "schools": "Lincoln Elementary", "liaison": "ortiz@district.example"}
                party = Party(
                    id="", organization=f"Club {n}", contact_name="Luz Rivera", contact_email=f"luz@club{n}.example", details=details
                )
                unit.partners.save(party)


if __name__ == "__main__":
    main(int(Path(sys.argv[1]).name) if len(sys.argv) > 1 else HUGE)
