"""The built-in SMTP listener: takes mail for the intake address and says 250 only after it was heard."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from typing import TYPE_CHECKING, Any, cast

import structlog
from aiosmtpd.smtp import SMTP, Envelope

from mail.addresses import is_intake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiosmtpd.smtp import Session as SmtpSession

    from handlers.types import Address

    #: Keeps one message (bytes, envelope sender or None, envelope recipients) and returns when it is committed.
    Hear = Callable[[bytes, str | None, tuple[str, ...]], Awaitable[None]]

log = structlog.get_logger()

#: Beyond these somebody is playing games: a mail to the one intake address has few recipients.
MOST_RECIPIENTS = 100
MOST_CONNECTIONS = 50

BUSY = "421 4.3.2 Too many connections, please try again later"
STOPPING = "421 4.3.2 Liaison is stopping, please try again later"
NOT_NOW = "451 4.3.0 Not taken, please try again later"
TOO_BIG = "552 5.3.4 Message too big"


class NotNow(Exception):  # noqa: N818  it is an answer, "try again", rather than an error
    """Raised by `hear` where a message cannot be kept just now; the sender's server tries again."""


class ListenError(OSError):
    """The listener cannot open its address."""


class PortInUse(ListenError):  # noqa: N818  the name says it whole
    """Another program, or another Liaison, listens there already."""


class Listener:
    """Listens on one address from `start` to `stop`."""

    def __init__(self, host: str, port: int, intake: Address, hear: Hear, max_bytes: int) -> None:
        self.host = host
        self.port = port  #: 0 takes any free one, and `start` then says which
        self.intake = intake
        self.hear = hear
        self.max_bytes = max_bytes
        self.sessions: set[_Session] = set()
        self.hearing: set[asyncio.Future[Any]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Opens the port, or raises ListenError with one clear line."""
        # aiosmtpd logs every address at info; ours stay out of logs.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(lambda: _Session(self, loop), self.host, self.port)
        except OSError as error:
            where = f"{self.host}:{self.port}"
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(f"{where} is in use by another program, or Liaison runs already") from error
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
            raise ListenError(f"cannot listen on {where}: {reason}") from error
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self, grace_s: float = 10) -> None:
        """Takes nothing new, and lets those messages be answered that are being heard."""
        if self._server is None:
            return
        self._server.close()
        for session in tuple(self.sessions):
            session.end(STOPPING)
        talks = {session.talk() for session in self.sessions}
        if waits := talks | self.hearing:
            await asyncio.wait(waits, timeout=grace_s)
        for session in tuple(self.sessions):
            session.cut()
        if talks:
            await asyncio.wait(talks)
        await self._server.wait_closed()
        self._server = None


class _Office:
    """aiosmtpd's handler: what we answer to MAIL, RCPT and to what goes wrong."""

    def __init__(self, intake: Address) -> None:
        self._intake = intake

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: SmtpSession, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not address.isprintable():
            return "553 5.1.7 Sender address has characters that no address has"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: SmtpSession, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if not is_intake(address, self._intake):
            return "550 5.1.1 No such mailbox here"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        log.error("intake.failed", error=type(error).__name__)
        return NOT_NOW


class _Session(SMTP):
    """One connection. DATA is our own: aiosmtpd's refuses long lines and keeps the pieces of an endless one."""

    def __init__(self, listener: Listener, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            _Office(listener.intake),
            data_size_limit=listener.max_bytes,
            enable_SMTPUTF8=True,
            decode_data=False,
            hostname=listener.intake.domain,
            ident="Liaison",
            loop=loop,
        )
        self._listener = listener
        self._answering = False
        self._ends = ""

    def talk(self) -> asyncio.Task[None]:
        # No property: aiosmtpd reads every attribute while it is being made, before there is a task.
        assert self._handler_coroutine is not None
        return self._handler_coroutine

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._listener.sessions.add(self)
        self.talk().add_done_callback(lambda _: self._listener.sessions.discard(self))
        if len(self._listener.sessions) > MOST_CONNECTIONS:
            self.end(BUSY)

    def end(self, words: str) -> None:
        """Closes the connection with these words: now, or after the answer to the message that is being heard."""
        self._ends = words
        if not self._answering and self.transport is not None:
            cast("asyncio.Transport", self.transport).write(words.encode() + b"\r\n")
            self.transport.close()

    def cut(self) -> None:
        """Gives up waiting for an answer."""
        if self.transport is not None:
            cast("asyncio.Transport", self.transport).abort()

    async def smtp_VRFY(self, _arg: str) -> None:  # noqa: N802  aiosmtpd's name
        await self.push("502 5.5.1 VRFY is off")

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd's name
        envelope = self.envelope
        if await self.check_helo_needed():
            return
        if envelope is None or not envelope.rcpt_tos or arg:
            await self.push("501 5.5.4 Syntax: DATA" if arg else "503 5.5.1 Need RCPT first")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        raw = await self._read_message()
        self.envelope = self._create_envelope()
        self._answering = True
        try:
            await self.push(TOO_BIG if raw is None else await self._heard(raw, envelope))
        finally:
            self._answering = False
        if self._ends:
            self.end(self._ends)

    async def _read_message(self) -> bytes | None:
        """The message without its transparent dots, or None where it is too big; then no more of it is kept than one piece."""
        kept, size, line_begins = bytearray(), 0, True
        while True:
            try:
                # Only CRLF ends a line, so that a bare LF smuggles nothing in (RFC 5321, 2.3.8; CVE-2023-51764).
                piece, line_ends = await self._reader.readuntil(b"\r\n"), True
            except asyncio.LimitOverrunError as over:
                piece, line_ends = await self._reader.read(over.consumed), False
            if line_begins and piece == b".\r\n":
                return bytes(kept) if size <= self._listener.max_bytes else None
            if line_begins and piece.startswith(b"."):
                piece = piece[1:]
            line_begins = line_ends
            size += len(piece)
            if size <= self._listener.max_bytes:
                kept += piece
            else:
                kept.clear()

    async def _heard(self, raw: bytes, envelope: Envelope) -> str:
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from
        recipients = tuple(str(each) for each in envelope.rcpt_tos)
        # Shielded: a client that hangs up now must not stop us halfway. It will send again, and we know the message then.
        hearing: asyncio.Future[Any] = asyncio.ensure_future(self._listener.hear(raw, sender, recipients))
        self._listener.hearing.add(hearing)
        hearing.add_done_callback(self._listener.hearing.discard)
        try:
            await asyncio.shield(hearing)
        except NotNow:
            return NOT_NOW
        except Exception as error:
            log.exception("intake.failed", error=type(error).__name__)
            return NOT_NOW
        return "250 2.0.0 Heard"
