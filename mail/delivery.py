"""Sends finished bytes to a server by SMTP, and says sent, temporary or permanent."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

from handlers.outages import Kind
from mail.causes import certificate_trouble, kind_of, life, words_of
from mail.delivered import NO_SERVER, Delivered, Refused, none_took, sendable
from mail.exchange import Mail, Timeouts, transact
from mail.hosts import is_loopback
from mail.maildir import MaildirDelivery
from mail.oauth import NoToken
from mail.refusals import judge

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from datetime import datetime

    from mail.oauth import Tokens

NOT_ADMITTED = 535  #: the server does not take who we say we are (RFC 4954, 6)
CLOSING = 421  #: the server ends the connection, whatever was asked (RFC 5321, 3.8)


class Delivery(Protocol):
    """Hands one mail on. An empty sender is the null return path."""

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered: ...

    async def problem(self) -> str:
        """Return why nothing could be delivered just now, or nothing."""
        ...

    async def close(self) -> None: ...


class Carrier(Delivery, Protocol):
    """A delivery of our own, which can be asked how it is while there is nothing to deliver."""

    @property
    def where(self) -> str:
        """Name the server or folder."""
        ...

    @property
    def certificate_life(self) -> tuple[datetime, datetime] | None:
        """From when to when the certificate is good that the server showed last."""
        ...

    async def probe(self) -> Delivered:
        """Connect, log in, say goodbye: `sent` stands for a server that would take mail."""
        ...


def from_url(url: str, password: str = "", *, connections: int = 0, tokens: Tokens | None = None) -> Carrier:
    """The delivery that a setting names; ValueError says what is wrong with it. Opens nothing yet."""
    if url.startswith("maildir:"):
        if not url.removeprefix("maildir:"):
            raise ValueError("maildir: needs a folder, such as maildir:var/mail")
        return MaildirDelivery(Path(url.removeprefix("maildir:")))
    return SmtpDelivery(Relay.from_url(url, password, tokens), connections)


@dataclass(frozen=True, kw_only=True, slots=True)
class Relay:
    """The server that takes our mail."""

    host: str
    port: int
    tls: Literal["none", "starttls", "implicit"]
    user: str = ""
    password: str = ""
    tokens: Tokens | None = None  #: instead of a password

    def __repr__(self) -> str:
        return f"Relay({self.host}:{self.port}, {self.tls})"

    @classmethod
    def from_url(cls, url: str, password: str = "", tokens: Tokens | None = None) -> Relay:
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
            (bool(user) and not password and tokens is None, "there is a user and no LIAISON_SMTP_PASSWORD"),
        ):
            if wrong:
                raise ValueError(words)
        port = parts.port or usual_port
        return cls(host=host, port=port, tls=tls, user=user, password=password, tokens=tokens if user else None)


_SCHEMES: dict[str, tuple[Literal["none", "starttls", "implicit"], int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("implicit", 465),
}


class SmtpDelivery:
    """Sends through one server, over connections that are kept and used again; at most so many at a time (0: no limit of ours)."""

    def __init__(self, relay: Relay, connections: int = 0, *, timeouts: Timeouts | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.relay = relay
        self._timeouts = timeouts or Timeouts()
        self.certificate_life: tuple[datetime, datetime] | None = None
        self._tls = tls
        self._free = asyncio.Semaphore(connections) if connections else None
        self._idle: list[aiosmtplib.SMTP] = []
        self._running: set[asyncio.Task[Delivered]] = set()

    @property
    def where(self) -> str:
        return f"{self.relay.host}:{self.relay.port}"

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
        """Never raises for what a server or the network does. A cancelled caller leaves its delivery running; `close` waits for it."""
        taken, refused = sendable(sender, recipients)
        if not taken:
            return none_took(refused)
        task = asyncio.create_task(self._deliver(Mail(raw=raw, sender=sender, recipients=taken, refused=refused)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        # No cancellation between DATA and its answer: it would leave a mail of which nobody knows whether it went.
        return await asyncio.shield(task)

    async def problem(self) -> str:
        """Connects and logs in; a connection that works is kept for the first mail."""
        try:
            self._idle.append(await self._connect())
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return self._at(error)
        return ""

    async def probe(self) -> Delivered:
        try:
            client = await self._connect()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return self._away(error)
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=5)
        client.close()
        return Delivered(status="sent", code=250, message=f"{self.where} takes us")

    async def close(self) -> None:
        """Lets running deliveries end and says goodbye."""
        if self._running:
            await asyncio.wait(self._running)
        while self._idle:
            client = self._idle.pop()
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=5)
            client.close()

    def _at(self, error: Exception) -> str:
        """One line on why no connection stands, with the server's name."""
        return f"{self.relay.host}:{self.relay.port}: {words_of(error)}"

    def _away(self, error: Exception, refused: tuple[Refused, ...] = ()) -> Delivered:
        # Temporary even for 5xx: a wrong password or certificate is our fault, not the mail's.
        code, ours, kind = _code(error), _is_our_fault(error), _kind(error)
        return Delivered(status="temporary", code=code, message=self._at(error), refused=refused, ours=ours, away=True, kind=kind)

    async def _deliver(self, mail: Mail) -> Delivered:
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
                return self._away(error, mail.refused)
            return await self._over(client, mail)

    @asynccontextmanager
    async def _one_of_so_many(self) -> AsyncIterator[None]:
        if self._free is None:
            yield
            return
        async with self._free:
            yield

    async def _connect(self) -> aiosmtplib.SMTP:
        tokens = self.relay.tokens
        if tokens is None:
            return await self._connect_with(None)
        token = await _asked(tokens.token)
        try:
            return await self._connect_with(token)
        except aiosmtplib.SMTPAuthenticationError:
            # A token may be taken back before its end: one more try with another one.
            return await self._connect_with(await _asked(tokens.instead_of, token))

    async def _connect_with(self, token: str | None) -> aiosmtplib.SMTP:
        client = aiosmtplib.SMTP(
            hostname=self.relay.host,
            port=self.relay.port,
            username=self.relay.user or None,
            password=self.relay.password or None,
            timeout=self._timeouts.command,
            use_tls=self.relay.tls == "implicit",
            start_tls=self.relay.tls == "starttls",
            tls_context=self._tls,
            oauth_token_generator=_giver(token) if token else None,
        )
        try:
            await client.connect()
            await _greet(client)
        except BaseException:
            client.close()
            raise
        self.certificate_life = life(client.get_transport_info("peercert"))
        return client

    async def _over(self, client: aiosmtplib.SMTP, mail: Mail) -> Delivered:
        """One mail over this connection, which is then kept or closed."""
        try:
            delivered = await transact(client, mail, self._timeouts)
        except (aiosmtplib.SMTPException, OSError) as lost:
            delivered = Delivered(status="temporary", code=NO_SERVER, message=words_of(lost), refused=mail.refused)
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


