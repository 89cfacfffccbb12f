"""Two people of one name: told apart by a mark, and never taken for one another silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.importing import import_file
from handlers import namesakes
from handlers.partnership import Standing
from tests.scenarios.test_proofs import ID, SAM, at, office, running

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scenarios.office import Office

__all__ = ["office"]  # the fixture

OLDER, YOUNGER = "Ana Ruiz (born 1961)", "Ana Ruiz (born 2001)"


def brought_in(office: Office, folder: Path, *rows: str) -> list[tuple[bool, str]]:
    file = folder / "clearances.csv"
    file.write_text("organization,person,cleared_until\n" + "\n".join(rows), encoding="utf-8")
    playbook = office.app.loaded.playbook
    told = import_file("clearances", file, store=office.app.store, clock=office.clock, who=SAM, playbook=playbook, dry_run=False)
    return [(each.ok, each.reason) for each in told]


def test_a_second_person_of_a_name_is_put_on_the_roster_with_a_mark_alone(office: Office) -> None:
    running(office)
    office.slash(f"people {ID} add Ana Ruiz; Bob Lee", SAM)

    again = office.slash(f"people {ID} add ana ruiz; Cy Ott", SAM)
    marked = office.slash(f"people {ID} add {YOUNGER}", SAM)
    twice = office.slash(f"people {ID} add Dee Poe; Dee Poe", SAM)

    assert "Of one name on the roster: ana ruiz" in again
    assert "Of one name on the roster" in marked
    assert "Of one name on the roster: Dee Poe" in twice
    assert at(office).roster == ("Ana Ruiz", "Bob Lee")

    office.slash(f"people {ID} remove Ana Ruiz", SAM)
    assert "People: 3" in office.slash(f"people {ID} add {OLDER}; {YOUNGER}", SAM)


def test_a_clearance_clears_one_of_them_and_a_bare_name_neither(office: Office) -> None:
    running(office)
    office.slash(f"people {ID} add {OLDER}; {YOUNGER}", SAM)

    bare = office.slash(f"proof {ID} clearance for Ana Ruiz until 2027-10-01", SAM)
    office.slash(f"proof {ID} clearance for {YOUNGER} until 2027-10-01", SAM)

    assert f"tells people called Ana Ruiz apart: {OLDER}; {YOUNGER}" in bare
    cleared = office.slash(f"cleared {ID}", SAM)
    assert f"{OLDER}: NOT cleared" in cleared
    assert f"{YOUNGER}: cleared until 2027-10-01" in cleared


def test_nothing_runs_on_the_clearance_of_a_namesake(office: Office) -> None:
    running(office)
    office.write("Yes", sender="x@elsewhere.example")
    office.slash(f"people {ID} add {OLDER}; {YOUNGER}", SAM)
    office.slash(f"people {ID} complete", SAM)
    office.slash(f"proof {ID} insurance until 2027-10-01", SAM)
    office.slash(f"proof {ID} clearance for {YOUNGER} until 2027-10-01", SAM)

    assert at(office).standing is Standing.UNDER_REVIEW
    assert OLDER in office.slash(f"show {ID}").partition("Missing")[2]


def test_a_list_that_names_two_of_one_name_brings_the_second_row_back(office: Office, tmp_path: Path) -> None:
    running(office)

    rows = brought_in(
        office, tmp_path, "Harbor Readers,Ana Ruiz,2027-10-01", 'Harbor Readers,"RUIZ, Ana",2027-12-01', "Harbor Readers,Bob Lee,"
    )

    assert [ok for ok, _ in rows] == [True, False, True]
    assert rows[1][1].startswith("person: line 2 names RUIZ, Ana already")
    assert "Ana Ruiz: cleared until 2027-10-01" in office.slash(f"cleared {ID}", SAM)


def test_a_list_must_write_a_marked_name_as_the_roster_does(office: Office, tmp_path: Path) -> None:
    running(office)
    office.slash(f"people {ID} add {OLDER}; {YOUNGER}", SAM)

    rows = brought_in(office, tmp_path, "Harbor Readers,Ana Ruiz,2027-10-01", f"Harbor Readers,{OLDER},2027-10-01")

    assert [ok for ok, _ in rows] == [False, True]
    assert at(office).roster == (OLDER, YOUNGER)


def test_a_list_of_the_partners_with_one_name_twice_proposes_both() -> None:
    assert list(namesakes.told_apart(["Ana Ruiz", "Bob Lee", "Ruiz, Ana"])) == ["Ana Ruiz (1)", "Bob Lee", "Ruiz, Ana (2)"]
