"""Killed for good at each write of a ruling or of a proof, then started again: nothing is lost, nothing happens twice."""

from __future__ import annotations

import os
import signal
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot import app as composition
from bot import ticking
from bot.settings import load_settings
from tests.scenarios.office import MONDAY, STAFF, open_office
from tests.scenarios.test_proofs import CORA, ID, SAM, running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.scenarios.office import Office

#: No action writes so often; a sweep that gets here never ends.
MOST = 80

#: A name beside the first one, of the same contact.
OTHER = "c-sailors"


def prepared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with two applications under review, whose principal has been asked, and papers that wait for their end."""
    folder.mkdir()
    office = open_office(folder, monkeypatch, DISTRICT="albuquerque", STAFF=f"{STAFF}:approver,{SAM}:staff")
    with office.app.store.unit() as unit:
        unit.partners.save_school("Cora Kelly", {"principal_email": CORA, "short_names": "Kelly"})
    running(office)
    running(office, id_=OTHER, name="Harbor Sailors")
    list(ticking.tick(office.app))
    office.slash(f"proof {OTHER} insurance until {MONDAY.date() + timedelta(days=6)}", SAM)
    asked = office.newest(CORA)
    office.app.service.hear(_answer(office.reply_address(asked), asked.message_id), source_key="answer")
    return office


def _answer(to: str, answers: str) -> bytes:
    lines = (
        f"From: Cora <{CORA}>",
        f"To: {to}",
        "Subject: Re: Two requests",
        f"Message-ID: <yes@{CORA.partition('@')[2]}>",
        f"In-Reply-To: <{answers}>",
        "Date: Mon, 23 Nov 2026 15:00:00 +0000",
        "",
        "1 yes",
        "2 no because we have no room",
    )
    return "\r\n".join(lines).encode()


def rules_by_mail(office: Office) -> None:
    office.app.service.take_over()
    for inbox_id in office.app.service.waiting():
        office.app.service.decide(inbox_id)


def week_passes(office: Office) -> None:
    office.clock.at = MONDAY + timedelta(days=7)
    list(ticking.tick(office.app))


def types(text: str, who: str = SAM) -> Callable[[Office], None]:
    def act(office: Office) -> None:
        office.slash(text, who)

    return act


ACTIONS: dict[str, Callable[[Office], None]] = {
    "a ruling by mail": rules_by_mail,
    "people are put on the roster and cleared": types(f"proof {ID} clearance for Ana Ruiz; Bob Lee until 2027-10-01"),
    "proofs come to their end": week_passes,
    "two applications are joined": types(f"join {OTHER} {ID}"),
}


def killed(office: Office, act: Callable[[Office], None], point: int) -> bool:
    """Whether a process of its own died by SIGKILL at that write, or had none so late and came to its end."""
    child = os.fork()
    if not child:
        _die_at(point)
        try:
            office.app = composition.build(load_settings(office.folder), office.clock, office.app.meaning)
            act(office)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _die_at(point: int) -> None:
    """Die after so many statements that write; a commit counts as well, and is then never carried out."""
    seen = Counter[str]()

    def passed() -> None:
        seen["writes"] += 1
        if seen["writes"] == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def executed(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            passed()

    event.listen(Engine, "after_cursor_execute", executed)
    event.listen(Engine, "commit", lambda _conn: passed())


def state(office: Office) -> dict[str, object]:
    """All that somebody outside would notice."""
    with office.app.store.view() as unit:
        partnerships = unit.partnerships.items()
        return {
            "mails": Counter((item.template, item.to) for item in unit.outbox.items((), limit=1000)),
            "partnerships": sorted((at.id, at.standing, at.stage, at.schools, at.roster, len(at.rulings)) for at in partnerships),
            "proofs": sorted((at.id, each.kind, each.person, each.status) for at in partnerships for each in unit.proofs.of(at.id)),
            "records": Counter(
                each.record.kind for each in unit.records.items(limit=1000) if not each.record.kind.endswith((".refused", ".given"))
            )
            | {"rulings": sum(each.record.kind == "ruling.given" for each in unit.records.items(limit=1000))},
            "waiting": len(office.app.service.waiting()),
        }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", ACTIONS)
def test_a_kill_at_any_write_loses_nothing_and_does_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    act = ACTIONS[name]
    unbroken = prepared(tmp_path / "unbroken", monkeypatch)
    act(unbroken)
    expected = state(unbroken)
    unbroken.app.close()
    office = prepared(tmp_path / "killed", monkeypatch)
    office.app.close()

    points = next(point for point in range(1, MOST) if not _again(office, act, point))
    office.app = composition.build(load_settings(office.folder), office.clock, office.app.meaning)
    act(office)

    assert points > 3
    assert state(office) == expected
    office.app.close()


def _again(office: Office, act: Callable[[Office], None], point: int) -> bool:
    """Try once more; a mail at which a process died may be tried as often as there are points."""
    died = killed(office, act, point)
    if act is rules_by_mail:
        app = composition.build(load_settings(office.folder), office.clock, office.app.meaning)
        with app.store.unit() as unit:
            unit.inbox.excuse("m-1")
        app.close()
    return died
