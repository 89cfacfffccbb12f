"""Two people of one name are told apart by a mark behind it, *Ana Ruiz (born 1990)*, and are never taken for one another silently."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from handlers import review

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.partnership import Partnership

_MARK = re.compile(r"\s*\([^()]*\)\s*")


def bare(name: str) -> str:
    """A name without its mark, as one compares names."""
    return review.same_name(_MARK.sub(" ", name))


def alike(roster: Sequence[str], name: str) -> tuple[str, ...]:
    """Everybody on a roster who is called so, whatever their mark."""
    return tuple(each for each in roster if bare(each) == bare(name))


def which(roster: Sequence[str], name: str) -> tuple[str, ...]:
    """The people among whom a name does not choose, since it is not written as the roster does; empty where it names one, or nobody."""
    found = alike(roster, name)
    return () if review.same_name(name) in {review.same_name(each) for each in found} else found


def unmarked(roster: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Those of the new ones of whose name there would be two on the roster, one of them without a mark."""
    names = [review.same_name(each) for each in (*roster, *new)]
    return tuple(
        each for each in new if names.count(review.same_name(each)) > 1 or (bare(each) in names and bare(each) != review.same_name(each))
    )


def told_apart(names: Sequence[str]) -> Iterator[str]:
    """The names of one list, those that stand there twice with a number as their mark: whoever knows them puts a better one."""
    often, seen = Counter(map(bare, names)), Counter[str]()
    for name in names:
        seen[bare(name)] += 1
        yield name if often[bare(name)] == 1 else f"{name} ({seen[bare(name)]})"


def problem(theirs: Sequence[Partnership], name: str, line: int | None) -> str:
    """Why a row of the office's list names nobody for sure; `line` is the one that has named somebody so before. Empty where it does."""
    if line is not None:
        return f"person: line {line} names {name} already; tell two people of one name apart by a mark, as {name} (born 1990)"
    found = next((some for at in theirs if (some := which(at.roster, name))), ())
    return f"person: the roster has {', '.join(found)}; write the name as the roster does" if found else ""
