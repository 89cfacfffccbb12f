"""What a mail server or a robot reports about mail of ours: bounces, complaints, receipts and automatic answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.types import Kind
from mail.addresses import clean
from mail.bounce import text as bounce_text
from mail.bounce import words as bounce_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handlers.types import Inbound
    from mail.bounce.text import Part

#: A report names its recipients near its top; what follows is the mail that came back.
MAX_RAW = 512 * 1024
#: One report of ours concerns one mail: more recipients than this are a forgery or somebody else's list.
MAX_RECIPIENTS = 50
#: Of what a server said, this many characters are kept for staff to read.
MAX_WORDS = 300

FIELD = re.compile(r"^(?P<name>[A-Za-z][A-Za-z-]{1,40})[ \t]*:[ \t]*(?P<value>[^\n]{0,1000})$", re.MULTILINE)
STATUS = re.compile(r"(?<![\d.])(?P<status>[245]\.\d{1,3}\.\d{1,3})(?![\d.])")
SMTP_CODE = re.compile(r"(?<![\d.])(?P<code>[45])\d\d(?:[ -]|$)")
#: In the order of trust: the address that was written to, then the one that it became.
RECIPIENT_FIELDS = ("original-recipient", "final-recipient", "x-actual-recipient")
DONE = frozenset({"delivered", "relayed", "expanded"})


@dataclass(frozen=True)
class Failed:
    """An address that mail of ours did not reach; `hard` where the address itself is to blame, `delayed` where it may still be reached."""

    address: str
    status: str
    hard: bool
    words: str = ""  #: what a server said of it, one line
    delayed: bool = False


@dataclass(frozen=True)
class Report:
    """What was reported, about whom, and about which mail (its Message-ID without brackets, or empty)."""

    kind: Kind
    recipients: tuple[Failed, ...] = ()
    original_message_id: str = ""
    wish: bool = False  #: no complaint but a wish to leave, said by a mail program or a provider


def read_report(raw: bytes, inbound: Inbound) -> Report | None:
    """Read a report of a machine, or nothing: an ordinary mail is told by its headers alone and is not parsed again."""
    headers = _first_values(inbound)
    if not _is_suspicious(raw, headers, inbound):
        return None
    if headers.get("x-apple-unsubscribe", "").strip().lower() == "true":
        return _unsubscribed(inbound)
    parts = bounce_text.parts_of(raw[:MAX_RAW])
    report = _receipt(headers, parts) or _complaint(headers, parts) or _notification(parts) or _delivery_status(headers, parts)
    if report:
        return report
    if is_auto_subject(headers.get("subject", "")) and "x-failed-recipients" not in headers:
        return Report(Kind.AUTO_REPLY)
    return _told_in_words(raw, headers, parts) or (Report(Kind.AUTO_REPLY) if is_auto_reply(headers) else None)


def is_auto_subject(subject: str) -> bool:
    """Whether a subject alone says that a robot answers, such as *Automatic reply:* or *Abwesenheitsnotiz:*."""
    return bool(bounce_words.AUTO_SUBJECT.match(subject[:300]))


def is_auto_reply(headers: Mapping[str, str]) -> bool:
    """Whether headers say so (RFC 3834 and its forerunners). `Precedence: bulk` and `X-Auto-Response-Suppress` do not."""
    return any(name in headers and pattern.search(headers[name].lower()) for name, pattern in bounce_words.AUTO_HEADERS)


def _first_values(inbound: Inbound) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in inbound.headers[:300]:
        found.setdefault(name, value[:1000])
    return found


def _is_null_path(headers: Mapping[str, str], inbound: Inbound) -> bool:
    if inbound.envelope_from is not None:
        return not inbound.envelope_from.strip("<> ")
    path = headers.get("return-path", "-").strip().lower()
    return path in {"<>", ""} or path.startswith(("<mailer-daemon", "mailer-daemon"))


def _is_robot(headers: Mapping[str, str]) -> bool:
    sender = headers.get("from", "").strip()
    return not sender.strip("<> ") or sender.endswith("<>") or bool(bounce_words.ROBOT_SENDER.search(sender[:500]))


def _is_suspicious(raw: bytes, headers: Mapping[str, str], inbound: Inbound) -> bool:
    """Cheap signs, any of which makes a closer look worth its milliseconds."""
    kind = headers.get("content-type", "").lower()
    subject = headers.get("subject", "")
    return (
        "report" in kind
        or "x-failed-recipients" in headers
        or "x-apple-unsubscribe" in headers
        or _is_null_path(headers, inbound)
        or _is_robot(headers)
        or bool(bounce_words.MAYBE_ROBOT.search(headers.get("from", "")[:500]))
        or is_auto_reply(headers)
        or bool(bounce_words.BOUNCE_SUBJECT.search(subject[:300]))
        or bool(bounce_words.COMPLAINT_SUBJECT.match(subject[:300]))
        or is_auto_subject(subject)
        or b'"notificationType"' in raw[: 64 * 1024]
    )


def _unsubscribed(inbound: Inbound) -> Report:
    """Apple Mail writes this when its user presses *Unsubscribe*: a wish, though it calls itself an automatic reply."""
    who = (Failed(inbound.sender.email, "", hard=False),) if inbound.sender else ()
    return Report(Kind.COMPLAINT, who, wish=True)


def _receipt(headers: Mapping[str, str], parts: tuple[Part, ...]) -> Report | None:
    """A disposition notification (RFC 8098): somebody's program says that our mail was shown or deleted."""
    kind = headers.get("content-type", "").lower()
    for part in parts:
        if part.kind == "message/disposition-notification" and "multipart/report" in kind:
            values = dict(fields(part.text))
            if re.search(r"\breject|\brefus", f"{headers.get('auto-submitted', '')} {bounce_text.told(parts)[:2000]}", re.IGNORECASE):
                # A sieve script that refuses a mail says so in the form of a receipt (RFC 5429).
                failed = bounce_text.addresses_in(values.get("final-recipient", ""))
                return Report(
                    Kind.BOUNCE, tuple(Failed(each, "", hard=False) for each in failed), values.get("original-message-id", "").strip("<> ")
                )
            return Report(Kind.RECEIPT, original_message_id=values.get("original-message-id", "").strip("<> "))
    return Report(Kind.RECEIPT) if "disposition-notification" in kind else None


