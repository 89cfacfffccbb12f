"""Signs that somebody leaves a post: what mails say, what came back, what another system knows. A sign proposes; staff say what is so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handlers import letters
from handlers.orders import TurnoverSeen
from handlers.partnership import Actor
from handlers.reading.lines import fold
from handlers.roles import Role
from handlers.types import Directed, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.commands import Bounced, Failure, PersonLeft
    from handlers.partnership import HeldPost
    from handlers.types import Inbound, Outbound, Snapshot

#: Who acts where nobody has typed anything.
LIAISON = Actor(who="liaison", role=Role.STAFF)

#: Of a long mail only so much is looked at for a sign, in characters.
MOST = 4000

#: Somebody has gone, or says so; compared without case and accents.
LEFT = re.compile(
    r"\b(?:no longer (?:with|works?|working|employed|at|part of|the (?:contact|liaison)|your|her|his|their|my)"
    r"|(?:am|is|are|be) leaving (?:the|our|my|this|us)\b|(?:has|have|ve) left (?:the|our|us|this)\b|last day (?:here|at|with|was|is)"
    r"|(?:has|have|am|is|are) (?:now )?retir(?:ed|ing)|(?:has|have) moved on"
    r"|ya no (?:trabaja|trabajo|esta (?:con|en)|estoy (?:con|en)|es (?:el|la|mi|nuestr)|sera|forma)"
    r"|(?:dejo|deje|deja|dejo|dejara) (?:la|el|mi|su|nuestra) (?:escuela|organizacion|puesto|cargo|distrito)"
    r"|(?:me|se) (?:jubilo|jubila|jubile|retiro|retira)|mi ultimo dia|su ultimo dia)\b"
)

#: A successor is named with such words.
INSTEAD = re.compile(
    r"\b(?:contact|reach|write|email|mail|instead|replac\w+|successor|takes? over|taking over|new (?:contact|liaison)|"
    r"contact[ea]\w*|escrib\w+|comuni\w+|sucesor\w*|reemplaz\w+|nuev[oa] (?:contacto|enlace))\b"
)

#: An absence with an end is no turnover.
RETURNS = re.compile(r"\b(?:until|through|back (?:on|in|by)|return(?:ing)? (?:on|in|by)|hasta|regres\w+|vuelv\w+|volver\w*)\b")

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")

_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n{2,}|\n(?=[A-Z-])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """What was seen, of whom, and the address that takes over where one is named."""

    leaves: str
    kind: str  #: `bounce`, `left`, `out_of_office`, `slack` or `staff`
    words: str
    successor: str = ""


def in_mail(inbound: Inbound, snapshot: Snapshot, *, automatic: bool) -> Sign | None:
    """A sign in what somebody wrote, or a mail program for them: of the writer's own post, or of the liaison that the writer names."""
    sender = inbound.sender.email if inbound.sender else ""
    text = inbound.visible[:MOST]
    sentences = [each.strip() for each in _SENTENCES.split(text) if each.strip()]
    own = any(each.holder == sender for each in snapshot.posts)
    for sentence in sentences:
        if not LEFT.search(fold(sentence)):
            continue
        named = next((each.holder for each in snapshot.posts if each.holder != sender and _is_named(each.holder, sentence)), "")
        leaves = named or (sender if own and _speaks_of_itself(sentence, automatic=automatic) else "")
        if leaves:
            return Sign(leaves=leaves, kind="left", words=sentence[:300], successor=_successor(sentences, snapshot, {leaves, sender}))
    if not (own and automatic) or RETURNS.search(fold(text)):
        return None
    successor = _successor(sentences, snapshot, {sender})
    said = next((each for each in sentences if successor and successor in each.casefold()), "")
    return Sign(leaves=sender, kind="out_of_office", words=said[:300], successor=successor) if successor else None


def beside(inbound: Inbound, snapshot: Snapshot, outcome: Outcome, now: datetime, *, automatic: bool = False) -> Outcome:
    """Open a hand-over beside whatever else becomes of a mail, where it holds a sign."""
    if not snapshot.posts:
        return outcome
    sign = in_mail(inbound, snapshot, automatic=automatic)
    return _with(outcome, snapshot, sign, now, inbound.message_id) if sign else outcome


