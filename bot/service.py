"""Load, decide, save: the one place where a handler meets a transaction."""

from __future__ import annotations

import base64
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog

from bot.workers import gone
from handlers.dispatch import handle
from handlers.playbook import Playbook
from handlers.staff_notices import shunted
from handlers.types import (
    Bounced,
    Conversation,
    Disposition,
    GivenBack,
    Inbound,
    Kind,
    MessageReceived,
    MessageStopped,
    Outcome,
    Party,
    Snapshot,
)
from mail.addresses import hash_token
from mail.parse import MAX_BYTES, parse
from store.errors import StaleVersion, StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.desk import Desk
    from bot.ear import Ear, Heard
    from bot.playbooks import Loaded
    from bot.post_room import PostRoom, Queued
    from handlers.types import Attachment, Command, Outbound
    from store import inbox
    from store.inbox import InboxItem
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

#: Commands that one command may lead to, one after another, in the same transaction.
DEPTH = 3

#: Of a mail that is too big, this much is kept to tell who sent it and what it was.
HEAD = 256 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """What became of a mail."""

    inbox_id: str
    heard: Heard | None
    outcome: Outcome
    disposition: Disposition
    reason: str
    conversation: Conversation | None = None
    queued: tuple[Queued, ...] = ()


class Service:
    """Hears mail and decides on it. Every method is synchronous and safe to call from any thread."""

    def __init__(self, *, store: Store, ear: Ear, post_room: PostRoom, loaded: Loaded, clock: Clock, desk: Desk, worker: str) -> None:
        self.store = store
        self.ear = ear
        self.post_room = post_room
        self.loaded = loaded
        self.clock = clock
        self.desk = desk
        self.worker = worker

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
        with self.store.view() as unit:
            conversation = unit.conversations.get(conversation_id)
            raws = [unit.blobs.get(digest) for digest in unit.inbox.attachments_of(conversation_id)]
        if conversation is None or not raws or raws[-1] is None:
            return None
        now = self.clock.now()
        inbound = parse(raws[-1], intake=self.desk.intake, received_at=now)
        with self.store.view() as unit:
            snapshot = self._snapshot(unit, inbound, f"{conversation_id}/{conversation.version}", conversation_id)
        outcome = handle(GivenBack(inbound=inbound, who=who), snapshot, now)
        with self.store.unit() as unit:
            saved, queued = self._save(unit, outcome, inbound, "", now)
        return Decided(
            inbox_id="", heard=None, outcome=outcome, disposition=outcome.disposition, reason="", conversation=saved, queued=queued
        )

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
            snapshot = replace(self._snapshot(unit, inbound, item.id), earlier_attachments=earlier)
        outcome = self._handle(_command(item, heard), snapshot, now)
        with self.store.unit() as unit:
            first = unit.inbox.claim(item.id, inbound.content_key, inbound.message_id)
            if first is not None:
                outcome = Outcome(disposition=Disposition.DUPLICATE, reason=f"heard before as {first}")
            saved, queued = self._save(unit, outcome, inbound, item.id, now)
            if first is None and unit.inbox.has_conflict(inbound.message_id, inbound.content_key):
                log.warning("message_id_used_twice", inbox=item.id)
            self._finish(unit, item, heard, outcome, saved=saved, now=now)
        log.info("decided", inbox=item.id, kind=heard.screened.kind.value, disposition=outcome.disposition.value, reason=outcome.reason)
        return _decided(item.id, heard, outcome, saved, queued)

    def _handle(self, command: Command, snapshot: Snapshot, now: datetime) -> Outcome:
        outcome = handle(command, snapshot, now)
        for _ in range(DEPTH):
            if not outcome.then:
                return outcome
            following, *others = outcome.then
            more = handle(following, snapshot, now)
            outcome = replace(
                outcome,
                changes=(*outcome.changes, *more.changes),
                outbound=(*outcome.outbound, *more.outbound),
                records=(*outcome.records, *more.records),
                then=(*others, *more.then),
            )
        msg = f"commands lead to commands more than {DEPTH} deep"
        raise RuntimeError(msg)

    def _thread(self, unit: Unit, inbound: Inbound) -> tuple[str, bool]:
        """Find the conversation that a mail belongs to, and whether its token said so (T06; else In-Reply-To and From together)."""
        for token in inbound.tokens:
            found = unit.conversations.by_token(hash_token(token))
            if found is not None:
                return found[0], True
        sender = inbound.sender.email if inbound.sender else ""
        for item in unit.outbox.by_message_ids((*inbound.in_reply_to, *reversed(inbound.references))):
            if item.conversation and sender in item.to:
                return item.conversation, False
        return "", False

    def _snapshot(self, unit: Unit, inbound: Inbound, inbox_id: str, conversation_id: str = "") -> Snapshot:
        found, by_token = (conversation_id, False) if conversation_id else self._thread(unit, inbound)
        conversation = unit.conversations.get(found) if found else None
        answered = [
            item for item in unit.outbox.by_message_ids((*inbound.in_reply_to, *reversed(inbound.references))) if item.conversation == found
        ]
        sender = inbound.sender
        now = self.clock.now()
        today = now.astimezone(ZoneInfo(self.loaded.playbook.office.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        return Snapshot(
            playbook=self.loaded.playbook,
            began_with=self._began_with(unit, conversation),
            conversation=conversation,
            by_token=by_token,
            asked=answered[0].questions if answered else (),
            answered_template=answered[0].template if answered else "",
            answered_text=answered[0].text if answered else "",
            parties=unit.partners.by_email(sender.email) if sender else (),
            schools=unit.partners.schools(),
            fresh_id=fresh_id(),
            inbox_id=inbox_id,
            staff=self.desk.addresses,
            policy=self.desk.policy,
            answered_today=unit.outbox.first_answers_since(today, sender.email, sender.domain) if sender else (0, 0, 0),
            notices_this_hour=unit.outbox.notices_since(now - timedelta(hours=1)),
        )

    def _began_with(self, unit: Unit, conversation: Conversation | None) -> Playbook | None:
        if conversation is None or not conversation.playbook or conversation.playbook == self.loaded.hash:
            return None
        text = unit.playbooks.get(conversation.playbook)
        return Playbook.model_validate_json(text) if text else None

    def _earlier_attachments(self, inbound: Inbound) -> tuple[Attachment, ...]:
        """Read again what came with the earlier mails of a conversation; a reply may speak of it."""
        with self.store.view() as unit:
            found, _ = self._thread(unit, inbound)
            raws = [unit.blobs.get(digest) for digest in unit.inbox.attachments_of(found)] if found else []
        mails = [parse(raw, intake=self.desk.intake, received_at=inbound.received_at) for raw in raws if raw is not None]
        return tuple(attachment for mail in mails for attachment in mail.attachments)

    def _save(
        self, unit: Unit, outcome: Outcome, inbound: Inbound, inbox_id: str, now: datetime
    ) -> tuple[Conversation | None, tuple[Queued, ...]]:
        saved: Conversation | None = None
        for change in outcome.changes:
            if isinstance(change, Party):
                unit.partners.save(change)
                continue
            if not change.version:
                unit.playbooks.keep(self.loaded.hash, self.loaded.playbook.id, self.loaded.source_text)
                change = replace(change, playbook=self.loaded.hash)  # noqa: PLW2901  the version it begins with
            saved = unit.conversations.save(change)
            if inbound.message_id:
                unit.conversations.add_message(inbound.message_id, saved.id)
        queued = self._owe(unit, outcome.outbound, now)
        for record in outcome.records:
            unit.records.add(record, at=now, inbox_id=inbox_id)
        return saved, queued

    def _owe(self, unit: Unit, outbound: Sequence[Outbound], now: datetime) -> tuple[Queued, ...]:
        queued = [self.post_room.owe(unit, each, now) for each in outbound]
        return tuple(each for each in queued if each is not None)

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
            decision=_decision(heard, outcome, saved),
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
            queued = self._owe(unit, notice, now)
        outcome = Outcome(disposition=Disposition.HELD, reason="shunted")
        return replace(_decided(inbox_id, None, outcome), queued=queued)


def fresh_id() -> str:
    """Make an id for a conversation that people can read to each other and type: 40 random bits, base32."""
    return "c-" + base64.b32encode(secrets.token_bytes(5)).decode().lower()


def _command(item: InboxItem, heard: Heard) -> Command:
    if heard.report is not None and heard.screened.disposition is Disposition.ACCEPTED:
        return Bounced(
            inbound=heard.inbound,
            failed=tuple((failed.address, failed.hard) for failed in heard.report.recipients),
            complaint=heard.report.kind is Kind.COMPLAINT,
            ours=heard.report_is_ours,
        )
    if heard.screened.disposition is not Disposition.ACCEPTED:
        return MessageStopped(inbound=heard.inbound, inbox_id=item.id, screened=heard.screened, judged=heard.understanding.judged)
    return MessageReceived(inbound=heard.inbound, kind=heard.screened.kind, understanding=heard.understanding, released_by=item.released_by)


def _decision(heard: Heard, outcome: Outcome, saved: Conversation | None) -> dict[str, Any]:
    """What `why` tells and a replay needs: the rule that hit, the model's scores, the facts."""
    return {
        "rule": heard.screened.reason,
        "language": heard.understanding.language,
        "scores": dict(heard.understanding.scores),
        "nearest": dict(heard.understanding.nearest),
        "because": list(outcome.because),
        "pathway": saved.pathway if saved else "",
        "facts": dict(saved.facts) if saved else {},
    }


def _decided(
    inbox_id: str, heard: Heard | None, outcome: Outcome, saved: Conversation | None = None, queued: tuple[Queued, ...] = ()
) -> Decided:
    accepted = outcome.disposition is Disposition.ACCEPTED
    return Decided(
        inbox_id=inbox_id,
        heard=heard,
        outcome=outcome,
        disposition=outcome.disposition,
        reason=outcome.reason,
        conversation=saved if accepted else None,
        queued=queued,
    )
