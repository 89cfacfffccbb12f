"""How a mailbox was first seen is kept once, and the inbox tells which of its mails were heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from store.mailboxes import FirstSeen

if TYPE_CHECKING:
    from store.unit import Store

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SEEN = FirstSeen(account="intake@mail.example/INBOX", uidvalidity=2**32 - 1, uidnext=12, newest=NOW, seen_at=NOW)


def test_what_was_seen_first_stays(store: Store) -> None:
    with store.unit() as unit:
        assert unit.mailboxes.first_seen(SEEN.account) is None
        unit.mailboxes.begin(SEEN)
        unit.mailboxes.begin(replace(SEEN, uidnext=99, newest=None))

    with store.view() as unit:
        assert unit.mailboxes.first_seen(SEEN.account) == SEEN
        assert unit.mailboxes.first_seen("somebody@else.example/INBOX") is None


def test_the_inbox_tells_what_it_heard_however_many_are_asked_for(store: Store) -> None:
    with store.unit() as unit:
        digest = unit.blobs.put(b"a mail")
        for uid in (1, 700):
            unit.inbox.add(f"imap/x/7/{uid}", digest, heard_at=NOW, size=6)
        unit.inbox.finish("m-2", status="held", decided_at=NOW)

    with store.view() as unit:
        found = unit.mailboxes.heard([f"imap/x/7/{uid}" for uid in range(1200)])
        none = unit.mailboxes.heard([])

    assert found == {"imap/x/7/1": "heard", "imap/x/7/700": "held"}
    assert none == {}
