"""Delivery, into a Maildir and to a real SMTP server on loopback whose answers are scripted."""

from __future__ import annotations

import asyncio
import mailbox
import ssl
import subprocess
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from aiosmtplib.protocol import PERIOD_REGEX, normalize_message_line_endings
from hypothesis import given
from hypothesis import strategies as st

from mail.delivered import Delivered, Refused
from mail.delivery import Delivery, Relay, SmtpDelivery, from_url
from mail.exchange import Timeouts, stuffed
from mail.maildir import MaildirDelivery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

FROM = "partners@district.example"
LUZ = "luz@buddies.example"
MARC = "marc@buddies.example"
MAIL = b"From: partners@district.example\r\nTo: luz@buddies.example\r\nMessage-ID: <1@district.example>\r\n\r\nHello.\r\n.\r\n..dots\r\n"


@dataclass
class Sink:
    """An SMTP server that keeps what it takes. `says` scripts an answer for a command; `CUT` hangs up instead."""

    says: dict[str, list[str]] = field(default_factory=dict)
    taken: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    connections: int = 0
    open_at_once: int = 0
    most_at_once: int = 0
    gate: asyncio.Event | None = None
    got_data: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    def script(self, command: str, server: SMTP) -> str | None:
        answers = self.says.get(command)
        if not answers:
            return None
        answer = answers.pop(0)
        if answer == "CUT" and server.transport is not None:
            server.transport.close()
        return answer or None

    async def handle_MAIL(self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802  aiosmtpd's name
        if answer := self.script("MAIL", server):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802  aiosmtpd's name
        if answer := self.script("RCPT", server):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        self.open_at_once += 1
        self.most_at_once = max(self.most_at_once, self.open_at_once)
        self.got_data.set()
        await (self.gate.wait() if self.gate else asyncio.sleep(0.01))
        self.open_at_once -= 1
        if answer := self.script("DATA", server):
            return answer
        assert isinstance(envelope.content, bytes)
        self.taken.append((envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content))
        return "250 2.0.0 Queued as 4F3\x1b[31m"


class Counted(SMTP):
    """aiosmtpd's server, which counts its connections."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        sink: Sink = self.event_handler
        sink.connections += 1
        super().connection_made(transport)


@asynccontextmanager
async def listening(sink: Sink, tls: ssl.SSLContext | None = None, *, starttls: bool = False) -> AsyncIterator[Sink]:
    loop = asyncio.get_running_loop()
    sessions: list[Counted] = []

    def session() -> Counted:
        sessions.append(
            Counted(
                sink,
                hostname="sink.example",
                loop=loop,
                tls_context=tls if starttls else None,
                auth_require_tls=starttls,
                authenticator=_knows_one_user,
            )
        )
        return sessions[-1]

    server = await loop.create_server(session, "127.0.0.1", 0, ssl=None if starttls else tls)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        tasks = [each._handler_coroutine for each in sessions if each._handler_coroutine is not None]
        for each in sessions:
            if each.transport is not None:
                each.transport.close()
        if tasks:
            await asyncio.wait(tasks)


def _knows_one_user(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    known = isinstance(given, LoginPassword) and given == LoginPassword(b"desk", b"right")
    return AuthResult(success=known, handled=False)


@asynccontextmanager
async def sending(sink: Sink, **options: object) -> AsyncIterator[SmtpDelivery]:
    connections = options.pop("connections", 0)
    assert isinstance(connections, int)
    relay = Relay(host="127.0.0.1", port=sink.port, tls="none")
    delivery = SmtpDelivery(relay, connections, timeouts=Timeouts(command=5, data=5))
    try:
        yield delivery
    finally:
        await delivery.close()


def kept_in(path: Path) -> list[bytes]:
    box = mailbox.Maildir(path, factory=None, create=False)
    try:
        return [box.get_bytes(key) for key in box.iterkeys()]
    finally:
        box.close()


class TestBothKinds:
    """What every delivery promises."""

    @pytest.fixture(params=["maildir", "smtp"])
    async def delivery(self, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Delivery]:
        self.path = tmp_path / "var" / "mail"
        self.sink = Sink()
        async with listening(self.sink):
            url = f"maildir:{self.path}" if request.param == "maildir" else f"smtp://127.0.0.1:{self.sink.port}"
            delivery = from_url(url)
            yield delivery
            await delivery.close()

    def arrived(self) -> list[bytes]:
        return kept_in(self.path) if self.path.is_dir() else [raw for _, _, raw in self.sink.taken]

    async def test_a_mail_is_sent_with_its_bytes_as_they_are(self, delivery: Delivery) -> None:
        delivered = await delivery.deliver(MAIL, FROM, [LUZ])

        assert (delivered.status, delivered.code) == ("sent", 250)
        assert self.arrived() == [MAIL]

    async def test_the_same_mail_twice_arrives_twice(self, delivery: Delivery) -> None:
        await delivery.deliver(MAIL, FROM, [LUZ])
        await delivery.deliver(MAIL, FROM, [LUZ])

        assert self.arrived() == [MAIL, MAIL]

    async def test_many_at_a_time_all_arrive(self, delivery: Delivery) -> None:
        mails = [MAIL + f"{number}\r\n".encode() for number in range(20)]

        delivered = await asyncio.gather(*(delivery.deliver(mail, FROM, [LUZ]) for mail in mails))

        assert {each.status for each in delivered} == {"sent"}
        assert sorted(self.arrived()) == sorted(mails)

    async def test_the_null_return_path_may_send(self, delivery: Delivery) -> None:
        delivered = await delivery.deliver(MAIL, "", [LUZ])

        assert delivered.status == "sent"

    @pytest.mark.parametrize(
        "address",
        [
            "luz@buddies.example\r\nRCPT TO:<all@district.example>",
            "luz@buddies.example> SIZE=1",
            "alice@example.org)bob@evil.example",
            "alice@example.org,<bob@evil.example>",
            "Luz <luz@buddies.example>",
            "luz@buddies.example\x00",
            '"luz\r\n"@buddies.example',
            "luz",
            "",
        ],
    )
    async def test_what_is_no_plain_address_never_reaches_a_server(self, delivery: Delivery, address: str) -> None:
        to = await delivery.deliver(MAIL, FROM, [address])
        sender = await delivery.deliver(MAIL, address or "-", [LUZ])

        assert (to.status, to.code) == ("permanent", 553)
        assert (sender.status, sender.code, sender.ours) == ("temporary", 553, True)
        assert self.arrived() == []
        assert self.sink.connections == 0

    async def test_a_good_recipient_gets_it_beside_one_that_is_no_address(self, delivery: Delivery) -> None:
        delivered = await delivery.deliver(MAIL, FROM, ["nobody", LUZ])

        assert delivered.status == "sent"
        assert [(each.recipient, each.code) for each in delivered.refused] == [("nobody", 553)]
        assert self.arrived() == [MAIL]

    async def test_a_mail_to_nobody_is_refused(self, delivery: Delivery) -> None:
        delivered = await delivery.deliver(MAIL, FROM, [])

        assert delivered.status == "permanent"
        assert self.arrived() == []


class TestMaildir:
    async def test_a_folder_that_cannot_be_written_is_temporary(self, tmp_path: Path) -> None:
        (tmp_path / "mail").write_text("a file where the folder should be")

        delivered = await MaildirDelivery(tmp_path / "mail" / "box").deliver(MAIL, FROM, [LUZ])

        assert delivered.status == "temporary"
        assert str(tmp_path) in delivered.message

    async def test_mail_stands_in_new_and_none_is_left_in_tmp(self, tmp_path: Path) -> None:
        await MaildirDelivery(tmp_path / "box").deliver(MAIL, FROM, [LUZ])

        assert [file.read_bytes() for file in (tmp_path / "box" / "new").iterdir()] == [MAIL]
        assert list((tmp_path / "box" / "tmp").iterdir()) == []


class TestSmtp:
    async def test_one_connection_is_used_again(self) -> None:
        async with listening(Sink()) as sink, sending(sink) as delivery:
            for _ in range(5):
                await delivery.deliver(MAIL, FROM, [LUZ])

        assert (len(sink.taken), sink.connections) == (5, 1)

    async def test_no_more_connections_are_open_than_allowed(self) -> None:
        async with listening(Sink()) as sink, sending(sink, connections=2) as delivery:
            await asyncio.gather(*(delivery.deliver(MAIL, FROM, [LUZ]) for _ in range(8)))

        assert (len(sink.taken), sink.connections, sink.most_at_once) == (8, 2, 2)

    @pytest.mark.parametrize(
        ("command", "answer", "status"),
        [
            ("MAIL", "450 4.2.1 Greylisted", "temporary"),
            ("RCPT", "450 4.2.1 Greylisted", "temporary"),
            ("DATA", "450 4.2.1 Greylisted", "temporary"),
            ("MAIL", "550 5.1.8 Sender refused", "temporary"),
            ("RCPT", "550 5.1.1 No such user", "permanent"),
            ("DATA", "554 5.7.1 No spam", "permanent"),
        ],
    )
    async def test_a_refusal_is_told_by_its_class_and_the_next_mail_goes(self, command: str, answer: str, status: str) -> None:
        async with listening(Sink(says={command: [answer]})) as sink, sending(sink) as delivery:
            refused = await delivery.deliver(MAIL, FROM, [LUZ])
            after = await delivery.deliver(MAIL, FROM, [LUZ])

        assert (refused.status, refused.code, refused.message) == (status, int(answer[:3]), answer[4:])
        assert not refused.unsure
        assert after.status == "sent"
        assert (len(sink.taken), sink.connections) == (1, 1)

    async def test_a_recipient_that_is_refused_beside_one_that_is_taken_is_named(self) -> None:
        async with listening(Sink(says={"RCPT": ["", "550 5.1.1 No such user"]})) as sink, sending(sink) as delivery:
            delivered = await delivery.deliver(MAIL, FROM, [LUZ, MARC])

        assert delivered.status == "sent"
        assert delivered.refused == (Refused(recipient=MARC, code=550, message="5.1.1 No such user", blame="address"),)
        assert sink.taken[0][1] == (LUZ,)

    @pytest.mark.parametrize(
        ("command", "answer"),
        [("MAIL", "550 5.7.1 Not you"), ("RCPT", "554 5.7.1 Relay access denied"), ("DATA", "550 5.7.60 Not as this sender")],
    )
    async def test_a_server_that_refuses_us_says_nothing_of_the_recipient(self, command: str, answer: str) -> None:
        async with listening(Sink(says={command: [answer]})) as sink, sending(sink) as delivery:
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])

        assert (delivered.status, delivered.ours, delivered.away) == ("temporary", True, False)

    async def test_a_message_that_is_refused_names_everybody_who_does_not_get_it(self) -> None:
        says = {"RCPT": ["", "550 5.1.1 No such user"], "DATA": ["552 5.3.4 Too big"]}

        async with listening(Sink(says=says)) as sink, sending(sink) as delivery:
            delivered = await delivery.deliver(MAIL, FROM, [LUZ, MARC])

        assert delivered.status == "permanent"
        assert {(each.recipient, each.blame) for each in delivered.refused} == {(LUZ, "mail"), (MARC, "address")}

    async def test_nobody_taken_is_temporary_while_one_may_be_taken_later(self) -> None:
        async with listening(Sink(says={"RCPT": ["550 5.1.1 No", "451 4.3.0 Later"]})) as sink, sending(sink) as delivery:
            delivered = await delivery.deliver(MAIL, FROM, [LUZ, MARC])

        assert (delivered.status, delivered.code) == ("temporary", 451)
        assert len(delivered.refused) == 2
        assert sink.taken == []

    async def test_words_of_a_server_are_one_clean_line(self) -> None:
        async with listening(Sink()) as sink, sending(sink) as delivery:
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])

        assert delivered.message == "2.0.0 Queued as 4F3[31m"

    async def test_a_connection_cut_after_the_message_is_temporary_and_unsure(self) -> None:
        async with listening(Sink(says={"DATA": ["CUT"]})) as sink, sending(sink) as delivery:
            cut = await delivery.deliver(MAIL, FROM, [LUZ])
            after = await delivery.deliver(MAIL, FROM, [LUZ])

        assert (cut.status, cut.unsure) == ("temporary", True)
        assert (after.status, sink.connections) == ("sent", 2)

    async def test_an_unsure_mail_is_never_sent_again_by_itself(self) -> None:
        async with listening(Sink(says={"DATA": ["250 OK", "CUT"]})) as sink, sending(sink) as delivery:
            await delivery.deliver(MAIL, FROM, [LUZ])
            cut = await delivery.deliver(MAIL, FROM, [LUZ])

        assert cut.unsure
        assert (sink.taken, sink.connections) == ([], 1)

    @pytest.mark.parametrize("command", ["MAIL", "RCPT"])
    async def test_a_connection_cut_before_the_message_is_temporary_and_sure(self, command: str) -> None:
        async with listening(Sink(says={command: ["CUT"]})) as sink, sending(sink) as delivery:
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])

        assert (delivered.status, delivered.unsure) == ("temporary", False)
        assert sink.taken == []

    async def test_a_connection_cut_at_the_word_data_is_sure_for_nothing_of_the_message_has_left(self) -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 sink.example\r\n")
            while not (await reader.readline()).startswith(b"DATA"):
                writer.write(b"250 OK\r\n")
            writer.close()

        async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
            sink = Sink(port=server.sockets[0].getsockname()[1])
            async with sending(sink) as delivery:
                delivered = await delivery.deliver(MAIL, FROM, [LUZ])

        assert (delivered.status, delivered.code, delivered.unsure) == ("temporary", 0, False)

    @pytest.mark.parametrize("answer", ["CUT", "421 4.4.2 Idle for too long"])
    @pytest.mark.parametrize("command", ["MAIL", "RCPT"])
    async def test_an_idle_connection_that_the_server_ended_is_opened_anew(self, command: str, answer: str) -> None:
        async with listening(Sink(says={command: ["", answer]})) as sink, sending(sink) as delivery:
            await delivery.deliver(MAIL, FROM, [LUZ])
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])

        assert delivered.status == "sent"
        assert (len(sink.taken), sink.connections) == (2, 2)

    async def test_421_on_a_new_connection_is_temporary_and_closes_it(self) -> None:
        async with listening(Sink(says={"DATA": ["421 4.3.2 Going down"]})) as sink, sending(sink) as delivery:
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])
            await delivery.deliver(MAIL, FROM, [LUZ])

        assert (delivered.status, delivered.code) == ("temporary", 421)
        assert (len(sink.taken), sink.connections) == (1, 2)

    async def test_no_server_is_temporary(self, free_port: int) -> None:
        delivery = from_url(f"smtp://127.0.0.1:{free_port}")

        delivered = await delivery.deliver(MAIL, FROM, [LUZ])
        await delivery.close()

        assert (delivered.status, delivered.unsure) == ("temporary", False)
        assert (delivered.away, delivered.ours) == (True, False)
        assert str(free_port) in delivered.message

    async def test_a_server_that_says_nothing_is_temporary_and_unsure(self) -> None:
        async with listening(Sink(gate=asyncio.Event())) as sink:
            delivery = SmtpDelivery(Relay(host="127.0.0.1", port=sink.port, tls="none"), timeouts=Timeouts(command=5, data=0.2))
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])
            await delivery.close()

        assert (delivered.status, delivered.unsure) == ("temporary", True)

    async def test_a_caller_that_is_cancelled_between_data_and_its_answer_leaves_the_mail_sent(self) -> None:
        async with listening(Sink(gate=asyncio.Event())) as sink, sending(sink) as delivery:
            caller = asyncio.create_task(delivery.deliver(MAIL, FROM, [LUZ]))
            await sink.got_data.wait()
            caller.cancel()
            with pytest.raises(asyncio.CancelledError):
                await caller
            assert sink.gate is not None
            sink.gate.set()
            await delivery.close()

        assert [raw for _, _, raw in sink.taken] == [MAIL]

    async def test_bare_line_feeds_smuggle_nothing(self) -> None:
        raw = b"Subject: x\n\nfirst\n.\nMAIL FROM:<boss@district.example>\n"

        async with listening(Sink()) as sink, sending(sink) as delivery:
            await delivery.deliver(raw, FROM, [LUZ])

        assert [content for _, _, content in sink.taken] == [raw.replace(b"\n", b"\r\n")]

    @given(st.lists(st.sampled_from([b".", b"\r", b"\n", b"\r\n", b"a"]), max_size=12).map(b"".join))
    def test_a_message_goes_out_as_the_library_itself_would_send_it(self, raw: bytes) -> None:
        assert stuffed(raw) == PERIOD_REGEX.sub(b"..", normalize_message_line_endings(raw)) + b".\r\n"

    @pytest.mark.parametrize(("password", "status"), [("right", "sent"), ("wrong", "temporary")])
    async def test_a_wrong_password_is_our_fault_and_not_the_mails(self, password: str, status: str) -> None:
        async with listening(Sink()) as sink:
            delivery = from_url(f"smtp://desk@127.0.0.1:{sink.port}", password)
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])
            await delivery.close()

        assert delivered.status == status
        assert (delivered.ours, delivered.away) == (status != "sent", status != "sent")
        assert password not in delivered.message

    async def test_starttls_is_never_left_out_where_it_was_asked_for(self) -> None:
        async with listening(Sink()) as sink:
            delivery = from_url(f"smtp+starttls://127.0.0.1:{sink.port}")
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])
            await delivery.close()

        assert (delivered.status, delivered.ours) == ("temporary", True)
        assert sink.taken == []


@pytest.fixture(scope="module")
def certificate(real_program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate of localhost and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([real_program("openssl"), "req", "-x509", "-days", "2", *key, *names], check=True, capture_output=True)
    return folder


class TestTls:
    @pytest.mark.parametrize("tls", ["starttls", "implicit"])
    @pytest.mark.parametrize(("trusted", "status"), [(True, "sent"), (False, "temporary")])
    async def test_only_a_server_whose_certificate_is_trusted_gets_mail(
        self, certificate: Path, tls: str, trusted: bool, status: str
    ) -> None:
        of_server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        of_server.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        of_ours = ssl.create_default_context(cafile=str(certificate / "cert.pem") if trusted else None)

        async with listening(Sink(), of_server, starttls=tls == "starttls") as sink:
            relay = Relay.from_url(f"{'smtps' if tls == 'implicit' else 'smtp+starttls'}://desk@localhost:{sink.port}", "right")
            delivery = SmtpDelivery(relay, timeouts=Timeouts(command=5, data=5), tls=of_ours)
            delivered = await delivery.deliver(MAIL, FROM, [LUZ])
            await delivery.close()

        assert delivered.status == status
        assert len(sink.taken) == (1 if trusted else 0)


class TestFromUrl:
    @pytest.mark.parametrize(
        ("url", "relay"),
        [
            ("smtp://localhost", ("localhost", 25, "none", "")),
            ("smtp://127.0.0.2:2526", ("127.0.0.2", 2526, "none", "")),
            ("smtp://[::1]:26", ("::1", 26, "none", "")),
            ("smtp+starttls://ana%40district.example@mail.example", ("mail.example", 587, "starttls", "ana@district.example")),
            ("smtps://ana@district.example@mail.example/", ("mail.example", 465, "implicit", "ana@district.example")),
        ],
    )
    def test_an_address_is_read(self, url: str, relay: tuple[str, int, str, str]) -> None:
        read = Relay.from_url(url, "secret" if relay[3] else "")

        assert (read.host, read.port, read.tls, read.user) == relay

    @pytest.mark.parametrize(
        ("url", "password", "says"),
        [
            ("", "", "begins with"),
            ("imap://mail.example", "", "begins with"),
            ("mail.example", "", "begins with"),
            ("smtp://", "", "name is missing"),
            ("smtp://mail.example", "", "this machine only"),
            ("smtp://127.0.0.1.mail.example", "", "this machine only"),
            ("smtps://mail.example/path", "", "nothing may follow"),
            ("smtps://ana:hunter2@mail.example", "", "LIAISON_SMTP_PASSWORD"),
            ("smtps://ana@mail.example", "", "LIAISON_SMTP_PASSWORD"),
            ("smtps://mail.example", "hunter2", "no user"),
            ("smtps://mail.example:99999", "", "[Pp]ort"),
            ("maildir:", "", "needs a folder"),
        ],
    )
    def test_what_cannot_work_is_told_without_a_password(self, url: str, password: str, says: str) -> None:
        with pytest.raises(ValueError, match=says) as told:
            from_url(url, password)

        assert "hunter2" not in str(told.value)

    def test_a_password_is_not_shown(self) -> None:
        assert "hunter2" not in repr(Relay.from_url("smtps://ana@mail.example", "hunter2"))

    def test_an_outcome_is_a_value(self) -> None:
        assert Delivered(status="sent", code=250, message="") == Delivered(status="sent", code=250, message="")
