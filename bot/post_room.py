"""Turns what a decision owes into finished bytes in the outbox, within the decision's own transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from handlers.office_hours import next_free
from handlers.types import Address
from mail import papers
from mail.addresses import hash_token, make_token, message_id_for, reply_address
from mail.build import Enclosed
from mail.render import Envelope, Rendered, Templates

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk import Desk
    from bot.slack.board import Board
    from handlers.types import Outbound, Paper
    from store.unit import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Queued:
    """One message in the outbox, as `receive --json` tells of it."""

    id: str
    channel: str
    to: tuple[str, ...]
    subject: str
    template: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PostRoom:
    templates: Templates
    desk: Desk
    signed: str  #: the name beside our address
    board: Board | None = None  #: of cards, where there is Slack
    time_zone: str = "UTC"  #: the district's
    closed: frozenset[date] = frozenset()  #: days on which the office sends nothing unasked

    def owe(self, unit: Unit, outbound: Outbound, now: datetime) -> Queued | None:
        """Render and queue. A broken template fails here, not at three in the morning. None where the key was owed before."""
        if outbound.channel == "slack":
            return self.board.owe(unit, outbound, now) if self.board else None
        message_id = self.message_id(outbound.key)
        outbound = _without_lost_copies(unit, outbound)
        outbound, day = self._on_a_day_of_its_own(unit, outbound, now)
        rendered = self._render(outbound, message_id, self._reply_to(unit, outbound, message_id, now), now)
        added = unit.outbox.add(
            outbound, message_id=message_id, raw=rendered.raw, subject=rendered.subject, text=rendered.text, now=now, unasked_on=day
        )
        if added is None:
            return None
        if self.board is not None:
            self.board.show_mail(unit, outbound, added, rendered, now)
        return Queued(
            id=added,
            channel=outbound.channel,
            to=outbound.to,
            subject=rendered.subject,
            template=outbound.template,
            status="held" if outbound.hold else "ready",
        )

    def _on_a_day_of_its_own(self, unit: Unit, outbound: Outbound, now: datetime) -> tuple[Outbound, date | None]:
        """Let mail that nobody waits for go out in office hours of an open day on which this person gets no other one."""
        if not outbound.unasked or outbound.hold:
            return outbound, None
        since = max(now, outbound.not_before or now)
        taken = unit.outbox.unasked_days(outbound.to[0], (since - timedelta(days=1)).date())
        days = unit.calendar.all()
        at, day = next_free(since, self.time_zone, lambda each: each not in self.closed and days.is_open(each), taken)
        return replace(outbound, not_before=at), day

    def write(self, outbound: Outbound, now: datetime) -> Rendered:
        """Render a mail that leads to no conversation, and queue nothing."""
        return self._render(outbound, self.message_id(outbound.key), self.desk.intake.email, now)

    def message_id(self, key: str) -> str:
        return message_id_for(self.desk.secret, key, self.desk.intake.domain)

    def _render(self, outbound: Outbound, message_id: str, reply_to: str, now: datetime) -> Rendered:
        envelope = Envelope(
            sender=Address(email=self.desk.intake.email, name=self.signed),
            reply_to=reply_to,
            message_id=message_id,
            date=now,
            auto_submitted="" if outbound.written_by else "auto-generated" if outbound.to_staff or outbound.unasked else "auto-replied",
            files=tuple(_enclosed(paper, outbound.language) for paper in outbound.papers),
        )
        return self.templates.render(outbound, envelope)

    def _reply_to(self, unit: Unit, outbound: Outbound, message_id: str, now: datetime) -> str:
        """Address the answer to this conversation and this contact by a token of their own."""
        if not outbound.conversation:
            return self.desk.intake.email
        contact = outbound.to[0]
        token = make_token(self.desk.secret, outbound.conversation, contact, 0)
        unit.conversations.add_token(hash_token(token), outbound.conversation, contact, 0, now)
        unit.conversations.add_message(message_id, outbound.conversation)
        return reply_address(self.desk.intake, token)


def _without_lost_copies(unit: Unit, outbound: Outbound) -> Outbound:
    """Leave out of copy whom mail does not reach, or who complained of it: nobody waits for a copy."""
    if not outbound.cc:
        return outbound
    known = unit.suppressions.of(outbound.cc)
    lost = {address for address, each in known.items() if each.reason in {"bounced", "complained"}}
    return replace(outbound, cc=tuple(address for address in outbound.cc if address not in lost))


def _enclosed(paper: Paper, language: str) -> Enclosed:
    is_pdf = paper.media_type == "application/pdf"
    spoken = "es" if language == "es" else "en"
    text = f"{paper.text}\n{papers.words(paper.template, paper.context, language=spoken)}" if paper.template else paper.text
    data = papers.pdf(text, language=spoken, footer=paper.footer) if is_pdf else text.encode()
    return Enclosed(name=paper.name, media_type=paper.media_type, data=data)
