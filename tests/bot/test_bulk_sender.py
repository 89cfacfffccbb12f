"""A newsletter's run under a slow, a refusing and a vanishing server, and when it is killed: no one skipped, nobody twice."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.bulk_sender import WINDOW
from handlers.types import Party, PartyStatus
from mail.delivered import Delivered, Refused
from store.errors import StoreFull
from tests.scenarios.office import Office, open_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from store.unit import Unit

MANY = 130


class Server:
    """Takes every mail after a moment; `says` may answer otherwise, by the number of the mail."""

    def __init__(self, says: Callable[[int, str], Delivered | None] = lambda _, __: None) -> None:
        self.says = says
        self.got: list[str] = []
        self.flying = 0
        self.most = 0

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
        del raw, sender
        self.flying += 1
        self.most = max(self.most, self.flying)
        await asyncio.sleep(0.001 * (len(self.got) % 3))
        self.flying -= 1
        said = self.says(len(self.got), recipients[0])
        self.got.append(recipients[0])
        return said or Delivered(status="sent", code=250, message="ok")

    async def problem(self) -> str:
        return ""

    async def close(self) -> None:
        pass


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = open_office(tmp_path, monkeypatch, SEND_CONNECTIONS="10")
    yield opened
    opened.app.close()


def issue(office: Office, many: int = MANY) -> str:
    with office.app.store.unit() as unit:
        for number in range(many):
            unit.partners.save(
                Party(id="", organization=f"Club {number}", contact_email=f"p{number}@d{number % 3}.example", status=PartyStatus.ACTIVE)
            )
    draft = office.app.newsletters.write("# News\n\nHello {{ first_name | friend }}.\n", {}, "", "local-admin")
    office.app.newsletters.approve(draft.id, office.app.newsletters.preview(draft.id).hash, "local-admin")
    office.clock.advance(minutes=11)
    return draft.id


def run(office: Office, server: Server) -> None:
    office.app.bulk.delivery = server
    asyncio.run(office.app.bulk.send_due())


def counts(office: Office, issue_id: str) -> dict[str, int]:
    found = office.app.newsletters.standing(issue_id).counts
    return {name: getattr(found, name) for name in found.__dataclass_fields__ if getattr(found, name)}


def test_every_one_gets_it_once_over_many_connections(office: Office) -> None:
    which, server = issue(office), Server()

    run(office, server)

    assert sorted(server.got) == sorted(f"p{n}@d{n % 3}.example" for n in range(MANY))
    assert counts(office, which) == {"sent": MANY}
    assert 1 < server.most <= 10


def test_a_mail_of_which_nobody_knows_whether_it_went_is_held_for_a_person_and_not_sent_again(office: Office) -> None:
    which = issue(office)
    server = Server(lambda n, _: Delivered(status="temporary", code=0, message="hung up", unsure=True) if n == 7 else None)

    run(office, server)
    run(office, server)

    assert counts(office, which) == {"sent": MANY - 1, "held": 1}
    assert office.app.newsletters.standing(which).issue.status == "held"
    assert office.app.newsletters.resolve(which, "local-admin", again=True) == 1
    run(office, server)
    assert counts(office, which) == {"sent": MANY}
    assert office.app.newsletters.standing(which).issue.status == "sent"


def test_a_run_stops_by_itself_where_too_many_addresses_are_refused_and_says_why(office: Office) -> None:
    which = issue(office)

    def refuses(number: int, address: str) -> Delivered | None:
        no = Refused(recipient=address, code=550, message="5.1.1 no such user", blame="address")
        return Delivered(status="permanent", code=550, message="5.1.1 no such user", refused=(no,)) if number % 4 == 0 else None

    run(office, Server(refuses))

    held = office.app.newsletters.standing(which)
    assert held.issue.status == "held"
    assert "mails were refused" in held.issue.reason
    assert held.counts.waiting > 0
    assert held.counts.claimed == held.counts.in_flight == 0


def test_a_server_that_refuses_us_stops_the_run_at_once(office: Office) -> None:
    which = issue(office)
    ours = Delivered(status="temporary", code=554, message="relay denied", ours=True)

    run(office, server := Server(lambda _, __: ours))

    assert office.app.newsletters.standing(which).issue.status == "held"
    assert len(server.got) <= 2 * WINDOW


def test_a_domain_that_puts_us_off_is_left_alone_for_a_while_and_the_others_go_on(office: Office) -> None:
    which = issue(office)
    later = Delivered(status="temporary", code=451, message="4.7.1 greylisted")

    run(office, server := Server(lambda _, address: later if address.endswith("d1.example") else None))

    tried = Counter(address.rpartition("@")[2] for address in server.got)
    assert tried["d0.example"] + tried["d2.example"] == counts(office, which)["sent"]
    office.clock.advance(hours=2)
    run(office, server := Server())
    assert counts(office, which) == {"sent": MANY}


def test_without_a_server_nothing_is_lost_and_no_attempt_is_made_again_before_a_minute(office: Office) -> None:
    which = issue(office)
    run(office, Server(lambda _, __: Delivered(status="temporary", code=0, message="refused", away=True)))
    assert counts(office, which) == {"ready": MANY}

    run(office, server := Server())
    assert server.got == []
    office.clock.advance(minutes=2)
    run(office, server)

    assert counts(office, which) == {"sent": MANY}


def test_a_full_disk_while_marking_is_waited_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    which = issue(office)
    ledger, real, failures = office.app.bulk.ledger, office.app.bulk.ledger.turn, iter(range(4))

    def full(*given: object, **named: object) -> frozenset[int] | None:
        if next(failures, None) is not None:
            raise StoreFull("the database has no room")
        return real(*given, **named)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr("bot.bulk_sender.MARK_WAITS_S", (0.01,) * 10)
    monkeypatch.setattr(type(ledger), "turn", staticmethod(full))

    run(office, server := Server())

    assert len(server.got) == len(set(server.got)) == MANY
    assert counts(office, which) == {"sent": MANY}


def test_a_full_disk_while_claiming_leaves_nothing_in_flight_and_the_next_run_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    which, server = issue(office, 450), Server()
    ledger, claim, calls = office.app.bulk.ledger, office.app.bulk.ledger.claim, iter((False, True))

    def full_once(*given: Any) -> Any:
        if next(calls, False):
            raise StoreFull("the disk is full")
        return claim(*given)

    monkeypatch.setattr(type(ledger), "claim", staticmethod(full_once))
    run(office, server)
    sent = len(server.got)
    assert 0 < sent < 450
    assert counts(office, which)["sent"] == sent

    run(office, server)

    assert counts(office, which) == {"sent": 450}
    assert len(server.got) == len(set(server.got)) == 450


def test_limits_an_hour_and_a_domain_are_kept(office: Office) -> None:
    which = issue(office)
    office.app.bulk.ledger.pace = type(office.app.bulk.ledger.pace)(per_hour=50, per_domain=10)

    run(office, server := Server())

    assert max(Counter(address.rpartition("@")[2] for address in server.got).values()) == 10
    assert counts(office, which)["sent"] == 30
    office.clock.advance(minutes=61)
    run(office, server)
    assert counts(office, which)["sent"] == 60


def further(office: Office, text: str = "# More\n\nText.\n") -> str:
    """Another issue, due at once, for all that are there."""
    draft = office.app.newsletters.write(text, {}, "", "local-admin")
    office.app.newsletters.approve(draft.id, office.app.newsletters.preview(draft.id).hash, "local-admin")
    office.clock.advance(minutes=11)
    return draft.id


def test_two_issues_go_out_side_by_side_over_the_connections_of_one(office: Office) -> None:
    first, second = issue(office), further(office)
    when: list[int] = []
    server = Server()
    deliver = server.deliver

    async def told(raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
        when.append(1 if b"Subject: News" in raw else 2)
        return await deliver(raw, sender, recipients)

    server.deliver = told  # type: ignore[method-assign]  # it tells which issue each mail is of
    run(office, server)

    assert counts(office, first) == counts(office, second) == {"sent": MANY}
    assert {1, 2} == set(when[:MANY])
    assert server.most <= 10


def test_a_pause_and_a_cancel_in_the_midst_take_effect_within_a_window_and_the_other_issue_goes_on(office: Office) -> None:
    first, second = issue(office), further(office)
    done: dict[str, int] = {}

    def says(number: int, _: str) -> None:
        if number == 40 and not done:
            done[first] = office.app.newsletters.standing(first).counts.sent
            office.app.newsletters.change(first, "pause", "local-admin")

    run(office, Server(says))

    paused = office.app.newsletters.standing(first)
    assert paused.counts.sent <= done[first] + WINDOW
    assert paused.counts.claimed == paused.counts.in_flight == 0
    assert paused.counts.waiting > 0
    assert counts(office, second) == {"sent": MANY}
    office.app.newsletters.change(first, "resume", "local-admin")
    run(office, server := Server())
    assert counts(office, first) == {"sent": MANY}
    assert len(server.got) == paused.counts.waiting


def test_an_issue_that_becomes_due_while_another_is_being_sent_does_not_wait_for_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.bulk_sender.LOOK_S", 0.01)
    issue(office)
    later: list[str] = []
    order: list[str] = []

    def says(number: int, _: str) -> None:
        if number == 30 and not later:
            later.append(further(office))
        if later and office.app.newsletters.standing(later[0]).counts.in_flight:
            order.append("both")

    run(office, Server(says))

    assert order
    assert counts(office, later[0]) == {"sent": MANY}


def test_issues_share_the_limits_an_hour_and_a_domain_and_each_gets_its_part(office: Office) -> None:
    first, second = issue(office), further(office)
    office.app.bulk.ledger.pace = type(office.app.bulk.ledger.pace)(per_hour=40, per_domain=20)

    run(office, server := Server())

    assert len(server.got) == 40
    assert max(Counter(address.rpartition("@")[2] for address in server.got).values()) <= 20
    assert min(counts(office, each)["sent"] for each in (first, second)) >= 10


def test_what_breaks_one_issue_stops_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = issue(office), further(office)
    opened = type(office.app.newsletters.studio).opened

    def breaks(studio: object, which: object) -> object:
        if getattr(which, "id", "") == first:
            raise RuntimeError("what was approved cannot be read")
        return opened(studio, which)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(type(office.app.newsletters.studio), "opened", breaks)
    with pytest.raises(RuntimeError, match="cannot be read"):
        run(office, Server())

    assert counts(office, second) == {"sent": MANY}


def test_a_run_that_a_person_lets_go_on_is_stopped_only_by_what_comes_then(office: Office) -> None:
    which = issue(office)

    def refuses(number: int, address: str) -> Delivered | None:
        no = Refused(recipient=address, code=550, message="5.1.1 no such user", blame="address")
        return Delivered(status="permanent", code=550, message="5.1.1 no such user", refused=(no,)) if number % 4 == 0 else None

    run(office, Server(refuses))
    assert office.app.newsletters.standing(which).issue.status == "held"
    office.app.newsletters.change(which, "resume", "local-admin")
    run(office, Server())

    assert office.app.newsletters.standing(which).issue.status == "sent"


def test_mail_to_one_person_goes_first(office: Office) -> None:
    issue(office)
    office.write("We would like to run a free reading club.", sender="luz@first.example")
    server = Server()
    object.__setattr__(office.app.payer, "delivery", server)

    run(office, server)

    assert server.got[0] == "luz@first.example"


@pytest.mark.parametrize("boundary", ["claim", "turn", "give_back", "take_off", "mark"])
def test_a_failure_at_any_boundary_skips_no_one_and_leaves_at_most_a_window_in_doubt(
    office: Office, monkeypatch: pytest.MonkeyPatch, boundary: str
) -> None:
    which, server = issue(office), Server()
    owner: type = type(office.app.bulk.ledger) if boundary in {"claim", "turn", "give_back"} else _deliveries(office)
    real, calls = getattr(owner, boundary), iter(range(3))

    def breaks(*given: object, **named: object) -> object:
        if next(calls, None) is None:
            raise RuntimeError("killed")
        return real(*given, **named)

    monkeypatch.setattr(owner, boundary, breaks)
    with contextlib.suppress(RuntimeError):
        run(office, server)
    monkeypatch.setattr(owner, boundary, real)
    with office.app.store.unit() as unit:
        unit.deliveries.reclaim(office.app.bulk.ledger.worker)

    run(office, server)

    found = counts(office, which)
    assert found.get("sent", 0) + found.get("held", 0) == MANY
    assert found.get("held", 0) <= WINDOW
    assert max(Counter(server.got).values()) == 1


def _deliveries(office: Office) -> type:
    def kind(unit: Unit) -> type:
        return type(unit.deliveries)

    with office.app.store.view() as unit:
        return kind(unit)


PROGRAM = """
import asyncio, sys
from pathlib import Path
from bot.app import build
from bot.clock import Clock
from bot.settings import load_settings

