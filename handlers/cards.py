"""What a card in Slack shows and offers: which notice becomes which card, its buttons by its state, and what appears beneath it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from handlers import progress, review
from handlers.partnership import OVER, Standing
from handlers.roles import NEEDED, Role
from handlers.types import Outbound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from handlers.partnership import Dossier
    from handlers.playbook import Playbook
    from handlers.types import Conversation, Inbound

#: Among those who hear of things, a name that begins so is a channel and no mail address.
HEARER: Final = "slack:"

#: The card of an application, which follows all that happens to it.
APPLICATION: Final = "staff_submitted"

#: A mail to a partner that waits for a person.
DRAFT: Final = "draft"

#: An answer that leaves by itself when its delay is over (LIAISON_REPLY_DELAY), unless somebody stops it.
LEAVING: Final = "leaving"

#: A newsletter: what it would be, who approves it, and how far it has come.
NEWSLETTER: Final = "newsletter"

#: Beneath a card: a mail of the partner.
MAIL: Final = "thread_mail"

#: What a person may do on each notice; one that is not named here offers what its own command says (`offered`).
BUTTONS: Final[Mapping[str, tuple[str, ...]]] = {
    "staff_held": ("release", "discard"),
    "staff_shunted": ("release", "discard"),
    "staff_undelivered": ("release", "discard"),
    "staff_server_refuses": (),
    "staff_look": ("reply", "wrong_pathway"),
    DRAFT: ("release", "reply", "discard", "wrong_pathway"),
    LEAVING: ("release", "discard", "wrong_pathway"),
}

#: On a notice of a check-in, by what it is about; on any other one a person may reply.
CHECKIN: Final[Mapping[str, tuple[str, ...]]] = {"unsure": ("confirm", "correct")}

#: What may be done with an application, by where it stands.
BY_STANDING: Final[Mapping[Standing, tuple[str, ...]]] = {
    Standing.UNDER_REVIEW: ("approve", "ask", "decline", "assign", "reply", "wrong_pathway"),
    Standing.ACTIVE: ("assign", "reply"),
    Standing.PAUSED: ("assign", "reply"),
}

#: A mail that fits nothing is held, and whoever lets it go on may say where it belongs.
NOTHING_FITS = "nothing_fits"

#: How much of a partner's mail stands beneath a card, in characters.
LONGEST_MAIL = 6_000

#: What waits here goes no further until somebody decides, or leaves by itself: to have seen it settles nothing.
MUST_ACT = frozenset({APPLICATION, DRAFT, LEAVING, NEWSLETTER, MAIL, "staff_held", "staff_shunted", "staff_newsletter"})

#: Commands that leave a notice as it is.
LEAVES_OPEN = frozenset({"inbox", "why", "reply", "phone", "say", "by-mail", "wrong", "undo", "help", "show", "seen"})

#: What a card keeps beside the words of its notice: what may be pressed, how its application stands, who has settled it.
BUTTONS_KEY, COMMANDS_KEY, STATE_KEY, SETTLED_KEY = "card_buttons", "card_commands", "card_state", "card_settled"

#: A word in capitals, or in brackets, is for a person to fill in.
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b|[\[\]<>…]")

#: One thing that is still to be said, at the end: `proof c-1 insurance until DATE`, `need n-1 close WHAT CAME OF IT`.
_AT_THE_END = re.compile(r"(.*?) ([A-Z]{2,}(?: [A-Z]{2,})*)")

#: The command by which a notice says how to act on it, where that has no button of its own: the label.
OWN_COMMANDS: Final[Mapping[str, str]] = {
    "need": "Say what came of it",
    "respondent": "Ask them from now on",
    "resume": "Begin again",
    "meet": "Set the day",
    "enter": "Enter the figures",
    "sign": "Sign",
    "newsletter": "Go on",
}

_COMMAND = re.compile(r"/partners (release|discard|approve|decline|ask|assign) (\S+)")


def hearer(channel: str) -> str:
    return f"{HEARER}{channel}"


def channel_of(hearers: Sequence[str]) -> str:
    """The office's channel; empty where notices go by mail."""
    return next((each.removeprefix(HEARER) for each in hearers if each.startswith(HEARER)), "")


