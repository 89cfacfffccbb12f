"""No order of events leads to *active* past a gate, and only the named authority rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playbooks import load_playbook
from bot.settings import SHIPPED_PLAYBOOKS
from handlers import review
from handlers.partnership import Acceptance, Actor, Agreement, Dossier, Partnership, Proof, ProofStatus, Ruling, Standing, Verdict
from handlers.review import Refused
from handlers.roles import Role

if TYPE_CHECKING:
    from handlers.playbook import Playbook
    from handlers.process import Gate

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SCHOOLS = ("Cora Kelly", "Jefferson-Houston")
HEADS = {"Cora Kelly": ("cora@district.example",), "Jefferson-Houston": ("jeff@district.example",)}
CHIEF = "chief@district.example"
ANA, BEN = Actor(who="ana@district.example", role=Role.APPROVER), Actor(who="ben@district.example", role=Role.APPROVER)
VERA = Actor(who="vera@district.example", role=Role.VIEWER)
ACTORS = (ANA, BEN, VERA, *(Actor(who=who, role=Role.NOBODY) for who in ("cora@district.example", "jeff@district.example", CHIEF)))
DISTRICTS = ("acps", "durham", "albuquerque", "arlington")


def playbook_of(district: str) -> Playbook:
    playbook = load_playbook(district, [SHIPPED_PLAYBOOKS], None).playbook
    chief = {"name": "C. Hief", "role": "Chief of Staff", "email": CHIEF, "as_of": TODAY}
    return type(playbook).model_validate(playbook.model_dump() | {"people": playbook.model_dump()["people"] | {"chief_of_staff": chief}})


PLAYBOOKS = {district: playbook_of(district) for district in DISTRICTS}


def dossier_of(playbook: Playbook, **more: Any) -> Dossier:
    stage = playbook.stages[0].id if playbook.stages else ""
    at = Partnership(
        id="c-one",
        organization="Reading Buddies",
        contact="luz@readingclub.example",
        stage=stage,
        schools=SCHOOLS,
        opened_at=NOW,
        updated_at=NOW,
    )
    return Dossier(partnership=at, heads=HEADS, **more)


def ruling(actor: Actor, verdict: Verdict = Verdict.APPROVE, school: str = "", why: str = "") -> Ruling:
    return Ruling(gate="", verdict=verdict, who=actor.who, at=NOW, school=school, why=why)


def proof(kind: str, person: str = "", **more: Any) -> Proof:
    given: dict[str, Any] = {"status": ProofStatus.CHECKED, "valid_until": TODAY + timedelta(days=100)} | more
    return Proof(id=f"d-{kind}-{person}", partnership="c-one", kind=kind, person=person, received_at=NOW, **given)


def accepted(*who: str) -> Agreement:
    parties = ("organization", "office")
    said = tuple(Acceptance(party=each, who=each, at=NOW, text_sha256="s") for each in who)
    return Agreement(
        id="g-1",
        partnership="c-one",
        number=1,
        title="Agreement",
        text="t",
        text_sha256="s",
        parties=parties,
        acceptances=said,
        made_at=NOW,
    )


# What may happen to a partnership, in any order and any number of times.
happenings = st.one_of(
    st.tuples(
        st.just("rule"),
        st.sampled_from(ACTORS),
        st.sampled_from(list(Verdict)),
        st.sampled_from(["", *SCHOOLS]),
    ),
    st.tuples(
        st.just("proof"),
        st.sampled_from(["insurance", "clearance"]),
        st.sampled_from(list(ProofStatus)),
        st.sampled_from([-1, 100]),
        st.sampled_from(["P. One", "P. Two"]),
    ),
    st.tuples(st.just("roster"), st.sets(st.sampled_from(["P. One", "P. Two"])), st.sampled_from(["", "ana"])),
    st.tuples(st.just("accept"), st.sets(st.sampled_from(["organization", "office", "chief_of_staff", *SCHOOLS]))),
    st.tuples(st.just("tick"), st.sampled_from(["introduction", "orientation"])),
    st.tuples(st.just("liaison"), st.sampled_from(["", "ortiz@district.example"])),
    st.tuples(st.just("commitment"), st.sampled_from(["ongoing", "one_time"])),
)


def after(playbook: Playbook, dossier: Dossier, happening: tuple[Any, ...]) -> Dossier:
    match happening:
        case ("rule", actor, verdict, school):
            taken = review.rule(playbook, dossier, actor, ruling(actor, verdict, school, "because"))
            dossier = dossier if isinstance(taken, Refused) else replace(dossier, partnership=taken)
        case ("roster", people, complete):
            at = replace(dossier.partnership, roster=tuple(sorted(people)), roster_complete=complete)
            dossier = replace(dossier, partnership=at)
        case ("proof", kind, status, days, whose):
            person = whose if kind == "clearance" else ""
            new = proof(kind, person, status=status, valid_until=TODAY + timedelta(days=days))
            dossier = replace(dossier, proofs=(*(each for each in dossier.proofs if each.id != new.id), new))
        case ("accept", who):
            dossier = replace(dossier, agreement=accepted(*who))
        case ("tick", gate):
            dossier = replace(dossier, partnership=replace(dossier.partnership, ticks={**dossier.partnership.ticks, gate: "ana"}))
        case ("liaison", who):
            dossier = replace(dossier, partnership=replace(dossier.partnership, liaison=who))
        case ("commitment", value):
            dossier = replace(dossier, answers={"commitment": value})
    return replace(dossier, partnership=review.moved_on(playbook, dossier, NOW, TODAY)[0])


def _with_a_text(gate: Gate, playbook: Playbook) -> bool:
    """A yes to the agreement's text rules only where the same stage waits for that agreement."""
    stage = next(stage for stage in playbook.stages if gate in stage.all_gates)
    return "agreement" in {each.kind for each in stage.all_gates}


