"""What a playbook, or the office's own file, says of newsletters: who approves them, and when a run is stopped."""

from __future__ import annotations

from pydantic import Field

from handlers.wording import Strict


class NewsletterRules(Strict):
    second_person: bool = False  #: every issue is approved by a second person
    second_person_above: int = Field(default=500, ge=0)  #: recipients from which on a second person approves, whatever else is set
    deputy_after_hours: int = Field(default=24, ge=1)  #: then any other of the staff may stand in for an approver
    undo_minutes: int = Field(default=10, ge=0)  #: what one person alone has approved waits so long
    late_hours: int = Field(default=4, ge=1)  #: what is later than this is held for a person, not blasted
    stop_percent: int = Field(
        default=10, ge=1, le=100
    )  #: of a hundred mails, how many may be refused or come back before a run stops by itself
    stop_complaints: int = Field(default=3, ge=1, le=1000)  #: of a thousand mails, how many may be complained of as spam
