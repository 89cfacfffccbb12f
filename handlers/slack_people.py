"""Whom Liaison serves in Slack: members of the district's own workspace who are on the office's list, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True, slots=True)
class SlackPerson:
    """What Slack says of a user (users.info). `team` is the workspace that they belong to."""

    id: str
    team: str = ""
    name: str = ""
    deleted: bool = False
    bot: bool = False
    guest: bool = False  #: of one or of several channels
    stranger: bool = False  #: of another organization, in a shared channel
    teams: tuple[str, ...] = ()  #: all workspaces of theirs, in an Enterprise organization


#: Why somebody is not served, in the order in which it is asked, with what they are told.
REFUSALS = {
    "deleted": "Sorry, this account is deactivated.",
    "bot": "Sorry, Liaison answers people only.",
    "guest": "Sorry, Liaison serves the office's own staff, and you are a guest here.",
    "stranger": "Sorry, Liaison serves the office's own staff, and you belong to another organization.",
    "unknown": "Sorry, you are not on the office's list. Ask your office's admin to add your Slack id to LIAISON_SLACK_STAFF.",
}


def refusal(person: SlackPerson, home: str, roles: Iterable[Role]) -> str:
    """Why this person is not served, as a key of REFUSALS; empty where they are. `home` is our own workspace."""
    if person.deleted:
        return "deleted"
    if person.bot:
        return "bot"
    if person.guest:
        return "guest"
    elsewhere = person.team and home and home not in {person.team, *person.teams}
    if person.stranger or elsewhere:
        return "stranger"
    return "" if max(roles, default=Role.NOBODY) > Role.NOBODY else "unknown"
