"""The tables of newsletters: issues, who receives them, who does not, and who stands on which list."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Float, ForeignKey, Index, Integer, Table

from store.columns import Instant, Key, count, id_, json_, key, text
from store.schema import metadata

#: Newsletters. The source and what is known of an approval stand in `state` (issues.py).
issues = Table(
    "issues",
    metadata,
    id_(),
    Column("version", Integer, nullable=False),
    key("status"),
    text("subject"),
    key("hash"),
    json_("state", dict),
    Column("not_before", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "status", "not_before"),
    sqlite_autoincrement=True,
)

#: Who receives which issue, one row an address, with what is frozen for it. Only what may still go has `next_attempt_at`: at first an
#: instant long ago, so that a clock that is set back holds nothing up; a claim moves it to the end of its lease.
deliveries = Table(
    "deliveries",
    metadata,
    id_(),
    Column("issue_id", ForeignKey("issues.id"), nullable=False),
    Column("partner_id", BigInteger),
    key("address"),
    key("domain"),
    text("name"),
    text("organization"),
    key("language"),
    text("facets"),
    json_("data", dict),
    key("status"),
    text("reason"),
    count("attempts"),
    count("epoch"),
    key("worker"),
    Column("next_attempt_at", Instant),
    Column("sent_at", Instant),
    Index("deliveries_issue_address_key", "issue_id", "address", unique=True),
    Index(None, "issue_id", "next_attempt_at", "id"),
    Index(None, "address"),
    Index(None, "sent_at"),
    sqlite_autoincrement=True,
)

#: Addresses that get no newsletters, or are on the way there (handlers/subscriptions.py).
suppressions = Table(
    "suppressions",
    metadata,
    Column("address", Key, primary_key=True),
    Column("version", Integer, nullable=False),
    key("reason"),
    text("source"),
    Column("score", Float, nullable=False),
    Column("scored_on", Date),
    Column("at", Instant, nullable=False),
)

#: Lists that an audience may name, such as a council, and the addresses on them.
subscribers = Table(
    "subscribers",
    metadata,
    Column("list", Key, primary_key=True),
    Column("address", Key, primary_key=True),
    text("added_by"),
    Column("at", Instant, nullable=False),
    Index(None, "address"),
)
