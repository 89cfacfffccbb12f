"""The core nouns: frozen values that every room of Liaison speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.commands import Command
    from handlers.dues import Due, Expected, Need, Round
    from handlers.entries import Entry
    from handlers.newsletters import Issue, Received
    from handlers.orders import Order
    from handlers.partnership import Agreement, Dossier, HandOver, HeldPost, Partnership, Proof, Task
    from handlers.playbook import Playbook
    from handlers.subscriptions import Suppression

#: `other` is written to by a person: Liaison speaks English and Spanish only.
Language = Literal["en", "es", "other"]

#: What an answer holds: text, a number, yes or no, several texts; a document is a mapping of `name` and `sha256`.
Value = str | int | float | bool | tuple[str, ...] | Mapping[str, str]


class Kind(StrEnum):
    """What a mail is, before anybody reads it (interface.md, `receive`)."""

    NORMAL = "normal"
    REPLY = "reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto_reply"
    RECEIPT = "receipt"
    OWN = "own"
    LOOP = "loop"
    HOSTILE = "hostile"
    TOO_BIG = "too_big"


class Disposition(StrEnum):
    """Where a mail ends up."""

    ACCEPTED = "accepted"
    HELD = "held"
    DISCARDED = "discarded"
    DUPLICATE = "duplicate"


class Sensitive(StrEnum):
    """Classes of mail that no robot may answer, the gravest first."""

    SAFETY = "safety"
    CIVIL_RIGHTS = "civil_rights"
    LEGAL = "legal"
    RECORDS = "records"
    PRESS = "press"
    COMPLAINT = "complaint"
    STUDENT_DATA = "student_data"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """One mailbox, strictly parsed: `email` is lower case, `name` has no control or direction characters."""

    email: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A part of a mail that is a document of its own.

    `media_type` is what the bytes are, not what the sender called them; `text` is what could be read from it (at most
    20,000 characters, empty for a scan).
    """

    name: str
    media_type: str
    size: int
    sha256: str
    text: str = ""

    @property
    def is_sheet(self) -> bool:
        return "spreadsheet" in self.media_type or self.media_type == "text/csv"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """One in-line reply: what was quoted, and what was typed beneath it."""

    quoted: str
    typed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbound:
    """A message that a person sent us, whatever carried it."""

    message_id: str  #: without angle brackets; empty where the mail had none
    content_key: str  #: what makes two deliveries the same message (T08, T09)
    sender: Address | None  #: None unless there is exactly one From with exactly one mailbox (T03)
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    received_at: datetime
    in_reply_to: tuple[str, ...] = ()  #: Message-IDs without brackets
    references: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()  #: reply tokens found in recipient addresses, lower case
    visible: str = ""  #: what the sender newly wrote
    signature: str = ""  #: sign-off, name, contact card that were cut from it
    quoted: str = ""  #: the earlier mail that was cut from it
    doubtful: bool = False  #: the cut may be wrong, so that `visible` is the whole text
    pairs: tuple[Pair, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()  #: lower-case names, decoded values, in order
    envelope_from: str | None = None  #: "" is the null return path; None is unknown
    envelope_to: tuple[str, ...] = ()
    size: int = 0  #: bytes
    is_bulk_html: bool = False  #: html without any text of its own

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a model makes of a few sentences: above 0 rather alarming, below rather ordinary; `kind` is what they are most like."""

    words: str
    alarm: float
    kind: Sensitive


@dataclass(frozen=True, slots=True)
class Told:
    """What a model makes of a sentence (`sentences`) or of a number in its clause (`numbers`) of a reply: class to probability."""

    kind: str
    words: str
    scores: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Understanding:
    """What the model makes of a text; it proposes, handlers decide. Stored with the decision so that it can be replayed."""

    language: Language = "en"
    scores: Mapping[str, float] = field(default_factory=dict)  #: pathway id to similarity, empty without the model
    nearest: Mapping[str, str] = field(default_factory=dict)  #: pathway id to the example that was nearest
    judged: tuple[Judged, ...] = ()  #: how alarming its sentences are, empty without the model
    told: tuple[Told, ...] = ()  #: which questions a reply's sentences and numbers answer, empty without the model


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A value, the words it was read from, the message they stand in, and whether it is sure.

    `reason` is empty where sure, else one of `hedge`, `range`, `arithmetic`, `two_candidates`, `guess`.
    """

    value: Value
    words: str
    message_id: str = ""
    reason: str = ""

    @property
    def sure(self) -> bool:
        return not self.reason


class ConversationKind(StrEnum):
    QUESTION = "question"
    APPLICATION = "application"
    CHECKIN = "checkin"
    SURVEY = "survey"
    RULING = "ruling"


class ConversationStatus(StrEnum):
    ASKING = "asking"
    CONFIRMING = "confirming"
    SUBMITTED = "submitted"
    ROUTED = "routed"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """One talk with one party: replaced, never mutated. `version` counts the saves and refuses a stale one."""

    id: str
    version: int = 0
    kind: ConversationKind = ConversationKind.QUESTION
    status: ConversationStatus = ConversationStatus.ASKING
    pathway: str = ""
    party: str  #: the address it is with, lower case
    language: Language = "en"
    playbook: str = ""  #: hash of the playbook version whose questions and stages it keeps
    answers: Mapping[str, Answer] = field(default_factory=dict)
    asked: tuple[str, ...] = ()  #: question ids of the newest mail, in its order
    reopened: tuple[str, ...] = ()  #: questions that staff have opened again after it was handed in; the rest stands
    tries: Mapping[str, int] = field(default_factory=dict)  #: how often an answer to a question could not be read
    facts: Mapping[str, str] = field(default_factory=dict)  #: routing facts that are settled, such as fee = no
    request: str = ""  #: the first mail's text, which later facts are laid over
    stalls: tuple[datetime, ...] = ()  #: answers of ours without progress, newest last
    chased: tuple[datetime, ...] = ()  #: when the partner was reminded of what waits for them, newest last
    also: tuple[str, ...] = ()  #: other addresses that answered here
    copied: tuple[str, ...] = ()  #: addresses that the party put in copy, at most five, once it had replied to us; they stay so
    known: bool = False  #: the party has replied with our token or to our mail
    with_person: bool = False  #: a person has taken over: Liaison stays silent
    opened_at: datetime
    updated_at: datetime

    @property
    def sure(self) -> Mapping[str, Answer]:
        return {key: answer for key, answer in self.answers.items() if answer.sure}

    @property
    def unsure(self) -> Mapping[str, Answer]:
        return {key: answer for key, answer in self.answers.items() if not answer.sure}


class PartyStatus(StrEnum):
    APPLICANT = "applicant"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """An organisation with one contact: the key is both together (interface.md, `import partners`)."""

    id: str
    version: int = 0
    organization: str
    contact_name: str = ""
    contact_email: str
    status: PartyStatus = PartyStatus.ACTIVE
    details: Mapping[str, str] = field(default_factory=dict)  #: the remaining columns of `import partners`


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """Something that travels with a mail of ours: its words, from which the file is made when the mail is written."""

    name: str  #: of the file, such as `agreement-1.pdf`
    text: str  #: for a PDF with `# ` and `## ` before headings (mail/papers.py), else the file's own text
    media_type: Literal["application/pdf", "text/calendar"] = "application/pdf"
    footer: str = ""
    template: str = ""  #: in templates/papers: more words below `text`, in the mail's language
    context: Mapping[str, Any] = field(default_factory=dict)  #: what that template is filled with


@dataclass(frozen=True, kw_only=True, slots=True)
class Outbound:
    """A message that we owe. `key` is unique for ever; `lane` orders what must stay in order."""

    key: str
    to: tuple[str, ...]
    template: str  #: folder below templates/email
    context: Mapping[str, Any]  #: what the template is filled with: plain data
    channel: Literal["mail", "slack"] = "mail"
    lane: str = ""
    cc: tuple[str, ...] = ()
    language: Language = "en"
    conversation: str = ""  #: id; names the reply token
    questions: tuple[str, ...] = ()  #: asked by this mail, in order
    papers: tuple[Paper, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    hold: str = ""  #: why it waits for a person; empty lets it go
    not_before: datetime | None = None
    sure: bool = True  #: `REPLIES=sure` lets it go unread
    to_staff: bool = False
    written_by: str = ""  #: who of the office wrote it; empty for what no person wrote
    unasked: bool = False  #: nobody waits for it: it goes out in office hours, at most one such mail a person a day


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """An append-only fact: what happened to what, by whom, from which message."""

    kind: str  #: such as `answer.corrected`
    subject: str  #: id of the noun it is about
    who: str  #: an address, a staff id, or `liaison`
    message_id: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A text and the pathway that somebody of the office said it belongs to: routing learns from it."""

    pathway: str
    text: str
    language: Language = "en"
    mail: str = ""  #: id of the mail that it is the request of; empty for one that was imported
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyPolicy:
    """How freely Liaison may answer by itself (`REPLIES`, `ANSWERS_*`)."""

    mode: Literal["draft", "sure", "all"] = "all"
    delay_s: int = 0
    per_address: int = 20
    per_domain: int = 0  #: 0 is off
    in_all: int = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class ScreenFacts:
    """What the screen may know of us and of earlier mail."""

    intake: Address
    district_domains: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    our_message_ids: frozenset[str] = frozenset()  #: of the ids this mail names, those that are ours
    authserv_id: str = ""
    answers_in_thread_today: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Screened:
    """What the screen made of a mail, and the rule that said so."""

    kind: Kind
    disposition: Disposition
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """What a handler may know."""

    playbook: Playbook
    began_with: Playbook | None = None  #: the version that the conversation keeps its questions of
    conversation: Conversation | None = None
    by_token: bool = False  #: the conversation was found by its token, else by In-Reply-To and From
    asked: tuple[str, ...] = ()  #: question ids of the very mail that is answered, in order
    answered_template: str = ""  #: template of that mail
    answered_text: str = ""  #: its text, so that our own words are not taken for the sender's
    parties: tuple[Party, ...] = ()  #: known partners with the sender's address
    schools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: school name to its other names
    fresh_id: str = ""  #: for a conversation that begins now
    inbox_id: str = ""
    intake: str = ""  #: the address that partners write to, lower case
    staff: tuple[str, ...] = ()  #: addresses that hear of things
    policy: ReplyPolicy = ReplyPolicy()
    answered_today: tuple[int, int, int] = (0, 0, 0)  #: first answers to this address, this domain, in all
    notices_this_hour: int = 0
    earlier_attachments: tuple[Attachment, ...] = ()  #: what came with earlier mails of this conversation
    answered: Record | None = None  #: that somebody of the office has answered this mail, or the one it replies to, with no talk known
    dossier: Dossier | None = None  #: the partnership that this conversation has led to, with all that its review may know
    application: Conversation | None = None  #: the partnership's own talk, where this one is with somebody else about it
    others: tuple[Partnership, ...] = ()  #: further partnerships of the same contact or organisation
    tasks: tuple[Task, ...] = ()  #: of the partnership, done ones too
    suppressions: Mapping[str, Suppression] = field(default_factory=dict)  #: of the addresses that a command is about, by address
    newsletter: Received | None = None  #: the newsletter that a mail answers
    issue: Issue | None = None  #: the newsletter that a command is about
    theirs: tuple[Dossier, ...] = ()  #: for a first mail, or a check-in, that brings files: what runs with its sender
    organizations: tuple[tuple[str, str], ...] = ()  #: for the same mail: ids and names of all partnerships that are not over
    posts: tuple[HeldPost, ...] = ()  #: what the sender, or whoever a mail did not reach, is to running partnerships
    talks: tuple[Conversation, ...] = ()  #: further open talks with the partnership's contact
    waiting: Mapping[str, Dossier] = field(default_factory=dict)  #: what a mail asked somebody to rule on, by its number there
    round: Round | None = None  #: whom a check-in or survey asks, and what is known of them
    expected: tuple[Expected, ...] = ()  #: check-ins that the sender answers, the newest first; for a mail that belongs to no talk


@dataclass(frozen=True, kw_only=True, slots=True)
class Directed:
    """An order and the partnership that it is for."""

    partnership: str
    order: Order


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a decision changes, owes and records. Saved whole or not at all."""

    disposition: Disposition = Disposition.ACCEPTED
    reason: str = ""
    because: tuple[str, ...] = ()  #: the reasons behind a routing, for `why`
    sensitive: Sensitive | None = None
    refused: str = ""  #: nothing was changed: why, and what to do, in one sentence
    changes: tuple[
        Conversation | Party | Partnership | Proof | Agreement | HandOver | Task | Example | Entry | Issue | Suppression | Due | Need, ...
    ] = ()
    outbound: tuple[Outbound, ...] = ()
    records: tuple[Record, ...] = ()
    overtakes: str = ""  #: conversation whose reminders, still waiting for office hours, are overtaken by an answer
    withdraws: str = ""  #: conversation whose mails to the partner that no person released do not go out any more
    then: tuple[Command, ...] = ()
    orders: tuple[Directed, ...] = ()  #: for other partnerships, carried out in the same transaction
