"""The board of cards: owes them within the decision's own transaction, and keeps them true whoever acts."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.dossiers import dossier_of
from bot.slack import matters
from handlers import cards, issue_cards
from handlers.newsletters import OVER, Issue, IssueStatus
from handlers.partnership import Agreement, Partnership, Proof, Task
from handlers.progress import local_day
from handlers.types import Conversation, Disposition, Outbound
from store.cards import Card

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from bot.newsletters import Preview
    from bot.post_room import Queued
    from bot.slack.faces import Faces
    from bot.snapshots import Snapshots
    from handlers.newsletters import Counts
    from handlers.types import Inbound, Outcome
    from mail.render import Rendered
    from store.unit import Store, Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Came:
    """The mail that a decision was about, where it was one: its id in the inbox, and the talk as it was kept."""

    mail: str
    inbound: Inbound | None
    talk: Conversation | None


class Board:
    """Cards of one channel. What it owes is rendered at once, so that a broken template fails here and not when Slack is there again."""

    def __init__(self, channel: str, faces: Faces, snapshots: Snapshots) -> None:
        self.channel = channel
        self.faces = faces
        self._snapshots = snapshots

    def owe(self, unit: Unit, outbound: Outbound, now: datetime) -> Queued | None:
        """Owe a card or what stands beneath one. None where the key was owed before."""
        state = self._state(unit, outbound.conversation, now) if outbound.template == cards.APPLICATION else {}
        # What a template is filled with becomes plain JSON here, once: it is kept so.
        outbound = replace(outbound, context=json.loads(json.dumps({**outbound.context, **state}, default=str)))
        added = self._add(unit, outbound, outbound.template, now)
        if added is not None and outbound.lane.startswith("card/"):
            unit.cards.put(_card(outbound, now))
        return added

    def show_mail(self, unit: Unit, mail: Outbound, item: str, rendered: Rendered, now: datetime) -> None:
        """Put a draft before staff; what one of them wrote and sends at once stands beneath the card."""
        if mail.to_staff:
            return
        if mail.hold:
            self.owe(unit, cards.draft(self.channel, item, mail, rendered.subject, rendered.text), now)
        elif mail.not_before is not None and mail.not_before > now and not mail.unasked and not mail.written_by:
            self.owe(unit, cards.leaving(self.channel, item, mail, rendered.subject, rendered.text), now)

    def follow(self, unit: Unit, outcome: Outcome, came: Came, now: datetime) -> None:
        """Bring cards up to date with what a decision has changed, and put the partner's mail beneath its card."""
        for subject in dict.fromkeys(_subjects(outcome)):
            card = unit.cards.get(cards.card_lane(subject))
            if card is not None:
                self._revise(unit, card, {**card.context, **self._state(unit, subject, now)}, now)
        for issue in outcome.changes:
            if isinstance(issue, Issue) and issue.id:
                self._show(unit, issue, {}, now)
        if outcome.withdraws:
            self._drafts_ended(unit, outcome.withdraws, came.inbound, now)
        if came.inbound is not None and came.talk is not None and self._may_be_shown(unit, outcome, came):
            self.owe(unit, cards.beneath(self.channel, came.talk, came.inbound, came.mail), now)
        touched = [*_subjects(outcome), *([came.talk.id] if came.talk is not None else [])]
        self._true_up(unit, [card for each in dict.fromkeys(touched) for card in unit.cards.of(each) if card.is_open], now, _actor(outcome))

    def show_issue(self, unit: Unit, shown: Preview, now: datetime) -> None:
        """Put a draft before the office: the text, what is wrong with it, how many get it and ten of them."""
        findings = [{"says": each.says, "forbids": each.forbids} for each in shown.findings]
        samples = [address for _, address in shown.samples]
        seen = issue_cards.preview(shown.text, findings, samples, shown.excluded)
        issue = unit.issues.get(shown.issue.id) or shown.issue
        self._show(unit, issue, {**seen, "receiving": shown.receiving}, now)

    def progress(self, store: Store, now: datetime) -> bool:
        """Say on the cards of newsletters how far they have come; whether one is on its way."""
        with store.view() as unit:
            shown = [card for card in unit.cards.open() if card.template == cards.NEWSLETTER]
            issues = [(issue, unit.deliveries.counts(issue.id)) for card in shown if (issue := unit.issues.get(card.about)) is not None]
        if issues:
            with store.unit() as unit:
                for issue, counts in issues:
                    self._show(unit, issue, {}, now, counts)
                unit.cards.close([issue_cards.lane(issue.id) for issue, _ in issues if issue.status in OVER])
        return any(issue.status is IssueStatus.SENDING for issue, _ in issues)

    def _show(self, unit: Unit, issue: Issue, seen: dict[str, Any], now: datetime, counts: Counts | None = None) -> None:
        card = unit.cards.get(issue_cards.lane(issue.id))
        state = issue_cards.state(issue, counts or unit.deliveries.counts(issue.id))
        before = card.context if card is not None else {}
        if not state["receiving"]:
            # Before it is approved nobody is written down: what the preview has counted stands.
            state |= issue_cards.counted(issue, seen.get("receiving", before.get("receiving", 0)))
        context = {**before, **seen, **state}
        if card is None:
            self.owe(unit, issue_cards.card(self.channel, context), now)
        else:
            self._revise(unit, card, context, now)

    def true_up(self, store: Store, now: datetime, who: str = "") -> int:
        """Close every card whose matter was settled elsewhere: by mail, by a command, by the clock. Returns how many.

        `who` has just done something, and is named where the store does not say whose doing it was. Reads first, so that looking at many
        cards keeps nobody from writing.
        """
        today = self._today(now)
        with store.view() as unit:
            moved = [card.lane for card in unit.cards.open() if _only_tells(card) or matters.settled(unit, card, today)]
        if not moved:
            return 0
        with store.unit() as unit:
            found = [card for lane in moved if (card := unit.cards.get(lane)) is not None and card.is_open]
            return self._true_up(unit, found, now, who)

    def _today(self, now: datetime) -> date:
        return local_day(self._snapshots.loaded.playbook, now)

    def _true_up(self, unit: Unit, open_: Sequence[Card], now: datetime, who: str = "") -> int:
        today, ended = self._today(now), 0
        unit.cards.close([card.lane for card in open_ if _only_tells(card)])
        for card in open_:
            how = matters.settled(unit, card, today)
            if how is not None:
                self._revise(unit, card, cards.settled(card.context, how.how, how.who or who, now), now)
                ended += 1
        return ended

    def commanded(self, unit: Unit, command: str, who: str, now: datetime) -> None:
        """Close the notices that proposed what somebody has just done, wherever they did it."""
        for card in unit.cards.open():
            if cards.proposes(card.context, command) and not cards.judged_by_state(card.template, card.context):
                self._revise(unit, card, cards.settled(card.context, command, who, now), now)
        for card in unit.cards.open() if command.startswith(cards.NEWSLETTER) else ():
            issue = unit.issues.get(card.about) if card.template == cards.NEWSLETTER else None
            if issue is not None:
                self._show(unit, issue, {}, now)

    def seen(self, unit: Unit, subject: str, who: str, now: datetime) -> int:
        """Close the notices about something that only wanted to be seen; returns how many."""
        theirs = {card.lane: card for card in (*unit.cards.about(subject), *unit.cards.of(subject))}
        found = [card for card in theirs.values() if card.is_open and card.template not in cards.MUST_ACT]
        for card in found:
            self._revise(unit, card, cards.settled(card.context, "seen", who, now), now)
        return len(found)

    def _may_be_shown(self, unit: Unit, outcome: Outcome, came: Came) -> bool:
        """A mail that was heard, in a talk that has a card. What a person must answer is not repeated in Slack, released or not."""
        if not came.mail or came.talk is None or outcome.disposition is not Disposition.ACCEPTED or outcome.sensitive is not None:
            return False
        kept = unit.inbox.get(came.mail)
        return (kept is None or not kept.sensitive) and bool(unit.cards.of(came.talk.id))

    def settle(self, unit: Unit, item: str, how: str, who: str, now: datetime) -> None:
        """Say on every card about a mail or a draft what somebody did with it."""
        for card in unit.cards.about(item):
            how = "stopped" if card.template == cards.LEAVING and how == "discarded" else how
            if card.template != cards.APPLICATION and not card.context.get(cards.SETTLED_KEY):
                self._revise(unit, card, cards.settled(card.context, how, who, now), now)

    def pressed(self, unit: Unit, channel: str, ts: str, command: str, who: str, now: datetime) -> None:  # noqa: PLR0917  one press
        """Close the notice on which somebody pressed what it asks for; the card of an application follows its state instead."""
        card = unit.cards.at(channel, ts)
        if card is None or card.template == cards.APPLICATION or cards.judged_by_state(card.template, card.context):
            return
        if not card.context.get(cards.SETTLED_KEY) and cards.settles(command):
            self._revise(unit, card, cards.settled(card.context, command, who, now), now)

    def _drafts_ended(self, unit: Unit, conversation: str, inbound: Inbound | None, now: datetime) -> None:
        who = inbound.sender.email if inbound is not None and inbound.sender else "the office"
        for card in unit.cards.of(conversation):
            draft = unit.outbox.get(card.about) if card.template in {cards.DRAFT, cards.LEAVING} else None
            if draft is not None and draft.status == "cancelled":
                self.settle(unit, card.about, "withdrawn", who, now)

    def _revise(self, unit: Unit, card: Card, context: dict[str, Any], now: datetime) -> None:
        context = json.loads(json.dumps(context, default=str))
        if context == card.context:
            return
        revision = unit.cards.put(replace(card, context=context, owed_at=now, is_open=cards.SETTLED_KEY not in context))
        self._add(unit, _revised(card, context, revision), "card", now)

    def _add(self, unit: Unit, outbound: Outbound, kept_as: str, now: datetime) -> Queued | None:
        from bot.post_room import Queued  # noqa: PLC0415  the post room names the board

        self.faces.render(outbound.template, outbound.context)
        subject, text = self.faces.plain(outbound.template, outbound.context)
        data = {"key": outbound.key, "lane": outbound.lane}
        # A card's data stand on the board, where the newest win; what is said once is kept with what is owed.
        raw = data if outbound.lane.startswith("card/") else {**data, "template": outbound.template, "context": outbound.context}
        added = unit.outbox.add(
            replace(outbound, template=kept_as), message_id="", raw=json.dumps(raw).encode(), subject=subject, text=text, now=now
        )
        if added is None:
            return None
        return Queued(id=added, channel="slack", to=outbound.to, subject=subject, template=outbound.template, status="ready")

    def _state(self, unit: Unit, conversation: str, now: datetime) -> dict[str, Any]:
        at = unit.partnerships.get(conversation)
        if at is None:
            return {}
        playbook = self._snapshots.playbook_of(unit, unit.conversations.get(conversation))
        return cards.state_of(playbook, dossier_of(unit, at), now)


