"""What a paper is, judged by what it says; its name is only a hint where nothing in it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.reading.lines import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.types import Attachment

#: Read top to bottom: the first kind whose words the content has. A W-9 and a report may speak of insurance, so they stand first.
_CONTENT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        ("w9", r"\bform\s+w-?9\b|request for taxpayer identification|\bw-9\b.{0,400}taxpayer"),
        ("insurance", (
            r"certificate of (?:liability |commercial |general )?(?:liability )?insurance|\bacord\b.{0,40}\d\d|"
            r"evidence of (?:liability )?insurance|"
            r"certificado de (?:seguro|cobertura)|constancia de seguro|certificate holder|memorandum of insurance"
        )),
        ("report", r"\bannual report\b|informe anual|memoria anual|year in review|\bimpact report\b|financial statements?"),
        ("agreement", (
            r"memorandum of (?:understanding|agreement)|partnership agreement|convenio de colaboracion|acuerdo de colaboracion|"
            r"carta compromiso"
        )),
        ("clearance", (
            r"(?:live ?scan|fingerprint\w*|background check|criminal (?:history|record)).{0,200}(?:result|clear|report|"
            r"complete|no record|applicant)|"
            r"carta de no antecedentes|antecedentes (?:no )?penales"
        )),
        ("insurance", (
            r"(?:general liability|professional liability|commercial general|each occurrence|"
            r"responsabilidad civil).{0,2000}(?:polic|limit|insured|aggregate|poliza|asegurad)|"
            r"(?:policy (?:number|period|no)|numero de poliza|vigencia de la poliza).{0,2000}(?:insur|liabilit|asegur|"
            r"coverage|cobertura)"
        )),
        ("flyer", (
            r"registration (?:is )?(?:now )?open|register (?:now|today|at|by)|sign up (?:now|today)|join us|inscripciones abiertas|"
            r"inscribete|scan the qr|rsvp|volante"
        )),
    )
)  # fmt: skip

#: What a name suggests: a doubt, never a judgement.
_NAME: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("w9", r"(?<![a-z0-9])w[-_ ]?9(?![0-9])"),
        ("report", r"annual|report|informe|memoria"),
        ("insurance", r"(?<![a-z])coi(?![a-z])|insur|acord|liabilit|seguro|poliza|cobertura"),
        ("agreement", r"(?<![a-z])mo[ua](?![a-z])|agreement|convenio|acuerdo|contrat"),
        ("clearance", r"clearance|live ?scan|fingerprint|background|antecedentes|huellas"),
        ("flyer", r"flyer|flier|volante|poster|brochure|folleto|cartel"),
    )
)

_PAPERS = (
    "application/pdf",
    "image/",
    "application/vnd.openxmlformats",
    "application/msword",
    "application/zip",
    "text/",
    "application/rtf",
    "application/x-ole",
)
_TINY = 6_000  # bytes: an image below this is a logo in a signature
_READABLE = 40  # characters: less text than this, with no word that names a kind, tells nothing


@dataclass(frozen=True, slots=True)
class Judged:
    """What a paper is, and whether its content said so."""

    kind: str
    by_content: bool


def kind_of(attachment: Attachment) -> str:
    """insurance, w9, clearance, agreement, flyer, report, signature, or an empty string."""
    return judge(attachment).kind


def judge(attachment: Attachment) -> Judged:
    text = fold(attachment.text)
    said = next((kind for part in (text[:4_000], text) for kind, pattern in _CONTENT if pattern.search(part)), "")
    if said or len(text.strip()) >= _READABLE:
        return Judged(said, by_content=True)
    if attachment.media_type.startswith("image/") and (
        attachment.size < _TINY or re.match(r"^(?:image|logo|outlook-)\w*\.", attachment.name.lower())
    ):
        return Judged("signature", by_content=False)
    name = fold(attachment.name)
    return Judged(next((kind for kind, pattern in _NAME if pattern.search(name)), ""), by_content=False)


def named_in(words: str, kinds: Sequence[str]) -> str:
    """The one of some kinds that a mail's own words speak of, as *our insurance is attached*; empty where they name none or several."""
    folded = fold(words)
    found = {kind for kind, pattern in _NAME if kind in kinds and pattern.search(folded)}
    return found.pop() if len(found) == 1 else ""


def is_paper(attachment: Attachment) -> bool:
    """What could be a document that somebody scanned, saved or took a picture of."""
    return attachment.media_type.startswith(_PAPERS) and judge(attachment).kind != "signature"
