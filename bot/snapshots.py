"""Gathers from the store what a decision may know: of a mail, of a talk, of a partnership."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.dossiers import applied_before, dossier_of, of_a_sender, others_of, posts_of, said, waiting_in
from bot.gathered import round_of, said_by_us
from bot.own_answers import answered_before
from handlers import insured, unprompted
from handlers.dues import Expected
from handlers.joining import INTO
from handlers.known_sender import SAME_AS
from handlers.partnership import OVER, Standing
from handlers.playbook import Playbook
from handlers.types import ConversationKind, ConversationStatus, Snapshot
from mail.addresses import hash_token

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.desk import Desk
    from bot.playbooks import Loaded
    from handlers.partnership import Dossier, Partnership
    from handlers.types import Conversation, Inbound
    from store.unit import Unit

#: So many of a sender's newest check-ins are looked at, where a mail does not say by a token which one it answers.
EXPECTED = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshots:
    """What stands in the store as frozen values. Every method reads in the unit that it is given."""

    loaded: Loaded
    desk: Desk
    clock: Clock

    def of_mail(self, unit: Unit, inbound: Inbound, inbox_id: str, conversation_id: str = "") -> Snapshot:
        """What a mail is decided by; `conversation_id` where it is known already which talk it stands in."""
        found, by_token = (conversation_id, False) if conversation_id else self.thread(unit, inbound)
        conversation = _going_on(unit, unit.conversations.get(found) if found else None)
        mails = [
            item for item in unit.outbox.by_message_ids((*inbound.in_reply_to, *reversed(inbound.references))) if item.conversation == found
        ]
        sender = inbound.sender
        now = self.clock.now()
        # A talk with a school's head or another party names the partnership that it is about.
        about = conversation.facts.get("partnership", conversation.id) if conversation else ""
        partnership = unit.partnerships.get(about) if about else None
        application = unit.conversations.get(about) if conversation and about != conversation.id else None
        today = now.astimezone(ZoneInfo(self.loaded.playbook.office.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        return Snapshot(
            playbook=self.loaded.playbook,
            began_with=self._began_with(unit, application or conversation),
            conversation=conversation,
            application=application,
            by_token=by_token,
            asked=mails[0].questions if mails else (),
            answered_template=mails[0].template if mails else "",
            answered_text=mails[0].text if mails else said_by_us(unit, found),
            parties=unit.partners.by_email(sender.email) if sender else (),
            schools=unit.partners.schools(),
            fresh_id=fresh_id(),
            inbox_id=inbox_id,
            intake=self.desk.intake.email,
            staff=self.desk.addresses,
            policy=self.desk.policy,
            answered_today=unit.outbox.first_answers_since(today, sender.email, sender.domain) if sender else (0, 0, 0),
            notices_this_hour=unit.outbox.notices_since(now - timedelta(hours=1)),
            answered=None if conversation else answered_before(unit, inbound),
            dossier=dossier_of(unit, partnership) if partnership else None,
            others=_others(unit, conversation),
            tasks=unit.tasks.of(partnership.id) if partnership else (),
            posts=posts_of(unit, [sender.email]) if sender else (),
            waiting=waiting_in(unit, conversation) if conversation else {},
            **{
                **(applied_before(unit, sender.email) if sender and _may_have_applied(conversation) else {}),
                **(of_a_sender(unit, inbound) if inbound.attachments and _may_be_of_any(conversation) else {}),
            },
            round=round_of(unit, conversation) if conversation else None,
            expected=self._expected(unit, sender.email) if sender and (conversation is None or unprompted.concerns(conversation)) else (),
        )

    def _expected(self, unit: Unit, sender: str) -> tuple[Expected, ...]:
        found = ((talk, round_of(unit, talk)) for talk in unit.conversations.newest_of(sender, ConversationKind.CHECKIN, EXPECTED))
        return tuple(
            Expected(talk=talk, round=known, began_with=self._began_with(unit, talk)) for talk, known in found if known is not None
        )

    def of_talk(self, unit: Unit, talk: Conversation) -> Snapshot:
        """What is decided in a check-in or survey without a new mail."""
        return Snapshot(
            playbook=self.loaded.playbook,
            began_with=self._began_with(unit, talk),
            conversation=talk,
            staff=self.desk.addresses,
            policy=self.desk.policy,
            round=round_of(unit, talk),
        )

    def playbook_of(self, unit: Unit, conversation: Conversation | None) -> Playbook:
        """Today's playbook with the questions and stages that a conversation began with."""
        return self.loaded.playbook.with_questions_of(self._began_with(unit, conversation))

    def of_partnership(self, unit: Unit, dossier: Dossier) -> Snapshot:
        """What an order on a partnership may know, whether it came by mail or from the office's own list."""
        at = dossier.partnership
        conversation = unit.conversations.get(at.id)
        return Snapshot(
            playbook=self.loaded.playbook,
            began_with=self._began_with(unit, conversation),
            conversation=conversation,
            parties=unit.partners.by_email(at.contact),
            staff=self.desk.addresses,
            dossier=dossier,
            others=others_of(unit, at.contact, at.organization, at.id),
            tasks=unit.tasks.of(at.id),
            talks=tuple(each for each in unit.conversations.open_with(at.contact) if each.id != at.id),
        )

    def thread(self, unit: Unit, inbound: Inbound) -> tuple[str, bool]:
        """Find the conversation that a mail belongs to, and whether its token said so (T06; else In-Reply-To and From together)."""
        for token in inbound.tokens:
            found = unit.conversations.by_token(hash_token(token))
            if found is not None:
                return found[0], True
        sender = inbound.sender.email if inbound.sender else ""
        named = (*inbound.in_reply_to, *reversed(inbound.references))
        for item in unit.outbox.by_message_ids(named):
            if item.conversation and sender in {*item.to, *item.cc}:
                return item.conversation, False
        # A person's own answer has no token, and is no mail of the outbox.
        known = unit.conversations.get(unit.conversations.by_message_ids(named) or "")
        if known is not None and sender in {known.party, *known.also, *known.copied}:
            return known.id, False
        return "", False

    def _began_with(self, unit: Unit, conversation: Conversation | None) -> Playbook | None:
        if conversation is None or not conversation.playbook or conversation.playbook == self.loaded.hash:
            return None
        text = unit.playbooks.get(conversation.playbook)
        return Playbook.model_validate_json(text) if text else None


