"""Parse, screen and understand a mail: all that happens before a transaction, and no decision."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from handlers.front_desk import its_own_words
from handlers.types import Disposition, Inbound, Kind, Screened, ScreenFacts, Understanding
from mail.bounce import Report, read_report
from mail.parse import MAX_BYTES, Hostile, parse, parse_headers
from mail.screen import screen

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.meaning import Meaning
    from handlers.playbook import Playbook
    from store.inbox import InboxItem
    from store.outbox import OutboxItem
    from store.unit import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A mail after parsing and screening, before any decision."""

    inbound: Inbound
    screened: Screened
    report: Report | None = None
    report_is_ours: bool = False  #: the report names a Message-ID of ours
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
        if item.size > MAX_BYTES:
            head = parse_headers(raw, intake=intake, received_at=at, envelope_from=item.envelope_from, envelope_to=item.envelope_to)
            return Heard(inbound=head, screened=_stopped(Kind.TOO_BIG, "too_big"))
        try:
            inbound = parse(raw, intake=intake, received_at=at, envelope_from=item.envelope_from, envelope_to=item.envelope_to)
        except Hostile as hostile:
            head = parse_headers(raw, intake=intake, received_at=at, envelope_from=item.envelope_from, envelope_to=item.envelope_to)
            return Heard(inbound=head, screened=_stopped(Kind.HOSTILE, hostile.reason))
        return self._screened(raw, inbound, item.released_by)

    def _screened(self, raw: bytes, inbound: Inbound, released_by: str) -> Heard:
        report = read_report(raw, inbound)
        answered = self._ours((*inbound.in_reply_to, *inbound.references))
        screened = screen(inbound, self._facts(answered), report)
        if released_by and screened.disposition is Disposition.HELD:
            reason = f"{screened.reason}, released by {released_by}"
            screened = Screened(kind=screened.kind, disposition=Disposition.ACCEPTED, reason=reason)
        return Heard(
            inbound=inbound,
            screened=screened,
            report=report,
            report_is_ours=bool(report and self._ours((report.original_message_id,))),
            understanding=self._understood(inbound, screened, answered) if report is None else Understanding(),
        )

    def _understood(self, inbound: Inbound, screened: Screened, answered: tuple[OutboxItem, ...]) -> Understanding:
        """What the model makes of a mail that a person will read or that is to be answered."""
        if screened.disposition is Disposition.DISCARDED:
            return Understanding()
        judged = self.meaning.judge(its_own_words(inbound, "\n".join(item.text for item in answered)))
        if screened.disposition is Disposition.HELD:
            return Understanding(judged=judged)
        return replace(self.meaning.understand(f"{inbound.subject}\n{inbound.visible}"), judged=judged)

    def _facts(self, answered: tuple[OutboxItem, ...]) -> ScreenFacts:
        return ScreenFacts(
            intake=self.desk.intake,
            # Beside the domains that the office names, its intake address tells one.
            district_domains=frozenset({*self.playbook.office.domains, self.desk.intake.domain}),
            staff=frozenset(self.desk.staff),
            our_message_ids=frozenset(item.message_id for item in answered),
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
