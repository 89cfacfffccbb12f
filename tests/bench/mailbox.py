"""How long a partner waits: from the mail's arrival in the mailbox to the answer at the partner's server, over real servers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot import app as composition
from bot.clock import Clock
from bot.console import log_to_stderr
from bot.runners import Runners
from bot.settings import load_settings
from tests.real import conftest as mailboxes
from tests.real import postfix as transport
from tests.scenarios.office import mail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.app import App
    from tests.real.conftest import Dovecot
    from tests.real.postfix import FarEnd

#: One at a time, as mail comes to an office; then many at once, as it does after an outage.
SPARSE, BURST = 60, 100
PATIENCE_S = 120
USER = "partners"

TEXTS = (
    "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?",
    "We are Harbor Readers, a nonprofit, and would like to run a free reading club at Lincoln Elementary. It costs nobody anything.",
    "Could you send our flyer about the summer camp to all families? The camp costs $200 a week.",
)


def main() -> dict[str, float]:
    """Measure the whole way, and beside it how soon the mailbox's server tells an idle client of the same mails."""
    log_to_stderr("error")
    with _servers() as (dovecot, far_end, smtp_port), tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder), dovecot, smtp_port)
        app.meaning.load()
        with _running(app), _told(dovecot) as told:
            waits, floors = _sparse(dovecot, far_end, told)
            burst_s = _burst(dovecot, far_end)
        app.close()
    result = {
        "mails": SPARSE,
        "p50_s": round(_percentile(waits, 50), 3),
        "p95_s": round(_percentile(waits, 95), 3),
        "max_s": round(max(waits), 3),
        "server_tells_p50_s": round(_percentile(floors, 50), 3),
        "server_tells_p95_s": round(_percentile(floors, 95), 3),
        "burst_mails_per_s": round(BURST / burst_s, 1),
    }
    table = Table("", "p50", "p95", title=f"from LMTP to the answer in the sink: {SPARSE} mails, one at a time")
    table.add_row("Dovecot tells an idle client of the mail", f"{result['server_tells_p50_s']} s", f"{result['server_tells_p95_s']} s")
    table.add_row("the answer has arrived, by Postfix", f"{result['p50_s']} s", f"{result['p95_s']} s")
    Console().print(table)
    Console().print(f"{BURST} mails at once: {result['burst_mails_per_s']} answered a second")
    sys.stdout.write(json.dumps(result) + "\n")
    return result


@contextlib.contextmanager
def _servers() -> Iterator[tuple[Dovecot, FarEnd, int]]:
    """Dovecot and Postfix. Without root there is no Postfix, and the answers go straight to the sink."""
    program, openssl = _program("dovecot"), _program("openssl")
    with mailboxes.running(program, openssl) as dovecot, transport.FarEnd().listening() as far_end:
        if os.geteuid() != 0:
            sys.stderr.write("Postfix starts only as root: answers go straight to the sink.\n")
            yield dovecot, far_end, far_end.port
            return
        with transport.running(_program("postfix"), dovecot, far_end) as postfix:
            yield dovecot, far_end, postfix.port


def _program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin")
    if found is None:
        sys.exit(f"{name} is not installed: apt install dovecot-imapd dovecot-lmtpd postfix openssl")
    return found


def _app(folder: Path, dovecot: Dovecot, smtp_port: int) -> App:
    settings = {
        "INTAKE_ADDRESS": f"{USER}@district.example",
        "LISTEN": "",
        "REPLIES": "all",
        "ANSWERS_IN_ALL": "0",
        "IMAP_URL": f"imap://{USER}@127.0.0.1:{dovecot.imap}",
        "IMAP_PASSWORD": mailboxes.PASSWORD,
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
    }
    (folder / ".env").write_text("".join(f"LIAISON_{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
    return composition.build(load_settings(folder), Clock())


@contextlib.contextmanager
def _running(app: App) -> Iterator[None]:
    loop, runners, ready = asyncio.new_event_loop(), Runners(app), Event()
    thread = Thread(target=lambda: loop.run_until_complete(runners.run(lambda _: ready.set())))
    thread.start()
    ready.wait(PATIENCE_S)
    account = app.settings.account
    assert account is not None
    _until(lambda: _is_watched(app, account.key))
    try:
        yield
    finally:
        loop.call_soon_threadsafe(runners.stop)
        thread.join(PATIENCE_S)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def _is_watched(app: App, account: str) -> bool:
    with app.store.view() as unit:
        return unit.mailboxes.first_seen(account) is not None


@dataclass
class Told:
    """When an idle client of the mailbox heard of something last."""

    at: float = 0.0
    ending: Event = field(default_factory=Event)


@contextlib.contextmanager
def _told(dovecot: Dovecot) -> Iterator[Told]:
    told = Told()
    client = dovecot.client(USER)
    client.select_folder("INBOX", readonly=True)

    def listen() -> None:
        client.idle()
        while not told.ending.is_set():
            if any(len(each) > 1 and each[1] == b"EXISTS" for each in client.idle_check(timeout=0.2)):
                told.at = time.monotonic()
        client.idle_done()

    thread = Thread(target=listen)
    thread.start()
    try:
        yield told
    finally:
        told.ending.set()
        thread.join(PATIENCE_S)
        client.logout()


def _sparse(dovecot: Dovecot, far_end: FarEnd, told: Told) -> tuple[list[float], list[float]]:
    waits, floors = [], []
    for number in range(SPARSE):
        # Not in step with the server's own timer.
        time.sleep(random.uniform(0.6, 1.4))
        sender = f"sparse{number}@readers.example"
        raw = mail(TEXTS[number % len(TEXTS)], sender=sender, to=f"{USER}@district.example", subject="A question")
        dovecot.deliver(USER, raw)
        began = time.monotonic()
        _until(partial(far_end.to, sender))
        waits.append(far_end.to(sender)[0].at - began)
        if told.at > began:
            floors.append(told.at - began)
    return waits, floors


def _burst(dovecot: Dovecot, far_end: FarEnd) -> float:
    senders = [f"burst{number}@readers.example" for number in range(BURST)]
    raws = [
        mail(TEXTS[n % len(TEXTS)], sender=sender, to=f"{USER}@district.example", subject="A question") for n, sender in enumerate(senders)
    ]
    began = time.monotonic()
    dovecot.deliver(USER, *raws)
    # Looking is cheap and rare: this process has other work to do.
    _until(lambda: len(far_end.taken) >= SPARSE + BURST, every_s=0.2)
    return max(far_end.to(sender)[0].at for sender in senders) - began


def _until(holds: Callable[[], object], every_s: float = 0.01) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"an answer did not come within {PATIENCE_S} s")
        time.sleep(every_s)


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


if __name__ == "__main__":
    main()
