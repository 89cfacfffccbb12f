"""One thing that is to be known of a record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`ok` is False where mail suffers; what could be better, and what is not known, is said all the same."""

    name: str  #: SPF, DKIM or DMARC
    ok: bool
    says: str