app = build(load_settings(Path(sys.argv[1]), environment=False), Clock())
asyncio.run(app.bulk.send_due())
"""


def test_killed_again_and_again_under_load_it_skips_no_one_and_doubles_no_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("LIAISON_LOG=error\nLIAISON_SEND_CONNECTIONS=10\nLIAISON_INTAKE_ADDRESS=partners@district.example\n")
    office = open_office(tmp_path, monkeypatch, SEND_CONNECTIONS="10")
    which = issue(office, many=480)
    with office.app.store.unit() as unit:
        current = unit.issues.get(which)
        assert current is not None
    office.app.newsletters.begin_due()
    box = tmp_path / "var" / "mail" / "new"

    for wait in (0.3, 0.1, 0.2):
        before = len(list(box.glob("*"))) if box.exists() else 0
        with subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=Path(__file__).parents[2]) as running:
            until = time.monotonic() + 60
            while time.monotonic() < until and running.poll() is None and (len(list(box.glob("*"))) if box.exists() else 0) <= before:
                time.sleep(0.01)
            time.sleep(wait)
            if running.poll() is None:
                os.kill(running.pid, signal.SIGKILL)
    subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=Path(__file__).parents[2], check=True)

    got = Counter(_recipient(file) for file in box.glob("*"))
    found = counts(office, which)
    assert max(got.values()) == 1
    assert found.get("sent", 0) + found.get("held", 0) == 480
    assert found.get("held", 0) <= 3 * WINDOW
    with office.app.store.view() as unit:
        doubtful = {each.address for each in unit.deliveries.of(which, ("held",), limit=1000)}
    assert {f"p{n}@d{n % 3}.example" for n in range(480)} == set(got) | doubtful
    office.app.close()


def _recipient(file: Path) -> str:
    line = next(line for line in file.read_bytes().split(b"\r\n" if b"\r\n" in file.read_bytes() else b"\n") if line.startswith(b"To:"))
    return line.decode().partition(":")[2].strip()
