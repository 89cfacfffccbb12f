"""What the office has set: who it is, who hears of things, how freely it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers import cards

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.roles import Role
    from handlers.types import Address, ReplyPolicy


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    secret: bytes  #: signs reply tokens
    intake: Address
    staff: Mapping[str, Role]  #: mail address, or Slack user id in small letters, to role
    policy: ReplyPolicy
    authserv_id: str = ""
    channel: str = ""  #: of the office in Slack, where there is one

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those who hear of what waits: viewers only look. Where there is Slack, its channel is one of them (handlers/cards.py)."""
        return (*self.mail_addresses, *([cards.hearer(self.channel)] if self.channel else []))

    @property
    def mail_addresses(self) -> tuple[str, ...]:
        return tuple(address for address, role in self.staff.items() if role > 1 and "@" in address)
