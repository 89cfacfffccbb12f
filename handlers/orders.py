"""What people order for a partnership: a ruling, a tick, a liaison, a pause; each names who, and the mail that its letter answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from handlers.partnership import Actor, Dossier, Post, Task, Verdict
    from handlers.types import Attachment, Conversation, Inbound, Party

#: What may be done with a partnership as a whole (handlers/rulings.py says from where to where).
Change = Literal["pause", "resume", "end", "withdraw"]

#: What a person makes of a proof: good until a day, not good, or to count a while although it has ended.
Look = Literal["check", "reject", "grace"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RulingGiven:
    """A verdict. `gate` may be empty: then it is the one at which the partnership waits for this person."""

    actor: Actor
    verdict: Verdict
    why: str = ""
    gate: str = ""
    school: str = ""
    questions: tuple[str, ...] = ()  #: to ask again, for the verdict `ask`
    message_id: str = ""  #: of the mail that it was given in
    inbound: Inbound | None = None  #: the partner's newest mail, which the letter answers
    hold: str = ""  #: why the letter waits for a person, such as `draft` where nobody of the office has ruled


@dataclass(frozen=True, kw_only=True, slots=True)
class RulingTakenBack:
    """Whoever has ruled takes it back at once."""

    actor: Actor
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticked:
    """Staff have done what a gate of kind `task`, or a stage's task, asks for. `name` is the gate's id or the stage's."""

    actor: Actor
    name: str
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LiaisonAssigned:
    actor: Actor
    liaison: str  #: a mail address
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingChanged:
    """Pause, resume, end or withdraw the whole."""

    actor: Actor
    change: Change
    why: str = ""
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SomethingArrived:
    """What it waits for may be there, such as a proof that was checked or an agreement that was accepted: see whether it goes on."""

    actor: Actor
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementDrafted:
    """Make the next version of the agreement. `text` was written outside from `draft`, which must still be what is known."""

    actor: Actor
    draft: Mapping[str, Any]
    text: str
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementSigned:
    """The office accepts the newest text of the agreement."""

    actor: Actor
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementDue:
    """See what the end of an agreement asks for by now: a question, a reminder, a task."""

    actor: Actor
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementUnanswered:
    """See whether those who have not answered an agreement are to be reminded by now."""

    actor: Actor
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnoverSeen:
    """A sign that `leaves` gives up a post, with the words it was seen in and the successor that they name, if any."""

    actor: Actor
    post: Post
    leaves: str
    successor: str = ""
    sign: str
    words: str = ""
    message_id: str = ""
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedOver:
    """Staff say who has a post from now on; with no `successor` it is the one that the sign named."""

    actor: Actor
    post: Post
    successor: str = ""
    name: str = ""
    known: tuple[Party, ...] = ()  #: entries that the successor's address has already
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOverDismissed:
    """Staff say that whoever seemed to leave stays."""

    actor: Actor
    post: Post
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """Staff say that a second application belongs to this one. What it holds is as it was loaded: a change since then is a conflict."""

    actor: Actor
    talk: Conversation  #: the second application's
    dossier: Dossier | None = None  #: its review, where it was handed in
    tasks: tuple[Task, ...] = ()
    parties: tuple[Party, ...] = ()  #: entries of its contact, where those are not the first one's as well
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One thing that waits for one person: a partnership, the gate, and the school where it is asked school by school."""

    partnership: str
    gate: str
    school: str = ""

    @property
    def key(self) -> str:
        return f"{self.partnership}/{self.gate}/{self.school}"


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadsToAsk:
    """Things wait for one person outside the office: ask by mail, all in one."""

    to: str
    waiting: tuple[tuple[Asked, Dossier, Conversation | None], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofLookedAt:
    """Somebody has looked at a proof. It is named by its id, or by its kind: the newest that waits, or one kept elsewhere."""

    actor: Actor
    look: Look
    proof: str = ""  #: its id, such as `d-7`
    kind: str = ""
    people: tuple[str, ...] = ()  #: whose, where each person needs one
    until: date | None = None  #: the last good day; none for a paper without an end
    why: str = ""
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RosterChanged:
    """The organisation's people who work with students: somebody is added, has left, or these are all."""

    actor: Actor
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    complete: bool | None = None  #: these are all of them, or not yet
    count: int | None = None  #: how many there are, where somebody has said so
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PapersFiled:
    """Staff put what came attached to a mail with a partnership."""

    actor: Actor
    papers: tuple[Attachment, ...]
    kind: str = ""  #: of proof; empty where its content tells
    mail: str  #: id in the inbox
    message_id: str = ""
    inbound: Inbound | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProofsDue:
    """See what proofs that come to their end ask for by now."""

    actor: Actor
    inbound: Inbound | None = None


ProofOrder = ProofLookedAt | RosterChanged | PapersFiled | ProofsDue
AgreementOrder = AgreementDrafted | AgreementSigned | AgreementDue | AgreementUnanswered
PeopleOrder = TurnoverSeen | HandedOver | HandOverDismissed
Order = (
    AgreementOrder
    | PeopleOrder
    | ProofOrder
    | Joined
    | RulingGiven
    | RulingTakenBack
    | Ticked
    | LiaisonAssigned
    | StandingChanged
    | SomethingArrived
)
