"""What people do by phone and in rooms: written down once, shown where it belongs, counted, and struck where it was a mistake."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from bot import exporting
from handlers.partnership import Partnership, Ruling, Verdict
from tests.scenarios.office import MONDAY, STAFF, open_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from handlers.entries import Entry
    from tests.scenarios.office import Office

SAM, VERA = "sam@district.example", "vera@district.example"


@pytest.fixture
def opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Office]]:
    opened: list[Office] = []

    def open_(district: str) -> Office:
        staff = f"{STAFF}:approver,{SAM}:staff,{VERA}:viewer"
        opened.append(open_office(tmp_path, monkeypatch, DISTRICT=district, STAFF=staff))
        return opened[-1]

    yield open_
    for office in opened:
        office.app.close()


def partner(office: Office, id_: str, name: str, stage: str = "", **more: object) -> None:
    at = Partnership(
        id=id_,
        organization=name,
        contact=f"{id_}@partner.example",
        stage=stage,
        opened_at=MONDAY,
        updated_at=MONDAY,
        **more,  # type: ignore[arg-type]  # handed on as they came
    )
    with office.app.store.unit() as unit:
        unit.partnerships.save(at)


def entries(office: Office, kind: str = "") -> tuple[Entry, ...]:
    with office.app.store.view() as unit:
        return unit.entries.between(date(2026, 1, 1), date(2026, 12, 31), kind)


@pytest.mark.parametrize(
    ("words", "fields", "on", "note"),
    [
        ("Harbor Readers phone They want figures.", {"channel": "phone"}, 23, "They want figures."),
        ("c-readers in person met Luz", {"channel": "in_person"}, 23, "met Luz"),
        ("harbor readers in-person on 2026-11-20: met Luz", {"channel": "in_person"}, 20, "met Luz"),
        ("Harbor Readers email data request: attendance", {"channel": "email", "support": "data_request"}, 23, "attendance"),
        ("Harbor Readers virtual guidance: how to apply", {"channel": "virtual", "support": "information"}, 23, "how to apply"),
        ("Phone Pals newsletter on 11/2/2026 went out", {"channel": "newsletter"}, 2, "went out"),
    ],
)
def test_a_call_or_a_meeting_is_logged_in_one_line(
    opening: Callable[[str], Office], words: str, fields: dict[str, str], on: int, note: str
) -> None:
    office = opening("acps")
    partner(office, "c-readers", "Harbor Readers")
    partner(office, "c-pals", "Phone Pals")

    said = office.slash(f"log {words}", SAM)

    (entry,) = entries(office, "log")
    assert "Kept: e-1" in said
    assert (dict(entry.fields), entry.on, entry.note, entry.who) == (fields, date(2026, 11, on), note, SAM)
    assert entry.subject == ("c-pals" if words.startswith("Phone") else "c-readers")
    assert "e-1" in office.slash(f"entries log {entry.name}", VERA)


@pytest.mark.parametrize(
    ("words", "who", "said"),
    [
        ("log Harbor Readers called them", SAM, "the channel is one of in person, virtual, phone, email, newsletter"),
        ("log Nobody Here phone hello", SAM, "Nobody is called “Nobody Here”"),
        ("log Twins phone hello", SAM, "Several are called “Twins”: c-one Twins; c-two Twins"),
        ("log Harbor Readers phone on 2027-01-01 hello", SAM, "lies ahead"),
        ("log Harbor Readers phone on 2026-13-01 hello", SAM, "is no day"),
        ("log Harbor Readers phone hello", VERA, "needs the role staff"),
        ("enter dance; note", SAM, "no kind of entry called dance"),
        ("enter council Harbor Readers; hello", SAM, "is about: office"),
        ("enter log; channel: phone; hello", SAM, "is about: partner"),
        ("enter city_body; hello", SAM, "body is missing"),
        ("enter council; membres: Harbor Readers", SAM, "there is no field membres"),
        ("enter council", SAM, "Say what happened"),
        ("strike e-9 a mistake", SAM, "no entry e-9"),
    ],
)
def test_what_cannot_be_kept_is_told_and_kept_nowhere(opening: Callable[[str], Office], words: str, who: str, said: str) -> None:
    office = opening("acps")
    for id_, name in (("c-readers", "Harbor Readers"), ("c-one", "Twins"), ("c-two", "Twins")):
        partner(office, id_, name)

    assert said in office.slash(words, who)

    assert entries(office) == ()
    assert any(kind.endswith(".refused") for kind in office.kinds_of_records())


def test_a_council_has_a_roster_and_notes_that_stand_on_each_members_page(opening: Callable[[str], Office]) -> None:
    office = opening("acps")
    partner(office, "c-readers", "Harbor Readers")
    partner(office, "c-chess", "Chess for All")

    office.slash("enter council; on: 2026-11-19; members: Harbor Readers, c-chess; agenda: the portal; They want metrics first.", SAM)

    (entry,) = entries(office, "council")
    assert entry.fields == {"members": ("c-readers", "c-chess"), "agenda": "the portal"}
    with office.app.store.view() as unit:
        assert unit.entries.of("c-chess") == unit.entries.of("c-readers") == (entry,)
    assert "members Harbor Readers, Chess for All; agenda the portal  “They want metrics first.”" in office.slash("entries council", VERA)


def test_an_entry_is_struck_never_changed_and_counts_no_more(opening: Callable[[str], Office]) -> None:
    office = opening("acps")
    partner(office, "c-readers", "Harbor Readers")
    office.slash("log Harbor Readers phone hello", SAM)

    assert "Say why" in office.slash("strike e-1", SAM)
    assert "struck" in office.slash("strike e-1 it was the other partner", SAM)
    assert "e-1 is struck" in office.slash("strike e-1 again", STAFF)
    assert "e-2 is struck, or is itself" in office.slash("strike e-2 no", STAFF)

    assert entries(office) == ()
    out = StringIO()
    with office.app.store.view() as unit:
        exporting.write_json(exporting.records("entries", unit, office.app.loaded.playbook), out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(row["id"], row["strikes"], row["note"], row["on"]) for row in rows] == [
        ("e-1", "", "hello", "2026-11-23"),
        ("e-2", "e-1", "it was the other partner", "2026-11-23"),
    ]


def test_who_came_to_a_session_has_done_the_orientation_and_who_stands_elsewhere_has_not(opening: Callable[[str], Office]) -> None:
    office = opening("durham")
    stages = office.app.loaded.playbook.stages
    way = [gate for stage in stages[:-1] for gate in stage.all_gates]
    yes = tuple(
        Ruling(gate=gate.id, verdict=Verdict.APPROVE, who="chief@district.example" if gate.by else STAFF, at=MONDAY)
        for gate in way
        if gate.kind == "ruling"
    )
    partner(office, "c-readers", "Harbor Readers", stage=stages[-1].id, rulings=yes)
    partner(office, "c-chess", "Chess for All", stage=stages[0].id)

    said = office.slash("enter session; roster: Harbor Readers, Chess for All, c-late; attended: Harbor Readers, Chess for All", SAM)
    assert "Nobody is called “c-late”" in said
    said = office.slash("enter session; roster: Harbor Readers, Chess for All; attended: Harbor Readers, Chess for All", SAM)

    assert "c-readers  Harbor Readers: orientation is done." in said
    assert "c-chess  Chess for All: orientation is not done; it does not wait for it now." in said
    with office.app.store.view() as unit:
        ticked = {id_: dict(at.ticks) for id_ in ("c-readers", "c-chess") if (at := unit.partnerships.get(id_))}
    assert ticked == {"c-readers": {"orientation": SAM}, "c-chess": {}}


def test_activities_tell_what_they_build_and_internships_what_is_needed_and_offered(opening: Callable[[str], Office]) -> None:
    office = opening("arlington")

    office.slash("enter activity; on: 2026-10-02; builds: Connections, confidence; people: 1,250; Family night", SAM)
    office.slash("enter activity; on: 2026-10-09; people: 12; Bake sale", SAM)
    office.slash("enter internships; needed: 40; offered: 18; school: Wakefield High", SAM)

    assert [dict(each.fields) for each in entries(office, "activity")] == [
        {"builds": ("connections", "confidence"), "people": 1250},
        {"people": 12},
    ]
    assert [dict(each.fields) for each in entries(office, "internships")] == [{"needed": 40, "offered": 18, "school": "Wakefield High"}]
    assert "builds is capabilities|connections|cognition|confidence,…" in office.slash("enter activity; builds: muscles", SAM)
    assert "How to write one:" in office.slash("entries", VERA)


def test_a_clock_that_goes_on_while_a_command_is_carried_out_changes_nothing(
    opening: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = opening("acps")
    partner(office, "c-readers", "Harbor Readers")

    def later() -> datetime:
        office.clock.advance(milliseconds=1)
        return office.clock.at

    monkeypatch.setattr(office.clock, "now", later)

    said = [office.slash(f"log Harbor Readers phone on 2026-11-{day} call {day}", SAM) for day in (20, 10, 15)]

    assert [each.split("“")[1].split("”")[0] for each in said] == ["call 20", "call 10", "call 15"]
