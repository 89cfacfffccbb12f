"""People whom a partner's mail or list names: proposed for the roster, never put on it by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers import namesakes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.partnership import Partnership
    from handlers.playbook import Playbook

_NAME = r"[A-ZÁÉÍÓÚÑ][\w'’-]+(?:\s(?:[A-ZÁÉÍÓÚÑ]\.|(?:de|del|la|las|los|van|von|y)|[A-ZÁÉÍÓÚÑ][\w'’-]+)){0,3}\s[A-ZÁÉÍÓÚÑ][\w'’-]+"

#: A line of a list that begins with a name: alone, numbered, or the first cell of a row.
_ROW = re.compile(rf"^\s*(?:[-*•]|\d{{1,3}}[.)])?\s*({_NAME})\s*(?:$|[,;\t|:(]|\s-\s|\s{{2,}}|\s\d)")

#: *Our volunteers are Ana Ruiz, Bob Lee and Cy Ott.*
_SAID = re.compile(
    r"\b(?:volunteers?|staff|people|mentors?|tutors?|instructors?|coaches|voluntari[oa]s|personal|mentores|tutores|instructores)\b"
    rf"[^.:\n]{{0,40}}(?::|\bare\b|\bson\b)\s*({_NAME}(?:(?:,|;| and| y|, and)\s{_NAME}){{0,39}})"
)
_MOST = 40

#: Words that begin lines of forms and are nobody's name.
_NOBODY = re.compile(
    r"\b(?:background|check|fingerprint\w*|clearance\w*|certificate\w*|insurance|company|policy|school\w*|public|elementary|department|report|"
    r"results?|date|name|street|avenue|inc|llc|state|county|services?|general|liability|city|office|program)\b",
    re.IGNORECASE,
)


def proposed(playbook: Playbook, at: Partnership, visible: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Names that are not on the roster yet, in the order of the mail; none where no proof is asked of each person."""
    if not any(kind.each_person for kind in playbook.proofs.values()):
        return ()
    said = [name for match in _SAID.finditer(visible) for name in re.findall(_NAME, match[1])]
    # The same file may come twice, and a list beside a certificate; twice in one list are two people.
    listed = [name for text in texts for name in namesakes.told_apart(_rows(text))]
    new = [name for name in (*said, *listed) if not _NOBODY.search(name) and not namesakes.alike(at.roster, name)]
    return tuple(dict.fromkeys(new))[:_MOST]


def _rows(text: str) -> list[str]:
    """One name alone makes no list."""
    found = [match[1] for line in text.splitlines()[:400] if (match := _ROW.match(line))]
    return found if len(found) > 1 else []
