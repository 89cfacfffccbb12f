"""The mails about an agreement: please accept, what was heard, all have accepted; and what staff hear of it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from handlers import agreements, letters
from handlers.types import Conversation, ConversationKind, ConversationStatus, Outbound, Paper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.agreements import Side
    from handlers.case import Case
    from handlers.partnership import Agreement
    from handlers.types import Language

#: Mails that ask for a yes to the text which they name.
ASKS_TO_ACCEPT = frozenset({"agreement", "agreement_heard"})

ACCEPT = "accept"

#: Why a text is sent: it is the first, it changes an earlier one, somebody answered an earlier one, or nobody answered.
State = Literal["first", "changed", "older", "again"]


def talk_with(case: Case, number: int, side: Side) -> Conversation:
    """The talk that leads the reply of an outside party back: one for each version, so that it tells which text was answered."""
    name = hashlib.sha256(f"{case.at.id}/{number}/{side.id}".encode()).digest()[:5]
    return Conversation(
        id="c-" + base64.b32encode(name).decode().lower(),
        kind=ConversationKind.RULING,
        status=ConversationStatus.ASKING,
        party=side.addresses[0],
        asked=(ACCEPT,),
        facts={"partnership": case.at.id, "agreement": str(number), "party": side.id},
        opened_at=case.now,
        updated_at=case.now,
    )


def please_accept(
    case: Case, agreement: Agreement, side: Side, talk: Conversation | None, *, state: State, changes: Sequence[Mapping[str, str]] = ()
) -> Outbound:
    """Send one party the exact text and ask for its yes. `talk` leads the reply back."""
    language = language_of(case, side)
    context = {
        "state": state,
        "changes": list(changes),
        "organization": case.at.organization,
        "mine": side.title[language],
        "is_partner": side.kind == "organization",
        "questions": [{"n": 1}],
        **named(case, agreement, language),
    }
    mail = _to_party(case, "agreement", side, talk, context)
    return replace(
        mail,
        key=f"agreement/{case.at.id}/{agreement.number}/{side.id}/{side.addresses[0]}",
        questions=(ACCEPT,),
        papers=(paper(agreement),),
    )


def complete(case: Case, agreement: Agreement) -> tuple[Outbound, ...]:
    """Everybody gets the text with the list of acceptances."""
    known = agreements.sides(case.playbook, case.dossier, case.snapshot.conversation)
    outside = [side for side in known if side.addresses and side.id in agreement.parties]
    return (*(_complete_for(case, agreement, side, known) for side in outside), *told(case, "complete", agreement, accepted=True))


def _complete_for(case: Case, agreement: Agreement, side: Side, known: Sequence[Side]) -> Outbound:
    language = language_of(case, side)
    said = accepted_by(case, agreement, known, language)
    is_partner = side.kind == "organization"
    talk = case.snapshot.conversation if is_partner else talk_with(case, agreement.number, side)
    acceptance = agreements.acceptance_of(agreement, side.id)
    context = {"acceptances": said, "is_partner": is_partner, **named(case, agreement, language)}
    mail = _to_party(case, "agreement_complete", side, talk, context)
    to = acceptance.who if acceptance else side.addresses[0]
    return replace(
        mail,
        key=f"agreement_complete/{case.at.id}/{agreement.number}/{side.id}",
        to=(to,),
        papers=(paper(agreement, said),),
    )


def told(
    case: Case, what: str, agreement: Agreement | None, *, key: str = "", accepted: bool = False, **words: str
) -> tuple[Outbound, ...]:
    """Tell staff: `what` names the paragraph in templates/email/staff_agreement."""
    known = agreements.sides(case.playbook, case.dossier, case.snapshot.conversation)
    said = accepted_by(case, agreement, known, "en") if agreement else []
    context = {
        "what": what,
        "reference": case.at.id,
        "organization": case.at.organization,
        "words": words.get("words", ""),
        "sender": words.get("sender", ""),
        "ends": words.get("ends", ""),
        "acceptances": said,
        "called": agreement.title if agreement else "",
        "version": agreement.number if agreement else 0,
        "digits": agreements.short(agreement) if agreement else "",
    }
    talk = case.snapshot.conversation
    unique = f"staff_agreement/{case.at.id}/{agreement.number if agreement else 0}/{what}{f'/{key}' if key else ''}"
    mails = letters.to_staff(case.snapshot, "staff_agreement", context, key=unique, conversation=talk.id if talk else "")
    papers = (paper(agreement, said),) if agreement and accepted else ()
    return tuple(replace(mail, papers=papers) for mail in mails)


def paper(agreement: Agreement, said: Sequence[Mapping[str, str]] = ()) -> Paper:
    return Paper(
        name=f"agreement-{agreement.number}{'-accepted' if said else ''}.pdf",
        text=agreement.text,
        footer=agreements.footer(agreement),
        template="acceptances" if said else "",
        context={"acceptances": list(said), "sha256": agreement.text_sha256} if said else {},
    )


def accepted_by(case: Case, agreement: Agreement, known: Sequence[Side], language: str) -> list[dict[str, str]]:
    """Who has accepted this very text and when, by the district's clock."""
    zone = ZoneInfo(case.playbook.office.time_zone)
    said = [each for each in agreement.acceptances if each.text_sha256 == agreement.text_sha256]
    names = agreements.titles([each.party for each in said], known, language)
    return [
        {"party": name, "who": each.who, "at": f"{each.at.astimezone(zone):%Y-%m-%d %H:%M %Z}", "message_id": each.message_id}
        for name, each in zip(names, said, strict=True)
    ]


def language_of(case: Case, side: Side) -> Language:
    """The partner's own, and English for the district's people."""
    return case.language if side.kind == "organization" else "en"


def named(case: Case, agreement: Agreement, language: Language) -> dict[str, Any]:
    """How every such mail names the text: what it is called, which version, and the first digits of its digest."""
    rules = case.playbook.agreement
    return {
        "called": rules.title.in_language(language) if rules else agreement.title,
        "version": agreement.number,
        "digits": agreements.short(agreement),
        "reference": case.at.id,
    }


def _to_party(case: Case, template: str, side: Side, talk: Conversation | None, context: Mapping[str, Any]) -> Outbound:
    inbound = case.inbound if side.kind == "organization" else None
    return Outbound(
        key="",
        lane=talk.id if talk else case.at.id,
        to=(side.addresses[0],),
        template=template,
        context=letters.filled_in(case.playbook, talk, context),
        language=language_of(case, side),
        conversation=talk.id if talk else "",
        in_reply_to=inbound.message_id if inbound else "",
        references=(*inbound.references, inbound.message_id) if inbound and inbound.message_id else (),
        hold=case.hold,
    )
