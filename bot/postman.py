"""Watches one mailbox: hears its mail, moves what is decided, and comes back when the line is lost."""

from __future__ import annotations

import random
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from typing import TYPE_CHECKING, Literal

import structlog

from bot.sent_folder import LOOK_S, SentFolder
from bot.service import HEAD
from mail.mailbox import Mailbox, NoFolder, NoIdle, NotAdmitted, Refused, Trouble
from mail.parse import MAX_BYTES
from store.errors import StoreTrouble
from store.mailboxes import FirstSeen

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.service import Service
    from mail.mailbox import Account, Opened, Outline

log = structlog.get_logger()

#: Which mail of before is heard: none that lay in the box at the first start, all, or what arrived since an instant.
Since = Literal["now", "all"] | datetime

#: Where a mail goes once its fate is known; folders that staff may use as they like.
PROCESSED, NEEDS_A_PERSON, FAILED = "Processed", "Needs a person", "Failed"
FOLDERS: Mapping[str, str] = {
    "done": PROCESSED,
    "discarded": PROCESSED,
    "duplicate": PROCESSED,
    "held": NEEDS_A_PERSON,
    "shunted": FAILED,
}

#: IDLE is renewed, and the whole folder compared with the inbox, this often; servers end an IDLE after 10 to 30 minutes.
RENEW_S = 9 * 60.0

#: While mail waits for its decision, which another process may take, its fate is looked up this often.
ASK_AGAIN_S = 5.0

#: After a refused move, which a full mailbox (OVERQUOTA) may be the reason for.
MOVE_AGAIN_S = 60.0

#: Mails in one command, and bytes of those that are fetched in one.
FETCHED_AT_ONCE, MOVED_AT_ONCE, OUTLINED_AT_ONCE = 50, 500, 500
MOST_BYTES_AT_ONCE = MAX_BYTES

#: A mail at which the line broke so often is left where it is until the next comparison.
BREAKS = 3

#: A lost line is tried again soon; a refused password rarely, since servers lock an account after a few.
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 60.0
FIRST_REFUSED_S, LONGEST_REFUSED_S = 30.0, 900.0

#: IDLE is given up for looking now and then once it was refused so often in a row.
IDLE_REFUSALS = 2


