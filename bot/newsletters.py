"""Newsletters: write, look at, approve, schedule and stop them; each decision in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from bot.newsletter_items import NewsletterError
from bot.newsletter_studio import frozen
from bot.saving import decide
from handlers.newsletters import (
    Addressee,
    Counts,
    Issue,
    IssueApproved,
    IssueAsked,
    IssueChanged,
    IssueDue,
    IssueRanDry,
    IssueScheduled,
    IssueStatus,
    IssueStopped,
    IssueWritten,
)
from handlers.partnership import Actor
from handlers.roles import role_of
from handlers.types import Record, Snapshot
from mail.issue.press import FillError
from store.errors import StaleVersion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.clock import Clock
    from bot.desk import Desk
    from bot.newsletter_studio import Studio
    from bot.playbooks import Loaded
    from bot.saving import Saving
    from handlers.newsletters import Every, IssueCommand
    from handlers.types import Outcome
    from mail.issue.lint import Finding
    from mail.issue.press import Printed
    from store.deliveries import DeliveryItem
    from store.unit import Store, Unit

log = structlog.get_logger()

#: Two people at once: the second decides again on what the first has left.
CONFLICTS = 10


@dataclass(frozen=True, slots=True)
class Page:
    """One mail as its recipient would read it."""

    to: Addressee
    subject: str
    text: str
    html: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """What an issue would be like for one recipient, and what is to be known before it is approved."""

    issue: Issue
    hash: str
    pages: tuple[Page, ...]  #: at least one
    findings: tuple[Finding, ...]
    receiving: int
    excluded: Mapping[str, int]
    samples: tuple[tuple[str, str], ...]

    @property
    def to(self) -> Addressee:
        return self.pages[0].to

    @property
    def subject(self) -> str:
        return self.pages[0].subject

    @property
    def text(self) -> str:
        return self.pages[0].text

    @property
    def html(self) -> str:
        return self.pages[0].html


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where an issue stands."""

    issue: Issue
    counts: Counts
    excluded: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Newsletters:
    store: Store
    saving: Saving
    loaded: Loaded
    desk: Desk
    clock: Clock
    studio: Studio

    def write(self, text: str, pictures: Mapping[str, bytes], audience: str, who: str, issue_id: str = "") -> Issue:
        """Keep a draft, new or in place of the earlier one. NewsletterError says what is wrong, and in which line."""
        now = self.clock.now()
        source = self.studio.read(text)
        wanted = self.studio.audience(audience)
        digests = self.studio.kept_pictures(pictures)
        made_at = now
        if issue_id:
            made_at = self._found(issue_id).created_at
        design = self.studio.design(source, digests, made_at)
        with self.store.view() as unit:
            receiving = unit.audiences.counts(wanted).get("", 0)
        command = IssueWritten(
            actor=self._actor(who),
            subject=source.subjects["en"],
            source=text,
            pictures=digests,
            audience=audience,
            hash=design.hash(audience),
            commercial=source.commercial,
            recipients=receiving,
        )
        draft = self._decided(command, issue_id, now)
        return self._decided(IssueAsked(recipients=receiving), draft.id, now) if draft.needs_second else draft

    def preview(self, issue_id: str, *, partner: str = "", worst: bool = False) -> Preview:
        """Show it as a partner will read it: a chosen one, the first who would receive it, or the worst cases, one beside the other."""
        issue = self._found(issue_id)
        press = self.studio.press_of(issue)
        wanted = self.studio.audience(issue.audience)
        with self.store.view() as unit:
            counts = unit.audiences.counts(wanted)
            samples = unit.audiences.samples(wanted)
            first = self.studio.addressee(unit, press, partner, samples)
        cases = self.studio.worst(press) if worst else (first,)
        findings = self.studio.linted(issue, press)
        try:
            pages = tuple(Page(each, *press.words(each)) for each in cases)
        except FillError as error:
            raise NewsletterError(f"{issue.id} for {cases[0].address}: {error}") from error
        return Preview(
            issue=issue,
            hash=press.design.hash(issue.audience),
            pages=pages,
            findings=findings,
            receiving=counts.get("", 0),
            excluded={why: many for why, many in counts.items() if why},
            samples=samples,
        )

    def approve(self, issue_id: str, seen: str, who: str) -> Issue:
        """Freeze it as it was seen, write its rows, and, where one person alone approves, send that person a test."""
        now = self.clock.now()
        for _ in range(CONFLICTS):
            issue = self._found(issue_id)
            press = self.studio.press_of(issue)
            problems = tuple(each.says for each in self.studio.linted(issue, press) if each.forbids)
            wanted = self.studio.audience(issue.audience)
            try:
                with self.store.unit() as unit:
                    receiving = unit.audiences.counts(wanted).get("", 0)
                    command = IssueApproved(
                        actor=self._actor(who),
                        hash=seen,
                        now_hash=press.design.hash(issue.audience),
                        frozen=unit.blobs.put(frozen(press)),
                        recipients=receiving,
                        problems=problems,
                    )
                    outcome = decide(command, self._snapshot(unit, issue.id), now)
                    if outcome.refused:
                        raise NewsletterError(outcome.refused)
                    self.saving.save(unit, outcome, None, "", now)
                    unit.audiences.write(issue.id, wanted)
                    approved = self._kept(unit, issue.id)
                    if not approved.needs_second:
                        self.studio.owe_test(unit, approved, press, who, now)
            except StaleVersion:
                continue
            return approved
        raise NewsletterError(f"{issue_id}: others saved first; try again")

    def schedule(self, issue_id: str, at: datetime, every: Every, who: str) -> Issue:
        return self._decided(IssueScheduled(actor=self._actor(who), at=at, every=every), issue_id, self.clock.now())

    def change(self, issue_id: str, change: str, who: str) -> Issue:
        """Pause, resume, cancel or undo."""
        counts = self.standing(issue_id).counts
        command = IssueChanged(actor=self._actor(who), change=change, counts=counts)  # type: ignore[arg-type]  # callers take it from a list
        return self._decided(command, issue_id, self.clock.now())

    def test(self, issue_id: str, address: str) -> str:
        """Send one copy to somebody of the office; returns its id in the outbox."""
        if address.casefold() not in self.desk.staff:
            raise NewsletterError(f"{address} is not on the staff list: a test goes to the office alone.")
        issue = self._found(issue_id)
        press = self.studio.press_of(issue)
        with self.store.unit() as unit:
            return self.studio.owe_test(unit, issue, press, address.casefold(), self.clock.now())

    def resolve(self, issue_id: str, who: str, *, again: bool) -> int:
        """A person decides about mails in doubt; returns how many."""
        issue = self._found(issue_id)
        now = self.clock.now()
        with self.store.unit() as unit:
            many = unit.deliveries.settle_doubt(issue.id, again=again, by=who)
            data = {"again": again, "mails": many}
            unit.records.add(Record(kind="newsletter.doubt_settled", subject=issue.id, who=who, data=data), at=now)
        if many and issue.status is IssueStatus.HELD:
            self.change(issue.id, "resume", who)
            self.finish(issue.id)
        return many

    def sent_mail(self, delivery: str) -> tuple[DeliveryItem, Printed]:
        """The very bytes that went to one recipient, made again from what was frozen; NewsletterError where there are none."""
        with self.store.view() as unit:
            item = unit.deliveries.get(delivery.strip().casefold())
        if item is None:
            raise NewsletterError(f"there is no mail {delivery}; `newsletter sent PARTNER` lists what went to somebody.")
        issue = self._found(item.issue)
        if not item.attempts or issue.starts_at is None:
            raise NewsletterError(f"{item.id} has not left: it is {item.reason or item.status}.")
        try:
            return item, self.studio.opened(issue).print(item.to)
        except FillError as error:
            raise NewsletterError(f"{item.id} has not left: {error}") from error

    def standing(self, issue_id: str) -> Standing:
        issue = self._found(issue_id)
        with self.store.view() as unit:
            counts, excluded = unit.deliveries.counts(issue.id), unit.deliveries.excluded(issue.id)
            if not counts.total:
                planned = unit.audiences.counts(self.studio.audience(issue.audience))
                excluded = {why: many for why, many in planned.items() if why}
                counts = Counts(ready=planned.get("", 0), suppressed=sum(excluded.values()))
        return Standing(issue=issue, counts=counts, excluded=excluded)

    def begin_due(self) -> tuple[Issue, ...]:
        """Begin what is due, hold what is late; returns the issues that are being sent now."""
        now = self.clock.now()
        with self.store.view() as unit:
            due = unit.issues.due(now)
        sending = [each if each.status is IssueStatus.SENDING else self._begun(each, now) for each in due]
        return tuple(each for each in sending if each.status is IssueStatus.SENDING)

    def stop(self, issue_id: str, why: str) -> Issue:
        with self.store.view() as unit:
            counts = unit.deliveries.counts(issue_id)
        return self._decided(IssueStopped(why=why, counts=counts), issue_id, self.clock.now())

    def finish(self, issue_id: str) -> Issue:
        """End it where no row of it waits any more."""
        with self.store.view() as unit:
            counts = unit.deliveries.counts(issue_id)
        return self._decided(IssueRanDry(counts=counts), issue_id, self.clock.now())

    def _begun(self, issue: Issue, now: datetime) -> Issue:
        begun = self._decided(IssueDue(), issue.id, now)
        if begun.status is IssueStatus.SENDING:
            # What comes round chooses its recipients each time; of any other the rows are there, and this adds none.
            with self.store.unit() as unit:
                if not unit.deliveries.counts(begun.id).total:
                    unit.audiences.write(begun.id, self.studio.audience(begun.audience))
        return begun

    def _decided(self, command: IssueCommand, issue_id: str, now: datetime) -> Issue:
        """Decide, save, and return the issue as it stands then."""
        for _ in range(CONFLICTS):
            try:
                with self.store.unit() as unit:
                    snapshot = self._snapshot(unit, issue_id)
                    outcome = decide(command, snapshot, now)
                    if outcome.refused:
                        raise NewsletterError(outcome.refused)
                    if isinstance(command, IssueWritten) and not issue_id:
                        return _first_kept(unit, outcome, command.actor.who, now)
                    self.saving.save(unit, outcome, None, "", now)
                    if isinstance(command, IssueChanged):
                        _change_rows(unit, issue_id, command)
                    return self._kept(unit, issue_id)
            except StaleVersion:
                log.info("issue_again", issue=issue_id)
        raise NewsletterError(f"{issue_id}: others saved first; try again")

    def _kept(self, unit: Unit, issue_id: str) -> Issue:
        issue = unit.issues.get(issue_id)
        if issue is None:
            raise LookupError(issue_id)
        return issue

    def _snapshot(self, unit: Unit, issue_id: str) -> Snapshot:
        issue = unit.issues.get(issue_id) if issue_id else None
        if issue_id and issue is None:
            raise NewsletterError(f"there is no newsletter {issue_id}; `newsletter list` shows them.")
        return Snapshot(playbook=self.loaded.playbook, staff=self.desk.addresses, issue=issue)

    def _found(self, issue_id: str) -> Issue:
        with self.store.view() as unit:
            issue = unit.issues.get(issue_id.strip().casefold())
        if issue is None:
            raise NewsletterError(f"there is no newsletter {issue_id}; `newsletter list` shows them.")
        return issue

    def _actor(self, who: str) -> Actor:
        return Actor(who=who, role=role_of(who, self.desk.staff))