def _going_on(unit: Unit, talk: Conversation | None) -> Conversation | None:
    """The talk itself, or the one that it was joined to."""
    into = talk.facts.get(INTO, "") if talk else ""
    return unit.conversations.get(into) if into else talk


def _may_be_of_any(conversation: Conversation | None) -> bool:
    """Whether a mail's own talk does not say which partnership its papers belong to."""
    return conversation is None or conversation.kind is ConversationKind.CHECKIN


def _may_have_applied(conversation: Conversation | None) -> bool:
    """Whether it matters what else its sender has applied for: before an application begins, and while it may be one and the same."""
    return conversation is None or conversation.kind is ConversationKind.QUESTION or SAME_AS in conversation.facts


def fresh_id() -> str:
    """Make an id for a conversation that people can read to each other and type: 40 random bits, base32."""
    return "c-" + base64.b32encode(secrets.token_bytes(5)).decode().lower()


def _others(unit: Unit, conversation: Conversation | None) -> tuple[Partnership, ...]:
    """What else runs with whoever applies: the same contact, or an organisation of that name.

    Once it is handed in, also one whose name is only spelled otherwise.
    """
    if conversation is None or conversation.kind is not ConversationKind.APPLICATION:
        return ()
    contact, name = said(conversation, "contact_email") or conversation.party, said(conversation, "organization_name")
    found = others_of(unit, contact, name, conversation.id)
    if conversation.status is not ConversationStatus.CONFIRMING:
        return found
    known = {conversation.id, *(each.id for each in found)}
    running = [each.value for each in Standing if each not in OVER]
    spelled = [id_ for id_, other in unit.partnerships.names(running) if id_ not in known and insured.same(name, other)]
    return (*found, *(each for each in map(unit.partnerships.get, spelled) if each is not None))
