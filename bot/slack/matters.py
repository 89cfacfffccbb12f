"""Whether what a card asks for is settled already, read from the store: by mail, by a command anywhere, or by the clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from handlers import cards, proofs
from handlers.dues import DueStatus
from handlers.outages import Part
from handlers.own_answer import TAKEN
from handlers.partnership import OVER, ProofStatus
from handlers.types import ConversationStatus
from handlers.written import TEMPLATE as WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from handlers.partnership import Proof
    from store.cards import Card
    from store.unit import Unit


PROOF = "staff_proof"


class Settled(NamedTuple):
    """How a matter ended, as a key of `bot.slack.faces.DONE`, and who ended it; nobody where it was the clock or the partner."""

    how: str
    who: str = ""


def may_end(template: str) -> bool:
    """Whether the store can say that the matter of such a card is settled."""
    return template == PROOF or template in JUDGES


def settled(unit: Unit, card: Card, today: date) -> Settled | None:
    """What has become of the matter of a card since it was shown; None while somebody has to act, or where the store cannot say."""
    if card.template == PROOF:
        return _proof(unit, card, today)
    judge = JUDGES.get(card.template)
    return judge(unit, card) if judge else None


def _heard(unit: Unit, card: Card) -> Settled | None:
    """A mail that was held or shunted."""
    mail = unit.inbox.get(card.about)
    if mail is None or mail.status in {"held", "shunted"}:
        return None
    return Settled("discarded", mail.discarded_by) if mail.discarded_by else Settled("released", mail.released_by)


def _draft(unit: Unit, card: Card) -> Settled | None:
    mail = unit.outbox.get(card.about)
    if mail is None or mail.status == "held":
        return None
    return Settled("discarded", mail.discarded_by) if mail.status == "cancelled" else Settled("released", mail.released_by)


def _leaving(unit: Unit, card: Card) -> Settled | None:
    """An answer that leaves by itself unless somebody stops it."""
    mail = unit.outbox.get(card.about)
    if mail is None or mail.status in {"ready", "claimed"}:
        return None
    if mail.status == "cancelled":
        return Settled("stopped", mail.discarded_by)
    return Settled("sent", mail.released_by) if mail.status == "sent" else Settled("not_delivered")


def _bounced(unit: Unit, card: Card) -> Settled | None:
    """A mail that did not arrive: sent once more, ended, or its partner has another contact by now."""
    mail = unit.outbox.get(card.about)
    if mail is not None and mail.status == "cancelled":
        return Settled("discarded", mail.discarded_by)
    if mail is not None and mail.released_by and mail.status in {"ready", "claimed", "sent"}:
        return Settled("released", mail.released_by)
    at = unit.partnerships.get(card.conversation) if card.conversation else None
    lost = {str(each["address"]).casefold() for each in card.context.get("lost", ())}
    if at is not None and at.contact not in lost and mail is not None and lost & {each.casefold() for each in mail.to}:
        return Settled("other_contact")
    return None


def _server(unit: Unit, card: Card) -> Settled | None:
    mail = unit.outbox.get(card.about)
    return Settled("sent") if mail is not None and mail.status == "sent" else None


def _look(unit: Unit, card: Card) -> Settled | None:
    """A talk that somebody should look at: answered by a person, ruled on, or over."""
    answered = _answered(unit, card)
    if answered is not None:
        return answered
    talk = unit.conversations.get(card.about)
    at = unit.partnerships.get(card.about)
    if card.context.get("why") == "ruling_unclear" and at is not None:
        later = [each for each in at.rulings if each.at > card.owed_at]
        return Settled("ruled", later[-1].who) if later else None
    ended = talk is not None and talk.status in {ConversationStatus.CLOSED, ConversationStatus.WITHDRAWN} and talk.updated_at > card.owed_at
    return Settled("over") if ended else None


def _answered(unit: Unit, card: Card) -> Settled | None:
    """Somebody of the office has written to the partner since, from Slack, the terminal or their own mail program."""
    if not card.conversation:
        return None
    mail = unit.outbox.newest_of(card.conversation, WRITTEN)
    if mail is not None and mail.released_by and mail.created_at > card.owed_at:
        return Settled("answered", mail.released_by)
    taken = unit.records.newest(TAKEN, [card.conversation])
    later = taken is not None and datetime.fromisoformat(str(taken.data.get("at", card.owed_at.isoformat()))) > card.owed_at
    return Settled("answered", taken.who) if taken is not None and later else None


def _checkin(unit: Unit, card: Card) -> Settled | None:
    what, command = card.context.get("what"), str(card.context.get("command", "")).split()
    if command[1:2] == ["need"]:
        need = unit.needs.get(command[2])
        return Settled("closed", need.closed_by) if need is not None and need.closed_at is not None else None
    talk = unit.conversations.get(card.conversation) if card.conversation else None
    if what == "unsure" and talk is not None:
        asked = {str(row["question"]) for row in card.context.get("rows", ())}
        doubted = {question for question, given in talk.unsure.items() if given.reason != "hedge"}
        return None if asked & doubted else Settled("settled")
    if what in {"silent", "survey_silent"} and card.conversation:
        dues = [each for each in unit.dues.of(card.conversation) if each.partner == card.context.get("partner")]
        return Settled("replied") if dues and all(each.status is DueStatus.ANSWERED for each in dues) else None
    return _answered(unit, card)


def _proof(unit: Unit, card: Card, today: date) -> Settled | None:
    """Papers: looked at; a gap that is filled, or allowed for a while; people who are on the roster."""
    at = unit.partnerships.get(card.about)
    if at is None:
        return None
    if at.standing in OVER:
        return Settled("over")
    theirs, what = unit.proofs.of(at.id), card.context.get("what")
    if what in {"ended", "newer"} and card.context.get("about"):
        open_ = [each for each in card.context["about"] if not _good(theirs, each, today)]
        return None if open_ else Settled("settled", _last_to_look(theirs))
    if what in {"arrived", "named"} and (card.context.get("kinds") or card.context.get("people")):
        unseen = any(each.status is ProofStatus.RECEIVED and each.kind in card.context.get("kinds", ()) for each in theirs)
        unnamed = [name for name in card.context.get("people", ()) if not proofs.on_roster(at.roster, name)]
        return None if unseen or unnamed or card.context.get("unclear") else Settled("settled", _last_to_look(theirs))
    return None


def _good(theirs: Sequence[Proof], about: Mapping[str, str], today: date) -> bool:
    """Whether what ended has something after it: a newer paper that somebody has looked at, a later end, or days of grace."""
    ended = date.fromisoformat(about["ends"])
    same = [each for each in theirs if each.kind == about["kind"] and each.person == about["person"]]
    if about["newer"]:
        return all(each.status is not ProofStatus.RECEIVED for each in same)
    later = any(each.status is ProofStatus.CHECKED and (each.valid_until is None or each.valid_until > ended) for each in same)
    return later or any(each.grace_until is not None and each.grace_until >= today for each in same)


def _last_to_look(theirs: Sequence[Proof]) -> str:
    seen = [(each.decided_at, each.checked_by) for each in theirs if each.decided_at is not None]
    return max(seen)[1] if seen else ""


def _agreement(unit: Unit, card: Card) -> Settled | None:
    at, version = unit.partnerships.get(card.about), int(card.context.get("version") or 0)
    newest = unit.agreements.newest(card.about) if at is not None else None
    if at is None or card.context.get("what") in {"complete", "over"}:
        return None
    if at.standing in OVER:
        return Settled("over")
    if newest is not None and newest.number > version:
        return Settled("next_version")
    if newest is not None and newest.accepted and card.context.get("what") in {"unsigned", "unanswered", "words", "wrong_person"}:
        return Settled("accepted")
    office = [each for each in newest.acceptances if each.party == "office"] if newest is not None else []
    return Settled("signed", office[0].who) if card.context.get("what") == "unsigned" and office else None


def _handover(unit: Unit, card: Card) -> Settled | None:
    address = str(card.context.get("address", ""))
    if not address or not card.context.get("posts") or unit.handovers.open_from(address):
        return None
    done = [each for post in card.context["posts"] for each in unit.handovers.of(post["reference"]) if each.leaves == address]
    return Settled("settled", done[-1].closed_by) if done else None


def _issue(unit: Unit, card: Card) -> Settled | None:
    issue = unit.issues.get(card.about)
    waits = {"asked": {"draft"}, "late": {"held"}, "stopped": {"held"}, "doubtful": {"held"}}.get(str(card.context.get("what")))
    if issue is None or waits is None or issue.status.value in waits:
        return None
    return Settled("settled", issue.approved_by if card.context.get("what") == "asked" else "")


def _outage(unit: Unit, card: Card) -> Settled | None:
    part = card.context.get("part")
    return None if part in {each.part.value for each in unit.outages.all()} or part not in set(Part) else Settled("works_again")


#: Who judges which card. The card of an application follows its state by itself; what is not named here only tells.
JUDGES: Mapping[str, Callable[[Unit, Card], Settled | None]] = {
    "staff_held": _heard,
    "staff_shunted": _heard,
    cards.DRAFT: _draft,
    cards.LEAVING: _leaving,
    "staff_undelivered": _bounced,
    "staff_server_refuses": _server,
    "staff_look": _look,
    "staff_checkin": _checkin,
    "staff_agreement": _agreement,
    "staff_handover": _handover,
    "staff_newsletter": _issue,
    "staff_outage": _outage,
}
