"""Strict mailboxes, sendable addresses, and reply tokens."""

from __future__ import annotations

import secrets
import unicodedata

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from handlers.types import Address
from mail.addresses import (
    clean,
    hash_token,
    is_intake,
    is_sendable,
    make_token,
    message_id_for,
    parse_mailbox,
    parse_mailboxes,
    reply_address,
    token_in,
)

INTAKE = Address(email="partners@district.example")
PLUS_INTAKE = Address(email="office+partners@district.example")


@pytest.mark.parametrize(
    ("value", "email", "name"),
    [
        ("jane@acme.example", "jane@acme.example", ""),
        ("<Jane.Doe@ACME.example>", "jane.doe@acme.example", ""),
        ("Jane Doe <jane@acme.example>", "jane@acme.example", "Jane Doe"),
        ('"Doe, Jane" <jane@acme.example>', "jane@acme.example", "Doe, Jane"),
        ('"Jane \\"JJ\\" Doe" <jane@acme.example>', "jane@acme.example", 'Jane "JJ" Doe'),
        ("=?utf-8?q?Jos=C3=A9_N=C3=BA=C3=B1ez?= <jose@acme.example>", "jose@acme.example", "José Núñez"),
        ("Jane Doe (ACME) <jane@acme.example>", "jane@acme.example", "Jane Doe (ACME)"),
        ("jane@acme.example (Jane Doe)", "jane@acme.example", "Jane Doe"),
        ("jane@acme.example <jane@acme.example>", "jane@acme.example", ""),
        ("'jane@acme.example' <jane@acme.example>", "jane@acme.example", ""),
        ("Renée O'Neil [ACME] <renee.o'neil+x@mail.acme.example>", "renee.o'neil+x@mail.acme.example", "Renée O'Neil [ACME]"),
        ("partners@localhost", "partners@localhost", ""),
        ("Jane\r\n Doe <jane@acme.example>", "jane@acme.example", "Jane Doe"),
    ],
)
def test_one_honest_mailbox_is_read(value: str, email: str, name: str) -> None:
    assert parse_mailbox(value) == Address(email=email, name=name)


# CPython's own cases for CVE-2023-27043: an address, one special character, and a second address.
CVE_2023_27043 = [f"alice@example.org{char}bob@example.com" for char in '(<),@:;.\\"[] '] + [
    f"alice@example.org{char}<bob@example.com>" for char in '(),@:;."[\\'
]


@pytest.mark.parametrize(
    "value",
    [
        *(value for value in CVE_2023_27043 if value != "alice@example.org.bob@example.com"),
        "alice@example.org <bob@example.com>",
        "alice@example.org, bob@example.com",
        "Team: alice@example.org, bob@example.com;",
        "Team: alice@example.org;",
        "undisclosed-recipients:;",
        "<@relay.example:alice@example.org>",
        '"quoted local"@example.org',
        '<"a@b"@example.org>',
        "alice@[192.0.2.1]",
        "alice@example.org (bob@example.com)",
        "(comment) alice@example.org (second) (third)",
        "Alice <alice@example.org> <bob@example.com>",
        "Alice <alice@example.org>, ",
        "=?utf-8?q?alice=40example.org?=",
        "=?utf-8?q?Alice_=3Calice=40example.org=3E?=",
        "alice@example.org\x00",
        "alice\x00@example.org",
        "alice @example.org",
        "alice@exa mple.org",
        "alice@example..org",
        ".alice@example.org",
        "alice@-example.org",
        "älice@example.org",
        "a" * 65 + "@example.org",
        "alice@" + "a" * 64 + ".org",
        "<>",
        "",
        "MAILER-DAEMON",
    ],
)
def test_what_is_not_plainly_one_mailbox_is_none(value: str) -> None:
    assert parse_mailbox(value) is None


def test_an_encoded_name_cannot_become_an_address() -> None:
    address = parse_mailbox("=?utf-8?q?=3Cboss=40district.example=3E=0D=0ABcc=3A_x=40evil.example?= <mallory@evil.example>")

    assert address is not None
    assert address.email == "mallory@evil.example"
    assert "\r" not in address.name
    assert "\n" not in address.name


@given(st.text(alphabet=st.sampled_from('ab@.<>()",;: \t\r\n\x00\x07\u202e\u200b\\=?é'), max_size=60) | st.text(max_size=60))
def test_no_mailbox_holds_a_control_character(value: str) -> None:
    address = parse_mailbox(value)

    if address is not None:
        assert is_plain(address.email)
        assert address.email.isascii()
        assert address.email.count("@") == 1
        assert is_plain(address.name)


@given(st.text(max_size=20), st.sampled_from("\r\n\x00\x1b\u202e\u2066\u200b\x85"), st.text(max_size=20))
def test_a_control_character_in_a_name_is_not_kept(before: str, char: str, after: str) -> None:
    name = clean(f"{before}{char}{after}")

    assert is_plain(name)
    assert name == name.strip()


def is_plain(text: str) -> bool:
    return not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in "\u202e\u2066\u200b\ufeff" for char in text)


def test_clean_makes_one_line_and_keeps_words_apart() -> None:
    assert clean(" Robotics\r\n for\tall\u2028now \u202eevil\u200b ") == "Robotics for all now evil"


def test_a_list_keeps_what_is_valid() -> None:
    value = 'Jane <jane@acme.example>, "Doe, J" <jd@acme.example>; broken@, Team: a@b.example, c@d.example;, (x, y) e@f.example'

    found = [address.email for address in parse_mailboxes(value)]

    assert found == ["jane@acme.example", "jd@acme.example", "a@b.example", "c@d.example"]


