"""Opens what staff press for: a modal, the menu, their App Home. None of it changes anything, so none of it is kept.

Who somebody is may be remembered here: what they fill in is checked afresh when they send it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.newsletter_items import NewsletterError
from bot.slack import answers, home, modals
from bot.slack.payloads import SAID
from bot.slack.trouble import TROUBLE, code, word
from bot.slash.said import Said
from handlers.roles import NEEDED, may
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from bot.slack.desk import SlackDesk
    from bot.slack.payloads import Wish
    from bot.slack.people import Known

log = structlog.get_logger()

TOO_SLOW = "Slack gives three seconds to open a window, and they were over. Please press again."


class Opening:
    def __init__(self, desk: SlackDesk) -> None:
        self._desk = desk

    async def open(self, wish: Wish) -> None:
        try:
            await self._open(wish, await self._desk.people.who(wish.who, acts=False))
        except NewsletterError as error:
            await self._desk.tell(wish.place, wish.who, Said(str(error), ok=False))
        except (*TROUBLE, StoreTrouble) as error:
            log.warning("slack_not_opened", what=wish.opens, reason=word(error))
            if wish.place:
                late = isinstance(error, SlackApiError) and code(error) in {"expired_trigger_id", "trigger_expired"}
                await self._desk.tell(
                    wish.place, wish.who, Said(TOO_SLOW if late else f"That could not be opened: {word(error)}.", ok=False)
                )

    async def _open(self, wish: Wish, known: Known) -> None:
        if wish.opens == "home":
            view = home.closed(known.sorry) if known.sorry else await self._desk.blocking(home.view, self._desk.as_staff(known), known)
            await self._desk.client.views_publish(user_id=wish.who, view=view)
        elif known.sorry:
            await self._desk.tell(wish.place, wish.who, Said(known.sorry, ok=False))
        elif wish.opens == "menu":
            await answers.send(self._desk.client, wish.place, wish.who, answers.menu())
        elif not may(known.role, name := _command(wish)):
            needed = NEEDED[name].name.lower()
            sorry = f"`{name}` needs the role {needed}; yours is {known.role.name.lower()}."
            await self._desk.tell(wish.place, wish.who, Said(sorry, ok=False))
        else:
            view = await self._desk.blocking(self._modal, wish)
            await self._desk.client.views_open(trigger_id=wish.trigger, view=view)

    def _modal(self, wish: Wish) -> dict[str, Any]:
        app, about = self._desk.app, wish.about
        if wish.opens == "fill":
            return modals.fill({"about": about, **{name: str(value) for name, value in wish.place.items()}}, json.loads(about))
        if wish.opens == "newsletter":
            return self._newsletter(wish)
        kept = {"about": about, **{name: str(value) for name, value in wish.place.items()}}
        with app.store.view() as unit:
            draft = unit.outbox.get(about) if about.startswith("o-") else None
            talk = unit.conversations.get(draft.conversation if draft else about.removeprefix(SAID))
            at = unit.partnerships.get(about)
            people = unit.partners.people() if wish.opens == "assign" else {}
            playbook = app.service.snapshots.playbook_of(unit, talk)
        name = at.organization if at else talk.party if talk else about
        match wish.opens:
            case "decline":
                return modals.decline(kept, name)
            case "ask":
                form = playbook.application
                return modals.ask(kept, name, [(each.id, each.label.en) for each in form.questions] if form else [])
            case "assign":
                return modals.assign(kept, name, [(email, f"{each.get('name', '')} {email}".strip()) for email, each in people.items()])
            case "correct":
                doubts = [key for key, given in talk.unsure.items() if given.reason != "hedge"] if talk else []
                return modals.change(kept, name) if about.startswith(SAID) else modals.correct(kept, name, doubts)
            case _:
                return modals.reply(kept, name, draft.text if draft else "")

    def _newsletter(self, wish: Wish) -> dict[str, Any]:
        """An empty one, or the draft as it was written; what is too long for a window stays in its file."""
        kept = {"about": wish.about, **{name: str(value) for name, value in wish.place.items()}}
        if not wish.about:
            return modals.newsletter(kept, audience="status=active")
        issue = self._desk.app.newsletters.standing(wish.about).issue
        head, _, text = issue.source.partition("---\n")
        simple = all(line.startswith("subject:") for line in head.splitlines() if line.strip())
        if len(text) > modals.LONGEST or not simple or issue.pictures:
            raise NewsletterError(
                f"{issue.id} is longer than Slack's window holds, or has pictures or a head of its own: "
                "`liaison newsletter edit` changes it."
            )
        return modals.newsletter(kept, head.partition(":")[2].strip(), text, issue.audience)


def _command(wish: Wish) -> str:
    """The command that a window leads to."""
    return str(json.loads(wish.about)["command"]).partition(" ")[0] if wish.opens == "fill" else wish.opens