def notice(channel: str, template: str, context: Mapping[str, Any], *, key: str, conversation: str = "") -> Outbound:
    """The card of a notice. All notices of one application's review are one card: the newest stands in its place."""
    lane = card_lane(conversation) if template == APPLICATION else f"card/{key}"
    return Outbound(
        key=f"{key}/slack",
        channel="slack",
        lane=lane,
        to=(channel,),
        template=template,
        context={**context, BUTTONS_KEY: list(offered(template, context)), COMMANDS_KEY: _complete(context)},
        conversation=conversation,
        to_staff=True,
    )


def card_lane(conversation: str) -> str:
    """Where the card of an application stands."""
    return f"card/{conversation}"


def offered(template: str, context: Mapping[str, Any]) -> tuple[str, ...]:
    """The buttons of a notice: by the table, or, for any other, the one that its own command names."""
    if template == "staff_checkin":
        talk = str(context.get("reference", "")).startswith("c-")
        return CHECKIN.get(str(context.get("what")), ("reply",)) if talk else ()
    if template in BUTTONS:
        fits_nothing = template == "staff_held" and context.get("reason") == NOTHING_FITS
        # A person's own words belong to no pathway.
        known = tuple(each for each in BUTTONS[template] if each != "wrong_pathway" or not context.get("by"))
        return (*known, *(("wrong_pathway",) if fits_nothing else ()))
    found = _COMMAND.fullmatch(str(context.get("command", "")).split(" [")[0])
    named = (found[1],) if found and found[2] == context.get("reference") else ()
    is_talk = str(context.get("reference", "")).startswith("c-")
    return (*named, *(("reply",) if is_talk else ()))


def settles(command: str) -> bool:
    """Whether a command that was pressed on a notice is what the notice asked for; to look and to write is not."""
    name = command.split(" ", 1)[0]
    return NEEDED.get(name, Role.VIEWER) >= Role.STAFF and name not in LEAVES_OPEN


def proposes(context: Mapping[str, Any], command: str) -> bool:
    """Whether a notice proposes this very command, or the beginning of it where something was still to be said."""
    given = command.casefold().split()
    for each in context.get(COMMANDS_KEY, ()):
        words = str(each["command"]).casefold().split()
        if given == words or (each.get("fill") and given[: len(words)] == words and len(given) > len(words)):
            return True
    return False


def judged_by_state(template: str, context: Mapping[str, Any]) -> bool:
    """Whether one command may be only a part of what a notice asks for: its values, papers and people say when all is done."""
    if template == NEWSLETTER:
        return True
    if template == "staff_checkin":
        return context.get("what") == "unsure"
    return template == "staff_proof" and bool(context.get("about") or context.get("kinds") or context.get("people"))


def _complete(context: Mapping[str, Any]) -> list[dict[str, str]]:
    """The commands that a notice proposes and that become buttons: as they stand, or with the one thing that is still to be said.

    `fill` is then what to ask for, such as `DATE`, and `command` is what stands before it.
    """
    proposed = [each for each in context.get("commands", ()) if isinstance(each, dict) and {"label", "command"} <= each.keys()]
    own = str(context.get("command", "")).removeprefix("/partners ")
    label = OWN_COMMANDS.get(own.partition(" ")[0])
    proposed += [{"label": label, "command": own}] if label else []
    proposed += [{"label": "Hand over", "command": each["command"]} for each in context.get("posts", ()) if "command" in each]
    proposed += [{"label": "They stay", "command": context["stays"]}] if context.get("stays") else []
    found = [_button(str(each["label"]), str(each["command"]).removeprefix("/partners ").partition(" [")[0]) for each in proposed]
    return [each for each in found if each is not None]


