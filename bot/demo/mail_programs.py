"""Writes mails as people's mail programs write them: a first one, and replies as Gmail, Outlook and an iPhone quote them."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import textwrap
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from babel.dates import format_datetime as in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.demo.story import Person

#: Gmail and iPhones break quoted plain text so that a line with its mark stays below the 78 of RFC 5322.
WIDTH = 76

_GMAIL_DATE, _IPHONE_DATE, _OUTLOOK_DATE = "EEE, MMM d, y 'at' h:mm a", "MMM d, y, 'at' h:mm a", "EEEE, MMMM d, y h:mm a"

_NUMBERED = re.compile(r"^(\d+)\. ")
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)


class NotAsked(Exception):  # noqa: N818  it is told as it stands
    """A story answers a question that the mail does not ask."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """Whatever a mail has beside its words."""

    sender: Person
    to: str
    sent_at: datetime
    key: str  #: makes the Message-ID
    files: Mapping[str, bytes]


def first_mail(envelope: Envelope, subject: str, text: str) -> EmailMessage:
    """A mail that begins a thread."""
    return _message(envelope, subject, text, _as_html(text))


def reply(envelope: Envelope, answered: EmailMessage, text: str, beneath: Mapping[str, str]) -> EmailMessage:
    """A reply to a mail: to its Reply-To, in its thread, quoting it as the writer's program does."""
    program = PROGRAMS[envelope.sender.program]
    if beneath:
        body, html = f"{text}\n\n{_beneath(envelope, answered, beneath)}", ""
    else:
        body, html = f"{text}\n\n{program.quote(envelope, answered)}", program.quote_html(envelope, answered)
        html = f"{_as_html(text)}{html}" if html else ""
    message = _message(envelope, _re(str(answered["Subject"])), body, html)
    message["In-Reply-To"] = answered["Message-ID"]
    message["References"] = f"{answered['References'] or ''} {answered['Message-ID']}".strip()
    return message


def body_of(message: EmailMessage) -> str:
    """The text that a mail shows."""
    part = message.get_body(("plain",))
    content = part.get_content() if part is not None else ""
    return str(content).replace("\r\n", "\n").strip("\n")


def questions_of(message: EmailMessage) -> tuple[str, ...]:
    """The ids of what a mail of ours asks, in its order."""
    return tuple(filter(None, (each.strip() for each in str(message["X-Liaison-Questions"] or "").split(","))))


def _message(envelope: Envelope, subject: str, text: str, html: str) -> EmailMessage:
    program = PROGRAMS[envelope.sender.program]
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = envelope.sender.mailbox, envelope.to, subject
    message["Date"] = format_datetime(envelope.sent_at)
    digest = hashlib.sha256(envelope.key.encode()).hexdigest()
    message["Message-ID"] = program.message_id.format(digest=digest[:32], domain=envelope.sender.email.rpartition("@")[2])
    for name, value in program.headers:
        message[name] = value
    message.set_content(text + "\n")
    if html and program.writes_html:
        message.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    for name, data in envelope.files.items():
        kind, _, subtype = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    return message


def _beneath(envelope: Envelope, answered: EmailMessage, beneath: Mapping[str, str]) -> str:
    """The quoted mail, with an answer typed beneath each question that is answered."""
    asked = questions_of(answered)
    if missing := [each for each in beneath if each not in asked]:
        raise NotAsked(f"the mail asks {', '.join(asked) or 'nothing'}; the story answers {', '.join(missing)}")
    lines = [PROGRAMS[envelope.sender.program].attribution(envelope, answered)]
    for line in body_of(answered).splitlines():
        lines += _quoted(line)
        number = _NUMBERED.match(line)
        if number and (answer := beneath.get(asked[int(number[1]) - 1])):
            lines += ["", answer, ""]
    return "\n".join(lines)


def _quoted(line: str) -> list[str]:
    return [f"> {part}" if part else ">" for part in textwrap.wrap(line, WIDTH - 2, break_long_words=False) or [""]]


