"""What a story is made of: people, and scenes in which they write or staff type; all of it data below templates/demo."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

#: One folder a story, with its `story.toml` and the papers that its people attach.
STORIES = Path(__file__).resolve().parents[2] / "templates" / "demo"

#: What `./dev demo` tells where no story is named.
FIRST = "first-days"

#: Mail programs that quote what they answer with `>`, so that one can answer beneath each question.
QUOTING = ("gmail", "iphone")


class StoryError(Exception):
    """A story that cannot be told: which, and why."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Strict):
    """Somebody who writes to the office."""

    name: str
    email: str
    program: Literal["gmail", "outlook", "iphone"] = "gmail"

    @property
    def mailbox(self) -> str:
        return f"{self.name} <{self.email}>"


class Letter(_Strict):
    """One mail to the office: a first one has a subject, a reply names the scene in which Liaison wrote what it answers."""

    by: str  #: id of a person
    subject: str = ""
    in_reply_to: str = ""  #: id of a scene
    whose: str = ""  #: id of the person to whom the answered mail went, where it was passed on; none is the writer
    text: str
    beneath: dict[str, str] = {}  #: what is typed beneath each quoted question, by the question's id
    files: tuple[str, ...] = ()  #: beside the story
    automatic: bool = False  #: a mail program wrote it while somebody was away

    @model_validator(mode="after")
    def _begins_or_answers(self) -> Self:
        if bool(self.subject) == bool(self.in_reply_to):
            msg = "a mail has either a subject or, as a reply, in_reply_to"
            raise ValueError(msg)
        return self


class Typed(_Strict):
    """What staff type. `{NAME}` stands for the id of that person's conversation, `{draft}` for that of the newest draft."""

    who: str
    commands: tuple[str, ...]


class Expected(_Strict):
    """How the story goes on: compared with the store and the mails, and never shown instead of them. What is left out may be anything."""

    sends: tuple[str, ...] = ()  #: the mails that come of it, as `PERSON template`; staff are `staff`
    due: tuple[str, ...] = ()  #: the same for mails that only the time brought about, before anything else happens
    asks: tuple[str, ...] | None = None  #: question ids of the mail to the one who wrote
    pathway: str = ""
    status: str = ""
    disposition: str = "accepted"
    language: str = ""
    answers: dict[str, Any] = {}
    unsure: dict[str, str] = {}  #: question id to its reason
    says: tuple[str, ...] = ()  #: words in what staff are told; `{NAME}` as in commands


class Scene(_Strict):
    """One moment: somebody writes, staff type, or time has passed and something is due."""

    id: str
    at: datetime  #: on the office's own clock, without an offset
    caption: str
    in_excerpt: bool = False  #: belongs to the short recording
    mail: Letter | None = None
    staff: Typed | None = None
    expect: Expected = Expected()

    @model_validator(mode="after")
    def _one_thing_happens(self) -> Self:
        if self.mail and self.staff:
            msg = f"scene {self.id}: either somebody writes (mail) or staff type (staff)"
            raise ValueError(msg)
        if self.at.tzinfo is not None:
            msg = f"scene {self.id}: its time is the office's own, and has no offset"
            raise ValueError(msg)
        return self


class Story(_Strict):
    """A whole story, in the order in which it happens."""

    title: str
    opening: str
    closing: str = ""
    settings: dict[str, str] = {}  #: the office's, without the prefix: DISTRICT, INTAKE_ADDRESS, STAFF; OFFICE is a file beside the story
    lists: dict[Literal["schools", "people"], str] = {}  #: what the office brings in first: kind of list to a file beside the story
    beside: tuple[str, ...] = ()  #: mails whose template begins so may come as well: they are counted, not shown and not expected
    people: dict[str, Person]
    scenes: tuple[Scene, ...]
    folder: Path

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        told: list[str] = []
        for name in (*self.lists.values(), *(value for key, value in self.settings.items() if key == "OFFICE")):
            if not (self.folder / name).is_file():
                msg = f"there is no file {name} beside the story"
                raise ValueError(msg)
        for scene in self.scenes:
            for problem in self._problems_of(scene, told):
                msg = f"scene {scene.id}: {problem}"
                raise ValueError(msg)
            told.append(scene.id)
        if [scene.at for scene in self.scenes] != sorted(scene.at for scene in self.scenes):
            msg = "scenes stand in the order of their times"
            raise ValueError(msg)
        return self

    def _problems_of(self, scene: Scene, told: list[str]) -> list[str]:
        mail = scene.mail
        problems = [f"there is a scene {scene.id} already"] if scene.id in told else []
        if mail is None:
            return problems
        person = self.people.get(mail.by)
        if person is None:
            return [*problems, f"there is no person {mail.by}"]
        if mail.whose and mail.whose not in self.people:
            problems.append(f"there is no person {mail.whose}")
        if mail.in_reply_to and mail.in_reply_to not in told:
            problems.append(f"there is no scene {mail.in_reply_to} before it")
        if mail.beneath and person.program not in QUOTING:
            problems.append(f"{person.program} quotes nothing; answers beneath questions need {' or '.join(QUOTING)}")
        return problems + [f"there is no file {name} beside the story" for name in mail.files if not (self.folder / name).is_file()]


def names() -> list[str]:
    """The stories there are."""
    return sorted(file.parent.name for file in STORIES.glob("*/story.toml"))


def read(name: str) -> Story:
    """Read a story by its name, or from a folder of one's own; StoryError says what is wrong with it."""
    folder = STORIES / name if name in names() else Path(name)
    file = folder / "story.toml"
    if not file.is_file():
        raise StoryError(f"there is no story {name!r}; there is {', '.join(names())}")
    try:
        return Story.model_validate({**tomllib.loads(file.read_text(encoding="utf-8")), "folder": folder})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StoryError(f"{file}: {error}") from None
    except ValidationError as error:
        lines = [f"{file}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_url=False)]
        raise StoryError("\n".join(lines)) from None
