"""Load, decide, save: the one place where a handler meets a transaction."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.bulk_reports import stop_where_too_many
from bot.decided import Decided, of_mail, reasons, without_a_mail
from bot.dossiers import dossier_of, posts_of, waiting_in
from bot.ear import SENT
from bot.own_answers import answered_in
from bot.saving import Saving, decide
from bot.snapshots import Snapshots, fresh_id
from bot.subscribing import with_newsletter
from bot.workers import gone
from handlers import written
from handlers.commands import (
    Bounced,
    Failure,
    GivenBack,
    MessageReceived,
    MessageStopped,
    Owed,
    PathwayCorrected,
    PersonAnswered,
    ServerRefusedUs,
    TimePassed,
)
from handlers.dispatch import handle
from handlers.language import language_of
from handlers.orders import ProofsDue
from handlers.staff_notices import shunted
from handlers.types import Conversation, Disposition, Inbound, Kind, Outcome, Record, Snapshot
from mail.parse import MAX_BYTES, parse
from store.errors import StaleVersion, StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.clock import Clock
    from bot.desk import Desk
    from bot.ear import Ear, Heard
    from bot.playbooks import Loaded
    from bot.post_room import PostRoom, Queued
    from handlers.commands import Command, PersonLeft
    from handlers.entries import EntryCommand
    from handlers.orders import HeadsToAsk, Order
    from handlers.types import Attachment
    from store import inbox
    from store.deliveries import DeliveryItem
    from store.inbox import InboxItem
    from store.outbox import OutboxItem
    from store.unit import Store, Unit

log = structlog.get_logger()

#: A message that fails this often is shunted: kept with its error, and told to staff (design decision 6).
ATTEMPTS = 3

#: Conflicts with other writers that one decision lives through.
CONFLICTS = 10

#: What a disposition makes of a mail's place in the inbox.
STATUS: Mapping[Disposition, inbox.Status] = {
    Disposition.ACCEPTED: "done",
    Disposition.HELD: "held",
    Disposition.DISCARDED: "discarded",
    Disposition.DUPLICATE: "duplicate",
}

#: Of a mail that is too big, this much is kept to tell who sent it and what it was.
HEAD = 256 * 1024


class Service:
    """Hears mail and decides on it. Every method is synchronous and safe to call from any thread."""

    def __init__(self, *, store: Store, ear: Ear, post_room: PostRoom, loaded: Loaded, clock: Clock, desk: Desk, worker: str) -> None:
        self.store = store
        self.ear = ear
        self.loaded = loaded
        self.clock = clock
        self.desk = desk
        self.worker = worker
        self.snapshots = Snapshots(loaded=loaded, desk=desk, clock=clock)
        self.saving = Saving(post_room=post_room, loaded=loaded, desk=desk, snapshots=self.snapshots)

    def hear(
        self, raw: bytes, *, source_key: str, envelope_from: str | None = None, envelope_to: tuple[str, ...] = (), size: int | None = None
    ) -> str | None:
        """Keep a mail before it is acknowledged. Returns its inbox id, or None where this very delivery was heard before.

        `size` is the mail's true one, where only its header block was fetched.
        """
        kept = raw if len(raw) <= MAX_BYTES else raw[:HEAD]
        with self.store.unit() as unit:
            digest = unit.blobs.put(kept)
            return unit.inbox.add(
                source_key,
                digest,
                heard_at=self.clock.now(),
                envelope_from=envelope_from,
                envelope_to=envelope_to,
                size=len(raw) if size is None else size,
            )

    def take_over(self) -> int:
        """Free what workers of this machine had in hand that run no more; returns how many mails."""
        with self.store.unit() as unit:
            return sum(unit.inbox.let_go(worker) for worker in gone(unit.inbox.workers(), self.worker))

    def waiting(self, limit: int = 100) -> tuple[str, ...]:
        with self.store.view() as unit:
            return unit.inbox.waiting(self.worker, self.clock.now(), limit)

    def decide(self, inbox_id: str) -> Decided | None:
        """Decide on a heard mail; None where somebody else has, or has it in hand.

        An attempt is counted before it is made, so that three failures, a crash among them, set the mail aside.
        """
        while True:
            with self.store.unit() as unit:
                attempts = unit.inbox.attempt(inbox_id, self.worker, self.clock.now())
            if attempts == 0:
                return None
            if attempts > ATTEMPTS:
                return self._shunt(inbox_id, "the program was stopped each time while it read this mail")
            try:
                return self._decide(inbox_id)
            except StaleVersion:
                # Others were faster again and again, or have decided this very mail: the next attempt sees which.
                continue
            except StoreTrouble:
                with suppress(StoreTrouble), self.store.unit() as unit:
                    unit.inbox.excuse(inbox_id)
                raise
            except Exception as error:
                log.exception("decide_failed", inbox=inbox_id, attempt=attempts)
                if attempts >= ATTEMPTS:
                    return self._shunt(inbox_id, f"{type(error).__name__}: {error}")

    def give_back(self, conversation_id: str, who: str) -> Decided | None:
        """Let Liaison speak in a conversation again that a person had taken over. None where there is no such conversation."""
        return self._speak(conversation_id, lambda inbound: GivenBack(inbound=inbound, who=who))

    def pass_time(self, conversation_id: str) -> Decided | None:
        """Do what is due in a conversation by now; None where it has no mail. StaleVersion where its partner was just heard."""
        return self._speak(conversation_id, lambda inbound: TimePassed(inbound=inbound))

    def _speak(self, conversation_id: str, command: Callable[[Inbound], Command]) -> Decided | None:
        """Decide on a command that speaks in a conversation without a new mail: what we write answers the newest one."""
        with self.store.view() as unit:
            conversation = unit.conversations.get(conversation_id)
            raws = [unit.blobs.get(digest) for digest in unit.inbox.attachments_of(conversation_id)]
        if conversation is None or not raws or raws[-1] is None:
            return None
        now = self.clock.now()
        inbound = parse(raws[-1], intake=self.desk.intake, received_at=now)
        with self.store.view() as unit:
            snapshot = self.snapshots.of_mail(unit, inbound, f"{conversation_id}/{conversation.version}", conversation_id)
        outcome = handle(command(inbound), snapshot, now)
        with self.store.unit() as unit:
            saved, queued = self.saving.save(unit, outcome, inbound, "", now)
        return without_a_mail(outcome, saved, queued)

    def write(self, conversation_id: str, text: str, who: str, *, instead_of: str = "") -> Queued | None:
        """Draft a mail in somebody's own words, instead of another draft where one is named. None where there is no such conversation."""
        now = self.clock.now()
        with self.store.view() as unit:
            talk = unit.conversations.get(conversation_id)
            raws = [unit.blobs.get(digest) for digest in unit.inbox.attachments_of(conversation_id)[-1:]] if talk else []
        if talk is None:
            return None
        inbound = next((parse(raw, intake=self.desk.intake, received_at=now) for raw in raws if raw is not None), None)
        mail = written.draft(self.loaded.playbook, talk, text, who, inbound, key=now.isoformat())
        with self.store.unit() as unit:
            if instead_of and not unit.outbox.discard(instead_of, who):
                return None
            if instead_of:
                self.settle(unit, instead_of, "replaced", who)
            unit.records.add(Record(kind="reply.drafted", subject=talk.id, who=who), at=now)
            return next(iter(self.saving.owe(unit, (mail,), now)), None)

    def ask_heads(self, command: HeadsToAsk) -> Decided:
        """Ask somebody outside the office by mail for all that waits for them."""
        return self._unasked(command, Snapshot(playbook=self.loaded.playbook, fresh_id=fresh_id(), staff=self.desk.addresses))

    def remind_head(self, talk: Conversation) -> Decided:
        """Do what is due in a talk with somebody who is asked to rule. StaleVersion where they were just heard."""
        with self.store.view() as unit:
            waiting = waiting_in(unit, talk)
        return self._unasked(
            TimePassed(),
            Snapshot(playbook=self.loaded.playbook, conversation=talk, staff=self.desk.addresses, waiting=waiting),
        )

    def enter(self, command: EntryCommand) -> Decided:
        """Keep what somebody writes down, or strike it. StaleVersion where somebody else has just struck it."""
        return self._unasked(command, Snapshot(playbook=self.loaded.playbook, staff=self.desk.addresses))

    def _unasked(self, command: Command, snapshot: Snapshot) -> Decided:
        """Decide on something that no mail has led to."""
        now = self.clock.now()
        outcome = handle(command, snapshot, now)
        with self.store.unit() as unit:
            saved, queued = self.saving.save(unit, outcome, None, "", now)
        return without_a_mail(outcome, saved, queued)

    def reroute(self, mail: InboxItem, pathway: str, who: str) -> Decided:
        """Learn from whoever says which pathway a mail belongs to, and move its talk there; LookupError where its bytes are gone."""
        for _ in range(CONFLICTS):
            try:
                return self._reroute(mail, pathway, who)
            except StaleVersion:
                # The partner was just heard: decide again on what there is now.
                log.info("reroute_again", inbox=mail.id)
        raise StaleVersion(f"{mail.id}: others saved first {CONFLICTS} times in a row")

    def _reroute(self, mail: InboxItem, pathway: str, who: str) -> Decided:
        now = self.clock.now()
        with self.store.view() as unit:
            raw = unit.blobs.get(mail.raw_sha256)
            conversation = unit.conversations.get(mail.conversation) if mail.conversation else None
            answered = any(not each.to_staff and each.sent_at for each in unit.outbox.of(conversation.id)) if conversation else False
        if raw is None:
            raise LookupError(f"{mail.id}: no such mail in the store")
        inbound = parse(raw, intake=self.desk.intake, received_at=mail.heard_at)
        key = f"{conversation.id}/{conversation.version}" if conversation else mail.id
        with self.store.view() as unit:
            snapshot = self.snapshots.of_mail(unit, inbound, key, conversation.id if conversation else "")
        command = PathwayCorrected(
            inbound=inbound,
            mail=mail.id,
            pathway=pathway,
            who=who,
            language=language_of(f"{inbound.subject}\n{inbound.visible}"),
            answered=answered,
        )
        outcome = decide(command, replace(snapshot, conversation=conversation), now)
        with self.store.unit() as unit:
            saved, queued = self.saving.save(unit, outcome, inbound, mail.id, now)
            if conversation is None and saved is not None:
                unit.inbox.move(mail.id, saved.id, who)
        return replace(of_mail(mail.id, None, outcome, saved, queued), conversation=saved)

    def order(self, partnership_id: str, order: Order) -> Decided | None:
        """Carry out what somebody orders for a partnership; None where there is none of that id. A letter answers the newest mail."""
        for _ in range(CONFLICTS):
            try:
                return self._order(partnership_id, order)
            except StaleVersion:
                # Two people at once: the second decides again on what the first has left.
                log.info("order_again", partnership=partnership_id)
        raise StaleVersion(f"{partnership_id}: others saved first {CONFLICTS} times in a row")

    def _order(self, partnership_id: str, order: Order) -> Decided | None:
        now = self.clock.now()
        with self.store.view() as unit:
            partnership = unit.partnerships.get(partnership_id)
            if partnership is None:
                return None
            raws = [unit.blobs.get(digest) for digest in unit.inbox.attachments_of(partnership_id)[-1:]]
            snapshot = self.snapshots.of_partnership(unit, dossier_of(unit, partnership))
            if isinstance(order, ProofsDue):
                snapshot = replace(snapshot, theirs=tuple(dossier_of(unit, each) for each in unit.partnerships.of(partnership.contact)))
        inbound = next((parse(raw, intake=self.desk.intake, received_at=now) for raw in raws if raw is not None), None)
        outcome = decide(replace(order, inbound=inbound), snapshot, now)
        with self.store.unit() as unit:
            saved, queued = self.saving.save(unit, outcome, None, "", now)
        return without_a_mail(outcome, saved, queued)

    def settle(self, unit: Unit, item: str, how: str, who: str) -> None:
        """Say on the cards about a mail or draft, where there are any, what somebody did with it; in the very unit that did it."""
        board = self.saving.post_room.board
        if board is not None:
            board.settle(unit, item, how, who, self.clock.now())

    def note(self, unit: Unit, command: Bounced | ServerRefusedUs) -> None:
        """Decide on what a server made of a mail of ours, in the very unit that marks the mail."""
        now = self.clock.now()
        told = unit.outbox.notices_since(now - timedelta(hours=1))
        failed = [each.address for each in command.failed] if isinstance(command, Bounced) else []
        snapshot = Snapshot(
            playbook=self.loaded.playbook,
            staff=self.desk.addresses,
            notices_this_hour=told,
            posts=posts_of(unit, failed) if failed else (),
            suppressions=unit.suppressions.of(failed) if failed else {},
        )
        self.saving.save(unit, handle(command, snapshot, now), None, "", now)

    def person_left(self, command: PersonLeft) -> Decided:
        """Open a hand-over of every post that somebody holds; the outcome's reason is `holds_no_post` where there is none."""
        now = self.clock.now()
        with self.store.unit() as unit:
            posts = posts_of(unit, [command.address])
            outcome = handle(command, Snapshot(playbook=self.loaded.playbook, staff=self.desk.addresses, posts=posts), now)
            saved, queued = self.saving.save(unit, outcome, None, "", now)
        return without_a_mail(outcome, saved, queued)

    def _decide(self, inbox_id: str) -> Decided:
        with self.store.view() as unit:
            item = unit.inbox.get(inbox_id)
            raw = unit.blobs.get(item.raw_sha256) if item else None
        if item is None or raw is None:
            msg = f"{inbox_id}: no such mail in the store"
            raise LookupError(msg)
        heard = self.ear.listen(raw, item)
        earlier = self._earlier_attachments(heard.inbound)
        for _ in range(CONFLICTS):
            try:
                return self._decide_and_save(item, heard, earlier)
            except StaleVersion:
                # Somebody else saved first: handlers are pure, so decide again on what is there now.
                log.info("decide_again", inbox=inbox_id)
        raise StaleVersion(f"{inbox_id}: others saved first {CONFLICTS} times in a row")

    def _decide_and_save(self, item: InboxItem, heard: Heard, earlier: tuple[Attachment, ...]) -> Decided:
        """Decide on what is known, then keep it in one transaction, unless the conversation has moved on in between."""
        now = self.clock.now()
        inbound = heard.inbound
        with self.store.view() as unit:
            theirs = answered_in(unit, inbound) if item.source_key.startswith(SENT) else ""
            snapshot = replace(self.snapshots.of_mail(unit, inbound, item.id, theirs), earlier_attachments=earlier)
            command = _command(item, heard)
            if isinstance(command, Bounced):
                snapshot = replace(snapshot, posts=posts_of(unit, [each.address for each in command.failed]))
            snapshot = with_newsletter(unit, snapshot, heard, command)
        outcome = decide(command, snapshot, now)
        with self.store.unit() as unit:
            first = unit.inbox.claim(item.id, inbound.content_key, inbound.message_id)
            if first is not None:
                outcome = Outcome(disposition=Disposition.DUPLICATE, reason=f"heard before as {first}")
            saved, queued = self.saving.save(unit, outcome, inbound, item.id, now)
            if first is None and isinstance(command, Bounced):
                _mark_as_failed(unit, command)
                self.saving.save(unit, stop_where_too_many(unit, command, snapshot, now), None, "", now)
            if first is None and unit.inbox.has_conflict(inbound.message_id, inbound.content_key):
                log.warning("message_id_used_twice", inbox=item.id)
            self._finish(unit, item, heard, outcome, saved=saved, now=now)
        log.info("decided", inbox=item.id, kind=heard.screened.kind.value, disposition=outcome.disposition.value, reason=outcome.reason)
        return of_mail(item.id, heard, outcome, saved, queued)

    def _earlier_attachments(self, inbound: Inbound) -> tuple[Attachment, ...]:
        """Read again what came with the earlier mails of a conversation; a reply may speak of it."""
        with self.store.view() as unit:
            found, _ = self.snapshots.thread(unit, inbound)
            raws = [unit.blobs.get(digest) for digest in unit.inbox.attachments_of(found)] if found else []
        mails = [parse(raw, intake=self.desk.intake, received_at=inbound.received_at) for raw in raws if raw is not None]
        return tuple(attachment for mail in mails for attachment in mail.attachments)

    def _finish(self, unit: Unit, item: InboxItem, heard: Heard, outcome: Outcome, *, saved: Conversation | None, now: datetime) -> None:
        unit.inbox.finish(
            item.id,
            status=STATUS[outcome.disposition],
            kind=heard.screened.kind.value,
            disposition=outcome.disposition.value,
            reason=outcome.reason,
            sensitive=outcome.sensitive.value if outcome.sensitive else "",
            sender=heard.inbound.sender.email if heard.inbound.sender else "",
            subject=heard.inbound.subject,
            conversation=saved.id if saved else "",
            decision=reasons(heard, outcome, saved),
            decided_at=now,
        )

    def _shunt(self, inbox_id: str, error: str) -> Decided:
        """Set a mail aside that we could not read three times: kept with its error, told to staff, the next one goes on."""
        now = self.clock.now()
        with self.store.unit() as unit:
            unit.inbox.shunt(inbox_id, error, now)
            item = unit.inbox.get(inbox_id)
            snapshot = Snapshot(playbook=self.loaded.playbook, inbox_id=inbox_id, staff=self.desk.addresses)
            notice = shunted(snapshot, item.sender if item else "", item.subject if item else "", error)
            queued = self.saving.owe(unit, notice, now)
        outcome = Outcome(disposition=Disposition.HELD, reason="shunted")
        return replace(of_mail(inbox_id, None, outcome), queued=queued)


