"""The mailbox against a server that misbehaves on purpose; how it works with a good one is in tests/real."""

from __future__ import annotations

import socket
import time
from base64 import b64decode
from contextlib import closing, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail import mailbox
from mail.mailbox import Account, Mailbox, NoFolder, NoIdle, NotAdmitted, Refused, Trouble, refuse_line_breaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE_S = 20

CAPABILITIES = b"* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS"

#: What a good server says to a command, before its OK; a test replaces some of it.
GOOD: dict[str, bytes] = {
    "CAPABILITY": CAPABILITIES,
    "LOGIN": b"",
    "SELECT": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 12] ok",
    "UID SEARCH": b"* SEARCH 9 10 11",
    "LOGOUT": b"* BYE see you",
}


@dataclass
class FakeServer:
    """Answers each command from a table; an answer that ends in a line break stands for all that is ever said to it."""

    said: dict[str, bytes] = field(default_factory=dict)
    greeting: bytes = b"* OK ready\r\n"
    heard: list[str] = field(default_factory=list)
    trickles: bool = False
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _over: Event = field(default_factory=Event)
    _idle_tag: bytes = b""

    @property
    def account(self) -> Account:
        return Account(host="127.0.0.1", port=int(self._listener.getsockname()[1]), tls=False, user="intake", password="secret")

    def serve(self) -> None:
        with suppress(OSError), self._listener:
            line, _ = self._listener.accept()
            with line, line.makefile("rb") as lines:
                line.sendall(self.greeting)
                for command in lines:
                    self._answer(line, command.decode().rstrip("\r\n"))

    def _answer(self, line: socket.socket, command: str) -> None:
        self.heard.append(command)
        if command == "DONE":
            line.sendall(self.said.get("DONE", b"").replace(b"TAG", self._idle_tag))
            return
        tag, _, rest = command.partition(" ")
        name = next((each for each in (*self.said, *GOOD) if rest.startswith(each)), rest)
        self._idle_tag = tag.encode() if name == "IDLE" else self._idle_tag
        answer = self.said.get(name, GOOD.get(name, b""))
        if self.trickles and name == "NOOP":
            while not self._over.wait(0.05):
                line.sendall(b"* OK still here\r\n")
        elif answer.endswith(b"\n"):
            line.sendall(answer.replace(b"TAG", tag.encode()))
        else:
            line.sendall((answer + b"\r\n" if answer else b"") + f"{tag} OK done\r\n".encode())

    def close(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def connect() -> Iterator[Callable[..., tuple[FakeServer, Mailbox]]]:
    """Starts a server that says these things, and a mailbox that is yet to be opened."""
    with_it: list[tuple[FakeServer, Mailbox, Thread]] = []

    def begin(said: dict[str, bytes] | None = None, *, silence_s: float = PATIENCE_S, **server: object) -> tuple[FakeServer, Mailbox]:
        fake = FakeServer(said or {}, **server)  # type: ignore[arg-type]  # settings of a test go through as they are
        thread = Thread(target=fake.serve, daemon=True)
        box = Mailbox(fake.account, silence_s=silence_s)
        with_it.append((fake, box, thread))
        thread.start()
        return fake, box

    yield begin
    for fake, box, thread in with_it:
        box.cut()
        box.close()
        fake.close()
        thread.join(PATIENCE_S)


def test_one_command_is_sent_for_one_call_whatever_the_argument(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    fake, box = connect()
    box.open()
    before = len(fake.heard)

    for folder in ("x\r\nA1 DELETE INBOX", "x\nA1 STORE 1:* +FLAGS (\\Deleted)", "x\0"):
        with pytest.raises(ValueError, match="no line break"):
            box.move([9], folder)

    assert len(fake.heard) == before
    box.move([9, 10], 'Say "Hi" \\ {5}')
    assert fake.heard[before:] == [fake.heard[-1]]
    assert fake.heard[-1].endswith('UID MOVE 9,10 "Say \\"Hi\\" \\\\ {5}"')


@given(st.text(), st.sampled_from("\r\n\0"), st.text())
def test_no_argument_with_a_line_break_passes_however_deep_it_lies(before: str, end: str, after: str) -> None:
    for argument in (f"{before}{end}{after}", [f"{before}{end}{after}"], ("UID", [f"{before}{end}{after}".encode("utf-8", "replace")])):
        with pytest.raises(ValueError, match="no line break"):
            refuse_line_breaks([1, argument])


def test_nothing_is_ever_read_in_a_way_that_marks_it_as_read(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    fake, box = connect({"UID FETCH": b"* 1 FETCH (UID 9 BODY[] {2}\r\nhi)"})
    box.open()

    assert box.fetch([9], 2) == {9: b"hi"}
    box.head(9, 100)

    assert [each.partition("FETCH ")[2] for each in fake.heard if "FETCH" in each] == ["9 (BODY.PEEK[])", "9 (BODY.PEEK[HEADER]<0.100>)"]


def test_new_mail_in_the_same_packet_as_the_answer_to_idle_ends_the_wait(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"IDLE": b"+ idling\r\n* 4 EXISTS\r\n", "DONE": b"TAG OK done\r\n"})
    box.open()
    box.uids()
    began = time.monotonic()

    box.wait(PATIENCE_S, Event())

    assert time.monotonic() - began < PATIENCE_S / 2


def test_new_mail_that_was_told_with_another_answer_ends_the_wait_before_it_begins(
    connect: Callable[..., tuple[FakeServer, Mailbox]],
) -> None:
    fake, box = connect({"UID MOVE": b"* 4 EXISTS"})
    box.open()
    box.uids()
    box.move([9], "Processed")

    box.wait(PATIENCE_S, Event())

    assert not any("IDLE" in each for each in fake.heard)


def test_a_wait_ends_when_it_is_wanted_elsewhere(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    fake, box = connect({"IDLE": b"+ idling\r\n", "DONE": b"TAG OK done\r\n"})
    box.open()
    box.uids()
    woken = Event()
    waiting = Thread(target=box.wait, args=(PATIENCE_S * 10, woken))
    waiting.start()
    while not fake.heard[-1].endswith("IDLE"):
        time.sleep(0.01)

    woken.set()

    waiting.join(PATIENCE_S)
    assert not waiting.is_alive()
    assert fake.heard[-1] == "DONE"


@pytest.mark.parametrize("answer", [b"* BYE going down\r\n", b"* BAD what\r\nnonsense\r\n"])
def test_a_server_that_says_goodbye_in_idle_is_trouble(connect: Callable[..., tuple[FakeServer, Mailbox]], answer: bytes) -> None:
    _, box = connect({"IDLE": b"+ idling\r\n" + answer, "DONE": answer}, silence_s=0.5)
    box.open()
    box.uids()

    with pytest.raises(Trouble):
        box.wait(PATIENCE_S, Event())


def test_a_server_that_offers_idle_and_refuses_it_is_told_apart(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"IDLE": b"TAG NO not today\r\n"})
    box.open()
    box.uids()

    with pytest.raises(NoIdle):
        box.wait(PATIENCE_S, Event())


def test_silence_is_trouble(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"UID SEARCH": b"* OK wait\r\n"}, silence_s=0.3)
    box.open()

    with pytest.raises(Trouble, match="timed out"):
        box.uids()


def test_a_server_that_trickles_is_cut_by_the_watchdog(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect(trickles=True)
    box.open()

    with pytest.raises(Trouble):
        box._ask("noop", within_s=0.5)


def test_a_full_mailbox_refuses_the_move_and_the_line_is_as_good_as_before(
    connect: Callable[..., tuple[FakeServer, Mailbox]],
) -> None:
    _, box = connect({"UID MOVE": b"TAG NO [OVERQUOTA] Quota exceeded\r\n", "CREATE": b"TAG NO [ALREADYEXISTS] exists\r\n"})
    box.open()

    with pytest.raises(Refused, match="OVERQUOTA"):
        box.move([9], "Processed")

    assert box.uids() == (9, 10, 11)


def test_without_move_and_uidplus_nothing_is_moved_since_an_expunge_would_take_the_staffs_own(
    connect: Callable[..., tuple[FakeServer, Mailbox]],
) -> None:
    _, box = connect({"CAPABILITY": b"* CAPABILITY IMAP4rev1"})
    box.open()

    assert (box.can_move, box.can_idle) == (False, False)


@pytest.mark.parametrize(
    "answer",
    [
        b"* 1 FETCH (UID 9 BODY[] {20}\r\ntoo short)\r\nTAG OK done\r\n",
        b"* 1 FETCH (UID 9 BODY[] {1}\r\ntoo long)\r\nTAG OK done\r\n",
        b"* 1 FETCH (UID 9 (((\r\nTAG OK done\r\n",
        b"* 1 FETCH (UID nine BODY[] {2}\r\nhi)\r\nTAG OK done\r\n",
    ],
)
def test_an_answer_that_does_not_add_up_is_trouble_and_never_a_mail(
    connect: Callable[..., tuple[FakeServer, Mailbox]], answer: bytes
) -> None:
    _, box = connect({"UID FETCH": answer}, silence_s=0.5)
    box.open()

    with pytest.raises(Trouble):
        box.fetch([9], 2)


def test_a_mail_that_somebody_removed_in_between_is_left_out(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"UID FETCH": b"* 1 EXPUNGE\r\n* 2 FETCH (UID 10 BODY[] {2}\r\nhi)\r\n* 1 FETCH (UID 9 FLAGS (\\Seen))"})
    box.open()

    assert box.fetch([9, 10], 4) == {10: b"hi"}


def test_the_last_mail_is_not_taken_for_a_new_one(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"UID SEARCH": b"* SEARCH 11"})
    box.open()

    assert box.uids(12) == ()


