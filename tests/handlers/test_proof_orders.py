"""Whatever staff order for proofs and people, in whatever order: nothing becomes active past a gate, and a refusal changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dispatch import handle
from handlers.orders import PapersFiled, ProofLookedAt, ProofsDue, RosterChanged, RulingGiven, SomethingArrived
from handlers.partnership import Actor, Partnership, Proof, Standing, Verdict
from handlers.roles import Role
from handlers.types import Attachment, Snapshot
from tests.handlers.test_review import ACTORS, ANA, DISTRICTS, NOW, PLAYBOOKS, SCHOOLS, TODAY, VERA, dossier_of, is_open

if TYPE_CHECKING:
    from handlers.orders import Order
    from handlers.partnership import Dossier
    from handlers.playbook import Playbook

SAM = Actor(who="sam@district.example", role=Role.STAFF)
PEOPLE = ("P. One", "P. Two")
DAYS = (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=100), None)

actors = st.sampled_from([ANA, SAM, VERA])
some = st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple)
looks = st.builds(
    ProofLookedAt,
    actor=actors,
    look=st.sampled_from(["check", "reject", "grace"]),
    proof=st.sampled_from(["", "", "d-1", "d-2"]),
    kind=st.sampled_from(["insurance", "clearance", "tax_form"]),
    people=some,
    until=st.sampled_from(DAYS),
    why=st.sampled_from(["", "blurred"]),
)
rosters = st.builds(
    RosterChanged, actor=actors, add=some, remove=some, complete=st.sampled_from([None, True, False]), count=st.sampled_from([None, 1, 2])
)
files = st.builds(
    PapersFiled,
    actor=actors,
    papers=st.sampled_from(
        [
            (),
            (Attachment(name="coi.pdf", media_type="application/pdf", size=9_000, sha256="a", text="Certificate of liability insurance"),),
        ]
    ),
    kind=st.sampled_from(["", "insurance", "clearance"]),
    mail=st.just("m-1"),
)
verdicts = st.builds(
    RulingGiven,
    actor=st.sampled_from(ACTORS),
    verdict=st.just(Verdict.APPROVE),
    school=st.sampled_from(["", *SCHOOLS]),
)
orders = st.one_of(looks, looks, rosters, files, verdicts, st.builds(SomethingArrived, actor=actors), st.builds(ProofsDue, actor=actors))


def after(playbook: Playbook, dossier: Dossier, order: Order, numbers: count[int]) -> Dossier:
    """Lay what a decision has changed over a dossier, as the store does."""
    outcome = handle(order, Snapshot(playbook=playbook, dossier=dossier), NOW)
    assert not (outcome.refused and outcome.changes)
    for change in outcome.changes:
        if isinstance(change, Partnership):
            dossier = replace(dossier, partnership=change)
        elif isinstance(change, Proof):
            kept = change if change.id else replace(change, id=f"d-{next(numbers)}")
            dossier = replace(dossier, proofs=(*(each for each in dossier.proofs if each.id != kept.id), kept))
    return dossier


@pytest.mark.parametrize("district", DISTRICTS)
@given(story=st.lists(orders, max_size=30))
def test_nothing_becomes_active_past_a_gate(district: str, story: list[Order]) -> None:
    playbook, numbers = PLAYBOOKS[district], count(1)
    dossier = dossier_of(playbook)

    for order in story:
        before = dossier.partnership.standing
        dossier = after(playbook, dossier, order, numbers)
        if before is not Standing.ACTIVE and dossier.partnership.standing is Standing.ACTIVE:
            lead = next((n for n, stage in enumerate(playbook.stages) if stage.active), len(playbook.stages))
            gates = [gate for stage in playbook.stages[:lead] for gate in stage.all_gates]
            assert gates
            assert all(is_open(gate, playbook, dossier) for gate in gates)
            return


def test_the_way_of_papers_and_people_leads_to_active_and_each_step_is_needed() -> None:
    playbook = PLAYBOOKS["albuquerque"]
    until = TODAY + timedelta(days=100)
    way: list[Order] = [
        *(RulingGiven(actor=actor, verdict=Verdict.APPROVE) for actor in ACTORS[3:5]),
        ProofLookedAt(actor=SAM, look="check", kind="insurance", until=until),
        RosterChanged(actor=SAM, add=PEOPLE),
        RosterChanged(actor=SAM, complete=True),
        ProofLookedAt(actor=SAM, look="check", kind="clearance", people=PEOPLE[:1], until=until),
        ProofLookedAt(actor=SAM, look="check", kind="clearance", people=PEOPLE[1:], until=until),
    ]

    def end(story: list[Order]) -> Standing:
        dossier, numbers = dossier_of(playbook), count(1)
        for order in story:
            dossier = after(playbook, dossier, order, numbers)
        return dossier.partnership.standing

    assert end(way) is Standing.ACTIVE
    assert {end(way[:left_out] + way[left_out + 1 :]) for left_out in range(len(way))} == {Standing.UNDER_REVIEW}
