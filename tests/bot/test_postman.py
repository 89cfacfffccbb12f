"""What the postman does about mail and servers that go wrong; the ordinary way is tested with a real server in tests/real."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, cast

import pytest
import structlog
from structlog.testing import capture_logs

from bot import app as composition
from bot import postman
from bot.clock import Clock
from bot.postman import Postman, Since, Visit
from bot.settings import load_settings
from mail.mailbox import Account, Mailbox, NoIdle, NotAdmitted, Opened, Outline, Refused, Trouble
from mail.parse import MAX_BYTES
from store.errors import StoreBusy
from store.mailboxes import FirstSeen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bot.app import App

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ACCOUNT = Account(host="127.0.0.1", port=1, tls=False, user="intake", password="secret")


@dataclass
class FakeBox:
    """A mailbox in memory, in which some mails are not to be had."""

    mails: dict[int, bytes]
    breaks_at: int = 0
    refuses: int = 0
    full: bool = False
    announced: dict[int, int] = field(default_factory=dict)
    changing: bool = False
    fetched: list[list[int]] = field(default_factory=list)
    folders: dict[str, list[int]] = field(default_factory=dict)
    can_move: bool = True

    def uids(self, first: int = 1) -> tuple[int, ...]:
        return tuple(uid for uid in sorted(self.mails) if uid >= first)

    def outlines(self, uids: Sequence[int]) -> dict[int, Outline]:
        return {uid: Outline(size=self.announced.get(uid, len(self.mails[uid])), arrived=LONG_AGO) for uid in uids}

    def fetch(self, uids: Sequence[int], expected_bytes: int) -> dict[int, bytes]:
        assert expected_bytes >= 0
        self.fetched.append(list(uids))
        if self.breaks_at in uids:
            raise Trouble("the line broke")
        if self.refuses in uids:
            raise Refused("NO [SERVERBUG]")
        again = len(self.fetched) if self.changing else 0
        return {uid: self.mails[uid] + b"." * again for uid in uids}

    def head(self, uid: int, most_bytes: int) -> bytes:
        return self.mails[uid][:most_bytes]

    def move(self, uids: Sequence[int], folder: str) -> None:
        if self.full:
            raise Refused("NO [OVERQUOTA]")
        self.folders.setdefault(folder, []).extend(uids)
        for uid in uids:
            del self.mails[uid]


@pytest.fixture(autouse=True)
def _logs_as_in_the_beginning() -> None:
    # A command that ran before in this process may have left the log on a file that is closed now.
    structlog.reset_defaults()


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("LIAISON_LOG", "error")
    made = composition.build(load_settings(tmp_path), Clock())
    yield made
    made.close()


@pytest.fixture
def visit_to(app: App) -> Callable[..., Visit]:
    def made(box: FakeBox, since: Since = "all", uidvalidity: int = 7, breaks: dict[str, int] | None = None) -> Visit:
        seen = FirstSeen(account=ACCOUNT.key, uidvalidity=7, uidnext=5, newest=LONG_AGO, seen_at=LONG_AGO)
        return Visit(
            box=cast("Mailbox", box),
            opened=Opened(uidvalidity=uidvalidity, uidnext=9, messages=len(box.mails)),
            seen=seen,
            since=since,
            service=app.service,
            on_heard=lambda: None,
            stopping=Event(),
            breaks={} if breaks is None else breaks,
        )

    return made


def some_mails(*uids: int) -> dict[int, bytes]:
    return {uid: f"Subject: {uid}\r\n\r\nHello\r\n".encode() for uid in uids}


def heard(app: App) -> list[int]:
    with app.store.view() as unit:
        return sorted(int(item.source_key.rpartition("/")[2]) for item in unit.inbox.items(limit=1000))


def test_a_mail_at_which_the_line_breaks_each_time_does_not_stop_the_others(app: App, visit_to: Callable[..., Visit]) -> None:
    box, breaks = FakeBox(some_mails(1, 2, 3, 4), breaks_at=2), dict[str, int]()

    for _ in range(postman.BREAKS):
        with pytest.raises(Trouble):
            visit_to(box, breaks=breaks).look(whole=True)
    visit_to(box, breaks=breaks).look(whole=True)

    assert heard(app) == [1, 3, 4]
    box.breaks_at = 0
    visit_to(box, breaks=breaks).look(whole=True)
    assert heard(app) == [1, 2, 3, 4]


def test_a_mail_that_the_server_refuses_does_not_stop_the_others(app: App, visit_to: Callable[..., Visit]) -> None:
    box = FakeBox(some_mails(1, 2, 3), refuses=2)
    visit = visit_to(box)

    visit.look(whole=True)

    assert heard(app) == [1, 3]
    assert box.fetched == [[1, 2, 3], [1], [2], [3]]
    box.refuses = 0
    visit.look(whole=True)
    assert heard(app) == [1, 2, 3]


def test_a_store_that_is_busy_says_nothing_against_the_mail(
    app: App, visit_to: Callable[..., Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StoreBusy("later")

    breaks: dict[str, int] = {}
    with monkeypatch.context() as patched:
        patched.setattr(type(app.service), "hear", busy)
        with pytest.raises(StoreBusy):
            visit_to(FakeBox(some_mails(1)), breaks=breaks).look(whole=True)

    assert breaks == {}
    assert heard(app) == []


def test_nothing_is_moved_before_it_is_decided_and_then_each_where_it_belongs(app: App, visit_to: Callable[..., Visit]) -> None:
    box = FakeBox(some_mails(1, 2, 3, 4, 5, 6))
    visit = visit_to(box)
    visit.look(whole=True)
    visit.move_decided()
    assert box.folders == {}

    with app.store.unit() as unit:
        for item, status in (("m-1", "done"), ("m-2", "held"), ("m-3", "duplicate"), ("m-4", "discarded")):
            unit.inbox.finish(item, status=status, decided_at=LONG_AGO)  # type: ignore[arg-type]  # a parameter is any text to mypy
        unit.inbox.shunt("m-5", "it failed", LONG_AGO)
    visit.move_decided()

    assert box.folders == {"Processed": [1, 3, 4], "Needs a person": [2], "Failed": [5]}
    assert visit.heard == {6}


def test_a_full_mailbox_is_tried_again_after_a_while_and_nothing_is_heard_twice(app: App, visit_to: Callable[..., Visit]) -> None:
    box = FakeBox(some_mails(1), full=True)
    visit = visit_to(box)
    visit.look(whole=True)
    with app.store.unit() as unit:
        unit.inbox.finish("m-1", status="done", decided_at=LONG_AGO)

    visit.move_decided()
    box.full = False
    visit.move_decided()

    assert box.folders == {}
    assert postman.ASK_AGAIN_S < visit.rest_s() <= postman.MOVE_AGAIN_S
    visit.move_after = 0
    visit.look(whole=True)
    visit.move_decided()
    assert box.folders == {"Processed": [1]}
    assert heard(app) == [1]


def test_a_size_that_is_wrong_each_time_is_the_servers_way_of_counting(app: App, visit_to: Callable[..., Visit]) -> None:
    box = FakeBox(some_mails(1, 2), announced={1: 3})
    visit = visit_to(box)

    visit.look(whole=True)

    assert heard(app) == [1, 2]
    assert box.fetched == [[1, 2], [1]]


def test_a_mail_that_comes_with_other_bytes_each_time_is_not_heard(app: App, visit_to: Callable[..., Visit]) -> None:
    visit = visit_to(FakeBox(some_mails(1), announced={1: 3}, changing=True))

    with pytest.raises(Trouble, match="other bytes"):
        visit.look(whole=True)

    assert heard(app) == []


def test_what_is_fetched_at_once_is_bounded_in_bytes(app: App, visit_to: Callable[..., Visit]) -> None:
    half = MAX_BYTES // 2 + 1
    box = FakeBox(some_mails(1, 2, 3, 4), announced={1: half, 2: half, 3: MAX_BYTES + 1})

    visit_to(box).look(whole=True)

    assert box.fetched[0] == [1]
    assert not any(3 in batch or {1, 2} <= set(batch) for batch in box.fetched)
    with app.store.view() as unit:
        assert [item.size for item in unit.inbox.items() if item.source_key.endswith("/3")] == [MAX_BYTES + 1]
    assert heard(app) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("since", "uidvalidity", "expected"),
    [
        ("all", 7, [1, 4, 5, 8]),
        ("now", 7, [5, 8]),
        ("now", 8, []),
        (LONG_AGO, 7, [1, 4, 5, 8]),
        (LONG_AGO + timedelta(seconds=1), 8, []),
    ],
)
def test_which_mail_is_new_is_told_by_uid_or_where_uids_were_given_anew_by_arrival(
    app: App, visit_to: Callable[..., Visit], since: Since, uidvalidity: int, expected: list[int]
) -> None:
    visit_to(FakeBox(some_mails(1, 4, 5, 8)), since, uidvalidity).look(whole=True)

    assert heard(app) == expected


def test_a_stop_in_the_middle_leaves_the_rest_for_the_next_start(app: App, visit_to: Callable[..., Visit]) -> None:
    box = FakeBox(some_mails(*range(1, 121)))
    visit = visit_to(box)
    visit.on_heard = visit.stopping.set

    visit.look(whole=True)

    assert len(heard(app)) == postman.FETCHED_AT_ONCE
    visit_to(box).look(whole=True)
    assert len(heard(app)) == 120


@dataclass
class Stops:
    """An event that lets so many waits pass, and notes how long they would have been."""

    waits: int
    pauses: list[float] = field(default_factory=list)

    def is_set(self) -> bool:
        return len(self.pauses) >= self.waits

    def wait(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.mark.parametrize(
    ("error", "first", "longest", "said"),
    [
        (Trouble("gone"), postman.FIRST_WAIT_S, postman.LONGEST_WAIT_S, ("mailbox_lost", "warning")),
        (NotAdmitted("no"), postman.FIRST_REFUSED_S, postman.LONGEST_REFUSED_S, ("mailbox_refused", "error")),
        (RuntimeError("a bug of ours"), postman.FIRST_WAIT_S, postman.LONGEST_WAIT_S, ("mailbox_broke", "error")),
    ],
)
def test_it_comes_back_ever_more_slowly_and_never_all_at_once(
    app: App, monkeypatch: pytest.MonkeyPatch, *, error: Exception, first: float, longest: float, said: tuple[str, str]
) -> None:
    def fails(_: Mailbox) -> None:
        raise error

    monkeypatch.setattr(Mailbox, "open", fails)
    man = Postman(ACCOUNT, "now", app.service, on_heard=lambda: None)
    stops = Stops(waits=30)
    man._stopping = cast("Event", stops)

    with capture_logs() as lines:
        man._watch()

    assert {(line["event"], line["log_level"]) for line in lines} == {said}
    assert first / 2 <= stops.pauses[0] <= first
    assert all(longest / 2 <= pause <= longest for pause in stops.pauses[-5:])
    assert len(set(stops.pauses)) > 20


def test_idle_that_is_refused_again_and_again_is_given_up_for_looking_now_and_then(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    idled: list[bool] = []

    def fails(box: Mailbox) -> None:
        idled.append(box._wants_idle)
        raise NoIdle("no")

    monkeypatch.setattr(Mailbox, "open", fails)
    man = Postman(ACCOUNT, "now", app.service, on_heard=lambda: None)
    man._stopping = cast("Event", Stops(waits=4))

    man._watch()

    assert idled == [True, True, False, False]