def _first_kept(unit: Unit, outcome: Outcome, who: str, now: datetime) -> Issue:
    """A new draft gets its id when it is kept, and its record with it."""
    draft = next(unit.issues.save(each) for each in outcome.changes if isinstance(each, Issue))
    unit.records.add(Record(kind="newsletter.written", subject=draft.id, who=who, data={"hash": draft.hash}), at=now)
    return draft


def _change_rows(unit: Unit, issue_id: str, command: IssueChanged) -> None:
    if command.change == "cancel":
        unit.deliveries.cancel(issue_id)
    elif command.change == "undo":
        unit.deliveries.forget(issue_id)


def row_of(standing: Standing, **more: Any) -> dict[str, Any]:
    """What `--json` says of an issue (interface.md). `held` are mails that wait for a person, `total` all that were addressed."""
    counts = standing.counts
    return {
        "id": standing.issue.id,
        "status": standing.issue.status.value,
        "hash": standing.issue.hash,
        "total": counts.total,
        "sent": counts.sent,
        "held": counts.held,
        "failed": counts.failed,
        "suppressed": counts.suppressed,
        "waiting": counts.waiting,
        "cancelled": counts.cancelled,
        "complained": counts.complained,
        "excluded": dict(standing.excluded),
        "subject": standing.issue.subject,
        "audience": standing.issue.audience,
        "not_before": standing.issue.not_before,
        "reason": standing.issue.reason,
        **more,
    }
