"""The list of tags that DKIM keys and DMARC records are written as."""

from __future__ import annotations


def tags_of(text: str) -> dict[str, str]:
    """`v=DMARC1; p=none` by tag, in order; the first of two with one name counts, and what has no `=` stands under its own words."""
    found: dict[str, str] = {}
    for each in text.split(";"):
        name, mark, value = each.partition("=")
        if name.strip():
            found.setdefault(name.strip(), value.strip() if mark else "")
    return found
