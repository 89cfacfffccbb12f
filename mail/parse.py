"""Bytes to `Inbound`: bounded, pure, and never raising anything but `Hostile`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from handlers.types import Address, Attachment, Inbound
from mail.addresses import clean, parse_mailbox, parse_mailboxes, token_in
from mail.attachments import MAX_TEXT, safe_name, sniff, text_of
from mail.bodies import MESSAGES, body_of, papers, payload, texts
from mail.charsets import decode_words
from mail.fields import Field, first, read_fields
from mail.prescan import MAX_BYTES, MAX_FIELDS, MAX_HEADER_BYTES, Hostile, Part, header_block, header_start, prescan, shape
from mail.visible import Visible, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MAX_BYTES", "Hostile", "attachment_bytes", "parse", "parse_headers", "prescan"]

MAX_VALUE = 16_000
MAX_IDS = 100
MAX_ID = 998
#: Each may cost a child's ten seconds, and no mail may hold up the others for thirty.
MAX_PDFS = 2

FORWARDED = "Forwarded message:"

_TOKEN_FIELDS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_ID = re.compile(r"<([^<>\s]{1,998})>")


def parse(
    raw: bytes, *, intake: Address, received_at: datetime, envelope_from: str | None = None, envelope_to: tuple[str, ...] = ()
) -> Inbound:
    """The message that the bytes are, or `Hostile` with its reason."""
    root = shape(raw)
    head = _from_fields(root.fields, intake, received_at, envelope_from, envelope_to)
    text, html = body_of(raw, root)
    recipients = tuple(address.email for address in (*head.to, *head.cc))
    sender = head.sender or Address(email="")
    seen = visible_text(text, html, name=sender.name or "", email=sender.email, recipients=recipients)
    if not seen.text and not _cut(seen):
        seen = _forwarded(raw, root) or seen
    attachments = tuple(_attachments(raw, root))
    return replace(
        head,
        content_key=_content_key(raw, root, head.message_id, attachments),
        visible=seen.text,
        signature=seen.signature,
        quoted=seen.quoted,
        doubtful=seen.doubtful,
        pairs=seen.pairs,
        attachments=attachments,
        size=len(raw),
        is_bulk_html=html is not None and not (seen.text or _cut(seen) or (text or "").strip()),
    )


def parse_headers(
    raw: bytes, *, intake: Address, received_at: datetime, envelope_from: str | None = None, envelope_to: tuple[str, ...] = ()
) -> Inbound:
    """What the header alone says of a mail that is too big or hostile; raises nothing."""
    block, _ = header_block(raw, header_start(raw), len(raw), MAX_HEADER_BYTES)
    fields = tuple((name, value[:MAX_VALUE]) for name, value in read_fields(block)[:MAX_FIELDS])
    head = _from_fields(fields, intake, received_at, envelope_from, envelope_to)
    return replace(head, content_key=hashlib.sha256(raw).hexdigest(), size=len(raw))


def attachment_bytes(raw: bytes, sha256: str) -> bytes | None:
    """The bytes of the attachment with this hash."""
    try:
        root = shape(raw)
    except Hostile:
        return None
    return next((data for data in (payload(raw, part) for part in papers(root)) if hashlib.sha256(data).hexdigest() == sha256), None)


def _from_fields(
    fields: tuple[Field, ...], intake: Address, received_at: datetime, envelope_from: str | None, envelope_to: tuple[str, ...]
) -> Inbound:
    return Inbound(
        message_id=_message_id(first(fields, "message-id")),
        content_key="",
        sender=_sender(fields),
        to=_addresses(fields, "to"),
        cc=_addresses(fields, "cc"),
        reply_to=_addresses(fields, "reply-to"),
        subject=_decoded(first(fields, "subject")),
        sent_at=_instant(first(fields, "date")),
        received_at=received_at,
        in_reply_to=_ids(first(fields, "in-reply-to")),
        references=_ids(first(fields, "references")),
        tokens=_tokens(fields, intake, envelope_to),
        headers=tuple((name, _decoded(value)) for name, value in fields),
        envelope_from=_return_path(fields) if envelope_from is None else envelope_from,
        envelope_to=envelope_to,
    )


def _decoded(value: str) -> str:
    return clean(decode_words(value[:MAX_VALUE]))


def _sender(fields: tuple[Field, ...]) -> Address | None:
    """Who wrote it, only where there is no doubt: one From with one mailbox (T03)."""
    values = [value for name, value in fields if name == "from"]
    return parse_mailbox(values[0]) if len(values) == 1 else None


def _addresses(fields: tuple[Field, ...], wanted: str) -> tuple[Address, ...]:
    return parse_mailboxes(", ".join(value for name, value in fields if name == wanted))


def _tokens(fields: tuple[Field, ...], intake: Address, envelope_to: Iterable[str]) -> tuple[str, ...]:
    emails = [address.email for name in _TOKEN_FIELDS for address in _addresses(fields, name)]
    found = (token_in(email, intake) for email in (*emails, *envelope_to))
    return tuple(dict.fromkeys(token for token in found if token))


def _return_path(fields: tuple[Field, ...]) -> str | None:
    """The envelope sender as the delivering server wrote it, where nobody told it: mail from IMAP."""
    value = next((value for name, value in fields if name == "return-path"), None)
    if value is None:
        return None
    if value == "<>":
        return ""
    address = parse_mailbox(value)
    return address.email if address else None


def _message_id(value: str) -> str:
    match = _ID.search(value)
    return clean(match[1] if match else value.strip("<> ").partition(" ")[0])[:MAX_ID]


def _ids(value: str) -> tuple[str, ...]:
    return tuple(clean(found) for found in _ID.findall(value)[-MAX_IDS:])


def _instant(value: str) -> datetime | None:
    """A Date as an aware instant in UTC; None where it is none."""
    try:
        found = parsedate_to_datetime(clean(value[:200]))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def _forwarded(raw: bytes, root: Part) -> Visible | None:
    """A mail that is nothing but another mail: the text of the first that has any, marked as somebody else's."""
    if root.media_type == "multipart/report":
        return None
    for nested in (part.children[0] for part in _walk(root) if part.media_type in MESSAGES and part.children):
        seen = visible_text(*body_of(raw, nested))
        if seen.text:
            return replace(seen, text=f"{FORWARDED}\n\n{seen.text}", pairs=())
    return None