def _button(label: str, command: str) -> dict[str, str] | None:
    """None where more than one thing is still to be said, or one in the middle."""
    if not _PLACEHOLDER.search(command):
        return {"label": label, "command": command}
    open_end = _AT_THE_END.fullmatch(command)
    if open_end is None or _PLACEHOLDER.search(open_end[1]):
        return None
    return {"label": label, "command": open_end[1], "fill": open_end[2]}


def state_of(playbook: Playbook, dossier: Dossier, now: datetime) -> dict[str, Any]:
    """Where an application stands just now, and what may be done with it."""
    at = dossier.partnership
    today = progress.local_day(playbook, now)
    stage = playbook.stage(at.stage)
    under_review = at.standing is Standing.UNDER_REVIEW
    missing = review.missing(playbook, dossier, today) if under_review else ()
    titles = {gate.id: gate.title.en for each in playbook.stages for gate in each.all_gates}
    state = {
        "standing": at.standing.value,
        "stage": stage.title.en if stage and under_review else "",
        "on_hold": at.on_hold,
        "waits": progress.waits(playbook, missing, "en"),
        "liaison": at.liaison,
        "rulings": [
            {
                "verdict": each.verdict.value,
                "about": ", ".join(filter(None, (titles.get(each.gate, each.gate), each.school))),
                "who": each.who,
                "at": each.at.isoformat(),
                "why": each.why,
            }
            for each in at.rulings
        ],
        "done": [{"what": titles.get(gate, gate), "who": who} for gate, who in at.ticks.items()],
        "over": at.standing in OVER,
    }
    return {STATE_KEY: state, BUTTONS_KEY: list(_allowed(playbook, at.standing))}


def _allowed(playbook: Playbook, standing: Standing) -> tuple[str, ...]:
    """Where a playbook has no stages nobody rules in Liaison, and no button says so."""
    allowed = BY_STANDING.get(standing, ())
    return allowed if playbook.stages else tuple(each for each in allowed if each not in {"approve", "ask", "decline"})


def settled(context: Mapping[str, Any], how: str, who: str, now: datetime) -> dict[str, Any]:
    """What a card says once somebody has acted: who did what, and nothing is left to press."""
    return {**context, BUTTONS_KEY: [], COMMANDS_KEY: [], SETTLED_KEY: {"how": how, "who": who, "at": now.isoformat()}}


def leaving(channel: str, item: str, mail: Outbound, subject: str, text: str) -> Outbound:
    """The card of an answer that leaves when its delay is over: until then it may be stopped, or sent at once."""
    context = {
        "reference": item,
        "to": ", ".join(mail.to),
        "subject": subject,
        "text": text,
        "at": mail.not_before.isoformat() if mail.not_before else "",
        "talk": mail.conversation,
    }
    return notice(channel, LEAVING, context, key=f"{LEAVING}/{item}", conversation=mail.conversation)


def draft(channel: str, item: str, mail: Outbound, subject: str, text: str) -> Outbound:
    """The card of a mail to a partner that waits for a person, as it would go out; what one of the office wrote stands in the thread."""
    context = {
        "reference": item,
        "to": ", ".join(mail.to),
        "subject": subject,
        "text": text,
        "reason": mail.hold,
        "by": mail.written_by,
        "talk": mail.conversation,
        "beneath": mail.conversation if mail.written_by else "",
    }
    return notice(channel, DRAFT, context, key=f"{DRAFT}/{item}", conversation=mail.conversation)


def beneath(channel: str, conversation: Conversation, inbound: Inbound, mail: str) -> Outbound:
    """A partner's mail, for the thread of its card."""
    sender = inbound.sender.email if inbound.sender else ""
    context = {
        "sender": sender,
        "subject": inbound.subject,
        "text": (inbound.visible or "(no text)")[:LONGEST_MAIL],
        "files": [each.name for each in inbound.attachments],
        "reference": mail,
    }
    return Outbound(
        key=f"{MAIL}/{mail}",
        channel="slack",
        lane=f"thread/{conversation.id}",
        to=(channel,),
        template=MAIL,
        context={**context, "beneath": conversation.id},
        conversation=conversation.id,
        to_staff=True,
    )