def is_open(gate: Gate, playbook: Playbook, dossier: Dossier) -> bool:
    """Said a second time and otherwise than in handlers/review.py, so that one mistake does not hide the other."""
    at = dossier.partnership
    if any(dossier.answers.get(key, values[0]) not in values for key, values in gate.only_if.items()):
        return True
    if gate.kind == "ruling":
        kind = playbook.authorities[gate.by].kind if gate.by else "office"
        yes = {(each.who, each.school) for each in at.rulings if each.gate == gate.id and each.verdict is Verdict.APPROVE}
        if kind == "office":
            return bool({who for who, _ in yes} & {ANA.who, BEN.who})
        by_text = {each.party for each in dossier.agreement.acceptances} if dossier.agreement and _with_a_text(gate, playbook) else set()
        if kind == "person":
            return CHIEF in {who for who, _ in yes} or gate.by in by_text
        no = {each.school for each in at.rulings if each.verdict is Verdict.DECLINE}
        left = [school for school in at.schools if school not in no]
        return bool(left) and all((HEADS[school][0], school) in yes or school in by_text for school in left)
    if gate.kind == "proof":
        good = [
            each.person
            for each in dossier.proofs
            if each.kind == gate.proof and each.status is ProofStatus.CHECKED and each.valid_until and each.valid_until >= TODAY
        ]
        if gate.proof != "clearance":
            return bool(good)
        return bool(at.roster) and bool(at.roster_complete) and set(at.roster) <= set(good)
    if gate.kind == "agreement":
        return dossier.agreement is not None and {each.party for each in dossier.agreement.acceptances} >= {"organization", "office"}
    return gate.id in at.ticks if gate.kind == "task" else bool(at.liaison)


@pytest.mark.parametrize("district", DISTRICTS)
@given(story=st.lists(happenings, max_size=40))
def test_nothing_becomes_active_past_a_gate(district: str, story: list[tuple[Any, ...]]) -> None:
    playbook = PLAYBOOKS[district]
    dossier = dossier_of(playbook)

    for happening in story:
        before = dossier.partnership.standing
        dossier = after(playbook, dossier, happening)
        if before is not Standing.ACTIVE and dossier.partnership.standing is Standing.ACTIVE:
            active = next((n for n, stage in enumerate(playbook.stages) if stage.active), len(playbook.stages))
            gates = [gate for stage in playbook.stages[:active] for gate in stage.all_gates]
            assert gates
            assert all(is_open(gate, playbook, dossier) for gate in gates)
            return

    assert district != "arlington" or dossier.partnership.standing is Standing.UNDER_REVIEW


