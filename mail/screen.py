"""What happens to a mail before any handler reads it: a table of rules, the first that applies decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.types import Disposition, Kind, Screened
from mail.addresses import is_intake, is_intake_family, token_in
from mail.authentication import Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from handlers.types import Address, Inbound, ScreenFacts
    from mail.bounce import Report

#: A mail to more people than this is a circular: an answer to its sender would be one too many.
MANY_RECIPIENTS = 20

#: Local parts behind which nobody reads.
NO_REPLY = re.compile(
    r"^(?:(?:.*[-_.+])?(?:no|not?|never|dont|don't|do-?not|do_not|donot)[-_.]?(?:reply|replies|respond|answer|contestar"
    r"|responder)(?:[-_.+].*)?|"
    r"mailer-?daemon|postmaster|bounces?(?:[-_.+].*)?|nobody|(?:.*[-_.+])?unmonitored(?:[-_.+].*)?|nao-?responda|ne-?pas-?repondre)$",
    re.IGNORECASE,
)

#: Other services ask whoever reads this mailbox to prove that it is theirs (T13): an answer, or a look-in, would lend the district's name.
VERIFICATION = re.compile(
    r"\b(?:verify|confirm|validate|activate|authenticate) (?:your|the|this|that it'?s) (?:new )?(?:e-?mail|account|address|identity"
    r"|sign[- ]?(?:up|in)|subscription|login|registration|you\b)|"
    r"\b(?:verification|confirmation|security|one[- ]time|log-?in|sign[- ]?in|access|authentication|pass) ?(?:code|pin|link|passcode"
    r"|password)\b|"
    r"\be-?mail (?:address )?(?:verification|confirmation)\b|\b(?:account|address) (?:verification|activation)\b"
    r"|\byour [\w. -]{0,30}code is\b|^\W*\d{4,8} is your\b|"
    r"\breset your password\b|\bpassword reset\b|\bcomplete your (?:registration|sign[- ]?up)\b|\b(?:has )?invited you to (?:join"
    r"|collaborate)\b|\bmagic link\b|"
    r"\b(?:verifi(?:ca|que)|confirm(?:a|e)|activ(?:a|e)) (?:tu|su) (?:correo|cuenta|direcci[óo]n|suscripci[óo]n|identidad)"
    r"|\bc[óo]digo de (?:verificaci[óo]n|confirmaci[óo]n|acceso|seguridad)\b|"
    r"\brestable(?:ce|zca|cer) (?:tu|su) contrase[ñn]a\b",
    re.IGNORECASE,
)

#: The form that mail/addresses.py gives to our Message-IDs.
OUR_MESSAGE_ID = re.compile(r"liaison\.[0-9a-f]{40}@(?P<domain>[^\s<>@]{1,255})")

#: Headers that a mailing list adds (RFC 2369, RFC 2919).
LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post", "list-help")


@dataclass(frozen=True)
class Mail:
    """All that a rule may look at."""

    inbound: Inbound
    facts: ScreenFacts
    report: Report | None


@dataclass(frozen=True)
class Rule:
    """`kind` is None where the mail is a person's: normal, or the reply to one of ours."""

    name: str
    applies: Callable[[Mail], bool]
    kind: Kind | None
    disposition: Disposition


def screen(inbound: Inbound, facts: ScreenFacts, report: Report | None) -> Screened:
    """The kind of a mail and where it ends; the reason is the name of the rule, empty where it is simply accepted."""
    mail = Mail(inbound, facts, report)
    persons = Kind.REPLY if _answers_us(mail) else Kind.NORMAL
    for rule in RULES:
        if rule.applies(mail):
            return Screened(kind=rule.kind or persons, disposition=rule.disposition, reason=rule.name)
    return Screened(kind=persons, disposition=Disposition.ACCEPTED)


def screen_sent(inbound: Inbound, facts: ScreenFacts) -> Screened:
    """What a copy in the folder of sent mail is: ours, which Gmail and Exchange put there too, or a person's own mail."""
    if is_our_copy(inbound, facts):
        return Screened(kind=Kind.OWN, disposition=Disposition.DISCARDED, reason="own")
    return Screened(kind=Kind.OWN, disposition=Disposition.ACCEPTED)


def is_our_copy(inbound: Inbound, facts: ScreenFacts) -> bool:
    """Whether a program wrote it: by its Message-ID, or, where a server gives another one (Exchange does), by marks that only we make."""
    mail = Mail(inbound, facts, None)
    return _has_our_message_id(mail) or _is_loop(mail) or _is_auto_submitted(mail)


def _named_ours(mail: Mail) -> bool:
    named = {*mail.inbound.in_reply_to, *mail.inbound.references}
    return not named.isdisjoint(mail.facts.our_message_ids)


def _answers_us(mail: Mail) -> bool:
    return bool(mail.inbound.tokens) or _named_ours(mail)


def _is_us(address: Address, mail: Mail) -> bool:
    return is_intake(address.email, mail.facts.intake)


def _is_own(mail: Mail) -> bool:
    """Our own mail comes back by a forwarding rule, or somebody poses as us: either way nobody asks anything."""
    sender = mail.inbound.sender
    return _has_our_message_id(mail) or (sender is not None and is_intake_family(sender.email, mail.facts.intake))


def _has_our_message_id(mail: Mail) -> bool:
    formed = OUR_MESSAGE_ID.fullmatch(mail.inbound.message_id.lower())
    return mail.inbound.message_id in mail.facts.our_message_ids or (formed is not None and formed["domain"] == mail.facts.intake.domain)