def test_a_password_that_cannot_be_checked_just_now_is_not_a_wrong_one(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"LOGIN": b"TAG NO [UNAVAILABLE] try later\r\n"})

    with pytest.raises(Trouble, match="just now") as told:
        box.open()

    assert not isinstance(told.value, NotAdmitted)


def test_a_line_that_ends_at_the_password_is_not_a_wrong_one(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"LOGIN": b"* BYE Disconnected: Auth process is not ready\r\n"}, silence_s=0.5)

    with pytest.raises(Trouble) as told:
        box.open()

    assert not isinstance(told.value, NotAdmitted)


def test_plain_carries_a_password_of_any_characters_and_login_says_that_it_cannot(
    connect: Callable[..., tuple[FakeServer, Mailbox]],
) -> None:
    said = {"AUTHENTICATE": b"+ \r\n", "CAPABILITY": CAPABILITIES + b" AUTH=PLAIN"}
    fake, box = connect(said, silence_s=0.5)
    box.account = Account(host="127.0.0.1", port=box.account.port, tls=False, user="intake", password="pässwörd")
    with pytest.raises(Trouble):  # What follows the password means nothing to this server.
        box.open()
    assert b64decode(fake.heard[-1]).decode() == "\0intake\0pässwörd"

    _, box = connect()
    box.account = Account(host="127.0.0.1", port=box.account.port, tls=False, user="intake", password="pässwörd")
    with pytest.raises(NotAdmitted, match="only ASCII"):
        box.open()