def _cut(seen: Visible) -> str:
    """All that was cut from the visible text: the signature, then the quoted mail."""
    return "\n\n".join(filter(None, (seen.signature, seen.quoted)))


def _walk(part: Part) -> Iterator[Part]:
    yield part
    for child in part.children:
        yield from _walk(child)


def _attachments(raw: bytes, root: Part) -> Iterator[Attachment]:
    pdfs = 0
    for number, part in enumerate(papers(root), 1):
        data = payload(raw, part)
        media_type = part.media_type if part.media_type in MESSAGES else sniff(data)
        pdfs += media_type == "application/pdf"
        yield Attachment(
            name=safe_name(part.name or _subject_of(part), media_type, number),
            media_type=media_type,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            text="" if pdfs > MAX_PDFS and media_type == "application/pdf" else _nested_text(raw, root, part) or text_of(media_type, data),
        )


def _nested_text(raw: bytes, root: Part, part: Part) -> str:
    """The text of a mail that was attached by a person; not of one that a server returns."""
    if root.media_type == "multipart/report" or part.media_type not in MESSAGES or not part.children:
        return ""
    seen = visible_text(*body_of(raw, part.children[0]))
    return "\n\n".join(filter(None, (seen.text, _cut(seen))))[:MAX_TEXT]


def _subject_of(part: Part) -> str:
    """A forwarded mail is named after its subject."""
    subject = _decoded(first(part.children[0].fields, "subject")) if part.children else ""
    return f"{subject.replace('/', '-')[:100]}.eml" if subject else ""


def _content_key(raw: bytes, root: Part, message_id: str, attachments: tuple[Attachment, ...]) -> str:
    """What two deliveries of one message have in common: not the Message-ID alone, which anybody can send first (T08, T09)."""
    if not message_id:
        return hashlib.sha256(raw).hexdigest()
    told = [_decoded(first(root.fields, name)) for name in ("from", "date", "subject")]
    bodies = [payload(raw, part).replace(b"\r\n", b"\n").strip() for part in texts(root)]
    digest = hashlib.sha256()
    for piece in (*(value.encode() for value in told), *bodies, *(paper.sha256.encode() for paper in attachments)):
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return hashlib.sha256(message_id.encode() + b"\x00" + digest.digest()).hexdigest()
