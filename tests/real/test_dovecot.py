"""Mail over a real IMAP server: heard once whatever happens to the line, the server, the folder or us, and put where it belongs."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from bot import app as composition
from bot import postman
from bot.checking import _incoming
from bot.clock import Clock
from bot.postman import Visit
from bot.runners import Runners
from bot.settings import load_settings
from mail import mailbox
from mail.mailbox import Account, Mailbox, NoFolder, NotAdmitted, Trouble
from mail.parse import MAX_BYTES
from tests.real.conftest import PASSWORD, Dovecot, Line
from tests.scenarios.office import INTAKE, mail, the_model

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.app import App
    from bot.settings import Settings

pytestmark = pytest.mark.real

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"
LAWYER = "I am an attorney and this is a formal notice of a claim against the district. Preserve all records."
PATIENCE_S = 30


def until(holds: Callable[[], Any]) -> Any:
    """What `holds` returns, as soon as it is something."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.02)
    raise AssertionError(f"did not happen within {PATIENCE_S} s")


@dataclass
class Office:
    """A Liaison that reads one mailbox of the server."""

    app: App
    server: Dovecot
    user: str
    folder: str = "INBOX"

    @contextmanager
    def running(self) -> Iterator[Runners]:
        loop = asyncio.new_event_loop()
        runners = Runners(self.app)
        thread = Thread(target=lambda: loop.run_until_complete(runners.run(lambda _: None)))
        thread.start()
        try:
            yield runners
        finally:
            loop.call_soon_threadsafe(runners.stop)
            thread.join(PATIENCE_S)
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
            assert not thread.is_alive()

    def statuses(self) -> list[str]:
        with self.app.store.view() as unit:
            return [item.status for item in unit.inbox.items(limit=10_000)]

    def answers(self) -> list[str]:
        """Whom something went to."""
        with self.app.store.view() as unit:
            return [to for item in unit.outbox.items(("sent",), limit=10_000) for to in item.to]

    def in_folder(self, name: str) -> list[tuple[bytes, ...]]:
        """The flags of the mails in a folder, without changing any."""
        with self.server.client(self.user) as other:
            if not other.folder_exists(name):
                return []
            other.select_folder(name, readonly=True)
            found = other.fetch(other.search(), ["FLAGS"])
            return [tuple(flag for flag in each[b"FLAGS"] if flag != b"\\Recent") for each in found.values()]

    def settled(self, **folders: int) -> bool:
        """Whether so many mails lie in those folders, and none waits."""
        wanted = {name.replace("_", " "): count for name, count in folders.items()}
        return "heard" not in self.statuses() and all(len(self.in_folder(name)) == count for name, count in wanted.items())

    def visit(self, box: Mailbox) -> Visit:
        """One connection's work, done by hand."""
        account = self.app.settings.account
        assert account is not None
        opened = box.open()
        man = postman.Postman(account, self.app.settings.imap_since, self.app.service, on_heard=lambda: None)
        seen = man._first_seen(box, opened)
        return Visit(
            box=box,
            opened=opened,
            seen=seen,
            since=man.since,
            service=self.app.service,
            on_heard=lambda: None,
            stopping=Event(),
            breaks={},
        )


def settings_for(folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, **more: str) -> Settings:
    given = {"INTAKE_ADDRESS": INTAKE, "LISTEN": "", "REPLIES": "all", "LOG": "error", "IMAP_URL": url, "IMAP_PASSWORD": PASSWORD, **more}
    for name, value in given.items():
        monkeypatch.setenv(f"LIAISON_{name}", value)
    return load_settings(folder)


@pytest.fixture
def opened(dovecot: Dovecot, user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Office]]:
    """Opens an office on the user's mailbox, by default straight and on its INBOX."""
    made: list[App] = []

    def open_one(port: int = dovecot.imap, folder: str = "INBOX", **more: str) -> Office:
        settings = settings_for(tmp_path, monkeypatch, f"imap://{user}@127.0.0.1:{port}/{folder}", **more)
        made.append(composition.build(settings, Clock(), the_model()))
        return Office(made[-1], dovecot, user, folder)

    yield open_one
    for each in made:
        each.close()


@pytest.fixture
def office(opened: Callable[..., Office]) -> Office:
    return opened(IMAP_SINCE="all")


def account_of(office: Office) -> Account:
    account = office.app.settings.account
    assert account is not None
    return account


