"""The texts of a delivery report: its parts, bounded and decoded, and the addresses that they speak of."""

from __future__ import annotations

import email
import json
import logging
import re
from dataclasses import dataclass
from email.message import Message
from html import unescape
from typing import TYPE_CHECKING

from mail.bounce import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: A report of a server is short; what is longer is the mail that came back.
MAX_TEXT = 48 * 1024
MAX_PARTS = 40
#: More lines that could be boundaries than this are an attack on the parser, not a report.
MAX_DASHES = 4000
#: Deeper than any report, far from the recursion limit.
MAX_DEPTH = 10
#: flufl.bounce searches lines with patterns of its own: it is given short ones only.
MAX_LINE = 2000

ORIGINALS = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"})
MACHINE_PARTS = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/feedback-report", "message/disposition-notification"}
)

ADDRESS = re.compile(
    r"(?<![\w.+=/@-])(?P<address>(?:[A-Za-z0-9_.!#$%&'*+/=?^`{|}~-]{1,64}|\"[^\"\s]{1,62}\")@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}[A-Za-z][A-Za-z0-9-]{1,62})"
)
FIRST_IN_LINE = re.compile(
    r"[^A-Za-z0-9]{0,20}(?:[45]\d\d[ -](?:#?[45]\.\d{1,3}\.\d{1,3} )?[^A-Za-z0-9]{0,5})?(?:mailto:)?[^\s<>@]{1,64}@[^\s<>@]{3,254}",
    re.IGNORECASE,
)
TAG = re.compile(r"<(?![\w.+=-]{1,64}@)[^<>]{0,4000}>")
BREAK = re.compile(r"<(?:br|/p|/div|/tr|/h\d|/li|/td)\b[^<>]{0,200}>", re.IGNORECASE)
#: A person who writes about a bounce answers or forwards it.
ANSWER = re.compile(r"^\s*(?:\[[^\]]{1,30}\]\s*)?(?:re|fwd?|aw|wg|sv|rv|tr|r|enc)\s*:", re.IGNORECASE)
QUOTES = re.compile(r"^(?:>|On .{5,150} wrote:|El .{5,150} escribi|-+ ?Forwarded message|Begin forwarded message)", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One leaf of a report; `is_original` for the mail that came back, or its headers."""

    kind: str
    text: str
    is_original: bool = False


@dataclass(frozen=True)
class Notice:
    """What Amazon SES tells in JSON: recipients as address, status, words."""

    kind: str
    recipients: tuple[tuple[str, str, str], ...]
    message_id: str


def parts_of(raw: bytes) -> tuple[Part, ...]:
    """The leaves outside the returned mail, in order; nothing where the bytes are hostile."""
    if raw.count(b"\n--") > MAX_DASHES:
        return ()
    try:
        return tuple(_leaves(email.message_from_bytes(raw), 0))[:MAX_PARTS]
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        return ()


def _leaves(message: Message, depth: int) -> Iterator[Part]:
    kind = message.get_content_type()
    inner = _inner(message)
    if kind in ORIGINALS:
        text = "\n".join(f"{name}: {value}" for name, value in inner[0].items()) if inner else _text(message, is_html=False)
        yield Part(kind, text[:MAX_TEXT], is_original=True)
    elif kind in MACHINE_PARTS:
        yield Part(kind, _blocks(inner, message))
    elif inner:
        for each in inner if depth < MAX_DEPTH else ():
            yield from _leaves(each, depth + 1)
    elif kind.startswith(("text/", "multipart/", "message/")):
        # A multipart that is no list is one whose boundary was lost on the way: its bytes are the text.
        is_html = kind == "text/html"
        yield Part("text/html" if is_html else "text/plain", _text(message, is_html=is_html))


def _inner(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [each for each in payload[:MAX_PARTS] if isinstance(each, Message)] if isinstance(payload, list) else []


def _blocks(inner: list[Message], message: Message) -> str:
    """The fields of a machine-readable part, one block a recipient."""
    if not inner:
        return _text(message, is_html=False)
    encoded = str(message.get("content-transfer-encoding", "")).strip().lower() == "base64"
    blocks = []
    for block in inner:
        lines = [f"{name}: {value}" for name, value in block.items()]
        if encoded:
            # A base64 body was taken for header blocks: its bytes lie in their payloads.
            block["Content-Transfer-Encoding"] = "base64"
        rest = _text(block, is_html=False)
        blocks.append("\n".join([*lines, rest] if rest.strip() else lines))
    return "\n\n".join(blocks)[:MAX_TEXT]


def _text(message: Message, *, is_html: bool) -> str:
    payload = message.get_payload(decode=True)
    if not isinstance(payload, bytes):
        payload = str(message.get_payload()).encode("utf-8", "replace")
    payload = payload[: MAX_TEXT * (4 if is_html else 1)]
    try:
        text = payload.decode(str(message.get_content_charset() or "utf-8"), "replace")
    except (LookupError, ValueError):
        text = payload.decode("latin-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    return unescape(TAG.sub(" ", BREAK.sub("\n", text)))[:MAX_TEXT] if is_html else text


def is_address(text: str) -> bool:
    """Whether a text is one address: flufl.bounce hands out commands and pipes as well."""
    return bool(ADDRESS.fullmatch(text)) and ".." not in text


def addresses_in(text: str) -> tuple[str, ...]:
    """Every address of a text once, lower case, in order."""
    found = (match["address"].lower().strip("'") for match in ADDRESS.finditer(text[:MAX_TEXT]))
    return tuple(dict.fromkeys(each for each in found if ".." not in each))


def recipient_blocks(text: str) -> Iterator[str]:
    """One text for each recipient of a delivery-status: blocks end with an empty line, or where the next recipient begins."""
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        if not re.search(r"^(?:final|original)-recipient[ \t]*:|^x-actual-recipient[ \t]*:", block, re.IGNORECASE | re.MULTILINE):
            continue
        starts = [match.start() for match in re.finditer(r"^final-recipient[ \t]*:", block, re.IGNORECASE | re.MULTILINE)]
        if len(starts) < 2:  # noqa: PLR2004  # one recipient: the whole block is its own
            yield block
            continue
        for start, end in zip([0, *starts[1:]], [*starts[1:], len(block)], strict=True):
            yield block[start:end]


def told(parts: Iterable[Part]) -> str:
    """What the server itself says: the first parts up to the mail that came back."""
    texts = [before_cut(part.text) for part in parts if not part.is_original and part.kind.startswith("text/")]
    return "\n".join(texts[:4])[:MAX_TEXT]


def before_cut(text: str) -> str:
    cut = _cut(text)
    return text[:cut]


def after_cut(text: str) -> str:
    return text[_cut(text) :]


def _cut(text: str) -> int:
    match = words.ORIGINAL_FOLLOWS.search(text)
    return match.start() if match else len(text)


def is_answer_or_forward(subject: str, text: str) -> bool:
    """Whether a person seems to write about a report that reached them."""
    return bool(ANSWER.match(subject)) and bool(QUOTES.search(text))


def by_flufl(raw: bytes, headers: Mapping[str, str], ours: frozenset[str]) -> tuple[str, ...]:
    """What flufl.bounce finds, behind guards: it fails on a From that is not ASCII and takes pipes for addresses."""
    if any(len(line) > MAX_LINE for line in raw.splitlines()):
        return ()
    # Loaded late, since most processes never see a bounce in the first second.
    from flufl.bounce import all_failures  # noqa: PLC0415  # the reason stands above

    logging.getLogger("flufl.bounce").disabled = True  # It would print a traceback with the mail's own words.
    message = email.message_from_bytes(raw)
    for name in ("From", "Subject", "To"):
        if message[name] is not None and not isinstance(message[name], str):
            del message[name]
            message[name] = headers.get(name.lower(), "").encode("ascii", "replace").decode().replace("\n", " ").replace("\r", " ")
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001  # thirty detectors of another project: whichever fails, the words are still read below
        return ()
    found = (each.decode("ascii", "replace") if isinstance(each, bytes) else str(each) for each in sorted({*temporary, *permanent}))
    addresses = dict.fromkeys(each.strip("<> ").lower() for each in found if is_address(each.strip("<> ")))
    ids = {match.lower() for match in re.findall(r"message-id[ \t]*:?\s*<?([^\s<>]{3,300})", raw.decode("latin-1"), re.IGNORECASE)}
    return tuple(each for each in addresses if each not in ours and each not in ids)


def addresses_told(text: str, ours: frozenset[str]) -> tuple[str, ...]:
    """The failed addresses in a server's words: those that begin a line, else those that a label names, else any."""
    labelled: list[str] = []
    alone: list[str] = []
    others: list[str] = []
    for line in text.split("\n")[:2000]:
        found = addresses_in(line[:1000])
        if not found:
            continue
        label = words.LABELLED.search(line[:1000])
        if label and not re.search(r"mail from|^\s*from\b", line, re.IGNORECASE):
            labelled += [each for each in found if each in label["address"].lower()]
        elif FIRST_IN_LINE.match(line):
            alone += found[:1]
        elif not words.CONTACT_LINE.search(line):
            others += found
    for group in (alone, labelled, others):
        usable = [each for each in dict.fromkeys(group) if each not in ours and not words.ROBOT_LOCAL.match(each)]
        if usable:
            return tuple(usable)
    return ()


def addresses_of_original(parts: Iterable[Part], ours: frozenset[str]) -> tuple[str, ...]:
    """Whom the mail that came back was written to, where the server does not say."""
    for part in parts:
        text = part.text if part.is_original else after_cut(part.text)
        match = re.search(
            r"^(?:x-actual-recipient|x-original-to|to)[ \t]*:(?P<to>(?:[^\n]{0,1000}(?:\n[ \t]+)?){1,5})",
            text,
            re.IGNORECASE | re.MULTILINE,
        )
        found = [each for each in addresses_in(match["to"]) if each not in ours] if match else []
        if len(found) == 1:
            return tuple(found)
    return ()


def notice_of(text: str) -> Notice | None:
    """The JSON of Amazon SES, wherever it begins in a text."""
    if '"notificationType"' not in text:
        return None
    try:
        data, _ = json.JSONDecoder().raw_decode(text[text.index("{") :])
        inner = json.loads(data["Message"]) if isinstance(data.get("Message"), str) else data
        kind = str(inner["notificationType"])
        told_of = inner.get(kind.lower(), {})
        people = told_of.get("bouncedRecipients") or told_of.get("complainedRecipients") or []
        recipients = tuple(
            (str(each["emailAddress"]).lower(), str(each.get("status", "")), str(each.get("diagnosticCode", "")))
            for each in people
            if is_address(str(each["emailAddress"]))
        )
        return Notice(kind, recipients, str(inner.get("mail", {}).get("messageId", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
