"""Headers and bodies to bytes: what goes in comes out, and nothing else ever does."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.types import Address
from mail import build
from mail.build import BuildError, Header

INJECTED = "Bcc: everybody@example.org"


def _built(*headers: Header, plain: str = "Hello.\n", html: str = "<p>Hello.</p>\n") -> bytes:
    return build.build(headers, plain=plain, html=html, seed="one@district.example")


@given(st.text(max_size=300))
@example(f"Hello\r\n{INJECTED}")
@example(f"Hello\n\n{INJECTED}")
@example("=?utf-8?q?Hello=0D=0ABcc:_everybody=40example.org?=")
@example("a" * 2_000)
@example(" twice  spaced ")
@example("Su solicitud: ¿seis preguntas? " * 12)
@example("")
def test_a_subject_is_refused_or_comes_back_as_it_went_in(subject: str) -> None:
    try:
        raw = _built(build.text("Subject", subject))
    except BuildError:
        assert any(ord(character) < 32 or ord(character) == 127 or 0xD800 <= ord(character) <= 0xDFFF for character in subject)
        return

    message = email.message_from_bytes(raw)

    assert build.subject_of(message) == subject
    assert message.keys() == ["Subject", "MIME-Version", "Content-Type"]


@given(st.text(max_size=60), st.text(max_size=60))
@example("X-Note\r\nBcc", "everybody@example.org")
@example("X-Note: x\nBcc", "everybody@example.org")
@example("X-Note", f"x\r\n{INJECTED}")
def test_no_name_and_no_value_adds_a_header(name: str, value: str) -> None:
    try:
        raw = _built(Header(name, value))
    except BuildError:
        return

    assert email.message_from_bytes(raw).keys() == [name, "MIME-Version", "Content-Type"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=2_000))
@example("From here\n.\n..\n")
@example("x" * 5_000)
@example("--=_liaison_\n--=_liaison_ce4b5b2d3f0f4c5d--\n")
@example("   \n trailing \t\n")
def test_a_body_comes_back_as_it_went_in_on_short_lines(body: str) -> None:
    raw = _built(build.text("Subject", "Hello"), plain=body, html=body)

    payloads = [part.get_payload(decode=True) for part in email.message_from_bytes(raw).walk() if not part.is_multipart()]
    assert [payload.decode().replace("\r\n", "\n").rstrip("\n") for payload in payloads if isinstance(payload, bytes)] == [
        body.rstrip("\n")
    ] * 2
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_body_that_holds_the_boundary_ends_no_part() -> None:
    boundary = email.message_from_bytes(_built()).get_boundary()

    raw = _built(plain=f"Hello\n--{boundary}\nContent-Type: text/html\n\nnot ours\n--{boundary}--\n")

    assert len(email.message_from_bytes(raw).get_payload()) == 2


def test_plain_ascii_can_be_read_in_the_kept_mail_as_it_stands() -> None:
    raw = _built(plain="What happens next: a person reads it.\n")

    assert b"What happens next: a person reads it.\r\n" in raw


@pytest.mark.parametrize(
    "address",
    [
        f"luz@example.org\r\n{INJECTED}",
        "luz@example.org, everybody@example.org",
        "Luz <luz@example.org>",
        '"luz"@example.org',
        "luz@exämple.org",
        "luz",
        "",
    ],
)
def test_only_a_bare_sendable_address_is_written_to(address: str) -> None:
    with pytest.raises(BuildError):
        build.mailboxes("To", [address])


def test_nobody_to_write_to_is_refused() -> None:
    with pytest.raises(BuildError, match="nobody"):
        build.mailboxes("To", [])


@pytest.mark.parametrize("name", ["Partnerships desk", 'Sam "the desk" O\\Neil, Jr.', "Señora Núñez", "=?utf-8?q?x?=", "a <b@example.org>"])
def test_a_name_of_ours_cannot_be_read_as_another_address(name: str) -> None:
    raw = _built(build.mailbox("From", Address(email="desk@district.example", name=name)))

    message = email.message_from_bytes(raw, policy=email.policy.default)

    (address,) = message["From"].addresses
    assert (address.addr_spec, address.display_name) == ("desk@district.example", name)


def test_references_keep_the_first_and_the_newest_twenty_and_drop_what_is_no_id() -> None:
    ids = [f"{number}@example.org" for number in range(1_000)]

    header = build.message_ids("References", ["first@example.org", "a b@example.org", "<x>@y", f"a\r\n{INJECTED}", *ids])

    assert header is not None
    assert header.value.split() == ["<first@example.org>", *(f"<{each}>" for each in ids[-20:])]


def test_a_thread_without_ids_has_no_references() -> None:
    assert build.message_ids("References", ["", "  "]) is None


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(BuildError, match="time zone"):
        build.dated(datetime(2026, 11, 20, 15, 30))  # noqa: DTZ001  that is the fault


def test_a_date_is_written_as_mail_writes_it() -> None:
    assert build.dated(datetime(2026, 11, 20, 15, 30, tzinfo=UTC)).value == "Fri, 20 Nov 2026 15:30:00 +0000"


@pytest.mark.parametrize("value", ["", "no-at-sign", "a b@example.org", f"a@example.org>\r\n{INJECTED}", "é@example.org", "x" * 300 + "@y"])
def test_a_message_id_of_ours_is_one_that_can_be_sent(value: str) -> None:
    with pytest.raises(BuildError):
        build.own_message_id(value)


def test_a_header_stands_once() -> None:
    with pytest.raises(BuildError, match="subject"):
        _built(build.text("Subject", "one"), build.text("SUBJECT", "two"))


def test_this_python_passes_the_canaries() -> None:
    build.check_serializer()


def test_a_serializer_that_lets_a_line_end_through_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "text", _Unchecked)
    monkeypatch.setattr(build, "_verify", lambda *_: None)

    with pytest.raises(BuildError, match="never given"):
        build.check_serializer()


class _Unchecked(Header):
    def __post_init__(self) -> None:
        """Let everything through."""


def test_what_was_built_is_read_again_before_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Header, "lines", lambda self: f"{self.name}: {self.value}\r\n{INJECTED}")

    with pytest.raises(BuildError, match="other headers"):
        _built(build.text("Subject", "Hello"))
