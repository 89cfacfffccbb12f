"""Plays a story scene by scene, and compares what came of each with how the story goes on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot import telling
from bot.demo import mail_programs
from bot.demo.mail_programs import NotAsked
from bot.demo.office import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from email.message import EmailMessage
    from zoneinfo import ZoneInfo

    from bot.demo.office import Office, Sent
    from bot.demo.story import Letter, Scene, Story, Typed
    from handlers.types import Conversation
    from store.inbox import InboxItem

STAFF = "staff"


class Stuck(Exception):  # noqa: N818  it is told as it stands
    """The story cannot go on from here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """One scene and all that came of it, as it was read back."""

    scene: Scene
    at: datetime
    due: tuple[Sent, ...] = ()  #: what only the time brought about, before anything else
    mail: EmailMessage | None = None
    item: InboxItem | None = None
    before: Conversation | None = None
    after: Conversation | None = None
    said: tuple[tuple[str, str], ...] = ()  #: what staff typed, and the answer
    sent: tuple[Sent, ...] = ()
    beside: tuple[Sent, ...] = ()  #: what came as well, and is only counted
    otherwise: tuple[str, ...] = ()  #: where it went otherwise than the story expects


@dataclass(slots=True)
class Player:
    """Where a story stands."""

    story: Story
    office: Office
    zone: ZoneInfo
    played: dict[str, Played] = field(default_factory=dict)
    talks: dict[str, str] = field(default_factory=dict)  #: person to the id of their newest conversation

    def play(self) -> Iterator[Played]:
        """Play all scenes; Stuck where the story cannot go on."""
        for kind, name in self.story.lists.items():
            try:
                self.office.bring_in(kind, self.story.folder / name)
            except NoAnswer as error:
                raise Stuck(str(error)) from None
        for scene in self.story.scenes:
            try:
                played = self._played(scene)
            except (NotAsked, NoAnswer) as error:
                raise Stuck(f"scene {scene.id}: {error}") from None
            self.played[scene.id] = played = self._without_what_comes_beside(played)
            self.played[scene.id] = played = replace(played, otherwise=tuple(self._differences(played)))
            yield played

    def _played(self, scene: Scene) -> Played:
        at = scene.at.replace(tzinfo=self.zone)
        self.office.move_to(at)
        played = Played(scene=scene, at=at, due=self._newly_sent(()))
        if scene.mail is not None:
            return self._mail(played, scene.mail)
        return self._typed(played, scene.staff) if scene.staff is not None else played

    def _mail(self, played: Played, letter: Letter) -> Played:
        message = self._written(played.scene, letter)
        before = self.office.conversation(self.talks.get(letter.by, "") if letter.in_reply_to else "")
        item = self.office.take(message)
        after = self.office.conversation(item.conversation)
        if after is not None:
            self.talks[letter.by] = after.id
        return replace(played, mail=message, item=item, before=before, after=after, sent=self._newly_sent(played.due))

    def _without_what_comes_beside(self, played: Played) -> Played:
        names = self.story.beside
        beside = tuple(each for each in (*played.due, *played.sent) if each.item.template.startswith(names)) if names else ()
        return replace(
            played,
            due=tuple(each for each in played.due if each not in beside),
            sent=tuple(each for each in played.sent if each not in beside),
            beside=beside,
        )

    def _typed(self, played: Played, typed: Typed) -> Played:
        said = []
        for command in typed.commands:
            line = self._filled(command)
            said.append((line, self.office.type_in(line, typed.who).text))
        return replace(played, said=tuple(said), sent=self._newly_sent(played.due))

    def _written(self, scene: Scene, letter: Letter) -> EmailMessage:
        answered = self._answered(letter) if letter.in_reply_to else None
        envelope = mail_programs.Envelope(
            sender=self.story.people[letter.by],
            to=str(answered["Reply-To"] or answered["From"]) if answered else self.office.app.desk.intake.email,
            sent_at=self.office.clock.at,
            key=f"{self.story.title}/{scene.id}",
            files={name: (self.story.folder / name).read_bytes() for name in letter.files},
        )
        text = letter.text.strip("\n")
        if answered is None:
            message = mail_programs.first_mail(envelope, letter.subject, text)
            if letter.automatic:
                message["Auto-Submitted"] = "auto-replied"
            return message
        return mail_programs.reply(envelope, answered, text, letter.beneath)

    def _answered(self, letter: Letter) -> EmailMessage:
        """The mail of the scene that is answered: the one that went to the writer, or to whoever passed it on."""
        address = self.story.people[letter.whose or letter.by].email
        earlier = self.played[letter.in_reply_to]
        found = [each.message for each in (*earlier.due, *earlier.sent) if address in each.item.to]
        if not found:
            raise NoAnswer(f"nothing went to {address} in scene {letter.in_reply_to}, so that there is nothing to reply to")
        return found[-1]

    def _newly_sent(self, due: tuple[Sent, ...]) -> tuple[Sent, ...]:
        known = {each.item.id for each in due}
        known |= {each.item.id for played in self.played.values() for each in (*played.due, *played.sent, *played.beside)}
        return tuple(each for each in self.office.sent() if each.item.id not in known)

    def _filled(self, text: str) -> str:
        if "{draft}" in text:
            text = text.replace("{draft}", self.office.newest_draft())
        for person, talk in self.talks.items():
            text = text.replace("{" + person + "}", talk)
        return text

    def _differences(self, played: Played) -> Iterator[str]:
        """In words, each point in which it went otherwise."""
        expect = played.scene.expect
        yield from _differs("mails that fell due", self._told(played.due), sorted(expect.due))
        yield from _differs("mails sent", self._told(played.sent), sorted(expect.sends))
        for words in expect.says:
            if not any(self._filled(words) in answer for _, answer in played.said):
                yield f"staff are not told “{self._filled(words)}”"
        if played.item is None:
            return
        yield from _differs("disposition", played.item.disposition, expect.disposition)
        talk = telling.conversation_row(played.after, self.office.app.loaded.playbook) if played.after else {}
        for name in ("pathway", "status"):
            if wanted := getattr(expect, name):
                yield from _differs(name, talk.get(name, ""), wanted)
        if expect.language:
            yield from _differs("language", played.after.language if played.after else "", expect.language)
        if expect.asks is not None:
            yield from _differs("questions asked", self._asked(played), list(expect.asks))
        for question, value in expect.answers.items():
            yield from _differs(question, talk.get("answers", {}).get(question), value)
        for question, reason in expect.unsure.items():
            yield from _differs(f"{question}, not sure", talk.get("unsure", {}).get(question, {}).get("reason"), reason)

    def _asked(self, played: Played) -> list[str]:
        return [question for each in played.sent if not each.item.to_staff for question in each.item.questions]

    def _told(self, mails: tuple[Sent, ...]) -> list[str]:
        return sorted(f"{self._name(each)} {each.item.template}" for each in mails)

    def _name(self, sent: Sent) -> str:
        known = next((name for name, person in self.story.people.items() if person.email in sent.item.to), "")
        return known or (STAFF if sent.item.to_staff else ", ".join(sent.item.to))


def _differs(what: str, got: object, wanted: object) -> Iterator[str]:
    if got != wanted:
        yield f"{what}: the story expects {wanted!r}, and it is {got!r}"