#: The shortest way to active in each district that has one.
WAYS: dict[str, list[tuple[Any, ...]]] = {
    "acps": [
        ("rule", ANA, Verdict.APPROVE, ""),
        ("rule", ACTORS[3], Verdict.APPROVE, ""),
        ("rule", ACTORS[4], Verdict.APPROVE, ""),
        ("accept", {"organization", "office"}),
        ("rule", ANA, Verdict.APPROVE, ""),
        ("tick", "introduction"),
        ("liaison", "ortiz@district.example"),
    ],
    "durham": [
        ("rule", ANA, Verdict.APPROVE, ""),
        ("rule", ANA, Verdict.APPROVE, ""),
        ("accept", {"organization", "office"}),
        ("rule", ACTORS[5], Verdict.APPROVE, ""),
        ("rule", ANA, Verdict.APPROVE, ""),
        ("tick", "orientation"),
        ("liaison", "ortiz@district.example"),
    ],
    "albuquerque": [
        ("rule", ACTORS[3], Verdict.APPROVE, ""),
        ("rule", ACTORS[4], Verdict.APPROVE, ""),
        ("roster", {"P. One", "P. Two"}, "ana"),
        ("proof", "insurance", ProofStatus.CHECKED, 100, ""),
        ("proof", "clearance", ProofStatus.CHECKED, 100, "P. One"),
        ("proof", "clearance", ProofStatus.CHECKED, 100, "P. Two"),
    ],
}


@pytest.mark.parametrize(("district", "parties"), [("acps", set(SCHOOLS)), ("durham", {"chief_of_staff"})])
def test_a_yes_to_the_text_rules_for_whom_it_asks(district: str, parties: set[str]) -> None:
    playbook = PLAYBOOKS[district]
    asked = [actor for actor in ACTORS if actor.who in {CHIEF, *(head for heads in HEADS.values() for head in heads)}]
    way = [
        ("accept", {"organization", "office", *parties}) if happening[0] == "accept" else happening
        for happening in WAYS[district]
        if happening[0] != "rule" or happening[1] not in asked
    ]
    dossier = dossier_of(playbook)
    for happening in way:
        dossier = after(playbook, dossier, happening)

    assert dossier.partnership.standing is Standing.ACTIVE


def test_a_party_to_the_text_is_not_asked_before_there_is_one() -> None:
    playbook = PLAYBOOKS["acps"]
    dossier = after(playbook, dossier_of(playbook), ("rule", ANA, Verdict.APPROVE, ""))

    assert dossier.partnership.stage == "agreement"
    assert review.asked_of(playbook, dossier) == ()


def test_one_checked_person_opens_no_gate_of_all() -> None:
    playbook = PLAYBOOKS["albuquerque"]
    way = [each for each in WAYS["albuquerque"] if each[-1] != "P. Two"]
    nobody_else = [("roster", {"P. One"}, complete) for complete in ("", "ana")]

    stands = []
    for roster in (("roster", {"P. One", "P. Two"}, "ana"), *nobody_else):
        dossier = dossier_of(playbook)
        for happening in (*(each for each in way if each[0] != "roster"), roster):
            dossier = after(playbook, dossier, happening)
        stands.append(dossier.partnership.standing)

    assert stands == [Standing.UNDER_REVIEW, Standing.UNDER_REVIEW, Standing.ACTIVE]


@pytest.mark.parametrize("district", WAYS)
def test_every_step_of_the_way_is_needed_and_all_together_are_enough(district: str) -> None:
    playbook = PLAYBOOKS[district]

    def end(story: list[tuple[Any, ...]]) -> Standing:
        dossier = dossier_of(playbook)
        for happening in story:
            dossier = after(playbook, dossier, happening)
        return dossier.partnership.standing

    assert end(WAYS[district]) is Standing.ACTIVE
    for left_out in range(len(WAYS[district])):
        assert end(WAYS[district][:left_out] + WAYS[district][left_out + 1 :]) is Standing.UNDER_REVIEW


