"""How each part of Liaison was found last, by whichever thread met it; bot/outages.py decides what follows."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from handlers import outages
from handlers.outages import Certificate, Kind, Outage, Part, Sight
from mail.causes import kind_of
from store.errors import StaleVersion, StoreBusy, StoreFull, StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.clock import Clock


class Sights:
    """In memory alone, so that nothing here can fail: what is away may be the store itself. Every method may be called from any thread."""

    def __init__(self, clock: Clock, store_place: str) -> None:
        self.clock = clock
        self.store_place = store_place
        self.on_news: Callable[[], None] = lambda: None  #: called where somebody must act at once
        self.deliveries_put_off = 0  #: since the store is away
        self._lock = Lock()
        self._known: dict[Part, Outage] = {}
        self._well: dict[Part, datetime] = {}
        self._certificates: dict[Part, Certificate] = {}

    def found(self, part: Part, kind: Kind, words: str, where: str = "") -> None:
        """Say that a part cannot do its work."""
        sight = Sight(part=part, at=self.clock.now(), kind=kind, words=words, where=where)
        with self._lock:
            before = self._known.get(part)
            now_known = outages.seen(before, sight)
            assert now_known is not None
            self._known[part] = now_known
            self._well.pop(part, None)
            if part is Part.STORE and before is None:
                self.deliveries_put_off = 0
        if (before is None or before.kind is not kind) and not outages.PATIENCE[kind].shown:
            self.on_news()

    def failed(self, part: Part, error: Exception, where: str = "") -> None:
        """Say which error a part came to; trouble of the store is the store's, wherever it was met."""
        words = str(error) or type(error).__name__
        match error:
            case StaleVersion():
                return
            case StoreFull():
                self.found(Part.STORE, Kind.FULL, words, self.store_place)
            case StoreBusy():
                self.found(Part.STORE, Kind.BUSY, words, self.store_place)
            case StoreTrouble():
                self.found(Part.STORE, Kind.AWAY, words, self.store_place)
            case _:
                self.found(part, getattr(error, "kind", None) or kind_of(error), words, where)

    def well(self, part: Part) -> None:
        """Say that a part does its work."""
        sight = Sight(part=part, at=self.clock.now())
        with self._lock:
            self._well.setdefault(part, sight.at)
            known = outages.seen(self._known.get(part), sight)
            if known is not None:
                self._known[part] = known

    def put_off(self) -> None:
        """Say that a delivery was told to try again."""
        with self._lock:
            self.deliveries_put_off += 1

    def certificate(self, part: Part, where: str, life: tuple[datetime, datetime] | None) -> None:
        """Say which certificate a server showed."""
        if life is not None:
            with self._lock:
                self._certificates[part] = Certificate(part=part, where=where, starts=life[0], ends=life[1])

    @property
    def known(self) -> tuple[Outage, ...]:
        with self._lock:
            return tuple(self._known.values())

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        with self._lock:
            return tuple(self._certificates.values())

    def of(self, part: Part) -> Outage | None:
        with self._lock:
            return self._known.get(part)

    def take_up(self, kept: Sequence[Outage]) -> None:
        """Go on with what an earlier run has kept; what was found since then is newer."""
        with self._lock:
            for each in kept:
                known = self._known.get(each.part, replace(each, well_since=self._well.get(each.part)))
                self._known[each.part] = replace(known, since=each.since, told=each.told, told_at=each.told_at)

    def agree(self, outage: Outage) -> None:
        """Take over since when it lasts and what was told; how it was found meanwhile stays."""
        with self._lock:
            known = self._known.get(outage.part)
            if known is not None:
                self._known[outage.part] = replace(known, since=outage.since, told=outage.told, told_at=outage.told_at)

    def forget(self, outage: Outage) -> None:
        """It is over; where it failed again while that was being told, another one has begun."""
        with self._lock:
            known = self._known.pop(outage.part, None)
            if known is not None and known.is_out:
                self._known[outage.part] = replace(known, since=self.clock.now(), told=(), told_at=None)
