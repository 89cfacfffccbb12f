"""Watches what Liaison needs: asks what is silent, keeps what is away, and tells staff as handlers/outages.py decides."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.sights import Sights
from handlers import cards, outages
from handlers import outage_notices as notices
from handlers.outages import Kind, Outage, Part, Way
from handlers.types import Record
from store.errors import StoreTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.post_room import PostRoom
    from bot.watched import WatchedDelivery
    from handlers.types import Outbound, Snapshot
    from mail.delivered import Delivered
    from store.unit import Store, Unit

log = structlog.get_logger()

#: Below this the disk counts as nearly full: room for ten of the largest mails. It has room again at twice as much.
LOW_BYTES = 256 * 2**20

#: An outgoing server that is away is asked this often whether it is back; after a refused password rarely, since servers lock an account.
ASK_AGAIN = timedelta(minutes=1)
ASK_AGAIN_REFUSED = timedelta(minutes=15)

#: A look waits for the answer no longer than this; what comes later counts at the next one.
ASK_WITHIN_S = 5.0

#: One that is well, and has nothing to do, is asked this often: better to know before the next answer is due.
ASK_IDLE = timedelta(hours=1)

#: A notice past the outbox that did not leave is tried again after this.
STRAIGHT_AGAIN = timedelta(minutes=5)


class Watch:
    """One for a process. Whoever meets a part says to `sights` how it was; `look`, called now and then, does what follows from it."""

    def __init__(self, *, store: Store, post_room: PostRoom, snapshot: Snapshot, clock: Clock, low_bytes: int = LOW_BYTES) -> None:
        self.store = store
        self.post_room = post_room
        self.snapshot = snapshot
        self.clock = clock
        self.low_bytes = low_bytes
        self.show: Callable[[str], None] = lambda _: None  #: one line for whoever sits at the terminal
        self.on_owed: Callable[[], None] = lambda: None  #: called where mail became due
        self.sights = Sights(clock, store.place)
        #: Looks at a server's certificate anew: a connection may be older than the certificate that the server has by now.
        self.certificate_again: Callable[[Part], tuple[datetime, datetime] | None] = lambda _: None
        self._shown: dict[Part, datetime] = {}  #: since when the outage lasts that the terminal has shown
        self._kept: dict[Part, Outage] = {}  #: as the store has it
        self._loaded = False
        self._hurried: datetime | None = None
        self._asked_at: datetime | None = None
        self._asking: asyncio.Task[Delivered] | None = None
        self._straight_at: datetime | None = None

    def begin(self, parts: Sequence[Part]) -> None:
        """Take up what an earlier run left open; of a part that there is no more, nothing is left to tell."""
        with self.store.unit() as unit:
            rows = unit.outages.all()
            for row in rows:
                if row.part not in parts:
                    unit.outages.end(row.part)
        open_ = [row for row in rows if row.part in parts]
        self._kept |= {row.part: row for row in open_}
        self.sights.take_up(open_)
        self._loaded = True

    async def look(self, delivery: WatchedDelivery, parts: Sequence[Part] = tuple(Part)) -> None:
        """Look at everything once: ask what is silent, and tell what is due."""
        await self._ask_outgoing(delivery)
        straight = await asyncio.to_thread(self._settle, parts)
        if straight is not None:
            await self._tell_straight(straight, delivery)

    async def _ask_outgoing(self, delivery: WatchedDelivery) -> None:
        now, out = self.clock.now(), self.sights.of(Part.OUTGOING)
        pause = ASK_IDLE
        if out is not None and out.is_out:
            pause = ASK_AGAIN_REFUSED if out.kind is Kind.PASSWORD else ASK_AGAIN
        if self._asking is not None and self._asking.done():
            self._asking.result()
            self._asking = None
        if self._asking is None and (self._asked_at is None or now - self._asked_at >= pause):
            self._asked_at = now
            self._asking = asyncio.create_task(delivery.probe())
            # A server that says nothing must not hold up the news of the others.
            await asyncio.wait({self._asking}, timeout=ASK_WITHIN_S)

    def _settle(self, parts: Sequence[Part]) -> Outage | None:
        """Do all that the store takes; returns an outage that staff can only hear of past the outbox."""
        self._ask_store()
        now = self.clock.now()
        self._show(now)
        try:
            if not self._loaded:
                self.begin(parts)
            self._hurry(now)
            self._keep(now)
            self._tell(now)
            self._end(now)
            self._tell_certificates(now)
        except StoreTrouble as error:
            self.sights.failed(Part.STORE, error)
        known = self.sights.known
        due = (each for each in known if outages.is_due(each, now) and outages.way(each, known) is Way.STRAIGHT)
        return next(due, None)

    def _ask_store(self) -> None:
        """Find out whether it takes anything: a look that writes nothing would not tell."""
        out = self.sights.of(Part.STORE)
        if out is not None and out.kind is not Kind.LOW:
            try:
                with self.store.unit() as unit:
                    unit.outages.begin(out)
                    unit.outages.keep(out)
            except StoreTrouble as error:
                self.sights.failed(Part.STORE, error)
                return
            self._kept[Part.STORE] = out
        room = self.store.room()
        if room is not None and room < (self.low_bytes if out is None else 2 * self.low_bytes):
            self.sights.found(Part.STORE, Kind.LOW, f"{room // 2**20} MB are left on the disk of {self.store.place}", self.store.place)
        elif out is not None:
            self.sights.well(Part.STORE)

    def _show(self, now: datetime) -> None:
        for each in self.sights.known:
            if each.is_out and outages.is_shown(each, now) and self._shown.get(each.part) != each.since:
                self._shown[each.part] = each.since
                self._say_out(each, now)

    def _say_out(self, outage: Outage, now: datetime) -> None:
        log.error("outage", part=outage.part.value, kind=outage.kind.value, since=outage.since.isoformat(), words=outage.words)
        self.show(f"{self.headline(outage, now)}. For whoever mends it: {outage.words}")

    def headline(self, outage: Outage, now: datetime) -> str:
        """One line in the words of the mail to staff."""
        (mail,) = notices.alarm(self._for_one, outage, now)
        return self.post_room.write(mail, now).subject

    @property
    def _for_one(self) -> Snapshot:
        # A line for the terminal is written as a mail to ourselves would be, so that its words are those of the templates.
        return replace(self.snapshot, staff=(self.post_room.desk.intake.email,))

    def _hurry(self, now: datetime) -> None:
        """Mail that waited for its next try waits no longer once its server is back."""
        out = self.sights.of(Part.OUTGOING)
        if out is None or out.is_out or self._hurried == out.well_since:
            return
        with self.store.unit() as unit:
            self._take_back(unit)
            count = unit.outages.hurry(now)
        self._hurried = out.well_since
        if count:
            self.on_owed()

    def _take_back(self, unit: Unit) -> None:
        """An alarm that has not left would come together with the all-clear: it is owed anew, if the part is still away by then."""
        if unit.outages.supersede(f"{notices.ALARM}/"):
            for row in unit.outages.all():
                if row.part is not Part.OUTGOING:
                    untold = replace(row, told=(), told_at=None)
                    unit.outages.keep(untold)
                    self.sights.agree(untold)

    def _keep(self, now: datetime) -> None:
        """Make an outage outlive a restart, once it is more than a hiccup."""
        for each in self.sights.known:
            kept = self._kept.get(each.part)
            if not outages.is_shown(each, now) or (kept is not None and kept.kind is each.kind):
                continue
            with self.store.unit() as unit:
                first = unit.outages.begin(each)
                unit.outages.keep(replace(each, told=first.told, told_at=first.told_at))
                if each.part is Part.OUTGOING:
                    self._take_back(unit)
            self.sights.agree(first)
            self._kept[each.part] = each

    def _tell(self, now: datetime) -> None:
        known = self.sights.known
        for each in known:
            way = outages.way(each, known)
            if not outages.is_due(each, now) or way in {Way.LATER, Way.STRAIGHT}:
                continue
            with self.store.unit() as unit:
                first = unit.outages.begin(each)
                # Another process on the same store may have told it in the meantime.
                mine = outages.is_due(replace(each, told=first.told, told_at=first.told_at), now)
                if mine:
                    self._owe(unit, self._alarms(each, way, now), now)
                told = outages.told(each, now) if mine else first
                unit.outages.keep(replace(each, told=told.told, told_at=told.told_at))
            if mine and each.told_at is not None:
                self._say_out(each, now)
            self._kept[each.part] = each
            self.sights.agree(replace(first, told=told.told, told_at=told.told_at))
            self.on_owed()

    def _alarms(self, outage: Outage, way: Way, now: datetime) -> tuple[Outbound, ...]:
        """By mail or card as all notices are; while mail is away, by a card where there is Slack."""
        if way is Way.OUTBOX:
            return notices.alarm(self.snapshot, outage, now)
        board = self.post_room.board
        if board is None:
            return ()
        return notices.alarm(replace(self.snapshot, staff=(cards.hearer(board.channel),)), outage, now)

    async def _tell_straight(self, outage: Outage, delivery: WatchedDelivery) -> None:
        """Send a notice that the outbox cannot take. After a crash it may be told a second time: better twice than never."""
        now = self.clock.now()
        if self._straight_at is not None and now - self._straight_at < STRAIGHT_AGAIN:
            return
        self._straight_at = now
        # A card needs the store, which is what is away.
        mails = [each for each in notices.alarm(self.snapshot, outage, now) if each.channel == "mail"]
        sent = 0
        for each in mails:
            written = self.post_room.write(each, now)
            sent += (await delivery.deliver(written.raw, self.post_room.desk.intake.email, each.to)).status == "sent"
        if sent or not mails:
            self.sights.agree(outages.told(outage, now))
            self._straight_at = None

    def _end(self, now: datetime) -> None:
        over = outages.ended(self.sights.known, now)
        if not over:
            return
        with self.store.unit() as unit:
            mine = [each for each in over if unit.outages.end(each.part) or each.part not in self._kept]
            reported = [each for each in mine if outages.is_reported(each)]
            for each in reported:
                unit.outages.supersede(notices.alarms_of(each.part))
                unit.records.add(_record(each, now), at=now)
            if reported:
                figures = {each.part: self._figures(unit, each) for each in reported}
                self._owe(unit, notices.over(self.snapshot, reported, figures, now), now)
        for each in over:
            self._kept.pop(each.part, None)
            self.sights.forget(each)
            if self._shown.pop(each.part, None) is not None:
                self._say_over(each, now)
        if reported:
            self.on_owed()

    def _say_over(self, outage: Outage, now: datetime) -> None:
        log.info("outage_over", part=outage.part.value, kind=outage.kind.value, since=outage.since.isoformat())
        (mail,) = notices.over(self._for_one, [outage], {}, now)
        since = notices.moment(outage.since, self.snapshot.playbook)
        self.show(f"{self.post_room.write(mail, now).subject}. It was away since {since}.")

    def _figures(self, unit: Unit, outage: Outage) -> notices.Figures:
        until = outage.well_since or self.clock.now()
        match outage.part:
            case Part.INCOMING:
                return notices.Figures(heard=unit.outages.heard_since(until, by_imap=True))
            case Part.OUTGOING:
                late, waiting = unit.outages.left_late(outage.since, until), unit.outages.still_waiting(until)
                return notices.Figures(late=late, waiting=waiting, given_up=unit.outages.given_up(outage.since))
            case Part.STORE:
                return notices.Figures(put_off=self.sights.deliveries_put_off, heard=unit.outages.heard_since(until))

    def _tell_certificates(self, now: datetime) -> None:
        shown = self.sights.certificates
        if not shown:
            return
        with self.store.view() as unit:
            before = {each.part: each for each in unit.outages.certificates()}
        for each in shown:
            known = before.get(each.part)
            current, out = outages.noted(known, each), self.sights.of(each.part)
            days = outages.warning(current, now)
            if (current == known and days is None) or (out is not None and out.is_out):
                continue
            again = self.certificate_again(each.part) if days is not None else None
            if again is not None and again[1] > each.ends:
                self.sights.certificate(each.part, each.where, again)
                continue
            with self.store.unit() as unit:
                unit.outages.keep_certificate(current if days is None else replace(current, told=days))
                if days is not None or outages.is_renewed(known, each, now):
                    self._owe(unit, notices.certificate(self.snapshot, current, days), now)
            self.on_owed()

    def _owe(self, unit: Unit, mails: Sequence[Outbound], now: datetime) -> None:
        for each in mails:
            self.post_room.owe(unit, each, now)


def _record(outage: Outage, now: datetime) -> Record:
    data = {"kind": outage.kind.value, "since": outage.since.isoformat(), "until": (outage.well_since or now).isoformat()}
    return Record(kind="outage.over", subject=outage.part.value, who="liaison", data=data)