class Postman:
    """One mailbox, watched by a thread of its own from `start` to `stop`."""

    def __init__(
        self,
        account: Account,
        since: Since,
        service: Service,
        *,
        on_heard: Callable[[], None],
        on_open: Callable[[Mailbox], None] = lambda _: None,
        on_trouble: Callable[[Exception], None] = lambda _: None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.account = account
        self.since = since
        self.service = service
        self._on_heard = on_heard
        self._on_open = on_open
        self._on_trouble = on_trouble
        self._tls = tls
        self._stopping = Event()
        self._woken = Event()
        self._box: Mailbox | None = None
        self._thread: Thread | None = None
        self._broken = 0
        self._idle_refusals = 0
        self._told_of_no_sent_folder = False
        self._breaks: dict[str, int] = {}

    def start(self) -> None:
        # A daemon: a server that trickles forever must not keep the program from ending.
        self._thread = Thread(target=self._watch, name="postman", daemon=True)
        self._thread.start()

    def nudge(self) -> None:
        """Say that something was decided, so that it can be moved."""
        self._woken.set()

    def stop(self, grace_s: float = 5) -> None:
        """End after the mail that is being heard; a server that answers too slowly is cut off."""
        self._stopping.set()
        self._woken.set()
        if self._thread is None:
            return
        self._thread.join(grace_s)
        if self._thread.is_alive() and self._box is not None:
            self._box.cut()
            self._thread.join(grace_s)

    def _watch(self) -> None:
        """Come back after whatever broke: catch broadly here and only here, keep the evidence, go on."""
        while not self._stopping.is_set():
            first, longest = FIRST_WAIT_S, LONGEST_WAIT_S
            try:
                self._attend()
                continue
            except (NotAdmitted, NoFolder) as no:
                if isinstance(no, NotAdmitted):
                    first, longest = FIRST_REFUSED_S, LONGEST_REFUSED_S
                log.error("mailbox_refused", reason=str(no))  # noqa: TRY400  the one line says it all
                self._on_trouble(no)
            except (Trouble, Refused, StoreTrouble) as lost:
                self._idle_refusals += isinstance(lost, NoIdle)
                log.warning("mailbox_lost", reason=str(lost))
                self._on_trouble(lost)
            except Exception as error:
                log.exception("mailbox_broke")
                self._on_trouble(error)
            # Jitter: after an outage not everybody comes back in the same second.
            pause = min(longest, first * 2 ** min(self._broken, 16)) * random.uniform(0.5, 1)  # noqa: S311  no secret
            self._broken += 1
            self._stopping.wait(pause)

    def _attend(self) -> None:
        """Watch the mailbox over one connection, for as long as that lasts."""
        with closing(Mailbox(self.account, tls=self._tls, idle=self._idle_refusals < IDLE_REFUSALS)) as box:
            self._box = box
            opened = box.open()
            self._on_open(box)
            sent = self._sent_folder(box)
            visit = Visit(
                box=box,
                opened=opened,
                seen=self._first_seen(box, opened),
                since=self.since,
                service=self.service,
                on_heard=self._on_heard,
                stopping=self._stopping,
                breaks=self._breaks,
                before_hearing=sent.before_hearing if sent else lambda _: None,
            )
            log.info("mailbox_open", messages=opened.messages, idle=box.can_idle, moves=box.can_move, sent=sent and sent.name)
            compared_at = -RENEW_S
            while not self._stopping.is_set():
                self._woken.clear()
                whole = time.monotonic() - compared_at >= RENEW_S
                compared_at = time.monotonic() if whole else compared_at
                if sent is not None:
                    sent.look()
                visit.look(whole=whole)
                if sent is not None and not self._stopping.is_set():
                    sent.settle()
                visit.move_decided()
                self._broken = 0
                if not self._stopping.is_set():
                    box.wait(min(visit.rest_s(), LOOK_S) if sent else visit.rest_s(), self._woken)
                    self._idle_refusals = 0 if box.can_idle else self._idle_refusals

    def _sent_folder(self, box: Mailbox) -> SentFolder | None:
        """Where a person's own answers are found; that there is no such folder is said once."""
        found = SentFolder.of(box, self.account, self.service, self._on_heard)
        if found is None and not self._told_of_no_sent_folder:
            log.warning("no_sent_folder", account=self.account.key, means="Liaison does not notice a person's own answer")
            self._told_of_no_sent_folder = True
        return found

    def _first_seen(self, box: Mailbox, opened: Opened) -> FirstSeen:
        """How the mailbox stood when Liaison first saw it; kept for ever."""
        key, store = self.account.key, self.service.store
        with store.view() as unit:
            seen = unit.mailboxes.first_seen(key)
        if seen is not None:
            return seen
        now = self.service.clock.now()
        lay_there = [uid for uid in box.uids() if uid < opened.uidnext]
        outlines = (outline for some in in_chunks(lay_there, OUTLINED_AT_ONCE) for outline in box.outlines(some).values())
        arrivals = [outline.arrived for outline in outlines if outline.arrived is not None]
        # A client that copies mail may date it into the future, which must not make later mail look old.
        newest = min(max(arrivals), now) if arrivals else None
        with store.unit() as unit:
            unit.mailboxes.begin(FirstSeen(account=key, uidvalidity=opened.uidvalidity, uidnext=opened.uidnext, newest=newest, seen_at=now))
        with store.view() as unit:
            seen = unit.mailboxes.first_seen(key)
        if seen is None:
            msg = "what was just kept is not there"
            raise LookupError(msg)
        log.info("mailbox_first_seen", lay_there=len(lay_there), answered="none of them" if self.since == "now" else str(self.since))
        return seen


@dataclass(slots=True)
class Visit:
    """What one connection has seen of a mailbox. The inbox table is the truth; the sets only spare asking it again."""

    box: Mailbox
    opened: Opened
    seen: FirstSeen
    since: Since
    service: Service
    on_heard: Callable[[], None]
    stopping: Event
    breaks: dict[str, int]  #: how often the line broke at a mail, by source key; outlives the connection
    before_hearing: Callable[[bytes], None] = lambda _: None
    cursor: int = 1
    old: set[int] = field(default_factory=set)  #: not heard and never to be
    heard: set[int] = field(default_factory=set)  #: in the inbox, not yet moved
    odd_sizes: bool = False  #: this server's sizes are not those of its mails, as Exchange's
    move_after: float = 0.0

    def look(self, *, whole: bool) -> None:
        """Hear what is new: above the cursor, or wherever in the folder the inbox does not know it."""
        first = self._floor() if whole else max(self.cursor, self._floor())
        uids = self.box.uids(first)
        if whole:
            self.heard &= set(uids)  # Somebody else has moved the others.
        fresh = [uid for uid in uids if uid not in self.old and uid not in self.heard]
        self.heard |= self._statuses(fresh).keys()
        for some in in_chunks([uid for uid in fresh if uid not in self.heard], OUTLINED_AT_ONCE):
            outlines = self.box.outlines(some)
            self.old |= {uid for uid, outline in outlines.items() if not self._is_new(uid, outline)}
            for batch in self._batches({uid: outlines[uid] for uid in some if uid in outlines and uid not in self.old}):
                if self.stopping.is_set():
                    return
                self._hear_guarded(batch)
        self.cursor = max((self.cursor, *(uid + 1 for uid in uids)))

    def move_decided(self) -> None:
        """Move what has an end to where it belongs."""
        if not self.heard or not self.box.can_move or time.monotonic() < self.move_after:
            return
        by_folder: dict[str, list[int]] = {}
        for uid, status in sorted(self._statuses(sorted(self.heard)).items()):
            if status in FOLDERS:
                by_folder.setdefault(FOLDERS[status], []).append(uid)
        try:
            for folder, uids in by_folder.items():
                for some in in_chunks(uids, MOVED_AT_ONCE):
                    self.box.move(some, folder)
                    self.heard -= set(some)
        except Refused as no:
            self.move_after = time.monotonic() + MOVE_AGAIN_S
            log.warning("not_moved", reason=str(no), again_in_s=MOVE_AGAIN_S)

    def rest_s(self) -> float:
        """How long there is nothing to do, unless the server or a decision wakes us."""
        if not self.heard or not self.box.can_move:
            return RENEW_S
        return max(ASK_AGAIN_S, self.move_after - time.monotonic())

    def _floor(self) -> int:
        return self.seen.uidnext if self._as_first_seen() else 1

    def _as_first_seen(self) -> bool:
        return self.since == "now" and self.opened.uidvalidity == self.seen.uidvalidity

    def _is_new(self, uid: int, outline: Outline) -> bool:
        if self.since == "all" or outline.arrived is None:
            return self.since == "all" or uid >= self._floor()
        if isinstance(self.since, datetime):
            return outline.arrived >= self.since
        # Where UIDs were given anew, only the server's clock tells what lay there before.
        return self._as_first_seen() or self.seen.newest is None or outline.arrived > self.seen.newest

    def _batches(self, outlines: Mapping[int, Outline]) -> Iterator[dict[int, Outline]]:
        """What is fetched together: few enough bytes, too big ones and those at which the line broke alone."""
        batch: dict[int, Outline] = {}
        size = 0
        for uid, outline in outlines.items():
            breaks = self.breaks.get(self._key(uid), 0)
            if breaks >= BREAKS:
                del self.breaks[self._key(uid)]
                log.error("mail_left_unheard", uid=uid, reason="the line broke each time it was fetched")
                continue
            if breaks or outline.size > MAX_BYTES:
                yield {uid: outline}
                continue
            if batch and (len(batch) == FETCHED_AT_ONCE or size + outline.size > MOST_BYTES_AT_ONCE):
                yield batch
                batch, size = {}, 0
            batch[uid] = outline
            size += outline.size
        if batch:
            yield batch

    def _hear_guarded(self, batch: Mapping[int, Outline]) -> None:
        """Hear a batch; one that breaks the line, or us, is remembered, so that it cannot stop the others for ever."""
        keys = [self._key(uid) for uid in batch]
        try:
            self._hear(batch)
        except StoreTrouble:
            raise
        except Exception:
            for key in keys:
                self.breaks[key] = self.breaks.get(key, 0) + 1
            raise
        for key in keys:
            self.breaks.pop(key, None)

    def _hear(self, batch: Mapping[int, Outline]) -> None:
        try:
            found = self._fetch(batch)
        except Refused as no:
            if len(batch) == 1:
                log.error("mail_left_unheard", uid=next(iter(batch)), reason=str(no))  # noqa: TRY400  the server's words say it all
                return
            for uid, outline in batch.items():
                self._hear({uid: outline})
            return
        for uid, raw in found.items():
            size = batch[uid].size if batch[uid].size > MAX_BYTES else None
            self.before_hearing(raw)
            # Committed when this returns: only then is the mail ours to move (G1).
            self.service.hear(raw, source_key=self._key(uid), size=size)
            self.heard.add(uid)
        if found:
            self.on_heard()

    def _fetch(self, batch: Mapping[int, Outline]) -> dict[int, bytes]:
        """The mails of a batch, or what may be had of one that is too big."""
        (uid, outline), *_ = batch.items()
        if outline.size > MAX_BYTES:
            head = self.box.head(uid, HEAD)
            return {} if head is None else {uid: head}
        found = self.box.fetch(list(batch), sum(each.size for each in batch.values()))
        odd = [uid for uid, raw in found.items() if len(raw) != batch[uid].size]
        if odd and not self.odd_sizes:
            # Cut short or only counted wrongly? What comes twice the same is the mail.
            again = self.box.fetch(odd, sum(batch[uid].size for uid in odd))
            if any(again.get(uid) != found[uid] for uid in odd):
                raise Trouble("a mail came with other bytes the second time")
            self.odd_sizes = True
        return found

    def _statuses(self, uids: Sequence[int]) -> dict[int, str]:
        """What the inbox says of those mails that it has."""
        keys = {self._key(uid): uid for uid in uids}
        with self.service.store.view() as unit:
            return {keys[key]: status for key, status in unit.mailboxes.heard(list(keys)).items()}

    def _key(self, uid: int) -> str:
        return f"imap/{self.seen.account}/{self.opened.uidvalidity}/{uid}"


def in_chunks(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), size):
        yield uids[start : start + size]
