"""Whose a refusal is, in the words of servers that are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mail.refusals import RULES, judge

if TYPE_CHECKING:
    from mail.refusals import Blame, Stage

SAID: list[tuple[Stage, int, str, Blame]] = [
    ("rcpt", 0, "the connection broke", "later"),
    ("connect", 421, "4.3.2 Going down", "later"),
    ("connect", 454, "4.7.0 Temporary authentication failure", "later"),
    ("connect", 535, "5.7.8 Error: authentication failed", "us"),
    ("connect", 554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked", "us"),
    ("mail", 451, "4.7.1 Try again later", "later"),
    ("mail", 530, "5.7.57 Client not authenticated to send mail", "us"),
    ("mail", 550, "5.7.1 no", "us"),
    ("mail", 552, "5.3.4 Message size exceeds fixed limit", "mail"),
    ("rcpt", 450, "4.2.0 <luz@x.example>: Recipient address rejected: Greylisted", "later"),
    ("rcpt", 452, "4.2.2 The email account is over quota", "later"),
    ("rcpt", 454, "4.7.1 <luz@x.example>: Relay access denied", "us"),
    ("rcpt", 501, "5.1.3 Bad recipient address syntax", "address"),
    ("rcpt", 503, "5.5.1 Error: need MAIL command", "us"),
    ("rcpt", 504, "5.5.2 <luz>: Recipient address rejected: need fully-qualified address", "mail"),
    ("rcpt", 550, "5.1.1 <luz@x.example>: Recipient address rejected: User unknown in virtual mailbox table", "address"),
    ("rcpt", 550, "No such user here", "address"),
    ("rcpt", 550, "5.1.10 Recipient address has null MX", "address"),
    ("rcpt", 550, "5.7.1 Message rejected by policy", "mail"),
    ("rcpt", 550, "no", "mail"),
    ("rcpt", 550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "us"),
    ("rcpt", 552, "5.2.2 Mailbox full", "mail"),
    ("rcpt", 552, "too many recipients", "later"),
    ("rcpt", 553, "5.7.1 <a@x.example>: Sender address rejected: not owned by user b", "us"),
    ("rcpt", 554, "5.7.1 <mail[192.0.2.1]>: Client host rejected: Access denied", "us"),
    ("rcpt", 554, "5.7.1 <luz@x.example>: Relay access denied", "us"),
    ("rcpt", 556, "That domain takes no mail", "address"),
    ("data", 451, "4.3.0 Try again", "later"),
    ("data", 550, "5.4.5 Daily user sending limit exceeded", "us"),
    ("data", 550, "5.7.60 SMTP; Client does not have permissions to send as this sender", "us"),
    ("data", 552, "5.3.4 Message too big", "mail"),
    ("data", 554, "5.7.1 This looks like spam", "mail"),
]


@pytest.mark.parametrize(("stage", "code", "words", "blame"), SAID)
def test_a_refusal_is_theirs_ours_or_for_later(stage: Stage, code: int, words: str, blame: Blame) -> None:
    assert judge(stage, code, words) == blame


@pytest.mark.parametrize("stage", ["connect", "mail", "rcpt", "data"])
@pytest.mark.parametrize("code", [*range(400, 600), 299, 354, 999])
def test_every_code_at_every_stage_has_a_meaning(stage: Stage, code: int) -> None:
    assert judge(stage, code, "") in {rule.blame for rule in RULES}
