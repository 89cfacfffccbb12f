"""Only the word of our own server counts, and only its newest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.types import Address, Inbound
from mail.authentication import Verdict, parse, verdict

OURS = "mx.district.example"
PASS = f"{OURS}; dmarc=pass header.from=garden.example"


def inbound(*values: str, sender: str | None = "ana@garden.example") -> Inbound:
    return Inbound(
        message_id="m@garden.example",
        content_key="k",
        sender=Address(email=sender) if sender else None,
        received_at=datetime(2026, 11, 3, 9, tzinfo=UTC),
        headers=tuple(("authentication-results", value) for value in values),
    )


def test_without_a_server_of_ours_nothing_is_known() -> None:
    assert verdict(inbound(PASS), "") is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "value",
    [
        PASS,
        f"{OURS.upper()} 1; DMARC=pass (p=reject) header.from=garden.example",
        f'"{OURS}"; spf=fail smtp.mailfrom=x@other.example; dmarc=pass header.from=garden.example',
        f"{OURS}; dkim=pass header.d=garden.example",
        f"{OURS}; dkim=pass header.i=@mail.garden.example; spf=softfail smtp.mailfrom=other.example",
        f"{OURS}; spf=pass (sender ok; really) smtp.mailfrom=bounce@mail.garden.example",
        f"(a comment (nested)) {OURS};\r\n\tdmarc=pass header.from=garden.example",
    ],
)
def test_our_servers_word_for_the_senders_domain_is_enough(value: str) -> None:
    assert verdict(inbound(value), OURS) is Verdict.PASS


@pytest.mark.parametrize(
    "value",
    [
        "",
        f"{OURS}; none",
        f"{OURS}; dmarc=fail header.from=garden.example; dkim=pass header.d=garden.example",
        f"{OURS}; dmarc=pass header.from=other.example",
        f"{OURS}; dkim=pass header.d=other.example",
        f"{OURS}; dkim=pass header.d=example",
        f"{OURS}; spf=pass smtp.mailfrom=notgarden.example",
        f"{OURS}; dkim=fail (dmarc=pass header.from=garden.example)",
        f'{OURS}; dkim=fail reason="; dmarc=pass header.from=garden.example"',
        f"evil.example; dmarc=pass header.from=garden.example ({OURS})",
        f"{OURS}.evil.example; dmarc=pass header.from=garden.example",
        f"{OURS} 2; dmarc=pass header.from=garden.example",
        f"{OURS}; dmarc=pass-ish header.from=garden.example",
        f"{OURS}; x=" + "(" * 100_000,
    ],
)
def test_everything_else_is_not_vouched_for(value: str) -> None:
    assert verdict(inbound(value), OURS) is Verdict.FAIL


@given(st.lists(st.sampled_from([PASS, f"{OURS}; dmarc=pass", "evil.example; dmarc=pass"]), max_size=4))
def test_what_a_sender_wrote_below_our_header_changes_nothing(forged: list[str]) -> None:
    failed = f"{OURS}; dmarc=fail header.from=garden.example"

    assert verdict(inbound(failed, *forged), OURS) is Verdict.FAIL


def test_a_strangers_header_on_top_hides_the_forged_one_below() -> None:
    assert verdict(inbound("relay.example; spf=pass", PASS), OURS) is Verdict.FAIL


def test_a_mail_without_a_single_sender_is_nobodys() -> None:
    assert verdict(inbound(PASS, sender=None), OURS) is Verdict.FAIL


@pytest.mark.parametrize(
    ("one", "other"), [("co.uk", "school.co.uk"), ("nm.us", "aps.k12.nm.us"), ("k12.nm.us", "aps.k12.nm.us"), ("com", "x.com")]
)
def test_domains_under_a_shared_suffix_are_not_of_one_owner(one: str, other: str) -> None:
    value = f"{OURS}; dkim=pass header.d={one}"

    assert verdict(inbound(value, sender=f"ana@{other}"), OURS) is Verdict.FAIL


def test_properties_are_read_beside_comments_and_versions() -> None:
    server, results = parse(f"{OURS}; dkim/1=pass (2048-bit; key) header.d=Garden.example header.s=s1; spf=none")

    assert server == OURS
    assert [(each.method, each.result) for each in results] == [("dkim", "pass"), ("spf", "none")]
    assert results[0].properties == {"header.d": "garden.example", "header.s": "s1"}


@given(st.text(max_size=300))
def test_any_header_is_parsed_without_an_error(value: str) -> None:
    server, results = parse(value)

    assert server == server.lower()
    assert all(each.method for each in results)
