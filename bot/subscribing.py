"""Takes people off the newsletters and on again, whatever way they came: each in a transaction of its own, effective at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.saving import decide
from handlers.commands import Bounced
from handlers.newsletters import Received
from handlers.subscriptions import OptedIn, OptedOut
from handlers.types import Snapshot
from mail.issue.tokens import row_of_token
from store.errors import StaleVersion

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.ear import Heard
    from bot.saving import Saving
    from handlers.commands import Command
    from handlers.playbook import Playbook
    from handlers.subscriptions import Way
    from store.unit import Store, Unit

log = structlog.get_logger()

#: Conflicts with other writers that one decision lives through.
CONFLICTS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscribing:
    store: Store
    saving: Saving
    playbook: Playbook
    clock: Clock
    secret: bytes

    def opt_out(self, address: str, way: Way, who: str = "") -> None:
        """Keep an address from all newsletters, from the moment that this returns."""
        self._subscribed(OptedOut(address=address, way=way, who=who), address)

    def opt_in(self, address: str, who: str, way: Way = "staff") -> None:
        """Lift what keeps an address from newsletters."""
        self._subscribed(OptedIn(address=address, way=way, who=who), address)

    def by_token(self, token: str, way: Way, *, again: bool = False) -> bool:
        """Take the one off, or on again, to whom a mail with this token went; False where no mail had it."""
        row = row_of_token(self.secret, token)
        if row is None:
            return False
        with self.store.view() as unit:
            found = unit.deliveries.get(f"d-{row}")
        if found is None:
            return False
        if again:
            self.opt_in(found.address, "", way)
        else:
            self.opt_out(found.address, way)
        return True

    def _subscribed(self, command: OptedOut | OptedIn, address: str) -> None:
        now = self.clock.now()
        for _ in range(CONFLICTS):
            try:
                with self.store.unit() as unit:
                    known = unit.suppressions.of([address])
                    outcome = decide(command, Snapshot(playbook=self.playbook, suppressions=known), now)
                    self.saving.save(unit, outcome, None, "", now)
            except StaleVersion:
                log.info("subscription_again")
            else:
                return
        raise StaleVersion(f"others saved first {CONFLICTS} times in a row")


def with_newsletter(unit: Unit, snapshot: Snapshot, heard: Heard, command: Command) -> Snapshot:
    """Add what a decision on a mail may know of newsletters: the one that it answers, and what is known against its addresses."""
    item, sender = heard.newsletter, heard.inbound.sender
    addresses = {each for each in (item.address if item else "", sender.email if sender else "") if each}
    if isinstance(command, Bounced):
        addresses |= {each.address for each in command.failed} | set(command.mail.to if command.mail else ())
    received = (
        Received(delivery=item.id, issue=item.issue, partner=item.partner, address=item.address, language=item.to.language)
        if item
        else None
    )
    return replace(snapshot, suppressions=unit.suppressions.of(sorted(addresses)), newsletter=received)
