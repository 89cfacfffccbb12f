"""A person's own answer in a real folder of sent mail: seen in time, by whatever name, whatever else lies there, and never touched."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot import postman, slash
from bot.checking import _incoming
from mail.mailbox import Mailbox
from tests.real.test_dovecot import LAWYER, VENDOR, Office, account_of, opened, until
from tests.scenarios.office import INTAKE, STAFF, mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.inbox import InboxItem

#: A fixture of another module.
__all__ = ["opened"]

pytestmark = pytest.mark.real

LUZ = "luz@readingclub.example"
FIRST = mail(VENDOR, message_id="<first@mail.example>")
BY_HAND = mail(
    "I look after this.", sender=INTAKE, to=LUZ, subject="Re: STEM", in_reply_to="first@mail.example", message_id="<by-hand@x.example>"
)
REPLY = mail("Thank you. What does the hall cost?", in_reply_to="by-hand@x.example", subject="Re: STEM")


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postman, "LOOK_S", 0.3)


def put(office: Office, *raws: bytes, folder: str = "Sent", flags: tuple[bytes, ...] = (b"\\Seen",)) -> None:
    """What a mail program does after it has sent."""
    with office.server.client(office.user) as person:
        if not person.folder_exists(folder):
            person.create_folder(folder)
        for raw in raws:
            person.append(folder, raw, flags=flags)


def with_sent(office: Office, folder: str = "Sent") -> Office:
    put(office, folder=folder)
    return office


def heard(office: Office) -> list[InboxItem]:
    with office.app.store.view() as unit:
        return list(unit.inbox.items(limit=1000))


def reasons(office: Office) -> list[str]:
    return [item.reason for item in heard(office) if item.status != "heard"]


def to_luz(office: Office) -> list[str]:
    with office.app.store.view() as unit:
        return [item.status for item in unit.outbox.items(limit=1000) if LUZ in item.to]


def watched(office: Office) -> Any:
    """Whether there is a before: how the folder stood when it was first seen is kept."""
    account = account_of(office)
    with office.app.store.view() as unit:
        return unit.mailboxes.first_seen(account.key_of("Sent"))


@pytest.mark.parametrize("folder", ["Sent", "Sent Items", "Elementos enviados"])
def test_what_waits_is_withdrawn_and_the_talk_is_silent_until_it_is_given_back(opened: Callable[..., Office], folder: str) -> None:
    office = with_sent(opened(REPLIES="draft", STAFF=f"{STAFF}:approver"), folder)
    with office.running():
        until(lambda: _seen(office, folder))
        office.server.deliver(office.user, FIRST)
        until(lambda: to_luz(office) == ["held"])

        put(office, BY_HAND, folder=folder)

        until(lambda: to_luz(office) == ["cancelled"])
        office.server.deliver(office.user, REPLY)
        until(lambda: "with_person" in reasons(office))
        assert to_luz(office) == ["cancelled"]
        slash.answer(office.app, f"resume {heard(office)[0].conversation}", "local-admin")
        office.server.deliver(office.user, mail("And may we hand out flyers?", in_reply_to="by-hand@x.example", subject="Re: STEM"))
        until(lambda: to_luz(office) == ["cancelled", "held"])

    assert office.in_folder(folder) == [(b"\\Seen",)]
    assert [item.kind for item in heard(office)].count("own") == 1


def _seen(office: Office, folder: str) -> Any:
    with office.app.store.view() as unit:
        return unit.mailboxes.first_seen(account_of(office).key_of(folder))


def test_an_answer_that_was_written_before_a_reply_came_is_seen_before_it(
    opened: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "LOOK_S", 600)
    office = with_sent(opened())
    with office.running():
        until(lambda: watched(office))
        office.server.deliver(office.user, FIRST)
        until(lambda: to_luz(office) == ["sent"])
        until(lambda: office.settled(INBOX=0, Processed=1))
        put(office, BY_HAND)

        office.server.deliver(office.user, REPLY)

        until(lambda: reasons(office)[1:] == ["answered_by_a_person", "with_person"])
    assert to_luz(office) == ["sent"]


def test_what_was_answered_while_liaison_was_away_is_answered_by_nobody_else(opened: Callable[..., Office]) -> None:
    office = with_sent(opened(IMAP_SINCE="now"))
    with office.running():
        until(lambda: watched(office))
    office.server.deliver(office.user, FIRST, mail(VENDOR, sender="bo@two.example"))
    put(office, BY_HAND)

    with office.running():
        until(lambda: office.answers() == ["bo@two.example"])
        until(lambda: office.settled(INBOX=0, Processed=2))

    assert to_luz(office) == []
    assert sorted(reasons(office))[-2:] == ["answered_by_a_person"] * 2


def test_what_liaison_sent_what_lay_there_and_what_belongs_to_nothing_is_not_heard(opened: Callable[..., Office]) -> None:
    office = with_sent(opened(IMAP_SINCE="now"))
    put(office, BY_HAND)
    with office.running():
        until(lambda: watched(office))
        office.server.deliver(office.user, FIRST)
        until(lambda: to_luz(office) == ["sent"])
        with office.app.store.view() as unit:
            (item,) = unit.outbox.items(("sent",))
            ours = unit.blobs.get(item.raw_sha256)
        assert ours is not None
        other_id = ours.replace(item.message_id.encode(), b"DM6PR01MB1@outlook.example")
        private = mail("See you on Sunday.", sender=INTAKE, to="mum@home.example", in_reply_to="cake@home.example")
        put(office, ours, other_id, private, mail("Hello", sender=INTAKE, to=LUZ))
        office.server.deliver(office.user, mail("Yes, thank you.", in_reply_to=item.message_id, subject="Re: STEM"))
        until(lambda: len(reasons(office)) == 2)
        until(lambda: (seen := watched(office)) and seen.uidnext == 6)

    assert [item.kind for item in heard(office)] == ["normal", "reply"]
    assert "with_person" not in reasons(office)


def test_a_held_mail_that_a_person_answers_leads_to_a_talk_of_theirs(opened: Callable[..., Office]) -> None:
    office = with_sent(opened())
    with office.running():
        until(lambda: watched(office))
        office.server.deliver(office.user, mail(LAWYER, message_id="<first@mail.example>"))
        until(lambda: "sensitive" in reasons(office))
        put(office, BY_HAND)
        until(lambda: "answered_by_a_person" in reasons(office))

        office.server.deliver(office.user, mail("Thank you. Could you send the flyer, too?", in_reply_to="by-hand@x.example"))

        until(lambda: reasons(office).count("answered_by_a_person") == 2)
    assert to_luz(office) == []


def test_new_uids_in_the_folder_bring_nothing_twice_and_nothing_of_before(opened: Callable[..., Office]) -> None:
    office = with_sent(opened(REPLIES="draft"))
    with office.running():
        until(lambda: watched(office))
        office.server.deliver(office.user, FIRST)
        until(lambda: to_luz(office) == ["held"])
        put(office, BY_HAND)
        until(lambda: to_luz(office) == ["cancelled"])
        until(lambda: (seen := watched(office)) and seen.uidnext == 2)
    slash.answer(office.app, f"resume {heard(office)[0].conversation}", "local-admin")
    root = office.server.folder / "mail" / office.user
    time.sleep(1.1)  # Dovecot takes the second as UIDVALIDITY.
    for file in (*(root / ".Sent").glob("dovecot*"), *root.glob("dovecot-uidvalidity*"), *root.glob("dovecot.list.index*")):
        file.unlink()
    before = watched(office)

    with office.running():
        until(lambda: watched(office) != before)
        office.server.deliver(office.user, mail("And flyers?", in_reply_to="by-hand@x.example", subject="Re: STEM"))
        until(lambda: to_luz(office) == ["cancelled", "held"])

    assert [item.kind for item in heard(office)].count("own") == 1


def test_where_there_is_no_such_folder_that_is_said_once_in_the_log_and_by_check(opened: Callable[..., Office]) -> None:
    office = opened()
    with capture_logs() as lines, office.running() as runners:
        until(lambda: any(line["event"] == "mailbox_open" for line in lines))
        assert runners.postman is not None
        runners.postman._box.cut()  # type: ignore[union-attr]  # it is open
        until(lambda: sum(line["event"] == "mailbox_open" for line in lines) == 2)

    assert sum(line["event"] == "no_sent_folder" for line in lines) == 1
    assert [each.detail for each in _incoming(office.app.settings) if each.name == "own answers"] == [
        "there is no folder of sent mail here, so that Liaison goes on in a talk in which one of you answers by hand"
    ]


def test_a_look_elsewhere_changes_nothing_and_misses_nothing(opened: Callable[..., Office]) -> None:
    office = with_sent(opened())
    put(office, BY_HAND, flags=())
    with closing(Mailbox(account_of(office))) as box:
        box.open()
        with box.elsewhere("Sent") as there:
            assert there.messages == 1
            assert list(box.heads(box.uids(), 100_000)) == [1]
            office.server.deliver(office.user, FIRST)
            until(lambda: office.in_folder("INBOX"))

        assert box.uids() == (1,)
    assert office.in_folder("Sent") == [()]
