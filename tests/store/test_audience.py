"""The rows that SQL writes for an audience are those that the pure rule names, with its reasons."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.audience import EXCLUSIONS, FACETS, Audience, AudienceError, Recipient, Term, excluded, facets_of, fold, parse
from handlers.dues import Need
from handlers.newsletters import Issue
from handlers.partnership import Partnership, Proof, ProofStatus
from handlers.subscriptions import Suppression
from handlers.types import Party, PartyStatus
from store.deliveries import Marked
from store.unit import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.unit import Unit

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
VALUES = ("steam", "Niños", "100%", "a_b", "St. Mary's", "x:y")
ADDRESSES = tuple(f"p{number}@a.example" for number in range(4))


def issue(audience: str = "") -> Issue:
    return Issue(subject="News", source="", audience=audience, author="ana", created_at=NOW, updated_at=NOW)


def party(address: str, name: str = "", **details: str) -> Party:
    status = PartyStatus(details.pop("status", "active"))
    return Party(id="", organization=name or address, contact_email=address, status=status, details=details)


def rows(unit: Unit, issue_id: str) -> dict[str, str]:
    return {each.address: each.reason for each in unit.deliveries.of(issue_id, limit=1000)}


parties = st.lists(
    st.builds(
        lambda address, status, tag, school, language, number: party(
            address, f"org {number}", status=status, tags=tag, schools=school, language=language
        ),
        st.sampled_from(ADDRESSES),
        st.sampled_from([each.value for each in PartyStatus]),
        st.lists(st.sampled_from(VALUES), max_size=2).map(";".join),
        st.sampled_from(["", *VALUES]),
        st.sampled_from(["", "en", "es", "Spanish"]),
        st.integers(0, 3),
    ),
    max_size=6,
)
terms = st.builds(
    lambda facet, values, no: Term(facet=facet, values=tuple(map(fold, values)), no=no),
    st.sampled_from(["tag", "school", "language"]),
    st.lists(st.sampled_from([*VALUES, "es", "en"]), min_size=1, max_size=2),
    st.booleans(),
)
audiences = st.builds(
    lambda statuses, terms, on_list, after: Audience(statuses=tuple(statuses), terms=tuple(terms), list=on_list, not_sent=after),
    st.lists(st.sampled_from(PartyStatus), max_size=2, unique=True),
    st.lists(terms, max_size=2),
    st.sampled_from(["", "", "council"]),
    st.sampled_from(["", "i-1", "i-99"]),
)
subsets = st.sets(st.sampled_from(ADDRESSES))


@dataclass(frozen=True)
class World:
    known: list[Party]
    suppressed: dict[str, Any] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    got: set[str] = field(default_factory=set)  #: an earlier issue


worlds = st.builds(
    World,
    known=parties,
    suppressed=st.dictionaries(st.sampled_from(ADDRESSES), st.sampled_from(["", "unsubscribed", "bounced", "complained"]), max_size=3),
    listed=subsets,
    got=subsets,
)


def everyone(unit: Unit) -> list[Party]:
    return sorted(unit.partners.items(limit=1000), key=lambda each: int(each.id.removeprefix("p-")))


def sent_before(unit: Unit, got: set[str]) -> str:
    """An earlier issue that went to these addresses."""
    for address in sorted(got):
        unit.partners.save(party(address, "earlier"))
    earlier = unit.issues.save(issue())
    unit.audiences.write(earlier.id, Audience())
    claimed = unit.deliveries.claim(earlier.id, NOW, limit=9, lease_s=60, worker="w", allowed=["active"])
    unit.deliveries.take_off(claimed, NOW)
    unit.deliveries.mark([Marked(id=each.id, epoch=each.epoch, status="sent") for each in claimed], NOW)
    return earlier.id


def check(store: Store, world: World, audience: Audience) -> None:
    with store.unit() as unit:
        earlier = sent_before(unit, world.got)
        for each in world.known:
            unit.partners.save(each)
        for address, reason in world.suppressed.items():
            unit.suppressions.save(Suppression(address=address, reason=reason, at=NOW))
        for address in world.listed:
            unit.suppressions.subscribe("council", address, "ana", NOW)
        new = unit.issues.save(issue())
        unit.audiences.write(new.id, audience)
        found = rows(unit, new.id)
        counted = unit.audiences.counts(audience)
        sampled = unit.audiences.samples(audience)
        parties = everyone(unit)

    def why(of: Party) -> str | None:
        recipient = Recipient(
            address=of.contact_email,
            status=of.status,
            facets=facets_of(of.details),
            lists=frozenset({"council"} if of.contact_email in world.listed else ()),
            suppressed=world.suppressed.get(of.contact_email, ""),
            received=frozenset({earlier} if of.contact_email in world.got else ()),
        )
        return excluded(audience, recipient)

    meant: dict[str, str] = {}
    for each in sorted(parties, key=lambda of: why(of) is not None):
        if why(each) != "not_addressed":
            meant.setdefault(each.contact_email, why(each) or "")
    assert found == meant
    assert counted == {key: count for key in ("", *EXCLUSIONS) if (count := list(meant.values()).count(key))}
    assert sorted(address for _, address in sampled) == sorted(address for address, reason in meant.items() if not reason)


@given(worlds, audiences)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_sql_writes_the_rows_that_the_pure_rule_names(sqlite_url: str, tmp_path: Path, world: World, audience: Audience) -> None:
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), tmp_path / "copy.db")
    store = Store(f"sqlite:///{tmp_path}/copy.db")
    try:
        check(store, world, audience)
    finally:
        store.close()
        for file in tmp_path.glob("copy.db*"):
            file.unlink()


def test_both_databases_write_the_same_rows(open_store: Callable[..., Store]) -> None:
    known = [
        party("p0@a.example", "A", tags="steam;100%", schools="St. Mary's", language="es"),
        party("p0@a.example", "B", tags="a_b", status="paused"),
        party("p1@a.example", "C", tags="aXb", status="paused"),
        party("p2@a.example", "D", tags="a_b; Niños", language="Spanish"),
        party("p3@a.example", "E", status="ended", tags="a_b"),
    ]

    check(open_store(), World(known, {"p2@a.example": "bounced"}, got={"p0@a.example"}), parse("tag=a_b,niños,steam"))


def test_proofs_that_end_and_what_the_office_owes_are_frozen_with_the_row(open_store: Callable[..., Store]) -> None:
    store = open_store()
    with store.unit() as unit:
        luz = unit.partners.save(party("luz@club.example", "Reading Club"))
        unit.partners.save(party("other@b.example", "Other"))
        unit.partnerships.save(
            Partnership(id="c-1", organization="Reading Club", contact="luz@club.example", stage="review", opened_at=NOW, updated_at=NOW)
        )
        until = date(2026, 12, 3)
        unit.proofs.save(Proof(id="", partnership="c-1", kind="insurance", status=ProofStatus.CHECKED, valid_until=until, received_at=NOW))
        unit.needs.save(Need(id="", partner=luz.id, kind="asked", words="a projector", opened_at=NOW))
        new = unit.issues.save(issue())
        unit.audiences.write(new.id, Audience())
        found = {each.address: each.to for each in unit.deliveries.of(new.id)}

    assert list(found["luz@club.example"].data["proofs"]) == [{"kind": "insurance", "until": "2026-12-03"}]
    assert list(found["luz@club.example"].data["requests"]) == [{"words": "a projector", "asked": "2026-11-23"}]
    assert not found["other@b.example"].data["proofs"]
    assert (found["other@b.example"].organization, found["other@b.example"].language) == ("Other", "en")


def test_an_expression_is_read_into_a_value() -> None:
    read = parse('status=active,paused tag=STEAM,"Summer Arts" school="Lincoln  Middle" language!=es list=Council not_sent=i-3')

    assert read == Audience(
        statuses=(PartyStatus.ACTIVE, PartyStatus.PAUSED),
        terms=(
            Term(facet="tag", values=("steam", "summer arts")),
            Term(facet="school", values=("lincoln middle",)),
            Term(facet="language", values=("es",), no=True),
        ),
        list="council",
        not_sent="i-3",
    )
    assert parse("") == Audience()


@pytest.mark.parametrize("wrong", ["everyone", "status=alive", "colour=red", "tag=", "list=a,b", "tag=x and", 'tag="x', "list!=a"])
def test_an_expression_that_finds_nobody_says_what_is_wrong(wrong: str) -> None:
    with pytest.raises(AudienceError):
        parse(wrong)


@given(st.dictionaries(st.sampled_from(["tags", "schools", "language", *FACETS]), st.text(max_size=20)))
def test_a_partner_is_found_by_every_value_it_has(details: dict[str, str]) -> None:
    kept = facets_of(details)

    for value in details.get("tags", "").replace(",", ";").split(";"):
        if fold(value):
            assert (
                excluded(
                    Audience(terms=(Term(facet="tag", values=(fold(value),)),)),
                    Recipient(address="a@b.example", status=PartyStatus.ACTIVE, facets=kept),
                )
                is None
            )
