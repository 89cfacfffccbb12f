"""Staff commands about who holds a post: the liaison at the school or department, and the partner's own contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slash.rulings import actor, carried_out, found, liaison_named
from bot.slash.said import Refused, each
from handlers.commands import PersonLeft
from handlers.orders import HandedOver, HandOverDismissed
from handlers.partnership import Post

if TYPE_CHECKING:
    from bot.app import App
    from handlers.partnership import Partnership

#: Said instead of a name: nobody leaves.
STAYS = frozenset({"stays", "no", "dismiss"})


def handover(app: App, words: tuple[str, ...], who: str) -> str:
    """`handover ID [liaison|contact] [ADDRESS [name]|stays]`; for ID also the address of whoever leaves, for all that they hold."""
    if "@" in words[0]:
        return _all_of(app, words[0].casefold(), words[1:], who)
    return _one(app, found(app, words[0]), words[1:], who)


def contact(app: App, words: tuple[str, ...], who: str) -> str:
    """`contact ID ADDRESS [name]`: the partner has another contact from now on; the address before hears of it."""
    partnership = found(app, words[0])
    if len(words) < 2:  # noqa: PLR2004  the id and an address
        raise Refused(f"Say who: `/partners contact {partnership.id} ADDRESS name`. Nothing was changed.")
    return _to_contact(app, partnership, words[1], " ".join(words[2:]), who)


def left(app: App, words: tuple[str, ...], who: str) -> str:
    """`left ADDRESS [successor]`: somebody has left; a hand-over of all that they hold waits for a word of the office."""
    address, successor = words[0].casefold(), words[1].casefold() if len(words) > 1 else ""
    decided = app.service.person_left(PersonLeft(address=address, words=f"said by {who}", successor=successor))
    with app.store.view() as unit:
        waits = unit.handovers.open_from(address)
    if not waits:
        raise Refused(f"{address} holds no post in a partnership that runs. Nothing was changed.")
    lines = [f"/partners handover {one.partnership} {one.post.value} {one.successor or 'ADDRESS'}" for one in waits]
    opened = "Opened" if decided.outcome.orders else "Open already"
    return "\n".join([f"{opened}: {len(waits)} to hand over. Say who takes over:", *lines])


def _all_of(app: App, address: str, words: tuple[str, ...], who: str) -> str:
    with app.store.view() as unit:
        waits = {one.partnership: one.post for one in unit.handovers.open_from(address)}
    if not waits:
        raise Refused(f"No hand-over from {address} is open. `/partners left {address}` opens one for all that they hold.")
    return each(tuple(waits), lambda id_: _one(app, found(app, id_), (waits[id_].value, *words), who))


def _one(app: App, partnership: Partnership, words: tuple[str, ...], who: str) -> str:
    named = words[0].casefold() if words else ""
    post = Post(named) if named in set(Post) else _waiting(app, partnership.id)
    rest = words[1:] if named in set(Post) else words
    if rest and rest[0].casefold() in STAYS:
        return carried_out(app, partnership.id, HandOverDismissed(actor=actor(app, who), post=post))
    if post is Post.CONTACT:
        return _to_contact(app, partnership, rest[0] if rest else "", " ".join(rest[1:]), who)
    successor = " ".join(rest) or _proposed(app, partnership.id, post)
    named = liaison_named(app, successor) if successor else ""
    return carried_out(app, partnership.id, HandedOver(actor=actor(app, who), post=post, successor=named))


def _to_contact(app: App, partnership: Partnership, address: str, name: str, who: str) -> str:
    successor = (address or _proposed(app, partnership.id, Post.CONTACT)).casefold()
    if successor and ("@" not in successor or "." not in successor.rpartition("@")[2]):
        raise Refused(f"“{successor}” is no mail address. Nothing was changed.")
    with app.store.view() as unit:
        known = unit.partners.by_email(successor) if successor else ()
    order = HandedOver(actor=actor(app, who), post=Post.CONTACT, successor=successor, name=name, known=known)
    return carried_out(app, partnership.id, order)


def _waiting(app: App, partnership: str) -> Post:
    """The post that is to be handed over, where only one is; the liaison's where none is."""
    with app.store.view() as unit:
        posts = [one.post for one in unit.handovers.open_of(partnership)]
    if len(posts) > 1:
        raise Refused(f"Both posts of {partnership} are open: say `liaison` or `contact` after the id. Nothing was changed.")
    return posts[0] if posts else Post.LIAISON


def _proposed(app: App, partnership: str, post: Post) -> str:
    with app.store.view() as unit:
        return next((one.successor for one in unit.handovers.open_of(partnership) if one.post is post), "")