def test_a_mail_is_answered_moved_and_never_marked_as_read(office: Office) -> None:
    with office.running():
        office.server.deliver(office.user, mail(VENDOR))

        until(lambda: office.settled(INBOX=0, Processed=1))

        until(office.answers)
    assert office.answers() == ["luz@readingclub.example"]
    assert office.in_folder("Processed") == [()]


def test_mail_that_staff_have_read_and_flagged_is_heard_all_the_same(office: Office) -> None:
    with office.server.client(office.user) as staff:
        staff.append("INBOX", mail(VENDOR), flags=[b"\\Seen", b"\\Flagged"])

    with office.running():
        until(lambda: office.settled(INBOX=0, Processed=1))

        until(office.answers)
    assert sorted(office.in_folder("Processed")[0]) == [b"\\Flagged", b"\\Seen"]


def test_two_mails_at_once_are_two_answers(office: Office) -> None:
    with office.running():
        until(lambda: office.app.store)
        office.server.deliver(office.user, mail(VENDOR, sender="a@one.example"), mail(VENDOR, sender="b@two.example"))

        until(lambda: len(office.answers()) == 2)

    assert sorted(office.answers()) == ["a@one.example", "b@two.example"]


def test_mail_for_a_person_and_mail_that_failed_have_folders_of_their_own(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    listen = type(office.app.service.ear).listen

    def trips(ear: Any, raw: bytes, item: Any) -> Any:
        if b"Subject: trips" in raw:
            raise RuntimeError("this mail trips us")
        return listen(ear, raw, item)

    monkeypatch.setattr(type(office.app.service.ear), "listen", trips)
    office.server.deliver(office.user, mail(LAWYER), mail(VENDOR, subject="trips"), mail(VENDOR, subject="fine"))

    with office.running():
        until(lambda: office.settled(INBOX=0, Needs_a_person=1, Failed=1, Processed=1))

    assert sorted(office.statuses()) == ["done", "held", "shunted"]


def test_what_lay_in_the_mailbox_before_the_first_start_is_never_answered(opened: Callable[..., Office]) -> None:
    office = opened()
    with office.server.client(office.user) as staff:
        for _ in range(10):
            staff.multiappend("INBOX", [mail(VENDOR, subject="of before") for _ in range(200)])

    with office.running():
        # Only when the mailbox was opened is there a before.
        until(lambda: first_seen(office))
        office.server.deliver(office.user, mail(VENDOR, sender="new@partner.example"))
        until(office.answers)
        until(lambda: office.settled(Processed=1))

    with office.running():
        office.server.deliver(office.user, mail(VENDOR, sender="second@partner.example"))
        until(lambda: len(office.answers()) == 2)
        until(lambda: office.settled(Processed=2))

    assert office.answers() == ["new@partner.example", "second@partner.example"]
    assert len(office.statuses()) == 2
    assert len(office.in_folder("INBOX")) == 2000


def first_seen(office: Office) -> Any:
    with office.app.store.view() as unit:
        return unit.mailboxes.first_seen(account_of(office).key)


def test_mail_of_before_stays_unanswered_when_the_server_gives_new_uids(opened: Callable[..., Office]) -> None:
    office = opened()
    office.server.deliver(office.user, *(mail(VENDOR, subject="of before") for _ in range(5)))
    with office.running():
        until(lambda: first_seen(office))
    time.sleep(1.1)  # Arrival is counted in seconds.
    office.server.give_new_uids(office.user)
    office.server.deliver(office.user, mail(VENDOR, sender="new@partner.example"))

    with office.running():
        until(office.answers)
        until(lambda: office.settled(INBOX=5, Processed=1))

    assert office.answers() == ["new@partner.example"]


def test_mail_since_an_instant_is_heard(opened: Callable[..., Office]) -> None:
    office = opened(IMAP_SINCE="2026-03-01T00:00:00Z")
    with office.server.client(office.user) as staff:
        for month, sender in ((2, "early@partner.example"), (4, "late@partner.example")):
            staff.append("INBOX", mail(VENDOR, sender=sender), msg_time=Clock().now().replace(year=2026, month=month, day=2))

    with office.running():
        until(lambda: office.settled(INBOX=1, Processed=1))
        until(office.answers)

    assert office.answers() == ["late@partner.example"]


def test_a_folder_made_anew_with_the_same_mail_is_answered_once(opened: Callable[..., Office], dovecot: Dovecot, user: str) -> None:
    raws = [mail(VENDOR, sender=f"partner{number}@partner.example") for number in range(3)]
    with dovecot.client(user) as staff:
        staff.create_folder("Partners")
        staff.multiappend("Partners", raws)
    office = opened(folder="Partners", IMAP_SINCE="all")

    with office.running():
        until(lambda: len(office.answers()) == 3)
        until(lambda: office.settled(Partners=0, Processed=3))
        with dovecot.client(user) as staff:
            staff.delete_folder("Partners")
            time.sleep(1.1)  # Dovecot takes the second as UIDVALIDITY.
            staff.create_folder("Partners")
            staff.multiappend("Partners", [*raws, mail(VENDOR, sender="fourth@partner.example")])
        until(lambda: len(office.answers()) == 4)
        until(lambda: office.settled(Partners=0, Processed=7))

    assert len(set(office.answers())) == 4
    assert sorted(office.statuses()) == ["done"] * 4 + ["duplicate"] * 3


def test_new_uids_for_mail_that_was_heard_and_not_yet_moved_answer_it_once(office: Office, user: str, dovecot: Dovecot) -> None:
    dovecot.deliver(user, mail(VENDOR))
    hear_and_answer_without_moving(office)
    dovecot.give_new_uids(user)

    with office.running():
        until(lambda: office.settled(INBOX=0, Processed=1))

    assert sorted(office.statuses()) == ["done", "duplicate"]
    assert len(office.answers()) == 1


def hear_and_answer_without_moving(office: Office) -> None:
    """Come as far as a process does that is killed between the commit and the move."""
    box = Mailbox(account_of(office))
    visit = office.visit(box)
    visit.look(whole=True)
    box.cut()
    box.close()
    for waiting in office.app.service.waiting():
        office.app.service.decide(waiting)
    asyncio.run(office.app.payer.pay())
    assert len(office.answers()) == 1


def test_a_kill_between_the_commit_and_the_move_answers_once(office: Office) -> None:
    office.server.deliver(office.user, mail(VENDOR))
    hear_and_answer_without_moving(office)
    assert len(office.in_folder("INBOX")) == 1

    with office.running():
        until(lambda: office.settled(INBOX=0, Processed=1))

    assert office.statuses() == ["done"]
    assert len(office.answers()) == 1


def test_a_kill_before_the_commit_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def dies(*_: object, **__: object) -> None:
        raise Killed

    office.server.deliver(office.user, mail(VENDOR))
    box = Mailbox(account_of(office))
    with monkeypatch.context() as patched, closing(box):
        visit = office.visit(box)
        patched.setattr(type(office.app.service), "hear", dies)
        with pytest.raises(Killed):
            visit.look(whole=True)
    assert office.in_folder("INBOX") == [()]

    with office.running():
        until(lambda: office.settled(INBOX=0, Processed=1))

    assert office.statuses() == ["done"]


def test_a_server_that_goes_and_comes_back_is_found_again(office: Office) -> None:
    with office.running():
        office.server.deliver(office.user, mail(VENDOR, sender="a@one.example"))
        until(lambda: len(office.answers()) == 1)
        office.server.stop()
        time.sleep(1)
        office.server.start()
        office.server.deliver(office.user, mail(VENDOR, sender="b@two.example"))

        until(lambda: len(office.answers()) == 2)

    assert sorted(office.answers()) == ["a@one.example", "b@two.example"]


def test_a_line_cut_in_idle_is_taken_up_again(opened: Callable[..., Office], line: Line) -> None:
    office = opened(port=line.port, IMAP_SINCE="all")
    with office.running():
        office.server.deliver(office.user, mail(VENDOR, sender="a@one.example"))
        until(lambda: office.settled(INBOX=0, Processed=1))
        time.sleep(0.5)  # It has gone back to IDLE.
        line.cut()
        office.server.deliver(office.user, mail(VENDOR, sender="b@two.example"))

        until(lambda: len(office.answers()) == 2)

    assert line.connections >= 2


def test_a_line_cut_anywhere_in_a_fetch_loses_and_doubles_nothing(
    opened: Callable[..., Office], line: Line, dovecot: Dovecot, user: str
) -> None:
    raws = [mail(VENDOR, sender=f"partner{number}@partner.example") for number in range(4)]
    dovecot.deliver(user, *raws)
    office = opened(port=line.port, IMAP_SINCE="all")
    with closing(Mailbox(account_of(office))) as box:
        box.open()
        before = line.passed
        box.fetch(box.uids(), 0)
        whole = line.passed - before

    for cut_at in range(0, before + whole + 600, 97):
        line.passed, line.cut_after = 0, cut_at
        with suppress(Trouble), closing(Mailbox(account_of(office))) as box:
            office.visit(box).look(whole=True)
        assert {blob_of(office, number) for number in range(len(office.statuses()))} <= set(map(as_kept, raws))
    line.cut_after = None
    with office.running():
        until(lambda: len(office.answers()) == 4)
        until(lambda: office.settled(INBOX=0, Processed=4))

    assert office.statuses() == ["done"] * 4
    assert len(set(office.answers())) == 4


def blob_of(office: Office, number: int) -> bytes:
    """The mail that was heard as the n-th, without the lines that the server put on top."""
    with office.app.store.view() as unit:
        raw = unit.blobs.get(unit.inbox.items(limit=10_000)[number].raw_sha256)
    assert raw is not None
    return as_kept(raw)


def as_kept(raw: bytes) -> bytes:
    return raw[raw.index(b"From:") :].replace(b"\r\n", b"\n").rstrip()


def test_a_mail_that_is_too_big_is_known_by_its_headers_alone(office: Office) -> None:
    big = mail(VENDOR, subject="A film of us") + b"x" * 76 + b"\r\n"
    with office.server.client(office.user) as staff:
        staff.append("INBOX", big + (b"y" * 998 + b"\r\n") * (MAX_BYTES // 1000 + 1000))

    with office.running():
        until(lambda: office.settled(INBOX=0, Needs_a_person=1))

    with office.app.store.view() as unit:
        (item,) = unit.inbox.items()
        raw = unit.blobs.get(item.raw_sha256)
    assert (item.kind, item.status, item.subject) == ("too_big", "held", "A film of us")
    assert item.size > MAX_BYTES
    assert raw is not None
    assert len(raw) < 2000


def test_a_server_without_move_is_served_by_copies(office: Office) -> None:
    office.server.deliver(office.user, mail(VENDOR), mail(VENDOR))
    with office.server.client(office.user) as staff:
        staff.append("INBOX", mail(VENDOR), flags=[b"\\Deleted"])
    with closing(Mailbox(account_of(office))) as box:
        box.open()
        box._can -= {"MOVE"}
        first, second, marked_by_staff = box.uids()

        box.move([first], "Seen by us")

        assert box.uids() == (second, marked_by_staff)
    assert office.in_folder("Seen by us") == [()]


def test_without_idle_the_mailbox_is_looked_at_now_and_then(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "POLL_S", 0.2)
    monkeypatch.setattr(Mailbox, "can_idle", property(lambda _: False))
    with office.running():
        until(lambda: first_seen(office))
        office.server.deliver(office.user, mail(VENDOR))

        until(lambda: office.settled(INBOX=0, Processed=1))


def test_mail_that_comes_during_another_command_ends_the_next_wait(office: Office) -> None:
    with closing(Mailbox(account_of(office))) as box:
        box.open()
        box.uids()
        office.server.deliver(office.user, mail(VENDOR))
        until(lambda: office.in_folder("INBOX"))
        box.outlines([1])
        began = time.monotonic()

        box.wait(PATIENCE_S, Event())

        assert time.monotonic() - began < PATIENCE_S / 2


def test_a_wrong_password_is_one_clear_line(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = Mailbox(replace(account_of(office), password="wrong"))

    with pytest.raises(NotAdmitted, match="refuses the user or the password") as told:
        box.open()

    box.close()
    assert "\n" not in str(told.value)
    assert "wrong" not in str(told.value)
    settings = settings_for(tmp_path, monkeypatch, f"imap://{office.user}@127.0.0.1:{office.server.imap}", IMAP_PASSWORD="wrong")
    assert [(each.name, each.ok) for each in _incoming(settings)] == [("incoming mail", False)]


def test_check_logs_in_and_says_what_it_found(office: Office) -> None:
    office.server.deliver(office.user, mail(VENDOR))

    found, _ = _incoming(office.app.settings)

    assert found.ok
    assert found.detail == "INBOX holds 1 mails; the server tells of new mail and moves what is decided"


def test_a_folder_that_is_not_there_is_one_clear_line(office: Office) -> None:
    with closing(Mailbox(replace(account_of(office), folder="Nowhere"))) as box, pytest.raises(NoFolder, match="'Nowhere'"):
        box.open()


def test_tls_is_verified(office: Office, trusting: ssl.SSLContext) -> None:
    over_tls = replace(account_of(office), host="localhost", port=office.server.imaps, tls=True)
    with closing(Mailbox(over_tls, tls=trusting)) as box:
        assert box.open().messages == 0
        office.server.deliver(office.user, mail(VENDOR))
        while not box.uids():
            box.wait(PATIENCE_S, Event())

    with closing(Mailbox(over_tls)) as box, pytest.raises(Trouble, match="certificate verify failed"):
        box.open()