def test_a_viewer_and_a_stranger_rule_nothing() -> None:
    playbook = PLAYBOOKS["acps"]

    for actor in (VERA, Actor(who="x@elsewhere.example", role=Role.NOBODY)):
        refused = review.rule(playbook, dossier_of(playbook), actor, ruling(actor))

        assert isinstance(refused, Refused)
        assert refused.code == "not_yours"


def test_no_role_stands_in_for_a_principal() -> None:
    playbook = PLAYBOOKS["albuquerque"]
    admin = Actor(who="root@district.example", role=Role.ADMIN)

    refused = review.rule(playbook, dossier_of(playbook), admin, ruling(admin))

    assert isinstance(refused, Refused)


def test_a_principals_no_ends_that_school_and_the_others_go_on() -> None:
    playbook = PLAYBOOKS["albuquerque"]
    cora, jeff = ACTORS[3], ACTORS[4]

    one = review.rule(playbook, dossier_of(playbook), cora, ruling(cora, Verdict.DECLINE, why="no room"))
    assert isinstance(one, Partnership)
    dossier = replace(dossier_of(playbook), partnership=one)
    both = review.rule(playbook, dossier, jeff, ruling(jeff, Verdict.DECLINE, why="no need"))

    assert one.standing is Standing.UNDER_REVIEW
    assert review.standing_schools(dossier) == ("Jefferson-Houston",)
    assert isinstance(both, Partnership)
    assert both.standing is Standing.DECLINED


def test_the_same_yes_twice_changes_nothing() -> None:
    playbook = PLAYBOOKS["albuquerque"]
    cora = ACTORS[3]
    once = review.rule(playbook, dossier_of(playbook), cora, ruling(cora))
    assert isinstance(once, Partnership)

    twice = review.rule(playbook, replace(dossier_of(playbook), partnership=once), cora, ruling(cora))

    assert isinstance(twice, Refused)
    assert twice.code == "ruled_before"


def test_a_no_needs_a_reason() -> None:
    playbook = PLAYBOOKS["acps"]

    refused = review.rule(playbook, dossier_of(playbook), ANA, ruling(ANA, Verdict.DECLINE))

    assert isinstance(refused, Refused)
    assert refused.code == "reason_needed"


def test_two_persons_are_needed_where_the_playbook_says_so() -> None:
    data = PLAYBOOKS["acps"].model_dump()
    data["stages"][0]["gates"][0]["people"] = 2
    playbook = type(PLAYBOOKS["acps"]).model_validate(data)
    dossier = dossier_of(playbook)

    for actor, stage in ((ANA, "review"), (ANA, "review"), (BEN, "agreement")):
        dossier = after(playbook, dossier, ("rule", actor, Verdict.APPROVE, ""))
        assert dossier.partnership.stage == stage


def test_what_ended_is_over() -> None:
    playbook = PLAYBOOKS["acps"]
    dossier = after(playbook, dossier_of(playbook), ("rule", ANA, Verdict.DECLINE, ""))

    refused = review.rule(playbook, dossier, BEN, ruling(BEN))

    assert dossier.partnership.standing is Standing.DECLINED
    assert isinstance(refused, Refused)
    assert refused.code == "over"


def test_a_hold_stops_all_until_somebody_rules_again() -> None:
    playbook = PLAYBOOKS["acps"]
    dossier = after(playbook, dossier_of(playbook), ("rule", ANA, Verdict.HOLD, ""))
    assert dossier.partnership.on_hold == "because"

    dossier = after(playbook, dossier, ("rule", ANA, Verdict.APPROVE, ""))

    assert (dossier.partnership.on_hold, dossier.partnership.stage) == ("", "agreement")


def test_a_stage_without_gates_of_its_own_waits_for_the_office() -> None:
    data = PLAYBOOKS["acps"].model_dump()
    data["stages"] = [{key: data["stages"][0][key] for key in ("id", "title", "who_rules", "cites")}]
    playbook = type(PLAYBOOKS["acps"]).model_validate(data)
    dossier = dossier_of(playbook)

    assert review.missing(playbook, dossier, TODAY)
    assert after(playbook, dossier, ("rule", ANA, Verdict.APPROVE, "")).partnership.standing is Standing.ACTIVE
