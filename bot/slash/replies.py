"""The staff command that writes to a partner: a draft in the thread, which goes out once its author has seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slash.said import Refused
from handlers import written

if TYPE_CHECKING:
    from bot.app import App
    from store.unit import Unit


def reply(app: App, words: tuple[str, ...], who: str) -> str:
    """`reply ID TEXT`: of a conversation; of a draft, whose words these replace."""
    if len(words) < 2:  # noqa: PLR2004  an id and something to say
        raise Refused("Say what to write: `/partners reply ID TEXT`.")
    named, text = words[0].casefold(), words[1]
    with app.store.view() as unit:
        draft = unit.outbox.get(named) if named.startswith("o-") else None
    if named.startswith("o-") and (draft is None or draft.status != "held" or draft.to_staff):
        raise Refused(f"{named}: no draft of that name waits. `/partners inbox` lists what does.")
    queued = app.service.write(draft.conversation if draft else named, text, who, instead_of=draft.id if draft else "")
    if queued is None:
        raise Refused(f"There is no conversation {named} to write in. `/partners find` finds it.")
    return f"{queued.id} is a draft to {', '.join(queued.to)}; it goes out with `/partners release {queued.id}`.\n\n{text}"


def released(app: App, unit: Unit, item: str, who: str) -> None:
    """Say so on its card; where one of the office wrote it, the talk is theirs from here on, as after an answer by hand."""
    app.service.settle(unit, item, "released", who)
    mail = unit.outbox.get(item) if item.startswith("o-") else None
    talk = unit.conversations.get(mail.conversation) if mail is not None and mail.template == written.TEMPLATE else None
    if mail is None or talk is None:
        return
    taken, record = written.taken_over(talk, who, mail.message_id, app.clock.now())
    unit.conversations.save(taken)
    unit.records.add(record, at=app.clock.now())