async def _greet(client: aiosmtplib.SMTP) -> None:
    """EHLO, and HELO for a server that does not know it, unless TLS or a login has asked already."""
    if client.is_ehlo_or_helo_needed:
        try:
            await client.ehlo()
        except aiosmtplib.SMTPHeloError:
            await client.helo()


async def _asked(ask: Callable[..., str], *arguments: str) -> str:
    """A token, with what keeps us from having one told as if the mail server had said it."""
    try:
        return await asyncio.to_thread(ask, *arguments)
    except NoToken as no:
        if no.refused:
            raise aiosmtplib.SMTPAuthenticationError(NOT_ADMITTED, str(no)) from no
        raise ConnectionError(str(no)) from no


def _giver(token: str) -> Callable[[], Awaitable[str]]:
    async def give() -> str:  # aiosmtplib takes nothing else than what could ask for one.
        return token

    return give


def _code(error: Exception) -> int:
    code = getattr(error, "code", None)
    return code if isinstance(code, int) else NO_SERVER


def _is_our_fault(error: Exception) -> bool:
    """Whether a connection failed by settings, the server's or ours, which no waiting mends."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return judge("connect", error.code, error.message) == "us"
    # What is neither an answer nor a broken line: no STARTTLS, no way to log in that both know, a certificate that is not to be trusted.
    lost = (aiosmtplib.SMTPConnectError, aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)
    return certificate_trouble(error) is not None or not isinstance(error, lost)


def _kind(error: Exception) -> Kind:
    """What is wrong with a server that lets us come to no mail."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        if judge("connect", error.code, error.message) != "us":
            return Kind.PUT_OFF
        return Kind.PASSWORD if isinstance(error, aiosmtplib.SMTPAuthenticationError) else Kind.REFUSED
    return kind_of(error)