def _complaint(headers: Mapping[str, str], parts: tuple[Part, ...]) -> Report | None:
    """An abuse report (RFC 5965), or the older form: the mail itself beneath a subject that says so."""
    feedback = next((part for part in parts if part.kind == "message/feedback-report"), None)
    is_plain = bounce_words.COMPLAINT_SUBJECT.match(headers.get("subject", "")) and any(part.is_original for part in parts)
    if feedback is None and not is_plain and "feedback-report" not in headers.get("content-type", "").lower():
        return None
    values = dict(fields(feedback.text)) if feedback else {}
    original = dict(fields("\n".join(part.text for part in parts if part.is_original)))
    named = [values.get("original-rcpt-to", ""), values.get("removal-recipient", ""), original.get("x-hmxmroriginalrecipient", "")]
    addresses = bounce_text.addresses_in(" ".join(named)) or bounce_text.addresses_in(original.get("to", ""))
    about = values.get("feedback-type", "").strip().lower()
    if about in bounce_words.NO_COMPLAINT:
        # Nobody is named, and no mail: it is held against nobody.
        return Report(Kind.COMPLAINT)
    failed = tuple(Failed(each, "", hard=False) for each in addresses)
    return Report(Kind.COMPLAINT, failed, _original_id(parts), wish=about in bounce_words.WISHES)


def _notification(parts: Iterable[Part]) -> Report | None:
    """A notice of Amazon SES over SNS: JSON in a mail."""
    for part in parts:
        notice = bounce_text.notice_of(part.text) if part.kind.startswith("text/") else None
        if notice is None:
            continue
        if notice.kind == "Delivery":
            return Report(Kind.RECEIPT)
        kind = Kind.COMPLAINT if notice.kind == "Complaint" else Kind.BOUNCE
        failed = tuple(Failed(to, status, is_hard(status, words)) for to, status, words in notice.recipients)
        return Report(kind, failed, notice.message_id)
    return None


def fields(text: str) -> Iterator[tuple[str, str]]:
    """Header-like lines, unfolded, later ones first so that a dict keeps the first."""
    found = [(match["name"].lower(), match["value"].strip()) for match in FIELD.finditer(re.sub(r"\r?\n[ \t]+", " ", text))]
    yield from reversed(found)


def _delivery_status(headers: Mapping[str, str], parts: tuple[Part, ...]) -> Report | None:
    """The per-recipient blocks of RFC 3464, also where they stand in a part that is not called so."""
    is_report = "multipart/report" in headers.get("content-type", "").lower()
    trusted = is_report or _is_robot(headers) or bool(bounce_words.BOUNCE_SUBJECT.search(headers.get("subject", "")))
    failed: dict[str, Failed] = {}
    actions: set[str] = set()
    for part in parts:
        if part.is_original or not trusted or "-recipient:" not in part.text.lower():
            continue
        for block in bounce_text.recipient_blocks(part.text):
            values = dict(fields(block))
            actions.add(values.get("action", "").split(" ")[0].strip(";").lower())
            found = _failed_in(values)
            if found:
                failed.setdefault(found.address, found)
    if actions and actions <= DONE:
        return Report(Kind.RECEIPT, original_message_id=_original_id(parts))
    if not failed:
        return None
    return Report(Kind.BOUNCE, tuple(failed.values())[:MAX_RECIPIENTS], _original_id(parts))