def test_folders_lie_where_the_server_keeps_ones_own(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    fake, box = connect({"CAPABILITY": CAPABILITIES + b" NAMESPACE", "NAMESPACE": b'* NAMESPACE (("INBOX." ".")) NIL NIL'})
    box.open()

    box.move([9], "Processed")

    assert fake.heard[-1].endswith('UID MOVE 9 "INBOX.Processed"')


def test_a_folder_without_uidvalidity_cannot_be_watched(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"SELECT": b"* 3 EXISTS"})

    with pytest.raises(NoFolder, match="UIDVALIDITY"):
        box.open()


def test_an_endless_greeting_is_trouble(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect(greeting=b"* OK " + b"x" * 2_000_000, silence_s=1)

    with pytest.raises(Trouble):
        box.open()


def test_cutting_from_another_thread_ends_a_wait_with_trouble(
    connect: Callable[..., tuple[FakeServer, Mailbox]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "SLICE_S", PATIENCE_S)
    _, box = connect({"IDLE": b"+ idling\r\n"})
    box.open()
    box.uids()
    told: list[Exception] = []

    def waits() -> None:
        try:
            box.wait(PATIENCE_S, Event())
        except Trouble as trouble:
            told.append(trouble)

    waiting = Thread(target=waits)
    waiting.start()
    time.sleep(0.3)
    box.cut()

    waiting.join(PATIENCE_S / 2)
    assert len(told) == 1


def test_neither_an_address_nor_a_password_is_told_by_what_is_printed(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"LOGIN": b"TAG NO [AUTHENTICATIONFAILED] no\r\n"})

    with pytest.raises(NotAdmitted) as told, closing(box):
        box.open()

    assert "secret" not in f"{told.value}{box.account!r}"
    assert "intake@" not in str(told.value)


@pytest.mark.parametrize(
    ("folders", "found"),
    [
        ([r'(\HasNoChildren) "/" "Sent"', r'(\HasNoChildren \Sent) "/" "[Gmail]/Sent Mail"'], "[Gmail]/Sent Mail"),
        ([r'(\Noselect) "/" "Sent"', r'() "/" "Elementos enviados"'], "Elementos enviados"),
        ([r'() "/" "sent items"', r'() "/" "Sent Messages"'], "sent items"),
        ([r'() "/" "Old/Sent"', r'() "/" "INBOX"'], None),
        ([], None),
    ],
)
def test_the_folder_of_sent_mail_is_found_by_its_mark_or_else_by_its_name(
    connect: Callable[..., tuple[FakeServer, Mailbox]], folders: list[str], found: str | None
) -> None:
    listed = b"\r\n".join(f"* LIST {each}".encode() for each in folders)
    _, box = connect({"LIST": listed})
    box.open()

    assert box.sent_folder() == found


def test_a_look_elsewhere_is_read_only_and_ends_in_our_own_folder(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    fake, box = connect({"EXAMINE": GOOD["SELECT"]})
    box.open()
    before = len(fake.heard)

    with box.elsewhere("Sent") as there:
        assert there.uidnext == 12

    assert [command.partition(" ")[2] for command in fake.heard[before:]] == ['EXAMINE "Sent"', 'SELECT "INBOX"']


def test_a_folder_that_was_made_anew_during_a_look_elsewhere_is_noticed(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    fake, box = connect({"EXAMINE": GOOD["SELECT"]})
    box.open()
    fake.said["SELECT"] = GOOD["SELECT"].replace(b"UIDVALIDITY 7", b"UIDVALIDITY 8")

    with pytest.raises(Trouble, match="made anew"), box.elsewhere("Sent"):
        pass


def test_a_folder_that_is_gone_is_no_reason_to_lose_the_line(connect: Callable[..., tuple[FakeServer, Mailbox]]) -> None:
    _, box = connect({"EXAMINE": b"TAG NO no such folder\r\n", "STATUS": b"TAG NO no such folder\r\n"})
    box.open()

    with pytest.raises(Refused):
        box.standing("Sent")
    with pytest.raises(Refused), box.elsewhere("Sent"):
        pass
    assert box.uids() == (9, 10, 11)
