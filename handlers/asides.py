"""A question in the middle of a reply: answered from the playbook where it plainly belongs to another pathway, else left to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers import letters
from handlers.routing import route
from handlers.types import Understanding

if TYPE_CHECKING:
    from handlers.reading import Reading
    from handlers.turn import Turn


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    """A question in the middle of a reply: what we say to it, and whether a person must."""

    paragraphs: tuple[str, ...] = ()
    words: str = ""
    for_a_person: bool = False


def aside_in(turn: Turn, reading: Reading) -> Aside:
    if not reading.question:
        return Aside()
    meaning = turn.understanding if not reading.answers else Understanding(language=turn.understanding.language)
    decision = route("", reading.question, meaning, {})
    pathway = turn.playbook.pathways[decision.pathway]
    if not decision.sure or pathway.applies or decision.pathway == "out_of_scope":
        return Aside(words=reading.question, for_a_person=True)
    pathway = pathway.given(decision.facts)
    paragraphs = letters.paragraphs(turn.playbook, pathway, turn.language)
    return Aside(paragraphs=tuple(paragraphs), words=reading.question, for_a_person=pathway.silent)
