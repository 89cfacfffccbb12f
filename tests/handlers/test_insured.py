"""Whose paper a stranger sends, and whom a list names: proposed by whole names, and by nothing less."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers import insured, people_named
from handlers.partnership import Partnership
from tests.handlers.test_review import PLAYBOOKS

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
KNOWN = (("c-1", "Harbor Readers, Inc."), ("c-2", "The Chess Club"), ("c-3", "Art"), ("c-4", "Harbor"), ("c-5", "Niños Primero A.C."))
AT = Partnership(
    id="c-1",
    organization="Harbor Readers",
    contact="luz@x.example",
    stage="",
    roster=("Ana Ruiz",),
    opened_at=NOW,
    updated_at=NOW,
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("INSURED: HARBOR READERS INC\n12 Pier St", ["c-1", "c-4"]),
        ("Certificate for Harbor-Readers LLC", ["c-1", "c-4"]),
        ("insured: chess club of the north", ["c-2"]),
        ("Asegurado: NIÑOS PRIMERO", ["c-5"]),
        ("The Harborside Readers' Club", []),
        ("State of the art coverage", []),
        ("", []),
    ],
)
def test_an_organization_is_proposed_where_its_whole_name_stands(text: str, ids: list[str]) -> None:
    assert [id_ for id_, _ in insured.candidates(KNOWN, [text])] == ids


@pytest.mark.parametrize(
    ("visible", "text", "names"),
    [
        ("Our volunteers are Ana Ruiz, Bob Lee and Cy Ott.", "", ("Bob Lee", "Cy Ott")),
        ("Nuestros voluntarios son Luz de la Cruz y José Niño.", "", ("Luz de la Cruz", "José Niño")),
        ("See the list.", "Name\tCleared\nBob Lee\t2027-06-30\nCy Ott\t2027-06-30\n", ("Bob Lee", "Cy Ott")),
        ("See the list.", "1. Bob Lee\n2. Cy Ott\n", ("Bob Lee", "Cy Ott")),
        ("See the list.", "Bob Lee\n", ()),
        ("See the list.", "Fingerprint Clearance\nBackground Check Report\nState Department\n", ()),
        ("Thank you very much.", "", ()),
    ],
)
def test_people_are_proposed_where_a_mail_or_a_list_names_them(visible: str, text: str, names: tuple[str, ...]) -> None:
    assert people_named.proposed(PLAYBOOKS["albuquerque"], AT, visible, [text]) == names
    assert people_named.proposed(PLAYBOOKS["acps"], AT, visible, [text]) == ()
