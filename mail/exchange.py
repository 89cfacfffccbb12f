"""One mail over one open connection, from MAIL to the answer to its end; where a server is far away, pipelining would begin here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiosmtplib

from mail.addresses import clean
from mail.causes import words_of
from mail.delivered import NO_SERVER, Delivered, Refused, none_took
from mail.refusals import judge

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from mail.refusals import Stage

#: RFC 5321, 4.2.1: the only answers with which a mail goes on.
_DONE, _FORWARDED, _GO_ON = 250, 251, 354


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeouts:
    """In seconds. A server may take ten minutes over the end of a message (RFC 5321, 4.5.3.2.6): asking again too soon doubles mail."""

    command: float = 60
    data: float = 600


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """Finished bytes and their envelope: `recipients` passed `sendable`, `refused` did not."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    refused: tuple[Refused, ...]


async def transact(client: aiosmtplib.SMTP, mail: Mail, timeouts: Timeouts) -> Delivered:
    """Hand the mail over. Raises SMTPException or OSError where the connection ends before a byte of the message has left."""
    try:
        # One deadline for all commands: a timer for each of them costs more than the command.
        async with asyncio.timeout(timeouts.command * (2 + len(mail.recipients))):
            refused = await _envelope(client, mail)
            if isinstance(refused, Delivered):
                return refused
            answered = _begin_message(client, mail.raw)
    except TimeoutError:
        raise aiosmtplib.SMTPReadTimeoutError("timed out waiting for the server's answer") from None
    try:
        async with asyncio.timeout(timeouts.data):
            answer = await answered
    except TimeoutError:
        return _unsure(refused, "timed out waiting for the server's answer to the message")
    except (aiosmtplib.SMTPException, OSError) as lost:
        return _unsure(refused, words_of(lost))
    if answer.code != _DONE:
        return _refused_whole("data", answer, mail, refused)
    return Delivered(status="sent", code=answer.code, message=clean(answer.message), refused=tuple(refused))


async def _envelope(client: aiosmtplib.SMTP, mail: Mail) -> list[Refused] | Delivered:
    """MAIL, RCPT and DATA up to where the message may follow; who was refused, or what became of the mail where it may not.

    The commands are put as they are: client.mail and client.rcpt would take each address apart again, which `sendable` has done.
    """
    # No extension is asked for but where the mail needs it (T15); addresses are ASCII, so SMTPUTF8 is never among them.
    eight_bit = not mail.raw.isascii() and client.supports_extension("8bitmime")
    answer = await client.execute_command(b"MAIL", f"FROM:<{mail.sender}>".encode("ascii"), *([b"BODY=8BITMIME"] if eight_bit else []))
    if answer.code != _DONE:
        return _refused_whole("mail", answer, mail, mail.refused)
    refused = list(mail.refused)
    for recipient in mail.recipients:
        answer = await client.execute_command(b"RCPT", f"TO:<{recipient}>".encode("ascii"))
        if answer.code not in {_DONE, _FORWARDED}:
            blame = judge("rcpt", answer.code, answer.message)
            refused.append(Refused(recipient=recipient, code=answer.code, message=clean(answer.message), blame=blame))
    if len(refused) == len(mail.recipients) + len(mail.refused):
        return none_took(refused)
    answer = await client.execute_command(b"DATA")
    return refused if answer.code == _GO_ON else _refused_whole("data", answer, mail, refused)


def _begin_message(client: aiosmtplib.SMTP, raw: bytes) -> Awaitable[aiosmtplib.SMTPResponse]:
    """Write the message; what is returned waits for the server's answer to it.

    client.data does the same after two searches of the whole message, which cost more than its way through the socket.
    """
    protocol = client.protocol
    if protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("the server hung up before the message")
    protocol.write(stuffed(raw))
    return protocol.read_response()


def stuffed(raw: bytes) -> bytes:
    """The message as it goes after DATA: lines end with CRLF, a dot at the start of one is doubled, and one alone is the end (4.5.2)."""
    if not raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r"):
        # A lone one of them can pass for the end of a line, and what follows for a command.
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if raw.startswith(b"."):
        raw = b"." + raw
    return b"".join((raw.replace(b"\r\n.", b"\r\n.."), b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"))


def _unsure(refused: Sequence[Refused], words: str) -> Delivered:
    return Delivered(status="temporary", code=NO_SERVER, message=words, refused=tuple(refused), unsure=True)


def _refused_whole(stage: Stage, answer: aiosmtplib.SMTPResponse, mail: Mail, refused: Sequence[Refused]) -> Delivered:
    """The sender or the message was refused, and with it every recipient that was not refused before."""
    before = {each.recipient for each in refused}
    blame, words = judge(stage, answer.code, answer.message), clean(answer.message)
    rest = [Refused(recipient=each, code=answer.code, message=words, blame=blame) for each in mail.recipients if each not in before]
    whole = none_took([*rest, *refused])
    return Delivered(status=whole.status, code=answer.code, message=words, refused=whole.refused, ours=whole.ours)
