"""Which of the open questions each sentence of a report answers, decided for all of them together: most people answer in turn.

A chain of best choices over the sentences: how likely each is by itself, a little for every question that gets an answer at all, and a
little less where a sentence goes back to an earlier question.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What a sentence is that answers nothing.
NOTHING = ""
#: Measured over our own replies: an answer to a question that had none, and a step back in the order asked.
_ANSWERED, _BACK = 2.2, 0.9
#: A model is surer than it is right; the square root of its shares is nearer the truth.
_SOFTER = 0.5
_LEAST = 1e-4


def in_turn(shares: Sequence[Mapping[str, float]], order: Sequence[str]) -> list[str]:
    """One of `order` or `NOTHING` for each sentence, given its shares of likelihood by label; the best chain of all."""
    labels = [*order, NOTHING]
    # best[(answered, last)] = score and the labels so far; `last` is the furthest place in the order that the chain stands at.
    best: dict[tuple[frozenset[str], int], tuple[float, tuple[str, ...]]] = {(frozenset(), -1): (0.0, ())}
    for share in shares:
        softened = {label: max(share.get(label, 0.0), _LEAST) ** _SOFTER for label in labels}
        whole = sum(softened.values())
        stepped: dict[tuple[frozenset[str], int], tuple[float, tuple[str, ...]]] = {}
        for (answered, last), (score, chain) in best.items():
            for label in labels:
                if softened[label] <= _LEAST:
                    continue
                gained = math.log(softened[label] / whole)
                place = last
                if label != NOTHING:
                    place = order.index(label)
                    gained += 0.0 if label in answered else _ANSWERED
                    gained -= _BACK if place < last else 0.0
                state = (answered | {label} if label != NOTHING else answered, place)
                if state not in stepped or stepped[state][0] < score + gained:
                    stepped[state] = (score + gained, (*chain, label))
        best = stepped
    return list(max(best.values())[1]) if shares else []
