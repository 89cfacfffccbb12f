"""A delivery that tells how it found the server, whoever delivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.outages import Kind, Part
from mail.delivered import NO_SERVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sights import Sights
    from mail.delivered import Delivered
    from mail.delivery import Carrier


class WatchedDelivery:
    """Hands everything on to the carrier within."""

    def __init__(self, carrier: Carrier, sights: Sights) -> None:
        self._carrier = carrier
        self._sights = sights

    async def deliver(self, raw: bytes, sender: str, recipients: Sequence[str]) -> Delivered:
        return self._seen(await self._carrier.deliver(raw, sender, recipients))

    async def probe(self) -> Delivered:
        """Connect and log in, whether there is mail or not."""
        return self._seen(await self._carrier.probe())

    async def problem(self) -> str:
        return await self._carrier.problem()

    async def close(self) -> None:
        await self._carrier.close()

    def _seen(self, delivered: Delivered) -> Delivered:
        """What a server says of one mail says nothing of the server; only an absence and a success do."""
        if delivered.status == "sent":
            self._sights.well(Part.OUTGOING)
            self._sights.certificate(Part.OUTGOING, self._carrier.where, self._carrier.certificate_life)
        elif delivered.away or (delivered.code == NO_SERVER and delivered.status == "temporary"):
            self._sights.found(Part.OUTGOING, delivered.kind or Kind.BROKEN, delivered.message, self._carrier.where)
        return delivered
