"""Who else sends mails of 10 KB over kept connections, for tests/bench/newsletters.py, and the sink that takes them all."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from pathlib import Path
from typing import TYPE_CHECKING

import aiosmtplib
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BYTES = 10_240

#: A mail of the same size for those who build none, and the parts of one for those who do.
READY = (
    b"From: a@district.example\r\nTo: b@club.example\r\nSubject: News\r\n\r\n"
    + b"Schools, families and partners meet to read and to plan.\r\n" * 175
)
WORDS = "Schools, families and partners meet to read and to plan."


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


def smtp_source(program: str, port: int, connections: int, many: int) -> float:
    """Mails a second over kept connections."""
    words = [program, "-d", "-s", str(connections), "-m", str(many), "-l", str(BYTES), "-f", "a@x.example", "-t", "b@x.example"]
    begin = time.perf_counter()
    subprocess.run([*words, f"127.0.0.1:{port}"], check=True)
    return many / (time.perf_counter() - begin)


async def over_aiosmtplib(port: int, connections: int, many: int, make: Callable[[int], bytes]) -> float:
    """Mails a second by aiosmtplib as its manual has it, over as many connections that are kept."""
    numbers = iter(range(many))

    async def line() -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port) as client:
            for number in numbers:
                await client.sendmail("a@district.example", [f"luz{number}@club.example"], make(number))

    begin = time.perf_counter()
    await asyncio.gather(*(line() for _ in range(connections)))
    return many / (time.perf_counter() - begin)


def composed() -> Callable[[int], bytes]:
    """The obvious way to a personal mail: two templates, compiled once, and a message built anew for each."""
    sandbox = SandboxedEnvironment(autoescape=True)
    text = sandbox.from_string("Hello {{ name }}\n" + f"{WORDS}\n" * 88)
    html = sandbox.from_string("<p>Hello {{ name }}</p>\n" + f"<p>{WORDS}</p>\n" * 78)

    def make(number: int) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = "a@district.example", f"luz{number}@club.example", f"News for {number}"
        mail["Message-ID"] = make_msgid(domain="district.example")
        mail.set_content(text.render(name=number))
        mail.add_alternative(html.render(name=number), subtype="html")
        return mail.as_bytes()

    return make


def nodemailer(folder: Path) -> Callable[[int, int, int], float] | None:
    """A function that measures nodemailer's composing pool, or None where it cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        subprocess.run([npm, "install", "--silent", "--no-audit", "nodemailer"], cwd=folder, check=True, capture_output=True, timeout=120)
    except (subprocess.SubprocessError, OSError):
        return None
    (folder / "peer.js").write_text(PEER)

    def measure(port: int, connections: int, many: int) -> float:
        done = subprocess.run(
            [node, "peer.js", str(port), str(many), str(connections)], cwd=folder, check=True, capture_output=True, text=True
        )
        return float(done.stdout)

    return measure


PEER = """
const nodemailer = require("nodemailer");
const [port, many, connections] = process.argv.slice(2).map(Number);
const text = "Schools, families and partners meet to read and to plan.\\n".repeat(88);
const html = "<p>Schools, families and partners meet to read and to plan.</p>\\n".repeat(78);
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
