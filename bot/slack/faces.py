"""How cards look: the words of a template, the state that the card has now, and its buttons."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.slack import blocks as b
from handlers import cards
from handlers.playbook import PATHWAYS
from mail.render import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.playbooks import Loaded
    from bot.slack.blocks import Block

#: Who acts where the playbook names no authority of its own.
AT_TURN = {"partner": "the partner", "office": "the office", "both": "the partner and the office"}

#: Commands of a notice that become buttons.
COMMANDS = 10

#: What was done, as a card tells it.
DONE = {
    "released": "Released",
    "discarded": "Discarded",
    "withdrawn": "Taken back, since somebody answered,",
    "replaced": "Replaced by another draft,",
    "stopped": "Stopped",
    "sent": "Sent",
    "not_delivered": "It could not be delivered; another card says why",
    "other_contact": "The partner has another contact now",
    "answered": "Answered",
    "ruled": "Ruled on",
    "over": "Ended",
    "closed": "Closed",
    "settled": "Settled",
    "replied": "They have answered",
    "next_version": "There is a next version",
    "accepted": "All have accepted",
    "signed": "Signed",
    "works_again": "It works again",
    "seen": "Seen",
}

#: Of an answer that leaves by itself it is stopping that somebody may be in a hurry for.
LEAVING_STYLES = {"release": "", "discard": "danger"}

VERDICTS = {"approve": "Approved", "decline": "Declined", "ask": "More was asked", "hold": "Put on hold"}


#: Cards have templates of their own; what has none there is said as the mail says it, without its greeting.
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def faces(loaded: Loaded) -> Faces:
    return Faces(Templates(TEMPLATES / "email", over=TEMPLATES / "slack"), loaded.playbook.office.time_zone)


class Faces:
    """Renders cards and what appears beneath them; RenderError where a template is broken."""

    def __init__(self, words: Templates, time_zone: str) -> None:
        self._words = words
        self._zone = ZoneInfo(time_zone)

    def render(self, template: str, context: Mapping[str, Any]) -> dict[str, Any]:
        """Arguments of chat.postMessage or chat.update: `text` for a notification, and `blocks`."""
        subject, text = self._words.words(template, context)
        head = f"Application: {subject}" if template == cards.APPLICATION else subject
        body = [b.header(head), *b.sections(text), *self._state(context), *self._buttons(template, context), *self._foot(template, context)]
        said = b.cut(b.escape(f"{head} ({context['reference']})" if context.get("reference") else head), b.FALLBACK)
        return {"text": said, "blocks": b.within(body)}

    def plain(self, template: str, context: Mapping[str, Any]) -> tuple[str, str]:
        """Subject and text for a person to read who is not in Slack."""
        return self._words.words(template, context)

    def _state(self, context: Mapping[str, Any]) -> Iterator[Block]:
        if context.get("status") == "sending" and context.get("receiving"):
            yield b.context(_bar(context["done"], context["receiving"]))
        if cards.STATE_KEY in context:
            yield b.marked("\n".join(self._standing(context[cards.STATE_KEY])))
        done = context.get(cards.SETTLED_KEY)
        if done:
            how = DONE.get(done["how"]) or f"`/partners {b.escape(b.cut(done['how'], 80))}`"
            by = f" by {b.person(done['who'])}" if done["who"] else ""
            yield b.context(f"{how}{by}, {self._moment(done['at'])}")

    def _standing(self, state: Mapping[str, Any]) -> Iterator[str]:
        standing = state["standing"].replace("_", " ").capitalize()
        yield f"*{b.escape(standing)}*" + (f", at {b.escape(state['stage'])}" if state["stage"] else "")
        if state["on_hold"]:
            yield f"On hold: {b.escape(state['on_hold'])}"
        for each in state["waits"][:8]:
            yield f"• Missing: {b.escape(each['what'])} ({b.escape(each['named'] or AT_TURN.get(each['turn'], each['turn']))})"
        if state["liaison"]:
            yield f"Liaison: {b.escape(state['liaison'])}"
        for each in state["rulings"][-8:]:
            why = f": “{b.escape(b.cut(each['why'], 200))}”" if each["why"] else ""
            about = f", {b.escape(each['about'])}" if each["about"] else ""
            verdict = VERDICTS.get(each["verdict"], each["verdict"])
            yield f"{verdict} by {b.person(each['who'])}, {self._moment(each['at'])}{about}{why}"
        for each in state["done"][-5:]:
            yield f"Done: {b.escape(each['what'])}, by {b.person(each['who'])}"

    def _buttons(self, template: str, context: Mapping[str, Any]) -> list[Block]:
        value = str(context.get("reference", ""))
        elements = [self._element(template, action, value, context) for action in context.get(cards.BUTTONS_KEY, ())]
        rows = b.actions([*elements, *_commands(context.get(cards.COMMANDS_KEY, ()))][: b.ELEMENTS])
        may_be_closed = value and template not in cards.MUST_ACT and cards.SETTLED_KEY not in context
        return [*rows, *b.actions([b.button("seen", value)] if may_be_closed else [])]

    def _element(self, template: str, action: str, value: str, context: Mapping[str, Any]) -> Block:
        if action == "wrong_pathway":
            about = context.get("talk") or value
            return b.select("wrong_pathway", "Another pathway is right", [(f"{about} {each}", each.replace("_", " ")) for each in PATHWAYS])
        if template == cards.LEAVING:
            return b.button(action, value, label={"release": "Send now", "discard": "Stop"}[action], style=LEAVING_STYLES[action])
        if template == cards.DRAFT:
            label = {"release": "Send", "reply": "Edit"}.get(action, "")
            return b.button("send_reply" if action == "release" and context.get("by") else action, value, label=label)
        confirm = "It ends here and stays on record; the sender hears nothing." if action == "discard" else ""
        return b.button(action, value, confirm=confirm)

    def _foot(self, template: str, context: Mapping[str, Any]) -> list[Block]:
        reference = str(context.get("reference", ""))
        if template == cards.LEAVING and context["at"] and cards.SETTLED_KEY not in context:
            return [b.context(f"Leaves on {self._moment(context['at'])}.")]
        if template == cards.NEWSLETTER and context["begins"]:
            return [b.context(f"Begins {self._moment(context['begins'])}.")]
        if template not in {cards.APPLICATION, "staff_look"} or not reference.startswith("c-"):
            return []
        return [b.context(f"`/partners show {b.escape(reference)}` has all of it. What they write appears in the thread.")]

    def _moment(self, iso: str) -> str:
        return f"{datetime.fromisoformat(iso).astimezone(self._zone):%b %-d, %H:%M}"


def _bar(done: int, of: int) -> str:
    """How far it has come, in twenty steps."""
    full = min(20, 20 * done // of)
    return f"{'█' * full}{'░' * (20 - full)} {100 * done // of} %, {done} of {of}"


def _commands(proposed: Sequence[Mapping[str, str]]) -> list[Block]:
    """Buttons of the commands that a notice proposes; one with something still to be said opens a window for it."""
    return [
        b.fill(n, each["command"], each["fill"], each["label"])
        if each.get("fill")
        else b.command(n, each["command"], each["label"], confirm=each.get("confirm", ""))
        for n, each in enumerate(proposed[:COMMANDS], 1)
    ]
