"""A Dovecot of the test run's own on high ports of this machine, without any right, and a line to it that can be cut."""

from __future__ import annotations

import contextlib
import getpass
import grp
import os
import shutil
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import structlog
from imapclient import IMAPClient

from tests.real.postfix import far_end, postfix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Fixtures of another module.
__all__ = ["far_end", "postfix"]

PASSWORD = "correct-horse"
PATIENCE_S = 30

#: The user that servers run as where the tests run as root; it owns nothing else.
NOBODY, NOGROUP = "nobody", "nogroup"

SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%n
mail_uid = {user}
mail_gid = {group}
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_max_userip_connections = 100
auth_failure_delay = 0
mailbox_list_index = yes
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""


@dataclass
class Dovecot:
    """A mail server in which every user exists, with an empty mailbox."""

    program: str
    folder: Path
    imap: int
    imaps: int
    lmtp: int
    _running: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        return self.folder / "cert.pem"

    def start(self) -> None:
        self._running = subprocess.Popen([*_unprivileged(), self.program, "-F", "-c", str(self.folder / "dovecot.conf")], cwd=self.folder)
        self.client("somebody").logout()

    def stop(self) -> None:
        if self._running is not None:
            self._running.terminate()
            self._running.wait(PATIENCE_S)
            self._running = None

    def client(self, user: str) -> IMAPClient:
        """Another program that reads the same mailbox, as staff do."""
        until = time.monotonic() + PATIENCE_S
        while True:  # The port is open before a password can be checked.
            client = None
            try:
                client = IMAPClient("127.0.0.1", self.imap, ssl=False, timeout=3)
                client.login(user, PASSWORD)
            except (OSError, IMAPClient.Error):
                if client is not None:
                    client.shutdown()
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return client

    def deliver(self, user: str, *raws: bytes) -> None:
        """Bring mail as a mail server does."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as lmtp:
            for raw in raws:
                lmtp.sendmail("luz@readingclub.example", [f"{user}@district.example"], raw)

    def give_new_uids(self, user: str) -> None:
        """Forget all UIDs, as happens when a server is restored or moved: the mails stay, UIDVALIDITY is another one."""
        root = self.folder / "mail" / user
        time.sleep(1.1)  # Dovecot takes the second as UIDVALIDITY.
        for file in (*root.glob("dovecot-uidlist"), *root.glob("dovecot-uidvalidity*"), *root.glob("dovecot.index*")):
            file.unlink()


def _unprivileged() -> list[str]:
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOGROUP}", "--clear-groups"] if os.geteuid() == 0 else []


def _ports(count: int) -> list[int]:
    with contextlib.ExitStack() as probes:
        several = [probes.enter_context(socket.socket()) for _ in range(count)]
        for probe in several:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in several]


@pytest.fixture(scope="session")
def dovecot(real_program: Callable[[str], str]) -> Iterator[Dovecot]:
    """A running server, for all tests of a run: each uses a mailbox of its own."""
    program, openssl = real_program("dovecot"), real_program("openssl")
    if not Path("/usr/lib/dovecot/lmtp").exists():
        real_program("dovecot's lmtp")
    with running(program, openssl) as server:
        yield server


@contextlib.contextmanager
def running(program: str, openssl: str, more: str = "") -> Iterator[Dovecot]:
    """A server of its own, with further settings."""
    # A short path: Dovecot's sockets lie below it, and a socket's path has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="liaison-imap-"))
    user, group = (NOBODY, NOGROUP) if os.geteuid() == 0 else (getpass.getuser(), grp.getgrgid(os.getgid()).gr_name)
    imap, imaps, lmtp = _ports(3)
    settings = SETTINGS.format(folder=folder, user=user, group=group, password=PASSWORD, imap=imap, imaps=imaps, lmtp=lmtp)
    (folder / "dovecot.conf").write_text(settings + more, encoding="utf-8")
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    new_key = ["-newkey", "rsa:2048", "-nodes", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([openssl, "req", "-x509", "-days", "2", *new_key, *subject], check=True, capture_output=True)
    if os.geteuid() == 0:
        for each in (folder, *folder.iterdir()):
            shutil.chown(each, NOBODY, NOGROUP)
    server = Dovecot(program, folder, imap, imaps, lmtp)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _logs_as_in_the_beginning() -> None:
    # A command that ran before in this process may have left the log on a file that is closed now.
    structlog.reset_defaults()


@pytest.fixture
def user() -> str:
    """Whose mailbox nobody else uses."""
    return f"u{uuid4().hex[:12]}"


@pytest.fixture
def trusting(dovecot: Dovecot) -> ssl.SSLContext:
    """What trusts this server's certificate and no other."""
    return ssl.create_default_context(cafile=str(dovecot.certificate))


@dataclass
class Line:
    """A way to a server that a test can cut, now or after so many bytes of the server's."""

    target: int
    cut_after: int | None = None  #: bytes from the server, over all connections; None is never
    passed: int = 0
    connections: int = 0
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _open: list[socket.socket] = field(default_factory=list)
    _lock: Any = field(default_factory=Lock)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def serve(self) -> None:
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """End every connection that there is; new ones work again."""
        with self._lock:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
            self._open.clear()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                self.connections += 1
                with self._lock:
                    self._open += [near, far]
                Thread(target=self._pass_on, args=(near, far, False), daemon=True).start()
                Thread(target=self._pass_on, args=(far, near, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                if counted and self.cut_after is not None and self.passed + len(data) > self.cut_after:
                    sink.sendall(data[: self.cut_after - self.passed])
                    self.cut_after = None
                    break
                self.passed += len(data) if counted else 0
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(dovecot: Dovecot) -> Iterator[Line]:
    made = Line(dovecot.imap)
    made.serve()
    yield made
    made.close()
