"""What lies behind a connection that failed: each cause is met for real, on both ways to a server."""

from __future__ import annotations

import socket
import ssl
import subprocess
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING, Literal

import pytest
from aiosmtpd.controller import Controller

from handlers.outages import Kind
from mail.causes import kind_of, life, life_now
from mail.delivery import Relay, SmtpDelivery, from_url
from mail.exchange import Timeouts
from mail.mailbox import Account, Mailbox, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUICK = Timeouts(command=0.5, data=0.5)


def account(port: int, host: str = "127.0.0.1", *, tls: bool = False) -> Account:
    return Account(host=host, port=port, tls=tls, user="partners", password="secret")


def imap_kind(port: int, host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> Kind:
    with closing(Mailbox(account(port, host, tls=tls is not None), tls=tls, silence_s=0.5)) as box, pytest.raises(Trouble) as trouble:
        box.open()
    return kind_of(trouble.value)


async def smtp_kind(port: int, host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> Kind | None:
    relay = Relay(host=host, port=port, tls="none" if tls is None else "implicit")
    found = await SmtpDelivery(relay, timeouts=QUICK, tls=tls).probe()
    assert found.away
    return found.kind


async def test_a_name_that_leads_nowhere() -> None:
    assert imap_kind(993, "name.invalid") is Kind.NO_NAME
    assert await smtp_kind(465, "name.invalid") is Kind.NO_NAME


async def test_a_port_where_nobody_listens(free_port: int) -> None:
    assert imap_kind(free_port) is Kind.UNREACHABLE
    assert await smtp_kind(free_port) is Kind.UNREACHABLE


async def test_a_server_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = int(silent.getsockname()[1])

        assert imap_kind(port) is Kind.SILENT
        assert await smtp_kind(port) is Kind.SILENT


def made(folder: Path, openssl: str, begins: str, ends: str) -> Path:
    """A certificate of our own for 127.0.0.1, with its key in the same file."""
    key, request, file = folder / "key.pem", folder / "request.pem", folder / "both.pem"
    subprocess.run(
        [openssl, "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=localhost"],
        check=True,
        capture_output=True,
    )
    (folder / "index").write_text("")
    (folder / "serial").write_text("01\n")
    (folder / "new").mkdir()
    settings = f"""[ca]
default_ca = ours
[ours]
database = {folder}/index
serial = {folder}/serial
new_certs_dir = {folder}/new
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = IP:127.0.0.1
basicConstraints = CA:TRUE
"""
    (folder / "ca.conf").write_text(settings)
    signing = [
        openssl,
        "ca",
        "-batch",
        "-selfsign",
        *map(str, ("-config", folder / "ca.conf", "-keyfile", key, "-in", request, "-out", file)),
    ]
    subprocess.run([*signing, "-startdate", begins, "-enddate", ends, "-notext"], check=True, capture_output=True)
    with file.open("a") as both:
        both.write(key.read_text())
    return file


@contextmanager
def tls_server(file: Path) -> Iterator[int]:
    """It shows its certificate to whoever comes, and says no more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(line, server_side=True) as secured:
                    secured.recv(1)
            except OSError:
                line.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=serve, args=(listener,), daemon=True).start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)


async def test_a_certificate_that_has_expired(tmp_path: Path, real_program: Callable[[str], str]) -> None:
    file = made(tmp_path, real_program("openssl"), "20250101000000Z", "20250201000000Z")
    trusting = ssl.create_default_context(cafile=str(file))

    with tls_server(file) as port:
        assert imap_kind(port, tls=trusting) is Kind.EXPIRED
        assert await smtp_kind(port, tls=trusting) is Kind.EXPIRED


async def test_a_certificate_that_nobody_vouches_for(tmp_path: Path, real_program: Callable[[str], str]) -> None:
    file = made(tmp_path, real_program("openssl"), "20250101000000Z", "21250201000000Z")

    with tls_server(file) as port:
        assert imap_kind(port, tls=ssl.create_default_context()) is Kind.UNTRUSTED
        assert await smtp_kind(port, tls=ssl.create_default_context()) is Kind.UNTRUSTED


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_the_life_of_a_certificate_is_seen_on_the_way_out(
    tls: Literal["starttls", "implicit"], tmp_path: Path, real_program: Callable[[str], str], free_port: int
) -> None:
    file = made(tmp_path, real_program("openssl"), "20250101000000Z", "21250201000000Z")
    showing = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    showing.load_cert_chain(file)
    server = Controller(
        object(),
        hostname="127.0.0.1",
        port=free_port,
        ssl_context=showing if tls == "implicit" else None,
        tls_context=showing if tls == "starttls" else None,
    )
    server.start()
    carrier = SmtpDelivery(Relay(host="127.0.0.1", port=free_port, tls=tls), tls=ssl.create_default_context(cafile=str(file)))

    found = await carrier.probe()

    server.stop()
    assert found.status == "sent", found.message
    assert carrier.certificate_life == (datetime(2025, 1, 1, tzinfo=UTC), datetime(2125, 2, 1, tzinfo=UTC))


def test_a_certificate_is_looked_at_anew_without_logging_in(tmp_path: Path, real_program: Callable[[str], str], free_port: int) -> None:
    file = made(tmp_path, real_program("openssl"), "20250101000000Z", "21250201000000Z")
    trusting = ssl.create_default_context(cafile=str(file))

    with tls_server(file) as port:
        assert life_now("127.0.0.1", port, trusting) == (datetime(2025, 1, 1, tzinfo=UTC), datetime(2125, 2, 1, tzinfo=UTC))
        assert life_now("127.0.0.1", port) is None
    assert life_now("127.0.0.1", free_port, trusting) is None


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    found = await from_url(f"maildir:{tmp_path}/file/mail").probe()

    assert found.away
    assert found.kind is Kind.UNREACHABLE


def test_the_first_cause_counts_whatever_a_library_says_of_it() -> None:
    wrapped = ConnectionError("something with the connection")
    wrapped.__cause__ = OSError(28, "No space left on device")

    assert kind_of(wrapped) is Kind.FULL
    assert kind_of(RuntimeError("who knows")) is Kind.BROKEN


def test_how_long_a_certificate_is_good() -> None:
    shown = {"notBefore": "Nov  1 00:00:00 2026 GMT", "notAfter": "Jan 30 12:00:00 2027 GMT"}

    assert life(shown) == (datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 1, 30, 12, tzinfo=UTC))
    assert life({}) is None
    assert life(None) is None