def _command(item: InboxItem, heard: Heard) -> Command:
    if heard.report is not None and heard.screened.disposition is Disposition.ACCEPTED:
        return Bounced(
            failed=tuple(
                Failure(address=each.address, hard=each.hard, words=each.words, delayed=each.delayed) for each in heard.report.recipients
            ),
            mail=_owed(heard.reported) if heard.reported else _owed_newsletter(heard.newsletter),
            message_id=heard.inbound.message_id,
            complaint=heard.report.kind is Kind.COMPLAINT,
            wish=heard.report.wish,
        )
    if heard.screened.disposition is not Disposition.ACCEPTED:
        return MessageStopped(inbound=heard.inbound, inbox_id=item.id, screened=heard.screened, judged=heard.understanding.judged)
    if item.source_key.startswith(SENT):
        return PersonAnswered(inbound=heard.inbound)
    return MessageReceived(inbound=heard.inbound, kind=heard.screened.kind, understanding=heard.understanding, released_by=item.released_by)


def _owed(item: OutboxItem) -> Owed:
    return Owed(id=item.id, subject=item.subject, to=(*item.to, *item.cc), conversation=item.conversation, to_staff=item.to_staff)


def _owed_newsletter(item: DeliveryItem | None) -> Owed | None:
    return Owed(id=item.id, subject=item.subject, to=(item.address,), bulk=True) if item else None


def _mark_as_failed(unit: Unit, command: Bounced) -> None:
    """A mail that came back from its only recipient has failed, as if the server had refused it at once; a person may release it."""
    lost = [each for each in command.failed if not each.delayed]
    if command.mail is not None and command.mail.bulk and command.complaint and not command.wish:
        unit.deliveries.complained(command.mail.id)
    if command.mail is not None and not command.complaint and lost and len(command.mail.to) == 1:
        queue = unit.deliveries if command.mail.bulk else unit.outbox
        queue.came_back(command.mail.id, f"came back: {lost[0].words or 'not delivered'}")