def returned(command: Bounced, lost: Sequence[Failure], snapshot: Snapshot, outcome: Outcome, now: datetime) -> Outcome:
    """An address to which a mail of ours cannot be delivered for good is a sign, too."""
    ours = {each.casefold() for each in command.mail.to} if command.mail else set()
    for failure in lost:
        if failure.hard and failure.address.casefold() in ours:
            sign = Sign(leaves=failure.address.casefold(), kind="bounce", words=failure.words[:300])
            outcome = _with(outcome, snapshot, sign, now, command.message_id)
    return outcome


def left(command: PersonLeft, snapshot: Snapshot, now: datetime) -> Outcome:
    """Somebody, or another system, says that a person has left."""
    sign = Sign(leaves=command.address, kind=command.sign, words=command.words, successor=command.successor)
    outcome = _with(Outcome(), snapshot, sign, now, "", told=command.sign != "staff")
    return outcome if outcome.orders else replace(outcome, reason="holds_no_post")


def _with(outcome: Outcome, snapshot: Snapshot, sign: Sign, now: datetime, message_id: str, *, told: bool = True) -> Outcome:
    fresh = [each for each in snapshot.posts if each.holder == sign.leaves and not each.is_open]
    orders = tuple(
        Directed(
            partnership=each.partnership,
            order=TurnoverSeen(
                actor=LIAISON,
                post=each.post,
                leaves=sign.leaves,
                successor=sign.successor,
                sign=sign.kind,
                words=sign.words,
                message_id=message_id,
            ),
        )
        for each in fresh
    )
    notice = _notice(snapshot, sign, fresh, now) if fresh and told else ()
    return replace(outcome, orders=(*outcome.orders, *orders), outbound=(*outcome.outbound, *notice))


def _notice(snapshot: Snapshot, sign: Sign, posts: Sequence[HeldPost], now: datetime) -> tuple[Outbound, ...]:
    """One notice for a person, however many partnerships it concerns."""
    context = {
        "address": sign.leaves,
        "sign": sign.kind,
        "words": sign.words,
        "successor": sign.successor,
        "posts": [
            {
                "reference": each.partnership,
                "organization": each.organization,
                "post": each.post.value,
                "command": f"/partners handover {each.partnership} {each.post.value} {sign.successor or 'ADDRESS'}",
            }
            for each in posts
        ],
        "stays": f"/partners handover {posts[0].partnership} {posts[0].post.value} stays",
    }
    return letters.to_staff(snapshot, "staff_handover", context, key=f"staff_handover/{sign.leaves}/{now:%Y%m%dT%H%M%S}")


def _is_named(holder: str, sentence: str) -> bool:
    """Whether a sentence names somebody by a part of the address, such as the surname."""
    parts = [part for part in re.split(r"[._+-]", holder.partition("@")[0]) if len(part) > 3]  # noqa: PLR2004  shorter is no name
    words = set(re.findall(r"\w+", fold(sentence)))
    return holder in sentence.casefold() or any(part in words or part[1:] in words for part in parts)


def _speaks_of_itself(sentence: str, *, automatic: bool) -> bool:
    """Whether whoever writes speaks of their own going; a mail program speaks of nobody else."""
    return automatic or bool(re.search(r"\b(?:i|i'm|im|my|me|yo|mi|dejo|deje|trabajo|estoy)\b", fold(sentence)))


def _successor(sentences: Sequence[str], snapshot: Snapshot, not_these: set[str]) -> str:
    """The one address that is named as the person to write to instead."""
    found = [
        address.casefold().strip(".")
        for sentence in sentences
        if INSTEAD.search(fold(sentence)) or len(sentences) == 1
        for address in _ADDRESS.findall(sentence)
    ]
    others = [each for each in dict.fromkeys(found) if each not in not_these | set(snapshot.staff)]
    return others[0] if len(others) == 1 else ""
