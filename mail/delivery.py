"""Sends finished bytes: to a server by SMTP or into a Maildir, and says sent, temporary or permanent."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import aiosmtplib

from mail.addresses import clean, is_sendable
from mail.hosts import is_loopback

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterable, Sequence

Status = Literal["sent", "temporary", "permanent"]

NO_SERVER = 0  #: stands for a code where no server gave one
CLOSING = 421  #: the server ends the connection, whatever was asked (RFC 5321, 3.8)


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A recipient that was not taken, while another was."""

    recipient: str
    code: int
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """What became of one delivery.

    `sent` with `refused` means that some recipients took it: sending again would give them a second copy. `unsure` is set where the
    connection broke after the message may have been taken (G6): it may be sent again with the same Message-ID, or shown to a person.
    """

    status: Status
    code: int
    message: str
    refused: tuple[Refused, ...] = ()
    unsure: bool = False


class Delivery(Protocol):
    """Hands one mail on. An empty sender is the null return path."""

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered: ...

    async def problem(self) -> str:
        """Return why nothing could be delivered just now, or nothing."""
        ...

    async def close(self) -> None: ...


def from_url(url: str, password: str = "", *, connections: int = 0) -> Delivery:
    """The delivery that a setting names; ValueError says what is wrong with it. Opens nothing yet."""
    if url.startswith("maildir:"):
        if not url.removeprefix("maildir:"):
            raise ValueError("maildir: needs a folder, such as maildir:var/mail")
        return MaildirDelivery(Path(url.removeprefix("maildir:")))
    return SmtpDelivery(Relay.from_url(url, password), connections)


