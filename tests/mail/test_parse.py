"""Mail as it comes, honest, broken and hostile, to `Inbound`."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.types import Address, Inbound
from mail.bodies import shallow, unflow
from mail.charsets import codec_of, decode_base64, decode_text, decode_words
from mail.parse import FORWARDED, Hostile, attachment_bytes, parse, parse_headers

INTAKE = Address(email="partners@district.example")
NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
TOKEN = "abcdefghijklmnopqrstuvwx23"

HEAD = (
    b"From: Jane Doe <jane@acme.example>\r\nTo: Partners <partners@district.example>\r\nSubject: Robotics\r\n"
    b"Message-ID: <one@acme.example>\r\nDate: Tue, 1 Sep 2026 07:30:00 -0400\r\n"
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def heard(raw: bytes, *, envelope_from: str | None = None, envelope_to: tuple[str, ...] = ()) -> Inbound:
    return parse(raw, intake=INTAKE, received_at=NOW, envelope_from=envelope_from, envelope_to=envelope_to)


def part(kind: str, body: bytes, *headers: str) -> bytes:
    lines = (f"Content-Type: {kind}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def multipart(kind: str, *parts: bytes, boundary: str = "b") -> bytes:
    edge = f"--{boundary}".encode()
    body = b"".join(edge + b"\r\n" + piece + b"\r\n" for piece in parts) + edge + b"--\r\n"
    return part(f'multipart/{kind}; boundary="{boundary}"', body)


def test_a_plain_mail_is_read() -> None:
    inbound = heard(HEAD + part("text/plain", b"We teach robotics.\r\n"), envelope_from="bounce@acme.example")

    assert inbound.sender == Address(email="jane@acme.example", name="Jane Doe")
    assert inbound.to == (Address(email="partners@district.example", name="Partners"),)
    assert inbound.subject == "Robotics"
    assert inbound.message_id == "one@acme.example"
    assert inbound.sent_at == datetime(2026, 9, 1, 11, 30, tzinfo=UTC)
    assert inbound.received_at == NOW
    assert inbound.visible == "We teach robotics."
    assert inbound.envelope_from == "bounce@acme.example"
    assert inbound.attachments == ()
    assert inbound.header("subject") == "Robotics"
    assert not inbound.is_bulk_html


def test_header_names_are_lower_case_and_values_are_one_decoded_line() -> None:
    raw = b"SUBJECT: =?utf-8?q?Caf=C3?=\r\n =?utf-8?q?=A9_abierto?=\r\nX-Odd:\t a\r\n\tb \r\n\r\nhello"

    inbound = heard(raw)

    assert inbound.headers == (("subject", "Café abierto"), ("x-odd", "a b"))


def test_a_line_break_in_an_encoded_subject_breaks_nothing() -> None:
    inbound = heard(b"Subject: =?utf-8?q?x=0D=0ABcc=3A_victim=40x.example?=\r\n\r\nhello")

    assert inbound.subject == "x Bcc: victim@x.example"
    assert inbound.header("bcc") == ""


@pytest.mark.parametrize(
    "from_lines",
    [
        b"",
        b"From: a@x.example\r\nFrom: b@x.example\r\n",
        b"From: a@x.example, b@x.example\r\n",
        b"From: alice@example.org,<bob@evil.example>\r\n",
        b"From: alice@example.org)bob@evil.example\r\n",
        b"From: Team: a@x.example;\r\n",
        b"From: MAILER-DAEMON <>\r\n",
    ],
)
def test_the_sender_is_unknown_unless_one_from_has_one_mailbox(from_lines: bytes) -> None:
    assert heard(from_lines + b"Subject: x\r\n\r\nhello").sender is None


def test_tokens_are_found_in_every_recipient_field_and_the_envelope() -> None:
    tokens = [letter * 26 for letter in "abcdef"]
    fields = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
    head = "".join(f"{field}: Partners+{token.upper()}@District.example\r\n" for field, token in zip(fields, tokens, strict=False))

    inbound = heard(head.encode() + b"\r\nhello", envelope_to=(f"partners+{tokens[5]}@district.example", "partners@district.example"))

    assert inbound.tokens == tuple(tokens)


def test_a_token_in_the_text_or_at_another_domain_is_none() -> None:
    inbound = heard(f"To: partners+{TOKEN}@evil.example\r\n\r\nreply to partners+{TOKEN}@district.example".encode())

    assert inbound.tokens == ()


def test_thread_ids_are_read_without_brackets() -> None:
    raw = b"In-Reply-To: Your mail <a@x.example>\r\nReferences: <r1@x.example>\r\n <r2@x.example><r3@x.example>\r\n\r\nhello"

    inbound = heard(raw)

    assert inbound.in_reply_to == ("a@x.example",)
    assert inbound.references == ("r1@x.example", "r2@x.example", "r3@x.example")


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Tue, 99 Sep 2026 99:00:00", "9" * 900, "Fri, 31 Dec 9999 23:00:00 -1400", "Tue, 1 Sep 2026 07:30:00 +9999"]
)
def test_a_date_that_is_none_costs_nothing(date: str) -> None:
    assert heard(f"Date: {date}\r\n\r\nhello".encode()).sent_at is None


def test_a_date_without_zone_is_taken_as_utc() -> None:
    assert heard(b"Date: Tue, 1 Sep 2026 07:30:00 -0000\r\n\r\nhello").sent_at == datetime(2026, 9, 1, 7, 30, tzinfo=UTC)


def test_the_return_path_stands_in_where_nobody_told_the_envelope() -> None:
    assert heard(b"Return-Path: <>\r\n\r\nhello").envelope_from == ""
    assert heard(b"Return-Path: <a@x.example>\r\n\r\nhello").envelope_from == "a@x.example"
    assert heard(b"Return-Path: <a@x.example>\r\n\r\nhello", envelope_from="").envelope_from == ""
    assert heard(b"\r\nhello").envelope_from is None


def test_text_is_preferred_to_html() -> None:
    raw = HEAD + multipart("alternative", part("text/plain", b"the text"), part("text/html", b"<p>the page</p>"))

    assert heard(raw).visible == "the text"


def test_a_mail_of_html_alone_is_read() -> None:
    inbound = heard(HEAD + part("text/html; charset=utf-8", "<p>Año <b>nuevo</b></p>".encode()))

    assert inbound.visible.split() == ["Año", "nuevo"]
    assert not inbound.is_bulk_html


def test_html_without_words_is_bulk() -> None:
    inbound = heard(HEAD + part("text/html", b'<html><body><img src="cid:x"></body></html>'))

    assert inbound.visible == ""
    assert inbound.is_bulk_html


def test_several_texts_are_joined_around_a_picture() -> None:
    picture = part("image/png", PNG, "Content-ID: <x>", "Content-Disposition: inline")

    inbound = heard(HEAD + multipart("mixed", part("text/plain", b"Above."), picture, part("text/plain", b"Below.")))

    assert inbound.visible.split() == ["Above.", "Below."]
    assert [attachment.media_type for attachment in inbound.attachments] == ["image/png"]


def test_a_text_footer_does_not_hide_an_html_mail() -> None:
    raw = HEAD + multipart("mixed", part("text/html", b"<p>The mail itself.</p>"), part("text/plain", b"List footer"))

    assert "The mail itself." in heard(raw).visible


def test_a_page_with_its_pictures_inside_an_alternative_is_read() -> None:
    related = multipart("related", part("text/html", b"<p>page</p>"), part("image/png", PNG, "Content-ID: <x>"), boundary="r")

    inbound = heard(HEAD + multipart("alternative", part("text/plain", b""), related))

    assert inbound.visible == "page"
    assert [attachment.name for attachment in inbound.attachments] == ["attachment-1.png"]


def test_nothing_but_an_attachment_has_no_text() -> None:
    inbound = heard(HEAD + part('image/png; name="certificate.png"', PNG, 'Content-Disposition: attachment; filename="certificate.png"'))

    assert inbound.visible == ""
    assert [(one.name, one.size) for one in inbound.attachments] == [("certificate.png", len(PNG))]


def test_a_named_text_speaks_only_where_nothing_else_does() -> None:
    named = part('text/plain; name="report.txt"', b"named words")

    alone = heard(HEAD + multipart("mixed", named, part("image/png", PNG)))
    beside = heard(HEAD + multipart("mixed", part("text/plain", b"the mail"), named))

    assert alone.visible == "named words"
    assert beside.visible == "the mail"
    assert [one.name for one in beside.attachments] == ["report.txt"]
    assert beside.attachments[0].text == "named words"


def test_attachments_keep_their_names_types_and_hashes() -> None:
    data = b"%PDF-1.4 nothing to read"
    encoded = base64.encodebytes(data)
    named = part(
        'application/octet-stream; name="=?utf-8?q?p=C3=B3liza.pdf?="',
        encoded,
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment; filename*0*=utf-8''p%C3%B3liza; filename*1*=.pdf",
    )
    raw = HEAD + multipart("mixed", part("text/plain", b"See attached."), named, part("text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"))

    first, second = heard(raw).attachments

    assert (first.name, first.media_type, first.size) == ("póliza.pdf", "application/pdf", len(data))
    assert first.sha256 == hashlib.sha256(data).hexdigest()
    assert (second.name, second.media_type) == ("attachment-2.ics", "text/calendar")
    assert attachment_bytes(raw, first.sha256) == data
    assert attachment_bytes(raw, "0" * 64) is None


def test_a_forwarded_mail_beside_a_text_is_an_attachment_with_its_papers() -> None:
    nested = b"From: other@x.example\r\nSubject: Insurance\r\n" + multipart(
        "mixed", part("text/plain", b"inner text"), part("image/png", PNG, "Content-Disposition: attachment"), boundary="n"
    )

    inbound = heard(HEAD + multipart("mixed", part("text/plain", b"As asked."), part("message/rfc822", nested)))

    assert inbound.visible == "As asked."
    assert [(one.name, one.media_type) for one in inbound.attachments] == [
        ("Insurance.eml", "message/rfc822"),
        ("attachment-2.png", "image/png"),
    ]
    assert inbound.attachments[0].text == "inner text"


def test_a_mail_that_is_only_a_forwarded_mail_gives_its_text() -> None:
    nested = b"From: other@x.example\r\nSubject: Idea\r\n" + part("text/plain", b"We offer tutoring.")

    inbound = heard(HEAD + multipart("mixed", part("text/plain", b"\r\n"), part("message/rfc822", nested)))

    assert inbound.visible == f"{FORWARDED}\n\nWe offer tutoring."
    assert inbound.sender == Address(email="jane@acme.example", name="Jane Doe")


def test_a_returned_mail_does_not_speak_for_its_report() -> None:
    returned = b"Subject: Idea\r\n" + part("text/plain", b"Our own words.")
    raw = HEAD + multipart("report", part("message/delivery-status", b"Action: failed\r\n"), part("message/rfc822", returned))

    inbound = heard(raw)

    assert "Our own words." not in inbound.visible
    assert all("Our own words." not in attachment.text for attachment in inbound.attachments)


def test_twenty_levels_of_mime_are_read_and_twenty_one_refused() -> None:
    inner = part("text/plain", b"deep down")
    for level in range(20):
        inner = multipart("mixed", inner, boundary=f"level{level}")

    assert heard(HEAD + inner).visible == "deep down"
    with pytest.raises(Hostile, match="too_deep"):
        heard(HEAD + multipart("mixed", inner, boundary="outer"))


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("text/plain; charset=iso-8859-1", "Año".encode("latin_1"), "Año"),
        ("text/plain; charset=iso-8859-1", "Año".encode(), "Año"),
        ("text/plain; charset=us-ascii", "“Año”".encode("cp1252"), "“Año”"),
        ("text/plain; charset=utf-8", "Año".encode("cp1252"), "Año"),
        ("text/plain; charset=x-unknown", "Año".encode(), "Año"),
        ("text/plain; charset=", b"plain", "plain"),
        ("text/plain; charset=unicode_escape", b"\\x41", "\\x41"),
        ("text/plain; charset=zlib_codec", b"plain", "plain"),
        ("text/plain; charset=gb2312", "中文".encode("gb18030"), "中文"),
        ("text/plain; charset=iso-2022-jp", "日本".encode("iso2022_jp"), "日本"),
        ("text/plain; charset=utf-16", "Año".encode("utf_16"), "Año"),
        ("text/plain; charset=koi8-r", "мир".encode("koi8_r"), "мир"),
        ("text/plain; charset=shift_jis", b"\x81", "\ufffd"),
        ("text/plain", b"a\x00b", "ab"),
        ("text", b"odd type", "odd type"),
        ("multipart/mixed", b"no boundary", "no boundary"),
        ('multipart/mixed; boundary="never"', b"boundary never used", "boundary never used"),
    ],
)
def test_charsets_unknown_or_wrong_still_give_text(kind: str, body: bytes, expected: str) -> None:
    assert heard(HEAD + part(kind, body)).visible == expected


@pytest.mark.parametrize(
    ("encoding", "body", "expected"),
    [
        ("quoted-printable", b"caf=C3=A9 and =\r\nmore", "café and more"),
        ("quoted-printable", b"broken =ZZ and =", "broken =ZZ and"),
        ("base64", b"aGVs\r\nbG8", "hello"),
        ("base64", b"aGVs!!bG8=\r\n-- \r\nlist footer", "hello"),
        ("BASE64", b"aGVsbG8=", "hello"),
        ("base64", b"aGVsb", "hel"),
        ("8bit", "café".encode(), "café"),
        ("x-unknown", b"plain", "plain"),
    ],
)
def test_damaged_transfer_encodings_give_what_can_be_had(encoding: str, body: bytes, expected: str) -> None:
    assert heard(HEAD + part("text/plain; charset=utf-8", body, f"Content-Transfer-Encoding: {encoding}")).visible == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?b?QcOxbw==?=", "Año"),
        ("=?iso-8859-1?Q?A=F1o?= nuevo", "Año nuevo"),
        ("a =?utf-8?q?b?= =?utf-8?q?c?= d", "a bc d"),
        ("=?utf-8?b?w7E=?= =?iso-8859-1?q?=F1?=", "ññ"),
        ("=?utf-8?Q?How are you??=", "How are you?"),
        ("=?utf-8?Q??=", ""),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
        ("=?x-none?q?A=C3=B1o?=", "Año"),
        ("=?utf-8*es?q?A=C3=B1o?=", "Año"),
        ("=?utf-8?b?!!!?=", ""),
        ('"=?utf-8?q?Jane?=" Doe', '"Jane" Doe'),
        ("no words = ? here", "no words = ? here"),
    ],
)
def test_encoded_words_are_decoded_or_left(value: str, expected: str) -> None:
    assert decode_words(value) == expected


def test_no_codec_is_asked_for_by_a_strangers_name() -> None:
    assert [codec_of(name) for name in ("zlib", "rot13", "idna", "punycode", "unicode_escape", "undefined", "")] == [""] * 7
    assert codec_of("ISO_8859-1:1987") == codec_of("latin1") == "latin_1"


@given(st.binary(max_size=200), st.text(max_size=20))
def test_decoding_raises_nothing(data: bytes, charset: str) -> None:
    assert "\x00" not in decode_text(data, charset)
    assert isinstance(decode_base64(data), bytes)


@given(st.binary(max_size=200))
def test_base64_that_is_sound_is_read_whole(data: bytes) -> None:
    assert decode_base64(base64.encodebytes(data)) == data


def test_flowed_lines_are_joined_and_quotes_and_signatures_kept() -> None:
    text = "One \ntwo.\n> quoted \n> more.\n>> deeper\n From the start\n-- \nJane"

    assert unflow(text) == "One two.\n> quoted more.\n>> deeper\nFrom the start\n-- \nJane"


def test_delsp_joins_without_a_space() -> None:
    raw = HEAD + part("text/plain; format=flowed; delsp=yes", b"partner \r\nship")

    assert heard(raw).visible == "partnership"


def test_html_is_cut_before_it_nests_too_deep_for_a_parser() -> None:
    flat = "<p>one<br>" * 5_000
    closed = "<div>x</div>" * 5_000

    assert shallow(flat) == flat
    assert shallow(closed) == closed
    assert shallow("<div>" * 180_000) == "<div>" * 1_000


def test_one_message_by_two_deliveries_has_one_key() -> None:
    body = part("text/plain", b"hello\r\n")
    first = b"Received: from a\r\nDelivered-To: x@district.example\r\n" + HEAD + body
    second = b"X-Spam: no\r\nReceived: from b\r\n" + HEAD.replace(b"\r\n", b"\n") + body.replace(b"\r\n", b"\n") + b"\n"

    assert heard(first).content_key == heard(second).content_key


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"hello", b"other"),
        (b"jane@", b"mallory@"),
        (b"Robotics", b"Chess"),
        (b"07:30", b"07:31"),
        (b"<one@", b"<two@"),
        (b"\x89PNG", b"\x89PNX"),
    ],
)
def test_another_message_has_another_key_even_with_a_squatted_id(old: bytes, new: bytes) -> None:
    genuine = HEAD + multipart("mixed", part("text/plain", b"hello"), part("image/png", PNG))
    changed = genuine.replace(old, new)

    assert changed != genuine
    assert heard(genuine).content_key != heard(changed).content_key


def test_without_message_id_the_bytes_are_the_key() -> None:
    raw = b"From: a@x.example\r\n\r\nhello"

    assert heard(raw).content_key == hashlib.sha256(raw).hexdigest()
    assert heard(raw).content_key != heard(raw + b"\r\n").content_key


@pytest.mark.parametrize("value", ["<[a@b]@exchange.example>", "no-brackets@x.example", "<>", "<", "<" + "a" * 3_000 + ">", "\x01<a@b>"])
def test_odd_message_ids_are_bounded(value: str) -> None:
    message_id = heard(f"Message-ID: {value}\r\n\r\nhello".encode()).message_id

    assert len(message_id) <= 998
    assert not set(message_id) & set("<>\r\n\x01")


EMPTY_AND_ODD = [
    b"",
    b"\r\n",
    b"\x00",
    b"hello",
    b"no header here\r\nFrom: x",
    b"From",
    b":\r\n",
    b" folded first\r\nA: b\r\n\r\n",
    b"\xff" * 2_000,
]


@pytest.mark.parametrize("raw", EMPTY_AND_ODD)
def test_odd_bytes_are_a_message_all_the_same(raw: bytes) -> None:
    inbound = heard(raw)

    assert inbound.size == len(raw)
    assert inbound.content_key


PIECES = [
    b"From: a@b.example\r\n",
    b"From: =?utf-8?q?=40?= <a",
    b"Subject: =?utf-8?b?",
    b"?=\r\n",
    b"Content-Type: multipart/alternative; boundary=b\r\n",
    b"Content-Type: text/html; charset=\xff\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Disposition: attachment; filename*0*=x''%ff",
    b"; filename*99999=a\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Date: 1\r\n",
    b"Message-ID: <\r\n",
    b"\r\n",
    b"\r\n--b\r\n",
    b"\r\n--b--\r\n",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-1.4",
    b"<p>",
    b"<!--",
    b"text",
    b"\x00",
    b"\x80",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=40))
def test_any_bytes_are_a_message_or_hostile(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)

    with suppress(Hostile):
        assert heard(raw).size == len(raw)
    assert parse_headers(raw, intake=INTAKE, received_at=NOW).size == len(raw)


SLOW = {
    "false boundaries": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b x\r\n" * 9_000 + b"x" * 20_000_000,
    "a 24 MB line": HEAD + b"\r\n" + b"x" * 24_000_000,
    "flowed without end": HEAD + part("text/plain; format=flowed", b"a \r\n" * 2_000_000),
    "words without end": b"".join(b"X-A: " + b"=?utf-8?q?aaaaaaaaa" * 800 + b"?=\r\n" for _ in range(16)) + b"\r\nhi",
    "quotes in From": b"From: " + b'"\\' * 7_500 + b"\r\n\r\nhi",
    "quotes in To": b"To: " + b'"\\' * 30_000 + b"\r\n\r\nhi",
    "quoted parameter": HEAD + part('text/plain; a="' + '"\\' * 7_000, b"hi"),
    "section number": HEAD + part("text/plain; name*" + "9" * 5_000 + "=a", b"hi"),
    "folded white space": b"Subject:" + b" \r\n" * 6_000 + b"\r\nhi",
    "unclosed elements": HEAD + part("text/html", b"<div>" * 180_000),
    "unclosed tags": HEAD + part("text/html", b"<a " * 20_000),
    "unclosed comments": HEAD + part("text/html", b"<!--" * 100_000),
    "quote marks": HEAD + part("text/plain; format=flowed", b">" * 2_000_000),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", SLOW)
def test_what_is_dear_elsewhere_ends_soon(name: str) -> None:
    inbound = heard(SLOW[name])

    assert inbound.size == len(SLOW[name])
    assert len(inbound.visible) + len(inbound.quoted) <= 1_000_000


@pytest.mark.timeout(20)
def test_headers_of_mail_that_is_refused_say_who_and_what() -> None:
    raw = HEAD + b"Cc: " + b"a@b.example, " * 20_000 + b"\r\n\r\nhi" + b"x" * 30_000_000

    with pytest.raises(Hostile):
        heard(raw)
    inbound = parse_headers(raw, intake=INTAKE, received_at=NOW)

    assert inbound.sender == Address(email="jane@acme.example", name="Jane Doe")
    assert inbound.subject == "Robotics"
    assert inbound.size == len(raw)
    assert len(inbound.cc) <= 1_000
    assert all(len(value) <= 16_000 for _, value in inbound.headers)
    assert attachment_bytes(raw, "0" * 64) is None
