"""How fast newsletters go out, with their ledger and everything of a recipient's own, beside smtp-source and nodemailer in one run.

    ./dev bench newsletters

Needs smtp-sink and smtp-source (Debian: postfix). Nine interleaved rounds, their medians; nodemailer is left out, and said so, where
Node or its package cannot be had. Growth is measured on issues of a thousand and of a million recipients, some thousands of mails of each.
"""

from __future__ import annotations

import asyncio
import json
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from bot.app import build
from bot.clock import Clock, FixedClock
from bot.settings import load_settings
from handlers.audience import facets_of
from store.schema import partners

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import App

ROUNDS, MAILS, CONNECTIONS, BYTES = 9, 2_000, 10, 10_240
SMALL, LARGE, SAMPLED = 1_000, 1_000_000, 5_000
SAMPLES = 5

#: About 4.8 KB of text and 4.9 KB of html, as in components.md.
TEXT = (
    "# News of November\n\nHello {{ first_name | friend }}, here is news for {{ organization | you }}.\n\n"
    + "\n\n".join(
        f"Paragraph {n}. Schools, families and partners meet to read, to plan and to thank each other. " + "More of it. " * 2
        for n in range(23)
    )
    + "\n\n::: mine requests\n:::\n\n::: for tag=steam\nOnly for some.\n:::\n"
)


def main() -> None:
    found = {name: shutil.which(name) or f"/usr/sbin/{name}" for name in ("smtp-sink", "smtp-source")}
    if not all(Path(path).exists() for path in found.values()):
        sys.exit("smtp-sink and smtp-source are missing (Debian: apt install postfix)")
    with tempfile.TemporaryDirectory() as name, sink(found["smtp-sink"]) as port:
        folder = Path(name)
        peer = nodemailer(folder)
        ours, source, theirs = [], [], []
        for number in range(ROUNDS):
            source.append(smtp_source(found["smtp-source"], port))
            ours.append(liaison(folder / f"round{number}", port))
            if peer:
                theirs.append(peer(port))
        ratios = [one / other for one, other in zip(ours, source, strict=True)]
        print(f"smtp-source {statistics.median(source):.0f}/s, Liaison {statistics.median(ours):.0f}/s")  # noqa: T201
        last: dict[str, Any] = {"ratio_to_smtp_source": round(statistics.median(ratios), 3)}
        if theirs:
            print(f"nodemailer, composing, pooled: {statistics.median(theirs):.0f}/s")  # noqa: T201
            last["ratio_to_nodemailer"] = round(statistics.median(one / other for one, other in zip(ours, theirs, strict=True)), 2)
        else:
            print("nodemailer is left out: there is no Node here, or its package cannot be had")  # noqa: T201
        small, large = scales(folder, port)
        print(f"{small} and {large}")  # noqa: T201
        last |= {"cost_growth": round(large["cpu_us"] / small["cpu_us"], 2), "rss_mb": large["rss_mb"], "rss_mb_of_1000": small["rss_mb"]}
        print(json.dumps(last))  # noqa: T201


@contextmanager
def sink(program: str) -> Iterator[int]:
    port = free_port()
    user = ["-u", "nobody"] if Path("/proc/self/status").read_text().split("Uid:\t")[1].startswith("0\t") else []
    with subprocess.Popen([program, *user, "-m", "400", f"127.0.0.1:{port}", "1024"], stderr=subprocess.DEVNULL) as running:
        try:
            wait_for(port)
            yield port
        finally:
            running.terminate()


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("smtp-sink does not listen")


def smtp_source(program: str, port: int) -> float:
    """Mails a second over kept connections."""
    many = MAILS * 3
    words = [program, "-d", "-s", str(CONNECTIONS), "-m", str(many), "-l", str(BYTES), "-f", "a@x.example", "-t", "b@x.example"]
    begin = time.perf_counter()
    subprocess.run([*words, f"127.0.0.1:{port}"], check=True)
    return many / (time.perf_counter() - begin)


def liaison(folder: Path, port: int) -> float:
    """Mails a second of one issue, from the first claim to the last mark."""
    app = office(folder, port, MAILS)
    begin = time.perf_counter()
    sent = asyncio.run(send(app))
    spent = time.perf_counter() - begin
    app.close()
    assert sent == MAILS, f"{sent} of {MAILS}"
    shutil.rmtree(folder)
    return MAILS / spent


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


def scales(folder: Path, port: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """CPU a mail and the memory of a process that sends an issue of a thousand, and one of a million; each of its own."""
    return tuple(measured(folder / f"scale{many}", port, many) for many in (SMALL, LARGE))  # type: ignore[return-value]  # two of them


def measured(folder: Path, port: int, many: int) -> dict[str, Any]:
    office(folder, port, many).close()
    words = [sys.executable, "-m", "tests.bench.newsletters", "--sample", str(folder)]
    found = []
    for _ in range(SAMPLES if many > SMALL else 1):
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    shutil.rmtree(folder)
    return {
        "recipients": many,
        "cpu_us": statistics.median(each["cpu_us"] for each in found),
        "rss_mb": max(each["rss_mb"] for each in found),
    }


def sample(folder: Path) -> None:
    """Send some thousands of what waits, and tell what one mail cost."""
    app = build(load_settings(folder, environment=False), Clock())
    app.bulk.stopping = lambda: app.bulk.so_far >= SAMPLED
    before = resource.getrusage(resource.RUSAGE_SELF)
    sent = asyncio.run(send(app))
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    app.close()
    print(json.dumps({"sent": sent, "cpu_us": round(cpu / max(1, sent) * 1e6), "rss_mb": round(after.ru_maxrss / 1024)}))  # noqa: T201


def nodemailer(folder: Path) -> Any:
    """A function that measures nodemailer's composing pool, or None where it cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        subprocess.run([npm, "install", "--silent", "--no-audit", "nodemailer"], cwd=folder, check=True, capture_output=True, timeout=120)
    except (subprocess.SubprocessError, OSError):
        return None
    (folder / "peer.js").write_text(PEER)

    def measure(port: int) -> float:
        done = subprocess.run(
            [node, "peer.js", str(port), str(MAILS), str(CONNECTIONS)], cwd=folder, check=True, capture_output=True, text=True
        )
        return float(done.stdout)

    return measure


PEER = """
const nodemailer = require("nodemailer");
const [port, many, connections] = process.argv.slice(2).map(Number);
const text = "Schools, families and partners meet to read and to plan.\\n".repeat(84);
const html = "<p>Schools, families and partners meet to read and to plan.</p>\\n".repeat(76);
const pool = nodemailer.createTransport({
  host: "127.0.0.1", port, pool: true, maxConnections: connections, maxMessages: Infinity, ignoreTLS: true,
});
const one = (n) => pool.sendMail({
  from: "a@district.example", to: `luz${n}@club.example`, subject: `News for ${n}`,
  text: `Hello ${n}\\n${text}`, html: `<p>Hello ${n}</p>${html}`,
});
const begin = process.hrtime.bigint();
Promise.all(Array.from({ length: many }, (_, n) => one(n))).then(() => {
  console.log(many / (Number(process.hrtime.bigint() - begin) / 1e9));
  pool.close();
});
"""


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sample"]:
        sample(Path(sys.argv[2]))
    else:
        main()
