"""Finds the SPF, DKIM and DMARC records that an office has given, and what they say of its newsletters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import dns.exception
import dns.resolver

from mail.records import dmarc
from mail.records.finding import Finding
from mail.records.zone import InDns, RecordsError, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from mail.records.zone import Records


def of_mail(settings: Settings) -> Iterator[Finding]:
    """What is to be known of the records; nothing where none were given and no mail leaves."""
    host = "" if settings.smtp_url.startswith("maildir:") else (urlsplit(settings.smtp_url).hostname or "")
    if not settings.mail_records:
        if host:
            yield Finding(
                name="mail records", ok=True, says="SPF, DKIM and DMARC were not looked at: set LIAISON_MAIL_RECORDS to a file, or dns"
            )
        return
    try:
        yield from dmarc.judged(records_of(settings), settings.intake_address.domain, host)
    except RecordsError as error:
        yield Finding(name="mail records", ok=False, says=f"LIAISON_MAIL_RECORDS: {error}")


def records_of(settings: Settings) -> Records:
    """Where the records are looked up; RecordsError where they cannot be read."""
    where, _, selectors = settings.mail_records.partition(":")
    try:
        if where == "dns":
            known = tuple(each.strip().lower() for each in selectors.split(",") if each.strip())
            return InDns(resolver=dns.resolver.Resolver(), known=known)
        return read(Path(settings.mail_records).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, dns.exception.DNSException) as error:
        raise RecordsError(str(error)) from error