def _is_loop(mail: Mail) -> bool:
    """A robot sends back what carries our marks: our headers, or a Reply-To that only we write."""
    if mail.report and mail.report.kind in {Kind.BOUNCE, Kind.COMPLAINT}:
        return False
    intake = mail.facts.intake.email
    marks = (value.lower() for name, value in mail.inbound.headers if name in {"x-loop", "x-beenthere", "x-mirrored-by"})
    return (
        any(name.startswith("x-liaison-") for name, _ in mail.inbound.headers)
        or any(intake in mark for mark in marks)
        or any(token_in(address.email, mail.facts.intake) for address in mail.inbound.reply_to)
    )


def _reports(kind: Kind) -> Callable[[Mail], bool]:
    return lambda mail: mail.report is not None and mail.report.kind is kind


def _is_auto_submitted(mail: Mail) -> bool:
    value = mail.inbound.header("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    return value not in {"", "no"}


def _has_null_return_path(mail: Mail) -> bool:
    if mail.inbound.envelope_from is not None:
        return not mail.inbound.envelope_from.strip("<> ")
    return mail.inbound.header("return-path").strip() == "<>"


def _is_list_mail(mail: Mail) -> bool:
    """From a mailing list, unless the intake address is itself a group that adds such headers to all its mail."""
    intake = mail.facts.intake.email
    found = [mail.inbound.header(name).lower() for name in LIST_HEADERS]
    if mail.inbound.header("precedence").strip().lower() == "list":
        found.append("list")
    ours = (intake, intake.replace("@", "."))
    identity = f"{mail.inbound.header('list-id')} {mail.inbound.header('list-post')}".lower()
    return any(found) and not any(each in identity for each in ours)


def _has_no_sender(mail: Mail) -> bool:
    return mail.inbound.sender is None


def _is_unauthenticated(mail: Mail) -> bool:
    return verdict(mail.inbound, mail.facts.authserv_id) is Verdict.FAIL


def _is_verification(mail: Mail) -> bool:
    return not _answers_us(mail) and bool(VERIFICATION.search(mail.inbound.subject[:300]))


def _is_no_reply(mail: Mail) -> bool:
    sender = mail.inbound.sender
    return sender is not None and bool(NO_REPLY.match(sender.email.rpartition("@")[0]))


def _has_many_recipients(mail: Mail) -> bool:
    return len({address.email for address in (*mail.inbound.to, *mail.inbound.cc)}) > MANY_RECIPIENTS


def _is_in_copy(mail: Mail) -> bool:
    """Where we stand in neither To nor Cc, a group or a blind copy brought it: that counts as written to us."""
    in_to = any(_is_us(address, mail) for address in mail.inbound.to)
    in_cc = any(_is_us(address, mail) for address in mail.inbound.cc)
    return in_cc and not in_to and not _answers_us(mail)


def _is_to_staff(mail: Mail) -> bool:
    """A person of the district was written to as well, or is being answered: that person answers."""
    if _named_ours(mail):
        return False
    to = _of_district(mail.inbound.to, mail)
    answers_another = bool(mail.inbound.in_reply_to) and any(_is_staff(address, mail) for address in (*mail.inbound.to, *mail.inbound.cc))
    return answers_another or (to and not mail.inbound.tokens)


def _is_staff(address: Address, mail: Mail) -> bool:
    return address.email in mail.facts.staff and not _is_us(address, mail)


def _of_district(addresses: Iterable[Address], mail: Mail) -> bool:
    others = [address for address in addresses if not _is_us(address, mail)]
    return any(_is_staff(address, mail) or address.domain in mail.facts.district_domains for address in others)


RULES: tuple[Rule, ...] = (
    Rule("own", _is_own, Kind.OWN, Disposition.DISCARDED),
    Rule("loop", _is_loop, Kind.LOOP, Disposition.DISCARDED),
    Rule("complaint", _reports(Kind.COMPLAINT), Kind.COMPLAINT, Disposition.ACCEPTED),
    Rule("bounce", _reports(Kind.BOUNCE), Kind.BOUNCE, Disposition.ACCEPTED),
    Rule("receipt", _reports(Kind.RECEIPT), Kind.RECEIPT, Disposition.DISCARDED),
    Rule("auto_reply", _reports(Kind.AUTO_REPLY), Kind.AUTO_REPLY, Disposition.DISCARDED),
    Rule("auto_submitted", _is_auto_submitted, Kind.AUTO_REPLY, Disposition.DISCARDED),
    Rule("null_return_path", _has_null_return_path, Kind.AUTO_REPLY, Disposition.DISCARDED),
    # RFC 3834 forbids an answer to a list, yet a partner may write through one: a person looks.
    Rule("list_mail", _is_list_mail, None, Disposition.HELD),
    Rule("no_single_sender", _has_no_sender, None, Disposition.HELD),
    Rule("unauthenticated", _is_unauthenticated, None, Disposition.HELD),
    Rule("verification", _is_verification, None, Disposition.HELD),
    Rule("no_reply_sender", _is_no_reply, None, Disposition.HELD),
    Rule("many_recipients", _has_many_recipients, None, Disposition.HELD),
    Rule("in_copy", _is_in_copy, None, Disposition.HELD),
    Rule("to_staff", _is_to_staff, None, Disposition.HELD),
)
