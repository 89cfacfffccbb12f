"""Looks at the folder of sent mail for answers that a person of the office wrote, and hears those that matter, and no other."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import structlog

from bot.ear import SENT
from bot.own_answers import answered_in
from handlers.types import ScreenFacts
from mail.mailbox import Refused
from mail.parse import MAX_BYTES, parse_headers
from mail.screen import is_our_copy
from store.mailboxes import FirstSeen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.service import Service
    from handlers.types import Inbound
    from mail.mailbox import Account, Mailbox, Opened

log = structlog.get_logger()

#: While nothing stirs, the folder is looked at this often: what a person answers is withdrawn from our own answers within that time.
LOOK_S = 60.0

#: A folder that could not be looked at is tried again after this long.
AGAIN_S = 540.0

#: Header blocks in one command, and bytes of each: names and references stand at its beginning.
HEADS_AT_ONCE, HEAD = 200, 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """A person's mail that led nowhere so far."""

    uid: int
    source_key: str
    head: bytes
    inbound: Inbound  #: what its header says

    @property
    def named(self) -> tuple[str, ...]:
        return (*self.inbound.in_reply_to, *reversed(self.inbound.references))


@dataclass(slots=True)
class SentFolder:
    """One folder of sent mail over one connection; nothing in it is ever changed. A round begins with `look` and ends with `settle`."""

    box: Mailbox
    name: str
    key: str  #: names the folder for ever
    service: Service
    on_heard: Callable[[], None]
    seen: FirstSeen  #: mail below it is done with
    at: tuple[int, int] = (0, 0)  #: UIDVALIDITY and UIDNEXT of the last look
    open: dict[int, Copy] = field(default_factory=dict)  #: they lead nowhere, and may yet: what they answer is not decided
    not_before: float = 0.0

    @classmethod
    def of(cls, box: Mailbox, account: Account, service: Service, on_heard: Callable[[], None]) -> SentFolder | None:
        """The account's folder of sent mail; None where there is none, or where it is the very folder that partners' mail comes to."""
        name = box.sent_folder()
        if name is None or name == account.folder:
            return None
        try:
            standing = box.standing(name)
        except Refused:
            return None
        key = account.key_of(name)
        return cls(box=box, name=name, key=key, service=service, on_heard=on_heard, seen=_first_seen(service, key, standing))

    def look(self) -> None:
        """Hear what leads to a known talk. It comes before the mail that came in: a person who was faster than Liaison is seen first."""
        if time.monotonic() < self.not_before:
            return
        try:
            standing = self.box.standing(self.name)
            changed = (standing.uidvalidity, standing.uidnext) != self.at
            if not changed and not any(self._leads(copy) for copy in self.open.values()):
                return
            with self.box.elsewhere(self.name) as opened:
                if changed:
                    self._take_up(opened)
                for copy in [copy for copy in self.open.values() if self._leads(copy)]:
                    self._hear(copy)
        except Refused as no:
            log.warning("sent_folder_refused", folder=self.name, reason=str(no), again_in_s=AGAIN_S)
            self.not_before = time.monotonic() + AGAIN_S

    def before_hearing(self, raw: bytes) -> None:
        """Hear first what answers this very mail: then nobody else answers it."""
        if not self.open:
            return
        message_id = parse_headers(raw[:HEAD], intake=self.service.desk.intake, received_at=self.seen.seen_at).message_id
        for copy in [copy for copy in self.open.values() if message_id and message_id in copy.named]:
            self.service.hear(copy.head, source_key=copy.source_key)
            del self.open[copy.uid]

    def settle(self) -> None:
        """Let go what leads nowhere once nothing waits for its decision, and remember how far we are."""
        if self.at == (0, 0):
            return
        if self.open:
            with self.service.store.view() as unit:
                all_decided = unit.inbox.count("heard") == 0
            # In this order: what is decided meanwhile leads somewhere.
            if all_decided and not any(self._leads(copy) for copy in self.open.values()):
                self.open.clear()
        uidvalidity, uidnext = self.at
        done = replace(self.seen, uidvalidity=uidvalidity, uidnext=min([uidnext, *self.open]))
        if done != self.seen:
            with self.service.store.unit() as unit:
                unit.mailboxes.go_on(done)
            self.seen = done

    def _take_up(self, opened: Opened) -> None:
        """Read the headers of what is new, and keep what a person wrote in answer to something."""
        anew = opened.uidvalidity != self.seen.uidvalidity
        if anew or opened.uidvalidity != self.at[0]:
            self.open.clear()
        first = 1 if anew else max(self.seen.uidnext, self.at[1])
        uids = self.box.uids(first)
        newest = self.seen.newest
        for start in range(0, len(uids), HEADS_AT_ONCE):
            some = uids[start : start + HEADS_AT_ONCE]
            arrived = {uid: outline.arrived for uid, outline in self.box.outlines(some).items()}
            # Where UIDs were given anew, only the server's clock tells what was looked through before.
            fresh = [uid for uid in some if not anew or _is_after(arrived.get(uid), self.seen.newest)]
            for uid, head in (self.box.heads(fresh, HEAD) if fresh else {}).items():
                self._keep(uid, f"{SENT}{self.key}/{opened.uidvalidity}/{uid}", head)
            newest = max([each for each in (newest, *arrived.values()) if each is not None], default=None)
        now = self.service.clock.now()
        self.seen = replace(self.seen, newest=min(newest, now) if newest else None)
        self.at = (opened.uidvalidity, max([opened.uidnext, *(uid + 1 for uid in uids)]))

    def _keep(self, uid: int, source_key: str, head: bytes) -> None:
        desk = self.service.desk
        inbound = parse_headers(head, intake=desk.intake, received_at=self.seen.seen_at)
        copy = Copy(uid=uid, source_key=source_key, head=head, inbound=inbound)
        with self.service.store.view() as unit:
            ours = bool(unit.outbox.by_message_ids((inbound.message_id,)))
        facts = ScreenFacts(intake=desk.intake, our_message_ids=frozenset([inbound.message_id] if ours else []))
        if (copy.named or inbound.tokens) and not is_our_copy(inbound, facts):
            self.open[uid] = copy

    def _leads(self, copy: Copy) -> bool:
        """Whether it answers something that we know: a talk, or a mail that waits for a person."""
        with self.service.store.view() as unit:
            return bool(answered_in(unit, copy.inbound)) or unit.inbox.knows(copy.named)

    def _hear(self, copy: Copy) -> None:
        outline = self.box.outlines([copy.uid]).get(copy.uid)
        whole = outline is not None and outline.size <= MAX_BYTES
        raw = self.box.fetch([copy.uid], outline.size).get(copy.uid) if outline is not None and whole else None
        # One that is too big, or that somebody has just removed, is heard by its header.
        self.service.hear(raw or copy.head, source_key=copy.source_key)
        del self.open[copy.uid]
        self.on_heard()


def _first_seen(service: Service, key: str, standing: Opened) -> FirstSeen:
    """How far the folder was looked through; what lay there at the first start is of before Liaison."""
    now = service.clock.now()
    begun = FirstSeen(account=key, uidvalidity=standing.uidvalidity, uidnext=standing.uidnext, newest=now, seen_at=now)
    with service.store.view() as unit:
        seen = unit.mailboxes.first_seen(key)
    if seen is None:
        with service.store.unit() as unit:
            unit.mailboxes.begin(begun)
        log.info("sent_folder_first_seen", folder=key, lay_there=standing.messages)
    return seen or begun


def _is_after(arrived: datetime | None, newest: datetime | None) -> bool:
    return arrived is None or newest is None or arrived > newest
