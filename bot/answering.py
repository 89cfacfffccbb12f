"""Answers a question from the terminal as a first mail would be answered, without keeping anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers import letters
from handlers.routing import route
from handlers.types import Address, Conversation, Outbound
from mail.render import Envelope

if TYPE_CHECKING:
    from bot.app import App
    from handlers.routing import Decision
    from handlers.types import Language


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    decision: Decision
    reply: str  #: the text that a partner would read
    sources: list[dict[str, str]]


def answer(app: App, question: str) -> Answered:
    """Route one question and put its answer into words."""
    understanding = app.meaning.understand(question)
    language: Language = "es" if understanding.language == "es" else "en"
    decision = route("", question, understanding, {})
    playbook = app.loaded.playbook
    pathway = playbook.pathways[decision.pathway].given(decision.facts)
    if decision.asks:
        reply = playbook.facts[decision.asks].in_language(language)
    else:
        now = app.clock.now()
        conversation = Conversation(id="", party="", language=language, opened_at=now, updated_at=now)
        context = letters.filled_in(playbook, conversation, letters.answer(playbook, pathway, language))
        outbound = Outbound(key="ask", to=(app.desk.intake.email,), template="answer", context=context, language=language)
        envelope = Envelope(
            sender=Address(email=app.desk.intake.email),
            reply_to=app.desk.intake.email,
            message_id="ask@localhost",
            date=now,
            auto_submitted="auto-replied",
        )
        reply = app.templates.render(outbound, envelope).text
    return Answered(decision=decision, reply=reply, sources=letters.sources(playbook, pathway.cites, language))


def told(answered: Answered) -> str:
    """One answer as a person reads it."""
    decision = answered.decision
    sure = "sure" if decision.sure and not decision.asks else f"asks: {decision.asks}" if decision.asks else "not sure"
    lines = [f"{decision.pathway} ({sure})", *(f"  - {reason}" for reason in decision.because), "", answered.reply.strip()]
    return "\n".join(lines)
