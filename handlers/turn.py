"""One turn of a talk: what came in, what is known, and when it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.reading import Reader

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.playbook import Form, Playbook
    from handlers.types import Inbound, Language, Snapshot, Understanding


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    inbound: Inbound
    snapshot: Snapshot
    understanding: Understanding
    language: Language  #: the one to answer in
    now: datetime
    released: bool = False  #: a person let this mail go on

    @property
    def playbook(self) -> Playbook:
        """Today's contacts and wording with the questions that the conversation began with."""
        return self.snapshot.playbook.with_questions_of(self.snapshot.began_with)

    @property
    def form(self) -> Form | None:
        return self.playbook.application

    @property
    def needed_form(self) -> Form:
        """The application's questions, where a conversation is an application already."""
        if self.form is None:
            raise LookupError("a conversation is an application, but its playbook has no forms.application")
        return self.form

    @property
    def sender(self) -> str:
        return self.inbound.sender.email if self.inbound.sender else ""

    @property
    def reader(self) -> Reader:
        office = self.playbook.office
        return Reader(
            now=self.now, time_zone=office.time_zone, country=office.country, schools=self.snapshot.schools, told=self.understanding.told
        )