def _subjects(outcome: Outcome) -> Iterator[str]:
    """Ids of the partnerships that an outcome has something to do with."""
    for change in outcome.changes:
        match change:
            case Partnership() | Conversation():
                yield change.id
            case Proof() | Agreement():
                yield change.partnership
            case Task():
                yield change.subject


def _only_tells(card: Card) -> bool:
    """A card about which nothing is ever asked, and which nobody closes; that of a newsletter follows its counts instead."""
    follows = card.template == cards.NEWSLETTER or matters.may_end(card.template)
    return not follows and (card.template in cards.MUST_ACT or not card.context.get("reference"))


def _actor(outcome: Outcome) -> str:
    """Who has led to a decision; nobody where it was Liaison's own clock."""
    return next((each.who for each in reversed(outcome.records) if each.who not in {"", "liaison"}), "")


def _revised(card: Card, context: dict[str, Any], revision: int) -> Outbound:
    """A card once more, to stand in the place of what it said before."""
    return Outbound(
        key=f"{card.lane}/{revision}",
        channel="slack",
        lane=card.lane,
        to=(card.channel,),
        template=card.template,
        context=context,
        conversation=card.conversation,
        to_staff=True,
    )


def _card(outbound: Outbound, now: datetime) -> Card:
    return Card(
        lane=outbound.lane,
        about=str(outbound.context.get("reference") or outbound.conversation),
        conversation=outbound.conversation,
        channel=outbound.to[0],
        template=outbound.template,
        context=outbound.context,
        owed_at=now,
    )