def _re(subject: str) -> str:
    return subject if subject.casefold().startswith("re:") else f"Re: {subject}"


def _as_html(text: str) -> str:
    return '<div dir="ltr">' + "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.splitlines()) + "</div>"


def _inside(answered: EmailMessage) -> str:
    """What stands in the body of a mail's html."""
    part = answered.get_body(("html",))
    html = str(part.get_content()) if part is not None else ""
    found = _BODY.search(html)
    return found[1] if found else html


def _when(answered: EmailMessage, envelope: Envelope, pattern: str) -> str:
    written = answered["Date"].datetime.astimezone(envelope.sent_at.tzinfo)
    # Newer tables of dates put a narrow space before AM; mail programs write a plain one.
    return in_words(written, pattern, tzinfo=written.tzinfo, locale="en_US").replace("\u202f", " ")


def _gmail_attribution(envelope: Envelope, answered: EmailMessage) -> str:
    line = f"On {_when(answered, envelope, _GMAIL_DATE)} {answered['From']} wrote:"
    return "\n".join([*textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False), ""])


def _gmail(envelope: Envelope, answered: EmailMessage) -> str:
    return "\n".join([_gmail_attribution(envelope, answered), *(each for line in body_of(answered).splitlines() for each in _quoted(line))])


def _gmail_html(envelope: Envelope, answered: EmailMessage) -> str:
    attribution = escape(" ".join(_gmail_attribution(envelope, answered).split()))
    return (
        f'<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{attribution}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"{_inside(answered)}</blockquote></div>"
    )


def _iphone_attribution(envelope: Envelope, answered: EmailMessage) -> str:
    return f"> On {_when(answered, envelope, _IPHONE_DATE)}, {answered['From']} wrote:\n>"


def _iphone(envelope: Envelope, answered: EmailMessage) -> str:
    lines = [each for line in body_of(answered).splitlines() for each in _quoted(line)]
    return "\n".join(["Sent from my iPhone", "", _iphone_attribution(envelope, answered), *lines])


def _outlook_block(envelope: Envelope, answered: EmailMessage) -> dict[str, str]:
    return {
        "From": str(answered["From"]),
        "Sent": _when(answered, envelope, _OUTLOOK_DATE),
        "To": envelope.sender.mailbox,
        "Subject": str(answered["Subject"]),
    }


def _outlook(envelope: Envelope, answered: EmailMessage) -> str:
    block = [f"{name}: {value}" for name, value in _outlook_block(envelope, answered).items()]
    return "\n".join(["_" * 32, *block, "", body_of(answered)])


def _outlook_html(envelope: Envelope, answered: EmailMessage) -> str:
    block = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in _outlook_block(envelope, answered).items())
    return (
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">{block}</font>'
        f"<div>&nbsp;</div></div>{_inside(answered)}"
    )


def _no_html(_envelope: Envelope, _answered: EmailMessage) -> str:
    return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """How one mail program writes."""

    message_id: str
    quote: Callable[[Envelope, EmailMessage], str]
    attribution: Callable[[Envelope, EmailMessage], str]
    quote_html: Callable[[Envelope, EmailMessage], str]
    writes_html: bool
    headers: tuple[tuple[str, str], ...] = ()


PROGRAMS: Mapping[str, Program] = {
    "gmail": Program(
        message_id="<CA{digest}@mail.{domain}>", quote=_gmail, attribution=_gmail_attribution, quote_html=_gmail_html, writes_html=True
    ),
    "outlook": Program(
        message_id="<{digest}@prod.{domain}>",
        quote=_outlook,
        attribution=_outlook,
        quote_html=_outlook_html,
        writes_html=True,
        headers=(("Accept-Language", "en-US"), ("X-MS-Has-Attach", "")),
    ),
    "iphone": Program(
        message_id="<{digest}@{domain}>",
        quote=_iphone,
        attribution=_iphone_attribution,
        quote_html=_no_html,
        writes_html=False,
        headers=(("X-Mailer", "iPhone Mail (22B83)"),),
    ),
}
