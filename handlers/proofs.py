"""Papers that hold a stage back or come to their end: which one counts, what a new one is, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from handlers import review
from handlers.partnership import Proof, ProofStatus
from handlers.reading import expiry
from handlers.reading.documents import is_paper, judge, named_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from handlers.partnership import Dossier
    from handlers.playbook import Playbook
    from handlers.types import Attachment

#: What a paper is by its content, and the question of the application that such a paper answers.
QUESTIONS: Mapping[str, str] = {"insurance": "insurance_certificate", "clearance": "background_check"}

#: What mail programs send along that is no paper of anybody.
_ALONGSIDE = ("text/calendar", "text/vcard", "message/")
_SEALS = (".p7s", ".p7m", ".asc", ".sig")

#: What becomes of one file that came by mail.
State = Literal["received", "ended", "photo", "known", "unclear", "no_document"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One file that came: what it is, where that could be told, and what becomes of it."""

    file: Attachment
    state: State
    kind: str = ""  #: of proof; empty where its content, its name and the mail's words leave that open
    ends: date | None = None  #: what its text seems to say
    known_as: str = ""  #: id of the proof that has this very file already

    @property
    def is_new_proof(self) -> bool:
        return bool(self.kind) and self.state in {"received", "ended", "photo"}


def kind_of(playbook: Playbook, content: str) -> str:
    """The playbook's kind of proof for what a paper is; empty where the district asks for none such."""
    if content in playbook.proofs:
        return content
    question = QUESTIONS.get(content, content)
    return next((name for name, kind in playbook.proofs.items() if question and kind.question == question), "")


def looked_through(playbook: Playbook, dossier: Dossier | None, files: Sequence[Attachment], words: str, today: date) -> tuple[Paper, ...]:
    """Say of each file what it is: by its content, else by its name or the words that came with it. Logos and the like are left out."""
    known = {proof.sha256: proof for proof in dossier.proofs} if dossier else {}
    sent = {file.sha256: file for file in files if not _is_alongside(file)}
    return tuple(_paper(playbook, file, known.get(file.sha256), words, today) for file in sent.values())


def _is_alongside(file: Attachment) -> bool:
    is_seal = file.name.lower().endswith(_SEALS)
    return is_seal or file.media_type.startswith(_ALONGSIDE) or judge(file).kind == "signature"


def _paper(playbook: Playbook, file: Attachment, known: Proof | None, words: str, today: date) -> Paper:
    if known is not None:
        return Paper(file=file, state="known", kind=known.kind, known_as=known.id)
    if not is_paper(file) or file.size == 0:
        return Paper(file=file, state="no_document")
    judged = judge(file)
    content = judged.kind or ("" if judged.by_content else named_in(words, tuple(_contents(playbook))))
    kind = kind_of(playbook, content)
    if not kind:
        return Paper(file=file, state="unclear")
    ends = expiry.proposed(file.text, today)
    if expiry.is_over(file.text, today):
        return Paper(file=file, state="ended", kind=kind, ends=expiry.newest(file.text))
    is_photo = file.media_type.startswith("image/") and not file.text.strip()
    return Paper(file=file, state="photo" if is_photo else "received", kind=kind, ends=ends)


def _contents(playbook: Playbook) -> list[str]:
    """What papers are called by content that this district asks for."""
    return [content for content in (*QUESTIONS, *playbook.proofs) if kind_of(playbook, content)]


def received(partnership: str, paper: Paper, message_id: str, now: datetime) -> Proof:
    return Proof(
        id="",
        partnership=partnership,
        kind=paper.kind,
        name=paper.file.name,
        sha256=paper.file.sha256,
        proposed_until=paper.ends,
        message_id=message_id,
        received_at=now,
    )


def held(dossier: Dossier, kind: str, person: str = "") -> Proof | None:
    """The proof of that kind, of that person, that counts longest or counted last; None where none ever did."""
    theirs = [each for each in dossier.proofs if each.kind == kind and review.same_name(each.person) == review.same_name(person)]
    counted = [
        each for each in theirs if each.status is ProofStatus.CHECKED or (each.grace_until and each.status is not ProofStatus.REJECTED)
    ]
    endless = next((each for each in reversed(counted) if each.ends is None), None)
    return endless or max(counted, key=lambda each: (str(each.ends), each.id), default=None)


def waiting(dossier: Dossier, kind: str, person: str = "") -> Proof | None:
    """The newest of that kind that nobody has looked at: of that person, or a list that may name them."""
    names = {review.same_name(person), ""}
    theirs = [each for each in dossier.proofs if each.kind == kind and review.same_name(each.person) in names]
    return next((each for each in reversed(theirs) if each.status is ProofStatus.RECEIVED), None)


def on_roster(roster: Sequence[str], name: str) -> str:
    """A name as the roster writes it; empty where it is not on it."""
    return next((each for each in roster if review.same_name(each) == review.same_name(name)), "")


def is_whose(playbook: Playbook, proof: Proof, roster: Sequence[str]) -> bool:
    """Whether a proof is of the organisation, or of somebody who is still on its roster."""
    kind = playbook.proofs.get(proof.kind)
    return kind is not None and (not kind.each_person or bool(on_roster(roster, proof.person)))


def title(playbook: Playbook, kind: str, language: str, person: str = "") -> str:
    """How mails name a proof, with whose it is."""
    found = playbook.proofs.get(kind)
    words = found.title.in_language(language) if found else kind.replace("_", " ")
    return f"{words} ({person})" if person else words
