"""Each rule of the screen, what it stops and what it lets pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.types import Address, Disposition, Inbound, Kind, Screened, ScreenFacts
from mail.bounce import Report
from mail.screen import MANY_RECIPIENTS, RULES, screen

INTAKE = Address(email="partners@desk.example")
TOKEN = "a" * 26
OUR_ID = "liaison.0123456789abcdef0123456789abcdef01234567@desk.example"
FACTS = ScreenFacts(
    intake=INTAKE,
    district_domains=frozenset({"desk.example", "schools.example"}),
    staff=frozenset({"maria@schools.example"}),
    our_message_ids=frozenset({OUR_ID}),
)
MAIL = Inbound(
    message_id="m1@garden.example",
    content_key="k",
    sender=Address(email="ana@garden.example"),
    to=(INTAKE,),
    subject="Garden club",
    received_at=datetime(2026, 11, 3, 9, tzinfo=UTC),
)


def address(email: str) -> Address:
    return Address(email=email)


def with_header(name: str, value: str) -> Inbound:
    return replace(MAIL, headers=((name, value),))


AUTHSERV = replace(FACTS, authserv_id="mx.desk.example")
MANY = tuple(address(f"p{number}@garden.example") for number in range(MANY_RECIPIENTS))
K, D = Kind, Disposition

#: Rule, mail, facts, report, and the end it comes to.
STOPPED: list[tuple[str, Inbound, ScreenFacts, Report | None, Kind, Disposition]] = [
    ("own", replace(MAIL, sender=INTAKE), FACTS, None, K.OWN, D.DISCARDED),
    ("own", replace(MAIL, sender=address(f"partners+{TOKEN}@desk.example")), FACTS, None, K.OWN, D.DISCARDED),
    ("own", replace(MAIL, message_id=OUR_ID), FACTS, None, K.OWN, D.DISCARDED),
    ("own", replace(MAIL, message_id=OUR_ID.replace("0", "f")), FACTS, None, K.OWN, D.DISCARDED),
    ("loop", with_header("x-loop", "partners@desk.example"), FACTS, None, K.LOOP, D.DISCARDED),
    ("loop", with_header("x-liaison-questions", "fee"), FACTS, None, K.LOOP, D.DISCARDED),
    ("loop", replace(MAIL, reply_to=(address(f"partners+{TOKEN}@desk.example"),)), FACTS, None, K.LOOP, D.DISCARDED),
    ("complaint", MAIL, FACTS, Report(K.COMPLAINT), K.COMPLAINT, D.ACCEPTED),
    ("bounce", MAIL, FACTS, Report(K.BOUNCE), K.BOUNCE, D.ACCEPTED),
    ("bounce", with_header("x-liaison-questions", "fee"), FACTS, Report(K.BOUNCE), K.BOUNCE, D.ACCEPTED),
    ("receipt", MAIL, FACTS, Report(K.RECEIPT), K.RECEIPT, D.DISCARDED),
    ("auto_reply", MAIL, FACTS, Report(K.AUTO_REPLY), K.AUTO_REPLY, D.DISCARDED),
    ("auto_submitted", with_header("auto-submitted", "auto-generated; type=x"), FACTS, None, K.AUTO_REPLY, D.DISCARDED),
    ("null_return_path", replace(MAIL, envelope_from=""), FACTS, None, K.AUTO_REPLY, D.DISCARDED),
    ("null_return_path", with_header("return-path", "<>"), FACTS, None, K.AUTO_REPLY, D.DISCARDED),
    ("list_mail", with_header("list-id", "News <news.garden.example>"), FACTS, None, K.NORMAL, D.HELD),
    ("list_mail", with_header("list-unsubscribe", "<mailto:off@garden.example>"), FACTS, None, K.NORMAL, D.HELD),
    ("list_mail", with_header("precedence", "list"), FACTS, None, K.NORMAL, D.HELD),
    ("no_single_sender", replace(MAIL, sender=None), FACTS, None, K.NORMAL, D.HELD),
    ("unauthenticated", MAIL, AUTHSERV, None, K.NORMAL, D.HELD),
    ("verification", replace(MAIL, subject="Please verify your email address"), FACTS, None, K.NORMAL, D.HELD),
    ("verification", replace(MAIL, subject="482913 is your Workspace code"), FACTS, None, K.NORMAL, D.HELD),
    ("verification", replace(MAIL, subject="Confirma tu cuenta"), FACTS, None, K.NORMAL, D.HELD),
    ("no_reply_sender", replace(MAIL, sender=address("no-reply@garden.example")), FACTS, None, K.NORMAL, D.HELD),
    ("no_reply_sender", replace(MAIL, sender=address("calendar-noreply@garden.example")), FACTS, None, K.NORMAL, D.HELD),
    ("no_reply_sender", replace(MAIL, sender=address("postmaster@garden.example")), FACTS, None, K.NORMAL, D.HELD),
    ("many_recipients", replace(MAIL, to=(INTAKE, *MANY)), FACTS, None, K.NORMAL, D.HELD),
    ("in_copy", replace(MAIL, to=(address("leo@robots.example"),), cc=(INTAKE,)), FACTS, None, K.NORMAL, D.HELD),
    ("to_staff", replace(MAIL, to=(address("maria@schools.example"), INTAKE)), FACTS, None, K.NORMAL, D.HELD),
    ("to_staff", replace(MAIL, to=(address("principal@schools.example"), INTAKE)), FACTS, None, K.NORMAL, D.HELD),
    ("to_staff", replace(MAIL, cc=(address("maria@schools.example"),), in_reply_to=("s1@schools.example",)), FACTS, None, K.NORMAL, D.HELD),
]  # fmt: skip


@pytest.mark.parametrize("row", STOPPED, ids=[f"{number}-{row[0]}" for number, row in enumerate(STOPPED)])
def test_the_rule_decides(row: tuple[str, Inbound, ScreenFacts, Report | None, Kind, Disposition]) -> None:
    rule, mail, facts, report, kind, disposition = row

    screened = screen(mail, facts, report)

    assert screened == Screened(kind=kind, disposition=disposition, reason=rule)


def test_every_rule_is_hit_by_some_mail() -> None:
    assert {rule.name for rule in RULES} == {row[0] for row in STOPPED}


def test_names_of_rules_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


PASSED: list[tuple[str, dict[str, Any], Kind]] = [
    ("a first mail", {}, K.NORMAL),
    ("in blind copy or through a group", {"to": (address("friends@garden.example"),)}, K.NORMAL),
    ("a token makes it a reply", {"tokens": (TOKEN,)}, K.REPLY),
    ("a token in copy is for us", {"to": (address("leo@robots.example"),), "cc": (INTAKE,), "tokens": (TOKEN,)}, K.REPLY),
    ("our id makes it a reply", {"in_reply_to": (OUR_ID,)}, K.REPLY),
    ("our id far up the thread", {"references": ("x@y.example", OUR_ID)}, K.REPLY),
    ("an answer to us with a staff member in it", {"in_reply_to": (OUR_ID,), "to": (INTAKE, address("maria@schools.example"))}, K.REPLY),
    ("a token with a staff member in To", {"tokens": (TOKEN,), "to": (INTAKE, address("maria@schools.example"))}, K.REPLY),
    ("a principal in copy of a first mail", {"cc": (address("principal@schools.example"),)}, K.NORMAL),
    ("auto-submitted no", {"headers": (("auto-submitted", "no"),)}, K.NORMAL),
    ("bulk alone", {"headers": (("precedence", "bulk"),)}, K.NORMAL),
    ("a wish for no automatic answers", {"headers": (("x-auto-response-suppress", "All"),)}, K.NORMAL),
    ("the intake address is a group", {"headers": (("list-id", "<partners.desk.example>"),)}, K.NORMAL),
    ("the intake address is posted to", {"headers": (("list-id", "<x.y>"), ("list-post", "<mailto:partners@desk.example>"))}, K.NORMAL),
    ("a reply that speaks of accounts", {"tokens": (TOKEN,), "subject": "Re: confirm your account manager"}, K.REPLY),
    ("a name that only sounds alike", {"sender": address("norene@garden.example")}, K.NORMAL),
    ("twenty recipients", {"to": (INTAKE, *MANY[:-1])}, K.NORMAL),
    ("an ordinary return path", {"envelope_from": "ana@garden.example"}, K.NORMAL),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "kind"), [row[1:] for row in PASSED], ids=[row[0] for row in PASSED])
def test_mail_of_people_is_accepted(changes: dict[str, Any], kind: Kind) -> None:
    assert screen(replace(MAIL, **changes), FACTS, None) == Screened(kind=kind, disposition=D.ACCEPTED, reason="")


def test_mail_that_our_server_vouches_for_is_accepted() -> None:
    mail = with_header("authentication-results", "mx.desk.example; dmarc=pass header.from=garden.example")

    assert screen(mail, AUTHSERV, None).disposition is Disposition.ACCEPTED


def test_a_token_does_not_stand_in_for_authentication() -> None:
    assert screen(replace(MAIL, tokens=(TOKEN,)), AUTHSERV, None) == Screened(kind=K.REPLY, disposition=D.HELD, reason="unauthenticated")
