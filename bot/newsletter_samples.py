"""Every mail about newsletters in each case that changes its words, for bot/samples.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_ISSUE = {
    "reference": "i-3",
    "subject": "News of November",
    "hash": "e87abf1a08a45a13",
    "author": "sam@district.example",
    "recipients": 612,
}


def newsletter_notices() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Template, case, and what it is filled with: to staff."""
    figures = {"sent": 598, "failed": 2, "suppressed": 12}
    for what, why in (
        ("asked", ""),
        ("sent", ""),
        ("late", "it was to begin on 2026-11-23 20:00 UTC, and nothing of it has gone out"),
        ("doubtful", "4 mails were on their way when Liaison was stopped"),
        ("stopped", "14 of 100 addresses were refused, more than 10 in 100; 86 sent, 498 wait"),
    ):
        yield "staff_newsletter", what, {**_ISSUE, "what": what, "why": why, "figures": figures}


def newsletter_mails() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """To whoever leaves, or comes back."""
    for template in ("newsletter_out", "newsletter_in"):
        yield template, "plain", {"address": "luz@harborreading.example"}
