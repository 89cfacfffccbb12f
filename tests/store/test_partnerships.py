"""Partnerships, proofs, agreements and tasks come back as they went in, and nobody saves over somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from handlers.partnership import Acceptance, Agreement, Partnership, Proof, ProofStatus, Ruling, Standing, Task, Verdict
from store.errors import StaleVersion

if TYPE_CHECKING:
    from store.unit import Store

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
WHOLE = Partnership(
    id="c-one",
    organization="Reading Buddies",
    contact="luz@readingclub.example",
    stage="review",
    schools=("Cora Kelly",),
    rulings=(Ruling(gate="aligned", verdict=Verdict.ASK, who="ana@district.example", at=NOW, why="dates?"),),
    ticks={"introduction": "ana@district.example"},
    liaison="ortiz@district.example",
    gaps_until=date(2027, 1, 1),
    opened_at=NOW,
    updated_at=NOW,
)
PROOF = Proof(id="", partnership="c-one", kind="insurance", name="coi.pdf", sha256="abc", valid_until=date(2026, 12, 1), received_at=NOW)
AGREEMENT = Agreement(
    id="", partnership="c-one", number=1, title="Agreement", text="t", text_sha256="s", parties=("office", "organization"), made_at=NOW
)


def test_a_partnership_comes_back_as_it_went_in(store: Store) -> None:
    with store.unit() as unit:
        saved = unit.partnerships.save(WHOLE)

    with store.view() as view:
        assert view.partnerships.get("c-one") == saved == replace(WHOLE, version=1)
        assert view.partnerships.of("LUZ@readingclub.example") == (saved,)
        assert view.partnerships.of("", "reading buddies") == (saved,)
        assert view.partnerships.of_liaison("ortiz@district.example") == (saved,)
        assert view.partnerships.items([Standing.UNDER_REVIEW], "review") == (saved,)
        assert view.partnerships.items([Standing.ACTIVE]) == ()
        assert view.partnerships.get("c-two") is None


def test_of_two_who_rule_at_once_the_second_decides_again(store: Store) -> None:
    with store.unit() as unit:
        loaded = unit.partnerships.save(WHOLE)
        unit.partnerships.save(replace(loaded, stage="agreement"))

    with pytest.raises(StaleVersion), store.unit() as unit:
        unit.partnerships.save(replace(loaded, standing=Standing.DECLINED))
    with pytest.raises(StaleVersion), store.unit() as unit:
        unit.partnerships.save(WHOLE)


def test_proofs_are_found_by_partnership_and_by_their_last_day(store: Store) -> None:
    with store.unit() as unit:
        proof = unit.proofs.save(PROOF)
        checked = unit.proofs.save(replace(proof, status=ProofStatus.CHECKED, checked_by="ana@district.example"))

    with store.view() as view:
        assert (proof.id, view.proofs.get(proof.id)) == ("d-1", checked)
        assert view.proofs.of("c-one") == (checked,)
        assert view.proofs.ending_before(date(2026, 12, 2)) == (checked,)
        assert view.proofs.ending_before(date(2026, 12, 1)) == ()
    with pytest.raises(StaleVersion), store.unit() as unit:
        unit.proofs.save(replace(proof, status=ProofStatus.REJECTED))


def test_the_newest_agreement_counts_and_no_number_is_given_twice(store: Store) -> None:
    said = Acceptance(party="office", who="ana@district.example", at=NOW, text_sha256="s")
    with store.unit() as unit:
        first = unit.agreements.save(AGREEMENT)
        accepted = unit.agreements.save(replace(first, acceptances=(said,)))
        second = unit.agreements.save(replace(AGREEMENT, number=2, ends=date(2027, 6, 30)))

    with store.view() as view:
        assert view.agreements.newest("c-one") == second
        assert view.agreements.of("c-one") == (accepted, second)
        assert view.agreements.ending_before(date(2027, 7, 1)) == (second,)
    with pytest.raises(StaleVersion), store.unit() as unit:
        unit.agreements.save(AGREEMENT)


def test_a_task_is_opened_once_and_done_once(store: Store) -> None:
    task = Task(key="c-one/introduction", subject="c-one", title="Introduce them", due=date(2026, 12, 1), opened_at=NOW)

    with store.unit() as unit:
        assert unit.tasks.open(task)
        assert not unit.tasks.open(task)
        kept = unit.tasks.get(task.key)
        assert kept is not None
        unit.tasks.save(replace(kept, done_by="ana@district.example", done_at=NOW))

    with store.view() as view:
        assert view.tasks.items() == ()
        (done,) = view.tasks.of("c-one")
    assert done.done_by == "ana@district.example"
    with pytest.raises(StaleVersion), store.unit() as unit:
        unit.tasks.save(kept)
