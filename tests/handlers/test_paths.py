"""No path leads to *active* without every gate: random orders in every district, joins, undo, pauses and renewals among them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import imports, orders
from handlers.dispatch import handle
from handlers.partnership import OVER, Acceptance, Agreement, Dossier, Partnership, Proof, Ruling, Standing, Task, Verdict
from handlers.types import Answer, Conversation, ConversationKind, ConversationStatus, Party, PartyStatus, Snapshot
from tests.handlers.test_review import ACTORS, ANA, BEN, DISTRICTS, HEADS, NOW, PLAYBOOKS, SCHOOLS, TODAY, WAYS, dossier_of, is_open

if TYPE_CHECKING:
    from handlers.playbook import Playbook
    from handlers.types import Outcome

THIRD = "Mount Vernon"
OFFICE = {**HEADS, THIRD: ("mount@district.example",)}
PEOPLE = ("P. One", "P. Two")

#: From under review a partnership leaves by a ruling or by its partner; only what was paused or taken back comes again.
STEPS = {
    (Standing.UNDER_REVIEW, Standing.ACTIVE),
    (Standing.UNDER_REVIEW, Standing.DECLINED),
    (Standing.UNDER_REVIEW, Standing.WITHDRAWN),
    (Standing.ACTIVE, Standing.PAUSED),
    (Standing.PAUSED, Standing.ACTIVE),
    (Standing.ACTIVE, Standing.ENDED),
    (Standing.PAUSED, Standing.ENDED),
    (Standing.ACTIVE, Standing.UNDER_REVIEW),  # the ruling that had led there is taken back
    (Standing.DECLINED, Standing.UNDER_REVIEW),
}

actors = st.sampled_from((*ACTORS[:2], *ACTORS))
commands = st.one_of(
    st.tuples(st.just("rule"), actors, st.sampled_from([Verdict.APPROVE, *Verdict]), st.sampled_from(["", *SCHOOLS, THIRD])),
    st.tuples(st.just("undo"), st.sampled_from([ANA, BEN])),
    st.tuples(st.just("tick"), actors, st.sampled_from(["introduction", "orientation"])),
    st.tuples(st.just("assign"), actors),
    st.tuples(st.just("change"), actors, st.sampled_from(["pause", "resume", "end", "withdraw"])),
    st.tuples(
        st.just("proof"),
        actors,
        st.sampled_from(["check", "reject", "grace"]),
        st.sampled_from(["insurance", "clearance"]),
        st.sampled_from(PEOPLE),
    ),
    st.tuples(st.just("roster"), actors, st.sets(st.sampled_from(PEOPLE)), st.sampled_from([None, True, False])),
    st.tuples(st.just("text"), st.sets(st.sampled_from(["organization", "office", "chief_of_staff", *SCHOOLS, THIRD]))),
    st.tuples(st.just("join"), actors, st.booleans()),
    st.tuples(st.just("import"), st.sampled_from(list(PartyStatus))),
    st.tuples(st.just("days"), st.sampled_from([1, 100, 400])),
)


@dataclass
class Desk:
    """One partnership as the store would keep it, changed by real orders alone."""

    playbook: Playbook
    dossier: Dossier
    now: Any = NOW
    tasks: tuple[Task, ...] = ()
    talk: Conversation = field(
        default_factory=lambda: Conversation(
            id="c-one",
            version=1,
            kind=ConversationKind.APPLICATION,
            status=ConversationStatus.SUBMITTED,
            party="luz@readingclub.example",
            opened_at=NOW,
            updated_at=NOW,
        )
    )
    joined: int = 0

    def carry_out(self, order: Any) -> None:
        self.now += timedelta(minutes=1)
        snapshot = Snapshot(playbook=self.playbook, conversation=self.talk, dossier=self.dossier, tasks=self.tasks)
        self.keep(handle(order, snapshot, self.now))

    def keep(self, outcome: Outcome) -> None:
        for change in outcome.changes:
            match change:
                case Partnership(id="c-one"):
                    self.dossier = replace(self.dossier, partnership=change)
                case Proof():
                    kept = replace(change, id=change.id or f"d-{len(self.dossier.proofs)}")
                    self.dossier = replace(self.dossier, proofs=(*(each for each in self.dossier.proofs if each.id != kept.id), kept))
                case Conversation(id="c-one"):
                    self.talk = change
                case Task():
                    self.tasks = (*(each for each in self.tasks if each.key != change.key), replace(change, version=change.version + 1))
                case _:
                    pass
        self.dossier = replace(self.dossier, heads={school: OFFICE[school] for school in self.dossier.partnership.schools})


def second(desk: Desk, handed_in: bool) -> orders.Joined:
    """Another application of the organisation, which has gone further than the first: none of its rulings may count here."""
    desk.joined += 1
    id_ = f"c-{desk.joined}"
    gates = [gate.id for stage in desk.playbook.stages for gate in stage.all_gates if gate.kind == "ruling"]
    said = tuple(Ruling(gate=gate, verdict=Verdict.APPROVE, who=ANA.who, at=NOW, school=school) for gate in gates for school in ("", THIRD))
    at = replace(
        dossier_of(desk.playbook).partnership,
        id=id_,
        schools=(THIRD, SCHOOLS[0]),
        rulings=said,
        ticks={"introduction": "ana", "orientation": "ana"},
        liaison="ortiz@district.example",
    )
    paper = Proof(id=f"d-{id_}", partnership=id_, kind="insurance", sha256=id_, received_at=NOW)
    talk = replace(desk.talk, id=id_, answers={"schools": Answer(value=(THIRD,), words=THIRD)}, facts={})
    return orders.Joined(actor=ANA, talk=talk, dossier=Dossier(partnership=at, proofs=(paper,)) if handed_in else None)


def text(who: set[str], number: int) -> Agreement:
    said = tuple(Acceptance(party=each, who=each, at=NOW, text_sha256=str(number)) for each in sorted(who))
    parties = ("organization", "office")
    return Agreement(
        id=f"g-{number}",
        partnership="c-one",
        number=number,
        title="A",
        text="t",
        text_sha256=str(number),
        parties=parties,
        acceptances=said,
        made_at=NOW,
    )


def happens(desk: Desk, command: tuple[Any, ...]) -> None:  # noqa: C901  one line a command
    match command:
        case ("rule", actor, verdict, school):
            desk.carry_out(orders.RulingGiven(actor=actor, verdict=verdict, why="because", school=school, questions=("schools",)))
        case ("undo", actor):
            desk.carry_out(orders.RulingTakenBack(actor=actor))
        case ("tick", actor, name):
            desk.carry_out(orders.Ticked(actor=actor, name=name))
        case ("assign", actor):
            desk.carry_out(orders.LiaisonAssigned(actor=actor, liaison="ortiz@district.example"))
        case ("change", actor, change):
            desk.carry_out(orders.StandingChanged(actor=actor, change=change, why="because"))
        case ("proof", actor, look, kind, person):
            people = (person,) if kind == "clearance" else ()
            until = TODAY + timedelta(days=300)
            desk.carry_out(orders.ProofLookedAt(actor=actor, look=look, kind=kind, people=people, until=until, why="blurred"))
        case ("roster", actor, people, complete):
            desk.carry_out(orders.RosterChanged(actor=actor, add=tuple(sorted(people))))
            desk.carry_out(orders.RosterChanged(actor=actor, complete=complete))
        case ("text", who):
            number = desk.dossier.agreement.number + 1 if desk.dossier.agreement else 1
            desk.dossier = replace(desk.dossier, agreement=text(who, number))
            desk.carry_out(orders.SomethingArrived(actor=ANA))
        case ("join", actor, handed_in):
            desk.carry_out(replace(second(desk, handed_in), actor=actor))
        case ("import", status):
            listed(desk, status)
        case ("days", days):
            desk.now += timedelta(days=days)


def listed(desk: Desk, status: PartyStatus) -> None:
    """A row of the office's list has a partnership of its own: that of an application is never what it says."""
    party = Party(id="p-1", organization="Reading Buddies", contact_email="luz@readingclub.example", status=status)
    own = imports.listed_partnership(party, desk.playbook, None, "", desk.now) if status is not PartyStatus.APPLICANT else None
    assert own is None or own.id != desk.dossier.partnership.id


