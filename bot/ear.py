"""Parse, screen and understand a mail: all that happens before a transaction, and no decision."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.gathered import said_by_us
from handlers.front_desk import its_own_words
from handlers.reading.weighing import to_weigh
from handlers.types import Disposition, Inbound, Kind, Screened, ScreenFacts, Understanding
from mail.addresses import hash_token
from mail.bounce import Report, read_report
from mail.issue.tokens import row_of_message_id, row_of_token
from mail.parse import MAX_BYTES, Hostile, parse, parse_headers
from mail.screen import screen, screen_sent

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.meaning import Meaning
    from handlers.playbook import Playbook
    from store.deliveries import DeliveryItem
    from store.inbox import InboxItem
    from store.outbox import OutboxItem
    from store.unit import Store


#: What the source key of a copy begins with that lies in a folder of sent mail.
SENT = "sent/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A mail after parsing and screening, before any decision."""

    inbound: Inbound
    screened: Screened
    report: Report | None = None
    reported: OutboxItem | None = None  #: the mail of ours that the report names
    newsletter: DeliveryItem | None = None  #: or the newsletter that it names, or that the mail answers
    understanding: Understanding = field(default_factory=Understanding)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ear:
    store: Store
    desk: Desk
    playbook: Playbook
    meaning: Meaning

    def listen(self, raw: bytes, item: InboxItem) -> Heard:
        """Read one kept mail. Hostile and too big ones are read by their headers alone, so that staff can be told who and what."""
        intake, at = self.desk.intake, item.heard_at
        if item.source_key.startswith(SENT):
            return self._sent(raw, item)
        if item.size > MAX_BYTES:
            head = parse_headers(raw, intake=intake, received_at=at, envelope_from=item.envelope_from, envelope_to=item.envelope_to)
            return Heard(inbound=head, screened=_stopped(Kind.TOO_BIG, "too_big"))
        try:
            inbound = parse(raw, intake=intake, received_at=at, envelope_from=item.envelope_from, envelope_to=item.envelope_to)
        except Hostile as hostile:
            head = parse_headers(raw, intake=intake, received_at=at, envelope_from=item.envelope_from, envelope_to=item.envelope_to)
            return Heard(inbound=head, screened=_stopped(Kind.HOSTILE, hostile.reason))
        return self._screened(raw, inbound, item.released_by)

    def _sent(self, raw: bytes, item: InboxItem) -> Heard:
        """Read a copy of what the office sent: whom it answers matters, and its header tells that, whatever its body is like."""
        try:
            inbound = parse(raw, intake=self.desk.intake, received_at=item.heard_at)
        except Hostile:
            inbound = parse_headers(raw, intake=self.desk.intake, received_at=item.heard_at)
        # The same mail may come to the intake address as well, as a copy for the office: each of the two is heard.
        inbound = replace(inbound, content_key=f"{SENT}{inbound.content_key}", size=item.size)
        return Heard(inbound=inbound, screened=screen_sent(inbound, self._facts(self._ours((inbound.message_id,)))))

    def _screened(self, raw: bytes, inbound: Inbound, released_by: str) -> Heard:
        report = read_report(raw, inbound)
        named = (*inbound.in_reply_to, *inbound.references)
        answered = self._ours(named)
        newsletter = self._newsletter((report.original_message_id,) if report else named, inbound.tokens)
        screened = screen(inbound, self._facts(answered, named if newsletter else ()), report)
        if released_by and screened.disposition is Disposition.HELD:
            reason = f"{screened.reason}, released by {released_by}"
            screened = Screened(kind=screened.kind, disposition=Disposition.ACCEPTED, reason=reason)
        return Heard(
            inbound=inbound,
            screened=screened,
            report=report,
            reported=next(iter(self._ours((report.original_message_id,))), None) if report else None,
            newsletter=newsletter,
            understanding=self._understood(inbound, screened, answered) if report is None else Understanding(),
        )

    def _newsletter(self, message_ids: tuple[str, ...], tokens: tuple[str, ...]) -> DeliveryItem | None:
        """The newsletter that a Message-ID of ours or a token in an address names: both prove that we made them."""
        secret = self.desk.secret
        rows = (*(row_of_token(secret, each) for each in tokens), *(row_of_message_id(secret, each) for each in message_ids))
        row = next((each for each in rows if each is not None), None)
        if row is None:
            return None
        with self.store.view() as unit:
            return unit.deliveries.get(f"d-{row}")

    def _understood(self, inbound: Inbound, screened: Screened, answered: tuple[OutboxItem, ...]) -> Understanding:
        """What the model makes of a mail that a person will read or that is to be answered."""
        if screened.disposition is Disposition.DISCARDED:
            return Understanding()
        judged = self.meaning.judge(its_own_words(inbound, self._our_words(inbound, answered)))
        if screened.disposition is Disposition.HELD:
            return Understanding(judged=judged)
        # Only a reply to a mail of ours can answer its questions.
        told = self.meaning.weigh(to_weigh(inbound)) if answered or inbound.tokens else ()
        return replace(self.meaning.understand(f"{inbound.subject}\n{inbound.visible}"), judged=judged, told=told)

    def _our_words(self, inbound: Inbound, answered: tuple[OutboxItem, ...]) -> str:
        """What may come back in it of ours: the mail that it answers, else all of the talk that its token names."""
        if answered or not inbound.tokens:
            return "\n".join(item.text for item in answered)
        with self.store.view() as unit:
            found = next(filter(None, (unit.conversations.by_token(hash_token(token)) for token in inbound.tokens)), None)
            return said_by_us(unit, found[0]) if found else ""

    def _facts(self, answered: tuple[OutboxItem, ...], also_ours: tuple[str, ...] = ()) -> ScreenFacts:
        return ScreenFacts(
            intake=self.desk.intake,
            # Beside the domains that the office names, its intake address tells one.
            district_domains=frozenset({*self.playbook.office.domains, self.desk.intake.domain}),
            staff=frozenset(self.desk.staff),
            our_message_ids=frozenset((*(item.message_id for item in answered), *also_ours)),
            authserv_id=self.desk.authserv_id,
        )

    def _ours(self, message_ids: tuple[str, ...]) -> tuple[OutboxItem, ...]:
        """The mails of ours among those that a mail names."""
        if not any(message_ids):
            return ()
        with self.store.view() as unit:
            return unit.outbox.by_message_ids(message_ids)


def _stopped(kind: Kind, reason: str) -> Screened:
    return Screened(kind=kind, disposition=Disposition.HELD, reason=reason)