def test_a_list_is_bounded() -> None:
    assert len(parse_mailboxes(", ".join(f"a{number}@b.example" for number in range(3_000)))) == 1_000


@pytest.mark.timeout(10)
@pytest.mark.parametrize("char", ['"', '"\\', "(", "<", ",", "((", "a@b ", ":", "\\", "=?utf-8?q?"])
def test_a_long_list_of_one_special_ends(char: str) -> None:
    assert parse_mailboxes(char * 60_000) == ()
    assert parse_mailbox(char * 1_000) is None


@pytest.mark.parametrize(
    "email", ["jane@acme.example", "partners@localhost", "a@b.test", "o'neil+tag@mail.acme.example", "x@host.local", "x@y.invalid"]
)
def test_plain_addresses_may_stand_in_an_envelope(email: str) -> None:
    assert is_sendable(email)


@pytest.mark.parametrize(
    "email",
    [
        "jane@acme.example\r\nRCPT TO:<x@y.example>",
        "jane@acme.example\n",
        "jane\x00@acme.example",
        "ja ne@acme.example",
        '"jane\r\n"@acme.example',
        '"jane doe"@acme.example',
        "jane@acme.example>",
        "<jane@acme.example>",
        "jäne@acme.example",
        "jane@äcme.example",
        "jane@dotless",
        "jane@192.0.2.1",
        "jane@[192.0.2.1]",
        "jane@acme.example, x@y.example",
        "jane",
        "@acme.example",
        "",
    ],
)
def test_what_could_break_an_envelope_is_refused(email: str) -> None:
    assert not is_sendable(email)


_LOCALS = st.text("ab0.!#'*+-=_", min_size=1, max_size=70)
_DOMAINS = st.lists(st.text("ab9-x", min_size=1, max_size=64), min_size=1, max_size=6).map(".".join)


@given(_LOCALS, st.one_of(_DOMAINS, st.from_regex(r"(xn--[a-z0-9]{1,9}\.)?[a-z]{1,60}\.(com|org|onion|arpa|edu)", fullmatch=True)))
def test_what_may_stand_in_an_envelope_is_what_the_validator_takes(local: str, domain: str) -> None:
    """Each part is asked about alone; together they must come to the same."""
    email = f"{local}@{domain}"
    try:
        validate_email(email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        assert not is_sendable(email)
    else:
        assert is_sendable(email) == (len(local) <= 64)


@given(st.binary(min_size=1, max_size=40), st.text(max_size=20), st.emails(), st.integers(0, 9), st.booleans())
def test_a_token_survives_programs_that_fold_case(secret: bytes, conversation: str, contact: str, epoch: int, upper: bool) -> None:
    token = make_token(secret, conversation, contact, epoch)
    address = reply_address(INTAKE, token)

    read = token_in(address.upper() if upper else address, INTAKE)

    assert read == token
    assert hash_token(token.upper()) == hash_token(token)


def test_a_token_is_26_characters_of_base32_and_depends_on_all_it_leads_to() -> None:
    tokens = {
        make_token(b"secret", "c1", "a@b.example", 0),
        make_token(b"other", "c1", "a@b.example", 0),
        make_token(b"secret", "c2", "a@b.example", 0),
        make_token(b"secret", "c1", "x@b.example", 0),
        make_token(b"secret", "c1", "a@b.example", 1),
    }

    assert len(tokens) == 5
    assert all(len(token) == 26 and set(token) <= set("abcdefghijklmnopqrstuvwxyz234567") for token in tokens)
    assert make_token(b"secret", "c1", "A@B.example", 0) in tokens


@pytest.mark.parametrize("intake", [INTAKE, PLUS_INTAKE, Address(email="partners@localhost")])
def test_the_intake_and_its_token_forms_are_ours(intake: Address) -> None:
    address = reply_address(intake, make_token(b"secret", "c1", "a@b.example", 0))

    assert is_intake(address, intake)
    assert is_intake(address.upper(), intake)
    assert is_intake(intake.email.title(), intake)
    assert is_sendable(address)


@pytest.mark.parametrize(
    "email",
    [
        "partners+short@district.example",
        "partners+" + "a" * 27 + "@district.example",
        "partners+" + "1" * 26 + "@district.example",
        "partners-" + "a" * 26 + "@district.example",
        "partners+" + "a" * 26 + "@evil.example",
        "others+" + "a" * 26 + "@district.example",
        "a" * 26 + "@district.example",
        "@district.example",
        "",
    ],
)
def test_other_addresses_hold_no_token(email: str) -> None:
    assert token_in(email, INTAKE) is None
    assert not is_intake(email, INTAKE)


def test_an_intake_with_a_plus_takes_only_its_own_tokens() -> None:
    token = "a" * 26

    assert token_in(f"office+partners+{token}@district.example", PLUS_INTAKE) == token
    assert token_in(f"office+{token}@district.example", PLUS_INTAKE) is None
    assert token_in(f"office+{token}+{token}@district.example", PLUS_INTAKE) is None
    assert not is_intake("office@district.example", PLUS_INTAKE)


def test_a_guessed_token_is_never_the_made_one() -> None:
    made = {make_token(secrets.token_bytes(32), "c", "a@b.example", 0) for _ in range(2_000)}

    assert len(made) == 2_000


def test_a_message_id_is_fixed_by_its_key() -> None:
    first, again, other = (message_id_for(b"ours", key, "district.example") for key in ("answer/1", "answer/1", "answer/2"))

    assert first == again != other
    assert first != message_id_for(b"a stranger's", "answer/1", "district.example")
    assert parse_mailbox(f"<{first}>") is not None
