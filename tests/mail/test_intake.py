"""The listener, spoken to by a plain socket: what it takes, what it refuses, and when it says 250."""

from __future__ import annotations

import asyncio
import resource
import smtplib
import socket
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from handlers.types import Address
from mail.addresses import make_token, reply_address
from mail.intake import MOST_CONNECTIONS, Listener, NotNow, PortInUse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

INTAKE = Address(email="partners@district.example")
TOKEN_FORM = reply_address(INTAKE, make_token(b"secret", "conversation", "luz@buddies.example", 1))
MAIL = b"From: luz@buddies.example\r\nSubject: Tutoring\r\n\r\nWe would like to help.\r\n"


@dataclass
class Ear:
    """Keeps what it heard; may wait, or refuse, before it has."""

    heard: list[tuple[bytes, str | None, tuple[str, ...]]] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    trouble: Exception | None = None

    def __post_init__(self) -> None:
        self.may_end.set()

    async def hear(self, raw: bytes, sender: str | None, recipients: tuple[str, ...]) -> None:
        self.begun.set()
        await self.may_end.wait()
        if self.trouble is not None:
            raise self.trouble
        self.heard.append((raw, sender, recipients))


class Talk:
    """An SMTP client that says exactly what it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def answer(self) -> str:
        lines = [await self.reader.readline()]
        while lines[-1][3:4] == b"-":
            lines.append(await self.reader.readline())
        return b"".join(lines).decode()

    async def say(self, line: bytes) -> str:
        self.writer.write(line + b"\r\n")
        return await self.answer()

    async def envelope(self, recipient: str = INTAKE.email, sender: str = "luz@buddies.example") -> str:
        await self.say(b"EHLO buddies.example")
        await self.say(f"MAIL FROM:<{sender}>".encode())
        return await self.say(f"RCPT TO:<{recipient}>".encode())

    async def send(self, raw: bytes) -> str:
        await self.say(b"DATA")
        self.writer.write(raw)
        await self.writer.drain()
        return await self.say(b".")


@asynccontextmanager
async def listening(ear: Ear, max_bytes: int = 100_000) -> AsyncIterator[Listener]:
    listener = Listener("127.0.0.1", 0, INTAKE, ear.hear, max_bytes)
    await listener.start()
    try:
        yield listener
    finally:
        await listener.stop(grace_s=1)


@asynccontextmanager
async def talking(listener: Listener) -> AsyncIterator[Talk]:
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    talk = Talk(reader, writer)
    await talk.answer()
    try:
        yield talk
    finally:
        writer.close()


@pytest.mark.parametrize("recipient", [INTAKE.email, "Partners@District.Example", TOKEN_FORM, TOKEN_FORM.upper()])
async def test_mail_to_the_intake_address_and_its_token_forms_is_heard(recipient: str) -> None:
    ear = Ear()

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope(recipient)
        said = await talk.send(MAIL)

    assert said.startswith("250 ")
    assert ear.heard == [(MAIL, "luz@buddies.example", (recipient,))]


@pytest.mark.parametrize(
    "recipient",
    ["superintendent@district.example", "partners@elsewhere.example", "partners+nonsense@district.example", "partners", "a@b,partners@c"],
)
async def test_mail_to_any_other_address_is_refused(recipient: str) -> None:
    ear = Ear()

    async with listening(ear) as listener, talking(listener) as talk:
        said = await talk.envelope(recipient)
        data = await talk.say(b"DATA")

    assert said[:2] in {"50", "55"}
    assert data.startswith("503 ")
    assert ear.heard == []


async def test_the_standard_library_can_send() -> None:
    ear = Ear()

    def send(port: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("luz@buddies.example", [INTAKE.email], MAIL)

    async with listening(ear) as listener:
        await asyncio.to_thread(send, listener.port)

    assert [raw for raw, _, _ in ear.heard] == [MAIL]


async def test_250_comes_only_after_the_message_was_heard() -> None:
    ear = Ear()
    ear.may_end.clear()

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope()
        answer = asyncio.create_task(talk.send(MAIL))
        await ear.begun.wait()
        await asyncio.sleep(0.05)
        too_soon = answer.done()
        ear.may_end.set()
        said = await answer

    assert not too_soon
    assert said.startswith("250 ")


@pytest.mark.parametrize("trouble", [NotNow("the database is locked"), ValueError("a fault of ours")])
async def test_a_message_that_cannot_be_heard_now_is_asked_for_again_and_the_talk_goes_on(trouble: Exception) -> None:
    ear = Ear(trouble=trouble)

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope()
        first = await talk.send(MAIL)
        ear.trouble = None
        await talk.envelope()
        second = await talk.send(MAIL)

    assert first.startswith("451 4.3.0 ")
    assert str(trouble) not in first
    assert second.startswith("250 ")
    assert len(ear.heard) == 1


async def test_a_null_return_path_is_told_as_an_empty_sender() -> None:
    ear = Ear()

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope(sender="")
        await talk.send(MAIL)

    assert ear.heard[0][1] == ""


async def test_letters_beyond_ascii_may_stand_in_a_senders_address() -> None:
    ear = Ear()

    async with listening(ear) as listener, talking(listener) as talk:
        hello = await talk.say(b"EHLO buddies.example")
        await talk.say("MAIL FROM:<josé@buddies.example> SMTPUTF8".encode())
        await talk.say(b"RCPT TO:<partners@district.example>")
        await talk.send(MAIL)

    assert "SMTPUTF8" in hello
    assert ear.heard[0][1] == "josé@buddies.example"


@pytest.mark.parametrize("sender", [b"<a\xff@b.example>", b"<a\x00@b.example>", "<a\u202e@b.example>".encode()])
async def test_a_senders_address_of_broken_characters_is_refused(sender: bytes) -> None:
    ear = Ear()

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.say(b"EHLO buddies.example")
        said = await talk.say(b"MAIL FROM:" + sender)

    assert said.startswith("5")


async def test_bytes_arrive_as_they_were_sent_but_for_transparent_dots() -> None:
    ear = Ear()
    body = b"Subject: \xff\x00\r\n\r\nbare\nline\n.\nfeeds and \r returns\r\n"

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope()
        await talk.send(body + b"..dot\r\n...\r\n")

    assert ear.heard[0][0] == body + b".dot\r\n..\r\n"


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n"])
async def test_only_crlf_dot_crlf_ends_a_message_so_that_none_is_smuggled_in(end: bytes) -> None:
    ear = Ear()
    smuggled = MAIL + end + b"MAIL FROM:<boss@district.example>\r\nRCPT TO:<partners@district.example>\r\nDATA\r\nforged\r\n"

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope()
        await talk.send(smuggled)

    assert [(sender, raw.endswith(b"forged\r\n")) for raw, sender, _ in ear.heard] == [("luz@buddies.example", True)]


async def test_a_line_longer_than_any_buffer_is_heard_whole() -> None:
    ear = Ear()
    raw = b"Subject: long\r\n\r\n" + b"." + b"x" * 90_000 + b"\r\n.\r\r\n"

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope()
        await talk.send(b"Subject: long\r\n\r\n.." + b"x" * 90_000 + b"\r\n..\r\r\n")

    assert ear.heard[0][0] == raw


@pytest.mark.parametrize("line", [b"y" * 70 + b"\r\n", b"y" * 72], ids=["lines", "one endless line"])
async def test_too_much_is_refused_and_not_kept_in_memory(line: bytes) -> None:
    ear = Ear()
    limit, sent = 200_000, 32 << 20
    unit = 1 if sys.platform == "darwin" else 1024

    async with listening(ear, limit) as listener, talking(listener) as talk:
        await talk.envelope()
        await talk.say(b"DATA")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        block = line * 10_000
        for _ in range(sent // len(block)):
            talk.writer.write(block)
            await talk.writer.drain()
        said = await talk.say(b"\r\n.")
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
        await talk.envelope()
        after = await talk.send(MAIL)

    assert said.startswith("552 ")
    assert grown < sent // 2
    assert after.startswith("250 ")
    assert [raw for raw, _, _ in ear.heard] == [MAIL]


async def test_a_message_of_exactly_the_limit_is_heard_and_one_byte_more_is_not() -> None:
    ear = Ear()

    async with listening(ear, max_bytes=len(MAIL)) as listener, talking(listener) as talk:
        await talk.envelope()
        fits = await talk.send(MAIL)
        await talk.envelope()
        too_big = await talk.send(b"!" + MAIL)

    assert fits.startswith("250 ")
    assert too_big.startswith("552 ")


async def test_a_size_that_is_announced_too_big_is_refused_at_once() -> None:
    async with listening(Ear(), max_bytes=1000) as listener, talking(listener) as talk:
        await talk.say(b"EHLO buddies.example")
        said = await talk.say(b"MAIL FROM:<luz@buddies.example> SIZE=1001")

    assert said.startswith("552 ")


@pytest.mark.parametrize("command", [b"VRFY partners@district.example", b"EXPN partners", b"VRFY \xff"])
async def test_nobody_learns_which_addresses_there_are(command: bytes) -> None:
    async with listening(Ear()) as listener, talking(listener) as talk:
        await talk.say(b"EHLO buddies.example")
        said = await talk.say(command)

    assert said.startswith("502 ")


@pytest.mark.parametrize("commands", [[b"DATA"], [b"EHLO x", b"DATA"], [b"EHLO x", b"MAIL FROM:<a@b.example>", b"DATA"]])
async def test_data_before_its_time_is_refused(commands: list[bytes]) -> None:
    async with listening(Ear()) as listener, talking(listener) as talk:
        said = [await talk.say(command) for command in commands]

    assert said[-1].startswith("503 ")


async def test_a_client_that_hangs_up_in_the_middle_leaves_nothing() -> None:
    ear = Ear()

    async with listening(ear) as listener:
        async with talking(listener) as talk:
            await talk.envelope()
            await talk.say(b"DATA")
            talk.writer.write(MAIL)
            await talk.writer.drain()
        async with talking(listener) as other:
            await other.envelope()
            await other.send(MAIL + b"second\r\n")

    assert [raw for raw, _, _ in ear.heard] == [MAIL + b"second\r\n"]


async def test_a_client_that_hangs_up_before_the_answer_does_not_stop_the_hearing() -> None:
    ear = Ear()
    ear.may_end.clear()

    async with listening(ear) as listener:
        async with talking(listener) as talk:
            await talk.envelope()
            await talk.say(b"DATA")
            talk.writer.write(MAIL + b".\r\n")
            await ear.begun.wait()
        await asyncio.wait({session.talk() for session in listener.sessions})
        ear.may_end.set()

    assert len(ear.heard) == 1


async def test_stopping_lets_the_message_that_is_being_heard_have_its_250() -> None:
    ear = Ear()
    ear.may_end.clear()

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope()
        answer = asyncio.create_task(talk.send(MAIL))
        await ear.begun.wait()
        stop = asyncio.create_task(listener.stop(grace_s=30))
        await asyncio.sleep(0.05)
        ear.may_end.set()
        said = await answer
        goodbye = await talk.answer()
        await stop

    assert said.startswith("250 ")
    assert goodbye.startswith("421 ")
    assert len(ear.heard) == 1


async def test_stopping_ends_idle_talks_and_messages_that_are_still_coming_in() -> None:
    ear = Ear()

    async with listening(ear) as listener, talking(listener) as idle, talking(listener) as midway:
        await midway.envelope()
        await midway.say(b"DATA")
        await listener.stop(grace_s=30)
        goodbyes = [await idle.answer(), await midway.answer()]

    assert all(goodbye.startswith("421 ") for goodbye in goodbyes)
    assert ear.heard == []


async def test_stopping_does_not_wait_for_ever_for_a_message() -> None:
    ear = Ear()
    ear.may_end.clear()

    async with listening(ear) as listener, talking(listener) as talk:
        await talk.envelope()
        answer = asyncio.create_task(talk.send(MAIL))
        await ear.begun.wait()
        await listener.stop(grace_s=0.05)
        ear.may_end.set()

    [outcome] = await asyncio.gather(answer, return_exceptions=True)
    assert not str(outcome).startswith("250")


async def test_stopping_twice_or_before_the_start_is_no_error() -> None:
    listener = Listener("127.0.0.1", 0, INTAKE, Ear().hear, 1000)

    await listener.stop()
    await listener.start()
    await listener.stop()
    await listener.stop()

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", listener.port)


async def test_a_port_in_use_is_one_line_that_names_it(free_port: int) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", free_port))
        squatter.listen()

        with pytest.raises(PortInUse) as told:
            await Listener("127.0.0.1", free_port, INTAKE, Ear().hear, 1000).start()

    assert f"127.0.0.1:{free_port} is in use" in str(told.value)
    assert "\n" not in str(told.value)


async def test_an_address_that_is_not_ours_is_one_line_that_names_it() -> None:
    with pytest.raises(OSError, match=r"^cannot listen on 192\.0\.2\.1:2525: "):
        await Listener("192.0.2.1", 2525, INTAKE, Ear().hear, 1000).start()


async def test_one_connection_too_many_is_told_to_come_back() -> None:
    async with listening(Ear()) as listener:
        crowd = [await asyncio.open_connection("127.0.0.1", listener.port) for _ in range(MOST_CONNECTIONS + 1)]
        greetings = [await reader.readline() for reader, _ in crowd]
        for _, writer in crowd:
            writer.close()

    assert [greeting[:3] for greeting in greetings] == [b"220"] * MOST_CONNECTIONS + [b"421"]
