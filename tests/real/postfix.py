"""A Postfix of the test run's own on high ports of this machine, and a server behind it whose answers a test scripts."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import smtplib
import socket
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.real.conftest import Dovecot

PATIENCE_S = 30

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = {commands}
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.district.example
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_sender_restrictions = check_sender_access inline:{{
    {{stranger@district.example=553 5.7.1 Sender address rejected: not owned by user}} }}
smtpd_recipient_restrictions = check_recipient_access inline:{{
    {{unknown@district.example=550 5.1.1 User unknown in virtual mailbox table}},
    {{busy@district.example=450 4.2.1 Greylisted}},
    {{elsewhere@district.example=554 5.7.1 Relay access denied}} }}
virtual_mailbox_domains = district.example
virtual_mailbox_maps = static:ok
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
local_recipient_maps =
recipient_delimiter = +
default_transport = smtp:[127.0.0.1]:{sink}
smtp_host_lookup = native
disable_dns_lookups = yes
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
alias_maps =
alias_database =
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    """A mail server that takes anything from this machine: mail to the district goes to its mailboxes, all other mail to the sink."""

    program: str
    folder: Path
    port: int

    def start(self) -> None:
        self._say("start")
        self.until_it_answers()

    def stop(self) -> None:
        self._say("stop")

    def kill(self) -> None:
        """End it without giving any of its processes time; what it has in its queue stays there."""
        pid = (self.folder / "spool" / "pid" / "master.pid").read_text(encoding="ascii").strip()
        # The children are of the same process group.
        os.killpg(os.getpgid(int(pid)), 9)
        (self.folder / "spool" / "pid" / "master.pid").unlink()

    def until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                with smtplib.SMTP("127.0.0.1", self.port, timeout=3) as client:
                    client.noop()
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def queued(self) -> int:
        """How many mails are in its queue. One that it had not acknowledged when it was killed is not executable, and never leaves."""
        folders = [self.folder / "spool" / name for name in ("incoming", "active", "deferred")]
        return sum(_is_whole(file) for folder in folders for file in folder.rglob("*"))

    def _say(self, word: str) -> None:
        subprocess.run([self.program, "-c", str(self.folder / "etc"), word], check=True, capture_output=True)


@dataclass
class Taken:
    """A mail that arrived at the far end."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    at: float  #: time.monotonic

    @property
    def message_id(self) -> str:
        return str(message_from_bytes(self.raw)["Message-ID"]).strip().strip("<>")


@dataclass
class FarEnd:
    """The partners' mail servers in one: takes everything, but says what a test told it of an address."""

    port: int = 0
    says: dict[str, str] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802  aiosmtpd's name
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        with self._lock:
            self.taken.append(
                Taken(
                    sender=envelope.mail_from or "",
                    recipients=tuple(address.lower() for address in envelope.rcpt_tos),
                    raw=envelope.content,
                    at=time.monotonic(),
                )
            )
        return "250 OK"

    def to(self, address: str) -> list[Taken]:
        with self._lock:
            return [each for each in self.taken if address in each.recipients]

    def forget(self) -> None:
        with self._lock:
            self.taken.clear()
            self.says.clear()

    @contextlib.contextmanager
    def listening(self) -> Iterator[FarEnd]:
        loop = asyncio.new_event_loop()
        sessions: list[SMTP] = []

        def session() -> SMTP:
            sessions.append(SMTP(self, hostname="far.example", loop=loop))
            return sessions[-1]

        async def end() -> None:
            server.close()
            for each in sessions:
                if each.transport is not None:
                    each.transport.close()
            tasks = [each._handler_coroutine for each in sessions if each._handler_coroutine is not None]
            if tasks:
                await asyncio.wait(tasks)

        server = loop.run_until_complete(loop.create_server(session, "127.0.0.1", self.port))
        self.port = server.sockets[0].getsockname()[1]
        thread = Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(PATIENCE_S)
            loop.run_until_complete(end())
            loop.close()


@pytest.fixture(scope="session")
def far_end() -> Iterator[FarEnd]:
    with FarEnd().listening() as listening:
        yield listening


@pytest.fixture(scope="session")
def postfix(real_program: Callable[[str], str], dovecot: Dovecot, far_end: FarEnd) -> Iterator[Postfix]:
    """A running server, for all tests of a run; it shows the same certificate as the mailboxes."""
    program = real_program("postfix")
    if os.geteuid() != 0:
        _absent("Postfix starts only as root")
    with running(program, dovecot, far_end) as server:
        yield server


@contextlib.contextmanager
def running(program: str, dovecot: Dovecot, far_end: FarEnd) -> Iterator[Postfix]:
    # A short path: its sockets lie below it, and a socket's path has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="liaison-mta-"))
    folder.chmod(0o755)
    for name in ("etc", "spool", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    places = {"commands": str(Path(program).parent), "daemons": _daemons()}
    keys = {"certificate": dovecot.certificate, "key": dovecot.folder / "key.pem"}
    port = _free_port()
    main = MAIN.format(folder=folder, sink=far_end.port, lmtp=dovecot.lmtp, **places, **keys)
    (folder / "etc" / "main.cf").write_text(main, encoding="utf-8")
    (folder / "etc" / "master.cf").write_text(MASTER.format(port=port), encoding="utf-8")
    server = Postfix(program, folder, port)
    try:
        server.start()
        yield server
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_whole(file: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):  # It has just left.
        found = file.stat()
        return stat.S_ISREG(found.st_mode) and bool(found.st_mode & stat.S_IXUSR)
    return False


def _daemons() -> str:
    places: Sequence[str] = ("/usr/lib/postfix/sbin", "/usr/libexec/postfix")
    return next(place for place in places if Path(place).is_dir())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _absent(reason: str) -> None:
    if os.environ.get("LIAISON_REQUIRE_REAL") == "1":  # noqa: TID251  a setting of the tests alone
        pytest.fail(f"{reason}, and LIAISON_REQUIRE_REAL=1")
    pytest.skip(reason)