def gates_before_active(playbook: Playbook) -> list[Any]:
    active = next((n for n, stage in enumerate(playbook.stages) if stage.active), len(playbook.stages))
    return [gate for stage in playbook.stages[:active] for gate in stage.all_gates]


@pytest.mark.parametrize("district", DISTRICTS)
@settings(max_examples=60)
@given(story=st.lists(commands, max_size=30), way=st.integers(min_value=0, max_value=12))
def test_no_path_leads_to_active_without_every_gate(district: str, story: list[tuple[Any, ...]], way: int) -> None:
    playbook = PLAYBOOKS[district]
    desk = Desk(playbook=playbook, dossier=dossier_of(playbook))
    for command in (*map(as_command, WAYS.get(district, [])[:way]), *story):
        before = desk.dossier.partnership.standing
        happens(desk, command)
        after = desk.dossier.partnership.standing

        assert before is after or (before, after) in STEPS
        if before is Standing.UNDER_REVIEW and after is Standing.ACTIVE:
            today = desk.now.date()
            open_ = replace(desk.dossier, proofs=tuple(each for each in desk.dossier.proofs if each.ends is None or each.ends >= today))
            assert gates_before_active(playbook)
            assert all(is_open(gate, playbook, open_) for gate in gates_before_active(playbook))
        if after in OVER and before in OVER:
            assert after is before

    assert district != "arlington" or desk.dossier.partnership.standing is not Standing.ACTIVE


def as_command(step: tuple[Any, ...]) -> tuple[Any, ...]:
    """A step of the shortest way, as an order: so that stories begin also where it is nearly walked."""
    match step:
        case ("accept", who):
            return ("text", who)
        case ("tick", name):
            return ("tick", ANA, name)
        case ("liaison", _):
            return ("assign", ANA)
        case ("roster", people, _):
            return ("roster", ANA, people, True)
        case ("proof", kind, _, _, person):
            return ("proof", ANA, "check", kind, person)
        case _:
            return step


@pytest.mark.parametrize("district", WAYS)
def test_the_shortest_way_leads_there_and_a_joined_school_makes_it_longer(district: str) -> None:
    def walked(*before: tuple[Any, ...]) -> Standing:
        desk = Desk(playbook=PLAYBOOKS[district], dossier=dossier_of(PLAYBOOKS[district]))
        for command in (*before, *map(as_command, WAYS[district])):
            desk.now += timedelta(minutes=20)
            happens(desk, command)
        return desk.dossier.partnership.standing

    asks_schools = any(
        gate.kind == "ruling" and gate.by and PLAYBOOKS[district].authorities[gate.by].kind == "school_head"
        for gate in gates_before_active(PLAYBOOKS[district])
    )

    assert walked() is Standing.ACTIVE
    assert walked(("join", ANA, True)) is (Standing.UNDER_REVIEW if asks_schools else Standing.ACTIVE)
