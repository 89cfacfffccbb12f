"""Stopped at any boundary, nothing is lost and nothing is answered twice; a mail that always fails stops no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.post_room import PostRoom
from bot.service import Service
from store.conversations import Conversations
from store.errors import StoreFull
from store.inbox import Inbox
from store.outbox import Outbox
from store.records import Records
from tests.scenarios.office import STAFF, Office, mail

if TYPE_CHECKING:
    from collections.abc import Callable

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"

#: Every step of a decision after which the machine may stop.
BOUNDARIES = [
    (Inbox, "claim"),
    (Conversations, "save"),
    (Conversations, "add_token"),
    (PostRoom, "owe"),
    (Outbox, "add"),
    (Records, "add"),
    (Inbox, "finish"),
]


class PowerCut(BaseException):
    """Not an Exception: nothing in the program may catch it."""


def stopping_after(step: Callable[..., Any]) -> Callable[..., Any]:
    def stop(*args: Any, **kwargs: Any) -> Any:
        step(*args, **kwargs)
        raise PowerCut

    return stop


@pytest.mark.parametrize(("where", "step"), BOUNDARIES, ids=lambda each: getattr(each, "__name__", each))
def test_a_stop_at_any_boundary_leaves_nothing_half_done(office: Office, monkeypatch: pytest.MonkeyPatch, where: type, step: str) -> None:
    inbox_id = office.app.service.hear(mail(VENDOR, subject="STEM kits"), source_key="k1")
    assert inbox_id is not None
    with monkeypatch.context() as broken:
        broken.setattr(where, step, stopping_after(getattr(where, step)))
        with pytest.raises(PowerCut):
            office.app.service.decide(inbox_id)

    assert not office.sent_to("luz@readingclub.example")
    office.restart()
    assert office.app.service.waiting() == (inbox_id,)
    office.app.service.decide(inbox_id)

    assert len(office.sent_to("luz@readingclub.example")) == 1
    assert office.app.service.waiting() == ()


def test_a_mail_that_fails_three_times_is_shunted_and_the_next_one_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("a broken template")

    with monkeypatch.context() as poisoned:
        poisoned.setattr(Service, "_decide", broken)
        shunted = office.write(VENDOR, subject="poison")
    healthy = office.write(VENDOR, subject="STEM kits")

    assert (shunted.disposition, shunted.reason) == ("held", "shunted")
    assert healthy.disposition == "accepted"
    assert "a broken template" in office.sent_to(STAFF)[0].text
    assert "shunted" in office.slash("inbox")


def test_a_shunted_mail_can_be_released_when_the_cause_is_gone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("a broken template")

    with monkeypatch.context() as poisoned:
        poisoned.setattr(Service, "_decide", broken)
        shunted = office.write(VENDOR, subject="STEM kits")
    told = office.slash(f"release {shunted.inbox_id}")

    assert "accepted" in told
    assert len(office.sent_to("luz@readingclub.example")) == 1


def test_a_program_that_dies_three_times_over_one_mail_sets_it_aside(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox_id = office.app.service.hear(mail(VENDOR, subject="STEM kits"), source_key="k1")
    assert inbox_id is not None

    def dies(*_: Any, **__: Any) -> Any:
        raise PowerCut

    with monkeypatch.context() as fatal:
        fatal.setattr(Service, "_decide", dies)
        for _ in range(3):
            with pytest.raises(PowerCut):
                office.app.service.decide(inbox_id)
            office.restart()
        decided = office.app.service.decide(inbox_id)

    assert decided is not None
    assert decided.reason == "shunted"


def test_a_full_disk_is_not_the_mails_fault(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox_id = office.app.service.hear(mail(VENDOR, subject="STEM kits"), source_key="k1")
    assert inbox_id is not None

    def full(*_: Any, **__: Any) -> Any:
        raise StoreFull("the database has no room")

    with monkeypatch.context() as no_room:
        no_room.setattr(Outbox, "add", full)
        for _ in range(5):
            with pytest.raises(StoreFull):
                office.app.service.decide(inbox_id)
    decided = office.app.service.decide(inbox_id)

    assert decided is not None
    assert decided.disposition == "accepted"