class MaildirDelivery:
    """Keeps mail in a Maildir. After a crash between writing and our own commit the same Message-ID stands there twice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
        taken, refused = _sendable(sender, recipients)
        if not taken:
            return _none_took(refused)
        try:
            await asyncio.to_thread(self._keep, raw)
        except OSError as error:
            return Delivered(status="temporary", code=451, message=f"{self.path}: {error.strerror}")
        return Delivered(status="sent", code=250, message=f"kept in {self.path}", refused=refused)

    async def problem(self) -> str:
        try:
            await asyncio.to_thread(self._make_folders)
        except OSError as error:
            return f"{self.path}: {error.strerror}"
        return "" if os.access(self.path / "new", os.W_OK) else f"{self.path}: this user may not write there"

    async def close(self) -> None:
        """There is nothing to close."""

    def _make_folders(self) -> None:
        for folder in (self.path, *(self.path / name for name in ("tmp", "new", "cur"))):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _keep(self, raw: bytes) -> None:
        self._make_folders()
        name = uuid4().hex
        draft = self.path / "tmp" / name
        try:
            with draft.open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self.path / "new" / name)
        finally:
            draft.unlink(missing_ok=True)
        _sync(self.path / "new")


@dataclass(frozen=True, kw_only=True, slots=True)
class Relay:
    """The server that takes our mail."""

    host: str
    port: int
    tls: Literal["none", "starttls", "implicit"]
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Relay({self.host}:{self.port}, {self.tls})"

    @classmethod
    def from_url(cls, url: str, password: str = "") -> Relay:
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES:
            raise ValueError("an address begins with smtp+starttls://, smtps://, smtp:// (loopback only) or maildir:")
        tls, usual_port = _SCHEMES[parts.scheme]
        host, user = parts.hostname or "", unquote(parts.username or "")
        for wrong, words in (
            (not host, "the server's name is missing"),
            (bool(parts.path.strip("/") or parts.query or parts.fragment), "nothing may follow the server's name and port"),
            (parts.password is not None, "the password belongs into LIAISON_SMTP_PASSWORD"),
            (tls == "none" and not is_loopback(host), f"smtp:// is for this machine only; for {host} use smtp+starttls:// or smtps://"),
            (bool(password) and not user, "there is a password and no user: smtp+starttls://user@host"),
            (bool(user) and not password, "there is a user and no LIAISON_SMTP_PASSWORD"),
        ):
            if wrong:
                raise ValueError(words)
        return cls(host=host, port=parts.port or usual_port, tls=tls, user=user, password=password)


_SCHEMES: dict[str, tuple[Literal["none", "starttls", "implicit"], int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("implicit", 465),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeouts:
    """In seconds. A server may take ten minutes over the end of a message (RFC 5321, 4.5.3.2.6): asking again too soon doubles mail."""

    command: float = 60
    data: float = 600


class SmtpDelivery:
    """Sends through one server, over connections that are kept and used again; at most so many at a time (0: no limit of ours)."""

    def __init__(self, relay: Relay, connections: int = 0, *, timeouts: Timeouts | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.relay = relay
        self._timeouts = timeouts or Timeouts()
        self._tls = tls
        self._free = asyncio.Semaphore(connections) if connections else None
        self._idle: list[aiosmtplib.SMTP] = []
        self._running: set[asyncio.Task[Delivered]] = set()

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
        """Never raises for what a server or the network does. A cancelled caller leaves its delivery running; `close` waits for it."""
        taken, refused = _sendable(sender, recipients)
        if not taken:
            return _none_took(refused)
        task = asyncio.create_task(self._deliver(_Mail(raw=raw, sender=sender, recipients=taken, refused=refused)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        # No cancellation between DATA and its answer: it would leave a mail of which nobody knows whether it went.
        return await asyncio.shield(task)

    async def problem(self) -> str:
        """Connects and logs in; a connection that works is kept for the first mail."""
        try:
            self._idle.append(await self._connect())
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return f"{self.relay.host}:{self.relay.port}: {_words(error)}"
        return ""

    async def close(self) -> None:
        """Lets running deliveries end and says goodbye."""
        if self._running:
            await asyncio.wait(self._running)
        while self._idle:
            client = self._idle.pop()
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=5)
            client.close()

    async def _deliver(self, mail: _Mail) -> Delivered:
        async with self._one_of_so_many():
            while self._idle:
                kept = self._idle.pop()
                delivered = await self._over(kept, mail)
                if delivered.unsure or delivered.code not in {NO_SERVER, CLOSING}:
                    return delivered
                # A server closes what was idle for long: that says nothing of this mail.
            try:
                client = await self._connect()
            except (aiosmtplib.SMTPException, OSError, ValueError) as error:
                # Temporary even for 5xx: a wrong password or certificate is our fault, not the mail's.
                return Delivered(status="temporary", code=getattr(error, "code", NO_SERVER), message=_words(error))
            return await self._over(client, mail)

    @asynccontextmanager
    async def _one_of_so_many(self) -> AsyncIterator[None]:
        if self._free is None:
            yield
            return
        async with self._free:
            yield

    async def _connect(self) -> aiosmtplib.SMTP:
        client = aiosmtplib.SMTP(
            hostname=self.relay.host,
            port=self.relay.port,
            username=self.relay.user or None,
            password=self.relay.password or None,
            timeout=self._timeouts.command,
            use_tls=self.relay.tls == "implicit",
            start_tls=self.relay.tls == "starttls",
            tls_context=self._tls,
        )
        try:
            await client.connect()
        except BaseException:
            client.close()
            raise
        return client

    async def _over(self, client: aiosmtplib.SMTP, mail: _Mail) -> Delivered:
        """One mail over this connection, which is then kept or closed."""
        try:
            delivered = await self._transact(client, mail)
        except aiosmtplib.SMTPResponseException as no:
            delivered = Delivered(status=_status(no.code), code=no.code, message=_words(no), refused=mail.refused)
        except (aiosmtplib.SMTPException, OSError) as lost:
            delivered = Delivered(status="temporary", code=NO_SERVER, message=_words(lost), refused=mail.refused)
        if delivered.code not in {NO_SERVER, CLOSING} and await self._is_clear(client, delivered):
            self._idle.append(client)
        else:
            client.close()
        return delivered

    async def _is_clear(self, client: aiosmtplib.SMTP, delivered: Delivered) -> bool:
        """Whether the connection can take another mail: after a refusal the server must forget this one first."""
        if delivered.status != "sent":
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.rset()
                return client.is_connected
            return False
        return client.is_connected

    async def _transact(self, client: aiosmtplib.SMTP, mail: _Mail) -> Delivered:
        """MAIL, RCPT, DATA. Raises where the server refuses MAIL, or where the connection ends before DATA."""
        # No extension is asked for but where the mail needs it (T15); addresses are ASCII, so SMTPUTF8 is never among them.
        eight_bit = not mail.raw.isascii() and client.supports_extension("8bitmime")
        await client.mail(mail.sender, options=["BODY=8BITMIME"] if eight_bit else [])
        refused = list(mail.refused)
        for recipient in mail.recipients:
            try:
                await client.rcpt(recipient)
            except aiosmtplib.SMTPRecipientRefused as no:
                refused.append(Refused(recipient=recipient, code=no.code, message=_words(no)))
        if len(refused) == len(mail.recipients) + len(mail.refused):
            return _none_took(refused)
        if not client.is_connected:
            raise aiosmtplib.SMTPServerDisconnected("the server hung up before the message")
        try:
            answer = await client.data(mail.raw, timeout=self._timeouts.data)
        except aiosmtplib.SMTPResponseException as no:
            return Delivered(status=_status(no.code), code=no.code, message=_words(no), refused=tuple(refused))
        except (aiosmtplib.SMTPException, OSError) as lost:
            return Delivered(status="temporary", code=NO_SERVER, message=_words(lost), refused=tuple(refused), unsure=True)
        return Delivered(status="sent", code=answer.code, message=clean(answer.message), refused=tuple(refused))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Mail:
    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    refused: tuple[Refused, ...]


def _sync(folder: Path) -> None:
    """A renamed file is safe only when its folder is written, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sendable(sender: str, recipients: Iterable[str]) -> tuple[tuple[str, ...], tuple[Refused, ...]]:
    """Recipients that may stand in an envelope, and those that may not: no command is ever smuggled in by an address (T15)."""
    if sender and not is_sendable(sender):
        return (), tuple(Refused(recipient=each, code=553, message="the sender is no address") for each in recipients)
    several = tuple(recipients)
    good = tuple(each for each in several if is_sendable(each))
    return good, tuple(Refused(recipient=each, code=553, message="this is no address") for each in several if each not in good)


def _none_took(refused: Sequence[Refused]) -> Delivered:
    """Nobody got it; while one of them may take it later, it is worth another try."""
    if not refused:
        return Delivered(status="permanent", code=554, message="the mail has no recipient")
    first = next((each for each in refused if _status(each.code) == "temporary"), refused[0])
    return Delivered(status=_status(first.code), code=first.code, message=first.message, refused=tuple(refused))


def _status(code: int) -> Status:
    return "permanent" if 500 <= code < 600 else "temporary"  # noqa: PLR2004  the classes of RFC 5321, 4.2.1


def _words(error: Exception) -> str:
    return clean(str(getattr(error, "message", "") or error or type(error).__name__))