def _failed_in(values: Mapping[str, str]) -> Failed | None:
    action = values.get("action", "").split(" ")[0].lower()
    if action in DONE:
        return None
    for name in RECIPIENT_FIELDS:
        addresses = bounce_text.addresses_in(values.get(name, "").rpartition(";")[2])
        if addresses:
            words = values.get("diagnostic-code", "")
            status = _status_in(values.get("status", "")) or _status_in(words)
            delayed = action == "delayed"
            said = clean(words.partition(";")[2] or words)[:MAX_WORDS]
            return Failed(addresses[0], status, not delayed and is_hard(status, words), said, delayed)
    return None


def _status_in(text: str) -> str:
    match = STATUS.search(text)
    return match["status"] if match else ""


def is_hard(status: str, words: str) -> bool:
    """Whether the address is to blame for ever. A full mailbox, a policy or a verdict of spam never is (T11)."""
    words = words[:2000]
    if bounce_words.SOFT_STATUS.match(status) or (not status and (code := SMTP_CODE.search(words)) and code["code"] == "4"):
        return False
    if bounce_words.HARD_WORDS.search(words):
        return True
    if bounce_words.SOFT_WORDS.search(words):
        return False
    return status in bounce_words.HARD_STATUS - bounce_words.VAGUE_STATUS


def _told_in_words(raw: bytes, headers: Mapping[str, str], parts: tuple[Part, ...]) -> Report | None:
    """Reports without a machine's part: headers first, then flufl.bounce, then the words themselves."""
    named = bounce_text.addresses_in(headers.get("x-failed-recipients", ""))
    text = bounce_text.told(parts)
    if not named and not _reads_like_a_bounce(headers, parts, text):
        return None
    addresses = named or bounce_text.by_flufl(raw[:MAX_RAW], headers, _ours(headers)) or bounce_text.addresses_told(text, _ours(headers))
    addresses = addresses or bounce_text.addresses_of_original(parts, _ours(headers))
    delayed = bool(
        re.search(r"\bdelay|still being retried|will be retried|warning only|not yet been delivered", text[:4000], re.IGNORECASE)
    )
    failed = tuple(_judged(address, text, delayed=delayed) for address in addresses[:MAX_RECIPIENTS])
    return Report(Kind.BOUNCE, failed, _original_id(parts))


def _judged(address: str, text: str, *, delayed: bool) -> Failed:
    near = text
    at = text.lower().find(address)
    if at >= 0:
        near = text[max(0, at - 300) : at + 700]
    status = _status_in(near) or _status_in(text)
    return Failed(address, status, not delayed and is_hard(status, near), delayed=delayed)


def _reads_like_a_bounce(headers: Mapping[str, str], parts: tuple[Part, ...], text: str) -> bool:
    """Two of three: a robot wrote it, the subject says it, the words say it. A person's *Re:* or *Fwd:* never counts.

    Where no robot signs, the words must be a program's, and there must be something that failed: an address or the mail itself.
    """
    subject = headers.get("subject", "")[:300]
    says = bool(bounce_words.BOUNCE_SUBJECT.search(subject))
    words = bool(bounce_words.BOUNCE_BODY.search(text[:20_000]))
    if _is_robot(headers):
        return says or words
    if bounce_text.is_answer_or_forward(subject, text) or not words:
        return False
    if headers.get("return-path", "").strip() == "<>":
        return True
    technical = bool(bounce_words.TECHNICAL.search(text[:20_000]))
    failed = any(part.is_original for part in parts) or bool(bounce_text.addresses_told(text, _ours(headers)))
    return says and technical and failed


def _ours(headers: Mapping[str, str]) -> frozenset[str]:
    """Addresses of the report itself: who wrote it and whom it came to."""
    names = ("from", "to", "cc", "reply-to", "return-path", "sender")
    return frozenset(address for name in names for address in bounce_text.addresses_in(headers.get(name, "")))


def _original_id(parts: Iterable[Part]) -> str:
    for part in parts:
        text = part.text if part.is_original else bounce_text.after_cut(part.text)
        for name, value in FIELD.findall(text):
            if name.lower() in {"message-id", "original-message-id"}:
                return str(value).strip().strip("<>")
    return ""
