"""Finds out who somebody in Slack is and what they may do: from user ids, user groups and channels, asked again at each act."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from bot.slack.trouble import TROUBLE, wait_s
from handlers.roles import Role
from handlers.slack_people import REFUSALS, SlackPerson, refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.setting_values import SlackStaff

log = structlog.get_logger()

#: To look at something, what Slack said is believed for so long; whatever acts asks Slack anew (T32).
BELIEVED_S = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """Somebody, with the role that they have just now; `sorry` is what one without any is told."""

    id: str
    role: Role
    sorry: str = ""
    name: str = ""


class People:
    """Who is who in one workspace. Whom Slack cannot be asked about is refused, and never let in on trust."""

    def __init__(self, client: AsyncWebClient, staff: Sequence[SlackStaff]) -> None:
        self._client = client
        self._staff = sorted(staff, key=lambda each: -Role[each.role.upper()])
        self._kept: dict[str, tuple[float, Any]] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waits: dict[str, tuple[float, Exception]] = {}  #: until when Slack wants not to be asked this, and how it said so
        self.team = ""
        self.bot_user = ""
        self.bot_id = ""

    @property
    def ids(self) -> frozenset[str]:
        """Users whom the list names, and those who were asked about."""
        asked = {name.removeprefix("user/") for name in self._kept if name.startswith("user/")}
        return frozenset({each.id for each in self._staff if each.kind == "user"} | asked)

    async def introduce(self) -> None:
        """Learn which workspace is ours and who we are there."""
        if not self.bot_user:
            us = await self._client.auth_test()
            self.team, self.bot_user, self.bot_id = us.get("team_id", ""), us.get("user_id", ""), us.get("bot_id", "")

    async def who(self, user: str, *, acts: bool) -> Known:
        """Their role, where somebody `acts` as Slack tells it now; a refusal is logged, with the id alone."""
        await self.introduce()
        since = time.monotonic() - (0.0 if acts else BELIEVED_S)
        person = await self._told(f"user/{user}", since, lambda: self._person(user))
        roles = await self._roles(user, since)
        why = refusal(person, self.team, roles)
        if why:
            log.warning("slack_refused", user=user, why=why)
            return Known(id=user, role=Role.NOBODY, sorry=REFUSALS[why], name=person.name)
        return Known(id=user, role=max(roles), name=person.name)

    async def _roles(self, user: str, since: float) -> list[Role]:
        """The highest role that the list gives them: what gives less is not asked for."""
        for entry in self._staff:
            if await self._is_one_of(user, entry, since):
                return [Role[entry.role.upper()]]
        return []

    async def _is_one_of(self, user: str, entry: SlackStaff, since: float) -> bool:
        if entry.kind == "user":
            return entry.id == user
        return user in await self._told(entry.id, since, lambda: self._members(entry))

    async def _person(self, user: str) -> SlackPerson:
        told: dict[str, Any] = (await self._client.users_info(user=user))["user"]
        return SlackPerson(
            id=user,
            team=told.get("team_id", ""),
            name=told.get("real_name", ""),
            deleted=bool(told.get("deleted")),
            bot=bool(told.get("is_bot")),
            guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
            stranger=bool(told.get("is_stranger")),
            # In an Enterprise organization one person belongs to several workspaces.
            teams=tuple(told.get("enterprise_user", {}).get("teams", ())),
        )

    async def _members(self, entry: SlackStaff) -> frozenset[str]:
        if entry.kind == "group":
            return frozenset((await self._client.usergroups_users_list(usergroup=entry.id))["users"])
        found: set[str] = set()
        cursor = ""
        while True:
            page = await self._client.conversations_members(channel=entry.id, limit=500, cursor=cursor or None)
            found.update(page["members"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return frozenset(found)

    async def _told(self, name: str, since: float, ask: Callable[[], Awaitable[Any]]) -> Any:
        """What Slack answers to a question that was put at `since` or later: presses that wait for it together share one answer."""
        async with self._turns[name]:
            at, kept = self._kept.get(name, (float("-inf"), None))
            if at >= since:
                return kept
            until, refused = self._waits.get(name, (0.0, None))
            asked_at = time.monotonic()
            if refused is not None and asked_at < until:
                raise refused
            try:
                kept = await ask()
            except TROUBLE as error:
                self._waits[name] = (time.monotonic() + wait_s(error), error)
                raise
            self._kept[name] = (asked_at, kept)
            return kept
