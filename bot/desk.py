"""What the office has set: who it is, who hears of things, how freely it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.roles import Role
    from handlers.types import Address, ReplyPolicy


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    secret: bytes  #: signs reply tokens
    intake: Address
    staff: Mapping[str, Role]  #: mail address to role
    policy: ReplyPolicy
    authserv_id: str = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those who hear of what waits: viewers only look."""
        return tuple(address for address, role in self.staff.items() if role > 1)
