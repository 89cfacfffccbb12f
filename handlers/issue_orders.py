"""What becomes of a newsletter: who may approve it, when it goes, why it is held, what one may still take back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from handlers import letters
from handlers.newsletters import (
    OVER,
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
from handlers.roles import Role
from handlers.types import Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from handlers.newsletter_rules import NewsletterRules
    from handlers.newsletters import Counts, Every, IssueCommand
    from handlers.partnership import Actor
    from handlers.types import Outbound, Snapshot


#: Fewer complaints than this may be a slip of the finger.
LEAST_COMPLAINTS = 3


def decide(command: IssueCommand, snapshot: Snapshot, now: datetime) -> Outcome:
    """Decide on one issue, which the snapshot holds; a draft that is written first needs none."""
    return _DECIDES[type(command)](command, snapshot, now)


def written(command: IssueWritten, snapshot: Snapshot, now: datetime) -> Outcome:
    """Keep a draft, a new one or in place of the earlier one. Nothing that is wrong with it is lost: it waits to be mended."""
    issue = snapshot.issue
    if issue is not None and issue.status is not IssueStatus.DRAFT:
        return _refused(f"{issue.id} is {issue.status.value}: only a draft is changed. `undo` or `cancel` it, or write a new one.")
    rules = snapshot.playbook.newsletters
    begun = issue or Issue(subject="", source="", audience="", author=command.actor.who, created_at=now, updated_at=now)
    draft = replace(
        begun,
        subject=command.subject,
        source=command.source,
        pictures=command.pictures,
        audience=command.audience,
        hash=command.hash,
        commercial=command.commercial,
        needs_second=rules.second_person or command.recipients > rules.second_person_above,
        asked_at=None,
        updated_at=now,
    )
    return Outcome(changes=(draft,), records=_record("written", draft, command.actor.who, {"hash": command.hash}) if issue else ())


def asked(command: IssueAsked, snapshot: Snapshot, now: datetime) -> Outcome:
    """Tell those who may approve it that an issue waits for one of them."""
    issue = _known(snapshot)
    if not issue.needs_second or issue.asked_at is not None:
        return Outcome()
    waiting = replace(issue, asked_at=now, updated_at=now)
    others = tuple(each for each in snapshot.staff if each != issue.author)
    context = {"what": "asked", "author": issue.author, "recipients": command.recipients, "why": ""}
    return Outcome(changes=(waiting,), outbound=_notice(replace(snapshot, staff=others), waiting, context, f"asked/{issue.version}"))


def approved(command: IssueApproved, snapshot: Snapshot, now: datetime) -> Outcome:
    """What was previewed is what is approved, by somebody who may."""
    issue = _known(snapshot)
    rules = snapshot.playbook.newsletters
    if issue.status is not IssueStatus.DRAFT:
        return _refused(f"{issue.id} is {issue.status.value} already; only a draft is approved.")
    if command.problems:
        return _refused(f"{issue.id} cannot go out: {'; '.join(command.problems)}")
    if command.hash.strip().casefold() != command.now_hash:
        return _refused(
            f"{issue.id} is not what you saw: its hash is {command.now_hash}. "
            f"Look at it again (`newsletter preview {issue.id}`), then approve."
        )
    if not command.recipients:
        return _refused(f"nobody would receive {issue.id}: its audience is `{issue.audience or 'status=active'}`.")
    second = rules.second_person or command.recipients > rules.second_person_above
    refusal = _may_not(issue, command.actor, now, second=second, hours=rules.deputy_after_hours)
    if refusal:
        return _refused(refusal)
    undo_until = now if second else now + timedelta(minutes=rules.undo_minutes)
    done = replace(
        issue,
        status=IssueStatus.APPROVED,
        hash=command.now_hash,
        frozen=command.frozen,
        needs_second=second,
        approved_by=command.actor.who,
        approved_at=now,
        not_before=max(undo_until, issue.scheduled_for or undo_until),
        recipients=command.recipients,
        updated_at=now,
    )
    return Outcome(changes=(done,), records=_record("approved", done, command.actor.who, {"hash": done.hash}))


def _may_not(issue: Issue, actor: Actor, now: datetime, *, second: bool, hours: int) -> str:
    """Why this person may not approve it; empty where they may."""
    if not second:
        return "" if actor.role >= Role.STAFF else "an issue is approved by staff."
    if actor.who == issue.author:
        return f"{issue.id} needs a second person: whoever wrote it never approves it."
    if actor.role >= Role.APPROVER:
        return ""
    if issue.asked_at is not None and actor.role >= Role.STAFF and now - issue.asked_at >= timedelta(hours=hours):
        return ""
    since = issue.asked_at or issue.updated_at
    return f"{issue.id} waits for an approver; from {_at(since + timedelta(hours=hours))} on any other of the staff may approve it."


def scheduled(command: IssueScheduled, snapshot: Snapshot, now: datetime) -> Outcome:
    """Set when it begins, and whether it comes round; before or after it is approved."""
    issue = _known(snapshot)
    if issue.status not in {IssueStatus.DRAFT, IssueStatus.APPROVED} and not _waits_late(issue):
        return _refused(f"{issue.id} is {issue.status.value}: only what has not begun is scheduled.")
    if command.at < now:
        return _refused(f"{_at(command.at)} is past.")
    undo_until = issue.undo_until(snapshot.playbook) or command.at
    status = issue.status if issue.status is IssueStatus.DRAFT else IssueStatus.APPROVED
    not_before = max(command.at, undo_until) if status is IssueStatus.APPROVED else None
    later = replace(issue, status=status, reason="", scheduled_for=command.at, every=command.every, not_before=not_before, updated_at=now)
    data = {"for": command.at.isoformat(), "every": command.every}
    return Outcome(changes=(later,), records=_record("scheduled", later, command.actor.who, data))


def changed(command: IssueChanged, snapshot: Snapshot, now: datetime) -> Outcome:
    """Pause, resume, cancel or undo, wherever that still means something."""
    issue = _known(snapshot)
    may = {
        "pause": issue.status in {IssueStatus.APPROVED, IssueStatus.SENDING},
        "resume": issue.status in {IssueStatus.PAUSED, IssueStatus.HELD},
        "cancel": issue.status not in OVER,
        "undo": issue.status is IssueStatus.APPROVED or _waits_late(issue),
    }
    if not may[command.change]:
        return _refused(f"{issue.id} is {issue.status.value}: there is nothing to {command.change}.")
    if command.change == "undo" and issue.needs_second and command.actor.role < Role.APPROVER:
        return _refused(f"{issue.id} was approved by a second person: an approver takes that back, or anybody cancels it.")
    after = replace(issue, **_CHANGES[command.change](issue, now), updated_at=now)
    if command.change == "resume" and issue.status is IssueStatus.HELD:
        known = command.counts
        after = replace(after, seen_sent=known.sent, seen_failed=known.failed, seen_complained=known.complained)
    return Outcome(changes=(after,), records=_record(command.change, after, command.actor.who, {"was": issue.status.value}))


def due(command: IssueDue, snapshot: Snapshot, now: datetime) -> Outcome:
    """Begin what is due; what is late by more than the set time waits for a person."""
    _ = command
    issue = _known(snapshot)
    if issue.status is not IssueStatus.APPROVED or issue.not_before is None or issue.not_before > now:
        return Outcome()
    late = now - issue.not_before
    if late > timedelta(hours=snapshot.playbook.newsletters.late_hours):
        why = f"it was to begin on {_at(issue.not_before)}, and nothing of it has gone out"
        return _held(issue, "late", why, snapshot, now)
    begun = replace(issue, status=IssueStatus.SENDING, starts_at=issue.starts_at or now, updated_at=now)
    return Outcome(changes=(begun,), records=_record("begun", begun, "liaison", {}))


def _waits_late(issue: Issue) -> bool:
    """It was late, so that a person must look, and nothing of it has gone out."""
    return issue.status is IssueStatus.HELD and issue.starts_at is None


def stopped(command: IssueStopped, snapshot: Snapshot, now: datetime) -> Outcome:
    """Hold a run that goes wrong, and tell staff what went out and what did not."""
    issue = _known(snapshot)
    if issue.status is not IssueStatus.SENDING:
        return Outcome()
    return _held(issue, "stopped", f"{command.why}; {command.counts.sent} sent, {command.counts.waiting} wait", snapshot, now)


def ran_dry(command: IssueRanDry, snapshot: Snapshot, now: datetime) -> Outcome:
    """All rows have come to their end, or some of them are in doubt; what comes round is set for its next time."""
    issue, counts = _known(snapshot), command.counts
    if issue.status is not IssueStatus.SENDING or counts.waiting:
        return Outcome()
    if counts.held:
        return _held(issue, "doubtful", f"{counts.held} mails were on their way when Liaison was stopped", snapshot, now)
    done = replace(issue, status=IssueStatus.SENT, reason="", updated_at=now)
    figures = {"sent": counts.sent, "failed": counts.failed, "suppressed": counts.suppressed}
    context = {"what": "sent", "author": issue.author, "recipients": counts.sent, "why": "", "figures": figures}
    again = (_next_time(done, now),) if issue.every else ()
    return Outcome(
        changes=(done, *again), outbound=_notice(snapshot, done, context, "sent"), records=_record("sent", done, "liaison", figures)
    )


def too_many(issue: Issue, counts: Counts, rules: NewsletterRules) -> str:
    """Why a run should stop by what is known of it since a person last let it go on; empty where it need not."""
    sent, failed = counts.sent - issue.seen_sent, counts.failed - issue.seen_failed
    complained = counts.complained - issue.seen_complained
    if complained >= LEAST_COMPLAINTS and complained * 1000 > rules.stop_complaints * (sent + failed):
        return f"{complained} of {sent + failed} recipients called it spam, more than {rules.stop_complaints} in 1,000"
    # Who complains counts beside those who are not reached: both cost the office its name.
    return why_stop(sent - complained, failed + complained, percent=rules.stop_percent)


def why_stop(sent: int, failed: int, *, percent: int, least: int = 20) -> str:
    """Why a run should stop by itself: too many mails fail, for which a whole list, our text or our name must be to blame."""
    ended = sent + failed
    if ended < least or failed * 100 <= percent * ended:
        return ""
    return f"{failed} of {ended} mails were refused, came back or could not be made, more than {percent} in 100"


def next_time(at: datetime, every: Every, now: datetime) -> datetime:
    """The next time after now that is so many weeks or months from `at`; the 31st becomes the last day of a shorter month."""
    number = 0
    while (found := _after(at, every, number)) <= now or number == 0:
        number += 1
    return found


def _after(at: datetime, every: Every, number: int) -> datetime:
    if every == "week":
        return at + timedelta(weeks=number)
    month = at.month - 1 + number
    year, month = at.year + month // 12, month % 12 + 1
    last = (datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC) - timedelta(days=1)).day
    return at.replace(year=year, month=month, day=min(at.day, last))


def _next_time(issue: Issue, now: datetime) -> Issue:
    """The same issue, approved once, for its next time; its recipients are chosen when it begins."""
    at = next_time(issue.scheduled_for or issue.starts_at or now, issue.every, now)
    again = replace(
        issue, id="", version=0, status=IssueStatus.APPROVED, starts_at=None, recipients=0, seen_sent=0, seen_failed=0, seen_complained=0
    )
    return replace(again, scheduled_for=at, not_before=at, created_at=now, updated_at=now)


def _held(issue: Issue, what: str, why: str, snapshot: Snapshot, now: datetime) -> Outcome:
    held = replace(issue, status=IssueStatus.HELD, reason=why, updated_at=now)
    context = {"what": what, "author": issue.author, "recipients": issue.recipients, "why": why}
    return Outcome(
        changes=(held,),
        outbound=_notice(snapshot, held, context, f"{what}/{issue.version}"),
        records=_record("held", held, "liaison", {"why": why}),
    )


def _notice(snapshot: Snapshot, issue: Issue, context: dict[str, Any], key: str) -> tuple[Outbound, ...]:
    shown = {"reference": issue.id, "subject": issue.subject[:200], "hash": issue.hash, "figures": {}, **context}
    return letters.to_staff(snapshot, "staff_newsletter", shown, key=f"staff_newsletter/{issue.id}/{key}")


def _known(snapshot: Snapshot) -> Issue:
    if snapshot.issue is None:
        raise LookupError("a command on an issue, and no issue")
    return snapshot.issue


def _refused(why: str) -> Outcome:
    return Outcome(refused=why)


def _record(kind: str, issue: Issue, who: str, data: Mapping[str, Any]) -> tuple[Record, ...]:
    return (Record(kind=f"newsletter.{kind}", subject=issue.id, who=who, data=data),)


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def _resumed(issue: Issue, now: datetime) -> dict[str, Any]:
    # A person has looked: it goes at once, however late it is.
    if issue.starts_at is not None:
        return {"status": IssueStatus.SENDING, "reason": ""}
    return {"status": IssueStatus.APPROVED, "reason": "", "not_before": max(now, issue.not_before or now)}


_CHANGES: Mapping[str, Callable[[Issue, datetime], dict[str, Any]]] = {
    "pause": lambda _, __: {"status": IssueStatus.PAUSED},
    "resume": _resumed,
    "cancel": lambda _, __: {"status": IssueStatus.CANCELLED, "not_before": None},
    "undo": lambda _, __: {
        "status": IssueStatus.DRAFT,
        "approved_by": "",
        "approved_at": None,
        "not_before": None,
        "frozen": "",
        "reason": "",
    },
}

_DECIDES: Mapping[type, Callable[[Any, Snapshot, datetime], Outcome]] = {
    IssueWritten: written,
    IssueAsked: asked,
    IssueApproved: approved,
    IssueScheduled: scheduled,
    IssueChanged: changed,
    IssueDue: due,
    IssueStopped: stopped,
    IssueRanDry: ran_dry,
}
