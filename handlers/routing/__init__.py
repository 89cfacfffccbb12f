"""Which pathway a message belongs to: a table over facts, then likeness in meaning, and the one fact to ask where that is not enough."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from handlers.playbook import PATHWAYS
from handlers.routing.facts import Facts, facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.types import Understanding


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """Where a message belongs and what that rests on. `asks` is the one fact that decides; where it is set, `sure` is not."""

    pathway: str
    candidates: tuple[tuple[str, float], ...]  #: every pathway with its share of certainty, best first; they add up to 1
    sure: bool
    asks: str | None = None
    because: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


class Row(NamedTuple):
    """If the facts are `given`, `pathway` gains or loses points, because `says`."""

    pathway: str
    points: float
    given: Mapping[str, str]
    says: str


#: Read top to bottom; every row whose facts are given counts. A point is a step of e in the odds that the model gives; how many each is
#: worth was weighed on examples that were written after the rows (docs/reading.md).
ROWS: tuple[Row, ...] = (
    Row("vendor", 1.2, {"fee": "yes"}, "somebody would pay"),
    Row("partnership", -2.5, {"fee": "yes"}, ""),
    Row("documents", -1.0, {"fee": "yes"}, ""),
    Row("volunteer", -1.0, {"fee": "yes"}, ""),
    Row("internship_host", -0.5, {"fee": "yes"}, ""),
    Row("out_of_scope", -0.5, {"fee": "yes"}, ""),
    Row("pta", 2.0, {"fee": "yes", "payer": "pta"}, "a parent organisation would pay"),
    Row("flyer", 2.0, {"wants": "sharing"}, "only wants something shared"),
    Row("vendor", -2.0, {"wants": "sharing"}, ""),
    Row("vendor", -1.5, {"fee": "no"}, ""),
    Row("partnership", 1.2, {"fee": "no"}, "nobody would pay"),
    Row("internship_host", -0.8, {"fee": "no"}, ""),
    Row("existing_partner_support", 0.5, {"standing": "partner"}, "already works with the district"),
    Row("partnership", -0.5, {"standing": "partner"}, ""),
    Row("partnership", -1.0, {"who": "parent"}, ""),
    Row("vendor", -1.0, {"who": "parent"}, ""),
    Row("internship_host", -0.8, {"who": "parent"}, ""),
)

#: Above this share the best pathway is right for 97 to 99 of 100 questions that no example was made of (docs/reading.md;
#: tests/bench/routing.py measures it).
SURE = 0.83
#: Without the model the signs carry the whole decision, and each counts this much more.
ALONE = 2.0
#: Without the model the words alone must speak much more plainly.
SURE_WITHOUT_MODEL = 0.9
#: Below this share nothing fits, and saying "out of scope" would be a guess.
FITS = 0.2

#: The fact that separates two pathways, in either order. A pair that is not here is separated by what is wanted.
SEPARATES: Mapping[frozenset[str], str] = MappingProxyType(
    {
        frozenset({"vendor", "partnership"}): "fee",
        frozenset({"vendor", "before_after_school"}): "fee",
        frozenset({"vendor", "volunteer"}): "fee",
        frozenset({"vendor", "donation_funding"}): "fee",
        frozenset({"vendor", "internship_host"}): "fee",
        frozenset({"vendor", "pta"}): "payer",
        frozenset({"partnership", "pta"}): "payer",
        frozenset({"partnership", "before_after_school"}): "when",
        frozenset({"partnership", "facility_use"}): "who",
        frozenset({"partnership", "volunteer"}): "who",
        frozenset({"partnership", "existing_partner_support"}): "who",
        frozenset({"pta", "volunteer"}): "who",
        frozenset({"before_after_school", "out_of_scope"}): "when",
        frozenset({"facility_use", "before_after_school"}): "when",
        frozenset({"internship_host", "partnership"}): "where",
        frozenset({"internship_host", "volunteer"}): "where",
    }
)

#: Pathways that a fee, told later, turns into the vendor pathway; the rows above vendor in the table keep their own.
MOVED_BY_FEE = frozenset({"partnership", "before_after_school", "vendor"})
#: Without the model: this share, so many times the next one, says that the facts point one way only.
LEADS, LEADS_BY = 0.4, 5.0
#: Facts that are settled by a reply and outweigh what the text says.
_SETTLED = ("fee", "payer", "wants", "who", "when", "where", "standing", "business_asked")


def route(subject: str, text: str, understanding: Understanding, known: Mapping[str, str]) -> Decision:
    """The first row of the pathway table that the main request matches. `known` holds facts that were settled earlier.

    It works without scores by meaning, too, and is then seldom sure.
    """
    facts = facts_of(f"{subject}\n{text}")
    values = {**facts.values, **{name: known[name] for name in _SETTLED if known.get(name)}}
    points, reasons = _points(facts, values)
    shares = _shares(points, understanding.scores)
    candidates = tuple(sorted(shares.items(), key=lambda each: (-each[1], PATHWAYS.index(each[0]))))
    pathway = _pathway(candidates, values)
    because = (*reasons.get(pathway, ()), *_nearest(pathway, understanding))
    certainty = _certainty(pathway, shares, known)
    sure = certainty >= SURE if understanding.scores else _facts_suffice(certainty, candidates)
    return _settle(pathway, candidates, values, because, sure=sure)


def _facts_suffice(certainty: float, candidates: tuple[tuple[str, float], ...]) -> bool:
    """Whether the facts alone decide: in the first seconds after a start, the model is not there yet."""
    best, second = candidates[0][1], candidates[1][1]
    return certainty >= SURE_WITHOUT_MODEL or (best >= LEADS and best >= LEADS_BY * second)


def _points(facts: Facts, values: Mapping[str, str]) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    """What the tables add to each pathway, and the sentences that say why."""
    points = dict.fromkeys(PATHWAYS, 0.0)
    reasons: dict[str, tuple[str, ...]] = {}
    for row in ROWS:
        if all(values.get(name) == value for name, value in row.given.items()):
            points[row.pathway] += row.points
            if row.says:
                quoted = next((facts.words[name] for name in row.given if name in facts.words), "")
                reasons[row.pathway] = (*reasons.get(row.pathway, ()), _sentence(row.says, quoted))
    for sign in facts.shown:
        points[sign.pathway] += sign.points
        reasons[sign.pathway] = (*reasons.get(sign.pathway, ()), _sentence(sign.says, sign.words))
    return points, reasons


def _sentence(says: str, quoted: str) -> str:
    return f"{says}: '{quoted}'" if quoted else f"{says}, as was said earlier"


def _shares(points: Mapping[str, float], scores: Mapping[str, float]) -> dict[str, float]:
    """Points are laid over the scores by meaning; the shares add up to one."""
    level = 1 / len(PATHWAYS)
    worth = 1.0 if scores else ALONE
    weights = {name: max(scores.get(name, level if not scores else 0.0), 1e-4) * math.exp(worth * points[name]) for name in PATHWAYS}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def _pathway(candidates: tuple[tuple[str, float], ...], values: Mapping[str, str]) -> str:
    best = candidates[0][0]
    if values.get("fee") == "yes" and best in MOVED_BY_FEE:
        return "vendor"
    return best


def _nearest(pathway: str, understanding: Understanding) -> tuple[str, ...]:
    example = understanding.nearest.get(pathway, "")
    return (f"nearest example: {example}",) if example else ()


def _certainty(pathway: str, shares: Mapping[str, float], known: Mapping[str, str]) -> float:
    """Once the fee was told in answer to us, the pathways that only the fee separates count as one."""
    told = known.get("fee")
    if (told == "yes" and pathway == "vendor") or (told == "no" and pathway == "partnership"):
        return max(sum(shares[name] for name in MOVED_BY_FEE), SURE)
    return shares[pathway]


def _settle(
    pathway: str, candidates: tuple[tuple[str, float], ...], values: dict[str, str], because: tuple[str, ...], *, sure: bool
) -> Decision:
    """What must still be asked, in the order in which it matters."""
    asks: str | None = None
    if pathway == "partnership" and not values.get("fee"):
        asks, because = "fee", (*because, "nothing is said of who pays")
    elif pathway == "partnership" and values.get("fee") == "unknown":
        because, values, sure = (
            (*because, "who pays stays unknown, so a person decides"),
            {**values, "person_decides": "fee_unknown"},
            False,
        )
    elif pathway == "partnership" and values.get("who") == "business" and values.get("fee") == "no":
        asks, because, values, sure = _free_business(values, because)
    elif not sure:
        asks = _separating(candidates, values)
    ordered = _first(pathway, candidates)
    return Decision(
        pathway=pathway,
        candidates=ordered,
        sure=sure and asks is None,
        asks=asks,
        because=because,
        facts=MappingProxyType(values),
    )


def _free_business(values: dict[str, str], because: tuple[str, ...]) -> tuple[str | None, tuple[str, ...], dict[str, str], bool]:
    """A business that says it is free is asked once who pays; then a person decides."""
    if values.get("business_asked") == "yes":
        return None, (*because, "a business says it is free, so a person decides"), {**values, "person_decides": "business_free"}, False
    return "payer", (*because, "a business says it is free, so it is asked who pays"), {**values, "business_asked": "yes"}, False


def _separating(candidates: tuple[tuple[str, float], ...], values: Mapping[str, str]) -> str | None:
    """The fact that tells the two best apart; what was already settled is not asked again, and then a person looks."""
    (best, share), (second, _), *_ = candidates
    fact = "wants" if share < FITS else SEPARATES.get(frozenset({best, second}), "wants")
    if values.get(fact):
        fact = "wants"
    return None if values.get(fact) else fact


def _first(pathway: str, candidates: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    return (*(each for each in candidates if each[0] == pathway), *(each for each in candidates if each[0] != pathway))
