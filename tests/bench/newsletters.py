"""How fast newsletters go out, with their ledger and everything of a recipient's own, beside smtp-source and others in one run.

    ./dev bench newsletters            about ten minutes
    ./dev bench newsletters /tmp/new   the same in this new folder, which is left, with an issue of a million of which some was sent

Needs smtp-sink and smtp-source (Debian: postfix). Nine interleaved rounds, the medians of their ratios; nodemailer is left out, and said
so, where Node or its package cannot be had. Growth is measured on issues of a thousand and of a million recipients: each sample is a
process of its own, small and large by turns, and counts what a mail costs once the run has begun. `--whole FOLDER` then sends all the
rest of what was left there, and tells of memory on the way.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from bot.app import build
from bot.clock import Clock, FixedClock
from bot.settings import load_settings
from handlers.audience import facets_of
from store.schema import partners
from tests.bench.newsletter_peers import BYTES, READY, composed, nodemailer, over_aiosmtplib, sink, smtp_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.app import App
    from handlers.newsletters import Addressee, Issue

ROUNDS, MAILS, CONNECTIONS = 9, 2_000, 10
SMALL, LARGE, SAMPLED = 1_000, 1_000_000, 5_000
SAMPLES = 5

#: Whom we are measured beside.
TITLES = {
    "smtp_source": "smtp-source with kept connections",
    "ready_bytes": "aiosmtplib with ready bytes",
    "the_obvious_way": "Jinja2, EmailMessage and aiosmtplib",
    "nodemailer": "nodemailer composing, pooled",
}

#: The obvious way is slow: fewer of its mails tell as much.
FEW = 400

#: As much again as one claim: what comes before is the beginning of a run, not the cost of a mail.
WARM = 200

#: About 5 KB of text and 5 KB of html.
TEXT = (
    "# News of November\n\nHello {{ first_name | friend }}, here is news for {{ organization | you }}.\n\n"
    + "\n\n".join(
        f"Paragraph {n}. Schools, families and partners meet to read, to plan and to thank each other. " + "More of it. " * 2
        for n in range(27)
    )
    + "\n\n::: mine requests\n:::\n\n::: for tag=steam\nOnly for some.\n:::\n"
)


def main(kept: Path | None) -> None:
    found = {name: shutil.which(name) or f"/usr/sbin/{name}" for name in ("smtp-sink", "smtp-source")}
    if not all(Path(path).exists() for path in found.values()):
        sys.exit("smtp-sink and smtp-source are missing (Debian: apt install postfix)")
    with tempfile.TemporaryDirectory() as name, sink(found["smtp-sink"]) as port:
        folder = Path(name)
        peers: dict[str, Callable[[], float]] = {
            "smtp_source": lambda: smtp_source(found["smtp-source"], port, CONNECTIONS, 3 * MAILS),
            "ready_bytes": lambda: asyncio.run(over_aiosmtplib(port, CONNECTIONS, MAILS, lambda _: READY)),
            "the_obvious_way": lambda: asyncio.run(over_aiosmtplib(port, CONNECTIONS, FEW, composed())),
        }
        if peer := nodemailer(folder):
            peers["nodemailer"] = lambda: peer(port, CONNECTIONS, MAILS)
        else:
            tell("nodemailer is left out: there is no Node here, or its package cannot be had")
        last = rates(folder, port, peers)
        last |= growth(kept or folder, port)
        tell(json.dumps(last))


def tell(words: str) -> None:
    print(words, flush=True)  # noqa: T201  a bench speaks to whoever runs it


def rates(folder: Path, port: int, peers: dict[str, Callable[[], float]]) -> dict[str, Any]:
    """The rounds, each told when it is over, and the median of what Liaison comes to beside each peer in the same round."""
    ratios: dict[str, list[float]] = {name: [] for name in peers}
    ours = []
    for number in range(ROUNDS):
        theirs = {name: measure() for name, measure in peers.items()}
        ours.append(liaison(folder / f"round{number}", port))
        for name, rate in theirs.items():
            ratios[name].append(ours[-1] / rate)
        others = ", ".join(f"{TITLES[name]} {rate:.0f}" for name, rate in theirs.items())
        tell(f"round {number + 1} of {ROUNDS} (load {os.getloadavg()[0]:.1f}): Liaison {ours[-1]:.0f} a second; {others}")
    for name, found in ratios.items():
        tell(f"Liaison comes to {statistics.median(found):.3f} of {TITLES[name]} ({min(found):.3f} to {max(found):.3f})")
    return {
        "a_second": round(statistics.median(ours)),
        **{f"ratio_to_{name}": round(statistics.median(each), 3) for name, each in ratios.items()},
    }


def liaison(folder: Path, port: int) -> float:
    """Mails a second of one issue, from the first claim to the last mark."""
    app = office(folder, port, MAILS)
    smallest = min(len(app.newsletters.studio.opened(each).print(to).raw) for each, to in some_of(app))
    assert smallest >= BYTES, f"{smallest} bytes"
    begin = time.perf_counter()
    sent = asyncio.run(send(app))
    spent = time.perf_counter() - begin
    app.close()
    assert sent == MAILS, f"{sent} of {MAILS}"
    shutil.rmtree(folder)
    return MAILS / spent


def some_of(app: App) -> Iterator[tuple[Issue, Addressee]]:
    """Two recipients of the issue, one of each kind."""
    with app.store.view() as unit:
        for delivery in unit.deliveries.of("i-1", limit=2):
            issue = unit.issues.get(delivery.issue)
            assert issue is not None
            yield issue, delivery.to


async def send(app: App) -> int:
    try:
        return (await app.bulk.send_due()).sent
    finally:
        await app.delivery.close()


def office(folder: Path, port: int, many: int) -> App:
    """An office with so many partners, and an approved issue whose time has come."""
    folder.mkdir()
    (folder / ".env").write_text(
        f"LIAISON_SMTP_URL=smtp://127.0.0.1:{port}\nLIAISON_SEND_CONNECTIONS={CONNECTIONS}\nLIAISON_LOG=error\n"
        "LIAISON_INTAKE_ADDRESS=partners@district.example\nLIAISON_PUBLIC_URL=https://desk.district.example\nLIAISON_REPLIES=all\n"
    )
    settings = load_settings(folder, environment=False)
    app = build(settings, FixedClock(Clock().now() - timedelta(hours=1)))
    facets = [facets_of({"tags": "steam"}), facets_of({})]
    with app.store.unit() as unit:
        for begin in range(0, many, 10_000):
            rows = [_partner(n, facets[n % 2]) for n in range(begin, min(begin + 10_000, many))]
            unit.partners._late.connection.execute(insert(partners), rows)
    rules = app.loaded.playbook.newsletters.model_copy(update={"second_person_above": 10 * LARGE})
    object.__setattr__(app.newsletters.loaded, "playbook", app.loaded.playbook.model_copy(update={"newsletters": rules}))
    issue = app.newsletters.write(TEXT, {}, "", "local-admin")
    app.newsletters.approve(issue.id, app.newsletters.preview(issue.id).hash, "local-admin")
    app.close()
    return build(settings, Clock())


def _partner(number: int, facets: str) -> dict[str, Any]:
    return {
        "version": 1,
        "organization": f"Organization {number}",
        "organization_folded": f"organization {number}",
        "contact_name": f"Luz Rivera {number}",
        "contact_email": f"luz{number}@club{number % 1000}.example",
        "status": "active",
        "details": {},
        "words": "",
        "facets": facets,
    }


def growth(folder: Path, port: int) -> dict[str, Any]:
    """CPU a mail, and memory, of processes that send an issue of a thousand and some of one of a million, by turns."""
    large = folder / "large"
    began = time.perf_counter()
    office(large, port, LARGE).close()
    tell(f"an issue of {LARGE} was approved after {time.perf_counter() - began:.0f} s")
    found: dict[int, list[dict[str, Any]]] = {SMALL: [], LARGE: []}
    for number in range(SAMPLES):
        small = folder / f"small{number}"
        office(small, port, SMALL).close()
        for many, where in ((SMALL, small), (LARGE, large)):
            words = [sys.executable, "-m", "tests.bench.newsletters", "--sample", str(where)]
            done = subprocess.run(words, check=True, capture_output=True, text=True)
            found[many].append(json.loads(done.stdout.splitlines()[-1]))
            tell(f"{many} recipients (load {os.getloadavg()[0]:.1f}): {found[many][-1]}")
        shutil.rmtree(small)
    cost = {many: statistics.median(each["cpu_us"] for each in samples) for many, samples in found.items()}
    rss = {many: max(each["rss_mb"] for each in samples) for many, samples in found.items()}
    return {
        "cpu_us": cost[LARGE],
        "cpu_us_of_1000": cost[SMALL],
        "cost_growth": round(cost[LARGE] / cost[SMALL], 2),
        "rss_mb": rss[LARGE],
        "rss_mb_of_1000": rss[SMALL],
    }


def sample(folder: Path) -> None:
    """Send some thousands of what waits, and tell what one mail cost once the run had begun."""
    app = build(load_settings(folder, environment=False), Clock())
    begun = [(0, cpu_s())]

    def stopping() -> bool:
        if len(begun) == 1 and app.bulk.so_far >= WARM:
            begun.append((app.bulk.so_far, cpu_s()))
        return app.bulk.so_far >= SAMPLED

    app.bulk.stopping = stopping
    sent = asyncio.run(send(app))
    spent = cpu_s() - begun[-1][1]
    app.close()
    found = {
        "sent": sent,
        "cpu_us": round(spent / max(1, sent - begun[-1][0]) * 1e6),
        "begin_cpu_ms": round((begun[-1][1] - begun[0][1]) * 1e3),
    }
    tell(json.dumps({**found, "rss_mb": rss_mb()}))


def whole(folder: Path) -> None:
    """Send all that waits, and tell now and then of rate, cost and memory."""
    with sink(shutil.which("smtp-sink") or "/usr/sbin/smtp-sink") as port:
        kept = folder / ".env"
        kept.write_text(re.sub(r"smtp://127\.0\.0\.1:\d+", f"smtp://127.0.0.1:{port}", kept.read_text()))
        app = build(load_settings(folder, environment=False), Clock())
        marks = [(0, time.perf_counter(), cpu_s())]

        def stopping() -> bool:
            many, at, cpu = marks[-1]
            if app.bulk.so_far - many >= TOLD:
                marks.append((app.bulk.so_far, time.perf_counter(), cpu_s()))
                more, spent = marks[-1][0] - many, marks[-1][2] - cpu
                rate = f"{more / (marks[-1][1] - at):.0f} a second, {spent / more * 1e6:.0f} us of CPU each, {rss_mb()} MB"
                tell(f"{marks[-1][0]} sent: {rate}")
            return False

        app.bulk.stopping = stopping
        sent = asyncio.run(send(app))
        counts = app.newsletters.standing("i-1").counts
        app.close()
        a_second = round(sent / (time.perf_counter() - marks[0][1]))
        tell(json.dumps({"sent": sent, "a_second": a_second, "sent_of_all": counts.sent, "of": counts.total}))


def rss_mb() -> int:
    """The most memory that this process has had; what getrusage tells includes what its parent had when it began it."""
    return int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]) // 1024  # type: ignore[index]  # Linux tells it


def cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


#: Mails between two reports of `--whole`.
TOLD = 50_000

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--sample", where]:
            sample(Path(where))
        case ["--whole", where]:
            whole(Path(where))
        case [where]:
            Path(where).mkdir(parents=True)
            main(Path(where))
        case _:
            main(None)
